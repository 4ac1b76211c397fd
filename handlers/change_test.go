package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

func documentAt(path string, id uint64) string {
	return path + "/desk/documents/" + strconv.FormatUint(id, 10)
}

// From 发生了什么 to the red banner: a text that was abolished says so and leads to
// what holds now, on its page, in lists, in a search and in the feed.
func TestAbolished(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author, citizen := signIn(t, base, path, "budget.author"), webtest.Open(t, base)
		old, fresh := b.Publish("旧的补贴办法"), b.Publish("新的补贴办法")
		at := documentAt(path, old)
		article := func(id uint64) string { return fmt.Sprintf("%s/xwdt/gzdt/202611/t20261123_%d.html", path, id) }
		if author.Get(at).Find("a[href$='/change']").Length() != 1 {
			t.Error("the document does not lead to 发生了什么")
		}
		page := author.Get(at + "/change")
		to := page.Find("main a[href*='kind=superseded']").AttrOr("href", "")
		if page.Code != 200 || to == "" || page.Find("main h2").Length() != 4 {
			t.Fatalf("%d %q\n%s", page.Code, to, page.Find("main").Text())
		}
		form := author.Get(to)
		if form.Find("input[name=standing][checked]").Length() != 0 || form.Find("input[name=kind][type=hidden]").AttrOr("value", "") != "superseded" || form.Find("input[value=effective]").Length() != 0 {
			t.Errorf("form: %s", form.Find("main").Text())
		}
		typed := url.Values{"standing": {"repealed"}, "successor": {"http://127.0.0.1:1" + article(fresh) + "#top"}, "public_note": {"短"}}
		if p := form.Submit(author, "main form", typed); p.Code != 422 || p.Find("input[value=repealed][checked]").Length() != 1 || p.Find("input[name=successor]").AttrOr("value", "") != typed.Get("successor") ||
			p.Find("input[name=kind][type=hidden]").AttrOr("value", "") != "superseded" {
			t.Errorf("refused: %d\n%s", p.Code, p.Find("main").Text())
		}
		typed.Set("public_note", "自 2026 年 12 月 1 日起废止。")
		if p := form.Submit(author, "main form", typed); p.Code != 200 || p.State() != "draft" {
			t.Fatalf("%d %s", p.Code, p.Find(".errsum").Text())
		}
		if p := author.Get(at + "/preview"); !p.Has("本文已废止") {
			t.Error("the preview does not show the banner")
		}
		if p := citizen.Get(article(old)); p.Has("废止") {
			t.Error("public before three signatures")
		}
		b.Submit(old)
		if p := signIn(t, base, path, "budget.head").Get(at + "/section?tab=full"); !p.Has("已废止") || !p.Has("本站 "+strconv.FormatUint(fresh, 10)+" 号稿件") {
			t.Errorf("the reviewer does not see what is signed")
		}
		b.PassSection(old)
		b.PassConfidentiality(old)
		p := citizen.Get(article(old))
		if link := p.Find(".state .bad a"); p.Code != 200 || link.AttrOr("href", "") != article(fresh) || !strings.Contains(link.Text(), "新的补贴办法") || !p.Has(`"creativeWorkStatus":"已废止"`) {
			t.Errorf("banner: %s", p.Find(".state").Text())
		}
		if !strings.Contains(p.Find("#log").Text(), "已废止：自 2026 年 12 月 1 日起废止。") {
			t.Errorf("log: %s", p.Find("#log").Text())
		}
		for _, where := range []string{"/xwdt/gzdt/", "/", "/search?q=补贴办法", "/feed/xwdt-gzdt.xml"} {
			if n := strings.Count(citizen.Get(path+where).Text, "已废止"); n != 1 {
				t.Errorf("%s says 已废止 %d times", where, n)
			}
		}
		b.Withdraw(fresh, "office.publisher")
		if p := citizen.Get(article(old)); p.Has("新的补贴办法") || p.Find(".state .bad").Length() != 1 {
			t.Error("the banner leads to what was withdrawn")
		}
		if author.Get(at+"/correct?kind=superseded").Find("input[value=effective]").Length() != 1 {
			t.Error("it cannot be put into force again")
		}
		if p := citizen.Get(article(fresh)); p.Code != 410 {
			t.Error(p.Code)
		}
	})
}

// The forms that checks from outside know: each filled with its own fields only.
func TestOldFormsHold(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	for i, fill := range []url.Values{{}, {"kind": {"minor"}}, {"kind": {"correction"}, "public_note": {"更正了合计金额。"}}} {
		at := documentAt(path, b.Publish(fmt.Sprintf("旧表单 %d", i)))
		if p := author.Get(at+"/correct").Submit(author, "form[action$='/correct']", fill); p.Code != 200 || p.State() != "draft" {
			t.Errorf("%v: %d %s", fill, p.Code, p.Find(".errsum").Text())
		}
	}
	at := documentAt(path, b.Publish("旧表单 撤下"))
	if p := author.Get(at+"/withdraw").Submit(author, "form[action$='/withdraw']", url.Values{"reason": {"mistake"}}); p.Code != 200 || p.State() != "withdrawn" || p.Find("[data-state]").Length() != 1 {
		t.Errorf("%d %s", p.Code, p.Find(".errsum").Text())
	}
}

// The gone page names reason, day and where to go on; the note stays inside.
// What leads nowhere is refused, and nothing that was typed is lost.
func TestGoneWithReplacement(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		publisher, citizen := signIn(t, base, path, "office.publisher"), webtest.Open(t, base)
		id, fresh, far := b.Publish("并入别处"), b.Publish("合并后的一篇"), b.Publish("搬到上级门户")
		form := publisher.Get(documentAt(path, id) + "/withdraw")
		p := form.Submit(publisher, "main form", url.Values{"reason": {"merged"}, "replacement": {"随便写的"}, "note": {"内部的话"}})
		if p.Code != 422 || p.Find("input[value=merged][checked]").Length() != 1 || p.Find("input[name=replacement]").AttrOr("value", "") != "随便写的" || !strings.Contains(p.Find("textarea[name=note]").Text(), "内部的话") || !strings.Contains(p.Find(".errsum").Text(), "https://") {
			t.Fatalf("%d %s", p.Code, p.Find(".errsum").Text())
		}
		short := "http://127.0.0.1:1" + path + "/s/" + strconv.FormatUint(fresh, 36)
		if p = form.Submit(publisher, "main form", url.Values{"reason": {"merged"}, "replacement": {short}, "note": {"内部的话"}}); p.Code != 200 || !p.Has("微信公众号") || !p.Has("请在 2026-11-24") {
			t.Fatalf("%d %s", p.Code, p.Find(".errsum").Text())
		}
		if p.Find(".places .tag.warn").Length() != 0 || p.Find(".places .tag.ok").Length() < 6 {
			t.Errorf("places: %s", p.Find(".places").Text())
		}
		article := func(id uint64) string { return fmt.Sprintf("%s/xwdt/gzdt/202611/t20261123_%d.html", path, id) }
		p = citizen.Get(article(id))
		if link := p.Find(".instead a"); p.Code != 410 || link.AttrOr("href", "") != article(fresh) || link.Text() != "合并后的一篇" || !p.Has("已并入其他页面") || !p.Has("2026-11-23") || p.Has("内部的话") {
			t.Errorf("%d %s", p.Code, p.Find("main").Text())
		}
		modeltest.Must(t, b.Content.Withdraw(t.Context(), far, b.Version(far), content.Withdrawal{Reason: "merged", Replacement: "https://www.example.gov.cn/x"}, b.Who("office.publisher")))
		if link := citizen.Get(article(far)).Find(".instead a"); link.AttrOr("href", "") != "https://www.example.gov.cn/x" {
			t.Error(link.AttrOr("href", ""))
		}
		b.Withdraw(fresh, "office.publisher")
		if p = citizen.Get(article(id)); p.Code != 410 || p.Find(".instead").Length() != 0 {
			t.Error("the gone page leads to another that is gone")
		}
	})
}

// Two clicks and a reason; everybody who may withdraw may do it, nobody else; it
// is gone everywhere, on another server of the same database and folder too; the
// second look finds it on its desk with reason, note and deadline.
func TestTakeDownFromTheDesk(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		id := b.Draft("要紧急撤下的一篇")
		file := b.Attach(id, modeltest.Upload("名单.txt", []byte("名单")))[0]
		b.Pass(id)
		b.Publish("留着的一篇")
		twin := modeltest.Twin(b)
		modeltest.Must(t, twin.Site.Look(t.Context()))
		other := webtest.Serve(t, handlers.New(twin, config.Config{BasePath: path, BaseURL: "http://127.0.0.1:1"}, "", quiet()))
		article := fmt.Sprintf("%s/xwdt/gzdt/202611/t20261123_%d.html", path, id)
		link, short := path+"/files/"+file.Key+"/x.txt", path+"/s/"+strconv.FormatUint(id, 36)
		lists := []string{path + "/", path + "/xwdt/", path + "/xwdt/gzdt/", path + "/feed/xwdt-gzdt.xml", path + "/feed/all.xml", path + "/search?q=" + url.QueryEscape("紧急撤下"), path + "/sitemap.xml", path + "/sitemap/"}
		for _, server := range []string{base, other} {
			for _, where := range append([]string{article, link}, lists...) {
				if a, _ := ask(t, "GET", server+where); a.StatusCode != 200 {
					t.Fatalf("%s: %d before", where, a.StatusCode)
				}
			}
		}
		for who, want := range map[string]int{"budget.author": 200, "budget.head": 200, "office.secrecy": 200, "office.publisher": 200, "budget.author2": 403, "treasury.head": 404, "deputy": 403} {
			if p := signIn(t, base, path, who).Get(documentAt(path, id) + "/takedown"); p.Code != want {
				t.Errorf("%s: %d, want %d", who, p.Code, want)
			}
		}
		head := signIn(t, base, path, "budget.head")
		page := head.Get(documentAt(path, id))
		form := head.Get(page.Find("main a[href$='/takedown']").AttrOr("href", ""))
		if form.Code != 200 || form.Find("input[checked]").Length() != 0 || !form.Has("1 个工作日内") {
			t.Fatalf("form: %d", form.Code)
		}
		if p := form.Submit(head, "main form", nil); p.Code != 422 || !strings.Contains(p.Find(".errsum").Text(), "请选择撤下原因") {
			t.Errorf("without a reason: %d", p.Code)
		}
		done := form.Submit(head, "main form", url.Values{"reason": {"personal-data"}, "note": {"名单里有电话号码"}})
		if done.Code != 200 || !strings.HasSuffix(done.Path, "/withdrawn") || !done.Has("2026-11-23") || done.Find(".places .tag.warn").Length() != 0 {
			t.Fatalf("%d %s\n%s", done.Code, done.Path, done.Find("main").Text())
		}
		modeltest.Must(t, twin.Site.Look(t.Context()))
		twin.Takedowns.Look(t.Context())
		for _, server := range []string{base, other} {
			for _, where := range []string{article, link, short} {
				if a, body := ask(t, "GET", server+where, "If-None-Match", "*"); a.StatusCode != http.StatusGone || a.Header.Get("ETag") != "" || a.Header.Get("Last-Modified") != "" || strings.Contains(string(body), "电话号码") {
					t.Errorf("%s: %d %v", where, a.StatusCode, a.Header)
				}
			}
			for _, where := range lists {
				if _, body := ask(t, "GET", server+where); strings.Contains(string(body), "要紧急撤下的一篇") || strings.Contains(string(body), fmt.Sprintf("_%d.html", id)) || !strings.Contains(where, "search") && !strings.Contains(where, "sitemap") && !strings.Contains(string(body), "留着的一篇") {
					t.Errorf("%s after", where)
				}
			}
		}
		officer := signIn(t, base, path, "office.secrecy")
		if p := officer.Get(path + "/desk/"); !p.Has("复核撤下") || !p.Has("请在 2026-11-24 下班前复核") {
			t.Errorf("the officer's desk: %s", p.Find("main").Text())
		}
		if p := officer.Get(documentAt(path, id) + "/confirm"); p.Code != 200 || !p.Has("含有个人信息") || !p.Has("名单里有电话号码") || !p.Has("2026-11-24") {
			t.Errorf("confirm: %d", p.Code)
		}
	})
}

// Who begins a correction before the second look is told what that means, and so
// are the people who will review it; why it cannot be thrown away stands there.
func TestCorrectionOfWithdrawn(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	id := b.Publish("撤下后马上更正")
	b.Withdraw(id, "budget.author")
	author, at := signIn(t, base, path, "budget.author"), documentAt(path, id)
	for _, where := range []string{"/correct", "/change"} {
		if p := author.Get(at + where); !p.Has("撤下还没有复核") {
			t.Errorf("%s does not warn", where)
		}
	}
	p := author.Get(at+"/correct").Submit(author, "main form", nil)
	if p.State() != "draft" || !p.Has("撤下还没有人复核") || !p.Has("不能删除") || p.Find("main a[href$='/discard']").Length() != 0 {
		t.Errorf("%s\n%s", p.State(), p.Find("main").Text())
	}
	b.Submit(id)
	if p := signIn(t, base, path, "budget.head").Get(at + "/section"); !p.Has("尚未复核") {
		t.Error("level 2 does not learn of it")
	}
	b.PassSection(id)
	if p := signIn(t, base, path, "office.secrecy").Get(at + "/confidentiality"); !p.Has("尚未复核") {
		t.Error("level 3 does not learn of it")
	}
}
