package models_test

import (
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// Rights are those of this moment.

// A delegation counts from its first instant to the instant before its end, not
// a moment more, and not after it was revoked.
func TestDelegationDates(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Delegate("budget.head", "treasury.author", time.Hour, 3*time.Hour)
		may := func(when string, want bool) {
			t.Helper()
			by := b.Reload("treasury.author")
			id := b.Draft("代办")
			b.Submit(id)
			err := b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, by)
			if want {
				modeltest.Must(t, err)
			} else {
				modeltest.Want(t, err, fault.NotFound)
			}
			if _, err := b.Content.Open(t.Context(), id, by); (err == nil) != want {
				t.Errorf("%s: reads %v", when, err)
			}
		}
		may("before", false)
		b.Clock.Add(time.Hour - time.Millisecond)
		may("a millisecond before", false)
		b.Clock.Add(time.Millisecond)
		may("first instant", true)
		b.Clock.Add(2*time.Hour - time.Millisecond)
		may("last instant", true)
		b.Clock.Add(time.Millisecond)
		may("end", false)

		d := b.Delegate("budget.head", "treasury.author", -time.Hour, time.Hour)
		may("again", true)
		modeltest.Must(t, b.People.Revoke(t.Context(), d.ID, d.Version, b.Who("budget.head")))
		may("revoked", false)
		b.Whole()
	})
}

// The deputy signs for that section only, and the signature says so.
func TestDelegationIsForOneSection(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Delegate("treasury.head", "budget.author2", -time.Hour, time.Hour)
		id := b.Draft("本科室")
		b.Submit(id)
		b.Unchanged(id, func() {
			modeltest.Want(t, passBoth(t.Context(), b, id, "budget.author2", ""), fault.Forbidden)
		})
		d, err := b.Content.Create(t.Context(), modeltest.Article("国库科的稿"), b.Who("treasury.author"))
		modeltest.Must(t, err)
		modeltest.Must(t, b.Content.Submit(t.Context(), d.ID, 1, true, b.Who("treasury.author")))
		modeltest.Must(t, passBoth(t.Context(), b, d.ID, "budget.author2", "office.secrecy"))
		c, err := b.Review.Case(t.Context(), b.Track(d.ID))
		modeltest.Must(t, err)
		gs, err := b.Review.Signatures(t.Context(), c)
		if err != nil || len(gs) != 3 || gs[0].Deputy || !gs[1].Deputy || gs[2].Deputy {
			t.Errorf("%+v %v", gs, err)
		}
	})
}

// A role that was taken away, or an account switched off, is gone with the next
// request.
func TestRightsTakenAwayAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("收回权限")
		b.Submit(id)
		b.Grant("budget.head")
		b.Unchanged(id, func() {
			modeltest.Want(t, passBoth(t.Context(), b, id, "budget.head", ""), fault.Forbidden)
		})
		b.Grant("budget.head", identity.Head)
		b.PassSection(id)
		b.Grant("office.secrecy")
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Review.DecideConfidentiality(t.Context(), content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("office.secrecy")), fault.NotFound)
		})
		b.Disable("office.secrecy2")
		_, err := b.People.Actor(t.Context(), "office.secrecy2")
		modeltest.Want(t, err, fault.NotFound)
		b.Grant("budget.author")
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Content.Edit(t.Context(), id, b.Version(id), modeltest.Article("改"), b.Who("budget.author")), fault.Forbidden)
			modeltest.Want(t, b.Review.Recall(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")), fault.Forbidden)
		})
	})
}

// When the author has left (switched off, moved, lost the role) the colleagues
// with the author role take over; while the author is there they do not.
func TestAuthorWhoLeftIsReplaced(t *testing.T) {
	for name, leave := range map[string]func(b *modeltest.Bureau){
		"disabled": func(b *modeltest.Bureau) { b.Disable("budget.author") },
		"no role":  func(b *modeltest.Bureau) { b.Grant("budget.author") },
		"moved": func(b *modeltest.Bureau) {
			p := b.Person("budget.author")
			modeltest.Must(b.T, b.People.ChangePerson(b.T.Context(), p.ID, p.Version,
				identity.PersonForm{Name: p.Name, Section: b.Sections["国库科"], Roles: p.Roles}, identity.Actor{}))
			b.Reload("budget.author")
		},
	} {
		t.Run(name, func(t *testing.T) {
			modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
				id, public := b.Draft("接手"), b.Publish("接手更正")
				colleague := b.Who("budget.author2")
				submit := func() error { return b.Content.Submit(t.Context(), id, b.Version(id), true, colleague) }
				correct := func() error {
					return b.Content.Correct(t.Context(), public, b.Version(public), content.Change{Kind: content.Minor}, colleague)
				}
				modeltest.Want(t, submit(), fault.Forbidden)
				modeltest.Want(t, correct(), fault.Forbidden)
				leave(b)
				modeltest.Want(t, b.Content.Submit(t.Context(), id, b.Version(id), true, b.Who("treasury.author")), fault.NotFound)
				modeltest.Must(t, submit())
				modeltest.Must(t, correct())
				modeltest.Must(t, b.Review.Recall(t.Context(), content.Ref(id), b.Version(id), colleague))
				modeltest.Must(t, b.Review.Discard(t.Context(), content.Ref(public), b.Version(public), colleague))
				b.Whole()
			})
		})
	}
}

// What the author left unsigned still counts as the author's hand: the head who
// wrote it and moved within the bureau does not sign it.
func TestAuthorWhoLeftStillNeverSigns(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		d, err := b.Content.Create(t.Context(), modeltest.Article("原作者成了负责人"), b.Who("budget.both"))
		modeltest.Must(t, err)
		b.Grant("budget.both", identity.Head)
		modeltest.Must(t, b.Content.Submit(t.Context(), d.ID, b.Version(d.ID), true, b.Who("budget.author")))
		b.Unchanged(d.ID, func() {
			modeltest.Want(t, passBoth(t.Context(), b, d.ID, "budget.both", ""), fault.Forbidden)
		})
	})
}

// A queue holds exactly what the person may decide: nobody finds the own text
// there, administrators find nothing.
func TestQueueHoldsWhatMayBeDecided(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ss := situations()
		var ids []uint64
		for i := range ss {
			form := modeltest.Article(ss[i].name)
			if ss[i].form != nil {
				form = ss[i].form(b)
			}
			ids = append(ids, b.In(form))
			ss[i].build(b, ids[i])
		}
		for _, who := range modeltest.Cast() {
			by, want := b.Who(who), map[uint64]review.Action{}
			for _, doc := range ids {
				if _, err := b.Review.Track(t.Context(), content.Ref(doc), by); err != nil {
					continue
				}
				may, err := b.Review.Allowed(t.Context(), b.Track(doc), by)
				modeltest.Must(t, err)
				for _, a := range may {
					if a == review.Approve || a == review.Issue || a == review.Confirm {
						want[doc] = a
					}
				}
			}
			ws, err := b.Review.Queue(t.Context(), content.Kind, by, 100)
			modeltest.Must(t, err)
			for _, w := range ws {
				if want[w.Track.SubjectID] != w.Do {
					t.Errorf("%s: %s of %d is in the queue", who, w.Do, w.Track.SubjectID)
				}
			}
			if len(ws) != len(want) {
				t.Errorf("%s: %d in the queue, %d may be decided", who, len(ws), len(want))
			}
		}
	})
}

// What waits for somebody is found however much waits for others.
func TestQueueIsNotCrowdedOut(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for range 9 {
			b.Submit(b.Draft("等负责人"))
		}
		b.Clock.Add(time.Hour)
		id := b.Publish("等复核")
		b.Withdraw(id, "budget.head")
		ws, err := b.Review.Queue(t.Context(), content.Kind, b.Who("office.publisher"), 2)
		if err != nil || len(ws) != 1 || ws[0].Track.SubjectID != id {
			t.Errorf("%v %v", ws, err)
		}
	})
}
