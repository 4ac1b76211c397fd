// Package sitereport makes 政府网站工作年度报表 (国办函〔2018〕12号): a form of some
// sixty lines about a year of the site. What this program knows is counted, the rest
// the office fills in; a number that is counted and yet changed needs a reason.
//
// It works as models/annual does: nothing here is public or signed. Submit freezes
// the form into a document, which goes through the three levels like any other.
package sitereport

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
)

// Known is what a source says of one field.
type Known struct {
	Value string
	Words string // how it comes about, a sentence for people
	List  string // id of the counter whose rows it counts, "" for none
}

// Source counts what it can of a year, by Field.From.
type Source func(ctx context.Context, year int) (map[string]Known, error)

// Service is the package's door.
type Service struct {
	store   *store.Store
	ledger  *audit.Ledger
	site    *site.Service
	review  *review.Service
	content *content.Service
	source  Source
}

// New returns the service; models/wire.go names its source.
func New(s *store.Store, l *audit.Ledger, c *site.Service, v *review.Service, d *content.Service) *Service {
	return &Service{store: s, ledger: l, site: c, review: v, content: d, source: func(context.Context, int) (map[string]Known, error) { return nil, nil }}
}

// Read names the source.
func (s *Service) Read(x Source) { s.source = x }

// work is a year of the form.
type work struct {
	Year       int `gorm:"primaryKey;autoIncrement:false"`
	Version    int
	DocumentID uint64 // that it was frozen into, 0 for none
}

// TableName implements gorm's Tabler.
func (work) TableName() string { return "site_report_works" }

func (w *work) row() audit.Row {
	return audit.NewRow("site_report_works", w.Year, w.Version, w.DocumentID)
}

// entry is a field filled in by hand, or (Field is the id of a rule) why something
// may stand.
type entry struct {
	Year   int    `gorm:"primaryKey;autoIncrement:false"`
	Field  string `gorm:"primaryKey;size:30"`
	Value  string `gorm:"size:500"`
	Reason string `gorm:"size:500"`
	By     uint64 `gorm:"column:person_id"`
	At     time.Time
}

// TableName implements gorm's Tabler.
func (entry) TableName() string { return "site_report_entries" }

func (e *entry) row() audit.Row {
	return audit.NewRow("site_report_entries", fmt.Sprintf("%d.%s", e.Year, e.Field), e.Value, e.Reason, e.By, e.At)
}

// Tables lists what the package stores.
func Tables() []any { return []any{&work{}, &entry{}} }

// Source yields the digests of everything the package stores, for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	var works []work
	var entries []entry
	if err := errors.Join(s.store.DB(ctx).Find(&works).Error, s.store.DB(ctx).Find(&entries).Error); err != nil {
		return fmt.Errorf("sitereport: %w", err)
	}
	for i := range works {
		if err := yield(works[i].row()); err != nil {
			return err
		}
	}
	for i := range entries {
		if err := yield(entries[i].row()); err != nil {
			return err
		}
	}
	return nil
}

// first is the first year of the form.
const first = 2018

// exists refuses years that have no form.
func (s *Service) exists(ctx context.Context, year int) error {
	if year < first || year > calendar.Year(s.store.Now(ctx)) {
		return fault.New(fault.NotFound, "没有这一年的网站年度报表。")
	}
	return nil
}

// Reads reports whether a person may open the form.
func Reads(by identity.Actor) bool {
	return by.Has(identity.Publisher) || by.Has(identity.Head) || by.Has(identity.Officer) || by.Has(identity.Director)
}

func mayRead(by identity.Actor) error {
	if Reads(by) {
		return nil
	}
	return fault.New(fault.Forbidden, "网站年度报表由发布员填写，科室负责人、保密审查员和分管领导可以查看。")
}

func mayWrite(by identity.Actor) error {
	if !by.Has(identity.Publisher) {
		return fault.New(fault.Forbidden, "只有发布员可以填写网站年度报表。")
	}
	return nil
}
