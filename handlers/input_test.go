package handlers_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/modeltest"
	"gongkai/models/review"
	"gongkai/web"
	"gongkai/web/webtest"
)

// fields are the names that any staff form has.
var fields = []string{"title", "body", "source", "column", "publish_at", "version", "decision", "checks", "note", "to", "q1", "q2", "q3", "q4", "q5", "q6", "q7",
	"conclusion", "password", "kind", "public_note", "reason", "selfcheck", "year", "text", "username", "name", "section", "roles", "order", "path", "type", "owner",
	"writers", "rule_days", "ends_on", "item", "issue", "crumb", "description", "keywords", "parent", "from", "until", "old", "new", "again", "otp", "next", "kept_action"}

// bad are values that no field expects.
var bad = map[string]string{
	"missing": "", "huge": strings.Repeat("长", 1500), "nul": "a\x00b", "broken": "\xff\xfe", "number": "99999999999999999999999", "negative": "-1",
	"markup": `"><script>alert(1)</script>`, "wildcard": "%_'\\;--", "controls": "\u202e\u2028\u0007",
}

// people in turn try every form with every field wrong: nothing answers 5xx.
func TestBadInputNeverFails(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		ids := map[review.State]uint64{}
		ids[review.Draft] = b.Draft("草稿")
		ids[review.Section] = b.Draft("科室审核")
		b.Submit(ids[review.Section])
		ids[review.Confidentiality] = b.Draft("保密审查")
		b.Submit(ids[review.Confidentiality])
		b.PassSection(ids[review.Confidentiality])
		ids[review.Published] = b.Publish("已发布")
		n, kinds := 0, slices.Sorted(maps.Keys(bad))
		for _, name := range []string{"budget.author", "budget.head", "office.secrecy", "office.publisher", "sys.admin", "sec.admin"} {
			who := signIn(t, base, path, name)
			token := csrf(who, path)
			for _, r := range handlers.Routes(b.App, config.Config{}, "") {
				if r.Method != "POST" || r.Policy != web.Staff || strings.HasSuffix(r.Path, "/logout") || strings.HasSuffix(r.Path, "/account") {
					continue
				}
				all := targets(r.Path, ids)
				for i, kind := range kinds {
					form := url.Values{"_csrf": {token}}
					for _, f := range fields {
						if kind != "missing" {
							form[f] = []string{bad[kind], bad[kind]}
						}
					}
					if i%2 == 0 {
						form.Set("version", strconv.Itoa(1+i/2%3))
					}
					for _, at := range []string{all[i%len(all)], all[(i+n)%len(all)]} {
						p := who.Post(path+at, form)
						n++
						if p.Code >= 500 {
							t.Errorf("%s: POST %s with %s fields: %d", name, at, kind, p.Code)
						}
						if strings.Contains(p.Text, "<script>alert(1)") {
							t.Errorf("%s: POST %s shows a script", name, at)
						}
					}
				}
			}
		}
		t.Logf("%d requests", n)
	})
}

func targets(path string, ids map[review.State]uint64) (out []string) {
	if !strings.Contains(path, ":id") {
		return []string{path}
	}
	if !strings.Contains(path, "/documents/") {
		return []string{strings.ReplaceAll(path, ":id", "2"), strings.ReplaceAll(path, ":id", "999")}
	}
	for _, id := range ids {
		out = append(out, strings.ReplaceAll(path, ":id", fmt.Sprint(id)))
	}
	return append(out, strings.ReplaceAll(path, ":id", "999999"), strings.ReplaceAll(path, ":id", "x"))
}

// csrf reads the token that the person's forms carry.
func csrf(who *webtest.Browser, path string) string {
	return who.Get(path+"/desk/account").Find("input[name=_csrf]").First().AttrOr("value", "")
}

// Addresses that nobody meant never fail and never take the public site down.
func TestOddAddresses(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	b.Publish("一篇")
	citizen := webtest.Open(t, base)
	author := signIn(t, base, path, "budget.author")
	for _, at := range []string{"/xwdt/gzdt", "/xwdt/gzdt/?page=0", "/xwdt/gzdt/?page=-1", "/xwdt/gzdt/?page=99999999999999999999", "/xwdt/gzdt/?page=2", "/%00", "/%ff", "/..%2f..%2fetc/passwd",
		"/xwdt/gzdt/202611/t20261123_999.html", "/xwdt/gzdt/202611/t20261123_99999999999999999999.html", "/a/202611/t20261123_1.html", "/zfxxgk/nb/2099/", "/zfxxgk/nb/20x0/",
		"/search?q=" + url.QueryEscape(strings.Repeat("%_", 3000)), "/search?q=%ff%fe&page=-3", "/search?page=1000000", "/feed/none.xml", "/feed/xwdt-gzdt", "/feed/.xml", "/index_999999.html",
		"/xwdt/gzdt/index_2.html", "/files/x/y", "/assets/none.css", "/assets/../config", "/sitemap.xml?x=1", "/desk/documents/0", "/desk/documents/-1", "/desk/documents/99999999999999999999",
		"/desk/documents/1/revisions/0", "/desk/documents/1/revisions/x", "/desk/documents?state=%00&scope=x&page=-1", "/desk/ledger?person=x&from=y&page=-9", "/desk/documents/1/nothing"} {
		for _, who := range []*webtest.Browser{citizen, author} {
			if p := who.Get(path + at); p.Code >= 500 {
				t.Errorf("GET %s: %d", at, p.Code)
			}
		}
	}
	for _, method := range []string{"PUT", "DELETE", "PATCH", "OPTIONS", "POST", "TRACE"} {
		p := citizen.Do(citizen.Request(method, path+"/xwdt/gzdt/", "text/plain", "x"))
		if p.Code >= 500 || p.Code == 200 {
			t.Errorf("%s on a page: %d", method, p.Code)
		}
	}
}

// A citizen cannot tell a draft's address from one that never was.
func TestUnpublishedIsUnknown(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	id := b.Draft("秘密的标题")
	citizen := webtest.Open(t, base)
	draft, none := citizen.Get(fmt.Sprintf("%s/xwdt/gzdt/202611/t20261123_%d.html", path, id)), citizen.Get(path+"/xwdt/gzdt/202611/t20261123_424242.html")
	if draft.Code != 404 || none.Code != 404 {
		t.Fatalf("%d, %d", draft.Code, none.Code)
	}
	strip := func(p *webtest.Page) string {
		return strings.NewReplacer(p.Headers.Get("X-Request-Id"), "", fmt.Sprintf("_%d.", id), "", "_424242.", "").Replace(p.Text)
	}
	if strip(draft) != strip(none) {
		t.Error("the two answers differ")
	}
	for name := range draft.Headers {
		if name != "X-Request-Id" && name != "Date" && name != "Content-Length" && draft.Headers.Get(name) != none.Headers.Get(name) {
			t.Errorf("header %s differs", name)
		}
	}
	stranger := signIn(t, base, path, "treasury.author")
	if p := stranger.Get(fmt.Sprintf("%s/desk/documents/%d", path, id)); p.Code != 404 || strings.Contains(p.Text, "秘密的标题") {
		t.Errorf("another section's author gets %d", p.Code)
	}
	admin := signIn(t, base, path, "sys.admin")
	if p := admin.Get(fmt.Sprintf("%s/desk/documents/%d", path, id)); p.Code != 403 || strings.Contains(p.Text, "秘密的标题") {
		t.Errorf("an administrator gets %d", p.Code)
	}
}

// A form made from an older version shows both texts and loses nothing.
func TestStaleFormShowsBoth(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		at := fmt.Sprintf("%s/desk/documents/%d/edit", path, b.Draft("原题"))
		one, two := signIn(t, base, path, "budget.author"), signIn(t, base, path, "budget.author2")
		mine, theirs := one.Get(at), two.Get(at)
		theirs.Submit(two, "form[action$='/edit']", url.Values{"title": {"同事的题目"}})
		p := mine.Submit(one, "form[action$='/edit']", url.Values{"title": {"我的题目"}, "body": {"<p>我的正文</p>"}})
		if p.Code != 409 || !strings.Contains(p.Text, "我的题目") || !strings.Contains(p.Text, "同事的题目") || !strings.Contains(p.Text, "我的正文") {
			t.Fatalf("%d\n%s", p.Code, p.Find("main").Text())
		}
		if again := p.Submit(one, "form[action$='/edit']", nil); again.Code != 200 || again.State() != "draft" || !strings.Contains(again.Text, "我的题目") {
			t.Errorf("saving again: %d", again.Code)
		}
	})
}

// A session that ends while somebody writes keeps the form through the login.
func TestExpiredSessionKeepsForm(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	who := signIn(t, base, path, "budget.author")
	page := who.Get(path + "/desk/documents/new")
	b.Clock.Add(2 * 60 * 60 * 1e9)
	login := page.Submit(who, "form[action$='/desk/documents']", url.Values{"title": {"写了很久的稿"}, "body": {"<p>正文</p>"}, "column": {"xwdt/gzdt"}})
	if login.Code != 401 {
		t.Fatalf("expired session answers %d", login.Code)
	}
	resume := login.Submit(who, "form[action$='/desk/login']", url.Values{"username": {"budget.author"}, "password": {modeltest.Password}})
	if resume.Code != 200 || !strings.Contains(resume.Text, "写了很久的稿") {
		t.Fatalf("after the login: %d %s", resume.Code, resume.Path)
	}
	if saved := resume.Submit(who, "main form[action$='/desk/documents']", nil); saved.Code != 200 || saved.State() != "draft" {
		t.Errorf("going on: %d %q", saved.Code, saved.State())
	}
}

// A form without the session's token, or from another site, does nothing.
func TestForgedForms(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	id := b.Draft("稿")
	who := signIn(t, base, path, "budget.author")
	at := fmt.Sprintf("%s/desk/documents/%d/discard", path, id)
	if p := who.Post(at, url.Values{"version": {"1"}}); p.Code != 403 {
		t.Errorf("without a token: %d", p.Code)
	}
	if p := who.Post(at, url.Values{"version": {"1"}, "_csrf": {"guess"}}); p.Code != 403 {
		t.Errorf("with a wrong token: %d", p.Code)
	}
	req := who.Request("POST", at, "application/x-www-form-urlencoded", url.Values{"version": {"1"}, "_csrf": {csrf(who, path)}}.Encode())
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if p := who.Do(req); p.Code != 403 {
		t.Errorf("from another site: %d", p.Code)
	}
	req = who.Request("POST", at, "application/json", `{"version":1}`)
	if p := who.Do(req); p.Code >= 500 || p.Code < 400 {
		t.Errorf("JSON: %d", p.Code)
	}
	if b.State(id) != review.Draft {
		t.Error("a forged form was obeyed")
	}
}
