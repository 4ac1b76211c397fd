package review

import (
	"context"
	"fmt"

	"gongkai/models/fault"
	"gongkai/models/store"
)

// open starts a case for the submitted revision and signs level 1. It is the
// only place where a case is opened.
func (s *Service) open(ctx context.Context, t *Transition) error {
	r := t.order.Revision
	c := &Case{TrackID: t.Track.ID, RevisionID: r.ID, Sum: r.Sum, Form: r.Form, Round: 1, Fate: Open, NotBefore: r.NotBefore,
		NeedsIssue: r.NeedsIssue, OpenedAt: t.At}
	if err := s.store.DB(ctx).Create(c).Error; err != nil {
		return fmt.Errorf("review: open: %w", err)
	}
	t.Case, t.Revision, t.Digest = c, r.ID, r.Sum
	t.Track.CaseID, t.Track.Submitted = &c.ID, true
	var editors []uint64
	err := s.store.DB(ctx).Model(&editor{}).Where("track_id = ?", t.Track.ID).Pluck("person_id", &editors).Error
	if err != nil {
		return err
	}
	people := map[uint64]bool{t.By.ID: true, t.Track.AuthorID: true}
	for _, e := range editors {
		people[e] = true
	}
	for p := range people {
		if err := s.addHand(ctx, t, p, LevelDraft); err != nil {
			return err
		}
	}
	t.Wrote(c.row())
	return s.sign(ctx, t, LevelDraft, false)
}

// approve signs level 2 or 3.
func (s *Service) approve(ctx context.Context, t *Transition) error {
	level, deputy := LevelConfidentiality, false
	if t.From == Section {
		level = LevelSection
		_, deputy = t.By.Heads(t.Track.SectionID)
	}
	if err := s.addHand(ctx, t, t.By.ID, level); err != nil {
		return err
	}
	if err := s.sign(ctx, t, level, deputy); err != nil {
		return err
	}
	if level == LevelConfidentiality {
		return s.clearEditors(ctx, t)
	}
	return nil
}

// addHand writes that a person has a hand in this round. The primary key turns
// a second hand of the same person into a refusal, whatever the code above did.
func (s *Service) addHand(ctx context.Context, t *Transition, person uint64, level int) error {
	h := hand{CaseID: t.Case.ID, Round: t.Case.Round, PersonID: person, Level: level}
	err := s.store.DB(ctx).Create(&h).Error
	if store.Duplicate(err) {
		return fault.Wrap(fault.Forbidden, err, "三级签名须由三个不同的人完成，请另一位同事办理。")
	}
	t.Wrote(h.row())
	return err
}

func (s *Service) sign(ctx context.Context, t *Transition, level int, deputy bool) error {
	g := Signature{CaseID: t.Case.ID, Round: t.Case.Round, Level: level, PersonID: t.By.ID, SectionID: t.By.SectionID, Deputy: deputy,
		At: t.At, Note: t.Note, Answers: t.order.Answers, Sum: t.Case.Sum, Form: t.Case.Form}
	if err := s.store.DB(ctx).Create(&g).Error; err != nil {
		return fmt.Errorf("review: sign: %w", err)
	}
	t.Wrote(g.row())
	return nil
}

// nextRound sends the case back to level 2. Signatures stay where they are;
// the new round starts with the hands of level 1, so that the head of the first
// round may sign again.
func (s *Service) nextRound(ctx context.Context, t *Transition) error {
	var hs []hand
	err := s.store.DB(ctx).Where("case_id = ? AND round = ? AND level = ?", t.Case.ID, t.Case.Round, LevelDraft).Find(&hs).Error
	if err != nil {
		return err
	}
	t.Case.Round++
	for _, h := range hs {
		if err := s.addHand(ctx, t, h.PersonID, LevelDraft); err != nil {
			return err
		}
	}
	return s.saveCase(ctx, t)
}

// close ends the open case, if there is one.
func (s *Service) close(ctx context.Context, t *Transition, fate Fate) error {
	t.Track.CaseID = nil
	if t.Case == nil {
		return nil
	}
	t.Case.Fate, t.Case.ClosedAt = fate, &t.At
	return s.saveCase(ctx, t)
}

func (s *Service) saveCase(ctx context.Context, t *Transition) error {
	t.Wrote(t.Case.row())
	return s.store.DB(ctx).Model(&Case{}).Where("id = ?", t.Case.ID).
		Select("Round", "Fate", "IssuedBy", "ClosedAt").Updates(t.Case).Error
}

func (s *Service) addEditor(ctx context.Context, t *Transition) error {
	e := editor{TrackID: t.Track.ID, PersonID: t.By.ID}
	var n int64
	if err := s.store.DB(ctx).Model(&editor{}).Where("track_id = ? AND person_id = ?", e.TrackID, e.PersonID).Count(&n).Error; err != nil || n > 0 {
		return err
	}
	t.Wrote(e.row())
	return s.store.DB(ctx).Create(&e).Error
}

// clearEditors forgets the co-authors: the revision they wrote is fully
// approved, or dropped.
func (s *Service) clearEditors(ctx context.Context, t *Transition) error {
	var es []editor
	if err := s.store.DB(ctx).Where("track_id = ?", t.Track.ID).Find(&es).Error; err != nil {
		return err
	}
	for i := range es {
		row := es[i].row()
		row.Sum = ""
		t.Wrote(row)
	}
	return s.store.DB(ctx).Where("track_id = ?", t.Track.ID).Delete(&editor{}).Error
}
