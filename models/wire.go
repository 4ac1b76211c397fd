package models

import (
	"context"

	"gongkai/models/annual"
	"gongkai/models/content"
	"gongkai/models/report/rules"
	"gongkai/models/review"
)

// wire connects the parts. Each line is one rule of the form "when X has
// happened, Y must follow"; both are in the same transaction unless a job
// stands between them.
func (a *App) wire() {
	// What the review engine decides on documents happens to documents.
	a.Review.Own(content.Kind, a.Content)
	// A publication or a withdrawal makes every rendered page old. What is
	// withdrawn gets its tombstone before that is committed.
	a.Content.OnChange(func(ctx context.Context, document uint64, withdrawn bool) error {
		if !withdrawn {
			return a.Site.Touch(ctx, document)
		}
		if err := a.Takedowns.Lay(document); err != nil {
			a.log.ErrorContext(ctx, "tombstone", "document", document, "err", err) // a full disk keeps nothing public
		}
		return a.Site.Turn(ctx, document)
	})
	// The registers count the cells of a year's report; a year whose report is public
	// is closed in them.
	a.Annual.Read(a.Register)
	a.Annual.Count(func(ctx context.Context, year int) (list []annual.Counter, err error) {
		all, err := a.Register.Counters(ctx, year)
		for _, c := range all {
			list = append(list, annual.Counter(c))
		}
		return list, err
	}, func(ctx context.Context, year int) ([]rules.Challenge, error) {
		all, err := a.Register.Challenges(ctx, year)
		list := []rules.Challenge{}
		for _, c := range all {
			list = append(list, rules.Challenge(c))
		}
		return list, err
	})
	a.Annual.Ask(a.Register.Unchecked)
	a.Register.OnLocked(a.Annual.IsPublic)
	// The yearly form of the site is counted from documents, columns and views.
	a.SiteReport.Read(a.siteYear)
	// No report is submitted while a rule of severity E fails.
	a.Content.OnSubmit(a.Annual.Judge)
	// Every server's index follows the epochs.
	a.Site.OnTurn(func(uint64, []uint64) { a.Search.Wake() })
	// A scheduled document goes live at its time, after a new check of its signatures.
	a.Jobs.Handle(review.GoLiveJob, a.Review.GoLive)
	// On its last day a document expires, on its first it repeals or amends others.
	a.Jobs.Handle(content.StandJob, a.Content.Stand)
	// When a day begins, every page that speaks of days is rendered again.
	a.Jobs.Handle(DayJob, a.newDay)
}
