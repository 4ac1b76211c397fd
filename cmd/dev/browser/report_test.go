package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The year's report as the office makes it: the tables are counted, one sum does not
// add up, its link leads to the row that lacks a result; a warning is explained;
// three people sign; the public page says what its data file says, cell by cell.
func TestReportOfTheYear(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			office := signIn(t, browser, s[1], "office.publisher")
			office.strict()
			office.press("信息公开年报")
			office.press("2026 年")
			office.sees("S3-1", "相差 1", "已经办结，但没有填写结果")
			office.press("打开〔2026〕第 9 号")
			office.fill("处理结果（选填）", "予以公开")
			office.press("保存")
			office.press("信息公开年报")
			office.press("2026 年")
			office.sees("本年新收政府信息公开申请数量")
			if strings.Contains(office.text(), "S3-1") {
				office.fail("the row was put right, and the sum still does not add up")
			}
			office.press("开头说明")
			office.sees("2026 年还没有结束")
			office.click("说明理由", `[...document.querySelectorAll('summary')]`, false)
			office.fill("为什么可以这样", "先按十一月的数据送审，年底再更正一次。")
			office.press("保存说明")
			office.sees("已说明：", "先按十一月的数据送审")
			office.press("提交审核")
			office.tick("", "我已核对统计数字和正文")
			office.press("提交审核")
			office.sees("科室审核")

			head, officer := signIn(t, browser, s[1], "office.head"), signIn(t, browser, s[1], "office.secrecy")
			const title = "重庆市黔江区财政局2026年政府信息公开工作年度报告"
			head.press(title)
			head.sees("予以公开", "先按十一月的数据送审")
			head.press("通过")
			officer.visit("desk/")
			officer.press(title)
			officer.sign()

			citizen := open(t, browser, s[1], "citizen")
			citizen.strict()
			if status := citizen.visit("zfxxgk/nb/2026/"); status != 200 {
				t.Fatalf("the report answers %d", status)
			}
			citizen.sees(title, "全年新收到政府信息公开申请12件", "办结9件")
			citizen.agrees()
		})
	}
}

// agrees compares every cell of a report's page with the report's data file.
func (p *person) agrees() {
	p.t.Helper()
	said, err := run(p, chromedp.Evaluate[string](`(async () => {
		const link = document.querySelector('a[href$=".json"]')
		if (!link) return 'no data file is offered'
		const data = await (await fetch(link.href)).json(), wrong = []
		const cells = [...document.querySelectorAll('td[data-cell]')]
		for (const c of cells)
			if (c.textContent.trim() !== String(data.cells[c.dataset.cell])) wrong.push(c.dataset.cell + ' ' + c.textContent + ' ' + data.cells[c.dataset.cell])
		return wrong.join(', ') || String(cells.length)
	})()`, chromedp.EvalAwaitPromise))
	if err != nil || said != fmt.Sprint(200) {
		p.fail("cells of the page and of its data: %s %v", said, err)
	}
}
