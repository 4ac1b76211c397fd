package handlers_test

import (
	"net/url"
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
		app := models.New(s, quiet())
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
