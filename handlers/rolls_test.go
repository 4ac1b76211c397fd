package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"gongkai/models/modeltest"
	columns "gongkai/models/site"
	"gongkai/web/webtest"
)

// sendRoll posts a form with a sheet.
func sendRoll(t *testing.T, who *webtest.Browser, at, sheet string, fields url.Values) *webtest.Page {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k, vs := range fields {
		for _, v := range vs {
			modeltest.Must(t, w.WriteField(k, v))
		}
	}
	part, err := w.CreateFormFile("file", "公示.csv")
	modeltest.Must(t, err)
	_, err = part.Write([]byte(sheet))
	modeltest.Must(t, err)
	modeltest.Must(t, w.Close())
	return who.Do(who.Request("POST", at, w.FormDataContentType(), body.String()))
}

// villages is a sheet of n households, with numbers that nobody may keep.
func villages(n int) string {
	var b strings.Builder
	b.WriteString("惠民惠农补贴公示表\n序号,户主姓名,身份证号,村,补贴项目,补贴金额,发放时间\n")
	for i := range n {
		fmt.Fprintf(&b, "%d,户%d,11010519491231002X,%s,耕地地力保护补贴,%d,2026-06-%02d\n", i+1, i+1, []string{"甲村", "乙村"}[i%2], i+1, i%28+1)
	}
	return b.String()
}

// A sheet with errors stores nothing and says where they are; without errors it
// becomes a draft, and through three levels a page with filters, sums and files.
func TestRollJourney(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		s := &shelf{Bureau: b, citizen: webtest.Open(t, base), path: path}
		s.column(columns.ColumnForm{Slug: "hnbt", Name: "补贴公示", PageType: columns.List})
		who := signIn(t, base, path, "budget.author")
		fields := url.Values{"_csrf": {csrf(who, path)}, "kind": {"subsidies"}, "column": {"hnbt"}, "title": {"2026年补贴公示"}}
		before := b.Number(t.Context(), "SELECT COUNT(*) FROM content_documents")
		p := sendRoll(t, who, path+"/desk/documents/roll", strings.Replace(villages(60), ",2,2026", ",贰,2026", 1), fields)
		if said := text(p, "main"); p.Code != 422 || !strings.Contains(said, "第4行F列") || strings.Contains(said, "19491231") {
			t.Fatalf("%d %s", p.Code, said)
		}
		if p = sendRoll(t, who, path+"/desk/documents/roll", villages(60), fields); p.Code != 200 || strings.Contains(p.Text, "19491231") {
			t.Fatalf("preview: %d %s", p.Code, text(p, "main"))
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM content_documents"); n != before {
			t.Error("a preview is stored")
		}
		action, form, ok := p.Form("form:has(input[name=roll])")
		if !ok {
			t.Fatal("nothing to store it with")
		}
		p = who.Post(action, form)
		id, err := strconv.ParseUint(p.Path[strings.LastIndexByte(p.Path, '/')+1:], 10, 64)
		if err != nil || p.Code != 200 {
			t.Fatalf("%d %s", p.Code, p.Path)
		}
		for _, at := range []string{"/revisions/1", "/preview"} {
			if p := who.Get(fmt.Sprintf("%s/desk/documents/%d%s", path, id, at)); !strings.Contains(text(p, "main"), "户60") || strings.Contains(p.Text, "19491231") {
				t.Errorf("%s does not show the rows: %.3000s", at, text(p, "main"))
			}
		}
		row := fmt.Sprintf("%s/desk/documents/%d/roll?row=2", path, id)
		_, form, _ = who.Get(row).Form("main form")
		form.Set("c7", "x")
		form.Set("do", "save")
		if p = who.Post(row, form); p.Code != 422 || !strings.Contains(text(p, "main"), "应填写数字") {
			t.Errorf("%d %s", p.Code, text(p, "main"))
		}
		form.Set("c7", "1000")
		if p = who.Post(row, form); p.Code != 200 {
			t.Fatalf("%d %s", p.Code, text(p, "main"))
		}
		b.Pass(id)
		b.Whole()
		at := s.get("/hnbt/").Find("main .news a, main .list a").First().AttrOr("href", "")
		if p = s.citizen.Get(at); p.Code != 200 || p.Find("table.rolled tbody tr").Length() != 50 || !strings.Contains(text(p, "table.rolled tfoot"), "2,828.00") {
			t.Fatalf("%s: %d, %d rows, %s", at, p.Code, p.Find("table.rolled tbody tr").Length(), text(p, "table.rolled tfoot"))
		}
		if p = s.citizen.Get(at + "?f1=2"); p.Find("table.rolled tbody tr").Length() != 30 || strings.Contains(text(p, "table.rolled"), "甲村") {
			t.Errorf("filtered: %s", text(p, ".roll-caption"))
		}
		for _, ext := range []string{"xlsx", "csv", "docx", "json"} {
			if p = s.citizen.Get(strings.TrimSuffix(at, "html") + ext); p.Code != 200 || !strings.Contains(p.Headers.Get("Content-Disposition"), ext) || strings.Contains(p.Text, "19491231") {
				t.Errorf("%s: %d %s", ext, p.Code, p.Headers.Get("Content-Disposition"))
			}
		}
	})
}
