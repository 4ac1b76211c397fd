// Package pagecache keeps finished public pages and writes them.
//
// Invariants: a page is fresh only in the epoch whose number was known before
// its rendering began; a page of an earlier epoch is kept, but given only to
// who asks for an old one; a page that shows a withdrawn document is dropped
// the moment the withdrawal is known.
package pagecache

import (
	"slices"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"gongkai/models/calendar"
)

// maxAge bounds a page's life inside an epoch.
const maxAge = 10 * time.Minute

// expiry is when a page made at some instant is old whatever the epoch: after
// maxAge, and at midnight in China, because some pages speak of today.
func expiry(made time.Time) time.Time {
	y, m, d := made.In(calendar.Shanghai).Date()
	midnight := time.Date(y, m, d+1, 0, 0, 0, 0, calendar.Shanghai)
	if end := made.Add(maxAge); end.Before(midnight) {
		return end
	}
	return midnight
}

// Key names a page. Its parts are in canonical form: whoever asks for the same
// page asks with the same key.
type Key struct {
	Path  string // with the base path
	Query string // only parameters the page knows, sorted
	Look  string // the reader's display settings
}

// Cache holds pages up to a number of bytes.
type Cache struct {
	pages *otter.Cache[Key, *Page]
	epoch atomic.Uint64
	clock func() time.Time
}

// New returns a cache of about size bytes, at least a million. clock is time.Now but in tests.
func New(size int, clock func() time.Time) *Cache {
	return &Cache{clock: clock, pages: otter.Must(&otter.Options[Key, *Page]{
		MaximumWeight: uint64(max(size, 1<<20)),
		Weigher:       func(k Key, p *Page) uint32 { return p.weight() + uint32(len(k.Path)+len(k.Query)) },
	})}
}

// Turn begins an epoch. withdrawn are documents whose pages are dropped.
func (c *Cache) Turn(epoch uint64, withdrawn []uint64) {
	c.epoch.Store(epoch)
	if len(withdrawn) > 0 {
		c.Drop(withdrawn, func(Key) bool { return false })
	}
}

// Drop drops every page that shows one of the documents, or is meant by its key.
func (c *Cache) Drop(documents []uint64, meant func(Key) bool) {
	for key, page := range c.pages.All() {
		if meant(key) || slices.ContainsFunc(documents, func(id uint64) bool { return slices.Contains(page.shows, id) }) {
			c.pages.Invalidate(key)
		}
	}
}

// Now is the cache's time.
func (c *Cache) Now() time.Time { return c.clock() }

// Epoch is the present epoch; 0 while none is known, and then nothing is fresh.
func (c *Cache) Epoch() uint64 { return c.epoch.Load() }

// Fresh returns the page, or nil when it must be rendered.
func (c *Cache) Fresh(k Key) *Page {
	p, ok := c.pages.GetIfPresent(k)
	if !ok || p.epoch != c.Epoch() || p.epoch == 0 || !c.clock().Before(p.until) {
		return nil
	}
	return p
}

// Old returns the page of whatever epoch, or nil.
func (c *Cache) Old(k Key) *Page {
	p, _ := c.pages.GetIfPresent(k)
	return p
}

// Put keeps a page, unless what it shows may have been withdrawn while it was
// being rendered.
func (c *Cache) Put(k Key, p *Page) {
	if p.epoch == c.Epoch() {
		c.pages.Set(k, p)
		if p.epoch != c.Epoch() { // turned in this very moment: Turn may not have seen it
			c.pages.Invalidate(k)
		}
	}
}
