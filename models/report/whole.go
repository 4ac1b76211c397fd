package report

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Whole is a report with everything that its files say of it.
type Whole struct {
	Title     string
	Org       string    // the body that publishes it
	URL       string    // where the public reads it, with scheme and host
	Published time.Time // first publication
	Revised   time.Time // last change the public was told of; Published when there was none
	Format    *Format
	Figures   Figures
	Parts     []Part
}

// NewWhole composes a report from its cleaned body and its stored figures; false
// for figures that are none, or that this program cannot read. The caller fills
// in the rest.
func NewWhole(body, figures string) (*Whole, bool) {
	if figures == "" {
		return nil, false
	}
	fig, err := DecodeFigures(figures)
	if err != nil {
		return nil, false
	}
	f, ok := ByID(fig.Format)
	if !ok {
		return nil, false
	}
	return &Whole{Format: f, Figures: fig, Parts: Compose(f, body)}, true
}

// Passage is a paragraph, a heading inside a section, an item of a list or a table
// of a section's prose, as plain text.
type Passage struct {
	Kind PassageKind
	Text string
	Rows [][]PassageCell // of a table
}

// PassageKind says what a passage is.
type PassageKind int

// The kinds of passage.
const (
	Paragraph PassageKind = iota
	Subheading
	ListItem
	ProseTable
)

// PassageCell is a cell of a table inside the prose.
type PassageCell struct {
	Text             string
	ColSpan, RowSpan int
	Head             bool
}

// Passages cuts the prose of a section into what stands in it, in order. A picture
// leaves its description.
func (p Part) Passages() []Passage {
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(p.HTML), root)
	if err != nil { // only for nesting that a cleaned body cannot have
		return []Passage{{Text: p.HTML}}
	}
	var out passages
	for _, n := range nodes {
		out.node(n)
	}
	out.flush()
	return out.all
}

// passages collects text until a block ends.
type passages struct {
	all  []Passage
	open strings.Builder // running text outside of a block
}

func (p *passages) flush() { p.add(Paragraph, p.open.String()); p.open.Reset() }

func (p *passages) add(kind PassageKind, text string) {
	if text = strings.Join(strings.Fields(text), " "); text != "" {
		p.all = append(p.all, Passage{Kind: kind, Text: text})
	}
}

func (p *passages) node(n *html.Node) {
	if n.Type == html.TextNode {
		p.open.WriteString(n.Data)
		return
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.flush()
		p.add(Subheading, plainOf(n))
	case atom.Table:
		p.flush()
		p.table(n)
	case atom.Ol, atom.Ul:
		p.flush()
		p.list(n)
	case atom.P, atom.Div, atom.Blockquote, atom.Figure, atom.Figcaption, atom.Dl, atom.Dt, atom.Dd, atom.Section:
		p.flush()
		p.children(n)
		p.flush()
	case atom.Br:
		p.flush()
	case atom.Img:
		p.open.WriteString(plainOf(n))
	default:
		p.children(n)
	}
}

func (p *passages) children(n *html.Node) {
	for c := range n.ChildNodes() {
		p.node(c)
	}
}

// list adds the items of a list with the marks that a reader sees.
func (p *passages) list(n *html.Node) {
	i := 0
	for c := range n.ChildNodes() {
		if c.DataAtom != atom.Li {
			continue
		}
		i++
		mark := "• "
		if n.DataAtom == atom.Ol {
			mark = itoa(i) + ". "
		}
		var nested []*html.Node
		var own strings.Builder
		for d := range c.ChildNodes() {
			if d.DataAtom == atom.Ol || d.DataAtom == atom.Ul {
				nested = append(nested, d)
				continue
			}
			own.WriteString(plainOf(d))
		}
		p.add(ListItem, mark+own.String())
		for _, d := range nested {
			p.list(d)
		}
	}
}

func (p *passages) table(n *html.Node) {
	t := Passage{Kind: ProseTable}
	for d := range n.Descendants() {
		switch d.DataAtom {
		case atom.Caption:
			p.add(Subheading, plainOf(d))
		case atom.Tr:
			t.Rows = append(t.Rows, nil)
		case atom.Td, atom.Th:
			if len(t.Rows) == 0 {
				continue
			}
			last := len(t.Rows) - 1
			t.Rows[last] = append(t.Rows[last], PassageCell{Text: strings.Join(strings.Fields(plainOf(d)), " "),
				ColSpan: spanOf(d, "colspan"), RowSpan: spanOf(d, "rowspan"), Head: d.DataAtom == atom.Th})
		}
	}
	if len(t.Rows) > 0 {
		p.all = append(p.all, t)
	}
}

// plainOf is the text of a node and all below it.
func plainOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	if n.DataAtom == atom.Img {
		for _, a := range n.Attr {
			if a.Key == "alt" && a.Val != "" {
				return "（图：" + a.Val + "）"
			}
		}
	}
	var w strings.Builder
	for c := range n.ChildNodes() {
		w.WriteString(plainOf(c))
	}
	switch n.DataAtom {
	case atom.P, atom.Br, atom.Div, atom.Li:
		w.WriteByte(' ')
	}
	return w.String()
}
