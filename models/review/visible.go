package review

import (
	"context"
	"fmt"
	"slices"

	"gorm.io/gorm"

	"gongkai/models/fault"
	"gongkai/models/identity"
)

// Readable decides who may read what is not public. Every page, list, count,
// preview and export of staff asks it, or visible, its twin in SQL; a test
// holds the two together.
//
//   - the author's section, and who stands in for its head: everything;
//   - confidentiality officers: from the first submission on;
//   - the publisher: everything;
//   - the deputy director: what is approved or further;
//   - administrators: nothing.
func (t *Track) Readable(by identity.Actor) bool {
	if by.Admin() || by.ID == 0 || t.State == Discarded {
		return false
	}
	return by.SectionID == t.SectionID || slices.Contains(by.HeadOf, t.SectionID) ||
		by.Has(identity.Publisher) ||
		by.Has(identity.Officer) && t.Submitted ||
		by.Has(identity.Director) && slices.Contains(approvedOnward, t.State)
}

var approvedOnward = []State{Approved, Held, Published, Withdrawn}

// visible narrows a query on review_tracks to what by may read.
func visible(q *gorm.DB, by identity.Actor) *gorm.DB {
	if by.Admin() || by.ID == 0 {
		return q.Where("1 = 0")
	}
	q = q.Where("state <> ?", Discarded)
	if by.Has(identity.Publisher) {
		return q
	}
	sections := append(slices.Clone(by.HeadOf), by.SectionID)
	cond, args := "section_id IN ?", []any{sections}
	if by.Has(identity.Officer) {
		cond, args = cond+" OR submitted = ?", append(args, true)
	}
	if by.Has(identity.Director) {
		cond, args = cond+" OR state IN ?", append(args, approvedOnward)
	}
	return q.Where("("+cond+")", args...)
}

// Subjects is a query for the ids of all subjects of a kind that by may read, for
// the IN (?) of a count or a list kept elsewhere.
func (s *Service) Subjects(ctx context.Context, kind string, by identity.Actor) any {
	return visible(s.store.DB(ctx).Model(&Track{}), by).Where("kind = ?", kind).Select("subject_id")
}

// unknown is the one answer for what does not exist and what must not be seen.
func unknown() error {
	return fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
}

// Track returns where a subject stands. What by may not read is fault.NotFound,
// exactly as if it did not exist; administrators are told that they never read
// content (Forbidden). The system reads everything.
func (s *Service) Track(ctx context.Context, ref Ref, by identity.Actor) (*Track, error) {
	var ts []Track
	err := s.store.DB(ctx).Where("kind = ? AND subject_id = ?", ref.Kind, ref.ID).Limit(1).Find(&ts).Error
	if err != nil {
		return nil, fmt.Errorf("review: track of %s: %w", ref, err)
	}
	if len(ts) == 0 || ts[0].State == Discarded {
		return nil, unknown()
	}
	if by.Admin() {
		return nil, fault.New(fault.Forbidden, "管理员不能查看或办理稿件内容。")
	}
	if by.ID != 0 && !ts[0].Readable(by) {
		return nil, unknown()
	}
	return &ts[0], nil
}

// May says whether by may make a move now: nil, or the fault that the move
// would get. Pages ask it before they show a button.
func (s *Service) May(ctx context.Context, ref Ref, do Action, by identity.Actor) error {
	t, err := s.Track(ctx, ref, by)
	if err != nil {
		return err
	}
	return s.may(ctx, t, do, by)
}

func (s *Service) may(ctx context.Context, t *Track, do Action, by identity.Actor) error {
	f, _, err := s.facts(ctx, t)
	if err != nil {
		return err
	}
	_, err = s.ask(ctx, t, f, do, by)
	return err
}

// Allowed lists the moves by may make now, in the order of Actions.
func (s *Service) Allowed(ctx context.Context, t *Track, by identity.Actor) ([]Action, error) {
	f, _, err := s.facts(ctx, t)
	if err != nil {
		return nil, err
	}
	var may []Action
	for _, a := range Actions() {
		if _, err := next(f, a, by); err == nil {
			may = append(may, a)
		}
	}
	return may, nil
}
