package sheets

import (
	"strings"

	"gongkai/models/report"
	"gongkai/views/href"
	"gongkai/views/sheet"
)

// sheetsBySection makes the statutory tables ready to be drawn, one sheet for
// each section that has some.
func sheetsBySection(f *report.Format, fig report.Figures, address string) map[string]sheet.Sheet {
	out := map[string]sheet.Sheet{}
	for _, t := range report.Tables(f, fig) {
		s, ok := out[t.Section]
		if !ok {
			s.Prefix, s.Summary = t.Section, report.Summary(f, fig, t.Section)
			s.Name, s.Title = f.TableName(t.Section)
			s.Check = check(report.Consistency(f, fig, t.Section))
			s.Files = downloads(s.Name, t.Section, address)
		}
		s.Tables = append(s.Tables, table(t))
		out[t.Section] = s
	}
	return out
}

// Section is the tables of one section, for pages that add to its cells; false for
// a section without tables.
func Section(f *report.Format, fig report.Figures, section string) (sheet.Sheet, bool) {
	s, ok := sheetsBySection(f, fig, "")[section]
	return s, ok
}

// check is a verdict as a line below the tables.
func check(v report.Verdict) sheet.Check {
	kind := map[report.Outcome]string{report.Passed: "ok", report.Differs: "warn", report.Unknown: "info"}[v.Outcome]
	return sheet.Check{Kind: kind, Text: v.Text}
}

// downloads are the files of a section, for who can reach its address.
func downloads(name, section, address string) []sheet.File {
	if address == "" {
		return nil
	}
	return []sheet.File{
		{Text: "XLSX", Name: "下载" + name + "（XLSX 表格）", Href: href.ReportTable(address, section, "xlsx")},
		{Text: "CSV", Name: "下载" + name + "（CSV 数据）", Href: href.ReportTable(address, section, "csv")},
	}
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
