package report

import (
	"bytes"
	"errors"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/xuri/excelize/v2"

	"gongkai/models/fault"
)

// Bounds of a workbook with a report in it.
const (
	bookRows     = 2000
	bookCells    = 60
	bookFormulas = 5000 // blank cells that are asked whether a formula stands in them
)

// textOfBook reads the sheets that are shown, one after the other: a row of a
// table becomes a line with tabs between its cells, anything else a line of its
// own. Results of formulas are taken as they were stored; a formula without one is
// refused with its place.
func textOfBook(file []byte) (string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 16 << 20})
	switch {
	case errors.Is(err, excelize.ErrWorkbookPassword), errors.Is(err, excelize.ErrWorkbookFileFormat):
		return "", fault.New(fault.Invalid, "表格加了密码或者已经损坏，不能读取。")
	case err != nil:
		return "", fault.Wrap(fault.Invalid, err, "表格不能读取，请另存为 .xlsx 后再试。")
	}
	defer f.Close()
	b := &bookText{file: f}
	for _, sheet := range f.GetSheetList() {
		if shown, err := f.GetSheetVisible(sheet); err == nil && !shown {
			continue
		}
		if err := b.sheet(sheet); err != nil {
			return "", err
		}
	}
	return b.out.String(), nil
}

// bookText is what has been read of a workbook.
type bookText struct {
	file     *excelize.File
	out      strings.Builder
	rows     int // of all sheets
	formulas int // that were asked for
}

// sheet reads one sheet.
func (b *bookText) sheet(name string) error {
	unreadable := func(err error) error {
		return fault.Wrap(fault.Invalid, err, "工作表“%s”不能读取。", clip(name))
	}
	shown, err := b.file.Rows(name)
	if err != nil {
		return unreadable(err)
	}
	defer shown.Close()
	stored, err := b.file.Rows(name)
	if err != nil {
		return unreadable(err)
	}
	defer stored.Close()
	var rows [][]string
	width := 0
	for shown.Next() && stored.Next() {
		if b.rows++; b.rows > bookRows {
			return fault.New(fault.Invalid, "表格超过 %d 行，不像是一份年报：读到工作表“%s”第 %d 行为止。", bookRows, clip(name), len(rows)+1)
		}
		cells, err := shown.Columns()
		raw, also := stored.Columns(excelize.Options{RawCellValue: true})
		if err := errors.Join(err, also); err != nil {
			return fault.Wrap(fault.Invalid, err, "工作表“%s”第 %d 行不能读取。", clip(name), len(rows)+1)
		}
		if slices.Equal(cells, longHead) {
			break // our own list of all cells: the tables before it say the same
		}
		row := make([]string, min(len(cells), bookCells))
		for i := range row {
			row[i] = cellText(cells[i], raw[i])
			if row[i] != "" {
				width = max(width, i+1)
			}
		}
		rows = append(rows, row)
	}
	if err := b.formula(name, rows, width); err != nil {
		return err
	}
	for _, row := range rows {
		b.row(row, width)
	}
	return nil
}

var dated = regexp.MustCompile(`[0-9][-/年:][0-9]`)

// cellText is what a cell holds: a number as it is stored, since a format may
// hide decimals or show 0 as a dash; anything else as it is shown.
func cellText(shown, raw string) string {
	shown = strings.Join(strings.Fields(shown), "")
	if canonicalNumber.MatchString(raw) && !dated.MatchString(shown) && !strings.HasSuffix(shown, "%") {
		return raw
	}
	return shown
}

// row writes a row: with tabs when it has several cells or belongs to a table.
func (b *bookText) row(row []string, width int) {
	last, filled := "", 0
	for _, c := range row {
		if c != "" {
			last, filled = c, filled+1
		}
	}
	switch {
	case filled == 0:
	case width == 1 || filled == 1 && !labels()[key(last)]:
		b.out.WriteString(last + "\n")
	default:
		row = append(slices.Clone(row), make([]string, max(0, width-len(row)))...)
		b.out.WriteString(strings.Join(row[:width], "\t") + "\n")
	}
}

// formula refuses a blank cell in which a formula stands: its result was not
// stored, as when a program wrote the file and nobody opened it since.
func (b *bookText) formula(name string, rows [][]string, width int) error {
	for y, row := range rows {
		for x := range width {
			if x < len(row) && row[x] != "" {
				continue
			}
			if b.formulas++; b.formulas > bookFormulas {
				return nil
			}
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return nil
			}
			if f, err := b.file.GetCellFormula(name, at); err == nil && f != "" {
				return fault.New(fault.Invalid, "工作表“%s”第 %d 行第 %d 列是公式，没有结果。请在 Excel 中打开并保存一次，或者改成数字。", clip(name), y+1, x+1)
			}
		}
	}
	return nil
}

// labels are the labels of rows in all editions.
var labels = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, f := range formats {
		for _, g := range f.Grids {
			for _, r := range g.Rows {
				for _, l := range append([]string{r.Label}, r.Also...) {
					all[key(l)] = true
				}
			}
		}
	}
	return all
})
