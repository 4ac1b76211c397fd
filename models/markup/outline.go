package markup

import (
	"strconv"

	"golang.org/x/net/html"
)

// outline closes up the headings below n in the order of reading: below the
// page's own title the first is of level two, and none skips a level. A reader
// who walks from heading to heading misses nothing.
func outline(n *node) {
	last := 1
	n.walk(func(k *node) {
		if headings[k.tag] {
			level := min(int(k.tag[1]-'0'), last+1)
			k.tag, last = "h"+strconv.Itoa(level), level
		}
	})
}

// walk calls f for every element below n, parents first.
func (n *node) walk(f func(*node)) {
	for _, k := range n.kids {
		if !k.leaf() {
			f(k)
			k.walk(f)
		}
	}
}

// scopes says of every head cell below n what it heads, where its author did
// not: in a row of head cells alone its column, else its row.
func scopes(n *node) {
	n.walk(func(row *node) {
		if row.tag != "tr" {
			return
		}
		scope := "col"
		for _, cell := range row.kids {
			if cell.tag != "th" {
				scope = "row"
			}
		}
		for _, cell := range row.kids {
			if cell.tag == "th" && !cell.has("scope") {
				cell.attrs = append(cell.attrs, html.Attribute{Key: "scope", Val: scope})
			}
		}
	})
}

func (n *node) has(attr string) bool {
	for _, a := range n.attrs {
		if a.Key == attr {
			return true
		}
	}
	return false
}
