package roll

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Options say what an import may take for granted.
type Options struct {
	Until     string   // see Roll
	Plain     bool     // refuse formulas, merged cells and cells below no head: what stands in the sheet is what counts
	Exact     bool     // empty cells stay empty, also where a sheet would repeat the row above
	HideNames bool     // mask the names of people, too
	Sections  []string // names of the bureau's sections; nil takes any
	Paths     []string // paths of the site's columns; nil takes any
}

// Finding is one thing that reading found.
type Finding struct {
	Row     int    // as the sheet counts, from 1; 0 is the whole sheet
	Column  string // letter of the sheet's column, "" for a row as a whole
	Key     string // key of the list's column, "" for none
	Error   bool   // the list must not be stored; else a notice
	Message string // one Chinese sentence
}

// Place says where it is, for people: 第 12 行 C 列.
func (f Finding) Place() string {
	switch {
	case f.Row == 0:
		return "整张表"
	case f.Column == "":
		return fmt.Sprintf("第 %d 行", f.Row)
	}
	return fmt.Sprintf("第 %d 行 %s 列", f.Row, f.Column)
}

// Result is what was read. With errors the roll is there to be looked at, not to
// be stored.
type Result struct {
	Roll     *Roll
	Findings []Finding
	More     int   // findings beyond the most that are listed
	At       []int // row of the sheet by row of the roll
}

// maxFindings is how many findings are listed; nobody reads more.
const maxFindings = 200

// OK reports whether the list may be stored.
func (r *Result) OK() bool {
	return !slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Error })
}

// draft is a list while it is filled.
type draft struct {
	kind    *Kind
	o       Options
	out     *Result
	letters map[string]string // column of the sheet by key
	lines   []int             // of the sheet, by row of the list
}

func (d *draft) say(row int, key string, wrong bool, format string, args ...any) {
	f := Finding{Row: row, Column: d.letters[key], Key: key, Error: wrong, Message: fmt.Sprintf(format, args...)}
	if len(d.out.Findings) < maxFindings || wrong && d.out.OK() {
		d.out.Findings = append(d.out.Findings, f)
	} else {
		d.out.More++
	}
}

// at is the number that a person knows a row of the list by.
func (d *draft) at(row int) int { return d.lines[row] }

// FromRows reads a list from a form: one text for each of the kind's columns, in
// their order. Rows without any text are left out. Rows are counted from 1.
func FromRows(k *Kind, rows [][]string, o Options) *Result {
	letters := map[string]string{}
	for i, c := range k.Columns {
		letters[c.Key] = strconv.Itoa(i + 1)
	}
	d := begin(k, o, letters)
	for i, row := range rows {
		cells := make([]Cell, len(k.Columns))
		for j := range min(len(row), len(cells)) {
			cells[j] = Cell{Text: row[j], Raw: row[j]}
		}
		d.add(i+1, cells)
	}
	return d.finish()
}

func begin(k *Kind, o Options, letters map[string]string) *draft {
	d := &draft{kind: k, o: o, out: &Result{Roll: New(k)}, letters: letters}
	d.out.Roll.Until = o.Until
	return d
}

// add reads one row, cells in the order of the kind's columns. It reports false
// when the list has as many rows as it may.
func (d *draft) add(line int, cells []Cell) bool {
	if d.blank(cells) {
		return true
	}
	if len(d.out.Roll.Rows) >= MaxRows {
		d.say(line, "", true, "清单最多 %d 行，请拆分成几份。", MaxRows)
		return false
	}
	row := make([]string, len(cells))
	for i := range d.kind.Columns {
		row[i] = d.cell(line, &d.kind.Columns[i], cells[i])
	}
	if !d.o.Exact {
		d.carry(row)
	}
	for i := range d.kind.Columns {
		if c := &d.kind.Columns[i]; c.Required && row[i] == "" {
			d.say(line, c.Key, true, "“%s”没有填写。", c.Name())
		}
	}
	d.out.Roll.Rows, d.lines = append(d.out.Roll.Rows, row), append(d.lines, line)
	return true
}

// blank reports a row that says nothing: a running number alone is nothing.
func (d *draft) blank(cells []Cell) bool {
	for i, c := range cells {
		if d.kind.Columns[i].Type != Serial && !c.empty() {
			return false
		}
	}
	return true
}

// cell reads one cell. What a mask hides is hidden first, even where the cell is
// wrong: nothing of it may reach a message or a page.
func (d *draft) cell(line int, c *Column, in Cell) string {
	if c.Type == Serial {
		return strconv.Itoa(len(d.out.Roll.Rows) + 1)
	}
	if c.Mask != NoMask && c.Mask != NameMask {
		text, say := c.Mask.hide(tidy(in.Text, false), d.o.HideNames)
		if say != "" {
			d.say(line, c.Key, true, "%s", say)
		}
		return text
	}
	text, say := c.spell(in)
	if hit, blocks := found(text); hit != "" {
		d.say(line, c.Key, blocks, "“%s”一列%s", c.Name(), hit)
		if blocks {
			return "（已遮盖）"
		}
	}
	if say == "" {
		say = d.known(c, text)
	}
	if say != "" {
		d.say(line, c.Key, true, "“%s”%s", c.Name(), say)
	}
	text, _ = c.Mask.hide(text, d.o.HideNames)
	return text
}

// known says what is wrong with the name of a section or the path of a column.
func (d *draft) known(c *Column, text string) string {
	if text == "" {
		return ""
	}
	if c.Type == Section && d.o.Sections != nil && !slices.Contains(d.o.Sections, text) {
		return "应为本单位的科室名称，没有“" + brief(text) + "”。"
	}
	if c.Type == Paths && d.o.Paths != nil {
		for _, p := range strings.Split(text, "、") {
			if !slices.Contains(d.o.Paths, p) {
				return "应为本网站栏目的网址，没有“" + brief(p) + "”。"
			}
		}
	}
	return ""
}

// carry fills the empty cells that repeat the row above. Behind the first column
// that differs nothing is repeated.
func (d *draft) carry(row []string) {
	n := len(d.out.Roll.Rows)
	if n == 0 {
		return
	}
	above, same := d.out.Roll.Rows[n-1], true
	for i, c := range d.kind.Columns {
		if !c.Carry {
			continue
		}
		if row[i] == "" && same {
			row[i] = above[i]
		}
		same = same && row[i] == above[i]
	}
}

// finish applies the rules over rows.
func (d *draft) finish() *Result {
	if len(d.out.Roll.Rows) == 0 {
		d.say(0, "", true, "没有读到任何一行内容。")
	}
	if d.kind.check != nil {
		d.kind.check(d)
	}
	d.out.At = d.lines
	if _, err := d.out.Roll.Encode(); err != nil {
		d.say(0, "", true, "清单内容太多，请拆分成几份。")
	}
	return d.out
}
