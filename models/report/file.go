package report

import (
	"archive/zip"
	"bytes"
	"slices"
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
	case kindOf(file) != "":
		return "", fault.New(fault.Invalid, "%s", kindOf(file))
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
	if strings.TrimSpace(text) == "" {
		return "", fault.New(fault.Invalid, "文件里没有文字。")
	}
	return text, nil
}

// kindOf says why a file of a known kind holds no report that can be read, "" for
// one that may.
func kindOf(file []byte) string {
	begins := func(marks ...string) bool {
		return slices.ContainsFunc(marks, func(m string) bool { return bytes.HasPrefix(file, []byte(m)) })
	}
	plain := bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF"))
	switch {
	case len(bytes.TrimSpace(plain)) == 0:
		return "文件是空的。"
	case begins("%PDF-"):
		return "这是 PDF 文件，请用 Word、Excel、网页或文本格式的年报。"
	case begins("\x89PNG", "\xFF\xD8\xFF", "GIF8", "II*\x00", "MM\x00*") || begins("RIFF") && bytes.Contains(file[:min(len(file), 16)], []byte("WEBP")):
		return "这是图片，读不出其中的数字，请用 Word、Excel、网页或文本格式的年报。"
	case docx.Is(file):
		if _, err := zip.NewReader(bytes.NewReader(file), int64(len(file))); err != nil {
			return "文件已损坏，不能读取，请重新保存为 .docx 或 .xlsx 后再试。"
		}
	case binary(file):
		return noKind
	case bytes.HasPrefix(plain, []byte(strings.Join(tableHead[:3], ","))), bytes.HasPrefix(plain, []byte(strings.Join(longHead[:3], ","))):
		return "这是统计表的数据文件（CSV），只有数字，没有标题和正文。请用整份年报的 Word、Excel、网页、文本或 JSON 文件。"
	}
	return ""
}

const noKind = "不是可以读取的文件类型，请用 Word（.docx）、Excel（.xlsx）、网页、文本或 JSON 格式的年报。"

// binary reports bytes that no program wrote as text.
func binary(file []byte) bool {
	if bytes.HasPrefix(file, []byte("\xFF\xFE")) || bytes.HasPrefix(file, []byte("\xFE\xFF")) { // UTF-16
		return false
	}
	odd := 0
	for _, b := range file {
		if b == 0 {
			return true
		}
		if b < ' ' && !(b >= '\t' && b <= '\r') {
			odd++
		}
	}
	return odd > 4 && odd*50 > len(file)
}
