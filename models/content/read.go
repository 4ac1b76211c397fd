package content

import (
	"context"
	"fmt"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/store"
)

func (s *Service) document(ctx context.Context, id uint64) (*Document, error) {
	var d Document
	err := s.store.DB(ctx).Where("id = ?", id).Take(&d).Error
	if store.Missing(err) {
		return nil, fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
	}
	if err != nil {
		return nil, fmt.Errorf("content: document %d: %w", id, err)
	}
	return &d, nil
}

func (s *Service) revision(ctx context.Context, id uint64) (*Revision, error) {
	var r Revision
	if err := s.store.DB(ctx).Where("id = ?", id).Take(&r).Error; err != nil {
		return nil, fmt.Errorf("content: revision %d: %w", id, err)
	}
	return &r, s.load(ctx, &r)
}

// latest loads a document and the revision staff work on.
func (s *Service) latest(ctx context.Context, id uint64) (*Document, *Revision, error) {
	d, err := s.document(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if d.LatestID == nil {
		return nil, nil, fmt.Errorf("content: document %d has no revision", id)
	}
	r, err := s.revision(ctx, *d.LatestID)
	return d, r, err
}

// Count is the number of documents, public or not.
func (s *Service) Count(ctx context.Context) (n int64, err error) {
	err = s.store.DB(ctx).Model(&Document{}).Count(&n).Error
	return n, err
}

// View is a document as staff see it.
type View struct {
	Document Document
	Track    review.Track
	Revision Revision  // the one staff work on
	Live     *Revision // the public one, nil when none is
}

// Open returns a document for somebody of the staff; what by may not read is
// fault.NotFound.
func (s *Service) Open(ctx context.Context, id uint64, by identity.Actor) (*View, error) {
	t, err := s.review.Track(ctx, Ref(id), by)
	if err != nil {
		return nil, err
	}
	d, r, err := s.latest(ctx, id)
	if err != nil {
		return nil, err
	}
	v := &View{Document: *d, Track: *t, Revision: *r}
	if d.LiveID != nil {
		if v.Live, err = s.revision(ctx, *d.LiveID); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// RevisionOf returns a document's revision by number to somebody of the staff
// who may read the document.
func (s *Service) RevisionOf(ctx context.Context, id uint64, number int, by identity.Actor) (*Revision, error) {
	if _, err := s.review.Track(ctx, Ref(id), by); err != nil {
		return nil, err
	}
	var rs []Revision
	if err := s.store.DB(ctx).Where("document_id = ? AND number = ?", id, number).Limit(1).Find(&rs).Error; err != nil {
		return nil, fmt.Errorf("content: revision %d of %d: %w", number, id, err)
	}
	if len(rs) == 0 {
		return nil, fault.New(fault.NotFound, "没有这一稿。")
	}
	return &rs[0], s.load(ctx, &rs[0])
}

// Revisions lists a document's revisions, newest first, without their bodies.
// The caller has checked that the document may be read.
func (s *Service) Revisions(ctx context.Context, id uint64) (rs []Revision, err error) {
	err = s.store.DB(ctx).Omit("Body", "Figures").Where("document_id = ?", id).Order("number DESC").Find(&rs).Error
	return rs, err
}

// Head is what a list of staff shows of a document.
type Head struct {
	DocumentID uint64
	Title      string
	ColumnID   uint64
	Number     int
}

// Known is what a person may be told of a document that another one names.
type Known struct {
	Title string // "" when it is neither public nor theirs to read
	Open  bool   // they may open it on the desk
}

// Known says what by may be told of a document.
func (s *Service) Known(ctx context.Context, id uint64, by identity.Actor) (k Known, err error) {
	_, err = s.review.Track(ctx, Ref(id), by)
	if k.Open = err == nil; !k.Open && fault.KindOf(err) != fault.NotFound {
		return k, err
	}
	if !k.Open {
		if public, err := s.AmongLive(ctx, []uint64{id}); err != nil || len(public) == 0 {
			return k, err
		}
		var titles []string
		err = s.store.DB(ctx).Model(&live{}).Where("document_id = ?", id).Pluck("title", &titles).Error
		if len(titles) > 0 {
			k.Title = titles[0]
		}
		return k, err
	}
	heads, err := s.Heads(ctx, []uint64{id})
	k.Title = heads[id].Title
	return k, err
}

// Heads returns the heads of documents by id, in one query. The caller has the
// ids from the review engine, which lists only what may be read.
func (s *Service) Heads(ctx context.Context, ids []uint64) (map[uint64]Head, error) {
	var hs []Head
	err := s.store.DB(ctx).Table("content_documents d").Joins("JOIN content_revisions r ON r.id = d.latest_id").
		Select("d.id AS document_id, r.title, r.column_id, r.number").Where("d.id IN ?", append(ids, 0)).Find(&hs).Error
	byID := make(map[uint64]Head, len(hs))
	for _, h := range hs {
		byID[h.DocumentID] = h
	}
	return byID, err
}
