package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// Block is one thing that a reader takes in at once and a reviewer can point
// to: a heading, a paragraph, a list item, a caption, a row of a table, a
// picture. Blocks of a document are numbered from 1, in the order of reading.
type Block struct {
	Kind  string   // the element: p, h2 … h6, li, dt, dd, caption, figcaption, tr, pre, hr or img
	Text  string   // one line a line; of a row its cells apart by " | ", of a picture its alternative text
	Cells []string // of a row; nil for anything else
	Src   string   // of a picture; "" for anything else
	Raw   string   // the inner HTML, to see a change of mere dress
	Table int      // number of the table that a row or caption belongs to, from 1; 0 outside
}

// own are the elements whose text is a block of its own.
var own = map[string]bool{"p": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "li": true, "dt": true, "dd": true,
	"caption": true, "figcaption": true, "tr": true, "pre": true, "blockquote": true, "div": true}

// Blocks cuts h into its blocks.
func Blocks(h HTML) []Block {
	c := cutter{}
	z := html.NewTokenizer(strings.NewReader(string(h)))
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			c.end()
			return c.blocks
		}
		raw := string(z.Raw())
		t := z.Token()
		switch kind {
		case html.TextToken:
			c.words(strings.ReplaceAll(t.Data, "\n", " "), raw)
		case html.StartTagToken, html.SelfClosingTagToken:
			c.open(t, raw)
		case html.EndTagToken:
			c.shut(t.Data, raw)
		}
	}
}

// cutter gathers blocks from tokens in their order.
type cutter struct {
	blocks []Block
	now    Block
	table  int // tables begun so far
	within int // tables open
	row    bool
	cell   bool
}

// words adds text to the block under way, beginning one when there is none.
func (c *cutter) words(text, raw string) {
	switch {
	case c.row && !c.cell: // white space between cells
	case c.cell:
		c.now.Cells[len(c.now.Cells)-1] += text
		c.now.Raw += raw
	case c.now.Kind == "" && strings.TrimFunc(text, isEdge) == "":
	default:
		c.begin("p", false)
		c.now.Text += text
		c.now.Raw += raw
	}
}

// begin starts a block of a kind; force ends the one before.
func (c *cutter) begin(kind string, force bool) {
	if c.now.Kind != "" && !force {
		return
	}
	c.end()
	c.now = Block{Kind: kind}
	if c.within > 0 {
		c.now.Table = c.table
	}
}

// end keeps the block under way if it says anything.
func (c *cutter) end() {
	b := c.now
	c.now, c.row, c.cell = Block{}, false, false
	for i, text := range b.Cells {
		b.Cells[i] = strings.ReplaceAll(tidyLines(text), "\n", " ")
	}
	if b.Kind == "tr" {
		b.Text = strings.Join(b.Cells, " | ")
	}
	if b.Text = tidyLines(b.Text); b.Text != "" || b.Kind == "hr" || b.Kind == "img" || len(b.Cells) > 0 {
		c.blocks = append(c.blocks, b)
	}
}

func (c *cutter) open(t html.Token, raw string) {
	switch {
	case t.Data == "table":
		c.end()
		c.table, c.within = c.table+1, c.within+1
	case cells[t.Data] && c.row:
		c.now.Cells, c.cell = append(c.now.Cells, ""), true
		c.now.Raw += raw
	case t.Data == "tr":
		c.begin("tr", true)
		c.row = true
	case c.cell && (own[t.Data] || t.Data == "br"):
		c.words(" ", raw)
	case c.cell && t.Data == "img":
		c.words(attr(t, "alt"), raw)
	case t.Data == "img":
		kind := c.now.Kind
		c.begin("img", true)
		c.now.Text, c.now.Src, c.now.Raw = attr(t, "alt"), attr(t, "src"), raw
		c.end()
		c.now.Kind = kind // the words after a picture within a paragraph
	case t.Data == "hr":
		c.begin("hr", true)
		c.end()
	case t.Data == "br":
		c.words("", raw)
		c.now.Text += "\n"
	case own[t.Data]:
		kind := t.Data
		if kind == "div" || kind == "blockquote" {
			kind = "p"
		}
		c.begin(kind, true)
	default:
		c.now.Raw += raw
	}
}

func (c *cutter) shut(tag, raw string) {
	switch {
	case tag == "table":
		c.end()
		c.within--
	case cells[tag] && c.row:
		c.cell = false
	case c.cell:
		c.now.Raw += raw
	case own[tag]:
		c.end()
	case c.now.Kind != "":
		c.now.Raw += raw
	}
}

func attr(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
