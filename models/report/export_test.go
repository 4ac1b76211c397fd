package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// varied is a report of a year in which every cell differs, with blanks,
// slashes, negatives and printed amounts where the format takes them.
func varied(f *Format, year int) Figures {
	fig := Figures{Format: f.ID, Year: year, Cells: map[string]Value{}}
	for i, id := range f.order {
		v := NumberOf(fmt.Sprint(i))
		switch kind := f.cells[id].Kind; {
		case i%11 == 3:
			v = Value{Kind: Empty}
		case i%11 == 5:
			v = Value{Kind: Slash, Raw: "／"}
		case kind == Change:
			v = NumberOf(fmt.Sprint(-i))
		case kind == Yuan:
			v = Value{Kind: Number, Number: "172700", Raw: "17.27万元"}
		case kind == Wan:
			v = NumberOf("1.5")
		}
		fig.Cells[id] = v
	}
	return fig
}

// Every cell of a report stands in the CSV of its section once, in order, with
// the labels by which a reader knows it.
func TestCSVHoldsEveryCell(t *testing.T) {
	for i, f := range formats {
		fig := varied(f, []int{2020, 2024}[i])
		at := 0
		for _, section := range []string{"s2", "s3", "s4"} {
			data := CSV(f, fig, section)
			if !bytes.HasPrefix(data, []byte("\xef\xbb\xbf表,分组,项目,指标,数值,单位,原文\r\n")) {
				t.Fatalf("%s %s begins with %q", f.ID, section, data[:40])
			}
			lines, err := csv.NewReader(bytes.NewReader(data[3:])).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range lines[1:] {
				cell, v := f.cells[f.order[at]], fig.Cells[f.order[at]]
				at++
				if cell.Section != section || line[4] != plain(v) || line[6] != v.Raw || line[2] != cell.Row || !strings.Contains(line[1]+line[3], lastPart(cell.Column)) || line[5] == "" {
					t.Errorf("%s %s: %q", f.ID, cell.ID, line)
				}
			}
		}
		if at != len(f.order) {
			t.Errorf("%s: %d cells, want %d", f.ID, at, len(f.order))
		}
	}
}

func lastPart(s string) string {
	parts := strings.Split(s, "·")
	return parts[len(parts)-1]
}

// The workbook shows what the page shows: the same texts in the same order, heads
// merged as in the form, plain numbers as numbers.
func TestXLSXLooksLikeTheForm(t *testing.T) {
	for i, f := range formats {
		fig := varied(f, []int{2020, 2024}[i])
		for _, section := range []string{"s2", "s3", "s4"} {
			data, err := XLSX(f, fig, section)
			if err != nil {
				t.Fatal(err)
			}
			again, err := XLSX(f, fig, section)
			if err != nil || !bytes.Equal(data, again) {
				t.Errorf("%s %s: the same figures make different files", f.ID, section)
			}
			b, err := excelize.OpenReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, b, f, fig, section)
			b.Close()
		}
	}
}

// compare reads a sheet as a person does, row by row, and skips the cells that
// a merged one covers.
func compare(t *testing.T, b *excelize.File, f *Format, fig Figures, section string) {
	t.Helper()
	name, _ := f.TableName(section)
	rows, err := b.GetRows(name, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, r := range rows[1:] {
		for _, s := range r {
			if s != "" {
				got = append(got, s)
			}
		}
	}
	several := 0
	for _, tb := range Tables(f, fig) {
		if tb.Section == section {
			several++
		}
	}
	for _, tb := range Tables(f, fig) {
		if tb.Section != section {
			continue
		}
		if several > 1 {
			want = append(want, tb.Caption)
		}
		for _, r := range tb.Head {
			for _, h := range r {
				want = append(want, h.Text)
			}
		}
		for _, r := range tb.Rows {
			for _, h := range r.Heads {
				want = append(want, h.Text)
			}
			for _, c := range r.Cells {
				if c.Text != "" {
					want = append(want, strings.Replace(c.Text, "\u2212", "-", 1))
				}
			}
		}
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Errorf("%s %s:\n got %s\nwant %s", f.ID, section, strings.Join(got, "|"), strings.Join(want, "|"))
	}
	merged, err := b.GetMergeCells(name)
	if err != nil || len(merged) < 3 {
		t.Errorf("%s %s: %d merged cells (%v)", f.ID, section, len(merged), err)
	}
	if several > 1 {
		return // narrower tables are stretched to the widest
	}
	spans := map[string]int{}
	for _, m := range merged[1:] {
		x, y, _ := excelize.CellNameToCoordinates(m.GetStartAxis())
		x2, y2, _ := excelize.CellNameToCoordinates(m.GetEndAxis())
		spans[fmt.Sprintf("%s %dx%d", m.GetCellValue(), x2-x+1, y2-y+1)]++
	}
	for _, tb := range Tables(f, fig) {
		if tb.Section != section {
			continue
		}
		heads := slices.Concat(tb.Head...)
		for _, r := range tb.Rows {
			heads = append(heads, r.Heads...)
		}
		for _, h := range heads {
			if h.ColSpan*h.RowSpan > 1 {
				spans[fmt.Sprintf("%s %dx%d", h.Text, h.ColSpan, h.RowSpan)]--
			}
		}
	}
	for span, n := range spans {
		if n != 0 {
			t.Errorf("%s %s: the form and the workbook differ by %d in %q", f.ID, section, n, span)
		}
	}
}

// No text that a report may hold becomes a formula in a spreadsheet.
func FuzzCSV(f *testing.F) {
	for _, s := range []string{"=1+1", "+5", "-3", "@SUM(A1)", "\t=1", "\r=1", `="x"`, "17.27万元", `a"b,c`, "", "\x00", "\n=2"} {
		f.Add(s)
	}
	format := formats[0]
	f.Fuzz(func(t *testing.T, raw string) {
		fig := Figures{Format: format.ID, Year: 2020, Cells: map[string]Value{"s2.procurement.amount_yuan": {Kind: Number, Number: raw, Raw: raw}}}
		lines, err := csv.NewReader(bytes.NewReader(CSV(format, fig, "s2")[3:])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines {
			if len(line) != 7 {
				t.Fatalf("%q", line)
			}
			for _, s := range line {
				if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r\n") && !canonicalNumber.MatchString(s) {
					t.Errorf("%q may be taken for a formula", s)
				}
			}
		}
		data, err := XLSX(format, fig, "s2")
		if err != nil {
			return // a text that no workbook can hold; nothing was written
		}
		b, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		defer b.Close()
		if formula, _ := b.GetCellFormula("表二", "C16"); formula != "" {
			t.Errorf("a formula: %q", formula)
		}
	})
}
