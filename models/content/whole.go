package content

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// pages reads public documents with their texts and attachments, by number.
// Nobody is told that they are shown.
func (s *Service) pages(ctx context.Context, pick func(*gorm.DB) *gorm.DB) (ps []Page, err error) {
	err = pick(s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
		Joins("LEFT JOIN content_indexes x ON x.document_id = l.document_id").
		Select("l.standing_by, r.facts, r.roll, COALESCE(x.text, '') AS index_text, l.document_id, l.revision_id, l.case_id, l.column_id, l.published_at, l.revised_at, l.report_year, r.title, r.body, r.source, r.figures, r.sum, l.standing, r.successor").
		Order("l.document_id")).Find(&ps).Error
	if err != nil {
		return nil, fmt.Errorf("content: pages: %w", err)
	}
	if len(ps) == 0 {
		return nil, nil
	}
	rs := make([]*Revision, len(ps))
	for i := range ps {
		rs[i] = &Revision{ID: ps[i].RevisionID}
	}
	if err := s.load(ctx, rs...); err != nil {
		return nil, err
	}
	for i := range ps {
		ps[i].Attachments = rs[i].Attachments
	}
	return ps, nil
}

// WholeAfter lists at most n public documents with numbers above id, whole, by
// number: for who makes something of all of them.
func (s *Service) WholeAfter(ctx context.Context, id uint64, n int) ([]Page, error) {
	return s.pages(ctx, func(q *gorm.DB) *gorm.DB { return q.Where("l.document_id > ?", id).Limit(n) })
}

// Whole returns those of some documents that are public, whole, by number.
func (s *Service) Whole(ctx context.Context, ids []uint64) ([]Page, error) {
	return s.pages(ctx, func(q *gorm.DB) *gorm.DB { return q.Where("l.document_id IN ?", append([]uint64{0}, ids...)) })
}

// Items returns those of some documents that are public, in the order asked for.
func (s *Service) Items(ctx context.Context, ids []uint64) ([]Item, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []Item
	if err := s.items(ctx).Where("document_id IN ?", ids).Find(&found).Error; err != nil {
		return nil, fmt.Errorf("content: items: %w", err)
	}
	by := map[uint64]Item{}
	for _, i := range found {
		by[i.DocumentID] = i
	}
	items := make([]Item, 0, len(ids))
	for _, id := range ids {
		if i, ok := by[id]; ok {
			items = append(items, i)
		}
	}
	Show(ctx, items...)
	return items, nil
}
