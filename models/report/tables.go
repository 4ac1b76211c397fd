package report

import "strings"

// Table is one statutory table, ready to be drawn.
type Table struct {
	ID      string // unique within the report: s2-1, s2-2, …, s3, s4
	Section string // the section it belongs to: s2, s3 or s4
	Name    string // 表二, 表三 or 表四
	Caption string
	Cols    []TableColumn
	Head    [][]HeadCell // header rows, top to bottom
	Rows    []TableRow
}

// TableColumn is a column of a table, for pickers and cards.
type TableColumn struct {
	Label string
	Group string // the heads above it joined by " · ", "" without
}

// HeadCell is a header cell. Scope is col, colgroup, row or rowgroup; a cell
// without scope is a note that heads nothing.
type HeadCell struct {
	Text    string
	ColSpan int
	RowSpan int
	Scope   string
}

// TableRow is a body row: its heads, group heads first, and its cells.
type TableRow struct {
	Heads []HeadCell
	Cells []TableCell
	Total bool
}

// TableCell is one number as printed. Text is "" where it is missing.
type TableCell struct {
	ID   string
	Text string
	Zero bool
	Col  int // index into Cols
}

// Tables returns the tables of a format filled with figures, in the order in
// which a report prints them.
func Tables(f *Format, fig Figures) []Table {
	var out []Table
	perSection := map[string]int{}
	for _, g := range f.Grids {
		perSection[g.Section]++
	}
	n := map[string]int{}
	for _, g := range f.Grids {
		n[g.Section]++
		t := Table{ID: g.Section, Section: g.Section, Name: f.section(g.Section).Table, Caption: g.Caption, Head: g.head()}
		if perSection[g.Section] > 1 {
			t.ID += "-" + string(rune('0'+n[g.Section]))
		}
		for _, c := range g.Cols {
			t.Cols = append(t.Cols, TableColumn{Label: c.Label + c.Tail, Group: strings.Join(c.Under, " · ")})
		}
		for i, r := range g.Rows {
			row := TableRow{Heads: g.rowHeads(i), Total: r.Total}
			for j, c := range g.Cols {
				id := g.cellID(r, c)
				v, known := fig.Cells[id]
				row.Cells = append(row.Cells, TableCell{ID: id, Col: j, Text: printed(v, c.Kind), Zero: known && v.Number == "0"})
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, t)
	}
	return out
}

// printed returns a value as a table shows it. Amounts in a column without a
// unit keep the wording of the report, which holds the unit.
func printed(v Value, kind ColumnKind) string {
	switch {
	case v.Kind == Slash:
		return "/"
	case v.Kind != Number:
		return ""
	case kind == Yuan && v.Raw != "":
		return v.Raw
	}
	return strings.Replace(v.Number, "-", "\u2212", 1)
}

// depth is how many header rows the grid has.
func (g *Grid) depth() int {
	n := 1
	for _, c := range g.Cols {
		n = max(n, len(c.Under)+1)
	}
	return n
}

// rowDepth is how many columns the row labels take, 0 for a single row without.
func (g *Grid) rowDepth() int {
	n := 0
	for _, r := range g.Rows {
		if r.Label != "" {
			n = max(n, len(r.Under)+1)
		}
	}
	return n
}

// head lays out the header rows from the heads that the columns stand under.
func (g *Grid) head() [][]HeadCell {
	depth := g.depth()
	rows := make([][]HeadCell, depth)
	if w := g.rowDepth(); w > 0 {
		corner := HeadCell{Text: g.Corner, ColSpan: w, RowSpan: depth}
		if w == 1 {
			corner.Scope = "col"
		}
		rows[0] = append(rows[0], corner)
	}
	for level := range rows {
		for i, c := range g.Cols {
			switch {
			case len(c.Under) == level:
				rows[level] = append(rows[level], HeadCell{Text: c.Label + c.Tail, ColSpan: 1, RowSpan: depth - level, Scope: "col"})
			case len(c.Under) > level && (i == 0 || !sharesHead(g.Cols[i-1].Under, c.Under, level)):
				span := 1
				for i+span < len(g.Cols) && sharesHead(g.Cols[i+span].Under, c.Under, level) {
					span++
				}
				rows[level] = append(rows[level], HeadCell{Text: c.Under[level], ColSpan: span, RowSpan: 1, Scope: "colgroup"})
			}
		}
	}
	return rows
}

// rowHeads lays out the heads of row i: the groups that start there, then its
// label.
func (g *Grid) rowHeads(i int) []HeadCell {
	r := g.Rows[i]
	if r.Label == "" {
		return nil
	}
	var out []HeadCell
	for level, head := range r.Under {
		if i > 0 && sharesHead(g.Rows[i-1].Under, r.Under, level) {
			continue
		}
		span := 1
		for i+span < len(g.Rows) && sharesHead(g.Rows[i+span].Under, r.Under, level) {
			span++
		}
		out = append(out, HeadCell{Text: head, ColSpan: 1, RowSpan: span, Scope: "rowgroup"})
	}
	return append(out, HeadCell{Text: r.Label, ColSpan: g.rowDepth() - len(r.Under), RowSpan: 1, Scope: "row"})
}

// sharesHead reports whether two paths have the same heads down to level.
func sharesHead(a, b []string, level int) bool {
	if len(a) <= level || len(b) <= level {
		return false
	}
	for i := 0; i <= level; i++ {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
