package roll

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Cell is one cell as a sheet has it: what it shows, and the number behind it,
// which the format of the cell may have rounded. Raw is Text where there is no
// other.
type Cell struct{ Text, Raw string }

func (c Cell) empty() bool { return strings.TrimSpace(c.Text) == "" && strings.TrimSpace(c.Raw) == "" }

// narrow turns full-width digits, letters and signs of numbers into plain ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９' || r >= 'Ａ' && r <= 'Ｚ' || r >= 'ａ' && r <= 'ｚ':
			return r - 0xFEE0
		case strings.ContainsRune("－−–—", r):
			return '-'
		case r == '．':
			return '.'
		case r == '％':
			return '%'
		case r == '／':
			return '/'
		case r == '（':
			return '('
		case r == '）':
			return ')'
		}
		return r
	}, s)
}

// tidy takes away what is not to be seen in a text: characters of control,
// double spaces, empty lines. Only a long text keeps its lines.
func tidy(s string, lines bool) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u3000", " ", "_x000D_", "").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			return -1
		}
		return r
	}, s)
	var out []string
	for _, l := range strings.Split(s, "\n") {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	if lines {
		return strings.Join(out, "\n")
	}
	return strings.Join(out, " ")
}

// spell writes a cell in the canonical spelling of its column. say is what is
// wrong with it, one Chinese sentence, "" when nothing is.
func (c *Column) spell(in Cell) (text, say string) {
	if in.empty() {
		return "", ""
	}
	text = tidy(in.Text, c.Type == Long)
	switch c.Type {
	case Number, Money, Percent:
		return c.decimal(in)
	case Day:
		return day(in)
	case Month:
		return month(in)
	case Year:
		return year(text)
	case Enum:
		return c.option(text)
	case Multi:
		return c.options(text)
	case Tick:
		return tick(text)
	case Paths:
		return paths(text), ""
	}
	if n := utf8.RuneCountInString(text); n > MaxCell {
		return text, fmt.Sprintf("有 %d 个字，最多 %d 个字。", n, MaxCell)
	}
	return text, ""
}

var decimalForm = regexp.MustCompile(`^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?$`)

// clutter is what people write around a number.
var clutter = strings.NewReplacer(",", "", "，", "", " ", "", "￥", "", "¥", "", "万元", "", "元", "", "%", "", "亩", "", "头", "", "人", "", "\u3000", "")

// decimal reads a number. The number behind a cell counts, not its rounded look;
// the noise of binary fractions behind the fifteenth digit does not.
func (c *Column) decimal(in Cell) (text, say string) {
	shown := strings.TrimSpace(narrow(in.Text))
	raw := strings.TrimSpace(narrow(in.Raw))
	n, percent := shown, c.Type == Percent && strings.HasSuffix(shown, "%")
	if decimalForm.MatchString(raw) {
		n = raw
	} else {
		percent = false // a percentage in words is what it says
	}
	if strings.Contains(shown, "万元") && c.Type == Money && c.Unit != "万元" {
		return shown, "这一列以元为单位，请换算成元。"
	}
	n = clutter.Replace(n)
	if strings.HasPrefix(n, "(") && strings.HasSuffix(n, ")") {
		n = "-" + n[1:len(n)-1]
	}
	if !decimalForm.MatchString(n) {
		return shown, "应填写数字，例如 1234.5。"
	}
	if n == clutter.Replace(shown) && strings.ContainsAny(n, "eE") {
		return shown, "请写成普通的数字，例如 1234.5，不要用科学计数法。"
	}
	f, err := strconv.ParseFloat(n, 64)
	if err != nil {
		return shown, "数字太大。"
	}
	if percent && raw == n {
		f *= 100
	}
	return c.limited(f, shown)
}

// limited writes a number within the bounds of its column.
func (c *Column) limited(f float64, shown string) (text, say string) {
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	text = strconv.FormatFloat(f, 'f', -1, 64)
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	switch {
	case len(whole) > 9:
		return shown, "数字太大，最多九位整数。"
	case len(fraction) > c.Places:
		return shown, fmt.Sprintf("最多 %d 位小数。", c.Places)
	case f < 0 && !c.Negative:
		return shown, "不能是负数。"
	case f == 0:
		return "0", ""
	}
	return text, ""
}

var (
	dayForm   = regexp.MustCompile(`^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[ T][0-9:]+)?$`)
	dayRun    = regexp.MustCompile(`^([0-9]{4})([0-9]{2})([0-9]{2})$`)
	monthForm = regexp.MustCompile(`^([0-9]{4})[-/.年]([0-9]{1,2})月?$`)
	monthRun  = regexp.MustCompile(`^([0-9]{4})([0-9]{2})$`)
	yearForm  = regexp.MustCompile(`^((?:19|20)[0-9]{2})年?度?$`)
	spaces    = strings.NewReplacer(" 年", "年", "年 ", "年", " 月", "月", "月 ", "月", " 日", "日")
)

// serial is a date as workbooks count: days since 30 December 1899.
func serial(raw string) (time.Time, bool) {
	f, err := strconv.ParseFloat(strings.TrimSpace(raw), 64)
	if err != nil || f < 20000 || f > 80000 {
		return time.Time{}, false
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(f)), true
}

func day(in Cell) (text, say string) {
	s := spaces.Replace(tidy(narrow(in.Text), false))
	for _, form := range []*regexp.Regexp{dayForm, dayRun} {
		if m := form.FindStringSubmatch(s); m != nil {
			t, err := time.Parse("2006-1-2", m[1]+"-"+strings.TrimPrefix(m[2], "0")+"-"+strings.TrimPrefix(m[3], "0"))
			if err != nil || t.Year() < 1949 {
				return s, "没有这一天，请核对。"
			}
			return t.Format("2006-01-02"), ""
		}
	}
	if t, ok := serial(in.Raw); ok {
		return t.Format("2006-01-02"), ""
	}
	return s, "应填写日期，例如 2026-06-30。"
}

func month(in Cell) (text, say string) {
	s := spaces.Replace(tidy(narrow(in.Text), false))
	for _, form := range []*regexp.Regexp{monthForm, monthRun} {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		if strings.HasSuffix(s, ".1") {
			return s, "看不出是 1 月还是 10 月，请写成 " + m[1] + "-01 或 " + m[1] + "-10。"
		}
		n, _ := strconv.Atoi(m[2])
		if n < 1 || n > 12 || m[1] < "1949" {
			return s, "没有这个月份，请核对。"
		}
		return fmt.Sprintf("%s-%02d", m[1], n), ""
	}
	if d, wrong := day(in); wrong == "" {
		return d[:7], ""
	}
	return s, "应填写年月，例如 2026-01。"
}

func year(s string) (text, say string) {
	if m := yearForm.FindStringSubmatch(narrow(s)); m != nil {
		return m[1], ""
	}
	return s, "应填写四位年份，例如 2026。"
}

// plainer is a text as headers and options are compared: without spaces,
// brackets and the signs between words.
func plainer(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune("()（）[]【】、，,/／·:：*-", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, narrow(s))
}

func (c *Column) option(s string) (text, say string) {
	for _, o := range c.Options {
		if plainer(o) == plainer(s) {
			return o, ""
		}
	}
	var found []string // those that say it behind a colon: 不予处理：重复申请
	for _, o := range c.Options {
		if _, tail, cut := strings.Cut(o, "："); cut && plainer(tail) == plainer(s) {
			found = append(found, o)
		}
	}
	if len(found) == 1 {
		return found[0], ""
	}
	return s, "应为下列之一：" + strings.Join(c.Options, "、") + "。"
}

// ticked are the signs before a chosen option in a form with boxes, boxes those
// before one that is not chosen.
const (
	ticked = "■☑✓✔√●☒"
	boxes  = "□☐○"
)

// options reads several options: "政府网站、公开查阅点", or all of them with boxes of
// which the chosen ones are filled.
func (c *Column) options(s string) (text, say string) {
	var parts []string
	if strings.ContainsAny(s, ticked+boxes) {
		for i, r := range s {
			if strings.ContainsRune(ticked, r) {
				rest := s[i+utf8.RuneLen(r):]
				if end := strings.IndexAny(rest, ticked+boxes); end >= 0 {
					rest = rest[:end]
				}
				parts = append(parts, rest)
			}
		}
	} else {
		parts = strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,;；\n|", r) })
	}
	var chosen, wrong []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p == "" {
			continue
		}
		if o, say := c.option(p); say == "" {
			chosen = append(chosen, o)
		} else {
			wrong = append(wrong, p)
		}
	}
	if wrong != nil {
		return s, "“" + brief(strings.Join(wrong, "、")) + "”不在可选范围内：" + strings.Join(c.Options, "、") + "。"
	}
	var all []string
	for _, o := range c.Options {
		if slices.Contains(chosen, o) {
			all = append(all, o)
		}
	}
	return strings.Join(all, "、"), ""
}

func tick(s string) (text, say string) {
	switch {
	case strings.ContainsAny(s, ticked), slices.Contains([]string{"是", "有", "1", "y", "yes", "true", "v"}, strings.ToLower(s)):
		return "√", ""
	case slices.Contains([]string{"", "否", "无", "0", "×", "x", "/", "-", "n", "no", "false"}, strings.ToLower(narrow(s))), strings.ContainsAny(s, boxes):
		return "", ""
	}
	return s, "应填写“√”或留空。"
}

// paths writes addresses of columns as their paths.
func paths(s string) string {
	var all []string
	for _, p := range strings.FieldsFunc(narrow(s), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune("、，,;；", r) }) {
		if p = strings.Trim(p, "/"); p != "" && !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return strings.Join(all, "、")
}

// brief shortens a text for a sentence.
func brief(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}
