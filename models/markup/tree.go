package markup

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// textTag marks a leaf that holds text.
const textTag = "#text"

// node is an element or, when it is a piece of running text, a leaf: text, a
// line break or an image together with the formats that hold there.
type node struct {
	tag    string
	class  string
	attrs  []html.Attribute // in the order they are written
	kids   []*node
	text   string
	format format
}

// format is what holds for a leaf: a set of inline elements and a link. Keeping
// it per leaf, instead of nesting elements, gives every text one spelling.
type format struct {
	marks uint8
	href  string
}

// marks are the inline elements, outermost first.
var marks = []string{"strong", "em", "u", "sub", "sup"}

func (n *node) leaf() bool { return n.tag == textTag || n.tag == "br" || n.tag == "img" }

// tidy brings the tree below n into its one normal form: white space trimmed,
// empty elements gone, the parts of a table in order, single paragraphs of list
// items and cells unwrapped. The builder bounds how deep it goes.
func tidy(n *node) { tidyIn(n, false) }

// tidyIn tidies n, which may stand in a cell.
func tidyIn(n *node, cell bool) {
	cell = cell || cells[n.tag]
	n.kids = tidyRuns(n, cell)
	for _, k := range n.kids {
		if !k.leaf() {
			tidyIn(k, cell)
		}
	}
	n.kids = slices.DeleteFunc(n.kids, empty)
	switch n.tag {
	case "li", "dd", "td", "th", "figure":
		unwrap(n)
	case "table":
		arrange(n)
	}
	n.kids = slices.DeleteFunc(n.kids, func(k *node) bool { return k.tag == breakTag })
}

// tidyRuns tidies each stretch of leaves between the block children of n.
func tidyRuns(n *node, cell bool) []*node {
	var out, run []*node
	flush := func() {
		out = append(out, tidyRun(run, cell, captions[n.tag])...)
		run = nil
	}
	for _, k := range n.kids {
		switch {
		case k.tag == breakTag:
			flush()
			out = append(out, k)
		case k.leaf():
			run = append(run, k)
		default:
			flush()
			out = append(out, k)
		}
	}
	flush()
	return out
}

// tidyRun trims and merges one stretch of leaves. In a cell, indentation shows
// rank and stays; single allows no more than one break in a row.
func tidyRun(run []*node, cell, single bool) []*node {
	trim := isEdge
	if cell {
		trim = func(r rune) bool { return r == ' ' }
	}
	var out []*node
	last := func() *node {
		if len(out) == 0 {
			return nil
		}
		return out[len(out)-1]
	}
	for _, k := range merge(run) {
		l := last()
		atStart := l == nil || l.tag == "br"
		switch {
		case k.tag == "br":
			if out = trimEnd(out); len(out) == 0 || single && last().tag == "br" {
				continue
			}
		case k.tag == textTag && atStart:
			k.text = strings.TrimLeftFunc(k.text, trim)
		case k.tag == textTag && l.tag == textTag && strings.HasSuffix(l.text, " "):
			k.text = strings.TrimLeft(k.text, " ")
		}
		if k.tag != textTag || k.text != "" {
			out = append(out, k)
		}
	}
	for l := last(); l != nil; l = last() { // trailing breaks and spaces
		if l.tag == "br" {
			out = out[:len(out)-1]
			continue
		}
		if out = trimEnd(out); l == last() {
			break
		}
	}
	return bridge(merge(out))
}

// trimEnd takes white space off the end of the leaves.
func trimEnd(out []*node) []*node {
	for len(out) > 0 {
		l := out[len(out)-1]
		if l.tag != textTag {
			break
		}
		if l.text = strings.TrimRightFunc(l.text, isEdge); l.text != "" {
			break
		}
		out = out[:len(out)-1]
	}
	return out
}

// merge joins neighbouring text of the same format. White space alone has no
// format of its own.
func merge(run []*node) []*node {
	var out []*node
	for i := 0; i < len(run); {
		k := run[i]
		i++
		if k.tag != textTag {
			out = append(out, k)
			continue
		}
		if blank(k) {
			k.format = format{}
		}
		var text strings.Builder
		text.WriteString(k.text)
		for ; i < len(run) && run[i].tag == textTag && (run[i].format == k.format || blank(run[i])); i++ {
			text.WriteString(run[i].text)
		}
		out = append(out, &node{tag: textTag, text: norm.NFC.String(flatten(text.String())), format: k.format})
	}
	return out
}

// blank reports text that consists of white space.
func blank(n *node) bool { return n.tag == textTag && strings.TrimFunc(n.text, isEdge) == "" }

// bridge gives a line break the formats that hold on both sides of it.
func bridge(run []*node) []*node {
	var before, after format
	for _, k := range run {
		if k.tag == "br" {
			k.format = before
		}
		before = k.format
	}
	for _, k := range slices.Backward(run) {
		if k.tag == "br" && k.format != after {
			k.format = format{}
		}
		after = k.format
	}
	return run
}

// empty reports a node that holds nothing a reader would miss.
func empty(n *node) bool {
	switch n.tag {
	case textTag, "br", "img", "hr", "col", "td", "th", breakTag:
		return false
	case "colgroup":
		return len(n.kids) == 0 && len(n.attrs) == 0
	case "table":
		return !holds(n)
	}
	return len(n.kids) == 0
}

// holds reports whether any text or image stands below n.
func holds(n *node) bool {
	return n.leaf() || slices.ContainsFunc(n.kids, holds)
}

// unwrap gives a list item, a cell or a figure its one form: a single paragraph
// stands in it directly, several are all paragraphs.
func unwrap(n *node) {
	var parts [][]*node // each a paragraph, another block, or a stretch of leaves
	paras := 0
	join := false
	for _, k := range n.kids {
		switch {
		case k.tag == breakTag:
			join = false
			continue
		case k.leaf() && join:
			parts[len(parts)-1] = append(parts[len(parts)-1], k)
			continue
		}
		parts = append(parts, []*node{k})
		if join = k.leaf(); join || k.tag == "p" {
			paras++
		}
	}
	cell := cells[n.tag]
	var kids []*node
	for _, part := range parts {
		k := part[0]
		switch {
		case k.leaf() && paras > 1:
			kids = append(kids, &node{tag: "p", kids: part})
		case k.tag == "p" && paras == 1 && (k.class == "" || cell && len(parts) == 1):
			if align, _, _ := strings.Cut(k.class, " "); strings.HasPrefix(align, "ta-") {
				n.class = align
			}
			kids = append(kids, k.kids...)
		default:
			kids = append(kids, part...)
		}
	}
	n.kids = kids
}

// arrange puts the parts of a table into the order that HTML asks for. A table
// that has lost its rows leaves its caption behind as a paragraph.
func arrange(n *node) {
	rank := map[string]int{"caption": 0, "colgroup": 1, "thead": 2, "tbody": 3, "tfoot": 4}
	slices.SortStableFunc(n.kids, func(a, b *node) int { return rank[a.tag] - rank[b.tag] })
	if len(n.kids) > 0 && rank[n.kids[len(n.kids)-1].tag] < rank["thead"] {
		caption := n.kids[0]
		n.tag, n.kids = "p", nil
		if caption.tag == "caption" {
			n.kids = caption.kids
		}
	}
}
