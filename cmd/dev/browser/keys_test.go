package browser

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A typist uses the keyboard alone and counts: keys that do something, and the
// Tab and arrow keys on the way there.
type typist struct {
	*person
	acts, moves int
}

// reach goes on with Tab until the focus stands on an element for which an
// expression over e is true.
func (k *typist) reach(what, expression string) {
	k.t.Helper()
	for range 60 {
		here, err := run(k.person, chromedp.Evaluate[bool](`(e => !!(`+expression+`))(document.activeElement)`))
		if err != nil {
			k.fail("reach %s: %v", what, err)
		}
		if here {
			return
		}
		k.keys(false, kb.Tab)
		k.moves++
	}
	k.fail("Tab does not reach %s", what)
}

// labelled is an expression for the field with this label.
func labelled(label string) string {
	return `[...(e.labels ?? [])].some(l => l.innerText.trim().startsWith(` + quote(label) + `))`
}

// worded is an expression for a link or button with these words.
func worded(words string) string {
	return `e.matches('a,button') && e.innerText.trim().startsWith(` + quote(words) + `)`
}

// act types keys that do something; leads waits for the page they lead to.
func (k *typist) act(leads bool, keys ...string) {
	k.t.Helper()
	k.keys(leads, keys...)
	k.acts += len(keys)
}

// past jumps over the rail and the top bar, as the first Tab of each page offers.
func (k *typist) past() {
	k.t.Helper()
	k.reach("the way past the frame", `e.matches('.skip')`)
	k.act(false, kb.Enter)
}

func (k *typist) write(text string) {
	k.t.Helper()
	if _, err := chromedp.Call(k.ctx, input.InsertText, input.InsertTextParams{Text: text}); err != nil {
		k.t.Fatal(err)
	}
}

// The main job with the keyboard alone: write, approve, sign.
func TestKeyboardOnly(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		for _, px := range []int64{1280, 390} {
			t.Run(fmt.Sprintf("%s %d", s[0], px), func(t *testing.T) { keysOnly(t, browser, s, px) })
		}
	}
}

// keysOnly takes a document from my desk to the public in a window of a width.
func keysOnly(t *testing.T, browser context.Context, s [2]string, px int64) {
	title := fmt.Sprintf("只用键盘写的通知%d", time.Now().UnixNano())
	told := func(who, what string, most int, do func(k *typist)) {
		t.Helper()
		k := &typist{person: signIn(t, browser, s[1], who)}
		k.strict()
		k.wide(px)
		k.visit("desk/")
		do(k)
		fmt.Printf("| on %-8s | %4d px | %-20s | keys %2d, at most %2d | Tab and arrows %2d |\n", s[0], px, what, k.acts, most, k.moves)
		if k.acts > most {
			t.Errorf("%s takes %d keys, at most %d are due", what, k.acts, most)
		}
	}
	told("treasury.author", "write and submit", 14, func(k *typist) { k.writes(title) })
	told("treasury.head", "approve", 4, func(k *typist) {
		k.past()
		k.reach("the document", worded(title))
		k.act(true, kb.Enter)
		k.act(true, "a")
		k.sees("已通过")
	})
	told("office.secrecy", "check and sign", 14, func(k *typist) { k.signs(title) })
}

func (k *typist) writes(title string) {
	k.t.Helper()
	k.past()
	k.reach("a template", worded("模板：通知"))
	k.act(true, kb.Enter)
	k.editor()
	k.past()
	k.reach("the title", labelled("标题"))
	k.do(`document.activeElement.select()`)
	k.write(title)
	k.reach("the text", `e.tagName === 'IFRAME' && e.closest('.tox')`)
	k.do(`hugerte.activeEditor.selection.select(hugerte.activeEditor.getBody(), true)`)
	k.write("各科室：请于月底前报送材料。")
	if _, err := run(k.person, chromedp.WaitEvent(page.LoadEventFired, nil, chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))); err != nil {
		k.fail("Ctrl Enter: %v", err)
	}
	k.acts++
	k.past()
	k.reach("the declaration", labelled("我已逐字核对"))
	k.act(false, " ")
	k.reach("the button", worded("提交审核"))
	k.act(true, kb.Enter)
	k.sees("科室审核")
}

func (k *typist) signs(title string) {
	k.t.Helper()
	k.past()
	k.reach("the document", worded(title))
	k.act(true, kb.Enter)
	k.past()
	for q := 1; q <= 7; q++ {
		k.reach(fmt.Sprintf("question %d", q), fmt.Sprintf(`e.name === 'q%d'`, q))
		k.act(false, kb.ArrowRight) // 否 stands behind 是
	}
	k.reach("the conclusion", `e.name === 'conclusion'`)
	k.act(false, " ")
	k.reach("the password", labelled("密码"))
	k.write(password)
	k.act(true, kb.Enter)
	k.sees("已签名并通过")
}
