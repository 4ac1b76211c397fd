package models_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
	"gongkai/models/site"
)

// Invariant 10: the ledger tells.

// Every transition has exactly one entry, with its own word; the numbers have
// no gap.
func TestLedgerOneEntryPerTransition(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		var id uint64
		ref := func() review.Ref { return content.Ref(id) }
		note := "请补充依据。"
		for _, x := range []struct {
			want string
			act  func()
		}{
			{"document.create", func() { id = b.Draft("一笔一记") }},
			{"review.edit", func() { b.Edit(id, "改", "budget.author2") }},
			{"review.submit", func() { b.Submit(id) }},
			{"review.return", func() { b.Return(id) }},
			{"review.submit", func() { b.Submit(id) }},
			{"review.recall", func() { b.Recall(id) }},
			{"review.submit", func() { b.Submit(id) }},
			{"review.section", func() { b.PassSection(id) }},
			{"review.return", func() { sendBack(b, id) }},
			{"review.section", func() { b.PassSection(id) }},
			{"review.return", func() {
				modeltest.Must(t, b.Review.DecideConfidentiality(t.Context(), ref(), b.Version(id), review.ConfidentialityForm{Note: note}, b.Who("office.secrecy")))
			}},
			{"review.submit review.section review.approve review.publish", func() { b.Pass(id) }},
			{"review.correct", func() { b.Correct(id) }},
			{"review.discard", func() { modeltest.Must(t, b.Review.Discard(t.Context(), ref(), b.Version(id), b.Who("budget.author"))) }},
			{"review.withdraw", func() { b.Withdraw(id, "office.publisher") }},
			{"review.confirm", func() {
				modeltest.Must(t, b.Review.Confirm(t.Context(), ref(), b.Version(id), false, "", b.Who("budget.head")))
			}},
			{"review.submit review.section review.approve review.publish", func() { b.Pass(id) }},
			{"document.create review.submit review.section review.approve", func() { id = b.In(b.Later("定时", time.Hour)); b.Pass(id) }},
			{"review.hold", func() { b.Hold(id) }},
			{"document.create review.submit review.section review.approve", func() { id = b.In(weighty(b)); b.Pass(id) }},
			{"review.issue", func() {
				modeltest.Must(t, b.Review.Issue(t.Context(), ref(), b.Version(id), false, note, b.Who("deputy")))
			}},
			{"review.issue review.publish", func() {
				modeltest.Must(t, b.Review.Issue(t.Context(), ref(), b.Version(id), true, "", b.Who("deputy")))
			}},
			{"document.create review.discard", func() {
				id = b.Draft("删去")
				modeltest.Must(t, b.Review.Discard(t.Context(), ref(), b.Version(id), b.Who("budget.author")))
			}},
		} {
			before := b.Entries()
			x.act()
			es, err := b.Ledger.List(t.Context(), audit.Filter{}, 0, int(b.Entries()-before))
			modeltest.Must(t, err)
			var words []string
			for i := len(es) - 1; i >= 0; i-- {
				words = append(words, string(es[i].Action))
				if es[i].Object != ref().String() {
					t.Errorf("%s is about %s", es[i].Action, es[i].Object)
				}
			}
			if got := strings.Join(words, " "); got != x.want {
				t.Errorf("entries %q, want %q", got, x.want)
			}
		}
		n := b.Number(t.Context(), "SELECT COUNT(*) FROM ledger_entries")
		if last := b.Number(t.Context(), "SELECT MAX(seq) FROM ledger_entries"); n != last || n != b.Entries() {
			t.Errorf("%d entries, the last is %d, the head says %d", n, last, b.Entries())
		}
		b.Whole()
	})
}

// An entry of a signature carries the digest of the bytes that were signed and
// the person who signed.
func TestLedgerCarriesTheSignedDigest(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("摘要")
		p, err := b.Content.Live(t.Context(), id)
		modeltest.Must(t, err)
		who := map[audit.Action]uint64{audit.ReviewSubmit: b.Who("budget.author").ID, audit.ReviewSection: b.Who("budget.head").ID,
			audit.ReviewApprove: b.Who("office.secrecy").ID, audit.ReviewPublish: 0}
		for act, person := range who {
			es, err := b.Ledger.List(t.Context(), audit.Filter{Action: act}, 0, 10)
			modeltest.Must(t, err)
			if len(es) != 1 || es[0].Digest != p.Sum || es[0].ActorID != person || !strings.Contains(es[0].Detail, fmt.Sprintf("revision=%d", p.RevisionID)) {
				t.Errorf("%s: %+v", act, es)
			}
		}
	})
}

// The entry of a withdrawal speaks of the bytes that were taken down, not of a
// correction that was open.
func TestLedgerWithdrawalNamesWhatWasPublic(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("原稿")
		p, err := b.Content.Live(t.Context(), id)
		modeltest.Must(t, err)
		b.Correct(id)
		b.Edit(id, "更正稿", "budget.author")
		b.Submit(id)
		b.Withdraw(id, "office.publisher")
		es, err := b.Ledger.List(t.Context(), audit.Filter{Action: audit.ReviewWithdraw}, 0, 10)
		modeltest.Must(t, err)
		if len(es) != 1 || !strings.Contains(es[0].Detail, fmt.Sprintf("revision=%d", p.RevisionID)) {
			t.Fatalf("%+v", es)
		}
		if es[0].Digest != p.Sum {
			t.Errorf("digest %q, public was %q", es[0].Digest, p.Sum)
		}
	})
}

// If the ledger cannot be written, nothing happens: every ask of every
// situation that is allowed fails and leaves no trace.
func TestLedgerFailingLeavesNothing(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		possible(b, func(s *situation, id uint64, who string, a ask) {
			version, state, rows := b.Version(id), b.State(id), stored(t, b)
			b.Exec("UPDATE ledger_heads SET id = 2") // nobody finds the head
			err := a.run(t.Context(), b, id, version, b.Who(who))
			b.Exec("UPDATE ledger_heads SET id = 1")
			if err == nil {
				t.Errorf("%s: %s by %s succeeded without a ledger", s.name, a.name, who)
			}
			if b.Version(id) != version || b.State(id) != state || stored(t, b) != rows {
				t.Errorf("%s: %s by %s left something behind", s.name, a.name, who)
			}
		})
		b.Whole()
	})
}

// stored counts the rows of every table that a move may write.
func stored(t *testing.T, b *modeltest.Bureau) int64 {
	var sum []string
	for _, table := range []string{"content_documents", "content_revisions", "content_live", "content_notes", "review_tracks", "review_editors",
		"review_cases", "review_hands", "review_signatures", "review_steps", "jobs", "ledger_entries"} {
		sum = append(sum, "(SELECT COUNT(*) FROM "+table+")")
	}
	return b.Number(t.Context(), "SELECT "+strings.Join(sum, " + "))
}

// The same when the number of the next entry is taken, and for the verbs
// outside the review.
func TestLedgerFailingLeavesNothingElsewhere(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sys, sec, form := b.Who("sys.admin"), b.Who("sec.admin"), site.ColumnForm{Slug: "xin", Name: "新栏目", PageType: site.List, Description: "新栏目的说明", Keywords: "新", KindWord: "新"}
		p := b.Person("budget.author2")
		const count = "SELECT (SELECT COUNT(*) FROM content_documents) + (SELECT COUNT(*) FROM people) + (SELECT SUM(version) FROM people) + " +
			"(SELECT COUNT(*) FROM sections) + (SELECT COUNT(*) FROM site_columns) + (SELECT COUNT(*) FROM site_settings) + (SELECT COUNT(*) FROM delegations) + (SELECT COUNT(*) FROM sessions)"
		before := b.Number(t.Context(), count)
		b.Exec("UPDATE ledger_heads SET seq = seq - 1")
		for name, act := range map[string]func() error{
			"create": func() error {
				_, err := b.Content.Create(t.Context(), modeltest.Article("新"), b.Who("budget.author"))
				return err
			},
			"disable": func() error { return b.People.SetDisabled(t.Context(), p.ID, p.Version, true, sec) },
			"section": func() error { _, err := b.People.SaveSection(t.Context(), 0, 0, "新科室", 9, sys); return err },
			"column":  func() error { _, err := b.Site.CreateColumn(t.Context(), form, sys); return err },
			"setting": func() error { return b.Site.Set(t.Context(), 1, site.Settings{site.SiteName: "新"}, sys) },
			"login": func() error {
				_, err := b.People.Login(t.Context(), "budget.author", modeltest.Password, "", "127.0.0.1")
				return err
			},
			"delegate": func() error {
				_, err := b.People.Delegate(t.Context(), b.Who("budget.head").ID, b.Who("deputy").ID, b.Clock.Now(), b.Clock.Now().Add(time.Hour), "外出开会", sec)
				return err
			},
		} {
			if err := act(); err == nil || fault.KindOf(err) == fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
			if n := b.Number(t.Context(), count); n != before {
				t.Errorf("%s left something behind", name)
			}
		}
		b.Exec("UPDATE ledger_heads SET seq = seq + 1")
		b.Whole()
	})
}

// Verification accuses nobody while others work.
func TestLedgerVerifyWhileOthersWork(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		stop, done := make(chan struct{}), make(chan error)
		author := b.Who("budget.author")
		d, err := b.Content.Create(t.Context(), modeltest.Article("边查边写"), author)
		modeltest.Must(t, err)
		go func() {
			for v := 1; ; v++ {
				select {
				case <-stop:
					done <- nil
					return
				default:
				}
				if err := b.Content.Edit(t.Context(), d.ID, v, modeltest.Article(fmt.Sprint("边查边写", v)), author); err != nil {
					done <- err
					return
				}
			}
		}()
		for range 12 {
			r, err := b.Verify(t.Context(), nil)
			if err != nil || !r.Whole() {
				t.Errorf("%v %+v", err, r)
				break
			}
		}
		close(stop)
		modeltest.Must(t, <-done)
		b.Whole()
	})
}
