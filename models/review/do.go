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

// Revision is what a subject tells the engine of the bytes it wants reviewed.
type Revision struct {
	ID         uint64
	Sum        string
	Form       int
	NotBefore  *time.Time
	NeedsIssue bool
}

// Order is one thing that somebody asks of a subject.
type Order struct {
	Ref      Ref
	Seen     int // the version on the form; the system sends the present one
	Do       Action
	By       identity.Actor
	Note     string
	Answers  string   // of the form that goes with a signature, canonical
	Revision Revision // for Submit
	// Check looks at what the move carries, once the rules allow the move and
	// before anything is stored. It may fill in Answers and Revision. May be nil.
	Check func(ctx context.Context, o *Order) error
	level State // where the subject must wait; "" is anywhere
}

// Transition is one move under way. What happens to Track and Case before the
// end is stored with it.
type Transition struct {
	Track    *Track
	From     State
	Do       Action
	By       identity.Actor
	Note     string
	Revision uint64 // the revision the move is about
	Case     *Case  // the case that is open, or was when the move began
	Digest   string // sha256 of the bytes the move is about
	At       time.Time
	order    *Order
	rows     []audit.Row
}

// Wrote tells the ledger which rows the move wrote.
func (t *Transition) Wrote(rows ...audit.Row) { t.rows = append(t.rows, rows...) }

// Begin creates the track of a new subject in state draft, in the caller's
// transaction, with the ledger entry that carries also the caller's rows.
func (s *Service) Begin(ctx context.Context, ref Ref, revision Revision, by identity.Actor, rows ...audit.Row) (*Track, error) {
	var t *Track
	err := s.store.Tx(ctx, func(ctx context.Context) error {
		now := s.store.Now(ctx)
		t = &Track{Kind: ref.Kind, SubjectID: ref.ID, State: Draft, Version: 1, AuthorID: by.ID, SectionID: by.SectionID, CreatedAt: now, MovedAt: now}
		if err := s.store.DB(ctx).Create(t).Error; err != nil {
			return fmt.Errorf("review: begin %s: %w", ref, err)
		}
		e := editor{TrackID: t.ID, PersonID: by.ID}
		if err := s.store.DB(ctx).Create(&e).Error; err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.DocumentCreate, Object: ref.String(), Digest: revision.Sum,
			Detail: fmt.Sprintf("revision=%d", revision.ID), Rows: append(rows, t.row(), e.row())})
	})
	return t, err
}

// Do makes one move: it checks that o.By may see the subject and saw its
// present version, asks the machine, moves the track by compare-and-set, runs
// effect (the caller's part, may be nil), the engine's part and the owner's
// part, and writes one ledger entry.
//
// Faults: NotFound (no such subject, or not to be seen), Stale (somebody was
// faster), Conflict, Forbidden, Invalid.
func (s *Service) Do(ctx context.Context, o Order, effect func(context.Context, *Transition) error) (*Track, error) {
	o.Note = strings.TrimSpace(o.Note)
	if utf8.RuneCountInString(o.Note) > maxNote {
		var c fault.Check
		c.Say("note", "意见不超过 %d 个字。", maxNote)
		return nil, c.Err()
	}
	var t *Transition
	err := s.store.Tx(ctx, func(ctx context.Context) (err error) {
		if t, err = s.begin(ctx, &o); err != nil {
			return err
		}
		if effect != nil {
			if err := effect(ctx, t); err != nil {
				return err
			}
		}
		if err := s.apply(ctx, t); err != nil {
			return err
		}
		if err := s.owners[o.Ref.Kind].Moved(ctx, t); err != nil {
			return err
		}
		if err := s.finish(ctx, t); err != nil {
			return err
		}
		return s.follow(ctx, t)
	})
	if err != nil {
		return nil, err
	}
	return t.Track, nil
}

const maxNote = 1000

// begin loads the subject, asks the rules and moves the track.
func (s *Service) begin(ctx context.Context, o *Order) (*Transition, error) {
	track, err := s.Track(ctx, o.Ref, o.By)
	if err != nil {
		return nil, err
	}
	if track.Version != o.Seen {
		return nil, handled(track)
	}
	if o.level != "" && track.State != o.level {
		return nil, fault.New(fault.Conflict, "现在是“%s”状态，不能办理%s。", track.State.Title(), o.level.Title())
	}
	f, c, err := s.facts(ctx, track)
	if err != nil {
		return nil, err
	}
	to, err := s.ask(ctx, track, f, o.Do, o.By)
	if err != nil {
		return nil, err
	}
	if err := o.check(ctx); err != nil {
		return nil, err
	}
	t := &Transition{Track: track, From: track.State, Do: o.Do, By: o.By, Note: o.Note, Case: c, At: s.store.Now(ctx), order: o}
	if c != nil {
		t.Revision, t.Digest = c.RevisionID, c.Sum
	}
	// Compare-and-set: the row must still be the one the rules were asked about.
	won, err := store.Changed(s.store.DB(ctx).Model(&Track{}).
		Where("id = ? AND version = ? AND state = ?", track.ID, track.Version, track.State).
		Select("State", "Version", "MovedAt").Updates(Track{State: to, Version: track.Version + 1, MovedAt: t.At}))
	if err != nil {
		return nil, fmt.Errorf("review: %s %s: %w", o.Do, o.Ref, err)
	}
	if !won {
		return nil, handled(track)
	}
	track.State, track.Version, track.MovedAt = to, track.Version+1, t.At
	return t, nil
}

// check looks at what the move carries.
func (o *Order) check(ctx context.Context) error {
	if o.Check != nil {
		if err := o.Check(ctx, o); err != nil {
			return err
		}
	}
	if o.Do == Return || o.Do == SendBack {
		return reasonGiven(o.Note)
	}
	return nil
}

// ask asks the machine. A refusal that rests on facts which somebody has just
// changed is told as such: who comes second must not read "you have signed
// already" when it was the other tab that was faster.
func (s *Service) ask(ctx context.Context, t *Track, f *Facts, do Action, by identity.Actor) (State, error) {
	to, refusal := next(f, do, by)
	if refusal == nil {
		return to, nil
	}
	var now []Track
	if err := s.store.DB(ctx).Where("id = ?", t.ID).Limit(1).Find(&now).Error; err != nil {
		return "", err
	}
	if len(now) == 1 && now[0].Version != t.Version {
		return "", handled(&now[0])
	}
	return "", refusal
}

// handled is the answer to everybody but the first.
func handled(t *Track) error {
	return fault.New(fault.Stale, "已被处理：这篇稿件在您打开之后有了变化，现在是“%s”状态。", t.State.Title())
}

// apply does the engine's part of a move.
func (s *Service) apply(ctx context.Context, t *Transition) error {
	switch t.Do {
	case Edit, Correct:
		if err := s.addEditor(ctx, t); err != nil {
			return err
		}
		return s.close(ctx, t, Superseded)
	case Submit:
		return s.open(ctx, t)
	case Approve:
		return s.approve(ctx, t)
	case Return:
		return s.close(ctx, t, Sent)
	case SendBack:
		return s.nextRound(ctx, t)
	case Recall:
		return s.close(ctx, t, Recalled)
	case Discard:
		return s.clearEditors(ctx, t)
	case Publish:
		t.Track.LiveCaseID, t.Track.Published = t.Track.CaseID, true
		return s.close(ctx, t, Done)
	case Issue:
		t.Case.IssuedBy = &t.By.ID
		return s.saveCase(ctx, t)
	case Withdraw:
		t.Track.LiveCaseID, t.Track.WithdrawnBy, t.Track.ConfirmedBy = nil, &t.By.ID, nil
		return s.close(ctx, t, Superseded)
	case Confirm, Refuse:
		t.Track.ConfirmedBy = &t.By.ID
	}
	return nil
}

// finish stores the track's other fields, the step and the ledger entry.
func (s *Service) finish(ctx context.Context, t *Transition) error {
	db, track := s.store.DB(ctx), t.Track
	err := db.Model(&Track{}).Where("id = ?", track.ID).
		Select("Submitted", "CaseID", "LiveCaseID", "Published", "WithdrawnBy", "ConfirmedBy").Updates(track).Error
	if err != nil {
		return err
	}
	step := Step{TrackID: track.ID, RevisionID: t.Revision, At: t.At, ActorID: t.By.ID, Act: t.Do, Was: t.From, Became: track.State,
		Version: track.Version, Note: t.Note}
	if t.Case != nil {
		step.CaseID = &t.Case.ID
	}
	if err := db.Create(&step).Error; err != nil {
		return err
	}
	return s.ledger.Append(ctx, audit.Act{Actor: t.By.ID, Action: t.entry(), Object: track.Ref().String(), Digest: t.Digest,
		Detail: fmt.Sprintf("%s->%s version=%d revision=%d", t.From, track.State, track.Version, t.Revision),
		Rows:   append(t.rows, track.row(), step.row())})
}

// entry is the ledger's word for the move.
func (t *Transition) entry() audit.Action {
	if t.Do == Approve && t.From == Section {
		return audit.ReviewSection
	}
	return map[Action]audit.Action{
		Edit: audit.ReviewEdit, Submit: audit.ReviewSubmit, Discard: audit.ReviewDiscard, Approve: audit.ReviewApprove,
		Return: audit.ReviewReturn, SendBack: audit.ReviewReturn, Recall: audit.ReviewRecall, Publish: audit.ReviewPublish,
		Hold: audit.ReviewHold, Issue: audit.ReviewIssue, Decline: audit.ReviewIssue, Correct: audit.ReviewCorrect,
		Withdraw: audit.ReviewWithdraw, Confirm: audit.ReviewConfirm, Refuse: audit.ReviewConfirm,
	}[t.Do]
}

// follow publishes, or schedules, what has just been fully approved or issued.
func (s *Service) follow(ctx context.Context, t *Transition) error {
	if t.Track.State != Approved || (t.Do != Approve && t.Do != Issue) {
		return nil
	}
	if t.Case.NeedsIssue && t.Case.IssuedBy == nil {
		return nil
	}
	if t.Case.NotBefore != nil && t.Case.NotBefore.After(t.At) {
		return s.jobs.Add(ctx, GoLiveJob, t.Track.ID, *t.Case.NotBefore)
	}
	return s.goLive(ctx, t.Track)
}

// facts gathers what the machine may know. The returned case is the open one.
func (s *Service) facts(ctx context.Context, t *Track) (*Facts, *Case, error) {
	f := &Facts{State: t.State, Live: t.LiveCaseID != nil, WasPublic: t.Published, AuthorID: t.AuthorID, SectionID: t.SectionID, Confirmed: t.ConfirmedBy != nil}
	if t.WithdrawnBy != nil {
		f.WithdrawnBy = *t.WithdrawnBy
	}
	here, err := s.people.Enabled(ctx, t.AuthorID, t.SectionID)
	if err != nil {
		return nil, nil, err
	}
	f.AuthorGone = !here
	db := s.store.DB(ctx)
	if err := db.Model(&editor{}).Where("track_id = ?", t.ID).Order("person_id").Pluck("person_id", &f.Editors).Error; err != nil {
		return nil, nil, err
	}
	if t.LiveCaseID != nil {
		if err := db.Model(&Signature{}).Where("case_id = ?", *t.LiveCaseID).Distinct().Pluck("person_id", &f.LiveSigners).Error; err != nil {
			return nil, nil, err
		}
	}
	f.Hands = append(slices.Clone(f.Editors), t.AuthorID)
	if t.CaseID == nil {
		return f, nil, nil
	}
	var c Case
	if err := db.Where("id = ?", *t.CaseID).Take(&c).Error; err != nil {
		return nil, nil, fmt.Errorf("review: case %d: %w", *t.CaseID, err)
	}
	var hands []uint64
	if err := db.Model(&hand{}).Where("case_id = ? AND round = ?", c.ID, c.Round).Pluck("person_id", &hands).Error; err != nil {
		return nil, nil, err
	}
	f.Hands = append(f.Hands, hands...)
	f.NeedsIssue, f.Issued = c.NeedsIssue, c.IssuedBy != nil
	f.Due = c.NotBefore == nil || !c.NotBefore.After(s.store.Now(ctx))
	return f, &c, nil
}
