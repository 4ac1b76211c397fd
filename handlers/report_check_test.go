package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"testing"

	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

// sendReport posts the form of the check as a browser would.
func sendReport(b *webtest.Browser, at string, fields map[string]string, files map[string][]byte) *webtest.Page {
	b.T.Helper()
	_, form, ok := b.Get(at).Form("form[action$='/desk/reports/check']")
	if !ok {
		b.T.Fatal("no form")
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for k := range form {
		if v, said := fields[k]; said {
			form.Set(k, v)
		}
		_ = w.WriteField(k, form.Get(k))
	}
	for name, data := range files {
		part, _ := w.CreateFormFile(name, name+".txt")
		_, _ = part.Write(data)
	}
	w.Close()
	return b.Do(b.Request(http.MethodPost, at, w.FormDataContentType(), body.String()))
}

// Anybody who works with content checks a report, from a file or from pasted
// text; the findings come back, nothing is stored. Administrators do no business.
func TestReportCheck(t *testing.T) {
	text, err := os.ReadFile("../models/report/rules/testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	wrong := []byte(strings.Replace(string(text), "结转下年度继续办理\n\n0", "结转下年度继续办理\n\n2", 1))
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		at := path + "/desk/reports/check"
		author := signIn(t, base, path, "budget.author")
		if p := sendReport(author, at, nil, map[string][]byte{"file": text}); p.Code != 200 || !p.Has("没有错误，有 2 处需要说明") || !p.Has("198 个") || p.Find(".finding").Length() < 7 || p.Find("td[data-cell]").Length() != 198 {
			t.Errorf("the report of 2020: %d %d", p.Code, p.Find(".finding").Length())
		}
		if p := sendReport(author, at, map[string]string{"text": string(wrong)}, nil); p.Code != 200 || !p.Has("相差 2 件") || p.Find(".finding.bad").Length() != 2 || p.Find("td.err").Length() == 0 {
			t.Errorf("pasted: %d %d %d", p.Code, p.Find(".finding.bad").Length(), p.Find("td.err").Length())
		}
		if p := sendReport(author, at, nil, map[string][]byte{"file": text, "previous": text}); p.Code != 422 || !p.Has("上一年的报告应为 2019 年，这份是 2020 年。") {
			t.Errorf("the wrong year before: %d", p.Code)
		}
		untitled := []byte(strings.ReplaceAll(string(text), "2020年", "当年"))
		if p := sendReport(author, at, map[string]string{"year": "2020"}, map[string][]byte{"file": untitled}); p.Code != 200 || !p.Has("198 个") {
			t.Errorf("the year typed: %d", p.Code)
		}
		for year, want := range map[string]string{"": "请填写年度", "二〇": "年度应是四位数字", "0": "年度应是四位数字"} {
			if p := sendReport(author, at, map[string]string{"year": year}, map[string][]byte{"file": untitled}); p.Code != 422 || !p.Has(want) {
				t.Errorf("year %q: %d", year, p.Code)
			}
		}
		if p := sendReport(author, at, nil, map[string][]byte{"file": []byte(`{"year"`)}); p.Code != 422 || !p.Has("第 7 个字符附近有错误") {
			t.Errorf("broken JSON: %d", p.Code)
		}
		for _, odd := range []map[string][]byte{nil, {"file": []byte("PK\x03\x04")}, {"file": []byte("没有报告")}} {
			if p := sendReport(author, at, nil, odd); p.Code != 422 || p.Find(".errsum").Length() != 1 {
				t.Errorf("%v: %d", odd, p.Code)
			}
		}
		admin := signIn(t, base, path, "sec.admin")
		if p := admin.Get(at); p.Code != 403 {
			t.Errorf("an administrator: %d", p.Code)
		}
	})
}
