package web

import (
	"bytes"
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

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
func (s *Server) cached(params []string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
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

// render renders a page for everybody who waits for it. One who asks after the
// epoch has changed does not wait for the rendering of before.
func (s *Server) render(c echo.Context, key pagecache.Key, next echo.HandlerFunc) error {
	epoch := s.cache.Epoch()
	flight := strings.Join([]string{strconv.FormatUint(epoch, 10), key.Path, key.Query, key.Look}, "\x00")
	v, err, _ := s.flights.Do(flight, func() (any, error) { return s.record(c, key, epoch, next) })
	if err != nil {
		if old := s.cache.Old(key); old != nil && store.Away(err) {
			s.write(c.Response(), c.Request(), old, true)
			return nil
		}
		return err
	}
	return s.replay(c, v.(*recorded))
}

// record runs the handler and keeps what it says. Who began it may leave: the
// others still wait.
func (s *Server) record(c echo.Context, key pagecache.Key, epoch uint64, next echo.HandlerFunc) (*recorded, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request().Context()), requestTimeout)
	defer cancel()
	ctx, shown := s.collect(ctx)
	s.renders.Add(1)
	request, response := c.Request(), c.Response()
	defer func() { c.SetRequest(request); c.SetResponse(response) }()
	rec := &recorded{header: http.Header{}, status: http.StatusOK}
	c.SetRequest(request.WithContext(ctx))
	c.SetResponse(echo.NewResponse(rec, c.Echo()))
	if err := next(c); err != nil {
		return nil, err
	}
	if rec.status != http.StatusOK {
		return rec, nil
	}
	rec.page = pagecache.NewPage(epoch, s.cache.Now(), rec.header, rec.body.Bytes(), shown())
	s.cache.Put(key, rec.page)
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
