package stats

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gongkai/models/calendar"
)

// Range is some days, both ends included, in China Standard Time.
type Range struct{ From, To time.Time }

// in narrows a query to the range. Of what has become months, a month counts when
// its first day lies in the range.
func (r Range) in(q *gorm.DB) *gorm.DB {
	first := day(r.From)
	month := first - first%100
	if first%100 > 1 {
		month += 100 // the next month is the first that lies in the range as a whole
	}
	return q.Where("(span >= ? AND span <= ? AND span % 100 > 0) OR (span >= ? AND span <= ? AND span % 100 = 0)", first, day(r.To), month, day(r.To))
}

// Only narrows a statistic to some objects: nil is all, else a list of ids or a
// query that yields them.
type Only any

func only(q *gorm.DB, column string, ids Only) *gorm.DB {
	if ids == nil {
		return q
	}
	return q.Where(column+" IN (?)", ids)
}

// SpanCount is the number of views in a day (20261123) or a month (20261100).
type SpanCount struct {
	Span int
	N    int64
}

// At is the span's first instant in China Standard Time.
func (s SpanCount) At() time.Time {
	return time.Date(s.Span/10000, time.Month(s.Span/100%100), max(s.Span%100, 1), 0, 0, 0, 0, calendar.Shanghai)
}

// Days lists the views of a kind by day, oldest first, without days that had none.
func (s *Service) Days(ctx context.Context, kind Kind, r Range, ids Only) (list []SpanCount, err error) {
	q := only(r.in(s.store.DB(ctx).Model(&viewCount{})).Where("kind = ?", kind), "object", ids)
	err = q.Select("span, SUM(n) AS n").Group("span").Order("span").Scan(&list).Error
	return list, wrap(err)
}

// Total is the number of views of every kind in the range.
func (s *Service) Total(ctx context.Context, r Range) (n int64, err error) {
	err = r.in(s.store.DB(ctx).Model(&viewCount{})).Select("COALESCE(SUM(n), 0)").Scan(&n).Error
	return n, wrap(err)
}

// ObjectCount is the number of views of one thing.
type ObjectCount struct {
	Object uint64
	N      int64
}

// Top lists what was viewed most, at most n.
func (s *Service) Top(ctx context.Context, kind Kind, r Range, ids Only, n int) (list []ObjectCount, err error) {
	q := only(r.in(s.store.DB(ctx).Model(&viewCount{})).Where("kind = ?", kind), "object", ids)
	err = q.Select("object, SUM(n) AS n").Group("object").Order("n DESC, object").Limit(n).Scan(&list).Error
	return list, wrap(err)
}

// FileCount is the number of downloads of one attachment.
type FileCount struct {
	DocumentID uint64
	FileKey    string
	N          int64
}

// Files lists what was downloaded most, at most n.
func (s *Service) Files(ctx context.Context, r Range, documents Only, n int) (list []FileCount, err error) {
	q := only(r.in(s.store.DB(ctx).Model(&fileCount{})), "document_id", documents)
	err = q.Select("document_id, file_key, SUM(n) AS n").Group("document_id, file_key").Order("n DESC, file_key").Limit(n).Scan(&list).Error
	return list, wrap(err)
}

// Downloads is the number of downloads in the range.
func (s *Service) Downloads(ctx context.Context, r Range, documents Only) (n int64, err error) {
	err = only(r.in(s.store.DB(ctx).Model(&fileCount{})), "document_id", documents).Select("COALESCE(SUM(n), 0)").Scan(&n).Error
	return n, wrap(err)
}

// TermCount is how often a term was searched for.
type TermCount struct {
	Term   string
	N      int64
	Missed int64 // of them without a result
	Found  int64 // results, summed up
}

// shownFrom is how often a term must have been searched for before people see it:
// what only one or two looked for may tell who they are.
const shownFrom = 3

// Terms lists what was searched for most, at most n; with empty only what was
// found nothing for, by that. Terms searched for less than three times in the
// range are not shown to anybody.
func (s *Service) Terms(ctx context.Context, r Range, empty bool, n int) (list []TermCount, err error) {
	q := r.in(s.store.DB(ctx).Model(&termCount{})).Select("term, SUM(n) AS n, SUM(missed) AS missed, SUM(found) AS found").Group("term").Having("SUM(n) >= ?", shownFrom)
	order := "SUM(n) DESC, term"
	if empty {
		q, order = q.Having("SUM(missed) > 0"), "SUM(missed) DESC, term"
	}
	err = q.Order(order).Limit(n).Scan(&list).Error
	return list, wrap(err)
}

// Searches is the number of searches that were counted, and of those without a
// result.
func (s *Service) Searches(ctx context.Context, r Range) (n, empty int64, err error) {
	var sum struct{ N, Missed int64 }
	err = r.in(s.store.DB(ctx).Model(&termCount{})).Select("COALESCE(SUM(n), 0) AS n, COALESCE(SUM(missed), 0) AS missed").Scan(&sum).Error
	return sum.N, sum.Missed, wrap(err)
}

func wrap(err error) error {
	if err != nil {
		return fmt.Errorf("stats: %w", err)
	}
	return nil
}
