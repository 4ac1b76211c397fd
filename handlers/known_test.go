package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/models/store/storetest"
	"gongkai/models/takedown"
	"gongkai/web/webtest"
)

// While the database is away, a server gives out the files that it has given to
// the public before, with the same headers; never one that was withdrawn since,
// here or on another server, that was never public, or that it does not know.
func TestFilesWithoutDatabase(t *testing.T) {
	s, clock, line := storetest.Cuttable(t)
	if s == nil {
		return // as Each leaves MariaDB out
	}
	b := modeltest.New(t, s, clock)
	cfg := config.Config{BaseURL: "http://127.0.0.1:1"}
	twin := modeltest.Twin(b)
	modeltest.Must(t, twin.Site.Look(t.Context()))
	base := webtest.Serve(t, handlers.New(twin, cfg, "", quiet()))
	link := func(a content.Attachment) string { return base + "/files/" + a.Key + "/" + a.Name }
	published := func(name string) (uint64, content.Attachment) {
		id := b.Draft(name)
		a := b.Enclose(id, name+".txt")[0]
		b.Pass(id)
		return id, a
	}
	_, stays := published("stays")
	withdrawn, goes := published("goes")
	ordered, byOrder := published("ordered")
	_, unread := published("unread")
	draft := b.Enclose(b.Draft("草稿"), "draft.txt")[0]
	modeltest.Must(t, twin.Site.Look(t.Context()))
	first := map[string]*http.Response{}
	for _, a := range []content.Attachment{stays, goes, byOrder} {
		if first[a.Key], _ = ask(t, "GET", link(a)); first[a.Key].StatusCode != 200 {
			t.Fatal(first[a.Key].StatusCode)
		}
	}
	b.Withdraw(withdrawn, "office.publisher")
	modeltest.Must(t, twin.Site.Look(t.Context()))
	line.Cut()
	a, body := ask(t, "GET", link(stays))
	if a.StatusCode != 200 || string(body) != "stays.txt" || a.Header.Get("ETag") != first[stays.Key].Header.Get("ETag") || a.Header.Get("Content-Security-Policy") == "" || a.Header.Get("Cache-Control") != "no-cache" {
		t.Errorf("a public file: %d %v", a.StatusCode, a.Header)
	}
	if a, _ := ask(t, "GET", link(stays), "Cookie", "gk=ABCDEFGHIJKLMNOPQRSTUVWXYZ"); a.StatusCode != 200 {
		t.Errorf("for somebody with a session: %d", a.StatusCode)
	}
	if a, body := ask(t, "GET", link(goes), "If-None-Match", first[goes.Key].Header.Get("ETag")); a.StatusCode != 410 || a.Header.Get("ETag") != "" || strings.Contains(string(body), "goes.txt") {
		t.Errorf("a withdrawn file: %d", a.StatusCode)
	}
	for name, x := range map[string]content.Attachment{"unread": unread, "draft": draft} {
		if a, _ := ask(t, "GET", link(x)); a.StatusCode != 503 || a.Header.Get("ETag") != "" {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
	order, err := takedown.Order(fmt.Sprintf("/xwdt/gzdt/202611/t20261123_%d.html", ordered), "", "含有个人信息", "root", clock.Now())
	modeltest.Must(t, err)
	modeltest.Must(t, takedown.In(b.Folder).Lay(order))
	twin.Takedowns.Look(t.Context())
	if a, _ := ask(t, "GET", link(byOrder)); a.StatusCode != 410 {
		t.Errorf("taken down by the operator: %d", a.StatusCode)
	}
	if a, _ := ask(t, "GET", link(stays)); a.StatusCode != 200 {
		t.Errorf("after another was taken down: %d", a.StatusCode)
	}
}
