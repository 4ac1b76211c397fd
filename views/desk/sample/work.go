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
	f.Flash, f.Unread = "稿件已提交，等待李明审核。", 2
	return desk.HomePage{
		Frame: f, Greeting: "张敏，下午好", Today: "11 月 23 日 星期一", Tasks: true, MineHead: "我的稿件", Section: "预算科",
		Acts: []desk.Button{{Text: "写稿件", Href: href.NewDocument(ctx, ""), Icon: "square-pen", Kind: desk.Main}},
		Tiles: []desk.Tile{
			{Name: "退回我修改", Icon: "undo-2", N: "1", Note: "最早一件已等 4 天", Tone: "bad", Href: href.Documents(ctx)},
			{Name: "我的草稿", Icon: "square-pen", N: "2", Note: "最近一次保存在今天 10:31", Href: href.Documents(ctx)},
			{Name: "在途稿件", Icon: "clock", N: "2", Note: "平均审核用时 0.8 个工作日", Href: href.Documents(ctx)},
			{Name: "本月已发布", Icon: "circle-check", N: "6", Note: "一次通过率 83%", Tone: "ok", Href: href.Documents(ctx)},
		},
		Groups: []desk.TodoGroup{{Rows: []desk.Todo{
			{Kind: "退回修改", Tone: "bad", Title: notice, Href: href.Document(ctx, id), Why: "李明退回：", Quote: "第 3 段金额与附表不一致，请核对",
				Age: "已等 4 天", Late: true, Do: desk.Button{Text: "去修改", Href: href.DocumentDo(ctx, id, "edit"), Kind: desk.Main}},
			{Kind: "草稿", Title: "2027 年部门预算编制口径说明", Href: href.Document(ctx, 331), Why: "还没有提交审核",
				Age: "今天", Do: desk.Button{Text: "继续写", Href: href.DocumentDo(ctx, 331, "edit")}},
		}}},
		Clocks:   clocks(ctx),
		Mine:     documentRows(ctx),
		MineMore: ui.Link{Text: "全部 48 篇", Href: href.Documents(ctx)},
		Quick: []desk.Button{
			{Text: "工作动态", Icon: "square-pen", Href: href.NewDocument(ctx, "xwdt/gzdt")},
			{Text: "通知公告", Icon: "bell", Href: href.NewDocument(ctx, "xwdt/tzgg")},
			{Text: "政策解读", Icon: "book-open", Href: href.NewDocument(ctx, "zcjd")},
			{Text: "导入文稿", Icon: "upload", Href: href.Import(ctx)},
		},
		Notices: noticeRows(ctx)[:2],
		Columns: []desk.HealthRow{
			{Name: "政务公开 / 部门预算公开", Href: href.Column(ctx, "zwgk/yjs"), Text: "7 个月未更新", Tone: "bad"},
			{Name: "新闻动态 / 通知公告", Href: href.Column(ctx, "xwdt/tzgg"), Text: "5 个月未更新，快到期", Tone: "warn"},
			{Name: "新闻动态 / 工作动态", Href: href.Column(ctx, "xwdt/gzdt"), Text: "3 天前更新", Tone: "ok"},
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
	p.Frame.Flash, p.Frame.Unread, p.Tiles, p.Groups, p.Clocks, p.Mine, p.Quick, p.Notices = "", 0, nil, nil, nil, nil, nil, nil
	p.Latest = ui.Link{Text: p.Recent[0].Title, Href: p.Recent[0].Href}
	return p
}

// HomeHead is a head's desk with more to do than can be read at a glance.
func HomeHead(ctx context.Context) desk.HomePage {
	p := Home(ctx)
	p.Frame, p.Greeting, p.Acts, p.Quick, p.MineHead = head(ctx, "我的工作台"), "李明，上午好", nil, nil, "本科在途稿件"
	p.Tiles = []desk.Tile{
		{Name: "待我审核", Icon: "inbox", N: "22", Note: "等得最久的在前", Tone: "warn", Href: href.Queue(ctx)},
		{Name: "本科稿件", Icon: "file-text", N: "24", Note: "正在审核或等待发布", Href: href.Documents(ctx)},
		{Name: "本科超期", Icon: "triangle-alert", N: "1", Note: "在同一步等了 3 个工作日以上", Tone: "bad", Href: href.Documents(ctx)},
	}
	p.Groups = []desk.TodoGroup{{Title: "科室审核", Rows: todos(ctx, "科室审核", "section", 21)}, {Title: "复核撤下", Rows: todos(ctx, "复核撤下", "confirm", 1)}}
	p.More = ui.Link{Text: "待办列表（22）", Href: href.Queue(ctx)}
	return p
}

func todos(ctx context.Context, kind, verb string, n uint64) (list []desk.Todo) {
	for i := range n {
		list = append(list, desk.Todo{Kind: kind, Tone: "warn", Title: "三季度财政资金绩效监控结果通报", Href: href.DocumentDo(ctx, id+i, verb), Why: "新闻动态 / 工作动态 · 预算科 张敏拟稿",
			Age: "已等 5 天", Late: i == 0, Do: desk.Button{Text: "去办理", Href: href.DocumentDo(ctx, id+i, verb), Kind: desk.Main}})
	}
	return list
}

// HomeOfficer is a confidentiality officer's desk.
func HomeOfficer(ctx context.Context) desk.HomePage {
	p := HomeHead(ctx)
	p.Frame, p.Greeting, p.Clocks, p.Mine, p.Columns = officer(ctx, "我的工作台"), "王芳，上午好", nil, nil, nil
	p.Tiles = []desk.Tile{
		{Name: "待保密审查", Icon: "inbox", N: "3", Note: "等得最久的在前", Tone: "warn", Href: href.Queue(ctx)},
		{Name: "今日签名", Icon: "stamp", N: "4", Note: "每次签名都记入操作日志", Href: href.Documents(ctx)},
	}
	p.Groups = []desk.TodoGroup{{Rows: todos(ctx, "保密审查", "confidentiality", 3)}}
	return p
}

// HomeDeputy is the deputy director's desk, read on a phone.
func HomeDeputy(ctx context.Context) desk.HomePage {
	p := HomeOfficer(ctx)
	p.Frame.Person, p.Frame.Section, p.Frame.Roles, p.Greeting = "赵川", "局领导", "分管领导", "赵川，上午好"
	p.Tiles = []desk.Tile{
		{Name: "待签发", Icon: "inbox", N: "10", Note: "等得最久的在前", Tone: "warn", Href: href.Queue(ctx)},
		{Name: "待公开", Icon: "clock", N: "12", Note: "已通过三级审核", Href: href.Documents(ctx)},
	}
	p.Groups = []desk.TodoGroup{{Rows: todos(ctx, "签发", "issue", 10)}}
	return p
}

// HomePublisher is the publisher's desk: everything underway.
func HomePublisher(ctx context.Context) desk.HomePage {
	p := Home(ctx)
	p.Frame.Person, p.Frame.Section, p.Frame.Roles, p.Greeting, p.MineHead = "吴刚", "办公室", "联络员、发布员", "吴刚，上午好", "全部在途稿件"
	p.Tiles = append(p.Tiles, desk.Tile{Name: "全局超期", Icon: "triangle-alert", N: "2", Note: "在同一步等了 3 个工作日以上", Tone: "bad", Href: href.Documents(ctx)})
	p.Groups = []desk.TodoGroup{{Rows: todos(ctx, "复核撤下", "confirm", 2)}}
	return p
}

// HomeAdmin is an administrator's desk: the state of the system, no content.
func HomeAdmin(ctx context.Context) desk.HomePage {
	return desk.HomePage{
		Frame: admin(ctx, "我的工作台"), Greeting: "安全管理员，上午好", Today: "11 月 23 日 星期一",
		Tiles: []desk.Tile{
			{Name: "在用账号", Icon: "users", N: "17", Note: "另有 1 个停用", Href: href.People(ctx)},
			{Name: "锁定中", Icon: "lock", N: "1", Note: "连续输错密码", Tone: "warn", Href: href.People(ctx)},
		},
		Health: []desk.HealthRow{
			{Name: "锁定的账号", Text: "1 个，由安全管理员解除", Tone: "warn", Href: href.People(ctx)}, {Name: "最近记录的衔接", Text: "最近 1000 条完好", Tone: "ok", Href: href.Ledger(ctx)},
			{Name: "库外检查点", Text: "核验没有通过", Tone: "bad"},
		},
		Quick: []desk.Button{{Text: "机构与用户", Icon: "users", Href: href.People(ctx)}, {Text: "栏目", Icon: "list", Href: href.Columns(ctx)}},
	}
}

// HomeFailed is a desk of which every card could not be fetched.
func HomeFailed(ctx context.Context) desk.HomePage {
	p := HomeQuiet(ctx)
	p.Failed = []string{"tiles", "todo", "clocks", "mine", "notices", "columns", "health", "recent"}
	return p
}

func noticeRows(ctx context.Context) []desk.NoticeRow {
	return []desk.NoticeRow{
		{Text: "李明退回了《" + notice + "》", Quote: "第 3 段金额与附表不一致，请核对", Href: href.Document(ctx, id), When: minute(23, 8, 20), Unread: true},
		{Text: "李明批注了《" + notice + "》", Quote: "这里的文号不全", Href: href.Document(ctx, id), When: minute(23, 8, 15), Unread: true},
		{Text: "《国库集中支付电子化覆盖全区预算单位》已公开发布", Href: href.Document(ctx, 300), When: minute(18, 9, 0)},
	}
}

// Notices is what others did with one's own documents.
func Notices(ctx context.Context) desk.NoticesPage {
	f := author(ctx, "提醒与通知")
	f.Unread = 2
	return desk.NoticesPage{Frame: f, Total: "最近 60 天，2 条未读", Rows: noticeRows(ctx), Upto: "12.5"}
}

// Find is what a search of the desk found.
func Find(ctx context.Context) desk.FindPage {
	p := desk.FindPage{Frame: author(ctx, "搜索"), Query: "稿", Pages: []ui.Link{{Text: "写稿件", Href: href.NewDocument(ctx, "")}, {Text: "稿件", Href: href.Documents(ctx)}}, Full: true}
	p.Frame.Query = p.Query
	for i, r := range documentRows(ctx) {
		p.Rows = append(p.Rows, desk.FoundRow{Row: r, Own: i < 2})
	}
	return p
}

// FindNone is a search that found nothing.
func FindNone(ctx context.Context) desk.FindPage {
	p := Find(ctx)
	p.Query, p.Frame.Query, p.Pages, p.Rows, p.Full = "没有这样的", "没有这样的", nil, nil, false
	return p
}

// steps marks the first n of the five steps done and the next one with m.
func steps(n int, m desk.Mark) []desk.Step {
	list := []desk.Step{{Name: "拟稿"}, {Name: "科室审核"}, {Name: "保密审查"}, {Name: "待发布"}, {Name: "公开"}}
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
		row(300, "国库集中支付电子化覆盖全区预算单位", "工作动态", "已发布", steps(5, desk.Done), minute(18, 9, 0)),
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
