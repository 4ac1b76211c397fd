package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/sync/singleflight"

	"gongkai/models/fault"
	"gongkai/models/store"
	"gongkai/views/layout"
	"gongkai/web/pagecache"
)

// PrefsCookie holds the reader's display settings, "elder.l.auto". It is the
// only thing that public pages vary by.
const PrefsCookie = "ui"

// Prefs reads the reader's display settings.
func Prefs(r *http.Request) layout.Prefs {
	if _, ok := r.Header["Cookie"]; !ok {
		return layout.Prefs{}
	}
	c, err := r.Cookie(PrefsCookie)
	if err != nil {
		return layout.Prefs{}
	}
	return layout.ParsePrefs(c.Value)
}

// standard is the look of who never chose one.
var standard = layout.Prefs{}.String()

func look(r *http.Request) string {
	if _, ok := r.Header["Cookie"]; !ok {
		return standard
	}
	return Prefs(r).String()
}

// hit answers from the cache before any routing, if the page is there.
func (s *Server) hit(w http.ResponseWriter, r *http.Request) bool {
	if s.cache == nil || r.Method != http.MethodGet && r.Method != http.MethodHead {
		return false
	}
	p := s.cache.Fresh(pagecache.Key{Path: r.URL.Path, Query: r.URL.RawQuery, Look: look(r)})
	if p == nil {
		return false
	}
	s.write(w, r, p, false)
	return true
}

// write answers with a finished page and nothing else.
func (s *Server) write(w http.ResponseWriter, r *http.Request, p *pagecache.Page, old bool) {
	s.finish(w.Header())
	p.Write(w, r, old)
}

// cached answers a GET with a finished page: the one in the cache, or one that
// it renders, once for all who wait. Pages read their path, their parameters
// and the display settings, and nothing else of a request.
func (s *Server) cached(params, words []string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		each := revalidated(middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1024})(next))
		return func(c echo.Context) error {
			r := c.Request()
			if asked(r.URL.RawQuery, words) {
				return each(c)
			}
			r.URL.RawQuery = canonicalQuery(r.URL.RawQuery, params)
			key := pagecache.Key{Path: r.URL.Path, Query: r.URL.RawQuery, Look: look(r)}
			if p := s.cache.Fresh(key); p != nil {
				s.write(c.Response(), r, p, false)
				return nil
			}
			return s.render(c, key, next)
		}
	}
}

// asked reports whether a query names one of the words.
func asked(raw string, words []string) bool {
	if raw == "" || len(words) == 0 {
		return false
	}
	given, _ := url.ParseQuery(raw)
	return slices.ContainsFunc(words, func(w string) bool { return given.Get(w) != "" })
}

// patience is how long a reader waits for a page of which there is a copy.
const patience = 1500 * time.Millisecond

// slowness is how long the database is taken to hang after it has let somebody
// wait in vain: others then wait no more than a moment.
const (
	slowness = 5 * time.Second
	moment   = 50 * time.Millisecond
)

// wait is how long to wait now.
func (s *Server) wait() time.Duration {
	if time.Now().UnixNano() < s.slow.Load() {
		return moment
	}
	return patience
}

// render renders a page for everybody who waits for it. One who asks after the
// epoch has changed does not wait for the rendering of before. When the database
// is slow or away the reader gets the last good copy, marked as stale.
func (s *Server) render(c echo.Context, key pagecache.Key, next echo.HandlerFunc) error {
	epoch := s.cache.Epoch()
	flight := strings.Join([]string{strconv.FormatUint(epoch, 10), key.Path, key.Query, key.Look}, "\x00")
	apart := detached(c)
	done := s.flights.DoChan(flight, func() (any, error) {
		// Who looked before the last rendering ended, and came here after it.
		if p := s.cache.Fresh(key); p != nil {
			return &recorded{status: http.StatusOK, page: p}, nil
		}
		return s.record(apart, key, epoch, next)
	})
	slow := time.NewTimer(s.wait())
	defer slow.Stop()
	select {
	case r := <-done:
		s.slow.Store(0)
		return s.answer(c, key, r)
	case <-slow.C:
		s.slow.Store(time.Now().Add(slowness).UnixNano())
	}
	if old, _ := s.old(key); old != nil {
		s.write(c.Response(), c.Request(), old, true)
		return nil
	}
	return s.answer(c, key, <-done)
}

// answer gives out what came of a rendering.
func (s *Server) answer(c echo.Context, key pagecache.Key, r singleflight.Result) error {
	if r.Err == nil {
		return s.replay(c, r.Val.(*recorded))
	}
	if !store.Away(r.Err) {
		return r.Err
	}
	old, gone := s.old(key)
	switch {
	case gone:
		return fault.Wrap(fault.Gone, r.Err, "该信息已撤下。")
	case old == nil:
		return r.Err
	}
	s.write(c.Response(), c.Request(), old, true)
	return nil
}

// detached is a context of its own for a rendering that may outlive the request
// which began it.
func detached(c echo.Context) echo.Context {
	r := c.Request()
	d := c.Echo().NewContext(r.WithContext(context.WithoutCancel(r.Context())), nil)
	d.SetPath(c.Path())
	d.SetParamNames(slices.Clone(c.ParamNames())...)
	d.SetParamValues(slices.Clone(c.ParamValues())...)
	d.Set(requestKey, c.Get(requestKey))
	return d
}

// record runs the handler and keeps what it says. c belongs to the rendering.
func (s *Server) record(c echo.Context, key pagecache.Key, epoch uint64, next echo.HandlerFunc) (rec *recorded, err error) {
	defer func() {
		if v := recover(); v != nil { // here it would end the process
			rec, err = nil, fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	ctx, cancel := context.WithTimeout(c.Request().Context(), requestTimeout)
	defer cancel()
	ctx, shown := s.collect(ctx)
	s.renders.Add(1)
	rec = &recorded{header: http.Header{}, status: http.StatusOK}
	c.SetRequest(c.Request().WithContext(ctx))
	c.SetResponse(echo.NewResponse(rec, c.Echo()))
	if err := next(c); err != nil {
		return nil, err
	}
	if rec.status != http.StatusOK {
		return rec, nil
	}
	rec.page = pagecache.NewPage(epoch, s.cache.Now(), rec.header, rec.body.Bytes(), shown())
	rec.page.Viewed = viewed(c)
	s.cache.Put(key, rec.page)
	if epoch == s.cache.Epoch() {
		s.keep(key, rec)
	}
	return rec, nil
}

// recorded is an answer written to memory.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
	page   *pagecache.Page // nil for what is not kept, such as a redirect
}

// Header implements http.ResponseWriter.
func (r *recorded) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *recorded) WriteHeader(status int) { r.status = status }

// Write implements http.ResponseWriter.
func (r *recorded) Write(b []byte) (int, error) { return r.body.Write(b) }

// replay answers one of those who waited.
func (s *Server) replay(c echo.Context, r *recorded) error {
	if r.page != nil {
		s.write(c.Response(), c.Request(), r.page, false)
		return nil
	}
	c.Response().Header().Set("Cache-Control", "no-cache")
	if to := r.header.Get(echo.HeaderLocation); to != "" {
		return c.Redirect(r.status, to)
	}
	return c.Blob(r.status, r.header.Get(echo.HeaderContentType), r.body.Bytes())
}

// number is v as a number, 0 when it is none. One too large to count is the
// largest.
func number(v string) int {
	n, err := strconv.Atoi(v)
	if errors.Is(err, strconv.ErrRange) && n > 0 {
		return math.MaxInt32
	}
	if err != nil {
		return 0
	}
	return min(n, math.MaxInt32)
}

// canonicalQuery keeps the parameters a page knows, each once, sorted, if they
// are numbers: anything else neither makes another page nor is repeated on it.
func canonicalQuery(raw string, params []string) string {
	if raw == "" || len(params) == 0 {
		return ""
	}
	given, _ := url.ParseQuery(raw) // what cannot be read is not there
	kept := url.Values{}
	for _, name := range params {
		if n := number(given.Get(name)); n > 0 {
			kept.Set(name, strconv.Itoa(n))
		}
	}
	return kept.Encode()
}
