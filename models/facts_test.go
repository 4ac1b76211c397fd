package models_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// official is a form of an official document in a column of the library.
func official(column, title string, said content.Said) content.Form {
	f := modeltest.Article(title)
	f.Column, f.Said = column, said
	return f
}

// standing is how the public reads that a document stands, and by which other.
func standing(t *testing.T, b *modeltest.Bureau, id uint64) string {
	t.Helper()
	p, err := b.Content.Live(t.Context(), id)
	modeltest.Must(t, err)
	s := string(p.Standing)
	if p.StandingBy != nil {
		s += " by " + strconv.FormatUint(*p.StandingBy, 10)
	}
	return s
}

func say(id uint64) string { return strconv.FormatUint(id, 10) }

// What a document says of others follows from its publication and ends with its
// withdrawal: amended, repealed, by its own last day expired.
func TestFactsChangeOthers(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		old := b.In(official("zcwj/qt", "区财政局关于差旅费的通知", content.Said{"number": "财发〔2025〕3号"}))
		b.Pass(old)
		check := func(want string) {
			t.Helper()
			if got := standing(t, b, old); got != want {
				t.Errorf("%q, want %q", got, want)
			}
			b.Whole()
		}
		check("")
		amends := b.In(official("zcwj/qt", "区财政局关于修改差旅费规定的通知", content.Said{"amends": say(old)}))
		check("")
		b.Pass(amends)
		check("amended by " + say(amends))
		day := b.Store.Now(t.Context()).AddDate(0, 0, 10)
		repeals := b.In(official("zcwj/qt", "区财政局关于新差旅费的通知", content.Said{"repeals": say(old), "effective_on": day.Format("2006-01-02")}))
		b.Pass(repeals)
		check("amended by " + say(amends)) // it repeals from a later day on
		b.Clock.Add(11 * 24 * time.Hour)
		if _, err := b.Jobs.RunDue(t.Context()); err != nil {
			t.Fatal(err)
		}
		check("repealed by " + say(repeals))
		b.Withdraw(repeals, "office.publisher")
		check("amended by " + say(amends))
		merged := b.In(official("zcwj/qt", "区财政局关于差旅费的规定", content.Said{"repeals": say(old)}))
		b.Pass(merged)
		modeltest.Must(t, b.Content.Withdraw(t.Context(), merged, b.Version(merged), content.Withdrawal{Reason: "merged"}, b.Who("office.publisher")))
		check("repealed by " + say(merged)) // its page is gone, not what it decided
		b.Correct(merged)
		b.Pass(merged)
		b.Withdraw(merged, "office.publisher")
		check("amended by " + say(amends))
		b.Withdraw(amends, "office.publisher")
		check("")
	})
}

// A document expires the day after its last one, by itself, with an entry in the
// ledger and another epoch.
func TestExpiry(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		now := b.Store.Now(t.Context())
		last := now.AddDate(0, 0, 2).Format("2006-01-02")
		id := b.In(official("zcwj/qt", "区财政局关于临时补助的通知", content.Said{"expires_on": last}))
		b.Pass(id)
		for day, want := range []string{"", "", "", "expired"} {
			if day > 0 {
				b.Clock.Add(24 * time.Hour)
			}
			before, epoch := b.Entries(), b.Number(t.Context(), "SELECT n FROM site_epochs")
			ran, err := b.Jobs.RunDue(t.Context())
			modeltest.Must(t, err)
			if got := standing(t, b, id); got != want {
				t.Errorf("day %d: %q, want %q", day, got, want)
			}
			if after := b.Number(t.Context(), "SELECT n FROM site_epochs"); ran > 0 && (b.Entries() != before+1 || after == epoch) {
				t.Errorf("%d entries more, epoch %d after %d", b.Entries()-before, after, epoch)
			}
		}
		b.Whole()
	})
}

// Level 2 of a normative document waits for its interpretation, or for the reason
// why there is none; both sides of the pair show it, whichever named the other.
func TestInterpretation(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		said := content.Said{"number": "财规〔2026〕1号", "formed_on": "2026-01-05"}
		decide := func(id uint64) error {
			return b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who("budget.head"))
		}
		id := b.In(official("zcwj/gfx", "区级补贴资金管理办法", said))
		b.Submit(id)
		err := decide(id)
		modeltest.Want(t, err, fault.Invalid)
		if !strings.Contains(fault.FieldsOf(err)["decision"], "解读") {
			t.Errorf("%v", fault.FieldsOf(err))
		}
		reads := b.In(official("zcjd", "一图读懂补贴办法", content.Said{"interprets": say(id), "explains": "figure"}))
		modeltest.Want(t, decide(id), fault.Invalid) // a draft is not on its way
		b.Submit(reads)
		modeltest.Must(t, decide(id))
		b.PassSection(reads)
		early := b.Review.DecideConfidentiality(t.Context(), content.Ref(reads), b.Version(reads), modeltest.Clean(), b.Who("office.secrecy"))
		if modeltest.Want(t, early, fault.Invalid); !strings.Contains(fault.FieldsOf(early)["decision"], "还没有公开") {
			t.Errorf("before its document: %v", early)
		}
		b.PassConfidentiality(id)
		b.PassConfidentiality(reads)
		pair := func(document, explanation uint64) {
			t.Helper()
			a, err := b.Content.Around(t.Context(), document)
			modeltest.Must(t, err)
			z, err := b.Content.Around(t.Context(), explanation)
			modeltest.Must(t, err)
			if len(a.Interpretations) != 1 || a.Interpretations[0].DocumentID != explanation || len(z.Explained) != 1 || z.Explained[0].DocumentID != document {
				t.Errorf("%+v\n%+v", a, z)
			}
			if b.Number(t.Context(), "SELECT interpreted FROM content_policies WHERE document_id = ?", document) != 1 {
				t.Error("the library does not know of it")
			}
		}
		pair(id, reads)
		other := b.In(official("zcwj/gfx", "区级补助资金管理办法", content.Said{"number": "财规〔2026〕2号", "formed_on": "2026-01-05", "interpreted": say(reads)}))
		b.Pass(other)
		if a, _ := b.Content.Around(t.Context(), other); len(a.Interpretations) != 1 {
			t.Errorf("named by the document: %+v", a)
		}
		exempt := b.In(official("zcwj/gfx", "区级资金管理细则", content.Said{"number": "财规〔2026〕3号", "formed_on": "2026-01-05", "exemption": "只作文字整理。"}))
		b.Pass(exempt)
		twice := b.In(official("zcwj/gfx", "区级资金管理规定", content.Said{"number": "财规〔2026〕3号", "formed_on": "2026-01-05", "exemption": "只作文字整理。"}))
		b.Submit(twice)
		if err := decide(twice); !strings.Contains(fault.FieldsOf(err)["decision"], "已经用于") {
			t.Errorf("the same number again: %v", err)
		}
		b.Withdraw(reads, "office.publisher")
		if b.Number(t.Context(), "SELECT interpreted FROM content_policies WHERE document_id = ?", id) != 0 {
			t.Error("a withdrawn interpretation counts")
		}
		b.Whole()
	})
}

// 64 documents published at once get 64 numbers in a row; what is never
// published leaves no gap, and a withdrawn document keeps its number.
func TestIndexNumbers(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		const n = 64
		ids := make([]uint64, n)
		for i := range ids {
			ids[i] = b.In(official("zcwj/qt", fmt.Sprintf("区财政局关于第%d件事的通知", i), nil))
			b.Submit(ids[i])
			b.PassSection(ids[i])
		}
		officer := b.Who("office.secrecy")
		for _, err := range together(repeat(n, func(i int) error {
			return b.Review.DecideConfidentiality(t.Context(), content.Ref(ids[i]), 3, modeltest.Clean(), officer)
		})...) {
			modeltest.Must(t, err)
		}
		count := func(sql string) int64 { return b.Number(t.Context(), sql) }
		if count("SELECT COUNT(DISTINCT serial) FROM content_indexes") != n || count("SELECT MAX(serial) FROM content_indexes") != n || count("SELECT MIN(serial) FROM content_indexes") != 1 {
			t.Error("the numbers have a gap or a double")
		}
		b.Withdraw(ids[0], "office.publisher")
		next := b.In(official("zcwj/qt", "区财政局关于后一件事的通知", nil))
		b.Pass(next)
		p, err := b.Content.Live(t.Context(), next)
		modeltest.Must(t, err)
		if !strings.HasSuffix(p.IndexText, fmt.Sprintf("-%05d", n+1)) {
			t.Errorf("the next is %s", p.IndexText)
		}
		b.Whole()
	})
}

// A form that does not have a field leaves what it says as it was; what it has
// and is empty takes it away. What cannot be read is said at its field.
func TestFactsForm(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		me := b.Who("budget.author")
		id := b.In(official("zcwj/qt", "区财政局关于报账的通知", content.Said{"number": "财发〔2026〕9号", "organ": "区财政局"}))
		facts := func() content.Facts {
			v, err := b.Content.Open(t.Context(), id, me)
			modeltest.Must(t, err)
			return v.Revision.Said()
		}
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), official("zcwj/qt", "区财政局关于报账的通知", nil), me))
		if f := facts(); f.Number != "财发〔2026〕9号" || f.Organ != "区财政局" {
			t.Errorf("%+v", f)
		}
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), official("zcwj/qt", "区财政局关于报账的通知", content.Said{"organ": "", "subject": "其他"}), me))
		if f := facts(); f.Number != "财发〔2026〕9号" || f.Organ != "" || f.Subject != "其他" {
			t.Errorf("%+v", f)
		}
		hidden, err := b.Content.Create(t.Context(), modeltest.Article("国库科的草稿"), b.Who("treasury.author"))
		modeltest.Must(t, err)
		for field, bad := range map[string]string{
			"formed_on": "2026-13-01", "expires_on": "昨天", "subject": "没有的分类", "genre": "诗", "explains": "dance", "origin_at": "javascript:alert(1)",
			"amends": "999999", "repeals": say(id), "related": say(hidden.ID), "interprets": "https://example.com/", "organ": strings.Repeat("长", 101),
		} {
			err := b.Content.Edit(t.Context(), id, b.Version(id), official("zcwj/qt", "区财政局关于报账的通知", content.Said{field: bad}), me)
			modeltest.Want(t, err, fault.Invalid)
			if fault.FieldsOf(err)[field] == "" {
				t.Errorf("%s=%q: %v", field, bad, fault.FieldsOf(err))
			}
		}
	})
}
