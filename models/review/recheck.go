package review

import (
	"context"
	"errors"
	"fmt"

	"gongkai/models/fault"
	"gongkai/models/identity"
)

// GoLive publishes an approved subject whose time has come; it is the function
// of GoLiveJob and does nothing when the subject has moved on meanwhile.
func (s *Service) GoLive(ctx context.Context, track uint64) error {
	err := s.store.Tx(ctx, func(ctx context.Context) error {
		var t Track
		if err := s.store.DB(ctx).Where("id = ?", track).Take(&t).Error; err != nil {
			return fmt.Errorf("review: go live %d: %w", track, err)
		}
		if t.State != Approved || t.CaseID == nil {
			return nil
		}
		f, _, err := s.facts(ctx, &t)
		if err != nil || !due.holds(f) {
			return err
		}
		return s.goLive(ctx, &t)
	})
	if k := fault.KindOf(err); k == fault.Stale || k == fault.Conflict {
		return nil // somebody moved it in this very moment; a new approval brings a new job
	}
	return err
}

// CatchUp publishes every approved subject whose time has come. The job of each
// is the rule; this finds those whose job was lost.
func (s *Service) CatchUp(ctx context.Context) error {
	var ids []uint64
	err := s.store.DB(ctx).Model(&Track{}).Joins("JOIN review_cases c ON c.id = review_tracks.case_id").
		Where("review_tracks.state = ? AND c.not_before IS NOT NULL AND c.not_before <= ?", Approved, s.store.Now(ctx)).
		Order("review_tracks.id").Limit(100).Pluck("review_tracks.id", &ids).Error
	if err != nil {
		return fmt.Errorf("review: catch up: %w", err)
	}
	var errs []error
	for _, id := range ids { // one that fails does not keep the others back
		errs = append(errs, s.GoLive(ctx, id))
	}
	return errors.Join(errs...)
}

// goLive proves the signatures once more and publishes, or holds with the reason.
func (s *Service) goLive(ctx context.Context, t *Track) error {
	why, err := s.doubt(ctx, t)
	if err != nil {
		return err
	}
	o := Order{Ref: t.Ref(), Seen: t.Version, Do: Publish, By: identity.Actor{}}
	if why != "" {
		o.Do, o.Note = Hold, why
	}
	_, err = s.Do(ctx, o, nil)
	return err
}

// doubt says, in a sentence for people, why the open case must not be made
// public, or "". It recomputes the digest from the stored revision and demands
// three signatures of three people, at three levels, under exactly that digest.
func (s *Service) doubt(ctx context.Context, t *Track) (string, error) {
	db := s.store.DB(ctx)
	var c Case
	if err := db.Where("id = ?", *t.CaseID).Take(&c).Error; err != nil {
		return "", fmt.Errorf("review: case %d: %w", *t.CaseID, err)
	}
	sum, err := s.owners[t.Kind].Sum(ctx, c.RevisionID)
	if err != nil {
		return "", err
	}
	if sum != c.Sum {
		return "内容与签名时不一致，请撤回后重新送审。", nil
	}
	var gs []Signature
	if err := db.Where("case_id = ? AND (level = ? OR round = ?)", c.ID, LevelDraft, c.Round).Find(&gs).Error; err != nil {
		return "", err
	}
	if why := doubtSignatures(&c, gs); why != "" {
		return why, nil
	}
	return s.owners[t.Kind].Obstacle(ctx, c.RevisionID)
}

// doubtSignatures is doubt's pure part: the signatures of level 1 (of the first
// round) and of the last round.
func doubtSignatures(c *Case, gs []Signature) string {
	people, levels := map[uint64]bool{}, map[int]bool{}
	for _, g := range gs {
		if g.Sum != c.Sum || g.Form != c.Form {
			return "有签名不是针对现在这一稿的，请撤回后重新送审。"
		}
		people[g.PersonID], levels[g.Level] = true, true
	}
	if len(gs) != 3 || !levels[LevelDraft] || !levels[LevelSection] || !levels[LevelConfidentiality] {
		return "三级签名不齐全，请撤回后重新送审。"
	}
	if len(people) != 3 {
		return "三级签名不是三个不同的人，请撤回后重新送审。"
	}
	return ""
}
