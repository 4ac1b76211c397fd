package browser

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// until waits until an expression is true on the page.
func (p *person) until(what, expression string) {
	p.t.Helper()
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		ok, err := run(p, chromedp.Evaluate[bool](`new Promise(r => setTimeout(() => r(!!(`+expression+`)), 50))`, chromedp.EvalAwaitPromise))
		if err == nil && ok {
			return
		}
	}
	p.fail("waits for %s", what)
}

// do runs a script in the page.
func (p *person) do(script string) {
	p.t.Helper()
	if _, err := run(p, chromedp.Evaluate[bool](`(() => {`+script+`})(); true`)); err != nil {
		p.fail("%v", err)
	}
}

// editor waits until the rich-text editor stands and returns how long it took.
func (p *person) editor() time.Duration {
	p.t.Helper()
	start := time.Now()
	p.until("the editor", `document.getElementById('write')?.dataset.ready === 'yes'`)
	return time.Since(start)
}

// pressed is press for a button that leads nowhere.
func (p *person) pressed(words string) {
	p.t.Helper()
	p.click(words, `[...document.querySelectorAll('a,button')].filter(e => e.checkVisibility())`, false)
}

// spotless demands that axe has nothing to say about the page with the editor.
func (p *person) spotless(where string) {
	p.t.Helper()
	p.do(axe)
	found, err := run(p, chromedp.Evaluate[[]string](`axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}, resultTypes: ['violations']})
		.then(r => r.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 160) + ' ' + n.failureSummary.replace(/\s+/g, ' ').slice(0, 200))))`, chromedp.EvalAwaitPromise))
	if err != nil {
		p.fail("axe: %v", err)
	}
	for _, f := range found {
		p.t.Errorf("%s: axe %s", where, f)
	}
	wide, err := run(p, chromedp.Evaluate[bool](`document.documentElement.scrollWidth > document.documentElement.clientWidth + 1`))
	if err != nil || wide {
		p.t.Errorf("%s: wider than the window (%v)", where, err)
	}
}

// english finds tool tips and labels of the editor that nobody translated.
const english = `[...document.querySelectorAll('.tox [aria-label], .tox [title]')].map(e => e.getAttribute('aria-label') || e.title).filter(s => /^[A-Za-z ,.{}]+$/.test(s))`

const wordPaste = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><!--StartFragment-->` +
	`<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>1.<span style='font:7.0pt'>&nbsp;&nbsp;</span></span></span><![endif]><span style='font-family:仿宋'>第一项</span></p>` +
	`<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>2.<span style='font:7.0pt'>&nbsp;&nbsp;</span></span></span><![endif]>第二项</p>` +
	`<table border=1><tr><td rowspan=2 style='width:10pt'><p class=MsoNormal>合并</p></td><td>甲</td></tr><tr><td>乙</td></tr></table><img src="file:///C:/a.png"><!--EndFragment--></body></html>`

// Write with the editor, paste from Word, lose the window, come back, recover,
// mend what the machine found, save and submit.
func TestEditor(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			title := fmt.Sprintf("编辑器旅程%d", time.Now().UnixNano())
			p := signIn(t, browser, s[1], "budget.author2")
			p.strict()
			p.visit("desk/documents/new?column=xwdt/tzgg")
			if took := p.editor(); took > 3*time.Second {
				t.Errorf("the editor took %v", took)
			}
			p.spotless("1280 px")
			v := newValidator(t, browser)
			for _, page := range []string{"desk/documents/new", "desk/documents/new?column=xwdt/tzgg&from=template:announcement", "desk/documents/new/autosave", "desk/documents/import"} {
				v.check(t, p.source(page))
			}
			if left, err := run(p, chromedp.Evaluate[[]string](english)); err != nil || len(left) > 0 {
				t.Errorf("not translated: %q %v", left, err)
			}
			p.fill("标题", title)
			p.toolbar()
			if _, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: "咨询请找王某，11010519491231002X。"}); err != nil {
				t.Fatal(err)
			}
			p.do(`const e = hugerte.activeEditor, d = new DataTransfer(); e.execCommand('mceInsertNewLine'); d.setData('text/html', ` + quote(wordPaste) + `); d.setData('text/plain', 'x')
				e.getBody().dispatchEvent(new ClipboardEvent('paste', {clipboardData: d, bubbles: true, cancelable: true}))`)
			p.until("the report of what was cleaned", `/已清除 \d+ 处多余格式，保留 1 个表格、1 个列表；1 张图片未粘贴/.test(document.querySelector('[data-pasted]').textContent)`)
			p.until("the saving by itself", `/已自动保存 \d/.test(document.querySelector('[data-state-line]').textContent)`)
			p.until("the finding", `document.querySelector('[data-checks] .must')`)
			p.until("the preview", `document.querySelector('[data-preview] iframe')`)

			// The window is lost.
			q := signIn(t, browser, s[1], "budget.author2")
			q.strict()
			q.visit("desk/documents/new")
			q.sees(title)
			q.press("恢复")
			q.editor()
			q.until("the text again", `/<li>第一项/.test(hugerte.activeEditor.getContent()) && /rowspan="2"/.test(hugerte.activeEditor.getContent())`)
			q.expired()
			q.pressed("遮盖")
			q.until("the number to be masked", `!document.querySelector('[data-checks] .must')`)
			q.press("提交审核")
			q.tick("", "我已逐字核对")
			q.press("提交审核")
			q.sees("科室审核")
		})
	}
}

// toolbar goes into the text, up to the toolbar with Alt F10 and back with Esc.
func (p *person) toolbar() {
	p.t.Helper()
	p.do(`hugerte.activeEditor.focus()`)
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent(kb.F10, chromedp.KeyModifiers(chromedp.ModifierAlt))); err != nil {
		p.t.Fatal(err)
	}
	p.until("the toolbar", `document.activeElement.closest('.tox-toolbar')`)
	if err := chromedp.Do(p.ctx, chromedp.KeyEvent(kb.Escape)); err != nil {
		p.t.Fatal(err)
	}
	p.until("the text", `document.activeElement.tagName === 'IFRAME'`)
}

// expired ends the session under the editor and logs in again in place.
func (p *person) expired() {
	p.t.Helper()
	if _, err := chromedp.Call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		p.t.Fatal(err)
	}
	p.do(`hugerte.activeEditor.insertContent('补一句。'); hugerte.activeEditor.dispatch('input')`)
	p.until("the panel", `document.querySelector('dialog.ask input[name=_csrf]')?.value`)
	p.fill("用户名", p.name)
	p.fill("密码", password)
	p.pressed("登录")
	p.until("the panel to go", `!document.querySelector('dialog.ask')`)
	p.until("the saving to go on", `/已自动保存 \d/.test(document.querySelector('[data-state-line]').textContent)`)
}

// The editor on a phone.
func TestEditorOnPhone(t *testing.T) {
	browser := chromium(t)
	s := sites(t)[0]
	p := signIn(t, browser, s[1], "treasury.author")
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch)); err != nil {
		t.Fatal(err)
	}
	p.visit("desk/documents/new?column=xwdt/gzdt&from=template:work-news")
	p.editor()
	p.spotless("390 px")
}

// Without scripts the same form writes, checks, recovers and submits.
func TestWritingWithoutScripts(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			p := open(t, browser, s[1], "treasury.author")
			if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
				t.Fatal(err)
			}
			p.visit("desk/login")
			p.fill("用户名", p.name)
			p.fill("密码", password)
			p.press("登录")
			p.press("写稿件")
			p.fill("标题", "不用脚本写的稿件")
			p.fill("栏目", "工作动态")
			p.fill("正文", "第一段。\n\n证号 11010519491231002X。")
			p.press("提交审核")
			p.sees("还有 1 个问题需要处理", "正文第 2 段")
			p.fill("正文", "第一段。\n\n第二段。")
			p.press("提交审核")
			p.tick("", "我已逐字核对")
			p.press("提交审核")
			if !strings.Contains(p.text(), "科室审核") {
				p.fail("it is not submitted")
			}
		})
	}
}
