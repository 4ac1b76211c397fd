package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"gongkai/models/modeltest"
	"gongkai/models/register"
)

// The office keeps its registers: an unknown one is declared empty and taken back, a
// row is entered, refused, corrected, removed and put back, and every cell follows.
func TestRegisterPages(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		at := path + "/desk/registers/"
		foi := signIn(t, base, path, "office.foi")
		if p := foi.Get(at); p.Code != 200 || strings.Count(p.Text, "还没有登记") != 8 {
			t.Fatalf("%d: %s", p.Code, text(p, "main"))
		}
		p := foi.Get(at+"case").Submit(foi, "form:has([value=yes][name=on]):has(button:contains('没有此类事项'))", nil)
		if p.Code != 200 || !p.Has("本单位没有此类事项：") {
			t.Errorf("declared: %d %s", p.Code, text(p, "main"))
		}
		if p = foi.Get(at+"case/new").Submit(foi, "main form", url.Values{"number": {"1"}, "applicant": {"自然人"}, "opened_on": {"2026-03-01"}}); p.Code != 409 {
			t.Errorf("a row in a register declared empty: %d", p.Code)
		}
		if p = foi.Get(at+"case").Submit(foi, "form:has(button:contains('撤销声明'))", nil); p.Code != 200 {
			t.Errorf("taken back: %d", p.Code)
		}
		fill := url.Values{"number": {"〔2026〕第 9 号"}, "applicant": {"自然人"}, "opened_on": {"2026-08-22"}, "closed_on": {"2026-08-01"}}
		if p = foi.Get(at+"case/new").Submit(foi, "main form", fill); p.Code != 422 || p.Find("[name=number]").AttrOr("value", "") != "〔2026〕第 9 号" || p.Find(".errsum li").Length() != 1 {
			t.Errorf("refused: %d %s", p.Code, text(p, "main"))
		}
		fill.Set("closed_on", "2026-09-10")
		if p = p.Submit(foi, "main form", fill); p.Code != 200 || !p.Has("已办结，没有填写结果") || p.Find(".lines small").Length() == 0 {
			t.Errorf("entered: %d %s", p.Code, text(p, "main"))
		}
		row := p.Find("table .dt-title").AttrOr("href", "")
		first, second := foi.Get(row), foi.Get(row)
		fill.Set("result", "予以公开")
		if p = first.Submit(foi, "main form", fill); p.Code != 200 || p.Has("没有填写结果") {
			t.Errorf("corrected: %d %s", p.Code, text(p, "main"))
		}
		if p = second.Submit(foi, "main form", fill); p.Code != 409 {
			t.Errorf("a stale form: %d", p.Code)
		}
		if p = foi.Get(row+"/remove").Submit(foi, "main form", url.Values{"reason": {"x"}}); p.Code != 422 {
			t.Errorf("removed without a reason: %d", p.Code)
		}
		p = p.Submit(foi, "main form", url.Values{"reason": {"重复登记，已并入。"}})
		if gone := foi.Get(at + "case?removed=yes"); p.Code != 200 || p.Find("table .dt-title").Length() != 0 || gone.Find("table .dt-title").Length() != 1 {
			t.Errorf("removed: %d", p.Code)
		}
		if p = foi.Get(row).Submit(foi, "form[action$=restore]", nil); p.Code != 200 || p.Find("[name=number]").Length() != 1 {
			t.Errorf("restored: %d", p.Code)
		}
		b.Whole()
	})
}

// A sheet is shown first; only the second step stores it, and a double click once.
func TestRegisterImportPages(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		at := path + "/desk/registers/fee/import"
		who := signIn(t, base, path, "office.publisher")
		fields := url.Values{"_csrf": {csrf(who, path)}}
		p := sendRoll(t, who, at, "收费项目,收费日期,金额\n考务费,2026-06-20,120.50\n考务费,六月,80\n", fields)
		if p.Code != 422 || !p.Has("只导入没有错误的 1 行") || !p.Has("第 3 行") {
			t.Fatalf("%d %s", p.Code, text(p, "main"))
		}
		for range 2 {
			if done := p.Submit(who, "form:has([name=rows])", nil); done.Code != 200 {
				t.Errorf("%d %s", done.Code, text(done, "main"))
			}
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM register_rows"); n != 1 {
			t.Errorf("%d rows", n)
		}
		for _, bad := range []string{"", "PK\x03\x04 no workbook", "a,b\n"} {
			if p := sendRoll(t, who, at, bad, fields); p.Code != 422 || p.Find(".errsum li").Length() != 1 {
				t.Errorf("%q: %d", bad, p.Code)
			}
		}
		for _, file := range []string{"export.csv", "export.xlsx", "template.xlsx", "export.csv?year=2026"} {
			if p := who.Get(path + "/desk/registers/fee/" + file); p.Code != 200 || len(p.Text) < 20 {
				t.Errorf("%s: %d", file, p.Code)
			}
		}
	})
}

// Who keeps registers may; who reads them sees no buttons; administrators see nothing.
func TestRegisterRights(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	r, err := b.Register.Add(t.Context(), register.Fee, register.Form{Values: map[string]string{"name": "考务费", "opened_on": "2026-06-20", "amount": "9", "section": "国库科"}}, b.Who("office.publisher"))
	modeltest.Must(t, err)
	row := path + "/desk/registers/fee/1"
	if r.ID != 1 {
		t.Fatalf("row %d", r.ID)
	}
	for name, want := range map[string][4]int{ // list, new, row, remove
		"office.publisher": {200, 200, 200, 200}, "budget.author": {200, 200, 200, 404}, "treasury.author": {200, 200, 200, 200},
		"budget.head": {200, 403, 200, 404}, "sys.admin": {404, 404, 404, 404},
	} {
		who := signIn(t, base, path, name)
		for i, address := range []string{path + "/desk/registers/fee", path + "/desk/registers/fee/new", row, row + "/remove"} {
			if p := who.Get(address); p.Code != want[i] {
				t.Errorf("%s at %s: %d, want %d", name, address, p.Code, want[i])
			}
		}
	}
	foi := signIn(t, base, path, "office.foi")
	for _, address := range []string{"passport", "fee/99", "fee/x", "case/1", "fee/1/none"} {
		if p := foi.Get(path + "/desk/registers/" + address); p.Code != 404 {
			t.Errorf("%s: %d", address, p.Code)
		}
	}
}
