package models

import (
	"context"
	"time"

	"gongkai/models/calendar"
)

// DayJob is the kind of job that ends the epoch when a day begins in China
// Standard Time: pages say what is late, which lists are still shown, how many days
// are left, and would say it of yesterday. Its ref is the day, 20261125. Each adds
// the next day's.
const DayJob = "site.day"

// afterMidnight is when in the day it runs.
const afterMidnight = time.Second

// newDay does a day's job. Several servers may have stored it several times: the
// epoch's row is locked until the commit, so only one of them adds the next.
func (a *App) newDay(ctx context.Context, _ uint64) error {
	return a.Store.Tx(ctx, func(ctx context.Context) error {
		if err := a.Site.Turn(ctx); err != nil {
			return err
		}
		return a.nextDay(ctx)
	})
}

// nextDay stores the job of the day that begins next, unless it is there.
func (a *App) nextDay(ctx context.Context) error {
	l := a.Store.Now(ctx).In(calendar.Shanghai)
	next := time.Date(l.Year(), l.Month(), l.Day()+1, 0, 0, 0, 0, calendar.Shanghai)
	ref := (next.Year()*100+int(next.Month()))*100 + next.Day()
	return a.Jobs.Ensure(ctx, DayJob, uint64(ref), next.Add(afterMidnight))
}

// keepDays stores the first job. It tries again until it has.
func (a *App) keepDays(ctx context.Context) {
	for {
		err := a.nextDay(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		a.log.ErrorContext(ctx, "the day's job", "err", err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
		}
	}
}
