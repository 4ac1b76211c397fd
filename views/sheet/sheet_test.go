package sheet_test

import (
	"context"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"gongkai/views/sheet"
	"gongkai/views/sheet/sample"
	"gongkai/views/ui/uitest"
)

// page puts sheets into the least page that the rules accept.
func page(t *testing.T, sheets []sheet.Sheet) string {
	t.Helper()
	var w strings.Builder
	w.WriteString(`<!DOCTYPE html><html lang="zh-CN"><head><title>表</title></head><body><main><h1>年报</h1><h2>表</h2>`)
	for _, s := range sheets {
		w.WriteString(uitest.Render(t, context.Background(), sheet.Tables(s)))
	}
	w.WriteString(`</main></body></html>`)
	return w.String()
}

func TestTables(t *testing.T) {
	for name, sheets := range map[string][]sheet.Sheet{"full": sample.Sheets("a"), "gaps": sample.Gaps("a"), "hostile": hostile()} {
		t.Run(name, func(t *testing.T) {
			markup := page(t, sheets)
			uitest.Check(t, markup)
			uitest.Golden(t, name, markup)
		})
	}
}

// hostile is one of each kind of sheet in which every text is an attack.
func hostile() []sheet.Sheet {
	const x = uitest.Hostile
	table := sheet.Table{
		ID: x, Caption: x, Columns: []sheet.Column{{Label: x, Group: x}},
		Head: [][]sheet.Head{{{Text: x}, {Text: x, Scope: x}}, {{Text: x, Scope: "col"}}},
		Rows: []sheet.Row{{Cells: []sheet.Cell{{ID: x, Text: x}}}},
	}
	labelled := table
	labelled.ID += "2"
	labelled.Rows = []sheet.Row{{Heads: []sheet.Head{{Text: x, Scope: "rowgroup", ColSpan: 1}, {Text: x, Scope: "row", ColSpan: 1}}, Cells: []sheet.Cell{{ID: x, Text: x}}}}
	return []sheet.Sheet{
		{Prefix: "a" + x, Name: x, Title: x, Summary: x, Tables: []sheet.Table{table}},
		{Prefix: "b" + x, Name: x, Title: x, Tables: []sheet.Table{labelled}},
		{Prefix: "c" + x, Name: x, Title: x, Tables: []sheet.Table{table, labelled}},
		{},
	}
}

// Two sets of tables may stand on one page, as where two years are compared.
func TestTwoReportsOnAPage(t *testing.T) {
	uitest.Check(t, page(t, append(sample.Sheets("a"), sample.Gaps("b")...)))
}

// Every number stands once as a cell of a table, and every table has a caption
// and scoped heads.
func TestTablesAreTables(t *testing.T) {
	root, err := html.Parse(strings.NewReader(page(t, sample.Sheets("a"))))
	if err != nil {
		t.Fatal(err)
	}
	cells, count := map[string]int{}, map[string]int{}
	for n := range root.Descendants() {
		count[n.Data]++
		for _, a := range n.Attr {
			switch a.Key {
			case "data-cell":
				cells[a.Val]++
			case "scope":
				count["scope="+a.Val]++
			}
		}
	}
	if len(cells) != 198 {
		t.Errorf("%d cells, want 198", len(cells))
	}
	for id, n := range cells {
		if n != 1 {
			t.Errorf("cell %s stands %d times", id, n)
		}
	}
	if count["table"] != 7 || count["caption"] != 7 || count["scope=rowgroup"] != 4 || count["th"] != count["scope=col"]+count["scope=colgroup"]+count["scope=row"]+count["scope=rowgroup"] {
		t.Errorf("tables, captions or scopes: %v", count)
	}
}
