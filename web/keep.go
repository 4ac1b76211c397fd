package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"gongkai/web/pagecache"
	"gongkai/web/snapshot"
)

// Down tells what has been taken down, whatever a copy says.
type Down interface {
	Down(path string) bool                // of a path below the base path
	Among(documents []uint64) []uint64    // those taken down
	OnNew(func(ds []uint64, ps []string)) // called with each new take-down
}

// Keep makes the server write finished pages to disk, and show them, or those
// still in memory, when the database is slow or away. Of what is down it shows
// no copy. It is called before the server serves.
func (s *Server) Keep(k *snapshot.Store, down Down) {
	s.kept, s.down, s.keeping = k, down, make(chan snapshot.Page, 256)
	down.OnNew(func(documents []uint64, paths []string) {
		s.cache.Drop(documents, func(k pagecache.Key) bool {
			for _, p := range paths {
				if k.Path == s.cfg.BasePath+p {
					return true
				}
			}
			return false
		})
	})
}

// keep has a page written to disk. When more is rendered than the disk takes,
// some pages wait for their next rendering.
func (s *Server) keep(key pagecache.Key, rec *recorded) {
	if s.kept == nil || key.Look != standard {
		return
	}
	p := snapshot.Page{Path: key.Path, Query: key.Query, Kind: rec.header.Get("Content-Type"), Named: rec.header.Get("Content-Disposition"),
		Shows: rec.page.Shows(), Made: s.cache.Now().UTC(), Body: rec.body.Bytes()}
	select {
	case s.keeping <- p:
	default:
	}
}

// old is the last good copy of a page, in memory or on disk, without what has
// been taken down; nil where there is none. gone says that the page itself is
// down.
func (s *Server) old(key pagecache.Key) (p *pagecache.Page, gone bool) {
	if s.down != nil && s.down.Down(strings.TrimPrefix(key.Path, s.cfg.BasePath)) {
		return nil, true
	}
	if p := s.cache.Old(key); p != nil && (s.down == nil || len(s.down.Among(p.Shows())) == 0) {
		return p, false
	}
	if s.kept == nil {
		return nil, false
	}
	k := s.kept.Get(key.Path, key.Query)
	if k == nil {
		return nil, false
	}
	body := k.Body
	for _, id := range s.down.Among(k.Shows) {
		if isDocument(key.Path, id) {
			return nil, true
		}
		var ok bool
		if body, ok = without(body, id); !ok {
			return nil, false
		}
	}
	header := http.Header{"Content-Type": {k.Kind}}
	if k.Named != "" {
		header.Set("Content-Disposition", k.Named)
	}
	return pagecache.NewPage(0, k.Made, header, body, k.Shows), false
}

// writeKept writes kept pages to disk until ctx ends.
func (s *Server) writeKept(ctx context.Context) {
	for {
		select {
		case p := <-s.keeping:
			s.put(ctx, p)
		case <-ctx.Done():
			return
		}
	}
}

// Sources say what the snapshot is to hold, as paths with the base path: first
// the pages that change with every publication, then all documents in parts.
type Sources struct {
	Fronts    func(ctx context.Context) ([]string, error)
	Documents func(ctx context.Context, after uint64) (paths []string, last uint64, err error)
}

// The pace of Sweep: it never takes more than about a fifth of a core.
const (
	settle   = 2 * time.Second  // after a change, before its pages are rendered
	sweepGap = time.Hour        // between two walks through all documents
	share    = 4                // rests so many times as long as it worked
	idle     = 20 * time.Second // when the database is away
)

// Sweep keeps the snapshot whole until ctx ends: after each change of the public
// site it renders the pages in front, and at its leisure every document that is
// not on disk yet.
func (s *Server) Sweep(ctx context.Context, from Sources) {
	if s.kept == nil {
		return
	}
	go s.writeKept(ctx)
	var epoch, after uint64
	next := time.Now()
	for rest(ctx, settle) {
		if now := s.cache.Epoch(); now != epoch {
			epoch = now
			if paths, err := from.Fronts(ctx); err == nil {
				s.warm(ctx, paths)
			}
		}
		if time.Now().Before(next) {
			continue
		}
		paths, last, err := from.Documents(ctx, after)
		switch {
		case err != nil:
			rest(ctx, idle)
		case len(paths) == 0:
			after, next = 0, time.Now().Add(sweepGap)
		default:
			after = last
			s.warm(ctx, s.absent(paths))
		}
	}
}

// Fill renders and writes everything that the snapshot should hold, now.
func (s *Server) Fill(ctx context.Context, from Sources) error {
	paths, err := from.Fronts(ctx)
	for after := uint64(0); err == nil && len(paths) > 0; {
		for _, p := range paths {
			s.ask(ctx, p)
			s.flush(ctx)
		}
		paths, after, err = from.Documents(ctx, after)
	}
	return err
}

// flush writes what waits to be written.
func (s *Server) flush(ctx context.Context) {
	for {
		select {
		case p := <-s.keeping:
			s.put(ctx, p)
		default:
			return
		}
	}
}

func (s *Server) put(ctx context.Context, p snapshot.Page) {
	if err := s.kept.Put(p); err != nil {
		s.log.ErrorContext(ctx, "snapshot", "path", p.Path, "err", err)
	}
}

// absent are the paths that are not on disk.
func (s *Server) absent(paths []string) (missing []string) {
	for _, p := range paths {
		if !s.kept.Has(p, "") {
			missing = append(missing, p)
		}
	}
	return missing
}

// warm renders pages as if they were asked for.
func (s *Server) warm(ctx context.Context, paths []string) {
	for _, p := range paths {
		start := time.Now()
		s.ask(ctx, p)
		if !rest(ctx, share*time.Since(start)) {
			return
		}
	}
}

// ask asks for a page as a reader would.
func (s *Server) ask(ctx context.Context, path string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
	if err != nil {
		return // no address: nobody else can ask for it either
	}
	s.ServeHTTP(&nobody{header: http.Header{}}, r)
}

// nobody is a reader who throws away what is written.
type nobody struct{ header http.Header }

func (n *nobody) Header() http.Header         { return n.header }
func (n *nobody) WriteHeader(int)             {}
func (n *nobody) Write(b []byte) (int, error) { return len(b), nil }

// rest waits; false when ctx ended.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
