package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/models/fault"
)

// Versions of the canonical form. A new form gets a new number; an old one stays
// readable and is never written differently. The second adds notes, and figures
// without any are still written in the first.
const (
	plainVersion = 1
	notedVersion = 2
)

// Figures are the numbers of one report.
type Figures struct {
	Format string           // id of the format they are in
	Year   int              // the year reported on
	Cells  map[string]Value // by cell id; a cell that is absent is unknown
	Notes  []Note           // what was said about them; none for figures read from a file
}

// Check returns an Invalid fault naming the first cell, in the order of the
// report, that its format does not have or whose column does not take it.
func (f Figures) Check() error {
	format, ok := ByID(f.Format)
	if !ok {
		return fault.New(fault.Invalid, "没有“%s”这一报告格式。", clip(f.Format))
	}
	if f.Year < formats[0].From || f.Year > 9999 {
		return fault.New(fault.Invalid, "“%d”不是可以填报的年度。", f.Year)
	}
	for _, id := range slices.Sorted(maps.Keys(f.Cells)) {
		cell, ok := format.CellOf(id)
		if !ok {
			return fault.New(fault.Invalid, "报告格式中没有“%s”这一格。", clip(id))
		}
		v := f.Cells[id]
		if !v.valid() || !utf8.ValidString(v.Raw) {
			return fault.New(fault.Invalid, "%s填写的内容无法识别。", cell.Place)
		}
		if problem := v.fits(cell.Kind); problem != "" {
			return fault.New(fault.Invalid, "%s%s。", cell.Place, problem)
		}
	}
	for _, n := range f.Notes {
		if !n.valid(format) {
			return fault.New(fault.Invalid, "年报数据的说明“%s”无法识别。", clip(n.Text))
		}
	}
	return nil
}

func (f Figures) version() int {
	if len(f.Notes) > 0 {
		return notedVersion
	}
	return plainVersion
}

// Encode returns the canonical form: JSON with the cells sorted by id and one
// spelling for every value. It is part of the bytes that people sign, so equal
// figures have equal encodings, now and in ten years.
func (f Figures) Encode() string {
	var w strings.Builder
	fmt.Fprintf(&w, `{"v":%d,"format":%s,"year":%d,"cells":{`, f.version(), quote(f.Format), f.Year)
	for i, id := range slices.Sorted(maps.Keys(f.Cells)) {
		if i > 0 {
			w.WriteByte(',')
		}
		v := f.Cells[id]
		w.WriteString(quote(id) + `:{"kind":` + quote(string(v.Kind)))
		if v.Kind == Number {
			w.WriteString(`,"number":` + quote(v.Number))
		}
		if v.Raw != "" {
			w.WriteString(`,"raw":` + quote(v.Raw))
		}
		w.WriteByte('}')
	}
	w.WriteString("}")
	if len(f.Notes) > 0 {
		w.WriteString(`,"notes":` + encodeNotes(f.Notes))
	}
	w.WriteString("}")
	return w.String()
}

// quote writes a JSON string. The encoder of the standard library may come to
// escape differently; signed bytes may not.
func quote(s string) string {
	var w strings.Builder
	w.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.WriteByte('\\')
			w.WriteRune(r)
		case r < ' ':
			fmt.Fprintf(&w, `\u%04x`, r)
		default:
			w.WriteRune(r)
		}
	}
	w.WriteByte('"')
	return w.String()
}

// DecodeFigures reads what Encode wrote and refuses everything else: another
// version, unknown cells, values out of canonical form, other spellings. Any
// error means that stored bytes were altered, so it is not a fault for people.
func DecodeFigures(s string) (Figures, error) {
	var in struct {
		V      int    `json:"v"`
		Format string `json:"format"`
		Year   int    `json:"year"`
		Cells  map[string]struct {
			Kind   Kind   `json:"kind"`
			Number string `json:"number"`
			Raw    string `json:"raw"`
		} `json:"cells"`
		Notes []struct{ Kind, Cell, Counted, Rule, At, Text string } `json:"notes"`
	}
	if err := json.Unmarshal([]byte(s), &in); err != nil {
		return Figures{}, fmt.Errorf("report: figures: %w", err)
	}
	if in.V != plainVersion && in.V != notedVersion {
		return Figures{}, fmt.Errorf("report: figures of version %s", strconv.Itoa(in.V))
	}
	f := Figures{Format: in.Format, Year: in.Year, Cells: map[string]Value{}}
	for id, v := range in.Cells {
		f.Cells[id] = Value{Kind: v.Kind, Number: v.Number, Raw: v.Raw}
	}
	for _, n := range in.Notes {
		f.Notes = append(f.Notes, Note{Kind: NoteKind(n.Kind), Cell: n.Cell, Counted: n.Counted, Rule: n.Rule, At: n.At, Text: n.Text})
	}
	if err := f.Check(); err != nil {
		return Figures{}, fmt.Errorf("report: figures: %v", err)
	}
	if f.Encode() != s {
		return Figures{}, fmt.Errorf("report: figures are not in canonical form")
	}
	return f, nil
}
