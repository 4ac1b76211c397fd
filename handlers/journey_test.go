package handlers_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

// site serves a bureau below a base path, as it stands in production, and
// returns the address and the base path.
func site(t *testing.T, b *modeltest.Bureau) (base, path string) {
	t.Helper()
	cfg := config.Config{BasePath: "/bmjd/qczj", BaseURL: "http://127.0.0.1:1", Addr: "127.0.0.1:1", Data: t.TempDir()}
	return webtest.Serve(t, handlers.New(b.App, cfg, "", quiet())), cfg.BasePath
}

// everybody signs somebody in.
func signIn(t *testing.T, base, path, username string) *webtest.Browser {
	t.Helper()
	return webtest.SignIn(t, base, path, username, modeltest.Password)
}

var clean = url.Values{"decision": {"approve"}, "conclusion": {"open"}, "q1": {"no"}, "q2": {"no"}, "q3": {"no"}, "q4": {"no"}, "q5": {"no"}, "q6": {"no"}, "q7": {"no"},
	"password": {modeltest.Password}}

// The main job as the people do it, with forms read from the pages: write,
// return, fix, three signatures, public, correct, withdraw, confirm.
func TestJourney(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author, head, officer, publisher := signIn(t, base, path, "budget.author"), signIn(t, base, path, "budget.head"), signIn(t, base, path, "office.secrecy"), signIn(t, base, path, "office.publisher")
		citizen := webtest.Open(t, base)

		doc := author.Get(path+"/desk/documents/new?column=xwdt/gzdt").Submit(author, "form[action$='/desk/documents']",
			url.Values{"title": {"第一稿"}, "body": {"<p>金额 1,268.40 万元。</p>"}, "source": {"预算科"}})
		if doc.Code != 200 || doc.State() != "draft" {
			t.Fatalf("create: %d %s %q", doc.Code, doc.Path, doc.State())
		}
		at := doc.Path
		act := func(who *webtest.Browser, verb, want string, fill url.Values) *webtest.Page {
			t.Helper()
			page := who.Get(at + "/" + verb)
			if page.Code != 200 {
				t.Fatalf("GET %s: %d", verb, page.Code)
			}
			after := page.Submit(who, fmt.Sprintf("form[action$='/%s']", verb), fill)
			if after.Code != 200 || after.State() != want {
				t.Fatalf("POST %s: %d, state %q, want %q\n%s", verb, after.Code, after.State(), want, after.Find("main").Text())
			}
			return after
		}
		act(author, "submit", "section", url.Values{"selfcheck": {"yes"}})
		act(head, "section", "returned", url.Values{"decision": {"return"}, "note": {"金额与附表不一致，请核对。"}})
		if page := author.Get(path + "/desk/"); !strings.Contains(page.Text, "金额与附表不一致") {
			t.Error("the reason of the return is not on the author's desk")
		}
		act(author, "edit", "returned", url.Values{"title": {"第二稿"}, "body": {"<p>金额 1,286.40 万元。</p>"}})
		act(author, "submit", "section", url.Values{"selfcheck": {"yes"}})
		act(head, "section", "confidentiality", url.Values{"decision": {"approve"}})
		if page := citizen.Get(path + "/xwdt/gzdt/"); strings.Contains(page.Text, "第二稿") {
			t.Fatal("public before the third signature")
		}
		public := act(officer, "confidentiality", "published", clean).Find("a[rel=bookmark]").AttrOr("href", "")
		if !regexp.MustCompile(`^/bmjd/qczj/xwdt/gzdt/202611/t20261123_[0-9]+\.html$`).MatchString(public) {
			t.Fatalf("public address %q", public)
		}
		if page := citizen.Get(public); page.Code != 200 || !strings.Contains(page.Text, "1,286.40") || !strings.Contains(page.Text, "经三级审核") {
			t.Fatalf("article: %d\n%s", page.Code, page.Find("main").Text())
		}
		for _, where := range []string{"/", "/xwdt/", "/xwdt/gzdt/", "/feed/xwdt-gzdt.xml", "/search?q=第二", "/sitemap.xml"} {
			if page := citizen.Get(path + where); page.Code != 200 || !strings.Contains(page.Find("main").Text()+page.Text, "第二稿") && where != "/sitemap.xml" || where == "/sitemap.xml" && !strings.Contains(page.Text, public) {
				t.Errorf("%s: %d, does not show the document", where, page.Code)
			}
		}

		act(author, "correct", "draft", url.Values{"kind": {"correction"}, "public_note": {"更正了合计金额。"}})
		act(author, "edit", "draft", url.Values{"title": {"第三稿"}})
		act(author, "submit", "section", url.Values{"selfcheck": {"yes"}})
		if page := citizen.Get(public); !strings.Contains(page.Text, "第二稿") || strings.Contains(page.Text, "第三稿") {
			t.Error("the correction shows before it is signed")
		}
		act(head, "section", "confidentiality", url.Values{"decision": {"approve"}})
		act(officer, "confidentiality", "published", clean)
		if page := citizen.Get(public); !strings.Contains(page.Text, "第三稿") || !strings.Contains(page.Text, "更正了合计金额") {
			t.Error("the correction does not show")
		}
		act(publisher, "withdraw", "withdrawn", url.Values{"reason": {"mistake"}})
		if page := citizen.Get(public); page.Code != http.StatusGone {
			t.Errorf("withdrawn page answers %d", page.Code)
		}
		for _, where := range []string{"/", "/xwdt/gzdt/", "/feed/xwdt-gzdt.xml", "/search?q=第三", "/sitemap.xml"} {
			if page := citizen.Get(path + where); strings.Contains(page.Text, "第三稿") || strings.Contains(page.Text, public) {
				t.Errorf("%s still shows the withdrawn document", where)
			}
		}
		if page := publisher.Get(at + "/confirm"); page.Code != http.StatusForbidden {
			t.Errorf("who withdrew may confirm: %d", page.Code)
		}
		act(head, "confirm", "withdrawn", url.Values{"decision": {"yes"}})
		r, err := b.Verify(t.Context(), nil)
		if err != nil || !r.Whole() {
			t.Fatalf("ledger: %v %+v", err, r)
		}
	})
}

// quiet logs errors only: a 5xx shows its cause in the test's output.
func quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
}
