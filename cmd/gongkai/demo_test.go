package main

import (
	"log/slog"
	"slices"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models"
	"gongkai/models/sample"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
	"gongkai/web/webtest"
)

// The example bureau fills every block of the front page and every page type:
// what a visitor of the demo sees is finished work.
func TestDemoIsFull(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		log := slog.New(slog.DiscardHandler)
		app := models.New(s, t.TempDir(), log)
		app.People.Cheap()
		if err := sample.Bureau(t.Context(), app); err != nil {
			t.Fatal(err)
		}
		visitor := webtest.Open(t, webtest.Serve(t, handlers.New(app, config.Config{BaseURL: "http://127.0.0.1:1"}, "", log)))
		for _, want := range []struct {
			page, selector string
			least, most    int
		}{
			{"/", ".lead figcaption a", 1, 1}, {"/", ".lead .news li", 6, 6}, {"/", "ul.datecard li", 5, 5}, {"/", "ul.gates li", 6, 6}, {"/", "ul.docs li", 3, 5},
			{"/", "section[aria-labelledby=readings] li", 5, 5}, {"/", "dl.tiles > div", 4, 4}, {"/", ".foot-blocks section", 3, 3}, {"/", ".foot-blocks .links li", 12, 12},
			{"/xwdt/", ".hub-block", 3, 3}, {"/xwdt/gzdt/", "main .news li", 20, 20}, {"/xwdt/gzdt/", ".pager", 1, 1}, {"/xwdt/gzdt/?page=2", "main .news li", 1, 20},
			{"/zwgk/ldxx/", ".leader", 4, 12}, {"/zwgk/jgzn/", "p.version-line", 1, 1}, {"/zfxxgk/zn/", "nav.single-toc li", 5, 9},
			{"/zwgk/yjs/", "table.matrix tbody", 4, 20}, {"/zwgk/yjs/", "tbody:has(tr + tr)", 4, 20}, {"/zwgk/yjs/", "table.matrix td a", 20, 80}, {"/zwgk/yjs/", ".matrix-other", 0, 0},
			{"/zfxxgk/fd/", "table.directory tbody tr:not(.directory-item)", 20, 40}, {"/zwgk/yjzj/", "ul.calls.open li", 1, 1}, {"/zwgk/yjzj/", "section[aria-labelledby=calls-past] li", 3, 20},
			{"/ztzl/", "section[aria-labelledby=topics-open] .topics > li", 1, 9}, {"/ztzl/", "section[aria-labelledby=topics-past] .topics > li", 1, 9},
			{"/ztzl/yshj/", ".topic-groups section", 3, 3}, {"/ztzl/zdzj/", ".topic-banner.ended", 1, 1}, {"/zfxxgk/nb/", "ul.years li", 7, 7}, {"/zfxxgk/nb/", ".next-report", 1, 1},
			{"/sitemap/", ".sitemap li", 30, 90},
		} {
			p := visitor.Get(want.page)
			if n := p.Find(want.selector).Length(); p.Code != 200 || n < want.least || n > want.most {
				t.Errorf("%s answers %d and has %d of %s, want %d to %d", want.page, p.Code, n, want.selector, want.least, want.most)
			}
			if p.Find("main .empty").Length() > 0 {
				t.Errorf("%s is empty", want.page)
			}
		}
		// Every year leads to all the others, in either format.
		for _, year := range []string{"2020", "2024"} {
			p := visitor.Get("/zfxxgk/nb/" + year + "/")
			links := p.Find("nav.yearnav a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
			want := []string{"/zfxxgk/nb/2025/", "/zfxxgk/nb/2024/", "/zfxxgk/nb/2023/", "/zfxxgk/nb/2022/", "/zfxxgk/nb/2021/", "/zfxxgk/nb/2020/", "/zfxxgk/nb/2019/", "/zfxxgk/nb/", "/zfxxgk/nb/#compare"}
			if p.Code != 200 || !slices.Equal(links, want) || p.Find("nav.yearnav a[aria-current=page]").Text() != year {
				t.Errorf("the report of %s answers %d and leads to %q", year, p.Code, links)
			}
			if n := p.Find(".sheet-check.ok").Length(); n != 3 {
				t.Errorf("the report of %s has %d tables that agree", year, n)
			}
		}
	})
}

// From the front page this year's budget of a department is three clicks away, by
// links alone.
func TestBudgetInThreeClicks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		log := slog.New(slog.DiscardHandler)
		app := models.New(s, t.TempDir(), log)
		app.People.Cheap()
		if err := sample.Bureau(t.Context(), app); err != nil {
			t.Fatal(err)
		}
		visitor := webtest.Open(t, webtest.Serve(t, handlers.New(app, config.Config{BaseURL: "http://127.0.0.1:1"}, "", log)))
		p := visitor.Get("/")
		for _, link := range []string{`a[href="/zwgk/yjs/"]`, `tbody#y2026 tr:has(th:contains("区教育委员会")) td[data-label="预算"] a`} {
			a := p.Find(link).First()
			if a.Length() == 0 {
				t.Fatalf("%s has no %s", p.Path, link)
			}
			p = visitor.Get(a.AttrOr("href", ""))
		}
		if p.Code != 200 || p.Find("h1").Text() != "区教育委员会2026年部门预算" || p.Find(".doc-three").Length() != 1 {
			t.Errorf("%s: %d %q", p.Path, p.Code, p.Find("h1").Text())
		}
	})
}
