package models_test

import (
	"fmt"
	"testing"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	forms "gongkai/models/report"
	"gongkai/models/review"
)

// figures are none, of a report that is published as it once was.
func figures(year int) string {
	f, _ := forms.ForYear(year)
	return forms.Figures{Format: f.ID, Year: year, Notes: []forms.Note{{Kind: forms.Original, Text: "按原文导入"}}}.Encode()
}

func annual(year int, title string) content.Revision {
	return content.Revision{Title: title, Body: "<p>年度报告正文。</p>", Source: "办公室", ReportYear: &year, Figures: figures(year)}
}

// report imports the annual report of a year as office.publisher.
func report(t *testing.T, b *modeltest.Bureau, year int) uint64 {
	t.Helper()
	id, err := b.Content.SaveReport(t.Context(), "zfxxgk/nb", annual(year, fmt.Sprintf("%d年政府信息公开工作年度报告", year)), b.Who("office.publisher"))
	modeltest.Must(t, err)
	return id
}

func passReport(t *testing.T, b *modeltest.Bureau, id uint64) {
	t.Helper()
	modeltest.Must(t, b.Content.Submit(t.Context(), id, b.Version(id), true, b.Who("office.publisher")))
	modeltest.Must(t, passBoth(t.Context(), b, id, "office.head", "office.secrecy"))
}

// Importing creates a draft; importing the year again edits it; when the year
// is public it opens a correction, which leaves the live text.
func TestReportYearImportedAgain(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := report(t, b, 2020)
		again := func(title string) {
			t.Helper()
			same, err := b.Content.SaveReport(t.Context(), "zfxxgk/nb", annual(2020, title), b.Who("office.publisher"))
			if err != nil || same != id {
				t.Fatalf("document %d, want %d (%v)", same, id, err)
			}
			v, err := b.Content.Open(t.Context(), id, b.Who("office.publisher"))
			modeltest.Must(t, err)
			if v.Revision.Title != title || v.Revision.ReportYear == nil || *v.Revision.ReportYear != 2020 || v.Revision.Figures != figures(2020) {
				t.Fatalf("%+v", v.Revision)
			}
		}
		again("2020年年报,第二稿")
		passReport(t, b, id)
		if got, err := b.Content.ReportOf(t.Context(), columnID(t, b, "zfxxgk/nb"), 2020); err != nil || got != id {
			t.Fatal(got, err)
		}
		again("2020年年报,更正稿")
		p, err := b.Content.Live(t.Context(), id)
		if err != nil || p.Title != "2020年年报,第二稿" || b.State(id) != review.Draft || p.Figures != figures(2020) {
			t.Fatalf("%v %v %s", p, err, b.State(id))
		}
		passReport(t, b, id)
		b.Withdraw(id, "office.publisher")
		again("2020年年报,撤下后再写")
		if b.Public(id) || b.State(id) != review.Draft {
			t.Fatalf("state %s", b.State(id))
		}
		if other := report(t, b, 2021); other == id {
			t.Error("another year is the same document")
		}
		b.Whole()
	})
}

// A year under review, or in the hands of another section, is refused and
// nothing is stored.
func TestReportYearRefused(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := report(t, b, 2020)
		modeltest.Must(t, b.Content.Submit(t.Context(), id, b.Version(id), true, b.Who("office.publisher")))
		b.Unchanged(id, func() {
			_, err := b.Content.SaveReport(t.Context(), "zfxxgk/nb", annual(2020, "再导入"), b.Who("office.publisher"))
			modeltest.Want(t, err, fault.Conflict)
			_, err = b.Content.SaveReport(t.Context(), "zfxxgk/nb", annual(2020, "别的科室"), b.Who("budget.author"))
			modeltest.Want(t, err, fault.Invalid)
			_, err = b.Content.SaveReport(t.Context(), "zfxxgk/nb", annual(2022, "别的科室"), b.Who("budget.author"))
			modeltest.Want(t, err, fault.Invalid)
			_, err = b.Content.SaveReport(t.Context(), "zfxxgk/nb", annual(2022, "不是联络员"), b.Who("office.head"))
			modeltest.Want(t, err, fault.Forbidden)
		})
	})
}

// The report of another section that may write there too is not touched and not
// betrayed.
func TestReportYearOfAnotherSection(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Exec("INSERT INTO site_column_writers (column_id, section_id) VALUES (?, ?)", columnID(t, b, "zfxxgk/nb"), b.Sections["预算科"])
		id := report(t, b, 2020)
		b.Unchanged(id, func() {
			_, err := b.Content.SaveReport(t.Context(), "zfxxgk/nb", annual(2020, "别的科室"), b.Who("budget.author"))
			modeltest.Want(t, err, fault.Conflict)
		})
	})
}

// A second document of a public year cannot be submitted, and when both were
// under review the later one is held: a year has one report.
func TestReportYearIsUnique(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		publisher := b.Who("office.publisher")
		form := content.Form{Column: "zfxxgk/nb", Title: "2020年年度报告", Body: "<p>正文。</p>", Source: "办公室"}
		var ids []uint64
		for range 3 {
			d, err := b.Content.Create(t.Context(), form, publisher)
			modeltest.Must(t, err)
			ids = append(ids, d.ID)
		}
		for _, id := range ids[:2] {
			modeltest.Must(t, b.Content.Submit(t.Context(), id, 1, true, publisher))
		}
		for _, id := range ids[:2] {
			modeltest.Must(t, passBoth(t.Context(), b, id, "office.head", "office.secrecy"))
		}
		if b.State(ids[0]) != review.Published || b.State(ids[1]) != review.Held || b.Public(ids[1]) {
			t.Fatalf("%s, %s", b.State(ids[0]), b.State(ids[1]))
		}
		b.Unchanged(ids[2], func() {
			modeltest.Want(t, b.Content.Submit(t.Context(), ids[2], 1, true, publisher), fault.Invalid)
		})
		years, err := b.Content.Years(t.Context(), columnID(t, b, "zfxxgk/nb"))
		if err != nil || len(years) != 1 {
			t.Fatal(years, err)
		}
		b.Withdraw(ids[0], "office.publisher")
		modeltest.Must(t, b.Content.Submit(t.Context(), ids[2], 1, true, publisher))
	})
}

// The last signatures of two reports of one year in the same moment: one is
// public, the other is not, and nobody sees an internal error.
func TestReportYearIsUniqueAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		publisher := b.Who("office.publisher")
		for year := 2010; year < 2018; year++ {
			form := content.Form{Column: "zfxxgk/nb", Title: fmt.Sprintf("%d年年度报告", year), Body: "<p>正文。</p>", Source: "办公室"}
			var ids []uint64
			for range 2 {
				d, err := b.Content.Create(t.Context(), form, publisher)
				modeltest.Must(t, err)
				modeltest.Must(t, b.Content.Submit(t.Context(), d.ID, 1, true, publisher))
				modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(d.ID), 2, review.SectionForm{Approve: true, Checks: review.Points}, b.Who("office.head")))
				ids = append(ids, d.ID)
			}
			officer := b.Who("office.secrecy")
			errs := together(repeat(2, func(i int) error {
				return b.Review.DecideConfidentiality(t.Context(), content.Ref(ids[i]), 3, modeltest.Clean(), officer)
			})...)
			n := 0
			for i, id := range ids {
				if b.Public(id) {
					n++
				}
				if errs[i] != nil && fault.KindOf(errs[i]) == fault.Internal {
					t.Errorf("%d: %v", year, errs[i])
				}
			}
			if n != 1 {
				t.Errorf("%d reports of %d are public", n, year)
			}
		}
	})
}

// A document that was once drafted as the report of a year but stands elsewhere
// now is not taken over by an import of that year.
func TestReportYearMovedAway(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := report(t, b, 2020)
		f := modeltest.Article("原来写错了栏目")
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), f, b.Who("office.publisher")))
		passReport(t, b, id)
		version := b.Version(id)
		if other := report(t, b, 2020); other == id || b.Version(id) != version {
			t.Error("the import opened a correction of a news article")
		}
	})
}

// An import without a year is refused with a sentence, not with a crash.
func TestReportWithoutYear(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		r := annual(2020, "没有年份的报告")
		r.ReportYear = nil
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("panic: %v", p)
			}
		}()
		_, err := b.Content.SaveReport(t.Context(), "zfxxgk/nb", r, b.Who("office.publisher"))
		modeltest.Want(t, err, fault.Invalid)
	})
}
