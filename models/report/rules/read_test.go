package rules

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/models/report"
)

// The report of 2020 as it was copied from its page: 198 figures, no error, and
// what a careful reader finds odd; also when the lines come in a workbook or in a Word document.
func TestReadPublished(t *testing.T) {
	text, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	book := excelize.NewFile()
	var paragraphs []string
	for i, l := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := book.SetCellStr("Sheet1", cell, l); err != nil {
			t.Fatal(err)
		}
		paragraphs = append(paragraphs, strings.TrimSpace(l))
	}
	sheet, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	html := "<html><body><p>" + strings.Join(paragraphs, "</p><p>") + "</p></body></html>"
	for name, file := range map[string][]byte{"text": text, "workbook": sheet.Bytes(), "page": []byte(html)} {
		r, err := Read(file)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(r.Cells) != 198 || r.Year != 2020 || r.Format != "2019" {
			t.Errorf("%s: %d cells of %d in %s", name, len(r.Cells), r.Year, r.Format)
		}
		res := Check(r)
		if got := strings.Join(failing(res), " "); got != "T-9 X-1" || res.Errors() {
			t.Errorf("%s: %v %+v", name, got, res.Findings[0])
		}
		for _, odd := range []string{"T-9", "X-1", "X-2", "X-3", "X-4", "X-5", "X-6"} {
			if !slices.ContainsFunc(res.Findings, func(f Finding) bool { return f.Rule == odd && f.Status != Unknown }) {
				t.Errorf("%s: %s is not shown", name, odd)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	for _, file := range []string{"", "这里没有报告。", "PK\x03\x04 xl/workbook.xml broken", "PK\x03\x04broken", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old", strings.Repeat("长", 1<<20)} {
		if _, err := Read([]byte(file)); err == nil {
			t.Errorf("%.20q is read", file)
		}
	}
	if _, err := ReadFor([]byte("床前明月光，\n疑是地上霜。"), 2023); err == nil {
		t.Error("a poem is read")
	}
	r, err := Read([]byte("某局2023年政府信息公开工作年度报告\n一、总体情况\n有。"))
	if err != nil || !Check(r).Errors() {
		t.Errorf("a report without tables: %v", err)
	}
}

// Our own public page, copied whole: the contents above the report name its six
// headings too, and buttons, downloads and sentences stand around its tables. A
// phone shows one column of 表三.
func TestReadCopied(t *testing.T) {
	for _, c := range []struct {
		name        string
		year, cells int
		cell, want  string
	}{
		{"copied2020", 2020, 198, "s2.license.decisions", "7"}, {"copied2025", 2025, 200, "s3.new.sum", "6"},
		{"phone2020", 2020, 198 - 6*23, "s2.license.decisions", "7"}, {"phone2025", 2025, 200 - 6*25, "s3.new.sum", "6"},
	} {
		text, err := os.ReadFile("testdata/" + c.name + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read(text)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if len(r.Cells) != c.cells || r.Year != c.year || r.Cells[c.cell].Number != c.want {
			t.Errorf("%s: %d cells of %d, %s is %+v; %v", c.name, len(r.Cells), r.Year, c.cell, r.Cells[c.cell], r.Unread)
		}
		for _, f := range Check(r).Findings {
			if f.Status == Fail && f.Severity == Error || f.Rule == "T-8" || f.Rule == "T-12" {
				t.Errorf("%s: %s %s %s", c.name, f.Rule, f.Status, f.Message)
			}
		}
	}
}

// Placeholders that nobody filled in are found.
func TestPlaceholders(t *testing.T) {
	for _, words := range []string{"全年公开信息{{count}}条。", "全年公开信息{{条。", "全年公开信息 }} 条。", "全年公开信息${total}条。", "【此处请填写公开数量】", "全年公开信息【请填写】条。", "公开信息【待填写】条。"} {
		r := requests()
		r.Text = around(words)
		if got := failing(Check(r)); !slices.Contains(got, "T-7") {
			t.Errorf("%s: %v", words, got)
		}
	}
}

// A report in whose text the words of a table stand, and no table, has none; a
// copy that lost the numbers of its tables has them.
func TestNoTables(t *testing.T) {
	without := around("本年新收政府信息公开申请数量见下表。")
	r, err := Read([]byte(without))
	if err != nil {
		t.Fatal(err)
	}
	if got := failing(Check(r)); len(r.Cells) != 0 || !slices.Contains(got, "T-8") || !Check(r).Errors() {
		t.Errorf("%d cells, %v", len(r.Cells), got)
	}
	whole, err := os.ReadFile("testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, err = Read([]byte(strings.ReplaceAll(string(whole), "\n0\n", "\n")))
	if err == nil {
		if got := failing(Check(r)); slices.Contains(got, "T-8") {
			t.Errorf("lost numbers: %v", got)
		}
	}
}

// The file of one table says its year in the caption, or the person does.
func TestReadOneTable(t *testing.T) {
	f, _ := report.ByID("2021")
	fig := report.Figures{Format: "2021", Year: 2022, Cells: full("2021", 2022).Cells}
	for _, section := range []string{"s2", "s3", "s4"} {
		book, err := report.XLSX(f, fig, section)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Read(book)
		if err != nil || r.Year != 2022 || len(r.Cells) == 0 {
			t.Errorf("%s: %v %d", section, err, len(r.Cells))
			continue
		}
		text := strings.ReplaceAll(r.Text, "（2022年度）", "")
		if _, err := Read([]byte(text)); err == nil || !strings.Contains(err.Error(), "没有写明年度，也没有其余部分") {
			t.Errorf("%s without a year: %v", section, err)
		}
		again, err := ReadFor([]byte(text), 2022)
		if err != nil || len(again.Cells) != len(r.Cells) || !slices.Contains(failing(Check(again)), "T-8") {
			t.Errorf("%s for 2022: %v %d", section, err, len(again.Cells))
		}
		if _, err := Read(report.CSV(f, fig, section)); err == nil || !strings.Contains(err.Error(), "没有标题和正文") {
			t.Errorf("%s as CSV: %v", section, err)
		}
	}
}
