package models_test

import (
	"errors"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// Scheduled publication and 签发.

// A scheduled document is not public a millisecond before its time, is public
// with the first job run at or after it, and carries the time of that run.
func TestScheduleByTheClock(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(b.Later("定时", time.Hour))
		b.Pass(id)
		for range 3 {
			b.Due()
			if b.State(id) != review.Approved || b.Public(id) {
				t.Fatal("public before its time")
			}
			b.Clock.Add(20*time.Minute - time.Millisecond/3)
		}
		b.Due()
		if b.Public(id) {
			t.Fatal("public a millisecond before its time")
		}
		modeltest.Must(t, b.Review.GoLive(t.Context(), b.Track(id).ID)) // even when asked directly
		if b.Public(id) {
			t.Fatal("public a millisecond before its time")
		}
		b.Clock.Add(time.Millisecond)
		if n := b.Due(); n != 1 || !b.Public(id) {
			t.Fatalf("%d jobs ran, state %s", n, b.State(id))
		}
		if b.Due() != 0 {
			t.Error("the job is still there")
		}
		b.Whole()
	})
}

// A time that has passed when level 3 signs means at once.
func TestSchedulePassedMeansAtOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(b.Later("已过", time.Hour))
		b.Submit(id)
		b.PassSection(id)
		b.Clock.Add(time.Hour)
		b.PassConfidentiality(id)
		if !b.Public(id) {
			t.Fatalf("state %s", b.State(id))
		}
	})
}

// Recalled before its time, a document stays away; the old job does nothing,
// also after a new approval with a later time, which has its own job.
func TestScheduleRecalled(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(b.Later("撤回", time.Hour))
		b.Pass(id)
		modeltest.Want(t, b.Review.Recall(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author2")), fault.Forbidden)
		modeltest.Must(t, b.Review.Recall(t.Context(), content.Ref(id), b.Version(id), b.Who("office.publisher")))
		other := b.In(b.Later("只撤回", time.Hour))
		b.Pass(other)
		b.Recall(other)
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), b.Later("改期", 2*time.Hour), b.Who("budget.author")))
		b.Pass(id)
		b.Clock.Add(time.Hour)
		entries := b.Entries()
		if n := b.Due(); n != 2 || b.Entries() != entries {
			t.Fatalf("%d jobs ran, %d entries", n, b.Entries()-entries)
		}
		if b.Public(id) || b.State(id) != review.Approved || b.State(other) != review.Draft {
			t.Fatalf("%s %s", b.State(id), b.State(other))
		}
		b.Clock.Add(time.Hour)
		b.Due()
		if !b.Public(id) || b.Public(other) {
			t.Error("the new time did not come")
		}
	})
}

// A job for a document that was withdrawn, discarded or published meanwhile
// does nothing.
func TestScheduleJobAfterwardsDoesNothing(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(b.Later("先撤下", time.Hour))
		b.Pass(id)
		track := b.Track(id).ID
		b.Clock.Add(time.Hour)
		b.Due()
		b.Withdraw(id, "office.publisher")
		gone := b.Draft("删去")
		discarded := b.Track(gone).ID
		modeltest.Must(t, b.Review.Discard(t.Context(), content.Ref(gone), 1, b.Who("budget.author")))
		b.Unchanged(id, func() {
			modeltest.Must(t, b.Review.GoLive(t.Context(), track))
			modeltest.Must(t, b.Review.GoLive(t.Context(), discarded))
		})
	})
}

// A held document says why, is recalled by author or publisher, and comes back
// only through three levels.
func TestHeldIsRecalled(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, who := range []string{"budget.author", "office.publisher"} {
			id := b.In(b.Later("暂停", time.Hour))
			b.Pass(id)
			b.Hold(id)
			steps, err := b.Review.Steps(t.Context(), b.Track(id))
			if err != nil || steps[len(steps)-1].Note == "" {
				t.Errorf("it does not say why: %v %v", steps, err)
			}
			b.Unchanged(id, func() {
				modeltest.Want(t, b.Review.Recall(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.head")), fault.Forbidden)
				b.Due()
				modeltest.Must(t, b.Review.GoLive(t.Context(), b.Track(id).ID))
			})
			modeltest.Must(t, b.Review.Recall(t.Context(), content.Ref(id), b.Version(id), b.Who(who)))
			b.Pass(id)
			if !b.Public(id) {
				t.Errorf("after recall by %s: %s", who, b.State(id))
			}
		}
	})
}

// Where a column asks for 签发 the time never comes without it: not at once,
// not by a job, not after a no.
func TestIssueWaitsForTheDeputy(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := weighty(b)
		f.PublishAt = b.Later("", time.Hour).PublishAt
		now, later := b.In(weighty(b)), b.In(f)
		for _, id := range []uint64{now, later} {
			b.Pass(id)
			modeltest.Must(t, b.Review.Issue(t.Context(), content.Ref(id), b.Version(id), false, "请再斟酌。", b.Who("deputy")))
			modeltest.Must(t, b.Review.GoLive(t.Context(), b.Track(id).ID))
			b.Unchanged(id, func() {
				for _, who := range []string{"budget.author", "budget.head", "office.secrecy", "office.publisher", "budget.multi"} {
					modeltest.Want(t, b.Review.Issue(t.Context(), content.Ref(id), b.Version(id), true, "", b.Who(who)), fault.Forbidden)
				}
			})
			if b.State(id) != review.Approved {
				t.Fatalf("state %s", b.State(id))
			}
			modeltest.Must(t, b.Review.Issue(t.Context(), content.Ref(id), b.Version(id), true, "", b.Who("deputy")))
			modeltest.Want(t, b.Review.Issue(t.Context(), content.Ref(id), b.Version(id), true, "", b.Who("deputy")), fault.Conflict)
		}
		if !b.Public(now) || b.Public(later) {
			t.Fatalf("%s, %s", b.State(now), b.State(later))
		}
		b.Clock.Add(time.Hour)
		b.Due()
		if !b.Public(later) {
			t.Fatalf("state %s", b.State(later))
		}
		b.Whole()
	})
}

// A job that was lost loses no publication: what is due is found without it,
// what is not due, not issued or recalled is left alone, and one document that
// cannot be published does not keep the others back.
func TestScheduleLostJobIsCaughtUp(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := weighty(b)
		f.PublishAt = b.Later("", time.Hour).PublishAt
		bad, good, late, recalled, unissued := b.In(b.Later("坏了", time.Hour)), b.In(b.Later("好的", time.Hour)), b.In(b.Later("未到", 2*time.Hour)),
			b.In(b.Later("撤回", time.Hour)), b.In(f)
		for _, id := range []uint64{bad, good, late, recalled, unissued} {
			b.Pass(id)
		}
		b.Recall(recalled)
		b.Exec("DELETE FROM jobs")
		b.Exec("UPDATE review_cases SET revision_id = 999999999 WHERE id = ?", *b.Track(bad).CaseID)
		modeltest.Must(t, b.Review.CatchUp(t.Context()))
		if b.Public(good) {
			t.Fatal("public before its time")
		}
		b.Clock.Add(time.Hour)
		for range 2 {
			_ = b.Review.CatchUp(t.Context())
		}
		for id, want := range map[uint64]bool{bad: false, good: true, late: false, recalled: false, unissued: false} {
			if b.Public(id) != want {
				t.Errorf("document %d: %s, public %v", id, b.State(id), b.Public(id))
			}
		}
	})
}

// Servers that catch up at the same moment, beside a worker, publish once.
func TestScheduleCaughtUpOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for range 3 {
			b.Pass(b.In(b.Later("同时", time.Hour)))
		}
		b.Clock.Add(time.Hour)
		entries := b.Entries()
		errs := together(repeat(8, func(i int) error {
			if i%2 == 0 {
				return b.Review.CatchUp(t.Context())
			}
			_, err := b.Jobs.RunDue(t.Context())
			return err
		})...)
		modeltest.Must(t, errors.Join(errs...))
		modeltest.Must(t, b.Review.CatchUp(t.Context()))
		if n := b.Entries() - entries; n != 3 {
			t.Errorf("%d entries for 3 publications", n)
		}
		b.Whole()
	})
}

// A column that asks for nothing offers nothing to issue.
func TestIssueNotAskedFor(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.In(b.Later("不必签发", time.Hour))
		b.Pass(id)
		b.Unchanged(id, func() {
			modeltest.Want(t, b.Review.Issue(t.Context(), content.Ref(id), b.Version(id), true, "", b.Who("deputy")), fault.Conflict)
		})
	})
}

// The form's time: at most a year ahead, of the right shape.
func TestScheduleFormIsChecked(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, at := range []string{"明天", "2026-13-01T09:00", "2028-01-01T09:00", "1912-01-01T09:00", "2026-11-31T09:00", "2026-12-01"} {
			f := modeltest.Article("时间")
			f.PublishAt = at
			_, err := b.Content.Create(t.Context(), f, b.Who("budget.author"))
			if fault.FieldsOf(err)["publish_at"] == "" {
				t.Errorf("%s: %v", at, err)
			}
		}
	})
}
