package sitereport_test

import (
	"strings"
	"testing"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
	"gongkai/models/sitereport"
)

const year = 2026

func open(t *testing.T, b *modeltest.Bureau) *sitereport.Sheet {
	t.Helper()
	x, err := b.SiteReport.Open(t.Context(), year, b.Who("office.publisher"))
	modeltest.Must(t, err)
	return x
}

// fill fills in every line that nobody counts.
func fill(t *testing.T, b *modeltest.Bureau) {
	t.Helper()
	values := map[string]string{}
	for _, block := range sitereport.Blocks() {
		for _, f := range block.Fields {
			if l := open(t, b).Lines[f.ID]; l.Value == "" && !f.Optional {
				values[f.ID] = map[sitereport.Kind]string{sitereport.Count: "0", sitereport.Decimal: "1.5", sitereport.YesNo: "否", sitereport.Text: "办公室", sitereport.Address: "https://www.example.gov.cn/", sitereport.Choice: "部门网站"}[f.Kind]
			}
		}
	}
	modeltest.Must(t, b.SiteReport.Fill(t.Context(), year, open(t, b).Version, values, "", b.Who("office.publisher")))
}

// What is published counts by itself; a counted number is changed with a reason
// alone; a sum that does not add up is explained; three people sign the form.
func TestYearOfTheSite(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, who := t.Context(), b.Who("office.publisher")
		b.Publish("第一篇")
		b.Publish("第二篇")
		x := open(t, b)
		if n := x.Lines["total"].Value; n != "2" || x.Lines["total"].Known == nil {
			t.Fatalf("total %q of %+v", n, x.Lines["total"])
		}
		if x.Stops() == 0 || x.Lines["items"].Value != "" {
			t.Fatal("what nobody filled in is taken for filled in")
		}
		_, err := b.SiteReport.Submit(ctx, year, x.Version, "xwdt/tzgg", true, who)
		if fault.FieldsOf(err)["findings"] == "" {
			t.Fatal(err)
		}
		fill(t, b)
		if x = open(t, b); x.Stops() != 0 || len(x.Findings) != 0 {
			t.Fatalf("%+v", x.Findings)
		}
		change := func(id, v, why string) error {
			return b.SiteReport.Fill(ctx, year, open(t, b).Version, map[string]string{id: v}, why, who)
		}
		if err := change("total", "5", ""); fault.FieldsOf(err)["reason"] == "" {
			t.Fatal(err)
		}
		if err := change("items", "两项", ""); fault.FieldsOf(err)["items"] == "" {
			t.Fatal(err)
		}
		if err := change("home", "javascript:alert(1)", ""); fault.FieldsOf(err)["home"] == "" {
			t.Fatal(err)
		}
		modeltest.Must(t, change("total", "5", "另有三条在旧网站发布。"))
		x = open(t, b)
		if x.Questions() != 1 || x.Findings[0].Rule != "YR-1" || x.Lines["total"].Reason == "" {
			t.Fatalf("%+v", x.Findings)
		}
		modeltest.Must(t, b.SiteReport.Explain(ctx, year, x.Version, "YR-1", "另有三条在旧网站发布。", who))
		x = open(t, b)
		if x.Questions() != 0 {
			t.Fatalf("%+v", x.Findings)
		}
		if err := b.SiteReport.Fill(ctx, year, x.Version-1, map[string]string{"items": "3"}, "", who); fault.KindOf(err) != fault.Stale {
			t.Fatal(err)
		}
		id, err := b.SiteReport.Submit(ctx, year, x.Version, "xwdt/tzgg", true, who)
		modeltest.Must(t, err)
		if err := change("items", "4", ""); fault.KindOf(err) != fault.Conflict {
			t.Fatal("changed under review:", err)
		}
		modeltest.Must(t, b.Review.DecideSection(ctx, content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who("office.head")))
		modeltest.Must(t, b.Review.DecideConfidentiality(ctx, content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("office.secrecy")))
		p, err := b.Content.Live(ctx, id)
		modeltest.Must(t, err)
		if !strings.Contains(p.Title, "2026年度") || strings.Count(p.Body, "<tr>") < 60 {
			t.Fatalf("%s %s", p.Title, p.Body)
		}
		modeltest.Must(t, change("total", "9", "还有旧网站的几条。"))
		if x = open(t, b); x.Questions() != 1 {
			t.Fatal("what was said of another sentence still counts")
		}
		modeltest.Must(t, change("total", x.Lines["total"].Known.Value, "按自动计算的。"))
		if x = open(t, b); x.Questions() != 0 || x.Lines["total"].Hand {
			t.Fatalf("%+v", x.Lines["total"])
		}
		again, err := b.SiteReport.Submit(ctx, year, x.Version, "xwdt/tzgg", true, who)
		if err != nil || again != id {
			t.Fatal(again, err)
		}
		b.Whole()
	})
}

// Who may open the form and who may fill it in.
func TestRights(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for name, want := range map[string]string{"office.publisher": "rw", "budget.head": "r", "office.secrecy": "r", "budget.author": "", "sys.admin": ""} {
			who, got := b.Who(name), ""
			if _, err := b.SiteReport.Open(t.Context(), year, who); err == nil {
				got = "r"
			}
			if err := b.SiteReport.Fill(t.Context(), year, open(t, b).Version, map[string]string{"items": "1"}, "", who); err == nil {
				got += "w"
			} else if fault.KindOf(err) != fault.Forbidden {
				t.Fatal(name, err)
			}
			if got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
		if _, err := b.SiteReport.Open(t.Context(), 2017, b.Who("office.publisher")); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}
