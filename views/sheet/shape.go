// Package sheet draws the statutory tables of the annual disclosure report:
// real tables with captions and scopes that keep their grid when copied. On a
// phone 表三 shows one column at a time, chosen without script, and 表四 becomes
// three cards; on paper every table is whole.
package sheet

import (
	"strconv"

	"github.com/a-h/templ"
)

// heading is the name and the subject of the tables.
func (s Sheet) heading() string { return s.Name + " " + s.Title }

// labelled reports whether the rows have labels.
func (t Table) labelled() bool { return len(t.Rows) > 0 && len(t.Rows[0].Heads) > 0 }

// groupColumns is how many columns hold the heads of groups of rows.
func (t Table) groupColumns() int {
	if !t.labelled() {
		return 0
	}
	n := -1
	for _, h := range t.Rows[0].Heads {
		n += h.ColSpan
	}
	return n
}

// note is the text in the corner of the header that heads nothing.
func (t Table) note() string {
	for _, row := range t.Head {
		for _, h := range row {
			if h.Scope == "" {
				return h.Text
			}
		}
	}
	return ""
}

// cellGroup is the cells of a row that stand under the same heads.
type cellGroup struct {
	label string
	cells []Cell
}

// groups takes the first row apart where the heads above its columns change.
func (t Table) groups() []cellGroup {
	var out []cellGroup
	if len(t.Rows) == 0 {
		return nil
	}
	for _, c := range t.Rows[0].Cells {
		label := t.Columns[c.Column].Group
		if n := len(out); n == 0 || out[n-1].label != label {
			out = append(out, cellGroup{label: label})
		}
		last := &out[len(out)-1]
		last.cells = append(last.cells, c)
	}
	return out
}

// attributes says what the cell heads and how far it reaches.
func (h Head) attributes() templ.OrderedAttributes {
	var a templ.OrderedAttributes
	add := func(key string, value any) { a = append(a, templ.KV(key, value)) }
	if h.Scope != "" {
		add("scope", h.Scope)
	}
	if h.ColSpan > 1 {
		add("colspan", strconv.Itoa(h.ColSpan))
	}
	if h.RowSpan > 1 {
		add("rowspan", strconv.Itoa(h.RowSpan))
	}
	return a
}

// icon is the sign that goes with the colour of the line.
func (c Check) icon() string {
	switch c.Kind {
	case "ok":
		return "circle-check"
	case "warn":
		return "triangle-alert"
	}
	return "info"
}

// chosen reports whether a narrow screen shows column i of n at first.
func (s Sheet) chosen(i, n int) bool {
	if s.First {
		return i == 0
	}
	return i == n-1
}

// plain reports whether the cell is one as the public reads it: a number.
func (c Cell) plain() bool { return c.Mark == "" && c.Href == "" && c.Input == "" && !c.Chosen }

func (c Cell) class() string {
	s := "c" + strconv.Itoa(c.Column)
	if c.Mark != "" {
		s += " " + c.Mark
	} else if c.Zero {
		s += " z"
	}
	if c.Chosen {
		s += " sel"
	}
	return s
}

// shown is the text of a link: a cell without a number needs one too.
func (c Cell) shown() string {
	if c.Text == "" {
		return "填写"
	}
	return c.Text
}

func (c Cell) current() templ.Attributes {
	if c.Chosen {
		return templ.Attributes{"aria-current": "true"}
	}
	return nil
}

func (c Cell) invalid() templ.Attributes {
	if c.Error != "" {
		return templ.Attributes{"aria-invalid": "true", "title": c.Error}
	}
	return nil
}
