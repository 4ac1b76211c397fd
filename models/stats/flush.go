package stats

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"gongkai/models/calendar"
	"gongkai/models/store"
)

// day is the span of a moment's day.
func day(t time.Time) int {
	l := t.In(calendar.Shanghai)
	return (l.Year()*100+int(l.Month()))*100 + l.Day()
}

// Flush stores what was counted, all of it or nothing; what could not be stored
// waits for the next time. It counts for the day on which it is stored: a few
// seconds around midnight may count for the day after.
func (s *Service) Flush(ctx context.Context) error {
	w := s.drain()
	if len(w.views)+len(w.files)+len(w.terms) == 0 {
		return nil
	}
	err := s.store.Tx(ctx, func(ctx context.Context) error { return s.put(ctx, w, day(s.store.Now(ctx))) })
	if err != nil {
		s.back(w)
		return fmt.Errorf("stats: flush: %w", err)
	}
	return nil
}

// put adds counts to a span. Rows are sorted, so that servers that flush at once
// do not lock each other out.
func (s *Service) put(ctx context.Context, w waiting, span int) error {
	var views []viewCount
	for k, n := range w.views {
		views = append(views, viewCount{k.kind, span, k.object, n})
	}
	slices.SortFunc(views, func(a, b viewCount) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Object, b.Object))
	})
	var files []fileCount
	for k, n := range w.files {
		files = append(files, fileCount{span, k.document, k.key, n})
	}
	slices.SortFunc(files, func(a, b fileCount) int {
		return cmp.Or(cmp.Compare(a.DocumentID, b.DocumentID), cmp.Compare(a.FileKey, b.FileKey))
	})
	var terms []termCount
	for _, term := range slices.Sorted(maps.Keys(w.terms)) {
		t := w.terms[term]
		t.Span, t.Term = span, term
		terms = append(terms, t)
	}
	if err := add(ctx, s.store, views, []string{"n"}, "kind", "span", "object"); err != nil {
		return err
	}
	if err := add(ctx, s.store, files, []string{"n"}, "span", "document_id", "file_key"); err != nil {
		return err
	}
	return add(ctx, s.store, terms, []string{"n", "missed", "found"}, "span", "term")
}

// batch is how many rows go into one statement.
const batch = 500

func add[T any](ctx context.Context, s *store.Store, rows []T, sums []string, key ...string) error {
	for part := range slices.Chunk(rows, batch) {
		if err := s.Sum(ctx, part, sums, key...); err != nil {
			return err
		}
	}
	return nil
}

// keepMonths is how long days are kept: a whole year can be compared with the same
// days of the year before.
const keepMonths = 13

// Tidy sums the days of views and downloads that are older than thirteen months up
// to months, and deletes the search terms of that time. Several servers may do it
// at once.
func (s *Service) Tidy(ctx context.Context) error {
	before := day(calendar.Month(s.store.Clock()).AddDate(0, -keepMonths, 0))
	for {
		n, err := s.tidy(ctx, before)
		if err != nil {
			return fmt.Errorf("stats: tidy: %w", err)
		}
		if n < batch {
			return nil
		}
	}
}

// tidy does some of it and returns the most rows of a kind that it found. The rows
// are locked first: who comes second finds them gone.
func (s *Service) tidy(ctx context.Context, before int) (n int, err error) {
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		var views []viewCount
		var files []fileCount
		lock := clause.Locking{Strength: "UPDATE"}
		old := "span < ? AND span % 100 > 0" // months end with 00
		if err := s.store.DB(ctx).Clauses(lock).Where(old, before).Order("kind, span, object").Limit(batch).Find(&views).Error; err != nil {
			return err
		}
		if err := s.store.DB(ctx).Clauses(lock).Where(old, before).Order("span, document_id, file_key").Limit(batch).Find(&files).Error; err != nil {
			return err
		}
		if err := s.store.DB(ctx).Where("span < ?", before).Delete(&termCount{}).Error; err != nil {
			return err
		}
		n = max(len(views), len(files))
		return s.coarsen(ctx, views, files)
	})
	return n, err
}

// coarsen puts rows of days into those of their months.
func (s *Service) coarsen(ctx context.Context, views []viewCount, files []fileCount) error {
	months := map[int]waiting{}
	of := func(span int) waiting {
		m := span - span%100
		if _, ok := months[m]; !ok {
			months[m] = fresh()
		}
		return months[m]
	}
	for i := range views {
		v := &views[i]
		of(v.Span).views[viewKey{v.Kind, v.Object}] += v.N
		if err := s.store.DB(ctx).Delete(v).Error; err != nil {
			return err
		}
	}
	for i := range files {
		f := &files[i]
		of(f.Span).files[fileKey{f.DocumentID, f.FileKey}] += f.N
		if err := s.store.DB(ctx).Delete(f).Error; err != nil {
			return err
		}
	}
	for _, m := range slices.Sorted(maps.Keys(months)) {
		if err := s.put(ctx, months[m], m); err != nil {
			return err
		}
	}
	return nil
}
