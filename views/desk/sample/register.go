package sample

import (
	"context"
	"fmt"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

// clerk is the frame that who keeps the registers sees.
func clerk(ctx context.Context, title string, trail ...ui.Link) layout.DeskFrame {
	f := author(ctx, title, trail...)
	f.Person, f.Section, f.Roles = "刘洋", "办公室", "依申请公开经办"
	f.Nav[0].Items = append(f.Nav[0].Items, layout.NavItem{Text: "台账", Href: href.Registers(ctx, 0), Icon: "book-open"})
	return current(f, title)
}

var missing = "申请〔2026〕第 9 号在 2026-09-10 已经办结，但没有填写结果。"

func registerSuspects(ctx context.Context) []desk.RegisterSuspect {
	return []desk.RegisterSuspect{{Title: "〔2026〕第 9 号 专项资金分配依据", Href: href.RegisterRow(ctx, "case", 9), Why: missing}}
}

func registerTrail(ctx context.Context) []ui.Link {
	return []ui.Link{{Text: "台账", Href: href.Registers(ctx, 0)}, {Text: "依申请公开", Href: href.RegisterDo(ctx, "case", "")}}
}

// Registers is the page of all registers: one checked, one with a mistake, one
// declared empty and one that nobody keeps.
func Registers(ctx context.Context) desk.RegistersPage {
	p := desk.RegistersPage{Frame: clerk(ctx, "台账"), Year: 2026, Suspects: registerSuspects(ctx)}
	for _, r := range []desk.RegisterState{
		{Title: "文件", About: "规章和行政规范性文件，已在本站公开的自动计入。", Year: "1 行", All: "共 5 行，其中自动计入 3 行", State: "已核对", Tone: "ok", Note: "刘洋 2026-11-20 09:30"},
		{Title: "依申请公开", About: "收到的政府信息公开申请。", Year: "12 行", All: "共 30 行", State: "未核对", Tone: "warn", Suspects: 1},
		{Title: "复议诉讼", About: "因申请引起的行政复议和行政诉讼。", Year: "0 行", All: "共 0 行", State: "没有此类事项", Tone: "info", Note: "刘洋 2026-11-20 09:32"},
		{Title: "行政事业性收费", About: "收到的收费，以元登记。", Year: "0 行", All: "共 0 行", State: "还没有登记", Tone: "bad", Note: "报告里相应的数字算不出来"},
	} {
		r.Href = href.RegisterDo(ctx, "case", "")
		p.Rows = append(p.Rows, r)
	}
	for y := 2026; y >= 2024; y-- {
		p.Years = append(p.Years, ui.Link{Text: fmt.Sprintf("%d 年", y), Href: href.Registers(ctx, y), Current: y == 2026})
	}
	p.Counters = []desk.Counter{
		{Label: "官网公开政务信息", N: "28", Words: "2026-01-01 至 2026-12-31 首次公开、现在仍然公开的稿件，不含政务动态类栏目", Href: href.RegisterCounter(ctx, "n.portal", 2026)},
		{Label: "微信公众号推送", N: "199", Words: "渠道发布台账中，发布日期在 2026-01-01 至 2026-12-31 的微信公众号篇数之和", Href: href.RegisterCounter(ctx, "n.wechat", 2026)},
	}
	return p
}

// RegisterCases is one register with its rows.
func RegisterCases(ctx context.Context) desk.RegisterPage {
	p := desk.RegisterPage{
		Frame: clerk(ctx, "依申请公开台账", registerTrail(ctx)[:1]...), Kind: "case", Title: "依申请公开", About: "收到的政府信息公开申请。不登记申请人的姓名、证件号码和联系方式。",
		Acts: []desk.Button{{Text: "登记一行", Href: href.RegisterDo(ctx, "case", "new"), Icon: "plus", Kind: desk.Main}, {Text: "从表格导入", Href: href.RegisterDo(ctx, "case", "import"), Icon: "upload"}},
		Form: desk.Form{Values: url.Values{"year": {"2026"}}}, Years: []ui.Option{{Text: "全部年度"}, {Value: "2026", Text: "2026 年"}}, Total: "共 12 行", Suspects: registerSuspects(ctx),
		Head:  []desk.RegisterHead{{Text: "名称"}, {Text: "申请人类别"}, {Text: "收到日期"}, {Text: "办结日期"}},
		Pager: ui.PagerProps{Page: 1, Pages: 3, Href: func(n int) string { return href.Register(ctx, "case", url.Values{"page": {fmt.Sprint(n)}}) }},
		Files: []ui.Link{{Text: "导出 Excel（2026 年）", Href: href.RegisterDo(ctx, "case", "export.xlsx")}, {Text: "导出 CSV（2026 年）", Href: href.RegisterDo(ctx, "case", "export.csv")}, {Text: "导入模板", Href: href.RegisterDo(ctx, "case", "template.xlsx")}},
		Marks: []desk.RegisterMark{{Text: "2026 年的台账还没有核对。", Button: "2026 年台账已核对", Verb: "checked", On: true, Year: 2026}},
	}
	for i, r := range []desk.RegisterLine{
		{Title: "〔2026〕第 11 号 区级政府债券项目资料", Cells: []string{"自然人", "2026-10-27", ""}, State: "办理中", Tone: "warn"},
		{Title: "〔2026〕第 9 号 专项资金分配依据", Cells: []string{"自然人", "2026-08-22", "2026-09-10"}, State: "已办结，没有填写结果", Tone: "bad"},
		{Title: "〔2026〕第 7 号 代理记账机构年度检查结果", Cells: []string{"商业企业", "2026-07-06", "2026-07-21"}, State: "予以公开", Tone: "ok"},
	} {
		r.Href = href.RegisterRow(ctx, "case", uint64(11-2*i))
		p.Rows = append(p.Rows, r)
	}
	return p
}

// RegisterDocuments is a register with rows that come from published documents.
func RegisterDocuments(ctx context.Context) desk.RegisterPage {
	p := RegisterCases(ctx)
	p.Kind, p.Title, p.Suspects, p.Marks, p.Total = "document", "文件", nil, nil, "共 2 行"
	p.Head = []desk.RegisterHead{{Text: "名称"}, {Text: "类别"}, {Text: "制发日期"}}
	p.Rows = []desk.RegisterLine{
		{Title: "区级惠民惠农财政补贴资金“一卡通”管理办法", Href: href.Document(ctx, id), Below: "黔江财规〔2026〕3号", Cells: []string{"行政规范性文件", "2026-11-02"}, State: "现行有效", Tone: "ok", Auto: true},
		{Title: "区级财政票据管理办法", Href: href.RegisterRow(ctx, "document", 1), Below: "黔江财规〔2024〕1号", Cells: []string{"行政规范性文件", "2024-05-20"}, State: "已废止或失效", Tone: "ok"},
	}
	return p
}

// RegisterUnknown is a register that nobody keeps yet.
func RegisterUnknown(ctx context.Context) desk.RegisterPage {
	p := RegisterCases(ctx)
	p.Kind, p.Title, p.Rows, p.Suspects, p.Total, p.Pager = "dispute", "复议诉讼", nil, nil, "共 0 行", ui.PagerProps{}
	p.Remarks = []desk.Remark{{Tone: "warn", Title: "这本台账还没有登记，报告里相应的数字算不出来。", Text: "没有此类事项的，请在下面声明；不声明的不会当作 0。"}}
	p.Marks = append(p.Marks, desk.RegisterMark{Text: "本单位没有此类事项的，声明以后报告里计 0。", Button: "本单位没有此类事项", Verb: "none", On: true})
	return p
}

func caseFields() []desk.RegisterField {
	return []desk.RegisterField{
		{Name: "number", Label: "申请编号", Hint: "例如 〔2026〕第 9 号。", Kind: "text", Required: true},
		{Name: "applicant", Label: "申请人类别", Options: []ui.Option{{Text: "请选择"}, {Value: "自然人", Text: "自然人"}, {Value: "商业企业", Text: "商业企业"}}, Required: true},
		{Name: "name", Label: "申请内容摘要", Kind: "text"},
		{Name: "opened_on", Label: "收到日期", Kind: "date", Required: true},
		{Name: "result", Label: "处理结果", Options: []ui.Option{{Text: "请选择"}, {Value: "予以公开", Text: "予以公开"}}},
		{Name: "closed_on", Label: "办结日期", Kind: "date"},
		{Name: "note", Label: "备注", Long: true},
	}
}

// RegisterRow is the form of a row that lacks its result.
func RegisterRow(ctx context.Context) desk.RegisterRowPage {
	return desk.RegisterRowPage{
		Frame: clerk(ctx, "〔2026〕第 9 号 专项资金分配依据", registerTrail(ctx)...), Kind: "case", Title: "依申请公开", ID: 9, Name: "〔2026〕第 9 号 专项资金分配依据", Entered: "刘洋 2026-11-13 16:40 登记", Fields: caseFields(), CanAct: true,
		Form:    desk.Form{Version: 1, Values: url.Values{"number": {"〔2026〕第 9 号"}, "applicant": {"自然人"}, "name": {"专项资金分配依据"}, "opened_on": {"2026-08-22"}, "closed_on": {"2026-09-10"}}},
		Remarks: []desk.Remark{{Tone: "bad", Title: "请核对这一行。", Text: missing}}, WhereOf: 2026, Where: []ui.Link{{Text: "表三“一、本年新收政府信息公开申请数量”一行的“申请人情况·自然人”", Href: href.WorkbenchAt(ctx, 2026, "s3", "s3.new.nat")}},
		History: []desk.HistoryRow{{When: minute(13, 16, 40), Text: "登记台账，刘洋", Number: "512"}},
	}
}

// RegisterRowRefused is that form after it was refused, in a year whose report is
// public.
func RegisterRowRefused(ctx context.Context) desk.RegisterRowPage {
	p := RegisterRow(ctx)
	p.Reason, p.MustReason, p.Remarks = true, true, nil
	p.Errors = map[string]string{"closed_on": "“办结日期”早于收到日期（2026-08-22），请核对。", "reason": "2025 年的年度报告已经公开，改动这一年的台账请写明原因，至少 5 个字。"}
	return p
}

// RegisterRowRead is a row for who may not change it, with a document of the site.
func RegisterRowRead(ctx context.Context) desk.RegisterRowPage {
	p := RegisterRow(ctx)
	p.Fields, p.CanAct, p.History = nil, false, nil
	p.Facts = []desk.Fact{{Name: "申请编号", Text: "〔2026〕第 9 号"}, {Name: "申请人类别", Text: "自然人"}, {Name: "收到日期", Text: "2026-08-22"}}
	return p
}

// RegisterRowGone is a row that counts no more.
func RegisterRowGone(ctx context.Context) desk.RegisterRowPage {
	p := RegisterRowRead(ctx)
	p.CanAct, p.Removed, p.Where = true, true, nil
	p.Remarks = []desk.Remark{{Tone: "warn", Title: "这一行已经移除，不再计数。"}}
	return p
}

// RegisterNew is the form of a new row.
func RegisterNew(ctx context.Context) desk.RegisterRowPage {
	return desk.RegisterRowPage{Frame: clerk(ctx, "登记依申请公开", registerTrail(ctx)...), Kind: "case", Title: "依申请公开", Fields: caseFields()}
}

// RegisterRemove asks why a row is removed.
func RegisterRemove(ctx context.Context) desk.RegisterRemovePage {
	p := RegisterRowRead(ctx)
	return desk.RegisterRemovePage{Frame: clerk(ctx, "移除这一行", registerTrail(ctx)...), Kind: "case", ID: 9, Name: p.Name, Facts: p.Facts, Form: desk.Form{Version: 1}}
}

// RegisterImport is the form of an import.
func RegisterImport(ctx context.Context) desk.RegisterImportPage {
	return desk.RegisterImportPage{Frame: clerk(ctx, "导入依申请公开台账", registerTrail(ctx)...), Kind: "case", Title: "依申请公开", About: "收到的政府信息公开申请。", Template: href.RegisterDo(ctx, "case", "template.xlsx"),
		Columns: []desk.Fact{{Name: "申请编号", Text: "必填"}, {Name: "申请人类别", Text: "必填：自然人、商业企业"}, {Name: "办结日期", Text: "选填"}}}
}

// RegisterImportRefused is that form after a file that cannot be read.
func RegisterImportRefused(ctx context.Context) desk.RegisterImportPage {
	p := RegisterImport(ctx)
	p.Errors = map[string]string{"file": "C3 单元格是公式，请复制后选择性粘贴为数值，再导入。"}
	return p
}

// RegisterImportRead is a sheet that was read, with a row that is wrong.
func RegisterImportRead(ctx context.Context) desk.RegisterImportPage {
	p := RegisterImport(ctx)
	p.Asked, p.Carry, p.Button = true, `{"edition":1}`, "只导入没有错误的 2 行"
	p.Tiles = []desk.Tile{{Name: "新增", Icon: "plus", N: "1", Note: "台账里还没有", Tone: "ok"}, {Name: "已有", Icon: "copy", N: "1", Note: "台账里已有，可以跳过或更新"}, {Name: "错误", Icon: "circle-alert", N: "1", Note: "改正后才能导入", Tone: "bad"}}
	p.Head = []string{"申请编号", "申请人类别", "收到日期"}
	p.Rows = []desk.RegisterImportRow{
		{At: "第 4 行", State: "错误", Tone: "bad", Cells: []string{"〔2026〕第 3 号", "自然人", "上个月"}, Why: []string{"“收到日期”应填写日期，例如 2026-06-30。"}},
		{At: "第 2 行", State: "已有", Tone: "info", Cells: []string{"〔2026〕第 1 号", "自然人", "2026-01-19"}},
		{At: "第 3 行", State: "新增", Tone: "ok", Cells: []string{"〔2026〕第 2 号", "商业企业", "2026-02-09"}},
	}
	return p
}

// RegisterCounter is the list behind a number of the prose.
func RegisterCounter(ctx context.Context) desk.RegisterCounterPage {
	return desk.RegisterCounterPage{Frame: clerk(ctx, "官网公开政务信息", registerTrail(ctx)[:1]...), Label: "官网公开政务信息", N: "28", Words: "2026-01-01 至 2026-12-31 首次公开、现在仍然公开的稿件，不含政务动态类栏目",
		Rows: []desk.RegisterCounted{{Title: notice, Href: href.Document(ctx, id), Day: "2026-11-20", Says: "政务公开 / 惠民惠农补贴公示", N: "1"}}}
}

func registers() []Page {
	return []Page{
		page("registers", Registers, desk.Registers),
		page("register-counter", RegisterCounter, desk.RegisterCounter),
		page("register", RegisterCases, desk.Register),
		page("register-auto", RegisterDocuments, desk.Register),
		page("register-unknown", RegisterUnknown, desk.Register),
		page("register-row", RegisterRow, desk.RegisterRow),
		page("register-row-refused", RegisterRowRefused, desk.RegisterRow),
		page("register-row-read", RegisterRowRead, desk.RegisterRow),
		page("register-row-gone", RegisterRowGone, desk.RegisterRow),
		page("register-new", RegisterNew, desk.RegisterRow),
		page("register-remove", RegisterRemove, desk.RegisterRemove),
		page("register-import", RegisterImport, desk.RegisterImport),
		page("register-import-refused", RegisterImportRefused, desk.RegisterImport),
		page("register-import-read", RegisterImportRead, desk.RegisterImport),
	}
}
