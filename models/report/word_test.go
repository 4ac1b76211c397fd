package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"strings"
	"testing"

	"gongkai/models/fault"
)

// wordFile lays a report out as a Word document with real tables: heads that span
// columns (gridSpan) and rows (vMerge).
func wordFile(t *testing.T, f *Format, fig Figures) []byte {
	t.Helper()
	var b strings.Builder
	p := func(s string) string { return "<w:p><w:r><w:t>" + html.EscapeString(s) + "</w:t></w:r></w:p>" }
	b.WriteString(p(fmt.Sprintf("某某局%d年政府信息公开工作年度报告", fig.Year)))
	for _, s := range f.Sections {
		b.WriteString(p(s.Heading()))
		if s.Table == "" {
			b.WriteString(p("这一段说明情况。"))
		}
		for _, table := range Tables(f, fig) {
			if table.Section == s.ID {
				b.WriteString(wordTable(table, p))
			}
		}
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create("word/document.xml")
	_, _ = w.Write([]byte(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + b.String() + `<w:sectPr/></w:body></w:document>`))
	w, _ = z.Create("[Content_Types].xml")
	_, _ = w.Write([]byte("<Types/>"))
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func wordTable(table Table, p func(string) string) string {
	var b strings.Builder
	cell := func(props, text string) { b.WriteString("<w:tc><w:tcPr>" + props + "</w:tcPr>" + p(text) + "</w:tc>") }
	b.WriteString("<w:tbl>")
	if strings.HasPrefix(table.Caption, "第") {
		b.WriteString("<w:tr>")
		cell(fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, table.width()), table.Caption)
		b.WriteString("</w:tr>")
	}
	down := map[int][2]int{} // column: rows that a head still takes, and its width
	row := func(heads []HeadCell, cells []TableCell) {
		b.WriteString("<w:tr>")
		x := 0
		skip := func() {
			for down[x][0] > 0 {
				d := down[x]
				down[x] = [2]int{d[0] - 1, d[1]}
				cell(fmt.Sprintf(`<w:gridSpan w:val="%d"/><w:vMerge/>`, d[1]), "")
				x += d[1]
			}
		}
		for _, h := range heads {
			skip()
			props := fmt.Sprintf(`<w:gridSpan w:val="%d"/>`, h.ColSpan)
			if h.RowSpan > 1 {
				props += `<w:vMerge w:val="restart"/>`
				down[x] = [2]int{h.RowSpan - 1, h.ColSpan}
			}
			cell(props, h.Text)
			x += h.ColSpan
		}
		skip()
		for _, c := range cells {
			cell("", c.Text)
		}
		b.WriteString("</w:tr>")
	}
	for _, heads := range table.Head {
		row(heads, nil)
	}
	for _, r := range table.Rows {
		row(r.Heads, r.Cells)
	}
	b.WriteString("</w:tbl>")
	return b.String()
}

func TestWord(t *testing.T) {
	for i, f := range formats {
		fig := sampleFigures(f, []int{2020, 2024}[i])
		fig.Cells["s3.new.sci"] = Value{Kind: Empty}
		fig.Cells["s2.coercion.decisions"] = Value{Kind: Slash}
		in, err := parseFile(wordFile(t, f, fig))
		if err != nil {
			t.Fatal(err)
		}
		sameFigures(t, in.Figures, fig)
	}
	if _, err := TextOf([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old")); fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.MessageOf(err), ".docx") {
		t.Error(err)
	}
}
