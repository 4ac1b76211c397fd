// Package jobs runs work that must survive a crash. A job is a row written in
// the transaction that wants the work; a worker leases it by compare-and-set,
// so that of several servers one does it, and retries with growing pauses.
//
// A job is run at least once: its function must be able to run again.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"gongkai/models/store"
)

// Job is one piece of work.
type Job struct {
	ID          uint64
	Kind        string `gorm:"size:40"`
	Ref         uint64 // what the work is about
	RunAt       time.Time
	LeasedUntil *time.Time
	Attempts    int
	LastError   string `gorm:"size:500"`
	CreatedAt   time.Time
}

// TableName implements gorm's Tabler.
func (Job) TableName() string { return "jobs" }

// Tables lists what the package stores.
func Tables() []any { return []any{&Job{}} }

// Func does the work of one kind of job. ctx carries no transaction.
type Func func(ctx context.Context, ref uint64) error

// Queue stores jobs and runs them.
type Queue struct {
	store *store.Store
	funcs map[string]Func
	log   *slog.Logger
}

// New returns the queue kept in s.
func New(s *store.Store, log *slog.Logger) *Queue {
	return &Queue{store: s, funcs: map[string]Func{}, log: log}
}

// Handle says which function does the jobs of a kind. models/wire.go is the
// only caller.
func (q *Queue) Handle(kind string, f Func) { q.funcs[kind] = f }

// Add stores a job to be run at or after a time, in the caller's transaction.
func (q *Queue) Add(ctx context.Context, kind string, ref uint64, at time.Time) error {
	return q.store.Tx(ctx, func(ctx context.Context) error {
		return q.store.DB(ctx).Create(&Job{Kind: kind, Ref: ref, RunAt: at.UTC(), CreatedAt: q.store.Now(ctx)}).Error
	})
}

// Ensure is Add, unless a job of that kind and ref waits already. Two callers at
// once may both add it: the work must bear that.
func (q *Queue) Ensure(ctx context.Context, kind string, ref uint64, at time.Time) error {
	var n int64
	if err := q.store.DB(ctx).Model(&Job{}).Where("kind = ? AND ref = ?", kind, ref).Count(&n).Error; err != nil {
		return fmt.Errorf("jobs: ensure: %w", err)
	}
	if n > 0 {
		return nil
	}
	return q.Add(ctx, kind, ref, at)
}

const (
	lease      = 2 * time.Minute // a worker that died gives its job back after this
	maxBackoff = time.Hour
)

// RunDue runs every job that is due now and returns how many it ran.
func (q *Queue) RunDue(ctx context.Context) (ran int, err error) {
	for {
		j, err := q.claim(ctx)
		if err != nil || j == nil {
			return ran, err
		}
		ran++
		if err := q.run(ctx, j); err != nil {
			return ran, err
		}
	}
}

// claim leases the job that is due longest, or returns nil.
func (q *Queue) claim(ctx context.Context) (*Job, error) {
	now := q.store.Now(ctx)
	var due []Job
	err := q.store.DB(ctx).Where("run_at <= ? AND (leased_until IS NULL OR leased_until < ?)", now, now).
		Order("run_at, id").Limit(8).Find(&due).Error
	if err != nil {
		return nil, fmt.Errorf("jobs: due: %w", err)
	}
	for i := range due {
		j, until, won := &due[i], now.Add(lease), false
		err := q.store.Tx(ctx, func(ctx context.Context) (err error) {
			won, err = store.Changed(q.store.DB(ctx).Model(&Job{}).
				Where("id = ? AND attempts = ? AND (leased_until IS NULL OR leased_until < ?)", j.ID, j.Attempts, now).
				Select("LeasedUntil", "Attempts").Updates(Job{LeasedUntil: &until, Attempts: j.Attempts + 1}))
			return err
		})
		if err != nil {
			return nil, err
		}
		if won {
			j.Attempts++
			return j, nil
		}
	}
	return nil, nil
}

// run does a leased job and removes it, or puts it off when it failed.
func (q *Queue) run(ctx context.Context, j *Job) error {
	err := q.do(ctx, j)
	return q.store.Tx(ctx, func(ctx context.Context) error {
		db := q.store.DB(ctx)
		if err == nil {
			return db.Where("id = ? AND attempts = ?", j.ID, j.Attempts).Delete(&Job{}).Error
		}
		q.log.ErrorContext(ctx, "job failed", "kind", j.Kind, "ref", j.Ref, "attempt", j.Attempts, "err", err)
		text := []rune(err.Error())
		pause := min(time.Second<<min(j.Attempts, 12), maxBackoff)
		return db.Model(&Job{}).Where("id = ? AND attempts = ?", j.ID, j.Attempts).Select("RunAt", "LeasedUntil", "LastError").
			Updates(Job{RunAt: q.store.Now(ctx).Add(pause), LastError: string(text[:min(len(text), 500)])}).Error
	})
}

// do runs a job's function; a panic is a failure like any other, so that one
// bad job does not stop the worker.
func (q *Queue) do(ctx context.Context, j *Job) (err error) {
	f := q.funcs[j.Kind]
	if f == nil {
		return fmt.Errorf("jobs: nobody does %q", j.Kind)
	}
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("jobs: panic: %v", v)
		}
	}()
	return f(ctx, j.Ref)
}

// Work runs due jobs every interval until ctx ends.
func (q *Queue) Work(ctx context.Context, interval time.Duration) {
	t := time.NewTicker(interval)
	defer t.Stop()
	for {
		if _, err := q.RunDue(ctx); err != nil && ctx.Err() == nil {
			q.log.ErrorContext(ctx, "jobs stopped for now", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
