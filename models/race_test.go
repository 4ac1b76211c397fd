package models_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// Invariant 5, all at once, on both databases.

// together runs every f at the same moment and returns their errors in order.
func together(fs ...func() error) []error {
	errs := make([]error, len(fs))
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i, f := range fs {
		wg.Go(func() {
			<-start
			errs[i] = f()
		})
	}
	close(start)
	wg.Wait()
	return errs
}

func repeat(n int, f func(i int) error) (fs []func() error) {
	for i := range n {
		fs = append(fs, func() error { return f(i) })
	}
	return fs
}

// oneWinner demands one success, and for all others the sentence that somebody
// was faster.
func oneWinner(t *testing.T, errs []error) {
	t.Helper()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case fault.KindOf(err) != fault.Stale || !strings.Contains(fault.MessageOf(err), "已被处理"):
			t.Errorf("a loser was told: %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d winners of %d", won, len(errs))
	}
}

// 64 simultaneous approvals of one case at each level: one winner, 63 told, one
// signature, one ledger entry.
func TestSixtyFourApprovalsOneWinner(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("六十四人同审")
		b.Submit(id)
		entries, seen := b.Entries(), b.Version(id)
		heads := []identity.Actor{b.Who("budget.head"), b.Who("budget.both"), b.Who("budget.multi")}
		oneWinner(t, together(repeat(64, func(i int) error {
			return b.Review.DecideSection(t.Context(), content.Ref(id), seen, review.SectionForm{Approve: true, Checks: review.Points}, heads[i%3])
		})...))
		if n := b.Entries() - entries; n != 1 || b.State(id) != review.Confidentiality || b.Version(id) != seen+1 {
			t.Fatalf("%d entries, %s, version %d after %d", n, b.State(id), b.Version(id), seen)
		}
		entries, seen = b.Entries(), b.Version(id)
		officers := []identity.Actor{b.Who("office.secrecy"), b.Who("office.secrecy2")}
		oneWinner(t, together(repeat(64, func(i int) error {
			return b.Review.DecideConfidentiality(t.Context(), content.Ref(id), seen, modeltest.Clean(), officers[i%2])
		})...))
		if n := b.Entries() - entries; n != 2 || b.State(id) != review.Published { // level 3, and the publication that follows
			t.Fatalf("%d entries, %s", n, b.State(id))
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM review_signatures"); n != 3 {
			t.Errorf("%d signatures", n)
		}
		b.Whole()
	})
}

// 64 decisions that contradict each other: approve, return, recall, edit.
func TestSixtyFourContradictingDecisions(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("各办各的")
		b.Submit(id)
		seen, author := b.Version(id), b.Who("budget.author")
		both, head := b.Who("budget.both"), b.Who("budget.head")
		oneWinner(t, together(repeat(64, func(i int) error {
			switch i % 4 {
			case 0:
				return b.Review.DecideSection(t.Context(), content.Ref(id), seen, review.SectionForm{Approve: true, Checks: review.Points}, both)
			case 1:
				return b.Review.DecideSection(t.Context(), content.Ref(id), seen, review.SectionForm{Note: "请补充依据。"}, head)
			case 2:
				return b.Review.Recall(t.Context(), content.Ref(id), seen, author)
			}
			return b.Content.Edit(t.Context(), id, seen, modeltest.Article("改"), author)
		})...))
		b.Whole()
	})
}

// Eight simultaneous edits: one is stored, seven are told.
func TestEightEditsOneWinner(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("八人同改")
		for round := range 4 {
			seen := b.Version(id)
			writers := []identity.Actor{b.Who("budget.author"), b.Who("budget.author2")}
			oneWinner(t, together(repeat(8, func(i int) error {
				return b.Content.Edit(t.Context(), id, seen, modeltest.Article(fmt.Sprintf("第%d轮第%d人", round, i)), writers[i%2])
			})...))
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM content_revisions WHERE document_id = ?", id); n != 5 {
			t.Errorf("%d revisions", n)
		}
		b.Whole()
	})
}

// Submit against edit: what is under review is the text that was submitted.
func TestSubmitAgainstEdit(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for i := range 12 {
			id := b.Draft("原稿")
			seen, author := b.Version(id), b.Who("budget.author")
			errs := together(
				func() error { return b.Content.Submit(t.Context(), id, seen, true, author) },
				func() error { return b.Content.Edit(t.Context(), id, seen, modeltest.Article("改稿"), author) })
			oneWinner(t, errs)
			v, err := b.Content.Open(t.Context(), id, author)
			modeltest.Must(t, err)
			if errs[0] == nil && (v.Track.State != review.Section || v.Revision.Title != "原稿") ||
				errs[1] == nil && (v.Track.State != review.Draft || v.Revision.Title != "改稿") {
				t.Fatalf("round %d: %s %s, %v", i, v.Track.State, v.Revision.Title, errs)
			}
			if errs[0] == nil {
				c, err := b.Review.Case(t.Context(), &v.Track)
				modeltest.Must(t, err)
				if c.Sum != v.Revision.Sum || c.RevisionID != v.Revision.ID {
					t.Fatalf("round %d: the case is about another text", i)
				}
			}
		}
	})
}

// The last approval against an edit: never is a text public that nobody signed.
func TestLastApprovalAgainstEdit(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for range 12 {
			id := b.Draft("原稿")
			b.Submit(id)
			b.PassSection(id)
			seen, author, officer := b.Version(id), b.Who("budget.author"), b.Who("office.secrecy")
			errs := together(
				func() error {
					return b.Review.DecideConfidentiality(t.Context(), content.Ref(id), seen, modeltest.Clean(), officer)
				},
				func() error { return b.Content.Edit(t.Context(), id, seen, modeltest.Article("改稿"), author) })
			oneWinner(t, errs)
			if b.Public(id) != (errs[0] == nil) {
				t.Fatalf("public %v, %v", b.Public(id), errs)
			}
			if p, err := b.Content.Live(t.Context(), id); err == nil && p.Title != "原稿" {
				t.Fatalf("public: %s", p.Title)
			}
		}
	})
}

// The last approval of a correction against a withdrawal: whoever wins,
// withdrawn is withdrawn.
func TestLastApprovalAgainstWithdrawal(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for i := range 12 {
			id := b.Publish("原稿")
			b.Correct(id)
			b.Submit(id)
			b.PassSection(id)
			seen, publisher, officer := b.Version(id), b.Who("office.publisher"), b.Who("office.secrecy")
			errs := together(
				func() error {
					return b.Review.DecideConfidentiality(t.Context(), content.Ref(id), seen, modeltest.Clean(), officer)
				},
				func() error {
					return b.Content.Withdraw(t.Context(), id, seen, content.Withdrawal{Reason: "mistake"}, publisher)
				})
			oneWinner(t, errs)
			want := review.Published
			if errs[1] == nil {
				want = review.Withdrawn
			}
			if b.State(id) != want || b.Public(id) != (want == review.Published) {
				t.Fatalf("round %d: %s, public %v, %v", i, b.State(id), b.Public(id), errs)
			}
		}
		b.Whole()
	})
}

// Sixteen withdrawals at once: one entry.
func TestSixteenWithdrawalsOneWinner(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("撤下")
		seen, entries := b.Version(id), b.Entries()
		who := []identity.Actor{b.Who("office.publisher"), b.Who("budget.head"), b.Who("office.secrecy"), b.Who("budget.author")}
		won := 0
		for _, err := range together(repeat(16, func(i int) error {
			return b.Content.Withdraw(t.Context(), id, seen, content.Withdrawal{Reason: "mistake"}, who[i%4])
		})...) {
			if err == nil {
				won++
			} else if k := fault.KindOf(err); k != fault.Stale && k != fault.Conflict {
				t.Error(err)
			}
		}
		if won != 1 || b.Entries() != entries+1 || b.Public(id) {
			t.Fatalf("%d winners, %d entries", won, b.Entries()-entries)
		}
	})
}

// Many people work on many documents at once: everything they were told was
// stored is stored, and the ledger has no gap.
func TestManyDocumentsAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		author, head, officer := b.Who("budget.author"), b.Who("budget.head"), b.Who("office.secrecy")
		ids := make([]uint64, 24)
		errs := together(repeat(len(ids), func(i int) error { return writeAndPass(t.Context(), b, &ids[i], author, head, officer) })...)
		modeltest.Must(t, errors.Join(errs...))
		for _, id := range ids {
			if !b.Public(id) {
				t.Errorf("document %d is not public", id)
			}
		}
		if h, err := b.Content.Search(t.Context(), "同时", 1, 10); err != nil || h.Total != len(ids) {
			t.Errorf("%d are found (%v)", h.Total, err)
		}
		b.Whole()
	})
}

func writeAndPass(ctx context.Context, b *modeltest.Bureau, id *uint64, author, head, officer identity.Actor) error {
	d, err := b.Content.Create(ctx, modeltest.Article("同时"), author)
	if err != nil {
		return err
	}
	*id = d.ID
	ref := content.Ref(d.ID)
	return errors.Join(
		b.Content.Submit(ctx, d.ID, 1, true, author),
		b.Review.DecideSection(ctx, ref, 2, review.SectionForm{Approve: true, Checks: review.Points}, head),
		b.Review.DecideConfidentiality(ctx, ref, 3, modeltest.Clean(), officer))
}

// Two servers' workers find a due document at the same time: it is published
// once, with one entry.
func TestTwoWorkersPublishOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		var ids []uint64
		for _, title := range []string{"其一", "其二", "其三", "其四"} {
			id := b.In(b.Later(title, time.Hour))
			b.Pass(id)
			ids = append(ids, id)
		}
		b.Clock.Add(time.Hour)
		entries := b.Entries()
		errs := together(repeat(8, func(int) error { _, err := b.Jobs.RunDue(t.Context()); return err })...)
		modeltest.Must(t, errors.Join(errs...))
		b.Due()
		for _, id := range ids {
			if !b.Public(id) {
				t.Errorf("document %d is %s", id, b.State(id))
			}
		}
		if n := b.Entries() - entries; n != int64(len(ids)) {
			t.Errorf("%d entries for %d publications", n, len(ids))
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM jobs"); n != 0 {
			t.Errorf("%d jobs are left", n)
		}
		b.Whole()
	})
}

// The engine's own function called by many at once publishes once.
func TestGoLiveAtOncePublishesOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(b.Later("一次", time.Hour))
		b.Pass(id)
		b.Clock.Add(time.Hour)
		entries, track := b.Entries(), b.Track(id).ID
		modeltest.Must(t, errors.Join(together(repeat(16, func(int) error { return b.Review.GoLive(t.Context(), track) })...)...))
		if b.Entries() != entries+1 || !b.Public(id) {
			t.Fatalf("%d entries, public %v", b.Entries()-entries, b.Public(id))
		}
	})
}
