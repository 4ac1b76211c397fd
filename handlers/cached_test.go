package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/modeltest"
	sites "gongkai/models/site"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
	"gongkai/web"
	"gongkai/web/webtest"
)

// served is a bureau with a published document, and its site.
func served(t *testing.T, b *modeltest.Bureau) (server *web.Server, base, article string, id uint64) {
	t.Helper()
	id = b.Publish("一篇公开的文章")
	server = handlers.New(b.App, config.Config{BaseURL: "http://127.0.0.1:1"}, "", quiet())
	return server, webtest.Serve(t, server), fmt.Sprintf("/xwdt/gzdt/202611/t20261123_%d.html", id), id
}

// ask sends a request with headers given in pairs; nothing is unpacked.
func ask(t *testing.T, method, address string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, nil)
	modeltest.Must(t, err)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	a, err := (&http.Transport{DisableCompression: true}).RoundTrip(r)
	modeltest.Must(t, err)
	defer a.Body.Close()
	body, err := io.ReadAll(a.Body)
	modeltest.Must(t, err)
	return a, body
}

// A finished page has the same headers whether it was made for the request or
// found: no more than eight, because a ninth slows every answer (the map of
// headers then outgrows its first block, here and again in net/http).
func TestCachedHeaders(t *testing.T) {
	_, base, article, _ := served(t, sqlite(t))
	made, _ := ask(t, "GET", base+article, "Accept-Encoding", "gzip")
	found, _ := ask(t, "GET", base+article, "Accept-Encoding", "gzip")
	for _, h := range []http.Header{made.Header, found.Header} {
		h.Del("Date") // net/http's own
	}
	if !reflect.DeepEqual(made.Header, found.Header) || len(found.Header) > 8 || found.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("made with %v, found with %v", made.Header, found.Header)
	}
}

// A page has one form for each encoding, each with a strong tag of its own.
func TestCachedForms(t *testing.T) {
	b := sqlite(t)
	_, base, article, _ := served(t, b)
	_, plain := ask(t, "GET", base+article)
	tags := map[string]bool{}
	for accept, want := range map[string]string{"": "", "gzip": "gzip", "br": "br", "gzip, deflate, br": "br", "gzip;q=0": "", "br;q=0, gzip": "gzip",
		"GZIP;q=0.5": "gzip", "deflate, zstd": "", "gzip;q=0.0,br;q=0.000": ""} {
		for _, when := range []string{"first", "again"} {
			a, body := ask(t, "GET", base+article, "Accept-Encoding", accept)
			if got := a.Header.Get("Content-Encoding"); got != want {
				t.Errorf("%q gets %q", accept, got)
			}
			if !bytes.Equal(unpacked(t, want, body), plain) {
				t.Errorf("%q, %s: other bytes", accept, when)
			}
			tag := a.Header.Get("ETag")
			tags[want+tag] = true
			if !strings.HasPrefix(tag, `"`) || a.Header.Get("Vary") != "Accept-Encoding, Cookie" || a.Header.Get("Cache-Control") != "no-cache" ||
				a.ContentLength != int64(len(body)) || a.Header.Get("Content-Security-Policy") == "" || a.Header.Get("Set-Cookie") != "" {
				t.Errorf("%q: %v", accept, a.Header)
			}
			unchanged(t, base+article, accept, tag, a)
		}
	}
	if len(tags) != 3 {
		t.Errorf("three forms have the tags %v", tags)
	}
}

// unchanged asks again with the tag, and for the headers alone.
func unchanged(t *testing.T, address, accept, tag string, full *http.Response) {
	t.Helper()
	for _, held := range []string{tag, `"other", ` + tag, "W/" + tag, "*"} {
		if a, body := ask(t, "GET", address, "Accept-Encoding", accept, "If-None-Match", held); a.StatusCode != 304 || len(body) > 0 || a.Header.Get("ETag") != tag {
			t.Errorf("held %s: %d with %d bytes", held, a.StatusCode, len(body))
		}
	}
	if a, _ := ask(t, "GET", address, "Accept-Encoding", accept, "If-None-Match", strings.TrimSuffix(tag, `"`)+`x"`); a.StatusCode != 200 {
		t.Errorf("another tag gets %d", a.StatusCode)
	}
	a, body := ask(t, "HEAD", address, "Accept-Encoding", accept)
	if a.StatusCode != 200 || len(body) > 0 || a.ContentLength != full.ContentLength || a.Header.Get("ETag") != tag {
		t.Errorf("HEAD: %d, %d bytes, %v", a.StatusCode, len(body), a.Header)
	}
}

func unpacked(t *testing.T, encoding string, body []byte) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "gzip":
		z, err := gzip.NewReader(r)
		modeltest.Must(t, err)
		r = z
	case "br":
		r = brotli.NewReader(r)
	}
	out, err := io.ReadAll(r)
	modeltest.Must(t, err)
	return out
}

// A page depends on its path, the parameters it knows and the display settings,
// and repeats nothing else of a request.
func TestCachedKey(t *testing.T) {
	b := sqlite(t)
	server, base, article, _ := served(t, b)
	_, plain := ask(t, "GET", base+article)
	_, list := ask(t, "GET", base+"/xwdt/gzdt/")
	before := server.Renderings()
	for _, x := range []struct {
		at      string
		headers []string
		same    []byte
	}{
		{article + "?utm_source=evil&page=%22%3E&x=<script>", nil, plain},
		{"/xwdt/gzdt/?from=weixin", nil, list},
		{"/xwdt/gzdt/?page=&year=", nil, list},
		{article, []string{"Cookie", "gk=abc; other=1"}, plain},
		{article, []string{"Cookie", "ui=<script>.x.y"}, plain},
		{article, []string{"Cookie", "ui=standard.m.light"}, plain},
		{article, []string{"X-Forwarded-Host", "evil.example", "Accept-Language", "en"}, plain},
	} {
		if a, body := ask(t, "GET", base+x.at, x.headers...); a.StatusCode != 200 || !bytes.Equal(body, x.same) {
			t.Errorf("%s %v: another page (%d)", x.at, x.headers, a.StatusCode)
		}
	}
	if n := server.Renderings() - before; n > 1 { // the article knows ?page=, though it pays no heed to it
		t.Errorf("%d renderings of known pages", n)
	}
	elder, body := ask(t, "GET", base+article, "Cookie", "ui=elder.l.dark")
	if bytes.Equal(body, plain) || !bytes.Contains(body, []byte(`data-mode="elder"`)) || elder.StatusCode != 200 {
		t.Error("长辈版 is the standard page")
	}
	for _, at := range []string{"/nowhere/", "/xwdt/gzdt/?page=9", "/desk/login"} {
		was := server.Renderings()
		a, _ := ask(t, "GET", base+at)
		b, _ := ask(t, "GET", base+at)
		if a.Header.Get("ETag") != "" || b.Header.Get("Cache-Control") != "no-store" || at == "/nowhere/" && server.Renderings() != was+2 {
			t.Errorf("%s is kept: %v", at, b.Header)
		}
	}
}

// A publication, a withdrawal, a column and a setting show at once.
func TestCachedUntilChanged(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		server, base, article, id := served(t, b)
		citizen := webtest.Open(t, base)
		read := func(at string) *webtest.Page {
			citizen.Get(at)
			was := server.Renderings()
			page := citizen.Get(at)
			if page.Code == 200 && server.Renderings() != was {
				t.Errorf("%s is rendered twice", at)
			}
			return page
		}
		for _, at := range []string{"/", "/xwdt/", "/xwdt/gzdt/", "/feed/xwdt-gzdt.xml", "/sitemap/", "/sitemap.xml", article} {
			if page := read(at); page.Code != 200 {
				t.Errorf("%s: %d", at, page.Code)
			}
		}
		b.Publish("后来的文章")
		if page := read("/xwdt/gzdt/"); !page.Has("后来的文章") {
			t.Error("a publication does not show")
		}
		modeltest.Must(t, b.Site.Set(t.Context(), settingsVersion(t, b), sites.Settings{sites.SiteName: "新名财政局"}, b.Who("sys.admin")))
		if page := read("/xwdt/gzdt/"); !page.Has("新名财政局") {
			t.Error("a setting does not show")
		}
		b.Withdraw(id, "office.publisher")
		if page := read(article); page.Code != http.StatusGone {
			t.Errorf("a withdrawn page answers %d", page.Code)
		}
		if page := read("/xwdt/gzdt/"); page.Has("一篇公开的文章") {
			t.Error("a withdrawn title is listed")
		}
	})
}

func settingsVersion(t *testing.T, b *modeltest.Bureau) int {
	t.Helper()
	n, err := b.Site.SettingsVersion(t.Context())
	modeltest.Must(t, err)
	return n
}

// Without the database, old bytes are served and marked as old; nothing that
// was withdrawn is among them, and what was never read says so plainly.
func TestCachedWithoutDatabase(t *testing.T) {
	s, clock, line := storetest.Cuttable(t)
	if s == nil {
		return // as Each leaves MariaDB out
	}
	b := modeltest.New(t, s, clock)
	_, base, article, id := served(t, b)
	fresh, old := b.Publish("新的一篇"), b.Publish("将被撤下的一篇")
	for _, at := range []string{"/", article, "/xwdt/gzdt/", fmt.Sprintf("/xwdt/gzdt/202611/t20261123_%d.html", old)} {
		ask(t, "GET", base+at)
	}
	b.Withdraw(old, "office.publisher")
	_, list := ask(t, "GET", base+"/xwdt/gzdt/")
	other := b.Publish("又一篇") // every page is old now
	line.Cut()
	if a, body := ask(t, "GET", base+"/xwdt/gzdt/"); a.StatusCode != 200 || !bytes.Equal(body, list) || !strings.Contains(a.Header.Get("Cache-Status"), "stale") {
		t.Errorf("an old list: %d %v", a.StatusCode, a.Header)
	}
	if a, _ := ask(t, "GET", base+article); a.StatusCode != 200 || a.Header.Get("Cache-Status") == "" {
		t.Errorf("an old page: %d", a.StatusCode)
	}
	for _, never := range []uint64{old, fresh, other} {
		a, body := ask(t, "GET", base+fmt.Sprintf("/xwdt/gzdt/202611/t20261123_%d.html", never))
		if a.StatusCode != 503 || a.Header.Get("Retry-After") == "" || bytes.Contains(body, []byte("一篇")) {
			t.Errorf("document %d: %d", never, a.StatusCode)
		}
	}
	if a, body := ask(t, "GET", base+"/"); a.StatusCode == 200 && bytes.Contains(body, []byte("将被撤下的一篇")) {
		t.Error("the withdrawn title stands on the old home page")
	}
	_ = id
}

// Another server on the same database learns of a withdrawal by asking, and
// drops the page.
func TestCachedOnAnotherServer(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		_, _, article, id := served(t, b)
		twin := modeltest.Twin(b)
		modeltest.Must(t, twin.Site.Look(t.Context()))
		base := webtest.Serve(t, handlers.New(twin, config.Config{BaseURL: "http://127.0.0.1:1"}, "", quiet()))
		if a, _ := ask(t, "GET", base+article); a.StatusCode != 200 {
			t.Fatal(a.StatusCode)
		}
		b.Withdraw(id, "office.publisher")
		modeltest.Must(t, twin.Site.Look(t.Context()))
		if a, _ := ask(t, "GET", base+article); a.StatusCode != http.StatusGone {
			t.Errorf("withdrawn: %d", a.StatusCode)
		}
	})
}

// What a page from the cache costs beyond writing its bytes.
func BenchmarkHit(b *testing.B) {
	s, err := store.Open(b.Context(), store.Options{File: b.TempDir() + "/x.db"})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	app := modeltest.App(s, b.TempDir())
	if err := app.Site.Look(b.Context()); err != nil {
		b.Fatal(err)
	}
	server := handlers.New(app, config.Config{BaseURL: "http://127.0.0.1:1"}, "", quiet())
	r, err := http.NewRequest(http.MethodGet, "/", nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		server.ServeHTTP(nowhere{http.Header{}}, r)
	}
}

// nowhere is a reader who is not there.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header         { return n.header }
func (n nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (n nowhere) WriteHeader(int)             {}
