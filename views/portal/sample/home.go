package sample

import (
	"context"
	"time"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/ui"
)

// Home is the front page with every block filled.
func Home(ctx context.Context, prefs layout.Prefs) portal.HomePage {
	f := frame(ctx, prefs, "", "/")
	return portal.HomePage{
		Frame: f,
		Lead: portal.Lead{
			Title: "我区下达第三批惠民惠农补贴资金，通过“一卡通”直接发放到户",
			Href:  href.Article(ctx, "xwdt/czyw", at(2026, 11, 20, 9, 0), 301),
			At:    ui.Day(at(2026, 11, 20, 9, 0)),
		},
		News: portal.Block{Title: "新闻动态", Href: href.Column(ctx, "xwdt"), Items: items(ctx, "xwdt/gzdt", ui.MonthDay, []string{
			"区财政局召开下一年度部门预算编制布置会",
			"国库集中支付电子化覆盖全区预算单位",
			"政府采购“双盲”评审转入常态化运行",
			"会计信息质量检查“回头看”全面展开",
			"三季度财政资金绩效监控结果公布",
			"中小微企业贷款贴息资金兑付到位",
		})},
		Notices: portal.Block{Title: "通知公告", Href: href.Column(ctx, "xwdt/tzgg"), Items: items(ctx, "xwdt/tzgg", ui.Day, []string{
			"关于会计专业技术资格考试成绩复核事项的公告",
			"关于公开征求《区级预算绩效管理办法（修订稿）》意见的公告",
			"政府采购代理机构监督检查结果公示",
			"关于调整非税收入收缴系统服务时间的通知",
			"会计人员继续教育报名通知",
		})},
		Gates:    gates(ctx),
		GatesAll: href.Column(ctx, "zfxxgk"),
		Policies: policies(ctx),
		Readings: readings(ctx),
		Data:     data(ctx),
		Links:    linkBlocks(ctx),
		Tasks:    tasks(ctx),
	}
}

// HomeBare is the front page of a site that has published one notice.
func HomeBare(ctx context.Context, prefs layout.Prefs) portal.HomePage {
	p := Home(ctx, prefs)
	notices := p.Notices
	notices.Items = notices.Items[:1]
	return portal.HomePage{Frame: p.Frame, Notices: notices, News: portal.Block{Title: "新闻动态"}}
}

// items makes published things of titles, a few days apart.
func items(ctx context.Context, column string, show func(time.Time) ui.Moment, titles []string) []portal.Item {
	var list []portal.Item
	when := at(2026, 11, 20, 9, 30)
	for i, title := range titles {
		list = append(list, portal.Item{Title: title, Href: href.Article(ctx, column, when, uint64(300-i)), At: show(when)})
		when = when.Add(-75 * time.Hour)
	}
	return list
}

func gates(ctx context.Context) []portal.Gate {
	return []portal.Gate{
		{Icon: "book-open", Title: "信息公开指南", Note: "怎么查、找谁问", Href: href.Column(ctx, "zfxxgk/zn")},
		{Icon: "list", Title: "信息公开制度", Note: "法规与工作制度", Href: href.Column(ctx, "zfxxgk/zd")},
		{Icon: "file-text", Title: "法定主动公开", Note: "按目录查找", Href: href.Column(ctx, "zfxxgk/fd")},
		{Icon: "chart-column", Title: "信息公开年报", Note: "历年工作报告", Href: href.Column(ctx, "zfxxgk/nb")},
		{Icon: "table", Title: "财政预决算", Note: "区级、部门、“三公”", Href: href.Column(ctx, "zwgk/yjs")},
		{Icon: "send", Title: "依申请公开", Note: "20 个工作日内答复", Href: href.Apply(ctx), First: true},
	}
}

// tasks are what 长辈版 opens with.
func tasks(ctx context.Context) []portal.Gate {
	return []portal.Gate{
		{Icon: "hand-coins", Title: "查补贴", Note: "惠民惠农“一卡通”发放公示", Href: href.Column(ctx, "zwgk/hnbt")},
		{Icon: "table", Title: "看预算决算", Note: "政府的钱花在哪里", Href: href.Column(ctx, "zwgk/yjs")},
		{Icon: "send", Title: "申请公开信息", Note: "不会上网？可打电话或到窗口", Href: href.Apply(ctx), First: true},
		{Icon: "message-square", Title: "问一问、提意见", Note: "看看别人问过什么", Href: href.Column(ctx, "hdjl")},
	}
}

func data(ctx context.Context) portal.DataBlock {
	return portal.DataBlock{Title: "财政数据", Href: href.Column(ctx, "czsj"),
		From: ui.Link{Text: "2026 年 1 至 10 月财政运行主要指标", Href: href.Article(ctx, "czsj", at(2026, 11, 12, 9, 0), 290)},
		Tiles: []portal.Tile{
			{Name: "一般公共预算收入", Value: "21.36", Unit: "亿元", Note: "完成年初预算 84.2%，同比增长 3.1%", Bar: "84.2"},
			{Name: "一般公共预算支出", Value: "58.72", Unit: "亿元", Note: "完成年初预算 81.5%", Bar: "81.5"},
			{Name: "民生支出占比", Value: "78.4", Unit: "%", Note: "教育、社会保障、卫生健康居前三", Bar: "78.4"},
			{Name: "直达资金支付进度", Value: "92.6", Unit: "%", Note: "高于序时进度 9.3 个百分点", Bar: "92.6"},
		}}
}

func policies(ctx context.Context) portal.Block {
	b := portal.Block{Title: "政策文件", Href: href.Column(ctx, "zcwj"), Subs: []ui.Link{
		{Text: "规范性文件", Href: href.Column(ctx, "zcwj/gfx")}, {Text: "其他文件", Href: href.Column(ctx, "zcwj/qt")},
	}, Items: items(ctx, "zcwj/gfx", ui.Day, []string{
		"关于印发《区级财政专项资金管理办法》的通知",
		"关于进一步规范政府采购需求管理的通知",
		"关于行政事业单位国有资产处置有关事项的通知",
	})}
	notes := []string{"示例财发〔2026〕21号", "示例财采〔2026〕9号", "示例财资〔2023〕4号"}
	for i := range b.Items {
		b.Items[i].Note, b.Items[i].Tag, b.Items[i].TagKind = notes[i], "现行有效", "ok"
	}
	b.Items[2].Tag, b.Items[2].TagKind = "已废止", "bad"
	return b
}

func readings(ctx context.Context) portal.Block {
	b := portal.Block{Title: "政策解读", Href: href.Column(ctx, "zcjd"), Items: items(ctx, "zcjd", ui.MonthDay, []string{
		"一张图读懂区级财政专项资金管理办法",
		"政府采购需求管理 12 个常见问题",
		"惠农补贴为什么改为“一卡通”发放",
		"中小微企业贷款贴息怎么申请",
	})}
	for i, tag := range []string{"图解", "问答", "文字", "问答"} {
		b.Items[i].Tag, b.Items[i].TagKind = tag, "info"
	}
	return b
}

func linkBlocks(ctx context.Context) []portal.LinkBlock {
	return []portal.LinkBlock{
		{Title: "办事服务", Href: href.Column(ctx, "bsfw"), Links: []portal.IconLink{
			{Icon: "user", Text: "会计人员信息采集与变更", Href: href.Column(ctx, "bsfw")},
			{Icon: "building-2", Text: "代理记账机构执业许可", Href: href.Column(ctx, "bsfw")},
			{Icon: "gavel", Text: "政府采购投诉处理", Href: href.Column(ctx, "bsfw")},
			{Icon: "scroll-text", Text: "财政票据领用与核销", Href: href.Column(ctx, "bsfw")},
		}},
		{Title: "互动交流", Href: href.Column(ctx, "hdjl"), Links: []portal.IconLink{
			{Icon: "message-square", Text: "我要咨询", Href: href.Column(ctx, "hdjl")},
			{Icon: "square-pen", Text: "意见征集", Href: href.Column(ctx, "zwgk/yjzj")},
			{Icon: "eye", Text: "留言选登与答复统计", Href: href.Column(ctx, "hdjl")},
			{Icon: "phone", Text: "各科室咨询电话", Href: href.Column(ctx, "hdjl")},
		}},
		{Title: "专题专栏", Href: href.Column(ctx, "ztzl"), Links: []portal.IconLink{
			{Icon: "flag", Text: "惠民惠农财政补贴公示", Href: href.Column(ctx, "ztzl")},
			{Icon: "shield-check", Text: "优化营商环境", Href: href.Column(ctx, "ztzl")},
			{Icon: "chart-column", Text: "预算绩效管理", Href: href.Column(ctx, "ztzl")},
			{Icon: "book-open", Text: "财会监督与普法", Href: href.Column(ctx, "ztzl")},
		}},
	}
}
