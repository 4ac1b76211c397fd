package search

import (
	"context"
	"math/bits"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// group is one word of a query with what means the same; a document must hold
// one of them.
type group struct {
	phrases []phrase // the first is what was typed
}

// where says in which fields of a document a word stands, and how often.
type where struct {
	fields uint8
	typed  bool // as typed, in the title
	times  uint16
}

const (
	inTitle = 1 << iota
	inText
	inFile
)

// cut bounds a query to what is looked for.
func cut(words string) string {
	if len(words) > MaxQuery*4 {
		words = words[:MaxQuery*4]
	}
	words = strings.ToValidUTF8(words, " ")
	if rs := []rune(words); len(rs) > MaxQuery {
		words = string(rs[:MaxQuery])
	}
	return words
}

// groups reads a query.
func groups(words string, syn Synonyms) (gs []group, also []string) {
	seen := map[string]bool{}
	for _, p := range phrases(words) {
		if key := p.key(); !seen[key] && len(gs) < maxWords {
			seen[key] = true
			g := group{phrases: []phrase{p}}
			for _, other := range syn.of(p) {
				g.phrases = append(g.phrases, other.units)
				also = append(also, other.text)
			}
			gs = append(gs, g)
		}
	}
	return gs, also
}

// scored is a document that was found.
type scored struct {
	at    uint32
	score uint32
}

// Search implements Engine.
func (x *Index) Search(ctx context.Context, q Query) (*Result, error) {
	began := time.Now()
	words := cut(q.Words)
	gs, also := groups(words, q.Synonyms)
	res := &Result{Also: also, Sorted: Relevance, Facets: newFacets()}
	if len(gs) == 0 {
		res.Took = time.Since(began)
		return res, nil
	}
	found, err := x.find(ctx, gs, words)
	if err != nil {
		return nil, err
	}
	x.mu.RLock()
	keep := x.sift(found, &q, res)
	if q.Sort == Newest || q.Sort == Auto && res.Total > many {
		res.Sorted = Newest
	}
	page := x.page(keep, res.Sorted, &q)
	x.mu.RUnlock()
	if err := x.show(ctx, page, gs, res); err != nil {
		return nil, err
	}
	if res.Total == 0 && len(found) == 0 {
		res.Instead = x.instead(gs)
	}
	res.Took = time.Since(began)
	return res, nil
}

// find returns the rows that hold every word, or whose number is meant, with
// what they are worth. Rows come in no order that means something.
func (x *Index) find(ctx context.Context, gs []group, words string) ([]scored, error) {
	x.mu.RLock()
	chunks := (len(x.rows) + chunkSize - 1) / chunkSize
	x.mu.RUnlock()
	meant := x.meant(words)
	lists, err := x.fetch(ctx, gs, chunks)
	if err != nil {
		return nil, err
	}
	var found []scored
	said := make([][chunkSize]where, len(gs))
	x.mu.RLock()
	defer x.mu.RUnlock()
	for chunk := range chunks {
		rows := x.rows[min(chunk<<chunkBits, len(x.rows)):min((chunk+1)<<chunkBits, len(x.rows))]
		if !lists.all(gs, chunk) {
			continue
		}
		for i, g := range gs {
			clear(said[i][:])
			for n, p := range g.phrases {
				lists.look(p, chunk, rows, &said[i], n == 0)
			}
		}
		for i := range rows {
			if s, ok := worth(gs, said, i); ok && !rows[i].dead {
				at := uint32(chunk<<chunkBits + i)
				s += x.fit(gs, at, s&allInTitle != 0)
				if m := meant[at]; m != 0 {
					s += m
					delete(meant, at)
				}
				found = append(found, scored{at, s})
			}
		}
	}
	for at, m := range meant {
		if !x.rows[at].dead {
			found = append(found, scored{at, m})
		}
	}
	return found, nil
}

// What a find is worth: first a number, then a title, then a text, then an
// attachment. Within those comes what fits better.
const (
	exactNumber = 1 << 28
	partNumber  = 1 << 27
	allInTitle  = 1 << 25
	allTyped    = 1 << 24
	allInText   = 1 << 23
	oneInTitle  = 1 << 16 // for each word
	holds       = 1 << 15
	rules       = 1 << 14 // a policy document, of which the words are in the title
	fitting     = 1 << 12 // times 0 to 3
	often       = 1 << 8  // times 0 to 3
)

// worth says whether the document at i of a chunk holds every word, and how well.
func worth(gs []group, said [][chunkSize]where, i int) (s uint32, ok bool) {
	titles, typed, texts, times := 0, 0, 0, uint16(0)
	for g := range gs {
		w := &said[g][i]
		if w.fields == 0 {
			return 0, false
		}
		if w.fields&inTitle != 0 {
			titles++
		}
		if w.typed {
			typed++
		}
		if w.fields&(inTitle|inText) != 0 {
			texts++
		}
		times = max(times, w.times)
	}
	if titles == len(gs) {
		s += allInTitle
		times = 0
	}
	if typed == len(gs) {
		s += allTyped
	}
	if texts == len(gs) {
		s += allInText
	}
	s += uint32(titles) * oneInTitle
	s += uint32(min(bits.Len16(times/2), 3)) * often
	return s, true
}

var policyKind = kindOf(Policy)

// fit prefers what holds, the policy document to what explains it, and titles
// that say little else.
func (x *Index) fit(gs []group, at uint32, titled bool) uint32 {
	var s uint32
	if x.rows[at].validity != Over {
		s += holds
	}
	if !titled {
		return s
	}
	if x.rows[at].kind == policyKind {
		s += rules
	}
	n := 0
	for _, g := range gs {
		n += len(g.phrases[0])
	}
	return s + uint32(min(3, 4*n/max(1, utf8.RuneCountInString(x.titles[at]))))*fitting
}

// meant finds the rows whose 文号 or 索引号 the query is, or is a part of.
func (x *Index) meant(words string) map[uint32]uint32 {
	meant := map[uint32]uint32{}
	form, part := numberForm(words), numberPart(words)
	if form == "" {
		return meant
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, n := range x.numbers {
		switch {
		case n.number == form || n.index == form:
			meant[n.at] = exactNumber
		case part != "" && (partOf(n.number, part) || partOf(n.index, part)):
			meant[n.at] = partNumber
		}
	}
	return meant
}

func newFacets() Facets {
	return Facets{Columns: map[uint64]int{}, Types: map[Type]int{}, Years: map[int]int{}, Validities: map[Validity]int{}, Formats: map[Format]int{}}
}

// sift keeps what passes every filter, and counts for each filter what passes
// the others.
func (x *Index) sift(found []scored, q *Query, res *Result) []scored {
	columns := map[uint32]bool{}
	for _, c := range q.Columns {
		columns[uint32(c)] = true
	}
	kind, format := kindOf(q.Type), slices.Index(Formats(), q.Format)
	keep := found[:0:0]
	var byColumn = map[uint32]int{}
	var byKind, byValidity [256]int
	var byYear [4000]int
	var byFormat [8]int
	for _, f := range found {
		r := &x.rows[f.at]
		var fails uint8
		if len(columns) > 0 && !columns[r.column] {
			fails |= 1
		}
		if q.Type != "" && r.kind != kind {
			fails |= 2
		}
		if q.Year != 0 && int(r.year) != q.Year {
			fails |= 4
		}
		if q.Validity != NoValidity && r.validity != q.Validity {
			fails |= 8
		}
		if q.Format != "" && (format < 0 || r.formats&(1<<format) == 0) {
			fails |= 16
		}
		if fails == 0 {
			keep = append(keep, f)
		}
		if fails&^1 == 0 {
			byColumn[r.column]++
		}
		if fails&^2 == 0 {
			byKind[r.kind]++
		}
		if fails&^4 == 0 && int(r.year) < len(byYear) {
			byYear[r.year]++
		}
		if fails&^8 == 0 {
			byValidity[r.validity]++
		}
		if fails&^16 == 0 {
			for b := r.formats; b != 0; b &= b - 1 {
				byFormat[bits.TrailingZeros8(b)]++
			}
		}
	}
	res.Total = len(keep)
	res.Facets.fill(byColumn, byKind[:], byYear[:], byValidity[:], byFormat[:])
	return keep
}

func (f *Facets) fill(columns map[uint32]int, kinds, years, validities, formats []int) {
	for c, n := range columns {
		f.Columns[uint64(c)] = n
	}
	for i, t := range Types() {
		if n := kinds[i+1]; n > 0 {
			f.Types[t] = n
		}
	}
	for y, n := range years {
		if n > 0 && y > 0 {
			f.Years[y] = n
		}
	}
	for v := InForce; v <= Over; v++ {
		if n := validities[v]; n > 0 {
			f.Validities[v] = n
		}
	}
	for i, t := range Formats() {
		if n := formats[i]; n > 0 {
			f.Formats[t] = n
		}
	}
}

// paged is where the page of a query begins and how long it is.
func paged(q *Query) (from, size int) {
	size = min(max(q.Size, 1), 100)
	from = min((min(max(q.Page, 1), MaxHits+1)-1)*size, MaxHits)
	return from, min(size, MaxHits-from)
}

// page orders what was found as far as the page reaches and returns its rows.
func (x *Index) page(found []scored, by Sort, q *Query) []uint32 {
	from, size := paged(q)
	to := min(from+size, len(found))
	if from >= to {
		return nil
	}
	before := func(a, b scored) int {
		if by == Relevance && a.score != b.score {
			return int(b.score>>1) - int(a.score>>1)
		}
		ra, rb := &x.rows[a.at], &x.rows[b.at]
		if ra.published != rb.published {
			if ra.published > rb.published {
				return -1
			}
			return 1
		}
		if ra.id > rb.id {
			return -1
		}
		return 1
	}
	top := first(found, to, before)
	rows := make([]uint32, 0, to-from)
	for _, f := range top[from:] {
		rows = append(rows, f.at)
	}
	return rows
}

// first returns the first n of all in the order of before. It reorders all.
func first(all []scored, n int, before func(a, b scored) int) []scored {
	if len(all) > 4*n {
		heap := slices.Clone(all[:n]) // the worst of those kept is on top
		for i := n/2 - 1; i >= 0; i-- {
			sink(heap, i, before)
		}
		for _, f := range all[n:] {
			if before(f, heap[0]) < 0 {
				heap[0] = f
				sink(heap, 0, before)
			}
		}
		all = heap
	}
	slices.SortFunc(all, before)
	return all[:n]
}

func sink(heap []scored, i int, before func(a, b scored) int) {
	for {
		worst := i
		for _, c := range []int{2*i + 1, 2*i + 2} {
			if c < len(heap) && before(heap[c], heap[worst]) > 0 {
				worst = c
			}
		}
		if worst == i {
			return
		}
		heap[i], heap[worst] = heap[worst], heap[i]
		i = worst
	}
}
