package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// Removed says what Clean took out of a source and what of note it kept, for one
// line to the person who pasted it.
type Removed struct {
	Dress    int // tags and attributes of mere looks
	Pictures int // images that are not files of ours and must be uploaded apart
	Tables   int // tables kept
	Lists    int // lists kept or rebuilt
}

// CleanReport is Clean with an account of it.
func CleanReport(src string) (HTML, Removed) {
	h := Clean(src)
	before, after := tally(src), tally(string(h))
	return h, Removed{Dress: max(0, before.dress-after.dress), Pictures: max(0, before.pictures-after.pictures), Tables: after.tables, Lists: after.lists}
}

// counts is what tally finds in a piece of HTML.
type counts struct{ dress, pictures, tables, lists int }

// tally counts tags that only dress text, attributes, pictures, tables and lists.
func tally(src string) (n counts) {
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return n
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			n.dress += len(t.Attr)
			switch t.Data {
			case "img", "v:imagedata":
				n.pictures++
				n.dress -= len(t.Attr)
			case "table":
				n.tables++
			case "ul", "ol":
				n.lists++
			case "span", "font", "o:p", "style", "meta", "link", "xml", "div", "section", "big", "small", "script":
				n.dress++
			}
		}
	}
}
