package rules

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A statement says how much was published where, as a whole.
type statement struct {
	line  int    // its paragraph
	topic string // where, or "" for all of it
	quote string
	n     *big.Rat
	sum   *big.Rat // with the clauses that go on after it, nil for none
	adds  string   // n + the others
}

var (
	whereForm = regexp.MustCompile(`(局?官网|官方网站|门户网站|政府网站|政府门户网站|政府网|局网站|网站|微信公众号|公众号|微博|[\p{Han}]{2,8}(?:专栏|栏目|专区))`)
	putForm   = regexp.MustCompile(`(?:公开|发布|推送)(?:了|各类|各种|政府|政务|信息|主动|内容|公开|共计?|累计|总计|合计){0,6}([0-9][0-9,]*)(条|篇|件)`)
	goesOn    = regexp.MustCompile(`^[^0-9]{0,4}(?:动态|政务|工作|通知|公告|其他)[^0-9]{0,4}信息([0-9][0-9,]*)(条|篇|件)$`)
	narrower  = regexp.MustCompile(`其中|季度|上半年|下半年|月份|以来|累计|同比|上年|去年|新增|重点领域|每|平均|解读|预算|决算|专题|转载|回应|投诉|许可|处罚|双公示|采购|平台|原创|栏目.{0,4}(?:下|中|内)`)
	totalForm = regexp.MustCompile(`^(?:20[0-9]{2}年度?|全年度?|本年度?|我局|本局|我单位|我街道|我镇|区[\p{Han}]{2,6}局)*(?:共|累计|共计|总计|合计)?主动公开(?:各类|各种)?(?:政府|政务)?信息(?:共|共计|累计|总计)?([0-9][0-9,]*)(条|篇|件)$`)
)

// twice: one fact has one number in the whole text. Two paragraphs that speak of
// what was published at the same place, without narrowing it, speak of one fact.
func twice(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	var all []statement
	for i, line := range c.script.lines("s1", "s6") {
		for _, s := range sentences([]string{line}) {
			if !c.otherYear(s) {
				all = append(all, statements(i, s)...)
			}
		}
	}
	told := map[string]bool{}
	all = all[:min(len(all), 200)] // nobody says it so often
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.line == b.line || a.topic != b.topic || told[a.topic] {
				continue
			}
			if f, wrong := differ(a, b); wrong {
				told[a.topic] = true
				r.wrong = append(r.wrong, f)
			} else {
				r.right++
			}
		}
	}
	return r
}

// differ compares two statements of one fact. A list may be given by its sum.
func differ(a, b statement) (Finding, bool) {
	fits := func(list, one statement) bool { return list.sum != nil && one.sum == nil && list.sum.Cmp(one.n) == 0 }
	same := a.n.Cmp(b.n) == 0 && (a.sum == nil) == (b.sum == nil)
	if same || fits(a, b) || fits(b, a) {
		return Finding{}, false
	}
	x, _ := a.n.Float64()
	y, _ := b.n.Float64()
	word := func(s statement) string {
		if s.sum != nil {
			return s.adds + " = " + decimal(s.sum)
		}
		return decimal(s.n)
	}
	if a.sum != nil {
		x, _ = a.sum.Float64()
	}
	if b.sum != nil {
		y, _ = b.sum.Float64()
	}
	return Finding{At: b.quote, Left: &x, Right: &y, Cause: "两处的统计口径可能不同，或者只更新了一处。",
		Message: fmt.Sprintf("同一件事写了两个数：“%s”为 %s，“%s”为 %s。", a.quote, word(a), b.quote, word(b))}, true
}

// statements finds what a sentence says was published.
func statements(line int, s string) (all []statement) {
	clauses := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",:、", r) })
	for i, clause := range clauses {
		if strings.Contains(strings.Join(clauses[:i], ","), "其中") || narrower.MatchString(clause) {
			continue
		}
		if m := totalForm.FindStringSubmatch(clause); m != nil {
			if rest := strings.Join(clauses[i+1:], ","); !strings.Contains(rest, "信息") || strings.Contains(rest, "其中") {
				all = append(all, statement{line: line, quote: clip(clause), n: wholeNumber(m[1])})
			}
			continue
		}
		at := whereForm.FindAllString(clause, 2)
		m := putForm.FindStringSubmatchIndex(clause)
		if len(at) != 1 || m == nil || m[1] < len(clause)-len("信息") {
			continue
		}
		st := statement{line: line, topic: place(at[0]) + clause[m[4]:m[5]], quote: clip(clause), n: wholeNumber(clause[m[2]:m[3]])}
		st.adds = decimal(st.n)
		for _, next := range clauses[i+1:] {
			g := goesOn.FindStringSubmatch(next)
			if g == nil || g[2] != clause[m[4]:m[5]] {
				break
			}
			if st.sum == nil {
				st.sum = new(big.Rat).Set(st.n)
			}
			more := wholeNumber(g[1])
			st.sum.Add(st.sum, more)
			st.adds += " + " + decimal(more)
			st.quote = clip(st.quote + "," + next)
		}
		all = append(all, st)
	}
	return all
}

// place gives one name to the names that texts have for the body's own site.
func place(said string) string {
	switch {
	case strings.Contains(said, "政府网") || strings.Contains(said, "政府门户"):
		return "政府网站"
	case strings.Contains(said, "官网") || strings.Contains(said, "官方网站") || strings.Contains(said, "门户网站") || strings.Contains(said, "局网站"):
		return "官网"
	case strings.Contains(said, "公众号"):
		return "公众号"
	}
	if i := strings.LastIndexAny(said, "过在于用"); i >= 0 { // 通过, 在, 于, 利用
		_, size := utf8.DecodeRuneInString(said[i:])
		said = said[i+size:]
	}
	return said
}

var otherForm = regexp.MustCompile(`向([\p{Han}、]{2,24}?)(?:提出|提交|递交)的?(?:政府)?(?:信息)?(?:公开)?(?:的)?申请`)

// otherOrgan: the organ that requests came to is the one that reports. Governments
// are at home in every text; only as the receiver of the requests that are counted
// are they out of place.
func otherOrgan(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	o := c.organ()
	switch o.kind {
	case "":
		return ruling{unknown: "不清楚报告的机关"}
	case "government", "office":
		return ruling{right: 1}
	}
	for _, s := range sentences(c.script.lines("s1", "s3")) {
		m := otherForm.FindStringSubmatch(s)
		if m == nil || !regexp.MustCompile(`[省市县区]人?民?政府`).MatchString(m[1]) || regexp.MustCompile(`转|交办|移送|协助|配合|镇政府|乡政府`).MatchString(s) {
			continue
		}
		r.wrong = append(r.wrong, Finding{At: clip(m[0]), Cause: "可能照抄了别的机关的报告。",
			Message: fmt.Sprintf("正文“%s”：接收申请的是“%s”，不是报告的机关“%s”。", clip(m[0]), m[1], c.script.organ)})
	}
	return r
}

var assessments = []*regexp.Regexp{regexp.MustCompile(`考核`), regexp.MustCompile(`评议|评价|评估`), regexp.MustCompile(`责任追究|追责|问责|追究`)}

// covered counts which of 工作考核、社会评议、责任追究 the text speaks of.
func (c *checking) covered() (missing []string) {
	prose := c.script.prose()
	for i, name := range []string{"工作考核", "社会评议", "责任追究"} {
		if !assessments[i].MatchString(prose) {
			missing = append(missing, name)
		}
	}
	return missing
}

// assessed: the report of a government speaks of assessment (条例第五十条第二款).
// None of the three is an error; one that is missing is a hint of its own.
func assessed(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	if len(c.covered()) < 3 {
		return ruling{right: 1}
	}
	return ruling{wrong: []Finding{{At: "s1", Message: "政府的年度报告应写明工作考核、社会评议和责任追究结果情况，正文都没有提到。"}}}
}

func assessedWhole(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	if missing := c.covered(); len(missing) == 1 || len(missing) == 2 {
		return ruling{wrong: []Finding{{At: "s1", Message: "正文没有提到" + strings.Join(missing, "、") + "，政府的年度报告应写明（条例第五十条第二款）。"}}}
	}
	return ruling{right: 1}
}
