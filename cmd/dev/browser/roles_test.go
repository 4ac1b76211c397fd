package browser

import (
	"archive/zip"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// A walk is what each role does in a day, from 我的工作台 alone: one document from
// the template to the public page and off it again, and one from a Word file.
type walk struct {
	t      *testing.T
	site   string
	people map[string]*person
	files  string // folder of what is uploaded
	title  string
	table  strings.Builder
}

// Limits are the most clicks that each errand may take; typing is not counted,
// choosing a file or an option is.
func TestRoles(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			w := &walk{t: t, site: s[1], people: map[string]*person{}, files: t.TempDir()}
			for _, name := range []string{"budget.author", "budget.head", "office.secrecy", "office.publisher", "deputy"} {
				w.people[name] = signIn(t, browser, w.site, name)
				w.people[name].strict()
			}
			w.needsIssue(browser)
			defer w.needsIssue(browser) // the other journeys know the column as it was
			for _, px := range []int64{1280, 390} {
				w.day(px)
			}
			fmt.Printf("| on %-8s | px   | clicks | at most |\n| ----------- | ---- | ------ | ------- |\n%s", s[0], w.table.String())
		})
	}
}

// needsIssue makes 政策解读 a column whose texts the deputy issues, or not any more.
func (w *walk) needsIssue(browser context.Context) {
	p := signIn(w.t, browser, w.site, "sys.admin")
	p.press("栏目")
	p.press("政策解读")
	p.tick("", "三级审核后还要由分管领导签发")
	p.press("保存")
}

// errand does something from somebody's desk on and counts the clicks.
func (w *walk) errand(px int64, name, what string, most int, do func(p *person)) {
	w.t.Helper()
	p := w.people[name]
	p.wide(px)
	p.visit("desk/")
	p.count()
	do(p)
	clicks, _ := p.count()
	fmt.Fprintf(&w.table, "| %s | %d | %d | %d |\n", what, px, clicks, most)
	if clicks > most {
		w.t.Errorf("%s at %d px: %d clicks, at most %d are due", what, px, clicks, most)
	}
}

func (w *walk) day(px int64) {
	w.title = fmt.Sprintf("《惠农补贴管理办法》政策解读%d", time.Now().UnixNano())
	table := w.file("附表.csv", "项目,金额\n惠农补贴,1286.40\n")
	w.errand(px, "budget.author", "write from a template, attach, submit", 5, func(p *person) {
		p.press("模板：政策解读")
		p.fill("标题", w.title)
		p.compose("<h2>一、为什么出台</h2><p>安排1268.40万元。</p>")
		p.choose("添加附件", table)
		p.submit()
		p.sees("科室审核", "附表.csv")
	})
	w.errand(px, "budget.head", "return with a reason", 4, func(p *person) {
		p.press(w.title)
		p.fill("常用原因", "数字、金额与附件或原始材料不一致，请核对后重新提交。")
		p.clicks++ // choosing from a list is one
		p.press("退回")
		p.sees("已退回")
	})
	w.errand(px, "budget.author", "mend what came back and submit again", 4, func(p *person) {
		p.press("去修改：" + w.title)
		p.compose("<h2>一、为什么出台</h2><p>安排1286.40万元。</p>")
		p.submit()
	})
	w.errand(px, "budget.head", "approve without warnings", 2, func(p *person) {
		p.press(w.title)
		p.press("通过")
		p.sees("已通过")
	})
	w.errand(px, "office.secrecy", "seven answers, one attachment, sign", 11, func(p *person) {
		p.press(w.title)
		p.tick("", "已查看“附表.csv”")
		p.sign()
		p.sees("已签名并通过")
	})
	w.errand(px, "deputy", "issue (签发)", 3, func(p *person) {
		p.press(w.title)
		p.press("同意签发")
	})
	w.offline(px)
	w.errand(px, "budget.author", "import a Word file, submit", 6, func(p *person) {
		p.press("导入文稿")
		p.fill("栏目", "工作动态")
		p.choose("文件", w.word("局机关开展预算绩效培训", "十一月，预算科组织了培训。"))
		p.press("导入")
		p.submit()
		p.sees("科室审核")
	})
}

// offline: the publisher takes the document down; the public learns of it.
func (w *walk) offline(px int64) {
	p := w.people["office.publisher"]
	p.wide(px)
	p.visit("desk/documents?state=published")
	p.press(w.title)
	p.press("看网站上的页面")
	public := p.path()
	w.errand(px, "office.publisher", "take down, from the document's page", 3, func(p *person) {
		p.visit("desk/documents?state=published")
		p.press(w.title)
		p.count()
		p.press("撤下")
		p.tick("撤下原因", "内容有误或误发")
		p.press("撤下")
		p.sees("已撤下")
	})
	if status := p.visit(public); status != 410 {
		w.t.Errorf("what was taken down answers %d", status)
	}
}

// compose puts a text into the editor.
func (p *person) compose(html string) {
	p.t.Helper()
	p.editor()
	p.do(`hugerte.activeEditor.focus(); hugerte.activeEditor.setContent(` + quote(html) + `); hugerte.activeEditor.dispatch('input')`)
}

// choose picks a file for the field with this label.
func (p *person) choose(label, path string) {
	p.t.Helper()
	p.clicks++
	p.fields++
	mark := fmt.Sprintf(`(() => { const l = [...document.querySelectorAll('label')].find(l => l.control && l.innerText.trim() === %s); if (!l) return false; l.control.dataset.chosen = 'yes'; l.control.scrollIntoView(); return l.control.type === 'file' })()`, quote(label))
	if ok, err := run(p, chromedp.Evaluate[bool](mark)); err != nil || !ok {
		p.fail("no field for files is called %q (%v)", label, err)
	}
	if _, err := run(p, chromedp.SetUploadFiles(chromedp.CSS("[data-chosen]"), []string{path})); err != nil {
		p.fail("choose a file: %v", err)
	}
}

func (w *walk) file(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.files, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// word writes a Word document of a title and a paragraph.
func (w *walk) word(title, text string) string {
	w.t.Helper()
	path := filepath.Join(w.files, "文稿.docx")
	f, err := os.Create(path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	z := zip.NewWriter(f)
	for name, part := range map[string]string{
		"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
		"_rels/.rels":         `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml":   `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>` + title + `</w:t></w:r></w:p><w:p><w:r><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`,
	} {
		out, err := z.Create(name)
		if err == nil {
			_, err = out.Write([]byte(part))
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// The main job with JavaScript switched off: the same pages, the same words.
func TestRolesWithoutScripts(t *testing.T) {
	browser := chromium(t)
	for _, s := range sites(t) {
		t.Run(s[0], func(t *testing.T) {
			title := fmt.Sprintf("不用脚本的公告%d", time.Now().UnixNano())
			plain := func(name string, px int64) *person {
				p := open(t, browser, s[1], name)
				if _, err := chromedp.Call(p.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
					t.Fatal(err)
				}
				p.wide(px)
				p.visit("desk/login")
				p.fill("用户名", name)
				p.fill("密码", password)
				p.press("登录")
				return p
			}
			author := plain("budget.author", 390)
			author.press("通知公告")
			author.fill("标题", title)
			author.fill("正文", "第一段。\n\n第二段。")
			author.submit()
			head := plain("budget.head", 1280)
			head.press(title)
			head.fill("退回原因", "请补充联系电话。")
			head.press("退回")
			author.visit("desk/")
			author.press("去修改：" + title)
			author.sees("请补充联系电话")
			author.fill("正文", "第一段。\n\n第二段。\n\n联系电话见附件。")
			author.submit()
			head.visit("desk/")
			head.press(title)
			head.press("通过")
			officer := plain("office.secrecy", 390)
			officer.press(title)
			officer.sign()
			officer.sees("已签名并通过")
			public := officer.bookmark(title)
			citizen := open(t, browser, s[1], "citizen")
			if status := citizen.visit(public); status != 200 {
				t.Errorf("the public page answers %d", status)
			}
			citizen.sees("联系电话见附件")
		})
	}
}
