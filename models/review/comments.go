package review

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// Comment is a remark (批注) on one block of one revision, or an answer to one. Its
// words never change; only whether it is settled (已解决) does, and only of the first
// of a thread.
type Comment struct {
	ID         uint64
	TrackID    uint64
	RevisionID uint64  // the text it was made on
	ParentID   *uint64 // the first of its thread; nil of the first itself
	Block      int     // number of the block in that text, from 1; 0 is the whole
	Quote      string  `gorm:"size:200"` // how the block begins, to find it again
	Text       string  `gorm:"size:1000"`
	AuthorID   uint64
	At         time.Time
	SettledBy  *uint64
	SettledAt  *time.Time
}

// TableName implements gorm's Tabler.
func (Comment) TableName() string { return "review_comments" }

func (m *Comment) row() audit.Row {
	return audit.NewRow("review_comments", m.ID, m.TrackID, m.RevisionID, m.ParentID, m.Block, m.Quote, m.Text, m.AuthorID, m.At, m.SettledBy, m.SettledAt)
}

// Comments lists the remarks on a subject, oldest first. The caller has the track
// from Track, and so may read it.
func (s *Service) Comments(ctx context.Context, t *Track) (ms []Comment, err error) {
	err = s.store.DB(ctx).Where("track_id = ?", t.ID).Order("id").Find(&ms).Error
	return ms, err
}

// Note stores a remark of somebody who may read the subject: a new thread, or an
// answer when m.ParentID is set. m brings RevisionID, Block, Quote and Text.
// Faults: NotFound, Invalid (field "text").
func (s *Service) Note(ctx context.Context, ref Ref, m Comment, by identity.Actor) (id uint64, err error) {
	m.Text = strings.TrimSpace(m.Text)
	var c fault.Check
	c.If(m.Text == "", "text", "请填写批注。")
	c.If(utf8.RuneCountInString(m.Text) > maxNote, "text", "批注不超过 %d 个字。", maxNote)
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		t, err := s.Track(ctx, ref, by)
		if err != nil {
			return err
		}
		if m.ParentID != nil {
			first, err := s.thread(ctx, t, *m.ParentID)
			if err != nil {
				return err
			}
			m.ParentID, m.Block, m.Quote = &first.ID, first.Block, first.Quote
		}
		if err := c.Err(); err != nil {
			return err
		}
		m.ID, m.TrackID, m.AuthorID, m.At, m.SettledBy, m.SettledAt = 0, t.ID, by.ID, s.store.Now(ctx), nil, nil
		if err := s.store.DB(ctx).Create(&m).Error; err != nil {
			return fmt.Errorf("review: comment on %s: %w", ref, err)
		}
		return s.noted(ctx, t, &m, audit.CommentCreate, by)
	})
	return m.ID, err
}

// thread returns the first remark of a thread of the subject.
func (s *Service) thread(ctx context.Context, t *Track, id uint64) (*Comment, error) {
	var ms []Comment
	if err := s.store.DB(ctx).Where("id = ? AND track_id = ?", id, t.ID).Limit(1).Find(&ms).Error; err != nil {
		return nil, err
	}
	if len(ms) == 0 {
		return nil, unknown()
	}
	if ms[0].ParentID != nil {
		return s.thread(ctx, t, *ms[0].ParentID)
	}
	return &ms[0], nil
}

func (s *Service) noted(ctx context.Context, t *Track, m *Comment, act audit.Action, by identity.Actor) error {
	return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: act, Object: t.Ref().String(),
		Detail: fmt.Sprintf("comment=%d revision=%d block=%d", m.ID, m.RevisionID, m.Block), Rows: []audit.Row{m.row()}})
}

// MaySettle reports whether by may mark a thread as settled or open it again: who
// began it, and reviewers of the subject. Its author only answers, so that nobody
// waves away what was said of his own text.
func (t *Track) MaySettle(m *Comment, by identity.Actor) bool {
	if !t.Readable(by) {
		return false
	}
	head, _ := by.Heads(t.SectionID)
	return m.AuthorID == by.ID || by.ID != t.AuthorID && (head || by.Has(identity.Officer))
}

// Settle marks a thread as settled, or opens it again. Faults: NotFound, Forbidden,
// Conflict when it is so already.
func (s *Service) Settle(ctx context.Context, ref Ref, id uint64, settled bool, by identity.Actor) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		t, err := s.Track(ctx, ref, by)
		if err != nil {
			return err
		}
		m, err := s.thread(ctx, t, id)
		if err != nil {
			return err
		}
		if !t.MaySettle(m, by) {
			return fault.New(fault.Forbidden, "只有提出批注的人和审核人可以标记批注是否解决。")
		}
		act, was := audit.CommentReopen, "settled_at IS NOT NULL"
		m.SettledBy, m.SettledAt = nil, nil
		if now := s.store.Now(ctx); settled {
			act, was = audit.CommentSettle, "settled_at IS NULL"
			m.SettledBy, m.SettledAt = &by.ID, &now
		}
		won, err := store.Changed(s.store.DB(ctx).Model(&Comment{}).Where("id = ? AND "+was, m.ID).Select("SettledBy", "SettledAt").Updates(m))
		if err != nil {
			return err
		}
		if !won {
			return fault.New(fault.Conflict, "这条批注刚才已被处理。")
		}
		return s.noted(ctx, t, m, act, by)
	})
}

// acknowledged demands that nothing is left unsettled, or that the reviewer says
// that he knows (已知悉). It runs inside the deciding transaction.
func (s *Service) acknowledged(ctx context.Context, ref Ref, known bool) error {
	var n int64
	err := s.store.DB(ctx).Model(&Comment{}).Joins("JOIN review_tracks t ON t.id = review_comments.track_id").
		Where("t.kind = ? AND t.subject_id = ? AND parent_id IS NULL AND settled_at IS NULL", ref.Kind, ref.ID).Count(&n).Error
	if err != nil {
		return err
	}
	var c fault.Check
	c.If(n > 0 && !known, "noted", "还有 %d 条批注没有解决。请先处理，或者勾选“已知悉”后再通过。", n)
	return c.Err()
}

// LastSeen is the newest revision older than now that a person is known to have
// looked at, because he decided or remarked on it; 0 when there is none. Merely
// opening a page is no proof, and a GET stores nothing.
func (s *Service) LastSeen(ctx context.Context, t *Track, now uint64, person uint64) (uint64, error) {
	decided := []Action{Approve, Return, SendBack, Issue, Decline, Confirm, Refuse}
	var ids []uint64
	err := s.store.DB(ctx).Model(&Step{}).Where("track_id = ? AND actor_id = ? AND revision_id < ? AND act IN ?", t.ID, person, now, decided).
		Order("revision_id DESC").Limit(1).Pluck("revision_id", &ids).Error
	if err != nil {
		return 0, err
	}
	var noted []uint64
	err = s.store.DB(ctx).Model(&Comment{}).Where("track_id = ? AND author_id = ? AND revision_id < ?", t.ID, person, now).
		Order("revision_id DESC").Limit(1).Pluck("revision_id", &noted).Error
	return slices.Max(append(append(ids, noted...), 0)), err
}
