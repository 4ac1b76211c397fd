package content

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
)

// Create stores a new document as a draft. Authors only, in columns open to
// their section; faults Forbidden and Invalid.
func (s *Service) Create(ctx context.Context, f Form, by identity.Actor) (*Document, error) {
	if err := mayWrite(by); err != nil {
		return nil, err
	}
	r, err := s.draft(ctx, f, nil, by)
	if err != nil {
		return nil, err
	}
	var d *Document
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		if d, err = s.create(ctx, r, by); err != nil {
			return err
		}
		return s.DropCopy(ctx, 0, by)
	})
	return d, err
}

// CreateFrom is Create for a text that did not come from the editor's form: the
// author's working copy of a new document stays.
func (s *Service) CreateFrom(ctx context.Context, f Form, by identity.Actor) (*Document, error) {
	if err := mayWrite(by); err != nil {
		return nil, err
	}
	r, err := s.draft(ctx, f, nil, by)
	if err != nil {
		return nil, err
	}
	return s.create(ctx, r, by)
}

func mayWrite(by identity.Actor) error {
	if !by.Has(identity.Author) || by.Admin() {
		return fault.New(fault.Forbidden, "只有联络员可以写稿件。")
	}
	return nil
}

func (s *Service) create(ctx context.Context, r *Revision, by identity.Actor) (*Document, error) {
	var d *Document
	err := s.store.Tx(ctx, func(ctx context.Context) error {
		d = &Document{ColumnID: r.ColumnID, CreatedAt: s.store.Now(ctx)}
		if err := s.store.DB(ctx).Create(d).Error; err != nil {
			return fmt.Errorf("content: create: %w", err)
		}
		if err := s.add(ctx, d, r); err != nil {
			return err
		}
		_, err := s.review.Begin(ctx, Ref(d.ID), review.Revision{ID: r.ID, Sum: r.Sum}, by, append(r.rows(), d.row())...)
		return err
	})
	return d, err
}

// add stores r as the newest revision of d.
func (s *Service) add(ctx context.Context, d *Document, r *Revision) (err error) {
	db := s.store.DB(ctx)
	var last int
	if err := db.Model(&Revision{}).Where("document_id = ?", d.ID).Select("COALESCE(MAX(number), 0)").Scan(&last).Error; err != nil {
		return err
	}
	r.ID, r.DocumentID, r.Number, r.CreatedAt = 0, d.ID, last+1, s.store.Now(ctx)
	if r.Sum, err = r.sum(); err != nil {
		return err
	}
	if err := db.Create(r).Error; err != nil {
		return fmt.Errorf("content: revision: %w", err)
	}
	for i := range r.Attachments {
		a := &r.Attachments[i]
		a.ID, a.RevisionID, a.Position = 0, r.ID, i+1
	}
	if len(r.Attachments) > 0 {
		if err := db.Create(&r.Attachments).Error; err != nil {
			return fmt.Errorf("content: attachments: %w", err)
		}
	}
	d.LatestID = &r.ID
	if d.LiveID == nil {
		d.ColumnID = r.ColumnID
	}
	return s.save(ctx, d)
}

// save stores a document's pointers. The caller holds the track's row, so no
// two writers of one document are here at once.
func (s *Service) save(ctx context.Context, d *Document) error {
	won, err := store.Changed(s.store.DB(ctx).Model(&Document{}).Where("id = ?", d.ID).
		Select("ColumnID", "LiveID", "LatestID", "PublishedAt", "WithdrawnAt", "WithdrawnReason", "Replacement").Updates(d))
	if err == nil && !won {
		err = fmt.Errorf("content: document %d is gone", d.ID)
	}
	return err
}

// Edit stores a new revision; an open case is superseded and its signatures
// are void. Authors of the document's section; Stale when somebody was faster.
func (s *Service) Edit(ctx context.Context, id uint64, seen int, f Form, by identity.Actor) error {
	return s.revise(ctx, id, seen, review.Edit, "", by, func(ctx context.Context, before *Revision) (*Revision, error) {
		return s.draft(ctx, f, before, by)
	})
}

// Correct opens a correction of what is public, or of what was withdrawn. The
// live revision stays until the correction has its own three signatures.
// Correction and Superseded need a public note.
func (s *Service) Correct(ctx context.Context, id uint64, seen int, x Change, by identity.Actor) error {
	x.Note = line(x.Note)
	return s.revise(ctx, id, seen, review.Correct, x.Note, by, func(ctx context.Context, before *Revision) (*Revision, error) {
		r, err := s.changedBy(ctx, x, before)
		if r != nil {
			r.AuthorID = by.ID
		}
		return r, err
	})
}

// revise makes a move that stores a new revision made from the latest one.
func (s *Service) revise(ctx context.Context, id uint64, seen int, do review.Action, note string, by identity.Actor,
	build func(context.Context, *Revision) (*Revision, error)) error {
	_, err := s.review.Do(ctx, review.Order{Ref: Ref(id), Seen: seen, Do: do, By: by, Note: note}, func(ctx context.Context, t *review.Transition) error {
		d, before, err := s.latest(ctx, id)
		if err != nil {
			return err
		}
		r, err := build(ctx, before)
		if err != nil {
			return err
		}
		if err := s.add(ctx, d, r); err != nil {
			return err
		}
		t.Revision, t.Digest = r.ID, r.Sum
		t.Wrote(append(r.rows(), d.row())...)
		return nil
	})
	return err
}

// Submit signs level 1 (the self-check) and sends the latest revision to
// section check. The author or a co-author.
func (s *Service) Submit(ctx context.Context, id uint64, seen int, selfcheck bool, by identity.Actor) error {
	check := func(ctx context.Context, o *review.Order) error {
		_, r, err := s.latest(ctx, id)
		if err != nil {
			return err
		}
		if err := s.requirements(ctx, r); err != nil {
			return err
		}
		if err := s.judge(ctx, r); err != nil {
			return err
		}
		var c fault.Check
		c.If(!selfcheck, "selfcheck", "请先核对并勾选自查声明。")
		if err := c.Err(); err != nil {
			return err
		}
		tree, err := s.site.Tree(ctx)
		if err != nil {
			return err
		}
		o.Revision = review.Revision{ID: r.ID, Sum: r.Sum, Form: r.Form, NotBefore: r.PublishAt, NeedsIssue: tree.ByID(r.ColumnID).NeedsIssue}
		o.Answers = "selfcheck=yes"
		return nil
	}
	_, err := s.review.Do(ctx, review.Order{Ref: Ref(id), Seen: seen, Do: review.Submit, By: by, Check: check}, nil)
	return err
}

// Reasons for a withdrawal, in the order people see them.
var Reasons = []string{"mistake", "personal-data", "superseded", "merged", "order", "other"}

// Withdrawal is what somebody says of a withdrawal, as the browser sent it.
type Withdrawal struct {
	Reason      string // one of Reasons; the public reads it in words
	Note        string // for staff alone
	Replacement string // may be empty: where readers go on, as Change.Successor
}

// Withdraw takes the document off the public site at once. The publisher, or
// anyone who signed the live revision.
func (s *Service) Withdraw(ctx context.Context, id uint64, seen int, w Withdrawal, by identity.Actor) error {
	if err := s.review.May(ctx, Ref(id), review.Withdraw, by); err != nil {
		return err
	}
	var c fault.Check
	c.If(!slices.Contains(Reasons, w.Reason), "reason", "请选择撤下原因。")
	c.If(w.Reason == "other" && utf8.RuneCountInString(strings.TrimSpace(w.Note)) < review.MinReason, "note", "请写明撤下原因，至少 %d 个字。", review.MinReason)
	to, err := s.pointer(ctx, &c, "replacement", w.Replacement, id)
	if err != nil {
		return err
	}
	if err := c.Err(); err != nil {
		return err
	}
	_, err = s.review.Do(ctx, review.Order{Ref: Ref(id), Seen: seen, Do: review.Withdraw, By: by, Note: w.Note}, func(ctx context.Context, t *review.Transition) error {
		d, err := s.document(ctx, id)
		if err != nil {
			return err
		}
		d.WithdrawnReason, d.Replacement = w.Reason, to
		return s.save(ctx, d)
	})
	return err
}

// SaveReport stores an imported annual report: as a new document, as an edit of
// the draft of the same year, or, when the year is public already, as a
// correction of it. in brings title, body, source, year and figures, and for a
// correction what the public is told of it.
func (s *Service) SaveReport(ctx context.Context, column string, in Revision, by identity.Actor) (id uint64, err error) {
	if err := mayWrite(by); err != nil {
		return 0, err
	}
	var c fault.Check
	c.If(in.ReportYear == nil, "year", "请填写报告的年度。")
	if err := c.Err(); err != nil {
		return 0, err
	}
	r, err := s.draft(ctx, Form{Column: column, Title: in.Title, Body: in.Body, Source: in.Source}, nil, by)
	if err != nil {
		return 0, err
	}
	r.ReportYear, r.Figures = in.ReportYear, in.Figures
	note := cmp.Or(line(in.PublicNote), "更新了报告的文字和数据。")
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		there, err := s.ofYear(ctx, r.ColumnID, *r.ReportYear)
		if err != nil {
			return err
		}
		if there == 0 {
			d, err := s.create(ctx, r, by)
			if err == nil {
				id = d.ID
			}
			return err
		}
		id = there
		return s.replaceReport(ctx, there, r, note, by)
	})
	return id, err
}

// replaceReport gives the report of a year a new text, opening a correction
// first when it is public or withdrawn.
func (s *Service) replaceReport(ctx context.Context, id uint64, r *Revision, note string, by identity.Actor) error {
	t, err := s.review.Track(ctx, Ref(id), by)
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.Conflict, "%d 年的年报已由其他科室起草，请与他们联系。", *r.ReportYear)
	}
	if err != nil {
		return err
	}
	switch t.State {
	case review.Published, review.Withdrawn:
		// New figures are a change of fact: readers are told.
		if err := s.Correct(ctx, id, t.Version, Change{Kind: Correction, Note: note}, by); err != nil {
			return err
		}
		if t, err = s.review.Track(ctx, Ref(id), by); err != nil {
			return err
		}
	case review.Section, review.Confidentiality, review.Approved, review.Held:
		return fault.New(fault.Conflict, "%d 年的年报正在审核（%s），请先撤回再导入。", *r.ReportYear, t.State.Title())
	}
	return s.revise(ctx, id, t.Version, review.Edit, "", by, func(_ context.Context, before *Revision) (*Revision, error) {
		r.ChangeKind, r.PublicNote, r.Attachments = before.ChangeKind, before.PublicNote, slices.Clone(before.Attachments)
		r.Standing, r.Successor, r.Facts, r.Roll = before.Standing, before.Successor, before.Facts, before.Roll
		return r, nil
	})
}

// ofYear finds the document that holds, or prepares, the report of a year; 0 is
// none. Discarded drafts do not count.
func (s *Service) ofYear(ctx context.Context, column uint64, year int) (uint64, error) {
	var ids []uint64
	err := s.store.DB(ctx).Model(&Revision{}).Where("column_id = ? AND report_year = ?", column, year).
		Distinct().Order("document_id").Pluck("document_id", &ids).Error
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if _, err := s.review.Track(ctx, Ref(id), identity.Actor{}); fault.KindOf(err) == fault.NotFound {
			continue
		} else if err != nil {
			return 0, err
		}
		here, err := s.holds(ctx, id, column, year)
		if err != nil {
			return 0, err
		}
		if here {
			return id, nil
		}
	}
	return 0, nil
}

// holds reports whether a document is the report of a year: what the public
// reads of it, or else what staff work on.
func (s *Service) holds(ctx context.Context, id, column uint64, year int) (bool, error) {
	d, r, err := s.latest(ctx, id)
	if err != nil {
		return false, err
	}
	if d.LiveID != nil && *d.LiveID != r.ID {
		if r, err = s.revision(ctx, *d.LiveID); err != nil {
			return false, err
		}
	}
	return r.ColumnID == column && r.ReportYear != nil && *r.ReportYear == year, nil
}

// ReportIn returns the document that holds, or prepares, the report of a year in a
// column; 0 is none. It is for staff: the document may be a draft.
func (s *Service) ReportIn(ctx context.Context, column uint64, year int) (uint64, error) {
	return s.ofYear(ctx, column, year)
}

// Latest returns the newest revision of a document, for what is built on documents
// and asks nobody's rights.
func (s *Service) Latest(ctx context.Context, id uint64) (*Revision, error) {
	_, r, err := s.latest(ctx, id)
	return r, err
}

// Now is the time of the transaction in ctx, or the clock's.
func (s *Service) Now(ctx context.Context) time.Time { return s.store.Now(ctx) }

// Reports reports whether a column path holds annual reports.
func (s *Service) Reports(ctx context.Context, path string) (bool, error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return false, err
	}
	c := tree.ByPath(strings.Trim(path, "/"))
	return c != nil && c.PageType == site.Reports, nil
}
