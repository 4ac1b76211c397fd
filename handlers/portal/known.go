package portal

import (
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/models"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/takedown"
)

// known are files that this server has given to the public, so that a page from
// the snapshot keeps its pictures and attachments while the database is away. It
// is asked only then. A withdrawal closes a file in it; every other change of
// the site has it compared with the database.
type known struct {
	app      *models.App
	checking atomic.Bool

	mu    sync.Mutex
	turns int // how often something was dropped: what was read before is not noted after
	files map[string]*content.File
	gone  map[string]bool // withdrawn while it was known
}

// maxKnown bounds the files that are known; with more, any of them makes room.
const maxKnown = 4096

func newKnown(app *models.App) *known {
	k := &known{app: app, files: map[string]*content.File{}, gone: map[string]bool{}}
	app.Site.OnTurn(func(_ uint64, withdrawn []uint64) {
		k.close(func(f *content.File) bool { return slices.Contains(withdrawn, f.DocumentID) })
		if !k.empty() && k.checking.CompareAndSwap(false, true) {
			go k.check()
		}
	})
	app.Takedowns.OnNew(func(documents []uint64, paths []string) {
		// The address of a report does not tell its document: then nothing is known.
		report := slices.ContainsFunc(paths, func(p string) bool { return !takedown.ArticleForm.MatchString(p) })
		k.close(func(f *content.File) bool { return report || slices.Contains(documents, f.DocumentID) })
	})
	return k
}

// file asks the database, and what is known when that is away.
func (k *known) file(key string, ask func() (*content.File, error), away func(error) bool) (*content.File, error) {
	k.mu.Lock()
	turns := k.turns
	k.mu.Unlock()
	f, err := ask()
	k.mu.Lock()
	defer k.mu.Unlock()
	switch {
	case err == nil && f.Public:
		if turns == k.turns {
			k.note(f)
		}
	case err == nil || !away(err):
	case k.gone[key]:
		return nil, fault.Wrap(fault.Gone, err, "该附件已撤下。")
	case k.files[key] != nil:
		if len(k.app.Takedowns.Among([]uint64{k.files[key].DocumentID})) == 0 {
			return k.files[key], nil
		}
	}
	return f, err
}

// note remembers a file. The caller holds the lock.
func (k *known) note(f *content.File) {
	if len(k.files) >= maxKnown && k.files[f.Key] == nil {
		for other := range k.files {
			delete(k.files, other)
			break
		}
	}
	k.files[f.Key] = f
	delete(k.gone, f.Key)
}

// close drops the files of withdrawn documents.
func (k *known) close(withdrawn func(*content.File) bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.turns++
	for key, f := range k.files {
		if !withdrawn(f) {
			continue
		}
		delete(k.files, key)
		if len(k.gone) >= maxKnown {
			clear(k.gone) // they are unknown then, which shows nothing either
		}
		k.gone[key] = true
	}
}

func (k *known) empty() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.files) == 0
}

// check compares what is known with the database until nothing has turned
// meanwhile.
func (k *known) check() {
	defer k.checking.Store(false)
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	for again := true; again; {
		again = k.compare(ctx)
	}
}

// compare drops what no live revision holds any more: a correction took it away.
// Without the database it stays, as the old pages stay that show it.
func (k *known) compare(ctx context.Context) (again bool) {
	k.mu.Lock()
	turns, keys := k.turns, slices.Collect(maps.Keys(k.files))
	k.mu.Unlock()
	public, err := k.app.Content.StillPublic(ctx, keys)
	if err != nil {
		return false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, key := range keys {
		if !slices.Contains(public, key) {
			delete(k.files, key)
		}
	}
	return k.turns != turns
}
