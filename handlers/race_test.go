package handlers_test

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/modeltest"
	"gongkai/web/webtest"
)

// Five hundred who ask for a cold page at once wait for one rendering.
func TestStampede(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Publish("一篇")
		server := handlers.New(b.App, config.Config{BaseURL: "http://127.0.0.1:1"}, "", quiet())
		base := webtest.Serve(t, server)
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 500}}
		for round := range uint64(3) {
			var wg sync.WaitGroup
			var wrong atomic.Int64
			begin := make(chan struct{})
			for range 500 {
				wg.Go(func() {
					<-begin
					r, err := client.Get(base + "/xwdt/gzdt/")
					if err != nil {
						wrong.Add(1)
						return
					}
					defer r.Body.Close()
					if body, err := io.ReadAll(r.Body); err != nil || r.StatusCode != 200 || len(body) < 1000 {
						wrong.Add(1)
					}
				})
			}
			close(begin)
			wg.Wait()
			if wrong.Load() > 0 || server.Renderings() != round+1 {
				t.Fatalf("round %d: %d renderings, %d wrong answers", round, server.Renderings(), wrong.Load())
			}
			b.Publish("又一篇") // the page is cold again
		}
	})
}

// While pages are read, documents come and go: nobody reads a title after its
// withdrawal was acknowledged, and everybody reads one after its publication was.
func TestReadersDuringChanges(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Publish("常在")
		base := webtest.Serve(t, handlers.New(b.App, config.Config{BaseURL: "http://127.0.0.1:1"}, "", quiet()))
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					if r, err := http.Get(base + "/xwdt/gzdt/"); err == nil {
						_, _ = io.Copy(io.Discard, r.Body)
						_ = r.Body.Close()
					}
				}
			})
		}
		citizen := webtest.Open(t, base)
		for range 15 {
			id := b.Publish("来去匆匆")
			if page := citizen.Get("/xwdt/gzdt/"); !page.Has("来去匆匆") {
				t.Error("published, acknowledged and not to be seen")
			}
			b.Withdraw(id, "office.publisher")
			if page := citizen.Get("/xwdt/gzdt/"); page.Has("来去匆匆") || !page.Has("常在") {
				t.Error("withdrawn, acknowledged and still to be seen")
			}
		}
		close(stop)
		wg.Wait()
	})
}
