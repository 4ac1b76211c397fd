package search

import (
	"context"
	"slices"
	"strings"
)

// Suggest implements Engine: the newest titles that hold what was typed, those
// that begin with it first, and the documents whose 文号 it is a part of.
func (x *Index) Suggest(_ context.Context, prefix string, n int) (all []Suggestion, err error) {
	prefix = strings.TrimSpace(cut(prefix))
	ps := phrases(prefix)
	if len(ps) == 0 {
		return nil, nil
	}
	part := numberPart(prefix)
	x.mu.RLock()
	defer x.mu.RUnlock()
	if part != "" {
		for i := len(x.numbers) - 1; i >= 0 && len(all) < n; i-- {
			if m := x.numbers[i]; partOf(m.number, part) {
				all = append(all, Suggestion{x.titles[m.at], x.rows[m.at].id})
			}
		}
	}
	seen := map[string]bool{}
	typed := strings.ToLower(prefix)
	var later []Suggestion
	for at := len(x.rows) - 1; at >= 0 && len(all) < n; at-- {
		if x.rows[at].dead || seen[x.titles[at]] {
			continue
		}
		title := strings.ToLower(x.titles[at])
		switch i := strings.Index(title, typed); {
		case i == 0:
			all = append(all, Suggestion{x.titles[at], x.rows[at].id})
		case i > 0 && len(later) < n:
			later = append(later, Suggestion{x.titles[at], x.rows[at].id})
		default:
			continue
		}
		seen[x.titles[at]] = true
	}
	return append(all, later[:min(len(later), n-len(all))]...), nil
}

// titlesLooked bounds the newest titles in which instead looks.
const titlesLooked = 20000

// instead finds in the titles what somebody may have meant who mistyped one
// character of a word: "" when there is no such thing.
func (x *Index) instead(gs []group) string {
	words, changed := make([]string, len(gs)), false
	x.mu.RLock()
	defer x.mu.RUnlock()
	for i, g := range gs {
		words[i] = g.phrases[0].text()
		if better := x.nearest(g.phrases[0]); better != "" && better != words[i] {
			words[i], changed = better, true
		}
	}
	if !changed {
		return ""
	}
	return strings.Join(words, " ")
}

// nearest is the most frequent stretch of the titles that differs from a phrase
// in one character: another one, one more or one less.
func (x *Index) nearest(p phrase) string {
	if len(p) < 3 || len(p) > 12 || slices.ContainsFunc(p, func(u unit) bool { return !u.char }) {
		return ""
	}
	want := []rune(p.text())
	head, tail := string(want[:2]), string(want[len(want)-2:])
	seen := map[string]int{}
	looked := 0
	for at := len(x.rows) - 1; at >= 0 && looked < titlesLooked; at-- {
		if x.rows[at].dead {
			continue
		}
		looked++
		// One mistake leaves the first two characters as they are, or the last two,
		// or, in three, the first and the last.
		if t := x.titles[at]; strings.Contains(t, head) || strings.Contains(t, tail) || len(want) == 3 && strings.Contains(t, head[:len(head)/2]) {
			around(t, want, seen)
		}
	}
	best := ""
	for s, n := range seen {
		if n > seen[best] || n == seen[best] && s < best {
			best = s
		}
	}
	return best
}

// around counts the stretches of a title that are one mistake away.
func around(title string, want []rune, seen map[string]int) {
	have := []rune(title)
	for at := range have {
		for _, n := range []int{len(want), len(want) - 1, len(want) + 1} {
			if at+n <= len(have) && near(have[at:at+n], want) {
				seen[string(have[at:at+n])]++
				break
			}
		}
	}
}

// near reports whether a and b differ in one place, and are Chinese throughout.
func near(a, b []rune) bool {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	j := 0
	for j < len(a)-i && j < len(b)-i && a[len(a)-1-j] == b[len(b)-1-j] {
		j++
	}
	la, lb := len(a)-i-j, len(b)-i-j
	if la > 1 || lb > 1 || la+lb == 0 {
		return false
	}
	for _, r := range a {
		if !single(r) {
			return false
		}
	}
	return true
}
