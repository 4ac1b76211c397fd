package stats_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/models/modeltest"
	"gongkai/models/screen"
	"gongkai/models/stats"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

func today(c *storetest.Clock) stats.Range { return stats.Range{From: c.Now(), To: c.Now()} }

func views(t *testing.T, s *stats.Service, kind stats.Kind, r stats.Range, ids stats.Only) (n int64) {
	t.Helper()
	days, err := s.Days(t.Context(), kind, r, ids)
	modeltest.Must(t, err)
	for _, d := range days {
		n += d.N
	}
	return n
}

const (
	servers = 3
	readers = 4
	rounds  = 5
	objects = 7
	acts    = rounds * objects
)

// read does what a few readers of a server do, while the server stores it.
func read(server *stats.Service) error {
	var counters [objects]*stats.Counter
	for i := range counters { // servers come to the rows in different orders
		counters[i] = server.Counter(stats.Document, uint64(objects-i))
	}
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for i := range acts {
				counters[i%objects].Hit()
				server.Counter(stats.Column, 1).Hit()
				server.Downloaded(3, "key")
				server.Searched(" 社保  补贴 ", i%2)
			}
		})
	}
	for range rounds {
		if err := server.Flush(context.Background()); err != nil {
			return err
		}
	}
	all.Wait()
	return server.Flush(context.Background())
}

// Several servers that flush at once lose nothing and count nothing twice.
func TestServersAddUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) {
		var all sync.WaitGroup
		errs := make(chan error, servers)
		for range servers {
			all.Go(func() { errs <- read(stats.New(s, screen.Personal)) })
		}
		all.Wait()
		for range servers {
			modeltest.Must(t, <-errs)
		}
		const want = servers * readers * acts
		look, ctx := stats.New(s, screen.Personal), t.Context()
		if got := views(t, look, stats.Document, today(c), nil); got != want {
			t.Errorf("%d views of documents, want %d", got, want)
		}
		if got := views(t, look, stats.Document, today(c), []uint64{2, 5}); got != want*2/objects {
			t.Errorf("%d views of two documents", got)
		}
		if got := views(t, look, stats.Column, today(c), nil); got != want {
			t.Errorf("%d views of the column", got)
		}
		if n, err := look.Downloads(ctx, today(c), nil); err != nil || n != want {
			t.Errorf("%d downloads, %v", n, err)
		}
		n, missed, err := look.Searches(ctx, today(c))
		if err != nil || n != want || missed != servers*readers*(acts+1)/2 {
			t.Errorf("%d searches, %d without result, %v", n, missed, err)
		}
		terms, err := look.Terms(ctx, today(c), true, 10)
		if err != nil || len(terms) != 1 || terms[0].Term != "社保 补贴" || terms[0].Found != n-missed {
			t.Errorf("%+v, %v", terms, err)
		}
		top, err := look.Top(ctx, stats.Document, today(c), nil, 3)
		if err != nil || len(top) != 3 || top[0].N != want/objects {
			t.Errorf("%+v, %v", top, err)
		}
	})
}

// While the database is away counts wait; nothing is counted twice.
func TestFlushFails(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) {
		x := stats.New(s, screen.Personal)
		counter := x.Counter(stats.Document, 1)
		away, cancel := context.WithCancel(t.Context())
		cancel()
		for range 3 {
			counter.Hit()
			x.Downloaded(1, "k")
			x.Searched("预算", 2)
			if x.Flush(away) == nil {
				t.Fatal("stored without a database")
			}
		}
		modeltest.Must(t, x.Flush(t.Context()))
		modeltest.Must(t, x.Flush(t.Context()))
		n, err := x.Downloads(t.Context(), today(c), nil)
		if got := views(t, x, stats.Document, today(c), nil); got != 3 || n != 3 || err != nil {
			t.Errorf("%d views, %d downloads, %v", got, n, err)
		}
	})
}

// Terms that may name a person are not stored, and rare ones are not shown.
func TestTerms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) {
		x, ctx := stats.New(s, screen.Personal), t.Context()
		for _, term := range []string{"", "  ", "11010519491231002X", "1101 0519 4912 3100 2x", "13812345678", "１３８１２３４５６７８", "138-1234-5678", "023-79221234",
			"6222 0212 3456 7890 128", "zhang@example.com", strings.Repeat("长", stats.MaxTerm+1), "a\x00b", "\xff"} {
			for range 5 {
				x.Searched(term, 0)
			}
		}
		for term, n := range map[string]int{"渝财〔2026〕12号": 3, "ＰＰＰ 项目": 2, "ppp 项目": 1, "只有两次": 2, strings.Repeat("长", stats.MaxTerm): 4} {
			for range n {
				x.Searched(term, 1)
			}
		}
		modeltest.Must(t, x.Flush(ctx))
		list, err := x.Terms(ctx, today(c), false, 100)
		modeltest.Must(t, err)
		got := map[string]int64{}
		for _, l := range list {
			got[l.Term] = l.N
		}
		if len(got) != 3 || got["渝财〔2026〕12号"] != 3 || got["ppp 项目"] != 3 || got[strings.Repeat("长", stats.MaxTerm)] != 4 {
			t.Errorf("%v", got)
		}
		if n, _, err := x.Searches(ctx, today(c)); err != nil || n != 12 {
			t.Errorf("%d searches were stored, %v", n, err)
		}
		if empty, err := x.Terms(ctx, today(c), true, 100); err != nil || len(empty) != 0 {
			t.Errorf("%v, %v", empty, err)
		}
	})
}

// After thirteen months days are months and terms are gone, whoever tidies.
func TestTidy(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) {
		x, ctx := stats.New(s, screen.Personal), t.Context()
		first := c.Now()
		const days = 40 // 23 November to 1 January
		for range days {
			x.Counter(stats.Document, 1).Hit()
			x.Downloaded(1, "k")
			x.Searched("年终决算", 1)
			modeltest.Must(t, x.Flush(ctx))
			c.Add(24 * time.Hour)
		}
		whole := stats.Range{From: first.AddDate(0, -1, 0), To: first.AddDate(3, 0, 0)}
		before := views(t, x, stats.Document, whole, nil)
		modeltest.Must(t, x.Tidy(ctx))
		if rows, _ := x.Days(ctx, stats.Document, whole, nil); len(rows) != days {
			t.Errorf("%d days after tidying too early", len(rows))
		}
		c.Add(365 * 24 * time.Hour) // into January: November is old, December is not
		tidyAtOnce(t, s)
		rows, err := x.Days(ctx, stats.Document, whole, nil)
		modeltest.Must(t, err)
		if len(rows) != 33 || rows[0].Span != 20261100 || rows[0].N != 8 || rows[0].At().Day() != 1 || views(t, x, stats.Document, whole, nil) != before {
			t.Errorf("%d rows: %+v", len(rows), rows)
		}
		if n, err := x.Downloads(ctx, whole, nil); err != nil || n != days {
			t.Errorf("%d downloads, %v", n, err)
		}
		if n, _, err := x.Searches(ctx, whole); err != nil || n != days-8 {
			t.Errorf("%d searches, %v", n, err)
		}
	})
}

func tidyAtOnce(t *testing.T, s *store.Store) {
	t.Helper()
	var all sync.WaitGroup
	errs := make(chan error, servers)
	for range servers {
		all.Go(func() { errs <- stats.New(s, screen.Personal).Tidy(context.Background()) })
	}
	all.Wait()
	for range servers {
		modeltest.Must(t, <-errs)
	}
}
