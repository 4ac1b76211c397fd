package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A citizen without scripts searches, narrows, takes the filter back, turns the
// page, and is helped when nothing is found; on a phone too.
func TestSearchWithoutScripts(t *testing.T) {
	browser := chromium(t)
	s := sites(t)[0]
	for _, width := range []int64{1280, 390} {
		p := open(t, browser, s[1], "citizen")
		if _, err := chromedp.Call(p.ctx, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 900, DeviceScaleFactor: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		p.visit("search?q=预算")
		if width < 800 {
			p.follow("a[href='#facets']")
		}
		all := p.counted()
		p.follow("#facets a[href*='t=wj']")
		narrow := p.counted()
		if narrow == all {
			p.fail("the filter leaves %s", narrow)
		}
		p.follow(".chosen a[href*='q=']")
		if p.counted() != all {
			p.fail("without the filter %s, before %s", p.counted(), all)
		}
		p.follow(".pager a[href*='page=2']")
		if p.counted() != all {
			p.fail("page 2 counts %s of %s", p.counted(), all)
		}
		if source := p.source("search.xml?q=预算"); !strings.Contains(source, "<feed") || !strings.Contains(source, "预算") {
			t.Errorf("the feed is %.200s", source)
		}
		p.visit("search?q=财规〔2026〕3号")
		p.follow("ol.hits h2 a")
		p.sees("黔江财规〔2026〕3号")
		p.visit("search?q=没有这样的词")
		p.sees("没有找到")
		if p.ask(`document.querySelectorAll('.no-hits a').length > 2`) != "true" {
			p.fail("nobody helps who found nothing")
		}
	}
}

// counted is what the page says of how much was found.
func (p *person) counted() string {
	p.t.Helper()
	return p.ask(`document.querySelector('.search-count b, .search-count strong')?.innerText ?? document.querySelector('.search-count').innerText.replace(/（.*/, '')`)
}

// follow goes where the first link that fits leads; a link without an address of
// its own is no link.
func (p *person) follow(selector string) {
	p.t.Helper()
	at := p.ask(`document.querySelector(` + quote(selector) + `)?.getAttribute('href') ?? ''`)
	if at == "" {
		p.fail("there is no %s", selector)
	}
	if !strings.HasPrefix(at, "#") {
		p.visit(at)
	}
}
