package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/sheet"
	"gongkai/views/ui"
)

// Workbench is the chapter on requests, with a sum that does not add up and one
// cell chosen.
func Workbench(ctx context.Context) desk.WorkbenchPage {
	p := bench(ctx)
	p.Title, p.Hint, p.FillHref = "三、收到和处理政府信息公开申请情况", "点数字看它从哪里来", href.WorkbenchAt(ctx, 2026, "s3", "")+"&fill=yes"
	p.Alert = &ui.Finding{Rule: "S3-1", Text: "第一项 + 第二项 = 11 + 1 = 12，第三项总计 + 第四项 = 8 + 3 = 11，相差 1 件（自然人列）。", Cause: "〔2026〕第 9 号：已经办结，没有选择办理结果。",
		Links: []ui.Link{{Text: "打开〔2026〕第 9 号", Href: href.WorkbenchAt(ctx, 2026, "s3", "")}}}
	p.Sheet = &sheet.Sheet{Prefix: "s3", Name: "表三", Title: "收到和处理政府信息公开申请情况", Tables: []sheet.Table{benchTable(ctx, false)}}
	p.Findings = []ui.Finding{
		{Rule: "S3-6", Kind: ui.FindingWarn, Text: "正文说没有收到申请，表三新收 11 件。", Below: desk.ExplainForm(p, "why-1", "S3-6", "s1", "s3", "")},
		{Rule: "T-9", Kind: ui.FindingInfo, Text: "同一件事写了两个数字。", Note: "口径不同，文中已写明。"},
	}
	p.Counts = append([]ui.Finding{*p.Alert}, p.Findings...)
	p.Cell = &desk.CellPanel{ID: "s3.new.nat", Place: "表三“一、本年新收政府信息公开申请数量”一行的“申请人情况·自然人”", Value: "9", Origin: "手工填写", Tone: "warn", Words: "依申请公开台账中，收到日期在 2026 年的申请",
		Facts: []desk.Fact{{Name: "填写人", Text: "陈涛"}, {Name: "台账计算", Text: "8"}}, Open: true, Hand: true, More: 8,
		Rows: []desk.CellRow{{Title: "〔2026〕第 12 号", Href: href.WorkbenchAt(ctx, 2026, "s3", ""), Day: "2026-11-18", Says: "办理中"}, {Title: "〔2026〕第 9 号", Day: "2026-08-22", Says: "未填结果", Tone: "bad", Adds: "计 2"}}}
	p.Values = url.Values{"value": {"9"}, "reason": {"一件口头申请补登。"}}
	p.Compare, p.Before = []desk.CompareRow{{Name: "予以公开", Before: "4", Now: "4", Change: "0"}, {Name: "结转下年度继续办理", Before: "1", Now: "3", Change: "+2", Rate: "+200%"}}, 2025
	return p
}

// WorkbenchFill is the same table as a form, refused.
func WorkbenchFill(ctx context.Context) desk.WorkbenchPage {
	p := Workbench(ctx)
	p.Cell, p.Fill, p.Alert = nil, true, nil
	p.Sheet.Tables = []sheet.Table{benchTable(ctx, true)}
	p.Values, p.Errors = url.Values{"reason": {"x"}}, map[string]string{"reason": "请写明理由，至少 5 个字。", "s3.new.nat": "表三：“三”不是这一列的数字。"}
	return p
}

// WorkbenchProse is a chapter of text with its bound numbers.
func WorkbenchProse(ctx context.Context) desk.WorkbenchPage {
	p := bench(ctx)
	p.Title = "一、总体情况"
	p.Prose = &desk.ProseBox{Section: "s1", Text: "（一）主动公开情况\n\n公开政务信息{{n.portal}}条。", Read: "<h3>（一）主动公开情况</h3><p>公开政务信息31条。</p>", Open: true, Draft: true}
	p.Bounds = []desk.BoundRow{{Name: "{{n.portal}}", Label: "官网公开信息", Value: "31"}, {Name: "{{s3.new.sum}}", Label: "本年新收政府信息公开申请数量", Value: "空缺"}}
	p.Remarks = []desk.Remark{{Tone: "warn", Title: "已发布的年报有 2 格与现在的计算结果不同。", Text: "公开的数字不会自动改变。"}}
	return p
}

func bench(ctx context.Context) desk.WorkbenchPage {
	p := desk.WorkbenchPage{Frame: head(ctx, "2026 年"), Form: desk.Form{Version: 4}, Year: 2026, Address: href.Workbench(ctx, 2026), Format: "2021 版格式", Stage: "编制中，须在 2027-01-31 前公布", Tone: "warn",
		Acts: []desk.Button{{Text: "预览全文", Href: href.WorkbenchDo(ctx, 2026, "submit"), Icon: "eye"}, {Text: "提交审核（1 处错误）", Href: href.WorkbenchDo(ctx, 2026, "submit"), Icon: "send", Kind: desk.Main}},
		Chapters: []desk.Chapter{{Text: "一、总体情况", Href: href.WorkbenchAt(ctx, 2026, "s1", ""), State: "完成", Tone: "ok", Icon: "circle-check"},
			{Text: "三、依申请公开", Href: href.WorkbenchAt(ctx, 2026, "s3", ""), State: "1 错", Tone: "bad", Icon: "triangle-alert", Current: true}},
		Years: []ui.Link{{Text: "2025 年", Href: href.Workbench(ctx, 2025)}}}
	return p
}

func benchTable(ctx context.Context, form bool) sheet.Table {
	t := sheet.Table{ID: "s3", Caption: "收到和处理政府信息公开申请情况", Columns: []sheet.Column{{Label: "自然人"}, {Label: "总计"}},
		Head: [][]sheet.Head{{{Text: "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", ColSpan: 1, RowSpan: 1}, {Text: "自然人", ColSpan: 1, RowSpan: 1, Scope: "col"}, {Text: "总计", ColSpan: 1, RowSpan: 1, Scope: "col"}}}}
	for i, label := range []string{"一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量", "（一）予以公开", "四、结转下年度继续办理"} {
		row := sheet.Row{Heads: []sheet.Head{{Text: label, ColSpan: 1, RowSpan: 1, Scope: "row"}}, Total: i == 3}
		for j, mark := range []string{"err", "odd", "hand", "gap"}[i : i+1] {
			id := "s3.new.nat"
			c := sheet.Cell{ID: id, Text: "9", Column: j, Mark: mark, Href: href.WorkbenchAt(ctx, 2026, "s3", id), Chosen: i == 0}
			if mark == "gap" {
				c.Text = ""
			}
			sum := sheet.Cell{ID: "s3.new.sum", Text: "0", Zero: true, Column: 1, Href: href.WorkbenchAt(ctx, 2026, "s3", "s3.new.sum")}
			if form {
				c.Input, c.Label, c.Href, c.Chosen = "cell."+id, label+"自然人", "", false
				sum.Href = ""
			}
			if form && i == 0 {
				c.Text, c.Error = "三", "“三”不是这一列的数字。"
			}
			row.Cells = append(row.Cells, c, sum)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Reports is the list of years.
func Reports(ctx context.Context) desk.ReportsPage {
	return desk.ReportsPage{Frame: head(ctx, "信息公开年报"), Acts: []desk.Button{{Text: "导入过去的年报", Href: href.Import(ctx), Icon: "upload"}}, Years: []desk.ReportYearRow{
		{Year: "2026 年", Href: href.Workbench(ctx, 2026), Format: "2021 版格式", State: "编制中", Tone: "warn", Note: "须在 2027-01-31 前公布"},
		{Year: "2025 年", Href: href.Workbench(ctx, 2025), Format: "2021 版格式", State: "公开", Tone: "ok", Public: href.Column(ctx, "zfxxgk/nb")}}}
}

// ReportSubmit is a year that may be submitted; ReportStopped is one that may not.
func ReportSubmit(ctx context.Context) desk.ReportSubmitPage {
	return desk.ReportSubmitPage{Frame: head(ctx, "提交年报"), Form: desk.Form{Version: 9}, Year: 2026, Address: href.Workbench(ctx, 2026), Title: "区财政局2026年政府信息公开工作年度报告", Open: true,
		Files: []desk.Button{{Text: "Word", Href: href.WorkbenchDo(ctx, 2026, "draft/docx"), Icon: "download"}},
		Hands: []desk.Fact{{Name: "表三“一、本年新收政府信息公开申请数量”一行的“总计”", Text: "9：一件口头申请补登。（台账计算为 8）", Href: href.WorkbenchAt(ctx, 2026, "s3", "s3.new.sum")}},
		Said:  []desk.Fact{{Name: "2026 年还没有结束，现在的数字到年底可能变化。", Text: "先行核对。"}}, Body: "<h2>一、总体情况</h2><p>正文。</p>"}
}

// ReportCorrected is a year that is public already.
func ReportCorrected(ctx context.Context) desk.ReportSubmitPage {
	p := ReportSubmit(ctx)
	p.Replaces, p.Changed = true, []desk.Fact{{Name: "本年新收政府信息公开申请数量", Text: "已公开 12，改为 13"}, {Name: "六、其他需要报告的事项", Text: "正文有改动"}}
	p.Values = map[string][]string{"note": {"补计了一件申请。"}}
	return p
}

// ReportStopped is a year with an error.
func ReportStopped(ctx context.Context) desk.ReportSubmitPage {
	p := ReportSubmit(ctx)
	p.Open, p.Stops = false, []ui.Finding{{Rule: "S3-1", Text: "3 + 0 不等于 2 + 0。", Links: []ui.Link{{Text: "查看这一格和明细", Href: href.WorkbenchAt(ctx, 2026, "s3", "s3.new.sum")}}}}
	p.Errors = map[string]string{"findings": "还有 1 处错误没有改正，不能提交。"}
	return p
}

// WorkbenchMoving is the workbench while others decide on the year's document:
// nothing on it can be changed.
func WorkbenchMoving(ctx context.Context) desk.WorkbenchPage {
	p := Workbench(ctx)
	p.Cell.Open, p.FillHref, p.State, p.Stage, p.Tone, p.Alert = false, "", "section", "科室审核", "info", nil
	p.Findings = p.Findings[1:]
	p.Counts = p.Findings
	p.Remarks = []desk.Remark{{Tone: "info", Title: "这一年的年报正在审核（科室审核），撤回或者退回后才能修改。"}}
	p.Acts = []desk.Button{{Text: "查看稿件", Href: href.Document(ctx, 40), Icon: "file-text"}}
	return p
}
