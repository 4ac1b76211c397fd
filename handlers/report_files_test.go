package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/models/report"
	"gongkai/web/webtest"
)

// A whole report has one address for each format; other spellings move there, and
// it is absent or gone as its page is.
func TestReportFiles(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		citizen := webtest.Open(t, base)
		at := path + "/zfxxgk/nb/2020"
		code := func(address string) (int, string) {
			p := citizen.Do(citizen.Request("GET", address, "", ""))
			return p.Code, p.Headers.Get("Location")
		}
		if got, _ := code(at + ".pdf"); got != 404 {
			t.Errorf("before it is public: %d", got)
		}
		annualReport(t, b, 2020)
		for ext, kind := range map[string]string{"json": "application/json; charset=utf-8", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf",
			"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"} {
			checkFile(t, citizen.Get(at+"."+ext), kind, "某区财政局2020年政府信息公开工作年度报告."+ext)
			for _, other := range []string{at + "/report." + ext, at + "/." + ext, at + "/index." + ext} {
				if got, to := code(other); got != 301 || to != at+"."+ext {
					t.Errorf("%s answers %d and leads to %q", other, got, to)
				}
			}
		}
		for _, none := range []string{"/zfxxgk/nb/2019.json", "/zfxxgk/nb/2020.doc", "/zfxxgk/nb/2020.json/", "/zfxxgk/nb/1999.pdf", "/xwdt/gzdt/2020.json", "/none/2020.csv"} {
			if got, _ := code(path + none); got != 404 {
				t.Errorf("%s: %d", none, got)
			}
		}
		id, err := b.Content.ReportOf(t.Context(), b.Column("zfxxgk/nb"), 2020)
		modeltest.Must(t, err)
		b.Withdraw(id, "office.head")
		for _, ext := range []string{"/", ".json", ".csv", ".xlsx", ".docx", ".pdf"} {
			if got, _ := code(at + ext); got != 410 {
				t.Errorf("withdrawn%s: %d", ext, got)
			}
		}
	})
}

// A corrected report has its new figures in the files, and both texts are readable.
func TestCorrectedReport(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		citizen := webtest.Open(t, base)
		fig, at := annualReport(t, b, 2023), path+"/zfxxgk/nb/2023/"
		cell := func(p *webtest.Page) string { return p.Find(`td[data-cell="s3.new.sum"]`).Text() }
		was := fig.Cells["s3.new.sum"].Number
		if got := cell(citizen.Get(at)); got != was {
			t.Fatalf("%q", got)
		}
		fig.Cells["s3.new.sum"] = report.NumberOf("98765")
		year := 2023
		id, err := b.Content.ReportOf(t.Context(), b.Column("zfxxgk/nb"), year)
		modeltest.Must(t, err)
		modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: content.Correction, Note: "更正表三。"}, b.Who("office.publisher")))
		_, err = b.Content.SaveReport(t.Context(), "zfxxgk/nb", content.Revision{Title: "某区财政局2023年政府信息公开工作年度报告",
			Body: "<p>前言。</p><h2>一、总体情况</h2><p>情况更好。</p>", Source: "办公室", ReportYear: &year, Figures: fig.Encode()}, b.Who("office.publisher"))
		modeltest.Must(t, err)
		passAs(t, b, id, "office.publisher", "office.head")
		now := citizen.Get(at)
		if got := cell(now); got != "98765" || now.Find(".versions ol[reversed] > li").Length() != 2 || now.Find(".whole-files a").Length() != 5 {
			t.Errorf("the page says %q", got)
		}
		if p := citizen.Get(strings.TrimSuffix(at, "/") + ".json"); !strings.Contains(p.Text, `"s3.new.sum": 98765`) {
			t.Errorf("the file has other figures: %d", p.Code)
		}
		old := citizen.Get(at + "?version=1")
		if got := cell(old); got != was || !strings.Contains(old.Find("main .alert").Text(), "历史版本") || old.Find(".whole-files").Length() != 0 {
			t.Errorf("the former text says %q", got)
		}
		if p := citizen.Get(at + "?version=7"); p.Code != 404 {
			t.Errorf("no such version: %d", p.Code)
		}
	})
}

// Years are compared by what their reports say; what a year's form does not have is
// missing, not nought.
func TestYearsCompared(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		citizen := webtest.Open(t, base)
		annualReport(t, b, 2020)
		if p := citizen.Get(path + "/zfxxgk/nb/"); p.Find(".compared").Length() != 0 {
			t.Error("one year is compared with nothing")
		}
		figures := map[string]report.Figures{"2023": annualReport(t, b, 2023), "2024": annualReport(t, b, 2024)}
		page := citizen.Get(path + "/zfxxgk/nb/")
		rows := map[string]string{}
		page.Find(".compared .chart-table").Last().Find("tbody tr").Each(func(_ int, tr *goquery.Selection) {
			rows[tr.Find("th").Text()] = strings.Join(tr.Find("td").Map(func(_ int, td *goquery.Selection) string { return td.Text() }), " ")
		})
		if page.Find(".compared svg[role=img]").Length() != 2 || rows["2020"] != "— — —" {
			t.Errorf("%v", rows)
		}
		for year, fig := range figures {
			want := fmt.Sprint(fig.Cells["s2.normdocs.issued"].Number, " ", fig.Cells["s2.normdocs.repealed"].Number, " ", fig.Cells["s2.normdocs.valid"].Number)
			if rows[year] != want {
				t.Errorf("%s: %q, want %q", year, rows[year], want)
			}
		}
	})
}
