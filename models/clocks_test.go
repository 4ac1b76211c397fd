package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/policy"
	"gongkai/models/review"
	"gongkai/models/site"
)

// An interpretation is due on the third working day after publication; the author,
// the section's head and the publisher are told until it is there, and nobody else.
// Monday 2026-11-23 is the day of publication.
func TestExplainClock(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(official("zcwj/qt", "区财政局关于报账的通知", content.Said{"number": "财发〔2026〕9号"}))
		b.Pass(id)
		exempt := b.In(official("zcwj/qt", "区财政局关于值班的通知", content.Said{"number": "财发〔2026〕10号", "exemption": "内部事项。"}))
		b.Pass(exempt)
		running := func(username string) []content.Clock {
			t.Helper()
			c, err := b.Content.Clocks(t.Context(), b.Who(username))
			modeltest.Must(t, err)
			return c.Explain
		}
		for username, want := range map[string]int{"budget.author": 1, "budget.head": 1, "office.publisher": 1, "budget.author2": 0, "treasury.author": 0,
			"treasury.head": 0, "office.secrecy": 0, "deputy": 0, "sys.admin": 0} {
			if got := running(username); len(got) != want {
				t.Errorf("%s is told of %d, want %d", username, len(got), want)
			}
		}
		for day, late := range []bool{false, false, false, false, true} { // Monday to Thursday, Friday
			got := running("budget.author")
			if len(got) != 1 || got[0].DocumentID != id || !got[0].Own || got[0].Late != late || got[0].Due.Format("2006-01-02") != "2026-11-26" {
				t.Errorf("day %d: %+v", day, got)
			}
			b.Clock.Add(24 * time.Hour)
		}
		b.Pass(b.In(official("zcjd", "报账通知怎么用", content.Said{"interprets": say(id), "explains": "qa"})))
		if got := running("budget.author"); len(got) != 0 {
			t.Errorf("explained, and still %+v", got)
		}
	})
}

// What expires within 90 days is told to the section and the publisher, within 30
// as urgent, after its last day no more.
func TestExpireClock(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		now := b.Store.Now(t.Context())
		for i, days := range []int{0, 30, 31, 90, 91} {
			b.Pass(b.In(official("zcwj/qt", fmt.Sprintf("区财政局关于%d天的通知", days), content.Said{"number": fmt.Sprintf("财发〔2026〕%d号", i+1), "exemption": "例行。",
				"expires_on": now.AddDate(0, 0, days).Format("2006-01-02")})))
		}
		for username, want := range map[string]string{"budget.author": "0! 30! 31 90", "budget.author2": "0! 30! 31 90", "budget.head": "0! 30! 31 90",
			"office.publisher": "0! 30! 31 90", "treasury.author": "", "office.secrecy": "", "audit.admin": ""} {
			c, err := b.Content.Clocks(t.Context(), b.Who(username))
			modeltest.Must(t, err)
			var got []string
			for _, x := range c.Expire {
				s := strings.TrimSuffix(strings.TrimPrefix(x.Title, "区财政局关于"), "天的通知")
				if x.Near {
					s += "!"
				}
				got = append(got, s)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %q, want %q", username, got, want)
			}
		}
		b.Clock.Add(24 * time.Hour)
		if c, _ := b.Content.Clocks(t.Context(), b.Who("budget.head")); len(c.Expire) != 4 || strings.Contains(c.Expire[0].Title, "关于0天") {
			t.Errorf("a day later %+v", c.Expire)
		}
	})
}

// The form of an interpretation names its document and has its parts; what one may
// not know of begins nothing, and is not offered to be named.
func TestInterpreting(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx := t.Context()
		id := b.In(official("zcwj/qt", "关于印发《报账规程》的通知", content.Said{"number": "财发〔2026〕9号"}))
		f, err := b.Content.Interpreting(ctx, id, "", b.Who("budget.author2"))
		modeltest.Must(t, err)
		if f.Title != "《关于印发〈报账规程〉的通知》解读" || f.Column != "zcjd" || f.Said["interprets"] != say(id) || strings.Count(f.Body, "<h2>") != len(policy.Headings) {
			t.Errorf("%+v", f)
		}
		stranger := b.Who("treasury.author")
		_, err = b.Content.Interpreting(ctx, id, "", stranger)
		modeltest.Want(t, err, fault.NotFound)
		named := func(query string, by identity.Actor) (ids []uint64) {
			t.Helper()
			list, err := b.Content.Nameable(ctx, query, 8, by)
			modeltest.Must(t, err)
			for _, x := range list {
				ids = append(ids, x.DocumentID)
			}
			return ids
		}
		if got := named("报账 规程", b.Who("budget.author2")); len(got) != 1 || got[0] != id {
			t.Errorf("a colleague finds %v", got)
		}
		for _, q := range []string{"报账", "2026〕9", say(id), "", "%", "'", strings.Repeat("报", 50)} {
			if got := named(q, stranger); len(got) != 0 {
				t.Errorf("%q shows a stranger %v", q, got)
			}
		}
		b.Pass(id)
		for _, q := range []string{"报账", "2026〕9"} {
			if got := named(q, stranger); len(got) != 1 || got[0] != id {
				t.Errorf("public, %q finds %v", q, got)
			}
		}
		if ids, err := b.Content.Named(ctx, say(id)+"、999、"+say(id)+"，x", stranger); err != nil || len(ids) != 1 {
			t.Errorf("%v %v", ids, err)
		}
		if _, err := b.Content.Interpreting(ctx, id, "", stranger); err != nil {
			t.Error(err)
		}
	})
}

// One reprints from the government's sites and from those on the list, and is told
// the host otherwise. What was reprinted is counted by year and column.
func TestReprints(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, me := t.Context(), b.Who("budget.author")
		reprint := func(column, address string) (uint64, error) {
			d, err := b.Content.Create(ctx, official(column, "转载的信息", content.Said{"origin": "某网站", "origin_at": address}), me)
			if err != nil {
				return 0, err
			}
			return d.ID, nil
		}
		for _, good := range []string{"https://www.mof.gov.cn/a", "http://GOV.CN/x", "https://jf.cq.gov.cn:8080/"} {
			if _, err := reprint("xwdt/gzdt", good); err != nil {
				t.Errorf("%s: %v", good, fault.FieldsOf(err))
			}
		}
		for bad, host := range map[string]string{"https://gov.cn.example.com/": "gov.cn.example.com", "https://xgov.cn/": "xgov.cn", "https://www.news.cn/1": "www.news.cn"} {
			_, err := reprint("xwdt/gzdt", bad)
			modeltest.Want(t, err, fault.Invalid)
			if !strings.Contains(fault.FieldsOf(err)["origin_at"], host) {
				t.Errorf("%s: %v", bad, fault.FieldsOf(err))
			}
		}
		allow := func(list string) {
			t.Helper()
			seen, err := b.Site.SettingsVersion(ctx)
			modeltest.Must(t, err)
			modeltest.Must(t, b.Site.Set(ctx, seen, site.Settings{site.Origins: list}, identity.Actor{}))
		}
		allow("news.cn")
		id, err := reprint("xwdt/gzdt", "https://www.news.cn/1")
		modeltest.Must(t, err)
		allow("")
		b.Submit(id)
		if why, err := b.Content.Shortfall(ctx, b.Revision(id), review.Section); err != nil || !strings.Contains(why, "www.news.cn") {
			t.Errorf("off the list again: %q %v", why, err)
		}
		allow("news.cn")
		b.PassSection(id)
		b.PassConfidentiality(id)
		b.Pass(b.In(official("zcjd", "转载的解读", content.Said{"origin": "财政部", "origin_at": "https://www.mof.gov.cn/", "explains": "text"})))
		b.Pass(b.In(official("zcjd", "自己的解读，说到 \"origin\":\" 这些字", content.Said{"explains": "text"})))
		for year, want := range map[int]string{2025: "", 2026: "xwdt/gzdt 1/0 zcjd 1/1", 2027: ""} {
			list, err := b.Content.ReprintsIn(ctx, year)
			modeltest.Must(t, err)
			tree, err := b.Site.Tree(ctx)
			modeltest.Must(t, err)
			var got []string
			for _, r := range list {
				got = append(got, fmt.Sprintf("%s %d/%d", tree.ByID(r.ColumnID).Path, r.N, r.Explain))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%d: %q, want %q", year, got, want)
			}
		}
	})
}

// Reviewers read which parts an interpretation has, and that it only repeats its
// document.
func TestAdvice(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := official("zcwj/qt", "区财政局关于报账的通知", content.Said{"number": "财发〔2026〕9号"})
		f.Body = "<p>单位应当在消费后十五日内提出报销申请，并附上完整的原始凭证。</p>"
		id := b.In(f)
		b.Pass(id)
		x := official("zcjd", "报账通知解读", content.Said{"interprets": say(id), "explains": "text"})
		x.Body = "<h2>一、背景</h2>" + f.Body + "<h2>二、主要内容</h2>" + f.Body
		reads := b.In(x)
		v, err := b.Content.Open(t.Context(), reads, b.Who("budget.author"))
		modeltest.Must(t, err)
		found, points, err := b.Content.Advice(t.Context(), &v.Revision)
		modeltest.Must(t, err)
		if points == nil || points.Have != 2 || points.All != 7 || strings.Join(points.Must, " ") != "目标任务 适用范围 执行标准" {
			t.Errorf("%+v", points)
		}
		rules := ""
		for _, f := range found {
			rules += f.Rule + " "
		}
		if !strings.Contains(rules, "copied") || !strings.Contains(rules, "headings") {
			t.Errorf("found %q", rules)
		}
		if _, points, _ := b.Content.Advice(t.Context(), &content.Revision{ColumnID: b.Column("zcwj/qt"), Title: "通知"}); points != nil {
			t.Error("a document that explains nothing has parts to explain")
		}
	})
}

// A response to a concern names a document as an interpretation does, and is none:
// level 2 still waits, the library knows of no interpretation, the term runs on.
func TestResponseIsNoInterpretation(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		_, err := b.Site.CreateColumn(t.Context(), site.ColumnForm{Slug: "hygq", Name: "回应关切", PageType: site.List, Description: "回应公众的关切。", Keywords: "回应", KindWord: "回应关切", Holds: policy.Response}, identity.Actor{})
		modeltest.Must(t, err)
		id := b.In(official("zcwj/gfx", "区级补贴资金管理办法", content.Said{"number": "财规〔2026〕1号", "formed_on": "2026-01-05"}))
		b.Submit(id)
		answer := b.In(official("hygq", "关于补贴发放的回应", content.Said{"interprets": say(id), "concern": "网民留言", "concern_on": "2026-11-20"}))
		b.Submit(answer)
		lacks := func(id uint64) bool {
			why, err := b.Content.Shortfall(t.Context(), b.Revision(id), review.Section)
			modeltest.Must(t, err)
			return strings.Contains(why, "解读")
		}
		if !lacks(id) {
			t.Error("a response on its way is taken for an interpretation")
		}
		answer = b.In(official("hygq", "关于补贴发放的第二次回应", content.Said{"concern": "网民留言", "concern_on": "2026-11-20"}))
		b.Pass(answer)
		if !lacks(b.In(official("zcwj/gfx", "区级补贴资金管理细则", content.Said{"number": "财规〔2026〕2号", "formed_on": "2026-01-05", "interpreted": say(answer)}))) {
			t.Error("a public response is taken for an interpretation")
		}
		p, err := b.Content.Live(t.Context(), answer)
		modeltest.Must(t, err)
		if f := p.Said(); f.Concern != "网民留言" || f.ConcernOn != "2026-11-20" {
			t.Errorf("%+v", f)
		}
		other := b.In(official("zcwj/qt", "区财政局关于报账的通知", content.Said{"number": "财发〔2026〕9号", "interpreted": say(answer)}))
		b.Pass(other)
		a, err := b.Content.Around(t.Context(), other)
		modeltest.Must(t, err)
		c, err := b.Content.Clocks(t.Context(), b.Who("budget.head"))
		modeltest.Must(t, err)
		if len(a.Interpretations) != 1 || len(c.Explain) != 1 || b.Number(t.Context(), "SELECT interpreted FROM content_policies WHERE document_id = ?", other) != 0 {
			t.Errorf("%d around, %d terms", len(a.Interpretations), len(c.Explain))
		}
		b.Whole()
	})
}
