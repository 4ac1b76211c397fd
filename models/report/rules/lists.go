package rules

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A list is “共 N 条，其中 a 条、b 条” in a text.
type list struct {
	quote string
	whole *big.Rat
	items []item
	shut  bool // the sentence ends with its last item
}

type item struct {
	label   string
	n       *big.Rat
	percent string // as printed, "" for none
}

var (
	listForm    = regexp.MustCompile(`([0-9][0-9,]*)(条|件|篇|份|次|个|项|宗|期)(?:[^,。:0-9()]{0,8})[,:;(]{0,2}其中[:,]?`)
	itemForm    = regexp.MustCompile(`^([^0-9]{0,40}?)([0-9][0-9,]*)(条|件|篇|份|次|个|项|宗|期)(?:信息|申请)?(?:\(?占(?:比为?|总数的?|总量的?|全部的?|主动公开(?:信息)?总数的?|公开总数的?|申请总数的?)?([0-9]+(?:\.[0-9]+)?)%\)?)?$`)
	percentForm = regexp.MustCompile(`^\(?占(?:比为?|总数的?|总量的?|全部的?|主动公开(?:信息)?总数的?|公开总数的?|申请总数的?)?([0-9]+(?:\.[0-9]+)?)%\)?$`)
	channel     = regexp.MustCompile(`渠道|网站|网页|官网|门户|微信|微博|公众号|新媒体|公开栏|公示栏|政务服务网|抖音|客户端|APP|平台|电子屏|LED|公报|广播|电视|报刊|报纸|媒体|专栏|专区|头条|视频号|信息网|政府网|内网`)
	otherActs   = regexp.MustCompile(`^(?:已|均|全部|按期|按时|办结|结转|行政诉讼|行政复议|当年|本年|上年|较|比|回应|回复|答复|办理|受理|收到|转载|转发|开展|发放|举办|组织|制作|解答|处理|推送|撰写|审核|更新|开设|接受|接待|点击|阅读|浏览|关注|采纳|清理|整改|同时|另|并|还|以及通过)`)
	otherItem   = regexp.MustCompile(`其他|其它`)
)

// enumerations finds the lists of the text. One that holds another, or says
// anything that is not plainly a part, is left alone from there on.
func (s *script) enumerations() (all []list) {
	for _, line := range s.lines("s1", "s2", "s3", "s4", "s6") {
		for sentence := range strings.SplitSeq(line, "。") {
			if len(sentence) > longSentence {
				continue
			}
			for _, m := range listForm.FindAllStringSubmatchIndex(sentence, -1) {
				if l, ok := readList(sentence, m); ok {
					all = append(all, l)
				}
			}
		}
	}
	return all
}

func readList(s string, m []int) (list, bool) {
	unit, rest := s[m[4]:m[5]], s[m[1]:]
	if approximate.MatchString(s[:m[2]]) {
		return list{}, false
	}
	if strings.Contains(s[m[3]:m[1]], "(") { // 12 条（其中…）
		rest, _, _ = strings.Cut(rest, ")")
	}
	l := list{whole: wholeNumber(s[m[2]:m[3]]), shut: true}
	if strings.Contains(s[:m[0]], "其中") { // a list in a list
		return l, false
	}
	for _, p := range pieces(rest, unit) {
		if pm := percentForm.FindStringSubmatch(p); pm != nil && len(l.items) > 0 {
			l.items[len(l.items)-1].percent = pm[1]
			continue
		}
		im := itemForm.FindStringSubmatch(p)
		if strings.Contains(p, "其中") || strings.Contains(p, "含") || strings.Contains(p, "包括") {
			return l, false
		}
		if im == nil || im[3] != unit || otherActs.MatchString(im[1]) || approximate.MatchString(im[1]) || l.turns(im[1], unit) {
			l.shut = false
			break
		}
		l.items = append(l.items, item{im[1], wholeNumber(im[2]), im[4]})
	}
	from := strings.LastIndexAny(s[:m[0]], ",;:") + 1
	l.quote = clip(s[from:min(len(s), m[1]+len(rest))])
	return l, len(l.items) > 0 && l.whole != nil && l.whole.Sign() > 0
}

// dimensions are ways to divide requests; a list goes on only within one.
var dimensions = []*regexp.Regexp{
	regexp.MustCompile(`予以公开|部分公开|不予|无法提供|其他处理|答复|办结`),
	regexp.MustCompile(`自然人|法人|组织|企业|机构|公民`),
	regexp.MustCompile(`网|信函|邮|当面|现场|传真|电话|平台|窗口|渠道|公众号`),
}

// dimension tells by which of them a part is one: its place from 1, 0 for none.
func dimension(label string) int {
	for i, d := range dimensions {
		if d.MatchString(label) {
			return i + 1
		}
	}
	return 0
}

// turns reports whether a part divides requests in another way than the first one.
func (l list) turns(label, unit string) bool {
	d := dimension(label)
	return (unit == "件" || unit == "宗") && len(l.items) > 0 && d != 0 && d != dimension(l.items[0].label)
}

// pieces takes a list apart at the sign that stands after its first part; a
// weightier sign ends the list.
func pieces(rest, unit string) []string {
	at := strings.Index(rest, unit)
	if at < 0 {
		return nil
	}
	first := strings.IndexAny(rest[at:], "、,;")
	if first < 0 {
		return []string{rest}
	}
	sign, _ := utf8.DecodeRuneInString(rest[at+first:])
	heavier := map[rune]string{'、': ",;", ',': ";", ';': ""}[sign]
	if heavier != "" {
		if end := strings.IndexAny(rest, heavier); end >= 0 {
			rest = rest[:end]
		}
	}
	return strings.FieldsFunc(rest, func(r rune) bool { return r == sign })
}

// lists are the enumerations in the form in which rule T-2 asks them.
func (s *script) lists() (all []Sum) {
	for _, l := range s.enumerations() {
		if len(l.items) < 2 {
			continue
		}
		out := Sum{What: l.quote, N: l.whole, Exhaustive: l.shut && l.exhausts()}
		for _, i := range l.items {
			out.Parts = append(out.Parts, i.n)
		}
		if slices.ContainsFunc(l.items, func(i item) bool { return channel.MatchString(i.label) }) && !strings.Contains(out.What, "渠道") {
			out.What += "（渠道）"
			out.Exhaustive = false
		}
		all = append(all, out)
	}
	return all
}

// exhausts reports whether the parts are said to be all there are: the last is
// 其他, or they are the kinds of applicants or of results.
func (l list) exhausts() bool {
	if otherItem.MatchString(l.items[len(l.items)-1].label) {
		return true
	}
	labels := ""
	for _, i := range l.items {
		labels += i.label
	}
	return strings.Contains(labels, "自然人") && strings.Contains(labels, "法人") && len(l.items) == 2
}

// percents: a percentage is the part of the whole, rounded or cut at the
// precision that is printed.
func percents(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	for _, l := range c.script.enumerations() {
		for _, i := range l.items {
			if i.percent == "" {
				continue
			}
			said, _ := new(big.Rat).SetString(i.percent)
			_, decimals, _ := strings.Cut(i.percent, ".")
			step := big.NewRat(1, 1)
			for range decimals {
				step.Quo(step, big.NewRat(10, 1))
			}
			right := new(big.Rat).Quo(new(big.Rat).Mul(i.n, big.NewRat(100, 1)), l.whole)
			if by := new(big.Rat).Sub(said, right); by.Abs(by).Cmp(step) < 0 {
				r.right++
				continue
			}
			x, _ := said.Float64()
			y, _ := right.Float64()
			r.wrong = append(r.wrong, Finding{At: clip(i.label), Left: &x, Right: &y, Cause: "可能改了件数而没有重算百分比。",
				Message: fmt.Sprintf("正文“%s”：%s ÷ %s = %s%%，文中写的是 %s%%。", l.quote, decimal(i.n), decimal(l.whole), right.FloatString(max(2, len(decimals))), i.percent)})
		}
	}
	return r
}
