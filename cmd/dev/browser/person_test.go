// Package browser holds the journeys that a headless Chromium makes through the
// built program, with the buttons and fields that people see. Its tests run
// only when `go run ./cmd/dev test` gives them a browser and running sites.
package browser

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// patience is how long a page may take, on a machine that does other things too.
const patience = 30 * time.Second

// chromium starts the browser that all people of a test share.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := os.Getenv("GONGKAI_TEST_CHROMIUM")
	if path == "" {
		t.Skip("no browser: run go run ./cmd/dev test -only browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WindowSize(1280, 900),
		// A sandbox needs rights that containers rarely give; the pages are our own.
		chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() { end(); stop() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("start Chromium: ", err)
	}
	return ctx
}

// A person is somebody with a browser window of their own.
type person struct {
	t      *testing.T
	name   string
	site   string // address of the home page, ends in /
	ctx    context.Context
	clicks int // since count was last asked
	fields int // filled in since then
	shots  int
}

// open gives somebody a window with its own cookies.
func open(t *testing.T, browser context.Context, site, name string) *person {
	t.Helper()
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(end)
	p := &person{t: t, name: name, site: site, ctx: ctx}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return p
}

// signIn opens a window and logs somebody of the demo in.
func signIn(t *testing.T, browser context.Context, site, name string) *person {
	t.Helper()
	p := open(t, browser, site, name)
	p.visit("desk/login")
	p.fill("用户名", name)
	p.fill("密码", password)
	p.press("登录")
	if at := p.path(); at != "/desk/" {
		p.fail("the login leads to %s", at)
	}
	return p
}

// fail ends the test with what the person sees.
func (p *person) fail(format string, args ...any) {
	p.t.Helper()
	text, _ := run(p, chromedp.Evaluate[string](`location.href + '\n' + (document.querySelector('main') || document.body).innerText`))
	p.t.Fatalf("%s: %s\n%s", p.name, fmt.Sprintf(format, args...), text)
}

func run[T any](p *person, a chromedp.Action[T]) (T, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, a)
}

// visit opens an address of the site and returns its status.
func (p *person) visit(path string) int64 {
	p.t.Helper()
	r, err := run(p, chromedp.NavigateResponse(p.site+strings.TrimPrefix(path, "/")))
	if err != nil {
		p.t.Fatalf("%s: GET %s: %v", p.name, path, err)
	}
	p.shoot()
	return r.Status
}

// press clicks the link or button with these words and waits for the page it
// leads to.
func (p *person) press(words string) {
	p.t.Helper()
	p.click(words, `[...document.querySelectorAll('a,button')].filter(e => e.checkVisibility())`, true)
}

// tick clicks a box or an option by its label. Of several options with the same
// label the one of the question is meant.
func (p *person) tick(question, label string) {
	p.t.Helper()
	scope := `[document]`
	if question != "" {
		scope = fmt.Sprintf(`[...document.querySelectorAll('fieldset')].filter(f => f.querySelector('legend').innerText.includes(%s))`, quote(question))
	}
	p.click(label, scope+`.flatMap(f => [...f.querySelectorAll('label')]).filter(l => l.control && /checkbox|radio/.test(l.control.type))`, false)
}

// click finds one of the elements by its words, moves it into view and clicks
// its middle with the mouse, as long as nothing covers it.
func (p *person) click(words, elements string, leads bool) {
	p.t.Helper()
	at, err := run(p, chromedp.Evaluate[[]float64](fmt.Sprintf(`(() => {
		const words = %s, text = e => e.innerText.trim().replace(/\n/g, ''), all = %s
		const hit = all.find(e => text(e) === words) || all.find(e => text(e).startsWith(words))
		if (!hit) return []
		hit.scrollIntoView({block: 'center', behavior: 'instant'})
		const r = hit.getClientRects()[0], x = r.left + Math.min(r.width / 2, 40), y = r.top + r.height / 2
		return hit.contains(document.elementFromPoint(x, y)) ? [x, y] : [x]
	})()`, quote(words), elements)))
	switch {
	case err != nil:
		p.fail("look for %q: %v", words, err)
	case len(at) == 0:
		p.fail("there is no %q to click", words)
	case len(at) == 1:
		p.fail("%q is covered by something else", words)
	}
	p.clicks++
	press := chromedp.MouseClickXY(at[0], at[1])
	if leads {
		_, err = run(p, chromedp.WaitEvent(page.LoadEventFired, nil, press))
	} else {
		_, err = run(p, press)
	}
	if err != nil {
		p.fail("click %q: %v", words, err)
	}
	if leads {
		p.shoot()
	}
}

// fill types into the field with this label, or chooses the option with these
// words from it.
func (p *person) fill(label, words string) {
	p.t.Helper()
	p.fields++
	kind, err := run(p, chromedp.Evaluate[string](fmt.Sprintf(`(() => {
		const l = [...document.querySelectorAll('label')].find(l => l.control && l.innerText.trim() === %s)
		if (!l) return ''
		const f = l.control
		f.focus()
		if (f.tagName !== 'SELECT') { f.select(); return 'text' }
		const o = [...f.options].find(o => o.text.trim() === %s)
		if (!o) return 'no option'
		f.value = o.value
		f.dispatchEvent(new Event('change', {bubbles: true}))
		return 'select'
	})()`, quote(label), quote(words))))
	if err == nil && kind == "text" {
		_, err = chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: words})
	}
	if err != nil || kind == "" || kind == "no option" {
		p.fail("fill in %q: %q %v", label, kind, err)
	}
}

// sees demands words on the page.
func (p *person) sees(words ...string) {
	p.t.Helper()
	text := p.text()
	for _, w := range words {
		if !strings.Contains(text, w) {
			p.fail("does not see %q", w)
		}
	}
}

// missesOn demands that a page does not show words.
func (p *person) missesOn(path, words string) {
	p.t.Helper()
	if strings.Contains(p.source(path), words) {
		p.t.Errorf("%s sees %q on %s", p.name, words, path)
	}
}

// seesOn demands that a page shows words.
func (p *person) seesOn(path, words string) {
	p.t.Helper()
	if !strings.Contains(p.source(path), words) {
		p.t.Errorf("%s does not see %q on %s", p.name, words, path)
	}
}

// source reads a page or a feed as it was sent.
func (p *person) source(path string) string {
	p.t.Helper()
	text, err := run(p, chromedp.Evaluate[string](fmt.Sprintf(`fetch(%s).then(r => r.text())`, quote(p.site+strings.TrimPrefix(path, "/"))), chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: read %s: %v", p.name, path, err)
	}
	return text
}

func (p *person) text() string {
	p.t.Helper()
	text, err := run(p, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

func (p *person) path() string {
	at, err := run(p, chromedp.Evaluate[string](`location.pathname`))
	if err != nil {
		p.t.Fatal(err)
	}
	return at
}

// count returns the clicks and filled fields since it was last asked.
func (p *person) count() (clicks, fields int) {
	clicks, fields = p.clicks, p.fields
	p.clicks, p.fields = 0, 0
	return clicks, fields
}

// shoot keeps a picture of the page when a folder for pictures is named.
func (p *person) shoot() {
	dir := os.Getenv("GONGKAI_TEST_PICTURES")
	if dir == "" {
		return
	}
	png, err := run(p, chromedp.FullScreenshot(100))
	if err != nil {
		p.t.Fatal(err)
	}
	p.shots++
	name := strings.NewReplacer("/", "-").Replace(fmt.Sprintf("%s-%s-%02d.png", p.t.Name(), p.name, p.shots))
	if err := os.WriteFile(filepath.Join(dir, name), png, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// strict fails the test when a page of this person breaks its content security
// policy or asks another host for anything.
func (p *person) strict() {
	p.t.Helper()
	err := chromedp.Listen(p.ctx, func(event any) {
		switch e := event.(type) {
		case *network.EventRequestWillBeSent:
			if !strings.HasPrefix(e.Request.URL, p.site) && !strings.HasPrefix(e.Request.URL, "data:") {
				p.t.Errorf("%s: a page asks for %s", p.name, e.Request.URL)
			}
		case *log.EventEntryAdded:
			if strings.Contains(e.Entry.Text, "postMessage") {
				return // axe calls into every frame, the sandboxed preview too
			}
			if e.Entry.Source == log.EntrySourceSecurity || strings.Contains(e.Entry.Text, "Content Security Policy") {
				p.t.Errorf("%s: %s", p.name, e.Entry.Text)
			}
		}
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func quote(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string is always JSON
	}
	return string(b)
}
