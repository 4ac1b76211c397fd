package pdf

import (
	"strings"
	"unicode"
)

// What may not begin a line, and what may not end one (避头尾).
const (
	closing = "，。、；：？！）》〉】〕］｝”’」』…—％‰℃·.,;:?!)]}%"
	opening = "（《〈【〔［｛“‘「『([{"
)

// unit is a run of characters that a line does not break: a Chinese character with
// the marks that belong to it, or a word or number.
type unit struct {
	text  []rune
	width float64 // in ems
	space bool    // may be dropped at the end of a line
}

func (f *font) width(r rune) float64 {
	id, _ := f.glyph(r)
	return float64(f.advance(id)) / 1000
}

// units cuts a text where a line may end.
func (f *font) units(s string) []unit {
	runes := []rune(s)
	list := make([]unit, 0, len(runes))
	glue := false // the next character stays with the last one
	for i, r := range runes {
		word := r < 0x2000 && !unicode.IsSpace(r)
		space := unicode.IsSpace(r)
		last := len(list) - 1
		joins := last >= 0 && !list[last].space && !space &&
			(glue || strings.ContainsRune(closing, r) || word && ends(list[last].text))
		if joins { // the units stand one after the other in the text
			u := &list[last]
			u.text, u.width = runes[i-len(u.text):i+1], u.width+f.width(r)
		} else {
			list = append(list, unit{runes[i : i+1], f.width(r), space})
		}
		glue = strings.ContainsRune(opening, r)
	}
	return list
}

// ends reports whether a unit ends with a letter or digit that a next one goes on.
func ends(text []rune) bool {
	r := text[len(text)-1]
	return r < 0x2000 && !unicode.IsSpace(r)
}

// line is one line of text.
type line struct {
	text  []rune
	width float64 // in ems
	last  bool    // of its paragraph: not stretched
}

// fold breaks a text into lines; first and rest are the widths of the first line
// and of the others, in ems. A run that is wider than a line is cut.
func (f *font) fold(s string, first, rest float64) (lines []line) {
	cur, room := line{}, first
	flush := func() {
		for len(cur.text) > 0 && unicode.IsSpace(cur.text[len(cur.text)-1]) {
			cur.width -= f.width(cur.text[len(cur.text)-1])
			cur.text = cur.text[:len(cur.text)-1]
		}
		lines, cur, room = append(lines, cur), line{}, rest
	}
	for _, u := range f.units(s) {
		if cur.width+u.width > room+.001 && len(cur.text) > 0 && !u.space {
			flush()
		}
		if u.space && len(cur.text) == 0 && len(lines) > 0 {
			continue
		}
		for _, r := range u.text {
			w := f.width(r)
			if cur.width+w > room+.001 && len(cur.text) > 0 && u.width > room {
				flush()
			}
			cur.text, cur.width = append(cur.text, r), cur.width+w
		}
	}
	if len(cur.text) > 0 || len(lines) == 0 {
		flush()
	}
	lines[len(lines)-1].last = true
	return lines
}
