package desk

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"gongkai/docs/manual"
	"gongkai/models/fault"
	"gongkai/models/identity"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// helpFor says for which roles a page of the manual is written. The page about
// the three levels is for everybody.
var helpFor = map[string][]identity.Role{
	"author": {identity.Author, identity.Clerk}, "head": {identity.Head}, "officer": {identity.Officer}, "publisher": {identity.Publisher}, "report": {identity.Publisher, identity.Clerk},
	"director": {identity.Director}, "admin": {identity.SysAdmin, identity.SecAdmin, identity.AuditAdmin},
}

// helpRoutes lists the addresses of the manual.
func (h *Handler) helpRoutes() []web.Route {
	get := func(path string, f echo.HandlerFunc) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Policy: web.Staff, Handle: f}
	}
	return []web.Route{get("/desk/help", h.helpTop), get("/desk/help/", h.Help), get("/desk/help/:page", h.Help), get("/desk/help/img/:name", h.HelpPicture)}
}

func (h *Handler) helpTop(c echo.Context) error {
	return web.SeeOther(c, href.Help(c.Request().Context()))
}

// Help handles GET /desk/help/ and GET /desk/help/:page.
func (h *Handler) Help(c echo.Context) error {
	name := c.Param("page")
	if name == "" {
		name = manual.First
	}
	page, ok := manual.Find(name)
	if !ok {
		return fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
	}
	p := deskview.HelpPage{Frame: h.frame(c, page.Title, ui.Link{Text: "帮助", Href: href.Help(c.Request().Context())}), Title: page.Title, Body: ui.HTML(page.HTML), Pages: helpPages(c, name)}
	if name == manual.First {
		p.Frame = h.frame(c, "帮助")
	}
	return web.Render(c, http.StatusOK, deskview.Help(p))
}

// helpPages lists the manual's pages, those for the person's own roles first.
func helpPages(c echo.Context, current string) (list []deskview.HelpLink) {
	ctx, by := c.Request().Context(), web.Actor(c)
	var others []deskview.HelpLink
	for _, p := range manual.Pages() {
		l := deskview.HelpLink{Text: p.Title, Href: href.HelpPage(ctx, p.Name), Current: p.Name == current, Mine: slices.ContainsFunc(helpFor[p.Name], by.Has)}
		switch {
		case p.Name == manual.First:
			l.Href = href.Help(ctx)
			others = append([]deskview.HelpLink{l}, others...)
		case l.Mine:
			list = append(list, l)
		default:
			others = append(others, l)
		}
	}
	return append(list, others...)
}

// HelpPicture handles GET /desk/help/img/:name. The pictures show the example
// bureau, so a browser may keep them.
func (h *Handler) HelpPicture(c echo.Context) error {
	data, ok := manual.Picture(c.Param("name"))
	if !ok {
		return fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
	}
	c.Response().Header().Set("Cache-Control", "private, max-age=86400")
	return c.Blob(http.StatusOK, "image/webp", data)
}
