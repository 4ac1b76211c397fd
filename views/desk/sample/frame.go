// Package sample owns the canned data with which every desk page is shown in the
// gallery and rendered in the tests. Its people and documents are invented.
package sample

import (
	"context"
	"time"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

const (
	notice  = "关于下达 2026 年第三批惠民惠农补贴资金的公告"
	hash    = "9f3c5d1e7a40b2c86d91f0e4a7358bcd2210ef6694d7ab31c05e8f7712ae21a4"
	id      = 317
	version = 9
	site    = "区财政局"
)

// at is a moment of November 2026, Beijing time.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.November, day, hour, minute, 0, 0, href.Beijing)
}

func minute(day, hour, min int) ui.Moment { return ui.Minute(at(day, hour, min)) }

// author is the frame an author of 预算科 sees.
func author(ctx context.Context, title string, trail ...ui.Link) layout.DeskFrame {
	f := layout.DeskFrame{
		Title: title, Site: site, Person: "张敏", Section: "预算科", Roles: "拟稿人", CSRF: "sample-token",
		Trail: append([]ui.Link{{Text: "我的工作台", Href: href.Desk(ctx)}}, trail...),
		Nav: []layout.NavGroup{{Title: "工作", Items: []layout.NavItem{
			{Text: "我的工作台", Href: href.Desk(ctx), Icon: "house", Count: 2, Hot: true},
			{Text: "写稿件", Href: href.NewDocument(ctx, ""), Icon: "square-pen"},
			{Text: "稿件", Href: href.Documents(ctx), Icon: "file-text"},
		}}},
	}
	return current(f, title)
}

// officer is the frame a confidentiality officer sees.
func officer(ctx context.Context, title string, trail ...ui.Link) layout.DeskFrame {
	f := author(ctx, title, trail...)
	f.Person, f.Section, f.Roles = "王芳", "办公室", "保密审查员"
	f.Nav = reviewerNav(ctx)
	return current(f, title)
}

// head is the frame a section head sees.
func head(ctx context.Context, title string, trail ...ui.Link) layout.DeskFrame {
	f := author(ctx, title, trail...)
	f.Person, f.Roles = "李明", "科室负责人"
	f.Nav = reviewerNav(ctx)
	return current(f, title)
}

func reviewerNav(ctx context.Context) []layout.NavGroup {
	return []layout.NavGroup{{Title: "工作", Items: []layout.NavItem{
		{Text: "我的工作台", Href: href.Desk(ctx), Icon: "house"},
		{Text: "审核", Href: href.Queue(ctx), Icon: "square-check", Count: 3},
		{Text: "稿件", Href: href.Documents(ctx), Icon: "file-text"},
		{Text: "授权代办", Href: href.Delegations(ctx), Icon: "users"},
	}}}
}

// admin is the frame an administrator sees, who belongs to no section.
func admin(ctx context.Context, title string, trail ...ui.Link) layout.DeskFrame {
	f := author(ctx, title, trail...)
	f.Person, f.Section, f.Roles = "安全管理员", "", "安全管理员"
	f.Nav = []layout.NavGroup{
		{Title: "工作", Items: []layout.NavItem{{Text: "我的工作台", Href: href.Desk(ctx), Icon: "house"}}},
		{Title: "管理", Items: []layout.NavItem{
			{Text: "机构与用户", Href: href.People(ctx), Icon: "users"},
			{Text: "科室", Href: href.Sections(ctx), Icon: "building-2"},
			{Text: "栏目", Href: href.Columns(ctx), Icon: "folder-tree"},
		}},
		{Title: "监督", Items: []layout.NavItem{{Text: "操作日志", Href: href.Ledger(ctx), Icon: "scroll-text"}}},
	}
	return current(f, title)
}

// current marks the entry of the rail whose text is the page's title, and ends
// the trail with that title.
func current(f layout.DeskFrame, title string) layout.DeskFrame {
	for _, g := range f.Nav {
		for i := range g.Items {
			g.Items[i].Current = g.Items[i].Text == title
		}
	}
	last := &f.Trail[len(f.Trail)-1]
	if last.Text != title {
		f.Trail = append(f.Trail, ui.Link{Text: title})
		last = &f.Trail[len(f.Trail)-1]
	}
	last.Current = true
	return f
}

// documentLink is the document most samples speak of.
func documentLink(ctx context.Context) ui.Link {
	return ui.Link{Text: notice, Href: href.Document(ctx, id)}
}
