package policy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

// Number is a document number (发文字号): 机关代字, year in hexagonal brackets and
// serial, as in 黔江财发〔2026〕17号 (GB/T 9704-2012, 7.2.5).
type Number struct {
	Organ  string // 机关代字, "黔江财发"
	Year   int
	Serial int
}

// String writes the number as it must stand.
func (n Number) String() string { return fmt.Sprintf("%s〔%d〕%d号", n.Organ, n.Year, n.Serial) }

var (
	numberForm = regexp.MustCompile(`^(\p{Han}{2,12})〔((?:19|20)[0-9]{2})〕([1-9][0-9]{0,5})号$`)
	looseForm  = regexp.MustCompile(`^(\p{Han}{2,12})\(((?:19|20)[0-9]{2})\)第?0*([1-9][0-9]{0,5})号?$`)
)

// brackets are what people type for the hexagonal ones.
var brackets = strings.NewReplacer("〔", "(", "〕", ")", "﹝", "(", "﹞", ")", "[", "(", "]", ")", "［", "(", "］", ")", "【", "(", "】", ")", "（", "(", "）", ")", "{", "(", "}", ")",
	"＜", "(", "＞", ")", "<", "(", ">", ")", "《", "(", "》", ")", "年", "")

// ParseNumber reads a number that stands as it must.
func ParseNumber(s string) (Number, bool) {
	m := numberForm.FindStringSubmatch(s)
	if m == nil {
		return Number{}, false
	}
	return number(m), true
}

func number(m []string) Number {
	year, _ := strconv.Atoi(m[2])
	serial, _ := strconv.Atoi(m[3])
	return Number{Organ: m[1], Year: year, Serial: serial}
}

// MendNumber reads what somebody may have meant: other brackets, 第, leading
// zeros, digits of full width, spaces, a missing 号.
func MendNumber(s string) (Number, bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return -1
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		}
		return r
	}, s)
	m := looseForm.FindStringSubmatch(brackets.Replace(s))
	if m == nil {
		return Number{}, false
	}
	n := number(m)
	n.Organ = strings.TrimSuffix(n.Organ, "字")
	return n, len([]rune(n.Organ)) >= 2
}

// CheckNumber says what is wrong with a document number, "" when nothing is, and
// what it should be where that can be told.
func CheckNumber(s string) (why, mended string) {
	if _, ok := ParseNumber(s); ok || s == "" {
		return "", ""
	}
	if n, ok := MendNumber(s); ok {
		return fmt.Sprintf("发文字号应写作“%s”：年份用六角括号〔〕，序号不写“第”、不补零，末尾写“号”。", n), n.String()
	}
	return "发文字号应由机关代字、六角括号里的年份和序号组成，例如“黔江财发〔2026〕17号”。", ""
}

func trimTail(title string) string {
	title = strings.TrimSpace(title)
	for {
		cut := false
		for _, pair := range [][2]string{{"（", "）"}, {"(", ")"}, {"《", "》"}} {
			if strings.HasSuffix(title, pair[1]) {
				if pair[0] == "《" {
					title, cut = strings.TrimSuffix(title, pair[1]), true
				} else if at := strings.LastIndex(title, pair[0]); at > 0 {
					title, cut = title[:at], true
				}
			}
		}
		if !cut {
			return strings.TrimSpace(title)
		}
	}
}
