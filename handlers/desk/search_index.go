package desk

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/search"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// troublesShown is the most unreadable attachments on the page.
const troublesShown = 200

// SearchIndex handles GET /desk/search-index: how the search stands on this
// server. Attachments of public documents alone are named.
func (h *Handler) SearchIndex(c echo.Context) error {
	if !web.Actor(c).Has(identity.SysAdmin) {
		return fault.New(fault.Forbidden, "只有系统管理员可以查看检索状态。")
	}
	ctx := c.Request().Context()
	s, err := h.app.Search.State(ctx)
	if err != nil {
		return err
	}
	p := deskview.SearchIndexPage{Frame: h.frame(c, "检索状态")}
	p.State, p.Tone = indexState(&s)
	p.Facts = indexFacts(&s)
	bad, err := h.app.Search.Troubles(ctx, troublesShown)
	if err != nil {
		return err
	}
	for _, t := range bad {
		p.Troubles = append(p.Troubles, deskview.SearchTrouble{Why: t.Why, Document: ui.Link{Text: t.Title, Href: href.Document(ctx, t.Document)},
			File: ui.Link{Text: t.File.Name, Href: href.File(ctx, t.File.Key, t.File.Name)}})
	}
	return web.Render(c, http.StatusOK, deskview.SearchIndex(p))
}

func indexState(s *search.State) (text, tone string) {
	switch {
	case !s.Ready && s.Building:
		return "正在建立，暂时只按标题检索", "warn"
	case !s.Ready:
		return "不可用，暂时只按标题检索", "bad"
	case s.Building:
		return "可用，正在重建", "info"
	case s.Epoch != s.Latest:
		return "可用，正在更新", "info"
	}
	return "可用", "ok"
}

func indexFacts(s *search.State) []deskview.Fact {
	mb := func(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
	facts := []deskview.Fact{{Name: "检索引擎", Text: s.Engine}, {Name: "收录稿件", Text: fmt.Sprintf("%d 篇", s.Docs)},
		{Name: "占用空间", Text: mb(s.Bytes)}, {Name: "等待读取附件的稿件", Text: fmt.Sprintf("%d 篇", s.Waiting)}}
	if s.Building {
		facts = append(facts, deskview.Fact{Name: "重建进度", Text: fmt.Sprintf("已完成 %d 篇", s.Built)})
	}
	return facts
}
