package href

import (
	"context"
	"testing"
	"time"
)

func TestAddresses(t *testing.T) {
	// 2026-11-19 20:30 UTC is already the 20th in Beijing.
	at := time.Date(2026, 11, 19, 20, 30, 0, 0, time.UTC)
	rows := []struct {
		name string
		make func(context.Context) string
		want string
	}{
		{"home", Home, "/"},
		{"column", func(c context.Context) string { return Column(c, "xwdt/gzdt") }, "/xwdt/gzdt/"},
		{"column with stray slashes", func(c context.Context) string { return Column(c, "/xwdt//gzdt/") }, "/xwdt/gzdt/"},
		{"hostile column", func(c context.Context) string { return Column(c, `a b/"><x`) }, "/a%20b/%22%3E%3Cx/"},
		{"column page 1", func(c context.Context) string { return ColumnPage(c, "xwdt", 1) }, "/xwdt/"},
		{"column page 3", func(c context.Context) string { return ColumnPage(c, "xwdt", 3) }, "/xwdt/?page=3"},
		{"article", func(c context.Context) string { return Article(c, "xwdt/gzdt", at, 18342) }, "/xwdt/gzdt/202611/t20261120_18342.html"},
		{"report", func(c context.Context) string { return Report(c, 2020) }, "/zfxxgk/nb/2020/"},
		{"search", func(c context.Context) string { return Search(c, "惠农 补贴&x") }, "/search?q=%E6%83%A0%E5%86%9C+%E8%A1%A5%E8%B4%B4%26x"},
		{"bare search", func(c context.Context) string { return Search(c, "") }, "/search"},
		{"search page", func(c context.Context) string { return SearchPage(c, "a", 2) }, "/search?page=2&q=a"},
		{"feed", func(c context.Context) string { return Feed(c, "xwdt/gzdt") }, "/feed/xwdt-gzdt.xml"},
		{"sitemap page", SitemapPage, "/sitemap/"},
		{"sitemap xml", SitemapXML, "/sitemap.xml"},
		{"sitemap columns", SitemapColumns, "/sitemap/columns.xml"},
		{"sitemap month", func(c context.Context) string { return SitemapMonth(c, time.Date(2026, 11, 30, 16, 0, 0, 0, time.UTC)) }, "/sitemap/202612.xml"},
		{"all feed", AllFeed, "/feed/all.xml"},
		{"feeds", Feeds, "/rss/"},
		{"contact", Contact, "/contact/"},
		{"access", Access, "/a11y/"},
		{"privacy", Privacy, "/privacy/"},
		{"apply", Apply, "/zfxxgk/ysq/"},
		{"pref", Pref, "/pref"},
		{"desk", Desk, "/desk/"},
	}
	for _, row := range rows {
		for _, base := range []string{"", "/bmjd/qczj"} {
			ctx := With(context.Background(), base)
			if got := row.make(ctx); got != base+row.want {
				t.Errorf("%s below %q: %q, want %q", row.name, base, got, base+row.want)
			}
		}
	}
}

func TestAbs(t *testing.T) {
	ctx := WithOrigin(With(context.Background(), "/bmjd/qczj/"), "https://www.example.gov.cn/")
	if got, want := Abs(ctx, Home(ctx)), "https://www.example.gov.cn/bmjd/qczj/"; got != want {
		t.Errorf("Abs = %q, want %q", got, want)
	}
	if got := Abs(context.Background(), "/x/"); got != "/x/" {
		t.Errorf("without an origin: %q", got)
	}
	if got := Base(context.Background()); got != "" {
		t.Errorf("base of an empty context: %q", got)
	}
}

func TestRegisters(t *testing.T) {
	rows := []struct{ got, want string }{
		{FaultReport("5001140001", "https://a.gov.cn/x/?p=1&q=2"), "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5001140001&url=https%3A%2F%2Fa.gov.cn%2Fx%2F%3Fp%3D1%26q%3D2"},
		{PoliceFiling("渝公网安备 50011402000123号"), "https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=50011402000123"},
		{Conac("0123456789ABCDEF0123456789ABCDEF"), "https://bszs.conac.cn/sitename?method=show&id=0123456789ABCDEF0123456789ABCDEF"},
		{Phone("023-7923 0000（值班）"), "tel:023-79230000"},
	}
	for _, row := range rows {
		if row.got != row.want {
			t.Errorf("%q, want %q", row.got, row.want)
		}
	}
}
