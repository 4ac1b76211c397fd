package portal

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/models/stats"
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
	h.viewed(c, stats.Column, col.ID)
	show := h.pageOf(s, col)
	switch {
	case show == nil:
		return h.list(c, s, col)
	case isLibrary(col):
		return show(c, s, col)
	case c.QueryString() != "" && !versioned(c, col) && !yearly(c, col): // of a list's parameters; here they would only make copies
		return web.Moved(c, href.Column(s.ctx, col.Path))
	}
	return show(c, s, col)
}

// pageOf is what shows a column that is no list, nil for a list.
func (h *Handler) pageOf(s *scene, col *site.Column) func(echo.Context, *scene, *site.Column) error {
	switch {
	case len(s.topicsOf(col)) > 0:
		return h.topics
	case isLibrary(col):
		return h.library
	case col.PageType == site.Directory:
		return h.directory
	case col.Path == site.StatutoryRoot && !col.Writable():
		return h.disclosure
	case !col.Writable():
		return h.hub
	case col.PageType == site.People:
		return h.people
	case col.PageType == site.Matrix:
		return h.matrix
	case col.PageType == site.Consultation:
		return h.consultation
	case col.PageType == site.Special:
		return h.special
	case col.PageType == site.Reports:
		return h.years
	case col.PageType == site.Single && s.counts[col.ID] > 0:
		return h.single
	}
	return nil
}

func (h *Handler) hub(c echo.Context, s *scene, col *site.Column) error {
	p := portalview.HubPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	for _, k := range s.tree.Children(col) {
		if !s.visible(k) {
			continue
		}
		newest, err := h.app.Content.Newest(s.ctx, s.holding(k), hubSize)
		if err != nil {
			return err
		}
		if k.PageType == site.People {
			slices.Reverse(newest) // as on their own page: in the order of rank
		}
		p.Blocks = append(p.Blocks, portalview.Block{Title: k.Name, Href: href.Column(s.ctx, k.Path), Items: s.rows(newest)})
	}
	return web.Render(c, http.StatusOK, portalview.Hub(p))
}

func (h *Handler) list(c echo.Context, s *scene, col *site.Column) error {
	n, year := min(web.PageNumber(c), lastPage), yearParam(c)
	l, err := h.app.Content.List(s.ctx, s.holding(col), year, n, pageSize)
	if err != nil {
		return err
	}
	pages := max(1, int((l.Total+pageSize-1)/pageSize))
	if n > pages {
		return beyond(pages, href.List(s.ctx, col.Path, year, pages))
	}
	p := portalview.ListPage{
		Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Items: s.rows(l.Items), Total: int(l.Total), Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx),
		Pager: ui.PagerProps{Page: n, Pages: pages, Href: func(n int) string { return href.List(s.ctx, col.Path, year, n) }},
	}
	if len(l.Years) > 1 {
		p.Years = yearLinks(l.Years, year, func(y int) string { return href.List(s.ctx, col.Path, y, 1) })
	}
	p.Frame.Title = listTitle(col.Name, year, n)
	if year != 0 {
		p.Year = strconv.Itoa(year)
	}
	if len(l.Items) > 0 {
		p.Updated = ui.Minute(l.Items[0].PublishedAt)
	}
	p.Canonical = href.Abs(s.ctx, href.List(s.ctx, col.Path, year, n))
	return web.Render(c, http.StatusOK, portalview.List(p))
}

// listTitle names a page of a list, so that no two have the same title.
func listTitle(name string, year, page int) string {
	var parts []string
	if year != 0 {
		parts = append(parts, fmt.Sprintf("%d 年", year))
	}
	if page > 1 {
		parts = append(parts, fmt.Sprintf("第 %d 页", page))
	}
	if parts == nil {
		return name
	}
	return name + "（" + strings.Join(parts, "，") + "）"
}

// yearLinks are the choices of the filter by year; all years first.
func yearLinks(years []content.Tally, chosen int, to func(year int) string) []ui.Link {
	links := []ui.Link{{Text: "全部年份", Href: to(0), Current: chosen == 0}}
	for _, y := range years {
		links = append(links, ui.Link{Text: strconv.Itoa(y.Span), Href: to(y.Span), Current: y.Span == chosen})
	}
	return links
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

// branch lists the newest public documents of columns named by path.
func (h *Handler) branch(s *scene, n int, paths ...string) ([]content.Item, error) {
	var ids []uint64
	for _, p := range paths {
		if col := s.tree.ByPath(p); col != nil {
			ids = append(ids, s.holding(col)...)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return h.app.Content.Newest(s.ctx, ids, n)
}
