package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

// The year's report without a single register: every table is filled in by hand, a
// sum that does not add up stops it, the warning asks for words, and what three
// people signed stands on the public page, cell by cell.
func TestWorkbenchJourney(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		office, head, officer := signIn(t, base, path, "office.publisher"), signIn(t, base, path, "office.head"), signIn(t, base, path, "office.secrecy")
		at := path + "/desk/reports/2026"
		fill := func(section string, values url.Values) *webtest.Page {
			t.Helper()
			values.Set("zeros", "yes")
			return office.Get(at+"?section="+section+"&fill=yes").Submit(office, "form[action$='/cells']", values)
		}
		if p := office.Get(path + "/desk/reports/"); p.Code != 200 || p.Find("a[href='"+at+"']").Length() != 1 {
			t.Fatalf("years: %d", p.Code)
		}
		if p := fill("s2", url.Values{}); p.Code != 422 || !strings.Contains(text(p, "main"), "请写明理由") {
			t.Fatalf("a table without a reason: %d %s", p.Code, text(p, "main"))
		}
		why := url.Values{"reason": {"依据各科室报送的登记簿。"}}
		for _, section := range []string{"s2", "s4"} {
			if p := fill(section, why); p.Code != 200 {
				t.Fatalf("%s: %d %s", section, p.Code, text(p, "main"))
			}
		}
		p := fill("s3", url.Values{"reason": why["reason"], "cell.s3.new.nat": {"三"}})
		if p.Code != 422 || p.Find("input[name='cell.s3.new.nat']").AttrOr("value", "") != "三" {
			t.Fatalf("%d %s", p.Code, text(p, "main"))
		}
		p = fill("s3", url.Values{"reason": why["reason"], "cell.s3.new.nat": {"3"}, "cell.s3.open.nat": {"2"}})
		if said := text(p, ".wb-alert"); p.Code != 200 || !strings.Contains(said, "S3-1") {
			t.Fatalf("3 = 2 is not said: %d %s", p.Code, said)
		}
		for section, prose := range map[string]string{"s1": "（一）主动公开情况\n全年新收到政府信息公开申请{{s3.new.sum}}件。", "s5": "解读形式单一，今后多用图解。", "s6": "本年度没有收取信息处理费。"} {
			if p := office.Get(at+"?section="+section).Submit(office, "form[action$='/prose']", url.Values{"text": {prose}}); p.Code != 200 || p.Has("{{s3.new.sum}}件。</p>") {
				t.Fatalf("%s: %d", section, p.Code)
			}
		}
		if p := office.Get(at + "/submit"); p.Code != 200 || p.Find("input[name=selfcheck]").Length() != 0 || !strings.Contains(text(p, "main"), "还不能提交") {
			t.Fatalf("%d %s", p.Code, text(p, "main"))
		}
		p = office.Get(at+"?section=s3&cell=s3.carry_out.nat").Submit(office, "form[action$='/cells']", url.Values{"value": {"1"}, "reason": {"第 3 号申请还在办理。"}})
		if p.Code != 200 || p.Find(".wb-alert").Length() != 0 || !strings.Contains(text(p, "#cell"), "手工填写") {
			t.Fatalf("%d %s", p.Code, text(p, "main"))
		}
		p = office.Get(at + "?section=intro")
		for p.Find("form[action$='/explain']").Length() > 0 && p.Find(".finding.warn").Length() > 0 {
			before := p.Find(".finding.warn").Length()
			p = p.Submit(office, ".finding.warn form[action$='/explain']", url.Values{"text": {"先行核对，十二月底再核一次。"}})
			if p.Code != 200 || p.Find(".finding.warn").Length() >= before {
				t.Fatalf("explain: %d %s", p.Code, text(p, "main"))
			}
		}
		p = office.Get(at+"/submit").Submit(office, "form[action$='/submit']", url.Values{"selfcheck": {"yes"}})
		if p.Code != 200 || p.State() != "section" {
			t.Fatalf("submit: %d %q %s", p.Code, p.State(), text(p, "main"))
		}
		doc := p.Path
		if p := office.Get(at + "?section=s3"); !strings.Contains(text(p, "main"), "正在审核") || p.Find("form[action*='/desk/reports/']").Length() != 0 {
			t.Fatalf("the workbench is open under review: %s", text(p, "main"))
		}
		head.Get(doc+"/section").Submit(head, "form[action$='/section']", url.Values{"decision": {"approve"}})
		p = officer.Get(doc+"/confidentiality").Submit(officer, "form[action$='/confidentiality']", clean)
		if p.State() != "published" {
			t.Fatalf("%d %s", p.Code, text(p, "main"))
		}
		public := webtest.Open(t, base).Get(path + "/zfxxgk/nb/2026/")
		for cell, want := range map[string]string{"s3.new.nat": "3", "s3.new.sum": "3", "s3.total.sum": "2", "s3.carry_out.sum": "1", "s2.license.decisions": "0"} {
			if got := tight(public.Find("td[data-cell='" + cell + "']")); got != want {
				t.Errorf("%s: %q, want %q", cell, got, want)
			}
		}
		if public.Code != 200 || !strings.Contains(text(public, "main"), "申请3件") || public.Find("td[data-cell] a").Length() != 0 {
			t.Fatalf("%d", public.Code)
		}
		b.Whole()
	})
}

// Nobody without the duty opens the workbench, no year that has no form, and no
// odd value fails it.
func TestWorkbenchRefusals(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	for name, want := range map[string]int{"budget.author": 403, "sys.admin": 403, "budget.head": 200, "office.publisher": 200} {
		if p := signIn(t, base, path, name).Get(path + "/desk/reports/2026"); p.Code != want {
			t.Errorf("%s: %d, want %d", name, p.Code, want)
		}
	}
	office, head := signIn(t, base, path, "office.publisher"), signIn(t, base, path, "budget.head")
	for at, want := range map[string]int{"2018": 404, "2099": 404, "02026": 404, "x": 404, "2026?section=s9&cell=%00": 200, "2026?section=%3Cscript%3E": 200, "2019": 200, "2026/submit": 200} {
		if p := office.Get(path + "/desk/reports/" + at); p.Code != want {
			t.Errorf("%s: %d, want %d", at, p.Code, want)
		}
	}
	at := path + "/desk/reports/2026"
	for _, x := range []struct {
		verb string
		form url.Values
		want int
	}{
		{"cells", url.Values{"cell": {"s9.x"}, "value": {"1"}, "reason": {"没有这一格。"}}, 422},
		{"cells", url.Values{"cell": {"s2.fee.amount_wan"}, "value": {"-1"}, "reason": {"金额不能为负。"}}, 422},
		{"cells", url.Values{"cell": {"s2.fee.amount_wan"}, "value": {strings.Repeat("9", 40)}, "reason": {"数字太长了。"}}, 422},
		{"cells", url.Values{"version": {"7"}, "cell": {"s2.fee.amount_wan"}, "value": {"1"}, "reason": {"晚到的表单。"}}, 409},
		{"clear", url.Values{"cell": {"s2.fee.amount_wan"}}, 409},
		{"prose", url.Values{"section": {"s7"}, "text": {"没有这一章。"}}, 404},
		{"prose", url.Values{"section": {"s1"}, "text": {strings.Repeat("长", 20001)}}, 422},
		{"explain", url.Values{"rule": {"S3-5"}, "at": {"s3"}, "text": {"错误不能说明了事。"}}, 409},
		{"submit", url.Values{"selfcheck": {"yes"}}, 422},
	} {
		x.form.Set("_csrf", csrf(office, path))
		if p := office.Post(at+"/"+x.verb, x.form); p.Code != x.want {
			t.Errorf("%s %v: %d, want %d", x.verb, x.form, p.Code, x.want)
		}
		x.form.Set("_csrf", csrf(head, path))
		if p := head.Post(at+"/"+x.verb, x.form); p.Code < 400 || p.Code >= 500 {
			t.Errorf("a head did %s: %d", x.verb, p.Code)
		}
	}
}
