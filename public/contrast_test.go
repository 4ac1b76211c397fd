package public

import (
	"fmt"
	"maps"
	"math"
	"regexp"
	"strconv"
	"testing"
)

// themes lists the looks a reader can choose, with the rules that make each of
// them, later ones over earlier ones, and the least contrast of text.
var themes = []struct {
	name  string
	rules []string // file and selector in turn
	least float64
}{
	{"light", []string{"css/tokens.css", `:root`}, 4.5},
	{"dark", []string{"css/tokens.css", `:root`, "css/dark.css", `html[data-theme="dark"]`}, 4.5},
	{"elder", []string{"css/tokens.css", `:root`, "css/tokens.css", `html[data-mode="elder"]`}, 7},
	{"contrast", []string{"css/tokens.css", `:root`, "css/contrast.css", `html[data-theme="contrast"]`}, 7},
	{"elder and dark", []string{"css/tokens.css", `:root`, "css/tokens.css", `html[data-mode="elder"]`, "css/dark.css", `html[data-theme="dark"]`}, 4.5},
	{"elder and contrast", []string{"css/tokens.css", `:root`, "css/tokens.css", `html[data-mode="elder"]`, "css/contrast.css", `html[data-theme="contrast"]`}, 7},
}

// pairs are the tokens that stand on each other as text.
var pairs = [][2]string{
	{"ink", "bg"}, {"ink", "bg-2"}, {"ink", "bg-3"}, {"ink", "card"}, {"ink", "brand-soft"}, {"ink", "mark-bg"},
	{"ink-2", "bg"}, {"ink-2", "bg-2"}, {"ink-2", "card"}, {"ink-2", "brand-soft"}, {"ink-3", "bg"}, {"ink-3", "bg-2"}, {"ink-3", "card"},
	{"link", "bg"}, {"link", "bg-2"}, {"link", "card"}, {"link", "brand-soft"}, {"link-hover", "bg"}, {"link-hover", "brand-soft"}, {"link-visited", "bg"}, {"link-visited", "card"},
	{"brand-ink", "bg"}, {"brand-ink", "brand-soft"}, {"accent-ink", "bg"}, {"accent-ink", "bg-2"}, {"accent-ink", "card"},
	{"on-brand", "brand"}, {"on-brand", "brand-strong"}, {"foot-ink", "foot"},
	{"ok", "ok-bg"}, {"warn", "warn-bg"}, {"bad", "bad-bg"}, {"info", "info-bg"}, {"ok", "bg"}, {"warn", "bg"}, {"bad", "bg"}, {"info", "bg"},
	{"ins", "ins-bg"}, {"del", "del-bg"}, {"focus-ink", "focus"},
}

// shapes are tokens whose shape must be seen (3:1): the rims of fields, and the
// ring of the focus, of which either colour shows on any ground.
var shapes = [][2]string{{"line-input", "bg"}, {"line-input", "card"}, {"focus-ink", "focus"}, {"brand", "bg"}}

var tokenForm = regexp.MustCompile(`--([a-z0-9-]+):\s*(#[0-9a-f]{3}(?:[0-9a-f]{3})?);`)

// Every pair of text and ground reaches the contrast its theme promises.
func TestContrast(t *testing.T) {
	for _, theme := range themes {
		t.Run(theme.name, func(t *testing.T) {
			tokens := map[string]string{}
			for i := 0; i < len(theme.rules); i += 2 {
				found := rule(t, theme.rules[i], theme.rules[i+1])
				if len(found) == 0 {
					t.Fatalf("%s has no colours under %s", theme.rules[i], theme.rules[i+1])
				}
				maps.Copy(tokens, found)
			}
			check := func(pairs [][2]string, least float64) {
				for _, p := range pairs {
					if tokens[p[0]] == "" || tokens[p[1]] == "" {
						t.Errorf("no token %s or %s", p[0], p[1])
						continue
					}
					if got := contrast(t, tokens[p[0]], tokens[p[1]]); got < least {
						t.Errorf("%s %s on %s %s: %.2f, at least %.1f is due", p[0], tokens[p[0]], p[1], tokens[p[1]], got, least)
					}
				}
			}
			check(pairs, theme.least)
			if theme.name != "dark" && theme.name != "elder and dark" { // there the fields' own rims show, not the brand
				check(shapes, 3)
			} else {
				check(shapes[:3], 3)
			}
		})
	}
}

// rule reads the colours that a rule gives to tokens.
func rule(t *testing.T, file, selector string) map[string]string {
	t.Helper()
	body := regexp.MustCompile(`(?s)(?:^|[}\n,/])` + regexp.QuoteMeta(selector) + `(?:,[^{]*)? \{(.*?)\n\}`).FindSubmatch(read(files, file))
	if body == nil {
		t.Fatalf("%s has no rule for %s", file, selector)
	}
	tokens := map[string]string{}
	for _, m := range tokenForm.FindAllSubmatch(body[1], -1) {
		tokens[string(m[1])] = string(m[2])
	}
	return tokens
}

// contrast is the contrast ratio of WCAG 2.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + .05) / (math.Min(x, y) + .05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := colour[1:]
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%c%c%c%c%c", hex[0], hex[0], hex[1], hex[1], hex[2], hex[2])
	}
	sum := 0.0
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= .04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
