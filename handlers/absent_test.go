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

// A form sent twice is done once; the same form with another text, after going
// back, is another request, and nothing of it is lost.
func TestFormTwice(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	_, form, _ := author.Get(path + "/desk/documents/new?column=xwdt/gzdt").Form(newForm)
	if form.Get("once") == "" {
		t.Fatal("the form has no key")
	}
	form.Set("title", "甲")
	form.Set("body", "<p>甲</p>")
	first := post(author, path+"/desk/documents", form).Headers.Get("Location")
	if again := post(author, path+"/desk/documents", form).Headers.Get("Location"); again != first || first == "" {
		t.Errorf("%s, again %s", first, again)
	}
	form.Set("title", "乙")
	other := post(author, path+"/desk/documents", form).Headers.Get("Location")
	if other == first || !author.Get(other).Has("乙") {
		t.Errorf("another text leads to %s", other)
	}
}
