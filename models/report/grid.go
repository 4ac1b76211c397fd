package report

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/models/fault"
)

// readTables reads the tables of a section into found and returns the lines of
// the section that belong to no table.
func readTables(f *Format, s Section, lines []string, found *Import) (rest []string, err error) {
	var grids []Grid
	for _, g := range f.Grids {
		if g.Section == s.ID {
			grids = append(grids, g)
		}
	}
	lines = grids[0].withoutPicker(lines)
	start := slices.IndexFunc(lines, func(line string) bool { return grids[0].startsWith(line) })
	if start < 0 {
		return nil, fault.New(fault.Invalid, "“%s”部分没有找到%s。", s.Heading(), f.gridPlace(grids[0]))
	}
	in := &stream{tokens: tokens(lines[start:])}
	for _, g := range grids {
		units, err := readHead(f, g, in)
		if err != nil {
			return nil, err
		}
		for _, r := range g.Rows {
			if err := readRow(f, g, r, units, in, found); err != nil {
				return nil, err
			}
			in.skipExtra(len(g.Cols), found)
		}
	}
	if in.done() {
		return lines[:start], nil
	}
	return append(slices.Clone(lines[:start]), lines[start+in.peek().line:]...), nil
}

// extraRow is what some reports add to the documents that they made. The format
// has no place for it.
const extraRow = "其他主动公开文件"

// skipExtra steps over that row.
func (s *stream) skipExtra(cols int, found *Import) {
	at, said := s.at, ""
	for at < len(s.tokens) && s.tokens[at].kind == word && strings.HasPrefix(extraRow, said+key(s.tokens[at].text)) {
		said += key(s.tokens[at].text)
		at++
	}
	if said != extraRow {
		return
	}
	s.at = at
	for n := 0; n < cols && !s.done() && s.peek().kind != word; n++ {
		s.at++
	}
	found.warn("表二多出“%s”一行，格式中没有，没有收入。", extraRow)
}

// startsWith reports whether a line may be the first of the grid: it spells
// labels of the header, or the beginning of one.
func (g *Grid) startsWith(line string) bool {
	k := key(line)
	if k == "" || len(k) > 1000 {
		return false
	}
	scan := newHeadScan(*g)
	rest := scan.eat(k)
	return rest == "" || scan.begins(rest) && len([]rune(rest)) > 1
}

// head is one label of the header as it is recognised.
type head struct {
	key  string
	leaf bool // names a column
}

// heads lists the labels of the header in the order in which they are printed,
// without the corner.
func (g *Grid) heads() []head {
	var out []head
	for _, row := range g.head() {
		for _, c := range row {
			if c.Text == g.Corner {
				continue
			}
			text := c.Text
			for _, col := range g.Cols {
				if col.Tail != "" && text == col.Label+col.Tail {
					text = col.Label
				}
			}
			out = append(out, head{key: key(text), leaf: c.Scope == "col"})
		}
	}
	return out
}

// moneyUnits are what a column head may add to its label.
var moneyUnits = []string{"单位万元", "单位元", "万元", "元", "单位件", "单位项", "单位个", "件", "项", "个"}

// readHead reads a header up to the first row and returns the unit that each
// column states. The columns must be all there, in the order of the header's
// rows or from left to right.
func readHead(f *Format, g Grid, in *stream) (units map[string]string, err error) {
	var printedOrder, colOrder, groups []string
	for _, h := range g.heads() {
		if h.leaf {
			printedOrder = append(printedOrder, h.key)
		} else {
			groups = append(groups, h.key)
		}
	}
	for _, c := range g.Cols {
		colOrder = append(colOrder, key(c.Label))
	}
	from := in.at
	scan := newHeadScan(g)
	scan.run(in)
	var leaves, over []string
	for _, k := range scan.seen {
		if slices.Contains(printedOrder, k) {
			leaves = append(leaves, k)
		} else if slices.Contains(groups, k) {
			over = append(over, k)
		}
	}
	leaves = once(leaves, colOrder)
	if !slices.Equal(leaves, printedOrder) && !slices.Equal(leaves, colOrder) || !subsequence(over, groups) {
		if len(groups) == 0 && g.cutHead(in, from) {
			return scan.units, nil
		}
		return nil, fault.New(fault.Invalid, "%s的表头与格式不符：应有%d列，识别出%d列；请核对“%s”前后的文字。",
			f.gridPlace(g), len(g.Cols), len(leaves), clip(in.peek().text))
	}
	return scan.units, nil
}

// cutHead takes a header whose labels are cut off: one word for each column, in
// their order, and each the beginning of its label.
func (g *Grid) cutHead(in *stream, from int) bool {
	var words []string
	said, caption := "", ""
	at := from
	for ; at < len(in.tokens) && in.tokens[at].kind != value; at++ {
		k := key(in.tokens[at].text)
		if k == "" {
			continue
		}
		if k == key(g.Rows[0].Label) {
			break
		}
		said += k
		switch {
		case strings.HasPrefix(key(g.Caption), said):
			caption = said
		case k != key(g.Corner):
			words = append(words, k)
		}
	}
	if len(words) != len(g.Cols) || caption != key(g.Caption) {
		return false
	}
	for i, c := range g.Cols {
		if len([]rune(words[i])) < 3 || !strings.HasPrefix(key(c.Label), words[i]) {
			return false
		}
	}
	in.at = at
	return true
}

// headScan takes header labels off the front of a text.
type headScan struct {
	labels []string // longest first
	seen   []string
	units  map[string]string // what a label says about its unit
}

func newHeadScan(g Grid) *headScan {
	h := &headScan{labels: []string{key(g.Caption), key(g.Corner)}, units: map[string]string{}}
	for _, head := range g.heads() {
		h.labels = append(h.labels, head.key)
	}
	h.labels = slices.DeleteFunc(h.labels, func(l string) bool { return l == "" })
	slices.SortFunc(h.labels, func(a, b string) int { return len(b) - len(a) })
	return h
}

// eat takes as many labels and units as it can and returns what is left.
func (h *headScan) eat(s string) string {
	for s != "" {
		startsWith := func(l string) bool { return strings.HasPrefix(s, l) }
		if i := slices.IndexFunc(h.labels, startsWith); i >= 0 {
			h.seen, s = append(h.seen, h.labels[i]), s[len(h.labels[i]):]
			continue
		}
		i := slices.IndexFunc(moneyUnits, startsWith)
		if i < 0 || len(h.seen) == 0 {
			break
		}
		h.units[h.seen[len(h.seen)-1]] = strings.TrimPrefix(moneyUnits[i], "单位")
		s = s[len(moneyUnits[i]):]
	}
	return s
}

// begins reports whether a label or a unit goes on where s ends.
func (h *headScan) begins(s string) bool {
	goesOn := func(l string) bool { return strings.HasPrefix(l, s) }
	return slices.ContainsFunc(h.labels, goesOn) || len(h.seen) > 0 && slices.ContainsFunc(moneyUnits, goesOn)
}

// run takes words as long as they spell labels; a label may be broken over
// several words.
func (h *headScan) run(in *stream) {
	pending, from, last := "", in.at, -1
	for ; !in.done(); in.at++ {
		t := in.peek()
		if t.kind == blank && t.line == last { // left by a merged head
			continue
		}
		if t.kind != word {
			break
		}
		if pending == "" {
			from = in.at
		}
		last = t.line
		if pending = h.eat(pending + key(t.text)); pending != "" && !h.begins(pending) {
			break
		}
	}
	if pending != "" {
		in.at = from
	}
}

// subsequence reports whether all of a occurs in b in the same order.
func subsequence(a, b []string) bool {
	for _, s := range a {
		i := slices.Index(b, s)
		if i < 0 {
			return false
		}
		b = b[i+1:]
	}
	return true
}

// readRow reads the label and the values of a row.
func readRow(f *Format, g Grid, r Row, units map[string]string, in *stream, found *Import) error {
	place := f.rowPlace(g, r)
	if err := readLabel(place, g, r, in); err != nil {
		return err
	}
	run := fit(in.values(), len(g.Cols), max(0, g.rowDepth()-len(r.Under)-1))
	if len(run) != len(g.Cols) {
		return fault.New(fault.Invalid, "%s应有%d个数字，实际有%d个。", place, len(g.Cols), len(run))
	}
	var odd []string
	for j, c := range g.Cols {
		v, err := readValue(run[j].text, c.Kind, moneyUnit(c.Kind, units[key(c.Label)]))
		if err != nil {
			return fault.New(fault.Invalid, "%s第%d个数字（%s）有问题：%s。", place, j+1, c.Label, fault.MessageOf(err))
		}
		if v.Kind != Number {
			odd = append(odd, c.Label)
		}
		if c.Kind == Yuan && v.Number != "0" && v.Kind == Number && !strings.HasSuffix(v.Raw, "元") {
			found.warn("%s的“%s”没有写明单位，按元记录。", place, c.Label)
		}
		found.Figures.Cells[g.cellID(r, c)] = v
	}
	if len(odd) > 0 {
		found.warn("%s有%d格空白或为“/”，已照原样记录：%s。", place, len(odd), strings.Join(odd, "、"))
	}
	return nil
}

// moneyUnit returns the unit a head states where it matters.
func moneyUnit(kind ColumnKind, unit string) string {
	if (kind == Yuan || kind == Wan) && strings.HasSuffix(unit, "元") && !(kind == Wan && unit == "万元") {
		return unit
	}
	return ""
}

// readLabel takes the words of a row's label. Heads of groups of rows may stand
// before it; blanks among them are left by merged cells.
func readLabel(place string, g Grid, r Row, in *stream) error {
	if r.Label == "" {
		return nil
	}
	labels := []string{key(r.Label)}
	for _, also := range r.Also {
		labels = append(labels, key(also))
	}
	groups := g.rowGroups()
	said, full := "", ""
	for ; !in.done() && in.peek().kind != value && len(full) < 1000; in.at++ {
		t := in.peek()
		if t.kind == blank {
			continue
		}
		full += t.text
		said += key(t.text)
		for !slices.Contains(labels, said) {
			i := slices.IndexFunc(groups, func(k string) bool { return strings.HasPrefix(said, k) })
			if i < 0 {
				break
			}
			said = said[len(groups[i]):]
		}
		if slices.Contains(labels, said) && !continues(labels, said, in) || slices.Contains(labels, key(withoutGloss(full))) {
			in.at++
			in.skipGloss()
			return nil
		}
	}
	if full == "" {
		return fault.New(fault.Invalid, "没有找到%s。", place)
	}
	return fault.New(fault.Invalid, "应为%s，实际是“%s”。", place, clip(full))
}

var gloss = regexp.MustCompile(`[(（][^()（）]*[)）]$`)

// withoutGloss leaves out what stands in brackets at the end of a label.
func withoutGloss(label string) string { return gloss.ReplaceAllString(strings.TrimSpace(label), "") }

// skipGloss steps over words in brackets that follow a label: they explain it.
func (s *stream) skipGloss() {
	said := ""
	for at := s.at; at < len(s.tokens) && s.tokens[at].kind == word && len(said) < 300; at++ {
		said += s.tokens[at].text
		if !strings.HasPrefix(said, "（") && !strings.HasPrefix(said, "(") {
			return
		}
		if gloss.MatchString(said) {
			s.at = at + 1
			return
		}
	}
}

// rowGroups lists the heads of groups of rows.
func (g *Grid) rowGroups() []string {
	var out []string
	for _, row := range g.Rows {
		for _, head := range row.Under {
			if k := key(head); !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
	}
	return out
}

// continues reports whether a longer wording of the label goes on with the next
// word, as when the remark in brackets stands on a line of its own.
func continues(labels []string, said string, in *stream) bool {
	if in.at+1 >= len(in.tokens) || in.tokens[in.at+1].kind != word {
		return false
	}
	next := said + key(in.tokens[in.at+1].text)
	return slices.ContainsFunc(labels, func(l string) bool { return strings.HasPrefix(l, next) })
}
