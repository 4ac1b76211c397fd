package report

import (
	"github.com/xuri/excelize/v2"
)

// XLSX returns the report as a workbook: a sheet for what stands before the tables,
// one for each section with tables in their legal shape, one for what follows, and
// 数据, the list of all cells. Read from the first sheet to the last it is the report
// in its order. The same report gives the same cells.
func (w *Whole) XLSX() ([]byte, error) {
	b := &book{File: excelize.NewFile()}
	defer b.Close()
	b.styles()
	b.prose = b.style(excelize.Style{Font: &excelize.Font{Size: 12}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	b.begin("总体情况", true)
	b.column("A", 96)
	b.text(1, 1, 1, 1, w.Title, b.title)
	row := 2
	for _, p := range w.Parts {
		name, _ := w.Format.TableName(p.SectionID)
		if name != "" {
			w.section(b, p, name)
			continue
		}
		if p.SectionID == w.Format.Sections[len(w.Format.Sections)-2].ID {
			b.begin("问题与其他事项", false)
			b.column("A", 96)
			row = 1
		}
		if p.SectionID != "" {
			b.text(1, row, 1, 1, p.Heading, b.head)
			row++
		}
		row = b.passages(p, row, 1)
	}
	b.begin("数据", false)
	w.data(b)
	b.SetActiveSheet(0)
	b.try(b.SetDocProps(&excelize.DocProperties{Title: w.Title, Creator: w.Org, Language: "zh-CN", Created: stampOf(w.Published), Modified: stampOf(w.Revised)}))
	return b.bytes()
}

// section writes a section with tables on a sheet of its own.
func (w *Whole) section(b *book, p Part, name string) {
	b.begin(name, false)
	tables, width := tablesOf(w.Format, w.Figures, p.SectionID)
	b.text(1, 1, width, 1, p.Heading, b.title)
	b.tables(tables, b.passages(p, 2, width), width)
}

// data writes the list of all cells, numbers as numbers.
func (w *Whole) data(b *book) {
	for x, s := range longHead {
		b.text(x+1, 1, 1, 1, s, b.head)
	}
	for y, row := range w.long() {
		for x, s := range row {
			if longHead[x] == "数值" {
				b.number(x+1, y+2, 1, s)
				continue
			}
			b.text(x+1, y+2, 1, 1, s, b.label)
		}
	}
	for x, size := range []float64{26, 44, 36, 30, 12, 8, 16} {
		b.column(string(rune('A'+x)), size)
	}
	b.try(b.SetPanes(b.sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// begin opens a sheet; the first one of a workbook is there already.
func (b *book) begin(name string, first bool) {
	b.sheet = name
	if first {
		b.try(b.SetSheetName("Sheet1", name))
		return
	}
	_, err := b.NewSheet(name)
	b.try(err)
}

func (b *book) column(name string, size float64) { b.try(b.SetColWidth(b.sheet, name, name, size)) }

// proseColumns is about how many Chinese characters a row of prose holds on a sheet
// of so many columns.
func proseColumns(width int) int {
	if width == 1 {
		return 46
	}
	return width * 5
}

// passages writes the prose of a part, a row a passage, and returns the row after
// it. A spreadsheet does not fit the height of merged cells by itself.
func (b *book) passages(p Part, row, width int) int {
	put := func(text string) {
		b.text(1, row, width, 1, text, b.prose)
		lines := min(len([]rune(text))/proseColumns(width)+1, 22)
		b.try(b.SetRowHeight(b.sheet, row, float64(18*lines)))
		row++
	}
	for _, x := range p.Passages() {
		if x.Kind != ProseTable {
			put(x.Text)
			continue
		}
		for _, r := range x.Rows {
			line := ""
			for i, c := range r {
				if i > 0 {
					line += "　"
				}
				line += c.Text
			}
			put(line)
		}
	}
	return row
}
