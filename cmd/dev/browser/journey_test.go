package browser

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

const password = "Gongkai-Demo-2026"

// sites lists the running demos as "database address".
func sites(t *testing.T) [][2]string {
	t.Helper()
	named := os.Getenv("GONGKAI_TEST_SITES")
	if named == "" {
		t.Skip("no sites: run go run ./cmd/dev test -only browser")
	}
	var all [][2]string
	for site := range strings.FieldsSeq(named) {
		database, address, _ := strings.Cut(site, "=")
		all = append(all, [2]string{database, address})
	}
	return all
}

// A journey is the main job with the demo's people, each in a window of their
// own.
type journey struct {
	t       *testing.T
	site    string
	browser context.Context
	title   string
	public  string // address of the page, once it is public
	people  map[string]*person
	citizen *person
	table   strings.Builder
}

// The main job, clicked through: write, return with a reason, mend, three
// signatures, public; correct while the old text stays; withdraw; confirm.
func TestJourney(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			j := &journey{t: t, site: s[1], browser: browser, people: map[string]*person{},
				title: fmt.Sprintf("关于公开%d年度专项资金分配结果的通知", time.Now().Year())}
			j.citizen = open(t, browser, j.site, "citizen")
			j.citizen.strict()
			j.citizen.visit("")
			for _, name := range []string{"budget.author", "budget.head", "office.secrecy", "office.publisher"} {
				j.people[name] = signIn(t, browser, j.site, name)
				j.people[name].strict()
			}
			fmt.Fprintf(&j.table, "| on %-23s | clicks | fields |\n| -------------------------- | ------ | ------ |\n", s[0])
			j.firstText()
			j.correction()
			j.withdrawal()
			fmt.Print(j.table.String())
		})
	}
}

// step does something from somebody's desk on, counts and tells it.
func (j *journey) step(name, what string, limit int, do func(p *person)) {
	j.t.Helper()
	p := j.people[name]
	p.visit("desk/")
	p.count()
	do(p)
	clicks, fields := p.count()
	fmt.Fprintf(&j.table, "| %-26s | %6d | %6d |\n", what, clicks, fields)
	if clicks > limit {
		j.t.Errorf("%s took %d clicks, at most %d are due", what, clicks, limit)
	}
}

func (p *person) submit() {
	p.t.Helper()
	p.press("提交审核")
	p.tick("", "我已逐字核对")
	p.press("提交审核")
}

// sign fills in the confidentiality form of an open document and signs.
func (p *person) sign() {
	p.t.Helper()
	for _, q := range []string{"国家秘密", "工作秘密", "商业秘密", "个人隐私", "危及国家安全", "过程性信息", "推断出敏感内容"} {
		p.tick(q, "否")
	}
	p.tick("审查结论", "可以公开")
	p.fill("密码", password)
	p.press("签名并通过")
}

func (j *journey) firstText() {
	const wrong, right = "共安排1268.40万元", "共安排1286.40万元"
	j.step("budget.author", "write and submit", 4, func(p *person) {
		p.press("写稿件")
		p.fill("标题", j.title)
		p.fill("栏目", "通知公告")
		p.fill("正文", "2026年度专项资金"+wrong+"。\n\n分配结果见下表。")
		p.submit()
		p.sees("科室审核")
	})
	j.nowherePublic()
	j.step("budget.head", "return with a reason", 2, func(p *person) {
		p.press(j.title)
		p.fill("退回原因", "合计金额与附表不一致")
		p.press("退回")
	})
	j.step("budget.author", "mend and submit again", 4, func(p *person) {
		p.sees("合计金额与附表不一致")
		p.press("去修改：" + j.title)
		p.fill("正文", "2026年度专项资金"+right+"。\n\n分配结果见下表。")
		p.submit()
	})
	j.approve()
	j.nowherePublic()
	j.sign()
	j.public = j.people["office.secrecy"].bookmark(j.title)
	if status := j.citizen.visit(j.public); status != 200 {
		j.t.Fatalf("the public page answers %d", status)
	}
	j.citizen.sees(j.title, right, "经三级审核")
	for _, at := range []string{"", "xwdt/tzgg/", "feed/xwdt-tzgg.xml"} {
		j.citizen.seesOn(at, j.title)
	}
	j.citizen.visit("search?q=专项资金分配")
	j.citizen.sees(j.title)
	j.citizen.seesOn("sitemap.xml", j.public)
}

func (j *journey) approve() {
	j.t.Helper()
	j.step("budget.head", "approve (level 2)", 2, func(p *person) {
		p.press(j.title)
		p.press("通过")
	})
}

func (j *journey) sign() {
	j.t.Helper()
	// One click a question: nothing may be answered beforehand.
	j.step("office.secrecy", "check and sign (level 3)", 10, func(p *person) {
		p.press(j.title)
		p.sign()
	})
}

// bookmark is the public address that the document's page links to.
func (p *person) bookmark(title string) string {
	p.t.Helper()
	p.sees(title)
	p.press("看网站上的页面")
	return p.path()
}

// nowherePublic looks where a citizen would.
func (j *journey) nowherePublic() {
	j.t.Helper()
	for _, at := range []string{"", "xwdt/tzgg/", "feed/xwdt-tzgg.xml", "search?q=专项资金分配", "sitemap/"} {
		j.citizen.missesOn(at, j.title)
	}
}

func (j *journey) correction() {
	const corrected, note = "更正为1297.00万元", "合计金额更正为1297.00万元"
	old := "1286.40"
	stands := func(when string) {
		j.t.Helper()
		if now := j.citizen.source(j.public); !strings.Contains(now, old) || strings.Contains(now, corrected) {
			j.t.Errorf("%s the public does not read the old text", when)
		}
	}
	j.step("budget.author", "correct and submit", 9, func(p *person) {
		p.press(j.title)
		p.press("更正")
		p.tick("更正的性质", "更正")
		p.fill("公开说明", note)
		p.press("更正")
		p.press("编辑")
		p.fill("正文", "2026年度专项资金合计"+corrected+"。")
		p.press("保存")
		stands("before it is submitted")
		p.submit()
	})
	stands("at level 2")
	j.approve()
	stands("at level 3")
	j.sign()
	j.citizen.visit(j.public)
	j.citizen.sees(corrected, note)
	j.citizen.missesOn(j.public, old)
}

func (j *journey) withdrawal() {
	j.step("office.publisher", "withdraw", 4, func(p *person) {
		p.visit("desk/documents?state=published")
		p.press(j.title)
		p.press("撤下")
		p.tick("撤下原因", "内容有误或误发")
		p.press("撤下")
		p.sees("已撤下")
	})
	if status := j.citizen.visit(j.public); status != 410 {
		j.t.Errorf("the withdrawn page answers %d", status)
	}
	j.nowherePublic()
	j.step("budget.head", "confirm the withdrawal", 3, func(p *person) {
		p.press(j.title)
		p.press("撤下正确")
	})
}
