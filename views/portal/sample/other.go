package sample

import (
	"context"
	"net/url"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/ui"
)

func searchFrame(ctx context.Context, prefs layout.Prefs, query string) layout.Frame {
	f := frame(ctx, prefs, "搜索", "/search")
	f.Crumbs = []ui.Link{{Text: "区财政局", Href: href.Home(ctx)}, {Text: "搜索", Current: true}}
	f.Query, f.NoIndex, f.Canonical = query, true, ""
	return f
}

// Search is the first of three pages of hits.
func Search(ctx context.Context, prefs layout.Prefs) portal.SearchPage {
	const query = "补贴"
	at := func(name, value string) string { return href.SearchFor(ctx, url.Values{"q": {query}, name: {value}}) }
	choice := func(text, name, value string, n int) portal.CountedLink {
		return portal.CountedLink{Text: text, Href: at(name, value), Count: n}
	}
	p := portal.SearchPage{
		Frame: searchFrame(ctx, prefs, query), Count: 54, Took: "0.02", Also: "补助", Feed: href.SearchFeed(ctx, url.Values{"q": {query}}),
		Pager:  ui.PagerProps{Page: 1, Pages: 3, Href: func(n int) string { return href.SearchPage(ctx, query, n) }},
		Chosen: []ui.Link{{Text: "2026 年", Href: href.Search(ctx, query)}}, Clear: href.Search(ctx, query),
		Sorts: []ui.Link{{Text: "按相关度", Href: at("sort", "best"), Current: true}, {Text: "按发布时间", Href: at("sort", "date")}},
		Groups: []portal.Choices{
			{Name: "类型", Items: []portal.CountedLink{choice("政策文件", "t", "wj", 18), choice("政策解读", "t", "jd", 9), choice("新闻动态", "t", "xw", 27)}},
			{Name: "有效性", Items: []portal.CountedLink{choice("现行有效", "valid", "1", 14), choice("已修改", "valid", "2", 2), choice("已废止或失效", "valid", "3", 2)}},
			{Name: "发布年份", Items: []portal.CountedLink{{Text: "2026 年", Href: href.Search(ctx, query), Count: 54, Current: true}, choice("2025 年", "y", "2025", 16)}},
		},
	}
	for n, it := range items(ctx, "zcwj/qt", ui.Day, []string{
		"关于印发《惠民惠农财政补贴资金“一卡通”管理办法》的通知",
		"惠农补贴项目清单",
		"关于做好耕地地力保护补贴发放工作的通知",
		"问答：惠农补贴为什么改为“一卡通”发放",
	}) {
		hit := portal.Hit{
			Title: ui.Highlight(it.Title, query), Href: it.Href, Type: "政策文件", Validity: "现行有效", Tone: "ok", Column: "政策文件 / 其他文件", At: it.At,
			Number:  []ui.Span{{Text: "财农〔2026〕7号"}},
			Excerpt: ui.Highlight("……补贴资金通过社会保障卡直接发放到户，任何单位和个人不得截留、代领。", query),
		}
		switch n {
		case 1:
			hit.Validity, hit.Number, hit.Files = "", nil, "附件 2 个"
			hit.File = &portal.HitFile{Name: ui.Highlight("惠农补贴项目清单.xlsx", query), Href: href.File(ctx, "k3", "惠农补贴项目清单.xlsx"), Facts: "Excel 表格，34 KB", Place: "工作表“清单”"}
		case 2:
			hit.Validity, hit.Tone = "已废止", "bad"
		}
		p.Hits = append(p.Hits, hit)
	}
	return p
}

// SearchNone is a search that found nothing.
func SearchNone(ctx context.Context, prefs layout.Prefs) portal.SearchPage {
	const query = "惠农补帖"
	return portal.SearchPage{
		Frame:   searchFrame(ctx, prefs, query),
		Notices: []string{"检索词太长，只按前 100 个字检索。", "全文检索正在准备，现在只能按标题查找，也不能筛选。请过几分钟再试。"},
		Instead: ui.Link{Text: "惠农补贴", Href: href.Search(ctx, "惠农补贴")},
		Chosen:  []ui.Link{{Text: "政策文件", Href: href.Search(ctx, query)}}, Clear: href.Search(ctx, query),
		Columns: []ui.Link{
			{Text: "惠民惠农补贴公示", Href: href.Column(ctx, "zwgk/hnbt")},
			{Text: "通知公告", Href: href.Column(ctx, "xwdt/tzgg")},
		},
		Apply: href.Apply(ctx), Contact: href.Contact(ctx),
	}
}

// errorFrame is the frame of a page that stands at no address of its own.
func errorFrame(ctx context.Context, prefs layout.Prefs, title string) layout.Frame {
	f := frame(ctx, prefs, title, "/zwgk/2019_bmjs/index.html")
	f.Crumbs = []ui.Link{{Text: "区财政局", Href: href.Home(ctx)}, {Text: title, Current: true}}
	f.NoIndex, f.Canonical, f.Updated = true, "", ui.Moment{}
	return f
}

// NotFound has two guesses at what was meant.
func NotFound(ctx context.Context, prefs layout.Prefs) portal.NotFoundPage {
	return portal.NotFoundPage{
		Frame: errorFrame(ctx, prefs, "没有找到页面"), Guess: "部门决算 2019", RequestID: "7F3A21",
		Report: href.FaultReport("5000000000", "https://czj.example.gov.cn/zwgk/2019_bmjs/index.html"),
		Maybe:  items(ctx, "zwgk/yjs", ui.Day, []string{"2019 年部门决算公开", "2020 年部门决算公开"}),
	}
}

// PastTheEnd is a page of a list that ended before.
func PastTheEnd(ctx context.Context, prefs layout.Prefs) portal.NotFoundPage {
	return portal.NotFoundPage{
		Frame: errorFrame(ctx, prefs, "没有找到页面"), RequestID: "7F3A24", Message: "这个栏目共 12 页，没有第 13 页。",
		Hint: ui.Link{Text: "回到最后一页", Href: href.ColumnPage(ctx, "xwdt/gzdt", 12)},
	}
}

// Gone was superseded by another document.
func Gone(ctx context.Context, prefs layout.Prefs) portal.GonePage {
	return portal.GonePage{
		Frame: errorFrame(ctx, prefs, "该信息已撤下"), RequestID: "7F3A22",
		Reason: "该信息已由新的信息代替，现予撤下。", At: ui.Minute(at(2026, 11, 18, 15, 20)),
		Instead: ui.Link{Text: "关于印发《行政事业单位国有资产处置管理办法》的通知", Href: href.Article(ctx, "zcwj/gfx", at(2026, 11, 10, 8, 0), 280)},
	}
}

// Problem is the answer to a form that came too often.
func Problem(ctx context.Context, prefs layout.Prefs) portal.ProblemPage {
	return portal.ProblemPage{
		Frame: errorFrame(ctx, prefs, "访问过于频繁"), Status: 429, RequestID: "7F3A23",
		Message: "您在短时间内提交了很多次，请过几分钟再试。您填写的内容没有被保存。",
	}
}
