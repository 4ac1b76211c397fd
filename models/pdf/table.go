package pdf

import (
	"fmt"
	"strings"

	"gongkai/models/paper"
)

const gap = 7.0 // above and below a table, in points

// dense is how closely a table is set: sizes in points.
type dense struct {
	size float64 // of the letters
	line float64 // a line in a cell
	pad  float64 // inside a cell
}

// densities are tried from the first to the last until a page holds the table.
var densities = []dense{{paper.TableSize, 12.5, 2.5}, {8.5, 11.5, 1.5}, {8, 10, 1}}

// cell is a cell in its place.
type cell struct {
	paper.Cell
	row, col int
	x, wide  float64
	lines    []line
}

// grid is a table that was measured.
type grid struct {
	*paper.Table
	dense
	rows  [][]cell // head and body
	heads int
	high  []float64 // of each row
	whole []bool    // a page may end after the row: no cell goes on below it
}

// measure puts the cells of a table in their places, closer together where that
// keeps the table on one page.
func (w *writer) measure(t *paper.Table) *grid {
	for _, d := range densities {
		if g := w.place(t, d); g.sum(0, len(g.rows)) <= oneTable {
			return g
		}
	}
	return w.place(t, densities[0])
}

func (w *writer) place(t *paper.Table, d dense) *grid {
	g := &grid{Table: t, dense: d, heads: len(t.Head)}
	parts := 0
	for _, p := range t.Widths {
		parts += p
	}
	at := []float64{0}
	for _, p := range t.Widths {
		at = append(at, at[len(at)-1]+inner*float64(p)/float64(max(parts, 1)))
	}
	source := append(append([][]paper.Cell{}, t.Head...), t.Rows...)
	g.high, g.whole = make([]float64, len(source)), make([]bool, len(source))
	below := make([]int, len(t.Widths)) // rows that a cell above still takes
	for y, row := range source {
		next := 0
		var placed []cell
		for x := 0; x < len(t.Widths); x++ {
			if below[x] > 0 {
				below[x]--
				continue
			}
			if next >= len(row) {
				continue
			}
			c := cell{Cell: row[next], row: y, col: x}
			next++
			c.ColSpan, c.RowSpan = min(max(c.ColSpan, 1), len(t.Widths)-x), min(max(c.RowSpan, 1), len(source)-y)
			c.x, c.wide = at[x], at[x+c.ColSpan]-at[x]
			room := (c.wide - 2*d.pad) / d.size
			c.lines = w.font.fold(clean(c.Text), room, room)
			for i := range c.ColSpan {
				below[x+i] = c.RowSpan - 1
			}
			x += c.ColSpan - 1
			placed = append(placed, c)
		}
		g.rows = append(g.rows, placed)
	}
	g.stretch()
	return g
}

// stretch gives every row the height that its cells need.
func (g *grid) stretch() {
	need := func(c cell) float64 { return float64(len(c.lines))*g.line + 2*g.pad }
	for y, row := range g.rows {
		g.high[y], g.whole[y] = g.line+2*g.pad, true
		for _, c := range row {
			if c.RowSpan == 1 {
				g.high[y] = max(g.high[y], need(c))
			}
		}
	}
	for y, row := range g.rows {
		for _, c := range row {
			for i := range c.RowSpan - 1 {
				g.whole[y+i] = false
			}
			if short := need(c) - g.sum(y, y+c.RowSpan); short > 0 {
				for i := range c.RowSpan {
					g.high[y+i] += short / float64(c.RowSpan)
				}
			}
		}
	}
}

func (g *grid) sum(from, to int) (sum float64) {
	for _, h := range g.high[from:to] {
		sum += h
	}
	return sum
}

const (
	pageRoom = bottom - top
	oneTable = pageRoom - paper.LineSize - 2*gap // below its heading
)

// least is the height that must fit below a heading: the whole table if a page holds
// it, else its head and a row.
func (g *grid) least() float64 {
	if all := g.sum(0, len(g.rows)); all <= oneTable {
		return all
	}
	return g.sum(0, min(g.heads+1, len(g.rows)))
}

// table sets a table. One that a page holds is not torn; the head of a longer one is
// repeated on each page, where it is decoration: it was read already.
func (w *writer) table(t *paper.Table) {
	g := w.measure(t)
	if g.tall() {
		w.unrolled(t)
		return
	}
	if w.y > top {
		w.y += gap
	}
	if !w.room(g.least()) {
		w.turn()
	}
	all := w.root.add("Table", "/O /Table /Summary "+words(t.Name))
	if t.Name == "" {
		all.attr = ""
	}
	w.rows(g, g.group(all, "THead"), 0, g.heads)
	body := g.group(all, "TBody")
	for from := g.heads; from < len(g.rows); {
		to := g.chunk(from)
		if !w.room(g.sum(from, to)) {
			w.turn()
			w.rows(g, nil, 0, g.heads)
		}
		w.rows(g, body, from, to)
		from = to
	}
	w.y += gap
}

// group is the element that holds the rows of the head or the body. A table without
// a head has its rows itself.
func (g *grid) group(table *elem, kind string) *elem {
	if g.heads == 0 || g.heads == len(g.rows) {
		return table
	}
	return table.add(kind, "")
}

// chunk is the row after those that stand together with one.
func (g *grid) chunk(from int) int {
	for from < len(g.rows)-1 && !g.whole[from] {
		from++
	}
	return from + 1
}

// tall reports a table with rows together that no page holds below the head.
func (g *grid) tall() bool {
	head := g.sum(0, g.heads)
	for from := g.heads; from < len(g.rows); from = g.chunk(from) {
		if head+g.sum(from, g.chunk(from)) > pageRoom-gap {
			return true
		}
	}
	return head > pageRoom-gap
}

// unrolled sets a table that does not fit on paper as a paragraph a row.
func (w *writer) unrolled(t *paper.Table) {
	for _, row := range append(append([][]paper.Cell{}, t.Head...), t.Rows...) {
		var cells []string
		for _, c := range row {
			if c.Text != "" {
				cells = append(cells, c.Text)
			}
		}
		w.paragraph(w.root.add("P", ""), strings.Join(cells, "；"), false)
	}
}

// rows sets rows below one another; in is nil for those that are only repeated.
func (w *writer) rows(g *grid, in *elem, from, to int) {
	for y := from; y < to; y++ {
		var tr *elem
		if in != nil {
			tr = in.add("TR", "")
		}
		for _, c := range g.rows[y] {
			high := g.sum(y, y+c.RowSpan)
			fmt.Fprintf(&w.page().ops, "/Artifact << /Type /Layout >> BDC %s %s %s %s re S EMC\n", num(left+c.x), num(height-w.y-high), num(c.wide), num(high))
			w.cell(g, c, tr, w.y+(high-float64(len(c.lines))*g.line)/2)
		}
		w.y += g.high[y]
	}
}

// cell sets the text of a cell from y on, as an element of its row.
func (w *writer) cell(g *grid, c cell, tr *elem, y float64) {
	if tr != nil {
		kind, attr := c.tag()
		td := tr.add(kind, attr)
		if c.Text == "" {
			return
		}
		w.begin(td)
	} else {
		w.page().ops.WriteString("/Artifact << /Type /Pagination >> BDC\n")
	}
	for _, l := range c.lines {
		x := left + c.x + (c.wide-l.width*g.size)/2
		if c.Left {
			x = left + c.x + g.pad
		}
		w.text(x, y+(g.line-g.size)/2+ascent*g.size, g.size, 0, c.Strong, l.text)
		y += g.line
	}
	if tr != nil {
		w.end()
	} else {
		w.page().ops.WriteString("EMC\n")
	}
}

// tag is what a cell is, with what it heads and covers.
func (c cell) tag() (kind, attr string) {
	kind = "TD"
	switch c.Scope {
	case "col", "colgroup":
		kind, attr = "TH", " /Scope /Column"
	case "row", "rowgroup":
		kind, attr = "TH", " /Scope /Row"
	}
	if c.ColSpan > 1 {
		attr += fmt.Sprintf(" /ColSpan %d", c.ColSpan)
	}
	if c.RowSpan > 1 {
		attr += fmt.Sprintf(" /RowSpan %d", c.RowSpan)
	}
	if attr != "" {
		attr = "/O /Table" + attr
	}
	return kind, attr
}
