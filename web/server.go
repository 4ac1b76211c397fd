// Package web is the HTTP machinery: server, middleware, forms, sessions,
// rendering, errors. It knows no route and no business rule.
package web

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/sync/singleflight"

	"gongkai/config"
	"gongkai/models/identity"
	"gongkai/public"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web/pagecache"
	"gongkai/web/snapshot"
)

// Limits of a request.
const (
	maxBody        = 4 << 20 // bytes of a form, files included, unless its route says more
	requestTimeout = 20 * time.Second
	bodyTimeout    = 60 * time.Second // for sending it
	largeBody      = 32 << 20         // from here on a body is an upload
	uploadTimeout  = 10 * time.Minute // for sending files, and for answering
)

// contentSecurity is a constant: nothing inline, nothing foreign.
const contentSecurity = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'self'"

// inlineSecurity is the policy of the pages with the rich-text editor alone: it
// lays itself out with style attributes and shows pictures before they are sent.
var inlineSecurity = strings.NewReplacer("style-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "img-src 'self' data: blob:").
	Replace(contentSecurity)

// Pages are the pages that the machinery itself must show. handlers gives them.
type Pages struct {
	// Problem renders an error page; it must not fail, whatever is away.
	Problem func(c echo.Context, status int, err error) error
	// SignIn answers a staff request that has no session any more.
	SignIn func(c echo.Context) error
}

// Collect returns a context that notes which documents are shown by what is
// read through it, and the function that tells them.
type Collect func(ctx context.Context) (context.Context, func() []uint64)

// Server turns requests into calls of handlers.
type Server struct {
	echo   *echo.Echo
	cfg    config.Config
	people *identity.Service
	pages  Pages
	log    *slog.Logger
	cross  *http.CrossOriginProtection

	limits  map[string]int64 // of a request's body, by "METHOD path" of the route; others have maxBody
	cache   *pagecache.Cache
	collect Collect
	flights singleflight.Group
	renders atomic.Uint64
	slow    atomic.Int64 // until when the database is taken to hang, in Unix nanoseconds

	kept    *snapshot.Store // nil: nothing is kept on disk
	keeping chan snapshot.Page
	down    Down
}

// New returns a server of routes. Every address lies below cfg.BasePath; probes
// answer also at the root.
func New(cfg config.Config, people *identity.Service, routes []Route, pages Pages, collect Collect, clock func() time.Time, log *slog.Logger) *Server {
	s := &Server{echo: echo.New(), cfg: cfg, people: people, pages: pages, log: log, cross: http.NewCrossOriginProtection(),
		limits: map[string]int64{}, cache: pagecache.New(cfg.CacheMB<<20, clock), collect: collect}
	_ = s.cross.AddTrustedOrigin(cfg.BaseURL)
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.fail
	s.echo.IPExtractor = clientIP
	s.echo.Use(s.context, s.recovered, s.logged, s.secured, s.limited)
	root := s.echo.Group(cfg.BasePath)
	for _, r := range routes {
		if r.Limit > 0 {
			s.limits[r.Method+" "+cfg.BasePath+r.Path] = r.Limit
		}
		root.Add(r.Method, r.Path, r.Handle, s.guard(r)...)
		if r.Method == http.MethodGet {
			root.Add(http.MethodHead, r.Path, r.Handle, s.guard(r)...) // net/http keeps the body back
		}
		if r.Policy == Probe && cfg.BasePath != "" {
			s.echo.Add(r.Method, r.Path, r.Handle)
		}
	}
	if cfg.BasePath != "" {
		s.echo.GET(cfg.BasePath, func(c echo.Context) error { return Moved(c, cfg.BasePath+"/") })
	}
	assets := echo.WrapHandler(http.StripPrefix(cfg.BasePath+"/assets", public.Handler()))
	root.Match([]string{http.MethodGet, http.MethodHead}, "/assets/*", assets)
	return s
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.hit(w, r) {
		s.echo.ServeHTTP(w, r)
	}
}

// Turn tells the server's cache of a new epoch; see site.Turned.
func (s *Server) Turn(epoch uint64, withdrawn []uint64) { s.cache.Turn(epoch, withdrawn) }

// Renderings is how many pages the cache had to have rendered.
func (s *Server) Renderings() uint64 { return s.renders.Load() }

// Routes lists the mounted routes as "METHOD path", for the golden file.
func (s *Server) Routes() []*echo.Route { return s.echo.Routes() }

func (s *Server) guard(r Route) []echo.MiddlewareFunc {
	switch r.Policy {
	case Staff:
		if r.Inline {
			return []echo.MiddlewareFunc{noStore, inline, s.sameOrigin, s.signedIn}
		}
		return []echo.MiddlewareFunc{noStore, s.sameOrigin, s.signedIn}
	case Entrance:
		return []echo.MiddlewareFunc{noStore, s.sameOrigin}
	case Public:
		return []echo.MiddlewareFunc{revalidated, s.sameOrigin, middleware.GzipWithConfig(middleware.GzipConfig{MinLength: 1024})}
	case Cached:
		return []echo.MiddlewareFunc{s.cached(r.Query, r.Words)}
	case Shared:
		return []echo.MiddlewareFunc{noStore, s.recognised}
	}
	return nil
}

// recovered turns a panic into a 500 page with a line in the log.
func (s *Server) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if v := recover(); v != nil {
				s.log.ErrorContext(c.Request().Context(), "panic", "value", v, "path", c.Request().URL.Path, "stack", string(debug.Stack()))
				s.fail(echo.ErrInternalServerError, c)
			}
		}()
		return next(c)
	}
}

// context gives a request its number, its time limit and what addresses need.
func (s *Server) context(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := strings.ToLower(rand.Text()[:10])
		c.Set(requestKey, id)
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		timeout := requestTimeout
		if s.limit(c) >= largeBody {
			timeout = uploadTimeout
		}
		ctx, cancel := context.WithTimeout(c.Request().Context(), timeout)
		defer cancel()
		ctx = ui.WithOnce(href.WithOrigin(href.With(ctx, s.cfg.BasePath), s.cfg.BaseURL), rand.Text)
		c.SetRequest(c.Request().WithContext(ctx))
		return next(c)
	}
}

// logged writes one line a request: no query (it may hold a citizen's words),
// no address of the visitor.
func (s *Server) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err)
		}
		r := c.Request()
		s.log.DebugContext(r.Context(), "request", "id", RequestID(c), "method", r.Method, "path", r.URL.Path, "status", c.Response().Status,
			"bytes", c.Response().Size, "took", time.Since(start))
		return nil
	}
}

func (s *Server) secured(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		s.secure(c.Response().Header())
		return next(c)
	}
}

// protection are the headers of every answer; net/http only reads the values.
// Pages from the cache carry only the first ones: each line more costs them
// speed, their frame-ancestors say what X-Frame-Options says, their <meta>
// holds the referrer policy, and nothing on them is worth isolating.
var protection = []struct {
	name  string
	value []string
}{
	{"Content-Security-Policy", []string{contentSecurity}},
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"X-Frame-Options", []string{"SAMEORIGIN"}},
	{"Referrer-Policy", []string{"same-origin"}},
	{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
	{"Permissions-Policy", []string{"camera=(), microphone=(), geolocation=(), payment=()"}},
}

const onFinished = 2 // how many of them a finished page carries

var onlyTLS = []string{"max-age=31536000"}

func (s *Server) secure(h http.Header) {
	for i := range protection {
		h[protection[i].name] = protection[i].value
	}
	if s.cfg.Secure() {
		h["Strict-Transport-Security"] = onlyTLS
	}
}

// finish leaves the headers of a finished page, whether it came from the cache
// or was made for this request.
func (s *Server) finish(h http.Header) {
	clear(h)
	for i := range onFinished {
		h[protection[i].name] = protection[i].value
	}
	if s.cfg.Secure() {
		h["Strict-Transport-Security"] = onlyTLS
	}
}

// limit is how many bytes the request's route takes.
func (s *Server) limit(c echo.Context) int64 {
	if own, ok := s.limits[c.Request().Method+" "+c.Path()]; ok {
		return own
	}
	return maxBody
}

// limited bounds what a request may send.
func (s *Server) limited(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r, limit, timeout := c.Request(), s.limit(c), bodyTimeout
		control := http.NewResponseController(c.Response())
		if limit >= largeBody {
			timeout = uploadTimeout
			_ = control.SetWriteDeadline(time.Now().Add(uploadTimeout))
		}
		if r.Method == http.MethodPost { // a slow line may take long to send a document
			_ = control.SetReadDeadline(time.Now().Add(timeout))
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, limit)
		defer func() { // net/http knows the request it gave us, not the copies that were made of it
			if f := c.Request().MultipartForm; f != nil {
				_ = f.RemoveAll()
			}
		}()
		return next(c)
	}
}

// inline widens the security policy for a page with the rich-text editor.
func inline(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Content-Security-Policy", inlineSecurity)
		return next(c)
	}
}

func noStore(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		return next(c)
	}
}

// revalidated lets browsers keep public pages but ask each time: a withdrawn
// page must not live on in them. Pages vary by the display settings' cookie.
func revalidated(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-cache")
		c.Response().Header().Add("Vary", "Cookie")
		return next(c)
	}
}

// sameOrigin refuses a form that another site sent.
func (s *Server) sameOrigin(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.cross.Check(c.Request()); err != nil {
			return forged()
		}
		return next(c)
	}
}

// clientIP is the address of the connection's other end. A proxy's word is not
// taken: which proxies to trust is for the operator to say.
func clientIP(r *http.Request) string {
	if a, err := netip.ParseAddrPort(r.RemoteAddr); err == nil {
		return a.Addr().Unmap().String()
	}
	return r.RemoteAddr
}

const requestKey = "request"

// RequestID is the number under which the log knows this request.
func RequestID(c echo.Context) string { id, _ := c.Get(requestKey).(string); return id }
