package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Sheet is a document of one table, to be written: A4 across, the header repeated
// on every page.
type Sheet struct {
	Title  string
	Head   [][]Cell
	Rows   [][]string
	Widths []int // of the columns, in proportion
}

// Cell is a cell of the header.
type Cell struct {
	Text             string
	ColSpan, RowSpan int
}

// innerWidth is what A4 across leaves between margins of 1.5 cm, in twentieths of
// a point.
const innerWidth = 16838 - 2*850

// Write returns the document. The same sheet gives the same bytes.
func (s Sheet) Write() ([]byte, error) {
	return zipped([]part{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
			`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", s.document()},
	})
}

// part is one file of a document, as XML without its declaration.
type part struct{ name, text string }

// zipped packs the parts of a document. The same parts give the same bytes.
func zipped(parts []part) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = w.Write([]byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + p.text))
		}
		if err != nil {
			return nil, fmt.Errorf("docx: write: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("docx: write: %w", err)
	}
	return out.Bytes(), nil
}

func (s Sheet) document() string {
	var b strings.Builder
	b.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	b.WriteString(paragraph(s.Title, "方正小标宋简体", 36, true, "center"))
	b.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="` + strconv.Itoa(innerWidth) + `" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
	}
	b.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	widths := s.widths()
	for _, w := range widths {
		b.WriteString(`<w:gridCol w:w="` + strconv.Itoa(w) + `"/>`)
	}
	b.WriteString(`</w:tblGrid>`)
	s.heads(&b, widths)
	for _, row := range s.Rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, text := range row {
			writeCell(&b, widths[i], 1, "", text, false)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl><w:p/><w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>` +
		`<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="850" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return b.String()
}

// widths are the columns' widths in twentieths of a point.
func (s Sheet) widths() []int { return share(s.Widths, innerWidth) }

// share divides a width in proportion.
func share(parts []int, whole int) []int {
	all := make([]int, len(parts))
	for i, w := range parts {
		all[i] = w * whole / max(sum(parts), 1)
	}
	return all
}

// heads writes the header. Where a cell of the row above goes on, the row below
// has an empty cell that says so.
func (s Sheet) heads(b *strings.Builder, widths []int) {
	left := make([]int, len(widths)) // rows that a cell above still takes
	for _, row := range s.Head {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
		next := 0
		for x := 0; x < len(widths); {
			if left[x] > 0 {
				left[x]--
				writeCell(b, widths[x], 1, "continue", "", true)
				x++
				continue
			}
			if next >= len(row) {
				break
			}
			h, w := row[next], 0
			next++
			for i := x; i < min(x+h.ColSpan, len(widths)); i++ {
				w, left[i] = w+widths[i], h.RowSpan-1
			}
			merge := ""
			if h.RowSpan > 1 {
				merge = "restart"
			}
			writeCell(b, w, h.ColSpan, merge, h.Text, true)
			x += h.ColSpan
		}
		b.WriteString(`</w:tr>`)
	}
}

func writeCell(b *strings.Builder, width, span int, merge, text string, head bool) {
	b.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(width) + `" w:type="dxa"/>`)
	if span > 1 {
		b.WriteString(`<w:gridSpan w:val="` + strconv.Itoa(span) + `"/>`)
	}
	if merge != "" {
		b.WriteString(`<w:vMerge w:val="` + merge + `"/>`)
	}
	if head {
		b.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="EFF5FC"/>`)
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
	align := ""
	if head {
		align = "center"
	}
	for _, line := range strings.Split(text, "\n") {
		b.WriteString(paragraph(line, "宋体", 18, head, align))
	}
	b.WriteString(`</w:tc>`)
}

// paragraph is one paragraph in a font; size in half points.
func paragraph(text, font string, size int, bold bool, align string) string {
	var b, plain strings.Builder
	b.WriteString(`<w:p><w:pPr>`)
	if align != "" {
		b.WriteString(`<w:jc w:val="` + align + `"/>`)
	}
	b.WriteString(`</w:pPr><w:r><w:rPr><w:rFonts w:ascii="` + font + `" w:hAnsi="` + font + `" w:eastAsia="` + font + `"/>`)
	if bold {
		b.WriteString(`<w:b/>`)
	}
	_ = xml.EscapeText(&plain, []byte(text)) // a Builder does not fail
	b.WriteString(`<w:sz w:val="` + strconv.Itoa(size) + `"/></w:rPr><w:t xml:space="preserve">` + plain.String() + `</w:t></w:r></w:p>`)
	return b.String()
}
