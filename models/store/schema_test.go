package store_test

import (
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm/schema"

	"gongkai/models"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// A column is what both databases and Go can say of one.
type column struct {
	kind string // integer, long (64 bits at least), bool, time, text
	size int    // characters of a text, 0 is without limit
	null bool
}

// A table is one table in the same words for every database.
type table struct {
	columns map[string]column
	keys    []string // "primary (id)", "unique (a, b)", "index (a, b)", "foreign (a) to t (b)"
}

// The tables are what the types say. AutoMigrate is not used, so nothing but
// this test keeps the two together.
func TestSchemaIsTheModels(t *testing.T) {
	want := modelled(t)
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		have := stored(t, s)
		for name := range want {
			if _, ok := have[name]; !ok {
				t.Errorf("no table %s", name)
			}
		}
		for name, h := range have {
			w, ok := want[name]
			if !ok {
				t.Errorf("table %s belongs to no type", name)
				continue
			}
			sameColumns(t, name, h.columns, w.columns, s.Dialect())
			if p := h.keys[slices.IndexFunc(h.keys, isPrimary)]; p != w.keys[0] {
				t.Errorf("%s: the database has %s, the type %s", name, p, w.keys[0])
			}
		}
	})
}

// Both databases keep the same promises: what is unique or refers to another
// row on one does so on the other.
func TestDialectsAgree(t *testing.T) {
	if storetest.MySQL(t) == "" {
		t.Skip("no MariaDB to compare with")
	}
	both := map[string]map[string]table{}
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) { both[s.Dialect()] = stored(t, s) })
	lite, maria := both["sqlite"], both["mysql"]
	if !slices.Equal(slices.Sorted(maps.Keys(lite)), slices.Sorted(maps.Keys(maria))) {
		t.Fatalf("tables: %v on SQLite, %v on MariaDB", slices.Sorted(maps.Keys(lite)), slices.Sorted(maps.Keys(maria)))
	}
	for name := range lite {
		sameColumns(t, name, lite[name].columns, maria[name].columns, "sqlite")
		for _, k := range lite[name].keys {
			if !slices.Contains(maria[name].keys, k) {
				t.Errorf("%s: %s is on SQLite only", name, k)
			}
		}
		for _, k := range maria[name].keys {
			if !slices.Contains(lite[name].keys, k) && !implied(k, maria[name].keys) {
				t.Errorf("%s: %s is on MariaDB only", name, k)
			}
		}
	}
}

func isPrimary(key string) bool { return strings.HasPrefix(key, "primary ") }

// implied tells an index that InnoDB makes by itself for a foreign key.
func implied(key string, keys []string) bool {
	columns, ok := strings.CutPrefix(key, "index ")
	return ok && slices.ContainsFunc(keys, func(k string) bool { return strings.HasPrefix(k, "foreign "+columns+" to ") })
}

// sameColumns compares. SQLite has one size of integer, so only MariaDB can be
// held to the difference between integer and long.
func sameColumns(t *testing.T, name string, have, want map[string]column, dialect string) {
	t.Helper()
	for c, w := range want {
		h, ok := have[c]
		if dialect == "sqlite" && w.kind == "long" {
			w.kind = "integer"
		}
		switch {
		case !ok:
			t.Errorf("%s.%s is missing on %s", name, c, dialect)
		case h != w:
			t.Errorf("%s.%s: %+v on %s, want %+v", name, c, h, dialect, w)
		}
	}
	for c := range have {
		if _, ok := want[c]; !ok {
			t.Errorf("%s.%s on %s is not wanted", name, c, dialect)
		}
	}
}

// modelled reads the types.
func modelled(t *testing.T) map[string]table {
	t.Helper()
	all := map[string]table{}
	for _, m := range models.Tables() {
		s, err := schema.Parse(m, &sync.Map{}, schema.NamingStrategy{})
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := all[s.Table]; twice {
			t.Fatalf("two types for %s", s.Table)
		}
		columns := map[string]column{}
		for _, f := range s.Fields {
			if f.DBName != "" {
				columns[f.DBName] = fieldColumn(t, f)
			}
		}
		all[s.Table] = table{columns, []string{"primary (" + strings.Join(s.PrimaryFieldDBNames, ", ") + ")"}}
	}
	return all
}

func fieldColumn(t *testing.T, f *schema.Field) column {
	t.Helper()
	c := column{null: f.FieldType.Kind() == reflect.Pointer}
	typ := f.IndirectFieldType
	switch {
	case typ == reflect.TypeFor[time.Time]():
		c.kind = "time"
	case typ.Kind() == reflect.Bool:
		c.kind = "bool"
	case typ.Kind() == reflect.String:
		c.kind, c.size = "text", f.Size
	case typ.Kind() == reflect.Uint64 || typ.Kind() == reflect.Int64:
		c.kind = "long"
	case typ.Kind() == reflect.Int:
		c.kind = "integer"
	default:
		t.Fatalf("%s: a %s cannot be stored portably", f.Name, typ)
	}
	return c
}

// stored reads the migrated database.
func stored(t *testing.T, s *store.Store) map[string]table {
	t.Helper()
	columns, keys := sqliteColumns, sqliteKeys
	if s.Dialect() == "mysql" {
		columns, keys = mariadbColumns, mariadbKeys
	}
	all := map[string]table{}
	for _, r := range query(t, s, columns) {
		x := all[r[0]]
		if x.columns == nil {
			x.columns = map[string]column{}
		}
		x.columns[r[1]] = column{kind: kindOf(t, s.Dialect(), r[2]), size: sizeOf(r[2]), null: r[3] == "1"}
		all[r[0]] = x
	}
	for _, r := range query(t, s, keys) {
		x := all[r[0]]
		x.keys = append(x.keys, r[1])
		all[r[0]] = x
	}
	return all
}

// Each query gives table, column, declared type, and 1 when it may be null.
const (
	sqliteColumns = `SELECT m.name, c.name, lower(c.type), CASE WHEN c."notnull" = 0 AND c.pk = 0 THEN '1' ELSE '0' END
		FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'schema_migrations'`
	mariadbColumns = `SELECT table_name, column_name, CONCAT(column_type, CASE WHEN COALESCE(collation_name, 'utf8mb4_bin') = 'utf8mb4_bin' THEN '' ELSE ' folds' END),
		CASE WHEN is_nullable = 'YES' THEN '1' ELSE '0' END
		FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name <> 'schema_migrations'`
)

// Each query gives table and key, in the words of table.keys.
const (
	sqliteKeys = `SELECT name, 'primary (' || columns || ')' FROM (SELECT m.name, group_concat(c.name, ', ' ORDER BY c.pk) AS columns
			FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.pk > 0 GROUP BY m.name) WHERE name NOT LIKE 'sqlite%' AND name <> 'schema_migrations'
		UNION ALL SELECT t, CASE u WHEN 1 THEN 'unique (' ELSE 'index (' END || columns || ')' FROM (SELECT m.name AS t, l."unique" AS u, l.name, group_concat(i.name, ', ' ORDER BY i.seqno) AS columns
			FROM sqlite_master m JOIN pragma_index_list(m.name) l JOIN pragma_index_info(l.name) i WHERE m.type = 'table' AND l.origin <> 'pk' GROUP BY m.name, l."unique", l.name) WHERE t <> 'schema_migrations'
		UNION ALL SELECT t, 'foreign (' || a || ') to ' || other || ' (' || b || ')' FROM (SELECT m.name AS t, f.id, f."table" AS other, group_concat(f."from", ', ' ORDER BY f.seq) AS a, group_concat(f."to", ', ' ORDER BY f.seq) AS b
			FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id, f."table")`
	mariadbKeys = `SELECT table_name, CONCAT(CASE WHEN index_name = 'PRIMARY' THEN 'primary (' WHEN non_unique = 0 THEN 'unique (' ELSE 'index (' END,
			GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR ', '), ')')
			FROM information_schema.statistics WHERE table_schema = DATABASE() AND table_name <> 'schema_migrations' GROUP BY table_name, index_name, non_unique
		UNION ALL SELECT table_name, CONCAT('foreign (', GROUP_CONCAT(column_name ORDER BY ordinal_position SEPARATOR ', '), ') to ', referenced_table_name, ' (',
			GROUP_CONCAT(referenced_column_name ORDER BY ordinal_position SEPARATOR ', '), ')')
			FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL GROUP BY table_name, constraint_name, referenced_table_name`
)

// query returns rows of words.
func query(t *testing.T, s *store.Store, sql string) (all [][]string) {
	t.Helper()
	rows, err := s.DB(t.Context()).Raw(sql).Rows()
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		r := make([]string, len(names))
		into := make([]any, len(names))
		for i := range r {
			into[i] = &r[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	if rows.Err() != nil || len(all) == 0 {
		t.Fatalf("%d rows, %v", len(all), rows.Err())
	}
	return all
}

// kinds are the declared types that migrations may use. DATETIME(3) holds the
// milliseconds that store.Now gives; TEXT on MariaDB would end at 64 KB.
var kinds = map[string]map[string]string{
	"sqlite": {"integer": "integer", "int": "integer", "boolean": "bool", "datetime": "time", "text": "text"},
	"mysql":  {"bigint": "long", "int": "integer", "tinyint(1)": "bool", "datetime(3)": "time", "mediumtext": "text"},
}

var (
	displayWidth = regexp.MustCompile(`^(bigint|int)\(\d+\)$`) // MariaDB shows one, MySQL 8 does not
	varchar      = regexp.MustCompile(`^varchar\((\d+)\)$`)
)

func kindOf(t *testing.T, dialect, declared string) string {
	t.Helper()
	if varchar.MatchString(declared) {
		return "text"
	}
	k, ok := kinds[dialect][displayWidth.ReplaceAllString(declared, "$1")]
	if !ok {
		t.Errorf("%q is not a type that migrations for %s use (texts there are utf8mb4_bin)", declared, dialect)
	}
	return k
}

func sizeOf(declared string) int {
	m := varchar.FindStringSubmatch(declared)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}
