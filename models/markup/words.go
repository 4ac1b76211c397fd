package markup

import (
	"strings"

	"golang.org/x/net/html"
)

// Words returns h with its running text passed through change; tags, addresses
// and alternative texts stay. The result is cleaned again.
func Words(h HTML, change func(string) string) HTML {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(string(h)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return Clean(out.String())
		case html.TextToken:
			out.WriteString(html.EscapeString(change(string(z.Text()))))
		default:
			out.Write(z.Raw())
		}
	}
}

// WithoutFirst returns h without its first element.
func WithoutFirst(h HTML) HTML {
	z := html.NewTokenizer(strings.NewReader(string(h)))
	depth, at := 0, 0
	for {
		kind := z.Next()
		at += len(z.Raw())
		switch kind {
		case html.ErrorToken:
			return ""
		case html.StartTagToken:
			if name, _ := z.TagName(); !void[string(name)] {
				depth++
			}
		case html.EndTagToken:
			if depth--; depth == 0 {
				return HTML(strings.TrimSpace(string(h)[at:]))
			}
		}
	}
}

// void are the elements of our vocabulary that have no end tag.
var void = set("br img hr col")

// PageTitle is what a page of the web calls itself in its <title>, or "".
func PageTitle(src string) string {
	z := html.NewTokenizer(strings.NewReader(src))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "title" {
				if z.Next() == html.TextToken {
					return strings.TrimSpace(flatten(plainText(string(z.Text()))))
				}
				return ""
			}
		}
	}
}
