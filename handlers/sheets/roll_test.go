package sheets

import (
	"fmt"
	"strings"
	"testing"

	"gongkai/models/fault"
	"gongkai/models/roll"
)

// subsidies is a stored list of n rows in two villages.
func subsidies(t *testing.T, n int, until string) string {
	t.Helper()
	k := roll.KindOf("subsidies")
	var rows [][]string
	for i := range n {
		row := make([]string, len(k.Columns))
		for j, c := range k.Columns {
			switch c.Key {
			case "name":
				row[j] = fmt.Sprintf("户%d", i+1)
			case "village":
				row[j] = []string{"甲村", "乙村"}[i%2]
			case "item":
				row[j] = "耕地地力保护补贴"
			case "amount":
				row[j] = "1.5"
			}
		}
		rows = append(rows, row)
	}
	text, err := roll.FromRows(k, rows, roll.Options{Until: until}).Roll.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func query(m map[string]int) func(string) int { return func(name string) int { return m[name] } }

// A page shows a part of the rows, chosen ones with their own sum, and leads to
// the rest without losing the choice.
func TestRollPages(t *testing.T) {
	stored := subsidies(t, 200, "")
	show := func(m map[string]int) string {
		r := Roll(stored, RollView{Title: "公示", Day: "2026-11-24", Address: "/hnbt/", Query: query(m)})
		last := r.Total[len(r.Total)-1]
		next := ""
		if r.Pager.Pages > r.Pager.Page {
			next = r.Pager.Href(r.Pager.Page + 1)
		}
		return strings.Join([]string{fmt.Sprint(len(r.Rows)), r.Rows[0].Cells[1].Lines[0], last, r.Count, next, r.Filter.Clear}, "|")
	}
	if got := show(nil); got != "50|户1|300.00|共 200 行，本页为第 1 至 50 行。|/hnbt/?page=2|" {
		t.Error(got)
	}
	if got := show(map[string]int{"f1": 2, "page": 2}); got != "50|户102|150.00|共 200 行，符合条件的 100 行，本页为第 51 至 100 行。||/hnbt/" {
		t.Error(got)
	}
	for _, odd := range []map[string]int{{"f1": 9}, {"f2": 1}, {"f4": -1}, {"page": -3}} {
		if got := show(odd); !strings.HasPrefix(got, "50|户1|300.00") {
			t.Errorf("%v: %s", odd, got)
		}
	}
	if got := show(map[string]int{"page": 99}); !strings.HasPrefix(got, "50|户151") {
		t.Error(got)
	}
}

// When the time of a list is over, neither the page nor a file has its rows.
func TestRollIsOver(t *testing.T) {
	stored := subsidies(t, 3, "2026-11-23")
	if r := Roll(stored, RollView{Title: "公示", Day: "2026-11-24", Address: "/hnbt/", Query: query(nil)}); r.Rows != nil || !strings.Contains(r.Gone, "2026-11-23") {
		t.Errorf("%+v", r)
	}
	if r := Roll(stored, RollView{Title: "公示", Day: "2026-11-23", Address: "/hnbt/", Query: query(nil)}); len(r.Rows) != 3 {
		t.Errorf("%+v", r)
	}
	for _, ext := range append([]string{"exe", ""}, RollFormats...) {
		if _, err := RollFile(stored, "公示", ext, "2026-11-24"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", ext, err)
		}
		f, err := RollFile(stored, "公示", ext, "2026-11-23")
		if known := ext != "exe" && ext != ""; known != (err == nil) || known && len(f.Data) == 0 {
			t.Errorf("%s: %v", ext, err)
		}
	}
	for _, none := range []string{"", "{}", "x"} {
		if Roll(none, RollView{}) != nil {
			t.Errorf("%q is shown", none)
		}
	}
}
