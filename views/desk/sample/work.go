package sample

import (
	"context"
	"net/url"
	"strconv"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

// Login is the login form as one first sees it.
func Login(context.Context) desk.LoginPage {
	return desk.LoginPage{Frame: layout.BareFrame{Title: "登录", Site: site}, CSRF: "sample-token"}
}

// LoginRefused is the login form after a wrong password.
func LoginRefused(ctx context.Context) desk.LoginPage {
	p := Login(ctx)
	p.Message = "用户名、密码或动态口令不正确。连续输错 5 次，账号将锁定一段时间。"
	p.Form = desk.Form{
		Values: url.Values{"username": {"budget.author"}, "next": {"/desk/documents/317"}},
		Errors: map[string]string{"password": "请输入密码。"},
	}
	return p
}

// LoginKept is the login form that holds on to an unsent form.
func LoginKept(ctx context.Context) desk.LoginPage {
	p := Login(ctx)
	k := kept(ctx)
	p.Kept = &k
	return p
}

func kept(ctx context.Context) desk.Kept {
	return desk.Kept{
		Action: href.DocumentDo(ctx, id, "edit"),
		Words:  "保存稿件《" + notice + "》",
		Fields: []desk.KeptField{
			{Name: "version", Value: "9"},
			{Name: "title", Label: "标题", Value: notice},
			{Name: "body", Label: "正文", Value: "<p>本批次资金用于耕地地力保护等 9 项补贴。</p>\n<p>本批次共下达 1,286.40 万元。</p>"},
			{Name: "source", Label: "来源", Value: "区财政局"},
		},
	}
}

// Resume is the page after that login.
func Resume(ctx context.Context) desk.ResumePage {
	return desk.ResumePage{Frame: author(ctx, "继续提交"), Kept: kept(ctx)}
}

// Home is an author's desk in the middle of things.
func Home(ctx context.Context) desk.HomePage {
	f := author(ctx, "我的工作台")
	f.Flash = "稿件已提交，等待李明审核。"
	return desk.HomePage{
		Frame: f, Greeting: "张敏，下午好", Today: "11 月 23 日 星期一",
		Acts: []desk.Button{{Text: "写稿件", Href: href.NewDocument(ctx, ""), Icon: "square-pen", Kind: desk.Main}},
		Tiles: []desk.Tile{
			{Name: "退回我修改", Icon: "undo-2", N: "1", Note: "最早一件已等 1 天", Tone: "bad", Href: href.Documents(ctx)},
			{Name: "我的草稿", Icon: "square-pen", N: "2", Note: "最近一次保存在今天 10:31", Href: href.Documents(ctx)},
			{Name: "在途稿件", Icon: "clock", N: "2", Note: "平均审核用时 0.8 个工作日", Href: href.Documents(ctx)},
			{Name: "本月已发布", Icon: "circle-check", N: "6", Note: "一次通过率 83%", Tone: "ok", Href: href.Documents(ctx)},
		},
		Todo: []desk.Todo{
			{Kind: "退回修改", Tone: "bad", Title: notice, Href: href.Document(ctx, id), Why: "李明退回：", Quote: "第 3 段金额与附表不一致，请核对",
				Age: "已等 1 天", Late: true, Do: desk.Button{Text: "去修改", Href: href.DocumentDo(ctx, id, "edit"), Kind: desk.Main}},
			{Kind: "草稿", Title: "2027 年部门预算编制口径说明", Href: href.Document(ctx, 331), Why: "还没有提交审核",
				Age: "今天", Do: desk.Button{Text: "继续写", Href: href.DocumentDo(ctx, 331, "edit")}},
		},
		Mine:     documentRows(ctx),
		MineMore: ui.Link{Text: "全部 48 篇", Href: href.Documents(ctx)},
		Quick: []desk.Button{
			{Text: "工作动态", Icon: "square-pen", Href: href.NewDocument(ctx, "xwdt/gzdt")},
			{Text: "通知公告", Icon: "bell", Href: href.NewDocument(ctx, "xwdt/tzgg")},
			{Text: "政策解读", Icon: "book-open", Href: href.NewDocument(ctx, "zcjd")},
			{Text: "导入报告", Icon: "upload", Href: href.Import(ctx)},
		},
		Recent: []desk.RecentRow{
			{Title: "国库集中支付电子化覆盖全区预算单位", Href: href.Document(ctx, 300), When: ui.MonthDay(at(18, 9, 0))},
			{Title: "三季度财政资金绩效监控结果通报", Href: href.Document(ctx, 298), When: ui.MonthDay(at(17, 9, 0))},
		},
	}
}

// HomeQuiet is the desk of somebody for whom nothing waits.
func HomeQuiet(ctx context.Context) desk.HomePage {
	p := Home(ctx)
	p.Frame.Flash, p.Tiles, p.Todo, p.Mine, p.Quick = "", nil, nil, nil, nil
	return p
}

// steps marks the first n of the four steps done and the next one with m.
func steps(n int, m desk.Mark) []desk.Step {
	list := []desk.Step{{Name: "拟稿"}, {Name: "科室审核"}, {Name: "保密审查"}, {Name: "发布"}}
	for i := range list {
		switch {
		case i < n:
			list[i].Mark = desk.Done
		case i == n:
			list[i].Mark = m
		}
	}
	return list
}

func documentRows(ctx context.Context) []desk.DocumentRow {
	row := func(n uint64, title, column, note string, s []desk.Step, when ui.Moment) desk.DocumentRow {
		return desk.DocumentRow{Title: title, Href: href.Document(ctx, n), Column: column, Section: "预算科", Author: "张敏", Steps: s, Note: note, Updated: when}
	}
	return []desk.DocumentRow{
		row(329, "关于印发《区级预算绩效管理办法（修订）》的通知", "规范性文件", "保密审查中 · 等待王芳", steps(2, desk.Now), minute(23, 9, 12)),
		row(325, "三季度财政资金绩效监控结果通报", "工作动态", "已通过 · 明天 09:00 发布", steps(3, desk.Now), minute(22, 16, 40)),
		row(300, "国库集中支付电子化覆盖全区预算单位", "工作动态", "已发布", steps(4, desk.Done), minute(18, 9, 0)),
		row(id, notice, "通知公告", "李明退回 · 第 2 次", steps(1, desk.Back), minute(23, 8, 20)),
		row(331, "2027 年部门预算编制口径说明", "财政预决算", "草稿", steps(0, desk.Now), minute(23, 10, 31)),
	}
}

// Documents is the list with a filter.
func Documents(ctx context.Context) desk.DocumentsPage {
	return desk.DocumentsPage{
		Frame: author(ctx, "稿件"),
		Acts: []desk.Button{
			{Text: "导入报告", Href: href.Import(ctx), Icon: "upload"},
			{Text: "写稿件", Href: href.NewDocument(ctx, ""), Icon: "square-pen", Kind: desk.Main},
		},
		Form:   desk.Form{Values: url.Values{"scope": {"mine"}, "state": {""}, "q": {"预算"}}},
		Scopes: []ui.Option{{Value: "mine", Text: "我的稿件"}, {Value: "section", Text: "本科室"}},
		States: []ui.Option{{Text: "全部状态"}, {Value: "draft", Text: "草稿"}, {Value: "returned", Text: "已退回"}, {Value: "published", Text: "已发布"}},
		Total:  "共 48 篇", Rows: documentRows(ctx),
		Pager: ui.PagerProps{Page: 2, Pages: 3, Href: func(n int) string {
			return href.DocumentsPage(ctx, url.Values{"page": {strconv.Itoa(n)}})
		}},
	}
}

// DocumentsNone is the list when the filter fits nothing.
func DocumentsNone(ctx context.Context) desk.DocumentsPage {
	p := Documents(ctx)
	p.Rows, p.Total, p.Pager = nil, "共 0 篇", ui.PagerProps{}
	return p
}

// Queue is what waits for a confidentiality officer.
func Queue(ctx context.Context) desk.QueuePage {
	return desk.QueuePage{Frame: officer(ctx, "审核"), Groups: []desk.QueueGroup{
		{Title: "待保密审查", Hint: "全局各科室", Rows: []desk.QueueRow{
			{Kind: "新稿", Tone: "info", Title: "关于印发《区级预算绩效管理办法（修订）》的通知", Href: href.Document(ctx, 329), Column: "规范性文件", Section: "预算科", Author: "张敏",
				Sent: minute(23, 9, 12), Age: "已等 3 小时", Do: desk.Button{Text: "保密审查", Href: href.DocumentDo(ctx, 329, "confidentiality"), Kind: desk.Main}},
			{Kind: "更正", Tone: "bad", Title: "会计信息质量检查公告", Href: href.Document(ctx, 290), Column: "通知公告", Section: "会计科", Author: "周航",
				Sent: minute(20, 15, 0), Age: "已等 3 天", Late: true, Do: desk.Button{Text: "保密审查", Href: href.DocumentDo(ctx, 290, "confidentiality"), Kind: desk.Main}},
			{Kind: "第 2 次送审", Tone: "warn", Title: "政府采购代理机构监督检查结果公示", Href: href.Document(ctx, 312), Column: "政府采购", Section: "采购科", Author: "陈晨",
				Sent: minute(23, 8, 30), Age: "今天", Why: "您修改过这份稿件，须由他人审查"},
		}},
		{Title: "等待发布", Rows: nil},
	}}
}
