package search

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Source is where the documents come from.
type Source interface {
	// Identity names the database: an index of another one is no good.
	Identity(ctx context.Context) (uint64, error)
	// Latest is the present epoch.
	Latest(ctx context.Context) (uint64, error)
	// Changes lists the documents that changed in the epochs behind one and until
	// another.
	Changes(ctx context.Context, after, until uint64) ([]uint64, error)
	// After lists at most n public documents with ids above id, in their order.
	After(ctx context.Context, id uint64, n int) ([]Doc, error)
	// Docs returns those of some documents that are public.
	Docs(ctx context.Context, ids []uint64) ([]Doc, error)
	// Read returns what stands in an attachment; an error says why nothing can be
	// read in it.
	Read(ctx context.Context, a Attachment) ([]Part, error)
}

// ErrAway is the error of a search while there is no index to ask.
var ErrAway = errors.New("search: the index is being built")

// Keeper keeps one server's index up to date with the database, and builds it
// when it is missing, damaged or of another form.
type Keeper struct {
	source Source
	log    *slog.Logger
	file   string
	wake   chan struct{}

	mu     sync.RWMutex // held for writing while one index takes another's place
	index  *Index
	remote *Remote // an engine that is asked instead; nil for none

	turn     sync.Mutex // of who reads documents to write them
	building atomic.Bool
	done     atomic.Int64 // documents built so far
	stale    atomic.Bool  // somebody asked for another index
	unread   todo
	read     todo // documents whose files were read since the remote engine was told
}

// NewKeeper returns a keeper that has no index yet.
func NewKeeper(s Source, log *slog.Logger) *Keeper {
	return &Keeper{source: s, log: log, wake: make(chan struct{}, 1)}
}

// In says where the index lies. Without a file there is none.
func (k *Keeper) In(file string) { k.file = file }

// Use asks another engine instead of the index in the file, which is kept beside:
// it holds what was read of attachments.
func (k *Keeper) Use(r *Remote) { k.remote = r }

// Wake says that the epoch may have ended.
func (k *Keeper) Wake() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// Search asks the index. ErrAway when there is none now.
func (k *Keeper) Search(ctx context.Context, q Query) (*Result, error) {
	e, done := k.engine()
	defer done()
	if e == nil {
		return nil, ErrAway
	}
	res, err := e.Search(ctx, q)
	if err == nil && res.Total == 0 {
		res, err = k.loose(ctx, e, q, res)
	}
	if err == nil || ctx.Err() != nil {
		return res, err
	}
	if !errors.Is(err, ErrAway) {
		k.log.ErrorContext(ctx, "search", "err", err)
		k.stale.Store(k.remote == nil)
		k.Wake()
	}
	return nil, errors.Join(ErrAway, err)
}

// Suggest asks the index what somebody who is typing may mean; nothing while
// there is none.
func (k *Keeper) Suggest(ctx context.Context, prefix string, n int) ([]Suggestion, error) {
	e, done := k.engine()
	defer done()
	if e == nil {
		return nil, nil
	}
	list, err := e.Suggest(ctx, prefix, n)
	if err != nil && k.remote != nil && ctx.Err() == nil {
		k.log.WarnContext(ctx, "suggestions", "err", err)
		return nil, nil
	}
	return list, err
}

// engine is what is asked now, nil for nothing; done ends its use.
func (k *Keeper) engine() (e Engine, done func()) {
	if k.remote != nil {
		return k.remote, func() {}
	}
	k.mu.RLock()
	if k.index != nil {
		e = k.index
	}
	return e, k.mu.RUnlock
}

// State is how the index stands, for staff.
type State struct {
	Stat
	Ready    bool
	Building bool
	Built    int // documents of the index that is being built
	Waiting  int // documents with attachments still to be read
	Latest   uint64
}

// State asks how the index stands.
func (k *Keeper) State(ctx context.Context) (s State, err error) {
	e, done := k.engine()
	defer done()
	s.Building, s.Built, s.Waiting = k.building.Load(), int(k.done.Load()), k.unread.len()
	if s.Latest, err = k.source.Latest(ctx); err != nil || e == nil {
		return s, err
	}
	s.Stat, err = e.Stat(ctx)
	s.Ready = err == nil
	if k.remote != nil && ctx.Err() == nil { // that it is away is how it stands
		s.Ready, err = s.Ready && k.remote.ready.Load(), nil
	}
	return s, err
}

// Work keeps the index until ctx ends.
func (k *Keeper) Work(ctx context.Context) {
	if k.file == "" {
		return
	}
	defer k.Close()
	k.start(ctx)
	go k.readAll(ctx)
	t := time.NewTicker(time.Second)
	defer t.Stop()
	for ctx.Err() == nil {
		if err := k.follow(ctx); err != nil && ctx.Err() == nil {
			k.log.ErrorContext(ctx, "search index", "err", err)
			pause(ctx, time.Second)
		}
		select {
		case <-ctx.Done():
		case <-k.wake:
		case <-t.C:
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// start opens the index that is there. One that cannot be used is removed.
func (k *Keeper) start(ctx context.Context) {
	if exists(k.next()) {
		if err := move(k.next(), k.file); err != nil {
			k.log.WarnContext(ctx, "search index", "err", err)
		}
	}
	if !exists(k.file) {
		return
	}
	x, err := Open(ctx, k.file)
	if err != nil {
		k.log.WarnContext(ctx, "search index is built again", "err", err)
		return
	}
	k.put(x)
}

// follow brings the index up to the present epoch, or builds one.
func (k *Keeper) follow(ctx context.Context) error {
	if exists(k.next()) {
		if err := k.adopt(ctx); err != nil {
			return err
		}
	}
	k.mu.RLock()
	x := k.index
	k.mu.RUnlock()
	usable, err := k.usable(ctx, x)
	if err != nil {
		return err
	}
	if !usable || k.stale.Swap(false) || x.Worn() {
		return k.rebuild(ctx)
	}
	if err := k.catchUp(ctx, x); err != nil {
		return err
	}
	if k.remote != nil {
		return k.remote.Follow(ctx, k)
	}
	return nil
}

// usable reports whether an index belongs to this database, as far as it knows.
func (k *Keeper) usable(ctx context.Context, x *Index) (bool, error) {
	if x == nil {
		return false, nil
	}
	who, err := k.source.Identity(ctx)
	if err != nil {
		return false, err
	}
	now, err := k.source.Latest(ctx)
	return err != nil || x.Identity() == who && x.Epoch() <= now, err
}

// portion is how many documents are written together.
const portion = 256

// catchUp tells an index what has changed since its epoch.
func (k *Keeper) catchUp(ctx context.Context, x *Index) error {
	now, err := k.source.Latest(ctx)
	if err != nil || now == x.Epoch() {
		return err
	}
	ids, err := k.source.Changes(ctx, x.Epoch(), now)
	if err != nil {
		return err
	}
	for len(ids) > portion { // known only when all of them are
		if err := k.renew(ctx, x, ids[:portion], x.Epoch); err != nil {
			return err
		}
		ids = ids[portion:]
	}
	return k.renew(ctx, x, ids, func() uint64 { return now })
}

// renew writes some documents as they are now. One at a time, so that what was
// read first is not written last.
func (k *Keeper) renew(ctx context.Context, x *Index, ids []uint64, epoch func() uint64) error {
	k.turn.Lock()
	defer k.turn.Unlock()
	docs, err := k.source.Docs(ctx, ids)
	if err != nil {
		return err
	}
	if err := k.recall(ctx, x, docs); err != nil {
		return err
	}
	return x.Change(ctx, docs, missing(ids, docs), epoch())
}

// missing lists those of ids that are not among the documents.
func missing(ids []uint64, docs []Doc) (gone []uint64) {
	there := map[uint64]bool{}
	for i := range docs {
		there[docs[i].ID] = true
	}
	for _, id := range ids {
		if !there[id] {
			gone = append(gone, id)
		}
	}
	return gone
}

func (k *Keeper) next() string { return k.file + ".next" }

// rebuild builds an index beside the one that is there and puts it in its place.
func (k *Keeper) rebuild(ctx context.Context) error {
	k.building.Store(true)
	defer k.building.Store(false)
	if err := k.Build(ctx); err != nil {
		return err
	}
	return k.adopt(ctx)
}

// Build builds a whole index and leaves it where a running server finds it
// within a second, and the next one at its start.
func (k *Keeper) Build(ctx context.Context) error {
	part := k.file + ".part"
	if err := remove(part); err != nil {
		return err
	}
	x, err := Open(ctx, part)
	if err != nil {
		return err
	}
	if err = k.fill(ctx, x); err == nil {
		err = x.db.Tidy(ctx)
	}
	if err = errors.Join(err, x.Close()); err != nil {
		return fmt.Errorf("search: build: %w", err)
	}
	return move(part, k.next())
}

// fill writes every public document into an empty index, then what has changed
// meanwhile.
func (k *Keeper) fill(ctx context.Context, x *Index) error {
	k.done.Store(0)
	who, err := k.source.Identity(ctx)
	if err != nil {
		return err
	}
	began, err := k.source.Latest(ctx)
	if err != nil {
		return err
	}
	if err := x.belongs(ctx, who); err != nil {
		return err
	}
	if err := k.inherit(ctx, x); err != nil {
		return err
	}
	for last := uint64(0); ; {
		docs, err := k.source.After(ctx, last, chunkSize/2)
		if err != nil {
			return err
		}
		if len(docs) == 0 {
			break
		}
		last = docs[len(docs)-1].ID
		if err := k.recall(ctx, x, docs); err != nil {
			return err
		}
		if err := x.Change(ctx, docs, nil, began); err != nil {
			return err
		}
		k.done.Add(int64(len(docs)))
	}
	return k.catchUp(ctx, x)
}

// adopt puts the index that was built in place of the one that is there. Searches
// wait for that moment.
func (k *Keeper) adopt(ctx context.Context) error {
	x, err := Open(ctx, k.next()) // reads it before anybody waits
	if err != nil {
		return errors.Join(err, remove(k.next()))
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.index != nil {
		if err := k.index.Close(); err != nil {
			k.log.WarnContext(ctx, "search index", "err", err)
		}
		k.index = nil
	}
	if err := x.moveTo(ctx, k.file); err != nil {
		return err
	}
	k.index = x
	k.unread.add(x.withFiles()...)
	k.log.InfoContext(ctx, "search index", "documents", x.alive, "epoch", x.epoch)
	return nil
}

func (k *Keeper) put(x *Index) {
	k.mu.Lock()
	k.index = x
	k.mu.Unlock()
	k.unread.add(x.withFiles()...)
}

// Close closes the index.
func (k *Keeper) Close() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.index != nil {
		k.index.Close()
		k.index = nil
	}
}
