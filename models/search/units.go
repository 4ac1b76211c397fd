package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A unit is what a reader cannot divide: one Chinese character, or a word of
// letters and digits.
type unit struct {
	text    string // folded: half width, lower case
	at, end int    // where it stands in the text, in bytes
	char    bool   // a Chinese character; else a word
	apart   bool   // something that is no unit stands before it
}

// maxWord bounds a word, in bytes: what is longer is cut.
const maxWord = 64

// scanner walks through the units of a text.
type scanner struct {
	text string
	i    int
}

func (s *scanner) next() (u unit, ok bool) {
	apart := s.i == 0
	for s.i < len(s.text) {
		r, n := s.rune(s.i)
		switch {
		case single(r):
			u = unit{text: s.text[s.i : s.i+n], at: s.i, end: s.i + n, char: true, apart: apart}
			s.i += n
			return u, true
		case wordy(r):
			u = s.word()
			u.apart = apart
			return u, true
		}
		apart = true
		s.i += n
	}
	return unit{}, false
}

func (s *scanner) rune(i int) (rune, int) {
	if b := s.text[i]; b < utf8.RuneSelf {
		return rune(b), 1
	}
	return utf8.DecodeRuneInString(s.text[i:])
}

// word reads the word that begins here.
func (s *scanner) word() unit {
	from, plain := s.i, true
	for s.i < len(s.text) {
		r, n := s.rune(s.i)
		if !wordy(r) {
			break
		}
		plain = plain && r < utf8.RuneSelf && (r < 'A' || r > 'Z')
		s.i += n
	}
	text := s.text[from:s.i]
	if !plain {
		text = strings.Map(fold, text)
	}
	if len(text) > maxWord {
		text = strings.ToValidUTF8(text[:maxWord], "")
	}
	return unit{text: text, at: from, end: s.i}
}

// fold makes full-width letters and digits half-width, and capitals small.
func fold(r rune) rune {
	if r >= 0xFF01 && r <= 0xFF5E {
		r -= 0xFEE0
	}
	return unicode.ToLower(r)
}

// single reports whether a character is a unit by itself: scripts that are
// written without spaces.
func single(r rune) bool {
	if r < 0x3000 {
		return false
	}
	return r >= 0x4E00 && r <= 0x9FFF || r >= 0x3400 && r <= 0x4DBF || r == 0x3007 || r == 0x3005 ||
		r >= 0x3041 && r <= 0x30FF && r != 0x30FB || r >= 0xAC00 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFD
}

func wordy(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return !single(r) && r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// phrase is a sequence of units that must follow each other directly.
type phrase []unit

// phrases are the sequences of units in a text, as its spaces and punctuation
// part them.
func phrases(text string) (all []phrase) {
	s := scanner{text: text}
	for u, ok := s.next(); ok; u, ok = s.next() {
		if u.apart || len(all) == 0 {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], u)
	}
	return all
}

// key makes phrases comparable.
func (p phrase) key() string {
	var b strings.Builder
	for _, u := range p {
		if !u.char {
			b.WriteByte(' ')
		}
		b.WriteString(u.text)
	}
	return b.String()
}

// span is where something was found, in bytes.
type span struct{ at, end int }

// spans finds the phrases in a text, at most limit places (0 is no limit), in
// their order, none of them overlapping.
func spans(text string, ps []phrase, limit int) (found []span) {
	longest := 0
	for _, p := range ps {
		longest = max(longest, len(p))
	}
	if longest == 0 {
		return nil
	}
	var window []unit // the last units, none of them apart from the one before
	s := scanner{text: text}
	for u, ok := s.next(); ok; u, ok = s.next() {
		if u.apart {
			window = window[:0]
		}
		if len(window) == longest {
			copy(window, window[1:])
			window = window[:longest-1]
		}
		window = append(window, u)
		if at, ok := ending(window, ps); ok {
			found = add(found, span{at, u.end})
			if limit > 0 && len(found) > limit {
				return found[:limit]
			}
		}
	}
	return found
}

// ending finds the longest phrase that ends with the window and returns where it
// begins.
func ending(window []unit, ps []phrase) (at int, ok bool) {
	best := 0
	for _, p := range ps {
		if len(p) <= best || len(p) > len(window) {
			continue
		}
		tail := window[len(window)-len(p):]
		same := true
		for i := range p {
			if tail[i].text != p[i].text {
				same = false
				break
			}
		}
		if same {
			best = len(p)
		}
	}
	if best == 0 {
		return 0, false
	}
	return window[len(window)-best].at, true
}

// add appends a place, or makes the last one longer when they touch.
func add(found []span, s span) []span {
	if n := len(found); n > 0 && s.at <= found[n-1].end {
		found[n-1].at = min(found[n-1].at, s.at)
		found[n-1].end = max(found[n-1].end, s.end)
		return found
	}
	return append(found, s)
}
