package content

import (
	"context"
	"slices"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/roll"
	"gongkai/models/screen"
)

// CreateRoll stores a draft that holds a structured list (清单): its rows are part
// of the signed bytes like the text around them. Faults: Forbidden, Invalid.
func (s *Service) CreateRoll(ctx context.Context, f Form, list *roll.Roll, by identity.Actor) (*Document, error) {
	if err := mayWrite(by); err != nil {
		return nil, err
	}
	r, err := s.draft(ctx, f, nil, by)
	if err != nil {
		return nil, err
	}
	if r.Roll, err = list.Encode(); err != nil {
		return nil, err
	}
	return s.create(ctx, r, by)
}

// SetRoll gives a draft other rows; all else of its text stays. Who may edit the
// document may do that, in the same states.
func (s *Service) SetRoll(ctx context.Context, id uint64, seen int, list *roll.Roll, by identity.Actor) error {
	text, err := list.Encode()
	if err != nil {
		return err
	}
	return s.revise(ctx, id, seen, review.Edit, "", by, func(_ context.Context, before *Revision) (*Revision, error) {
		if before.Roll == text {
			return nil, fault.New(fault.Invalid, "清单没有改动，不需要保存。")
		}
		r := *before
		r.AuthorID, r.Form, r.Roll, r.wrote = by.ID, formVersion, text, nil
		r.Attachments = slices.Clone(before.Attachments)
		return &r, nil
	})
}

// List is the structured list of a revision, nil when there is none.
func (r *Revision) List() *roll.Roll {
	if r.Roll == "" {
		return nil
	}
	list, err := roll.Decode(r.Roll)
	if err != nil {
		return nil
	}
	return list
}

// rollParts are the cells of a revision's list, to be looked through.
func (r *Revision) rollParts() (parts []screen.Part) {
	list := r.List()
	if list == nil {
		return nil
	}
	for _, row := range list.Rows {
		for _, text := range row {
			parts = append(parts, screen.Part{Field: "roll", Text: text})
		}
	}
	return parts
}
