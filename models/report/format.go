// Package report owns the statutory annual disclosure report (政府信息公开工作年度
// 报告): its formats, its figures, and the way between them and the text and the
// tables of a report.
//
// A format is data (formats/*.yaml): sections, grids, rows and columns. A grid
// says how the table is drawn and, by the same order of labels, how it is
// recognised in the text of a published report. Figures are the numbers of one
// report by cell id; their encoding is part of what people sign and therefore
// never changes. Only Service touches stored data.
package report

import (
	"bytes"
	"embed"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"gongkai/models/fault"
)

//go:embed formats/*.yaml
var files embed.FS

// Format is one edition of the statutory format.
type Format struct {
	ID       string    `yaml:"id"`
	Name     string    `yaml:"name"`
	Basis    string    `yaml:"basis"` // the document that prescribes it
	From     int       `yaml:"from"`  // first year reported in it
	To       int       `yaml:"to"`    // last year, 0 while in force
	Sections []Section `yaml:"sections"`
	Grids    []Grid    `yaml:"grids"`

	cells map[string]Cell
	order []string
}

// Section is one of the six numbered parts of a report.
type Section struct {
	ID    string   `yaml:"id"`
	No    string   `yaml:"no"`
	Title string   `yaml:"title"`
	Keys  []string `yaml:"keys"`  // words by which its heading is known
	Table string   `yaml:"table"` // what its tables are called, "" for prose
}

// Heading returns the heading as the format words it.
func (s Section) Heading() string { return s.No + "、" + s.Title }

// Grid is one statutory table.
type Grid struct {
	Section string   `yaml:"section"`
	Caption string   `yaml:"caption"`
	Corner  string   `yaml:"corner"` // what stands above the row labels
	Cols    []Column `yaml:"cols"`
	Rows    []Row    `yaml:"rows"`
}

// Column is a column of a grid.
type Column struct {
	ID    string     `yaml:"id"`
	Label string     `yaml:"label"`
	Tail  string     `yaml:"tail"`  // printed after the label, not needed to know it
	Under []string   `yaml:"under"` // the heads that span it, outermost first
	Kind  ColumnKind `yaml:"kind"`
	Unit  string     `yaml:"unit"`
}

// Row is a row of a grid.
type Row struct {
	ID    string   `yaml:"id"`
	Label string   `yaml:"label"`
	Also  []string `yaml:"also"`  // other wordings of the label
	Under []string `yaml:"under"` // the heads it stands under, outermost first
	Total bool     `yaml:"total"`
}

// ColumnKind says which numbers a column takes.
type ColumnKind string

// The kinds of column.
const (
	Count  ColumnKind = "count"  // whole numbers from 0
	Change ColumnKind = "change" // whole numbers, negative ones too
	Yuan   ColumnKind = "yuan"   // an amount, stored in 元
	Wan    ColumnKind = "wan"    // an amount, stored in 万元
)

// Cell is the place of one number in a format.
type Cell struct {
	ID      string
	Section string // s2, s3 or s4
	Row     string // label, "" where the grid has a single row
	Column  string // label with the heads above it
	Kind    ColumnKind
	Place   string // for sentences: 表三“（一）予以公开”的“自然人”
}

var formats = load()

// load reads the embedded formats, oldest first. They are part of the program:
// a fault in them stops it at the start.
func load() []*Format {
	var out []*Format
	for _, name := range []string{"formats/2019.yaml", "formats/2021.yaml"} {
		data, err := files.ReadFile(name)
		if err != nil {
			panic(err)
		}
		f := &Format{}
		dec := yaml.NewDecoder(bytes.NewReader(data))
		dec.KnownFields(true)
		if err := dec.Decode(f); err != nil {
			panic(fmt.Sprintf("%s: %v", name, err))
		}
		f.index()
		out = append(out, f)
	}
	return out
}

// index names every cell and remembers the order in which they are printed.
func (f *Format) index() {
	f.cells = map[string]Cell{}
	for _, g := range f.Grids {
		for _, r := range g.Rows {
			for _, c := range g.Cols {
				cell := Cell{ID: g.cellID(r, c), Section: g.Section, Row: r.Label, Kind: c.Kind}
				cell.Column = strings.Join(append(append([]string{}, c.Under...), c.Label), "·")
				cell.Place = f.rowPlace(g, r) + "的“" + cell.Column + "”"
				if _, twice := f.cells[cell.ID]; twice {
					panic("report: two cells " + cell.ID)
				}
				f.cells[cell.ID] = cell
				f.order = append(f.order, cell.ID)
			}
		}
	}
}

func (g *Grid) cellID(r Row, c Column) string {
	if r.ID == "" {
		return g.Section + "." + c.ID
	}
	return g.Section + "." + r.ID + "." + c.ID
}

// rowPlace names a row for a sentence.
func (f *Format) rowPlace(g Grid, r Row) string {
	if r.Label == "" {
		return f.gridPlace(g)
	}
	return f.gridPlace(g) + "“" + r.Label + "”一行"
}

// gridPlace names a grid for a sentence.
func (f *Format) gridPlace(g Grid) string {
	s := f.section(g.Section)
	if strings.HasPrefix(g.Caption, "第") { // one of several grids in a table
		return s.Table + g.Caption
	}
	return s.Table
}

func (f *Format) section(id string) Section {
	for _, s := range f.Sections {
		if s.ID == id {
			return s
		}
	}
	return Section{}
}

// CellIDs lists every cell in the order in which a report prints them.
func (f *Format) CellIDs() []string { return append([]string{}, f.order...) }

// CellOf returns the place of a cell and whether the format has it.
func (f *Format) CellOf(id string) (Cell, bool) {
	c, ok := f.cells[id]
	return c, ok
}

// ForYear returns the format in which a year is reported, or an Invalid fault
// for years before the first edition.
func ForYear(year int) (*Format, error) {
	for _, f := range formats {
		if year >= f.From && (f.To == 0 || year <= f.To) && year < 10000 {
			return f, nil
		}
	}
	return nil, fault.New(fault.Invalid, "没有%d年度适用的报告格式：年度报告自%d年度起有统一格式。", year, formats[0].From)
}

// ByID returns the format with that id and whether there is one.
func ByID(id string) (*Format, bool) {
	for _, f := range formats {
		if f.ID == id {
			return f, true
		}
	}
	return nil, false
}
