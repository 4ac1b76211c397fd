package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gongkai/models/jobs"
	"gongkai/models/modeltest"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

type bench struct {
	*jobs.Queue
	t     *testing.T
	s     *store.Store
	clock *storetest.Clock
}

func each(t *testing.T, f func(t *testing.T, b *bench)) {
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) {
		f(t, &bench{jobs.New(s, slog.New(slog.DiscardHandler)), t, s, c})
	})
}

func (b *bench) add(kind string, ref uint64, in time.Duration) {
	b.t.Helper()
	modeltest.Must(b.t, b.Add(b.t.Context(), kind, ref, b.clock.Now().Add(in)))
}

func (b *bench) due(want int) {
	b.t.Helper()
	n, err := b.RunDue(b.t.Context())
	modeltest.Must(b.t, err)
	if n != want {
		b.t.Errorf("%d jobs ran, want %d", n, want)
	}
}

// left returns the jobs that wait.
func (b *bench) left() (js []jobs.Job) {
	b.t.Helper()
	modeltest.Must(b.t, b.s.DB(b.t.Context()).Order("id").Find(&js).Error)
	return js
}

// A job runs once, not before its time, the longest due first, and is gone.
func TestJobsRunWhenDue(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var done []uint64
		b.Handle("note", func(ctx context.Context, ref uint64) error {
			if store.InTx(ctx) {
				t.Error("the job runs inside a transaction")
			}
			done = append(done, ref)
			return nil
		})
		b.add("note", 3, 3*time.Second)
		b.add("note", 1, time.Second)
		b.add("note", 2, 2*time.Second)
		b.due(0)
		b.clock.Add(time.Second - time.Millisecond)
		b.due(0)
		b.clock.Add(time.Millisecond)
		b.due(1)
		b.clock.Add(time.Hour)
		b.due(2)
		b.due(0)
		if fmt.Sprint(done) != "[1 2 3]" || len(b.left()) != 0 {
			t.Errorf("ran %v, %d left", done, len(b.left()))
		}
	})
}

// A job of a transaction that failed was never there.
func TestJobsRollBack(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		refusal := errors.New("no")
		err := b.s.Tx(t.Context(), func(ctx context.Context) error {
			modeltest.Must(t, b.Add(ctx, "note", 1, b.clock.Now()))
			return refusal
		})
		if !errors.Is(err, refusal) || len(b.left()) != 0 {
			t.Errorf("%v, %d jobs", err, len(b.left()))
		}
	})
}

// A job that fails waits longer each time, at most an hour, keeps its error and
// does not keep others from running.
func TestJobsRetryWithGrowingPauses(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ran, others := 0, 0
		b.Handle("bad", func(context.Context, uint64) error { ran++; return errors.New(strings.Repeat("错", 600)) })
		b.Handle("good", func(context.Context, uint64) error { others++; return nil })
		b.add("bad", 1, 0)
		b.add("good", 2, 0)
		b.due(2)
		last := time.Duration(0)
		for i := 2; i <= 16; i++ {
			pause := b.left()[0].RunAt.Sub(b.clock.Now())
			if pause < last || pause > time.Hour || i < 10 && pause != time.Second<<(i-1) {
				t.Fatalf("after %d tries a pause of %s, before %s", i-1, pause, last)
			}
			last = pause
			b.clock.Add(pause - time.Millisecond)
			b.due(0)
			b.clock.Add(time.Millisecond)
			b.due(1)
			if ran != i {
				t.Fatalf("ran %d times, want %d", ran, i)
			}
		}
		j := b.left()[0]
		if last != time.Hour || others != 1 || j.Attempts != 16 || len([]rune(j.LastError)) != 500 || j.LeasedUntil != nil {
			t.Errorf("pause %s, others %d, %d attempts, %+v", last, others, j.Attempts, j)
		}
	})
}

// A kind that nobody does is kept until somebody does it.
func TestJobsOfUnknownKindWait(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.add("later", 1, 0)
		b.due(1)
		if js := b.left(); len(js) != 1 || !strings.Contains(js[0].LastError, "later") {
			t.Fatalf("%+v", js)
		}
		done := 0
		b.Handle("later", func(context.Context, uint64) error { done++; return nil })
		b.clock.Add(time.Hour)
		b.due(1)
		if done != 1 || len(b.left()) != 0 {
			t.Error("not done")
		}
	})
}

// The job of a worker that died is taken over when its lease has run out, not
// before.
func TestJobsLeaseRunsOut(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ran, died := 0, errors.New("died")
		b.Handle("note", func(context.Context, uint64) error { ran++; return nil })
		b.add("note", 1, 0)
		dead := jobs.New(b.s, slog.New(slog.DiscardHandler))
		ctx, kill := context.WithCancelCause(t.Context())
		dead.Handle("note", func(context.Context, uint64) error { kill(died); return died }) // nothing more of it reaches the database
		if _, err := dead.RunDue(ctx); err == nil {
			t.Fatal("the dead worker finished")
		}
		if js := b.left(); len(js) != 1 || js[0].LeasedUntil == nil {
			t.Fatalf("%+v", js)
		}
		b.clock.Add(2 * time.Minute)
		b.due(0)
		b.clock.Add(time.Millisecond)
		b.due(1)
		if ran != 1 || len(b.left()) != 0 {
			t.Errorf("ran %d times, %d left", ran, len(b.left()))
		}
	})
}

// A worker that was too slow neither removes nor puts off the job that another
// one has taken over.
func TestJobsSlowWorkerLosesItsJob(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		for _, fails := range []bool{false, true} {
			slow := jobs.New(b.s, slog.New(slog.DiscardHandler))
			slow.Handle("note", func(context.Context, uint64) error {
				b.clock.Add(3 * time.Minute)
				b.Handle("note", func(context.Context, uint64) error { return errors.New("not yet") })
				b.due(1)
				if fails {
					return errors.New("too late")
				}
				return nil
			})
			b.add("note", 1, 0)
			before := b.clock.Now()
			_, err := slow.RunDue(t.Context())
			modeltest.Must(t, err)
			js := b.left()
			if len(js) != 1 || js[0].Attempts != 2 || js[0].LastError != "not yet" || !js[0].RunAt.Equal(before.Add(3*time.Minute+4*time.Second)) {
				t.Fatalf("fails %v: %+v", fails, js)
			}
			b.Handle("note", func(context.Context, uint64) error { return nil })
			b.clock.Add(time.Hour)
			b.due(1)
		}
	})
}

// Eight workers share forty jobs: each is done once.
func TestJobsManyWorkers(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		var done [41]atomic.Int32
		b.Handle("note", func(_ context.Context, ref uint64) error { done[ref].Add(1); return nil })
		for i := range 40 {
			b.add("note", uint64(i+1), 0)
		}
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = b.RunDue(t.Context()) })
		}
		wg.Wait()
		modeltest.Must(t, errors.Join(errs...))
		_, err := b.RunDue(t.Context()) // whoever lost every race went home early
		modeltest.Must(t, err)
		for i := range 40 {
			if n := done[i+1].Load(); n != 1 {
				t.Errorf("job %d ran %d times", i+1, n)
			}
		}
		if len(b.left()) != 0 {
			t.Errorf("%d left", len(b.left()))
		}
	})
}

// A job that panics is a job that failed: it is put off, and the worker goes on.
func TestJobsPanicIsAFailure(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		b.Handle("bad", func(context.Context, uint64) error { panic("boom") })
		b.add("bad", 1, 0)
		defer func() {
			if p := recover(); p != nil {
				t.Errorf("the worker died: %v", p)
			}
		}()
		b.due(1)
		if js := b.left(); len(js) != 1 || !strings.Contains(js[0].LastError, "boom") {
			t.Errorf("%+v", js)
		}
	})
}

// The worker runs what is due until it is told to stop.
func TestJobsWorkStops(t *testing.T) {
	each(t, func(t *testing.T, b *bench) {
		ran, stopped := make(chan uint64), make(chan bool)
		b.Handle("note", func(_ context.Context, ref uint64) error { ran <- ref; return nil })
		ctx, stop := context.WithCancel(t.Context())
		go func() { b.Work(ctx, time.Millisecond); close(stopped) }()
		for ref := range uint64(3) {
			b.add("note", ref, 0)
			if got := <-ran; got != ref {
				t.Errorf("job %d, want %d", got, ref)
			}
		}
		stop()
		<-stopped
	})
}
