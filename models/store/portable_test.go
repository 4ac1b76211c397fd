package store_test

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A ban is SQL that one of MySQL 8.0, MariaDB 10.6 and SQLite does not know, or
// understands in another way. Both servers of the MySQL family must run this
// program, and tests run on one of them only: what the other lacks is found by
// reading.
type ban struct {
	what    *regexp.Regexp
	why     string
	example string
}

var bans = []ban{
	{regexp.MustCompile(`\bRETURNING\b`), "MySQL has no RETURNING", "DELETE FROM jobs RETURNING id"},
	{regexp.MustCompile(`uca1400`), "a collation of MariaDB alone", "COLLATE utf8mb4_uca1400_ai_ci"},
	{regexp.MustCompile(`utf8mb4_0900`), "a collation of MySQL alone", "COLLATE utf8mb4_0900_ai_ci"},
	{regexp.MustCompile(`\bSEQUENCE\b|\b(NEXTVAL|LASTVAL)\(`), "MySQL has no sequences", "CREATE SEQUENCE s"},
	{regexp.MustCompile(`\b(COLUMN|INDEX|KEY)\s+IF\s+(NOT\s+)?EXISTS\b`), "MySQL has no IF EXISTS there", "ALTER TABLE people ADD COLUMN IF NOT EXISTS a INT"},
	{regexp.MustCompile(`\|\|`), "|| is OR on MySQL; use CONCAT in mysql only, or Go", "SELECT name || title"},
	{regexp.MustCompile(`\bILIKE\b|\bREGEXP_LIKE\b|\bGLOB\b`), "not shared", "title ILIKE 'a'"},
	{regexp.MustCompile(`->>?\s*'`), "MariaDB has no JSON arrows; decode in Go", "SELECT figures->>'$.a'"},
	{regexp.MustCompile(`\bFOR (UPDATE|SHARE)\b|\bLOCK IN SHARE MODE\b`), "lock with clause.Locking, which SQLite leaves out", "SELECT seq FROM ledger_heads FOR UPDATE"},
	{regexp.MustCompile(`\b(LATERAL|ANY_VALUE|MEMBER OF|INTERSECT|EXCEPT|NULLS (FIRST|LAST)|FULL OUTER JOIN)\b`), "not shared", "SELECT a FROM t ORDER BY a NULLS LAST"},
	{regexp.MustCompile(`\bCREATE OR REPLACE\b|\bWITH SYSTEM VERSIONING\b|\bINSERT IGNORE\b|\bINSERT OR\b|\bREPLACE INTO\b`), "not shared", "CREATE OR REPLACE TABLE t"},
	{regexp.MustCompile(`\bON (CONFLICT|DUPLICATE KEY)\b`), "SQLite and MySQL spell it differently", "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING"},
	{regexp.MustCompile(`\bNOW\(|\bCURRENT_(TIMESTAMP|DATE|TIME)\b|\bUNIX_TIMESTAMP\b|datetime\('now'`), "the time of an act comes from store.Now", "UPDATE people SET created_at = NOW()"},
	{regexp.MustCompile(`\b(JSON|UUID|VECTOR|INET6|ENUM)( NOT)? NULL\b`), "a type that is not shared", "a JSON NOT NULL"},
	{regexp.MustCompile(`\b(INVISIBLE|PERSISTENT|STORED|VIRTUAL)\b|\b(KEY|INDEX) \w[^(]*\(\(`), "generated columns and indexes on expressions are not shared", "KEY a ((lower(b)))"},
}

// Each ban is met by its example, so that none of them is blind.
func TestBansSee(t *testing.T) {
	for _, b := range bans {
		if !b.what.MatchString(b.example) {
			t.Errorf("%s does not see %q", b.what, b.example)
		}
	}
}

// The program's SQL is what MySQL 8.0, MariaDB 10.6 and SQLite share. Every
// string of the domain is read, since SQL arrives in many ways.
func TestSQLIsShared(t *testing.T) {
	seen := 0
	eachFile(t, "..", ".go", func(file, text string) {
		if strings.HasSuffix(file, "_test.go") || strings.HasPrefix(filepath.ToSlash(file), "../search/") { // its derived file is SQLite on every server
			return
		}
		for _, s := range strs(text) {
			seen++
			judge(t, file, s)
		}
	})
	eachFile(t, "migrations", ".sql", func(file, text string) {
		seen++
		judge(t, file, text)
	})
	if seen < 500 {
		t.Errorf("only %d texts were read", seen)
	}
}

func judge(t *testing.T, file, sql string) {
	t.Helper()
	for _, b := range bans {
		if found := b.what.FindString(sql); found != "" {
			t.Errorf("%s: %q: %s", file, found, b.why)
		}
	}
	for _, m := range aliases.FindAllStringSubmatch(sql, -1) {
		if slices.Contains(reserved, strings.ToUpper(m[1])) {
			t.Errorf("%s: the alias %q is a reserved word", file, m[1])
		}
	}
}

var (
	aliases  = regexp.MustCompile(`\bAS ([a-z_]+)\b`)
	named    = regexp.MustCompile(`(?m)^  ([a-z_0-9]+) [A-Z]|\bTABLE ([a-z_0-9]+)|\b(?:CONSTRAINT|KEY|INDEX) ([a-z_0-9]+)|\bCOLUMN ([a-z_0-9]+)`)
	ending   = regexp.MustCompile(`(?m);\s*$`)
	creation = regexp.MustCompile(`(?s)CREATE TABLE .*\) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;`)
)

// No name needs quoting on any of the servers, and a migration for MySQL is one
// statement: DDL commits at once there, so a second one could be left undone.
func TestMigrationsAreCareful(t *testing.T) {
	names := 0
	eachFile(t, "migrations", ".sql", func(file, text string) {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			names++
			if name := strings.Join(m[1:], ""); slices.Contains(reserved, strings.ToUpper(name)) {
				t.Errorf("%s: %q is a reserved word", file, name)
			}
		}
		if !strings.HasPrefix(text, "-- +goose Up\n") {
			t.Errorf("%s does not begin with -- +goose Up", file)
		}
		if !strings.Contains(file, "mysql") {
			return
		}
		if n := len(ending.FindAllString(text, -1)); n != 1 {
			t.Errorf("%s has %d statements", file, n)
		}
		if strings.Contains(text, "CREATE TABLE") && !creation.MatchString(text) {
			t.Errorf("%s: a table is InnoDB, utf8mb4, utf8mb4_bin, and says so", file)
		}
	})
	if names < 100 {
		t.Errorf("only %d names were read", names)
	}
}

// reserved are the reserved words of MySQL 8.4 and MariaDB 10.6.
var reserved = strings.Fields(`
	ACCESSIBLE ADD ALL ALTER ANALYZE AND AS ASC ASENSITIVE BEFORE BETWEEN BIGINT BINARY BLOB BOTH BY CALL CASCADE CASE CHANGE
	CHAR CHARACTER CHECK COLLATE COLUMN CONDITION CONSTRAINT CONTINUE CONVERT CREATE CROSS CUBE CUME_DIST CURRENT_DATE
	CURRENT_ROLE CURRENT_TIME CURRENT_TIMESTAMP CURRENT_USER CURSOR DATABASE DATABASES DAY_HOUR DAY_MICROSECOND DAY_MINUTE
	DAY_SECOND DEC DECIMAL DECLARE DEFAULT DELAYED DELETE DELETE_DOMAIN_ID DENSE_RANK DESC DESCRIBE DETERMINISTIC DISTINCT
	DISTINCTROW DIV DO_DOMAIN_IDS DOUBLE DROP DUAL EACH ELSE ELSEIF EMPTY ENCLOSED ESCAPED EXCEPT EXISTS EXIT EXPLAIN FALSE
	FETCH FIRST_VALUE FLOAT FLOAT4 FLOAT8 FOR FORCE FOREIGN FROM FULLTEXT FUNCTION GENERAL GENERATED GET GRANT GROUP GROUPING
	GROUPS HAVING HIGH_PRIORITY HOUR_MICROSECOND HOUR_MINUTE HOUR_SECOND IF IGNORE IGNORE_DOMAIN_IDS IGNORE_SERVER_IDS IN
	INDEX INFILE INNER INOUT INSENSITIVE INSERT INT INT1 INT2 INT3 INT4 INT8 INTEGER INTERSECT INTERVAL INTO IO_AFTER_GTIDS
	IO_BEFORE_GTIDS IS ITERATE JOIN JSON_TABLE KEY KEYS KILL LAG LAST_VALUE LATERAL LEAD LEADING LEAVE LEFT LIKE LIMIT LINEAR
	LINES LOAD LOCALTIME LOCALTIMESTAMP LOCK LONG LONGBLOB LONGTEXT LOOP LOW_PRIORITY MANUAL MASTER_BIND
	MASTER_HEARTBEAT_PERIOD MASTER_SSL_VERIFY_SERVER_CERT MATCH MAXVALUE MEDIUMBLOB MEDIUMINT MEDIUMTEXT MIDDLEINT
	MINUTE_MICROSECOND MINUTE_SECOND MOD MODIFIES NATURAL NOT NO_WRITE_TO_BINLOG NTH_VALUE NTILE NULL NUMERIC OF OFFSET ON
	OPTIMIZE OPTIMIZER_COSTS OPTION OPTIONALLY OR ORDER OUT OUTER OUTFILE OVER PAGE_CHECKSUM PARALLEL PARSE_VCOL_EXPR
	PARTITION PERCENT_RANK PORTION PRECISION PRIMARY PROCEDURE PURGE QUALIFY RANGE RANK READ READS READ_WRITE REAL RECURSIVE
	REF_SYSTEM_ID REFERENCES REGEXP RELEASE RENAME REPEAT REPLACE REQUIRE RESIGNAL RESTRICT RETURN RETURNING REVOKE RIGHT
	RLIKE ROW ROWNUM ROWS ROW_NUMBER SCHEMA SCHEMAS SECOND_MICROSECOND SELECT SENSITIVE SEPARATOR SET SHOW SIGNAL SLOW
	SMALLINT SPATIAL SPECIFIC SQL SQLEXCEPTION SQLSTATE SQLWARNING SQL_BIG_RESULT SQL_CALC_FOUND_ROWS SQL_SMALL_RESULT SSL
	STARTING STATS_AUTO_RECALC STATS_PERSISTENT STATS_SAMPLE_PAGES STORED STRAIGHT_JOIN SYSTEM TABLE TABLESAMPLE TERMINATED
	THEN TINYBLOB TINYINT TINYTEXT TO TRAILING TRIGGER TRUE UNDO UNION UNIQUE UNLOCK UNSIGNED UPDATE USAGE USE USING
	UTC_DATE UTC_TIME UTC_TIMESTAMP VALUES VARBINARY VARCHAR VARCHARACTER VARYING VIRTUAL WHEN WHERE WHILE WINDOW WITH WRITE
	XOR YEAR_MONTH ZEROFILL`)

// eachFile calls f with every file below dir whose name ends in suffix.
func eachFile(t *testing.T, dir, suffix string, f func(file, text string)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, suffix) {
			return err
		}
		text, err := os.ReadFile(path)
		f(filepath.ToSlash(path), string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// strs returns the string literals of a Go file, quoted as they stand.
func strs(text string) (found []string) {
	var s scanner.Scanner
	set := token.NewFileSet()
	s.Init(set.AddFile("", set.Base(), len(text)), []byte(text), nil, 0)
	for {
		_, tok, lit := s.Scan()
		switch tok {
		case token.EOF:
			return found
		case token.STRING:
			found = append(found, lit)
		}
	}
}
