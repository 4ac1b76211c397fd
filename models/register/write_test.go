package register_test

import (
	"context"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/register"
	"gongkai/models/report"
)

func typed(pairs ...string) register.Form {
	f := register.Form{Values: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Values[pairs[i]] = pairs[i+1]
	}
	return f
}

func request(number, received string, more ...string) register.Form {
	return typed(append([]string{"number", number, "applicant", "自然人", "opened_on", received}, more...)...)
}

func cell(t *testing.T, b *modeltest.Bureau, year int, id string) string {
	t.Helper()
	f, err := report.ForYear(year)
	modeltest.Must(t, err)
	all, err := b.Register.Count(t.Context(), f, year)
	modeltest.Must(t, err)
	c, ok := all[id]
	if !ok {
		return "unknown"
	}
	return c.Number
}

// A register that nobody keeps is unknown. Rows make it known; so does the word of a
// person that there is nothing, which can be taken back.
func TestUnknownIsNotZero(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		by := b.Who("office.foi")
		is := func(want string) {
			t.Helper()
			if got := cell(t, b, 2026, "s3.new.sum"); got != want {
				t.Errorf("new requests: %s, want %s", got, want)
			}
		}
		is("unknown")
		modeltest.Must(t, b.Register.Declare(t.Context(), register.Case, true, by))
		modeltest.Must(t, b.Register.Declare(t.Context(), register.Case, true, by)) // a double click
		is("0")
		_, err := b.Register.Add(t.Context(), register.Case, request("〔2026〕第 1 号", "2026-03-01"), by)
		modeltest.Want(t, err, fault.Conflict)
		modeltest.Must(t, b.Register.Declare(t.Context(), register.Case, false, by))
		is("unknown")
		_, err = b.Register.Add(t.Context(), register.Case, request("〔2026〕第 1 号", "2026-03-01"), by)
		modeltest.Must(t, err)
		is("1")
		modeltest.Want(t, b.Register.Declare(t.Context(), register.Case, true, by), fault.Conflict)
		modeltest.Must(t, b.Register.Check(t.Context(), register.Case, 2026, true, by))
		states, err := b.Register.State(t.Context(), 2026)
		modeltest.Must(t, err)
		if s := states[5]; s.Kind.ID != register.Case || s.Rows != 1 || s.None || !s.Checked || s.CheckedBy != by.ID {
			t.Errorf("%+v", s)
		}
		b.Whole()
	})
}

// A row is added, changed, removed and put back; who comes too late, who may not and
// what is wrong is refused, and the ledger knows every step.
func TestVerbs(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, foi := t.Context(), b.Who("office.foi")
		r, err := b.Register.Add(ctx, register.Case, request("〔2026〕第 9 号", "2026年8月22日"), foi)
		modeltest.Must(t, err)
		if r.OpenedOn != "2026-08-22" || r.Applicant != "nat" {
			t.Errorf("stored %+v", r)
		}
		for field, f := range map[string]register.Form{
			"opened_on": request("〔2026〕第 10 号", "八月"), "closed_on": request("〔2026〕第 10 号", "2026-08-22", "closed_on", "2026-08-01"),
			"number": request("[2026]第9号", "2026-08-22"), "result": request("〔2026〕第 10 号", "2026-08-22", "result", "公开"), "applicant": typed("number", "x", "opened_on", "2026-08-22"),
			"name": request("〔2026〕第 10 号", "2026-08-22", "name", "申请人 11010519491231002X 的申请"),
		} {
			_, err := b.Register.Add(ctx, register.Case, f, foi)
			if modeltest.Want(t, err, fault.Invalid); fault.FieldsOf(err)[field] == "" {
				t.Errorf("%s: %v", field, fault.FieldsOf(err))
			}
		}
		modeltest.Must(t, b.Register.Edit(ctx, r.ID, 1, request("〔2026〕第 9 号", "2026-08-22", "closed_on", "2026-09-10", "result", "予以公开"), foi))
		modeltest.Want(t, b.Register.Edit(ctx, r.ID, 1, request("〔2026〕第 9 号", "2026-08-23"), foi), fault.Stale)
		modeltest.Want(t, b.Register.Edit(ctx, r.ID, 2, request("〔2026〕第 9 号", "2026-08-23"), b.Who("budget.author")), fault.Forbidden)
		modeltest.Want(t, b.Register.Edit(ctx, r.ID, 2, request("〔2026〕第 9 号", "2026-08-23"), b.Who("sys.admin")), fault.NotFound)
		if got := cell(t, b, 2026, "s3.open.nat"); got != "1" {
			t.Errorf("open: %s", got)
		}
		modeltest.Want(t, b.Register.Remove(ctx, r.ID, 2, "错", foi), fault.Invalid)
		modeltest.Must(t, b.Register.Remove(ctx, r.ID, 2, "重复登记，已并入第 8 号。", foi))
		if got := cell(t, b, 2026, "s3.open.nat"); got != "unknown" {
			t.Errorf("open after removal: %s", got)
		}
		modeltest.Must(t, b.Register.Restore(ctx, r.ID, 3, "", foi))
		entries, err := b.Ledger.List(ctx, audit.Filter{Object: register.Object(r.ID)}, 0, 9)
		modeltest.Must(t, err)
		if len(entries) != 4 {
			t.Errorf("%d entries", len(entries))
		}
		b.Whole()
	})
}

// Writers keep the rows of their own section in four registers, and no others.
func TestRightsOfWriters(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, own := t.Context(), b.Who("budget.author")
		r, err := b.Register.Add(ctx, register.Fee, typed("name", "考务费", "opened_on", "2026-03-01", "amount", "120.50", "section", "国库科"), own)
		modeltest.Must(t, err)
		if r.SectionID == nil || *r.SectionID != own.SectionID || r.AmountFen != 12050 {
			t.Errorf("%+v", r)
		}
		modeltest.Want(t, b.Register.Remove(ctx, r.ID, 1, "不归本科室管。", b.Who("treasury.author")), fault.Forbidden)
		_, err = b.Register.Add(ctx, register.Case, request("〔2026〕第 1 号", "2026-03-01"), own)
		modeltest.Want(t, err, fault.Forbidden)
		_, err = b.Register.Add(ctx, register.Fee, typed("name", "考务费", "opened_on", "2026-03-01", "amount", "1"), b.Who("budget.head"))
		modeltest.Want(t, err, fault.Forbidden)
		for _, name := range modeltest.Cast() {
			_, _, err := b.Register.List(ctx, register.Fee, register.Query{}, b.Who(name))
			if reads := err == nil; reads != !b.Who(name).Admin() {
				t.Errorf("%s reads: %v", name, err)
			}
		}
		if _, _, err := b.Register.List(ctx, "passport", register.Query{}, own); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a kind that is none: %v", err)
		}
	})
}

// A year whose report is public is changed only with a reason.
func TestLockedYear(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		by := b.Who("office.foi")
		r, err := b.Register.Add(t.Context(), register.Case, request("〔2025〕第 1 号", "2025-12-30"), by)
		modeltest.Must(t, err)
		b.Register.OnLocked(lockedBefore(2026))
		f := request("〔2025〕第 1 号", "2026-01-02")
		err = b.Register.Edit(t.Context(), r.ID, 1, f, by)
		if modeltest.Want(t, err, fault.Invalid); !strings.Contains(fault.FieldsOf(err)["reason"], "2025") {
			t.Errorf("%v", fault.FieldsOf(err))
		}
		f.Reason = "收到日期登记错误，以签收单为准。"
		modeltest.Must(t, b.Register.Edit(t.Context(), r.ID, 1, f, by))
		entries, err := b.Ledger.List(t.Context(), audit.Filter{Object: register.Object(r.ID)}, 0, 1)
		modeltest.Must(t, err)
		if !strings.Contains(entries[0].Detail, f.Reason) {
			t.Errorf("the entry says %q", entries[0].Detail)
		}
	})
}

// A normative document that is public counts by itself; a typed row with its number
// completes it and does not count twice; a repeal on the site ends it.
func TestPublishedDocumentsCount(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		publish := func(title, number string, facts content.Said) uint64 {
			f := modeltest.Article(title)
			f.Column, f.Said = "zcwj/gfx", content.Said{"number": number, "formed_on": "2026-02-03", "organ": "区财政局", "subject": "财政、金融、审计\\财政", "genre": "办法", "legal_review": "合审〔2026〕1 号", "exemption": "内容简单，条文已经说清。", "effective_on": "2026-03-01"}
			for k, v := range facts {
				f.Said[k] = v
			}
			id := b.In(f)
			b.Pass(id)
			return id
		}
		first := publish("区财政局票据管理办法", "黔江财规〔2026〕1号", nil)
		if got := cell(t, b, 2026, "s2.normdocs.issued") + cell(t, b, 2026, "s2.normdocs.valid") + cell(t, b, 2026, "s2.rules.valid"); got != "110" {
			t.Errorf("issued, valid, rules: %s", got)
		}
		rows, err := b.Register.Rows(t.Context(), format(t, 2026), 2026, "s2.normdocs.valid")
		modeltest.Must(t, err)
		if len(rows) != 1 || rows[0].Document != first || rows[0].ID != 0 || rows[0].Day != "2026-02-03" {
			t.Errorf("%+v", rows)
		}
		_, err = b.Register.Add(t.Context(), register.Document, typed("sort", "行政规范性文件", "name", "票据管理办法", "number", "黔江财规[2026]1号", "opened_on", "2026-02-01", "expires_on", "2031-01-31"), b.Who("office.publisher"))
		modeltest.Must(t, err)
		if got := cell(t, b, 2026, "s2.normdocs.issued"); got != "1" {
			t.Errorf("issued twice: %s", got)
		}
		publish("区财政局票据管理办法（修订）", "黔江财规〔2026〕2号", content.Said{"formed_on": "2026-06-03", "effective_on": "2027-01-01", "repeals": strconv.FormatUint(first, 10)})
		if got := cell(t, b, 2026, "s2.normdocs.issued") + cell(t, b, 2026, "s2.normdocs.repealed") + cell(t, b, 2026, "s2.normdocs.valid"); got != "202" {
			t.Errorf("issued, repealed, valid before the repeal takes effect: %s", got)
		}
		if got := cell(t, b, 2027, "s2.normdocs.repealed") + cell(t, b, 2027, "s2.normdocs.valid") + cell(t, b, 2031, "s2.normdocs.repealed"); got != "110" {
			t.Errorf("repealed and valid when it has taken effect, repealed when it would have run out: %s", got)
		}
	})
}

// A document that says how long it holds is over when that time is.
func TestDocumentsRunOut(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		_, err := b.Register.Add(t.Context(), register.Document, typed("sort", "规章", "name", "票据管理办法", "opened_on", "2026-02-01", "expires_on", "2031-12-31"), b.Who("office.publisher"))
		modeltest.Must(t, err)
		if got := cell(t, b, 2030, "s2.rules.valid") + cell(t, b, 2031, "s2.rules.valid"); got != "10" {
			t.Errorf("valid: %s", got)
		}
		if got := cell(t, b, 2031, "s2.rules.repealed"); got != "1" {
			t.Errorf("repealed when it runs out: %s", got)
		}
	})
}

func format(t *testing.T, year int) *report.Format {
	t.Helper()
	f, err := report.ForYear(year)
	modeltest.Must(t, err)
	return f
}

// What looks wrong is named with the cells that it makes wrong; what may be right is
// left alone.
func TestSuspects(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), identity.Actor{}
		for _, f := range []register.Form{
			request("〔2026〕第 8 号", "2026-08-01", "closed_on", "2026-08-20", "result", "部分公开"), request("〔2026〕第 9 号", "2026-08-22", "closed_on", "2026-09-10"),
			request("〔2026〕第 10 号", "2026-09-01", "result", "予以公开"), request("〔2026〕第 11 号", "2026-10-27"),
		} {
			_, err := b.Register.Add(ctx, register.Case, f, by)
			modeltest.Must(t, err)
		}
		for _, amount := range []string{"5.08", "508"} {
			_, err := b.Register.Add(ctx, register.Fee, typed("name", "考务费", "opened_on", "2026-05-0"+amount[:1], "amount", amount), by)
			modeltest.Must(t, err)
		}
		list, err := b.Register.Suspects(ctx, format(t, 2026), 2026)
		modeltest.Must(t, err)
		var whys []string
		for _, x := range list {
			whys = append(whys, x.Why)
			if len(x.Cells) == 0 {
				t.Errorf("%s: no cells", x.Why)
			}
		}
		all := strings.Join(whys, "\n")
		if len(list) != 3 || !strings.Contains(all, "第 9 号在 2026-09-10 已经办结，但没有填写结果") || !strings.Contains(all, "第 10 号填写了结果，但没有填写办结日期") || !strings.Contains(all, "只有 5.08 元") {
			t.Errorf("%d:\n%s", len(list), all)
		}
	})
}

// Lawsuits without review come with how their request ended.
func TestChallenges(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), identity.Actor{}
		_, err := b.Register.Add(ctx, register.Case, request("〔2026〕第 3 号", "2026-02-01", "closed_on", "2026-02-20", "result", "不予公开：属于四类过程性信息"), by)
		modeltest.Must(t, err)
		for _, sort := range []string{"未经复议直接起诉", "行政复议"} {
			_, err := b.Register.Add(ctx, register.Dispute, typed("sort", sort, "number", sort, "about", "〔2026〕第 3 号", "opened_on", "2026-04-01"), by)
			modeltest.Must(t, err)
		}
		list, err := b.Register.Challenges(ctx, 2026)
		modeltest.Must(t, err)
		if want := (register.Challenge{Case: "〔2026〕第 3 号", Row: "deny_process", DecidedOn: "2026-02-20", FiledOn: "2026-04-01"}); len(list) != 1 || list[0] != want {
			t.Errorf("%+v", list)
		}
	})
}

// Counters of the prose are as many as their lists.
func TestCounters(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), b.Who("office.publisher")
		b.Publish("一篇动态")
		f := modeltest.Article("区财政局关于报账的通知")
		f.Column = "zcwj/qt"
		b.Pass(b.In(f))
		_, err := b.Register.Add(ctx, register.Channel, typed("sort", "微信公众号", "name", "6 月推送", "opened_on", "2026-06-30", "n", "23"), by)
		modeltest.Must(t, err)
		list, err := b.Register.Counters(ctx, 2026)
		modeltest.Must(t, err)
		got := map[string]int{}
		for _, c := range list {
			got[c.ID] = c.N
			rows, err := b.Register.CounterRows(ctx, 2026, c.ID)
			modeltest.Must(t, err)
			sum := int64(0)
			for _, r := range rows {
				sum += millionths(r.Number)
			}
			if sum != int64(c.N)*1e6 || c.Words == "" || c.Label == "" {
				t.Errorf("%+v: rows add up to %d", c, sum)
			}
		}
		if got["n.total"] != 2 || got["n.portal"]+got["n.news"] != 2 || got["n.wechat"] != 23 {
			t.Errorf("%v", got)
		}
		b.Clock.Add(time.Minute)
	})
}

// Several people enter the same request, and import the same sheet, at one moment: it
// stands in the register once.
func TestRaces(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		by := b.Who("office.foi")
		p, err := b.Register.Read(t.Context(), register.Case, []byte("申请编号,申请人类别,收到日期\n〔2026〕第 7 号,自然人,2026-01-05\n〔2026〕第 8 号,自然人,2026-01-06\n"), by)
		modeltest.Must(t, err)
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				_, err := b.Register.Add(t.Context(), register.Case, request("〔2026〕第 7 号", "2026-01-05"), by)
				if err != nil && fault.KindOf(err) != fault.Invalid {
					t.Error(err)
				}
			})
			wait.Go(func() {
				if _, err := b.Register.Import(t.Context(), register.Case, p.Good, false, "", by); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM register_rows"); n != 2 {
			t.Errorf("%d rows", n)
		}
		b.Whole()
	})
}

// Rows that no form would take, because somebody brought them in otherwise, are
// suspected too.
func TestSuspectsOfOddRows(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, x := range []register.Row{
			{Kind: register.Case, Number: "1", Applicant: "nat", OpenedOn: "2026-03-02", ClosedOn: "2026-03-01", Result: "open"},
			{Kind: register.Document, Sort: "rules", Name: "甲", Number: "某财规〔2026〕1号", OpenedOn: "2026-03-02", ClosedOn: "2026-02-01"},
			{Kind: register.Document, Sort: "normdocs", Name: "乙", Number: "某财规[2026]1号", OpenedOn: "2026-04-02"},
			{Kind: register.Document, Sort: "normdocs", Name: "丙", Number: "某财规〔2026〕2号", OpenedOn: "2026-04-02", PublicOn: "2026-04-01"},
			{Kind: register.Dispute, Sort: "review", Number: "2", OpenedOn: "2026-04-02", ClosedOn: "2026-05-02"},
			{Kind: register.Item, Sort: "license", Name: "丁", OpenedOn: "2026-04-02", ClosedOn: "2026-04-01"},
			{Kind: register.Decision, Sort: "penalty", Name: "戊", OpenedOn: "2026-04-02", N: 1},
			{Kind: register.Decision, Sort: "license", Name: "己", OpenedOn: "2026-04-02", N: 1},
		} {
			modeltest.Must(t, b.Store.Tx(t.Context(), func(ctx context.Context) error { return b.Store.DB(ctx).Create(&x).Error }))
		}
		list, err := b.Register.Suspects(t.Context(), format(t, 2020), 2026)
		modeltest.Must(t, err)
		var got []string
		for _, x := range list {
			got = append(got, x.Title+" "+strings.Join(x.Cells[:1], ""))
		}
		want := "甲 s2.rules.made,乙 s2.normdocs.made,丙 s2.normdocs.made,丁 s2.license.delta,戊 s2.penalty.decisions,1 s3.new.nat,2 s4.review.total"
		if strings.Join(got, ",") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, ","), want)
		}
	})
}
