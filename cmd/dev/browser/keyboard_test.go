package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// stop is what the keyboard's focus stands on.
type stop struct {
	Part  string  // "skip", or the landmark it lies in
	Words string  // its text or name
	Ring  float64 // width of its outline
	Seen  bool    // it lies in the window and nothing covers it
}

const focused = `(() => {
	const e = document.activeElement, r = e.getClientRects()[0], style = getComputedStyle(e)
	if (e === document.body || !r) return {Part: 'none', Words: '', Ring: 0, Seen: false}
	const part = e.matches('.skip') ? 'skip' : e.closest('aside.strip,header.head,nav.nav,main,footer.foot')?.localName ?? 'crumbs'
	const x = r.left + Math.min(r.width / 2, 20), y = r.top + r.height / 2, hit = document.elementFromPoint(x, y)
	return {Part: part, Words: (e.getAttribute('aria-label') || e.innerText || e.labels?.[0]?.innerText || '').trim().slice(0, 30),
		Ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth), Seen: !!hit && (e.contains(hit) || hit.contains(e))}
})()`

// Through a whole page with the Tab key: the way past the frame first, then the
// frame's parts in their order, every stop with a ring and in sight.
func TestKeyboard(t *testing.T) {
	s := gated(t)
	browser := chromium(t)
	for _, address := range []string{"", newest("xwdt/gzdt/")(s)} {
		p := open(t, browser, s.home, "keyboard")
		// The page may glide to a stop; a reader who asked for no motion is there at once.
		still := []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}
		if _, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: still}); err != nil {
			t.Fatal(err)
		}
		p.visit(address)
		var way []string
		for range 200 {
			if err := chromedp.Do(p.ctx, chromedp.KeyEvent(kb.Tab)); err != nil {
				t.Fatal(err)
			}
			at, err := run(p, chromedp.Evaluate[stop](focused))
			if err != nil {
				t.Fatal(err)
			}
			if at.Part == "none" {
				break
			}
			if at.Ring < 2 || !at.Seen || at.Words == "" {
				t.Errorf("/%s: a stop without a name, a ring or out of sight: %+v", address, at)
			}
			if len(way) == 0 || way[len(way)-1] != at.Part {
				way = append(way, at.Part)
			}
		}
		want := "skip aside header nav crumbs main footer"
		if address == "" {
			want = "skip aside header nav main footer"
		}
		if got := strings.Join(way, " "); got != want {
			t.Errorf("/%s: the focus goes %s, want %s", address, got, want)
		}
	}
}

// Text in 长辈版: letters of at least 24 px, lines half as far apart again,
// paragraphs farther than lines, a large pointer.
func TestElderText(t *testing.T) {
	s := gated(t)
	p := open(t, chromium(t), s.home, "elder")
	p.visit("")
	p.post("pref", "mode", "elder")
	p.visit(newest("xwdt/gzdt/")(s))
	got, err := run(p, chromedp.Evaluate[[]float64](`(() => {
		const [a, b] = document.querySelectorAll('.prose > p'), style = getComputedStyle(a), size = parseFloat(style.fontSize), line = parseFloat(style.lineHeight)
		const gap = b ? b.getBoundingClientRect().top - a.getBoundingClientRect().bottom : 1000
		return [size, line / size, gap / (line - size), getComputedStyle(document.documentElement).cursor.startsWith('url') ? 1 : 0]
	})()`))
	if err != nil {
		t.Fatal(err)
	}
	if got[0] < 24 || got[1] < 1.5 || got[2] < 1.3 || got[3] != 1 {
		t.Errorf("size %.1f px, lines %.2f, paragraphs %.2f of the space between lines, large pointer %v", got[0], got[1], got[2], got[3] == 1)
	}
}
