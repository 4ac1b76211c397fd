package annual

import (
	_ "embed"
	"fmt"
	"html"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"gongkai/models/report"
)

//go:embed texts/outline.yaml
var outlineFile []byte

var outline = func() map[string]string {
	m := map[string]string{}
	if err := yaml.Unmarshal(outlineFile, &m); err != nil {
		panic(err) // embedded: it never changes at run time
	}
	return m
}()

// binding is the place of a number in a text: {{s3.new.sum}}, {{n.portal}},
// {{prev:s3.new.sum}} for last year's.
var binding = regexp.MustCompile(`\{\{\s*([a-z0-9_.:]{1,60})\s*\}\}`)

// Bound is one number that a text may name.
type Bound struct {
	Name  string // as it stands between the braces
	Label string
	Value string // "" while it is unknown
}

// bounds are the numbers and words that texts may name, by name.
func (b *Bench) bounds() map[string]Bound {
	m := map[string]Bound{
		"year":  {"year", "年度", fmt.Sprint(b.Year)},
		"basis": {"basis", "格式的文号", b.Format.Basis},
		"org":   {"org", "本机关简称", b.Org},
	}
	put := func(name, label string, v report.Value) {
		x := Bound{Name: name, Label: label}
		if v.Kind == report.Number {
			x.Value = strings.Replace(v.Number, "-", "\u2212", 1)
		}
		m[name] = x
	}
	for _, id := range b.Format.CellIDs() {
		c := b.Cells[id]
		put(id, Short(c.Cell), c.Value)
		if b.Previous != nil {
			if v, ok := b.Previous.Figures.Cells[id]; ok {
				put("prev:"+id, "上一年"+Short(c.Cell), v)
			}
		}
	}
	for _, c := range b.Counters {
		m[c.ID] = Bound{c.ID, c.Label, fmt.Sprint(c.N)}
	}
	return m
}

var (
	numbering = regexp.MustCompile(`^([一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.．])`)
	gloss     = regexp.MustCompile(`（[^（）]*）$`)
)

// Short names a cell in few words: 予以公开, 自然人：予以公开, 行政许可·本年处理决定数量.
func Short(c report.Cell) string {
	row := gloss.ReplaceAllString(numbering.ReplaceAllString(c.Row, ""), "")
	column := c.Column[strings.LastIndex(c.Column, "·")+len("·"):]
	if !strings.Contains(c.Column, "·") {
		column = c.Column
	}
	switch {
	case c.Section == "s4":
		return strings.TrimPrefix(c.Column, "行政诉讼·")
	case c.Section == "s2":
		return row + "·" + gloss.ReplaceAllString(column, "")
	case column == "总计":
		return row
	}
	return column + "：" + row
}

// Bounds lists the numbers that the text of this year may name, those that texts
// mostly need first.
func (b *Bench) Bounds() (list []Bound) {
	m := b.bounds()
	for _, c := range b.Counters {
		list = append(list, m[c.ID])
		delete(m, c.ID)
	}
	usual := []string{"s3.new.sum", "s3.carry_in.sum", "s3.total.sum", "s3.carry_out.sum", "s3.open.sum", "s3.partial.sum", "s4.review.total", "s4.suit_direct.total", "s4.suit_after.total",
		"s2.normdocs.issued", "s2.normdocs.repealed", "s2.normdocs.valid", "s2.normdocs.made", "s2.license.decisions", "s2.penalty.decisions", "s2.fee.amount_wan", "year"}
	for _, name := range usual {
		if x, ok := m[name]; ok {
			list = append(list, x)
			delete(m, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if !strings.HasPrefix(name, "prev:") {
			list = append(list, m[name])
		}
	}
	return list
}

// bind puts the numbers into a text; unknown are the names that have none.
func bind(text string, m map[string]Bound) (bound string, unknown []string) {
	bound = binding.ReplaceAllStringFunc(text, func(s string) string {
		name := binding.FindStringSubmatch(s)[1]
		if x, ok := m[name]; ok && x.Value != "" {
			return x.Value
		}
		unknown = append(unknown, name)
		return s
	})
	return bound, unknown
}

var headingForm = regexp.MustCompile(`^（[一二三四五六七八九十]{1,3}）`)

// mostHeading is the longest line that is taken for a heading, in runes.
const mostHeading = 25

// markup makes paragraphs and headings of typed lines.
func markup(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(strings.Trim(line, "\u3000"))
		switch {
		case line == "":
		case headingForm.MatchString(line) && utf8.RuneCountInString(line) <= mostHeading && !strings.ContainsAny(line, "。；！？"):
			b.WriteString("<h3>" + html.EscapeString(line) + "</h3>")
		default:
			b.WriteString("<p>" + html.EscapeString(line) + "</p>")
		}
	}
	return b.String()
}

// body composes the whole text of a report, as it would be frozen now.
func (b *Bench) body() (body string, unknown []string) {
	m := b.bounds()
	var w strings.Builder
	part := func(section string) {
		text, missing := bind(b.Text(section), m)
		unknown = append(unknown, missing...)
		w.WriteString(markup(text))
	}
	part("")
	for _, s := range b.Format.Sections {
		w.WriteString("<h2>" + html.EscapeString(s.Heading()) + "</h2>")
		part(s.ID)
	}
	return w.String(), unknown
}

// Read is a section as readers will see it: HTML, with the numbers put in.
func (b *Bench) Read(section string) string {
	text, _ := bind(b.Text(section), b.bounds())
	return markup(text)
}

// Text is what stands in a section now: what was saved, else what is public, else
// the outline.
func (b *Bench) Text(section string) string {
	if t, ok := b.Prose[section]; ok {
		return t
	}
	if b.Public != nil {
		return b.Public.Prose[section]
	}
	return outline[section]
}
