package report

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// longCell is the length from which a cell holds prose: its table serves layout
// and no statutory table.
const longCell = 150

// TextFromHTML flattens a page to the lines that Parse reads: a line per
// paragraph, and a line per row of a data table with tabs between its cells.
func TextFromHTML(src string) string {
	p := &page{}
	data := dataTables(src)
	tables := 0
	z := html.NewTokenizer(strings.NewReader(strings.ToValidUTF8(src, "\uFFFD")))
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.endTable()
			return p.out.String()
		case html.TextToken:
			if p.hidden == 0 {
				p.text(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			tag := string(name)
			if unread[tag] || p.hidden > 0 || more && boxes[tag] && onScreen(z) {
				p.hide(tag, 1)
			}
			if tag == "table" {
				if p.endTable(); data[tables] {
					p.rows = [][]string{}
				}
				tables++
			}
			p.start(tag)
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := string(name)
			p.hide(tag, -1)
			if tag == "table" {
				p.endTable()
			}
			p.end(tag)
		}
	}
}

var (
	unread = names("script style noscript template title nav footer aside button select textarea iframe svg")
	blocks = names("p div br h1 h2 h3 h4 h5 h6 li ul ol dl dt dd table caption thead tbody tfoot tr td th " +
		"section article header main form body html center blockquote pre hr address figure figcaption")
)

// offPaper are classes of what is on a page for the screen only: buttons, and the
// second drawing of a table for narrow ones.
var (
	offPaper = names("no-print sheet-narrow sheet-pick")
	boxes    = names("div section fieldset")
)

// onScreen reports whether the tag that z stands at has such a class. Void elements
// and those that a page may leave open are never asked: the rest of it would be lost.
func onScreen(z *html.Tokenizer) bool {
	for {
		k, v, more := z.TagAttr()
		if string(k) == "class" {
			for _, c := range strings.Fields(string(v)) {
				if offPaper[c] {
					return true
				}
			}
		}
		if !more {
			return false
		}
	}
}

func names(s string) map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(s) {
		m[n] = true
	}
	return m
}

// dataTables tells for every table of the page, in order, whether no other
// table stands in it.
func dataTables(src string) []bool {
	var leaf []bool
	var open []int
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return leaf
		case html.StartTagToken, html.SelfClosingTagToken:
			if name, _ := z.TagName(); string(name) == "table" {
				if len(open) > 0 {
					leaf[open[len(open)-1]] = false
				}
				open = append(open, len(leaf))
				leaf = append(leaf, true)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == "table" && len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
}

// page is what has been read of a page.
type page struct {
	out    strings.Builder
	line   strings.Builder // of running text, or of the open cell
	rows   [][]string      // of the open data table, nil outside
	cell   bool
	hidden int
	inside string // the unread element
}

// hide counts nested unread elements of one name.
func (p *page) hide(tag string, by int) {
	switch {
	case p.hidden == 0 && by > 0:
		p.inside, p.hidden = tag, 1
	case p.hidden > 0 && tag == p.inside:
		p.hidden += by
	}
}

func (p *page) text(s string) {
	p.line.WriteString(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) && r != '\u3000' {
			return ' '
		}
		return r
	}, s))
}

func (p *page) start(tag string) {
	switch {
	case p.hidden > 0:
	case p.rows != nil && tag == "tr":
		p.endCell()
		p.rows = append(p.rows, nil)
	case p.rows != nil && (tag == "td" || tag == "th"):
		p.endCell()
		if len(p.rows) == 0 {
			p.rows = append(p.rows, nil)
		}
		p.cell = true
	case p.cell && blocks[tag]:
		p.line.WriteByte('\n')
	case blocks[tag]:
		p.flush()
	}
}

func (p *page) end(tag string) {
	switch {
	case p.hidden > 0:
	case p.cell && (tag == "td" || tag == "th" || tag == "tr"):
		p.endCell()
	case p.cell && blocks[tag]:
		p.line.WriteByte('\n')
	case blocks[tag]:
		p.flush()
	}
}

// flush writes the running text as a line.
func (p *page) flush() {
	if s := strings.Join(strings.Fields(p.line.String()), " "); s != "" {
		p.out.WriteString(s + "\n")
	}
	p.line.Reset()
}

func (p *page) endCell() {
	if p.cell {
		last := len(p.rows) - 1
		p.rows[last] = append(p.rows[last], strings.TrimSpace(p.line.String()))
		p.line.Reset()
		p.cell = false
	}
	p.flush()
}

// endTable writes the open data table.
func (p *page) endTable() {
	p.endCell()
	layout := slices.ContainsFunc(p.rows, func(row []string) bool {
		return slices.ContainsFunc(row, func(c string) bool { return len([]rune(c)) > longCell })
	})
	for _, row := range p.rows {
		if layout {
			for _, c := range row {
				for line := range strings.SplitSeq(c, "\n") {
					p.line.WriteString(line)
					p.flush()
				}
			}
			continue
		}
		for i, c := range row {
			row[i] = strings.Join(strings.Fields(c), " ")
		}
		p.out.WriteString(strings.Join(row, "\t") + "\n")
	}
	p.rows = nil
}
