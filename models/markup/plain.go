package markup

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"
)

// Text returns the text of h: paragraphs, list items and rows on lines of their
// own, cells apart by a space.
func Text(h HTML) string {
	var w strings.Builder
	cell := false
	z := html.NewTokenizer(strings.NewReader(string(h)))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return tidyLines(w.String())
		case html.TextToken:
			w.WriteString(strings.ReplaceAll(string(z.Text()), "\n", " "))
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			switch tag := string(name); {
			case cells[tag]:
				cell = !cell
				w.WriteByte(' ')
			case cell && (lined[tag] || tag == "br"):
				w.WriteByte(' ')
			case lined[tag], tag == "br":
				w.WriteByte('\n')
			}
		}
	}
}

// tidyLines drops empty lines and the white space around the others.
func tidyLines(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimFunc(flatten(line), isEdge); line != "" {
			lines = append(lines, line)
		}
	}
	return norm.NFC.String(strings.Join(lines, "\n"))
}

// Excerpt returns the first n characters of the text on one line, with an
// ellipsis when there is more.
func Excerpt(h HTML, n int) string {
	text := []rune(strings.ReplaceAll(Text(h), "\n", " "))
	if len(text) <= n {
		return string(text)
	}
	return strings.TrimRightFunc(string(text[:max(n, 0)]), isEdge) + "…"
}

// Empty reports whether h shows nothing: no text and no image.
func Empty(h HTML) bool {
	return Text(h) == "" && !strings.Contains(string(h), "<img ")
}

// Under returns h with every address that starts at the root of the site moved
// below base, for a site that lives under a path of another. Cleaned text holds
// no bare quote, so the pattern can only be an attribute.
func Under(h HTML, base string) HTML {
	if base == "" {
		return h
	}
	base = html.EscapeString(base)
	return HTML(strings.NewReplacer(` href="/`, ` href="`+base+`/`, ` src="/`, ` src="`+base+`/`).Replace(string(h)))
}
