package handlers_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/modeltest"
	"gongkai/models/store/storetest"
	"gongkai/models/takedown"
	"gongkai/web"
	"gongkai/web/snapshot"
	"gongkai/web/webtest"
)

// kept is a server that keeps its pages in dir, with everything on disk.
func kept(t *testing.T, b *modeltest.Bureau, dir string) *web.Server {
	t.Helper()
	cfg := config.Config{BaseURL: "http://127.0.0.1:1", BasePath: "/bm"}
	server := handlers.New(b.App, cfg, "", quiet())
	k, err := snapshot.Open(dir)
	modeltest.Must(t, err)
	t.Cleanup(func() { k.Close() })
	server.Keep(k, b.Takedowns)
	return server
}

// A server that has just started, with nothing in memory and no database, shows
// what lies on disk: the last good copy of every page, without what was taken
// down since.
func TestSnapshotWithoutDatabase(t *testing.T) {
	s, clock, line := storetest.Cuttable(t)
	if s == nil {
		return // as Each leaves MariaDB out
	}
	b := modeltest.New(t, s, clock)
	files := t.TempDir()
	b.Takedowns.Open(takedown.In(files), b.Content)
	one, two, gone := b.Publish("第一篇文章"), b.Publish("第二篇文章"), b.Publish("将被撤下的一篇")
	dir := t.TempDir()
	server := kept(t, b, dir)
	modeltest.Must(t, server.Fill(t.Context(), handlers.Sources(b.App, config.Config{BasePath: "/bm"})))
	b.Withdraw(gone, "office.publisher")
	line.Cut()

	fresh := handlers.New(modeltest.Twin(b), config.Config{BaseURL: "http://127.0.0.1:1", BasePath: "/bm"}, "", quiet())
	k, err := snapshot.Open(dir)
	modeltest.Must(t, err)
	defer k.Close()
	fresh.Keep(k, b.Takedowns)
	base := webtest.Serve(t, fresh)
	at := func(id uint64) string { return fmt.Sprintf("/bm/xwdt/gzdt/202611/t20261123_%d.html", id) }
	for _, path := range []string{"/bm/", "/bm/xwdt/gzdt/", "/bm/sitemap/", at(one), at(two)} {
		a, body := ask(t, "GET", base+path)
		if a.StatusCode != 200 || !strings.Contains(a.Header.Get("Cache-Status"), "stale") || bytes.Contains(body, []byte("将被撤下")) {
			t.Errorf("%s: %d %v, shows the withdrawn: %v", path, a.StatusCode, a.Header["Cache-Status"], bytes.Contains(body, []byte("将被撤下")))
		}
	}
	if a, _ := ask(t, "GET", base+at(gone)); a.StatusCode != 410 || a.Header.Get("ETag") != "" {
		t.Errorf("withdrawn: %d", a.StatusCode)
	}
	// Without a database an operator takes another one down.
	order, err := takedown.Order(at(two), "/bm", "含有个人信息", "root", clock.Now())
	modeltest.Must(t, err)
	modeltest.Must(t, takedown.In(files).Lay(order))
	b.Takedowns.Look(t.Context())
	if a, body := ask(t, "GET", base+at(two)); a.StatusCode != 410 || !bytes.Contains(body, []byte("已撤下")) {
		t.Errorf("taken down: %d", a.StatusCode)
	}
	if a, body := ask(t, "GET", base+"/bm/xwdt/gzdt/"); a.StatusCode != 200 || bytes.Contains(body, []byte("第二篇文章")) || !bytes.Contains(body, []byte("第一篇文章")) {
		t.Errorf("list: %d", a.StatusCode)
	}
	if v, err := snapshot.Verify(dir); err != nil || len(v.Bad) != 0 || v.Pages < 10 {
		t.Errorf("%+v %v", v, err)
	}
}

// A database that hangs keeps no reader waiting for a page of which there is a
// copy.
func TestSnapshotSlowDatabase(t *testing.T) {
	s, clock, line := storetest.Cuttable(t)
	if s == nil {
		return // as Each leaves MariaDB out
	}
	b := modeltest.New(t, s, clock)
	b.Publish("一篇公开的文章")
	dir := t.TempDir()
	server := kept(t, b, dir)
	base := webtest.Serve(t, server)
	modeltest.Must(t, server.Fill(t.Context(), handlers.Sources(b.App, config.Config{BasePath: "/bm"})))
	modeltest.Must(t, b.Site.Turn(t.Context())) // every page in memory is old
	line.Jam()
	start := time.Now()
	a, _ := ask(t, "GET", base+"/bm/xwdt/gzdt/")
	if took := time.Since(start); a.StatusCode != 200 || !strings.Contains(a.Header.Get("Cache-Status"), "stale") || took > 5*time.Second {
		t.Errorf("%d %v after %s", a.StatusCode, a.Header["Cache-Status"], took)
	}
	start = time.Now() // the next reader does not wait as long
	if a, _ := ask(t, "GET", base+"/bm/"); a.StatusCode != 200 || time.Since(start) > time.Second {
		t.Errorf("the next: %d after %s", a.StatusCode, time.Since(start))
	}
	line.Cut()
}

// A server that is started while its database is away shows the snapshot.
func TestStandby(t *testing.T) {
	b := sqlite(t)
	files, dir := t.TempDir(), t.TempDir()
	b.Takedowns.Open(takedown.In(files), b.Content)
	id, gone := b.Publish("一篇公开的文章"), b.Publish("将被撤下的一篇")
	server := kept(t, b, dir)
	modeltest.Must(t, b.Site.Look(t.Context()))
	modeltest.Must(t, server.Fill(t.Context(), handlers.Sources(b.App, config.Config{BasePath: "/bm"})))
	b.Withdraw(gone, "office.publisher")
	k, err := snapshot.Open(dir)
	modeltest.Must(t, err)
	defer k.Close()
	down := takedown.NewWatch(b.Clock.Now, func(err error) { t.Error(err) })
	down.Open(takedown.In(files), nil)
	base := webtest.Serve(t, web.Standby(config.Config{BaseURL: "http://127.0.0.1:1", BasePath: "/bm"}, k, down))
	for path, want := range map[string]int{
		"/bm/": 200, fmt.Sprintf("/bm/xwdt/gzdt/202611/t20261123_%d.html", id): 200, fmt.Sprintf("/bm/xwdt/gzdt/202611/t20261123_%d.html", gone): 410,
		"/bm/none/": 503, "/bm/desk/": 503, "/bm/healthz": 200, "/healthz": 200, "/bm/readyz": 503, "/": 503,
	} {
		a, body := ask(t, "GET", base+path)
		if a.StatusCode != want || bytes.Contains(body, []byte("将被撤下")) || want == 503 && a.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %d, want %d", path, a.StatusCode, want)
		}
	}
}
