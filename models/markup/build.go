package markup

import (
	"slices"
)

// breakTag marks, inside a list item or a cell, where a paragraph ends.
const breakTag = "#break"

// maxOpen bounds how many elements may be open at once; deeper lists, quotes
// and tables are flattened into their parent.
const maxOpen = 40

var (
	// wrappers are blocks without a meaning of their own here: they end a
	// paragraph and may carry an alignment.
	wrappers = set("address article aside body center details dialog dir div fieldset footer form " +
		"header hgroup html main menu nav option pre section summary")
	paraTags   = set("p h2 h3 h4")
	headings   = set("h2 h3 h4")
	captions   = set("dt caption figcaption") // hold running text and no block
	containers = set("ul ol dl blockquote figure table")
	tableParts = set("caption colgroup col thead tbody tfoot tr td th")
	cells      = set("td th")

	// What a closing tag does not reach across.
	cellBarrier = set("td th caption")
	listBarrier = set("td th caption ul ol")
	termBarrier = set("td th caption dl")
)

// frame is an open element with what to go back to when it closes.
type frame struct {
	n      *node
	on     [5]int
	link   string
	aligns int
}

// builder makes the tree. It knows what may stand in what; anything that stands
// elsewhere goes to the nearest place that may hold it.
type builder struct {
	open      []frame
	on        [5]int         // how many of each of marks are open
	link      string         // the address of the open link
	aligns    []string       // of the open wrappers, inherited where unset
	flattened map[string]int // opening tags that had no place, by name
}

func build(tokens []token) *node {
	root := &node{tag: "root"}
	b := &builder{open: []frame{{n: root}}, flattened: map[string]int{}}
	for _, t := range tokens {
		switch t.kind {
		case text:
			b.text(t.text)
		case open:
			b.start(t)
		case shut:
			b.end(t.name)
		}
	}
	return root
}

// text adds running text; white space counts only where text may stand.
func (b *builder) text(s string) {
	n := &node{tag: textTag, text: flatten(plainText(s))}
	if !blank(n) || n.text != "" && b.running() {
		b.leaf(n)
	}
}

// running reports whether text may stand where the builder is.
func (b *builder) running() bool {
	tag := b.top().tag
	return paraTags[tag] || captions[tag] || cells[tag] || tag == "li" || tag == "dd" || tag == "figure"
}

func (b *builder) leaf(n *node) {
	b.ensureText()
	n.format.href = b.link
	for i, open := range b.on {
		if open > 0 && n.tag != "img" {
			n.format.marks |= 1 << i
		}
	}
	b.add(n)
}

func (b *builder) start(t token) {
	if i := slices.Index(marks, t.name); i >= 0 {
		b.on[i]++
		return
	}
	switch {
	case t.name == "a":
		b.link = address(value(t.attrs, "href"))
	case t.name == "br":
		b.leaf(&node{tag: "br"})
	case t.name == "img":
		if n := image(t.attrs); n != nil {
			b.leaf(n)
		}
	case t.name == "hr":
		if b.flow() {
			b.add(&node{tag: "hr"})
		}
	case paraTags[t.name]:
		if b.divide(); !headings[b.top().tag] && b.flow() {
			b.push(&node{tag: t.name, class: b.class(t)})
		}
	case t.name == "li":
		b.item("li", set("li"), listBarrier, "ul")
	case t.name == "dt", t.name == "dd":
		b.item(t.name, set("dt dd"), termBarrier, "dl")
	case containers[t.name]:
		b.container(t.name)
	case t.name == "figcaption" && b.inside("figure", cellBarrier):
		b.closeUntil(set("figure"))
		b.captionOnce("figcaption")
	case tableParts[t.name] && b.inside("table", nil):
		b.tablePart(t)
	case wrappers[t.name], tableParts[t.name], t.name == "figcaption":
		b.divide()
		b.aligns = append(b.aligns, b.alignment(t))
	}
}

func (b *builder) end(name string) {
	if i := slices.Index(marks, name); i >= 0 {
		b.on[i] = max(0, b.on[i]-1)
		return
	}
	switch {
	case name == "a":
		b.link = ""
	case b.flattened[name] > 0:
		b.flattened[name]--
		b.divide()
	case paraTags[name]:
		if paraTags[b.top().tag] {
			b.pop()
		} else {
			b.divide()
		}
	case name == "li":
		b.closeTo(set("li"), listBarrier)
	case name == "dt", name == "dd":
		b.closeTo(set(name), termBarrier)
	case tableParts[name] && b.inside("table", nil), name == "table":
		b.closeTo(set(name), set("table"))
	case containers[name], name == "figcaption":
		b.closeTo(set(name), cellBarrier)
	case wrappers[name], tableParts[name]:
		b.divide()
		if len(b.aligns) > b.open[len(b.open)-1].aligns {
			b.aligns = b.aligns[:len(b.aligns)-1]
		}
	}
}

// item opens a list item or a term, in a list of its own where none is open.
func (b *builder) item(tag string, siblings, barrier map[string]bool, list string) {
	b.divide()
	b.closeTo(siblings, barrier)
	if top := b.top().tag; top != list && !(list == "ul" && top == "ol") {
		if !b.flow() || len(b.open) >= maxOpen {
			return
		}
		b.push(&node{tag: list})
	}
	b.push(&node{tag: tag})
}

// container opens a list, a quote, a figure or a table where there is room.
func (b *builder) container(name string) {
	if !b.flow() || len(b.open) >= maxOpen || name == "table" && b.inside("table", nil) {
		b.flattened[name]++
		return
	}
	b.push(&node{tag: name})
}

// tablePart opens a part of the open table, and what is missing around it.
func (b *builder) tablePart(t token) {
	switch t.name {
	case "caption":
		b.closeUntil(set("table"))
		b.captionOnce("caption")
	case "colgroup":
		b.closeUntil(set("table"))
		b.push(&node{tag: "colgroup", attrs: spans(t.attrs, "span")})
	case "col":
		if b.top().tag != "colgroup" {
			b.closeUntil(set("table"))
			b.push(&node{tag: "colgroup"})
		}
		b.add(&node{tag: "col", attrs: spans(t.attrs, "span")})
	case "thead", "tbody", "tfoot":
		b.closeUntil(set("table"))
		once := func(n *node) bool { return n.tag == t.name && t.name != "tbody" }
		if slices.ContainsFunc(b.top().kids, once) {
			t.name = "tbody"
		}
		b.push(&node{tag: t.name})
	case "tr":
		b.closeUntil(set("table thead tbody tfoot"))
		b.row()
	default:
		b.closeUntil(set("table thead tbody tfoot tr"))
		b.row()
		b.push(&node{tag: t.name, class: b.cellClass(t), attrs: cellAttrs(t)})
	}
}

// row makes sure that a row is open in the open table.
func (b *builder) row() {
	if b.top().tag == "table" {
		b.push(&node{tag: "tbody"})
	}
	if b.top().tag != "tr" {
		b.push(&node{tag: "tr"})
	}
}

// captionOnce opens the caption of the innermost element, or goes on with it.
func (b *builder) captionOnce(tag string) {
	kids := b.top().kids
	if i := slices.IndexFunc(kids, func(n *node) bool { return n.tag == tag }); i >= 0 {
		b.reopen(kids[i])
		b.divide()
		return
	}
	b.push(&node{tag: tag})
}

// divide ends the paragraph that the builder is in. A heading without text yet
// stays open: its text is in the block that follows.
func (b *builder) divide() {
	if headings[b.top().tag] && len(b.top().kids) == 0 {
		return
	}
	for paraTags[b.top().tag] {
		b.pop()
	}
	n := len(b.top().kids)
	if n == 0 || !b.top().kids[n-1].leaf() {
		return
	}
	if captions[b.top().tag] {
		b.leaf(&node{tag: "br"})
	} else {
		b.add(&node{tag: breakTag})
	}
}

// flow goes to a place that may hold a block, and reports whether there is one.
func (b *builder) flow() bool {
	b.divide()
	for paraTags[b.top().tag] {
		b.pop()
	}
	if captions[b.top().tag] {
		return false
	}
	b.settle()
	return true
}

// settle leaves the skeleton of a list or table for the item or cell in it that
// text and blocks may stand in.
func (b *builder) settle() {
	switch b.top().tag {
	case "ul", "ol":
		b.child("li")
	case "dl":
		b.child("dd")
	case "colgroup":
		b.pop()
		b.settle()
	case "table", "thead", "tbody", "tfoot", "tr":
		b.row()
		b.child("td")
	}
}

// ensureText goes to a place that may hold running text.
func (b *builder) ensureText() {
	b.settle()
	switch tag := b.top().tag; {
	case tag == "root", tag == "blockquote":
		b.push(&node{tag: "p", class: b.align()})
	case !paraTags[tag] && !captions[tag] && b.align() != "":
		b.push(&node{tag: "p", class: b.align()})
	}
}

func (b *builder) top() *node { return b.open[len(b.open)-1].n }

func (b *builder) add(n *node) { b.top().kids = append(b.top().kids, n) }

func (b *builder) push(n *node) {
	b.add(n)
	b.reopen(n)
}

func (b *builder) reopen(n *node) {
	b.open = append(b.open, frame{n: n, on: b.on, link: b.link, aligns: len(b.aligns)})
}

// child goes on with the last child when it has the tag, else opens a new one.
func (b *builder) child(tag string) {
	kids := b.top().kids
	if n := len(kids); n > 0 && kids[n-1].tag == tag {
		b.reopen(kids[n-1])
		return
	}
	b.push(&node{tag: tag})
}

// pop closes the innermost element; what was opened inside it ends with it.
func (b *builder) pop() {
	f := b.open[len(b.open)-1]
	b.open = b.open[:len(b.open)-1]
	for i := range b.on {
		b.on[i] = min(b.on[i], f.on[i])
	}
	if b.link != "" {
		b.link = f.link
	}
	b.aligns = b.aligns[:min(f.aligns, len(b.aligns))]
}

// closeTo closes up to and including the nearest element named, unless a
// barrier stands before it.
func (b *builder) closeTo(names, barriers map[string]bool) {
	for i := len(b.open) - 1; i > 0; i-- {
		switch tag := b.open[i].n.tag; {
		case names[tag]:
			for len(b.open) > i {
				b.pop()
			}
			return
		case barriers[tag]:
			return
		}
	}
}

// closeUntil closes down to the nearest element named, which stays open.
func (b *builder) closeUntil(names map[string]bool) {
	for len(b.open) > 1 && !names[b.top().tag] {
		b.pop()
	}
}

// inside reports whether the named element is open within the barriers.
func (b *builder) inside(name string, barriers map[string]bool) bool {
	for i := len(b.open) - 1; i > 0; i-- {
		switch tag := b.open[i].n.tag; {
		case tag == name:
			return true
		case barriers[tag]:
			return false
		}
	}
	return false
}
