package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gongkai/web/webtest"
)

// One page has one address and one title: what differs only in capitals, slashes
// or parameters that the page does not know leads there.
func TestOneAddress(t *testing.T) {
	b := sqlite(t)
	_, base, article, _ := served(t, b)
	for i := range 25 {
		b.Publish(fmt.Sprintf("第%d篇", i))
	}
	for from, to := range map[string]string{
		"/XWDT/GZDT/": "/xwdt/gzdt/", "/xwdt//gzdt/": "/xwdt/gzdt/", "/xwdt/./gzdt": "/xwdt/gzdt/", strings.ToUpper(article): article, "//xwdt/": "/xwdt/",
		article + "?page=2": article, "/xwdt/?page=9": "/xwdt/", "/zfxxgk/?year=2020": "/zfxxgk/", "/xwdt/gzdt?page=2": "/xwdt/gzdt/?page=2",
		"/about": "/contact/", "/about/": "/contact/",
	} {
		if a, _ := ask(t, "GET", base+from); a.StatusCode != http.StatusMovedPermanently || a.Header.Get("Location") != to {
			t.Errorf("%s: %d to %q, not %q", from, a.StatusCode, a.Header.Get("Location"), to)
		}
	}
	citizen, titles := webtest.Open(t, base), map[string]string{}
	for _, at := range []string{"/", "/xwdt/", "/xwdt/gzdt/", "/xwdt/gzdt/?page=2", "/xwdt/gzdt/?year=2026", "/xwdt/gzdt/?page=2&year=2026", "/search", "/search?q=x", article, "/contact/"} {
		p := citizen.Get(at)
		title := p.Find("title").Text()
		if was, twice := titles[title]; twice || p.Code != 200 {
			t.Errorf("%s and %s are both called %q (%d)", at, was, title, p.Code)
		}
		titles[title] = at
	}
}

// Past the last page, and for a year without a report, the page says so and
// leads to what there is.
func TestNearestPage(t *testing.T) {
	b := sqlite(t)
	_, base, _, _ := served(t, b)
	citizen := webtest.Open(t, base)
	for at, want := range map[string][2]string{
		"/xwdt/gzdt/?page=2":                    {"这个列表只有 1 页。", "/xwdt/gzdt/"},
		"/xwdt/gzdt/?page=99999999999999999999": {"这个列表只有 1 页。", "/xwdt/gzdt/"},
		"/search?q=公开&page=7":                   {"这个列表只有 1 页。", "/search?q=%E5%85%AC%E5%BC%80"},
		"/zfxxgk/nb/2026/":                      {"2026 年年报将于 2027-01-31 前发布。", "/zfxxgk/nb/"},
		"/zfxxgk/nb/2011/":                      {"本站没有 2011 年的年报。", "/zfxxgk/nb/"},
	} {
		p := citizen.Get(at)
		if p.Code != 404 || !p.Has(want[0]) || p.Find("p.hint a").AttrOr("href", "") != want[1] {
			t.Errorf("%s: %d, hint %q", at, p.Code, p.Find("p.hint a").AttrOr("href", ""))
		}
	}
	for _, at := range []string{"/xwdt/gzdt/?page=0", "/xwdt/gzdt/?page=-1", "/xwdt/gzdt/?page=1e9", "/xwdt/gzdt/?page=%00", "/xwdt/gzdt/?page=abc&year=x", "/xwdt/gzdt/?year=1999"} {
		if p := citizen.Get(at); p.Code != 200 {
			t.Errorf("%s: %d", at, p.Code)
		}
	}
}
