// Package content keeps documents: a Document is the lasting identity and
// address, a Revision one frozen text of it, and content_live the narrow table
// of what is public. What citizens read of a document they read through content_live, so
// no query can forget the condition that keeps drafts away.
//
// Invariants: a revision is never updated and never deleted; its digest covers
// everything a reader will see; only Moved writes content_live, and the review
// engine calls it only after proving three signatures; published_at is set by
// the server at the first publication and has no other writer.
package content

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gongkai/models/audit"
	"gongkai/models/files"
	"gongkai/models/jobs"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
)

// Kind is content's name as a review subject, and in the ledger.
const Kind = "document"

// Document is a document's lasting identity.
type Document struct {
	ID              uint64
	ColumnID        uint64     // of the live revision, else of the latest
	LiveID          *uint64    // the revision the public reads
	LatestID        *uint64    // the revision staff work on
	PublishedAt     *time.Time // first publication
	WithdrawnAt     *time.Time
	WithdrawnReason string `gorm:"size:20"`
	Replacement     string `gorm:"size:500"` // a Pointer: where readers of a withdrawn document go on
	CreatedAt       time.Time
}

// TableName implements gorm's Tabler.
func (Document) TableName() string { return "content_documents" }

// Kinds of change that a correction may be.
const (
	FirstChange = ""           // the document's first publication
	Minor       = "minor"      // 小改: no public note, dates unchanged
	Correction  = "correction" // 更正: public note and a new 更新 date
	Superseded  = "superseded" // 废止、被替代: the text stays and says that it does not hold any more
)

// Revision is one text. It never changes once stored.
type Revision struct {
	ID         uint64
	DocumentID uint64
	Number     int // counts from 1 within the document
	ColumnID   uint64
	Title      string     `gorm:"size:200"`
	Body       string     // HTML as markup.Clean left it
	Source     string     `gorm:"size:100"`
	PublishAt  *time.Time // not public before; nil is at once
	ReportYear *int       // in a column of annual reports
	Figures    string     // canonical JSON of a report's figures (models/report), or ""
	ChangeKind string     `gorm:"size:20"`
	PublicNote string     `gorm:"size:500"`
	Standing   Standing   `gorm:"size:20"`  // "" while it holds
	Successor  string     `gorm:"size:500"` // a Pointer: what took its place
	Facts      string     // canonical JSON of Facts, or ""
	Roll       string     // canonical JSON of a structured list (清单), or ""
	Form       int        // version of the canonical form that Sum digests
	Sum        string     `gorm:"size:64"`
	AuthorID   uint64     // who saved it
	CreatedAt  time.Time

	Attachments []Attachment `gorm:"-"` // in their order
	wrote       []audit.Row  // by whoever made the revision, besides its own
}

// TableName implements gorm's Tabler.
func (Revision) TableName() string { return "content_revisions" }

// live is one public document. Lists read nothing else.
type live struct {
	DocumentID  uint64 `gorm:"primaryKey;autoIncrement:false"`
	RevisionID  uint64
	CaseID      uint64
	ColumnID    uint64
	ReportYear  *int
	Title       string `gorm:"size:200"`
	PublishedAt time.Time
	RevisedAt   time.Time
	Standing    Standing `gorm:"size:20"` // as stand finds it, for lists
	StandingBy  *uint64  // the public document that says so; nil when the text says it itself
}

// TableName implements gorm's Tabler.
func (live) TableName() string { return "content_live" }

// note is one public line of a document's revision log (更正说明).
type note struct {
	ID         uint64
	DocumentID uint64
	RevisionID uint64
	At         time.Time
	Note       string `gorm:"size:500"`
}

// TableName implements gorm's Tabler.
func (note) TableName() string { return "content_notes" }

// Tables lists what the package stores.
func Tables() []any {
	return []any{&Document{}, &Revision{}, &live{}, &note{}, &tally{}, &Attachment{}, &copied{}, &linked{}, &policyRow{}, &index{}, &indexCounter{}}
}

// Service is the package's door.
type Service struct {
	store   *store.Store
	site    *site.Service
	review  *review.Service
	files   *files.Service
	changed Changed
	judge   Judge
	jobs    *jobs.Queue
	ledger  *audit.Ledger

	shelves shelves // the library, in memory
}

// Changed is told, in the same transaction, when what the public reads of a
// document has changed. One that is withdrawn may not be shown again from any copy.
type Changed func(ctx context.Context, document uint64, withdrawn bool) error

// OnChange sets who is told. models/wire.go is its only caller.
func (s *Service) OnChange(f Changed) { s.changed = f }

// Judge says whether a revision may be submitted, beside what the package itself
// asks for; an Invalid fault says why not.
type Judge func(ctx context.Context, r *Revision) error

// OnSubmit sets who judges. models/wire.go is its only caller.
func (s *Service) OnSubmit(f Judge) { s.judge = f }

// New returns the service kept in s.
func New(s *store.Store, c *site.Service, v *review.Service, f *files.Service, q *jobs.Queue, l *audit.Ledger) *Service {
	return &Service{store: s, site: c, review: v, files: f, jobs: q, ledger: l, changed: func(context.Context, uint64, bool) error { return nil }, judge: func(context.Context, *Revision) error { return nil }}
}

// Ref names a document to the review engine.
func Ref(id uint64) review.Ref { return review.Ref{Kind: Kind, ID: id} }

// formVersion is the canonical form that new revisions are digested in.
const formVersion = 4

// canonical writes everything a reader will see of r, each field with its name
// and length, in the form of the given version. Old versions stay here for
// ever, so that a signature can be checked in ten years.
func (r *Revision) canonical(version int) (string, error) {
	if version < 1 || version > formVersion {
		return "", fmt.Errorf("content: revision %d has the unknown form %d", r.ID, version)
	}
	if version < 3 && (r.Standing != "" || r.Successor != "") {
		return "", fmt.Errorf("content: revision %d says more than its form %d can", r.ID, version)
	}
	if version < 4 && (r.Facts != "" || r.Roll != "") {
		return "", fmt.Errorf("content: revision %d says more than its form %d can", r.ID, version)
	}
	at, year := "", ""
	if r.PublishAt != nil {
		at = strconv.FormatInt(r.PublishAt.UnixMilli(), 10)
	}
	if r.ReportYear != nil {
		year = strconv.Itoa(*r.ReportYear)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "gongkai-document-%d\n", version)
	files := "" // version 1 had none
	if version >= 2 {
		files = attached(r.Attachments)
	}
	fields := [][2]string{
		{"document", strconv.FormatUint(r.DocumentID, 10)}, {"column", strconv.FormatUint(r.ColumnID, 10)},
		{"title", r.Title}, {"source", r.Source}, {"publish_at", at}, {"report_year", year}, {"figures", r.Figures},
		{"change", r.ChangeKind}, {"note", r.PublicNote}, {"attachments", files}, {"body", r.Body},
	}
	if version >= 3 { // before, no text could say that it does not hold any more
		fields = append(fields, [][2]string{{"standing", string(r.Standing)}, {"successor", r.Successor}}...)
	}
	if version >= 4 { // before, a text was all that a document said
		fields = append(fields, [][2]string{{"facts", r.Facts}, {"roll", r.Roll}}...)
	}
	for _, f := range fields {
		fmt.Fprintf(&b, "%s %d\n%s\n", f[0], len(f[1]), f[1])
	}
	return b.String(), nil
}

// sum digests the canonical form.
func (r *Revision) sum() (string, error) {
	text, err := r.canonical(r.Form)
	if err != nil {
		return "", err
	}
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:]), nil
}

// row counts a replacement only where there is one: entries from before there
// were any still match.
func (d *Document) row() audit.Row {
	fields := []any{d.ColumnID, d.LiveID, d.LatestID, d.PublishedAt, d.WithdrawnAt, d.WithdrawnReason, d.CreatedAt}
	if d.Replacement != "" {
		fields = append(fields, d.Replacement)
	}
	return audit.NewRow("content_documents", d.ID, fields...)
}

// row digests the text itself, not the stored Sum alone: a changed byte of the
// body must contradict the ledger.
func (r *Revision) row() audit.Row {
	text, err := r.canonical(r.Form)
	if err != nil {
		text = err.Error()
	}
	return audit.NewRow("content_revisions", r.ID, r.Number, text, r.Form, r.Sum, r.AuthorID, r.CreatedAt)
}

// rows are what the ledger is told of a new revision.
func (r *Revision) rows() []audit.Row {
	rows := append(r.wrote, r.row())
	for i := range r.Attachments {
		rows = append(rows, r.Attachments[i].row())
	}
	return rows
}

// row counts the standing only where it says something, as Document's does.
func (l *live) row() audit.Row {
	fields := []any{l.RevisionID, l.CaseID, l.ColumnID, l.ReportYear, l.Title, l.PublishedAt, l.RevisedAt}
	if l.Standing != "" {
		fields = append(fields, string(l.Standing))
	}
	if l.StandingBy != nil {
		fields = append(fields, *l.StandingBy)
	}
	return audit.NewRow("content_live", l.DocumentID, fields...)
}

func (n *note) row() audit.Row {
	return audit.NewRow("content_notes", n.ID, n.DocumentID, n.RevisionID, n.At, n.Note)
}

// Source yields the digests of everything the package stores, for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	err := audit.Each(ctx, s.store, "id", func(d *Document) uint64 { return d.ID }, func(d *Document) error { return yield(d.row()) })
	if err != nil {
		return err
	}
	if err := s.texts(ctx, yield); err != nil {
		return err
	}
	err = audit.Each(ctx, s.store, "document_id", func(l *live) uint64 { return l.DocumentID }, func(l *live) error { return yield(l.row()) })
	if err != nil {
		return err
	}
	err = audit.Each(ctx, s.store, "document_id", func(x *index) uint64 { return x.DocumentID }, func(x *index) error { return yield(x.row()) })
	if err != nil {
		return err
	}
	return audit.Each(ctx, s.store, "id", func(n *note) uint64 { return n.ID }, func(n *note) error { return yield(n.row()) })
}

// texts yields revisions and attachments; the lists of revisions are read a
// stretch at a time.
func (s *Service) texts(ctx context.Context, yield func(audit.Row) error) error {
	const stretch = 500
	var until uint64
	lists := map[uint64][]Attachment{}
	err := audit.Each(ctx, s.store, "id", func(r *Revision) uint64 { return r.ID }, func(r *Revision) error {
		if r.ID >= until {
			var list []Attachment
			until = r.ID + stretch
			clear(lists)
			err := s.store.DB(ctx).Where("revision_id >= ? AND revision_id < ?", r.ID, until).Order("revision_id, position").Find(&list).Error
			if err != nil {
				return err
			}
			for _, a := range list {
				lists[a.RevisionID] = append(lists[a.RevisionID], a)
			}
		}
		r.Attachments = lists[r.ID]
		return yield(r.row())
	})
	if err != nil {
		return err
	}
	return audit.Each(ctx, s.store, "id", func(a *Attachment) uint64 { return a.ID }, func(a *Attachment) error { return yield(a.row()) })
}
