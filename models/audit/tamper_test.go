package audit_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm/schema"

	"gongkai/models"
	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/models/register"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store/storetest"
)

func readPoints(t *testing.T, file string) []audit.Checkpoint {
	t.Helper()
	f, err := os.Open(file)
	modeltest.Must(t, err)
	defer f.Close()
	ps, err := audit.ReadCheckpoints(f)
	modeltest.Must(t, err)
	return ps
}

// What the ledger does not cover, and why.
var uncovered = map[string]string{
	"sessions":               "comes and goes with every click; logins are entries",
	"logins":                 "counts attempts; logins and locks are entries",
	"site_settings_past":     "values offered again; what is set from them is an entry",
	"content_copies":         "working copies are no record",
	"once_uses":              "keys of requests; what a request did is an entry",
	"review_news":            "how far somebody has read",
	"jobs":                   "work to be done; what it does is an entry",
	"site_epochs":            "makes rendered pages old; says nothing itself",
	"site_changes":           "which copies to drop and what to index again; moves are entries",
	"content_links":          "what signed facts of public revisions say, kept for reading backwards",
	"content_policies":       "what signed facts of public revisions say, for lists; how they stand is content_live's",
	"content_index_counters": "the highest serial of content_indexes, which is covered",
	"content_tallies":        "counts content_live, which is covered; nothing is public by it",
	"ledger_entries":         "covered by its own chain",
	"ledger_heads":           "compared with the chain",
	"people.totp_step":       "moves with every one-time code",
	"people.failures":        "counts failed logins; a lock is an entry",
	"people.locked_until":    "moves with failed logins; a lock is an entry",
	"people.epoch":           "ends sessions; what ends them is an entry",
	"stats_views":            "counts of what was read; no act of anybody",
	"stats_files":            "counts of downloads; no act of anybody",
	"stats_terms":            "counts of searches; no act of anybody",
}

// busy fills every table of a bureau.
func busy(t *testing.T, b *modeltest.Bureau) {
	t.Helper()
	id := b.Publish("公开稿")
	modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: content.Correction, Note: "更正了数字。"}, b.Who("budget.author")))
	b.Pass(id)
	b.Correct(id)
	b.Submit(id)
	b.PassSection(id)
	b.Pass(b.In(b.Later("定时稿", time.Hour)))
	b.Enclose(b.Draft("带附件的稿件"), "附件.txt")
	gone := b.Publish("撤下稿")
	b.Withdraw(gone, "office.publisher")
	f := modeltest.Article("区财政局关于报账的通知")
	f.Column = "zcwj/qt"
	b.Pass(b.In(f))
	thread, err := b.Content.Remark(t.Context(), id, 1, 1, "请核对。", b.Who("budget.head"))
	modeltest.Must(t, err)
	_, err = b.Review.Note(t.Context(), content.Ref(id), review.Comment{ParentID: &thread, Text: "已核对。"}, b.Who("budget.author"))
	modeltest.Must(t, err)
	modeltest.Must(t, b.Review.Settle(t.Context(), content.Ref(id), thread, true, b.Who("budget.head")))
	b.Delegate("budget.head", "budget.author2", -time.Hour, time.Hour)
	modeltest.Must(t, b.Site.Set(t.Context(), 1, site.Settings{site.SiteName: "区财政局"}, b.Who("sys.admin")))
	year := calendar.Year(b.Clock.Now()) + 1
	modeltest.Must(t, b.Site.SetNotice(t.Context(), 0, site.NoticeForm{Year: year, Number: "国办发明电〔2026〕9号", Off: strings.Join(calendar.Statutory(year), "\n")}, b.Who("sys.admin")))
	office := b.Who("office.publisher")
	modeltest.Must(t, b.Annual.Enter(t.Context(), year-1, 0, map[string]string{"s2.license.decisions": "3"}, "按业务系统统计。", office))
	modeltest.Must(t, b.Annual.Write(t.Context(), year-1, 1, "s5", "公开的解读形式还比较单一。", office))
	modeltest.Must(t, b.Annual.Explain(t.Context(), year-1, 2, "B-2", fmt.Sprint(year-1), "先行核对全年数据。", office))
	modeltest.Must(t, b.SiteReport.Fill(t.Context(), year-1, 0, map[string]string{"total": "9"}, "按网站统计系统填写。", office))
	_, err = b.Register.Add(t.Context(), register.Case, register.Form{Values: map[string]string{"number": "〔2026〕第 1 号", "applicant": "自然人", "opened_on": "2026-03-01"}}, b.Who("office.foi"))
	modeltest.Must(t, err)
	modeltest.Must(t, b.Register.Declare(t.Context(), register.Dispute, true, b.Who("office.foi")))
	_, err = b.People.Login(t.Context(), "budget.author", modeltest.Password, "", "127.0.0.1")
	modeltest.Must(t, err)
}

// column is one stored column of one table.
type column struct {
	table, name, key string
	kind             schema.DataType
}

// columns lists every column of every stored type, from the types themselves.
func columns(t *testing.T) (cs []column) {
	t.Helper()
	for _, x := range models.Tables() {
		s, err := schema.Parse(x, &sync.Map{}, schema.NamingStrategy{})
		modeltest.Must(t, err)
		var keys []string
		for _, f := range s.PrimaryFields {
			keys = append(keys, f.DBName)
		}
		for _, f := range s.Fields {
			if f.DBName != "" {
				cs = append(cs, column{s.Table, f.DBName, strings.Join(keys, ", "), f.DataType})
			}
		}
	}
	return cs
}

// One column of one row changed by hand, in every column of every table that
// the ledger covers: verification is not whole and names the row.
func TestTamperEveryColumn(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		busy(t, b)
		b.Whole()
		tables, kept, found := map[string]bool{}, []string{}, 0
		for _, c := range columns(t) {
			tables[c.table] = true
			if uncovered[c.table] != "" || uncovered[c.table+"."+c.name] != "" || slices.Contains(strings.Split(c.key, ", "), c.name) {
				continue
			}
			if tamper(t, b, c) {
				found++
			} else {
				kept = append(kept, c.table+"."+c.name)
			}
		}
		if len(tables) != 47 || found != 211 {
			t.Errorf("%d columns of %d tables were changed; the database itself kept %v", found, len(tables), kept)
		}
		b.Whole()
	})
}

// tamper changes a column in the first row, verifies, and puts it back. False
// says that a key of the database does not allow the change.
func tamper(t *testing.T, b *modeltest.Bureau, c column) bool {
	t.Helper()
	row := map[string]any{}
	modeltest.Must(t, b.Store.DB(t.Context()).Table(c.table).Order(c.key).Limit(1).Find(&row).Error)
	if len(row) == 0 {
		t.Fatalf("%s is empty", c.table)
	}
	var where []string
	var keys []any
	for _, k := range strings.Split(c.key, ", ") {
		where, keys = append(where, k+" = ?"), append(keys, row[k])
	}
	set := "UPDATE " + c.table + " SET " + c.name + " = ? WHERE " + strings.Join(where, " AND ")
	for _, value := range others(b, c.kind, row[c.name]) {
		n, err := b.TryExec(set, append([]any{value}, keys...)...)
		if err != nil {
			continue
		}
		if n != 1 {
			t.Fatalf("%s.%s: %d rows changed", c.table, c.name, n)
		}
		r := b.Verified()
		if !slices.ContainsFunc(r.Findings, func(f audit.Finding) bool { return strings.HasPrefix(f.Row, owner(c.table)+"/") }) {
			t.Errorf("%s.%s: %v became %v: %+v", c.table, c.name, row[c.name], value, r.Findings)
		}
		b.Exec(set, append([]any{row[c.name]}, keys...)...)
		return true
	}
	return false
}

// owner is the table whose row answers for another table's.
func owner(table string) string {
	switch table {
	case "people_roles":
		return "people"
	case "site_column_writers":
		return "site_columns"
	}
	return table
}

// others are values of the same kind that are different; a foreign or a unique
// key may allow one and not another.
func others(b *modeltest.Bureau, kind schema.DataType, v any) []any {
	switch kind {
	case schema.Bool:
		return []any{fmt.Sprint(v) != "true" && fmt.Sprint(v) != "1"}
	case schema.Time:
		if at, ok := v.(time.Time); ok {
			return []any{at.Add(time.Millisecond)}
		}
		return []any{storetest.Start}
	case schema.String:
		r := []rune(fmt.Sprintf("%s", v)) // no longer than before, where there was anything
		return []any{string(r[:max(len(r)-1, 0)]) + "ж"}
	}
	n, _ := strconv.ParseInt(fmt.Sprint(v), 10, 64) // NULL becomes 1
	all := []any{n + 1, n + 100000}
	for _, table := range []string{"sections", "people", "site_columns", "content_documents"} {
		if id := b.Number(b.T.Context(), "SELECT MAX(id) FROM "+table); id != n {
			all = append(all, id)
		}
	}
	return all
}

// A row deleted by hand, or put in by hand, is found in every covered table.
func TestTamperRowsDeletedAndInserted(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		busy(t, b)
		tree, err := b.Site.Tree(t.Context())
		modeltest.Must(t, err)
		id := func(sql string) int64 { return b.Number(t.Context(), sql) }
		person, section, column := b.Who("budget.author2").ID, b.Sections["国库科"], tree.ByPath("zfxxgk/nb").ID
		oneCase, track := id("SELECT MIN(id) FROM review_cases"), id("SELECT MIN(id) FROM review_tracks")
		for _, x := range []struct{ table, do, undo string }{ // undo "": put the table's rows back
			{"review_signatures", fmt.Sprintf("DELETE FROM review_signatures WHERE id = %d", id("SELECT MAX(id) FROM review_signatures")), ""},
			{"review_steps", fmt.Sprintf("DELETE FROM review_steps WHERE id = %d", id("SELECT MIN(id) FROM review_steps")), ""},
			{"review_editors", "DELETE FROM review_editors", ""},
			{"review_editors", fmt.Sprintf("UPDATE review_editors SET person_id = %d WHERE track_id = (SELECT * FROM (SELECT MIN(track_id) FROM review_editors) x)", person), ""},
			{"review_editors", fmt.Sprintf("INSERT INTO review_editors (track_id, person_id) VALUES (%d, %d)", track, person), ""},
			{"review_hands", fmt.Sprintf("INSERT INTO review_hands (case_id, round, person_id, level) VALUES (%d, 7, %d, 1)", oneCase, person), "DELETE FROM review_hands WHERE round = 7"},
			{"content_notes", "DELETE FROM content_notes", ""},
			{"content_live", "DELETE FROM content_live", ""},
			{"content_live", "INSERT INTO content_live (document_id, revision_id, case_id, column_id, title, published_at, revised_at) " +
				"SELECT id, latest_id, 1, column_id, 'x', published_at, published_at FROM content_documents WHERE withdrawn_at IS NOT NULL", ""},
			{"register_rows", "DELETE FROM register_rows", ""},
			{"register_marks", "DELETE FROM register_marks", ""},
			{"delegations", "DELETE FROM delegations", ""},
			{"site_settings", "DELETE FROM site_settings", ""},
			{"site_settings", "INSERT INTO site_settings (name, value, version) VALUES ('site.icp', 'x', 1)", ""},
			{"people", fmt.Sprintf("DELETE FROM people_roles WHERE person_id = %d", person), fmt.Sprintf("INSERT INTO people_roles (person_id, role) VALUES (%d, 'author')", person)},
			{"people", fmt.Sprintf("INSERT INTO people_roles (person_id, role) VALUES (%d, 'officer')", person), fmt.Sprintf("DELETE FROM people_roles WHERE person_id = %d AND role = 'officer'", person)},
			{"site_columns", fmt.Sprintf("INSERT INTO site_column_writers (column_id, section_id) VALUES (%d, %d)", column, section), fmt.Sprintf("DELETE FROM site_column_writers WHERE section_id = %d", section)},
			{"sections", "INSERT INTO sections (name, position, version, created_at) VALUES ('影子科', 0, 1, '2026-01-01 00:00:00')", "DELETE FROM sections WHERE name = '影子科'"},
		} {
			var before []map[string]any
			modeltest.Must(t, b.Store.DB(t.Context()).Table(x.table).Find(&before).Error)
			if n := b.Exec(x.do); n < 1 {
				t.Fatalf("%s: %d rows", x.do, n)
			}
			r := b.Verified()
			if !slices.ContainsFunc(r.Findings, func(f audit.Finding) bool { return strings.HasPrefix(f.Row, x.table+"/") }) {
				t.Errorf("%s: %+v", x.do, r.Findings)
			}
			putBack(t, b, x.table, x.undo, before)
		}
		b.Whole()
	})
}

func putBack(t *testing.T, b *modeltest.Bureau, table, undo string, before []map[string]any) {
	t.Helper()
	if undo != "" {
		b.Exec(undo)
		return
	}
	b.Exec("DELETE FROM " + table)
	for _, row := range before {
		modeltest.Must(t, b.Store.Tx(t.Context(), func(ctx context.Context) error { return b.Store.DB(ctx).Table(table).Create(row).Error }))
	}
}
