package content

import (
	"context"
	"fmt"
)

// YearFigures are the signed figures of the public report of a year.
type YearFigures struct {
	DocumentID uint64
	ReportYear int
	Figures    string
}

// FiguresByYear lists the figures of a column's public reports, the oldest year
// first; reports without figures are left out.
func (s *Service) FiguresByYear(ctx context.Context, column uint64) (list []YearFigures, err error) {
	err = s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
		Select("l.document_id, l.report_year, r.figures").
		Where("l.column_id = ? AND l.report_year IS NOT NULL AND r.figures <> ''", column).
		Order("l.report_year, l.document_id").Limit(100).Find(&list).Error
	if err != nil {
		return nil, fmt.Errorf("content: figures by year: %w", err)
	}
	items := make([]Item, len(list))
	for i, y := range list {
		items[i].DocumentID = y.DocumentID
	}
	Show(ctx, items...)
	return list, nil
}
