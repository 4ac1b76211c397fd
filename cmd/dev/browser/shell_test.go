package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Everybody's own desk, notices, search and what administrators keep, on a
// computer and on a phone: nothing for axe, nothing too wide. Ctrl K leads to the
// search, and on a phone the menu opens by its button.
func TestShell(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			for name, pages := range map[string][]string{
				"budget.author": {"desk/", "desk/notices", "desk/search?q=%E9%A2%84%E7%AE%97", "desk/account"}, "budget.head": {"desk/", "desk/delegations/"},
				"office.secrecy": {"desk/"}, "deputy": {"desk/"}, "office.publisher": {"desk/"}, "audit.admin": {"desk/"},
				"sys.admin": {"desk/", "desk/columns/", "desk/columns/2", "desk/settings"}, "sec.admin": {"desk/", "desk/people/", "desk/people/2"},
			} {
				p := signIn(t, browser, s[1], name)
				p.strict()
				for _, width := range []int64{1280, 390} {
					p.wide(width)
					for _, at := range pages {
						p.visit(at)
						p.spotless(name + " /" + at)
					}
				}
				p.click("菜单", `[...document.querySelectorAll('summary')].filter(e => e.checkVisibility())`, false)
				p.spotless(name + " with the menu open")
				p.press("账号与密码")
				p.wide(1280)
				p.visit("desk/")
				p.keys(false, "\t")
				if err := chromedp.Do(p.ctx, chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl))); err != nil {
					t.Fatal(err)
				}
				p.until("the search", `document.activeElement.id === 'find'`)
				p.keys(true, "稿", kb.Enter)
				if p.path() != "/desk/search" {
					t.Errorf("%s: the search leads to %s", name, p.path())
				}
			}
		})
	}
}
