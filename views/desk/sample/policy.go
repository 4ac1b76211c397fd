package sample

import (
	"context"
	"net/url"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

const method = "区级惠民惠农财政补贴资金“一卡通”管理办法"

// clocks are terms of every kind: late, running, urgent and far away.
func clocks(ctx context.Context) []desk.Todo {
	read := func(n uint64) desk.Button {
		return desk.Button{Text: "写解读", Href: href.Interpret(ctx, "", n), Kind: desk.Main}
	}
	see := func(n uint64, kind desk.Kind) desk.Button {
		return desk.Button{Text: "去处理", Href: href.Document(ctx, n), Kind: kind}
	}
	const ways = "要延续，请在更正稿里改失效日期；不再需要，可以更正为废止；什么都不做，到期自动标为失效。"
	return []desk.Todo{
		{Kind: "解读时限", Tone: "bad", Title: method, Href: href.Document(ctx, 401), Why: "公开后 3 个工作日内应有解读，11 月 19 日截止。", Age: "2 个工作日", Late: true, Do: read(401)},
		{Kind: "解读时限", Tone: "warn", Title: "关于进一步规范政府采购需求管理的通知", Href: href.Document(ctx, 402), Why: "公开后 3 个工作日内应有解读，11 月 25 日截止。", Age: "还有 2 个工作日", Do: read(402)},
		{Kind: "即将失效", Tone: "bad", Title: "区级部门预算绩效目标管理工作规程", Href: href.Document(ctx, 403), Why: "12 月 20 日是有效的最后一天。" + ways, Age: "还有 27 天", Do: see(403, desk.Main)},
		{Kind: "有效期", Tone: "info", Title: "差旅费管理办法", Href: href.Document(ctx, 404), Why: "2 月 1 日是有效的最后一天。" + ways, Age: "还有 70 天", Do: see(404, desk.Second)},
	}
}

// NewNormative is the form of a normative document with what it says of others.
func NewNormative(ctx context.Context) desk.EditPage {
	p := New(ctx)
	p.Heading, p.Starts = "写稿件 · 规范性文件", nil
	p.Values = url.Values{"title": {method}, "number": {"黔江财规〔2026〕3号"}, "repeals": {"41、42"}, "interpreted": {"43"}}
	p.Facts = desk.FactFields{Kind: "规范性文件", Policy: true, Normative: true, Own: true, Find: href.FindDocuments(ctx), Bases: []ui.Option{{Text: "按栏目"}},
		Subjects: []ui.Option{{Text: "请选择"}}, Genres: []ui.Option{{Text: "按标题"}}, Named: map[string][]ui.Link{
			"repeals":     {{Text: "差旅费管理暂行办法", Href: href.Document(ctx, 41)}, {Text: "稿件 42（没有公开，您不能查看）"}},
			"interpreted": {{Text: "一张图读懂" + method, Href: href.Document(ctx, 43)}},
		}}
	return p
}

// NewResponse is the form of a response to a concern.
func NewResponse(ctx context.Context) desk.EditPage {
	p := New(ctx)
	p.Heading, p.Starts = "写稿件 · 回应关切", nil
	p.Values = url.Values{"concern": {"互动交流留言"}, "interprets": {"401"}}
	p.Facts = desk.FactFields{Kind: "回应关切", Explains: true, Responds: true, Find: href.FindDocuments(ctx), Bases: []ui.Option{{Text: "按栏目"}},
		Forms: []ui.Option{{Text: "请选择"}, {Value: "text", Text: "文字"}}, Named: map[string][]ui.Link{"interprets": {{Text: method, Href: href.Document(ctx, 401)}}}}
	return p
}
