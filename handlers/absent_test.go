package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/modeltest"
	"gongkai/models/store/storetest"
	"gongkai/web/webtest"
)

// While the database is away every form answers 503 with the time to come back,
// and gives back what was typed.
func TestFormsWithoutDatabase(t *testing.T) {
	s, clock, line := storetest.Cuttable(t)
	if s == nil {
		return // as Each leaves MariaDB out
	}
	b := modeltest.New(t, s, clock)
	base := webtest.Serve(t, handlers.New(b.App, config.Config{BaseURL: "http://127.0.0.1:1"}, "", quiet()))
	author := webtest.SignIn(t, base, "", "budget.author", modeltest.Password)
	line.Cut()
	p := author.Post("/desk/documents", url.Values{"title": {"断线时写的标题"}, "body": {"<p>断线时写的正文</p>"}, "password": {"secret-x"}})
	if p.Code != 503 || p.Headers.Get("Retry-After") == "" {
		t.Errorf("%d %v", p.Code, p.Headers)
	}
	for _, want := range []string{`name="title" value="断线时写的标题"`, `&lt;p&gt;断线时写的正文&lt;/p&gt;`, `action="/desk/documents"`, "重新提交"} {
		if !strings.Contains(p.Text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(p.Text, "secret-x") {
		t.Error("the password comes back")
	}
}
