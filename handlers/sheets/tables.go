package sheets

import (
	"strings"

	"github.com/a-h/templ"

	"gongkai/models/report"
	"gongkai/views/sheet"
)

// tablesBySection draws the statutory tables, one component for each section
// that has some.
func tablesBySection(f *report.Format, fig report.Figures) map[string]templ.Component {
	groups := map[string][]sheet.Table{}
	names := map[string]string{}
	for _, t := range report.Tables(f, fig) {
		groups[t.Section] = append(groups[t.Section], table(t))
		names[t.Section] = t.Name
	}
	out := map[string]templ.Component{}
	for _, s := range f.Sections {
		if tables := groups[s.ID]; len(tables) > 0 {
			out[s.ID] = sheet.Tables(sheet.Sheet{Prefix: s.ID, Name: names[s.ID], Title: s.Title, Summary: report.Summary(f, fig, s.ID), Tables: tables})
		}
	}
	return out
}

// table copies a table into the shape that views draw: they know no domain.
func table(t report.Table) sheet.Table {
	out := sheet.Table{ID: t.ID, Caption: t.Caption}
	for _, c := range t.Cols {
		out.Columns = append(out.Columns, sheet.Column(c))
	}
	for _, row := range t.Head {
		out.Head = append(out.Head, heads(row))
	}
	for _, r := range t.Rows {
		row := sheet.Row{Heads: heads(r.Heads), Total: r.Total}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, sheet.Cell{ID: c.ID, Text: c.Text, Zero: c.Zero, Column: c.Col})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func heads(cells []report.HeadCell) []sheet.Head {
	out := make([]sheet.Head, len(cells))
	for i, c := range cells {
		out[i] = sheet.Head(c)
	}
	return out
}

// formName names the edition of the format as citizens read it.
func formName(f *report.Format) string {
	return strings.TrimPrefix(f.ID, "cn-foi-annual-") + " 版（" + f.Basis + "）"
}
