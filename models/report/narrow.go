package report

import (
	"slices"
	"strings"
)

// A page may draw a table once more for narrow screens: with buttons that choose
// the columns, with a second header of one row, or as a list of labels and numbers.

// allColumns is the last of the buttons that choose what a narrow screen shows.
const allColumns = "全部列"

// withoutPicker leaves out the buttons above a table, and takes the corner off a
// header of one row, which may be worded in any way.
func (g *Grid) withoutPicker(lines []string) []string {
	isColumn := func(s string) bool {
		return slices.ContainsFunc(g.Cols, func(c Column) bool { return key(c.Label) == key(s) })
	}
	out := make([]string, 0, len(lines))
	for _, line := range lines {
		if key(line) == allColumns {
			for len(out) > 0 && isColumn(out[len(out)-1]) {
				out = out[:len(out)-1]
			}
			if len(out) > 0 && strings.HasPrefix(key(out[len(out)-1]), "选择") {
				out = out[:len(out)-1]
			}
			continue
		}
		if corner, cells, ok := strings.Cut(line, "\t"); ok && g.Rows[0].Label != "" && g.allColumns(strings.Split(cells, "\t")) && !isColumn(corner) {
			line = "\t" + cells
		}
		out = append(out, line)
	}
	return out
}

// allColumns reports cells that are the labels of all columns in their order.
func (g *Grid) allColumns(cells []string) bool {
	return slices.EqualFunc(cells, g.Cols, func(s string, c Column) bool { return key(s) == key(c.Label) })
}

// once leaves out the labels of all columns where they follow those of a header.
func once(leaves, cols []string) []string {
	if n := len(leaves) - len(cols); n == len(cols) && slices.Equal(leaves[n:], cols) {
		return leaves[:n]
	}
	return leaves
}

// readNarrow reads the tables of a section as a narrow screen shows them: one
// column of a table with rows, and a table of one row as a list.
func (f *Format) readNarrow(s Section, lines []string, found *Import) bool {
	g := f.gridOf(s.ID)
	if g.Rows[0].Label == "" {
		return g.readList(lines, found)
	}
	for at, line := range lines {
		_, label, ok := strings.Cut(line, "\t")
		i := slices.IndexFunc(g.Cols, func(c Column) bool { return ok && key(c.Label) == key(label) })
		if i < 0 || at+1 == len(lines) || !strings.HasPrefix(key(lines[at+1]), key(g.Rows[0].Label)) {
			continue
		}
		one := *g
		one.Cols = []Column{g.Cols[i]}
		one.Cols[0].Under = nil
		in := &stream{tokens: tokens(lines[at+1:])}
		for _, r := range one.Rows {
			if err := readRow(f, one, r, nil, in, found); err != nil {
				return false
			}
		}
		return true
	}
	return false
}

// readList reads a table of one row whose labels each stand before their number.
func (g *Grid) readList(lines []string, found *Import) bool {
	in := &stream{tokens: tokens(lines)}
	for i, c := range g.Cols {
		want := key(c.Label)
		if len(c.Under) > 0 && (i == 0 || !slices.Equal(g.Cols[i-1].Under, c.Under)) {
			want = key(c.Under[len(c.Under)-1]) + want
		}
		said := ""
		for ; !in.done() && in.peek().kind == word; in.at++ {
			said += key(in.peek().text)
		}
		if in.done() || !strings.HasSuffix(said, want) {
			return false
		}
		v, err := readValue(in.peek().text, c.Kind, "")
		if err != nil {
			return false
		}
		found.Figures.Cells[g.cellID(g.Rows[0], c)] = v
		in.at++
	}
	return true
}
