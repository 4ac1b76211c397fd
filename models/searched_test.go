package models_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gongkai/models/modeltest"
	"gongkai/models/search"
)

// eventually waits until what is asked is so; indexes follow in the background.
func eventually(t *testing.T, what string, ask func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if ask() {
			return
		}
	}
	t.Fatalf("%s: not within twenty seconds", what)
}

// finds reports whether an index finds exactly one document, or nothing when id
// is 0.
func finds(t *testing.T, k *search.Keeper, words string, id uint64) func() bool {
	return func() bool {
		res, err := k.Search(t.Context(), search.Query{Words: words, Size: 10})
		if err != nil {
			return false
		}
		if id == 0 {
			return res.Total == 0
		}
		return len(res.Hits) == 1 && res.Hits[0].ID == id
	}
}

// What is published is found, what is changed is found by its new words, what is
// withdrawn is not: on every server. A damaged index is made anew by itself.
func TestSearchFollowsThePublic(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		file := filepath.Join(t.TempDir(), "search.db")
		b.Search.In(file)
		done := make(chan struct{})
		go func() { defer close(done); b.Search.Work(ctx) }()
		defer func() { stop(); <-done }()
		eventually(t, "an empty index", finds(t, b.Search, "农机购置", 0))
		id := b.Publish("关于农机购置补贴的通知")
		eventually(t, "the title", finds(t, b.Search, "农机购置", id))
		b.Withdraw(id, "budget.head")
		eventually(t, "withdrawn", finds(t, b.Search, "农机购置", 0))

		other := b.Publish("耕地地力保护补贴公示")
		eventually(t, "another", finds(t, b.Search, "耕地地力", other))
		stop()
		<-done
		modeltest.Must(t, os.WriteFile(file, []byte("this is no index"), 0o600))
		again, end := context.WithCancel(t.Context())
		last := make(chan struct{})
		go func() { defer close(last); b.Search.Work(again) }()
		eventually(t, "made anew", finds(t, b.Search, "耕地地力", other))
		end()
		<-last
	})
}
