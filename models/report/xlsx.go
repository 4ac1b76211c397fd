package report

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// XLSX returns the tables of a section as a workbook that looks like the
// statutory form: heads are merged as on paper, and what is printed as a plain
// number is a number. The same figures give the same cells.
func XLSX(f *Format, fig Figures, section string) ([]byte, error) {
	name, title := f.TableName(section)
	b := &book{File: excelize.NewFile(), sheet: name}
	defer b.Close()
	b.try(b.SetSheetName("Sheet1", name))
	b.styles()
	tables, width := tablesOf(f, fig, section)
	b.text(1, 1, width, 1, fmt.Sprintf("%s %s（%d年度）", name, title, fig.Year), b.title)
	b.tables(tables, 2, width)
	return b.bytes()
}

// tablesOf are the tables of a section, and how many columns the widest takes.
func tablesOf(f *Format, fig Figures, section string) (tables []Table, width int) {
	for _, t := range Tables(f, fig) {
		if t.Section == section {
			tables = append(tables, t)
			width = max(width, t.width())
		}
	}
	return tables, width
}

// tables writes tables below one another from a row on, and sets the sheet for
// paper.
func (b *book) tables(tables []Table, row, width int) {
	for _, t := range tables {
		row = b.table(t, row, width, len(tables) > 1)
	}
	b.page(tables, width)
}

// bytes finishes the workbook.
func (b *book) bytes() ([]byte, error) {
	if b.err != nil {
		return nil, fmt.Errorf("report: workbook: %w", b.err)
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("report: workbook: %w", err)
	}
	return out.Bytes(), nil
}

// width is how many columns a table takes.
func (t *Table) width() int {
	n := len(t.Cols)
	if len(t.Rows) > 0 {
		first := t.Rows[0]
		for _, h := range first.Heads {
			n += h.ColSpan
		}
	}
	return n
}

// book is a workbook in the making. The first error stays and stops the rest.
type book struct {
	*excelize.File
	sheet                           string
	title, head, label, cell, prose int // styles
	err                             error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) style(s excelize.Style) int {
	id, err := b.NewStyle(&s)
	b.try(err)
	return id
}

func (b *book) styles() {
	var frame []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		frame = append(frame, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	mid := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	b.title = b.style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}, Alignment: mid})
	b.head = b.style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 11}, Alignment: mid, Border: frame,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EFF5FC"}}})
	b.label = b.style(excelize.Style{Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}, Border: frame})
	b.cell = b.style(excelize.Style{Alignment: mid, Border: frame})
}

// at names the cell in column x and row y, both counted from 1.
func (b *book) at(x, y int) string {
	name, err := excelize.CoordinatesToCellName(x, y)
	b.try(err)
	return name
}

// text writes a text over w columns and h rows. It is never a formula.
func (b *book) text(x, y, w, h int, s string, style int) {
	from, to := b.at(x, y), b.at(x+w-1, y+h-1)
	b.try(b.SetCellStr(b.sheet, from, s))
	if w > 1 || h > 1 {
		b.try(b.MergeCell(b.sheet, from, to))
	}
	b.try(b.SetCellStyle(b.sheet, from, to, style))
}

// table writes one table from row y on and returns the row after it. The last
// column of a table that is narrower than the sheet takes the rest.
func (b *book) table(t Table, y, width int, captioned bool) int {
	if captioned {
		b.text(1, y, width, 1, t.Caption, b.head)
		y++
	}
	rest := width - t.width()
	taken := map[[2]int]bool{}
	for _, row := range t.Head {
		b.heads(row, taken, y, b.head, t.width(), rest)
		y++
	}
	for _, r := range t.Rows {
		x := b.heads(r.Heads, taken, y, b.label, t.width(), rest)
		for _, c := range r.Cells {
			w := 1
			if c.Col == len(t.Cols)-1 {
				w += rest
			}
			b.number(x, y, w, c.Text)
			x += w
		}
		y++
	}
	return y
}

// heads writes a row of header cells into the places that no cell above takes,
// and returns the column after them.
func (b *book) heads(row []HeadCell, taken map[[2]int]bool, y, style, last, rest int) int {
	x := 1
	for _, h := range row {
		for taken[[2]int{x, y}] {
			x++
		}
		w := h.ColSpan
		if x+w-1 == last {
			w += rest
		}
		b.text(x, y, w, h.RowSpan, h.Text, style)
		for i := range w {
			for j := range h.RowSpan {
				taken[[2]int{x + i, y + j}] = true
			}
		}
		x += w
	}
	for taken[[2]int{x, y}] {
		x++
	}
	return x
}

// number writes what the form prints: as a number where it is one that a
// spreadsheet holds exactly, else as text.
func (b *book) number(x, y, w int, printed string) {
	b.text(x, y, w, 1, printed, b.cell)
	plain := strings.Replace(printed, "\u2212", "-", 1)
	if canonicalNumber.MatchString(plain) && len(plain) <= 15 {
		n, err := strconv.ParseFloat(plain, 64)
		b.try(err)
		b.try(b.SetCellFloat(b.sheet, b.at(x, y), n, -1, 64))
	}
}

// page sets widths and paper: A4, the whole table on one page.
func (b *book) page(tables []Table, width int) {
	labels := 0
	if len(tables) > 0 && len(tables[0].Rows) > 0 {
		for _, h := range tables[0].Rows[0].Heads {
			labels += h.ColSpan
		}
	}
	for x := 1; x <= width; x++ {
		size := 11.0
		switch {
		case x == labels && labels > 1:
			size = 42
		case x <= labels && labels > 1:
			size = 14
		case x <= labels:
			size = 26
		}
		name, err := excelize.ColumnNumberToName(x)
		b.try(err)
		b.try(b.SetColWidth(b.sheet, name, name, size))
	}
	paper, one, wide := 9, 1, "landscape"
	b.try(b.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &wide, FitToHeight: &one, FitToWidth: &one}))
	fit := true
	b.try(b.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
}
