package handlers_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

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

// Who keeps registers may; who reads them sees no buttons; administrators see
// nothing, and not even which registers there are.
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
		"budget.head": {200, 403, 200, 404}, "sys.admin": {403, 403, 403, 403}, "sec.admin": {403, 403, 403, 403}, "audit.admin": {403, 403, 403, 403},
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

// Every address of the registers answers the three administrators the same.
func TestRegistersAndAdministrators(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	for _, name := range []string{"sys.admin", "sec.admin", "audit.admin"} {
		who := signIn(t, base, path, name)
		for _, address := range []string{"", "case", "passport", "case/new", "case/import", "case/template.xlsx", "case/export.csv", "case/export.xlsx", "case/1", "case/x", "case/1/remove", "counters/n.portal", "counters/none"} {
			if p := who.Get(path + "/desk/registers/" + address); p.Code != 403 {
				t.Errorf("%s at %s: %d", name, address, p.Code)
			}
		}
		for _, address := range []string{"case/new", "passport/new", "case/import", "case/none", "case/checked", "case/1", "case/1/remove", "case/1/restore"} {
			if p := who.Post(path+"/desk/registers/"+address, url.Values{"_csrf": {csrf(who, path)}}); p.Code != 403 {
				t.Errorf("%s posts to %s: %d", name, address, p.Code)
			}
		}
	}
}

// The list offers every year that rows have, besides those of the reports.
func TestYearsOfRegister(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		for name, day := range map[string]string{"旧办法": "2012-05-06", "新办法": "2026-05-06"} {
			_, err := b.Register.Add(t.Context(), register.Document, register.Form{Values: map[string]string{"sort": "规章", "name": name, "opened_on": day}}, b.Who("office.publisher"))
			modeltest.Must(t, err)
		}
		who := signIn(t, base, path, "office.publisher")
		p := who.Get(path + "/desk/registers/document")
		var years []string
		p.Find("select[name=year] option").Each(func(_ int, o *goquery.Selection) { years = append(years, o.AttrOr("value", "")) })
		if got := strings.Join(years, " "); got != " 2026 2025 2024 2023 2022 2021 2020 2019 2012" {
			t.Errorf("offered: %s", got)
		}
		p = who.Get(path + "/desk/registers/document?year=2012")
		if p.Code != 200 || p.Find("select[name=year] option[selected]").AttrOr("value", "") != "2012" || p.Find("table .dt-title").Text() != "旧办法" || p.Find("button:contains('2012 年')").Length() > 0 {
			t.Errorf("%d %s", p.Code, text(p, "main"))
		}
		if p = who.Get(path + "/desk/registers/document/export.csv?year=2012"); !strings.Contains(p.Text, "旧办法") || strings.Contains(p.Text, "新办法") {
			t.Errorf("%d %s", p.Code, p.Text)
		}
		for _, year := range []string{"1000", "x", "-1", "99999", "2100"} {
			if p = who.Get(path + "/desk/registers/document?year=" + year); p.Code != 200 {
				t.Errorf("%s: %d", year, p.Code)
			}
		}
	})
}

// A form that concerns a year whose report is public asks for the reason at once.
func TestReasonOfPublicYear(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	by := b.Who("office.publisher")
	for i, day := range []string{"2025-03-01", "2026-03-01"} {
		_, err := b.Register.Add(t.Context(), register.Fee, register.Form{Values: map[string]string{"name": "考务费", "opened_on": day, "amount": "90"}}, by)
		modeltest.Must(t, err)
		if n := b.Number(t.Context(), "SELECT MAX(id) FROM register_rows"); n != int64(i+1) {
			t.Fatalf("row %d", n)
		}
	}
	who := signIn(t, base, path, "office.publisher")
	at := path + "/desk/registers/fee/"
	label := func(address string) string {
		return strings.TrimSpace(who.Get(at + address).Find("label[for=f-reason]").Text())
	}
	for _, address := range []string{"1", "2", "new"} {
		if got := label(address); got != "" {
			t.Errorf("%s asks %q before any report is public", address, got)
		}
	}
	b.Register.OnLocked(func(_ context.Context, year int) (bool, error) { return year == 2025, nil })
	for address, want := range map[string]string{"1": "改动的原因", "2": "改动原因（年报已公开的年度必填）", "new": "改动原因（年报已公开的年度必填）"} {
		if got := label(address); got != want {
			t.Errorf("%s asks %q", address, got)
		}
	}
	fill := url.Values{"name": {"考务费"}, "opened_on": {"2025-03-01"}, "amount": {"80"}, "reason": {""}}
	p := who.Get(at+"1").Submit(who, "main form", fill)
	if p.Code != 422 || p.Find(".errsum li").Length() != 1 {
		t.Errorf("without a reason: %d %s", p.Code, text(p, "main"))
	}
	fill.Set("reason", "按缴款书更正金额。")
	if p = p.Submit(who, "main form", fill); p.Code != 200 {
		t.Errorf("with a reason: %d %s", p.Code, text(p, "main"))
	}
	fill.Set("reason", "补登漏记的一笔收费。")
	if p = who.Get(at+"new").Submit(who, "main form", fill); p.Code != 200 {
		t.Errorf("a new row with a reason: %d %s", p.Code, text(p, "main"))
	}
	p = sendRoll(t, who, at+"import", "收费项目,收费日期,金额\n报名费,2025-06-20,120.50\n", url.Values{"_csrf": {csrf(who, path)}})
	if p.Code != 200 || p.Find("textarea[name=reason]").Length() != 1 {
		t.Errorf("an import: %d %s", p.Code, text(p, "main"))
	}
	if p = p.Submit(who, "form:has([name=rows])", url.Values{"reason": {"补登上年漏记的收费。"}}); p.Code != 200 {
		t.Errorf("an import with a reason: %d %s", p.Code, text(p, "main"))
	}
}

// The form of a count shows the one that it begins with, and takes no empty one.
func TestCountIsPrefilled(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	who := signIn(t, base, path, "office.publisher")
	form := who.Get(path + "/desk/registers/decision/new")
	if got := form.Find("[name=n]").AttrOr("value", ""); got != "1" || strings.Contains(form.Find("label[for=f-n]").Text(), "选填") {
		t.Errorf("prefilled: %q", got)
	}
	fill := url.Values{"sort": {"行政处罚"}, "name": {"一件"}, "opened_on": {"2026-03-01"}, "n": {""}}
	p := form.Submit(who, "main form", fill)
	if p.Code != 422 || !strings.Contains(p.Find("#f-n-error").Text(), "没有填写") {
		t.Errorf("emptied: %d %s", p.Code, text(p, "main"))
	}
	fill.Set("opened_on", "2035-01-01")
	fill.Set("n", "2")
	if p = p.Submit(who, "main form", fill); p.Code != 422 || !strings.Contains(p.Find("#f-opened_on-error").Text(), "晚于今天") || p.Find("[name=opened_on]").AttrOr("value", "") != "2035-01-01" {
		t.Errorf("a day ahead: %d %s", p.Code, text(p, "main"))
	}
}
