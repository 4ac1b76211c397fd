package markup

import (
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// maxSpan bounds the columns or rows that one cell may cover.
const maxSpan = 200

// maxSide bounds the width and height that an image may state, in pixels.
const maxSide = 10000

// foreignRel is what a link to another host carries: it gets no handle on our
// window.
const foreignRel = "external noopener"

// value returns the first attribute of that name, or "".
func value(attrs []html.Attribute, name string) string {
	for _, a := range attrs {
		if a.Key == name && a.Namespace == "" {
			return a.Val
		}
	}
	return ""
}

// address returns the address a link may have, in one spelling, or "".
func address(href string) string {
	href = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7F {
			return -1
		}
		return r
	}, plainText(href))
	if href == "" || strings.ContainsRune(href, '\\') {
		return ""
	}
	u, err := url.Parse(href)
	if err != nil || u.Scheme == "" && u.Host != "" || strings.HasPrefix(href, "//") {
		return ""
	}
	switch u.Scheme {
	case "", "mailto", "tel":
	case "http", "https":
		if u.Host == "" {
			return ""
		}
	default:
		return ""
	}
	if again, err := url.Parse(u.String()); err != nil || again.String() != u.String() || again.Scheme != u.Scheme {
		return ""
	}
	return u.String()
}

// foreign reports whether an address that passed address leads to a host.
func foreign(href string) bool {
	return strings.HasPrefix(href, "http:") || strings.HasPrefix(href, "https:")
}

var filePath = regexp.MustCompile(`^/files/[0-9A-Za-z_-]+(/[^/?#]+)?$`)

// image returns the leaf for an image of ours, or nil for any other.
func image(attrs []html.Attribute) *node {
	src := address(value(attrs, "src"))
	if !filePath.MatchString(src) || strings.Contains(src, "..") {
		return nil
	}
	alt := strings.TrimFunc(flatten(plainText(value(attrs, "alt"))), isEdge)
	n := &node{tag: "img", attrs: []html.Attribute{{Key: "src", Val: src}, {Key: "alt", Val: alt}}}
	for _, side := range []string{"width", "height"} {
		if v := number(value(attrs, side), 1, maxSide); v != "" {
			n.attrs = append(n.attrs, html.Attribute{Key: side, Val: v})
		}
	}
	return n
}

// number returns s as a plain decimal within the bounds, or "".
func number(s string, low, high int) string {
	v, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || v < low || v > high {
		return ""
	}
	return strconv.Itoa(v)
}

// spans keeps the named attributes that say more than the default of one.
func spans(attrs []html.Attribute, names ...string) []html.Attribute {
	var out []html.Attribute
	for _, name := range names {
		if v := number(value(attrs, name), 2, maxSpan); v != "" {
			out = append(out, html.Attribute{Key: name, Val: v})
		}
	}
	return out
}

var scopeValues = []string{"row", "col", "rowgroup", "colgroup"}

// cellAttrs keeps what a cell says about the grid.
func cellAttrs(t token) []html.Attribute {
	out := spans(t.attrs, "rowspan", "colspan")
	scope := strings.ToLower(strings.TrimSpace(value(t.attrs, "scope")))
	if t.name == "th" && slices.Contains(scopeValues, scope) {
		out = append(out, html.Attribute{Key: "scope", Val: scope})
	}
	return out
}

// look is what a tag says about alignment: a class, "left" or nothing, and
// whether it takes the first-line indent away.
func look(t token) (align string, flush bool) {
	classes := map[string]string{"center": "ta-c", "right": "ta-r", "justify": "ta-j", "left": "left", "start": "left", "end": "ta-r"}
	if t.name == "center" {
		align = "ta-c"
	}
	if a := classes[strings.ToLower(value(t.attrs, "align"))]; a != "" {
		align = a
	}
	for class := range strings.FieldsSeq(value(t.attrs, "class")) {
		switch class {
		case "ta-c", "ta-r", "ta-j":
			align = class
		case "ti-0":
			flush = true
		}
	}
	for rule := range strings.SplitSeq(strings.ToLower(value(t.attrs, "style")), ";") {
		name, val, _ := strings.Cut(rule, ":")
		val = strings.TrimSpace(strings.ReplaceAll(val, "!important", ""))
		switch strings.TrimSpace(name) {
		case "text-align":
			if a := classes[val]; a != "" {
				align = a
			}
		case "text-indent":
			flush = strings.TrimRight(val, "abcdefghijklmnopqrstuvwxyz%") == "0" || strings.HasPrefix(val, "0.0")
		}
	}
	return align, flush
}

// align returns the alignment that the wrappers around this place ask for; a
// cell does not look beyond itself.
func (b *builder) align() string {
	base := 0
	for i := len(b.open) - 1; i > 0; i-- {
		if cells[b.open[i].n.tag] {
			base = b.open[i].aligns
			break
		}
	}
	if len(b.aligns) > base {
		return b.aligns[len(b.aligns)-1]
	}
	return ""
}

// alignment returns the alignment inside a wrapper.
func (b *builder) alignment(t token) string {
	switch align, _ := look(t); align {
	case "":
		return b.align()
	case "left":
		return ""
	default:
		return align
	}
}

// class returns the class of a paragraph or heading. Centred and right-aligned
// paragraphs have no indent to take away.
func (b *builder) class(t token) string {
	align, flush := b.alignment(t), false
	if t.name == "p" && (align == "" || align == "ta-j") {
		_, flush = look(t)
	}
	if flush {
		return strings.TrimSpace(align + " ti-0")
	}
	return align
}

// cellClass returns the class of a cell, which inherits nothing.
func (b *builder) cellClass(t token) string {
	if align, _ := look(t); align != "left" {
		return align
	}
	return ""
}
