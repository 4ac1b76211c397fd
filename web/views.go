package web

import (
	"hash/maphash"
	"net/http"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"
)

const viewedKey = "viewed"

// OnView has hit called each time somebody is answered with the page that is being
// rendered, from the cache too. What it is called for is neither a robot nor a
// look for something newer (304) nor HEAD. hit must not wait for anything.
func OnView(c echo.Context, hit func()) {
	if before, ok := c.Get(viewedKey).(func()); ok {
		c.Set(viewedKey, func() { before(); hit() })
		return
	}
	c.Set(viewedKey, hit)
}

// viewed is what a page that was rendered calls for its readers; nil for none.
func viewed(c echo.Context) func(*http.Request) {
	hit, ok := c.Get(viewedKey).(func())
	if !ok {
		return nil
	}
	return func(r *http.Request) {
		if Human(r) {
			hit()
		}
	}
}

// Human reports whether a request seems to come from a person: a browser that does
// not call itself a robot. Its name is looked at and not kept.
func Human(r *http.Request) bool {
	names := r.Header["User-Agent"]
	return len(names) == 1 && verdicts.of(names[0])
}

// memo remembers what was said of the names met last, because each page that is
// given out asks. It holds no name, only a hash that means nothing to another
// process, and in its last bit the verdict.
type memo struct {
	seed  maphash.Seed
	slots [256]atomic.Uint64
}

var verdicts = memo{seed: maphash.MakeSeed()}

func (m *memo) of(name string) bool {
	h := maphash.String(m.seed, name) | 1
	slot := &m.slots[h>>1%256]
	if v := slot.Load(); v|1 == h {
		return v == h
	}
	if browser(name) {
		slot.Store(h)
		return true
	}
	slot.Store(h &^ 1)
	return false
}

// robots are words in the names of robots that otherwise look like browsers. Most
// of them also name a page about themselves.
var robots = [256][]string{
	'b': {"bot"}, 's': {"spider", "slurp", "scan"}, 'c': {"crawl"}, 'h': {"http", "headless"}, 'l': {"lighthouse"}, 'm': {"monitor"}, 'p': {"preview"},
}

// browser goes through a name.
func browser(name string) bool {
	if !strings.HasPrefix(name, "Mozilla/") && !strings.HasPrefix(name, "Opera/") {
		return false
	}
	for i := range len(name) {
		for _, w := range robots[name[i]|0x20] {
			if len(name)-i >= len(w) && strings.EqualFold(name[i:i+len(w)], w) {
				return false
			}
		}
	}
	return true
}
