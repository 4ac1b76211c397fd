package content

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gongkai/models/calendar"
)

// PublishedIn counts the public documents that were first published in a year of
// China Standard Time, by column.
func (s *Service) PublishedIn(ctx context.Context, year int) (map[uint64]int, error) {
	var rows []struct {
		ColumnID uint64
		N        int
	}
	if err := s.of(ctx, year).Select("l.column_id, COUNT(*) AS n").Group("l.column_id").Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("content: published in %d: %w", year, err)
	}
	all := map[uint64]int{}
	for _, r := range rows {
		all[r.ColumnID] = r.N
	}
	return all, nil
}

func (s *Service) of(ctx context.Context, year int) *gorm.DB {
	from := time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Shanghai)
	return s.store.DB(ctx).Table("content_live l").Where("l.published_at >= ? AND l.published_at < ?", from.UTC(), from.AddDate(1, 0, 0).UTC())
}

// Published lists the public documents that were first published in a year in some
// columns, the newest first; with reprints only those that were first published
// elsewhere, as ReprintsIn counts them, and of these with formed only those that
// name a form of interpretation.
func (s *Service) Published(ctx context.Context, year int, columns []uint64, reprints, formed bool) (list []Item, err error) {
	q := s.of(ctx, year).Where("l.column_id IN ?", append([]uint64{0}, columns...))
	if reprints {
		q = q.Joins("JOIN content_revisions r ON r.id = l.revision_id").Where("r.facts LIKE ?", originSaid)
	}
	if formed {
		q = q.Where("r.facts LIKE ?", formSaid)
	}
	err = q.Select("l.document_id, l.column_id, l.title, l.report_year, l.published_at, l.revised_at, l.standing").Order("l.published_at DESC, l.document_id DESC").Find(&list).Error
	if err != nil {
		return nil, fmt.Errorf("content: published in %d: %w", year, err)
	}
	return list, nil
}
