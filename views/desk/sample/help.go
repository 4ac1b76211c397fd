package sample

import (
	"context"

	"gongkai/views/desk"
	"gongkai/views/href"
)

// Help is a page of the manual.
func Help(ctx context.Context) desk.HelpPage {
	return desk.HelpPage{
		Frame: author(ctx, "帮助"), Title: "三级审核怎么走",
		Body: "<p>每一条信息公开之前，都要由三位同事先后签名。</p><h2>几条规矩</h2><ol><li>退回必须写原因。</li><li>点<strong>提交审核</strong>就是签名。</li></ol>",
		Pages: []desk.HelpLink{
			{Text: "联络员：写稿、改稿、提交", Href: href.HelpPage(ctx, "author"), Mine: true},
			{Text: "三级审核怎么走", Href: href.Help(ctx), Current: true},
		},
	}
}
