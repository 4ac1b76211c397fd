package sample

import (
	"context"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/ui"
)

// Library is the policy library with two choices made.
func Library(ctx context.Context, prefs layout.Prefs) portal.LibraryPage {
	const path = "zcwj"
	f := frame(ctx, prefs, "政策文件", "/zcwj/")
	f.Crumbs = crumbs(ctx, path, "政策文件")
	f.Feed = ui.Link{Text: "政策文件 - " + f.Site.Name, Href: href.Feed(ctx, path)}
	to := href.Column(ctx, path)
	published := at(2026, 4, 21, 9, 30)
	day := ui.Day(published)
	return portal.LibraryPage{
		Frame: f, Title: "政策文件", Intro: "发布财政领域的规范性文件、其他文件和上级文件。", Action: to, Words: "专项资金", Clear: to, Total: 3,
		Keep:   []portal.Kept{{Name: "valid", Value: "effective"}},
		Chosen: []ui.Link{{Text: "有效性：有效", Href: to + "?q=x"}, {Text: "“专项资金”", Href: to + "?valid=effective"}},
		Sorts:  []ui.Link{{Text: "发布日期", Current: true}, {Text: "成文日期", Href: to + "?sort=formed"}},
		Groups: []portal.Choices{
			{Name: "有效性", Items: []portal.CountedLink{{Text: "有效", Href: to, Count: 3, Current: true}, {Text: "已废止", Href: to + "?valid=repealed", Count: 1}}},
			{Name: "体裁", Items: []portal.CountedLink{{Text: "办法", Href: to + "?genre=a", Count: 2}, {Text: "通知", Href: to + "?genre=b", Count: 1}}},
		},
		Items: []portal.PolicyItem{
			{Title: "区级财政专项资金管理办法", Href: href.Article(ctx, "zcwj/gfx", published, 31), Number: "某财规〔2026〕2号", Validity: "有效", ValidityTone: "ok", Organ: "某区财政局",
				Formed: day, Published: day, Reading: "有解读"},
			{Title: "区级财政专项资金管理暂行办法", Href: href.Article(ctx, "zcwj/gfx", published, 30), Validity: "已废止", ValidityTone: "bad", Published: day},
			{Title: "关于明年专项资金申报的通知", Href: href.Article(ctx, "zcwj/qt", published, 29), Validity: "尚未施行", ValidityTone: "warn", Published: day},
		},
		Pager:   ui.PagerProps{Page: 1, Pages: 1, Href: func(n int) string { return href.ColumnPage(ctx, path, n) }},
		Exports: []ui.Link{{Text: "Excel 表格", Href: to + "list.xlsx"}, {Text: "CSV", Href: to + "list.csv"}},
		Columns: []ui.Link{{Text: "规范性文件", Href: href.Column(ctx, "zcwj/gfx")}, {Text: "其他文件", Href: href.Column(ctx, "zcwj/qt")}},
	}
}
