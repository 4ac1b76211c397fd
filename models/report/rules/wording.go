package rules

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	periodWords = regexp.MustCompile(`统计期|统计时|统计范围|数据的?统计|所列数据`)
	dayForm     = regexp.MustCompile(`(?:(20[0-9]{2,4})年)?([0-9]{1,2})月([0-9]{1,2})日`)
	reportNamed = regexp.MustCompile(`(?:编制|公布|发布|现将)[^。;]{0,24}?(20[0-9]{2})年度?(?:政府)?信息公开(?:工作)?年?度?报告`)
)

// period: the time reported on is the whole year, and the report named is that
// of the year.
func period(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	for _, s := range sentences(append(append([]string{}, c.script.head...), c.script.lines("s1")...)) {
		if m := reportNamed.FindStringSubmatch(s); m != nil && m[1] != strconv.Itoa(c.Year) {
			r.wrong = append(r.wrong, Finding{At: m[0], Message: fmt.Sprintf("正文“%s”：报告的年度应是 %d 年。", clip(m[0]), c.Year), Cause: "可能沿用了往年的文字。"})
		}
		if !periodWords.MatchString(s) {
			continue
		}
		days := dayForm.FindAllStringSubmatch(s, 3)
		if len(days) != 2 || days[0][1] == "" {
			continue
		}
		year := days[1][1]
		if year == "" {
			year = days[0][1]
		}
		want := strconv.Itoa(c.Year)
		if days[0][1] == want && year == want && days[0][2] == "1" && days[0][3] == "1" && days[1][2] == "12" && days[1][3] == "31" {
			r.right++
			continue
		}
		said := days[0][0] + "至" + days[1][0]
		r.wrong = append(r.wrong, Finding{At: said, Cause: "可能沿用了往年的文字，或者年份多写了数字。",
			Message: fmt.Sprintf("统计期限写的是“%s”，应为%d年1月1日至%d年12月31日。", said, c.Year, c.Year)})
	}
	return r
}

var (
	numbersOfBasis = strings.NewReplacer("[", "〔", "]", "〕", "(", "〔", ")", "〕", "【", "〔", "】", "〕", "第", "")
	formatWords    = regexp.MustCompile(`格式|编制本|编制年|编制了|本报告|本年度报告`)
)

// basis: the format cited is the one in force. 61号 is the notice on the platform.
func basis(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	right, others := "〔2019〕60号", []string{"〔2021〕30号", "〔2019〕61号"}
	if inForce(c.Year) == "2021" {
		right, others = "〔2021〕30号", []string{"〔2019〕60号", "〔2019〕61号"}
	}
	all := sentences(append(append([]string{}, c.script.head...), c.script.lines("s1", "s6")...))
	if strings.Contains(numbersOfBasis.Replace(strings.Join(all, "。")), right) {
		return ruling{right: 1}
	}
	for _, s := range all {
		said := numbersOfBasis.Replace(s)
		for _, o := range others {
			if strings.Contains(said, "国办公开办函"+o) && formatWords.MatchString(said) {
				r.wrong = append(r.wrong, Finding{At: o, Cause: "可能沿用了往年的文字，或者把两份文件弄混了。",
					Message: fmt.Sprintf("报告依据的格式应为国办公开办函%s，文中写的是%s。", right, o)})
			}
		}
	}
	return r
}

var leftovers = regexp.MustCompile(`编写说明|填写说明|可先适当综述|请填写|此处填写|在此填写|此处插入|[(]单位名称[)]|[×✕]{2,}|[Xx]{2,}(?:年|月|日|件|条|个|局|部门|单位|区|县|市|街道|镇)|(?:年|共|收到|公开)_{3,}|模板文字|\{\{[^{}]{0,20}|\}\}|[$#]\{[^{}]{0,20}\}?|【[^【】]{0,30}(?:填写|填报|填入|补充|待填|待定)[^【】]{0,30}】|\[[^\[\]]{0,30}(?:请填写|待填写|此处填)[^\[\]]{0,30}\]`)

// leftover: nothing of a template is left. What the page around the report asks
// its readers to fill in is no part of it.
func leftover(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	for _, line := range c.script.raw {
		for _, m := range leftovers.FindAllString(line, 3) {
			if m == "请填写" && regexp.MustCompile(`验证码|您|意见|姓名|联系|留言`).MatchString(line) {
				continue
			}
			r.wrong = append(r.wrong, Finding{At: m, Message: "正文中残留模板文字“" + clip(line) + "”，请删去“" + m + "”。", Cause: "可能是编写时使用的模板没有删干净。"})
		}
		if len(r.wrong) > 4 {
			break
		}
	}
	return r
}

// headings: the six parts are there, in their order, and three of them hold
// tables that can be read as such.
func headings(c *checking) (r ruling) {
	if c.Text == "" || c.format == nil {
		return ruling{unknown: noText}
	}
	for _, s := range c.format.Sections {
		if !c.script.found[s.ID] {
			r.wrong = append(r.wrong, Finding{At: s.ID, Message: "没有按顺序找到“" + s.Heading() + "”一节。", Cause: "可能漏写了标题，或者各节的次序与格式不同。"})
		}
	}
	for _, s := range c.format.Sections {
		if s.Table == "" || c.any(s.ID) || c.script.tables && c.lost(s.Table) {
			continue
		}
		r.wrong = append(r.wrong, Finding{At: s.ID, Message: "第" + s.No + "节没有可以读取的表格。", Cause: "表格可能是图片，或者没有粘贴进来。"})
	}
	return r
}

// lost reports whether a table is there and its numbers are not: a copy lost them.
func (c *checking) lost(table string) bool {
	return slices.ContainsFunc(c.Unread, func(why string) bool { return strings.HasPrefix(why, table) })
}

var nothing = regexp.MustCompile(`^(?:无|没有|暂无|无此情况|无此类情况|不存在问题|无问题)?[。.]?$`)

// problems: the part on problems says something.
func problems(c *checking) ruling {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	if !c.script.found["s5"] {
		return ruling{unknown: "没有找到第五部分"}
	}
	if !nothing.MatchString(strings.Join(c.script.parts["s5"], "")) {
		return ruling{right: 1}
	}
	return ruling{wrong: []Finding{{At: "s5", Message: "“存在的主要问题及改进情况”没有内容，请如实说明。"}}}
}

var (
	noRequestsForm = regexp.MustCompile(`(?:未|没有|尚未)(?:收到|接到|接收到?|受理)(?:过|任何|到|社会公众|公民)?([^,。:0-9、]{0,14}?)(?:公开申请|依申请公开|申请公开|公开的申请|信息申请)`)
	ofRequests     = regexp.MustCompile(`^(?:的|类|工作|方面的?)?(?:投诉|举报|复议|诉讼|行政|费|收费|咨询|补正|争议|纠纷)`)
	someRequests   = regexp.MustCompile(`网|信函|当面|法人|企业|组织|传真|渠道|电话|涉及|关于|重复|要求|因|复议|诉讼|机构|邮`)
)

// noRequests: who says that nobody applied has no new request in the table.
func noRequests(c *checking) (r ruling) {
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	for _, s := range sentences(c.script.lines("s1", "s3")) {
		m := noRequestsForm.FindStringSubmatch(s)
		if m != nil && ofRequests.MatchString(s[strings.Index(s, m[0])+len(m[0]):]) {
			continue
		}
		if m == nil || someRequests.MatchString(m[1]) || c.otherYear(s) || strings.Contains(s, "季度") || strings.Contains(s, "半年") || strings.Contains(s, "去年") {
			continue
		}
		v, known := number(c.Cells, "s3.new.sum")
		if !known {
			return ruling{unknown: "表三的本年新收空缺"}
		}
		if v.Sign() == 0 {
			r.right++
			continue
		}
		x, _ := v.Float64()
		r.wrong = append(r.wrong, Finding{At: clip(m[0]), Cells: []string{"s3.new.sum"}, Left: &x, Right: new(float64), Cause: "可能沿用了往年的文字，或者表三填错了行。",
			Message: fmt.Sprintf("正文说“%s”，表三本年新收的总计是 %s。", clip(m[0]), decimal(v))})
	}
	return r
}

// unpaid: requests closed because a processing fee was not paid are explained.
func unpaid(c *checking) ruling {
	v, known := number(c.Cells, "s3.other_nopay.sum")
	if !known {
		return ruling{unknown: "表三“逾期不缴费”一行空缺"}
	}
	if v.Sign() <= 0 {
		return ruling{right: 1}
	}
	if c.Text == "" {
		return ruling{unknown: noText}
	}
	if strings.Contains(c.script.prose(), "信息处理费") {
		return ruling{right: 1}
	}
	x, _ := v.Float64()
	return ruling{wrong: []Finding{{At: "s6", Cells: []string{"s3.other_nopay.sum"}, Left: &x, Right: new(float64),
		Message: fmt.Sprintf("表三有 %s 件因申请人逾期未按收费通知要求缴纳费用而处理的申请，第六部分没有说明收取信息处理费的情况。", decimal(v)), Cause: "可能漏写了信息处理费的收取情况。"}}}
}
