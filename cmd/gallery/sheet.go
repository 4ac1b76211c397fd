package main

import (
	"context"

	"github.com/a-h/templ"

	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/portal/sample"
	"gongkai/views/sheet"
	sheets "gongkai/views/sheet/sample"
)

// The statutory tables where they stand: in the report, whole and with gaps.
func init() {
	pages = append(pages,
		page{"/sheet/report", func(ctx context.Context, prefs layout.Prefs) templ.Component {
			return portal.Report(withSheets(sample.Report(ctx, prefs), sheets.Sheets("t")))
		}},
		page{"/sheet/gaps", func(ctx context.Context, prefs layout.Prefs) templ.Component {
			return portal.Report(withSheets(sample.Report(ctx, prefs), sheets.Gaps("t")))
		}},
	)
}

// withSheets puts the tables into the second to the fourth part of a report.
func withSheets(p portal.ReportPage, sheets []sheet.Sheet) portal.ReportPage {
	for i, s := range sheets {
		p.Sections[i+1].Tables = sheet.Tables(s)
	}
	return p
}
