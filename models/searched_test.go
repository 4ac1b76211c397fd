package models_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/models"
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

// serve lets a server follow the database until the test ends, with its index in
// a folder of its own.
func serve(t *testing.T, a *models.App, folder string) (stop func()) {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	a.Search.In(filepath.Join(folder, "search.db"))
	var all sync.WaitGroup
	all.Go(func() { a.Site.Follow(ctx, 200*time.Millisecond) })
	all.Go(func() { a.Search.Work(ctx) })
	stop = func() { end(); all.Wait() }
	t.Cleanup(stop)
	return stop
}

// Two servers on one database: both find what was published within a second, and
// neither what was withdrawn. The page asks the database for each hit, so that a
// withdrawn document is not shown even before.
func TestTwoServersFindWithinASecond(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		other := modeltest.Twin(b)
		for _, a := range []*models.App{b.App, other} {
			serve(t, a, t.TempDir())
			eventually(t, "an empty index", finds(t, a.Search, "农机购置", 0))
		}
		within := func(what string, ask ...func() bool) {
			t.Helper()
			began := time.Now()
			for _, f := range ask {
				eventually(t, what, f)
			}
			took := time.Since(began)
			t.Logf("%s after %v", what, took)
			if took > modeltest.Slower*time.Second {
				t.Errorf("%s after %v", what, took)
			}
		}
		id := b.Publish("关于农机购置补贴的通知")
		within("found", finds(t, b.Search, "农机购置", id), finds(t, other.Search, "农机购置", id))
		b.Withdraw(id, "budget.head")
		if left, err := other.Content.Items(t.Context(), []uint64{id}); err != nil || len(left) != 0 {
			t.Errorf("shown after it was withdrawn: %v %v", left, err)
		}
		within("gone", finds(t, b.Search, "农机购置", 0), finds(t, other.Search, "农机购置", 0))
	})
}

// While another index is built the old one answers, without one error; a running
// server takes over what "gongkai search rebuild" left, which is another process.
func TestSearchIsUsableDuringARebuild(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		folder := t.TempDir()
		serve(t, b.App, folder)
		var ids []uint64
		for range 3 {
			ids = append(ids, b.Publish("耕地地力保护补贴公示"))
		}
		all := func() bool {
			res, err := b.Search.Search(t.Context(), search.Query{Words: "耕地地力", Size: 10})
			return err == nil && res.Total == len(ids)
		}
		eventually(t, "found", all)
		index, err := os.Stat(filepath.Join(folder, "search.db"))
		modeltest.Must(t, err)
		command := modeltest.Twin(b)
		command.Search.In(filepath.Join(folder, "search.db"))
		built := make(chan error, 1)
		go func() { built <- command.Search.Build(t.Context()) }()
		asked, taken := 0, false
		for end := time.Now().Add(20 * time.Second); !taken && time.Now().Before(end); asked++ {
			if !all() {
				t.Fatal("the search failed during a rebuild")
			}
			now, err := os.Stat(filepath.Join(folder, "search.db"))
			taken = err == nil && !os.SameFile(index, now)
		}
		modeltest.Must(t, <-built)
		if !taken || !all() {
			t.Errorf("the running server did not take over the index: taken %v", taken)
		}
		t.Logf("%d searches during the rebuild", asked)
	})
}

// damage cuts the stored bytes of a file off.
func damage(t *testing.T, b *modeltest.Bureau, digest string) {
	t.Helper()
	done := false
	modeltest.Must(t, filepath.WalkDir(b.Folder, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.Contains(strings.ReplaceAll(path, "/", ""), digest) {
			done = true
			return os.Remove(path)
		}
		return err
	}))
	if !done {
		t.Fatalf("no stored bytes of %s", digest)
	}
}

// A broken attachment stops nothing: its document is found, the sound file beside
// it too, and it is listed with why.
func TestBrokenAttachmentIsListed(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("关于农机购置补贴的通知")
		files := b.Attach(id, modeltest.Upload("清单.txt", []byte("大棚蔬菜种植户名单")), modeltest.Upload("名册.txt", []byte("葡萄种植户名单")))
		b.Pass(id)
		damage(t, b, files[1].Digest)
		serve(t, b.App, t.TempDir())
		eventually(t, "the sound file", finds(t, b.Search, "大棚蔬菜", id))
		eventually(t, "the list", func() bool {
			bad, err := b.Search.Troubles(t.Context(), 10)
			return err == nil && len(bad) == 1 && bad[0].Document == id && bad[0].File.Name == "名册.txt" && bad[0].Why != ""
		})
		next := b.Publish("耕地地力保护补贴公示")
		eventually(t, "what comes after", finds(t, b.Search, "耕地地力", next))
	})
}
