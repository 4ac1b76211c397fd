// Package register keeps the registers (台账) that the yearly report is counted
// from: documents, items, decisions, fee income, procurement, requests for
// disclosure, disputes about them, and what other channels published.
//
// One engine keeps all of them. A kind is data (kinds.go): fields with a name, a
// label and a type. Their rows stand in one table with typed columns, so that
// plain SQL can count every cell again.
//
// Invariants: a row is never deleted, only marked as removed, and every change of
// one is an entry in the ledger; no row holds personal data; what is counted
// follows from rows and the year alone, no clock is asked; a register in which
// nothing stands and of which nobody said that there is nothing to enter is
// unknown, and unknown is never zero.
package register

import (
	"context"
	"time"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/site"
	"gongkai/models/store"
)

// Row is one row of a register. Days are "2006-01-02" in China Standard Time, ""
// is none; what a column means for a kind is said in kinds.go.
type Row struct {
	ID         uint64
	Kind       string  `gorm:"size:20"`  // id of the Kind
	Sort       string  `gorm:"size:20"`  // 类别: license, penalty, normdocs, review, wechat …
	Name       string  `gorm:"size:200"` // title, name of the item, what was asked for
	Number     string  `gorm:"size:60"`  // 文号, 案号
	OpenedOn   string  `gorm:"size:10"`  // made, begun, decided, received, filed, published
	PublicOn   string  `gorm:"size:10"`  // of a document: first made public
	ClosedOn   string  `gorm:"size:10"`  // repealed, ended, answered, concluded
	ExpiresOn  string  `gorm:"size:10"`  // of a document: last day on which it holds
	Applicant  string  `gorm:"size:10"`  // of a request: nat, biz, sci, ngo, law, oth
	Result     string  `gorm:"size:30"`  // of a request: a row of table three; of a dispute: its outcome
	AmountFen  int64   // 分
	N          int     // how many the row stands for
	Flag       bool    // of a decision: it was made public
	About      string  `gorm:"size:200"` // of a dispute: the number of the request; of an item: its legal basis
	SectionID  *uint64 // the section (科室) that keeps it
	DocumentID *uint64 // a document of this site that is the same thing
	Note       string  `gorm:"size:500"`
	Removed    bool    // counts no more
	Version    int
	AuthorID   uint64 // who entered it
	CreatedAt  time.Time
	ChangedAt  time.Time
}

// TableName implements gorm's Tabler.
func (Row) TableName() string { return "register_rows" }

// row digests every column.
func (r *Row) row() audit.Row {
	return audit.NewRow("register_rows", r.ID, r.Kind, r.Sort, r.Name, r.Number, r.OpenedOn, r.PublicOn, r.ClosedOn, r.ExpiresOn, r.Applicant, r.Result,
		r.AmountFen, r.N, r.Flag, r.About, r.SectionID, r.DocumentID, r.Note, r.Removed, r.Version, r.AuthorID, r.CreatedAt, r.ChangedAt)
}

// ended is the day from whose end on a document or item holds no more: repealed or
// run out, whichever comes first; "" while it holds.
func (r *Row) ended() string {
	if r.ClosedOn == "" || r.ExpiresOn != "" && r.ExpiresOn < r.ClosedOn {
		return r.ExpiresOn
	}
	return r.ClosedOn
}

// What a mark says.
const (
	markNone    = "none"    // 本单位没有此类事项; its year is 0
	markChecked = "checked" // 本年台账已核对
)

// mark is a statement of a person about a register.
type mark struct {
	ID       uint64
	Kind     string `gorm:"size:20"`
	Year     int    // 0 for all years
	Says     string `gorm:"size:20"`
	PersonID uint64
	At       time.Time
}

// TableName implements gorm's Tabler.
func (mark) TableName() string { return "register_marks" }

func (m *mark) row() audit.Row {
	return audit.NewRow("register_marks", m.ID, m.Kind, m.Year, m.Says, m.PersonID, m.At)
}

// Tables lists what the package stores.
func Tables() []any { return []any{&Row{}, &mark{}} }

// Service is the package's door. It implements report.Source.
type Service struct {
	store   *store.Store
	ledger  *audit.Ledger
	content *content.Service
	site    *site.Service
	people  *identity.Service
	locked  func(ctx context.Context, year int) (bool, error)
}

var _ report.Source = (*Service)(nil)

// New returns the service kept in s. Documents that are public come from c.
func New(s *store.Store, l *audit.Ledger, c *content.Service, columns *site.Service, people *identity.Service) *Service {
	return &Service{store: s, ledger: l, content: c, site: columns, people: people, locked: func(context.Context, int) (bool, error) { return false, nil }}
}

// OnLocked sets who knows whether the report of a year is public: a change that
// concerns such a year asks for a reason. models/wire.go is its only caller.
func (s *Service) OnLocked(f func(ctx context.Context, year int) (bool, error)) { s.locked = f }

// Source yields the digests of everything the package stores, for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	err := audit.Each(ctx, s.store, "id", func(r *Row) uint64 { return r.ID }, func(r *Row) error { return yield(r.row()) })
	if err != nil {
		return err
	}
	return audit.Each(ctx, s.store, "id", func(m *mark) uint64 { return m.ID }, func(m *mark) error { return yield(m.row()) })
}
