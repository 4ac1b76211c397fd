package desk

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// Withdrawn handles GET /desk/documents/:id/withdrawn: where a withdrawn document
// is gone, and what is left to do.
func (h *Handler) Withdrawn(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	if v.Document.WithdrawnAt == nil {
		return web.SeeOther(c, href.Document(c.Request().Context(), v.Document.ID))
	}
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	why, err := h.withdrawn(k, v)
	if err != nil {
		return err
	}
	p := deskview.WithdrawnPage{Frame: h.frame(c, "撤下情况", documentsLink(k), documentLink(k, v)), Title: v.Revision.Title, State: string(v.Track.State), Left: left,
		Review: []deskview.Remark{why}, Facts: []deskview.Fact{{Name: "撤下时间", Text: ui.Minute(*v.Document.WithdrawnAt).Shown}, {Name: "公开的原因", Text: reasonWords[v.Document.WithdrawnReason]}}}
	if v.Track.ConfirmedBy == nil {
		p.Review = append(p.Review, k.deadline(v))
		p.Facts = append(p.Facts, deskview.Fact{Name: "复核", Text: "尚未复核"})
	} else {
		p.Facts = append(p.Facts, deskview.Fact{Name: "复核", Text: "已复核"})
	}
	if v.Document.Replacement != "" {
		p.Facts = append(p.Facts, k.pointerFact("新的去处", v.Document.Replacement))
	}
	if p.Places, err = h.places(k, v); err != nil {
		return err
	}
	may, err := h.app.Review.Allowed(k.ctx, &v.Track, k.by)
	if err != nil {
		return err
	}
	for _, a := range may {
		if a == review.Confirm {
			p.Acts = append(p.Acts, deskview.Button{Text: "复核撤下", Href: href.DocumentDo(k.ctx, v.Document.ID, "confirm"), Icon: "circle-check", Kind: deskview.Main})
		}
	}
	p.Acts = append(p.Acts, deskview.Button{Text: "回到稿件", Href: href.Document(k.ctx, v.Document.ID)})
	return web.Render(c, http.StatusOK, deskview.Withdrawn(p))
}

// left are places that follow only when somebody sees to it.
var left = []string{
	"微信公众号：删除或改正推送过的同一内容。",
	"上级门户和其他转载的网站：通知对方一并撤下。",
	"发出去的 PDF、打印件和截图：收回或说明作废。",
	"订阅阅读器已经取走的条目不会自动消失，必要时发一条说明。",
	"搜索引擎的快照：到各搜索引擎的站长平台提交死链。",
}

// places are where the public could find the document, each looked at now.
func (h *Handler) places(k *cast, v *content.View) ([]deskview.Place, error) {
	id := v.Document.ID
	_, err := h.app.Content.Live(k.ctx, id)
	gone := fault.KindOf(err) == fault.Gone
	if err != nil && !gone {
		return nil, err
	}
	marked := len(h.app.Takedowns.Among([]uint64{id})) > 0
	look := func(address string) ui.Link { return ui.Link{Text: "去看看", Href: address} }
	item := content.Item{DocumentID: id, ColumnID: v.Document.ColumnID, ReportYear: v.Revision.ReportYear, PublishedAt: *v.Document.PublishedAt}
	list := []deskview.Place{{Name: "网页", Note: "原地址显示“该信息已撤下”和原因", Gone: gone, Link: look(portal.Address(k.ctx, k.tree, item))}}
	if col := k.tree.ByID(v.Document.ColumnID); col != nil {
		list = append(list, deskview.Place{Name: "栏目列表和首页", Note: k.column(col.ID), Gone: gone, Link: look(href.Column(k.ctx, col.Path))},
			deskview.Place{Name: "订阅", Note: "栏目订阅和全站订阅", Gone: gone, Link: look(href.Feed(k.ctx, col.Path))})
	}
	list = append(list, deskview.Place{Name: "检索", Note: "按标题也搜不到", Gone: gone, Link: look(href.Search(k.ctx, v.Revision.Title))},
		deskview.Place{Name: "网站地图", Note: "供搜索引擎读取的清单", Gone: gone, Link: look(href.SitemapXML(k.ctx))},
		deskview.Place{Name: "短网址和二维码", Note: "同样显示已撤下", Gone: gone, Link: look(href.Short(k.ctx, id))})
	if n := len(v.Revision.Attachments); n > 0 {
		list = append(list, deskview.Place{Name: "附件和图片", Note: fmt.Sprintf("%d 个，网址都已失效；工作人员登录后仍能打开", n), Gone: gone})
	}
	return append(list, deskview.Place{Name: "备用副本和其他服务器", Note: "撤下标记已写入，数据库断开时也不会再显示旧页面", Gone: marked}), nil
}
