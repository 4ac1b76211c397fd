package docx

import (
	"strconv"
	"strings"

	"gongkai/models/paper"
)

// paperTable writes a table over the width of the text. The rows of its head are
// repeated on every page, no row is torn, and merged cells are merged.
func paperTable(b *strings.Builder, t *paper.Table) {
	inner := twips(paper.Width - paper.Left - paper.Right)
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + strconv.Itoa(inner) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>`)
	if t.Name != "" {
		b.WriteString(`<w:tblCaption w:val="` + escaped(t.Name) + `"/>`)
	}
	b.WriteString(`</w:tblPr><w:tblGrid>`)
	widths := share(t.Widths, inner)
	for _, w := range widths {
		b.WriteString(`<w:gridCol w:w="` + strconv.Itoa(w) + `"/>`)
	}
	b.WriteString(`</w:tblGrid>`)
	left := make([]open, len(widths))
	rows := append(append([][]paper.Cell{}, t.Head...), t.Rows...)
	for i, row := range rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if i < len(t.Head) {
			b.WriteString(`<w:tblHeader/>`)
		}
		b.WriteString(`</w:trPr>`)
		style := "Table"
		if i < len(rows)-1 && len(rows) <= keptRows {
			style = "TableKept"
		}
		paperRow(b, style, row, widths, left)
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

// keptRows is the most rows of a table that is kept on one page: those of the
// statutory forms, which a page holds.
const keptRows = 36

// open is a merged cell that goes on below: for how many rows, over how many
// columns. It stands at its first column.
type open struct{ rows, span int }

// paperRow writes the cells of a row, and where one from above goes on, an empty
// cell that says so.
func paperRow(b *strings.Builder, style string, row []paper.Cell, widths []int, left []open) {
	next := 0
	for x := 0; x < len(widths); {
		if left[x].rows > 0 {
			left[x].rows--
			paperCell(b, style, sum(widths[x:x+left[x].span]), left[x].span, "continue", paper.Cell{})
			x += left[x].span
			continue
		}
		c := paper.Cell{ColSpan: 1, RowSpan: 1}
		if next < len(row) {
			c = row[next]
			next++
		}
		c.ColSpan = min(max(c.ColSpan, 1), len(widths)-x)
		merge := ""
		if c.RowSpan > 1 {
			merge, left[x] = "restart", open{c.RowSpan - 1, c.ColSpan}
		}
		paperCell(b, style, sum(widths[x:x+c.ColSpan]), c.ColSpan, merge, c)
		x += c.ColSpan
	}
}

func paperCell(b *strings.Builder, style string, width, span int, merge string, c paper.Cell) {
	b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(width) + `" w:type="dxa"/>`)
	if span > 1 {
		b.WriteString(`<w:gridSpan w:val="` + strconv.Itoa(span) + `"/>`)
	}
	if merge != "" {
		b.WriteString(`<w:vMerge w:val="` + merge + `"/>`)
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	align := ""
	if c.Left {
		align = "left"
	}
	styled(b, style, c.Text, c.Strong, align)
	b.WriteString(`</w:tc>`)
}

func sum(list []int) (n int) {
	for _, v := range list {
		n += v
	}
	return n
}
