package portal

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// pageSize is the number of rows of a list page, hubSize of a hub's block.
const (
	pageSize = 20
	hubSize  = 6
)

// column shows a column's own page, as its page type says.
func (h *Handler) column(c echo.Context, s *scene, col *site.Column) error {
	switch {
	case len(s.topicsOf(col)) > 0:
		return h.topics(c, s, col)
	case col.PageType == site.Directory:
		return h.directory(c, s, col)
	case !col.Writable():
		return h.hub(c, s, col)
	case col.PageType == site.People:
		return h.people(c, s, col)
	case col.PageType == site.Matrix:
		return h.matrix(c, s, col)
	case col.PageType == site.Consultation:
		return h.consultation(c, s, col)
	case col.PageType == site.Special:
		return h.special(c, s, col)
	case col.PageType == site.Reports:
		return h.years(c, s, col)
	case col.PageType == site.Single && s.counts[col.ID] > 0:
		return h.single(c, s, col)
	}
	return h.list(c, s, col)
}

func (h *Handler) hub(c echo.Context, s *scene, col *site.Column) error {
	p := portalview.HubPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	for _, k := range s.tree.Children(col) {
		if !s.visible(k) {
			continue
		}
		newest, err := h.app.Content.Newest(s.ctx, s.tree.Branch(k), hubSize)
		if err != nil {
			return err
		}
		if k.PageType == site.People {
			slices.Reverse(newest) // as on their own page: in the order of rank
		}
		p.Blocks = append(p.Blocks, portalview.Block{Title: k.Name, Href: href.Column(s.ctx, k.Path), Items: s.items(newest)})
	}
	return web.Render(c, http.StatusOK, portalview.Hub(p))
}

func (h *Handler) list(c echo.Context, s *scene, col *site.Column) error {
	n := web.PageNumber(c)
	items, total, err := h.app.Content.List(s.ctx, s.tree.Branch(col), min(n, 1<<20), pageSize)
	if err != nil {
		return err
	}
	pages := max(1, int((total+pageSize-1)/pageSize))
	if n > pages {
		return notFound()
	}
	p := portalview.ListPage{
		Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Items: s.rows(items), Total: int(total), Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx),
		Pager: ui.PagerProps{Page: n, Pages: pages, Href: func(n int) string { return href.ColumnPage(s.ctx, col.Path, n) }},
	}
	p.Canonical = href.Abs(s.ctx, href.ColumnPage(s.ctx, col.Path, n))
	return web.Render(c, http.StatusOK, portalview.List(p))
}

// branch lists the newest public documents of columns named by path.
func (h *Handler) branch(s *scene, n int, paths ...string) ([]content.Item, error) {
	var ids []uint64
	for _, p := range paths {
		if col := s.tree.ByPath(p); col != nil {
			ids = append(ids, s.tree.Branch(col)...)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return h.app.Content.Newest(s.ctx, ids, n)
}
