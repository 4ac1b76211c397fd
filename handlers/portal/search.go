package portal

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// Search handles GET /search?q=.
func (h *Handler) Search(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	q := strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(c.QueryParam("q"), ""), "\x00", "")), " ")
	p := portalview.SearchPage{Apply: href.Apply(s.ctx)}
	if utf8.RuneCountInString(q) > content.MaxQuery {
		q = string([]rune(q)[:content.MaxQuery])
		p.Notice = "检索词太长，只按前 100 个字检索。"
	}
	n := min(web.PageNumber(c), 5000)
	hits, err := h.app.Content.Search(s.ctx, q, n, pageSize)
	if err != nil {
		return err
	}
	if n == 1 && web.Human(c.Request()) {
		h.app.Stats.Searched(q, hits.Total)
	}
	p.Frame = s.frame("站内搜索", nil)
	if q != "" {
		p.Frame.Title = listTitle("“"+q+"”的搜索结果", 0, n)
	}
	p.NoIndex, p.Query, p.Count, p.More = true, q, hits.Total, hits.More
	for _, i := range hits.Items {
		hit := portalview.Hit{Title: ui.Highlight(i.Title, strings.Fields(q)...), Href: s.address(i), At: ui.Minute(i.PublishedAt), Standing: i.Standing.Title()}
		if col := s.tree.ByID(i.ColumnID); col != nil {
			hit.Column = s.tree.FullName(col)
		}
		p.Hits = append(p.Hits, hit)
	}
	pages := max(1, (hits.Total+pageSize-1)/pageSize)
	if n > pages {
		return beyond(pages, href.SearchPage(s.ctx, q, pages))
	}
	p.Pager = ui.PagerProps{Page: n, Pages: pages, Href: func(n int) string { return href.SearchPage(s.ctx, q, n) }}
	if hits.Total == 0 {
		p.Columns = s.nav(nil)[1:]
	}
	return web.Render(c, http.StatusOK, portalview.Search(p))
}
