package portal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui/uitest"
)

// own are the elements that only one page type has, at least two each: one list
// template under many names is not a portal.
var own = map[string][]string{
	"home":         {"ul.gates", "ul.datecard", "dl.tiles"},
	"hub":          {"div.hub", "section.hub-block"},
	"list":         {"nav.year-filter[aria-label='按年份筛选']", "p.list-count"},
	"report-list":  {"ul.years", "div.next-report"},
	"people":       {"ul.leaders", "p.leader-post"},
	"matrix":       {"table.matrix", "nav.matrix-years", "section.matrix-other"},
	"disclosure":   {"div.disclosure", "ul.disclosure-duties"},
	"directory":    {"table.directory", "tr.directory-item"},
	"consultation": {"ul.calls", "section.partake"},
	"topics":       {"ul.topics", "h3 > a"},
	"special":      {"div.topic-banner", "div.topic-groups"},
	"single":       {"p.version-line", "nav.single-toc"},
	"sitemap":      {"div.sitemap", "span.facts"},
	"article":      {`nav[aria-label="相邻文章"]`, `section[aria-labelledby="related"]`, `section[aria-labelledby="files"]`},
	"report":       {".yearnav", ".sheet-matrix", `nav[aria-label="相邻年度"]`},
	"search":       {"ol.hits", "p.search-count[role=status]"},
	"apply":        {"dl.facts-grid", "ol.steps"},
	"not-found":    {"#q-again", "#maybe"},
}

// variants are other states of a page type.
var variants = map[string]string{"list-year": "list", "special-ended": "special", "past-the-end": "not-found", "search-none": "search"}

func TestEveryPageTypeHasItsOwn(t *testing.T) {
	ctx := href.WithOrigin(context.Background(), "https://www.example.gov.cn")
	pages := map[string]*goquery.Document{}
	for _, k := range kinds() {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(uitest.Render(t, ctx, k.full(ctx, layout.Prefs{}))))
		if err != nil {
			t.Fatal(err)
		}
		pages[k.name] = doc
	}
	for kind, selectors := range own {
		if len(selectors) < 2 {
			t.Errorf("%s has too little of its own", kind)
		}
		for _, s := range selectors {
			for name, doc := range pages {
				if n := doc.Find("main " + s).Length(); name == kind && n == 0 {
					t.Errorf("%s lacks %s", kind, s)
				} else if name != kind && variants[name] != kind && n > 0 {
					t.Errorf("%s has %s, which belongs to %s", name, s, kind)
				}
			}
		}
	}
}
