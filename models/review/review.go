// Package review runs the three-level review (拟稿, 科室审核, 保密审查) on any
// subject: a document, a reply to a disclosure request, an annual report. It
// knows subjects only by kind, id and the digest of a revision, so it imports
// none of their packages.
//
// machine.go holds the rules as one table and pure functions; do.go applies
// them in a transaction; recheck.go proves the three signatures again before
// anything becomes public.
//
// Invariants: one transition is one transaction that first moves the track by
// compare-and-set on version and state; signatures bind to the digest of the
// signed bytes; the people of one case are pairwise different, which the
// primary key of review_hands enforces behind the code; every transition has
// exactly one ledger entry.
package review

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/identity"
	"gongkai/models/jobs"
	"gongkai/models/store"
)

// Ref names a subject: its kind and its id there.
type Ref struct {
	Kind string
	ID   uint64
}

// String is the subject's name in the ledger, "document/12".
func (r Ref) String() string { return fmt.Sprintf("%s/%d", r.Kind, r.ID) }

// Track is where one subject stands. There is one for every subject, for ever.
type Track struct {
	ID          uint64
	Kind        string `gorm:"size:20"`
	SubjectID   uint64
	State       State `gorm:"size:20"`
	Version     int   // rises with every stored change; forms carry it
	AuthorID    uint64
	SectionID   uint64  // the author's section when it was created
	Submitted   bool    // it was sent for review at least once
	CaseID      *uint64 // the open case
	LiveCaseID  *uint64 // the case that made the live revision public
	Published   bool    // it went live at least once
	WithdrawnBy *uint64
	ConfirmedBy *uint64 // who confirmed or refused the withdrawal
	CreatedAt   time.Time
	MovedAt     time.Time
}

// TableName implements gorm's Tabler.
func (Track) TableName() string { return "review_tracks" }

// Ref names the track's subject.
func (t *Track) Ref() Ref { return Ref{t.Kind, t.SubjectID} }

// editor is one person who edited a subject since its last full approval.
type editor struct {
	TrackID  uint64 `gorm:"primaryKey;autoIncrement:false"`
	PersonID uint64 `gorm:"primaryKey;autoIncrement:false"`
}

// TableName implements gorm's Tabler.
func (editor) TableName() string { return "review_editors" }

// Fate is how a case ended.
type Fate string

// The fates.
const (
	Open       Fate = "open"
	Superseded Fate = "superseded" // the text was edited, or the subject withdrawn
	Recalled   Fate = "recalled"
	Sent       Fate = "returned"
	Done       Fate = "published"
)

// Case is one review of one revision: its bytes, by digest.
type Case struct {
	ID         uint64
	TrackID    uint64
	RevisionID uint64
	Sum        string     `gorm:"size:64"` // sha256 of the canonical bytes under review
	Form       int        // version of the canonical form
	Round      int        // rises when level 3 sends it back to level 2
	Fate       Fate       `gorm:"size:20"`
	NotBefore  *time.Time // scheduled publication
	NeedsIssue bool
	IssuedBy   *uint64
	OpenedAt   time.Time
	ClosedAt   *time.Time
}

// TableName implements gorm's Tabler.
func (Case) TableName() string { return "review_cases" }

// Number is the number of the review form (审核单号): year and serial.
func (c *Case) Number() string {
	return fmt.Sprintf("SH%d-%06d", calendar.Year(c.OpenedAt), c.ID)
}

// hand is one person who has a hand in a round of a case. Its primary key is
// the last line behind "three different people".
type hand struct {
	CaseID   uint64 `gorm:"primaryKey;autoIncrement:false"`
	Round    int    `gorm:"primaryKey;autoIncrement:false"`
	PersonID uint64 `gorm:"primaryKey;autoIncrement:false"`
	Level    int
}

// TableName implements gorm's Tabler.
func (hand) TableName() string { return "review_hands" }

// Levels of signatures.
const (
	LevelDraft           = 1 // 拟稿
	LevelSection         = 2 // 科室审核
	LevelConfidentiality = 3 // 保密审查
)

// Signature is one person's signature at one level under the bytes of a case.
// Append-only: the three signatures are the right to publish.
type Signature struct {
	ID        uint64
	CaseID    uint64
	Round     int
	Level     int
	PersonID  uint64
	SectionID uint64
	Deputy    bool // signed as the dated deputy of the head
	At        time.Time
	Note      string `gorm:"size:1000"`
	Answers   string `gorm:"size:1000"` // what was ticked, canonical: "q1=no q2=no …"
	Sum       string `gorm:"size:64"`
	Form      int
}

// TableName implements gorm's Tabler.
func (Signature) TableName() string { return "review_signatures" }

// Step is one transition in a subject's history.
type Step struct {
	ID         uint64
	TrackID    uint64
	CaseID     *uint64
	RevisionID uint64
	At         time.Time
	ActorID    uint64 // 0 is the system
	Act        Action `gorm:"size:20"`
	Was        State  `gorm:"size:20"`
	Became     State  `gorm:"size:20"`
	Version    int    // the track's version after the step
	Note       string `gorm:"size:1000"`
}

// TableName implements gorm's Tabler.
func (Step) TableName() string { return "review_steps" }

// Tables lists what the package stores.
func Tables() []any {
	return []any{&Track{}, &editor{}, &Case{}, &hand{}, &Signature{}, &Step{}, &read{}, &Comment{}}
}

// Owner is what the engine must be told about one kind of subject. Its methods
// run inside the deciding transaction.
type Owner interface {
	// Sum recomputes the digest of a stored revision from its rows.
	Sum(ctx context.Context, revision uint64) (sum string, err error)
	// Obstacle says, in a sentence for people, why a revision cannot stand on the
	// public site now, or "".
	Obstacle(ctx context.Context, revision uint64) (why string, err error)
	// Shortfall says what a revision lacks before a level may be signed, Section or
	// Confidentiality, or "".
	Shortfall(ctx context.Context, revision uint64, level State) (why string, err error)
	// Parts lists the files of a revision, each of which must be examined before
	// level 3 is signed.
	Parts(ctx context.Context, revision uint64) ([]Part, error)
	// Moved does what follows from a transition: pointers, lists, feeds. Rows it
	// writes are reported to t.Wrote.
	Moved(ctx context.Context, t *Transition) error
}

// GoLiveJob is the kind of job that publishes a subject at its time; its ref is
// the track's id.
const GoLiveJob = "review.golive"

// Service moves subjects.
type Service struct {
	store  *store.Store
	ledger *audit.Ledger
	jobs   *jobs.Queue
	people *identity.Service
	owners map[string]Owner
}

// New returns the service kept in s.
func New(s *store.Store, l *audit.Ledger, q *jobs.Queue, p *identity.Service) *Service {
	return &Service{store: s, ledger: l, jobs: q, people: p, owners: map[string]Owner{}}
}

// Own says who owns a kind of subject. models/wire.go is the only caller.
func (s *Service) Own(kind string, o Owner) { s.owners[kind] = o }

func (t *Track) row() audit.Row {
	return audit.NewRow("review_tracks", t.ID, t.Kind, t.SubjectID, string(t.State), t.Version, t.AuthorID, t.SectionID, t.Submitted,
		t.CaseID, t.LiveCaseID, t.Published, t.WithdrawnBy, t.ConfirmedBy, t.CreatedAt, t.MovedAt)
}

func (c *Case) row() audit.Row {
	return audit.NewRow("review_cases", c.ID, c.TrackID, c.RevisionID, c.Sum, c.Form, c.Round, string(c.Fate), c.NotBefore, c.NeedsIssue,
		c.IssuedBy, c.OpenedAt, c.ClosedAt)
}

func (g *Signature) row() audit.Row {
	return audit.NewRow("review_signatures", g.ID, g.CaseID, g.Round, g.Level, g.PersonID, g.SectionID, g.Deputy, g.At, g.Note, g.Answers, g.Sum, g.Form)
}

func (p *Step) row() audit.Row {
	return audit.NewRow("review_steps", p.ID, p.TrackID, p.CaseID, p.RevisionID, p.At, p.ActorID, string(p.Act), string(p.Was), string(p.Became), p.Version, p.Note)
}

func (h *hand) row() audit.Row {
	return audit.NewRow("review_hands", fmt.Sprintf("%d.%d.%d", h.CaseID, h.Round, h.PersonID), h.Level)
}

func (e *editor) row() audit.Row {
	return audit.NewRow("review_editors", fmt.Sprintf("%d.%d", e.TrackID, e.PersonID), e.PersonID)
}
