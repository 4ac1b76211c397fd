package roll

import (
	"regexp"
	"slices"
	"strings"

	"gongkai/models/screen"
)

// digits is what stays of a number that people grouped with spaces or hyphens.
func digits(s string) string {
	return strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "'", "", "　", "").Replace(narrow(s)))
}

// stars keeps the head and the tail of a number and one star for each sign
// between. Nothing but the stars stays of what is too short for that.
func stars(s string, head, tail int) string {
	r := []rune(s)
	if len(r) < head+tail+4 {
		return strings.Repeat("*", len(r))
	}
	return string(r[:head]) + strings.Repeat("*", len(r)-head-tail) + string(r[len(r)-tail:])
}

var (
	numberForm = regexp.MustCompile(`^[0-9*]+[0-9X*]$`)
	lossForm   = regexp.MustCompile(`^[0-9.]+E\+?[0-9]+$`) // 5.00239E+17
)

// compound are the surnames of two characters that are met most.
var compound = []string{"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "端木", "南宫", "百里", "长孙", "宇文", "轩辕", "冉闵"}

// hide keeps of a text what the mask allows. say is what is wrong with it; what
// is returned is masked even then.
func (m Mask) hide(s string, hideNames bool) (text, say string) {
	switch m {
	case NameMask:
		if !hideNames {
			return s, ""
		}
		return hideName(s), ""
	case IDMask:
		return hideNumber(s, 6, 2, 15, "证件号码")
	case CardMask:
		return hideNumber(s, 0, 4, 8, "账号")
	case PhoneMask:
		return hideNumber(s, 3, 4, 7, "电话号码")
	}
	return s, ""
}

func hideName(s string) string {
	r, keep := []rune(s), 1
	if len(r) > 2 && slices.Contains(compound, string(r[:2])) {
		keep = 2
	}
	if len(r) <= keep {
		return s
	}
	return string(r[:keep]) + strings.Repeat("*", len(r)-keep)
}

func hideNumber(s string, head, tail, least int, what string) (text, say string) {
	n := digits(s)
	if n == "" {
		return "", ""
	}
	if lossForm.MatchString(n) {
		return "***", what + "被表格软件存成了数字，末几位已经丢失；请把这一列设为文本格式后重新填写。"
	}
	if len([]rune(n)) < least || !numberForm.MatchString(n) {
		return stars(n, 0, 0), what + "的位数或写法不对，请核对。"
	}
	return stars(n, head, tail), ""
}

// found are the findings of the machine's look at a cell: what may not be public
// at all is an error, for nobody asked for it in this column.
func found(text string) (say string, blocks bool) {
	for _, f := range screen.Scan([]screen.Part{{Field: "roll", Text: text}}) {
		if f.Level == screen.Must {
			return f.Message + "（" + f.Quote + "）", true
		}
		say = f.Message + "（" + f.Quote + "）"
	}
	return say, false
}
