package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/report"
	"gongkai/models/review"
	sites "gongkai/models/site"
	"gongkai/web/webtest"
)

// named gives the bureau of a test the words that every page must carry.
func named(t *testing.T, b *modeltest.Bureau) {
	t.Helper()
	version, err := b.Site.SettingsVersion(t.Context())
	modeltest.Must(t, err)
	modeltest.Must(t, b.Site.Set(t.Context(), version, sites.Settings{
		sites.SiteName: "某区财政局", sites.SiteShort: "区财政局", sites.Host: "某区财政局", sites.IDCode: "0000000000", sites.Phone: "000-0000 0000"}, identity.Actor{}))
}

// annualReport publishes the report of a year in which every cell is its place in
// the report, and returns its figures.
func annualReport(t *testing.T, b *modeltest.Bureau, year int) report.Figures {
	t.Helper()
	f, err := report.ForYear(year)
	modeltest.Must(t, err)
	fig := report.Figures{Format: f.ID, Year: year, Cells: map[string]report.Value{}, Notes: []report.Note{{Kind: report.Original, Text: "按原文导入"}}}
	for i, id := range f.CellIDs() {
		fig.Cells[id] = report.NumberOf(strconv.Itoa(i))
	}
	id, err := b.Content.SaveReport(t.Context(), "zfxxgk/nb", content.Revision{Title: fmt.Sprintf("某区财政局%d年政府信息公开工作年度报告", year),
		Body: "<p>前言。</p><h2>一、总体情况</h2><p>情况良好。</p>", Source: "办公室", ReportYear: &year, Figures: fig.Encode()}, b.Who("office.publisher"))
	modeltest.Must(t, err)
	passAs(t, b, id, "office.publisher", "office.head")
	return fig
}

// passAs takes a draft through the three levels.
func passAs(t *testing.T, b *modeltest.Bureau, id uint64, author, head string) {
	t.Helper()
	modeltest.Must(t, b.Content.Submit(t.Context(), id, b.Version(id), true, b.Who(author)))
	modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who(head)))
	b.PassConfidentiality(id)
}

// required are the page tags of each kind of page; optional ones may follow.
var required = map[string][]string{
	"home":   {"SiteName", "SiteDomain", "SiteIDCode"},
	"list":   {"SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"},
	"detail": {"SiteName", "SiteDomain", "SiteIDCode", "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType", "ArticleTitle", "PubDate", "ContentSource"},
}

// Every kind of page carries its tags once each, filled in, in the case of the
// standard, and they say what the page shows.
func TestPageTags(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		named(t, b)
		base, path := site(t, b)
		citizen := webtest.Open(t, base)
		title := `标题 "引号" <b>&</b> </script>`
		id := b.Publish(title)
		annualReport(t, b, 2020)
		article := citizen.Get(path + "/s/" + strconv.FormatUint(id, 36))
		for name, x := range map[string]struct {
			kind string
			page *webtest.Page
		}{
			"home": {"home", citizen.Get(path + "/")}, "search": {"home", citizen.Get(path + "/search?q=x")}, "sitemap": {"home", citizen.Get(path + "/sitemap/")},
			"hub": {"list", citizen.Get(path + "/xwdt/")}, "list": {"list", citizen.Get(path + "/xwdt/gzdt/")}, "years": {"list", citizen.Get(path + "/zfxxgk/nb/")},
			"article": {"detail", article}, "report": {"detail", citizen.Get(path + "/zfxxgk/nb/2020/")},
		} {
			tags := map[string][]string{}
			x.page.Find("meta[name]").Each(func(_ int, s *goquery.Selection) {
				n := s.AttrOr("name", "")
				tags[n] = append(tags[n], s.AttrOr("content", ""))
			})
			for _, want := range required[x.kind] {
				if len(tags[want]) != 1 {
					t.Errorf("%s: %d tags %s", name, len(tags[want]), want)
				}
			}
			for n, values := range tags {
				if len(values) != 1 || strings.TrimSpace(values[0]) == "" || values[0] == "null" {
					t.Errorf("%s: tag %s is %q", name, n, values)
				}
			}
			if x.kind != "detail" && (tags["ArticleTitle"] != nil || tags["PubDate"] != nil) {
				t.Errorf("%s carries the tags of a document", name)
			}
			if x.kind != "detail" {
				continue
			}
			main := x.page.Find("main")
			if at := tags["PubDate"][0]; !strings.Contains(main.Find(".byline").Text(), at) || !strings.Contains(main.Find(".byline").Text(), "来源："+tags["ContentSource"][0]) {
				t.Errorf("%s: PubDate %q or ContentSource differs from %q", name, at, main.Find(".byline").Text())
			}
			if tags["ArticleTitle"][0] != main.Find("h1").Text() {
				t.Errorf("%s: ArticleTitle is %q", name, tags["ArticleTitle"])
			}
			if n := utf8.RuneCountInString(tags["Description"][0]); n == 0 || n > 120 {
				t.Errorf("%s: a description of %d characters", name, n)
			}
			if tags["Url"][0] != x.page.Path || tags["Author"] != nil || tags["Image"] != nil {
				t.Errorf("%s: Url %q, Author %q, Image %q", name, tags["Url"], tags["Author"], tags["Image"])
			}
		}
		if got := article.Find("h1").Text(); got != title {
			t.Errorf("the title became %q", got)
		}
		if text := citizen.Get(path + "/zfxxgk/nb/2020/").Find("nav.crumbs").Text(); !strings.Contains(text, "您当前的位置: 区财政局>政府信息公开>政府信息公开年报") {
			t.Errorf("breadcrumb %q", text)
		}
	})
}

// A tag that has nothing to say is not printed.
func TestEmptyTagsAreLeftOut(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	citizen := webtest.Open(t, base)
	page := citizen.Get(path + "/s/" + strconv.FormatUint(b.Publish("一篇"), 36))
	page.Find("meta[name]").Each(func(_ int, s *goquery.Selection) {
		if strings.TrimSpace(s.AttrOr("content", "")) == "" || s.AttrOr("name", "") == "SiteIDCode" {
			t.Errorf("the tag %s is empty", s.AttrOr("name", ""))
		}
	})
	if page.Find(".mistake").Length() != 0 {
		t.Error("mistakes are reported for a site without a number")
	}
}

// nodes reads a page's structured data by type.
func nodes(t *testing.T, p *webtest.Page) map[string]map[string]any {
	t.Helper()
	blocks := p.Find(`script[type="application/ld+json"]`)
	if blocks.Length() == 0 {
		return nil
	}
	if blocks.Length() > 1 {
		t.Fatalf("%s: %d blocks of data", p.Path, blocks.Length())
	}
	var data struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(blocks.Text()), &data); err != nil || data.Context != "https://schema.org" {
		t.Fatalf("%s: %v in %s", p.Path, err, blocks.Text())
	}
	all := map[string]map[string]any{}
	for _, n := range data.Graph {
		all[n["@type"].(string)] = n
	}
	return all
}

// Structured data says what the page says, whatever the title holds, and stands
// on no page that search engines shall leave out.
func TestStructuredData(t *testing.T) {
	b := sqlite(t)
	named(t, b)
	base, path := site(t, b)
	citizen := webtest.Open(t, base)
	title := `</script><script>alert(1)</script>` + "\u2028" + `"引号'<!--&`
	id := b.Publish(title)
	annualReport(t, b, 2020)
	stored, err := b.Content.Live(t.Context(), id)
	modeltest.Must(t, err)
	home := nodes(t, citizen.Get(path+"/"))
	if home["GovernmentOrganization"]["name"] != "某区财政局" || home["WebSite"]["potentialAction"] == nil {
		t.Errorf("home: %v", home)
	}
	article := citizen.Get(path + "/s/" + strconv.FormatUint(id, 36))
	if n := nodes(t, article); n["Article"]["headline"] != stored.Title || n["BreadcrumbList"] == nil {
		t.Errorf("article: %v", n)
	}
	if strings.Contains(article.Text, "<script>alert") {
		t.Error("the title ends the block")
	}
	annual := nodes(t, citizen.Get(path+"/zfxxgk/nb/2020/"))
	if annual["Report"]["temporalCoverage"] != "2020-01-01/2020-12-31" || len(annual["Dataset"]["distribution"].([]any)) != 6 {
		t.Errorf("report: %v", annual)
	}
	if n := nodes(t, citizen.Get(path+"/xwdt/gzdt/")); len(n) != 1 || n["BreadcrumbList"] == nil {
		t.Errorf("list: %v", n)
	}
	for _, at := range []string{"/search?q=x", "/none/", "/s/zzzz"} {
		if n := nodes(t, citizen.Get(path+at)); n != nil {
			t.Errorf("%s has structured data: %v", at, n)
		}
	}
}

// The document's page shows what is known of it and what can be done with it.
func TestArticleSurroundings(t *testing.T) {
	b := sqlite(t)
	named(t, b)
	base, path := site(t, b)
	citizen := webtest.Open(t, base)
	ids := []uint64{b.Publish("关于公开部门预算编制情况的通知"), b.Publish("关于举办消防演练的通知"), b.Publish("部门预算编制口径的问答")}
	page := citizen.Get(path + "/s/" + strconv.FormatUint(ids[0], 36))
	live, err := b.Content.Live(t.Context(), ids[0])
	modeltest.Must(t, err)
	if page.Find(".signed .sum").Text() != live.Sum || len(live.Sum) != 64 {
		t.Errorf("digest %q", page.Find(".signed .sum").Text())
	}
	if got := page.Find(".rel a").Text(); !strings.Contains(got, "问答") || strings.Contains(got, "消防") {
		t.Errorf("related: %q", got)
	}
	if page.Find("#log li").Length() != 1 || !strings.Contains(page.Find("#log").Text(), "首次发布") || page.Find(".state").Length() != 0 || page.Find(".files").Length() != 0 {
		t.Errorf("log %q", page.Find("#log").Text())
	}
	if !strings.Contains(page.Find(".meta-grid").Text(), "审核单号") || !strings.Contains(page.Find(".byline").Text(), "阅读约 1 分钟") {
		t.Errorf("facts %q", page.Find(".meta-grid").Text())
	}
	if at := page.Find(".mistake a").AttrOr("href", ""); !strings.Contains(at, "site_code=0000000000&url="+url.QueryEscape("http://127.0.0.1:1"+page.Path)) {
		t.Errorf("mistakes are reported at %q", at)
	}
	page.Find(".toolbar button[type=button], [data-copy]").Each(func(_ int, s *goquery.Selection) {
		if _, hidden := s.Attr("hidden"); !hidden {
			t.Errorf("%q can be pressed without a script", s.Text())
		}
	})
	if page.Find(`script[type="module"][src]`).Length() != 1 || citizen.Get(path+"/xwdt/gzdt/").Find("script[src]").Length() != 0 {
		t.Error("scripts stand elsewhere than where they are used")
	}
	modeltest.Must(t, b.Content.Correct(t.Context(), ids[0], b.Version(ids[0]), content.Change{Kind: content.Correction, Note: "更正了预算口径"}, b.Who("budget.author")))
	b.Clock.Add(3600e9)
	b.Edit(ids[0], "关于公开部门预算编制情况的通知", "budget.author")
	b.Pass(ids[0])
	page = citizen.Get(path + "/s/" + strconv.FormatUint(ids[0], 36))
	if page.Find("#log[open] li").Length() != 2 || !strings.Contains(page.Find(".state").Text(), "更正") || page.Find(".state a").AttrOr("href", "") != "#log" {
		t.Errorf("after a correction: %q %q", page.Find("#log").Text(), page.Find(".state").Text())
	}
}

// A page that is not there helps on: words of the address, columns that resemble
// it, the newest documents, and where to report the link.
func TestNotFoundHelps(t *testing.T) {
	b := sqlite(t)
	named(t, b)
	base, path := site(t, b)
	citizen := webtest.Open(t, base)
	b.Publish("一篇公开的稿件")
	for at, want := range map[string]struct{ guess, first string }{
		"/xwdt/gzdt_2019/index.htm":              {"工作动态 2019", "新闻动态 / 工作动态"},
		"/" + url.PathEscape("工作动态") + "/x.html": {"工作动态", "新闻动态 / 工作动态"},
		"/none": {"", "一篇公开的稿件"},
		"/%ff%fe/" + url.PathEscape(`"><script>`): {"", "一篇公开的稿件"},
	} {
		p := citizen.Get(path + at)
		if p.Code != 404 || p.Find("#q-again").AttrOr("value", "-") != want.guess || p.Find("#maybe ~ ul a").First().Text() != want.first {
			t.Errorf("%s: %d, guess %q, first %q", at, p.Code, p.Find("#q-again").AttrOr("value", "-"), p.Find("#maybe ~ ul a").First().Text())
		}
		if n := p.Find("#maybe ~ ul a").Length(); n > 5 {
			t.Errorf("%s: %d guesses", at, n)
		}
		if report := p.Find(`.onward a[href^="https://zfwzgl"]`); !strings.Contains(report.AttrOr("href", ""), url.QueryEscape(path)) || p.Find(".onward a").Length() != 4 {
			t.Errorf("%s: the bad link is reported as %q", at, report.AttrOr("href", ""))
		}
		if !strings.Contains(p.Find("main").Text(), p.Headers.Get("X-Request-Id")) {
			t.Errorf("%s: no error number", at)
		}
	}
}

// When the database is away the page says so in the site's dress and needs
// nothing; a method that is not meant is told in plain words.
func TestOutage(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	citizen := webtest.Open(t, base)
	p := citizen.Do(citizen.Request("PUT", path+"/xwdt/gzdt/", "text/plain", "x"))
	if p.Code != http.StatusMethodNotAllowed || !strings.Contains(p.Find("h1").Text(), "不接受") {
		t.Errorf("PUT: %d %q", p.Code, p.Find("h1").Text())
	}
	if p := citizen.Get(path + "/assets/site-000000000000.css"); p.Code != 404 || !strings.Contains(p.Find("h1").Text(), "没有这个文件") {
		t.Errorf("unknown asset: %d %q", p.Code, p.Text)
	}
	b.Publish("一篇") // of an empty site all is known without asking
	b.Store.Close()
	for _, at := range []string{"/", "/xwdt/gzdt/", "/none/202611/t20261123_9.html", "/s/1", "/zfxxgk/nb/2020/biao3.csv"} {
		p := citizen.Get(path + at)
		sheet := p.Find(`link[rel="stylesheet"]`).AttrOr("href", "")
		if p.Code < 500 || p.Find("h1").Length() != 1 || strings.Contains(p.Text, "{{") || p.Find(`a[href="`+path+`/"]`).Length() != 1 || citizen.Get(sheet).Code != 200 {
			t.Errorf("%s: %d %s", at, p.Code, p.Text)
		}
		if p.Code == 503 && p.Headers.Get("Retry-After") == "" {
			t.Errorf("%s: when to come back is not said", at)
		}
	}
}
