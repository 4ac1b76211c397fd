package sample

import (
	"log/slog"
	"testing"

	"gongkai/models"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// Fill and Bureau write through the real verbs, so the ledger must be whole
// afterwards, on both databases.
func TestSamplesAreWhole(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		app := models.New(s, t.TempDir(), slog.New(slog.DiscardHandler))
		app.People.Cheap()
		if err := Bureau(t.Context(), app); err != nil {
			t.Fatal(err)
		}
		if err := Bureau(t.Context(), app); err != nil {
			t.Fatal("a second start:", err)
		}
		if err := Fill(t.Context(), app, 120, 1, func(int) {}); err != nil {
			t.Fatal(err)
		}
		if n, err := app.Content.Count(t.Context()); err != nil || n < 170 {
			t.Fatal(n, err)
		}
		items, err := app.Content.Newest(t.Context(), nil, 500)
		if err != nil || len(items) < 165 {
			t.Fatal(len(items), err)
		}
		for _, i := range items {
			if i.PublishedAt.After(s.Now(t.Context())) {
				t.Errorf("%s is published in the future", i.Title)
			}
		}
		if r, err := app.Verify(t.Context(), nil); err != nil || !r.Whole() {
			t.Fatalf("%v %+v", err, r)
		}
	})
}

func BenchmarkFill(b *testing.B) {
	s, err := store.Open(b.Context(), store.Options{File: b.TempDir() + "/f.db"})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	if err := s.Migrate(b.Context()); err != nil {
		b.Fatal(err)
	}
	app := models.New(s, b.TempDir(), slog.New(slog.DiscardHandler))
	app.People.Cheap()
	b.ResetTimer()
	if err := Fill(b.Context(), app, b.N, 1, func(int) {}); err != nil {
		b.Fatal(err)
	}
}
