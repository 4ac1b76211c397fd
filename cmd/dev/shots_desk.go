package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A deskShot is a picture for the manual: what somebody of the demo sees at an
// address, or behind the first link at a selector of it.
type deskShot struct {
	name, who, path, link string
	width, height         int64
}

// manualPictures is where the manual has its pictures.
const manualPictures = "docs/manual/img"

// deskShots are grouped by person, so that each logs in once.
var deskShots = []deskShot{
	{"home", "budget.author", "desk/", "", 1280, 800},
	{"home-phone", "budget.author", "desk/", "", 390, 780},
	{"edit", "budget.author", "desk/documents/new?column=zcjd&from=template:interpretation", "", 1280, 860},
	{"import", "budget.author", "desk/documents/import", "", 1280, 700},
	{"attachments", "budget.author", "desk/documents?scope=mine&state=draft", "main table a[href*='/documents/']", 1280, 700},
	{"section", "budget.head", "desk/", "ul.todo a[href$='/section']", 1280, 860},
	{"section-phone", "budget.head", "desk/", "ul.todo a[href$='/section']", 390, 780},
	{"secrecy", "office.secrecy", "desk/", "ul.todo a[href$='/confidentiality']", 1280, 860},
	{"secrecy-phone", "office.secrecy", "desk/", "ul.todo a[href$='/confidentiality']", 390, 780},
	{"documents", "office.publisher", "desk/documents?state=published", "", 1280, 700},
	{"document", "office.publisher", "desk/documents?state=published", "main table a[href*='/documents/']", 1280, 900},
	{"withdraw", "office.publisher", "desk/documents?state=published", "main table a[href*='/documents/']", 1280, 700},
	{"report-workbench", "office.publisher", "desk/reports/2026?section=s3&cell=s3.total.nat", "", 1440, 800},
	{"report-text", "office.publisher", "desk/reports/2026?section=s1", "", 1440, 900},
	{"report-check", "office.publisher", "desk/reports/check", "", 1280, 860},
	{"report-site", "office.publisher", "desk/reports/2026/site", "", 1280, 700},
	{"registers", "office.publisher", "desk/registers/", "", 1280, 700},
	{"director-phone", "deputy", "desk/", "", 390, 700},
	{"people", "sys.admin", "desk/people/", "", 1280, 640},
	{"columns", "sys.admin", "desk/columns/", "", 1280, 640},
	{"ledger", "audit.admin", "desk/ledger", "", 1280, 700},
}

// further are the pages that lie one step below the linked one.
var further = map[string]string{"attachments": "/attachments", "withdraw": "/withdraw"}

// desk takes the manual's pictures.
func (p *photographer) desk() error {
	if err := os.MkdirAll(manualPictures, 0o755); err != nil {
		return err
	}
	who := ""
	for _, s := range deskShots {
		if !p.wanted.MatchString("desk-" + s.name) {
			continue
		}
		if s.who != who {
			if err := p.signIn(s.who); err != nil {
				return fmt.Errorf("log in as %s: %w", s.who, err)
			}
			who = s.who
		}
		if err := p.deskPicture(s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// signIn logs somebody of the demo in, in place of whoever was there before.
func (p *photographer) signIn(who string) error {
	if _, err := chromedp.Call(p.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		return err
	}
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(p.site+"desk/login")); err != nil {
		return err
	}
	send := chromedp.Evaluate[bool](`(() => { const f = document.querySelector('main form'); f.username.value = '` + who + `'; f.password.value = '` + demoPassword + `'; f.requestSubmit(); return true })()`)
	_, err := chromedp.Run(p.ctx, chromedp.WaitEvent(page.LoadEventFired, nil, send))
	return err
}

// demoPassword is everybody's in the demo.
const demoPassword = "Gongkai-Demo-2026"

func (p *photographer) deskPicture(s deskShot) error {
	var phone []chromedp.EmulateViewportOption
	if s.width < 600 {
		phone = append(phone, chromedp.EmulateMobile)
	}
	if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(s.width, s.height, phone...), chromedp.Navigate(p.site+s.path)); err != nil {
		return err
	}
	if s.link != "" {
		to, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](fmt.Sprintf(`document.querySelector(%q)?.href ?? ''`, s.link)))
		if err != nil || to == "" {
			return errors.Join(err, fmt.Errorf("%s has nothing at %s", s.path, s.link))
		}
		if err := chromedp.Do(p.ctx, chromedp.Navigate(to+further[s.name])); err != nil {
			return err
		}
	}
	if s.name == "report-check" {
		if err := p.checked(); err != nil {
			return err
		}
	}
	if strings.HasPrefix(s.name, "edit") {
		const ready = `new Promise(done => { const look = () => document.getElementById('write').dataset.ready === 'yes' ? setTimeout(done, 1500, true) : setTimeout(look, 100); look() })`
		if _, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](ready, chromedp.EvalAwaitPromise)); err != nil {
			return err
		}
	}
	return p.keep(filepath.Join(manualPictures, s.name+".webp"), false, quality-10, pictureLimit)
}

// checked has a report checked in which one number is wrong.
func (p *photographer) checked() error {
	text, err := os.ReadFile("models/report/rules/testdata/seed.txt")
	if err != nil {
		return err
	}
	wrong := strings.Replace(string(text), "行政许可\n\n1\n\n0\n\n7", "行政许可\n\n1\n\n-2\n\n7", 1)
	send := chromedp.Evaluate[bool](fmt.Sprintf(`(() => { const f = document.querySelector('main form.drop-form'); f.text.value = %q; f.requestSubmit(); return true })()`, wrong))
	_, err = chromedp.Run(p.ctx, chromedp.WaitEvent(page.LoadEventFired, nil, send))
	return err
}

// pictureLimit is how many bytes a picture of the manual may have: the binary
// carries them all.
const pictureLimit = 60_000
