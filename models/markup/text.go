package markup

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainText takes out of s what no document holds: control characters,
// direction overrides and invisible marks. Every kind of space except the
// ideographic one becomes an ordinary space, and the rest composed form.
func plainText(s string) string {
	s = norm.NFC.String(strings.Map(visible, s))
	// A solidus overlay that found nothing to merge with would, at the start of
	// an element, merge with the ">" of its tag.
	return strings.ReplaceAll(s, "\u0338", "")
}

// visible maps one character; see plainText.
func visible(r rune) rune {
	switch {
	case r == ' ' || r == '\n' || r == ideographicSpace:
		return r
	case r == '\u2028' || r == '\u2029':
		return '\n'
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r), unicode.Is(noncharacters, r), invisible(r):
		return -1
	}
	return r
}

const ideographicSpace = '\u3000'

// noncharacters will never be assigned and are refused by XML and some stores.
var noncharacters = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0xFDD0, Hi: 0xFDEF, Stride: 1}, {Lo: 0xFFFE, Hi: 0xFFFF, Stride: 1}}}

// invisible reports characters that change or hide text without being seen.
func invisible(r rune) bool {
	switch {
	case r >= '\u200B' && r <= '\u200F', r >= '\u202A' && r <= '\u202E', r >= '\u2060' && r <= '\u2069':
		return true
	case r == '\u00AD', r == '\u061C', r == '\uFEFF':
		return true
	}
	return r&0xFFFE == 0xFFFE // the last two of every plane
}

// flatten collapses white space to single spaces. A line break between two
// Chinese characters goes altogether: there it is the source's line width, and
// a space would be seen.
func flatten(s string) string {
	var out strings.Builder
	out.Grow(len(s))
	prev, space, broken := rune(0), false, false
	for _, r := range s {
		if r == ' ' || r == '\n' {
			space, broken = true, broken || r == '\n'
			continue
		}
		if space && (!broken || !wide(prev) || !wide(r)) {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
		prev, space, broken = r, false, false
	}
	if space {
		out.WriteByte(' ')
	}
	return out.String()
}

// wide reports Chinese characters and full-width punctuation.
func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r > ideographicSpace && r <= '\u303F' || r >= '\uFF01' && r <= '\uFF60'
}

// isEdge reports what is trimmed off the ends of a paragraph; indentation is a
// matter of style.
func isEdge(r rune) bool { return r == ' ' || r == ideographicSpace }
