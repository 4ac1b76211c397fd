// Package stats counts what the public reads, searches and downloads (访问统计),
// without knowing who does.
//
// Invariants: nothing of a request is kept but what was asked for and the day: no
// address, no cookie, no browser, no order of visits; a search term is kept only
// if it cannot be a number or an address of a person; counting costs a reader one
// atomic addition and never waits for the database; counts of several servers add
// up. What a process has counted and not yet stored is lost when it is killed.
package stats

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/models/store"
)

// Kind is what was looked at.
type Kind string

// The kinds.
const (
	Document Kind = "document" // a document's page
	Column   Kind = "column"   // a column's page, whichever page of its list
	Home     Kind = "home"     // the front page; its object is 0
)

// viewCount is how often something was looked at in a span of time: a day
// (20261123), or a month that is over for long (20261100), in China Standard Time.
type viewCount struct {
	Kind   Kind   `gorm:"primaryKey;size:10"`
	Span   int    `gorm:"primaryKey;autoIncrement:false"`
	Object uint64 `gorm:"primaryKey;autoIncrement:false"`
	N      int64
}

// TableName implements gorm's Tabler.
func (viewCount) TableName() string { return "stats_views" }

// fileCount is how often an attachment was downloaded.
type fileCount struct {
	Span       int    `gorm:"primaryKey;autoIncrement:false"`
	DocumentID uint64 `gorm:"primaryKey;autoIncrement:false"`
	FileKey    string `gorm:"primaryKey;size:32"`
	N          int64
}

// TableName implements gorm's Tabler.
func (fileCount) TableName() string { return "stats_files" }

// termCount is how often a term was searched for on a day.
type termCount struct {
	Span   int    `gorm:"primaryKey;autoIncrement:false"`
	Term   string `gorm:"primaryKey;size:40"`
	N      int64
	Missed int64 // how often nothing was found
	Found  int64 // sum of the numbers of results
}

// TableName implements gorm's Tabler.
func (termCount) TableName() string { return "stats_terms" }

// Tables lists what the package stores.
func Tables() []any { return []any{&viewCount{}, &fileCount{}, &termCount{}} }

// Service counts.
type Service struct {
	store    *store.Store
	personal func(text string) bool

	mu      sync.Mutex
	dirty   []*Counter // those that are not nought
	waiting waiting
}

// waiting is what was counted and is not stored yet.
type waiting struct {
	views map[viewKey]int64
	files map[fileKey]int64
	terms map[string]termCount
}

type viewKey struct {
	kind   Kind
	object uint64
}

type fileKey struct {
	document uint64
	key      string
}

func fresh() waiting {
	return waiting{map[viewKey]int64{}, map[fileKey]int64{}, map[string]termCount{}}
}

// most is how many different things wait to be stored; while the database is away
// for long, further ones are not counted.
const most = 50_000

// New returns the service kept in s. personal tells a search term that may name a
// person: such a term is never kept.
func New(s *store.Store, personal func(text string) bool) *Service {
	return &Service{store: s, personal: personal, waiting: fresh()}
}

// Counter counts the views of one thing. Any number of counters may count the
// same thing; a counter nobody holds any more is forgotten once it is stored.
type Counter struct {
	n  atomic.Int64
	of viewKey
	in *Service
}

// Counter is a new counter of a thing.
func (s *Service) Counter(kind Kind, object uint64) *Counter {
	return &Counter{of: viewKey{kind, object}, in: s}
}

// Hit counts one view.
func (c *Counter) Hit() {
	if c.n.Add(1) == 1 { // the first since it was stored
		c.in.mu.Lock()
		c.in.dirty = append(c.in.dirty, c)
		c.in.mu.Unlock()
	}
}

// Downloaded counts one download of a document's attachment.
func (s *Service) Downloaded(document uint64, key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := fileKey{document, key}
	if _, known := s.waiting.files[k]; known || len(s.waiting.files) < most {
		s.waiting.files[k]++
	}
}

// Searched counts one search of the public and how many results it had. What may
// be personal and what is longer than MaxTerm is not counted.
func (s *Service) Searched(term string, hits int) {
	term, ok := s.normal(term)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, known := s.waiting.terms[term]
	if !known && len(s.waiting.terms) >= mostTerms {
		return
	}
	t.N++
	t.Found += int64(max(hits, 0))
	if hits <= 0 {
		t.Missed++
	}
	s.waiting.terms[term] = t
}

// mostTerms bounds the different terms between two flushes: who sends invented
// ones cannot fill the table faster than that.
const mostTerms = 500

// drain takes what waits.
func (s *Service) drain() waiting {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.dirty {
		if n := c.n.Swap(0); n > 0 {
			s.waiting.views[c.of] += n
		}
	}
	s.dirty = nil
	w := s.waiting
	s.waiting = fresh()
	return w
}

// back puts back what could not be stored.
func (s *Service) back(w waiting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for k, n := range w.views {
		if len(s.waiting.views) < most {
			s.waiting.views[k] += n
		}
	}
	for k, n := range w.files {
		if len(s.waiting.files) < most {
			s.waiting.files[k] += n
		}
	}
	for k, t := range w.terms {
		if len(s.waiting.terms) < mostTerms {
			sum := s.waiting.terms[k]
			sum.N, sum.Missed, sum.Found = sum.N+t.N, sum.Missed+t.Missed, sum.Found+t.Found
			s.waiting.terms[k] = sum
		}
	}
}

// Work stores what was counted each interval until ctx ends, and tidies once a
// day. problem hears of the first failure of several in a row.
func (s *Service) Work(ctx context.Context, every time.Duration, problem func(error)) {
	t := time.NewTicker(every)
	defer t.Stop()
	failing, tidied := false, 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
		err := s.Flush(ctx)
		if today := day(s.store.Clock()); err == nil && today != tidied {
			if err = s.Tidy(ctx); err == nil {
				tidied = today
			}
		}
		if err != nil && !failing && ctx.Err() == nil {
			problem(err)
		}
		failing = err != nil
	}
}
