package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/sheet"
	sheetsample "gongkai/views/sheet/sample"
	"gongkai/views/ui"
)

// ReportCheck is the empty form.
func ReportCheck(ctx context.Context) desk.ReportCheckPage {
	return desk.ReportCheckPage{Frame: author(ctx, "检查年报")}
}

// ReportCheckRefused is the form after a file that cannot be read.
func ReportCheckRefused(ctx context.Context) desk.ReportCheckPage {
	p := ReportCheck(ctx)
	p.Form = desk.Form{Values: url.Values{"text": {"年报"}}, Errors: map[string]string{"text": "没有在文本中找到带年度的标题，请补上。"}}
	return p
}

// ReportCheckFound is a report in which much is wrong.
func ReportCheckFound(ctx context.Context) desk.ReportCheckPage {
	p := ReportCheck(ctx)
	sheets := sheetsample.Sheets("read-")
	for i := range sheets {
		sheets[i].Files = nil
		for _, row := range sheets[i].Tables[0].Rows {
			if i == 1 && row.Total {
				row.Cells[0].Mark = "err"
			}
			if i == 0 {
				row.Cells[1].Mark = "odd"
			}
		}
	}
	p.Result = &desk.ReportVerdict{
		Name: "某局2026年政府信息公开工作年度报告.docx", Tone: "bad", Title: "有 1 处错误，不能提交", Text: "改正下面的错误后再检查一次。另有 1 项因为数字空缺没有核对。",
		Facts: []desk.Fact{{Name: "报告年度", Text: "2026 年"}, {Name: "使用的格式", Text: "2021 年格式"}, {Name: "读到的数字", Text: "200 个"}},
		Tiles: []desk.Tile{{Name: "错误", Icon: "circle-x", N: "1", Note: "必须改正", Tone: "bad"}, {Name: "需说明", Icon: "triangle-alert", N: "1", Note: "改正或者写明原因", Tone: "warn"},
			{Name: "提示", Icon: "info", N: "1", Note: "请看一看"}, {Name: "通过", Icon: "circle-check", N: "96", Note: "未能核对 1 项", Tone: "ok"}},
		Findings: []ui.Finding{
			{ID: "finding-1", Rule: "S3-1", Kind: ui.FindingError, Text: "表三“自然人”一列：本年新收加上年结转，应等于办结总计加结转下年；第一项 + 第二项 = 11 + 1 = 12，第三项总计 + 第四项 = 8 + 3 = 11，相差 1。", Cause: "可能有 1 件申请已答复但没有选择办理结果，或者结转下年的件数没有更新。"},
			{ID: "finding-2", Rule: "T-1", Kind: ui.FindingWarn, Text: "正文“共收到申请12件”：收到的申请按正文是 12，表中是 11。", Cause: "可能表格更新后正文没有跟着改，或者正文沿用了往年的数字。"},
			{ID: "finding-3", Rule: "X-6", Kind: ui.FindingInfo, Text: "正文引用了报告格式，没有写明文号。"},
			{ID: "finding-4", Rule: "S3-4", Kind: ui.FindingUnknown, Text: "表三“总计”一列：上年结转应等于上一年报告的结转下年；有数字空缺，无法核对。"},
		},
	}
	for _, s := range sheets {
		p.Result.Tables = append(p.Result.Tables, sheet.Tables(s))
	}
	return p
}
