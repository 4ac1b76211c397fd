// Package diff compares two texts of a document the way a reviewer reads them
// (新旧对照): block by block, and within a block by phrases. It knows no storage
// and no people.
//
// Guarantees: what is kept and cut, put together, is the old text to the letter,
// what is kept and put in, the new one; a figure, a date or a document number is
// never cut apart; the same two texts always give the same answer, in time about
// linear in their length.
package diff

import (
	"gongkai/models/markup"
)

// Op says what became of a piece of text.
type Op uint8

// The operations.
const (
	Keep Op = iota // stands in both texts
	Cut            // stands in the old text only
	Put            // stands in the new text only
)

// Span is a piece of text and what became of it.
type Span struct {
	Op   Op
	Text string
}

// Kind says what became of a block.
type Kind uint8

// The kinds of lines.
const (
	Same    Kind = iota
	Changed      // other words
	Dress        // the same words in another dress: bold, a link, a heading
	Added
	Removed
	Moved // stands elsewhere now; its words may have changed too
	Left  // where a moved block stood before
)

// Line is one row of the comparison. Old and New are the numbers of blocks in
// their texts, from 1; 0 where the text has none.
//
// A moved block has two lines: Left at its old place and Moved at its new one.
// Both carry both numbers; the old text is made of the lines other than Moved,
// the new text of the lines other than Left.
type Line struct {
	Kind     Kind
	Old, New int
	Block    markup.Block // the new block; of a line without one the old
	Before   markup.Block // the old block; zero when there was none
	Spans    []Span       // the text; of a row of a table nil
	Cells    []Cell       // of a row of a table, nil of anything else
}

// Cell is one cell of a row of a table.
type Cell struct {
	Kind  Kind // Same, Changed, Added or Removed
	Spans []Span
}

// Counts says how much was changed, in blocks.
type Counts struct{ Changed, Added, Removed, Moved, Dress int }

// Any reports whether anything was changed.
func (c Counts) Any() bool { return c != Counts{} }

// Count counts the changes of a comparison.
func Count(lines []Line) (c Counts) {
	for _, l := range lines {
		switch l.Kind {
		case Changed:
			c.Changed++
		case Added:
			c.Added++
		case Removed:
			c.Removed++
		case Moved:
			c.Moved++
		case Dress:
			c.Dress++
		}
	}
	return c
}

// Blocks compares two lists of blocks. Lines stand in the order of the new text;
// what the old one alone has stands where it was cut out.
func Blocks(before, after []markup.Block) []Line {
	a := newAligner(before, after)
	a.align(span{0, len(before), 0, len(after)}, exact)
	a.moves()
	return a.lines()
}

// lines writes the alignment down: in each gap between two blocks that stayed,
// first what was cut out, then what was put in.
func (a *aligner) lines() []Line {
	var out []Line
	i := 0
	rest := func(to int) {
		for ; i < to; i++ {
			switch {
			case a.there[i] < 0:
				out = append(out, a.removed(i))
			case a.moved[i]:
				l := a.removed(i)
				l.Kind, l.New = Left, a.there[i]+1
				out = append(out, l)
			}
		}
	}
	stays := a.stays()
	for j := range a.after {
		rest(stays[j])
		if from := a.here[j]; from >= 0 && !a.moved[from] {
			i = from + 1
		}
		out = append(out, a.line(a.here[j], j))
	}
	rest(len(a.before))
	return out
}

// stays gives, for each new block, the old block of the next one that stayed in
// its place, itself counted.
func (a *aligner) stays() []int {
	out, next := make([]int, len(a.after)), len(a.before)
	for j := len(a.after) - 1; j >= 0; j-- {
		if from := a.here[j]; from >= 0 && !a.moved[from] {
			next = from
		}
		out[j] = next
	}
	return out
}

func (a *aligner) removed(i int) Line {
	b := a.before[i]
	l := Line{Kind: Removed, Old: i + 1, Block: b, Before: b}
	if b.Cells != nil {
		for _, c := range b.Cells {
			l.Cells = append(l.Cells, Cell{Removed, whole(Cut, c)})
		}
		return l
	}
	l.Spans = whole(Cut, b.Text)
	return l
}

func (a *aligner) added(j int) Line {
	b := a.after[j]
	l := Line{Kind: Added, New: j + 1, Block: b}
	if b.Cells != nil {
		for _, c := range b.Cells {
			l.Cells = append(l.Cells, Cell{Added, whole(Put, c)})
		}
		return l
	}
	l.Spans = whole(Put, b.Text)
	return l
}

// line compares the old block i, -1 for none, with the new block j.
func (a *aligner) line(i, j int) Line {
	if i < 0 {
		return a.added(j)
	}
	x, y := a.before[i], a.after[j]
	l := Line{Kind: Same, Old: i + 1, New: j + 1, Block: y, Before: x}
	switch {
	case y.Cells != nil && x.Cells != nil:
		l.Cells = cells(x.Cells, y.Cells)
	default:
		l.Spans = Text(x.Text, y.Text)
	}
	switch {
	case x.Text != y.Text || len(x.Cells) != len(y.Cells) || x.Src != y.Src:
		l.Kind = Changed
	case x.Kind != y.Kind || x.Raw != y.Raw:
		l.Kind = Dress
	}
	if a.moved[i] {
		l.Kind = Moved
	}
	return l
}

// cells compares the cells of a row one by one. Where a column came or went, equal
// cells hold the rows together.
func cells(before, after []string) []Cell {
	var out []Cell
	pair := func(x, y string) {
		c := Cell{Same, Text(x, y)}
		if x != y {
			c.Kind = Changed
		}
		out = append(out, c)
	}
	if len(before) == len(after) {
		for i := range before {
			pair(before[i], after[i])
		}
		return out
	}
	i, j := 0, 0
	flush := func(toI, toJ int) {
		for i < toI && j < toJ {
			pair(before[i], after[j])
			i, j = i+1, j+1
		}
		for ; i < toI; i++ {
			out = append(out, Cell{Removed, whole(Cut, before[i])})
		}
		for ; j < toJ; j++ {
			out = append(out, Cell{Added, whole(Put, after[j])})
		}
	}
	for _, m := range common(before, after) {
		flush(m[0], m[1])
		pair(before[m[0]], after[m[1]])
		i, j = i+1, j+1
	}
	flush(len(before), len(after))
	return out
}

func whole(op Op, text string) []Span {
	if text == "" {
		return nil
	}
	return []Span{{op, text}}
}

// Fold is a run of lines: shown, or unchanged and put away.
type Fold struct {
	Lines  []Line
	Hidden bool
}

// near is how many unchanged lines stand around a change, so that one sees where
// it is.
const near = 1

// Folds cuts a comparison into what is worth showing and what is not. A run of
// unchanged lines is put away when at least two of them are.
func Folds(lines []Line) []Fold {
	show := make([]bool, len(lines))
	for i, l := range lines {
		for k := max(0, i-near); l.Kind != Same && k <= min(len(lines)-1, i+near); k++ {
			show[k] = true
		}
	}
	var out []Fold
	for start := 0; start < len(lines); {
		end := start
		for end < len(lines) && show[end] == show[start] {
			end++
		}
		hidden := !show[start] && end-start > 1
		if n := len(out); n > 0 && !hidden && !out[n-1].Hidden {
			out[n-1].Lines = lines[start-len(out[n-1].Lines) : end]
		} else {
			out = append(out, Fold{lines[start:end], hidden})
		}
		start = end
	}
	return out
}
