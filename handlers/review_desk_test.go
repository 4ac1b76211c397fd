package handlers_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/models/review"
	"gongkai/web/webtest"
)

// again is a document that was returned once and waits for level 2 with a second
// text.
func again(t *testing.T, b *modeltest.Bureau) uint64 {
	t.Helper()
	f := modeltest.Article("补贴公告")
	f.Body = "<p>为落实补贴政策，现公告如下。</p><p>本批次共下达补贴资金 1,268.40 万元。</p><p>咨询电话13800138000。</p><p>特此公告。</p><p>附件见下。</p><p>请知悉。</p>"
	d, err := b.Content.Create(t.Context(), f, b.Who("budget.author"))
	modeltest.Must(t, err)
	b.Submit(d.ID)
	modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(d.ID), b.Version(d.ID), review.SectionForm{Note: "金额与附表不一致。"}, b.Who("budget.head")))
	f.Body = strings.Replace(f.Body, "1,268.40", "1,286.40", 1)
	modeltest.Must(t, b.Content.Edit(t.Context(), d.ID, b.Version(d.ID), f, b.Who("budget.author")))
	b.Submit(d.ID)
	return d.ID
}

// The comparison that a head has not seen opens by itself, with the figure whole,
// what is unchanged folded, and every other view one link away.
func TestSectionDesk(t *testing.T) {
	b := sqlite(t)
	id := again(t, b)
	base, path := site(t, b)
	head := signIn(t, base, path, "budget.head")
	at := fmt.Sprintf("%s/desk/documents/%d/section", path, id)
	p := head.Get(at)
	if p.Code != 200 || p.Find("tr.chg del").Text() != "1,268.40" || p.Find("tr.chg ins").Text() != "1,286.40" {
		t.Fatalf("%d: %q → %q", p.Code, p.Find("del").Text(), p.Find("ins").Text())
	}
	if tab := strings.TrimSpace(p.Find(".tabs a[aria-current]").Text()); tab != "对比我上次看的" {
		t.Errorf("opens %q", tab)
	}
	if n := p.Find("tr.fold").Length(); n != 1 {
		t.Errorf("%d folds", n)
	}
	if p := head.Get(p.Find("tr.fold a").AttrOr("href", "")); p.Find("tr.fold").Length() != 0 || !strings.Contains(p.Text, "请知悉") {
		t.Error("the fold does not open")
	}
	if to := head.Get(at+"?tab=phone").Find(".rside .checks a").AttrOr("href", ""); !strings.HasSuffix(to, "?tab=full#p3") {
		t.Errorf("a finding leads to what a preview does not show: %q", to)
	}
	if to := p.Find(".rside .checks a").AttrOr("href", ""); to != "#p3" {
		t.Errorf("a finding leads to %q", to)
	}
	for tab, want := range map[string]string{"last": "table.diff", "full": "table.diff.one", "page": "iframe.preview", "phone": "iframe.phone", "files": ".empty", "nonsense": "table.diff ins"} {
		if p := head.Get(at + "?tab=" + tab); p.Code != 200 || p.Find(want).Length() == 0 {
			t.Errorf("%s: %d, no %s", tab, p.Code, want)
		}
	}
	if p := head.Get(at + "?tab=live"); p.Find("table.diff.one").Length() != 1 {
		t.Error("what was never public is compared with the public text")
	}
	if n := p.Find(".queue a[aria-current]").Length(); n != 1 {
		t.Errorf("%d marked in the queue", n)
	}
}

// What comes back as it was is said to be so, not compared with itself.
func TestSentAgainUnchanged(t *testing.T) {
	b := sqlite(t)
	id := b.Draft("原样")
	b.Submit(id)
	modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Note: "请核对数字。"}, b.Who("budget.head")))
	b.Submit(id)
	base, path := site(t, b)
	p := signIn(t, base, path, "budget.head").Get(fmt.Sprintf("%s/desk/documents/%d/section", path, id))
	if p.Code != 200 || !strings.Contains(p.Find(".rtitle").Text(), "与上次送审完全相同") || p.Find("table.diff.one").Length() != 1 || !strings.Contains(p.Find(".rtitle").Text(), "第 2 次送审") {
		t.Errorf("%d %s", p.Code, p.Find(".rtitle").Text())
	}
}

// A remark on a paragraph, the author's answer, the bar to 通过, settling it.
func TestRemarks(t *testing.T) {
	b := sqlite(t)
	id := again(t, b)
	base, path := site(t, b)
	head, author := signIn(t, base, path, "budget.head"), signIn(t, base, path, "budget.author")
	doc := fmt.Sprintf("%s/desk/documents/%d", path, id)

	p := head.Get(doc+"/section").Submit(head, "form.remark", url.Values{"block": {"2"}, "text": {"请附计算过程。"}})
	if p.Code != 200 || !strings.HasSuffix(p.Path, "/section") || p.Find("#p2 .cmt").Length() != 1 {
		t.Fatalf("%d %s: %d remarks at the paragraph", p.Code, p.Path, p.Find("#p2 .cmt").Length())
	}
	for name, bad := range map[string]url.Values{"none": {"text": {" "}}, "nowhere": {"block": {"99"}, "text": {"有内容"}}} {
		if p := head.Get(doc+"/section").Submit(head, "form.remark", bad); p.Code != 422 || name == "nowhere" && !strings.Contains(p.Text, "有内容") {
			t.Errorf("%s: %d", name, p.Code)
		}
	}
	p = head.Get(doc+"/section").Submit(head, "form.decide", url.Values{"decision": {"approve"}, "note": {"写好的意见"}})
	if p.Code != 422 || p.Find("#f-noted-error").Length() != 1 || !strings.Contains(p.Text, "写好的意见") {
		t.Errorf("an open remark: %d", p.Code)
	}
	p = author.Get(doc)
	if p.Find(".cmt").Length() != 1 || p.Find("form[action$='/settle']").Length() != 0 {
		t.Errorf("the author sees %d remarks and %d buttons to settle them", p.Find(".cmt").Length(), p.Find("form[action$='/settle']").Length())
	}
	if p = p.Submit(author, ".cmt details form", url.Values{"text": {"已附在第三段。"}}); p.Code != 200 || !strings.Contains(p.Find(".cmt").Text(), "已附在第三段") {
		t.Errorf("an answer: %d", p.Code)
	}
	if p := p.Submit(author, ".cmt details form", url.Values{"text": {""}}); p.Code != 422 {
		t.Errorf("an empty answer: %d", p.Code)
	}
	p = head.Get(doc+"/section").Submit(head, "form[action$='/settle']", nil)
	if p.Code != 200 || p.Find(".cmt.settled").Length() != 1 {
		t.Errorf("settling: %d", p.Code)
	}
	p = head.Get(doc+"/section").Submit(head, "form.decide", url.Values{"decision": {"approve"}})
	if p.Code != 200 || p.State() != "confidentiality" {
		t.Errorf("approval: %d %s", p.Code, p.State())
	}
	if timeline := p.Find(".trail").Text(); !strings.Contains(timeline, "批注第 2 段") || !strings.Contains(timeline, "看改了什么") {
		t.Errorf("the timeline: %s", timeline)
	}
	b.Whole()
}

// A usual reason is a reason, with the typed one after it.
func TestUsualReason(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	head := signIn(t, base, path, "budget.head")
	for _, note := range []string{"", "第二段也看一下"} {
		id := b.Draft("退回" + note)
		b.Submit(id)
		p := head.Get(fmt.Sprintf("%s/desk/documents/%d/section", path, id)).Submit(head, "form.decide", url.Values{"decision": {"return"}, "reason": {"figures"}, "note": {note}})
		if p.State() != "returned" || !strings.Contains(p.Text, "数字、金额与附件或原始材料不一致") || !strings.Contains(p.Text, note) {
			t.Errorf("%q: %d %s", note, p.Code, p.State())
		}
	}
}

// TestReviewReaders: comparison, remarks, forms and state answer whoever may read
// the document, and everybody else as if it did not exist.
func TestReviewReaders(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		base, path := site(t, b)
		waiting, public, draft := again(t, b), b.Publish("公开"), b.Draft("草稿")
		thread, err := b.Content.Remark(t.Context(), waiting, 1, 1, "意见一条。", b.Who("budget.head"))
		modeltest.Must(t, err)
		for _, name := range modeltest.Cast() {
			who := signIn(t, base, path, name)
			for _, id := range []uint64{waiting, public, draft} {
				doc := fmt.Sprintf("%s/desk/documents/%d", path, id)
				own := who.Get(doc)
				pages := []string{"/compare?from=1&to=1", "/comments"}
				if id != draft {
					pages = append(pages, "/forms/secrecy", "/forms/release", "/state")
				}
				if id == waiting {
					pages = append(pages, fmt.Sprintf("/comments/%d", thread), fmt.Sprintf("/comments/%d/settle", thread))
				}
				for _, page := range pages {
					got := who.Get(doc + page)
					if got.Code != own.Code {
						t.Errorf("%s %s%s: %d, the document %d", name, doc, page, got.Code, own.Code)
					}
					if got.Code == 404 && got.Find("main").Text() != own.Find("main").Text() && stripID(got.Find("main").Text()) != stripID(own.Find("main").Text()) {
						t.Errorf("%s %s: another 404", name, page)
					}
				}
				for _, bad := range []string{"/compare?from=1&to=99", "/forms/other", "/forms/secrecy?case=99999", "/comments/99999"} {
					if got := who.Get(doc + bad); got.Code != 404 && got.Code != own.Code || got.Code == 200 {
						t.Errorf("%s %s: %d", name, bad, got.Code)
					}
				}
			}
		}
	})
}

// stripID drops the number of the request, the only thing that may differ.
func stripID(text string) string {
	head, _, _ := strings.Cut(text, "编号")
	return head
}

// The page that is open learns that somebody else was faster.
func TestState(t *testing.T) {
	b := sqlite(t)
	id := again(t, b)
	base, path := site(t, b)
	head := signIn(t, base, path, "budget.head")
	ask := func() (now struct {
		Version     int
		State, Text string
	}) {
		p := head.Get(fmt.Sprintf("%s/desk/documents/%d/state", path, id))
		if err := json.Unmarshal([]byte(p.Text), &now); err != nil || !strings.Contains(p.Headers.Get("Cache-Control"), "no-store") {
			t.Fatal(p.Code, err, p.Headers)
		}
		return now
	}
	before := ask()
	if before.Version != b.Version(id) || before.State != "section" {
		t.Errorf("%+v", before)
	}
	modeltest.Must(t, b.Review.Recall(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")))
	if now := ask(); now.Version != before.Version+1 || now.State != "draft" || !strings.Contains(now.Text, "已撤回") {
		t.Errorf("%+v", now)
	}
}

// The officer sees what the machine found beside its question, loses nothing by a
// wrong password, and the paper form says what was signed.
func TestConfidentialityDesk(t *testing.T) {
	b := sqlite(t)
	f := modeltest.Article("名单公示")
	f.Body = "<p>联系人手机13800138000。</p><p>内部资料，注意保存。</p>"
	d, err := b.Content.Create(t.Context(), f, b.Who("budget.author"))
	modeltest.Must(t, err)
	b.Submit(d.ID)
	b.PassSection(d.ID)
	base, path := site(t, b)
	officer := signIn(t, base, path, "office.secrecy")
	doc := fmt.Sprintf("%s/desk/documents/%d", path, d.ID)
	p := officer.Get(doc + "/confidentiality")
	questions := p.Find(".seven > li")
	for i, want := range map[int]string{3: "138****8000", 1: "内部资料", 5: "注意保存"} {
		if text := questions.Eq(i).Text(); !strings.Contains(text, want) {
			t.Errorf("question %d does not show %s", i+1, want)
		}
	}
	if n := questions.Find(".checks").Length(); n != 3 {
		t.Errorf("%d questions have findings", n)
	}
	wrong := url.Values{"password": {"wrong-password-1"}, "note": {"意见不能丢"}}
	for k, v := range clean {
		if k != "password" {
			wrong[k] = v
		}
	}
	p = p.Submit(officer, "form[action$='/confidentiality']", wrong)
	if p.Code != 422 || p.Find(".seven input[value=no][checked]").Length() != 7 || !strings.Contains(p.Text, "意见不能丢") || strings.Contains(p.Text, "wrong-password-1") {
		t.Errorf("wrong password: %d, %d answers kept", p.Code, p.Find(".seven input[checked]").Length())
	}
	if p = p.Submit(officer, "form[action$='/confidentiality']", clean); p.State() != "published" {
		t.Fatalf("%d %s", p.Code, p.State())
	}
	paper(t, officer.Get(p.Find("a[href*='/forms/secrecy']").AttrOr("href", "")), "可以公开", "否", 7)
	paper(t, officer.Get(p.Find("a[href*='/forms/release']").AttrOr("href", "")), "三级审核通过", "无问题", 6)
}

func paper(t *testing.T, p *webtest.Page, result, answer string, n int) {
	t.Helper()
	text := p.Find(".paper").Text()
	if p.Code != 200 || !strings.Contains(text, result) || strings.Count(text, answer) < n || !strings.Contains(text, "SH2026-") || p.Find("svg.qr path").Length() != 1 {
		t.Errorf("%d: %s", p.Code, text)
	}
	for _, who := range []string{"budget.author", "budget.head", "office.secrecy"} {
		if !strings.Contains(p.Find(".paper-signed").Text(), who) {
			t.Errorf("no signature of %s", who)
		}
	}
}

// bulk is 50,000 characters in 500 paragraphs and ten tables of 500 rows.
func bulk(figure string) string {
	var b strings.Builder
	for i := range 500 {
		fmt.Fprintf(&b, "<p>第%d条，各单位应当按照规定及时足额拨付资金%d.%s万元，不得截留、挤占和挪用；年度终了后将使用情况向社会公开，接受监督，并于每年%d月底前报送备案，逾期不报的予以通报，情节严重的依法追究责任。</p>", i, i*37, figure, i%12+1)
	}
	for n := range 10 {
		b.WriteString("<table>")
		for r := range 500 {
			fmt.Fprintf(&b, "<tr><td>%d号乡镇%d</td><td>%d.%s</td></tr>", n, r, r*n, figure)
		}
		b.WriteString("</table>")
	}
	return b.String()
}

// TestLargeComparison: a very long text whose every paragraph and row was changed
// is compared and shown in a second; a machine under load is given three.
func TestLargeComparison(t *testing.T) {
	b := sqlite(t)
	f := modeltest.Article("长篇")
	f.Body = bulk("40")
	d, err := b.Content.Create(t.Context(), f, b.Who("budget.author"))
	modeltest.Must(t, err)
	f.Body = bulk("60")
	modeltest.Must(t, b.Content.Edit(t.Context(), d.ID, b.Version(d.ID), f, b.Who("budget.author")))
	base, path := site(t, b)
	author := signIn(t, base, path, "budget.author")
	start := time.Now()
	p := author.Get(fmt.Sprintf("%s/desk/documents/%d/compare?from=1&to=2", path, d.ID))
	took := time.Since(start)
	if n := p.Find("tr.chg").Length(); p.Code != 200 || n < 5490 {
		t.Errorf("%d: %d changes", p.Code, n)
	}
	t.Logf("%v, %d bytes", took, len(p.Text))
	if took > 3*time.Second {
		t.Errorf("%v", took)
	}
}

// TestReportComparison: the statutory tables are compared too.
func TestReportComparison(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	who := signIn(t, base, path, "office.publisher")
	text, err := os.ReadFile("../models/sample/texts/report2020.txt")
	modeltest.Must(t, err)
	p := who.Get(path+"/desk/documents/import").Submit(who, "form[action$='/import']", url.Values{"column": {"zfxxgk/nb"}, "text": {string(text)}, "year": {"2020"}})
	if p.Code != 200 {
		t.Fatalf("import: %d\n%s", p.Code, p.Find("main").Text())
	}
	doc := p.Path
	full := who.Get(doc + "/compare?from=1&to=1")
	if full.Code != 200 || !strings.Contains(full.Find("table.diff").Text(), "统计表") {
		t.Fatalf("no tables: %d", full.Code)
	}
}
