package takedown

import (
	"context"
	"slices"
	"sync"
	"time"
)

// Domain is what the watch asks of the documents.
type Domain interface {
	// TakeDown carries an order out and returns the document it hit. A stone that
	// names no public document is done with, without error.
	TakeDown(ctx context.Context, s Stone) (document uint64, err error)
	// AmongLive returns which of the documents are public.
	AmongLive(ctx context.Context, documents []uint64) ([]uint64, error)
}

// Watch is what one server knows of the stones. It is asked for every page that
// is not fresh, so it answers from memory.
type Watch struct {
	folder Folder
	domain Domain
	log    func(error)
	clock  func() time.Time
	marked time.Time // when marks were last compared with the database

	mu        sync.RWMutex
	stones    []Stone
	documents map[uint64]bool
	paths     map[string]bool
	listeners []func(documents []uint64, paths []string)
}

// NewWatch returns a watch without a folder; Open gives it one. log is told of
// what could not be read or done.
func NewWatch(clock func() time.Time, log func(error)) *Watch {
	return &Watch{clock: clock, log: log, documents: map[uint64]bool{}, paths: map[string]bool{}}
}

// Open sets the folder and who carries orders out, and reads what stands there.
func (w *Watch) Open(f Folder, d Domain) {
	w.folder, w.domain = f, d
	w.look()
}

// OnNew adds a listener that is told which documents and which paths have just
// been taken down, and at once which are already.
func (w *Watch) OnNew(f func(documents []uint64, paths []string)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.listeners = append(w.listeners, f)
	ds, ps := names(w.stones)
	if len(w.stones) > 0 {
		f(ds, ps)
	}
}

func names(stones []Stone) (documents []uint64, paths []string) {
	for _, s := range stones {
		if s.Document != 0 {
			documents = append(documents, s.Document)
		}
		if s.Path != "" {
			paths = append(paths, s.Path)
		}
	}
	return documents, paths
}

// Down reports whether a path below the base path is taken down.
func (w *Watch) Down(path string) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return w.paths[path]
}

// Among returns which of the documents are taken down.
func (w *Watch) Among(documents []uint64) (down []uint64) {
	w.mu.RLock()
	defer w.mu.RUnlock()
	for _, d := range documents {
		if w.documents[d] {
			down = append(down, d)
		}
	}
	return down
}

// Lay lays the mark of a withdrawal that is about to be committed.
func (w *Watch) Lay(document uint64) error {
	err := w.folder.Lay(Stone{Document: document, At: w.clock().UTC()})
	w.look()
	return err
}

// settleEvery is how often marks are compared with the database. It is also the
// age below which a mark may belong to a withdrawal not yet committed.
const settleEvery = time.Minute

// Look reads the stones, tells the listeners of new ones, carries orders out if
// it can, and now and then lifts marks of what is public again.
func (w *Watch) Look(ctx context.Context) {
	all := w.look()
	if w.domain == nil {
		return
	}
	for _, s := range all {
		if !s.Order {
			continue
		}
		document, err := w.domain.TakeDown(ctx, s)
		if err != nil {
			w.log(err)
			continue
		}
		w.done(s, document)
	}
	if now := w.clock(); now.Sub(w.marked) >= settleEvery {
		w.marked = now
		w.settle(ctx, all, now)
	}
}

// settle lifts the marks of documents that are public: their withdrawal was
// never committed, or they came back through three levels.
func (w *Watch) settle(ctx context.Context, all []Stone, now time.Time) {
	var ids []uint64
	for _, s := range all {
		if !s.Order && now.Sub(s.At) >= settleEvery {
			ids = append(ids, s.Document)
		}
	}
	for part := range slices.Chunk(ids, 500) {
		back, err := w.domain.AmongLive(ctx, part)
		if err != nil {
			w.log(err)
			return
		}
		for _, id := range back {
			if err := w.folder.Lift(Stone{Document: id}); err != nil {
				w.log(err)
			}
		}
	}
}

// done turns an order that was carried out into a mark: the address stays
// closed for copies made before.
func (w *Watch) done(s Stone, document uint64) {
	mark := s
	mark.Order, mark.Document, mark.At = false, document, w.clock().UTC()
	if document != 0 {
		if err := w.folder.Lay(mark); err != nil {
			w.log(err)
			return
		}
	}
	if err := w.folder.Lift(s); err != nil {
		w.log(err)
	}
}

// look reads the stones and tells of new ones.
func (w *Watch) look() []Stone {
	all, err := w.folder.All()
	if err != nil {
		w.log(err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	var fresh []Stone
	documents, paths := map[uint64]bool{}, map[string]bool{}
	for _, s := range all {
		if !slices.ContainsFunc(w.stones, func(o Stone) bool { return o.Path == s.Path && o.Document == s.Document }) {
			fresh = append(fresh, s)
		}
		if s.Document != 0 {
			documents[s.Document] = true
		}
		if s.Path != "" {
			paths[s.Path] = true
		}
	}
	w.stones, w.documents, w.paths = all, documents, paths
	if len(fresh) > 0 {
		ds, ps := names(fresh)
		for _, f := range w.listeners {
			f(ds, ps)
		}
	}
	return all
}

// Follow looks each interval until ctx ends.
func (w *Watch) Follow(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		w.Look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
