package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"

	"gongkai/models/calendar"
)

func itoa(n int) string { return strconv.Itoa(n) }

// maxSpan bounds how many columns or rows a cell of the prose may say it covers.
const maxSpan = 60

func spanOf(n *html.Node, key string) int {
	for _, a := range n.Attr {
		if a.Key == key {
			if v, err := strconv.Atoi(a.Val); err == nil {
				return min(max(v, 1), maxSpan)
			}
		}
	}
	return 1
}

// cellsInOrder is a JSON object of numbers by cell id, exact and in the order of
// the report; encoding a map would sort them, and a float would not be exact.
type cellsInOrder struct {
	ids []string
	say func(id string) string // the member, as JSON
}

// MarshalJSON implements json.Marshaler.
func (c cellsInOrder) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, id := range c.ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(id) + ":" + c.say(id))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// wholeJSON is the report for machines. Its first members are those that a check
// of reports reads.
type wholeJSON struct {
	Format    string        `json:"format"`
	Basis     string        `json:"basis"`
	Year      int           `json:"year"`
	Org       string        `json:"org"`
	Title     string        `json:"title"`
	Published string        `json:"published_at"`
	Revised   string        `json:"revised_at"`
	URL       string        `json:"url"`
	Period    [2]string     `json:"period"`
	Cells     cellsInOrder  `json:"cells"`
	Empty     []string      `json:"empty"`
	Slash     []string      `json:"slash"`
	Raw       cellsInOrder  `json:"raw"` // printed texts that say more than the number
	Sections  []sectionJSON `json:"sections"`
	Tables    []tableJSON   `json:"tables"`
}

type sectionJSON struct {
	ID      string `json:"id"`
	Heading string `json:"heading"`
	Text    string `json:"text"` // a line a paragraph
}

type tableJSON struct {
	ID      string       `json:"id"`
	Section string       `json:"section"`
	Name    string       `json:"name"`
	Caption string       `json:"caption"`
	Columns []columnJSON `json:"columns"`
	Rows    []rowJSON    `json:"rows"`
}

type columnJSON struct {
	Label string `json:"label"`
	Group string `json:"group,omitempty"`
	Unit  string `json:"unit"`
}

type rowJSON struct {
	Label string   `json:"label"`
	Group string   `json:"group,omitempty"`
	Cells []string `json:"cells"` // ids
}

// JSON returns the report for machines. Numbers are exact; a blank or "/" is in
// "empty" or "slash" and never 0; what the report does not have is absent. The
// same report gives the same bytes.
func (w *Whole) JSON() ([]byte, error) {
	out := wholeJSON{Format: w.Format.ID, Basis: w.Format.Basis, Year: w.Figures.Year, Org: w.Org, Title: w.Title, URL: w.URL,
		Published: stampOf(w.Published), Revised: stampOf(w.Revised), Empty: []string{}, Slash: []string{}, Sections: []sectionJSON{},
		Period: [2]string{fmt.Sprintf("%d-01-01", w.Figures.Year), fmt.Sprintf("%d-12-31", w.Figures.Year)}}
	cell := func(id string) Value { return w.Figures.Cells[id] }
	out.Cells.say = func(id string) string { return cell(id).Number }
	out.Raw.say = func(id string) string { return quote(cell(id).Raw) }
	for _, id := range w.Format.order {
		switch cell(id).Kind {
		case Number:
			out.Cells.ids = append(out.Cells.ids, id)
		case Empty:
			out.Empty = append(out.Empty, id)
		case Slash:
			out.Slash = append(out.Slash, id)
		}
		if cell(id).Raw != "" {
			out.Raw.ids = append(out.Raw.ids, id)
		}
	}
	for _, p := range w.Parts {
		out.Sections = append(out.Sections, sectionJSON{p.SectionID, p.Heading, p.lines()})
	}
	for i := range w.Format.Grids {
		out.Tables = append(out.Tables, w.Format.gridJSON(i))
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(out); err != nil {
		return nil, fmt.Errorf("report: json: %w", err)
	}
	return b.Bytes(), nil
}

// gridJSON is the shape of the format's table number i.
func (f *Format) gridJSON(i int) tableJSON {
	g := &f.Grids[i]
	t := tableJSON{ID: Tables(f, Figures{})[i].ID, Section: g.Section, Name: f.section(g.Section).Table, Caption: g.Caption}
	for _, c := range g.Cols {
		t.Columns = append(t.Columns, columnJSON{c.Label + c.Tail, strings.Join(c.Under, "·"), unit(c)})
	}
	for _, r := range g.Rows {
		row := rowJSON{Label: r.Label, Group: strings.Join(r.Under, "·")}
		for _, c := range g.Cols {
			row.Cells = append(row.Cells, g.cellID(r, c))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// lines is the prose of a part, a line a passage.
func (p Part) lines() string {
	var lines []string
	for _, x := range p.Passages() {
		if x.Kind != ProseTable {
			lines = append(lines, x.Text)
			continue
		}
		for _, row := range x.Rows {
			var cells []string
			for _, c := range row {
				cells = append(cells, c.Text)
			}
			lines = append(lines, strings.Join(cells, "\t"))
		}
	}
	return strings.Join(lines, "\n")
}

func stampOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(calendar.Shanghai).Format(time.RFC3339)
}

// longHead are the columns of the long form: one line a cell of all tables.
var longHead = []string{"表", "行", "列", "单元格编号", "数值", "单位", "原文"}

// long lists every cell of the report in the order in which it is printed.
func (w *Whole) long() [][]string {
	var out [][]string
	for i := range w.Format.Grids {
		g := &w.Format.Grids[i]
		for _, r := range g.Rows {
			for _, c := range g.Cols {
				id := g.cellID(r, c)
				v := w.Figures.Cells[id]
				row := strings.Join(append(append([]string{}, r.Under...), r.Label), "·")
				if row == "" {
					row = g.Caption
				}
				col := strings.Join(append(append([]string{}, c.Under...), c.Label+c.Tail), "·")
				out = append(out, []string{w.Format.gridPlace(*g), row, col, id, plain(v), unit(c), v.Raw})
			}
		}
	}
	return out
}

// CSV returns all tables of the report as one list for machines and spreadsheets:
// UTF-8 with a byte order mark, one line a cell, in the order of the report. 数值 is
// a plain decimal, "/" where the report prints one, and empty where it prints
// nothing; 原文 is the printed text where that says more.
func (w *Whole) CSV() []byte {
	return inertCSV(append([][]string{longHead}, w.long()...))
}
