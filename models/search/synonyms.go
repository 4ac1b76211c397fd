package search

import (
	"context"
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

// Synonyms are those in force.
func (k *Keeper) Synonyms(context.Context) Synonyms { return usual }

// Usual are the words of a finance bureau that mean the same to a citizen: the
// list before anybody has changed it.
var Usual = [][]string{
	{"三公经费", "“三公”经费"}, {"补贴", "补助"}, {"预决算", "预算 决算"}, {"惠农", "惠民惠农"}, {"一卡通", "“一卡通”"}, {"招标", "政府采购"}, {"会计证", "会计从业资格"}, {"初级会计", "初级会计专业技术资格"},
	{"年报", "年度报告"}, {"信息公开", "政府信息公开"}, {"收费", "行政事业性收费"}, {"发票", "财政票据"}, {"解读", "政策解读"}, {"规范性文件", "行政规范性文件"}, {"投诉", "质疑"},
}

var usual = NewSynonyms(Usual)
