package diff

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/models/markup"
)

// aligner finds which old block became which new one.
type aligner struct {
	before, after []markup.Block
	there         []int  // of an old block: the new one, or -1
	here          []int  // of a new block: the old one, or -1
	moved         []bool // of an old block: it stands elsewhere now
	keys          [2][2][]string
	grams         [2][][]uint32
}

// Ways to recognise a block, the surest first.
const (
	exact  = iota // by its text
	loose         // by what seldom changes: a row by its label, a paragraph by its words without figures
	fuzzy         // by likeness
	nobody = -1
)

func newAligner(before, after []markup.Block) *aligner {
	a := &aligner{before: before, after: after, there: fill(len(before)), here: fill(len(after)), moved: make([]bool, len(before))}
	for side, blocks := range [2][]markup.Block{before, after} {
		a.keys[side] = [2][]string{make([]string, len(blocks)), make([]string, len(blocks))}
		a.grams[side] = make([][]uint32, len(blocks))
		for i := range blocks {
			a.keys[side][exact][i], a.keys[side][loose][i] = keys(&blocks[i])
		}
	}
	return a
}

func fill(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = nobody
	}
	return all
}

// class is what may become each other: a paragraph may become a heading, but not
// a row of a table or a picture.
func class(b *markup.Block) string {
	switch b.Kind {
	case "tr", "img", "hr":
		return b.Kind
	}
	return "text"
}

// keys are the two names by which a block is recognised; "" is none.
func keys(b *markup.Block) (sure, weak string) {
	c := class(b) + "\x00"
	sure = c + b.Text + "\x00" + b.Src
	switch {
	case b.Kind == "img" && b.Text != "":
		weak = c + b.Text
	case b.Kind == "tr":
		weak = label(b.Cells)
	case b.Kind != "img":
		weak = strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return -1
			}
			return r
		}, b.Text)
		if utf8.RuneCountInString(weak) < 6 {
			weak = ""
		}
	}
	if weak != "" {
		weak = c + weak
	}
	return sure, weak
}

// label is the first cell of a row that is more than a serial number.
func label(cells []string) string {
	for _, c := range cells {
		if strings.ContainsFunc(c, func(r rune) bool { return r > 0x2E80 || r >= 'A' && r <= 'z' }) {
			return c
		}
	}
	return ""
}

// span is a part of both texts: blocks i to end of the old, j to last of the new.
type span struct{ i, end, j, last int }

// align pairs the blocks of a part without crossing: equal ends first, then blocks
// that are found once in both, then by a weaker way in what lies between.
func (a *aligner) align(s span, way int) {
	if way < fuzzy {
		s = a.ends(s, way)
	}
	if s.i == s.end || s.j == s.last {
		return
	}
	if way == fuzzy {
		a.alike(s)
		return
	}
	anchors := a.anchors(s, way)
	if len(anchors) == 0 {
		a.align(s, way+1)
		return
	}
	part := span{i: s.i, j: s.j}
	for _, m := range anchors {
		part.end, part.last = m[0], m[1]
		a.pair(m[0], m[1])
		a.align(part, way)
		part.i, part.j = m[0]+1, m[1]+1
	}
	part.end, part.last = s.end, s.last
	a.align(part, way)
}

func (a *aligner) pair(i, j int) { a.there[i], a.here[j] = j, i }

func (a *aligner) equal(i, j, way int) bool {
	k := a.keys[0][way][i]
	return k != "" && k == a.keys[1][way][j]
}

// ends pairs equal blocks at both ends and returns what lies between.
func (a *aligner) ends(s span, way int) span {
	for s.i < s.end && s.j < s.last && a.equal(s.i, s.j, way) {
		a.pair(s.i, s.j)
		s.i, s.j = s.i+1, s.j+1
	}
	for s.i < s.end && s.j < s.last && a.equal(s.end-1, s.last-1, way) {
		s.end, s.last = s.end-1, s.last-1
		a.pair(s.end, s.last)
	}
	return s
}

// anchors are pairs of blocks whose name is found once in both parts, the longest
// run of them that does not cross.
func (a *aligner) anchors(s span, way int) [][2]int {
	type place struct{ old, new, olds, news int }
	seen := map[string]*place{}
	for i := s.i; i < s.end; i++ {
		k := a.keys[0][way][i]
		if seen[k] == nil {
			seen[k] = &place{}
		}
		seen[k].old, seen[k].olds = i, seen[k].olds+1
	}
	var pairs [][2]int
	for j := s.j; j < s.last; j++ {
		if p := seen[a.keys[1][way][j]]; p != nil {
			p.new, p.news = j, p.news+1
		}
	}
	for k, p := range seen {
		if k != "" && p.olds == 1 && p.news == 1 {
			pairs = append(pairs, [2]int{p.old, p.new})
		}
	}
	slices.SortFunc(pairs, func(x, y [2]int) int { return cmp.Compare(x[1], y[1]) })
	return rising(pairs)
}

// rising picks the longest part of pairs, sorted by the second number, in which
// the first rises too.
func rising(pairs [][2]int) [][2]int {
	tails, prev := []int{}, make([]int, len(pairs))
	for k, p := range pairs {
		at, _ := slices.BinarySearchFunc(tails, p[0], func(t, v int) int { return cmp.Compare(pairs[t][0], v) })
		prev[k] = nobody
		if at > 0 {
			prev[k] = tails[at-1]
		}
		if at == len(tails) {
			tails = append(tails, k)
		} else {
			tails[at] = k
		}
	}
	if len(tails) == 0 {
		return nil
	}
	var out [][2]int
	for k := tails[len(tails)-1]; k != nobody; k = prev[k] {
		out = append(out, pairs[k])
	}
	slices.Reverse(out)
	return out
}

// The likeness from which two blocks count as one that was changed: anywhere, and
// where they face each other anyway.
const (
	enough    = 40
	something = 15
)

// chunk is how many blocks of each text are compared each with each.
const chunk = 200

// alike pairs by likeness. A part so long that nothing but likeness is left to go
// by is cut into chunks that face each other, which keeps the time linear.
func (a *aligner) alike(s span) {
	n, m := s.end-s.i, s.last-s.j
	parts := (max(n, m) + chunk - 1) / chunk
	for k := range parts {
		a.alikePart(span{s.i + n*k/parts, s.i + n*(k+1)/parts, s.j + m*k/parts, s.j + m*(k+1)/parts})
	}
}

// alikePart finds the pairing without crossings that is likest in sum.
func (a *aligner) alikePart(s span) {
	n, m := s.end-s.i, s.last-s.j
	row := m + 1
	best, how := make([]int32, (n+1)*row), make([]int32, (n+1)*row)
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			at := i*row + j
			best[at] = max(best[at+row], best[at+1])
			if v := a.likeness(s.i+i, s.j+j); v >= enough {
				how[at] = int32(v)
				best[at] = max(best[at], best[at+row+1]+how[at])
			}
		}
	}
	gap := s
	for i, j := 0, 0; i < n && j < m; {
		at := i*row + j
		switch {
		case how[at] > 0 && best[at] == best[at+row+1]+how[at]:
			a.facing(span{gap.i, s.i + i, gap.j, s.j + j})
			a.pair(s.i+i, s.j+j)
			i, j = i+1, j+1
			gap.i, gap.j = s.i+i, s.j+j
		case best[at] == best[at+row]:
			i++
		default:
			j++
		}
	}
	a.facing(gap)
}

// facing pairs blocks that are not much alike but stand alone against each other:
// as many in the old text as in the new one, between the same neighbours.
func (a *aligner) facing(s span) {
	if s.end-s.i != s.last-s.j {
		return
	}
	for k := range s.end - s.i {
		if a.likeness(s.i+k, s.j+k) >= something {
			a.pair(s.i+k, s.j+k)
		}
	}
}

// likeness is 0 to 100: how much of two blocks is the same, in pairs of letters.
func (a *aligner) likeness(i, j int) int {
	x, y := &a.before[i], &a.after[j]
	if class(x) != class(y) {
		return 0
	}
	switch {
	case x.Kind == "img" && x.Src == y.Src:
		return 100
	case x.Kind == "img":
		return 45 // another picture at the same place
	case a.keys[0][exact][i] == a.keys[1][exact][j]:
		return 100
	}
	return dice(a.gramsOf(0, i), a.gramsOf(1, j))
}

func (a *aligner) gramsOf(side, i int) []uint32 {
	if a.grams[side][i] == nil {
		b := a.before
		if side == 1 {
			b = a.after
		}
		a.grams[side][i] = grams(b[i].Text)
	}
	return a.grams[side][i]
}

// grams are the sorted pairs of letters of a text, without white space.
func grams(text string) []uint32 {
	out := make([]uint32, 0, len(text)/3+2)
	last := rune(0)
	for _, r := range text {
		if r == ' ' || r == '\n' {
			continue
		}
		out = append(out, uint32(last)<<16^uint32(r))
		last = r
	}
	out = append(out, uint32(last)<<16)
	slices.Sort(out)
	return out
}

// dice is twice the number of common pairs by the number of all, in percent.
func dice(x, y []uint32) int {
	both, i, j := 0, 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			both, i, j = both+1, i+1, j+1
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	return 200 * both / (len(x) + len(y))
}

// Limits of the search for moved blocks: a short one may stand anywhere by
// chance, and beyond so many left over it is another text.
const (
	longEnough  = 6
	movedAlike  = 75
	fewEnough   = 200
	sameRowText = 4
)

// moves pairs what is left over in both texts: equal blocks first, then much alike
// ones.
func (a *aligner) moves() {
	left := map[string][]int{}
	for i, j := range a.there {
		if j == nobody && a.movable(&a.before[i]) {
			left[a.keys[0][exact][i]] = append(left[a.keys[0][exact][i]], i)
		}
	}
	var open []int
	for j, i := range a.here {
		if i != nobody || !a.movable(&a.after[j]) {
			continue
		}
		if from := left[a.keys[1][exact][j]]; len(from) > 0 {
			a.move(from[0], j)
			left[a.keys[1][exact][j]] = from[1:]
			continue
		}
		open = append(open, j)
	}
	var rest []int
	for i, j := range a.there {
		if j == nobody && a.movable(&a.before[i]) {
			rest = append(rest, i)
		}
	}
	if len(open) > fewEnough || len(rest) > fewEnough {
		return
	}
	for _, j := range open {
		best, at := movedAlike-1, nobody
		for _, i := range rest {
			if v := a.likeness(i, j); a.there[i] == nobody && v > best {
				best, at = v, i
			}
		}
		if at != nobody {
			a.move(at, j)
		}
	}
}

func (a *aligner) move(i, j int) {
	a.pair(i, j)
	a.moved[i] = true
}

func (a *aligner) movable(b *markup.Block) bool {
	n := utf8.RuneCountInString(b.Text)
	return b.Src != "" || b.Kind == "tr" && n >= sameRowText || n >= longEnough
}
