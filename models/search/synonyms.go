package search

import (
	"slices"
	"strings"
)

// Synonyms says which words mean the same: by the key of a phrase the others.
// The zero value has none.
type Synonyms struct {
	by      map[string][]synonym
	longest int // units of the longest word
}

type synonym struct {
	text  string
	units phrase
}

// maxVariants bounds what is looked for instead of one word.
const maxVariants = 5

// NewSynonyms reads lists of words that mean the same.
func NewSynonyms(lists [][]string) Synonyms {
	s := Synonyms{by: map[string][]synonym{}}
	for _, list := range lists {
		var words []synonym
		for _, w := range list {
			var whole phrase // quotation marks inside a word part nothing here
			for _, p := range phrases(w) {
				whole = append(whole, p...)
			}
			if len(whole) > 0 {
				words = append(words, synonym{w, whole})
			}
		}
		for _, w := range words {
			s.longest = max(s.longest, len(w.units))
			for _, other := range words {
				if key := w.units.key(); other.units.key() != key {
					s.by[key] = append(s.by[key], other)
				}
			}
		}
	}
	return s
}

// of lists what a phrase could be said by instead: each of its words, the
// longest first, exchanged for one that means the same.
func (s Synonyms) of(p phrase) (all []synonym) {
	seen := []string{p.key()}
	for n := min(s.longest, len(p)); n > 0; n-- {
		for at := 0; at+n <= len(p); at++ {
			for _, other := range s.by[p[at:at+n].key()] {
				units := slices.Concat(p[:at], other.units, p[at+n:])
				if key := units.key(); !slices.Contains(seen, key) && len(all) < maxVariants {
					seen = append(seen, key)
					all = append(all, synonym{p[:at].text() + other.text + p[at+n:].text(), units})
				}
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	return nil
}

// text is a phrase as one would write it.
func (p phrase) text() string {
	var b strings.Builder
	for i, u := range p {
		if i > 0 && !u.char && !p[i-1].char {
			b.WriteByte(' ')
		}
		b.WriteString(u.text)
	}
	return b.String()
}

// ParseSynonyms reads "补贴=补助；收费=行政事业性收费": words that mean the same joined
// by equals signs, lists of them parted by semicolons.
func ParseSynonyms(text string) Synonyms {
	var lists [][]string
	for list := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(";；\n", r) }) {
		lists = append(lists, strings.FieldsFunc(list, func(r rune) bool { return r == '=' || r == '＝' }))
	}
	return NewSynonyms(lists)
}
