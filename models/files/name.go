package files

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of a file's name.
const (
	maxName  = 80  // runes before the extension
	maxBytes = 180 // of the whole name: file systems stop at 255
)

// Name makes a name of what a browser said a file is called: one segment of a
// path, nothing that cannot be seen or that a file system refuses, its
// extension kept and in lower case.
func Name(said string) string {
	said = norm.NFC.String(strings.ToValidUTF8(said, ""))
	if at := strings.LastIndexAny(said, `/\`); at >= 0 {
		said = said[at+1:]
	}
	said = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, unicode.IsControl(r), unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`<>:"|?*%#;`, r):
			return '_'
		}
		return r
	}, said)
	said = strings.Trim(strings.Join(strings.Fields(said), " "), ". ")
	ext := strings.ToLower(path.Ext(said))
	if n := utf8.RuneCountInString(ext); n < 2 || n > 8 {
		ext = ""
	}
	base := strings.Trim(said[:len(said)-len(ext)], ". ")
	base = shorten(base, len(ext))
	if base == "" || reserved[strings.ToUpper(base)] {
		base = "附件" + base
	}
	return base + ext
}

// shorten cuts a name that is too long at the end of a character.
func shorten(base string, ext int) string {
	if r := []rune(base); len(r) > maxName {
		base = string(r[:maxName])
	}
	for len(base)+ext > maxBytes {
		_, n := utf8.DecodeLastRuneInString(base)
		base = base[:len(base)-n]
	}
	return strings.TrimRight(base, ". ")
}

// Renamed is a new name for a file whose type stays: the extension of before is
// kept whatever was typed.
func Renamed(said, before string) string {
	ext := path.Ext(before)
	if strings.EqualFold(path.Ext(strings.TrimSpace(said)), ext) {
		said = strings.TrimSpace(said)
		said = said[:len(said)-len(ext)]
	}
	if strings.TrimSpace(said) == "" {
		return before
	}
	return Name(said + ext)
}

// reserved are the names that Windows gives to devices.
var reserved = func() map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields("CON PRN AUX NUL COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9") {
		m[n] = true
	}
	return m
}()
