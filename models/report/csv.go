package report

import (
	"bytes"
	"encoding/csv"
	"strings"
)

// TableName returns what the format calls the tables of a section, 表二, 表三 or
// 表四, and their title; "" for a section that has none.
func (f *Format) TableName(section string) (name, title string) {
	s := f.section(section)
	if s.Table == "" {
		return "", ""
	}
	return s.Table, s.Title
}

// tableHead is the first line of the file of a section's tables.
var tableHead = []string{"表", "分组", "项目", "指标", "数值", "单位", "原文"}

// CSV returns the tables of a section for machines and spreadsheets: UTF-8 with a
// byte order mark, one line a cell, in the order in which a report prints them.
// 数值 is a plain decimal, "/" where the report prints one, and empty where it
// prints nothing; 原文 is the printed text where that says more.
func CSV(f *Format, fig Figures, section string) []byte {
	rows := [][]string{tableHead}
	for i := range f.Grids {
		g := &f.Grids[i]
		if g.Section != section {
			continue
		}
		for _, r := range g.Rows {
			for _, c := range g.Cols {
				v := fig.Cells[g.cellID(r, c)]
				rows = append(rows, []string{f.section(section).Table, g.group(r, c), r.Label, c.Label + c.Tail, plain(v), unit(c), v.Raw})
			}
		}
	}
	return inertCSV(rows)
}

// inertCSV writes rows with a byte order mark, and no text as a formula.
func inertCSV(rows [][]string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, text := range row {
			safe[i] = Inert(text)
		}
		_ = w.Write(safe) // a Buffer does not fail
	}
	w.Flush()
	return b.Bytes()
}

// group is what a cell stands under: the heads of its row, of its column in a
// table of a single row, else the caption.
func (g *Grid) group(r Row, c Column) string {
	switch {
	case len(r.Under) > 0:
		return strings.Join(r.Under, "·")
	case r.Label == "":
		return strings.Join(c.Under, "·")
	case len(c.Under) == 0:
		return g.Caption
	}
	return ""
}

// plain is a value as a machine reads it.
func plain(v Value) string {
	if v.Kind == Slash {
		return "/"
	}
	return v.Number
}

func unit(c Column) string {
	switch c.Kind {
	case Yuan:
		return "元"
	case Wan:
		return "万元"
	}
	return c.Unit
}

// Inert keeps a text from being taken for a formula by the program that opens
// the file. A negative number is none.
func Inert(s string) string {
	if s == "" || canonicalNumber.MatchString(s) || !strings.ContainsAny(s[:1], "=+-@\t\r\n") {
		return s
	}
	return "'" + s
}
