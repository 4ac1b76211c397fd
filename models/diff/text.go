package diff

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// atom is what is never cut apart: a date, a time, a document number (文号), a figure
// with its separators and its percent sign, a word of letters.
var atom = regexp.MustCompile(`[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{1,2}月[0-9]{1,2}日|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|` +
	`[〔\[（(][0-9]{4}[〕\]）)][0-9]+号|[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?|` +
	`[-−+]?[0-9０-９]+(?:[,，.．][0-9０-９]+)*[%％‰]?|[A-Za-z_]+(?:['’.@-][A-Za-z_]+)*`)

// tokens cuts a text into atoms and single letters.
func tokens(text string) []string {
	out := make([]string, 0, len(text)/3)
	letters := func(s string) {
		for _, r := range s {
			out = append(out, string(r))
		}
	}
	at := 0
	for _, m := range atom.FindAllStringIndex(text, -1) {
		letters(text[at:m[0]])
		out = append(out, text[m[0]:m[1]])
		at = m[1]
	}
	letters(text[at:])
	return out
}

// piece is a run of tokens and what became of it; of a change both sides.
type piece struct {
	keep     []string
	cut, put []string
}

func (p *piece) changed() bool { return len(p.cut)+len(p.put) > 0 }

// Text compares two texts of one block.
func Text(before, after string) []Span {
	if before == after {
		return whole(Keep, before)
	}
	pieces := compare(tokens(before), tokens(after))
	pieces = absorb(pieces)
	slide(pieces)
	return spans(pieces)
}

func spans(pieces []piece) []Span {
	var out []Span
	add := func(op Op, words []string) {
		if len(words) > 0 {
			out = append(out, Span{op, strings.Join(words, "")})
		}
	}
	for _, p := range pieces {
		add(Keep, p.keep)
		add(Cut, p.cut)
		add(Put, p.put)
	}
	return out
}

// tableSize bounds the table that a comparison of tokens fills; beyond it whole
// phrases are compared first.
const tableSize = 1 << 20

// compare finds what two lists of tokens have in common.
func compare(x, y []string) []piece {
	head := 0
	for head < len(x) && head < len(y) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < len(x)-head && tail < len(y)-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	var out []piece
	keep := func(words []string) {
		if len(words) > 0 {
			out = append(out, piece{keep: words})
		}
	}
	keep(x[:head])
	out = append(out, middle(x[head:len(x)-tail], y[head:len(y)-tail])...)
	keep(x[len(x)-tail:])
	return out
}

func middle(x, y []string) []piece {
	if len(x) == 0 && len(y) == 0 {
		return nil
	}
	if len(x) > 0 && len(y) > 0 && len(x)*len(y) > tableSize {
		return byPhrase(x, y)
	}
	return between(x, y, common(x, y), func(x, y []string) []piece { return []piece{{cut: x, put: y}} })
}

// between writes matches down as pieces; what lies between them goes to rest.
func between(x, y []string, matches [][2]int, rest func(x, y []string) []piece) []piece {
	var out []piece
	i, j := 0, 0
	for k := 0; k < len(matches); {
		at := matches[k]
		if i < at[0] || j < at[1] {
			out = append(out, rest(x[i:at[0]], y[j:at[1]])...)
		}
		run := 0
		for k < len(matches) && matches[k] == [2]int{at[0] + run, at[1] + run} {
			run, k = run+1, k+1
		}
		out = append(out, piece{keep: x[at[0] : at[0]+run]})
		i, j = at[0]+run, at[1]+run
	}
	if i < len(x) || j < len(y) {
		out = append(out, rest(x[i:], y[j:])...)
	}
	return out
}

// byPhrase compares a long text by its phrases, and the tokens only of those that
// changed. Where that is too much as well, everything has changed.
func byPhrase(x, y []string) []piece {
	px, py := phrases(x), phrases(y)
	if len(px)*len(py) > tableSize {
		return []piece{{cut: x, put: y}}
	}
	sx, sy := joined(px), joined(py)
	var out []piece
	i, j := 0, 0
	for _, p := range between(sx, sy, common(sx, sy), func(x, y []string) []piece { return []piece{{cut: x, put: y}} }) {
		if !p.changed() {
			out = append(out, piece{keep: slices.Concat(px[i : i+len(p.keep)]...)})
			i, j = i+len(p.keep), j+len(p.keep)
			continue
		}
		cut, put := slices.Concat(px[i:i+len(p.cut)]...), slices.Concat(py[j:j+len(p.put)]...)
		i, j = i+len(p.cut), j+len(p.put)
		if len(cut)*len(put) <= tableSize/4 {
			out = append(out, compare(cut, put)...)
		} else {
			out = append(out, piece{cut: cut, put: put})
		}
	}
	return joinRuns(out)
}

func joined(lists [][]string) []string {
	out := make([]string, len(lists))
	for i, words := range lists {
		out[i] = strings.Join(words, "")
	}
	return out
}

// joinRuns makes runs of the same sort one piece.
func joinRuns(pieces []piece) []piece {
	var out []piece
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].changed() == p.changed() {
			last := &out[n-1]
			last.keep, last.cut, last.put = slices.Concat(last.keep, p.keep), slices.Concat(last.cut, p.cut), slices.Concat(last.put, p.put)
			continue
		}
		out = append(out, p)
	}
	return out
}

// phrases cuts tokens behind punctuation.
func phrases(words []string) [][]string {
	var out [][]string
	start := 0
	for i, w := range words {
		if mark(w) || i == len(words)-1 {
			out = append(out, words[start:i+1])
			start = i + 1
		}
	}
	return out
}

// common is a longest common part of two lists, as pairs of places. Figures and
// words count more than a single letter, punctuation less, so that chance matches
// of commas do not tear phrases apart.
func common(x, y []string) [][2]int {
	n, m := len(x), len(y)
	best := make([]int32, (n+1)*(m+1))
	row := m + 1
	for i := n - 1; i >= 0; i-- {
		w := int32(2 + 2*weight(x[i]))
		for j := m - 1; j >= 0; j-- {
			v := max(best[(i+1)*row+j], best[i*row+j+1])
			if x[i] == y[j] {
				v = max(v, best[(i+1)*row+j+1]+w)
			}
			best[i*row+j] = v
		}
	}
	var out [][2]int
	for i, j := 0, 0; i < n && j < m; {
		switch {
		case x[i] == y[j] && best[i*row+j] == best[(i+1)*row+j+1]+int32(2+2*weight(x[i])):
			out = append(out, [2]int{i, j})
			i, j = i+1, j+1
		case best[i*row+j] == best[(i+1)*row+j]:
			i++
		default:
			j++
		}
	}
	return out
}

// weight is how much a token says: nothing for space and punctuation, its length
// for the rest.
func weight(w string) int {
	if mark(w) || strings.TrimSpace(w) == "" {
		return 0
	}
	return utf8.RuneCountInString(w)
}

func mark(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	return n == len(w) && (unicode.IsPunct(r) || r == '\n')
}

// heft is how many letters, words and figures there are, without space and
// punctuation.
func heft(words []string) (n int) {
	for _, w := range words {
		n += min(1, weight(w))
	}
	return n
}

// crumb is the most that a kept run between two changes may say and still be
// swallowed by them: nobody reads a lone letter between two changes as kept.
const crumb = 2

// absorb swallows small kept runs between changes that say more than they do, so
// that a changed phrase is shown whole.
func absorb(pieces []piece) []piece {
	var out []piece
	for _, p := range pieces {
		out = append(out, p)
		for n := len(out); n >= 3 && swallowed(&out[n-3], &out[n-2], &out[n-1]); n = len(out) {
			a, kept, b := out[n-3], out[n-2].keep, out[n-1]
			out = append(out[:n-3], piece{cut: slices.Concat(a.cut, kept, b.cut), put: slices.Concat(a.put, kept, b.put)})
		}
	}
	return out
}

func swallowed(a, kept, b *piece) bool {
	if kept.changed() || !a.changed() || !b.changed() {
		return false
	}
	left, right := max(heft(a.cut), heft(a.put)), max(heft(b.cut), heft(b.put))
	w := heft(kept.keep)
	if w == 0 && slices.ContainsFunc(kept.keep, mark) {
		return left <= 1 || right <= 1 // punctuation parts whole phrases
	}
	return w <= crumb && w <= min(left, right)
}

// slide moves a pure insertion or deletion sideways, where the letters allow it, to
// begin and end at punctuation.
func slide(pieces []piece) {
	for i := range pieces {
		p := &pieces[i]
		if !p.changed() || len(p.cut) > 0 && len(p.put) > 0 || i == 0 || i == len(pieces)-1 {
			continue
		}
		side := &p.put
		if len(p.put) == 0 {
			side = &p.cut
		}
		slideOne(&pieces[i-1].keep, side, &pieces[i+1].keep)
	}
}

// slideOne tries every place of *edit between *left and *right and takes the best;
// of equal ones the rightmost, where a reader would have typed.
func slideOne(left, edit, right *[]string) {
	line := slices.Concat(*left, *edit, *right)
	from, n := len(*left), len(*edit)
	low, high := from, from
	for low > 1 && line[low-1] == line[low+n-1] {
		low--
	}
	for high+n < len(line)-1 && line[high] == line[high+n] {
		high++
	}
	best, at := -1, from
	for k := low; k <= high; k++ {
		score := 0
		if mark(line[k-1]) {
			score++
		}
		if mark(line[k+n-1]) {
			score += 2
		}
		if score >= best {
			best, at = score, k
		}
	}
	if best > 0 {
		*left, *edit, *right = line[:at:at], line[at:at+n:at+n], line[at+n:]
	}
}
