package screen

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/models/markup"
)

// Limits of wording, in characters.
const (
	longTitle    = 40
	longSentence = 80
	blank        = "____" // what a template leaves to be filled in
	perRule      = 3      // findings of one rule in one block; more would only repeat
)

// typos are words that are wrong wherever they stand, with the right ones. They
// are few on purpose: a wrong hint costs more trust than a missed one.
var typos = [][2]string{
	{"到帐", "到账"}, {"帐户", "账户"}, {"帐号", "账号"}, {"报帐", "报账"}, {"转帐", "转账"}, {"帐目", "账目"}, {"记帐", "记账"}, {"挂帐", "挂账"},
	{"结帐", "结账"}, {"入帐", "入账"}, {"对帐", "对账"}, {"台帐", "台账"}, {"布署", "部署"}, {"座落", "坐落"}, {"部份", "部分"}, {"做为", "作为"},
	{"拔款", "拨款"}, {"拔付", "拨付"}, {"予算", "预算"}, {"帮肋", "帮助"}, {"竟争", "竞争"}, {"松驰", "松弛"}, {"幅射", "辐射"}, {"按装", "安装"},
	{"通迅", "通讯"}, {"以经", "已经"}, {"补帖", "补贴"}, {"气慨", "气概"}, {"精减", "精简"},
}

var untilForm = regexp.MustCompile(`截止(?:到)?([0-9]{1,4} ?[年月日])`)

// halfForm is half-width punctuation between Chinese characters.
var halfForm = regexp.MustCompile(`([\p{Han}”’）》])([,:;?!])([\p{Han}“‘（《])`)

var (
	parenForm = regexp.MustCompile(`\(([^()]*\p{Han}[^()]*)\)`)
	linkForm  = regexp.MustCompile(`(?s)<a [^>]*>(.*?)</a>`)
	tagForm   = regexp.MustCompile(`<[^>]*>`)
	tableForm = regexp.MustCompile(`(?s)<table.*?</table>`)
)

var wide = map[string]string{",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}

// emptyLinks say nothing of where they lead.
var emptyLinks = []string{"点击这里", "点击此处", "点击查看", "这里", "此处", "点击", "点此", "详情", "查看", "链接", "更多"}

// Wording advises on how a text is written: punctuation, slips of the pen, long
// sentences, links that do not say where they lead, pictures without words,
// tables without head. All of it is Advice. blocks are those of body.
func Wording(title string, body markup.HTML, blocks []markup.Block) (all []Finding) {
	if n := utf8.RuneCountInString(title); n > longTitle {
		all = append(all, Finding{Rule: "title-long", Level: Advice, Field: "title", Message: fmt.Sprintf("标题有 %d 个字，建议不超过 %d 个字。", n, longTitle)})
	}
	if strings.ContainsAny(title, "！!") {
		all = append(all, Finding{Rule: "title-mark", Level: Advice, Field: "title", Message: "标题不用感叹号。"})
	}
	if strings.Contains(title, blank) {
		all = append(all, Finding{Rule: "blank", Level: Advice, Field: "title", Message: "标题还有空白（" + blank + "）没有填写。"})
	}
	all = append(all, words("title", 0, title)...)
	tables := tableForm.FindAllString(string(body), -1)
	seen := 0
	for i, b := range blocks {
		if b.Table > seen {
			if seen = b.Table; seen <= len(tables) && !strings.Contains(tables[seen-1], "<th") {
				all = append(all, Finding{Rule: "table-head", Level: Advice, Field: "body", Block: i + 1, Message: "表格没有表头，请把第一行设为表头。"})
			}
		}
		all = append(all, block(i+1, b)...)
	}
	return all
}

func block(n int, b markup.Block) (all []Finding) {
	say := func(rule, quote, format string, args ...any) {
		all = append(all, Finding{Rule: rule, Level: Advice, Field: "body", Block: n, Quote: quote, Message: fmt.Sprintf(format, args...)})
	}
	if strings.Contains(b.Text, blank) {
		say("blank", "", "还有空白（%s）没有填写。", blank)
	}
	if b.Kind == "img" && b.Text == "" {
		say("alt", "", "图片没有文字说明，看不见图片的人无法知道内容。")
	}
	var links [][]string
	if strings.Contains(b.Raw, "<a ") {
		links = linkForm.FindAllStringSubmatch(b.Raw, -1)
	}
	for _, m := range links {
		if text := strings.TrimSpace(tagForm.ReplaceAllString(m[1], "")); slices.Contains(emptyLinks, text) {
			say("link-text", text, "链接文字没有说明去哪里，请写出目标的名称。")
		}
	}
	if b.Kind == "p" || b.Kind == "li" {
		for s := range strings.FieldsFuncSeq(b.Text, func(r rune) bool { return strings.ContainsRune("。！？；\n", r) }) {
			if c := chinese(s); c > longSentence {
				say("sentence", clip(s), "一句话有 %d 个字，建议断成几句。", c)
				break
			}
		}
	}
	return append(all, words("body", n, b.Text)...)
}

// words finds what can be put right by replacing it.
func words(field string, n int, text string) (all []Finding) {
	fix := func(rule, from, to string) {
		f := Finding{Rule: rule, Level: Advice, Field: field, Block: n, Quote: from, Message: fmt.Sprintf("“%s”应为“%s”。", from, to), From: from, To: to}
		same := func(g Finding) bool { return g.Rule == rule }
		if !slices.Contains(all, f) && len(slices.Collect(filter(all, same))) < perRule {
			all = append(all, f)
		}
	}
	for _, t := range typos {
		if strings.Contains(text, t[0]) {
			fix("typo", t[0], t[1])
		}
	}
	if !strings.ContainsAny(text, "(,:;?!") && !strings.Contains(text, "截止") {
		return all // nothing for the slower patterns
	}
	for _, m := range untilForm.FindAllStringSubmatch(text, -1) {
		fix("typo", m[0], "截至"+m[1])
	}
	for _, m := range halfForm.FindAllStringSubmatch(text, -1) {
		fix("half-width", m[0], m[1]+wide[m[2]]+m[3])
	}
	for _, m := range parenForm.FindAllStringSubmatch(text, -1) {
		if utf8.RuneCountInString(m[1]) <= 30 {
			fix("half-width", m[0], "（"+m[1]+"）")
		}
	}
	return all
}

func filter(all []Finding, keep func(Finding) bool) func(func(Finding) bool) {
	return func(yield func(Finding) bool) {
		for _, f := range all {
			if keep(f) && !yield(f) {
				return
			}
		}
	}
}

func chinese(s string) (n int) {
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

// clip is the beginning of a sentence, to find it by.
func clip(s string) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) > 16 {
		return string(r[:16]) + "…"
	}
	return string(r)
}
