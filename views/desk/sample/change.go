package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// Correct is the form of one kind of correction.
func Correct(kind string) func(context.Context) desk.ActPage {
	return func(ctx context.Context) desk.ActPage {
		p := Act("correct")(ctx)
		p.Kind, p.Else = kind, ui.Link{Text: "不是这种情况？看看有哪些选择", Href: href.DocumentDo(ctx, id, "change")}
		return p
	}
}

// CorrectRefused is a text that is said to be abolished already, without a note and
// with an address that leads nowhere.
func CorrectRefused(ctx context.Context) desk.ActPage {
	p := Correct("superseded")(ctx)
	p.Standing = "已被替代"
	p.Values = url.Values{"standing": {"repealed"}, "successor": {"新办法"}, "public_note": {"废止"}}
	p.Errors = map[string]string{"successor": "本站没有这样一篇公开的稿件。请填写已公开页面的网址或编号，或者以 https:// 开头的网址。",
		"public_note": "请写明从什么时候起、为什么不再有效，至少 5 个字，将向社会公开。"}
	return p
}

// Change asks what happened.
func Change(ctx context.Context) desk.ChangePage {
	to := func(title, kind, icon string) desk.Button {
		return desk.Button{Text: title, Href: href.Correct(ctx, id, kind), Icon: icon, Kind: desk.Main}
	}
	return desk.ChangePage{
		Frame: author(ctx, "发生了什么？", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)), Title: notice, Public: href.Home(ctx) + "xwdt/tzgg/202611/t20261120_31.html",
		Answers: []desk.Answer{
			{Title: "小改", When: "错别字、失效的链接", Do: to("小改", "minor", "pencil"), Effects: []string{"意思没有变，读者不需要知道。", "三级审核通过后直接换成新的内容，日期不变。"}},
			{Title: "更正", When: "事实、数字有误或有变化", Do: to("更正", "correction", "pencil"), Effects: []string{"读者需要知道：网页上公开一条更正说明，更新日期改变。", "三级审核通过前，线上的内容不变。"}},
			{Title: "被替代、废止", When: "文件不再有效", Do: to("被替代、废止", "superseded", "gavel"), Effects: []string{"页面保留，供查阅；标题上方出现红色横幅，指向现行的文件。", "列表和搜索结果里标明“已废止”等字样；同样经过三级审核。"}},
			{Title: "撤下", When: "误发、含有个人信息、已并入别处", Do: desk.Button{Text: "撤下", Href: href.DocumentDo(ctx, id, "withdraw"), Icon: "ban", Kind: desk.Danger},
				Effects: []string{"几秒之内从所有地方消失，原地址显示“已撤下”、原因和新的去处。", "不经过三级审核，事后由另一人复核。"}},
		},
	}
}

// ChangeWithdrawn is the same for a document that is gone, to somebody who may not
// write.
func ChangeWithdrawn(ctx context.Context) desk.ChangePage {
	p := Change(ctx)
	p.Public, p.Remarks = "", []desk.Remark{deadline(), {Tone: "warn", Title: "撤下还没有复核。", Text: "现在开始更正，就不再单独复核：能不能重新公开，由科室负责人和保密审查员在审核时决定。"}}
	for i := range p.Answers {
		p.Answers[i].Not = "只有本稿作者可以这样做。"
	}
	return p
}

func withdrawn() desk.Remark {
	return desk.Remark{Tone: "warn", Title: "撤下原因：含有个人信息", Quote: "第 4 段留有农户手机号码。", Who: "王芳", When: minute(23, 16, 30)}
}

func deadline() desk.Remark {
	return desk.Remark{Tone: "info", Title: "请在 2026-11-24 下班前由另一人复核（1 个工作日内，遇节假日顺延）。", Text: "可以复核的人：发布员、作者所在科室负责人、保密审查员，撤下的人除外。"}
}

// Withdrawn is the page after a withdrawal. One place did not follow.
func Withdrawn(ctx context.Context) desk.WithdrawnPage {
	look := ui.Link{Text: "去看看", Href: href.Home(ctx)}
	return desk.WithdrawnPage{
		Frame: author(ctx, "撤下情况", ui.Link{Text: "稿件", Href: href.Documents(ctx)}, documentLink(ctx)), Title: notice, State: "withdrawn",
		Review: []desk.Remark{withdrawn(), deadline()},
		Facts: []desk.Fact{{Name: "撤下时间", Text: "2026-11-23 16:30"}, {Name: "公开的原因", Text: "含有个人信息"}, {Name: "复核", Text: "尚未复核"},
			{Name: "新的去处", Text: "本站 57 号稿件", Href: href.Document(ctx, 57)}},
		Places: []desk.Place{
			{Name: "网页", Note: "原地址显示“该信息已撤下”和原因", Link: look, Gone: true}, {Name: "栏目列表和首页", Note: "新闻动态 / 通知公告", Link: look, Gone: true},
			{Name: "检索", Note: "按标题也搜不到", Link: look, Gone: true}, {Name: "附件和图片", Note: "2 个，网址都已失效；工作人员登录后仍能打开", Gone: true},
			{Name: "备用副本和其他服务器", Note: "撤下标记已写入，数据库断开时也不会再显示旧页面"},
		},
		Left: []string{"微信公众号：删除或改正推送过的同一内容。", "上级门户和其他转载的网站：通知对方一并撤下。", "发出去的 PDF、打印件和截图：收回或说明作废。"},
		Acts: []desk.Button{{Text: "复核撤下", Href: href.DocumentDo(ctx, id, "confirm"), Icon: "circle-check", Kind: desk.Main}, {Text: "回到稿件", Href: href.Document(ctx, id)}},
	}
}
