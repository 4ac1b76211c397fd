package handlers_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

const newForm = "form[action$='/desk/documents']"

// post sends a form as the editor's script does: no redirect is followed.
func post(b *webtest.Browser, at string, form url.Values) *webtest.Page {
	b.T.Helper()
	return b.Do(b.Request(http.MethodPost, at, "application/x-www-form-urlencoded", form.Encode()))
}

// The working copy as the contract has it: 204, no new version; 409 when the
// document changed; offered on the next visit; taken back and given up without
// a script.
func TestAutosave(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author := signIn(t, base, path, "budget.author")
		id := b.Draft("第一稿")
		at := fmt.Sprintf("%s/desk/documents/%d", path, id)
		page := author.Get(at + "/autosave")
		_, form, ok := page.Form("form[action$='/autosave']")
		if page.Code != 200 || !ok || form.Get("version") == "" || !page.Has("没有自动保存的内容") {
			t.Fatalf("GET autosave: %d %v", page.Code, form)
		}
		form.Set("body", "<p>自己存下的一句。</p>")
		b.Unchanged(id, func() {
			if p := post(author, at+"/autosave", form); p.Code != http.StatusNoContent || p.Text != "" {
				t.Errorf("autosave: %d %q", p.Code, p.Text)
			}
		})
		edit := author.Get(at + "/edit")
		if !edit.Has("自己存下的一句。") || !edit.Has("正文内容。") || edit.Find("[data-copy]").Length() != 1 {
			t.Error("the editor does not offer the working copy")
		}
		restored := author.Get(at + "/edit?copy=1")
		if _, f, _ := restored.Form("#write"); f.Get("body") != "\n<p>自己存下的一句。</p>" && f.Get("body") != "<p>自己存下的一句。</p>" {
			t.Errorf("restored: %q", f.Get("body"))
		}
		other := signIn(t, base, path, "budget.author2")
		if p := other.Get(at + "/autosave"); p.Has("自己存下的一句") {
			t.Error("another author reads the copy")
		}
		b.Edit(id, "别人改过", "budget.author2")
		if p := post(author, at+"/autosave", form); p.Code != http.StatusConflict {
			t.Errorf("after somebody else's change: %d", p.Code)
		}
		// Saving what was restored leads to both side by side, nothing is lost.
		conflict := author.Get(at+"/edit?copy=1").Submit(author, "#write", nil)
		if conflict.Code != http.StatusConflict || !conflict.Has("自己存下的一句。") || !conflict.Has("别人改过") {
			t.Errorf("saving over somebody else's change: %d", conflict.Code)
		}
		after := author.Get(at+"/edit").Submit(author, "[data-copy] form", nil)
		if after.Code != 200 || after.Find("[data-copy]").Length() != 0 || !after.Has("已放弃") {
			t.Errorf("giving up: %d %s", after.Code, after.Path)
		}
	})
}

func TestAutosaveOfNew(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author := signIn(t, base, path, "budget.author")
		at := path + "/desk/documents/new"
		_, form, _ := author.Get(at + "?column=xwdt/gzdt").Form(newForm)
		form.Set("title", "写到一半")
		form.Set("body", "<p>半句</p>")
		if p := post(author, at+"/autosave", form); p.Code != http.StatusNoContent {
			t.Fatalf("autosave: %d", p.Code)
		}
		page := author.Get(at)
		if !page.Has("写到一半") || page.Find("[data-copy]").Length() != 1 {
			t.Error("the copy is not offered")
		}
		// Another text written meanwhile leaves it alone.
		page.Submit(author, newForm, url.Values{"title": {"另一篇"}, "column": {"xwdt/gzdt"}, "body": {"另一篇"}})
		restored := author.Get(at + "?copy=1")
		doc := restored.Submit(author, newForm, nil)
		if doc.State() != "draft" || !doc.Has("写到一半") {
			t.Fatalf("saving the restored copy: %d %s", doc.Code, doc.Path)
		}
		if author.Get(at).Find("[data-copy]").Length() != 0 {
			t.Error("the copy outlives the document that was made of it")
		}
	})
}

// Saving and submitting is one press; what keeps the text from it is named.
func TestSaveAndSubmit(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author := signIn(t, base, path, "budget.author")
		fresh := author.Get(path + "/desk/documents/new?column=xwdt/gzdt")
		fill := url.Values{"title": {"题"}, "body": {"<p>身份证 11010519491231002X</p>"}, "then": {"submit"}}
		page := fresh.Submit(author, newForm, fill)
		if !strings.HasSuffix(page.Path, "/edit") || !strings.Contains(page.Find(".errsum").Text(), "第 1 段") || strings.Contains(page.Find(".errsum").Text(), "1949") {
			t.Fatalf("%d %s %s", page.Code, page.Path, page.Find(".errsum").Text())
		}
		refused := author.Get(strings.TrimSuffix(page.Path, "/edit")+"/submit").Submit(author, "form[action$='/submit']", url.Values{"selfcheck": {"yes"}})
		if refused.Code != http.StatusUnprocessableEntity || !refused.Has("正文第 1 段") {
			t.Errorf("submitting it all the same: %d", refused.Code)
		}
		page = page.Submit(author, "#write", url.Values{"body": {"<p>改好了。</p>"}, "then": {"submit"}})
		if !strings.HasSuffix(page.Path, "/submit") {
			t.Fatalf("leads to %s", page.Path)
		}
		if page = page.Submit(author, "form[action$='/submit']", url.Values{"selfcheck": {"yes"}}); page.State() != "section" {
			t.Errorf("%s: %q", page.Path, page.State())
		}
	})
}

// Only the editor's pages may style inline; nothing else is loosened.
func TestEditorPolicy(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	id := b.Draft("稿")
	for at, inline := range map[string]bool{"/desk/documents/new": true, "/desk/documents/1/edit": true, "/desk/documents/1": false, "/desk/": false, "/desk/documents/import": false, "/": false} {
		csp := author.Get(path + at).Headers.Get("Content-Security-Policy")
		if strings.Contains(csp, "style-src 'self' 'unsafe-inline'") != inline || strings.Contains(csp, "blob:") != inline || !strings.Contains(csp, "script-src 'self';") {
			t.Errorf("%s (document %d): %s", at, id, csp)
		}
	}
}

func answer(t *testing.T, p *webtest.Page) (a struct{ HTML, Title, Said, Error string }) {
	t.Helper()
	if err := json.Unmarshal([]byte(p.Text), &a); err != nil {
		t.Fatalf("%d %s: %v", p.Code, p.Text, err)
	}
	return a
}

func TestCleanEndpoint(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	_, form, _ := author.Get(path + "/desk/documents/new").Form(newForm)
	csrf := form.Get("_csrf")
	p := post(author, path+"/desk/clean", url.Values{"_csrf": {csrf}, "body": {`<p class=MsoNormal style="x:y"><span style="a:b">甲</span></p><table><tr><td colspan=2>1</td></tr></table><img src="file:///c:/a.png"><script>alert(1)</script>`}})
	a := answer(t, p)
	if p.Code != 200 || !strings.Contains(a.HTML, `<p>甲</p>`) || !strings.Contains(a.HTML, `colspan="2"`) || strings.Contains(a.HTML, "script") ||
		!strings.HasPrefix(a.Said, "已清除 ") || !strings.HasSuffix(a.Said, "保留 1 个表格；1 张图片未粘贴，请用“插入图片”补传。") {
		t.Errorf("%d %+v", p.Code, a)
	}
	if p := post(author, path+"/desk/clean", url.Values{"_csrf": {csrf}, "body": {strings.Repeat("x", 9<<20)}}); p.Code != 422 || answer(t, p).Error == "" {
		t.Errorf("too much: %d", p.Code)
	}
	if p := post(author, path+"/desk/clean", url.Values{"body": {"x"}}); p.Code != 403 {
		t.Errorf("without the token: %d", p.Code)
	}
	head := signIn(t, base, path, "budget.head")
	if p := post(head, path+"/desk/clean", url.Values{"_csrf": {head.Get(path+"/desk/").Find("input[name=_csrf]").AttrOr("value", "")}}); p.Code != 403 {
		t.Errorf("who writes nothing: %d", p.Code)
	}
}

// upload sends a file with fields, as a form with a file does.
func importFile(b *webtest.Browser, at string, fields map[string]string, name string, content []byte) *webtest.Page {
	b.T.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, v := range fields {
		if err := w.WriteField(k, v); err != nil {
			b.T.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err != nil {
		b.T.Fatal(err)
	}
	if err := w.Close(); err != nil {
		b.T.Fatal(err)
	}
	return b.Do(b.Request(http.MethodPost, at, w.FormDataContentType(), body.String()))
}

func word(t *testing.T, body string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	w, err := z.Create("word/document.xml")
	if err == nil {
		_, err = w.Write([]byte(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`))
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestImportFiles(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author := signIn(t, base, path, "budget.author")
		at := path + "/desk/documents/import"
		_, form, ok := author.Get(at + "?column=xwdt/gzdt").Form("form[action$='/import']")
		if !ok || form.Get("column") != "xwdt/gzdt" {
			t.Fatalf("the form: %v", form)
		}
		fields := map[string]string{"_csrf": form.Get("_csrf"), "column": "xwdt/gzdt", "text": ""}
		docx := word(t, `<w:p><w:r><w:t>关于某事的通知</w:t></w:r></w:p><w:p><w:r><w:t>正文第一句。</w:t></w:r></w:p>`)
		for _, c := range []struct {
			name    string
			content []byte
			title   string
			body    string
		}{
			{"a.docx", docx, "关于某事的通知", "正文第一句。"},
			{"a.html", []byte("<html><head><title>网站</title></head><body><h1>网页标题</h1><p style='x'>网页正文。</p></body></html>"), "网页标题", "网页正文。"},
			{"a.txt", []byte("\xb1\xea\xcc\xe2\n\n\xd5\xfd\xce\xc4\xa1\xa3"), "标题", "正文。"},
		} {
			p := importFile(author, at, fields, c.name, c.content)
			if p.Code != http.StatusSeeOther {
				t.Errorf("%s: %d %s", c.name, p.Code, p.Find(".errsum").Text())
				continue
			}
			doc := author.Get(p.Headers.Get("Location"))
			if doc.State() != "draft" || doc.Find("h1").Text() != c.title {
				t.Errorf("%s: %q %q", c.name, doc.State(), doc.Find("h1").Text())
			}
			if edit := author.Get(p.Headers.Get("Location") + "/edit"); !strings.Contains(edit.Find("#f-body").Text(), c.body) {
				t.Errorf("%s: %s", c.name, edit.Find("#f-body").Text())
			}
		}
		if p := importFile(author, at, fields, "b.docx", docx[:len(docx)/2]); p.Code != 422 || !p.Has("文件已损坏") {
			t.Errorf("a broken file: %d", p.Code)
		}
		if p := importFile(author, at, fields, "empty.docx", nil); p.Code != 422 {
			t.Errorf("nothing: %d", p.Code)
		}
		if a := answer(t, importFile(author, path+"/desk/clean", fields, "a.docx", docx)); a.Title != "关于某事的通知" || a.HTML != "<p>正文第一句。</p>" {
			t.Errorf("into the editor: %+v", a)
		}
	})
}

// A text that is too long is refused with all of it still in the form.
func TestTooLongKeepsTheText(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	long := strings.Repeat("很长的一句话。", 250000) // 5 MB, 15 MB in a form
	page := author.Get(path+"/desk/documents/new?column=xwdt/gzdt").Submit(author, newForm, url.Values{"title": {"长"}, "body": {long}})
	if page.Code != http.StatusUnprocessableEntity || strings.TrimPrefix(page.Find("#f-body").Text(), "\n") != long {
		t.Errorf("%d, %d bytes come back", page.Code, len(page.Find("#f-body").Text()))
	}
}

// The limits of the editor hold for the pages too.
func TestLargeDocumentPages(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		author := signIn(t, base, path, "budget.author")
		f := modeltest.Article("大稿件")
		id, pictures := b.In(f), ""
		for _, key := range b.Pictures(id, 200) {
			pictures += `<p><img src="/files/` + key + `/a.png" alt="图"></p>`
		}
		f.Body = "<p>" + strings.Repeat(strings.Repeat("区级一般公共预算收入稳步增长，", 7)+"</p><p>", 500) + "</p>" + pictures +
			strings.Repeat("<table><tr><th>单位</th><th>金额</th></tr>"+strings.Repeat("<tr><td>某镇</td><td>1,286.40</td></tr>", 500)+"</table>", 10)
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), f, b.Who("budget.author")))
		at := fmt.Sprintf("%s/desk/documents/%d", path, id)
		var form url.Values
		within := func(what string, do func() *webtest.Page, code int) {
			t.Helper()
			took := time.Hour
			for range 3 { // the machine does other things too
				start := time.Now()
				p := do()
				if p.Code != code {
					t.Fatalf("%s: %d", what, p.Code)
				}
				if took = min(took, time.Since(start)/modeltest.Slower); took < time.Second {
					break
				}
			}
			if t.Logf("%s: %v", what, took); took > time.Second {
				t.Errorf("%s takes longer than a second", what)
			}
		}
		within("opening", func() *webtest.Page {
			page := author.Get(at + "/edit")
			_, form, _ = page.Form("#write")
			return page
		}, 200)
		within("autosaving", func() *webtest.Page { return post(author, at+"/autosave", form) }, 204)
		within("comparing", func() *webtest.Page { return author.Get(at + "/compare") }, 200)
	})
}

// A start from a template, and like the last one of the column.
func TestStarts(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	b.Publish("2026年10月工作")
	author := signIn(t, base, path, "budget.author")
	page := author.Get(path + "/desk/documents/new?column=xwdt/gzdt")
	var names []string
	like := ""
	page.Find(".starts a").Each(func(_ int, s *goquery.Selection) {
		names = append(names, s.Find("b").Text())
		if like == "" {
			like = s.AttrOr("href", "")
		}
	})
	if strings.Join(names, " ") != "和上次一样写 工作动态" {
		t.Errorf("starts: %v", names)
	}
	if _, f, _ := author.Get(like).Form(newForm); f.Get("title") != "2026年11月工作" || f.Get("column") != "xwdt/gzdt" {
		t.Errorf("like the last: %v", f)
	}
	if _, f, _ := author.Get(path + "/desk/documents/new?column=xwdt/gzdt&from=template:work-news").Form(newForm); !strings.Contains(f.Get("body"), "____") {
		t.Errorf("from a template: %v", f)
	}
	for _, at := range []string{"?from=template:none", "?like=999", "?like=x"} {
		if p := author.Get(path + "/desk/documents/new" + at); p.Code != 404 {
			t.Errorf("%s: %d", at, p.Code)
		}
	}
}
