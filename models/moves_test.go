package models_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// Withdrawing, confirming, correcting, returning.

// A withdrawal in the middle of a correction's review closes the case: its
// signatures are void, a job that waits does nothing.
func TestWithdrawSupersedesOpenCase(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("线上稿")
		b.Correct(id)
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), b.Later("定时的更正", time.Hour), b.Who("budget.author")))
		b.Pass(id)
		c, err := b.Review.Case(t.Context(), b.Track(id))
		modeltest.Must(t, err)
		b.Withdraw(id, "budget.head")
		c, err = b.Review.CaseByID(t.Context(), c.ID)
		modeltest.Must(t, err)
		if tr := b.Track(id); c.Fate != review.Superseded || tr.CaseID != nil || tr.LiveCaseID != nil || tr.State != review.Withdrawn {
			t.Fatalf("%s %+v", c.Fate, tr)
		}
		b.Clock.Add(time.Hour)
		b.Unchanged(id, func() { b.Due() })
		if b.Public(id) {
			t.Error("the scheduled correction brought it back")
		}
		b.Whole()
	})
}

// Who withdrew does not confirm; publisher, the section's head and officers do;
// it is asked once.
func TestConfirmByAnotherPerson(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, x := range []struct{ withdraws, confirms string }{
			{"office.publisher", "budget.head"}, {"budget.head", "office.publisher"}, {"office.secrecy", "office.secrecy2"}, {"budget.author", "budget.both"},
		} {
			id := b.Publish("复核")
			b.Withdraw(id, x.withdraws)
			confirm := func(who string) error {
				return b.Review.Confirm(t.Context(), content.Ref(id), b.Version(id), true, "", b.Who(who))
			}
			b.Unchanged(id, func() {
				modeltest.Want(t, confirm(x.withdraws), fault.Forbidden)
				modeltest.Want(t, confirm("budget.author2"), fault.Forbidden)
				modeltest.Want(t, confirm("treasury.head"), fault.NotFound)
			})
			modeltest.Must(t, confirm(x.confirms))
			modeltest.Want(t, confirm("office.secrecy2"), fault.Conflict)
			if b.State(id) != review.Withdrawn || b.Public(id) {
				t.Errorf("state %s", b.State(id))
			}
		}
		b.Whole()
	})
}

// "No" opens a correction and brings nothing back by itself.
func TestConfirmNoOpensCorrection(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("不同意撤下")
		b.Withdraw(id, "office.publisher")
		modeltest.Must(t, b.Review.Confirm(t.Context(), content.Ref(id), b.Version(id), false, "内容没有问题。", b.Who("budget.head")))
		if b.State(id) != review.Draft || b.Public(id) {
			t.Fatalf("state %s, public %v", b.State(id), b.Public(id))
		}
		modeltest.Want(t, b.Review.Discard(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")), fault.Conflict)
		b.Pass(id)
		if !b.Public(id) {
			t.Errorf("state %s", b.State(id))
		}
		b.Withdraw(id, "office.publisher") // a new withdrawal is confirmed anew
		modeltest.Must(t, b.Review.Confirm(t.Context(), content.Ref(id), b.Version(id), true, "", b.Who("budget.head")))
		b.Whole()
	})
}

// A text that comes back unchanged after a refused withdrawal does not repeat
// its public note.
func TestConfirmNoDoesNotRepeatTheNote(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("原稿")
		modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: content.Correction, Note: "更正了金额。"}, b.Who("budget.author")))
		b.Pass(id)
		b.Withdraw(id, "office.publisher")
		modeltest.Must(t, b.Review.Confirm(t.Context(), content.Ref(id), b.Version(id), false, "", b.Who("budget.head")))
		b.Pass(id)
		ns, err := b.Content.Notes(t.Context(), id)
		if err != nil || len(ns) != 1 {
			t.Errorf("%d notes: %v (%v)", len(ns), ns, err)
		}
	})
}

// Withdrawing needs a known reason, and words for "other".
func TestWithdrawNeedsAReason(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("撤下原因")
		b.Unchanged(id, func() {
			for _, x := range []struct{ reason, note, field string }{{"", "", "reason"}, {"whim", "", "reason"}, {"other", "", "note"}, {"other", " 短 ", "note"},
				{"mistake", strings.Repeat("长", 1001), "note"}} {
				err := b.Content.Withdraw(t.Context(), id, b.Version(id), content.Withdrawal{Reason: x.reason, Note: x.note}, b.Who("office.publisher"))
				if fault.FieldsOf(err)[x.field] == "" {
					t.Errorf("%+v: %v", x, err)
				}
			}
		})
		modeltest.Must(t, b.Content.Withdraw(t.Context(), id, b.Version(id), content.Withdrawal{Reason: "other", Note: strings.Repeat("长", 1000)}, b.Who("office.publisher")))
	})
}

// A return needs a reason of five characters, from either level, to either
// place; spaces do not count.
func TestReturnNeedsAReason(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("退回")
		b.Submit(id)
		notes := []string{"", "不行", "    \u3000不行啊呀   ", "四个字啊"}
		b.Unchanged(id, func() {
			for _, n := range notes {
				err := b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Note: n}, b.Who("budget.head"))
				if fault.FieldsOf(err)["note"] == "" {
					t.Errorf("%q: %v", n, err)
				}
			}
		})
		b.PassSection(id)
		b.Unchanged(id, func() {
			for _, n := range notes {
				for _, back := range []bool{false, true} {
					err := b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), review.ConfidentialityForm{ToSection: back, Note: n}, b.Who("office.secrecy"))
					if fault.FieldsOf(err)["note"] == "" {
						t.Errorf("%q: %v", n, err)
					}
				}
			}
		})
	})
}

// Returned documents keep their state while they are edited, go back unchanged
// if the author insists, and open a new case with a new number.
func TestReturnedGoesBackAsANewCase(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("退回再送")
		var numbers []string
		for range 3 {
			b.Submit(id)
			c, err := b.Review.Case(t.Context(), b.Track(id))
			modeltest.Must(t, err)
			numbers = append(numbers, c.Number())
			b.Return(id)
		}
		b.Edit(id, "改过", "budget.author")
		if b.State(id) != review.Returned {
			t.Errorf("state %s", b.State(id))
		}
		if numbers[0] == numbers[1] || numbers[1] == numbers[2] || !strings.HasPrefix(numbers[0], "SH2026-") {
			t.Errorf("numbers %v", numbers)
		}
		b.Pass(id)
		if p, err := b.Content.Live(t.Context(), id); err != nil || p.Title != "改过" {
			t.Error(p, err)
		}
	})
}

// A correction for the public needs its note, a small one must not carry one.
func TestCorrectForm(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("更正表单")
		b.Unchanged(id, func() {
			for _, x := range []struct{ kind, note, field string }{{"", "", "kind"}, {"huge", "", "kind"}, {content.Correction, "", "public_note"},
				{content.Correction, "短", "public_note"}, {content.Correction, strings.Repeat("长", 201), "public_note"}} {
				err := b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: x.kind, Note: x.note}, b.Who("budget.author"))
				if fault.FieldsOf(err)[x.field] == "" {
					t.Errorf("%+v: %v", x, err)
				}
			}
		})
		modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: content.Minor, Note: "不会公开的话"}, b.Who("budget.author")))
		b.Pass(id)
		if ns, err := b.Content.Notes(t.Context(), id); err != nil || len(ns) != 0 {
			t.Error(ns, err)
		}
	})
}

// Who may write where: a column open to some sections only, a column that only
// gathers, moving a document into a column of others.
func TestColumnsDecideWhoWrites(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := modeltest.Article("越栏")
		for _, column := range []string{"zfxxgk/nb", "xwdt", "nowhere", "", "xwdt/../zfxxgk/nb"} {
			f.Column = column
			_, err := b.Content.Create(t.Context(), f, b.Who("budget.author"))
			if fault.FieldsOf(err)["column"] == "" {
				t.Errorf("%q: %v", column, err)
			}
		}
		id := b.Draft("移栏")
		f.Column = "zfxxgk/nb"
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Content.Edit(t.Context(), id, b.Version(id), f, b.Who("budget.author")), fault.Invalid)
		})
		b.Grant("office.foi", identity.Head)
		_, err := b.Content.Create(t.Context(), modeltest.Article("不是联络员"), b.Who("office.foi"))
		modeltest.Want(t, err, fault.Forbidden)
	})
}
