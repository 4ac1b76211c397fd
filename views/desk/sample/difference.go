package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

func plain(text string) []desk.DiffSpan { return []desk.DiffSpan{{Text: text}} }
func ins(text string) desk.DiffSpan     { return desk.DiffSpan{Text: text, Tone: "ins"} }
func del(text string) desk.DiffSpan     { return desk.DiffSpan{Text: text, Tone: "del"} }

// difference is a comparison with every kind of row.
func difference(ctx context.Context) desk.Diff {
	row := func(no, tone, mark string, before, after []desk.DiffSpan) desk.DiffRow {
		return desk.DiffRow{ID: "p" + no, No: no, Tone: tone, Mark: mark, Old: desk.DiffSide{Spans: before, Absent: before == nil},
			New: desk.DiffSide{Spans: after, Absent: after == nil}, Remark: ui.Link{Text: "给第 " + no + " 段写批注", Href: href.Comments(ctx, id, 3)}}
	}
	same := func(no, text string) desk.DiffRow { return row(no, "", "", plain(text), plain(text)) }
	sum := row("3", "chg", "", []desk.DiffSpan{{Text: "本批次共下达补贴资金 "}, del("1,268.40"), {Text: " 万元，涉及 "}, del("3.2 万户"), {Text: "。"}},
		[]desk.DiffSpan{{Text: "本批次共下达补贴资金 "}, ins("1,286.40"), {Text: " 万元，涉及 "}, ins("32,417 户（截至 11 月 15 日核定数）"), {Text: "。"}})
	sum.Threads = []desk.Thread{thread(ctx)}
	cells := row("5", "chg", "", nil, nil)
	cells.Old = desk.DiffSide{Cells: []desk.DiffCell{plain("农机购置与应用"), {del("366.25")}}}
	cells.New = desk.DiffSide{Cells: []desk.DiffCell{plain("农机购置与应用"), {ins("384.25")}}}
	gone := row("9", "del", "移到第 10 段", []desk.DiffSpan{del("监督电话全年受理。")}, nil)
	gone.ID, gone.No, gone.Remark = "", "原 9", ui.Link{}
	return desk.Diff{
		Old: ui.Link{Text: "上次送审 · 第 2 版 · 2026-11-20 16:02"}, New: ui.Link{Text: "第 2 次送审 · 第 3 版"},
		Fields: []desk.DiffRow{{No: "发布时间", Tone: "chg", Old: desk.DiffSide{Spans: []desk.DiffSpan{del("三级审核通过后立即发布")}},
			New: desk.DiffSide{Spans: []desk.DiffSpan{ins("2026-11-24 09:00 定时发布")}}}},
		Parts: []desk.DiffPart{
			{Rows: []desk.DiffRow{same("1", "为落实惠民惠农财政补贴政策，现将 2026 年第三批补贴资金下达情况公告如下。")}},
			{Fold: ui.Link{Text: "展开未改动的第 2 段", Href: href.SectionTab(ctx, id, url.Values{"tab": {"last"}, "open": {"p2"}})}},
			{Rows: []desk.DiffRow{sum, row("4", "chg", "", []desk.DiffSpan{{Text: "资金通过社保卡“一卡通”发放，预计 11 月底前到"}, del("帐"), {Text: "。"}},
				[]desk.DiffSpan{{Text: "资金通过社保卡“一卡通”发放，预计 11 月底前到"}, ins("账"), {Text: "。"}}),
				cells, row("6", "add", "", nil, []desk.DiffSpan{ins("未按时到账的，可凭身份证到户籍所在乡镇（街道）财政所查询。")}),
				row("7", "chg", "格式有改动", plain("咨询电话见本局网站“联系我们”。"), plain("咨询电话见本局网站“联系我们”。")),
				row("10", "move", "移动自第 9 段", plain("监督电话全年受理。"), plain("监督电话全年受理。")), gone}},
		},
		Files:   []desk.DiffRow{{No: "附件 1", Tone: "chg", Mark: "内容已更换", Old: desk.DiffSide{Spans: plain("补贴资金分配表.xlsx")}, New: desk.DiffSide{Spans: plain("补贴资金分配表.xlsx")}}},
		Summary: "共 10 段 · 改动 3 段，新增 1 段，移动 1 段，格式改动 1 段",
	}
}

func thread(ctx context.Context) desk.Thread {
	return desk.Thread{ID: 12, Where: ui.Link{Text: "第 3 段", Href: "#p3"}, Back: "section", CSRF: "sample-token", Version: version,
		Reply: href.Comment(ctx, id, 12), Settle: href.CommentSettle(ctx, id, 12), Notes: []desk.ThreadNote{
			{Who: "李明", Initial: "李", When: minute(22, 17, 20), Text: "金额与附件 1 合计行不一致，请核对（附件为 1,286.40 万元）。"},
			{Who: "张敏", As: "拟稿人", Initial: "张", When: minute(23, 13, 5), Text: "已按附件更正，并补充了户数口径。"},
		}}
}

func lostThread(ctx context.Context) desk.Thread {
	return desk.Thread{ID: 9, Lost: true, Quote: "咨询联系人：王某某。", Back: "section", CSRF: "sample-token", Version: version, Settled: "李明 2026-11-23 13:30 标记为已解决",
		Reply: href.Comment(ctx, id, 9), Settle: href.CommentSettle(ctx, id, 9), Notes: []desk.ThreadNote{
			{Who: "李明", Initial: "李", When: minute(22, 17, 22), Text: "不要写个人姓名，写科室名称。"},
		}}
}

func remarkForm(ctx context.Context) desk.RemarkForm {
	return desk.RemarkForm{Action: href.Comments(ctx, id, 0), Back: "section", CSRF: "sample-token", Version: version, Revision: "3", Last: "10"}
}

func clearChecks() []desk.Check {
	return []desk.Check{{Tone: "ok", Text: "公民身份号码 0 处（上一稿 1 处）"}, {Tone: "ok", Text: "银行卡号 0 处"}, {Tone: "ok", Text: "手机号码 0 处"},
		{Tone: "ok", Text: "密级标志 0 处"}, {Tone: "ok", Text: "“内部资料”等字样 0 处"}}
}

func foundChecks() []desk.Check {
	list := clearChecks()
	list[0] = desk.Check{Tone: "bad", Text: "公民身份号码 1 处：疑似公民身份号码，公开前必须删除或遮盖。", Links: []ui.Link{{Text: "第 3 段 500101********1234", Href: "#p3"}}}
	list[2] = desk.Check{Tone: "warn", Text: "手机号码 1 处：第 4 段 138****8000；疑似手机号码，请确认是否可以公开。"}
	return list
}

func flow() []desk.FlowStep {
	return []desk.FlowStep{{Name: "第一级 拟稿 · 张敏", Small: "2026-11-23 13:10 签名", Note: "按批注更正金额", Mark: desk.Done},
		{Name: "第二级 科室审核", Small: "等待预算科负责人 · 已等 2 小时", Mark: desk.Now}, {Name: "第三级 保密审查", Small: "等待保密审查员"}, {Name: "发布", Small: "2026-11-24 09:00 定时发布"}}
}

func queue(ctx context.Context) []desk.QueueItem {
	return []desk.QueueItem{
		{Title: notice, Href: href.DocumentDo(ctx, id, "section"), Kind: "第 2 次送审", Tone: "warn", Section: "预算科", Age: "已等 2 小时", Current: true},
		{Title: "政府采购代理机构监督检查结果公示", Href: href.DocumentDo(ctx, 312, "section"), Kind: "新稿", Tone: "info", Section: "采购科", Age: "刚刚"},
		{Title: "会计信息质量检查公告", Href: href.DocumentDo(ctx, 290, "section"), Kind: "更正", Tone: "bad", Section: "会计科", Age: "已等 3 天", Late: true},
	}
}

// Compare is two revisions side by side.
func Compare(ctx context.Context) desk.ComparePage {
	f := author(ctx, "版本对照", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx))
	f.Scripts = []string{"review.js"}
	d := difference(ctx)
	for i := range d.Parts {
		for j := range d.Parts[i].Rows {
			d.Parts[i].Rows[j].Threads, d.Parts[i].Rows[j].Remark = nil, ui.Link{}
		}
	}
	return desk.ComparePage{Frame: f, Form: desk.Form{Values: url.Values{"from": {"2"}, "to": {"3"}}}, Document: documentLink(ctx), Action: href.DocumentDo(ctx, id, "compare"),
		Versions: versions(), Diff: d, Only: ui.Link{Text: "显示全部段落", Href: href.Compare(ctx, id, 2, 3)},
		Facts: []desk.Fact{{Name: "第 2 版", Text: "孙悦，2026-11-21 09:44 保存"}, {Name: "内容指纹", Text: hash, Code: true}, {Name: "第 3 版", Text: "张敏，2026-11-23 13:05 保存"}, {Name: "内容指纹", Text: hash, Code: true}}}
}

// CompareEqual is a revision that was saved without any change.
func CompareEqual(ctx context.Context) desk.ComparePage {
	p := Compare(ctx)
	p.Diff.Equal, p.Diff.Fields, p.Diff.Files, p.Diff.Summary = true, nil, nil, "共 10 段 · 正文没有改动"
	p.Diff.Parts = []desk.DiffPart{{Fold: ui.Link{Text: "展开未改动的第 1 至 10 段", Href: href.Compare(ctx, id, 2, 3)}}}
	return p
}

func versions() []ui.Option {
	return []ui.Option{{Value: "3", Text: "第 3 版 · 2026-11-23 13:05"}, {Value: "2", Text: "第 2 版 · 2026-11-21 09:44"}, {Value: "1", Text: "第 1 版 · 2026-11-20 16:02"}}
}

// Remarks are a document's remarks with the form for another one.
func Remarks(ctx context.Context) desk.RemarksPage {
	p := desk.RemarksPage{Frame: author(ctx, "批注", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)), Document: documentLink(ctx),
		Threads: []desk.Thread{thread(ctx), lostThread(ctx)}, Remark: remarkForm(ctx), About: "本批次共下达补贴资金 1,286.40 万元，涉及 32,417 户。"}
	p.Threads[0].Where.Href = ""
	p.Remark.Block, p.Remark.Errors = "3", map[string]string{"text": "请填写批注。"}
	return p
}

// Paper is the 保密审查表 of a case that is through.
func Paper(ctx context.Context) desk.PaperPage {
	p := desk.PaperPage{Frame: officer(ctx, "信息公开保密审查表", documentLink(ctx)), Name: "信息公开保密审查表", Bureau: site, Number: "SH2026-000317", State: "已发布",
		QR: ui.QR{Size: 3, Path: "M0 0.5h3M0 1.5h1M0 2.5h3"}, Address: "https://www.example.gov.cn/desk/documents/317",
		Facts: []desk.Fact{{Name: "标题", Text: notice}, {Name: "拟稿", Text: "预算科 张敏"}, {Name: "公开栏目", Text: "新闻动态 / 通知公告"}, {Name: "信息来源", Text: site},
			{Name: "公开时间", Text: "2026-11-24 09:00 定时发布"}, {Name: "送审时间", Text: "2026-11-23 13:10"}, {Name: "送审版本", Text: "第 3 版"}, {Name: "内容指纹", Text: hash, Code: true}},
		Result: "可以公开", Found: clearChecks(), Signed: signatures(3), Printed: minute(23, 16, 0),
		Other: ui.Link{Text: "信息发布审核表", Href: href.Paper(ctx, id, "release", 7)}, Back: ui.Link{Text: "回到稿件", Href: href.Document(ctx, id)}}
	p.Frame.Scripts = []string{"review.js"}
	for _, q := range desk.SecrecyQuestions() {
		p.Points = append(p.Points, desk.PaperPoint{Text: q.Text, Answer: "否"})
	}
	return p
}

// PaperOpen is the 信息发布审核表 of a case that waits for level 3.
func PaperOpen(ctx context.Context) desk.PaperPage {
	p := Paper(ctx)
	p.Name, p.State, p.Result, p.Signed, p.Points = "信息发布审核表", "保密审查中", "科室审核通过，待保密审查", signatures(2), nil
	for _, q := range desk.SectionPoints() {
		p.Points = append(p.Points, desk.PaperPoint{Text: q.Text, Answer: "无问题"})
	}
	p.Points[5].Answer = ""
	return p
}

// documentThreads are the remarks as the document's own page shows them.
func documentThreads(ctx context.Context) []desk.Thread {
	list := []desk.Thread{thread(ctx), lostThread(ctx)}
	list[0].Where.Href, list[0].Quote = href.Revision(ctx, id, 3), "本批次共下达补贴资金 1,286.40 万元，涉及 32,417 户。"
	for i := range list {
		list[i].Back = "document"
	}
	return list
}
