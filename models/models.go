// Package models is the domain as one value. Read it first: App lists every
// part in the order in which they stand on each other, wire.go every way one
// part makes another move.
package models

import (
	"context"
	"log/slog"
	"time"

	"gongkai/models/annual"
	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/files"
	"gongkai/models/identity"
	"gongkai/models/jobs"
	"gongkai/models/once"
	"gongkai/models/register"
	"gongkai/models/report"
	"gongkai/models/review"
	"gongkai/models/screen"
	"gongkai/models/search"
	"gongkai/models/site"
	"gongkai/models/sitereport"
	"gongkai/models/stats"
	"gongkai/models/store"
	"gongkai/models/takedown"
)

// App is the whole domain.
type App struct {
	Store      *store.Store
	Ledger     *audit.Ledger       // 操作日志: what happened, provably
	People     *identity.Service   // people, sections, roles, sessions
	Jobs       *jobs.Queue         // work that must survive a crash
	Once       *once.Service       // requests that may come twice
	Site       *site.Service       // columns and settings
	Stats      *stats.Service      // what the public reads, searches and downloads
	Review     *review.Service     // 三级审核: who may move what from where to where
	Files      *files.Service      // attachments and pictures: what is taken in, and its bytes
	Content    *content.Service    // documents, their revisions, what is public
	Report     *report.Service     // annual reports: formats, figures, import
	Register   *register.Service   // 台账: the rows that reports are counted from
	Annual     *annual.Service     // 年报工作台: a year's report while it is made
	SiteReport *sitereport.Service // 政府网站工作年度报表, while it is made
	// Takedowns are the tombstones of what nobody may be shown any more. They lie
	// beside the attachments.
	Takedowns *takedown.Watch
	Search    *search.Keeper // finds public documents by their words; In says where its index lies
	log       *slog.Logger
}

// New builds the domain on an open, migrated database. folder is where
// attachments are kept; it is made when it is first needed.
func New(s *store.Store, folder string, log *slog.Logger) *App {
	a := &App{Store: s, log: log}
	a.Ledger = audit.New(s)
	a.People = identity.New(s, a.Ledger)
	a.Jobs = jobs.New(s, log)
	a.Once = once.New(s)
	a.Site = site.New(s, a.Ledger)
	a.Stats = stats.New(s, screen.Personal)
	a.Review = review.New(s, a.Ledger, a.Jobs, a.People)
	a.Files = files.New(s, files.Folder(folder))
	a.Content = content.New(s, a.Site, a.Review, a.Files, a.Jobs, a.Ledger)
	a.Report = report.New(a.Content)
	a.Register = register.New(s, a.Ledger, a.Content, a.Site, a.People)
	a.Annual = annual.New(s, a.Ledger, a.Site, a.Review, a.Content)
	a.SiteReport = sitereport.New(s, a.Ledger, a.Site, a.Review, a.Content)
	a.Takedowns = takedown.NewWatch(s.Clock, func(err error) { log.Error("take-down", "err", err) })
	a.Search = search.NewKeeper(searched{a}, log)
	a.wire()
	a.Takedowns.Open(takedown.In(folder), a.Content)
	return a
}

// Tables lists every stored type, for the tests that compare them with the
// migrations.
func Tables() (all []any) {
	for _, t := range [][]any{audit.Tables(), identity.Tables(), jobs.Tables(), once.Tables(), site.Tables(), stats.Tables(), review.Tables(), files.Tables(), content.Tables(), register.Tables(), annual.Tables(), sitereport.Tables()} {
		all = append(all, t...)
	}
	return all
}

// Verify checks the ledger, and every row that it speaks of, against the
// checkpoints given. See audit.Ledger.Verify.
func (a *App) Verify(ctx context.Context, points []audit.Checkpoint) (*audit.Report, error) {
	return a.Ledger.Verify(ctx, points, a.People.Source, a.Site.Source, a.Review.Source, a.Files.Source, a.Content.Source, a.Register.Source, a.Annual.Source, a.SiteReport.Source)
}

// countsEvery is how often counts are stored: what a killed process loses.
const countsEvery = 5 * time.Second

// Finish stores what is only in memory yet. It is called after the last request.
func (a *App) Finish(ctx context.Context) error { return a.Stats.Flush(ctx) }

// Work does what happens by itself, scheduled publication first of all, until
// ctx ends.
func (a *App) Work(ctx context.Context) {
	go a.keepDays(ctx)
	go a.catchUp(ctx)
	go a.sweep(ctx)
	go a.Stats.Work(ctx, countsEvery, func(err error) { a.log.ErrorContext(ctx, "counts", "err", err) })
	go a.Site.Follow(ctx, 200*time.Millisecond)
	go a.Takedowns.Follow(ctx, time.Second)
	go a.Search.Work(ctx)
	go a.shelve(ctx)
	a.Jobs.Work(ctx, time.Second)
}

// shelve brings the library into memory, so that its first reader does not wait.
func (a *App) shelve(ctx context.Context) {
	if _, err := a.Content.Library(content.Aside(ctx), content.Shelf{Page: 1}); err != nil && ctx.Err() == nil {
		a.log.WarnContext(ctx, "library", "err", err)
	}
}

// catchUp looks now and then for what a lost job would have done, and forgets
// what nobody will ask for again.
func (a *App) catchUp(ctx context.Context) {
	t, daily := time.NewTicker(15*time.Second), time.NewTicker(24*time.Hour)
	defer t.Stop()
	defer daily.Stop()
	for {
		do := a.Review.CatchUp
		select {
		case <-ctx.Done():
			return
		case <-daily.C:
			do = a.Once.Forget
		case <-t.C:
		}
		if err := do(ctx); err != nil && ctx.Err() == nil {
			a.log.ErrorContext(ctx, "catch up", "err", err)
		}
	}
}

// sweep removes now and then the files that nobody can read any more.
func (a *App) sweep(ctx context.Context) {
	t := time.NewTicker(6 * time.Hour)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			if n, err := a.Sweep(ctx); err != nil && ctx.Err() == nil {
				a.log.ErrorContext(ctx, "sweep files", "err", err)
			} else if n > 0 {
				a.log.InfoContext(ctx, "swept files", "blobs", n)
			}
		}
	}
}

// Sweep removes the files that nobody can read any more and that have lain
// longer than files.Grace; it returns how many.
func (a *App) Sweep(ctx context.Context) (int, error) {
	return a.Files.Sweep(ctx, a.Store.Clock().Add(-files.Grace), a.Content.Needed)
}

// Damaged lists the digests of files that something refers to and that are not
// there, or not what they were; whole is how many are.
func (a *App) Damaged(ctx context.Context) (bad []string, whole int, err error) {
	need, err := a.Content.Needed(ctx)
	if err != nil {
		return nil, 0, err
	}
	for d := range need {
		if a.Files.Whole(files.Facts{Digest: d}) {
			whole++
		} else {
			bad = append(bad, d)
		}
	}
	return bad, whole, ctx.Err()
}
