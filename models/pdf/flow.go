package pdf

import (
	"math"
	"strings"

	"gongkai/models/paper"
)

// document sets the title and the blocks below one another.
func (w *writer) document(d *paper.Document) {
	w.marks = append(w.marks, entry{d.Title, 0, top})
	const titleLine = 36
	w.centred(w.root.add("H1", ""), d.Title, paper.TitleSize, titleLine, true)
	if d.Subtitle != "" {
		w.centred(w.root.add("P", ""), d.Subtitle, 14, paper.LineSize, false)
	}
	w.y += paper.LineSize / 2
	var list *elem
	for i, b := range d.Blocks {
		if b.Kind != paper.Item {
			list = nil
		}
		switch b.Kind {
		case paper.Heading:
			w.keep(d.Blocks[i+1:])
			if b.Level <= 1 {
				w.marks = append(w.marks, entry{b.Text, len(w.pages) - 1, w.y})
				w.paragraph(w.root.add("H2", ""), b.Text, true)
			} else {
				w.paragraph(w.root.add("H3", ""), b.Text, false)
			}
		case paper.Tabular:
			w.table(b.Table)
		case paper.Item:
			if list == nil {
				list = w.root.add("L", "/O /List /ListNumbering /None")
			}
			w.paragraph(list.add("LI", "").add("LBody", ""), b.Text, false)
		default:
			w.paragraph(w.root.add("P", ""), b.Text, false)
		}
	}
	w.end()
}

// keep turns the page before a heading that would stand alone at its end: under it
// there is room for the headings that follow it and two lines, or the table.
func (w *writer) keep(next []paper.Block) {
	need := paper.LineSize
	for _, b := range next {
		if b.Kind == paper.Heading {
			need += paper.LineSize
			continue
		}
		if b.Kind == paper.Tabular {
			need += gap + w.measure(b.Table).least()
		} else {
			need += 2 * paper.LineSize
		}
		break
	}
	if !w.room(need) && w.y > top {
		w.turn()
	}
}

// centred sets a text in the middle, in lines of about one length.
func (w *writer) centred(e *elem, s string, size, line float64, strong bool) {
	w.begin(e)
	for _, l := range w.even(clean(s), inner/size) {
		w.line(l, left+(inner-l.width*size)/2, size, line, 0, strong)
	}
	w.end()
}

// even breaks a text into lines of about one length that are at most so wide, in
// ems: a title of two lines between its year and what follows, where that fits.
func (w *writer) even(s string, full float64) []line {
	n := math.Ceil(w.em(s) / full)
	if before, after, ok := strings.Cut(s, "年"); ok && n == 2 && w.em(before)+1 <= full && w.em(after) <= full {
		return append(w.font.fold(before+"年", full, full), w.font.fold(after, full, full)...)
	}
	for part := w.em(s) / n; part < full; part += .5 {
		if lines := w.font.fold(s, part, part); len(lines) <= int(n) {
			return lines
		}
	}
	return w.font.fold(s, full, full)
}

// paragraph sets a text with its first line two characters in, to both margins.
func (w *writer) paragraph(e *elem, s string, strong bool) {
	const size, indent = paper.TextSize, 2.0
	full := inner / size
	w.begin(e)
	for i, l := range w.font.fold(clean(s), full-indent, full) {
		x, room := left, full
		if i == 0 {
			x, room = left+indent*size, full-indent
		}
		apart := 0.0
		if slack := room - l.width; !l.last && len(l.text) > 1 && slack < 3 {
			apart = slack * size / float64(len(l.text)-1)
		}
		w.line(l, x, size, paper.LineSize, apart, strong)
	}
	w.end()
}

// ascent is how far a Chinese character reaches above its line, in ems.
const ascent = .88

// line sets one line and goes below it.
func (w *writer) line(l line, x, size, high, apart float64, strong bool) {
	if !w.room(high) {
		w.turn()
	}
	w.text(x, w.y+(high-size)/2+ascent*size, size, apart, strong, l.text)
	w.y += high
}

// words is a text for an attribute, without what may not stand in one.
func words(s string) string { return text(strings.TrimSpace(clean(s))) }
