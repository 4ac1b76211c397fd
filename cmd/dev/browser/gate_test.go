package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

//go:embed testdata/axe.min.js
var axe string

//go:embed testdata/html-validate.min.js
var htmlValidate string

// A gate is one window of the browser through which pages are judged. Scripts
// reach the pages through DevTools, which their security policy does not bind.
type gate struct {
	site   *site
	ctx    context.Context
	icons  map[string]float64 // what fetching an icon transfers, by address
	source string             // of the last page, as it was sent
	most   struct {
		page     string
		requests int
		bytes    float64
	}

	mu       sync.Mutex
	faults   []string // of the page that is loading
	requests []string
	document network.RequestID
	bytes    float64
}

// newGate opens a window of the look's width and chooses its display settings as
// a reader without scripts would, by posting the forms.
func newGate(t *testing.T, browser context.Context, s *site, l look) *gate {
	t.Helper()
	p := open(t, browser, s.home, l.name)
	g := &gate{site: s, ctx: p.ctx, icons: map[string]float64{}}
	for i := 0; i+1 < len(l.set); i += 2 {
		p.visit("")
		p.post("pref", l.set[i], l.set[i+1])
	}
	narrow := l.width < 700
	options := []chromedp.EmulateViewportOption{}
	if narrow {
		options = append(options, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	if err := chromedp.Do(g.ctx, chromedp.EmulateViewport(l.width, 900, options...)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(g.ctx, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true}); err != nil {
		t.Fatal(err)
	}
	const listen = `window.__violations = []; document.addEventListener('securitypolicyviolation', e => __violations.push(e.violatedDirective + ' ' + e.blockedURI))`
	if _, err := chromedp.Call(g.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: listen}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(g.ctx, g.hear); err != nil {
		t.Fatal(err)
	}
	return g
}

// post sends a form of two fields from the page that is open and waits for the
// page it leads to.
func (p *person) post(path, name, value string) {
	p.t.Helper()
	form := fmt.Sprintf(`(() => { const f = document.createElement('form'); f.method = 'post'; f.action = %s
		for (const [n, v] of [['back', '/'], [%s, %s]]) { const i = document.createElement('input'); i.type = 'hidden'; i.name = n; i.value = v; f.append(i) }
		document.body.append(f); f.submit(); return true })()`, quote(p.site+path), quote(name), quote(value))
	if _, err := run(p, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.Evaluate[bool](form))); err != nil {
		p.t.Fatal(err)
	}
}

// hear takes note of what the browser tells while a page loads.
func (g *gate) hear(event any) {
	g.mu.Lock()
	defer g.mu.Unlock()
	fault := func(format string, args ...any) { g.faults = append(g.faults, fmt.Sprintf(format, args...)) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if strings.HasPrefix(e.Request.URL, "data:") {
			return
		}
		g.requests = append(g.requests, e.Request.URL)
		if len(g.requests) == 1 {
			g.document = e.RequestID
		}
		if !strings.HasPrefix(e.Request.URL, g.site.home) {
			fault("asks another host: %s", e.Request.URL)
		}
	case *network.EventLoadingFinished:
		g.bytes += e.EncodedDataLength
	case *network.EventLoadingFailed:
		fault("a request fails: %s", e.ErrorText)
	case *log.EventEntryAdded:
		// The status of the error pages themselves is no fault of theirs.
		if e.Entry.Level == log.EntryLevelError && !strings.Contains(e.Entry.Text, "the server responded with a status of 4") {
			fault("the console says: %s", e.Entry.Text)
		}
	case *runtime.EventConsoleAPICalled:
		fault("the page writes to the console: %s", e.Type)
	case *runtime.EventExceptionThrown:
		fault("a script throws: %s", e.ExceptionDetails.Text)
	}
}

// look opens a page and judges it.
func (g *gate) look(t *testing.T, address string, status int64, template string) {
	t.Helper()
	g.mu.Lock()
	g.faults, g.requests, g.bytes = nil, nil, 0
	g.mu.Unlock()
	p := &person{t: t, site: g.site.home, ctx: g.ctx}
	if got := p.visit(address); got != status {
		t.Fatalf("%s answers %d, want %d", address, got, status)
	}
	g.weigh(t, p, address)
	body, err := chromedp.Call(g.ctx, network.GetResponseBody, network.GetResponseBodyParams{RequestID: g.document})
	if err != nil {
		t.Fatal(err)
	}
	g.source = string(body.Body)
	for _, found := range g.judge(t, p, template) {
		t.Errorf("%s: %s", address, found)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, f := range g.faults {
		t.Errorf("%s: %s", address, f)
	}
}

// weigh counts the requests and bytes of the first view. Headless Chromium may
// leave the icon out, so it is added when it was not asked for.
func (g *gate) weigh(t *testing.T, p *person, address string) {
	t.Helper()
	icon, err := run(p, chromedp.Evaluate[string](`document.querySelector('link[rel~=icon]')?.href ?? new URL('/favicon.ico', location.href).href`))
	if err != nil {
		t.Fatal(err)
	}
	g.mu.Lock()
	requests, bytes := len(g.requests), g.bytes
	for _, r := range g.requests {
		if r == icon {
			icon = ""
		}
	}
	g.mu.Unlock()
	if icon != "" {
		requests++
		bytes += g.fetch(t, icon)
	}
	if requests > maxRequests {
		t.Errorf("%s needs %d requests, at most %d are due", address, requests, maxRequests)
	}
	if bytes > maxBytes {
		t.Errorf("%s transfers %.0f bytes, at most %d are due", address, bytes, maxBytes)
	}
	if bytes > g.most.bytes {
		g.most.page, g.most.requests, g.most.bytes = address, requests, bytes
	}
}

// fetch is what a file transfers, packed as a browser asks for it.
func (g *gate) fetch(t *testing.T, address string) float64 {
	t.Helper()
	if n, known := g.icons[address]; known {
		return n
	}
	if u, err := url.Parse(address); err != nil || !strings.HasPrefix(address, g.site.home) {
		t.Errorf("the icon %q (%v) is not of this site", u, err)
		return 0
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip, br")
	a, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	a.Body.Close()
	if a.StatusCode != http.StatusOK || a.ContentLength < 0 {
		t.Errorf("the icon %s answers %s", address, a.Status)
	}
	const headers = 600 // about what the browser counts for them
	g.icons[address] = float64(a.ContentLength) + headers
	return g.icons[address]
}

// judge asks the open page itself and returns what is wrong with it.
func (g *gate) judge(t *testing.T, p *person, template string) []string {
	t.Helper()
	if _, err := run(p, chromedp.Evaluate[bool](axe+`;true`)); err != nil {
		t.Fatal("axe: ", err)
	}
	marks, err := json.Marshal(templates)
	if err != nil {
		t.Fatal(err)
	}
	found, err := run(p, chromedp.Evaluate[[]string](fmt.Sprintf(judgement, quote(template), marks), chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal("judge: ", err)
	}
	return found
}

// judgement is what a page can be asked about itself.
const judgement = `(async (template, marks) => {
	const found = window.__violations.map(v => 'breaks its security policy: ' + v)
	const root = document.documentElement
	if (root.scrollWidth > root.clientWidth) {
		const wide = [...document.body.querySelectorAll('*')].filter(e => e.checkVisibility() && e.getBoundingClientRect().right > root.clientWidth + 1)
		found.push('is ' + root.scrollWidth + ' px wide in a window of ' + root.clientWidth + ': ' + wide.slice(0, 3).map(e => e.outerHTML.slice(0, 80)).join(' | '))
	}
	if (root.clientWidth < 500) for (const e of document.querySelectorAll('a,button,summary,select,input:not([type=hidden],[type=radio],[type=checkbox])')) {
		const r = e.getBoundingClientRect()
		if (e.checkVisibility() && !e.closest('.dt') && r.right > 0 && getComputedStyle(e).display !== 'inline' && r.height < 43.5) found.push('has a target ' + r.height.toFixed(1) + ' px high: ' + e.outerHTML.slice(0, 120))
	}
	if (document.querySelectorAll('h1').length !== 1) found.push('has not exactly one h1')
	if (document.querySelectorAll('[style],script:not([src], [type="application/ld+json"])').length) found.push('has inline style or script')
	for (const [other, own] of Object.entries(marks)) for (const mark of own)
		if ((other === template) !== !!document.querySelector('main ' + mark)) found.push((other === template ? 'has no ' : 'has what is of ' + other + ': ') + mark)
	const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
	const axed = await axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
	for (const v of axed.violations) for (const n of v.nodes) found.push('axe ' + v.id + ': ' + n.html.slice(0, 160) + ' ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 240))
	return found
})(%s, %s)`

// A validator is a window in which the HTML checker runs, beside the pages.
type validator struct{ p *person }

func newValidator(t *testing.T, browser context.Context) *validator {
	t.Helper()
	p := open(t, browser, "about:blank", "validator")
	if _, err := run(p, chromedp.Evaluate[bool](htmlValidate+`;true`)); err != nil {
		t.Fatal("html-validate: ", err)
	}
	v := &validator{p}
	if len(v.errors(t, `<!DOCTYPE html><html lang="zh-CN"><head><title>x</title></head><body><p><div></div></p></body></html>`)) == 0 {
		t.Fatal("html-validate finds nothing wrong with <p><div></div></p>")
	}
	return v
}

func (v *validator) errors(t *testing.T, html string) []string {
	t.Helper()
	found, err := run(v.p, chromedp.Evaluate[[]string](`htmlValidate.errors(`+quote(html)+`)`, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal("html-validate: ", err)
	}
	return found
}

// check demands a page without an error.
func (v *validator) check(t *testing.T, html string) {
	t.Helper()
	for _, e := range v.errors(t, html) {
		t.Error("HTML ", e)
	}
}
