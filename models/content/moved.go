package content

import (
	"context"
	"fmt"

	"gongkai/models/audit"
	"gongkai/models/review"
)

// Sum recomputes a stored revision's digest; "" when the row contradicts itself:
// an unknown form, or a digest of its own that is another. It implements
// review.Owner.
func (s *Service) Sum(ctx context.Context, revision uint64) (string, error) {
	r, err := s.revision(ctx, revision)
	if err != nil {
		return "", err
	}
	if sum, err := r.sum(); err == nil && sum == r.Sum {
		return sum, nil
	}
	return "", nil
}

// Parts lists a revision's attachments for the confidentiality check. It
// implements review.Owner.
func (s *Service) Parts(ctx context.Context, revision uint64) (list []review.Part, err error) {
	r, err := s.revision(ctx, revision)
	if err != nil {
		return nil, err
	}
	return r.Parts(), nil
}

// Obstacle says why a revision cannot stand on the public site now, or "". It
// implements review.Owner.
func (s *Service) Obstacle(ctx context.Context, revision uint64) (string, error) {
	r, err := s.revision(ctx, revision)
	if err != nil {
		return "", err
	}
	// The signed time, not the case's copy of it.
	if r.PublishAt != nil && r.PublishAt.After(s.store.Now(ctx)) {
		return "签名的发布时间还没有到，请撤回后重新送审。", nil
	}
	if why := s.damagedFile(r); why != "" {
		return why, nil
	}
	return s.obstacle(ctx, r)
}

// obstacle: nothing that a machine can tell is not for the public, and a year
// has one annual report.
func (s *Service) obstacle(ctx context.Context, r *Revision) (string, error) {
	if _, why := r.barred(); why != "" {
		return why, nil
	}
	return s.rival(ctx, r)
}

// rival: a year has one annual report.
func (s *Service) rival(ctx context.Context, r *Revision) (string, error) {
	if r.ReportYear == nil {
		return "", nil
	}
	var n int64
	err := s.store.DB(ctx).Model(&live{}).
		Where("column_id = ? AND report_year = ? AND document_id <> ?", r.ColumnID, *r.ReportYear, r.DocumentID).Count(&n).Error
	if err != nil || n == 0 {
		return "", err
	}
	return fmt.Sprintf("%d 年的年报已经公开，请更正原来的那一篇。", *r.ReportYear), nil
}

// Moved does what follows from a move of the review engine: it is the only code
// that makes a text public or takes it away. It implements review.Owner.
func (s *Service) Moved(ctx context.Context, t *review.Transition) error {
	if err := s.endCopies(ctx, t); err != nil {
		return err
	}
	switch t.Do {
	case review.Publish, review.Withdraw:
	case review.Discard:
		if t.Track.State != review.Published {
			return nil
		}
	default:
		return nil
	}
	d, err := s.document(ctx, t.Track.SubjectID)
	if err != nil {
		return err
	}
	switch t.Do {
	case review.Publish:
		err = s.publish(ctx, t, d)
	case review.Withdraw:
		var gone *Revision
		if gone, err = s.revision(ctx, *d.LiveID); err != nil {
			return err
		}
		t.Revision, t.Digest = gone.ID, gone.Sum // what was public, not what was under review
		d.LiveID, d.WithdrawnAt = nil, &t.At
		t.Wrote(audit.Deleted("content_live", d.ID))
		err = s.unlive(ctx, t, d)
	case review.Discard:
		d.LatestID = d.LiveID
	}
	if err != nil {
		return err
	}
	t.Wrote(d.row())
	return s.save(ctx, d)
}

// publish moves the public pointer to the revision of the case that the engine
// has just proved.
func (s *Service) publish(ctx context.Context, t *review.Transition, d *Document) error {
	r, err := s.revision(ctx, t.Case.RevisionID)
	if err != nil {
		return err
	}
	if d.PublishedAt == nil {
		d.PublishedAt = &t.At
	}
	l := live{DocumentID: d.ID, RevisionID: r.ID, CaseID: t.Case.ID, ColumnID: r.ColumnID, ReportYear: r.ReportYear, Title: r.Title,
		PublishedAt: *d.PublishedAt, RevisedAt: *d.PublishedAt}
	db := s.store.DB(ctx)
	var old []live
	if err := db.Where("document_id = ?", d.ID).Limit(1).Find(&old).Error; err != nil {
		return err
	}
	if len(old) > 0 {
		l.RevisedAt = old[0].RevisedAt
	}
	if r.told() || d.WithdrawnAt != nil {
		l.RevisedAt = t.At
	}
	if err := s.tell(ctx, t, r); err != nil {
		return err
	}
	d.LiveID, d.ColumnID, d.WithdrawnAt, d.WithdrawnReason, d.Replacement = &r.ID, r.ColumnID, nil, "", ""
	if err := s.retally(ctx, old, &l); err != nil {
		return err
	}
	if len(old) == 0 {
		err = db.Create(&l).Error
	} else {
		err = db.Model(&live{}).Where("document_id = ?", d.ID).
			Select("RevisionID", "CaseID", "ColumnID", "ReportYear", "Title", "PublishedAt", "RevisedAt").Updates(l).Error
	}
	if err != nil {
		return err
	}
	return s.relate(ctx, t, r, &l)
}

// unlive takes a document from the public, who may not read it any more from
// any copy either.
func (s *Service) unlive(ctx context.Context, t *review.Transition, d *Document) error {
	if err := s.store.DB(ctx).Where("document_id = ?", d.ID).Delete(&live{}).Error; err != nil {
		return err
	}
	if err := s.unrelate(ctx, t, d.ID); err != nil {
		return err
	}
	if err := s.count(ctx, d.ColumnID, *d.PublishedAt, -1); err != nil {
		return err
	}
	return s.changed(ctx, d.ID)
}

// retally counts l instead of what stood there before, and tells the site.
func (s *Service) retally(ctx context.Context, old []live, l *live) error {
	if len(old) == 0 || old[0].ColumnID != l.ColumnID {
		for _, o := range old {
			if err := s.count(ctx, o.ColumnID, o.PublishedAt, -1); err != nil {
				return err
			}
		}
		if err := s.count(ctx, l.ColumnID, l.PublishedAt, 1); err != nil {
			return err
		}
	}
	return s.changed(ctx)
}

// told reports whether readers are told of the change: a note, another date.
func (r *Revision) told() bool { return r.ChangeKind == Correction || r.ChangeKind == Superseded }

// tell adds a correction's note to the public log. A note that is the last one
// already is not told again: a text that comes back after a withdrawal carries
// the note it went with.
func (s *Service) tell(ctx context.Context, t *review.Transition, r *Revision) error {
	if !r.told() {
		return nil
	}
	var last []note
	if err := s.store.DB(ctx).Where("document_id = ?", r.DocumentID).Order("id DESC").Limit(1).Find(&last).Error; err != nil {
		return err
	}
	if len(last) > 0 && last[0].Note == r.PublicNote {
		return nil
	}
	n := note{DocumentID: r.DocumentID, RevisionID: r.ID, At: t.At, Note: r.PublicNote}
	if err := s.store.DB(ctx).Create(&n).Error; err != nil {
		return err
	}
	t.Wrote(n.row())
	return nil
}
