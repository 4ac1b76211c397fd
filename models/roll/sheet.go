package roll

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai/models/docx"
	"gongkai/models/fault"
)

// Limits of a file that is read.
const (
	MaxFile = 8 << 20 // bytes of the file

	maxUnpacked = 64 << 20 // bytes of a workbook, unpacked
	maxLines    = MaxRows + 200
	maxWidth    = 80   // columns of a sheet
	maxMerges   = 4000 // merged cells of a sheet
)

// grid is a sheet as it stands. Row i is the sheet's row i+1.
type grid struct {
	name     string
	rows     [][]Cell
	formulas []place // cells that hold a formula, as many as matter
	merges   []place // where merged cells begin
}

// place is a cell by its column and row, from 0.
type place struct{ x, y int }

func (p place) String() string {
	name, err := excelize.CoordinatesToCellName(p.x+1, p.y+1)
	if err != nil {
		return ""
	}
	return name
}

// plain refuses formulas and merged cells below a header.
func (g *grid) plain(h header) error {
	for _, p := range g.formulas {
		if p.y > h.last {
			return refuse(nil, "%s 单元格是公式，请复制后选择性粘贴为数值，再导入。", p)
		}
	}
	for _, p := range g.merges {
		if p.y > h.last {
			return refuse(nil, "%s 是合并的单元格，请取消合并、每一行都填写完整，再导入。", p)
		}
	}
	return nil
}

// open reads the first sheet of a workbook that holds anything, or a CSV file.
// Faults: Invalid.
func open(file []byte) (*grid, error) {
	switch {
	case len(file) == 0:
		return nil, refuse(nil, "文件是空的。")
	case len(file) > MaxFile:
		return nil, refuse(nil, "文件太大，最多 %d MB。", MaxFile>>20)
	case docx.Old(file):
		return nil, refuse(nil, "这是旧版表格（.xls）或设了密码的文件，请另存为不加密的 .xlsx 再导入。")
	case docx.Is(file):
		return workbook(file)
	}
	return values(file)
}

func refuse(cause error, format string, args ...any) error {
	return fault.Wrap(fault.Invalid, cause, format, args...)
}

// workbook reads an XLSX file. A library that reads what comes from anywhere may
// fall over it; that is a broken file, not a broken program.
func workbook(file []byte) (g *grid, err error) {
	defer func() {
		if p := recover(); p != nil {
			g, err = nil, refuse(fmt.Errorf("roll: workbook: %v", p), "表格文件已损坏，请重新保存后再导入。")
		}
	}()
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked,
		ShortDatePattern: "yyyy-mm-dd", LongDatePattern: "yyyy-mm-dd"})
	if err != nil {
		return nil, refuse(err, "文件已损坏，或不是 .xlsx 表格，请重新保存后再导入。")
	}
	defer f.Close()
	for _, name := range f.GetSheetList() {
		if visible, err := f.GetSheetVisible(name); err != nil || !visible {
			continue
		}
		if g, err = sheet(f, name); err != nil || len(g.rows) > 0 {
			return g, err
		}
	}
	return nil, refuse(nil, "表格里没有内容。")
}

// sheet reads one sheet twice: as it shows, and the numbers behind.
func sheet(f *excelize.File, name string) (*grid, error) {
	shown, err := lines(f, name, false)
	if err != nil || len(shown) == 0 {
		return &grid{}, err
	}
	raw, err := lines(f, name, true)
	if err != nil {
		return nil, err
	}
	g := &grid{name: name, rows: make([][]Cell, len(shown))}
	for y, row := range shown {
		g.rows[y] = make([]Cell, len(row))
		for x, text := range row {
			g.rows[y][x] = Cell{Text: text, Raw: text}
			if y < len(raw) && x < len(raw[y]) {
				g.rows[y][x].Raw = raw[y][x]
			}
		}
	}
	g.reckoned(f)
	return g, g.merged(f)
}

// reckoned notes the cells that hold a formula, up to the first below every header.
func (g *grid) reckoned(f *excelize.File) {
	width := 0
	for _, row := range g.rows {
		width = max(width, len(row))
	}
	for y := range g.rows {
		for x := range width { // one that was never reckoned looks like an empty cell
			p := place{x, y}
			if formula, err := f.GetCellFormula(g.name, p.String()); err == nil && formula != "" {
				g.formulas = append(g.formulas, p)
				if y > headLines {
					return
				}
			}
		}
	}
}

// lines streams the rows of a sheet and stops where it is too large. Rows that
// are empty at the end are left out.
func lines(f *excelize.File, name string, raw bool) (all [][]string, err error) {
	rows, err := f.Rows(name)
	if err != nil {
		return nil, refuse(err, "工作表“%s”读不出来，请重新保存后再导入。", brief(name))
	}
	defer rows.Close()
	last := 0
	for rows.Next() {
		cells, err := rows.Columns(excelize.Options{RawCellValue: raw})
		if err != nil {
			return nil, refuse(err, "工作表“%s”第 %d 行读不出来。", brief(name), len(all)+1)
		}
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > maxWidth {
			return nil, refuse(nil, "工作表“%s”有 %d 列，不像是清单，最多 %d 列。", brief(name), len(cells), maxWidth)
		}
		all = append(all, append([]string{}, cells...))
		if len(cells) > 0 {
			last = len(all)
		}
		if last > maxLines {
			return nil, refuse(nil, "工作表“%s”超过 %d 行，请拆分成几份。", brief(name), maxLines)
		}
		if len(all) > last+1_000_000 {
			return nil, refuse(nil, "工作表“%s”的空行太多，请删去后再导入。", brief(name))
		}
	}
	return all[:last], rows.Error()
}

// merged writes the text of merged cells into each of them.
func (g *grid) merged(f *excelize.File) error {
	cells, err := f.GetMergeCells(g.name)
	if err != nil || len(cells) > maxMerges {
		return refuse(err, "工作表的合并单元格读不出来，请取消合并后再导入。")
	}
	for _, m := range cells {
		x1, y1, err1 := excelize.CellNameToCoordinates(m.GetStartAxis())
		x2, y2, err2 := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err := errors.Join(err1, err2); err != nil {
			return refuse(err, "工作表的合并单元格读不出来，请取消合并后再导入。")
		}
		from := g.cell(x1-1, y1-1)
		g.merges = append(g.merges, place{x1 - 1, y1 - 1})
		for y := y1 - 1; y < min(y2, len(g.rows)); y++ {
			for x := x1 - 1; x < min(x2, maxWidth); x++ {
				for len(g.rows[y]) <= x {
					g.rows[y] = append(g.rows[y], Cell{})
				}
				g.rows[y][x] = from
			}
		}
	}
	return nil
}

func (g *grid) cell(x, y int) Cell {
	if y < len(g.rows) && x < len(g.rows[y]) {
		return g.rows[y][x]
	}
	return Cell{}
}

// values reads a CSV file: comma, semicolon or tab; UTF-8, UTF-16 with a mark, or
// GB 18030, as spreadsheet programs write them here.
func values(file []byte) (*grid, error) {
	text, err := plain(file)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes, r.Comma = -1, true, separator(text)
	g := &grid{name: "CSV"}
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return g, nil
		}
		if err != nil {
			return nil, refuse(err, "第 %d 行的引号或分隔符不对，请核对。", len(g.rows)+1)
		}
		line, _ := r.FieldPos(0)
		for len(g.rows) < line-1 && len(g.rows) <= maxLines {
			g.rows = append(g.rows, nil) // the reader passes over empty lines; people count them
		}
		if len(g.rows) > maxLines || len(record) > maxWidth {
			return nil, refuse(nil, "表格太大：最多 %d 行、%d 列，请拆分成几份。", maxLines, maxWidth)
		}
		row := make([]Cell, len(record))
		for i, s := range record {
			row[i] = Cell{Text: s, Raw: s}
		}
		g.rows = append(g.rows, row)
	}
}

// plain decodes a text file. Bytes of neither encoding are no text.
func plain(file []byte) (string, error) {
	var from encoding.Encoding = simplifiedchinese.GB18030
	switch {
	case bytes.HasPrefix(file, []byte("\xff\xfe")), bytes.HasPrefix(file, []byte("\xfe\xff")):
		from = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case utf8.Valid(file):
		from = nil
	}
	if from != nil {
		var err error
		if file, err = from.NewDecoder().Bytes(file); err != nil {
			return "", refuse(err, "文件的文字编码读不出来，请另存为 .xlsx 再导入。")
		}
	}
	text := strings.TrimPrefix(string(file), "\ufeff")
	if strings.ContainsRune(text, 0) || strings.Count(text, "\ufffd") > 3 {
		return "", refuse(nil, "这不是 .xlsx 或 CSV 表格，请核对文件。")
	}
	return text, nil
}

// separator is what stands most often in the first lines.
func separator(text string) rune {
	head := text[:min(len(text), 4000)]
	best, most := ',', strings.Count(head, ",")
	for _, r := range "\t;" {
		if n := strings.Count(head, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}
