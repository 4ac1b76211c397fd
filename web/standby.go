package web

import (
	"crypto/rand"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/config"
	"gongkai/public"
	"gongkai/views/href"
	"gongkai/web/pagecache"
	"gongkai/web/snapshot"
)

// Standby answers with the snapshot while a server that has just been started
// waits for its database. Citizens read the last good copies, staff are asked to
// come back; it is alive, and not ready.
func Standby(cfg config.Config, kept *snapshot.Store, down Down) http.Handler {
	s := &Server{echo: echo.New(), cfg: cfg, kept: kept, down: down, cache: pagecache.New(0, time.Now)}
	assets := http.StripPrefix(cfg.BasePath+"/assets", public.Handler())
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch path := strings.TrimPrefix(r.URL.Path, cfg.BasePath); {
		case path == "/healthz":
			w.WriteHeader(http.StatusOK)
		case strings.HasPrefix(path, "/assets/"):
			assets.ServeHTTP(w, r)
		default:
			s.standIn(w, r)
		}
	})
}

// standIn answers with a copy, or says that one should come back.
func (s *Server) standIn(w http.ResponseWriter, r *http.Request) {
	ctx := href.WithOrigin(href.With(r.Context(), s.cfg.BasePath), s.cfg.BaseURL)
	status := http.StatusServiceUnavailable
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		p, gone := s.old(pagecache.Key{Path: r.URL.Path, Query: r.URL.RawQuery, Look: standard})
		if p != nil {
			s.write(w, r, p, true)
			return
		}
		if gone {
			status = http.StatusGone
		}
	}
	s.secure(w.Header())
	w.Header().Set("Cache-Control", "no-store")
	c := s.echo.NewContext(r.WithContext(ctx), w)
	c.Set(requestKey, strings.ToLower(rand.Text()[:10]))
	_ = Outage(c, status) // the page is part of the program
}
