package handlers_test

import (
	"bytes"
	"fmt"
	"maps"
	"mime/multipart"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gongkai/models/modeltest"
)

// odd are values that no field, header or address expects.
var odd = []string{"", "0", "-1", "1", "99999999999999999999999", "9223372036854775807", "18446744073709551615", "1e9", "NaN", "0x1F", "\u0661", "true", "null", "[]", "{}",
	"a\x00b", "\xff\xfe", "\xc0\x80", "\xed\xa0\x80", "\u202e\u2028\u0007", "\r\nSet-Cookie: a=b", "..", "../../../etc/passwd", "..\\..\\x", "/", "//evil.example/", "\\\\evil", "%", "%%", "%zz", "%00",
	"\"><script>alert(1)</script>", "<svg/onload=alert(1)>", "<p>x<table><tr><td rowspan=99999 colspan=99999>", "<!--", "]]>", "{{.}}", "${jndi:x}", "javascript:alert(1)", "data:text/html,x",
	"%_'\\;--", "' OR 1=1 --", "😀👨‍👩‍👧", "é", "ﷺ", "2026-11-23T15:04", "9999-12-31T23:59", "0000-00-00", "2026-02-30T25:61", "-0001-01-01T00:00", "10000-01-01T00:00",
	"xwdt/gzdt", "zfxxgk/nb", "zdsx", "approve", "return", "yes", "no", "open", "draft", "template:announcement", "template:none", "like:1", "like:99999999999999999999",
	strings.Repeat("长", 1500), strings.Repeat("a", 70_000), strings.Repeat("<b>", 3000), strings.Repeat("<table><tr><td>", 300), strings.Repeat("../", 500), strings.Repeat("9", 400), strings.Repeat("&#x1F600;", 500),
}

// oddHeaders are those that something on the way reads.
var oddHeaders = []string{"Accept", "Accept-Encoding", "Accept-Language", "Content-Type", "Cookie", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "Origin", "Range", "Referer",
	"Sec-Fetch-Site", "Sec-Fetch-Mode", "User-Agent", "X-Forwarded-For", "X-Forwarded-Proto", "X-Http-Method-Override", "Content-Length", "Transfer-Encoding", "Expect", "Idempotency-Key", "Hx-Request"}

// others are fields beside those of input_test.go.
var others = []string{"_once", "attachments", "page", "q", "state", "scope", "tab", "base", "full", "person", "mode", "font", "theme", "back", "selector", "block", "quote", "remark", "alt", "file", "up", "drop",
	"keep", "then", "column_id", "position", "needs_issue", "site.name", "site.idcode", "site.url", "starts", "ends", "html", "width", "_csrf", "disabled", "on", "question"}

// form is what a form carries before it is spoiled.
func (m *mutator) form(who string, version int) url.Values {
	return url.Values{"_csrf": {m.csrf(who)}, "version": {strconv.Itoa(version)}, "title": {"关于预算的通知"}, "body": {"<p>正文。</p>"}, "source": {"预算科"}, "column": {pick(m.r, []string{"xwdt/gzdt", "xwdt/tzgg", "zdsx"})},
		"decision": {pick(m.r, []string{"approve", "return", "yes", "no"})}, "checks": {"politics", "law", "policy", "secrecy", "text", "opinion"}, "note": {"请核对附表的合计。"}, "selfcheck": {"yes"}, "to": {"draft"},
		"q1": {"no"}, "q2": {"no"}, "q3": {"no"}, "q4": {"no"}, "q5": {"no"}, "q6": {"no"}, "q7": {"no"}, "conclusion": {"open"}, "attachments": m.keys, "password": {modeltest.Password},
		"kind": {pick(m.r, []string{"minor", "correction"})}, "public_note": {"合计更正为 1286.40 万元。"}, "reason": {pick(m.r, []string{"mistake", "other", "figures"})}, "text": {"标题\n\n第一段。"},
		"username": {"budget.author"}, "name": {"张三"}, "block": {"1"}, "roles": {"author"}, "section": {"1"}, "q": {"预算"}, "mode": {"elder"}, "back": {"/"}, "alt": {"一张表"}}
}

// spoilForm changes one field.
func (m *mutator) spoilForm(form url.Values) {
	name := pick(m.r, slices.Concat(fields, others))
	switch m.r.IntN(6) {
	case 0:
		form.Del(name)
	case 1:
		form[name] = append(form[name], pick(m.r, odd), pick(m.r, odd))
	case 2:
		form.Set(name+pick(m.r, []string{"[]", ".x", "\x00", " "}), pick(m.r, odd))
	case 3:
		form.Set("version", pick(m.r, odd))
	default:
		form.Set(name, pick(m.r, odd))
	}
}

// address puts something for every parameter of a route, and says which document
// that is about, if any.
func (m *mutator) address(path string) (at string, doc uint64) {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if !strings.HasPrefix(p, ":") && p != "*" {
			continue
		}
		if m.r.IntN(6) == 0 {
			parts[i] = url.PathEscape(pick(m.r, odd))
			continue
		}
		switch p {
		case ":id":
			parts[i] = fmt.Sprint(1 + m.r.IntN(18))
			if strings.Contains(path, "/documents/") {
				doc = pick(m.r, m.docs)
				parts[i] = fmt.Sprint(doc)
			}
		case ":key":
			parts[i] = pick(m.r, m.keys)
		case ":name":
			parts[i] = pick(m.r, []string{"x.txt", "%E9%99%84%E4%BB%B6.txt", "xwdt-gzdt.xml", "all.xml"})
		case ":form":
			parts[i] = pick(m.r, []string{"secrecy", "release", "none"})
		case ":token":
			parts[i] = "set-up"
		case "*":
			parts[i] = pick(m.r, []string{"xwdt/gzdt/", "xwdt/gzdt/202611/t20261123_2.html", "zfxxgk/nb/2020/", "zfxxgk/nb/2020/report.xlsx", "zdsx/", "nothing"})
		default: // :number, :comment, :seq, :width, :code, :part
			parts[i] = fmt.Sprint(m.r.IntN(5))
		}
	}
	return strings.Join(parts, "/"), doc
}

// spoilAddress changes a place of the address.
func (m *mutator) spoilAddress(at string) string {
	i := m.r.IntN(len(at) + 1)
	switch m.r.IntN(5) {
	case 0:
		return at[:i] + url.PathEscape(pick(m.r, odd)) + at[i:]
	case 1:
		return at[:max(1, i)]
	case 2:
		return at + pick(m.r, []string{"/", "//", "/..", "/%2e%2e/", "%00", ";x=1", ".html", "%ff"})
	case 3:
		return at + "?" + url.QueryEscape(pick(m.r, slices.Concat(fields, others))) + "=" + url.QueryEscape(pick(m.r, odd))
	}
	return at + "?" + pick(m.r, []string{"page=-1", "page=999999999", "page=1&page=2", "%zz", "a;b", "=", "&&&", "state=%ff&scope=%00", "from=2&to=1", "from=-1&to=99", "tab=files", "tab=base-9", "column=xwdt", "from=like:1"})
}

// body packs a form as one of the kinds that browsers send, or as none of them.
func (m *mutator) body(form url.Values) (kind string, body []byte) {
	switch m.r.IntN(12) {
	case 0:
		return pick(m.r, []string{"application/json", "text/plain", "application/x-www-form-urlencoded; charset=gbk", "multipart/form-data", "a/b; boundary", "", "\xff"}), []byte(form.Encode())
	case 1:
		return "application/x-www-form-urlencoded", []byte(form.Encode() + pick(m.r, []string{"&%zz=%zz", "&=", "&;;", strings.Repeat("&a=b", 20_000), "\x00"}))
	case 2, 3, 4:
		kind, body = m.parts(form)
		if m.r.IntN(4) == 0 {
			body = body[:m.r.IntN(len(body))]
		}
		return kind, body
	}
	return "application/x-www-form-urlencoded", []byte(form.Encode())
}

// parts packs a form with files.
func (m *mutator) parts(form url.Values) (kind string, body []byte) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, k := range slices.Sorted(maps.Keys(form)) {
		for _, v := range form[k] {
			_ = w.WriteField(k, v)
		}
	}
	for range m.r.IntN(3) {
		name := pick(m.r, append([]string{"a.txt", "b.pdf", "c.docx", "d.png", "e.svg", "f.xlsx", "g.csv", ".", "con.txt"}, odd...))
		if f, err := w.CreateFormFile(pick(m.r, []string{"file", "file", "text"}), name); err == nil {
			_, _ = f.Write([]byte(pick(m.r, append([]string{"%PDF-1.7\n%%EOF", "PK\x03\x04\x14\x00", "\x89PNG\r\n\x1a\n", "GIF89a", "\xff\xd8\xff", "一行文字"}, odd...))))
		}
	}
	_ = w.Close()
	return w.FormDataContentType(), b.Bytes()
}
