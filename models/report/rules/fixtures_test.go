package rules

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/models/report"
)

// The ids that the design names; none may be lost.
var designed = strings.Fields(`S3-1 S3-2 S3-3 S3-4 S3-5 S3-6 S3-7 S4-1 S4-2 S4-3 S4-4 S4-5 A1-1 A1-2 A1-3 A1-4 A1-5 A1-6 A1-7
	A5-1 A5-2 A5-3 A5-4 A5-5 A8-1 A9-1 T-1 T-2 T-3 T-4 T-5 T-6 T-7 T-8 T-9 T-10 T-11 T-12 G-1 EMPTY FORMAT`)

// honest is the text of a report with nothing wrong in it.
const honest = `某市某区财政局2024年政府信息公开工作年度报告
发布日期：2025-01-20
根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号的格式要求，编制本报告。本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。
一、总体情况
（一）主动公开。全年主动公开政府信息40条，其中政策文件10条，占25%，工作动态28条，占70%，其他2条，占5%。
（二）依申请公开。2024年新收政府信息公开申请11件，上年结转1件，办结9件，结转下年度继续办理3件。其中予以公开5件、部分公开2件、不予公开1件、无法提供1件。
（三）监督保障。未发生因政府信息公开引起的行政诉讼。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
公开的内容还不够全面，将加强培训。
六、其他需要报告的事项
本年度没有收取信息处理费。`

// sound is a report that every rule holds of, with last year's.
func sound(format string) Report {
	year := map[string]int{"2019": 2020, "2021": 2024}[format]
	r := full(format, year)
	r.Previous = full(format, year-1).Cells
	put := func(cells map[string]report.Value, pairs ...string) {
		for i := 0; i < len(pairs); i += 2 {
			for _, col := range []string{"nat", "sum"} {
				cells["s3."+pairs[i]+"."+col] = report.NumberOf(pairs[i+1])
			}
		}
	}
	put(r.Cells, "new", "11", "carry_in", "1", "open", "5", "partial", "2", "deny_law", "1", "none_nothold", "1", "total", "9", "carry_out", "3")
	put(r.Previous, "carry_out", "1", "new", "9")
	text := honest
	if format == "2019" {
		text = strings.NewReplacer("2024", "2020", "2025", "2021", "〔2021〕30号", "〔2019〕60号").Replace(text)
	}
	r.Text, r.PreviousText = text, "去年的报告很短。"
	r.Direct = []Challenge{{Case: "甲案", Row: "open", DecidedOn: "2024-03-01"}, {Case: "乙案", Row: "deny_law", DecidedOn: "2023-12-31"}}
	return r
}

func replace(old, new string) func(*Report) {
	return func(r *Report) {
		if !strings.Contains(r.Text, old) {
			panic(old)
		}
		r.Text = strings.Replace(r.Text, old, new, 1)
	}
}

func cell(pairs ...string) func(*Report) {
	return func(r *Report) {
		for i := 0; i+1 < len(pairs); i += 2 {
			r.Cells[pairs[i]] = report.NumberOf(pairs[i+1])
		}
	}
}

func last(pairs ...string) func(*Report) {
	return func(r *Report) {
		for i := 0; i+1 < len(pairs); i += 2 {
			r.Previous[pairs[i]] = report.NumberOf(pairs[i+1])
		}
	}
}

func both(a ...func(*Report)) func(*Report) {
	return func(r *Report) {
		for _, f := range a {
			f(r)
		}
	}
}

func government(r *Report) {
	r.OrgKind = "county_gov"
	r.Text = strings.Replace(r.Text, "区财政局", "区人民政府", 1)
	r.Text = strings.Replace(r.Text, "（三）监督保障。", "（三）监督保障。纳入工作考核，开展社会评议，没有责任追究的情形。", 1)
}

func withMembers(r *Report) {
	government(r)
	half := *r
	r.Own = &half
	r.Members = []Report{full(r.Format, r.Year), full(r.Format, r.Year)}
}

// A fixture makes a rule fail, and may first prepare a report of which it holds.
type fixture struct {
	rule, format string
	prepare      func(*Report)
	spoil        func(*Report)
}

var long = strings.Repeat("本局围绕财政重点工作持续做好政府信息公开，按时发布预算决算和执行情况，回应社会关切，完善制度建设。", 1)

var fixtures = []fixture{
	{"S3-1", "2019", nil, cell("s3.new.nat", "12")}, {"S3-2", "2021", nil, cell("s3.open.biz", "2")}, {"S3-3", "2021", nil, cell("s3.partial.oth", "1")},
	{"S3-4", "2021", nil, last("s3.carry_out.sum", "3")}, {"S4-1", "2019", nil, cell("s4.review.upheld", "1")}, {"S4-2", "2021", nil, last("s4.review.pending", "1")},
	{"S4-3", "2021", nil, cell("s4.suit_after.total", "1")}, {"A1-1", "2019", nil, cell("s2.normdocs.newpub", "1")}, {"A1-2", "2019", nil, cell("s2.normdocs.newpub", "1")},
	{"A1-3", "2019", nil, cell("s2.normdocs.made", "87")}, {"A1-4", "2019", nil, cell("s2.normdocs.total", "1")}, {"A1-5", "2021", nil, cell("s2.normdocs.issued", "1")},
	{"A1-6", "2021", nil, cell("s2.normdocs.valid", "1")}, {"A1-7", "2021", nil, cell("s2.rules.valid", "1")}, {"A5-1", "2019", nil, cell("s2.fee.delta", "-1")},
	{"A5-2", "2019", nil, cell("s2.license.prev", "1")}, {"A5-3", "2019", nil, cell("s2.penalty.decisions", "1")},
	{"A5-4", "2019", nil, cell("s2.license.prev", "21", "s2.license.delta", "19", "s2.license.decisions", "40")},
	{"A5-5", "2019", nil, cell("s2.license.prev", "44", "s2.license.delta", "-44", "s2.license.decisions", "5")},
	{"A8-1", "2021", nil, cell("s2.fee.amount_wan", "0.12345")}, {"A9-1", "2019", nil, cell("s2.procurement.count", "1")},
	{"S3-5", "2021", nil, func(r *Report) { r.Cells["s3.new.nat"] = report.Value{Kind: report.Slash} }},
	{"S4-5", "2021", nil, func(r *Report) { r.Cells["s4.review.other"] = report.Value{Kind: report.Empty} }},
	{"EMPTY", "2021", nil, func(r *Report) { r.Cells["s2.fee.amount_wan"] = report.Value{Kind: report.Empty} }},
	{"FORMAT", "2019", nil, func(r *Report) { r.Year = 2022 }},
	{"CELL", "2021", nil, func(r *Report) { r.Foreign = []string{"s3.DENY.sum"} }},
	{"S3-6", "2021", both(replace("2024年新收政府信息公开申请11件，上年结转1件，办结9件，结转下年度继续办理3件。", "2024年未收到政府信息公开申请。"), cell("s3.new.sum", "0")), cell("s3.new.sum", "11")},
	{"S3-7", "2021", cell("s3.other_nopay.sum", "1"), replace("没有收取信息处理费", "没有其他事项")},
	{"S4-4", "2021", nil, func(r *Report) {
		r.Direct = append(r.Direct, Challenge{Case: "丙案", Row: "deny_third", DecidedOn: "2024-01-01", FiledOn: "2024-02-02"})
	}},
	{"G-1", "2021", withMembers, func(r *Report) { r.Members[0].Cells["s3.open.sum"] = report.NumberOf("1") }},
	{"T-1", "2021", nil, replace("申请11件", "申请12件")}, {"T-1", "2021", nil, replace("不予公开1件", "不予公开2件")},
	{"T-1", "2021", both(replace("新收政府信息公开申请11件，上年结转1件", "收到政府信息公开申请12件（含上年结转1件）")), replace("公开申请12件", "公开申请13件")},
	{"T-1", "2021", both(cell("s2.fee.amount_wan", "12.5"), replace("（三）", "行政事业性收费12.5万元。（三）")), replace("收费12.5万元", "收费12.5元")},
	{"T-1", "2021", nil, func(r *Report) { r.Said = []Said{{"新收", big.NewRat(3, 1), big.NewRat(4, 1)}} }},
	{"T-2", "2021", nil, replace("其他2条", "其他3条")}, {"T-2", "2021", nil, replace("政策文件10条，占25%，", "政策文件20条，")},
	{"T-2", "2021", nil, func(r *Report) {
		r.Sums = []Sum{{"公开28条", big.NewRat(28, 1), []*big.Rat{big.NewRat(20, 1), big.NewRat(9, 1)}, false}}
	}},
	{"T-3", "2021", nil, replace("占70%", "占72%")},
	{"T-4", "2021", nil, replace("自2024年1月1日", "自2023年1月1日")}, {"T-4", "2021", nil, replace("2024年12月31日", "2024年11月30日")},
	{"T-4", "2021", nil, replace("自2024年", "自202024年")},
	{"T-5", "2021", nil, replace("〔2021〕30号", "〔2019〕61号")}, {"T-5", "2019", nil, replace("〔2019〕60号", "〔2021〕30号")},
	{"T-6", "2021", nil, replace("2025-01-20", "2025-02-01")}, {"T-6", "2021", both(government, replace("2025-01-20", "2025-03-31")), replace("2025-03-31", "2025-04-01")},
	{"T-6", "2021", nil, func(r *Report) { r.PublishedOn = "2025-02-03" }},
	{"T-7", "2021", nil, replace("公开的内容", "编写说明：可先适当综述。公开的内容")}, {"T-7", "2021", nil, replace("公开的内容", "××局公开的内容")},
	{"T-8", "2021", nil, replace("四、政府信息公开行政复议、行政诉讼情况\n", "")},
	{"T-8", "2021", nil, func(r *Report) {
		for id := range r.Cells {
			if strings.HasPrefix(id, "s4.") {
				delete(r.Cells, id)
			}
		}
	}},
	{"T-9", "2021", replace("六、其他需要报告的事项\n", "六、其他需要报告的事项\n我局主动公开政府信息40条。\n"), replace("我局主动公开政府信息40条", "我局主动公开政府信息38条")},
	{"T-9", "2021", both(replace("（三）", "通过信息公开专栏公开信息20条。\n（三）"), replace("六、其他需要报告的事项\n", "六、其他需要报告的事项\n全年通过信息公开专栏公开信息20条。\n")), replace("全年通过信息公开专栏公开信息20条", "全年通过信息公开专栏公开信息16条")},
	{"T-10", "2021", nil, replace("2024年新收", "公民、法人和其他组织向市政府及市政府办公室提出的申请5件。2024年新收")},
	{"T-11", "2021", government, replace("纳入工作考核，开展社会评议，没有责任追究的情形。", "")},
	{"T-12", "2021", nil, replace("公开的内容还不够全面，将加强培训。", "无。")},
	{"X-1", "2021", nil, replace("（三）", "制定某区专项资金管理办法。（三）")},
	{"X-2", "2019", nil, replace("（三）", "主动公开政府采购情况。（三）")},
	{"X-3", "2019", replace("三、收到", "采购项目数量\n采购总金额（元）\n政府集中采购\n0\n0\n三、收到"), replace("采购总金额（元）", "采购总金额")},
	{"X-4", "2021", both(cell("s2.license.decisions", "7"), replace("（三）", "及时公开行政许可结果。（三）")), replace("及时公开行政许可结果。", "")},
	{"X-5", "2021", replace("某市某区", "您当前的位置：首页>年报\n某市某区"), replace("您当前的位置：首页>年报\n", "您当前的位置：首页>年报\n您当前的位置：首页>年报\n")},
	{"X-6", "2021", replace("和国办公开办函〔2021〕30号的格式", "和《中华人民共和国政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）"), replace("（国办公开办函〔2021〕30号）", "")},
	{"X-7", "2021", both(replace("（三）", strings.Join(distinct(20), "\n")+"\n（三）"), func(r *Report) {
		r.PreviousText = "去" + strings.Repeat("今年的报告另起炉灶，", 30) + strings.Join(distinct(40), "")
	}), func(r *Report) { r.PreviousText = strings.ReplaceAll(r.Text, "2024", "2023") }},
	{"X-8", "2021", nil, replace("（三）", strings.Repeat(long, 22)+"（三）")},
	{"X-9", "2021", last("s2.penalty.decisions", "9"), cell("s2.penalty.decisions", "30")},
	{"X-10", "2021", both(cell("s2.fee.amount_wan", "12.5"), last("s2.fee.amount_wan", "13")), cell("s2.fee.amount_wan", "125000")},
	{"X-11", "2021", nil, replace("结转下年度继续办理3件", "结转下年度继续办理4件")},
	{"X-12", "2021", replace("（三）", long+"\n（三）"), replace("（三）", long+"\n（三）")},
	{"X-13", "2021", government, replace("没有责任追究的情形", "没有别的情形")},
	{"X-14", "2021", nil, func(r *Report) { r.Unread = []string{"表三没有读出。"} }},
}

// distinct are n paragraphs that have little in common.
func distinct(n int) (all []string) {
	words := []string{"预算编制", "决算批复", "国库集中支付", "政府债务", "资产处置", "会计监督", "绩效评价", "惠民补贴", "税收征管协作", "金融风险"}
	for i := range n {
		all = append(all, words[i%10]+string(rune('甲'+i*37))+words[(i*3+i/10)%10]+string(rune('子'+i*53))+"推进有序，"+words[(i*7+i/10)%10]+string(rune('丑'+i*11))+"公开及时。")
	}
	return all
}

// Every rule of the file has one implementation, of the design's none is lost, and
// every one has fixtures.
func TestRulesAreWhole(t *testing.T) {
	seen := map[string]int{}
	for _, r := range theBook().Rules {
		seen[r.ID]++
		if f := functions()[r.ID]; (f != nil) == (r.Holds != "") {
			t.Errorf("%s has both or neither of an expression and a function", r.ID)
		}
		if r.Says == "" || r.Src == "" || !slices.Contains([]Severity{Error, Warning, Hint}, r.Severity) {
			t.Errorf("%s lacks words, source or severity", r.ID)
		}
		if !slices.ContainsFunc(fixtures, func(f fixture) bool { return f.rule == r.ID }) {
			t.Errorf("%s has no fixture", r.ID)
		}
	}
	for id := range functions() {
		if seen[id] != 1 {
			t.Errorf("%s stands %d times in the file", id, seen[id])
		}
	}
	for _, id := range designed {
		if seen[id] != 1 {
			t.Errorf("%s stands %d times in the file", id, seen[id])
		}
	}
}

// Every rule holds of its sound report and fails after one change, in words.
func TestFixtures(t *testing.T) {
	for i, f := range fixtures {
		built := func(spoil bool) *checking {
			r := sound(f.format)
			if f.prepare != nil {
				f.prepare(&r)
			}
			if spoil {
				f.spoil(&r)
			}
			return check(r)
		}
		if c := built(false); !c.passed[f.rule] || wrong(c, f.rule) != nil {
			t.Errorf("%s does not hold of a sound report: %+v", f.rule, wrong(c, f.rule))
		}
		got := wrong(built(true), f.rule)
		if got == nil {
			t.Errorf("%s does not fail (fixture %d)", f.rule, i)
			continue
		}
		if got.Message == "" || strings.Contains(got.Message+got.Cause, "{") || !strings.HasSuffix(got.Message, "。") {
			t.Errorf("%s says %q %q", f.rule, got.Message, got.Cause)
		}
	}
}

// The sound reports have nothing wrong at all.
func TestSound(t *testing.T) {
	for _, format := range []string{"2019", "2021"} {
		for _, prepare := range []func(*Report){func(*Report) {}, government, withMembers} {
			r := sound(format)
			prepare(&r)
			for _, f := range Check(r).Findings {
				if f.Status == Fail || f.Status == Asked {
					t.Errorf("%s: %+v", format, f)
				}
			}
		}
	}
}

func wrong(c *checking, rule string) *Finding {
	for i, f := range c.result.Findings {
		if f.Rule == rule && (f.Status == Fail || f.Status == Asked) {
			return &c.result.Findings[i]
		}
	}
	return nil
}

// Without what it reads, a rule says that it cannot tell, never that it holds.
func TestMissingOperands(t *testing.T) {
	for _, format := range []string{"2019", "2021"} {
		r := Report{Format: format, Year: map[string]int{"2019": 2020, "2021": 2024}[format], OrgKind: "county_gov", Cells: map[string]report.Value{}}
		c := check(r)
		for id := range c.passed {
			if id != "FORMAT" && id != "CELL" && id != "X-14" && id != "T-10" {
				t.Errorf("%s holds of a report of nothing", id)
			}
		}
		if len(failing(c.result)) != 0 {
			t.Error(failing(c.result))
		}
	}
}

// The words for people name the two sums and the difference.
func TestWordsOfSums(t *testing.T) {
	r := sound("2021")
	cell("s3.total.nat", "8")(&r)
	f := wrong(check(r), "S3-1")
	if f == nil || !strings.Contains(f.Message, "第一项 + 第二项 = 11 + 1 = 12，第三项总计 + 第四项 = 8 + 3 = 11，相差 1 件。") || !strings.Contains(f.Cause, "1 件申请已答复但没有选择办理结果") {
		t.Errorf("%+v", f)
	}
}

// What is no report costs no time.
func TestCheckIsLinear(t *testing.T) {
	for _, unit := range []string{"网站公开信息12条，", "共12条，其中甲5条、乙7条。", "收到申请12件，", "其中", "2024年，", "12", "无。\n", "一、总体情况\n"} {
		r := sound("2021")
		r.Text = strings.Replace(r.Text, "（三）", strings.Repeat(unit, 1<<18/len(unit))+"（三）", 1)
		began := time.Now()
		Check(r)
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%q repeated took %s", unit, took)
		} else {
			t.Logf("%q %s", unit, took)
		}
	}
}
