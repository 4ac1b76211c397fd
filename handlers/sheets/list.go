package sheets

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"gongkai/models/report"
)

// Book is a workbook of one sheet: a head that stays in view, and rows of text.
func Book(name string, head []string, rows [][]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	sheet := "清单"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	w, err := f.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "center"}})
	if err != nil {
		return nil, err
	}
	for i, h := range head {
		wide := 4 + 2*utf8.RuneCountInString(h)
		for _, r := range rows[:min(len(rows), 100)] {
			if i < len(r) {
				wide = max(wide, min(60, 2+2*utf8.RuneCountInString(r[i])))
			}
		}
		if err := w.SetColWidth(i+1, i+1, float64(wide)); err != nil {
			return nil, err
		}
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	if err := w.SetRow("A1", cells(head, bold)); err != nil {
		return nil, err
	}
	for i, r := range rows {
		if err := w.SetRow(fmt.Sprintf("A%d", i+2), cells(r, 0)); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	if err := f.SetDocProps(&excelize.DocProperties{Title: name}); err != nil {
		return nil, err
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func cells(texts []string, style int) []any {
	row := make([]any, len(texts))
	for i, t := range texts {
		row[i] = excelize.Cell{StyleID: style, Value: t}
	}
	return row
}

// CSV is a list as UTF-8 with a byte order mark; no cell is taken for a formula.
func CSV(head []string, rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	_ = w.Write(head) // a Buffer does not fail
	for _, r := range rows {
		safe := make([]string, len(r))
		for i, t := range r {
			safe[i] = report.Inert(t)
		}
		_ = w.Write(safe)
	}
	w.Flush()
	return b.Bytes()
}
