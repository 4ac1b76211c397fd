package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"gongkai/models/paper"
)

// sampled is a document with every kind of block, and a character that the font
// does not have.
func sampled(rows int) *paper.Document {
	cell := func(s, scope string, w, h int) paper.Cell {
		return paper.Cell{Text: s, Scope: scope, ColSpan: w, RowSpan: h}
	}
	t := &paper.Table{Name: "表", Widths: []int{1, 2, 1}, Head: [][]paper.Cell{{cell("甲", "colgroup", 2, 1), cell("乙", "col", 1, 2)}, {cell("丙", "col", 1, 1), cell("丁", "col", 1, 1)}}}
	for i := range rows {
		t.Rows = append(t.Rows, []paper.Cell{cell("行", "row", 1, 1), cell(fmt.Sprint(i), "", 1, 1), cell("", "", 1, 1)})
	}
	return &paper.Document{Title: "某某局2024年政府信息公开工作年度报告", Author: "某某局", Created: time.Date(2025, 1, 23, 8, 0, 0, 0, time.UTC), Blocks: []paper.Block{
		{Kind: paper.Heading, Level: 1, Text: "一、总体情况"}, {Kind: paper.Heading, Level: 2, Text: "（一）主动公开"},
		{Text: strings.Repeat("公开政府信息，接受监督。", 40) + "生僻字\U00030000。"},
		{Kind: paper.Item, Text: "1. 第一项"}, {Kind: paper.Item, Text: "2. 第二项"}, {Kind: paper.Tabular, Table: t},
	}}
}

var packed = regexp.MustCompile(`(?s)/FlateDecode /Length ([0-9]+) >>\nstream\n`)

// contents unpacks all streams of a file.
func contents(t *testing.T, file []byte) (all []string) {
	t.Helper()
	for _, m := range packed.FindAllIndex(file, -1) {
		z, err := zlib.NewReader(bytes.NewReader(file[m[1]:]))
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(z)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(data))
	}
	return all
}

// The same document has the same bytes, says what it is, and every piece of its
// pages is either marked as something or as decoration.
func TestTagged(t *testing.T) {
	file := Paper(sampled(120))
	if !bytes.Equal(file, Paper(sampled(120))) {
		t.Error("the same document has other bytes")
	}
	for _, want := range []string{"/MarkInfo << /Marked true >>", "/Lang (zh-CN)", "/DisplayDocTitle true", "<pdfuaid:part>1<", "<pdfaid:part>2<", "/S /H1", "/S /H2", "/S /H3", "/S /L ", "/S /LBody",
		"/S /THead", "/S /TBody", "/Scope /Column /ColSpan 2", "/Scope /Column /RowSpan 2", "/Scope /Row", "/Tabs /S", "/Subtype /CIDFontType2", "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">某某局2024年"} {
		if !bytes.Contains(file, []byte(want)) {
			t.Errorf("no %s", want)
		}
	}
	pages, rows := 0, 0
	for _, s := range contents(t, file) {
		if !strings.Contains(s, "BDC") {
			continue
		}
		pages++
		depth := 0
		for _, line := range strings.Split(s, "\n") {
			depth += strings.Count(line, "BDC") - strings.Count(line, "EMC")
			if depth < 0 || depth > 1 || strings.Contains(line, "Tj") && depth != 1 {
				t.Fatalf("a piece that nothing says what it is: %q", line)
			}
		}
		if depth != 0 {
			t.Error("a mark is open at the end of a page")
		}
		rows += strings.Count(s, "/TD")
	}
	if pages < 4 || rows != 120 {
		t.Errorf("%d pages, %d cells with a number", pages, rows)
	}
	if n := bytes.Count(file, []byte("/S /TR")); n != 122 {
		t.Errorf("%d rows in the tree: a repeated head is read twice", n)
	}
}

// The table of offsets leads to every object.
func TestOffsets(t *testing.T) {
	file := Paper(sampled(3))
	at := bytes.LastIndex(file, []byte("\nxref\n"))
	for i, line := range strings.Split(string(file[at:]), "\n")[4:] {
		if strings.HasPrefix(line, "trailer") {
			break
		}
		var offset int
		if _, err := fmt.Sscanf(line, "%d", &offset); err != nil || !bytes.HasPrefix(file[offset:], fmt.Appendf(nil, "%d 0 obj\n", i+1)) {
			t.Fatalf("object %d is not at %q", i+1, line)
		}
	}
}

// A character that the font does not have is drawn as 〓 and keeps its code.
func TestMissingCharacter(t *testing.T) {
	if id, there := song().glyph('\U00030000'); there || id == 0 || id != song().glyphs[missing] {
		t.Errorf("drawn as glyph %d", id)
	}
	all := strings.Join(contents(t, Paper(sampled(1))), "")
	if !strings.Contains(all, "<D880DC00>") {
		t.Error("who copies the text does not get the character")
	}
}

// The font has what official documents are written with.
func TestFontHas(t *testing.T) {
	for _, r := range "政府信息公开，。、；：？！“”‘’（）《》〈〉【】〔〕—…·￥％①⑳〓−×÷≤≥℃黔崟韪\u3000 AZaz09" {
		if _, there := song().glyph(r); !there {
			t.Errorf("no %c", r)
		}
	}
	if n := len(song().glyphs); n < 8900 {
		t.Errorf("%d characters", n)
	}
}

// Lines are no wider than they may be, lose nothing, and do not begin or end with
// what may not stand there.
func FuzzFold(f *testing.F) {
	for _, s := range []string{"公开，接受（监督）。", "“一网”2024年12,345.67万元", strings.Repeat("A", 200), "，，，，，，，，", "（（（（", " a  b ", ""} {
		f.Add(s, 7)
	}
	f.Fuzz(func(t *testing.T, s string, width int) {
		s = clean(s)
		full := float64(min(max(width, 3), 40))
		got := ""
		for _, l := range song().fold(s, full, full) {
			if l.width > full+.01 {
				t.Errorf("%q is %.2f wide, of %.0f", string(l.text), l.width, full)
			}
			got += string(l.text)
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(got) != bare(s) {
			t.Errorf("%q became %q", s, got)
		}
	})
}

// Whatever stands in a table, the file is made, and no text is lost.
func TestOddTables(t *testing.T) {
	long := strings.Repeat("很长的内容", 3000)
	for _, table := range []*paper.Table{
		{}, {Widths: []int{1}}, {Widths: []int{1}, Rows: [][]paper.Cell{{}}},
		{Widths: []int{1, 1}, Rows: [][]paper.Cell{{{Text: "甲", ColSpan: 9, RowSpan: 9}}, {{Text: "乙"}}}},
		{Widths: []int{1, 1}, Rows: [][]paper.Cell{{{Text: long, ColSpan: 1, RowSpan: 1}, {Text: "乙", ColSpan: 1, RowSpan: 1}}}},
		{Widths: make([]int, 60), Rows: [][]paper.Cell{{{Text: "窄", ColSpan: 60, RowSpan: 1}}}},
	} {
		Paper(&paper.Document{Title: "题", Blocks: []paper.Block{{Kind: paper.Heading, Text: "一"}, {Kind: paper.Tabular, Table: table}, {Text: "末"}}})
	}
}
