package browser

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Limits of a page's first view with nothing in the browser's cache.
const (
	maxRequests = 8
	maxBytes    = 45 << 10 // transferred, headers and icon included
)

// A pageKind is a kind of page and the way to one of it.
type pageKind struct {
	name     string
	template string               // a key of templates
	find     func(s *site) string // its address below the home page
	status   int64                // 200 when it is not set
}

// pageKinds is the whole portal. A new kind of page gets a line here, and with
// it every gate.
var pageKinds = []pageKind{
	{name: "home", template: "home", find: at("")},
	{name: "hub", template: "hub", find: at("xwdt/")},
	{name: "list", template: "list", find: at("xwdt/gzdt/")},
	{name: "list page 2", template: "list", find: at("xwdt/gzdt/?page=2")},
	{name: "article", template: "article", find: newest("xwdt/gzdt/")},
	{name: "single", template: "single", find: at("zwgk/jgzn/")},
	{name: "people", template: "people", find: at("zwgk/ldxx/")},
	{name: "matrix", template: "matrix", find: at("zwgk/yjs/")},
	{name: "matrix of a year", template: "matrix", find: at("zwgk/yjs/?year=2025")},
	{name: "budget", template: "article", find: newest("zwgk/yjs/?year=2025")},
	{name: "standard catalogue", template: "article", find: newest("zfxxgk/fd/bzml/")},
	{name: "list of subsidies", template: "article", find: newest("zwgk/hnbt/")},
	{name: "version", template: "single", find: at("zfxxgk/zn/?version=1")},
	{name: "directory", template: "directory", find: at("zfxxgk/fd/")},
	{name: "disclosure", template: "disclosure", find: at("zfxxgk/")},
	{name: "consultation", template: "consultation", find: at("zwgk/yjzj/")},
	{name: "topics", template: "topics", find: at("ztzl/")},
	{name: "special", template: "special", find: first("ztzl/", ".topics h3 a")},
	{name: "list of a year", template: "list", find: first("xwdt/gzdt/", ".year-filter a:not([aria-current])")},
	{name: "past the end", template: "not found", find: at("xwdt/gzdt/?page=999"), status: 404},
	{name: "library", template: "library", find: at("zcwj/")},
	{name: "library narrowed down", template: "library", find: at("zcwj/?valid=repealed&year=2020")},
	{name: "library without hits", template: "library", find: at("zcwj/?q=没有这样的词")},
	{name: "policies", template: "list", find: at("zcwj/gfx/")},
	{name: "policy", template: "article", find: newest("zcwj/gfx/")},
	{name: "data", template: "article", find: newest("czsj/")},
	{name: "article with files", template: "article", find: having(`class="files"`)},
	{name: "article with a picture", template: "article", find: having(` srcset="`)},
	{name: "reports", template: "reports", find: at("zfxxgk/nb/")},
	{name: "report", template: "report", find: at("zfxxgk/nb/2020/")},
	{name: "report in the format of 2021", template: "report", find: at("zfxxgk/nb/2024/")},
	{name: "search", template: "search", find: at("search?q=预算")},
	{name: "search with filters", template: "search", find: at("search?q=预算&t=wj&valid=1&sort=date")},
	{name: "search by pieces", template: "search", find: at("search?q=电子票据怎么查验")},
	{name: "search without hits", template: "search", find: at("search?q=没有这样的词")},
	{name: "search without words", template: "search", find: at("search")},
	{name: "site map", template: "site map", find: at("sitemap/")},
	{name: "apply", template: "apply", find: at("zfxxgk/ysq/")},
	{name: "accessibility", template: "accessibility", find: at("a11y/")},
	{name: "privacy", template: "privacy", find: at("privacy/")},
	{name: "contact", template: "contact", find: at("contact/")},
	{name: "feeds", template: "feeds", find: at("rss/")},
	{name: "not found", template: "not found", find: at("zwgk/no-such-page/"), status: 404},
	{name: "gone", template: "gone", find: func(s *site) string { return s.withdrawn }, status: 410},
}

// templates name at least two elements of each template that no other template
// has: one template under many names would be no portal.
var templates = map[string][]string{
	"home":          {".gates", "#notices"},
	"library":       {"form.library-find", "div.library-list"},
	"hub":           {"div.hub", ".hub-block"},
	"list":          {`nav.year-filter[aria-label="按年份筛选"]`, "p.list-count"},
	"disclosure":    {"div.disclosure", "ul.disclosure-duties"},
	"people":        {"ul.leaders", "p.leader-post"},
	"matrix":        {"table.matrix", "nav.matrix-years"},
	"directory":     {"table.directory", "tr.directory-item"},
	"consultation":  {"ul.calls", "section.partake"},
	"topics":        {"ul.topics", "ul.topics h3 > a"},
	"special":       {"div.topic-banner", "div.topic-groups"},
	"article":       {`nav[aria-label="相邻文章"]`, ".doc:not(.single, .report) > .prose"},
	"single":        {"p.version-line", ".doc.single"},
	"reports":       {"ul.years", "div.next-report", "section.compared"},
	"report":        {".yearnav", ".sheet-matrix"},
	"search":        {"div.search", ".search h1"},
	"site map":      {".sitemap", ".sitemap h2"},
	"apply":         {".facts-grid", ".steps"},
	"accessibility": {".try", ".keys", ".gaps"},
	"privacy":       {".untracked", ".cookies"},
	"contact":       {".ways", ".where-to"},
	"feeds":         {".feed-all", ".feed-groups"},
	"not found":     {"#q-again", ".not-found"},
	"gone":          {".slim > .alert", ".slim > .alert.warn"},
}

// A look is a way to look at the pages: window and display settings.
type look struct {
	name  string
	width int64
	set   []string // names and values of display settings, as the forms post them
	kinds []string // page kinds looked at; none is all
}

var looks = []look{
	{name: "1280", width: 1280},
	{name: "320", width: 320},
	{name: "elder 1280", width: 1280, set: []string{"mode", "elder"}},
	{name: "elder 320", width: 320, set: []string{"mode", "elder", "font", "xl"}},
	{name: "elder 768", width: 768, set: []string{"mode", "elder", "font", "xl"}, kinds: []string{"home", "hub", "directory", "matrix", "disclosure", "reports", "report", "contact", "article"}},
	{name: "large 1000", width: 1000, set: []string{"font", "xl"}, kinds: []string{"home", "hub", "directory", "matrix", "disclosure", "special", "report", "article"}},
	{name: "dark", width: 1280, set: []string{"theme", "dark"}, kinds: []string{"home", "list", "article", "reports", "report", "search", "gone", "accessibility"}},
	{name: "contrast", width: 320, set: []string{"theme", "contrast"}, kinds: []string{"home", "list", "article", "reports", "report", "search", "apply", "accessibility", "contact", "special"}},
}

// at is an address that does not change.
func at(path string) func(*site) string { return func(*site) string { return path } }

// newest is the first document that a column's page links to.
func newest(column string) func(*site) string {
	link := regexp.MustCompile(`href="/([^"]*/t[0-9]{8}_[0-9]+\.html)"`)
	return func(s *site) string {
		main := s.get(column)
		if _, after, found := strings.Cut(main, "<main"); found {
			main = after
		}
		if m := link.FindStringSubmatch(main); m != nil {
			return m[1]
		}
		return ""
	}
}

// having is the newest article whose page holds something.
func having(mark string) func(*site) string {
	loc := regexp.MustCompile(`<loc>https?://[^/]+/([^<]*/t[0-9]{8}_[0-9]+\.html)</loc>`)
	return func(s *site) string {
		for _, m := range loc.FindAllStringSubmatch(s.get("sitemap.xml"), -1) {
			if strings.Contains(s.get(m[1]), mark) {
				return m[1]
			}
		}
		return ""
	}
}

// first is the first address that a page has at a selector.
func first(page, selector string) func(*site) string {
	return func(s *site) string {
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(s.get(page)))
		if err != nil {
			s.t.Fatal(err)
		}
		return strings.TrimPrefix(doc.Find(selector).First().AttrOr("href", ""), "/")
	}
}

// A site is the running demo that the gates look at.
type site struct {
	t         *testing.T
	home      string // address of its home page
	withdrawn string // address of a document that was taken down
}

func (s *site) get(path string) string {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.home+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

// gated is the demo with many documents that is there for the gates alone.
func gated(t *testing.T) *site {
	t.Helper()
	home := os.Getenv("GONGKAI_TEST_GATES")
	if home == "" {
		t.Skip("no site: run go run ./cmd/dev test -only browser")
	}
	return &site{t: t, home: home}
}

// withdraw takes the demo's newest notice down, so that there is a page that is
// gone.
func (s *site) withdraw(browser context.Context) {
	s.t.Helper()
	s.withdrawn = newest("xwdt/tzgg/")(s)
	if s.withdrawn == "" {
		s.t.Fatal("no notice to withdraw")
	}
	id := regexp.MustCompile(`_([0-9]+)\.html$`).FindStringSubmatch(s.withdrawn)[1]
	p := signIn(s.t, browser, s.home, "office.publisher")
	p.visit("desk/documents/" + id)
	p.press("撤下")
	p.tick("撤下原因", "内容有误或误发")
	p.press("撤下")
	p.sees("已撤下")
}

// Every template, in every look: accessible, valid, narrow enough, light, and
// true to its own security policy.
func TestGates(t *testing.T) {
	s := gated(t)
	for _, k := range pageKinds {
		if len(templates[k.template]) < 2 {
			t.Errorf("%s: the template %q names fewer than two elements of its own", k.name, k.template)
		}
	}
	browser := chromium(t)
	s.withdraw(browser)
	v := newValidator(t, browser)
	for _, l := range looks {
		t.Run(l.name, func(t *testing.T) {
			g := newGate(t, browser, s, l)
			for _, k := range pageKinds {
				if len(l.kinds) > 0 && !slices.Contains(l.kinds, k.name) {
					continue
				}
				t.Run(k.name, func(t *testing.T) {
					address := k.find(s)
					if address == "" && k.name != "home" {
						t.Fatal("the demo has no such page")
					}
					g.look(t, address, cmp.Or(k.status, 200), k.template)
					if l.width > 1000 { // the markup does not depend on the window
						v.check(t, g.source)
					}
				})
			}
			fmt.Printf("   %s: at most %d requests and %.0f bytes (%s)\n", l.name, g.most.requests, g.most.bytes, g.most.page)
		})
	}
}
