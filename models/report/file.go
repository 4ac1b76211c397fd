package report

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"gongkai/models/docx"
	"gongkai/models/fault"
	"gongkai/models/markup"
)

// TextOf reads the text of a report's file as Parse takes it: text or HTML, Word
// (.docx) or Excel (.xlsx), told by what is in the file and not by its name. What
// cannot be read is an Invalid fault.
func TextOf(file []byte) (string, error) {
	switch {
	case len(file) > MaxFile:
		return "", fault.New(fault.Invalid, "报告文件超过 %d MB，请拆分后再上传。", MaxFile>>20)
	case docx.Old(file):
		return "", fault.New(fault.Invalid, "这是旧格式或者加了密码的 Word、Excel 文件，请去掉密码，另存为 .docx 或 .xlsx 后再试。")
	case docx.Is(file) && bytes.Contains(file, []byte("xl/workbook.xml")):
		return textOfBook(file)
	case docx.Is(file):
		read, err := docx.Read(file)
		if err != nil {
			return "", err
		}
		return strings.TrimSpace(read.Title + "\n" + TextFromHTML(string(read.HTML))), nil
	}
	text, err := markup.DecodeText(file)
	if err != nil {
		return "", err
	}
	head := bytes.ToLower([]byte(text[:min(len(text), 2000)]))
	if bytes.Contains(head, []byte("<html")) || bytes.Contains(head, []byte("<body")) || bytes.Contains(head, []byte("<table")) {
		text = TextFromHTML(text)
	}
	return text, nil
}

// Bounds of a workbook with a report in it.
const (
	bookRows  = 2000
	bookCells = 60
)

// textOfBook reads the sheets one after the other: a line for each cell that holds
// something, the results of formulas as they were stored.
func textOfBook(file []byte) (string, error) {
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: 64 << 20, UnzipXMLSizeLimit: 16 << 20})
	switch {
	case errors.Is(err, excelize.ErrWorkbookPassword), errors.Is(err, excelize.ErrWorkbookFileFormat):
		return "", fault.New(fault.Invalid, "表格加了密码或者已经损坏，不能读取。")
	case err != nil:
		return "", fault.Wrap(fault.Invalid, err, "表格不能读取，请另存为 .xlsx 后再试。")
	}
	defer f.Close()
	var b strings.Builder
	n := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.Rows(sheet)
		if err != nil {
			return "", fault.Wrap(fault.Invalid, err, "工作表“%s”不能读取。", clip(sheet))
		}
		for rows.Next() {
			if n++; n > bookRows {
				return "", fault.New(fault.Invalid, "表格超过 %d 行，不像是一份年报。", bookRows)
			}
			cells, err := rows.Columns()
			if err != nil {
				return "", fault.Wrap(fault.Invalid, err, "工作表“%s”第 %d 行不能读取。", clip(sheet), n)
			}
			if slices.Equal(cells, longHead) {
				break // our own list of all cells: the tables before it say the same
			}
			for _, c := range cells[:min(len(cells), bookCells)] {
				if c = strings.TrimSpace(c); c != "" {
					b.WriteString(strings.ReplaceAll(c, "\n", "") + "\n")
				}
			}
		}
		if err := rows.Close(); err != nil {
			return "", fault.Wrap(fault.Invalid, err, "工作表“%s”不能读取。", clip(sheet))
		}
	}
	return b.String(), nil
}
