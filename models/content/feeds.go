package content

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/calendar"
)

// Beginning is what a feed shows of a public document beside its title.
type Beginning struct {
	DocumentID uint64
	Source     string
	Body       string // the first characters of the HTML, perhaps cut within a tag
}

// beginning is how many characters of a body Beginnings reads.
const beginning = 2000

// Beginnings reads the beginnings of some public documents in one query; what is
// not public any more is absent.
func (s *Service) Beginnings(ctx context.Context, items []Item) (map[uint64]Beginning, error) {
	ids := make([]uint64, len(items))
	for i := range items {
		ids[i] = items[i].DocumentID
	}
	var rows []Beginning
	err := s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
		Select("l.document_id, r.source, SUBSTR(r.body, 1, ?) AS body", beginning).Where("l.document_id IN ?", ids).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("content: beginnings: %w", err)
	}
	found := make(map[uint64]Beginning, len(rows))
	for _, r := range rows {
		found[r.DocumentID] = r
	}
	return found, nil
}

// Months lists the months, in China Standard Time, in which something was first
// published that is public today; each is the month's first instant, newest
// first.
func (s *Service) Months(ctx context.Context) ([]time.Time, error) {
	tallies, err := s.TallyMonths(ctx, nil)
	months := make([]time.Time, len(tallies))
	for i, t := range tallies {
		months[i] = time.Date(t.Span/100, time.Month(t.Span%100), 1, 0, 0, 0, 0, calendar.Shanghai)
	}
	return months, err
}

// Month lists at most n public documents that were first published in the month
// of at, in China Standard Time, newest first.
func (s *Service) Month(ctx context.Context, at time.Time, n int) (items []Item, err error) {
	from := calendar.Month(at)
	err = s.items(ctx).Where("published_at >= ? AND published_at < ?", from.UTC(), from.AddDate(0, 1, 0).UTC()).
		Order("published_at DESC, document_id DESC").Limit(n).Find(&items).Error
	if err != nil {
		return nil, fmt.Errorf("content: month: %w", err)
	}
	Show(ctx, items...)
	return items, nil
}
