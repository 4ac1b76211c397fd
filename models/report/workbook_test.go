package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/models/fault"
)

// workbook lays a report out as people do: prose in merged rows, tables with
// merged heads, one sheet for everything.
func workbook(t *testing.T, f *Format, fig Figures, change func(*excelize.File)) []byte {
	t.Helper()
	b := &book{File: excelize.NewFile(), sheet: "年报"}
	b.try(b.SetSheetName("Sheet1", b.sheet))
	b.styles()
	width, y := 10, 1
	line := func(s string) {
		b.text(1, y, width, 1, s, b.label)
		y++
	}
	line(fmt.Sprintf("某某局%d年政府信息公开工作年度报告", fig.Year))
	for _, s := range f.Sections {
		line(s.Heading())
		if s.Table == "" {
			line("这一段说明情况。")
		}
		for _, table := range Tables(f, fig) {
			if table.Section == s.ID {
				y = b.table(table, y, table.width(), strings.HasPrefix(table.Caption, "第"))
			}
		}
	}
	if b.err != nil {
		t.Fatal(b.err)
	}
	if change != nil {
		change(b.File)
	}
	out, err := b.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sampleFigures(f *Format, year int) Figures {
	fig := zeros(f, year)
	for id, n := range map[string]string{"s3.new.nat": "12", "s3.new.sum": "12", "s3.carry_out.law": "3", "s4.review.pending": "2", "s2.license.decisions": "1205"} {
		fig.Cells[id] = NumberOf(n)
	}
	return fig
}

func parseFile(file []byte) (*Import, error) {
	text, err := TextOf(file)
	if err != nil {
		return nil, err
	}
	return Parse(text, 0)
}

// find returns the place of the first cell that holds a text.
func find(t *testing.T, b *excelize.File, text string) (x, y int) {
	t.Helper()
	at, err := b.SearchSheet("年报", text)
	if err != nil || len(at) == 0 {
		t.Fatalf("no %q: %v", text, err)
	}
	x, y, _ = excelize.CellNameToCoordinates(at[0])
	return x, y
}

func TestWorkbook(t *testing.T) {
	for i, f := range formats {
		fig := sampleFigures(f, []int{2020, 2024}[i])
		in, err := parseFile(workbook(t, f, fig, nil))
		if err != nil {
			t.Fatal(err)
		}
		sameFigures(t, in.Figures, fig)
	}
	f := formats[1]
	fig := sampleFigures(f, 2024)
	dressed := workbook(t, f, fig, func(b *excelize.File) {
		_, _ = b.NewSheet("隐藏的底稿")
		_ = b.SetCellStr("隐藏的底稿", "A1", "二、主动公开政府信息情况")
		_ = b.SetSheetVisible("隐藏的底稿", false)
		_, y := find(t, b, "行政许可")
		dash := `#,##0;-#,##0;"-"`
		style, _ := b.NewStyle(&excelize.Style{CustomNumFmt: &dash})
		_ = b.SetCellStyle("年报", fmt.Sprintf("A%d", y), fmt.Sprintf("J%d", y+9), style) // 0 is shown as a dash
	})
	in, err := parseFile(dressed)
	if err != nil {
		t.Fatal(err)
	}
	sameFigures(t, in.Figures, fig)
	blank := workbook(t, f, fig, func(b *excelize.File) {
		_, y := find(t, b, "二、上年结转政府信息公开申请数量")
		for x := 4; x <= 10; x++ {
			at, _ := excelize.CoordinatesToCellName(x, y)
			_ = b.SetCellValue("年报", at, nil)
		}
	})
	if in, err = parseFile(blank); err != nil || in.Figures.Cells["s3.carry_in.sum"].Kind != Empty || in.Figures.Cells["s3.new.sum"].Number != "12" {
		t.Errorf("a blank row: %v", err)
	}
}

// What cannot be read is said with its place.
func TestWorkbookRefuses(t *testing.T) {
	f := formats[1]
	fig := sampleFigures(f, 2024)
	place := ""
	formula := workbook(t, f, fig, func(b *excelize.File) {
		x, y := find(t, b, "一、本年新收政府信息公开申请数量")
		x += 9
		at, _ := excelize.CoordinatesToCellName(x, y)
		_ = b.SetCellValue("年报", at, nil)
		if err := b.SetCellFormula("年报", at, "SUM(D1:I1)"); err != nil {
			t.Fatal(err)
		}
		place = fmt.Sprintf("工作表“年报”第 %d 行第 %d 列是公式，没有结果", y, x)
	})
	long := workbook(t, f, fig, func(b *excelize.File) {
		for y := range bookRows {
			_ = b.SetCellInt("年报", fmt.Sprintf("A%d", 100+y), 1)
		}
	})
	secret, err := excelize.Encrypt(workbook(t, f, fig, nil), &excelize.Options{Password: "x"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		file []byte
		says string
	}{
		"a formula": {formula, place}, "huge": {long, "超过 2000 行"}, "a password": {secret, "去掉密码"},
		"broken": {[]byte("PK\x03\x04 xl/workbook.xml"), "不能读取"}, "a bomb": {bomb(t), "不能读取"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := parseFile(c.file)
		runtime.ReadMemStats(&after)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.MessageOf(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 400 {
			t.Errorf("%s: took %d MB", name, used)
		}
	}
}

// bomb is a small workbook whose sheet unpacks to half a gigabyte.
func bomb(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create("xl/workbook.xml")
	_, _ = w.Write([]byte(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="a" sheetId="1"/></sheets></workbook>`))
	w, _ = z.Create("xl/worksheets/sheet1.xml")
	chunk := bytes.Repeat([]byte("<row/>"), 1<<16)
	for range 512 << 20 / len(chunk) {
		_, _ = w.Write(chunk)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
