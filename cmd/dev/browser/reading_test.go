package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// voice stands in for a machine that can speak Chinese: it says every text at
// once it is told to go on, and notes what it said. Printing is only counted.
const voice = `(() => {
	const said = [], queue = []
	let paused = false
	const speech = {
		said, get paused() { return paused }, getVoices: () => [{lang: 'en-US'}, {lang: 'zh-CN'}],
		speak: words => queue.push(words), cancel: () => { queue.length = 0; paused = false },
		pause: () => { paused = true }, resume: () => { paused = false },
		go: () => { const words = queue.shift(); if (words) { said.push(words.text); words.onend() } return said.length },
	}
	Object.defineProperty(window, 'speechSynthesis', {value: speech})
	window.SpeechSynthesisUtterance = function (text) { this.text = text }
	window.printed = 0
	window.print = () => window.printed++
})()`

// article finds some document's page through the front page's news.
func (p *person) article() string {
	p.t.Helper()
	at, err := run(p, chromedp.Evaluate[string](`[...document.querySelectorAll('main a')].map(a => a.getAttribute('href')).find(h => /t[0-9]{8}_[0-9]+\.html$/.test(h)) || ''`))
	if err != nil || at == "" {
		p.fail("no document is linked: %v", err)
	}
	return at
}

// ask evaluates something on the page as text.
func (p *person) ask(js string) string {
	p.t.Helper()
	v, err := run(p, chromedp.Evaluate[string](`String(`+js+`)`))
	if err != nil {
		p.t.Fatalf("%s: %v", js, err)
	}
	return v
}

// wants demands that something on the page is as told.
func (p *person) wants(js, want string) {
	p.t.Helper()
	if got := p.ask(js); got != want {
		p.t.Errorf("%s: %s is %q, want %q", p.name, js, got, want)
	}
}

// A text is read aloud from title to end, can be paused and stopped, and is
// marked where the voice is; every key is on the keyboard.
func TestReadAloud(t *testing.T) {
	browser := chromium(t)
	s := sites(t)[0]
	p := open(t, browser, s[1], "listener")
	p.strict()
	if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: voice}); err != nil {
		t.Fatal(err)
	}
	p.visit("")
	p.visit(p.article())
	const play, stop, state = `document.querySelector('[data-aloud]')`, `document.querySelector('[data-hush]')`, `document.querySelector('[data-aloud-state]').textContent`
	p.wants(play+`.hidden`, "false")
	p.wants(stop+`.hidden`, "true")
	p.key(play)
	p.wants(state, "正在朗读")
	p.wants(`document.querySelector('.reading').tagName`, "H1")
	p.wants(`speechSynthesis.go()`, "1")
	p.wants(`speechSynthesis.said[0] === document.querySelector('h1').textContent`, "true")
	p.wants(`document.querySelectorAll('.reading').length`, "1")
	p.wants(`document.querySelector('.reading').closest('.prose') !== null`, "true")
	p.key(play)
	p.wants(play+`.innerText.trim()`, "继续")
	p.wants(state, "已暂停朗读")
	p.key(play)
	p.wants(state, "继续朗读")
	p.key(stop)
	p.wants(state, "已停止朗读")
	p.wants(`document.querySelectorAll('.reading').length`, "0")
	p.key(play)
	for range 200 {
		if p.ask(`speechSynthesis.go(), `+state) == "朗读完毕" {
			break
		}
	}
	p.wants(state, "朗读完毕")
	p.wants(play+`.innerText.trim()`, "朗读")
	p.key(`document.querySelector('[data-print]')`)
	p.wants(`window.printed`, "1")
	p.wants(`document.querySelector('[data-without-script]').checkVisibility()`, "false")
	p.wants(`document.querySelector('[data-copy]').checkVisibility()`, "true")
}

// key presses a button by the keyboard, as somebody does who cannot point.
func (p *person) key(button string) {
	p.t.Helper()
	p.ask(button + `.focus()`)
	if _, err := run(p, chromedp.KeyEvent("\r")); err != nil {
		p.t.Fatal(err)
	}
}

// Without scripts, and without a voice, no button is there that does nothing.
func TestNoDeadButtons(t *testing.T) {
	browser := chromium(t)
	s := sites(t)[0]
	p := open(t, browser, s[1], "no-script")
	p.visit("")
	at := p.article()
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	p.visit(at)
	text := p.text()
	for _, dead := range []string{"朗读", "复制链接"} {
		if strings.Contains(text, dead) {
			t.Errorf("%s is offered without a script", dead)
		}
	}
	if !strings.Contains(text, "Ctrl+P") {
		t.Error("nobody says how to print")
	}
	for _, at := range []string{"", "zfxxgk/nb/2020/"} {
		p.visit(at)
		if text := p.text(); text == "" {
			t.Errorf("/%s is empty without scripts", at)
		}
	}
}
