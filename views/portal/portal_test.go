package portal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/portal/sample"
	"gongkai/views/ui"
	"gongkai/views/ui/uitest"
)

// chosen are the fields the program fills from fixed sets, never from what people wrote.
var chosen = []string{
	"Prefs.Mode", "Prefs.Font", "Prefs.Theme", "Item.TagKind", "Gate.Icon", "IconLink.Icon", "State.Kind",
	"ReportSection.ID", "Moment.Machine", "Meta.Name", "Frame.Scripts", "Lead.Picture", "Moment.Shown", "Call.StateKind", "Tile.Bar", "MatrixYear.Year",
}

// kind is one page of the portal with the data it is tested with.
type kind struct {
	name    string
	full    func(context.Context, layout.Prefs) templ.Component
	hostile func(context.Context) templ.Component
	empty   templ.Component
}

func page[P any](name string, data func(context.Context, layout.Prefs) P, view func(P) templ.Component, empty P) kind {
	return kind{
		name: name,
		full: func(ctx context.Context, prefs layout.Prefs) templ.Component { return view(data(ctx, prefs)) },
		hostile: func(ctx context.Context) templ.Component {
			p := data(ctx, layout.Prefs{})
			uitest.Poison(&p, chosen...)
			return view(p)
		},
		empty: view(empty),
	}
}

// bare is the least a frame can hold: a site that has a name.
func bare() layout.Frame { return layout.Frame{Site: layout.Site{Name: "区财政局"}} }

func kinds() []kind {
	f := bare()
	titled := portal.Document{Title: "标题"}
	return []kind{
		page("home", sample.Home, portal.Home, portal.HomePage{Frame: f}),
		page("library", sample.Library, portal.Library, portal.LibraryPage{Frame: f, Title: "栏目"}),
		page("hub", sample.Hub, portal.Hub, portal.HubPage{Frame: f, Title: "栏目"}),
		page("list", sample.List, portal.List, portal.ListPage{Frame: f, Title: "栏目"}),
		page("report-list", sample.ReportList, portal.ReportList, portal.ReportListPage{Frame: f, Title: "栏目"}),
		page("list-year", sample.ListYear, portal.List, portal.ListPage{Frame: f, Title: "栏目", Year: "2021"}),
		page("people", sample.People, portal.People, portal.PeoplePage{Frame: f, Title: "栏目"}),
		page("matrix", sample.Matrix, portal.Matrix, portal.MatrixPage{Frame: f, Title: "栏目"}),
		page("directory", sample.Directory, portal.Directory, portal.DirectoryPage{Frame: f, Title: "栏目"}),
		page("disclosure", sample.Disclosure, portal.Disclosure, portal.DisclosurePage{Frame: f, Title: "栏目"}),
		page("consultation", sample.Consultation, portal.Consultation, portal.ConsultationPage{Frame: f, Title: "栏目"}),
		page("topics", sample.Topics, portal.Topics, portal.TopicsPage{Frame: f, Title: "栏目"}),
		page("special", sample.Special, portal.Special, portal.SpecialPage{Frame: f, Title: "专题", State: "进行中"}),
		page("special-ended", sample.SpecialEnded, portal.Special, portal.SpecialPage{Frame: f, Title: "专题", State: "已结束（存档）", Ended: true}),
		page("article", sample.Article, portal.Article, portal.ArticlePage{Frame: f, Doc: titled}),
		page("single", sample.Single, portal.Single, portal.SinglePage{Frame: f, Doc: titled}),
		page("report", sample.Report, portal.Report, portal.ReportPage{Frame: f, Doc: titled}),
		page("search", sample.Search, portal.Search, portal.SearchPage{Frame: f}),
		page("search-none", sample.SearchNone, portal.Search, portal.SearchPage{Frame: f}),
		page("sitemap", sample.Sitemap, portal.Sitemap, portal.SitemapPage{Frame: f}),
		page("apply", sample.Apply, portal.Apply, portal.ApplyPage{Frame: f, Days: "20"}),
		page("access", sample.Access, portal.Access, portal.AccessPage{Frame: f}),
		page("privacy", sample.Privacy, portal.Privacy, portal.PrivacyPage{Frame: f}),
		page("contact", sample.Contact, portal.Contact, portal.ContactPage{Frame: f}),
		page("feeds", sample.Feeds, portal.Feeds, portal.FeedsPage{Frame: f}),
		page("not-found", sample.NotFound, portal.NotFound, portal.NotFoundPage{Frame: f}),
		page("past-the-end", sample.PastTheEnd, portal.NotFound, portal.NotFoundPage{Frame: f, Message: "没有这一页。"}),
		page("gone", sample.Gone, portal.Gone, portal.GonePage{Frame: f, Reason: "该信息已撤下。"}),
		page("problem", sample.Problem, portal.Problem, portal.ProblemPage{Frame: f, Status: 405}),
	}
}

func TestPages(t *testing.T) {
	ctx := href.WithOrigin(href.With(context.Background(), "/bmjd/qczj"), "https://www.example.gov.cn")
	for _, k := range kinds() {
		t.Run(k.name, func(t *testing.T) {
			for name, c := range map[string]templ.Component{
				"full":    k.full(ctx, layout.Prefs{}),
				"elder":   k.full(ctx, layout.Prefs{Mode: "elder", Font: "xl", Theme: "auto"}),
				"hostile": k.hostile(ctx),
				"empty":   k.empty,
			} {
				t.Run(name, func(t *testing.T) {
					markup := uitest.Render(t, ctx, c)
					uitest.Check(t, markup)
					if name != "elder" || k.name == "home" || k.name == "article" { // elsewhere only the frame differs
						uitest.Golden(t, k.name+"-"+name, markup)
					}
				})
			}
		})
	}
}

// Every address on a page, assets and forms included, begins with the base path.
func TestBasePath(t *testing.T) {
	ctx := href.With(context.Background(), "/bmjd/qczj")
	for _, k := range kinds() {
		markup := uitest.Render(t, ctx, k.full(ctx, layout.Prefs{}))
		for _, attribute := range []string{`href="/`, `src="/`, `action="/`} {
			for _, rest := range strings.Split(markup, attribute)[1:] {
				address, _, _ := strings.Cut(rest, `"`)
				if !strings.HasPrefix(address, "bmjd/qczj/") {
					t.Errorf("%s: %s%s", k.name, attribute, address)
				}
			}
		}
	}
}

func TestBreadcrumbText(t *testing.T) {
	ctx := context.Background()
	shown := uitest.Text(t, uitest.Render(t, ctx, portal.Report(sample.Report(ctx, layout.Prefs{}))))
	if want := "您当前的位置: 区财政局>政务公开>政府信息公开年报"; !strings.Contains(shown, want) {
		t.Errorf("no %q on the page", want)
	}
}

func TestFooterMarks(t *testing.T) {
	ctx := href.WithOrigin(context.Background(), "https://www.example.gov.cn")
	markup := uitest.Render(t, ctx, portal.Article(sample.Article(ctx, layout.Prefs{})))
	for _, want := range []string{
		"https://bszs.conac.cn/sitename?method=show&amp;id=0123456789ABCDEF0123456789ABCDEF",
		"https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5000000000&amp;url=https%3A%2F%2Fwww.example.gov.cn%2Fzfxxgk%2F",
		"https://beian.miit.gov.cn/", "registerSystemInfo?recordcode=50000000000000",
		"主办：", "承办：", "地址：", "电话：", "政府网站标识码：", "网站地图", "本站支持 IPv6", `href="/contact/"`, `href="/a11y/"`, `href="/privacy/"`, `href="/rss/"`,
	} {
		if !strings.Contains(markup, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// A page tag, the time shown and the machine's time must agree.
func TestPublicationTime(t *testing.T) {
	ctx := context.Background()
	markup := uitest.Render(t, ctx, portal.Article(sample.Article(ctx, layout.Prefs{})))
	for _, want := range []string{
		`<meta name="PubDate" content="2023-03-15 09:30">`,
		`<time datetime="2023-03-15T09:30:00+08:00">2023-03-15 09:30</time>`,
	} {
		if !strings.Contains(markup, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestTablesFollowTheText(t *testing.T) {
	ctx := context.Background()
	tables := ui.Tag("info", "统计表")
	p := sample.Report(ctx, layout.Prefs{})
	p.Sections[1].Tables = tables
	a := sample.Article(ctx, layout.Prefs{})
	a.Doc.Figures = tables
	for name, c := range map[string]templ.Component{"report": portal.Report(p), "article": portal.Article(a)} {
		if !strings.Contains(uitest.Render(t, ctx, c), "统计表") {
			t.Errorf("%s leaves the tables out", name)
		}
	}
}

// The front page leaves out every block that has nothing in it.
func TestEmptyBlocks(t *testing.T) {
	ctx := context.Background()
	markup := uitest.Render(t, ctx, portal.Home(sample.HomeBare(ctx, layout.Prefs{})))
	uitest.Check(t, markup)
	if !strings.Contains(markup, `id="notices"`) {
		t.Error("the notice is missing")
	}
	for _, id := range []string{"news", "gates", "policies", "readings", "data", "links-0"} {
		if strings.Contains(markup, `id="`+id+`"`) {
			t.Errorf("the empty block %s is shown", id)
		}
	}
}

func TestDisplaySettings(t *testing.T) {
	ctx := context.Background()
	rows := []struct {
		name  string
		prefs layout.Prefs
		want  []string
		not   []string
	}{
		{"standard", layout.Prefs{}, []string{`data-mode="standard" data-font="m" data-theme="light"`, `value="elder">长辈版`}, []string{"dark", "elderbar"}},
		{"elder", layout.Prefs{Mode: "elder", Font: "l"}, []string{`data-mode="elder" data-font="l"`, `value="standard">退出长辈版`, "elderbar"}, []string{"dark-"}},
		{"dark", layout.Prefs{Theme: "dark"}, []string{`data-theme="dark"`, `media="screen"`}, nil},
		{"contrast", layout.Prefs{Theme: "contrast"}, []string{`data-theme="contrast"`, "assets/contrast-", `media="screen"`, "高对比，当前"}, []string{"dark-"}},
		{"unknown", layout.Prefs{Mode: "x", Font: `"`, Theme: "<"}, []string{`data-mode="standard" data-font="m" data-theme="light"`}, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			markup := uitest.Render(t, ctx, portal.Article(sample.Article(ctx, row.prefs)))
			for _, want := range row.want {
				if !strings.Contains(markup, want) {
					t.Errorf("lacks %s", want)
				}
			}
			for _, not := range row.not {
				if strings.Contains(markup, `class="`+not) || strings.Contains(markup, "assets/"+not) {
					t.Errorf("has %s", not)
				}
			}
			if !strings.Contains(markup, `name="back" value="/zfxxgk/fd/gfxwj/202303/t20230315_41.html"`) {
				t.Error("the settings do not lead back")
			}
		})
	}
}

// A page and its style sheet fit into the budget of a first view on a slow line.
func TestWeight(t *testing.T) {
	ctx := context.Background()
	for _, k := range kinds() {
		if n := len(uitest.Render(t, ctx, k.full(ctx, layout.Prefs{}))); n > 50_000 {
			t.Errorf("%s: %d bytes before compression", k.name, n)
		}
	}
}
