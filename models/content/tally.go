package content

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gongkai/models/calendar"
)

// tally is how many public documents of a column were first published in a
// span of time, in China Standard Time. A span is a year (2026), a month
// (202611) or a day (20261120). They make the page number of a list into a day
// without counting documents: year, month, day, and a few rows inside the day.
type tally struct {
	ColumnID uint64 `gorm:"primaryKey;autoIncrement:false"`
	Span     int    `gorm:"primaryKey;autoIncrement:false"`
	N        int64
}

// TableName implements gorm's Tabler.
func (tally) TableName() string { return "content_tallies" }

// spans are the three spans that an instant lies in.
func spans(at time.Time) [3]int {
	at = at.In(calendar.Shanghai)
	y, m, d := at.Year(), int(at.Month()), at.Day()
	return [3]int{y, y*100 + m, (y*100+m)*100 + d}
}

// count adds delta to the tallies of a document of a column.
func (s *Service) count(ctx context.Context, column uint64, at time.Time, delta int64) error {
	var rows []tally
	for _, span := range spans(at) {
		rows = append(rows, tally{ColumnID: column, Span: span, N: delta})
	}
	if err := s.store.AddTo(ctx, rows, "n", delta, "column_id", "span"); err != nil {
		return fmt.Errorf("content: tally: %w", err)
	}
	return nil
}

// Tally is the number of public documents of some columns in one span.
type Tally struct {
	Span int // 2026, 202611 or 20261120
	N    int64
}

// TallyYears lists the years in which some columns published what is public
// now, newest first, with the number of documents. No columns means the whole site.
func (s *Service) TallyYears(ctx context.Context, columns []uint64) ([]Tally, error) {
	return s.tallies(ctx, columns, 0, 9999)
}

// TallyMonths lists the months likewise, as 202611.
func (s *Service) TallyMonths(ctx context.Context, columns []uint64) ([]Tally, error) {
	return s.tallies(ctx, columns, 1e5, 999999)
}

func (s *Service) tallies(ctx context.Context, columns []uint64, from, to int) (ts []Tally, err error) {
	q := s.store.DB(ctx).Model(&tally{}).Where("span BETWEEN ? AND ?", from, to).Order("span DESC")
	switch {
	case len(columns) == 1: // nothing to add up
		q = q.Select("span, n").Where("column_id = ? AND n > 0", columns[0])
	case columns != nil:
		q = q.Where("column_id IN ?", columns)
		fallthrough
	default:
		q = q.Select("span, SUM(n) AS n").Group("span").Having("SUM(n) > 0")
	}
	if err = q.Find(&ts).Error; err != nil {
		err = fmt.Errorf("content: tallies: %w", err)
	}
	return ts, err
}

// Counts returns how many public documents each column holds; a column that
// holds none is absent.
func (s *Service) Counts(ctx context.Context) (map[uint64]int64, error) {
	var ts []tally
	err := s.store.DB(ctx).Model(&tally{}).Select("column_id, SUM(n) AS n").Where("span BETWEEN 0 AND 9999").
		Group("column_id").Having("SUM(n) > 0").Find(&ts).Error
	counts := make(map[uint64]int64, len(ts))
	for _, t := range ts {
		counts[t.ColumnID] = t.N
	}
	return counts, err
}

// Listing is one page of a list.
type Listing struct {
	Items []Item
	Total int64   // in all pages, of the chosen year
	Years []Tally // newest first; of all years
}

// List returns one page of the public documents of some columns, newest first;
// of one year, or of all when year is 0. page counts from 1; a page behind the
// last one has no items. Its cost depends neither on how many documents there
// are nor on how deep the page lies.
func (s *Service) List(ctx context.Context, columns []uint64, year, page, size int) (Listing, error) {
	var l Listing
	var err error
	if l.Years, err = s.TallyYears(ctx, columns); err != nil {
		return l, err
	}
	within := l.Years
	if year != 0 {
		within = nil
		for _, y := range l.Years {
			if y.Span == year {
				within = []Tally{y}
			}
		}
	}
	for _, y := range within {
		l.Total += y.N
	}
	skip := int64(page-1) * int64(size)
	if page < 1 || skip >= l.Total {
		return l, nil
	}
	from, to := start(1970), start(9999)
	if year != 0 {
		from, to = start(year), start(year+1)
	}
	if skip > 0 { // the first page needs no search for its place
		var day int
		if day, skip, err = s.day(ctx, columns, within, skip); err != nil {
			return l, err
		}
		to = end(day)
	}
	l.Items, err = s.before(ctx, columns, from, to, int(skip), size)
	return l, err
}

// day finds the day in which the document stands that has skip others before it,
// and how many of those are of the same day.
func (s *Service) day(ctx context.Context, columns []uint64, years []Tally, skip int64) (int, int64, error) {
	span, skip := pick(years, skip)
	for range 2 { // the months of the year, the days of the month
		ts, err := s.tallies(ctx, columns, span*100, span*100+99)
		if err != nil {
			return 0, 0, err
		}
		if len(ts) == 0 {
			return 0, 0, fmt.Errorf("content: the tallies of %d are incomplete", span)
		}
		span, skip = pick(ts, skip)
	}
	return span, skip, nil
}

// pick finds the span that holds the document with skip others before it.
func pick(ts []Tally, skip int64) (int, int64) {
	for _, t := range ts {
		if skip < t.N {
			return t.Span, skip
		}
		skip -= t.N
	}
	last := ts[len(ts)-1] // something was withdrawn between two queries
	return last.Span, max(0, last.N-1)
}

// start is the first instant of a year.
func start(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Shanghai).UTC() }

// end is the first instant after a day.
func end(day int) time.Time {
	return time.Date(day/10000, time.Month(day/100%100), day%100+1, 0, 0, 0, 0, calendar.Shanghai).UTC()
}

// before lists documents first published in [from, to), newest first, without
// the first skip. Each column is read along its own index and no further than
// the rows that can be in the answer: a sort of what many columns hold would
// grow with them.
func (s *Service) before(ctx context.Context, columns []uint64, from, to time.Time, skip, size int) (items []Item, err error) {
	if len(columns) == 0 {
		return nil, nil
	}
	const one = "SELECT * FROM (SELECT document_id, column_id, title, report_year, published_at, revised_at, standing FROM content_live" +
		" WHERE column_id = ? AND published_at >= ? AND published_at < ? ORDER BY published_at DESC, document_id DESC LIMIT ?) AS c"
	var args []any
	for _, c := range columns {
		args = append(args, c, from, to, skip+size)
	}
	sql := one + strings.Repeat(" UNION ALL "+one, len(columns)-1) + " ORDER BY published_at DESC, document_id DESC LIMIT ? OFFSET ?"
	err = s.store.DB(ctx).Raw(sql, append(args, size, skip)...).Scan(&items).Error
	if err != nil {
		err = fmt.Errorf("content: list: %w", err)
	}
	Show(ctx, items...)
	return items, err
}

// Newest returns the newest public documents of some columns; no columns (nil)
// means of the whole site.
func (s *Service) Newest(ctx context.Context, columns []uint64, n int) (items []Item, err error) {
	if columns != nil {
		return s.before(ctx, columns, start(1970), start(9999), 0, n)
	}
	err = s.items(ctx).Order("published_at DESC, document_id DESC").Limit(n).Find(&items).Error
	Show(ctx, items...)
	return items, err
}

// LastPublished returns when each of some columns last published what is public
// today; a column that holds nothing is absent.
func (s *Service) LastPublished(ctx context.Context, columns []uint64) (map[uint64]time.Time, error) {
	last := make(map[uint64]time.Time, len(columns))
	for _, id := range columns { // each is one look at the end of an index
		var at []time.Time
		err := s.store.DB(ctx).Model(&live{}).Where("column_id = ?", id).Order("published_at DESC, document_id DESC").Limit(1).Pluck("published_at", &at).Error
		if err != nil {
			return nil, fmt.Errorf("content: last published: %w", err)
		}
		if len(at) > 0 {
			last[id] = at[0]
		}
	}
	return last, nil
}
