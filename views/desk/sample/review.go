package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

// Submit is the page where an author signs.
func Submit(ctx context.Context) desk.SubmitPage {
	return desk.SubmitPage{
		Frame: author(ctx, "提交审核", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)),
		Form:  desk.Form{Version: version}, ID: id, Title: notice, Text: text(),
		Facts: []desk.Fact{
			{Name: "审核人", Text: "预算科负责人李明"},
			{Name: "保密审查", Text: "办公室王芳、赵静"},
			{Name: "发布时间", Text: "2026-11-24 09:00"},
			{Name: "公开地址", Text: "/xwdt/tzgg/ 下，发布时生成"},
			{Name: "版本", Text: "第 3 版"},
			{Name: "内容指纹", Text: hash, Code: true},
		},
	}
}

// SubmitRefused is that page without the tick.
func SubmitRefused(ctx context.Context) desk.SubmitPage {
	p := Submit(ctx)
	p.Values = url.Values{}
	p.Errors = map[string]string{"selfcheck": "请先完成自查并勾选。", "source": "稿件没有填写来源，请先编辑补上。"}
	return p
}

// SectionCheck is level 2: the comparison with what was sent before.
func SectionCheck(ctx context.Context) desk.SectionCheckPage {
	f := head(ctx, "科室审核", ui.Link{Text: "审核", Href: href.Queue(ctx)}, documentLink(ctx))
	f.Mini, f.Scripts = true, []string{"review.js"}
	tab := func(name, text, icon string) desk.Tab {
		return desk.Tab{Text: text, Icon: icon, Href: href.SectionTab(ctx, id, url.Values{"tab": {name}}), Current: name == "last"}
	}
	d := difference(ctx)
	return desk.SectionCheckPage{
		Frame: f, Form: desk.Form{Version: version}, ID: id, Title: notice, Kind: "第 2 次送审", KindTone: "warn",
		Lead: "新闻动态 / 通知公告 · 预算科 张敏 · 2026-11-23 13:10 送审 · 改动 3 段，新增 1 段", For: "代 何伟 审核，授权至 11 月 30 日",
		Queue: queue(ctx),
		Tabs: []desk.Tab{tab("last", "对比上次送审", ""), tab("live", "对比线上版本", ""), tab("full", "全文", "file-text"), tab("page", "网页预览", "eye"),
			tab("phone", "手机预览", "smartphone"), tab("files", "附件 1", "paperclip")},
		Only: ui.Link{Text: "显示全部段落", Href: href.SectionTab(ctx, id, url.Values{"tab": {"last"}, "all": {"1"}})},
		Diff: &d, Lost: []desk.Thread{lostThread(ctx)}, Remark: remarkForm(ctx), Open: []ui.Link{{Text: "第 3 段：金额与附件 1 合计行不一致", Href: "#c12"}},
		Checks: foundChecks(), Must: 1, Flow: flow(), Facts: documentFacts(), State: href.DocumentDo(ctx, id, "state"),
	}
}

// SectionFirst is a first text without anything to compare with.
func SectionFirst(ctx context.Context) desk.SectionCheckPage {
	p := SectionCheck(ctx)
	d := difference(ctx)
	d.Old, d.Fields, d.Files, d.Equal = ui.Link{}, nil, nil, false
	p.Kind, p.KindTone, p.Lost, p.Open, p.Only, p.Must, p.Checks = "新稿", "info", nil, nil, ui.Link{}, 0, clearChecks()
	p.Diff = &d
	return p
}

// SectionPreview is the text as a phone would show it.
func SectionPreview(ctx context.Context) desk.SectionCheckPage {
	p := SectionCheck(ctx)
	p.Diff, p.Only, p.Preview = nil, ui.Link{}, desk.Preview{Href: href.DocumentDo(ctx, id, "preview"), Phone: true}
	return p
}

// SectionCheckRefused is a return without a reason.
func SectionCheckRefused(ctx context.Context) desk.SectionCheckPage {
	p := SectionCheck(ctx)
	p.Values = url.Values{"checks": {"politics", "law"}, "note": {"不行"}}
	p.Errors = map[string]string{"note": "退回原因不能少于 5 个字。", "checks": "有四项没有勾选，不能通过。"}
	return p
}

// Confidentiality is level 3 before anything is answered.
func Confidentiality(ctx context.Context) desk.ConfidentialityPage {
	f := officer(ctx, "保密审查", ui.Link{Text: "审核", Href: href.Queue(ctx)}, documentLink(ctx))
	f.Mini, f.Scripts = true, []string{"review.js"}
	return desk.ConfidentialityPage{
		Frame: f,
		Form:  desk.Form{Version: version}, ID: id, Title: notice, FormNo: "编号 BM-2026-0317", Text: enclosed(ctx),
		Facts: documentFacts(), Signatures: signatures(2), Revision: "第 3 版", ShortHash: "9f3c…21a4", Section: "办公室",
		Compare: ui.Link{Text: "与第 2 版对照", Href: href.Compare(ctx, id, 2, 3)}, Files: fileRows(ctx),
		Checks: foundChecks(), Found: map[string][]desk.Check{"q4": {foundChecks()[0], foundChecks()[2]}, "q1": {clearChecks()[3]}},
		Opinions: []desk.Remark{{Who: "李明", Title: "通过科室审核", When: minute(23, 13, 40), Quote: "金额已核对，同意送审。"}},
		State:    href.DocumentDo(ctx, id, "state"),
	}
}

// ConfidentialityRefused is level 3 with one answer missing and a wrong password.
func ConfidentialityRefused(ctx context.Context) desk.ConfidentialityPage {
	p := Confidentiality(ctx)
	p.Values = url.Values{
		"q1": {"no"}, "q2": {"no"}, "q3": {"no"}, "q4": {"yes"}, "q5": {"no"}, "q6": {"no"},
		"conclusion": {"open"}, "note": {"第 4 段有联系人姓名。"}, "to": {"section"},
	}
	p.Values["attachments"] = []string{p.Files[0].Key}
	p.Errors = map[string]string{
		"q7":          "第 7 项还没有选择。",
		"attachments": "请逐个打开附件查看并勾选，还没有勾选的有：“资金下达流程图.png”、“现场照片.jpg”。",
		"conclusion":  "第 4 项选了“是”，结论不能是“可以公开”。",
		"password":    "密码不正确。",
	}
	return p
}

// Act is the form of a verb, as it first stands.
func Act(verb string) func(context.Context) desk.ActPage {
	return func(ctx context.Context) desk.ActPage {
		return desk.ActPage{
			Frame: author(ctx, "办理", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)),
			Form:  desk.Form{Version: version}, Verb: verb, ID: id, Title: notice, Facts: documentFacts(),
		}
	}
}

// WithdrawRefused is a withdrawal without a reason.
func WithdrawRefused(ctx context.Context) desk.ActPage {
	p := Act("withdraw")(ctx)
	p.Values = url.Values{"note": {"电话号码写错了。"}}
	p.Errors = map[string]string{"reason": "请选择撤下原因。"}
	return p
}

// Confirm is the second look at a withdrawal.
func Confirm(ctx context.Context) desk.ActPage {
	p := Act("confirm")(ctx)
	p.Remarks = []desk.Remark{withdrawn(), deadline()}
	p.Facts = append(p.Facts, desk.Fact{Name: "撤下", Text: "2026-11-23 16:30，含有个人信息，尚未复核", Href: href.DocumentDo(ctx, id, "withdrawn")})
	return p
}

// Handled is a decision that lost the race.
func Handled(ctx context.Context) desk.HandledPage {
	return desk.HandledPage{
		Frame: head(ctx, "已被处理", documentLink(ctx)), Title: notice, State: "保密审查中", StateTone: "info",
		Did: "通过了科室审核", Who: "何伟", When: minute(23, 13, 41),
		Back: ui.Link{Text: "看稿件现在的情况", Href: href.Document(ctx, id)},
		Kept: []desk.Fact{{Name: "退回原因", Text: "第 3 段金额与附表合计不一致，请核对。"}},
	}
}

// Forbidden is a refusal that says who could.
func Forbidden(ctx context.Context) desk.ProblemPage {
	return desk.ProblemPage{
		Frame: author(ctx, "没有权限"), Code: 403, Could: "科室审核由预算科负责人李明办理。",
		Request: "8f21c0", Back: ui.Link{Text: "回到稿件", Href: href.Document(ctx, id)},
	}
}

// Failure is a failure met before logging in.
func Failure(context.Context) desk.ProblemPage {
	return desk.ProblemPage{Frame: layout.DeskFrame{Title: "系统出错了", Site: site}, Code: 500, Request: "8f21c0"}
}
