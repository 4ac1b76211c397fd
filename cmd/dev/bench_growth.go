package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"time"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models"
	"gongkai/models/store"
)

// growthLimit is how much more a page may cost with many documents than with a
// hundred.
const growthLimit = 1.2

// filled is a portal with a number of documents, inside this process.
type filled struct {
	documents int
	app       *models.App
	site      http.Handler
	pages     map[string]string
}

// fill writes documents with the program's own command.
func fill(ctx context.Context, program, data string, documents int) (time.Duration, error) {
	start := time.Now()
	err := quiet(ctx, program, "fill", "--documents", fmt.Sprint(documents), "--data", data)
	return time.Since(start), err
}

// openFilled opens a data folder and finds the pages to be measured.
func openFilled(ctx context.Context, data string) (*filled, func(), error) {
	cfg := config.Config{Addr: "127.0.0.1:1", Data: data}
	cfg.Complete()
	cfg.CacheMB = 64
	s, err := store.Open(ctx, store.Options{File: cfg.SQLiteFile()})
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = s.Close() }
	if err := s.Migrate(ctx); err != nil {
		done()
		return nil, nil, err
	}
	log := slog.New(slog.DiscardHandler)
	f := &filled{app: models.New(s, cfg.Files, log)}
	f.site = handlers.New(f.app, cfg, "", log)
	if err := errors.Join(f.app.Site.Look(ctx), f.find(ctx)); err != nil {
		done()
		return nil, nil, err
	}
	return f, done, nil
}

// find names the home page, the first and a deep page of the longest list, and
// an article in the middle.
func (f *filled) find(ctx context.Context) error {
	counts, err := f.app.Content.Counts(ctx)
	if err != nil {
		return err
	}
	tree, err := f.app.Site.Tree(ctx)
	if err != nil {
		return err
	}
	var column, most uint64
	for id, n := range counts {
		f.documents += int(n)
		if uint64(n) > most {
			column, most = id, uint64(n)
		}
	}
	pages := int(most+19) / 20
	deep := max(1, min(500, pages-1)) // the last page may have fewer rows
	l, err := f.app.Content.List(ctx, []uint64{column}, 0, max(1, pages/2), 20)
	if err != nil || len(l.Items) == 0 {
		return errors.Join(err, errors.New("no document to read"))
	}
	path := "/" + tree.ByID(column).Path + "/"
	i := l.Items[0]
	f.pages = map[string]string{
		"home": "/", "list 1": path, "list 500": fmt.Sprintf("%s?page=%d", path, deep),
		"article": fmt.Sprintf("%s%s/t%s_%d.html", path, i.PublishedAt.Add(8*time.Hour).Format("200601"), i.PublishedAt.Add(8*time.Hour).Format("20060102"), i.DocumentID),
	}
	return nil
}

// get answers one request and says how long it took.
func (f *filled) get(page string) (time.Duration, error) {
	r := httptest.NewRequest(http.MethodGet, f.pages[page], nil)
	w := httptest.NewRecorder()
	start := time.Now()
	f.site.ServeHTTP(w, r)
	took := time.Since(start)
	if w.Code != http.StatusOK {
		return took, fmt.Errorf("%s answers %d", f.pages[page], w.Code)
	}
	return took, nil
}

// cold is the median of get when every page is old.
func (f *filled) cold(ctx context.Context, page string) (time.Duration, error) {
	if err := f.app.Site.Turn(ctx); err != nil {
		return 0, err
	}
	return f.get(page)
}

// warm is get when the page is in the cache; so short that many are taken.
func (f *filled) warm(_ context.Context, page string) (time.Duration, error) {
	const n = 200
	var sum time.Duration
	for range n {
		took, err := f.get(page)
		if err != nil {
			return 0, err
		}
		sum += took
	}
	return sum / n, nil
}

// benchGrowth compares a hundred documents with many.
func benchGrowth(ctx context.Context, program, temp string) (*table, error) {
	small := filepath.Join(temp, "small")
	if _, err := fill(ctx, program, small, 100); err != nil {
		return nil, err
	}
	rows := &table{head: []string{"documents", "page", "cold with 100", "cold", "ratio", "cached with 100", "cached", "ratio", "limit"}}
	var over []error
	large, err := largeData(ctx, program, temp)
	if err != nil {
		return nil, err
	}
	few, done, err := openFilled(ctx, small)
	if err != nil {
		return nil, err
	}
	defer done()
	many, done, err := openFilled(ctx, large)
	if err != nil {
		return nil, err
	}
	defer done()
	for _, page := range []string{"home", "list 1", "list 500", "article"} {
		cells := []string{fmt.Sprint(many.documents), page}
		for _, measure := range []func(*filled, context.Context, string) (time.Duration, error){(*filled).cold, (*filled).warm} {
			a, b, err := compare(ctx, few, many, page, measure)
			if err != nil {
				return nil, err
			}
			ratio := float64(b) / float64(a)
			cells = append(cells, micro(a), micro(b), fmt.Sprintf("%.2f", ratio))
			if ratio > growthLimit {
				over = append(over, fmt.Errorf("%s costs %.2f times as much with %d documents", page, ratio, many.documents))
			}
		}
		rows.add(append(cells, fmt.Sprintf("≤ %.1f", growthLimit))...)
	}
	return rows, errors.Join(over...)
}

// compare measures both in turns and returns the medians.
func compare(ctx context.Context, few, many *filled, page string, measure func(*filled, context.Context, string) (time.Duration, error)) (a, b time.Duration, err error) {
	var times [2][]time.Duration
	for range 100 {
		for i, f := range []*filled{few, many} {
			took, err := measure(f, ctx, page)
			if err != nil {
				return 0, 0, err
			}
			times[i] = append(times[i], took)
		}
	}
	for i := range times {
		slices.Sort(times[i])
	}
	return times[0][50], times[1][50], nil
}

func micro(d time.Duration) string { return fmt.Sprintf("%.1f µs", float64(d.Nanoseconds())/1000) }
