package rules

import (
	"fmt"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

var (
	ruleNamed = regexp.MustCompile(`(?:制定|出台|印发|制发|发布)(?:了)?([^,。;]{0,36}(?:管理办法|实施办法|暂行办法|实施细则))`)
	notOwn    = regexp.MustCompile(`转载|转发|贯彻|落实|学习|国家|国务院|财政部|省|根据|按照|依据|信息公开|政务公开|保密|审查|内部|考核|征求意见|草案|修订意见`)
	areaForm  = regexp.MustCompile(`[\p{Han}]{1,4}?[区县旗]`)
)

// unnamedRules: a 管理办法 of the own area that was made is a normative document
// (规范性文件) as a rule. Those that are passed on, or are for the house, are not.
func unnamedRules(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	col := map[string][]string{"2019": {"s2.normdocs.made", "s2.normdocs.newpub", "s2.normdocs.total"}, "2021": {"s2.normdocs.issued", "s2.normdocs.valid"}}[c.Format]
	sum, known := c.total(col)
	if !known {
		return ruling{unknown: "表二“规范性文件”一行空缺"}
	}
	if sum.Sign() > 0 {
		return ruling{right: 1}
	}
	area := areaForm.FindString(regexp.MustCompile(`^.*[省市]`).ReplaceAllString(c.script.organ, ""))
	for _, s := range sentences(c.script.lines("s1", "s6")) {
		for clause := range strings.SplitSeq(s, ",") {
			m := ruleNamed.FindStringSubmatch(clause)
			if m == nil || area == "" || !strings.Contains(m[1], area) || notOwn.MatchString(clause) {
				continue
			}
			return ruling{wrong: []Finding{{At: clip(m[1]), Cells: col, Left: new(float64), Right: new(float64), Cause: "文件可能不是规范性文件，或者漏填了表二。",
				Message: fmt.Sprintf("正文列举了“%s”，表二“规范性文件”一行都是 0。", clip(m[1]))}}}
		}
	}
	return ruling{right: 1}
}

var procured = regexp.MustCompile(`公开[^。;]{0,24}(?:政府采购|集中采购)|(?:政府采购|集中采购)[^。;,]{0,8}公开`)

// procurement: who publishes purchases may have some. 分散采购 is not counted, so
// this only asks.
func procurement(c *checking) ruling {
	n, known := c.total([]string{"s2.procurement.count", "s2.procurement.amount_yuan"})
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	if !known {
		return ruling{unknown: "表二“政府集中采购”空缺"}
	}
	if m := procured.FindString(c.script.prose()); m != "" && n.Sign() == 0 {
		if i := strings.LastIndex(m, "公开"); !strings.HasSuffix(m, "公开") && i > 0 {
			m = m[i:]
		}
		return ruling{wrong: []Finding{{At: clip(m), Cells: []string{"s2.procurement.count", "s2.procurement.amount_yuan"}, Cause: "公开的可能是分散采购，或者漏填了集中采购。",
			Message: fmt.Sprintf("正文说“%s”，表二政府集中采购的项目数量和金额都是 0。", clip(m))}}}
	}
	return ruling{right: 1}
}

// unitOfAmount: the amount of purchases says whether it is in 元 or 万元.
func unitOfAmount(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	v, known := c.Cells["s2.procurement.amount_yuan"]
	if !known {
		return ruling{unknown: "采购总金额空缺"}
	}
	all := strings.Join(c.script.raw, "")
	_, near, found := strings.Cut(all, "采购总金额")
	if r := []rune(near); len(r) > 40 {
		near = string(r[:40])
	}
	if !found || strings.HasSuffix(v.Raw, "元") || strings.Contains(near, "元") {
		return ruling{right: 1}
	}
	return ruling{wrong: []Finding{{At: "s2.procurement.amount_yuan", Cells: []string{"s2.procurement.amount_yuan"}, Message: "政府集中采购的采购总金额没有写明单位（元或万元）。"}}}
}

// licences: results of licensing are to be published (条例第二十条第五项).
func licences(c *checking) ruling {
	v, known := number(c.Cells, "s2.license.decisions")
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	if !known {
		return ruling{unknown: "行政许可的处理决定数量空缺"}
	}
	if v.Sign() == 0 || strings.Contains(c.script.prose(), "许可") || strings.Contains(c.script.prose(), "双公示") {
		return ruling{right: 1}
	}
	x, _ := v.Float64()
	return ruling{wrong: []Finding{{At: "s2.license.decisions", Cells: []string{"s2.license.decisions"}, Left: &x, Right: new(float64),
		Message: fmt.Sprintf("表二有 %s 件行政许可决定，正文没有说明办理结果的公开情况。", decimal(v))}}}
}

var crumbForm = regexp.MustCompile(`^您?(?:的|所在|现在|当前)*(?:的)?位置[:>]`)

func breadcrumbs(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	n := 0
	for _, l := range c.script.raw {
		if crumbForm.MatchString(l) {
			n++
		}
	}
	if n < 2 {
		return ruling{right: 1}
	}
	return ruling{wrong: []Finding{{At: "head", Message: fmt.Sprintf("页面上的“当前位置”出现了 %d 次。", n), Cause: "可能连同页面一起粘贴进了正文。"}}}
}

var numberedDocument = regexp.MustCompile(`[〔\[(【]20[0-9]{2}[〕\])】]第?[0-9]+号`)

// unnumbered: who cites the format says which document laid it down.
func unnumbered(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	top := strings.Join(append(append([]string{}, c.script.head...), c.script.lines("s1")...), "。")
	if !strings.Contains(top, "年度报告格式") || numberedDocument.MatchString(top) {
		return ruling{right: 1}
	}
	return ruling{wrong: []Finding{{At: "head", Message: "正文引用了《中华人民共和国政府信息公开工作年度报告格式》，没有写明文号。"}}}
}

// similar is the share of the five-character pieces of two texts that both have,
// after numbers are taken out; false where there is too little to compare.
func similar(a, b string) (float64, bool) {
	x, y := grams(a), grams(b)
	if len(x) < 200 || len(y) < 200 {
		return 0, false
	}
	both := 0
	for p := range x {
		if y[p] {
			both++
		}
	}
	return float64(both) / float64(len(x)+len(y)-both), true
}

func grams(text string) map[string]bool {
	var plain []rune
	for _, r := range text {
		if r >= '0' && r <= '9' || r == '.' || r == '%' || r == '\n' {
			continue
		}
		plain = append(plain, r)
	}
	all := make(map[string]bool, len(plain))
	for i := 0; i+5 <= len(plain); i++ {
		all[string(plain[i:i+5])] = true
	}
	return all
}

// lookAlike: a report that is last year's with other numbers (雷同) is no report.
func lookAlike(c *checking) ruling {
	if c.Text == "" || c.PreviousText == "" {
		return ruling{unknown: "没有两年的正文"}
	}
	share, enough := similar(c.script.prose(), scriptOf(c.PreviousText, c.format).prose())
	if !enough {
		return ruling{unknown: "正文太短"}
	}
	if share < 0.9 {
		return ruling{right: 1}
	}
	limit := 0.9
	return ruling{wrong: []Finding{{At: "text", Left: &share, Right: &limit, Cause: "可能在上一年的报告上只改了数字。",
		Message: fmt.Sprintf("除去数字，正文有 %.0f%% 与上一年的报告相同（达到 90%% 即视为雷同）。", share*100)}}}
}

// longOverview is how many characters some circulars allow the first part.
const longOverview = 1000

func tooLong(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	n := len([]rune(strings.Join(c.script.parts["s1"], "")))
	if n <= longOverview {
		return ruling{right: 1}
	}
	x, y := float64(n), float64(longOverview)
	return ruling{wrong: []Finding{{At: "s1", Left: &x, Right: &y, Message: fmt.Sprintf("总体情况有 %d 字，一般不超过 %d 字左右。", n, longOverview)}}}
}

var explained = regexp.MustCompile(`增长|增加|上升|下降|减少|同比|较上年|较去年|比上年|比去年|翻番|大幅`)

// growth: what doubled or halved since last year, by ten at least, is explained.
func growth(c *checking) (r ruling) {
	if c.Previous == nil || c.Text == "" {
		return ruling{unknown: "没有上一年的数字或者正文"}
	}
	if explained.MatchString(c.script.prose()) {
		return ruling{right: 1}
	}
	for _, id := range []string{"s3.new.sum", "s4.review.total", "s2.license.decisions", "s2.penalty.decisions", "s2.normdocs.valid"} {
		now, ok := number(c.Cells, id)
		before, also := number(c.Previous, id)
		if !ok || !also {
			continue
		}
		by := new(big.Rat).Sub(now, before)
		twofold := now.Cmp(new(big.Rat).Add(before, before)) >= 0 || before.Cmp(new(big.Rat).Add(now, now)) >= 0
		if !twofold || by.Abs(by).Cmp(big.NewRat(10, 1)) < 0 {
			r.right++
			continue
		}
		x, _ := now.Float64()
		y, _ := before.Float64()
		r.wrong = append(r.wrong, Finding{At: id, Cells: []string{id}, Left: &x, Right: &y,
			Message: fmt.Sprintf("%s上一年是 %s，今年是 %s，正文没有说明增减的原因。", c.place(id), decimal(before), decimal(now))})
	}
	return r
}

// yuanOrWan: fees do not grow or shrink five thousandfold in a year.
func yuanOrWan(c *checking) ruling {
	now, ok := number(c.Cells, "s2.fee.amount_wan")
	before, also := number(c.Previous, "s2.fee.amount_wan")
	if !ok || !also {
		return ruling{unknown: "没有两年的收费金额"}
	}
	far := func(a, b *big.Rat) bool { return b.Sign() > 0 && a.Cmp(new(big.Rat).Mul(b, big.NewRat(5000, 1))) >= 0 }
	if !far(now, before) && !far(before, now) {
		return ruling{right: 1}
	}
	x, _ := now.Float64()
	y, _ := before.Float64()
	return ruling{wrong: []Finding{{At: "fee", Cells: []string{"s2.fee.amount_wan"}, Left: &x, Right: &y, Cause: "可能有一年以元填写，表中的单位是万元。",
		Message: fmt.Sprintf("收费金额上一年是 %s 万元，今年是 %s 万元，相差五千倍以上。", decimal(before), decimal(now))}}}
}

// balance: where the text alone gives all four numbers of the requests, they
// balance as those of the table must.
func balance(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	said, plain := c.saidOfRequests()
	if !plain {
		return ruling{right: 1}
	}
	in, carried, done, left := said["s3.new.sum"], said["s3.carry_in.sum"], said["s3.total.sum"], said["s3.carry_out.sum"]
	if in == nil || carried == nil || done == nil || left == nil {
		return ruling{right: 1}
	}
	a, b := new(big.Rat).Add(in, carried), new(big.Rat).Add(done, left)
	whole := a.Cmp(b) == 0 || in.Cmp(b) == 0 // what came in may be said with what was carried
	if whole {
		return ruling{right: 1}
	}
	x, _ := a.Float64()
	y, _ := b.Float64()
	by := new(big.Rat).Sub(a, b)
	return ruling{wrong: []Finding{{At: "s1", Left: &x, Right: &y, Cause: "可能有一个数字没有更新。",
		Message: fmt.Sprintf("正文：新收 + 上年结转 = %s + %s = %s，办结 + 结转下年 = %s + %s = %s，相差 %s。",
			decimal(in), decimal(carried), decimal(a), decimal(done), decimal(left), decimal(b), decimal(by.Abs(by)))}}}
}

// saidOfRequests gives the numbers that the text says of single cells; plain is
// false when it says two of one, which are of several things then.
func (c *checking) saidOfRequests() (said map[string]*big.Rat, plain bool) {
	said = map[string]*big.Rat{}
	for _, s := range sentences(c.script.lines("s1", "s3")) {
		if c.otherYear(s) {
			continue
		}
		for i := range claims {
			k := &claims[i]
			id := k.want[0][0]
			if len(k.want[0]) != 1 || k.what == "受理的申请" || k.near != nil && !k.near.MatchString(s) {
				continue
			}
			m := k.pattern.FindStringSubmatchIndex(s)
			if m == nil || !k.speaks(s, m) {
				continue
			}
			n := wholeNumber(s[m[2]:m[3]])
			if in := withCarried.FindStringSubmatch(s[m[1]:]); in != nil && id == "s3.new.sum" {
				n = new(big.Rat).Sub(n, wholeNumber(in[1]))
			}
			if old := said[id]; old != nil && old.Cmp(n) != 0 {
				return nil, false
			}
			said[id] = n
		}
	}
	return said, true
}

// repeated: a paragraph stands in the text once.
func repeated(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	seen := map[string]bool{}
	for _, l := range c.script.lines("s1", "s5", "s6") {
		if len([]rune(l)) < 40 {
			continue
		}
		if seen[l] {
			r.wrong = append(r.wrong, Finding{At: clip(l), Message: "正文里有两段相同的文字：“" + clip(l) + "”。"})
		}
		seen[l] = true
	}
	return r
}

// unread passes on what the parser could not read.
func unread(c *checking) (r ruling) {
	for i, why := range c.Unread {
		r.wrong = append(r.wrong, Finding{At: strconv.Itoa(i + 1), Message: why + "没有读出的数字不参加核对。"})
	}
	return r
}
