package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// widths are those of a desk and of a phone.
var widths = []int64{1280, 390}

// plain opens a window so many pixels wide in which no script runs.
func plain(t *testing.T, browser context.Context, site, name string, px int64) *person {
	t.Helper()
	p := open(t, browser, site, name)
	if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	p.wide(px)
	return p
}

// plainly signs somebody in without scripts.
func plainly(t *testing.T, browser context.Context, site, name string, px int64) *person {
	t.Helper()
	p := plain(t, browser, site, name, px)
	p.visit("desk/login")
	p.fill("用户名", name)
	p.fill("密码", password)
	p.press("登录")
	return p
}

// date sets a field for a day, which takes no typed text.
func (p *person) date(label, day string) {
	p.t.Helper()
	p.fields++
	set, err := run(p, chromedp.Evaluate[bool](fmt.Sprintf(`(() => {
		const l = [...document.querySelectorAll('label')].find(l => l.innerText.trim() === %s)
		if (l) l.control.value = %s
		return Boolean(l)
	})()`, quote(label), quote(day))))
	if err != nil || !set {
		p.fail("fill in %q: %v", label, err)
	}
}

// A citizen has a part of a document number: the search shows that the document
// was repealed, its page leads to the one that holds, that one to what it means.
func TestRepealedPolicy(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		for _, px := range widths {
			t.Run(fmt.Sprintf("%s/%d", s[0], px), func(t *testing.T) {
				p := plain(t, browser, s[1], "citizen", px)
				p.visit("search?q=" + "%E8%B4%A2%E8%A7%84%E3%80%942020%E3%80%951%E5%8F%B7") // 财规〔2020〕1号
				p.sees("已废止")
				p.press("区级财政专项资金管理暂行办法")
				p.sees("已废止", "黔江财规〔2020〕1号")
				p.press("区级财政专项资金管理办法")
				p.sees("黔江财规〔2022〕2号", "有效", "原文下载")
				p.press("一文读懂《区级财政专项资金管理办法》")
				p.sees("为什么要出台", "解读的文件", "区级财政专项资金管理办法")
			})
		}
	}
}

// This year's budget of a department is at most three clicks from the home page.
func TestBudgetInThreeClicks(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		for _, px := range widths {
			t.Run(fmt.Sprintf("%s/%d", s[0], px), func(t *testing.T) {
				p := plain(t, browser, s[1], "citizen", px)
				p.visit("")
				p.count()
				p.press("财政预决算")
				year := time.Now().Year()
				if !strings.Contains(p.text(), fmt.Sprintf("%d 年", year)) {
					p.fail("the matrix does not begin with %d", year)
				}
				p.press(fmt.Sprintf("查看《区教育委员会%d年部门预算》", year))
				p.sees("区教育委员会", "示例")
				if clicks, _ := p.count(); clicks > 3 {
					t.Errorf("%d clicks", clicks)
				}
			})
		}
	}
}

// A normative document and its interpretation, written by two people, go through
// three levels together: level 2 refuses the document alone, and both public pages
// lead to each other.
func TestPolicyWithInterpretation(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		for _, px := range widths {
			t.Run(fmt.Sprintf("%s/%d", s[0], px), func(t *testing.T) { together(t, browser, s[1], px) })
		}
	}
}

func together(t *testing.T, browser context.Context, site string, px int64) {
	serial := time.Now().UnixNano() / 1000 % 1e6
	title := fmt.Sprintf("区级第%d号应急补助资金管理办法", serial)
	explains := "《" + title + "》解读"
	author := plainly(t, browser, site, "budget.author", px)
	author.visit("desk/documents/new?column=zcwj/gfx")
	author.fill("标题", title)
	author.fill("正文", "第一条　为规范补助资金的使用，制定本办法。\n\n第二条　本办法自公布之日起施行。")
	author.fill("发文字号", fmt.Sprintf("黔江财规〔2026〕%d号", serial+100))
	author.date("成文日期", "2026-11-20")
	author.submit()
	document := author.path()
	head := plainly(t, browser, site, "budget.head", px)
	head.visit(document)
	head.press("科室审核")
	head.sees("还不能通过")
	head.press("通过")
	head.sees("规范性文件须与解读一起送审")
	colleague := plainly(t, browser, site, "budget.author2", px)
	colleague.visit(document)
	colleague.press("写解读")
	colleague.sees(title, "解读的文件")
	colleague.fill("正文", "这笔钱救急用，符合条件的人五天内拿到。\n\n到村里登记就可以。")
	colleague.submit()
	interpretation := colleague.path()
	for _, at := range []string{interpretation, document} {
		head.visit(at)
		head.press("科室审核")
		head.press("通过")
		head.sees("已通过")
	}
	officer := plainly(t, browser, site, "office.secrecy", px)
	for _, at := range []string{document, interpretation} {
		officer.visit(at)
		officer.press("保密审查")
		officer.sign()
		officer.sees("已签名并通过")
	}
	citizen := plain(t, browser, site, "citizen", px)
	officer.visit(document)
	citizen.visit(officer.bookmark(title))
	citizen.sees("政策解读", "有效")
	citizen.press(explains)
	citizen.sees("解读的文件")
	citizen.press(title)
	citizen.sees(explains)
}

// The desk of official documents at both widths: terms, the form of a normative
// document with its relations chosen by words, a mended 发文字号, the counts.
func TestPolicyDesk(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		for _, px := range widths {
			t.Run(fmt.Sprintf("%s/%d", s[0], px), func(t *testing.T) {
				p := signIn(t, browser, s[1], "budget.author")
				p.strict()
				p.wide(px)
				p.visit("desk/documents/new?column=zcwj/gfx")
				p.editor()
				p.fill("标题", "区级专项资金管理细则")
				p.fill("发文字号", "黔江财规[2026]第07号")
				p.until("the finding", `[...document.querySelectorAll('[data-fix]')].some(b => b.dataset.field === 'number')`)
				p.do(`document.querySelector('[data-fix][data-field=number]').click()`)
				p.until("the mended number", `document.getElementById('f-number').value === '黔江财规〔2026〕7号'`)
				p.fill("废止的文件", "专项资金 暂行")
				p.until("the choice", `document.querySelectorAll('#f-repeals-picks [role=option]').length > 0`)
				p.shoot()
				p.keys(false, kb.ArrowDown)
				p.do(`document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', cancelable: true}))`)
				p.until("the number", `/^[0-9]+$/.test(document.getElementById('f-repeals').value)`)
				p.sees("区级财政专项资金管理暂行办法")
				p.spotless("the form of a new document")
				p.press("保存")
				p.press("编辑")
				p.editor()
				p.sees("区级财政专项资金管理暂行办法")
				p.spotless("the form of a draft")
				office := signIn(t, browser, s[1], "office.publisher")
				office.strict()
				office.wide(px)
				office.visit("desk/")
				office.sees("政策文件时限", "最后一天")
				office.judged()
				office.visit("desk/statistics")
				office.sees("转载的信息", "其中解读")
				office.judged()
				office.visit("search?q=" + "%E8%B4%A2%E8%A7%84%E3%80%942022%E3%80%952%E5%8F%B7") // 财规〔2022〕2号
				office.press("区级财政专项资金管理办法")
				office.judged() // the page of an official document, with its original
				p.visit("desk/documents")
				p.press("区级专项资金管理细则")
				p.press("删除草稿")
				p.press("删除草稿")
			})
		}
	}
}
