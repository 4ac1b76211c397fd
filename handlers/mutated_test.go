package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/web"
)

// requestsVariable tells TestMutatedRequests how many requests to send.
const requestsVariable = "GONGKAI_REQUESTS"

// Requests of every kind of person to every route, each one right at first and
// then spoiled in one to four ways: none is answered with 5xx, none panics, and
// the ledger is whole afterwards. The seed of a request is printed with it.
func TestMutatedRequests(t *testing.T) {
	n := 1000
	if v, err := strconv.Atoi(os.Getenv(requestsVariable)); err == nil {
		n = v
	}
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		m := newMutator(t, b)
		tally, start := map[int]int{}, time.Now()
		for seed := range uint64(n) {
			if seed%400 == 0 {
				m.stock()
			}
			m.r = rand.New(rand.NewPCG(seed, 20261123))
			tally[m.send(seed)/100]++
		}
		b.Whole()
		t.Logf("%d requests in %.1f s: %d of 2xx, %d of 3xx, %d of 4xx, %d of 5xx", n, time.Since(start).Seconds(), tally[2], tally[3], tally[4], tally[5])
		if tally[2] < n/20 || tally[3] < n/50 {
			t.Error("hardly any request does anything: the mutations are no test")
		}
	})
}

// A mutator makes requests against a small bureau.
type mutator struct {
	t      *testing.T
	b      *modeltest.Bureau
	cfg    config.Config
	site   http.Handler
	routes []web.Route
	log    bytes.Buffer // of the program, since the last request
	people []string     // "" is a citizen
	tokens map[string]string
	docs   []uint64
	keys   []string // of attachments
	r      *rand.Rand
}

func newMutator(t *testing.T, b *modeltest.Bureau) *mutator {
	m := &mutator{t: t, b: b, cfg: config.Config{BasePath: "/bmjd/qczj", BaseURL: "http://example.test", Addr: "127.0.0.1:1", Data: t.TempDir()},
		people: append(modeltest.Cast(), "", ""), tokens: map[string]string{}}
	m.site = handlers.New(b.App, m.cfg, "set-up", slog.New(slog.NewTextHandler(&m.log, &slog.HandlerOptions{Level: slog.LevelWarn})))
	m.routes = handlers.Routes(b.App, m.cfg, "set-up")
	return m
}

// stock adds documents in every state, since requests use them up.
func (m *mutator) stock() {
	b := m.b
	m.docs, m.keys = nil, nil
	for i := range 3 {
		m.docs = append(m.docs, b.Draft(fmt.Sprint("草稿", i)), b.Publish(fmt.Sprint("已发布", i)))
		sent, passed := b.Draft(fmt.Sprint("科室", i)), b.Draft(fmt.Sprint("保密", i))
		m.keys = append(m.keys, b.Enclose(sent, "附件.txt")[0].Key, b.Enclose(passed, "附表.csv")[0].Key)
		b.Submit(sent)
		b.Submit(passed)
		b.PassSection(passed)
		m.docs = append(m.docs, sent, passed)
	}
	gone := b.Publish("已撤下")
	b.Withdraw(gone, "office.publisher")
	m.docs = append(m.docs, gone)
}

// send makes the request of a seed, sends it, and returns the answer's status.
func (m *mutator) send(seed uint64) int {
	m.t.Helper()
	route, who := pick(m.r, m.routes), pick(m.r, m.people)
	req, told := m.request(route, who)
	if req == nil {
		return http.StatusBadRequest // net/http refuses such an address itself
	}
	m.log.Reset()
	answer := httptest.NewRecorder()
	m.site.ServeHTTP(answer, req)
	if answer.Code >= 500 {
		m.t.Errorf("seed %d: %s %s as %q: %d\n%s\n%s", seed, req.Method, clipped(req.RequestURI), who, answer.Code, clipped(told), m.log.String())
	}
	if strings.Contains(answer.Body.String(), "<script>alert(1)") && strings.HasPrefix(answer.Header().Get("Content-Type"), "text/html") {
		m.t.Errorf("seed %d: %s %s as %q shows a script", seed, req.Method, clipped(req.RequestURI), who)
	}
	return answer.Code
}

func clipped(s string) string { return fmt.Sprintf("%.600q", s) }

func pick[T any](r *rand.Rand, of []T) T { return of[r.IntN(len(of))] }

// request builds what a browser would send, then spoils it.
func (m *mutator) request(route web.Route, who string) (*http.Request, string) {
	path, doc := m.address(route.Path)
	form, target := m.form(who, m.version(doc)), m.cfg.BasePath+path
	header := http.Header{"Accept-Encoding": {"gzip"}, "Sec-Fetch-Site": {"same-origin"}}
	method := route.Method
	for range 1 + m.r.IntN(4) {
		switch m.r.IntN(6) {
		case 0:
			target = m.spoilAddress(target)
		case 1:
			header.Set(pick(m.r, oddHeaders), pick(m.r, odd))
		case 2:
			if m.r.IntN(4) == 0 {
				method = pick(m.r, []string{"GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"})
			}
		default:
			m.spoilForm(form)
		}
	}
	if method != http.MethodPost && m.r.IntN(2) == 0 {
		target += "?" + form.Encode()
	}
	kind, body := m.body(form)
	if method != http.MethodPost && m.r.IntN(5) > 0 {
		kind, body = "", nil
	}
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return nil, ""
	}
	req := httptest.NewRequest(method, "/", bytes.NewReader(body))
	req.URL, req.RequestURI = u, target
	for k, v := range header {
		req.Header[k] = v
	}
	if kind != "" {
		req.Header.Set("Content-Type", kind)
	}
	req.AddCookie(&http.Cookie{Name: "gkl", Value: entrance})
	if token := m.session(who); token != "" && m.r.IntN(30) > 0 {
		req.AddCookie(&http.Cookie{Name: "gk", Value: token})
	}
	return req, kind + "\n" + string(body)
}

// version is what a document's forms carry now; any small number without one.
func (m *mutator) version(doc uint64) int {
	if doc == 0 || m.r.IntN(4) == 0 {
		return 1 + m.r.IntN(4)
	}
	track, err := m.b.Review.Track(m.t.Context(), content.Ref(doc), identity.Actor{})
	if err != nil { // an earlier request discarded it
		return 1
	}
	return track.Version
}

// entrance is the token that the login form of these browsers carries.
const entrance = "token-of-the-login"

// session is somebody's session, a new one when requests ended the last. What they
// did to the account is undone.
func (m *mutator) session(who string) string {
	if who == "" {
		return ""
	}
	ctx := m.t.Context()
	if _, _, err := m.b.People.Resume(ctx, m.tokens[who]); err == nil {
		return m.tokens[who]
	}
	token, err := m.b.People.Login(ctx, who, modeltest.Password, "", "")
	if err != nil {
		m.revive(ctx, who)
		if token, err = m.b.People.Login(ctx, who, modeltest.Password, "", ""); err != nil {
			m.t.Fatal(who, err)
		}
	}
	m.tokens[who] = token
	return token
}

func (m *mutator) revive(ctx context.Context, who string) {
	m.t.Helper()
	root := identity.Actor{}
	p := m.b.Person(who)
	if p.Disabled {
		modeltest.Must(m.t, m.b.People.SetDisabled(ctx, p.ID, p.Version, false, root))
		p = m.b.Person(who)
	}
	if p.TOTPSecret != "" {
		_, err := m.b.People.ResetTOTP(ctx, p.ID, p.Version, false, root)
		modeltest.Must(m.t, err)
		p = m.b.Person(who)
	}
	modeltest.Must(m.t, m.b.People.ResetPassword(ctx, p.ID, p.Version, modeltest.Password, root))
}

// csrf is the token that somebody's forms carry.
func (m *mutator) csrf(who string) string {
	x, _, err := m.b.People.Resume(m.t.Context(), m.session(who))
	if err != nil {
		return entrance
	}
	return x.CSRF
}
