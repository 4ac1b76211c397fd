package handlers_test

import (
	"net/url"
	"strings"
	"testing"

	"gongkai/models/calendar"
	"gongkai/models/modeltest"
	"gongkai/models/stats"
)

const person = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"

// tally is how often something has been viewed until now.
func tally(t *testing.T, b *modeltest.Bureau, kind stats.Kind) (n int64) {
	t.Helper()
	modeltest.Must(t, b.Finish(t.Context()))
	days, err := b.Stats.Days(t.Context(), kind, stats.Range{From: b.Clock.Now(), To: b.Clock.Now()}, nil)
	modeltest.Must(t, err)
	for _, d := range days {
		n += d.N
	}
	return n
}

// A view is a person who was answered with a page: from the cache too, but not a
// robot, not HEAD, not 304, and nothing that is no page.
func TestViewsAreCounted(t *testing.T) {
	b := sqlite(t)
	server, base, article, _ := served(t, b)
	first, _ := ask(t, "GET", base+article, "User-Agent", person)
	before := server.Renderings()
	for range 4 {
		ask(t, "GET", base+article, "User-Agent", person)
		ask(t, "GET", base+article, "User-Agent", person, "Cookie", "ui=elder.l.auto")
	}
	if n := tally(t, b, stats.Document); n != 9 || server.Renderings() != before+1 {
		t.Errorf("%d views, %d renderings", n, server.Renderings())
	}
	for _, robot := range []string{"", "curl/8.5.0", "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"} {
		ask(t, "GET", base+article, "User-Agent", robot)
	}
	ask(t, "HEAD", base+article, "User-Agent", person)
	ask(t, "GET", base+article, "User-Agent", person, "If-None-Match", first.Header.Get("Etag"))
	ask(t, "GET", base+article+"?x=1", "User-Agent", person)
	ask(t, "GET", base+strings.Replace(article, "20261123", "20261122", 1), "User-Agent", person) // leads to the right address
	ask(t, "GET", base+"/xwdt/gzdt/202611/t20261123_999.html", "User-Agent", person)
	// A parameter that no page knows is cut off, and the page answered: that is a view.
	if n := tally(t, b, stats.Document); n != 10 {
		t.Errorf("%d views with those that do not count", n)
	}
	ask(t, "GET", base+"/xwdt/gzdt/", "User-Agent", person)
	ask(t, "GET", base+"/", "User-Agent", person)
	if c, h := tally(t, b, stats.Column), tally(t, b, stats.Home); c != 1 || h != 1 {
		t.Errorf("%d views of columns, %d of the front page", c, h)
	}
	b.Publish("另一篇，使所有页面变旧")
	ask(t, "GET", base+article, "User-Agent", person)
	if n := tally(t, b, stats.Document); n != 11 {
		t.Errorf("%d views after a new epoch", n)
	}
}

// Searches and downloads of the public are counted, those of robots are not.
func TestSearchesAndDownloadsAreCounted(t *testing.T) {
	b := sqlite(t)
	_, base, _, _ := served(t, b)
	id := b.Draft("带附件的公开稿")
	kept := b.Enclose(id, "附件.txt")
	inside := "/files/" + kept[0].Key + "/" + url.PathEscape(kept[0].Name)
	ask(t, "GET", base+inside, "User-Agent", person) // nobody may read it yet
	b.Pass(id)
	for _, agent := range []string{person, person, person, "curl/8.5.0"} {
		ask(t, "GET", base+"/search?q="+url.QueryEscape("公开的文章"), "User-Agent", agent)
		ask(t, "GET", base+"/search?q="+url.QueryEscape("公开的文章")+"&page=2", "User-Agent", agent)
		ask(t, "GET", base+"/search?q=13812345678", "User-Agent", agent)
		ask(t, "GET", base+inside, "User-Agent", agent)
		ask(t, "GET", base+inside, "User-Agent", agent, "Range", "bytes=1-2")
	}
	modeltest.Must(t, b.Finish(t.Context()))
	r := stats.Range{From: b.Clock.Now(), To: b.Clock.Now()}
	terms, err := b.Stats.Terms(t.Context(), r, false, 10)
	modeltest.Must(t, err)
	if len(terms) != 1 || terms[0].N != 3 || terms[0].Found != 3 || terms[0].Missed != 0 {
		t.Errorf("%+v", terms)
	}
	if n, err := b.Stats.Downloads(t.Context(), r, []uint64{id}); err != nil || n != 3 {
		t.Errorf("%d downloads, %v", n, err)
	}
}

// The page of statistics: who may see it, periods, files; nothing typed by a
// stranger becomes a formula.
func TestStatisticsPage(t *testing.T) {
	b := sqlite(t)
	id := b.Publish("被看过的稿件")
	base, path := site(t, b)
	at := path + "/desk/statistics"
	b.Stats.Counter(stats.Document, id).Hit()
	for range 3 {
		b.Stats.Searched("=cmd|' /c calc'!a0", 0)
	}
	modeltest.Must(t, b.Finish(t.Context()))
	if p := signIn(t, base, path, "budget.author").Get(at); p.Code != 403 {
		t.Errorf("an author gets %d", p.Code)
	}
	publisher := signIn(t, base, path, "office.publisher")
	for query, points := range map[string]int{"": 30, "?days=7": 7, "?days=90": 90, "?days=365": 13, "?days=8": 30, "?days=-1%00": 30} {
		p := publisher.Get(at + query)
		if p.Code != 200 || p.Find("svg [class^=chart-bar], svg .chart-dot").Length() != points || p.Find(".chart-table tbody tr").Length() != points || !p.Has("被看过的稿件") {
			t.Errorf("%s: %d, %d points", query, p.Code, p.Find("svg [class^=chart-bar], svg .chart-dot").Length())
		}
	}
	if p := publisher.Get(at + ".csv?table=missed"); p.Code != 200 || !strings.Contains(p.Text, "\r\n'=cmd|") || !strings.HasPrefix(p.Text, "\ufeff检索词,") {
		t.Errorf("%d %q", p.Code, p.Text)
	}
	head := signIn(t, base, path, "treasury.head")
	if p := head.Get(at); p.Code != 200 || p.Has("被看过的稿件") || p.Has("大家在搜什么") {
		t.Errorf("a head of another section: %d", p.Code)
	}
	for _, table := range []string{"terms", "", "people"} {
		if p := head.Get(at + ".csv?table=" + table); p.Code != 404 {
			t.Errorf("%q for a head: %d", table, p.Code)
		}
	}
}

// The administrator enters a notice; who comes second is told, mistakes stay typed.
func TestCalendarPage(t *testing.T) {
	b := sqlite(t)
	base, path := site(t, b)
	at := path + "/desk/calendar"
	admin := signIn(t, base, path, "sys.admin")
	if p := signIn(t, base, path, "office.publisher").Get(at); p.Code != 403 {
		t.Errorf("a publisher gets %d", p.Code)
	}
	if p := admin.Get(path + "/desk/"); !p.Has("2027 年的还没有录入") {
		t.Error("nobody is told that the notice of 2027 is missing")
	}
	if p := admin.Get(at); p.Code != 200 || p.Find(".month").Length() != 12 || p.Find(".month .off b").First().Text() != "休" || !p.Has("国办发明电〔2025〕7号") {
		t.Errorf("%d", p.Code)
	}
	for _, odd := range []string{"?year=1999", "?year=x", "?year=2100"} {
		if p := admin.Get(at + odd); p.Code != 200 || !p.Has("2026 年的工作日") {
			t.Errorf("%s: %d", odd, p.Code)
		}
	}
	next := at + "?year=2027"
	first, second := admin.Get(next), admin.Get(next)
	form := url.Values{"number": {"国办发明电〔2026〕9号"}, "off": {strings.Join(calendar.Statutory(2027), "\n")}, "work": {"2027-02-12"}}
	if p := first.Submit(admin, "main form", form); p.Code != 422 || p.Find(".errsum li").Length() != 1 || p.Find("[name=work]").Text() != "2027-02-12" {
		t.Errorf("a Friday as a day worked instead: %d", p.Code)
	}
	form.Set("work", "2027-02-13\n")
	if p := first.Submit(admin, "main form", form); p.Code != 200 || p.Has("还没有录入") || !p.Has("国办发明电〔2026〕9号") {
		t.Errorf("%d", p.Code)
	}
	if p := second.Submit(admin, "main form", form); p.Code != 409 || p.Find("[name=work]").Text() != "2027-02-13\n" {
		t.Errorf("a stale form: %d", p.Code)
	}
	if p := admin.Get(path + "/desk/"); p.Has("2027 年的还没有录入") {
		t.Error("the notice is there and still asked for")
	}
}

// A term of working days goes over the National Day holiday.
func TestConfirmationIsDueOnAWorkday(t *testing.T) {
	days, err := sqlite(t).Site.Calendar(t.Context())
	modeltest.Must(t, err)
	eve, _ := calendar.ParseDay("2026-09-30")
	if got := calendar.Day(days.Add(eve, 1)); got != "2026-10-08" {
		t.Error(got)
	}
}
