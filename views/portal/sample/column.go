package sample

import (
	"context"
	"fmt"

	"gongkai/views/chart"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/ui"
)

// side is the tree of 政府信息公开 with current as the column one is in.
func side(ctx context.Context, current string) portal.Side {
	link := func(path, name string) ui.Link {
		return ui.Link{Text: name, Href: href.Column(ctx, path), Current: path == current}
	}
	s := portal.Side{
		Title: "政府信息公开",
		Items: []portal.SideItem{
			{Link: link("zfxxgk/zn", "政府信息公开指南")},
			{Link: link("zfxxgk/zd", "政府信息公开制度")},
			{Link: link("zfxxgk/fd", "法定主动公开内容"), Children: []ui.Link{
				link("zfxxgk/fd/jgzn", "机构职能"),
				link("zfxxgk/fd/gfxwj", "规范性文件"),
				link("zfxxgk/fd/czyjs", "财政预决算"),
				link("zfxxgk/fd/zfcg", "政府采购"),
			}},
			{Link: link("zfxxgk/nb", "政府信息公开年报")},
		},
	}
	if current != "zfxxgk/ysq" { // a page need not lead to itself
		s.Apply = href.Apply(ctx)
	}
	return s
}

// newsSide is the tree of 新闻动态.
func newsSide(ctx context.Context, current string) portal.Side {
	s := portal.Side{Title: "新闻动态"}
	for _, c := range []struct{ path, name string }{{"xwdt/czyw", "财政要闻"}, {"xwdt/gzdt", "工作动态"}, {"xwdt/tzgg", "通知公告"}} {
		s.Items = append(s.Items, portal.SideItem{Link: ui.Link{Text: c.name, Href: href.Column(ctx, c.path), Current: c.path == current}})
	}
	return s
}

func newsFrame(ctx context.Context, prefs layout.Prefs, title, path string) layout.Frame {
	f := frame(ctx, prefs, title, "/"+path+"/")
	f.Crumbs = crumbs(ctx, "xwdt", "新闻动态", path, title)
	f.Feed = ui.Link{Text: title + " - " + f.Site.Name, Href: href.Feed(ctx, path)}
	return f
}

// Hub is 新闻动态 with its three columns.
func Hub(ctx context.Context, prefs layout.Prefs) portal.HubPage {
	f := frame(ctx, prefs, "新闻动态", "/xwdt/")
	f.Crumbs = crumbs(ctx, "xwdt", "新闻动态")
	f.Feed = ui.Link{Text: "新闻动态 - " + f.Site.Name, Href: href.Feed(ctx, "xwdt")}
	home := Home(ctx, prefs)
	return portal.HubPage{
		Frame: f, Side: newsSide(ctx, ""), Title: "新闻动态",
		Intro: "发布本局重要会议、工作进展和面向社会的通知公告。",
		Blocks: []portal.Block{
			{Title: "财政要闻", Href: href.Column(ctx, "xwdt/czyw"), Items: home.News.Items[:4]},
			{Title: "工作动态", Href: href.Column(ctx, "xwdt/gzdt"), Items: home.News.Items},
			{Title: "通知公告", Href: href.Column(ctx, "xwdt/tzgg"), Items: home.Notices.Items},
		},
	}
}

// List is the second of seven pages of 工作动态.
func List(ctx context.Context, prefs layout.Prefs) portal.ListPage {
	const path = "xwdt/gzdt"
	var titles []string
	for i := range 10 {
		titles = append(titles,
			fmt.Sprintf("区财政局开展第 %d 次财政资金绩效评价，重点核查民生项目", 10-i),
			fmt.Sprintf("第 %d 期预算单位会计业务培训顺利结束", 10-i))
	}
	return portal.ListPage{
		Frame: newsFrame(ctx, prefs, "工作动态", path), Side: newsSide(ctx, path), Title: "工作动态",
		Intro: "记录本局日常工作的进展，每两周至少更新一次。",
		Items: items(ctx, path, ui.Minute, titles), Total: 133, Years: yearLinks(ctx, path, ""),
		Pager: ui.PagerProps{Page: 2, Pages: 7, Href: func(n int) string { return href.ColumnPage(ctx, path, n) }},
	}
}

// yearLinks is the filter of a list by year.
func yearLinks(ctx context.Context, path, chosen string) []ui.Link {
	links := []ui.Link{{Text: "全部年份", Href: href.Column(ctx, path), Current: chosen == ""}}
	for year := 2026; year >= 2020; year-- {
		text := fmt.Sprint(year)
		links = append(links, ui.Link{Text: text, Href: href.Column(ctx, path) + "?year=" + text, Current: text == chosen})
	}
	return links
}

// ListYear is a list narrowed to a year in which nothing was published.
func ListYear(ctx context.Context, prefs layout.Prefs) portal.ListPage {
	p := List(ctx, prefs)
	p.Items, p.Total, p.Year, p.Years, p.Apply = nil, 0, "2021", yearLinks(ctx, "xwdt/gzdt", "2021"), href.Apply(ctx)
	return p
}

// ListEmpty is a column in which nothing was published yet.
func ListEmpty(ctx context.Context, prefs layout.Prefs) portal.ListPage {
	const path = "xwdt/tzgg"
	f := newsFrame(ctx, prefs, "通知公告", path)
	f.Feed = ui.Link{} // an empty column is in no feed
	return portal.ListPage{
		Frame: f, Side: newsSide(ctx, path), Title: "通知公告",
		Next: "本栏目每半年至少更新一次，预计 2026-12-31 前发布。", Apply: href.Apply(ctx),
	}
}

// ReportList is the disclosure reports of seven years.
func ReportList(ctx context.Context, prefs layout.Prefs) portal.ReportListPage {
	f := frame(ctx, prefs, "政府信息公开年报", "/zfxxgk/nb/")
	f.Crumbs = crumbs(ctx, "zwgk", "政务公开", "zfxxgk/nb", "政府信息公开年报")
	f.Feed = ui.Link{Text: "政府信息公开年报 - " + f.Site.Name, Href: href.Feed(ctx, "zfxxgk/nb")}
	p := portal.ReportListPage{
		Frame: f, Side: side(ctx, "zfxxgk/nb"), Title: "政府信息公开年报",
		Intro: "每年 1 月 31 日前公布上一年度政府信息公开工作年度报告。",
		Next:  "2026 年年报将于 2027-01-31 前发布",
		Basis: "依据《中华人民共和国政府信息公开条例》第四十九条：每年 1 月 31 日前公布上一年度的工作年度报告。",
	}
	for year := 2025; year >= 2019; year-- {
		form := "2021 年起的格式"
		if year < 2021 {
			form = "2019 至 2020 年的格式"
		}
		p.Years = append(p.Years, portal.ReportYear{
			Year: fmt.Sprint(year), Title: fmt.Sprintf("%d 年政府信息公开工作年度报告", year),
			Href: href.Report(ctx, year), At: ui.Day(at(year+1, 1, 28, 10, 0)), Form: form,
		})
	}
	requests := chart.Groups{Title: "历年政府信息公开申请办理情况", Desc: "2019 至 2025 年，每年一组。", Axis: "年度", Unit: "件",
		Series: []string{"本年新收", "本年办结", "结转下年"}, Note: "“—”表示该年度适用的报告格式没有这一项，不等于 0。"}
	for i, n := range []int64{0, 2, 5, 8, 11, 1204, 6} {
		requests.Rows = append(requests.Rows, chart.Cluster{Label: fmt.Sprint(2019 + i), Values: []chart.Amount{{N: n, There: i > 0}, {N: n, There: true}, {N: n % 3, There: true}}})
	}
	p.Compare = []chart.Groups{requests}
	return p
}

// Sitemap is a tree of three levels.
func Sitemap(ctx context.Context, prefs layout.Prefs) portal.SitemapPage {
	f := frame(ctx, prefs, "网站地图", "/sitemap/")
	f.Crumbs = crumbs(ctx, "sitemap", "网站地图")
	node := func(path, name string, n int, children ...portal.SitemapNode) portal.SitemapNode {
		return portal.SitemapNode{
			Title: name, Href: href.Column(ctx, path), Count: fmt.Sprintf("%d 条", n),
			Updated: ui.Day(at(2026, 11, 20, 9, 30)), Children: children,
		}
	}
	return portal.SitemapPage{Frame: f, Tree: []portal.SitemapNode{
		node("xwdt", "新闻动态", 230, node("xwdt/czyw", "财政要闻", 52), node("xwdt/gzdt", "工作动态", 133), node("xwdt/tzgg", "通知公告", 45)),
		node("zwgk", "政务公开", 96, node("zwgk/jgzn", "机构职能", 1), node("zwgk/yjs", "财政预决算", 61), node("zwgk/zfcg", "政府采购", 34)),
		node("zfxxgk", "政府信息公开", 88, node("zfxxgk/zn", "政府信息公开指南", 1), node("zfxxgk/zd", "政府信息公开制度", 9),
			node("zfxxgk/fd", "法定主动公开内容", 70, node("zfxxgk/fd/gfxwj", "规范性文件", 12), node("zfxxgk/fd/czyjs", "财政预决算", 58)),
			node("zfxxgk/nb", "政府信息公开年报", 7)),
		node("zcwj", "政策文件", 41), node("zcjd", "政策解读", 30), node("bsfw", "办事服务", 12),
	}}
}

// Apply is the ways to apply for information.
func Apply(ctx context.Context, prefs layout.Prefs) portal.ApplyPage {
	f := frame(ctx, prefs, "依申请公开", "/zfxxgk/ysq/")
	f.Crumbs = crumbs(ctx, "zfxxgk", "政府信息公开", "zfxxgk/ysq", "依申请公开")
	return portal.ApplyPage{
		Frame: f, Side: side(ctx, "zfxxgk/ysq"),
		Office: "重庆市黔江区财政局办公室", Address: "重庆市黔江区示例路 1 号 305 室", Postcode: "409000",
		Phone: "023-0000 0000", Fax: "023-0000 0001", Email: "xxgk@example.gov.cn",
		Hours: "工作日 9:00–12:00、14:00–18:00", Days: "20",
		Guide: ui.Link{Text: "政府信息公开指南", Href: href.Column(ctx, "zfxxgk/zn")},
	}
}
