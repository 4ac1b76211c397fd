package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// SiteReport is 政府网站工作年度报表 while it is filled in: a line that is missing,
// one that is counted, one that was changed with a reason, a sum that does not add up.
func SiteReport(ctx context.Context) desk.SiteReportPage {
	p := desk.SiteReportPage{Frame: head(ctx, "2026 年网站年度报表"), Form: desk.Form{Version: 6}, Year: 2026, Address: href.SiteReport(ctx, 2026), Stage: "编制中，须在 2027-01-31 前发布", Tone: "warn", Open: true,
		Acts: []desk.Button{{Text: "信息公开年报", Href: href.Workbench(ctx, 2026), Icon: "chart-column"}},
		Blocks: []desk.SiteBlock{
			{Title: "基本信息", Lines: []desk.SiteLine{
				{No: 1, Field: ui.Field{Name: "filler", Label: "1. 填报单位", Value: "区财政局"}, Origin: "自动", Tone: "info", Words: "网站设置中的主办单位。"},
				{No: 5, Field: ui.Field{Name: "type", Label: "5. 网站类型", Value: "部门网站"}, Options: []ui.Option{{Value: "", Text: "请选择"}, {Value: "部门网站", Text: "部门网站"}}},
				{No: 10, Field: ui.Field{Name: "visits", Label: "10. 网站总访问量（次）", Value: "48210"}, Origin: "自动", Tone: "info", Words: "访问统计中全年的浏览次数。", Numeric: true}}},
			{Title: "信息发布", Lines: []desk.SiteLine{
				{No: 11, Field: ui.Field{Name: "total", Label: "11. 总数（条）", Value: "119"}, Origin: "手工改动", Tone: "warn", Words: "自动计算为 116。另有三条在旧网站发布。", Numeric: true}}},
			{Title: "办事服务", Lines: []desk.SiteLine{
				{No: 24, Field: ui.Field{Name: "items", Label: "24. 政务服务事项数量（项）"}, Origin: "待填", Tone: "warn", Numeric: true}}},
		}}
	p.Findings = []ui.Finding{
		{Rule: "YR-0", Kind: ui.FindingError, Text: "还有 1 项没有填写，没有的写 0 或者“否”。", Links: []ui.Link{{Text: "政务服务事项数量", Href: "#f-items"}}},
		{Rule: "YR-1", Kind: ui.FindingWarn, Text: "信息发布总数应等于概况类、政务动态、信息公开目录三类之和；另有其他类的请说明：119 不等于 14 + 62 + 40。", Below: desk.SiteExplain(p, "why-YR-1", "YR-1", ""), Links: []ui.Link{{Text: "到这一项", Href: "#f-total"}}},
	}
	return p
}

// SiteReportReady is the form when nothing keeps it from being submitted.
func SiteReportReady(ctx context.Context) desk.SiteReportPage {
	p := SiteReport(ctx)
	items := &p.Blocks[2].Lines[0]
	items.Field.Value, items.Origin, items.Tone = "12", "", ""
	p.Findings = p.Findings[1:]
	p.Findings[0].Kind, p.Findings[0].Note = ui.FindingInfo, "另有三条在旧网站发布。"
	p.Findings[0].Below = desk.SiteExplain(p, "why-YR-1", "YR-1", p.Findings[0].Note)
	p.Ready, p.Columns = true, []ui.Option{{Value: "", Text: "请选择"}, {Value: "zfxxgk/wzndbb", Text: "网站年度报表"}}
	return p
}

// SiteReportRefused is the form with what was typed and why it was not stored.
func SiteReportRefused(ctx context.Context) desk.SiteReportPage {
	p := SiteReport(ctx)
	p.Values = url.Values{"total": {"120"}, "items": {"两项"}}
	p.Errors = map[string]string{"items": "“政务服务事项数量”应填写不小于 0 的整数。", "reason": "“总数”是自动计算的，改动要写明理由，至少 5 个字。"}
	total, items := &p.Blocks[1].Lines[0], &p.Blocks[2].Lines[0]
	total.Field.Value, items.Field.Value, items.Field.Error = "120", "两项", p.Errors["items"]
	return p
}

// SiteReportMoving is the form while others decide on its document.
func SiteReportMoving(ctx context.Context) desk.SiteReportPage {
	p := SiteReportReady(ctx)
	p.Open, p.Ready, p.State, p.Stage, p.Tone, p.Columns = false, false, "section", "科室审核", "info", nil
	p.Findings[0].Below, p.Findings[0].Links = nil, nil
	p.Remarks = []desk.Remark{{Tone: "info", Title: "这一年的报表正在审核（科室审核），撤回或者退回后才能修改。"}}
	p.Acts = append([]desk.Button{{Text: "查看稿件", Href: href.Document(ctx, 41), Icon: "file-text"}}, p.Acts...)
	return p
}
