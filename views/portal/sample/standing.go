package sample

import (
	"context"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/ui"
)

func standing(ctx context.Context, prefs layout.Prefs, title, path string) layout.Frame {
	f := frame(ctx, prefs, title, path)
	f.Crumbs = []ui.Link{{Text: "区财政局", Href: href.Home(ctx)}, {Text: title, Current: true}}
	return f
}

// Access is the accessibility statement of a site that was checked last week.
func Access(ctx context.Context, prefs layout.Prefs) portal.AccessPage {
	f := standing(ctx, prefs, "无障碍说明", "/a11y/")
	return portal.AccessPage{Frame: f, Checked: ui.Day(at(2026, 11, 16, 0, 0)), Phone: f.Site.Phone, Email: "xxgk@example.gov.cn",
		Report: href.FaultReport(f.Site.IDCode, href.Abs(ctx, href.Access(ctx)))}
}

// Privacy is what the site knows of its readers.
func Privacy(ctx context.Context, prefs layout.Prefs) portal.PrivacyPage {
	f := standing(ctx, prefs, "隐私说明", "/privacy/")
	return portal.PrivacyPage{Frame: f, Operator: f.Site.Operator, Phone: f.Site.Phone, Email: "xxgk@example.gov.cn"}
}

// Contact is the bureau's addresses and numbers.
func Contact(ctx context.Context, prefs layout.Prefs) portal.ContactPage {
	f := standing(ctx, prefs, "联系方式", "/contact/")
	return portal.ContactPage{Frame: f, Sponsor: f.Site.Sponsor, Operator: f.Site.Operator, Address: f.Site.Address, Postcode: "409000",
		Phone: f.Site.Phone, Email: "xxgk@example.gov.cn", Hours: f.Site.Hours, Report: href.FaultReport(f.Site.IDCode, href.Abs(ctx, href.Contact(ctx))),
		Onward: []portal.Errand{
			{Need: "找科室、查职责", Link: ui.Link{Text: "机构职能", Href: href.Column(ctx, "zwgk/jgzn")}},
			{Need: "咨询和提建议", Link: ui.Link{Text: "互动交流", Href: href.Column(ctx, "hdjl")}},
		}}
}

// Feeds is the feeds of three columns of the first level.
func Feeds(ctx context.Context, prefs layout.Prefs) portal.FeedsPage {
	feed := func(path, name string) portal.FeedItem {
		at := href.Feed(ctx, path)
		return portal.FeedItem{Title: name, Href: at, Address: href.Abs(ctx, at), Page: href.Column(ctx, path)}
	}
	all := feed("all", "全部栏目")
	all.Page = ""
	return portal.FeedsPage{Frame: standing(ctx, prefs, "订阅", "/rss/"), All: all, Groups: []portal.FeedGroup{
		{Title: "新闻动态", Feeds: []portal.FeedItem{feed("xwdt", "新闻动态"), feed("xwdt/czyw", "财政要闻"), feed("xwdt/gzdt", "工作动态")}},
		{Title: "政府信息公开", Feeds: []portal.FeedItem{feed("zfxxgk", "政府信息公开"), feed("zfxxgk/nb", "政府信息公开年报")}},
		{Title: "政策解读", Feeds: []portal.FeedItem{feed("zcjd", "政策解读")}},
	}}
}
