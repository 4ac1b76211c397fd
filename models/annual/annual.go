// Package annual is the workbench (年报工作台) on which a year's statutory report
// is made: figures counted by the sources or entered by hand with a reason, a text
// whose numbers are bound to them, everything that the rules find, and what people
// say to a warning.
//
// Nothing here is public and nothing here is signed. Submit freezes figures and
// text into a document; from there on it is a document like any other, and what is
// counted afterwards cannot change it. Judge keeps every report from being
// submitted, wherever it was written, while a rule of severity E fails.
package annual

import (
	"context"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/report/rules"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
)

// Service is the package's door.
type Service struct {
	store   *store.Store
	ledger  *audit.Ledger
	site    *site.Service
	review  *review.Service
	content *content.Service

	sources    []report.Source
	counters   Counting
	challenges Challenging
	unchecked  Unchecked
}

// Counter is a number that the text of a report needs and no table holds.
type Counter struct {
	ID    string // "n.portal", as the text binds it
	Label string
	N     int
	Words string // how it is counted
}

// Counting counts a year's counters, in the order of a list.
type Counting func(ctx context.Context, year int) ([]Counter, error)

// Challenging lists the lawsuits of a year that no review went before.
type Challenging func(ctx context.Context, year int) ([]rules.Challenge, error)

// Unchecked names the registers that cells of a format are counted from and of which
// nobody has said that they are complete for a year.
type Unchecked func(ctx context.Context, f *report.Format, year int) ([]string, error)

// New returns a service without sources: models/wire.go names them.
func New(s *store.Store, l *audit.Ledger, c *site.Service, v *review.Service, d *content.Service) *Service {
	return &Service{store: s, ledger: l, site: c, review: v, content: d}
}

// Read names a source. Where two count the same cell, the first one counts.
func (s *Service) Read(x report.Source) { s.sources = append(s.sources, x) }

// Count names who counts the counters and the lawsuits.
func (s *Service) Count(c Counting, x Challenging) { s.counters, s.challenges = c, x }

// Ask names who knows which registers are complete.
func (s *Service) Ask(x Unchecked) { s.unchecked = x }

// May reports whether a person may open the workbench, and whether to change what
// stands on it: the publisher, and the clerk of disclosure requests.
func May(by identity.Actor) (read, write bool) {
	write = by.Has(identity.Publisher) || by.Has(identity.Clerk)
	return write || by.Has(identity.Head) || by.Has(identity.Officer) || by.Has(identity.Director), write
}

func mayRead(by identity.Actor) error {
	if read, _ := May(by); !read {
		return fault.New(fault.Forbidden, "年报工作台由发布员和依申请公开经办使用，科室负责人、保密审查员和分管领导可以查看。")
	}
	return nil
}

func mayWrite(by identity.Actor) error {
	if _, write := May(by); !write {
		return fault.New(fault.Forbidden, "只有发布员和依申请公开经办可以修改年报。")
	}
	return nil
}

// formatOf returns the format of a year that may stand on the workbench: those of
// the statutory formats, up to this year. NotFound for the others.
func (s *Service) formatOf(ctx context.Context, year int) (*report.Format, error) {
	f, err := report.ForYear(year)
	if err != nil || year > s.thisYear(ctx) {
		return nil, fault.New(fault.NotFound, "没有这一年的年报。")
	}
	return f, nil
}

// column is the column of annual reports: the first in the order of the tree.
func (s *Service) column(ctx context.Context) (*site.Column, error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range tree.All() {
		if c.PageType == site.Reports {
			return c, nil
		}
	}
	return nil, fault.New(fault.Conflict, "网站没有年报栏目，请系统管理员先建立。")
}
