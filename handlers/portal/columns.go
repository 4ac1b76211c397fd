package portal

import (
	"net/http"
	"strconv"

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
	case len(s.tree.Children(col)) > 0 && !col.Writable():
		return h.hub(c, s, col)
	case col.PageType == site.Reports:
		return h.years(c, s, col)
	case col.PageType == site.Single && s.counts[col.ID] > 0:
		return h.single(c, s, col)
	}
	return h.list(c, s, col)
}

func (h *Handler) hub(c echo.Context, s *scene, col *site.Column) error {
	p := portalview.HubPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	for _, k := range s.tree.Children(col) {
		if !s.visible(k) {
			continue
		}
		newest, err := h.app.Content.Newest(s.ctx, s.tree.Branch(k), hubSize)
		if err != nil {
			return err
		}
		p.Blocks = append(p.Blocks, portalview.Block{Title: k.Name, Href: href.Column(s.ctx, k.Path), Items: s.items(newest)})
	}
	return web.Render(c, http.StatusOK, portalview.Hub(p))
}

func (h *Handler) list(c echo.Context, s *scene, col *site.Column) error {
	n, year := min(web.PageNumber(c), lastPage), yearParam(c)
	l, err := h.app.Content.List(s.ctx, s.tree.Branch(col), year, n, pageSize)
	if err != nil {
		return err
	}
	pages := max(1, int((l.Total+pageSize-1)/pageSize))
	if n > pages {
		return beyond(pages, href.List(s.ctx, col.Path, year, pages))
	}
	p := portalview.ListPage{
		Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Items: s.items(l.Items), Total: int(l.Total), Apply: href.Apply(s.ctx),
		Pager: ui.PagerProps{Page: n, Pages: pages, Href: func(n int) string { return href.List(s.ctx, col.Path, year, n) }},
	}
	p.Canonical = href.Abs(s.ctx, href.List(s.ctx, col.Path, year, n))
	return web.Render(c, http.StatusOK, portalview.List(p))
}

// lastPage is the highest page number that is looked for.
const lastPage = 1 << 20

// yearParam reads ?year=; what is no year is all years.
func yearParam(c echo.Context) int {
	y, err := strconv.Atoi(c.QueryParam("year"))
	if err != nil || y < 1949 || y > 9999 {
		return 0
	}
	return y
}

func (h *Handler) years(c echo.Context, s *scene, col *site.Column) error {
	items, err := h.app.Content.Years(s.ctx, col.ID)
	if err != nil {
		return err
	}
	p := portalview.ReportListPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description, Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	for _, i := range items {
		y := portalview.ReportYear{Title: i.Title, Href: s.address(i), At: ui.Day(i.PublishedAt)}
		if i.ReportYear != nil {
			y.Year = yearText(*i.ReportYear)
		}
		p.Years = append(p.Years, y)
	}
	return web.Render(c, http.StatusOK, portalview.ReportList(p))
}

// single shows the column's newest document at the column's own address.
func (h *Handler) single(c echo.Context, s *scene, col *site.Column) error {
	newest, err := h.app.Content.Newest(s.ctx, []uint64{col.ID}, 1)
	if err != nil {
		return err
	}
	if len(newest) == 0 {
		return h.list(c, s, col)
	}
	page, err := h.app.Content.Live(s.ctx, newest[0].DocumentID)
	if err != nil {
		return err
	}
	doc, err := h.document(s, page)
	if err != nil {
		return err
	}
	p := portalview.SinglePage{Frame: s.articleFrame(page, col), Side: s.side(col), Doc: doc}
	s.standAt(&p.Frame, href.Column(s.ctx, col.Path))
	return web.Render(c, http.StatusOK, portalview.Single(p))
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
