package handlers_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/modeltest"
	"gongkai/models/store/storetest"
	"gongkai/web"
	"gongkai/web/webtest"

	storepkg "gongkai/models/store"
)

var update = flag.Bool("update", false, "rewrite golden files")

// sqlite is a bureau on SQLite alone, for tests that store nothing new.
func sqlite(t *testing.T) *modeltest.Bureau {
	t.Helper()
	c := storetest.NewClock()
	s, err := storepkg.Open(t.Context(), storepkg.Options{File: storetest.SQLite(t), Clock: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return modeltest.New(t, s, c)
}

// The site's addresses are a promise: changing them must show up in review.
func TestRoutes(t *testing.T) {
	b := sqlite(t)
	var lines []string
	for _, r := range handlers.New(b.App, config.Config{BasePath: "/base"}, "", quiet()).Routes() {
		if r.Method != "echo_route_not_found" && r.Method != "HEAD" {
			lines = append(lines, r.Method+" "+r.Path)
		}
	}
	slices.Sort(lines)
	got := strings.Join(slices.Compact(lines), "\n") + "\n"
	const golden = "testdata/routes.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || got != string(want) {
		t.Errorf("routes changed (%v); run go test ./handlers -update and read the diff\n%s", err, got)
	}
	for _, l := range lines {
		if !strings.Contains(l, " /base") && !strings.HasSuffix(l, " /healthz") && !strings.HasSuffix(l, " /readyz") {
			t.Errorf("%s lies outside the base path", l)
		}
	}
}

// Every route says who may reach it, and below /desk only the entrance is open.
func TestPolicies(t *testing.T) {
	b := sqlite(t)
	for _, r := range handlers.Routes(b.App, config.Config{}, "") {
		switch r.Policy {
		case web.Public, web.Cached, web.Shared, web.Probe, web.Staff, web.Entrance:
		default:
			t.Errorf("%s %s has no policy", r.Method, r.Path)
		}
		desk := strings.HasPrefix(r.Path, "/desk")
		entrance := r.Path == "/desk" || r.Path == "/desk/login" || strings.HasPrefix(r.Path, "/desk/setup/")
		if want := desk && !entrance; (r.Policy == web.Staff) != want {
			t.Errorf("%s %s is %s", r.Method, r.Path, r.Policy)
		}
	}
}

// Nobody without a session reads anything below /desk; nothing typed is lost.
func TestSignedOut(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	for _, r := range handlers.Routes(b.App, config.Config{}, "") {
		if r.Policy != web.Staff {
			continue
		}
		at := path + strings.NewReplacer(":id", "1", ":number", "1", ":seq", "1").Replace(r.Path)
		who := webtest.Open(t, base)
		p := who.Do(who.Request(r.Method, at, "application/x-www-form-urlencoded", "title=未保存的标题&password=x"))
		if r.Method == "GET" && (p.Code != 303 || !strings.Contains(p.Headers.Get("Location"), "/desk/login")) {
			t.Errorf("GET %s without a session: %d", at, p.Code)
		}
		if r.Method == "POST" && (p.Code != 401 || !strings.Contains(p.Text, "未保存的标题") || strings.Contains(p.Text, `value="x"`)) {
			t.Errorf("POST %s without a session: %d, kept %v", at, p.Code, strings.Contains(p.Text, "未保存的标题"))
		}
		if p.Headers.Get("Cache-Control") != "no-store" {
			t.Errorf("%s may be cached", at)
		}
	}
}
