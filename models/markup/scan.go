package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// token is one step of the source: an opening tag, a closing tag or text.
type token struct {
	kind  tokenKind
	name  string // of a tag, already in our vocabulary where it has a synonym
	attrs []html.Attribute
	text  string
}

type tokenKind uint8

const (
	text tokenKind = iota
	open
	shut
)

// synonyms maps element names to the name that a document uses for them.
var synonyms = map[string]string{
	"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em",
}

// unseen lists elements whose content is not part of the text a reader sees.
var unseen = set("script style title template iframe object applet noscript noframes noembed " +
	"svg math select textarea button xml audio video canvas")

// selfClosing lists the unseen elements that a slash really closes; elsewhere
// HTML ignores the slash and the content that follows stays unseen.
var selfClosing = set("svg math xml")

func set(names string) map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(names) {
		m[n] = true
	}
	return m
}

// scan splits src into tokens, leaves out unseen content, and reports whether
// src holds any markup at all. Tables that only serve as layout (they contain
// another table) come back as plain wrappers, so that the data table survives.
func scan(src string) (tokens []token, tagged bool) {
	z := html.NewTokenizer(strings.NewReader(src))
	var tables []int // indexes of the table tags that are open
	hidden := hiding{}
	for {
		switch z.Next() {
		case html.ErrorToken: // the end; a reader of a string has no other error
			return tokens, tagged
		case html.TextToken:
			if !hidden.on() {
				tokens = append(tokens, token{kind: text, text: string(z.Text())})
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			tagged = true
			t := z.Token()
			if hidden.start(t) {
				continue
			}
			if t.Data == "table" {
				if n := len(tables); n > 0 {
					tokens[tables[n-1]].name = "div"
				}
				tables = append(tables, len(tokens))
			}
			tokens = append(tokens, token{kind: open, name: canonical(t.Data), attrs: t.Attr})
		case html.EndTagToken:
			tagged = true
			name, _ := z.TagName()
			if t := string(name); !hidden.end(t) {
				if t == "table" && len(tables) > 0 {
					tables = tables[:len(tables)-1]
				}
				tokens = append(tokens, token{kind: shut, name: canonical(t)})
			}
		default: // comment or doctype
			tagged = true
		}
	}
}

func canonical(name string) string {
	if s, ok := synonyms[name]; ok {
		return s
	}
	return name
}

// hiding tracks the unseen element that the scan is inside of.
type hiding struct {
	name  string
	depth int
}

func (h *hiding) on() bool { return h.depth > 0 }

// start reports whether t is to be left out.
func (h *hiding) start(t html.Token) bool {
	closed := t.Type == html.SelfClosingTagToken && selfClosing[t.Data]
	switch {
	case h.on():
		if t.Data == h.name && !closed {
			h.depth++
		}
		return true
	case unseen[t.Data]:
		if !closed {
			h.name, h.depth = t.Data, 1
		}
		return true
	}
	return false
}

// end reports whether the closing tag is to be left out.
func (h *hiding) end(name string) bool {
	if !h.on() {
		return unseen[name]
	}
	if name == h.name {
		h.depth--
	}
	return true
}
