package stats

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// MaxTerm is the most characters of a search term that is kept.
const MaxTerm = 40

// longNumber is the least digits of a number that may be a person's: telephone,
// identity card, account. Dates and document numbers are shorter.
const longNumber = 7

// normal is a term as it is counted: narrow letters in lower case, single spaces.
// ok is false for what is not counted.
func (s *Service) normal(term string) (string, bool) {
	term = strings.ToLower(strings.Join(strings.Fields(width.Narrow.String(strings.ToValidUTF8(term, ""))), " "))
	if n := utf8.RuneCountInString(term); n == 0 || n > MaxTerm {
		return "", false
	}
	if strings.ContainsFunc(term, unicode.IsControl) || strings.ContainsRune(term, '@') || numerous(term) || s.personal(term) {
		return "", false
	}
	return term, true
}

// numerous reports whether a text holds a long number, also one with spaces, dots
// and dashes in it.
func numerous(text string) bool {
	n := 0
	for _, r := range text {
		switch {
		case unicode.IsDigit(r):
			n++
		case strings.ContainsRune(" -.·/", r) && n > 0:
		default:
			n = 0
		}
		if n >= longNumber {
			return true
		}
	}
	return false
}
