package browser

import (
	"fmt"
	"os"
	"testing"
)

// What forms of the report answer is a page too: a checked report with its
// findings, and the workbench and the form of the site with a refusal.
func TestAnswerGates(t *testing.T) {
	s := gated(t)
	browser := chromium(t)
	text, err := os.ReadFile("../../../models/report/rules/testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	p := signIn(t, browser, s.home, "office.publisher")
	p.strict()
	answers := []struct {
		name, path string
		do         func()
		sees       string
	}{
		{"a checked report", "desk/reports/check", func() {
			p.fill("或者粘贴全文", string(text))
			p.press("开始检查")
		}, "读到的统计表"},
		{"a check without a file", "desk/reports/check", func() { p.press("开始检查") }, "请选择文件"},
		{"a table without a reason", "desk/reports/2026?section=s3&fill=yes", func() {
			p.tick("", "其余空着的格都填 0")
			p.press("保存这张表")
		}, "请写明理由"},
		{"a number without a reason", "desk/reports/2026?section=s3&cell=s3.new.nat", func() {
			p.click("手工调整", `[...document.querySelectorAll('summary')]`, false)
			p.fill("数字", "5")
			p.press("保存数字")
		}, "请写明理由"},
		{"the site's form with a word for a number", "desk/reports/2026/site", func() {
			p.fill("24. 政务服务事项数量（项）", "两项")
			p.press("保存报表")
		}, "应填写不小于 0 的整数"},
	}
	for _, px := range []int64{1280, 320} {
		for _, a := range answers {
			t.Run(fmt.Sprintf("%s %d", a.name, px), func(t *testing.T) {
				p.t = t
				p.wide(px)
				p.visit(a.path)
				a.do()
				p.sees(a.sees)
				p.judged()
			})
		}
	}
}
