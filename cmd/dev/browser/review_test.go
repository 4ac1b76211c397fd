package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys types keys into whatever has the focus; leads waits for the page they lead
// to.
func (p *person) keys(leads bool, keys ...string) {
	p.t.Helper()
	for i, k := range keys {
		var act chromedp.Action[chromedp.Void] = chromedp.KeyEvent(k)
		var err error
		if leads && i == len(keys)-1 {
			_, err = run(p, chromedp.WaitEvent(page.LoadEventFired, nil, act))
		} else {
			_, err = run(p, act)
		}
		if err != nil {
			p.fail("key %q: %v", k, err)
		}
	}
	if leads {
		p.shoot()
	}
}

// focus puts the keyboard's focus on an element, as Tab would in the end.
func (p *person) focus(selector string) {
	p.t.Helper()
	if there, err := run(p, chromedp.Evaluate[bool](fmt.Sprintf(`(e => { e?.focus(); return document.activeElement === e })(document.querySelector(%s))`, quote(selector)))); err != nil || !there {
		p.fail("nothing to put the focus on: %s (%v)", selector, err)
	}
}

// wide makes the window so many pixels wide, a phone's below 700.
func (p *person) wide(px int64) {
	p.t.Helper()
	options := []chromedp.EmulateViewportOption{}
	if px < 700 {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(px, 844, options...)); err != nil {
		p.t.Fatal(err)
	}
}

// judged has axe-core and the rules of the public pages look at an open page of
// the desk.
func (p *person) judged() {
	p.t.Helper()
	if _, err := run(p, chromedp.Evaluate[bool](axe+`;window.__violations = window.__violations || [];true`)); err != nil {
		p.t.Fatal("axe: ", err)
	}
	found, err := run(p, chromedp.Evaluate[[]string](fmt.Sprintf(judgement, quote(""), "{}"), chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatal("judge: ", err)
	}
	for _, f := range found {
		p.t.Errorf("%s: %s", p.path(), f)
	}
}

// A reviewed is a document that was returned with a remark and sent again.
type reviewed struct {
	t       *testing.T
	site    string
	browser context.Context
	title   string
	at      string // its address on the desk
	author  *person
	head    *person
	html    *validator
}

// TestReviewDesk: what a head and an officer do all day, at 1280 and 390 px, by
// mouse and by keyboard alone, on both databases.
func TestReviewDesk(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			r := &reviewed{t: t, site: s[1], browser: browser, title: fmt.Sprintf("惠农补贴资金公告%d", time.Now().UnixNano()), html: newValidator(t, browser)}
			r.author, r.head = signIn(t, browser, r.site, "budget.author"), signIn(t, browser, r.site, "budget.head")
			r.head.strict()
			r.sentAgain()
			r.looks()
			r.warned()
			r.approvedByKeys()
			r.signedByKeys()
			r.onPaper()
		})
	}
}

func (r *reviewed) sentAgain() {
	p := r.author
	p.press("写稿件")
	p.fill("标题", r.title)
	p.fill("栏目", "通知公告")
	p.fill("正文", "为落实惠农补贴政策，现公告如下。\n\n本批次下达资金1,268.40万元，咨询手机13800138000。\n\n第三段没有变化。\n\n第四段也没有变化。\n\n第五段同样没有变化。")
	p.press("保存")
	r.at = strings.TrimPrefix(p.path(), "/")
	p.submit()
	h := r.head
	h.visit(r.at + "/section")
	h.fill("段落", "2")
	h.fill("批注", "金额与附表合计不一致，请核对。")
	h.press("添加批注")
	h.sees("金额与附表合计不一致")
	h.fill("常用原因", "数字、金额与附件或原始材料不一致，请核对后重新提交。")
	h.press("退回")
	p.visit(r.at)
	p.sees("数字、金额与附件", "金额与附表合计不一致")
	p.judged()
	p.press("编辑")
	p.fill("正文", "为落实惠农补贴政策，现公告如下。\n\n本批次下达资金1,286.40万元，咨询手机13800138000。\n\n第三段没有变化。\n\n第四段也没有变化。\n\n第五段同样没有变化。\n\n新增的一段。")
	p.press("保存")
	p.submit()
}

// looks opens every view of the review desk in both sizes.
func (r *reviewed) looks() {
	for _, px := range []int64{1280, 390} {
		r.head.wide(px)
		for _, at := range []string{"/section", "/section?tab=full", "/section?tab=phone", "/section?tab=files", "/compare?from=1&to=2", "/comments", "/forms/secrecy", ""} {
			if status := r.head.visit(r.at + at); status != 200 {
				r.t.Errorf("%s answers %d", at, status)
			}
			if !strings.Contains(at, "phone") { // the page in the frame is judged by its own gate
				r.head.judged()
			}
			if px == 1280 {
				r.html.check(r.t, r.head.source(r.at+at))
			}
		}
	}
	r.head.wide(1280)
}

// warned: whoever has the page open learns within seconds that the author took the
// document back, and can decide nothing any more.
func (r *reviewed) warned() {
	h := r.head
	h.visit(r.at + "/section")
	r.author.visit(r.at + "/recall")
	r.author.press("撤回")
	const seen = `new Promise(done => { const look = setInterval(() => { if (document.querySelector('.moved-on')) { clearInterval(look); done(true) } }, 100) })`
	if _, err := run(h, chromedp.Evaluate[bool](seen, chromedp.EvalAwaitPromise)); err != nil {
		h.fail("no warning: %v", err)
	}
	h.sees("已撤回")
	h.wants(`[...document.querySelectorAll('button[name=decision]')].every(b => b.disabled)`, "true")
	h.shoot()
	r.author.submit()
}

// approvedByKeys: a document is approved with Enter and A, and no key does anything
// while something is typed.
func (r *reviewed) approvedByKeys() {
	h := r.head
	h.visit(r.at + "/section")
	h.sees("1,286.40")
	h.focus("#f-note")
	h.keys(false, "a", "r", "j")
	h.wants(`document.querySelector('#f-note').value`, "arj")
	h.wants(`location.pathname.endsWith('/section') + ''`, "true")
	h.visit(r.at + "/section")
	h.keys(false, kb.ArrowDown)
	h.wants(`document.querySelector('.diff tr.cur').id`, "p2")
	h.keys(false, "c")
	h.wants(`document.activeElement.id + ' ' + document.querySelector('#f-block').value`, "f-remark 2")
	h.visit(r.at + "/section")
	h.keys(false, "?")
	h.wants(`document.querySelector('[data-keys]').open + ''`, "true")
	h.keys(false, "?")
	h.press("标记已解决")
	h.visit("desk/review/")
	h.focus(fmt.Sprintf("a.btn[href$='/%s/section']", r.at))
	h.keys(true, kb.Enter)
	h.keys(true, "a")
	h.sees("已通过，送保密审查")
}

// signedByKeys: the officer fills in the form and signs without a mouse.
func (r *reviewed) signedByKeys() {
	o := signIn(r.t, r.browser, r.site, "office.secrecy")
	o.strict()
	for _, px := range []int64{390, 1280} {
		o.wide(px)
		o.visit(r.at + "/confidentiality")
		o.sees("138****8000", "七项都还没有选")
		o.judged()
	}
	r.html.check(r.t, o.source(r.at+"/confidentiality"))
	o.focus("#f-q1")
	for q := range 7 {
		if q == 6 {
			o.wants(`document.querySelector('[data-missing]').innerText.startsWith('还差第 7 项未选')`, "true")
		}
		o.keys(false, kb.ArrowRight, kb.Tab) // 否 stands behind 是
	}
	o.wants(`document.activeElement.id`, "f-conclusion")
	o.keys(false, " ")
	o.wants(`document.querySelector('[data-missing]').innerText`, "七项和结论都已填写。")
	o.keys(false, kb.Tab, kb.Tab, kb.Tab)
	o.wants(`document.activeElement.id`, "f-password")
	o.keys(true, password, kb.Enter)
	o.sees("已签名并通过")
}

var sheets = regexp.MustCompile(`/Type\s*/Page[^s]`)

// onPaper: each form of the archive is one sheet of A4.
func (r *reviewed) onPaper() {
	for _, form := range []string{"secrecy", "release"} {
		r.head.visit(r.at + "/forms/" + form)
		yes := true
		pdf, err := chromedp.Call(r.head.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes})
		if err != nil {
			r.t.Fatal(err)
		}
		if dir := os.Getenv("GONGKAI_TEST_PICTURES"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, form+".pdf"), pdf.Data, 0o644); err != nil {
				r.t.Fatal(err)
			}
		}
		if n := len(sheets.FindAll(pdf.Data, -1)); n != 1 {
			r.t.Errorf("%s: %d sheets", form, n)
		}
	}
}
