package main

import (
	"context"
	_ "embed"
	"log/slog"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models"
	"gongkai/models/sample"
	"gongkai/models/search"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
	"gongkai/web/webtest"
)

// queries says what a citizen expects first: a query, " => ", a title.
//
//go:embed testdata/queries.txt
var queries string

// What citizens look for stands first in the example bureau's search.
func TestQueries(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		log := slog.New(slog.DiscardHandler)
		app := models.New(s, t.TempDir(), log)
		app.People.Cheap()
		if err := sample.Bureau(t.Context(), app); err != nil {
			t.Fatal(err)
		}
		app.Search.In(filepath.Join(t.TempDir(), "search.db"))
		ctx, stop := context.WithCancel(t.Context())
		var work sync.WaitGroup
		work.Go(func() { app.Search.Work(ctx) })
		defer work.Wait()
		defer stop()
		ready(t, app)
		visitor := webtest.Open(t, webtest.Serve(t, handlers.New(app, config.Config{BaseURL: "http://127.0.0.1:1"}, "", log)))
		asked := 0
		for line := range strings.Lines(queries) {
			words, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			asked++
			p := visitor.Get("/search?q=" + url.QueryEscape(words))
			have := strings.TrimSpace(p.Find("ol.hits li h2 a").First().Text())
			if p.Code != 200 || have != want {
				t.Errorf("%s: %d, first comes %q, not %q", words, p.Code, have, want)
			}
		}
		if asked < 60 {
			t.Errorf("only %d queries", asked)
		}
	})
}

// ready waits until the index knows everything, what stands in attachments too.
func ready(t *testing.T, app *models.App) {
	t.Helper()
	for end := time.Now().Add(60 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		s, err := app.Search.State(t.Context())
		if err != nil || !s.Ready || s.Building || s.Waiting > 0 || s.Epoch != s.Latest {
			continue
		}
		if res, err := app.Search.Search(t.Context(), search.Query{Words: "公务接待费", Format: search.Excel, Size: 1}); err == nil && res.Total > 0 {
			return
		}
	}
	t.Fatal("the index was not ready within a minute")
}
