package sample

import (
	"context"
	"fmt"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	rolls "gongkai/views/roll/sample"
	"gongkai/views/ui"
)

// Roll is the page that takes a list in, with one that was read without errors.
func Roll(ctx context.Context) desk.RollPage {
	list := rolls.Subsidies()
	return desk.RollPage{Frame: author(ctx, "导入清单"), Form: desk.Form{Values: url.Values{"kind": {"subsidies"}, "title": {list.Caption}}}, Read: &list, Carry: "{}",
		Columns: []ui.Option{{Text: "请选择栏目"}, {Value: "zwgk/hnbt", Text: "惠民惠农补贴公示"}},
		Kinds: []desk.RollKind{{Option: ui.Option{Value: "subsidies", Text: "惠民惠农补贴公示"}, About: "公示补贴发放结果。身份证号、银行账号和手机号码导入时即遮盖，系统不保存原号。", Template: href.RollTemplate(ctx, "subsidies")},
			{Option: ui.Option{Value: "catalogue", Text: "基层政务公开标准目录"}, About: "每一行至少选一种渠道、一类对象和一个层级。", Template: href.RollTemplate(ctx, "catalogue")}},
		Findings: []desk.RollFinding{{Place: "第 3 行", Text: "“家庭人口”不属于这种清单，没有导入。"}}}
}

// RollRefused is the same with errors: nothing can be stored.
func RollRefused(ctx context.Context) desk.RollPage {
	p := Roll(ctx)
	p.Carry, p.More = "", "另有 12 处没有列出"
	p.Errors = map[string]string{"column": "请选择栏目。"}
	p.Findings = append([]desk.RollFinding{{Place: "第 12 行 H 列", Text: "“金额（元）”应填写数字，例如 1234.5。", Error: true}, {Place: "第 40 行 B 列", Text: "“姓名”一列疑似公民身份号码，公开前必须删除或遮盖。（110105********002X）", Error: true}}, p.Findings...)
	return p
}

// RollDocument is the list of a document with the way to each row.
func RollDocument(ctx context.Context) desk.RollPage {
	p := Roll(ctx)
	p.ID, p.Version, p.Title, p.Carry, p.Findings = id, 3, p.Read.Caption, "", nil
	for i := range 3 {
		p.Rows = append(p.Rows, ui.Link{Text: fmt.Sprintf("第 %d 行 示例户", i+1), Href: href.RollRow(ctx, id, i+1)})
	}
	return p
}

// RollRow is the form of one row, with a mistake.
func RollRow(ctx context.Context) desk.RollPage {
	p := RollDocument(ctx)
	p.Single, p.Row = true, 2
	p.RowFields = []desk.RollField{{Label: "姓名", Value: "示例户"}, {Label: "金额（元）", Value: "贰佰", Error: "“金额（元）”应填写数字，例如 1234.5。", Hint: "例如：288"},
		{Label: "分配方式", Options: []ui.Option{{Text: "请选择"}, {Value: "因素法", Text: "因素法"}}}, {Label: "公开依据", Long: true}}
	return p
}
