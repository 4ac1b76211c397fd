package content

import (
	"context"
	"fmt"
)

// Pages returns public documents whole, by id, in one query; what is not public
// is absent. It is for pages that show a few documents at once: callers bound
// the ids, since every one costs its body.
func (s *Service) Pages(ctx context.Context, ids []uint64) (map[uint64]*Page, error) {
	var ps []Page
	err := s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
		Select("l.document_id, l.revision_id, l.case_id, l.column_id, l.published_at, l.revised_at, l.report_year, r.title, r.body, r.source, r.figures, r.sum, l.standing, r.successor").
		Where("l.document_id IN ?", append([]uint64{0}, ids...)).Find(&ps).Error
	if err != nil {
		return nil, fmt.Errorf("content: pages: %w", err)
	}
	byID := make(map[uint64]*Page, len(ps))
	for i := range ps {
		byID[ps[i].DocumentID] = &ps[i]
	}
	return byID, nil
}
