package models

import (
	"log/slog"
	"testing"
	"time"

	"gongkai/models/jobs"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// When a day begins in China Standard Time the epoch ends, once for all servers;
// what two of them stored twice is one job the day after, and a server that slept
// does not make up for every day.
func TestEveryDayIsAnotherEpoch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, clock *storetest.Clock) {
		ctx := t.Context()
		a, b := New(s, t.TempDir(), slog.New(slog.DiscardHandler)), New(s, t.TempDir(), slog.New(slog.DiscardHandler))
		waiting := func() (js []jobs.Job) {
			t.Helper()
			if err := s.DB(ctx).Where("kind = ?", DayJob).Order("id").Find(&js).Error; err != nil {
				t.Fatal(err)
			}
			return js
		}
		a.keepDays(ctx)
		b.keepDays(ctx)
		js := waiting()
		if len(js) != 1 {
			t.Fatalf("%d jobs wait", len(js))
		}
		if err := a.Jobs.Add(ctx, DayJob, js[0].Ref, js[0].RunAt); err != nil { // both looked before either stored it
			t.Fatal(err)
		}
		epoch := func() uint64 {
			t.Helper()
			n, err := a.Site.Latest(ctx)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for _, step := range []struct {
			to    time.Duration // behind the midnight of the first job
			turns bool
		}{{-2 * time.Second, false}, {time.Second, true}, {23 * time.Hour, false}, {24*time.Hour + time.Second, true}, {9*24*time.Hour + time.Hour, true}, {9*24*time.Hour + 2*time.Hour, false}} {
			clock.Add(js[0].RunAt.Add(step.to - afterMidnight).Sub(clock.Now()))
			before := epoch()
			for _, app := range []*App{a, b} {
				if _, err := app.Jobs.RunDue(ctx); err != nil {
					t.Fatal(err)
				}
			}
			if turned := epoch() != before; turned != step.turns {
				t.Errorf("%s after midnight: turned %v", step.to, turned)
			}
		}
		if left := waiting(); len(left) != 1 || !left[0].RunAt.After(clock.Now()) || left[0].RunAt.Sub(clock.Now()) > 24*time.Hour {
			t.Errorf("%d jobs left: %+v", len(left), left)
		}
	})
}
