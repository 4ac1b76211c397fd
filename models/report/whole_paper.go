package report

import (
	"gongkai/models/calendar"
	"gongkai/models/docx"
	"gongkai/models/paper"
	"gongkai/models/pdf"
)

// Paper is the report as it is set on A4: its own words and tables and nothing
// that this site adds to them.
func (w *Whole) Paper() *paper.Document {
	d := &paper.Document{Title: w.Title, Author: w.Org, Created: w.Published, Modified: w.Revised}
	if !w.Published.IsZero() {
		d.Subtitle = "（发布日期：" + calendar.Day(w.Published)
		if w.Revised.After(w.Published) {
			d.Subtitle += "；更正日期：" + calendar.Day(w.Revised)
		}
		d.Subtitle += "）"
	}
	for _, p := range w.Parts {
		if p.SectionID != "" {
			d.Blocks = append(d.Blocks, paper.Block{Kind: paper.Heading, Level: 1, Text: p.Heading})
		}
		for _, x := range p.Passages() {
			d.Blocks = append(d.Blocks, x.block())
		}
		tables, _ := tablesOf(w.Format, w.Figures, p.SectionID)
		for _, t := range tables {
			d.Blocks = append(d.Blocks, paper.Block{Kind: paper.Tabular, Table: t.paper(len(tables) > 1)})
		}
	}
	return d
}

// PDF returns the report as a tagged PDF. The same report gives the same bytes.
func (w *Whole) PDF() []byte { return pdf.Paper(w.Paper()) }

// DOCX returns the report as a Word document in the form of official documents. The
// same report gives the same bytes.
func (w *Whole) DOCX() ([]byte, error) { return docx.Paper(w.Paper()) }

func (x Passage) block() paper.Block {
	switch x.Kind {
	case Subheading:
		return paper.Block{Kind: paper.Heading, Level: 2, Text: x.Text}
	case ListItem:
		return paper.Block{Kind: paper.Item, Text: x.Text}
	case ProseTable:
		return paper.Block{Kind: paper.Tabular, Table: x.paper()}
	}
	return paper.Block{Text: x.Text}
}

// paper is a statutory table for paper. One of several in a section has its caption
// as the first row, as in the form.
func (t *Table) paper(captioned bool) *paper.Table {
	out := &paper.Table{Name: t.Caption, Widths: t.widths()}
	if captioned {
		out.Head = append(out.Head, []paper.Cell{{Text: t.Caption, ColSpan: t.width(), RowSpan: 1, Scope: "colgroup", Strong: true}})
	}
	for _, row := range t.Head {
		out.Head = append(out.Head, headCells(row, false))
	}
	for _, r := range t.Rows {
		row := headCells(r.Heads, true)
		for _, c := range r.Cells {
			row = append(row, paper.Cell{Text: c.Text, ColSpan: 1, RowSpan: 1, Strong: r.Total})
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func headCells(heads []HeadCell, label bool) (row []paper.Cell) {
	for _, h := range heads {
		row = append(row, paper.Cell{Text: h.Text, ColSpan: h.ColSpan, RowSpan: h.RowSpan, Scope: h.Scope, Left: label && h.Scope == "row"})
	}
	return row
}

// widths are those of the columns in proportion: a column that only groups rows is
// narrow, the labels take what they need, numbers share the rest.
func (t *Table) widths() (list []int) {
	labels := t.width() - len(t.Cols)
	for i := range labels {
		switch {
		case i < labels-1:
			list = append(list, 12)
		case labels > 1:
			list = append(list, 42)
		default:
			list = append(list, 32)
		}
	}
	for range t.Cols {
		size := 13
		if labels == 1 {
			size = 28
		}
		list = append(list, size)
	}
	return list
}

// paper is a table of the prose. Rows of heads at its top are its head.
func (x Passage) paper() *paper.Table {
	out := &paper.Table{}
	width, heads := 0, 0
	for i, r := range x.Rows {
		w, all := 0, true
		for _, c := range r {
			w += c.ColSpan
			all = all && c.Head
		}
		width = max(width, w)
		if all && heads == i && i < len(x.Rows)-1 {
			heads++
		}
	}
	for i, r := range x.Rows {
		var row []paper.Cell
		for _, c := range r {
			cell := paper.Cell{Text: c.Text, ColSpan: c.ColSpan, RowSpan: min(c.RowSpan, len(x.Rows)-i)}
			switch {
			case i < heads:
				cell.Scope, cell.RowSpan = "col", min(c.RowSpan, heads-i)
				if c.ColSpan > 1 {
					cell.Scope = "colgroup"
				}
			case c.Head:
				cell.Scope, cell.Left = "row", true
			}
			row = append(row, cell)
		}
		if i < heads {
			out.Head = append(out.Head, row)
		} else {
			out.Rows = append(out.Rows, row)
		}
	}
	for range width {
		out.Widths = append(out.Widths, 1)
	}
	return out
}
