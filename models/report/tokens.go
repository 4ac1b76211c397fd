package report

import (
	"strings"
	"unicode"
)

// token is one piece of a table in a text.
type token struct {
	kind tokenKind
	text string
	line int // index of its line
}

type tokenKind uint8

const (
	word  tokenKind = iota // part of a label
	value                  // a number or a slash
	blank                  // an empty cell; only rows set apart by tabs have them
)

// tokens splits the lines of a table. In a line with tabs a cell is one piece
// and may be blank; elsewhere any space separates, and words join again when
// labels are compared.
func tokens(lines []string) []token {
	var out []token
	for i, line := range lines {
		if strings.Contains(line, "\t") {
			out = append(out, rowTokens(line, i)...)
			continue
		}
		for _, field := range strings.FieldsFunc(line, unicode.IsSpace) {
			out = append(out, classify(field, i))
		}
	}
	return out
}

// rowTokens splits a row set apart by tabs. Blank cells before and between
// labels are what merged cells leave behind, and a row of nothing is a spacer.
func rowTokens(line string, at int) []token {
	var out []token
	said := false
	for cell := range strings.SplitSeq(line, "\t") {
		t := classify(strings.TrimSpace(cell), at)
		said = said || t.kind != blank
		if t.kind == word {
			for len(out) > 0 && out[len(out)-1].kind == blank {
				out = out[:len(out)-1]
			}
		}
		out = append(out, t)
	}
	if !said {
		return nil
	}
	return out
}

func classify(s string, line int) token {
	t := token{kind: word, text: s, line: line}
	switch {
	case s == "":
		t.kind = blank
	case looksLikeValue(s):
		t.kind = value
	}
	return t
}

// stream reads tokens from left to right.
type stream struct {
	tokens []token
	at     int
}

// peek returns the next token; the kind of the end is blank with line -1.
func (s *stream) peek() token {
	if s.at >= len(s.tokens) {
		return token{kind: blank, line: -1}
	}
	return s.tokens[s.at]
}

func (s *stream) done() bool { return s.at >= len(s.tokens) }

// values takes the next run of values and blanks.
func (s *stream) values() []token {
	from := s.at
	for !s.done() && s.tokens[s.at].kind != word {
		s.at++
	}
	return s.tokens[from:s.at]
}

// fit brings a run of values to n by dropping blanks that are no cells: up to
// fillers in front, left by a merged label, and any behind.
func fit(run []token, n, fillers int) []token {
	for ; len(run) > n && fillers > 0 && run[0].kind == blank; fillers-- {
		run = run[1:]
	}
	for len(run) > n && run[len(run)-1].kind == blank {
		run = run[:len(run)-1]
	}
	return run
}
