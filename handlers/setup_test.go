package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models"
	storepkg "gongkai/models/store"
	"gongkai/models/store/storetest"
	"gongkai/web/webtest"
)

// A new installation: the link makes three administrators, one after the other,
// and is dead afterwards; nobody without its token learns that it exists.
func TestSetup(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *storepkg.Store, _ *storetest.Clock) {
		app := models.New(s, t.TempDir(), quiet())
		app.People.Cheap()
		base := webtest.Serve(t, handlers.New(app, config.Config{BaseURL: "http://127.0.0.1:1"}, "token-of-the-link", quiet()))
		b := webtest.Open(t, base)
		if p := b.Get("/desk/setup/other"); p.Code != 404 {
			t.Errorf("a wrong token: %d", p.Code)
		}
		const link = "/desk/setup/token-of-the-link"
		fill := func(name, again string) *webtest.Page {
			return b.Get(link).Submit(b, "form", url.Values{"username": {name}, "name": {name}, "password": {"Setup-Pass-2026"}, "again": {again}})
		}
		if p := fill("one", "other"); p.Code != 422 {
			t.Errorf("two passwords: %d", p.Code)
		}
		for _, name := range []string{"one", "two", "three"} {
			if p := fill(name, "Setup-Pass-2026"); p.Code != 200 {
				t.Fatalf("%s: %d", name, p.Code)
			}
		}
		if p := b.Get(link); p.Code != 404 {
			t.Errorf("the link lives on: %d", p.Code)
		}
		webtest.SignIn(t, base, "", "three", "Setup-Pass-2026")
		if missing, err := app.People.Unfilled(t.Context()); err != nil || len(missing) != 0 {
			t.Error(missing, err)
		}
	})
}

// The site's own words: the system administrator changes them, everybody sees
// them, and who comes second is told.
func TestSettings(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	at := path + "/desk/settings"
	admin, author := signIn(t, base, path, "sys.admin"), signIn(t, base, path, "budget.author")
	if p := author.Get(at); p.Code != 403 {
		t.Errorf("an author gets %d", p.Code)
	}
	first, second := admin.Get(at), admin.Get(at)
	if missing := first.Find(".missing a"); missing.Length() != 6 || first.Find(`[id="`+strings.TrimPrefix(missing.First().AttrOr("href", ""), "#")+`"]`).Length() != 1 {
		t.Errorf("%d missing marks are named, or they lead nowhere", missing.Length())
	}
	if p := first.Submit(admin, "main form", url.Values{"site.name": {"某区财政局"}, "site.idcode": {"0000000000"}}); p.Code != 200 {
		t.Fatalf("%d", p.Code)
	}
	if p := webtest.Open(t, base).Get(path + "/"); p.Find("title").Text() != "某区财政局" {
		t.Errorf("the home page is called %q", p.Find("title").Text())
	}
	if p := admin.Get(at); p.Find(".missing a").Length() != 5 {
		t.Errorf("%d missing marks are named after one was filled in", p.Find(".missing a").Length())
	}
	if p := second.Submit(admin, "main form", url.Values{"site.name": {"另一个名字"}}); p.Code != 409 {
		t.Errorf("a stale form: %d", p.Code)
	}
	if p := admin.Get(at).Submit(admin, "main form", url.Values{"site.idcode": {"123"}, "site.name": {" "}}); p.Code != 422 || p.Find(".errsum li").Length() != 2 {
		t.Errorf("bad settings: %d", p.Code)
	}
}
