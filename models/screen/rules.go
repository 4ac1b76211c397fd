package screen

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"
)

// A rule finds one kind of thing in a text and returns it masked.
type rule struct {
	id    string
	level Level
	say   string
	find  func(text string) []string
}

var rules = []rule{
	{"id-number", Must, "疑似公民身份号码，公开前必须删除或遮盖。", identityNumbers},
	{"bank-card", Must, "疑似银行卡号，公开前必须删除或遮盖。", bankCards},
	{"secrecy-mark", Must, "带有密级标志，涉密内容不得在本系统处理，请立即停止并报告保密员。", secrecyMarks},
	// The mobile number of a duty officer may be public by intention, a citizen's may not.
	{"phone", Advice, "疑似手机号码，请确认是否可以公开。", mobiles},
	{"internal-mark", Advice, "带有内部资料字样，请确认是否可以公开。", internalMarks},
}

// runForm is a run of digits, perhaps grouped by single spaces or hyphens,
// perhaps closed by the X of an identity number.
var runForm = regexp.MustCompile(`[0-9](?:[ -]?[0-9])*(?:[ -]?[Xx])?`)

// grouping is what stands between the digits of a number.
var grouping = strings.NewReplacer(" ", "", "-", "")

// runs are the digit runs of a text without their grouping. Full-width digits
// count: a form filled with a Chinese keyboard is full of them.
func runs(text string) (all []string) {
	if !numerous(text) {
		return nil
	}
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == 'Ｘ' || r == 'ｘ':
			return 'X'
		case r == '－' || r == '–' || r == '‑':
			return '-'
		}
		return r
	}, text)
	for _, at := range runForm.FindAllStringIndex(text, -1) {
		if letter(before(text, at[0])) || letter(after(text, at[1])) {
			continue // part of a code, such as a serial number
		}
		all = append(all, grouping.Replace(text[at[0]:at[1]]))
	}
	return all
}

// numerous reports whether a text has as many digits as the shortest number that
// any rule looks for; most texts have not, and need no second look.
func numerous(text string) bool {
	n := 0
	for _, r := range text {
		if r >= '0' && r <= '9' || r >= '０' && r <= '９' {
			if n++; n >= 11 {
				return true
			}
		}
	}
	return false
}

func before(s string, i int) rune { r, _ := utf8.DecodeLastRuneInString(s[:i]); return r }
func after(s string, i int) rune  { r, _ := utf8.DecodeRuneInString(s[i:]); return r }

func letter(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '.' || r == '_' }

// mask keeps head and tail of a number, enough to find it in the text.
func mask(s string, head, tail int) string {
	return s[:head] + strings.Repeat("*", len(s)-head-tail) + s[len(s)-tail:]
}

// identityNumbers finds numbers that GB 11643-1999 allows: a region, a date of
// birth, and the check character of ISO 7064 MOD 11-2.
func identityNumbers(text string) (all []string) {
	for _, n := range runs(text) {
		if len(n) == 18 && region(n) && birthday(n[6:14]) && check11(n) {
			all = append(all, mask(n, 6, 4))
		}
	}
	return all
}

// region reports whether the number begins with a province's code, GB/T 2260.
func region(n string) bool {
	p := n[:2]
	return p >= "11" && p <= "15" || p >= "21" && p <= "23" || p >= "31" && p <= "37" || p >= "41" && p <= "46" ||
		p >= "50" && p <= "54" || p >= "61" && p <= "65" || p == "71" || p == "81" || p == "82" || p == "83"
}

func birthday(d string) bool {
	_, err := time.Parse("20060102", d)
	return err == nil && d >= "19000101" && d < "21000101"
}

func check11(n string) bool {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		if n[i] < '0' || n[i] > '9' {
			return false
		}
		sum += int(n[i]-'0') * w
	}
	return strings.ToUpper(n[17:]) == string("10X98765432"[sum%11])
}

// bankCards finds UnionPay card numbers: prefix 62, 16 to 19 digits, Luhn's
// check digit (ISO/IEC 7812-1). An account of a public body has no such form.
func bankCards(text string) (all []string) {
	for _, n := range runs(text) {
		if len(n) >= 16 && len(n) <= 19 && strings.HasPrefix(n, "62") && luhn(n) {
			all = append(all, mask(n, 6, 4))
		}
	}
	return all
}

func luhn(n string) bool {
	sum := 0
	for i := range len(n) {
		d := int(n[len(n)-1-i] - '0')
		if d > 9 {
			return false
		}
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

var mobileForm = regexp.MustCompile(`^(?:86)?1[3-9][0-9]{9}$`)

func mobiles(text string) (all []string) {
	for _, n := range runs(text) {
		if mobileForm.MatchString(n) {
			all = append(all, mask(n[len(n)-11:], 3, 4))
		}
	}
	return all
}

// secrecyForm is how a mark of secrecy is written (保密法 and GB/T 9704: level,
// star, term), not the word alone: a guide to disclosure speaks of 国家秘密.
var secrecyForm = regexp.MustCompile(`(?:绝密|机密|秘密)\s*[★☆]\s*(?:[0-9]+\s*(?:年|个月)|长期)?|★\s*(?:[0-9]+\s*(?:年|个月)|长期)|[（(【\[]\s*(?:绝密|机密|秘密)\s*[）)】\]]|密级\s*[:：]\s*(?:绝密|机密|秘密)|(?m:^\s*(?:绝\s*密|机\s*密|秘\s*密)\s*$)`)

func secrecyMarks(text string) []string { return marked(secrecyForm, text) }

var internalForm = regexp.MustCompile(`内部(?:资料|文件|材料|刊物)|注意保存|不得外传|仅供内部|未经(?:批准|许可)不得(?:公开|转载|外传)|此件不公开|依申请公开件`)

func internalMarks(text string) []string { return marked(internalForm, text) }

func marked(form *regexp.Regexp, text string) (all []string) {
	for _, m := range form.FindAllString(text, -1) {
		all = append(all, strings.TrimSpace(m))
	}
	return all
}
