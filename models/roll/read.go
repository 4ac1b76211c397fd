package roll

import (
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// headLines is how many rows from the top the header may begin in.
const headLines = 15

// Read reads a list of a kind from an XLSX or CSV file: the header is looked for
// below titles, its columns may stand in any order and under the names that they
// commonly have, columns that the kind does not know are left out with a notice.
// Fault: Invalid, for a file that is no table; what is wrong inside is in the
// result.
func Read(k *Kind, file []byte, o Options) (*Result, error) {
	g, err := open(file)
	if err != nil {
		return nil, err
	}
	h := g.header(k)
	if o.Plain && h.score > 0 {
		if err := g.plain(h); err != nil {
			return nil, err
		}
	}
	if h.score == 0 {
		d := begin(k, o, nil)
		d.say(0, "", true, "没有找到表头。表头应包含“%s”等列，可以先下载模板。", strings.Join(required(k), "”“"))
		d.out.At = d.lines
		return d.out, nil
	}
	d := begin(k, o, h.letters())
	h.complain(d, g)
	for y := h.last + 1; y < len(g.rows); y++ {
		if total, ok := h.total(g, y); ok {
			d.compare(y+1, total)
			continue
		}
		if h.hint(g, y) {
			continue
		}
		if n := h.beyond(g, y); o.Plain && n > 0 {
			d.say(y+1, "", true, "第 %d 行多出 %d 列：这些列没有表头，不知道是什么内容，请核对是不是错位了。", y+1, n)
		}
		if !d.add(y+1, h.cells(g, y)) {
			break
		}
	}
	return d.finish(), nil
}

func required(k *Kind) (names []string) {
	for _, c := range k.Columns {
		if c.Required && !c.Inner {
			names = append(names, c.Name())
		}
	}
	return names
}

// header says which column of the sheet is which of the list.
type header struct {
	kind   *Kind
	first  int            // row of the grid where it begins
	last   int            // and where it ends
	column map[string]int // of the grid, by key
	flat   map[string]int // a single column for all of a group, by group
	other  []int          // columns with a head that the kind does not know
	score  int
}

// header finds the header that names most columns: of one row or of two.
func (g *grid) header(k *Kind) header {
	best := header{}
	for y := range min(len(g.rows), headLines) {
		for _, two := range []bool{false, true} {
			if h := g.match(k, y, two); h.score > best.score {
				best = h
			}
		}
	}
	if best.score < 2 {
		return header{}
	}
	return best
}

// match reads a header that begins in row y. A header of two rows has groups
// above; a group's name stands over its first column, or over all of them.
func (g *grid) match(k *Kind, y int, two bool) header {
	h := header{kind: k, first: y, last: y, column: map[string]int{}, flat: map[string]int{}}
	if two {
		h.last++
	}
	group := ""
	for x := range maxWidth {
		top, title := g.cell(x, y).Text, ""
		if two {
			title = g.cell(x, y+1).Text
			if strings.TrimSpace(top) != "" {
				group = top
			}
			if plainer(title) == "" || plainer(title) == plainer(top) {
				title = top
			}
		} else {
			group, title = "", top
		}
		if plainer(title) == "" {
			continue
		}
		switch key, flat := k.find(group, title, h.column); {
		case flat != "":
			h.flat[flat] = x
		case key != "":
			h.column[key] = x
			h.score += 2
			continue
		default:
			h.other = append(h.other, x)
		}
	}
	h.score += 2*len(h.flat) - len(h.other)
	if two && h.score > 0 && !slices.ContainsFunc(k.Columns, func(c Column) bool { _, ok := h.column[c.Key]; return ok && c.Group != "" }) {
		h.score = 0 // two rows, and no group: the second is a row of the list
	}
	return h
}

// find names the column with a title below a group; or the group that a single
// column stands for. A title that several groups have needs its group.
func (k *Kind) find(group, title string, taken map[string]int) (key, flat string) {
	best := ""
	for _, c := range k.Columns {
		if _, ok := taken[c.Key]; ok {
			continue
		}
		names := append([]string{c.Title, c.Name()}, c.Other...)
		if !slices.ContainsFunc(names, func(n string) bool { return plainer(n) == plainer(title) }) {
			continue
		}
		if c.Group != "" && plainer(group) == plainer(c.Group) || plainer(c.Name()) == plainer(title) {
			return c.Key, ""
		}
		if best == "" && k.single(c.Title) {
			best = c.Key
		}
	}
	if best != "" {
		return best, ""
	}
	for _, c := range k.Columns {
		if c.Group != "" && plainer(c.Group) == plainer(title) && c.Type == Tick {
			return "", c.Group
		}
	}
	return "", ""
}

// single reports whether only one column of the kind has a title.
func (k *Kind) single(title string) bool {
	n := 0
	for _, c := range k.Columns {
		if c.Title == title {
			n++
		}
	}
	return n == 1
}

func (h header) letters() map[string]string {
	all := map[string]string{}
	name := func(x int) string { s, _ := excelize.ColumnNumberToName(x + 1); return s }
	for key, x := range h.column {
		all[key] = name(x)
	}
	for _, c := range h.kind.Columns {
		if x, ok := h.flat[c.Group]; ok && c.Group != "" {
			all[c.Key] = name(x)
		}
	}
	return all
}

// complain says which columns are missing, and which are left out.
func (h header) complain(d *draft, g *grid) {
	for _, c := range h.kind.Columns {
		if _, ok := h.column[c.Key]; !ok && c.Required {
			d.say(h.last+1, "", true, "表头缺少“%s”一列。", c.Name())
		}
	}
	var names []string
	for _, x := range h.other {
		t := g.cell(x, h.last).Text
		if strings.TrimSpace(t) == "" {
			t = g.cell(x, h.first).Text
		}
		names = append(names, brief(tidy(t, false)))
	}
	if names != nil {
		d.say(h.last+1, "", false, "“%s”不属于这种清单，没有导入。", strings.Join(names, "”“"))
	}
}

// cells are the cells of a row in the order of the kind's columns.
func (h header) cells(g *grid, y int) []Cell {
	cells := make([]Cell, len(h.kind.Columns))
	for i, c := range h.kind.Columns {
		if x, ok := h.column[c.Key]; ok {
			cells[i] = g.cell(x, y)
		} else if x, ok := h.flat[c.Group]; ok && c.Group != "" {
			cells[i] = c.within(g.cell(x, y).Text)
		}
	}
	return cells
}

// beyond counts the cells of a row that hold something below no head.
func (h header) beyond(g *grid, y int) (n int) {
	headed := map[int]bool{}
	for _, columns := range []map[string]int{h.column, h.flat} {
		for _, x := range columns {
			headed[x] = true
		}
	}
	for _, x := range h.other {
		headed[x] = true
	}
	for x, c := range g.rows[y] {
		if !headed[x] && !c.empty() {
			n++
		}
	}
	return n
}

// within is what a single column for a whole group says of one of its columns:
// “主动” is a tick under 主动, and 特定群体 takes what is none of the others.
func (c *Column) within(text string) Cell {
	short := strings.TrimRight(c.Title, "级")
	for _, n := range append([]string{short}, c.Other...) {
		if strings.Contains(plainer(text), plainer(n)) {
			return Cell{Text: "√", Raw: "√"}
		}
	}
	if c.Type == Text && plainer(text) != "" && !strings.Contains(text, "全社会") {
		return Cell{Text: text, Raw: text}
	}
	return Cell{}
}

// total are the sums that a row of totals states, by key.
func (h header) total(g *grid, y int) (map[string]string, bool) {
	for x := range 3 {
		switch plainer(g.cell(x, y).Text) {
		case "合计", "总计", "共计":
			all := map[string]string{}
			cells := h.cells(g, y)
			for i, c := range h.kind.Columns {
				if text, say := c.spell(cells[i]); c.Total && say == "" && text != "" {
					all[c.Key] = text
				}
			}
			return all, true
		}
	}
	return nil, false
}

// hint reports the row of examples that a template has.
func (h header) hint(g *grid, y int) bool {
	return y == h.last+1 && strings.HasPrefix(strings.TrimSpace(g.cell(0, y).Text), hintMark)
}

// compare looks whether the rows so far add up to a stated total.
func (d *draft) compare(line int, stated map[string]string) {
	for _, c := range d.kind.Columns {
		text, ok := stated[c.Key]
		if !ok || len(d.out.Roll.Rows) == 0 {
			continue
		}
		want, _ := micros(text)
		if sum := d.out.Roll.sum(c.Key, nil); sum != want {
			d.say(line, c.Key, true, "“%s”合计是 %s，以上各行相加是 %s，请核对。", c.Name(), text, decimalOf(sum))
		}
	}
}
