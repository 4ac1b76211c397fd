package content

import (
	"context"
	"fmt"

	"gongkai/models/fault"
	"gongkai/models/files"
	"gongkai/models/identity"
)

// File is an attachment that may be read.
type File struct {
	Attachment
	DocumentID uint64 // that holds it
	Public     bool   // a live revision holds it; else staff alone may read it
}

// File returns the file of a key for somebody who may read it: everybody while
// a live revision holds it, else staff who may read its document. For all others
// it is Gone when it was public once, and NotFound, as an unknown key is.
func (s *Service) File(ctx context.Context, key string, by identity.Actor) (*File, error) {
	var public []struct {
		Attachment
		DocumentID uint64
	}
	err := s.store.DB(ctx).Model(&Attachment{}).Joins("JOIN content_live l ON l.revision_id = content_attachments.revision_id").
		Select("content_attachments.*, l.document_id").Where("content_attachments.file_key = ?", key).Limit(1).Find(&public).Error
	if err != nil {
		return nil, fmt.Errorf("content: file: %w", err)
	}
	if len(public) > 0 {
		return &File{public[0].Attachment, public[0].DocumentID, true}, nil
	}
	var held []Attachment
	if err := s.store.DB(ctx).Where("file_key = ?", key).Order("revision_id DESC").Find(&held).Error; err != nil {
		return nil, fmt.Errorf("content: file: %w", err)
	}
	if len(held) == 0 {
		return nil, fault.New(fault.NotFound, "没有这个页面。")
	}
	var r Revision
	if err := s.store.DB(ctx).Select("id", "document_id").Where("id = ?", held[0].RevisionID).Take(&r).Error; err != nil {
		return nil, fmt.Errorf("content: file: %w", err)
	}
	if by.ID != 0 {
		switch _, err := s.review.Track(ctx, Ref(r.DocumentID), by); fault.KindOf(err) {
		case fault.NotFound, fault.Forbidden: // as if there were no such file
		default:
			return &File{held[0], r.DocumentID, false}, err
		}
	}
	return nil, s.lost(ctx, r.DocumentID, held)
}

// FileNames are the names of some attachments by key, as their newest revision has
// them.
func (s *Service) FileNames(ctx context.Context, keys []string) (map[string]string, error) {
	var list []Attachment
	err := s.store.DB(ctx).Where("file_key IN ?", append([]string{""}, keys...)).Order("revision_id").Find(&list).Error
	if err != nil {
		return nil, fmt.Errorf("content: file names: %w", err)
	}
	names := map[string]string{}
	for _, a := range list {
		names[a.Key] = a.Name
	}
	return names, nil
}

// StillPublic returns those of some keys whose files the public can read.
func (s *Service) StillPublic(ctx context.Context, keys []string) (public []string, err error) {
	err = s.store.DB(ctx).Table("content_attachments a").Joins("JOIN content_live l ON l.revision_id = a.revision_id").
		Where("a.file_key IN ?", append([]string{""}, keys...)).Distinct().Pluck("a.file_key", &public).Error
	if err != nil {
		return nil, fmt.Errorf("content: still public: %w", err)
	}
	return public, nil
}

// lost tells a file that the public could read once from one that never was
// public.
func (s *Service) lost(ctx context.Context, document uint64, held []Attachment) error {
	ids := make([]uint64, len(held))
	for i, a := range held {
		ids[i] = a.RevisionID
	}
	was, err := s.review.WasPublic(ctx, Ref(document), ids)
	if err != nil {
		return err
	}
	if !was {
		return fault.New(fault.NotFound, "没有这个页面。")
	}
	if err := s.absent(ctx, document); fault.KindOf(err) != fault.NotFound {
		return err
	}
	return fault.New(fault.Gone, "该附件已撤下。")
}

// Needed lists the digests of all files that somebody may still read: of the
// revisions that staff work on, that are public, or that were ever reviewed.
// Files that were removed from a draft before anybody else saw it, and those of
// a draft that was thrown away, are not among them.
func (s *Service) Needed(ctx context.Context) (map[string]bool, error) {
	reviewed, discarded, err := s.review.Kept(ctx, Kind)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		RevisionID, DocumentID uint64
		LatestID, LiveID       *uint64
		Digest, Sizes          string
	}
	err = s.store.DB(ctx).Table("content_attachments a").Joins("JOIN content_revisions r ON r.id = a.revision_id JOIN content_documents d ON d.id = r.document_id").
		Select("a.revision_id, r.document_id, d.latest_id, d.live_id, a.digest, a.sizes").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("content: needed files: %w", err)
	}
	need := map[string]bool{}
	for _, x := range rows {
		is := func(id *uint64) bool { return id != nil && *id == x.RevisionID }
		if discarded[x.DocumentID] || !is(x.LatestID) && !is(x.LiveID) && !reviewed[x.RevisionID] {
			continue
		}
		for _, d := range (files.Facts{Digest: x.Digest, Sizes: x.Sizes}).Digests() {
			need[d] = true
		}
	}
	return need, nil
}
