package content

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/store"
)

// copied is a person's working copy (自动保存的内容) of a document: what stood in
// the form when it was last saved by itself. It is no revision and no act of
// record; nobody but this person ever reads it.
type copied struct {
	PersonID   uint64 `gorm:"primaryKey;autoIncrement:false"`
	DocumentID uint64 `gorm:"primaryKey;autoIncrement:false"` // 0: of a document that is not stored yet
	Version    int    // of the document, as the form had seen it
	Form       string // JSON of a Form, as typed
	SavedAt    time.Time
}

// TableName implements gorm's schema.Tabler.
func (copied) TableName() string { return "content_copies" }

// Copy is a working copy as its owner gets it back.
type Copy struct {
	Form    Form
	Version int // of the document when it was written; 0 of a new document
	SavedAt time.Time
}

// maxCopy bounds what a working copy may hold, in bytes. It is more than a body
// may have, so that text pasted with all its dress is safe before it is cleaned.
const maxCopy = 8 << 20

// KeepCopy stores what is in a form as the working copy of by: of document id,
// or of a new one when id is 0. It touches neither the document nor its version.
//
// Faults: NotFound, Forbidden and Conflict (by may not edit it now), Stale (the
// document is not what the form was made from any more), Invalid (too long).
func (s *Service) KeepCopy(ctx context.Context, id uint64, seen int, f Form, by identity.Actor) error {
	if err := s.mayCopy(ctx, id, seen, by); err != nil {
		return err
	}
	text, err := json.Marshal(f)
	if err != nil {
		return err
	}
	if len(text) > maxCopy {
		var c fault.Check
		c.Say("body", "正文太长（超过 %d MB），没有自动保存，请拆分或去掉粘贴带来的多余格式。", maxCopy>>20)
		return c.Err()
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		row := copied{PersonID: by.ID, DocumentID: id, Version: seen, Form: string(text), SavedAt: s.store.Now(ctx)}
		if err := s.store.DB(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error; err != nil {
			return fmt.Errorf("content: copy: %w", err)
		}
		return nil
	})
}

// mayCopy says whether by may edit the document as the form has seen it.
func (s *Service) mayCopy(ctx context.Context, id uint64, seen int, by identity.Actor) error {
	if id == 0 {
		return mayWrite(by)
	}
	if err := s.review.May(ctx, Ref(id), review.Edit, by); err != nil {
		return err
	}
	t, err := s.review.Track(ctx, Ref(id), by)
	if err != nil {
		return err
	}
	if t.Version != seen {
		return fault.New(fault.Stale, "稿件在您编辑期间有了新的改动，自动保存已经停止。")
	}
	return nil
}

// Copy returns by's working copy of document id, 0 for a new one; nil when there
// is none. Nobody else's copy can be asked for.
func (s *Service) Copy(ctx context.Context, id uint64, by identity.Actor) (*Copy, error) {
	var row copied
	err := s.store.DB(ctx).Where("person_id = ? AND document_id = ?", by.ID, id).Take(&row).Error
	if store.Missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("content: copy: %w", err)
	}
	c := &Copy{Version: row.Version, SavedAt: row.SavedAt}
	if err := json.Unmarshal([]byte(row.Form), &c.Form); err != nil {
		return nil, fmt.Errorf("content: copy of %d: %w", id, err)
	}
	return c, nil
}

// DropCopy forgets by's working copy of document id, 0 for a new one.
func (s *Service) DropCopy(ctx context.Context, id uint64, by identity.Actor) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		return s.store.DB(ctx).Where("person_id = ? AND document_id = ?", by.ID, id).Delete(&copied{}).Error
	})
}

// endCopies ends the working copies that a move makes pointless: one's own with
// saving and submitting, everybody's with the draft itself.
func (s *Service) endCopies(ctx context.Context, t *review.Transition) error {
	switch t.Do {
	case review.Edit, review.Submit:
		return s.DropCopy(ctx, t.Track.SubjectID, t.By)
	case review.Discard:
		return s.store.DB(ctx).Where("document_id = ?", t.Track.SubjectID).Delete(&copied{}).Error
	}
	return nil
}
