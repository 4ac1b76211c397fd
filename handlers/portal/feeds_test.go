package portal_test

import (
	"encoding/xml"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/handlers/portal"
	"gongkai/models/modeltest"
	sitepkg "gongkai/models/site"
	"gongkai/web/webtest"
)

// serve serves a bureau below a base path and returns a citizen's browser.
func serve(t *testing.T, b *modeltest.Bureau) (citizen *webtest.Browser, path string) {
	t.Helper()
	cfg := config.Config{BasePath: "/bmjd/qczj", BaseURL: "https://www.example.gov.cn", Addr: "127.0.0.1:1", Data: t.TempDir()}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	return webtest.Open(t, webtest.Serve(t, handlers.New(b.App, cfg, "", log))), cfg.BasePath
}

// read decodes an XML answer strictly.
func read(t *testing.T, citizen *webtest.Browser, at string, into any) {
	t.Helper()
	p := citizen.Do(citizen.Request(http.MethodGet, at, "", ""))
	if p.Code != 200 || !strings.Contains(p.Headers.Get("Content-Type"), "xml") {
		t.Fatalf("%s: %d %s", at, p.Code, p.Headers.Get("Content-Type"))
	}
	if err := xml.Unmarshal([]byte(p.Text), into); err != nil {
		t.Fatalf("%s: %v", at, err)
	}
}

type person struct {
	Name string `xml:"name"`
}

type link struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
}

type feed struct {
	XMLName xml.Name  `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string    `xml:"id"`
	Title   string    `xml:"title"`
	Updated time.Time `xml:"updated"`
	Author  person    `xml:"author"`
	Links   []link    `xml:"link"`
	Entries []struct {
		ID        string    `xml:"id"`
		Title     string    `xml:"title"`
		Published time.Time `xml:"published"`
		Updated   time.Time `xml:"updated"`
		Author    person    `xml:"author"`
		Summary   string    `xml:"summary"`
		Links     []link    `xml:"link"`
	} `xml:"entry"`
}

// A feed says what RFC 4287 asks for, of a column, of the whole site and of a
// column in which there is nothing.
func TestFeed(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		first, second := b.Publish("第一件"), b.Publish("第二件 <甲&乙>")
		citizen, path := serve(t, b)
		home := "https://www.example.gov.cn" + path + "/"
		for name, page := range map[string]string{"xwdt-gzdt": "xwdt/gzdt/", "xwdt": "xwdt/", "all": ""} {
			var f feed
			read(t, citizen, path+"/feed/"+name+".xml", &f)
			if f.ID != home+page || f.Title == "" || f.Author.Name == "" || len(f.Entries) != 2 ||
				len(f.Links) != 2 || f.Links[0] != (link{home + "feed/" + name + ".xml", "self"}) || f.Links[1] != (link{home + page, "alternate"}) {
				t.Fatalf("%s: %+v", name, f)
			}
			e := f.Entries[0]
			if e.Title != "第二件 <甲&乙>" || e.Links[0].Href != e.ID || !strings.HasPrefix(e.ID, home+"xwdt/gzdt/") || e.Author.Name == "" || e.Summary == "" || strings.Contains(e.Summary, "<p>") ||
				e.Published.IsZero() || e.Updated.Before(e.Published) || !f.Updated.Equal(e.Updated) {
				t.Errorf("%s: %+v", name, e)
			}
		}
		var empty feed
		if read(t, citizen, path+"/feed/xwdt-tzgg.xml", &empty); len(empty.Entries) != 0 || empty.Updated.IsZero() || len(empty.Links) != 2 {
			t.Errorf("an empty column's feed: %+v", empty)
		}
		for _, at := range []string{"/feed/none.xml", "/feed/xwdt", "/feed/all", "/feed/.xml"} {
			if p := citizen.Get(path + at); p.Code != 404 {
				t.Errorf("%s: %d", at, p.Code)
			}
		}
		page := citizen.Get(path + "/rss/")
		if page.Find(`.feed-list a[href$="/feed/xwdt-gzdt.xml"]`).Length() != 1 || page.Find(`a[href$="/feed/xwdt-tzgg.xml"]`).Length() != 0 || page.Find(".feed-all").Length() != 1 {
			t.Error("the page of feeds lists what is empty, or not what is there")
		}
		_, _ = first, second
	})
}

type locations struct {
	XMLName xml.Name
	URLs    []struct {
		Loc     string `xml:"loc"`
		LastMod string `xml:"lastmod"`
	} `xml:",any"`
}

func (l locations) all() string {
	var all []string
	for _, u := range l.URLs {
		all = append(all, u.Loc)
	}
	return strings.Join(all, "\n")
}

// The site map holds every address itself while they are few; many lie in parts
// by the month of their first publication, in which nothing is lost.
func TestSitemap(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		citizen, path := serve(t, b)
		var addresses []string
		for _, title := range []string{"一", "二", "三"} {
			b.Publish(title)
			b.Clock.Add(20 * 24 * time.Hour)
		}
		var f feed
		read(t, citizen, path+"/feed/all.xml", &f)
		for _, e := range f.Entries {
			addresses = append(addresses, e.ID)
		}
		var whole locations
		read(t, citizen, path+"/sitemap.xml", &whole)
		if whole.XMLName.Local != "urlset" || len(addresses) != 3 {
			t.Fatalf("%s with %d documents", whole.XMLName.Local, len(addresses))
		}
		portal.SitemapWhole(t, 3)
		modeltest.Must(t, b.Site.Turn(t.Context())) // pages of before are kept
		var index locations
		read(t, citizen, path+"/sitemap.xml", &index)
		if index.XMLName.Local != "sitemapindex" {
			t.Fatalf("many addresses: %s", index.XMLName.Local)
		}
		parts := ""
		for _, u := range index.URLs {
			var part locations
			read(t, citizen, strings.TrimPrefix(u.Loc, "https://www.example.gov.cn"), &part)
			if part.XMLName.Local != "urlset" || len(part.URLs) == 0 {
				t.Errorf("%s: %+v", u.Loc, part)
			}
			parts += part.all() + "\n"
		}
		for _, at := range append(addresses, "https://www.example.gov.cn"+path+"/xwdt/gzdt/", "https://www.example.gov.cn"+path+"/a11y/") {
			if strings.Count(whole.all()+"\n", at+"\n") != 1 || strings.Count(parts, at+"\n") != 1 {
				t.Errorf("%s stands %d times in the whole and %d times in the parts", at, strings.Count(whole.all()+"\n", at+"\n"), strings.Count(parts, at+"\n"))
			}
		}
		for _, at := range []string{"/sitemap/190001.xml", "/sitemap/209912.xml", "/sitemap/202613.xml", "/sitemap/x.xml", "/sitemap/columns", "/sitemap/.xml"} {
			if p := citizen.Get(path + at); p.Code != 404 {
				t.Errorf("%s: %d", at, p.Code)
			}
		}
		if p := citizen.Get(path + "/robots.txt"); !strings.Contains(p.Text, "Sitemap: https://www.example.gov.cn"+path+"/sitemap.xml\n") || !strings.Contains(p.Text, "Disallow: "+path+"/desk/\n") {
			t.Error(p.Text)
		}
	})
}

// The marks of the footer come from the settings, on every page, error pages
// included; without settings there are none.
func TestFooterFromSettings(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		citizen, path := serve(t, b)
		if p := citizen.Get(path + "/"); p.Find(".foot .marks").Length() != 0 || strings.Contains(p.Text, "IPv6") || p.Find(".sitesearch p").Length() != 0 {
			t.Error("marks without settings")
		}
		modeltest.Must(t, b.Site.Set(t.Context(), 1, sitepkg.Settings{
			sitepkg.Conac: strings.Repeat("A", 32), sitepkg.IDCode: "5000000001", sitepkg.ICP: "渝ICP备00000000号", sitepkg.Police: "渝公网安备 12345678901234号",
			sitepkg.IPv6: sitepkg.Yes, sitepkg.HotWords: "预算,补贴", sitepkg.ParentName: "区政府", sitepkg.ParentAddress: "https://www.example.gov.cn/", sitepkg.Phone: "023-0000 0000",
		}, b.Who("sys.admin")))
		for _, at := range []string{"/", "/xwdt/gzdt/", "/search?q=x", "/a11y/", "/contact/", "/none"} {
			p := citizen.Get(path + at)
			for _, want := range []string{
				`a[href="https://bszs.conac.cn/sitename?method=show&id=` + strings.Repeat("A", 32) + `"]`, `a[href="https://beian.miit.gov.cn/"]`,
				`a[href="https://www.beian.gov.cn/portal/registerSystemInfo?recordcode=12345678901234"]`, `a[href^="https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=5000000001&url=https%3A%2F%2Fwww.example.gov.cn%2Fbmjd%2Fqczj%2F"]`,
				`a[href="` + path + `/sitemap/"]`, `a[href="` + path + `/contact/"]`,
			} {
				if p.Find(".foot "+want).Length() != 1 {
					t.Errorf("%s: no %s in the footer", at, want)
				}
			}
			if !strings.Contains(p.Find(".foot").Text(), "本站支持 IPv6") || p.Find(".sitesearch p a").Length() != 2 || p.Find(`.strip a[href="https://www.example.gov.cn/"]`).Length() != 1 {
				t.Errorf("%s: IPv6, hot words or the portal above are missing", at)
			}
		}
	})
}

// What pages do not know of an address is not repeated on them: pages are kept
// for whoever asks next.
func TestForeignParametersAreNotRepeated(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Publish("一")
		citizen, path := serve(t, b)
		for _, at := range []string{"/", "/xwdt/gzdt/?page=1", "/search?q=%E4%B8%80&page=1", "/a11y/", "/rss/"} {
			plain := citizen.Get(path + at).Text
			mark := "?"
			if strings.Contains(at, "?") {
				mark = "&"
			}
			if with := citizen.Get(path + at + mark + "utm_source=zzmarkzz&%22zz=1").Text; strings.Contains(with, "zz") || with != plain {
				t.Errorf("%s differs with a foreign parameter", at)
			}
		}
	})
}
