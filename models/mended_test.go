package models_test

import (
	"strings"
	"testing"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	reports "gongkai/models/report"
)

// A title or source that nobody can see is none, and marks that turn the
// writing direction never reach a page.
func TestTitlesAreVisible(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, title := range []string{"\u200b", "\u00a0", "\ufeff", "\u202e", "\u3000", "\u2066\u2069", "\x00\x1f", "\xff"} {
			_, err := b.Content.Create(t.Context(), modeltest.Article(title), b.Who("budget.author"))
			if fault.FieldsOf(err)["title"] == "" {
				t.Errorf("%q is taken for a title: %v", title, err)
			}
		}
		d, err := b.Content.Create(t.Context(), modeltest.Article("反\u202e向\u200b的标题"), b.Who("budget.author"))
		modeltest.Must(t, err)
		v, err := b.Content.Open(t.Context(), d.ID, b.Who("budget.author"))
		modeltest.Must(t, err)
		if v.Revision.Title != "反向的标题" {
			t.Errorf("stored as %q", v.Revision.Title)
		}
	})
}

// A report that was public keeps its column, and with it its year's address and
// its statutory tables.
func TestPublishedReportKeepsItsColumn(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := report(t, b, 2020)
		passReport(t, b, id)
		who := b.Who("office.publisher")
		modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: content.Minor}, who))
		err := b.Content.Edit(t.Context(), id, b.Version(id), modeltest.Article("换到别处"), who)
		if fault.FieldsOf(err)["column"] == "" {
			t.Errorf("moved: %v", err)
		}
	})
}

// The text of a report pasted twice is refused, not half taken for prose.
func TestReportPastedTwice(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		text := strings.Repeat("本年新收政府信息公开申请数量\n0\n", 2)
		_, _, err := b.Report.Import(t.Context(), reports.ImportForm{Column: "zfxxgk/nb", Year: 2020, Text: text}, b.Who("office.publisher"))
		if !strings.Contains(fault.FieldsOf(err)["text"], "两份报告") {
			t.Errorf("%v", err)
		}
	})
}
