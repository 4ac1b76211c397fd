package rules

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// A claim is a way in which texts repeat a number of the tables. The pattern has
// one group for the number; want gives the cells that the number may be the sum
// of, the most likely first. A number that none of them gives is wrong.
type claim struct {
	what    string
	pattern *regexp.Regexp
	near    *regexp.Regexp // what is spoken of: requestWords in the paragraph, disputeWords in the sentence; nil for anything
	never   *regexp.Regexp // what the matched words must not speak of
	want    [][]string
	format  string // "" is every one
	whole   bool   // never a part: not said after 其中
}

// count is a number of cases.
var count = regexp.MustCompile(`([0-9][0-9,]*)(?:件|宗)`).String()

var (
	requestWords = regexp.MustCompile(`公开申请|依申请公开|申请公开|公开的申请|收到申请|申请[0-9]|[0-9]件(?:政府)?(?:信息)?(?:公开)?申请`)
	disputeWords = regexp.MustCompile(`信息公开|依申请公开`)
	notOurs      = regexp.MustCompile(`复议|诉讼|自然人|法人|企业|组织|机构|投诉|举报|咨询|来信|补正|意见|移交|转|许可|救助|公积金|渠道|收费|缴费|其他|重复|撤`)
	partial      = regexp.MustCompile(`网上|网络|网站|在线|互联网|信函|信件|邮寄|来信|邮件|邮箱|当面|现场|窗口|传真|平台|电话|上半年|下半年|季度|同比|去年|上一年|平均|日均|分别|历年|累计办理|以来|近[一二三四五]年|月份|约$|近$|超过?$`)
	approximate  = regexp.MustCompile(`(?:约|近|超|超过|逾|达)$`)
)

var denied = []string{"s3.deny_secret.sum", "s3.deny_law.sum", "s3.deny_safety.sum", "s3.deny_third.sum", "s3.deny_internal.sum", "s3.deny_process.sum", "s3.deny_enforce.sum", "s3.deny_query.sum"}

func rows(suffix string, names ...string) (ids []string) {
	for _, n := range names {
		ids = append(ids, "s3."+n+"."+suffix)
	}
	return ids
}

func columnsOf(row string, cols ...string) (ids []string) {
	for _, c := range cols {
		ids = append(ids, "s3."+row+"."+c)
	}
	return ids
}

// just is the sum of these cells and nothing else.
func just(ids ...string) [][]string { return [][]string{ids} }

var groups = []string{"biz", "sci", "ngo", "law", "oth"}

// claims are asked in this order; a number belongs to the first that takes it.
var claims = []claim{
	{what: "上年结转", pattern: regexp.MustCompile(`(?:上年度?|上一年度?|上一?年份|20[0-9]{2}年度?)结转[^,。:0-9、()]{0,16}` + count), never: regexp.MustCompile(`下年|下一年`), want: just("s3.carry_in.sum")},
	{what: "上年结转", pattern: regexp.MustCompile(`(?:含|包括|包含)[^0-9,。()]{0,10}结转[^0-9,。()]{0,10}` + count), never: regexp.MustCompile(`下年|下一年`), want: just("s3.carry_in.sum")},
	{what: "结转下年", pattern: regexp.MustCompile(`结转(?:至|到|入)?(?:下年度?|下一年度?|次年|明年)[^,。:0-9、()]{0,12}` + count), want: just("s3.carry_out.sum")},
	{what: "结转下年", pattern: regexp.MustCompile(count + `[^,。:0-9、()]{0,8}(?:结转|转)(?:至|到|入)?(?:下年|下一年|次年|明年)`), want: just("s3.carry_out.sum")},
	{what: "本年新收", pattern: regexp.MustCompile(`新收[^,。:0-9()、]{0,22}` + count), near: requestWords, never: notOurs, whole: true, want: just("s3.new.sum")},
	{what: "收到的申请", pattern: regexp.MustCompile(`(?:收到|接到|接收)(?:[^,。:0-9()、]{0,18}(?:公开申请|依申请公开|公开的申请|申请公开|信息申请)|申请)[^,。:0-9()、]{0,6}` + count), never: notOurs, whole: true,
		want: [][]string{{"s3.new.sum"}, {"s3.new.sum", "s3.carry_in.sum"}}},
	{what: "收到的申请", pattern: regexp.MustCompile(`(?:收到|接到|接收)(?:了|共|共计)?` + count + `(?:政府)?(?:信息)?(?:依申请)?公开申请`), never: notOurs, whole: true,
		want: [][]string{{"s3.new.sum"}, {"s3.new.sum", "s3.carry_in.sum"}}},
	{what: "受理的申请", pattern: regexp.MustCompile(`(?:受理|收办)[^,。:0-9()、]{0,18}(?:公开申请|依申请公开|公开的申请|申请公开)[^,。:0-9()、]{0,6}` + count), never: notOurs, whole: true,
		want: [][]string{{"s3.new.sum"}, {"s3.new.sum", "s3.carry_in.sum"}, {"s3.total.sum"}}},
	{what: "办结的申请", pattern: regexp.MustCompile(`办结[^,。:0-9、()]{0,14}` + count), near: requestWords, never: regexp.MustCompile(notOurs.String() + `|新收|当年`), whole: true,
		want: [][]string{{"s3.total.sum"}}},
	result("予以公开", "s3.open.sum"), result("部分公开", "s3.partial.sum"), result("不予公开", denied...),
	result("无法提供", rows("sum", "none_nothold", "none_create", "none_unclear")...),
	result("不予处理", rows("sum", "rej_petition", "rej_repeat", "rej_publication", "rej_mass", "rej_confirm")...),
	{what: "自然人的申请", pattern: regexp.MustCompile(`自然人(?:申请|提交|提出|的|申请的)?(?:共|为)?` + count), near: requestWords, want: [][]string{{"s3.new.nat"}, {"s3.new.nat", "s3.carry_in.nat"}, {"s3.total.nat"}}},
	{what: "法人或其他组织的申请", pattern: regexp.MustCompile(`法人(?:或|和|及|、)?(?:其他|其它)组织(?:申请|提交|提出|的)?(?:共|为)?` + count), near: requestWords,
		want: [][]string{columnsOf("new", groups...), append(columnsOf("new", groups...), columnsOf("carry_in", groups...)...), columnsOf("total", groups...)}},
	{what: "行政复议", pattern: regexp.MustCompile(`行政复议(?:案件|申请|案)?(?:共|共计|为|:|数量)?([0-9][0-9,]*)(?:件|宗|起)`), near: disputeWords, never: nil,
		want: [][]string{{"s4.review.total"}}},
	{what: "行政诉讼", pattern: regexp.MustCompile(`行政诉讼(?:案件|案)?(?:共|共计|为|:|数量)?([0-9][0-9,]*)(?:件|宗|起)`), near: disputeWords,
		want: [][]string{{"s4.suit_direct.total", "s4.suit_after.total"}, {"s4.suit_direct.total"}, {"s4.suit_after.total"}}},
	{what: "制发的规范性文件", format: "2021", pattern: regexp.MustCompile(`(?:制发|制定|制定出台)(?:了|行政)?规范性文件(?:共|共计|为)?([0-9]+)(?:件|份|部)`), want: just("s2.normdocs.issued")},
	{what: "废止的规范性文件", format: "2021", pattern: regexp.MustCompile(`(?:废止|废止失效)(?:了|行政)?规范性文件(?:共|共计|为)?([0-9]+)(?:件|份|部)`), want: just("s2.normdocs.repealed")},
	{what: "现行有效的规范性文件", format: "2021", pattern: regexp.MustCompile(`现行有效(?:的)?(?:行政)?规范性文件(?:共|共计|为)?([0-9]+)(?:件|份|部)`), want: just("s2.normdocs.valid")},
	{what: "制作的规范性文件", format: "2019", pattern: regexp.MustCompile(`(?:新制作|制作|制发|制定)(?:了|行政)?规范性文件(?:共|共计|为)?([0-9]+)(?:件|份|部)`), want: [][]string{{"s2.normdocs.made"}, {"s2.normdocs.newpub"}}},
	decisions("许可", "license"), decisions("处罚", "penalty"), decisions("强制", "coercion"),
}

// result is a claim on one group of results, said before the number.
func result(word string, cells ...string) claim {
	return claim{what: word, near: requestWords, want: just(cells...),
		pattern: regexp.MustCompile(word + `(?:的|为|共|有|:|答复|决定|处理|信息|政府信息|申请|类){0,4}` + count)}
}

// decisions is a claim on the decisions of one kind that were made.
func decisions(word, row string) claim {
	return claim{what: "行政" + word + "决定", want: just("s2." + row + ".decisions"),
		pattern: regexp.MustCompile(`(?:作出|做出)(?:各类|的)?行政` + word + `(?:处理)?决定(?:共|共计|为)?([0-9][0-9,]*)(?:件|宗|起)`)}
}

// told compares the numbers of the text with the tables.
func (c *checking) told() (r ruling) {
	for _, section := range []string{"s1", "s2", "s3", "s4", "s6"} {
		for _, line := range c.script.lines(section) {
			requests := section == "s3" || requestWords.MatchString(line)
			for _, s := range sentences([]string{line}) {
				c.tellSentence(s, requests, section == "s4", &r)
			}
		}
	}
	c.toldFee(&r)
	return r
}

// tellSentence asks the claims that the paragraph is about. Disputes are about
// disclosure where the sentence says so first.
func (c *checking) tellSentence(s string, requests, disputes bool, r *ruling) {
	taken := map[int]bool{}
	for i := range claims {
		k := &claims[i]
		if k.format != "" && k.format != c.Format || k.near == requestWords && !requests {
			continue
		}
		for _, m := range k.pattern.FindAllStringSubmatchIndex(s, -1) {
			if taken[m[2]] || !k.speaks(s, m) || c.otherYear(s[:m[1]]) || k.near == disputeWords && !disputes && !disputeWords.MatchString(s[:m[0]]) {
				continue
			}
			taken[m[2]] = true
			c.compare(k, s, m, r)
		}
	}
}

// speaks reports whether the words around a match mean what the claim is about:
// the whole, and not what came through one channel, in a part of the year, or to
// somebody else.
func (k *claim) speaks(s string, m []int) bool {
	from := strings.LastIndexAny(s[:m[0]], ",:(") + 1
	clause, said := s[from:m[2]], s[m[0]:m[2]]
	if strings.HasSuffix(k.what, "规范性文件") && strings.Contains(s, "名义") { // 其中以区政府名义印发
		return false
	}
	if k.never != nil && k.never.MatchString(said) {
		return false
	}
	if k.whole && (strings.Contains(s[:m[0]], "其中") || partial.MatchString(clause) || otherWork.MatchString(s)) {
		return false
	}
	before := strings.TrimRight(s[:m[0]], "行政")
	if strings.HasPrefix(said, "行政") && (strings.HasSuffix(before, "复议、") || strings.HasSuffix(before, "复议和") || strings.HasSuffix(before, "复议及") || strings.HasSuffix(before, "复议与") || strings.HasSuffix(before, "复议或")) {
		return false // of both together
	}
	if strings.HasPrefix(k.what, "行政复议") || strings.HasPrefix(k.what, "行政诉讼") {
		return !disputeOthers.MatchString(s)
	}
	for _, w := range []string{"公开", "提供", "处理"} { // 予以公开和部分公开共 8 件
		for _, j := range []string{"、", "和", "及", "或", "与"} {
			if strings.HasSuffix(s[:m[0]], w+j) {
				return false
			}
		}
	}
	return !approximate.MatchString(clause) && !elsewhere.MatchString(clause)
}

var (
	disputeOthers = regexp.MustCompile(`审理|受理行政|受理复议|办理行政复议|办结行政复议|新增|新发生|新收|上年|结转|维持|撤销|纠正|驳回|累计|全市各|指导`)
	elsewhere     = regexp.MustCompile(`政府办|办公室|本级|各部门|各单位|各镇|各街道|各乡镇|下属|所属|代为|起草|牵头|代拟|公示|审查|备案|清理`)
	otherWork     = regexp.MustCompile(`工单|热线|提案|信访|来访|人大建议|代表建议`)
	yearForm      = regexp.MustCompile(`(20[0-9]{2})年`)
	withCarried   = regexp.MustCompile(`^[^,。0-9()]{0,8}[(,]?(?:其中)?(?:含|包括|包含|其中)[^0-9。,()]{0,10}结转[^0-9。,()]{0,10}([0-9][0-9,]*)(?:件|宗)`)
)

// otherYear reports a sentence about another year than the report's. Last year's
// cases carried over are of this one.
func (c *checking) otherYear(s string) bool {
	for _, m := range yearForm.FindAllStringSubmatchIndex(s, -1) {
		y, _ := strconv.Atoi(s[m[2]:m[3]])
		after := s[m[1]:]
		carried := y == c.Year-1 && (strings.HasPrefix(after, "结转") || strings.HasPrefix(after, "度结转"))
		if y != c.Year && !carried {
			return true
		}
	}
	return false
}

func wholeNumber(s string) *big.Rat {
	n, ok := new(big.Rat).SetString(strings.ReplaceAll(s, ",", ""))
	if !ok {
		return nil
	}
	return n
}

// compare puts down whether a number of the text is one of those it may be.
func (c *checking) compare(k *claim, s string, m []int, r *ruling) {
	said := wholeNumber(s[m[2]:m[3]])
	if said == nil {
		return
	}
	want := k.want
	if in := withCarried.FindStringSubmatch(s[m[1]:]); in != nil && k.whole && k.what != "办结的申请" { // 收到 29 件（含结转 2 件）
		said, want = new(big.Rat).Sub(said, wholeNumber(in[1])), want[:1]
	}
	var first *big.Rat
	for _, cells := range want {
		sum, ok := c.total(cells)
		if !ok {
			return // one of those it may be is unknown
		}
		if first == nil {
			first = sum
		}
		if sum.Cmp(said) == 0 {
			r.right++
			return
		}
	}
	x, _ := said.Float64()
	y, _ := first.Float64()
	quote := clause(s, m[0], m[1])
	r.wrong = append(r.wrong, Finding{At: quote, Cells: want[0], Left: &x, Right: &y, Cause: "可能表格更新后正文没有跟着改，或者正文沿用了往年的数字。",
		Message: fmt.Sprintf("正文“%s”：%s按正文是 %s，表中是 %s。", quote, k.what, decimal(said), decimal(first))})
}

func (c *checking) total(cells []string) (*big.Rat, bool) {
	sum := new(big.Rat)
	for _, id := range cells {
		v, ok := number(c.Cells, id)
		if !ok {
			return nil, false
		}
		sum.Add(sum, v)
	}
	return sum, true
}

var fullWidth = strings.NewReplacer(",", "，", ":", "：", "(", "（", ")", "）", ";", "；")

// clause is what stands around a match between two commas, to be quoted.
func clause(s string, from, to int) string {
	if i := strings.LastIndexAny(s[:from], ",:"); i >= 0 {
		from = i + 1
	} else {
		from = 0
	}
	if i := strings.IndexAny(s[to:], ",:"); i >= 0 {
		to += i
	} else {
		to = len(s)
	}
	return clip(strings.Trim(s[from:to], "()"))
}

// clip is a quotation: at most forty characters, with the signs of Chinese text.
func clip(s string) string {
	s = fullWidth.Replace(s)
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

var feeForm = regexp.MustCompile(`行政事业性收费(?:收入|金额|总金额|共计|合计|总计|共|为|:){0,3}([0-9][0-9,]*(?:\.[0-9]+)?)(万元|元)`)

// toldFee compares the amount of fees, in 元 or 万元, at the precision of the text.
func (c *checking) toldFee(r *ruling) {
	table, ok := number(c.Cells, "s2.fee.amount_wan")
	if !ok {
		return
	}
	for _, s := range sentences(c.script.lines("s1", "s2", "s6")) {
		m := feeForm.FindStringSubmatchIndex(s)
		if m == nil || c.otherYear(s) || regexp.MustCompile(`减免|降低|免征|取消`).MatchString(s) {
			continue
		}
		printed, unit := s[m[2]:m[3]], s[m[4]:m[5]]
		said := wholeNumber(printed)
		_, decimals, _ := strings.Cut(printed, ".")
		step := new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(decimals))), nil))
		want := new(big.Rat).Set(table)
		if unit == "元" {
			want.Mul(want, big.NewRat(10000, 1))
		}
		if by := new(big.Rat).Sub(said, want); by.Abs(by).Cmp(step) < 0 {
			r.right++
			continue
		}
		cause := "可能表格更新后正文没有跟着改。"
		if said.Cmp(new(big.Rat).Mul(want, big.NewRat(10000, 1))) == 0 || new(big.Rat).Mul(said, big.NewRat(10000, 1)).Cmp(want) == 0 {
			cause = "两处正好相差一万倍，可能把元与万元弄混了。"
		}
		x, _ := said.Float64()
		y, _ := want.Float64()
		quote := clause(s, m[0], m[1])
		r.wrong = append(r.wrong, Finding{At: quote, Cells: []string{"s2.fee.amount_wan"}, Left: &x, Right: &y, Cause: cause,
			Message: fmt.Sprintf("正文“%s”：收费金额按正文是 %s %s，表中是 %s 万元。", quote, decimal(said), unit, decimal(table))})
	}
}
