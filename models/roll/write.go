package roll

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"gongkai/models/docx"
)

// hintMark begins the row of examples in a template; Read passes over it.
const hintMark = "示例"

// CSV returns the list for spreadsheets and machines: UTF-8 with a byte order
// mark, one header row, numbers without thousands apart.
func (r *Roll) CSV() []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	t := r.Table(nil, false)
	head := make([]string, len(t.Columns))
	for i := range t.Columns {
		head[i] = t.Columns[i].Name()
	}
	_ = w.Write(head) // a Buffer does not fail
	for n := range r.Rows {
		row := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			row[i] = r.Cell(n, c.Key)
			if !c.Numeric() {
				row[i] = inert(row[i])
			}
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}

// inert keeps a text from being taken for a formula by the program that opens the
// file.
func inert(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") || strings.HasPrefix(s, "＝") || strings.HasPrefix(s, "＋") || strings.HasPrefix(s, "－") || strings.HasPrefix(s, "＠") {
		return "'" + s
	}
	return s
}

// JSON returns the list for machines: columns with their keys, and each row as an
// object of canonical texts.
func (r *Roll) JSON(title string) ([]byte, error) {
	type column struct {
		Key   string `json:"key"`
		Group string `json:"group,omitempty"`
		Title string `json:"title"`
		Type  Type   `json:"type"`
		Unit  string `json:"unit,omitempty"`
	}
	out := struct {
		Kind    string              `json:"kind"`
		Title   string              `json:"title"`
		Columns []column            `json:"columns"`
		Rows    []map[string]string `json:"rows"`
		Totals  map[string]string   `json:"totals,omitempty"`
	}{Kind: r.Kind, Title: title, Rows: []map[string]string{}, Totals: r.Totals(nil)}
	t := r.Table(nil, false)
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, column{c.Key, c.Group, c.Title, c.Type, c.Unit})
	}
	for n := range r.Rows {
		row := map[string]string{}
		for _, c := range t.Columns {
			row[c.Key] = r.Cell(n, c.Key)
		}
		out.Rows = append(out.Rows, row)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("roll: json: %w", err)
	}
	return b.Bytes(), nil
}

// DOCX returns the list as a Word document: A4 across, the official header on
// every page.
func (r *Roll) DOCX(title string) ([]byte, error) {
	t := r.Table(nil, false)
	out := docx.Sheet{Title: title, Rows: t.Rows}
	for _, row := range t.Head {
		var cells []docx.Cell
		for _, h := range row {
			cells = append(cells, docx.Cell{Text: h.Text, ColSpan: h.ColSpan, RowSpan: h.RowSpan})
		}
		out.Head = append(out.Head, cells)
	}
	for _, c := range t.Columns {
		out.Widths = append(out.Widths, max(c.Width, 5))
	}
	if t.Total != nil {
		out.Rows = append(append([][]string{}, t.Rows...), t.Total)
	}
	return out.Write()
}

// XLSX returns the list as a workbook: a title, the official header with its
// merged cells, amounts as numbers. With inner it has the columns of the bureau's
// own, too, and Read takes it back as it is.
func (r *Roll) XLSX(title string, inner bool) ([]byte, error) {
	t := r.Table(nil, inner)
	b := newBook(title, t.Columns, t.Head)
	y := b.top
	for n := range t.Rows {
		for x, c := range t.Columns {
			b.put(x+1, y, c, r.Cell(n, c.Key))
		}
		y++
	}
	if sums := r.Totals(nil); t.Total != nil {
		for x, c := range t.Columns {
			text := sums[c.Key]
			if x == 0 {
				text, c.Type = "合计", Text
			}
			b.put(x+1, y, c, text)
		}
	}
	return b.bytes()
}

// Template returns an empty workbook for a kind: every column that is read, and
// one row of examples that Read passes over.
func Template(k *Kind) ([]byte, error) {
	b := newBook(k.Title+"（导入模板）", k.Columns, heads(k.Columns))
	for x, c := range k.Columns {
		text := c.Hint
		if x == 0 {
			text = strings.TrimSpace(hintMark + " " + text)
		}
		b.put(x+1, b.top, Column{Type: Text}, text)
	}
	return b.bytes()
}

// book is a workbook in the making. The first error stays.
type book struct {
	*excelize.File
	sheet      string
	top        int // first row below the header
	head, cell int // styles
	err        error
}

func (b *book) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *book) at(x, y int) string {
	name, err := excelize.CoordinatesToCellName(x, y)
	b.try(err)
	return name
}

func newBook(title string, cols []Column, head [][]HeadCell) *book {
	b := &book{File: excelize.NewFile(), sheet: "清单", top: 2 + len(head)}
	b.try(b.SetSheetName("Sheet1", b.sheet))
	var frame []excelize.Border
	for _, side := range []string{"left", "right", "top", "bottom"} {
		frame = append(frame, excelize.Border{Type: side, Color: "000000", Style: 1})
	}
	mid := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	style := func(s excelize.Style) int {
		id, err := b.NewStyle(&s)
		b.try(err)
		return id
	}
	name := style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}, Alignment: mid})
	b.head = style(excelize.Style{Font: &excelize.Font{Bold: true, Size: 11}, Alignment: mid, Border: frame,
		Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"EFF5FC"}}})
	b.cell = style(excelize.Style{Alignment: &excelize.Alignment{Vertical: "center", WrapText: true}, Border: frame})
	b.text(1, 1, len(cols), 1, title, name)
	b.heads(head)
	for x, c := range cols {
		col, err := excelize.ColumnNumberToName(x + 1)
		b.try(err)
		b.try(b.SetColWidth(b.sheet, col, col, float64(max(c.Width, 5))+2))
	}
	b.page(len(cols), len(head))
	return b
}

// heads writes the header; the columns without a group take both of its rows.
func (b *book) heads(head [][]HeadCell) {
	x, below := 1, 0
	for _, h := range head[0] {
		b.text(x, 2, h.ColSpan, h.RowSpan, h.Text, b.head)
		if len(head) > 1 && h.RowSpan == 1 {
			for i := range h.ColSpan {
				b.text(x+i, 3, 1, 1, head[1][below].Text, b.head)
				below++
			}
		}
		x += h.ColSpan
	}
}

// text writes a text over w columns and h rows. It is never a formula.
func (b *book) text(x, y, w, h int, s string, style int) {
	from, to := b.at(x, y), b.at(x+w-1, y+h-1)
	b.try(b.SetCellStr(b.sheet, from, s))
	if w > 1 || h > 1 {
		b.try(b.MergeCell(b.sheet, from, to))
	}
	b.try(b.SetCellStyle(b.sheet, from, to, style))
}

// put writes a canonical text, as a number where the column holds numbers.
func (b *book) put(x, y int, c Column, text string) {
	b.text(x, y, 1, 1, text, b.cell)
	if !c.Numeric() && c.Type != Serial {
		return
	}
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		b.try(b.SetCellFloat(b.sheet, b.at(x, y), n, -1, 64))
	}
}

// page sets the paper: A4 across, one page wide, the header on each page and in
// sight while scrolling.
func (b *book) page(width, head int) {
	paper, one, none, wide, fit := 9, 1, 0, "landscape", true
	b.try(b.SetPageLayout(b.sheet, &excelize.PageLayoutOptions{Size: &paper, Orientation: &wide, FitToWidth: &one, FitToHeight: &none}))
	b.try(b.SetSheetProps(b.sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: b.sheet, RefersTo: fmt.Sprintf("'%s'!$2:$%d", b.sheet, 1+head)}))
	b.try(b.SetPanes(b.sheet, &excelize.Panes{Freeze: true, YSplit: 1 + head, TopLeftCell: b.at(1, 2+head), ActivePane: "bottomLeft"}))
}

func (b *book) bytes() ([]byte, error) {
	defer b.Close()
	if b.err != nil {
		return nil, fmt.Errorf("roll: workbook: %w", b.err)
	}
	var out bytes.Buffer
	if _, err := b.WriteTo(&out); err != nil {
		return nil, fmt.Errorf("roll: workbook: %w", err)
	}
	return out.Bytes(), nil
}
