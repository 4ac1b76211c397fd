package roll

import "strings"

// HeadCell is a cell of a table's header.
type HeadCell struct {
	Text    string
	ColSpan int
	RowSpan int
}

// Table is a list as it is printed: the official order of columns, the header of
// one or two rows, texts as people read them.
type Table struct {
	Columns []Column
	Head    [][]HeadCell
	Rows    [][]string
	Total   []string // the last row, sums of the rows above; nil for none
}

// Table lays some rows out; nil is all rows. Without inner no column is in it that
// is only the bureau's own. A kind with no official form shows no column that is
// empty in every row of the list.
func (r *Roll) Table(rows []int, inner bool) Table {
	if rows == nil {
		rows = make([]int, len(r.Rows))
		for i := range rows {
			rows[i] = i
		}
	}
	var t Table
	var at []int
	k := r.kind()
	for i, h := range r.Columns {
		c := Column{Key: h.Key, Title: h.Title, Type: Text, Width: 14}
		if k != nil && k.Column(h.Key) != nil {
			c = *k.Column(h.Key)
		}
		if c.Inner && !inner || r.idle(k, c, i) {
			continue
		}
		t.Columns, at = append(t.Columns, c), append(at, i)
	}
	t.Head = heads(t.Columns)
	for _, n := range rows {
		row := make([]string, len(at))
		for j, i := range at {
			row[j] = t.Columns[j].Show(r.Rows[n][i])
		}
		t.Rows = append(t.Rows, row)
	}
	t.total(r.Totals(rows))
	return t
}

// idle reports a column that no row says anything in and no form demands.
func (r *Roll) idle(k *Kind, c Column, at int) bool {
	if k == nil || k.Fixed || c.Required || len(r.Rows) == 0 {
		return false
	}
	for _, row := range r.Rows {
		if row[at] != "" {
			return false
		}
	}
	return true
}

// total adds the row of totals, when there is something to add up.
func (t *Table) total(sums map[string]string) {
	if len(sums) == 0 || len(t.Rows) < 2 {
		return
	}
	t.Total = make([]string, len(t.Columns))
	t.Total[0] = "合计"
	for i := range t.Columns {
		if s, ok := sums[t.Columns[i].Key]; ok {
			t.Total[i] = t.Columns[i].Show(s)
		}
	}
}

// heads lays out the header: a column without a group takes both rows.
func heads(cols []Column) [][]HeadCell {
	var top, below []HeadCell
	for i := 0; i < len(cols); i++ {
		if cols[i].Group == "" {
			top = append(top, HeadCell{Text: cols[i].Title, ColSpan: 1, RowSpan: 2})
			continue
		}
		n := 0
		for ; i+n < len(cols) && cols[i+n].Group == cols[i].Group; n++ {
			below = append(below, HeadCell{Text: cols[i+n].Title, ColSpan: 1, RowSpan: 1})
		}
		top = append(top, HeadCell{Text: cols[i].Group, ColSpan: n, RowSpan: 1})
		i += n - 1
	}
	if below == nil {
		for i := range top {
			top[i].RowSpan = 1
		}
		return [][]HeadCell{top}
	}
	return [][]HeadCell{top, below}
}

// Numeric reports whether the column's texts stand at the right and are numbers in
// a workbook.
func (c *Column) Numeric() bool {
	return c.Type == Number || c.Type == Money || c.Type == Percent
}

// Show writes a canonical cell as people read it: an amount with its thousands
// apart, 元 with two places.
func (c *Column) Show(text string) string {
	if c.Type != Money || text == "" {
		return text
	}
	if _, ok := micros(text); !ok {
		return text
	}
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if c.Unit == "元" {
		fraction = (fraction + "00")[:max(2, len(fraction))]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if strings.HasPrefix(text, "-") {
		return "-" + whole
	}
	return whole
}
