package search

import (
	"strings"
)

// numberForm writes a 发文字号 or 索引号 so that the ways in which people write
// one come to the same: "黔江财发〔2024〕12号", "黔江财发[2024]12", "黔江财发 (2024) 第12号"
// are all "|黔江财发|2024|12|". "" when there is nothing to compare.
func numberForm(text string) string {
	var b strings.Builder
	char := false
	s := scanner{text: text}
	for u, ok := s.next(); ok; u, ok = s.next() {
		if u.text == "第" || u.text == "号" || u.text == "字" {
			char = false
			continue
		}
		if !u.char || !char || u.apart {
			b.WriteByte('|')
		}
		b.WriteString(split(u.text))
		char = u.char
	}
	if b.Len() == 0 {
		return ""
	}
	return b.String() + "|"
}

// split parts a year from a number that was written right behind it.
func split(word string) string {
	if len(word) > 4 && len(word) < 9 && (word[:2] == "20" || word[:2] == "19") && strings.Trim(word, "0123456789") == "" && word[4] != '0' {
		return word[:4] + "|" + word[4:]
	}
	return word
}

// numberPart is the form of a query that may be a part of a number; "" when it is
// none: a part names a serial number beside something else.
func numberPart(query string) string {
	form := numberForm(query)
	parts := strings.Split(strings.Trim(form, "|"), "|")
	if len(parts) < 2 || len(parts) > 6 || !strings.ContainsAny(form, "0123456789") {
		return ""
	}
	return form
}

// partOf reports whether a part (numberPart) stands in a number's form: whole
// years and serial numbers, and the end of the letters before them.
func partOf(form, part string) bool {
	first := strings.TrimPrefix(part, "|")
	if first != "" && first[0] >= 0x80 { // begins with Chinese characters, which may be cut
		return strings.Contains(form, first)
	}
	return strings.Contains(form, part)
}
