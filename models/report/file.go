package report

import (
	"bytes"
	"strings"

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
