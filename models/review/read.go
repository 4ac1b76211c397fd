package review

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"gongkai/models/audit"
	"gongkai/models/identity"
)

// Filter narrows a list of tracks. Zero fields do not narrow.
type Filter struct {
	Kind    string
	States  []State
	Author  uint64 // created or edited by
	Section uint64
	Before  time.Time // the last move was earlier
}

// Page is one page of a list.
type Page struct {
	Tracks []Track
	Total  int64
}

// List returns what by may read, latest move first. page counts from 1.
func (s *Service) List(ctx context.Context, f Filter, page, size int, by identity.Actor) (Page, error) {
	var p Page
	q := visible(s.store.DB(ctx).Model(&Track{}), by).Where("kind = ?", f.Kind)
	if len(f.States) > 0 {
		q = q.Where("state IN ?", f.States)
	}
	if f.Author != 0 {
		q = q.Where("(author_id = ? OR id IN (SELECT track_id FROM review_editors WHERE person_id = ?))", f.Author, f.Author)
	}
	if f.Section != 0 {
		q = q.Where("section_id = ?", f.Section)
	}
	if !f.Before.IsZero() {
		q = q.Where("moved_at < ?", f.Before)
	}
	q = q.Session(&gorm.Session{})
	if err := q.Count(&p.Total).Error; err != nil {
		return p, fmt.Errorf("review: count: %w", err)
	}
	err := q.Order("moved_at DESC, id DESC").Offset((page - 1) * size).Limit(size).Find(&p.Tracks).Error
	return p, err
}

// Readers narrows a query of another package to the tracks of a kind that by may
// read; the rows are those of review_tracks. Whoever finds subjects by what only
// their owner knows begins here, and so cannot forget who may read them.
func (s *Service) Readers(ctx context.Context, kind string, by identity.Actor) *gorm.DB {
	return visible(s.store.DB(ctx).Table("review_tracks"), by).Where("review_tracks.kind = ?", kind)
}

// Waiting is a subject that waits for a decision of somebody.
type Waiting struct {
	Track Track
	Do    Action // Approve, Issue or Confirm
}

// Queue lists what waits for by's decision, longest waiting first. Only what by
// may really decide is in it: not what by wrote or has signed. The query finds
// candidates; the machine has the last word on each.
func (s *Service) Queue(ctx context.Context, kind string, by identity.Actor, limit int) ([]Waiting, error) {
	var ts []Track
	err := waiting(visible(s.store.DB(ctx), by).Where("kind = ?", kind), by).Order("moved_at, id").Limit(limit).Find(&ts).Error
	if err != nil {
		return nil, fmt.Errorf("review: queue: %w", err)
	}
	var out []Waiting
	for _, t := range ts {
		f, _, err := s.facts(ctx, &t)
		if err != nil {
			return nil, err
		}
		for _, do := range []Action{Approve, Issue, Confirm} {
			if _, err := next(f, do, by); err == nil {
				out = append(out, Waiting{t, do})
			}
		}
	}
	return out, nil
}

// waiting narrows a query on review_tracks to what may wait for by.
func waiting(q *gorm.DB, by identity.Actor) *gorm.DB {
	sections := slices.Clone(by.HeadOf)
	if by.Has(identity.Head) {
		sections = append(sections, by.SectionID)
	}
	const others = "withdrawn_by <> ? AND confirmed_by IS NULL"
	cond, args := "1 = 0", []any{}
	or := func(c string, a ...any) { cond, args = cond+" OR "+c, append(args, a...) }
	if len(sections) > 0 {
		or("state = ? AND section_id IN ?", Section, sections)
		or("state = ? AND section_id IN ? AND "+others, Withdrawn, sections, by.ID)
	}
	if by.Has(identity.Officer) {
		or("state = ?", Confidentiality)
	}
	if by.Has(identity.Officer) || by.Has(identity.Publisher) {
		or("state = ? AND "+others, Withdrawn, by.ID)
	}
	if by.Has(identity.Director) {
		or("state = ? AND case_id IN (SELECT id FROM review_cases WHERE needs_issue = ? AND issued_by IS NULL)", Approved, true)
	}
	return q.Where("("+cond+")", args...).
		Where(`(state NOT IN ? OR author_id <> ? AND NOT EXISTS (SELECT 1 FROM review_hands h JOIN review_cases c ON c.id = h.case_id AND c.round = h.round
			WHERE h.case_id = review_tracks.case_id AND h.person_id = ?))`, []State{Section, Confidentiality}, by.ID, by.ID)
}

// Steps lists a subject's history, oldest first.
func (s *Service) Steps(ctx context.Context, t *Track) (ps []Step, err error) {
	err = s.store.DB(ctx).Where("track_id = ?", t.ID).Order("id").Find(&ps).Error
	return ps, err
}

// Case returns the open case, or the one that made the live revision public, or
// the last one; nil when the subject was never submitted.
func (s *Service) Case(ctx context.Context, t *Track) (*Case, error) {
	q := s.store.DB(ctx).Where("track_id = ?", t.ID)
	if t.CaseID != nil {
		q = q.Where("id = ?", *t.CaseID)
	} else if t.LiveCaseID != nil && t.State == Published {
		q = q.Where("id = ?", *t.LiveCaseID)
	}
	var cs []Case
	if err := q.Order("id DESC").Limit(1).Find(&cs).Error; err != nil || len(cs) == 0 {
		return nil, err
	}
	return &cs[0], nil
}

// CaseByID returns a case; the caller has checked that it may be shown.
func (s *Service) CaseByID(ctx context.Context, id uint64) (*Case, error) {
	var c Case
	if err := s.store.DB(ctx).Where("id = ?", id).Take(&c).Error; err != nil {
		return nil, fmt.Errorf("review: case %d: %w", id, err)
	}
	return &c, nil
}

// Signatures lists the signatures of a case that count: level 1, and those of
// its last round. Lowest level first.
func (s *Service) Signatures(ctx context.Context, c *Case) (gs []Signature, err error) {
	err = s.store.DB(ctx).Where("case_id = ? AND (level = ? OR round = ?)", c.ID, LevelDraft, c.Round).Order("level").Find(&gs).Error
	return gs, err
}

// LastReviewed is the revision of the subject's previous case, which reviewers
// saw last; 0 when the open case is the first.
func (s *Service) LastReviewed(ctx context.Context, c *Case) (revision uint64, err error) {
	var cs []Case
	err = s.store.DB(ctx).Where("track_id = ? AND id < ?", c.TrackID, c.ID).Order("id DESC").Limit(1).Find(&cs).Error
	if err != nil || len(cs) == 0 {
		return 0, err
	}
	return cs[0].RevisionID, nil
}

// Signed counts the signatures a person has given since a time.
func (s *Service) Signed(ctx context.Context, person uint64, since time.Time) (n int64, err error) {
	err = s.store.DB(ctx).Model(&Signature{}).Where("person_id = ? AND at >= ?", person, since).Count(&n).Error
	return n, err
}

// Source yields the digests of everything the package stores, for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	return firstError(
		func() error {
			return audit.Each(ctx, s.store, "id", func(t *Track) uint64 { return t.ID }, func(t *Track) error { return yield(t.row()) })
		},
		func() error {
			return audit.Each(ctx, s.store, "id", func(c *Case) uint64 { return c.ID }, func(c *Case) error { return yield(c.row()) })
		},
		func() error {
			return audit.Each(ctx, s.store, "id", func(g *Signature) uint64 { return g.ID }, func(g *Signature) error { return yield(g.row()) })
		},
		func() error {
			return audit.Each(ctx, s.store, "id", func(p *Step) uint64 { return p.ID }, func(p *Step) error { return yield(p.row()) })
		},
		func() error {
			return audit.Each(ctx, s.store, "id", func(m *Comment) uint64 { return m.ID }, func(m *Comment) error { return yield(m.row()) })
		},
		func() error { return s.pairs(ctx, yield) },
	)
}

// pairs yields the two tables that have no single key: hands and editors.
func (s *Service) pairs(ctx context.Context, yield func(audit.Row) error) error {
	hands, err := s.store.DB(ctx).Model(&hand{}).Order("case_id, round, person_id").Rows()
	if err != nil {
		return err
	}
	defer hands.Close()
	for hands.Next() {
		var h hand
		if err := s.store.DB(ctx).ScanRows(hands, &h); err != nil {
			return err
		}
		if err := yield(h.row()); err != nil {
			return err
		}
	}
	var es []editor
	if err := s.store.DB(ctx).Find(&es).Error; err != nil {
		return err
	}
	for i := range es {
		if err := yield(es[i].row()); err != nil {
			return err
		}
	}
	return hands.Err()
}

func firstError(fs ...func() error) error {
	for _, f := range fs {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

// WasPublic reports whether a case about one of these revisions of a subject
// ended with its publication.
func (s *Service) WasPublic(ctx context.Context, ref Ref, revisions []uint64) (bool, error) {
	var n int64
	err := s.store.DB(ctx).Model(&Case{}).Joins("JOIN review_tracks t ON t.id = review_cases.track_id").
		Where("t.kind = ? AND t.subject_id = ? AND review_cases.fate = ? AND review_cases.revision_id IN ?", ref.Kind, ref.ID, Done, append(revisions, 0)).
		Count(&n).Error
	if err != nil {
		return false, fmt.Errorf("review: was public: %w", err)
	}
	return n > 0, nil
}

// Publications lists the steps by which a subject became public, oldest first,
// since it was withdrawn last. What they published had its three signatures.
func (s *Service) Publications(ctx context.Context, ref Ref) (ps []Step, err error) {
	err = s.store.DB(ctx).Joins("JOIN review_tracks t ON t.id = review_steps.track_id").
		Where("t.kind = ? AND t.subject_id = ? AND review_steps.act = ?", ref.Kind, ref.ID, Publish).
		Where("review_steps.id > COALESCE((SELECT MAX(w.id) FROM review_steps w WHERE w.track_id = review_steps.track_id AND w.act = ?), 0)", Withdraw).
		Order("review_steps.id").Find(&ps).Error
	if err != nil {
		return nil, fmt.Errorf("review: publications: %w", err)
	}
	return ps, nil
}

// Rounds counts how often each of the tracks was sent for review since it was
// public last.
func (s *Service) Rounds(ctx context.Context, tracks []uint64) (map[uint64]int, error) {
	var rows []struct {
		TrackID uint64
		N       int
	}
	err := s.store.DB(ctx).Model(&Case{}).Select("track_id, COUNT(*) AS n").
		Where(`track_id IN ? AND id > COALESCE((SELECT MAX(p.id) FROM review_cases p WHERE p.track_id = review_cases.track_id AND p.fate = ?), 0)`, append(tracks, 0), Done).
		Group("track_id").Scan(&rows).Error
	out := make(map[uint64]int, len(rows))
	for _, r := range rows {
		out[r.TrackID] = r.N
	}
	return out, err
}

// Cases lists every review of a subject, oldest first.
func (s *Service) Cases(ctx context.Context, t *Track) (cs []Case, err error) {
	err = s.store.DB(ctx).Where("track_id = ?", t.ID).Order("id").Find(&cs).Error
	return cs, err
}

// Kept lists which revisions of a kind of subject were ever under review, and
// which subjects were thrown away.
func (s *Service) Kept(ctx context.Context, kind string) (reviewed, discarded map[uint64]bool, err error) {
	var ids, gone []uint64
	db := s.store.DB(ctx)
	err = db.Model(&Case{}).Joins("JOIN review_tracks t ON t.id = review_cases.track_id").Where("t.kind = ?", kind).Pluck("review_cases.revision_id", &ids).Error
	if err == nil {
		err = db.Model(&Track{}).Where("kind = ? AND state = ?", kind, Discarded).Pluck("subject_id", &gone).Error
	}
	if err != nil {
		return nil, nil, fmt.Errorf("review: kept: %w", err)
	}
	set := func(list []uint64) map[uint64]bool {
		m := make(map[uint64]bool, len(list))
		for _, id := range list {
			m[id] = true
		}
		return m
	}
	return set(ids), set(gone), nil
}
