package content

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"gongkai/models/calendar"
	"gongkai/models/identity"
	"gongkai/models/policy"
	"gongkai/models/site"
)

// TermDays is how many working days lie at most between a piece of information and
// its publication (条例第二十六条).
const TermDays = 20

// Limits of Terms.
const (
	termsWaiting = 500                  // documents on their way that are looked at
	termsPublic  = 2000                 // public ones
	termsBack    = 365 * 24 * time.Hour // and how long ago they were published at most
)

// Term is the time that the law leaves for the publication of one document.
type Term struct {
	DocumentID uint64
	ColumnID   uint64
	Title      string
	Approval   bool      // counted from the approval of a budget (预算法第十四条), else from 成文日期 (条例第二十六条)
	From       time.Time // the day from which it runs
	Due        time.Time // the last day
	Published  time.Time // zero while it is not public
	Days       int       // of the calendar behind Due: published late, or waiting; below nought is how many are left
}

// Late reports whether the last day is over.
func (t *Term) Late() bool { return t.Days > 0 }

// Terms lists the documents of statutory columns that run against a term: those
// that by may read and that are on their way, the longest late first, then those
// that became public too late within the last year, newest first.
func (s *Service) Terms(ctx context.Context, by identity.Actor) (waiting, late []Term, err error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, nil, err
	}
	days, err := s.site.Calendar(ctx)
	if err != nil {
		return nil, nil, err
	}
	var columns []uint64
	for _, c := range tree.All() {
		if c.Article20 != "" || c.Statutory() || c.Holds == policy.Budget {
			columns = append(columns, c.ID)
		}
	}
	clock := termClock{tree, days, s.store.Now(ctx)}
	if waiting, err = clock.read(s.onTheirWay(ctx, columns, by)); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(waiting, func(a, b Term) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.DocumentID, b.DocumentID)) })
	since := clock.now.Add(-termsBack)
	all, err := clock.read(s.store.DB(ctx).Table("content_live d").Joins("JOIN content_revisions r ON r.id = d.revision_id").
		Select("d.document_id, r.column_id, r.title, r.facts, d.published_at").
		Where("d.column_id IN ? AND d.published_at > ? AND r.facts <> ''", append(columns, 0), since).Order("d.published_at DESC").Limit(termsPublic))
	for _, t := range all {
		if t.Late() {
			late = append(late, t)
		}
	}
	return waiting, late, err
}

// onTheirWay are the documents of columns that by may read and nobody else yet.
func (s *Service) onTheirWay(ctx context.Context, columns []uint64, by identity.Actor) *gorm.DB {
	return s.review.Readers(ctx, Kind, by).Joins("JOIN content_documents d ON d.id = review_tracks.subject_id JOIN content_revisions r ON r.id = d.latest_id").
		Select("d.id AS document_id, r.column_id, r.title, r.facts").
		Where("r.column_id IN ? AND r.facts <> '' AND d.published_at IS NULL AND d.withdrawn_at IS NULL", append(columns, 0)).Order("d.id DESC").Limit(termsWaiting)
}

// termClock counts terms.
type termClock struct {
	tree *site.Tree
	days *calendar.Calendar
	now  time.Time
}

// read reads the documents that a query finds and keeps those with a term.
func (c *termClock) read(q *gorm.DB) (terms []Term, err error) {
	var rows []struct {
		DocumentID, ColumnID uint64
		Title, Facts         string
		PublishedAt          *time.Time
	}
	if err := q.Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("content: terms: %w", err)
	}
	for _, r := range rows {
		f, err := readFacts(r.Facts)
		if err != nil {
			return nil, err
		}
		t := Term{DocumentID: r.DocumentID, ColumnID: r.ColumnID, Title: r.Title}
		if !c.begins(&t, &f) {
			continue
		}
		end := c.now
		if r.PublishedAt != nil {
			t.Published, end = *r.PublishedAt, *r.PublishedAt
		}
		t.Days = daysBehind(end, t.Due)
		terms = append(terms, t)
	}
	return terms, nil
}

// begins fills in from when and until when a term runs; false without one.
func (c *termClock) begins(t *Term, f *Facts) bool {
	col := c.tree.ByID(t.ColumnID)
	if col != nil && col.Holds == policy.Budget {
		b := f.Budget.complete(t.Title)
		due, ok := b.Due()
		if !ok {
			return false
		}
		t.Approval, t.Due, t.From = true, due, due.AddDate(0, 0, -policy.BudgetDays)
		return true
	}
	from, err := calendar.ParseDay(f.FormedOn)
	if err != nil {
		return false
	}
	t.From, t.Due = from, c.days.Due(from, TermDays)
	return true
}
