package handlers_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"

	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

// 写解读 begins with the document filled in and its title shown; what a person may
// not read answers as an unknown number, in the form and to the script.
func TestBeginInterpretation(t *testing.T) {
	b := sqlite(t)
	f := modeltest.Article("区财政局关于报账的通知")
	f.Column, f.Said = "zcwj/qt", content.Said{"number": "财发〔2026〕9号"}
	id := strconv.FormatUint(b.In(f), 10)
	base, path := site(t, b)
	author, stranger := signIn(t, base, path, "budget.author2"), signIn(t, base, path, "treasury.author")
	p := author.Get(path + "/desk/documents/new?column=zcjd&interprets=" + id)
	if v, _ := p.Find("#f-interprets").Attr("value"); p.Code != 200 || v != id || !strings.Contains(p.Find("[data-named]").Text(), "区财政局关于报账的通知") {
		t.Errorf("%d, names %q: %q", p.Code, v, p.Find("[data-named]").Text())
	}
	if v, _ := p.Find("#f-title").Attr("value"); v != "《区财政局关于报账的通知》解读" || !p.Has("背景依据") || !p.Has("关键词诠释") {
		t.Errorf("title %q", v)
	}
	if p := author.Get(path + "/desk/documents/" + id); !strings.Contains(p.Find(".acts").Text(), "写解读") {
		t.Error("the document's page does not offer it")
	}
	for _, number := range []string{id, "999999", "x", "-1", "99999999999999999999"} {
		if p := stranger.Get(path + "/desk/documents/new?interprets=" + number); p.Code != 404 {
			t.Errorf("%s: a stranger gets %d", number, p.Code)
		}
	}
	found := func(c *webtest.Browser, q string) string {
		t.Helper()
		p := c.Get(path + "/desk/search/documents?q=" + url.QueryEscape(q))
		if p.Code != 200 {
			t.Errorf("%q: %d", q, p.Code)
		}
		return p.Text
	}
	if s := found(author, "报账"); !strings.Contains(s, `"id":`+id) || !strings.Contains(s, "还没有公开") {
		t.Errorf("a colleague finds %s", s)
	}
	for _, q := range []string{"报账", "2026〕9", id, "", "%", "\"'<>"} {
		if s := found(stranger, q); strings.TrimSpace(s) != "[]" {
			t.Errorf("%q: a stranger finds %s", q, s)
		}
	}
	if p := author.Get(path + "/desk/search/documents?q=" + strings.Repeat("a", 5000)); p.Code != 422 && p.Code != 400 {
		t.Errorf("a query without end: %d", p.Code)
	}
}

// A reprint from elsewhere than the list is refused at its field, and what was
// typed stays.
func TestReprintRefused(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	p := author.Get(path + "/desk/documents/new?column=xwdt/gzdt")
	p = p.Submit(author, "form#write", url.Values{"column": {"xwdt/gzdt"}, "title": {"转载的"}, "source": {"预算科"}, "body": {"正文。"},
		"origin": {"某网站"}, "origin_at": {"https://www.example.com/1"}})
	v, _ := p.Find("#f-origin_at").Attr("value")
	if p.Code != 422 || !p.Has("www.example.com”不在转载白名单里") || v != "https://www.example.com/1" {
		t.Errorf("%d, kept %q", p.Code, v)
	}
}
