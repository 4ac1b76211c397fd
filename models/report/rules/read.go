package rules

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"

	"gongkai/models/report"
)

// Read reads a report's file: JSON as ReadJSON takes it, or a report as it was
// published, as text, HTML, Word or Excel. What cannot be read is an Invalid fault
// that says why in Chinese.
func Read(file []byte) (Report, error) { return ReadFor(file, 0) }

// ReadFor reads what Read reads. year is that of the report where the file does not
// tell it, 0 for unknown; a file that tells another one is refused.
func ReadFor(file []byte, year int) (Report, error) {
	if err := mayBeYear(year); err != nil && year != 0 {
		return Report{}, err
	}
	head := bytes.TrimLeft(bytes.TrimPrefix(file, []byte("\xEF\xBB\xBF")), " \t\r\n")
	switch {
	case len(file) > report.MaxFile: // TextOf says so
	case bytes.HasPrefix(head, []byte("{")):
		return readJSON(head, year)
	case bytes.HasPrefix(head, []byte("[[")), bytes.HasPrefix(head, []byte("[")) && json.Valid(head), string(bytes.TrimSpace(head)) == "null":
		return Report{}, refuse("这个 JSON 文件不是年报：应以“{”开头，写明 year（年度）和 cells（各格的数字）。")
	}
	text, err := report.TextOf(file)
	if err != nil {
		return Report{}, err
	}
	in, unread, err := report.ParsePartly(text, year)
	if err == nil {
		return Report{Format: in.Figures.Format, Year: in.Year, Cells: in.Figures.Cells, Text: text, Unread: unread}, nil
	}
	// A report without tables can be checked: that is what is wrong with it.
	m := titled.FindStringSubmatch(text)
	if m == nil || strings.Contains(text, newRequestsLabel) {
		return Report{}, err
	}
	told, _ := strconv.Atoi(m[1])
	if year != 0 && told != year {
		return Report{}, err
	}
	f, problem := report.ForYear(told)
	if problem != nil {
		return Report{}, problem
	}
	return Report{Format: f.ID, Year: told, Cells: map[string]report.Value{}, Text: text}, nil
}

var titled = regexp.MustCompile(`(20[0-9]{2})\s*年[^\n]{0,30}政府信息公开[^\n]{0,12}报告`)

// Follows refuses a report that is not that of the year before, as far as both
// years are known.
func (r Report) Follows(before Report) error {
	if r.Year != 0 && before.Year != 0 && before.Year != r.Year-1 {
		return refuse("上一年的报告应为 %d 年，这份是 %d 年。", r.Year-1, before.Year)
	}
	return nil
}
