// Package sample holds canned public pages: what the gallery shows to designers
// and what the tests render. Everything in it is invented.
package sample

import (
	"context"
	"time"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
)

// Site is an invented bureau with every line filled in.
func Site() layout.Site {
	return layout.Site{
		Name:     "重庆市黔江区财政局",
		NameEN:   "Finance Bureau of Qianjiang District",
		Kind:     "黔江区政府部门网站",
		Parent:   ui.Link{Text: "区政府网站", Href: "https://www.example.gov.cn/"},
		Sponsor:  "重庆市黔江区财政局",
		Operator: "局办公室",
		Address:  "重庆市黔江区示例路 1 号",
		Phone:    "023-0000 0000",
		Hours:    "工作日 9:00–12:00、14:00–18:00",
		IDCode:   "5000000000",
		ICP:      "渝ICP备00000000号",
		Police:   "渝公网安备 50000000000000号",
		ConacID:  "0123456789ABCDEF0123456789ABCDEF",
		IPv6:     true,
	}
}

// frame is the frame of a page at path, which is below base in ctx.
func frame(ctx context.Context, prefs layout.Prefs, title, path string) layout.Frame {
	site := Site()
	for _, word := range []string{"部门预算", "惠农补贴", "会计职称", "政府采购投诉"} {
		site.HotWords = append(site.HotWords, ui.Link{Text: word, Href: href.Search(ctx, word)})
	}
	description := "重庆市黔江区财政局依法公开财政政策、预算决算和工作动态。"
	return layout.Frame{
		Title:       title,
		Site:        site,
		Description: description,
		Canonical:   href.Abs(ctx, href.Base(ctx)+path),
		Meta: []layout.Meta{
			{Name: "SiteName", Content: site.Name},
			{Name: "SiteDomain", Content: "czj.example.gov.cn"},
			{Name: "SiteIDCode", Content: site.IDCode},
		},
		Nav:     nav(ctx, path),
		Prefs:   prefs,
		Back:    href.Base(ctx) + path,
		Updated: ui.Minute(at(2026, 11, 20, 17, 30)),
	}
}

// columns are the first-level columns of the main navigation.
var columns = []struct{ path, name string }{
	{"xwdt", "新闻动态"}, {"zwgk", "政务公开"}, {"zfxxgk", "政府信息公开"}, {"zcwj", "政策文件"},
	{"bsfw", "办事服务"}, {"hdjl", "互动交流"}, {"ztzl", "专题专栏"},
}

func nav(ctx context.Context, path string) []ui.Link {
	links := []ui.Link{{Text: "首页", Href: href.Home(ctx), Current: path == "/"}}
	for _, c := range columns {
		here := len(path) > len(c.path) && path[1:1+len(c.path)] == c.path
		links = append(links, ui.Link{Text: c.name, Href: href.Column(ctx, c.path), Current: here})
	}
	return links
}

// crumbs is the trail from the bureau to a column; steps are path and name in turn.
func crumbs(ctx context.Context, steps ...string) []ui.Link {
	trail := []ui.Link{{Text: "区财政局", Href: href.Home(ctx)}}
	for i := 0; i+1 < len(steps); i += 2 {
		trail = append(trail, ui.Link{Text: steps[i+1], Href: href.Column(ctx, steps[i]), Current: i+2 == len(steps)})
	}
	return trail
}

// at is a moment in Beijing time.
func at(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, href.Beijing)
}
