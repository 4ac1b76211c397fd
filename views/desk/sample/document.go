package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

const body ui.HTML = `<p>为落实惠民惠农财政补贴政策，现将 2026 年第三批补贴资金下达情况公告如下。</p>
<h2>一、资金安排</h2>
<p>本批次共下达补贴资金 1,286.40 万元，涉及 32,417 户（截至 11 月 15 日核定数）。</p>
<table><caption>分项安排</caption><thead><tr><th scope="col">项目</th><th scope="col">金额（万元）</th></tr></thead><tbody><tr><th scope="row">耕地地力保护</th><td>902.15</td></tr><tr><th scope="row">农机购置与应用</th><td>384.25</td></tr></tbody></table>
<h2>二、发放方式</h2>
<p>资金通过社保卡“一卡通”发放，预计 11 月底前到账。</p>
<ul><li>未按时到账的，可到户籍所在乡镇（街道）财政所查询。</li><li>咨询电话见本局网站“联系我们”。</li></ul>`

func text() desk.Text {
	return desk.Text{Title: notice, Body: body, Facts: []desk.Fact{
		{Name: "栏目", Text: "新闻动态 / 通知公告"},
		{Name: "来源", Text: "区财政局"},
		{Name: "定时发布", Text: "2026-11-24 09:00"},
	}}
}

// enclosed is the text with a file below it.
func enclosed(ctx context.Context) desk.Text {
	t := text()
	t.Files = fileRows(ctx)[:1]
	t.Files[0].State = ""
	return t
}

// signatures are the three levels with the first n signed.
func signatures(n int) []desk.Signature {
	list := []desk.Signature{
		{Level: "第一级 拟稿", Person: "张敏", Section: "预算科", When: minute(23, 13, 10), Note: "自查已完成。", Hash: hash, Waits: "等待张敏提交"},
		{Level: "第二级 科室审核", Person: "李明", Section: "预算科", When: minute(23, 13, 40), Note: "金额已核对，同意送审。", Hash: hash, Waits: "等待预算科负责人李明"},
		{Level: "第三级 保密审查", Person: "王芳", Section: "办公室", For: "代 赵静 签", When: minute(23, 15, 2), Hash: hash, Waits: "等待保密审查员"},
	}
	for i := range list {
		list[i].Signed = i < n
	}
	return list
}

func revisionRows(ctx context.Context) []desk.RevisionRow {
	return []desk.RevisionRow{
		{Name: "第 3 版", Href: href.Revision(ctx, id, 3), Who: "张敏", When: minute(23, 13, 5), Hash: "9f3c…21a4", Tag: "送审版本", Diff: href.Compare(ctx, id, 2, 3)},
		{Name: "第 2 版", Href: href.Revision(ctx, id, 2), Who: "孙悦", When: minute(21, 9, 44), Hash: "4b02…77d0", Diff: href.Compare(ctx, id, 1, 2)},
		{Name: "第 1 版", Href: href.Revision(ctx, id, 1), Who: "张敏", When: minute(20, 16, 2), Hash: "c811…0e5f", Tag: "线上版本"},
	}
}

func history(ctx context.Context) []desk.Event {
	revision := func(n int, name string) ui.Link { return ui.Link{Text: name, Href: href.Revision(ctx, id, n)} }
	return []desk.Event{
		{When: minute(23, 13, 40), Who: "李明", What: "通过科室审核", Tone: "ok", Note: "金额已核对，同意送审。", Revision: revision(3, "第 3 版")},
		{When: minute(23, 13, 10), Who: "张敏", What: "提交审核", Revision: revision(3, "第 3 版")},
		{When: minute(23, 13, 5), Who: "张敏", What: "保存", Revision: revision(3, "第 3 版"), Diff: ui.Link{Text: "看改了什么", Href: href.Compare(ctx, id, 2, 3)}},
		{When: minute(22, 17, 20), Who: "李明", What: "退回拟稿人", Tone: "bad", Note: "第 3 段金额与附表合计不一致，请核对。", Revision: revision(2, "第 2 版")},
		{When: minute(20, 16, 2), Who: "张敏", What: "建立稿件", Revision: revision(1, "第 1 版")},
	}
}

func documentFacts() []desk.Fact {
	return []desk.Fact{
		{Name: "栏目", Text: "新闻动态 / 通知公告"},
		{Name: "来源", Text: "区财政局"},
		{Name: "拟稿", Text: "张敏、孙悦（共同修改）"},
		{Name: "科室", Text: "预算科"},
		{Name: "定时发布", Text: "2026-11-24 09:00"},
		{Name: "审核单号", Text: "SH-2026-00317"},
		{Name: "版本", Text: "第 3 版"},
		{Name: "内容指纹", Text: hash, Code: true},
	}
}

// Document waits for the confidentiality check while an older text is public.
func Document(ctx context.Context) desk.DocumentPage {
	return desk.DocumentPage{
		Frame: author(ctx, notice, ui.Link{Text: "稿件", Href: href.Documents(ctx)}), Title: notice,
		State: "confidentiality", StateText: "保密审查中", StateTone: "info",
		Public: href.Article(ctx, "xwdt/tzgg", at(16, 9, 0), id),
		Steps:  steps(2, desk.Now), Waits: "等待保密审查员",
		Acts: []desk.Button{
			{Text: "预览", Href: href.DocumentDo(ctx, id, "preview"), Icon: "eye"},
			{Text: "撤回", Href: href.DocumentDo(ctx, id, "recall"), Icon: "undo-2"},
			{Text: "撤下", Href: href.DocumentDo(ctx, id, "withdraw"), Icon: "ban", Kind: desk.Danger},
		},
		Facts: documentFacts(), Signatures: signatures(2), FormNo: "审核单 SH-2026-00317",
		History: history(ctx), Revisions: revisionRows(ctx), Files: desk.FileList{Rows: fileRows(ctx)}, Compare: href.DocumentDo(ctx, id, "compare"), Versions: versions(), Threads: documentThreads(ctx),
		Papers: []ui.Link{{Text: "保密审查表", Href: href.Paper(ctx, id, "secrecy", 7)}, {Text: "信息发布审核表", Href: href.Paper(ctx, id, "release", 7)}},
	}
}

// DocumentReturned came back to its author.
func DocumentReturned(ctx context.Context) desk.DocumentPage {
	p := Document(ctx)
	p.Public = ""
	p.State, p.StateText, p.StateTone = "returned", "已退回", "bad"
	p.Files.Manage = href.Attachments(ctx, id)
	p.Steps, p.Waits, p.Signatures = steps(1, desk.Back), "等待张敏修改", nil
	p.Remarks = []desk.Remark{{Tone: "bad", Title: "科室审核没有通过，请修改后重新提交。", Quote: "第 3 段金额与附表合计不一致，请核对。", Who: "李明", When: minute(22, 17, 20)}}
	p.Acts = []desk.Button{
		{Text: "编辑", Href: href.DocumentDo(ctx, id, "edit"), Icon: "square-pen", Kind: desk.Main},
		{Text: "提交审核", Href: href.DocumentDo(ctx, id, "submit"), Icon: "send"},
		{Text: "预览", Href: href.DocumentDo(ctx, id, "preview"), Icon: "eye"},
		{Text: "删除草稿", Href: href.DocumentDo(ctx, id, "discard"), Icon: "trash-2", Kind: desk.Danger},
	}
	return p
}

// Revision is the full text of an older revision.
func Revision(ctx context.Context) desk.RevisionPage {
	return desk.RevisionPage{
		Frame: author(ctx, "第 2 版", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)),
		Name:  "第 2 版", Status: "已被第 3 版替代", Document: documentLink(ctx), Text: text(),
		Facts: []desk.Fact{{Name: "保存人", Text: "孙悦"}, {Name: "保存时间", Text: "2026-11-21 09:44"}, {Name: "内容指纹", Text: hash, Code: true}},
		Older: ui.Link{Text: "第 1 版", Href: href.Revision(ctx, id, 1)}, Newer: ui.Link{Text: "第 3 版", Href: href.Revision(ctx, id, 3)},
	}
}

func columnOptions() []ui.Option {
	return []ui.Option{
		{Text: "请选择栏目"},
		{Group: "新闻动态", Value: "xwdt/gzdt", Text: "工作动态"},
		{Group: "新闻动态", Value: "xwdt/tzgg", Text: "通知公告"},
		{Group: "政府信息公开", Value: "zfxxgk/nb", Text: "政府信息公开年报"},
	}
}

// New is the editor for a new document.
func New(ctx context.Context) desk.EditPage {
	return desk.EditPage{
		Frame: author(ctx, "写稿件"), Heading: "写稿件", Columns: columnOptions(),
		Form: desk.Form{Values: url.Values{"column": {"xwdt/tzgg"}, "source": {site}}},
		Starts: []desk.Start{
			{Name: "和上次一样写", Hint: "通知公告 · 《" + notice + "》，11-16 发布", Href: href.NewLike(ctx, id)},
			{Name: "公告", Hint: "向社会公布决定或结果", Href: href.NewFrom(ctx, "xwdt/tzgg", "announcement")},
			{Name: "通知", Hint: "告知事项、要求和联系方式", Href: href.NewFrom(ctx, "xwdt/tzgg", "notice")},
		},
	}
}

// Edit is the editor of a document that was returned.
func Edit(ctx context.Context) desk.EditPage {
	return desk.EditPage{
		Frame: author(ctx, "编辑", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)),
		ID:    id, Heading: "写稿件 · 通知公告", Columns: columnOptions(), Files: fileRows(ctx),
		Form: desk.Form{Version: version, Values: url.Values{
			"column": {"xwdt/tzgg"}, "source": {site}, "title": {notice}, "body": {string(body)}, "publish_at": {"2026-11-24T09:00"},
		}},
		Tag: "被退回 · 第 2 次修改", TagTone: "bad", Revision: "第 7 版",
		Returned: &desk.Remark{Quote: "第 3 段金额与附表合计不一致，请核对。", Who: "李明", When: minute(22, 17, 20)},
		Compare:  ui.Link{Text: "看稿件记录", Href: href.Document(ctx, id)},
		Checks:   checks(),
	}
}

// EditBudget is the editor in a column of 财政预决算, with sums that do not agree.
func EditBudget(ctx context.Context) desk.EditPage {
	p := Edit(ctx)
	p.Heading = "写稿件 · 财政预决算"
	marks := []ui.Option{{Text: "没有附上"}, {Value: "yes", Text: "已附上"}, {Value: "empty", Text: "空表并说明"}}
	p.Facts = desk.FactFields{Kind: "预决算", Budget: &desk.BudgetFields{Marks: marks, Kinds: []ui.Option{{Text: "按标题"}, {Value: "budget", Text: "预算"}},
		Scopes: []ui.Option{{Text: "按单位"}, {Value: "department", Text: "部门预决算"}},
		Sets: []desk.BudgetSet{{Name: "部门预决算全套表格（8 张）", Open: true, Tables: []desk.BudgetTable{{Field: "budget_d1", Name: "部门收支总体情况表"}, {Field: "budget_d8", Name: "政府性基金预算支出情况表"}}},
			{Name: "政府预决算全套表格（14 张）", Tables: []desk.BudgetTable{{Field: "budget_g1", Name: "一般公共预算收入表"}}}}}}
	p.Values.Set("three_total", "12.6")
	p.Values.Set("budget_d1", "yes")
	p.Values.Set("budget_d8", "empty")
	p.Errors = map[string]string{"three_abroad": "因公出国（境）费应填写以万元为单位的数字，例如 12.5，最多六位小数。"}
	return p
}

// checks are findings of every kind.
func checks() desk.Checks {
	return desk.Checks{Musts: 1, Advices: 2, Items: []desk.CheckItem{
		{Must: true, Text: "疑似公民身份号码，公开前必须删除或遮盖。", Quote: "500000********0000", Where: "第 5 段", Href: "#f-body", Block: 5, Field: "body", Fix: "遮盖", Kind: "mask", From: "500000********0000"},
		{Text: "“到帐”应为“到账”。", Where: "第 4 段", Href: "#f-body", Block: 4, Field: "body", Fix: "改", Kind: "replace", From: "到帐", To: "到账"},
		{Text: "标题有 42 个字，建议不超过 40 个字。", Where: "去修改", Href: "#f-title", Field: "title"},
	}, Facts: []string{"218 字 · 5 段", "链接 0 · 图片 0 · 表格 1"}}
}

// EditRestored shows a working copy that is not stored yet.
func EditRestored(ctx context.Context) desk.EditPage {
	p := Edit(ctx)
	p.Copy = &desk.CopyNote{When: minute(23, 13, 2), Exists: true, Shown: true}
	return p
}

// EditRecover offers a working copy.
func EditRecover(ctx context.Context) desk.EditPage {
	p := Edit(ctx)
	p.Copy = &desk.CopyNote{When: minute(23, 13, 2), Exists: true, Moved: true, Lines: copyLines()}
	return p
}

func copyLines() []desk.Line {
	return []desk.Line{{Mine: true, Text: "本批次共下达补贴资金 1,286.40 万元。"}, {Text: "本批次共下达补贴资金 1,268.40 万元。"}}
}

// Autosave is the page of a working copy.
func Autosave(ctx context.Context) desk.AutosavePage {
	e := Edit(ctx)
	return desk.AutosavePage{Frame: author(ctx, "自动保存的内容", documentLink(ctx)), Form: e.Form, ID: id, Title: notice, Columns: columnOptions(),
		Copy: desk.CopyNote{When: minute(23, 13, 2), Exists: true, Lines: copyLines()}}
}

// AutosaveNone is that page when there is no working copy.
func AutosaveNone(ctx context.Context) desk.AutosavePage {
	p := Autosave(ctx)
	p.Copy = desk.CopyNote{}
	return p
}

// EditRefused is the editor after a save that broke two rules.
func EditRefused(ctx context.Context) desk.EditPage {
	p := Edit(ctx)
	p.Values.Set("title", "")
	p.Errors = map[string]string{"title": "请填写标题。", "publish_at": "定时发布的时间已经过去，请重新填写。"}
	return p
}

// Import is the form that reads a report.
func Import(ctx context.Context) desk.ImportPage {
	return desk.ImportPage{
		Frame: author(ctx, "导入文稿", ui.Link{Text: "稿件", Href: href.Documents(ctx)}), Columns: columnOptions(), Reports: true,
	}
}

// ImportRefused is that form after a text without a year.
func ImportRefused(ctx context.Context) desk.ImportPage {
	p := Import(ctx)
	p.Form = desk.Form{
		Values: url.Values{"column": {"zfxxgk/nb"}, "text": {"政府信息公开工作年度报告"}},
		Errors: map[string]string{"year": "文本中没有找到年度，请填写。"},
	}
	return p
}

// Conflict is an edit that came too late.
func Conflict(ctx context.Context) desk.ConflictPage {
	return desk.ConflictPage{
		Frame: author(ctx, "内容已被别人修改", documentLink(ctx)), What: "稿件《" + notice + "》",
		Who: "孙悦", When: minute(23, 13, 2), Action: href.DocumentDo(ctx, id, "edit"), Version: version + 1,
		Back: ui.Link{Text: "放弃我的修改", Href: href.Document(ctx, id)},
		Fields: []desk.ConflictField{
			{Name: "title", Label: "标题", Mine: notice, Theirs: notice},
			{Name: "column", Label: "栏目", Mine: "xwdt/gzdt", Theirs: "xwdt/tzgg", Options: columnOptions()},
			{Name: "body", Label: "正文", Mine: string(body), Theirs: "<p>现将 2026 年第三批补贴资金下达情况公告如下。</p>", Rows: 14},
			{Name: "source", Label: "来源", Mine: site, Theirs: "预算科"},
			{Name: "publish_at", Label: "定时发布", Mine: "2026-11-24T09:00", Kind: "datetime-local"},
		},
	}
}
