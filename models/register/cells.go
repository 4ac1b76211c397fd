package register

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/models/report"
)

// period is a year's first and last day.
type period struct {
	year     int
	from, to string
}

func yearOf(year int) period {
	return period{year, fmt.Sprintf("%04d-01-01", year), fmt.Sprintf("%04d-12-31", year)}
}

// has reports whether a day lies in the year; "" does not.
func (p period) has(day string) bool { return day >= p.from && day <= p.to }

// over reports whether something that ended on a day was over when the year ended.
func (p period) over(ended string) bool { return ended != "" && ended <= p.to }

// stood reports whether something stood before the year began.
func (p period) stood(opened, ended string) bool {
	return opened < p.from && (ended == "" || ended >= p.from)
}

// unit says how a cell's sum is written.
type unit int

const (
	pieces unit = iota // whole numbers
	inYuan             // 分, shown as 元
	inWan              // 分, shown as 万元
)

// adds calls add with each cell of a format to which a row adds something, and
// with what: pieces, or 分. It is the one definition of every count: totals,
// lists of rows and the words beside them follow it. It asks neither a clock nor
// the database.
func adds(f *report.Format, p period, r *Row, add func(cell string, n int64)) {
	switch r.Kind {
	case Document:
		addsDocument(f, p, r, add)
	case Item:
		addsItem(p, r, add)
	case Decision:
		if p.has(r.OpenedOn) {
			add("s2."+r.Sort+".decisions", int64(r.N))
		}
	case Fee:
		if p.has(r.OpenedOn) {
			add("s2.fee.amount_wan", r.AmountFen)
		}
	case Procurement:
		if p.has(r.OpenedOn) {
			add("s2.procurement.count", 1)
			add("s2.procurement.amount_yuan", r.AmountFen)
		}
	case Case:
		addsCase(f, p, r, add)
	case Dispute:
		addsDispute(p, r, add)
	}
}

func addsDocument(f *report.Format, p period, r *Row, add func(string, int64)) {
	cell := "s2." + r.Sort + "."
	if f.From < 2021 {
		if p.has(r.OpenedOn) {
			add(cell+"made", 1)
		}
		if p.has(r.PublicOn) {
			add(cell+"newpub", 1)
		}
		if p.over(r.PublicOn) && !p.over(r.ended()) {
			add(cell+"total", 1)
		}
		return
	}
	if p.has(r.OpenedOn) {
		add(cell+"issued", 1)
	}
	if p.has(r.ended()) {
		add(cell+"repealed", 1)
	}
	if p.over(r.OpenedOn) && !p.over(r.ended()) {
		add(cell+"valid", 1)
	}
}

func addsItem(p period, r *Row, add func(string, int64)) {
	if p.stood(r.OpenedOn, r.ClosedOn) {
		add("s2."+r.Sort+".prev", 1)
	}
	if p.has(r.OpenedOn) {
		add("s2."+r.Sort+".delta", 1)
	}
	if p.has(r.ClosedOn) {
		add("s2."+r.Sort+".delta", -1)
	}
}

// addsCase counts a request. One that was closed without a result stands in no row
// of results: the sums then do not agree, and the row is among the suspects.
func addsCase(f *report.Format, p period, r *Row, add func(string, int64)) {
	both := func(row string) {
		add("s3."+row+"."+r.Applicant, 1)
		add("s3."+row+".sum", 1)
	}
	if p.has(r.OpenedOn) {
		both("new")
	}
	if p.stood(r.OpenedOn, r.ClosedOn) {
		both("carry_in")
	}
	if p.has(r.ClosedOn) && r.Result != "" {
		both(leaf(f, r.Result))
		both("total")
	}
	if p.over(r.OpenedOn) && !p.over(r.ClosedOn) {
		both("carry_out")
	}
}

// leaf is the row of a result in a format.
func leaf(f *report.Format, result string) string {
	if f.From < 2021 && strings.HasPrefix(result, "other_") {
		return "other"
	}
	return result
}

func addsDispute(p period, r *Row, add func(string, int64)) {
	cell := ""
	switch {
	case p.has(r.ClosedOn) && r.Result != "":
		cell = r.Result
	case p.over(r.OpenedOn) && !p.over(r.ClosedOn):
		cell = "pending"
	default:
		return
	}
	add("s4."+r.Sort+"."+cell, 1)
	add("s4."+r.Sort+".total", 1)
}

// unitOf is how a cell is written.
func unitOf(cell string) unit {
	switch {
	case strings.HasSuffix(cell, ".amount_wan"):
		return inWan
	case strings.HasSuffix(cell, ".amount_yuan"):
		return inYuan
	}
	return pieces
}

func (u unit) text(n int64) string {
	switch u {
	case inYuan:
		return yuan(n)
	case inWan:
		return wan(n)
	}
	return strconv.FormatInt(n, 10)
}

// keeper is the kind that counts a cell, "" for none.
func keeper(cell string) string {
	parts := strings.Split(cell, ".")
	if len(parts) != 3 {
		return ""
	}
	switch parts[0] {
	case "s3":
		return Case
	case "s4":
		return Dispute
	}
	switch parts[2] {
	case "decisions":
		return Decision
	case "prev", "delta":
		return Item
	case "amount_wan":
		return Fee
	case "count", "amount_yuan":
		return Procurement
	}
	return Document
}

// words is the formula of a cell in plain Chinese.
func words(p period, cell string) string {
	parts := strings.Split(cell, ".")
	row, col := parts[1], parts[2]
	in := fmt.Sprintf("在 %s 至 %s", p.from, p.to)
	switch keeper(cell) {
	case Document:
		return "文件台账（含本站已公开的规范性文件）中，" + documentWords(p, in, col) + sortTitles[row]
	case Item:
		return "事项台账中，" + map[string]string{"prev": p.from + " 之前开始、到上年年底还没有取消", "delta": "开始日期" + in + " 的个数减去取消日期在这期间的个数，限于"}[col] + itemTail(col, sortTitles[row])
	case Decision:
		return "处理决定台账中，决定日期" + in + " 的" + sortTitles[row] + "件数之和，公开的和依法不公开的都计入"
	case Fee:
		return "行政事业性收费台账中，收费日期" + in + " 的金额之和，由元换算为万元，最多四位小数，四舍五入"
	case Procurement:
		return "政府集中采购台账中，合同日期" + in + map[string]string{"count": " 的项目个数", "amount_yuan": " 的合同金额之和，单位为元"}[col]
	case Case:
		return "依申请公开台账中，" + caseWords(p, in, row) + "申请" + applicantWords(col)
	}
	return "复议诉讼台账中，" + sortTitles[row] + "的案件里，" + disputeWords(p, in, col)
}

func itemTail(col, title string) string {
	if col == "delta" {
		return title + "事项"
	}
	return "的" + title + "事项"
}

func documentWords(p period, in, col string) string {
	switch col {
	case "made", "issued":
		return "制发日期" + in + " 的"
	case "newpub":
		return "首次公开日期" + in + " 的"
	case "repealed":
		return "废止（失效）日期或者有效期的最后一天" + in + " 的"
	case "total":
		return "到 " + p.to + " 已经公开，并且没有废止或失效的"
	}
	return "到 " + p.to + " 已经制发，并且没有废止或失效的"
}

func caseWords(p period, in, row string) string {
	switch row {
	case "new":
		return "收到日期" + in + " 的"
	case "carry_in":
		return "收到日期早于 " + p.from + "、到上年年底没有办结的"
	case "carry_out":
		return "收到日期不晚于 " + p.to + "、到这一天没有办结的"
	case "total":
		return "办结日期" + in + "、填写了处理结果的"
	}
	result := "其他处理"
	if i := slices.IndexFunc(Results, func(c Choice) bool { return c.ID == row }); i >= 0 {
		result = Results[i].Title
	}
	return "办结日期" + in + "、处理结果为“" + inner.Replace(result) + "”的"
}

// inner turns quotes into those within quotes.
var inner = strings.NewReplacer("“", "‘", "”", "’")

func applicantWords(col string) string {
	for _, a := range Applicants {
		if a.ID == col {
			return "，申请人为" + a.Title
		}
	}
	return "，各类申请人合计"
}

func disputeWords(p period, in, col string) string {
	switch col {
	case "pending":
		return "受理日期不晚于 " + p.to + "、到这一天没有审结的件数"
	case "total":
		return "前四项之和"
	}
	i := slices.IndexFunc(Outcomes, func(c Choice) bool { return c.ID == col })
	return "审结日期" + in + "、结果为“" + Outcomes[i].Title + "”的件数"
}
