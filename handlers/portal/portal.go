// Package portal answers citizens: everything here is public and reads only
// what is published.
package portal

import (
	"fmt"
	"net/http"
	paths "path"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/labstack/echo/v4"

	"gongkai/config"
	"gongkai/handlers/sheets"
	"gongkai/models"
	"gongkai/models/fault"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// Handler answers the public addresses.
type Handler struct {
	app  *models.App
	cfg  config.Config
	last atomic.Pointer[ground] // of the epoch last read

	known *known // files given to the public
}

// New returns the public handlers of app.
func New(app *models.App, cfg config.Config) *Handler {
	return &Handler{app: app, cfg: cfg, known: newKnown(app)}
}

// Routes lists the public addresses. What is none of them is looked up among
// columns and documents by Page.
func (h *Handler) Routes() []web.Route {
	get := func(path string, f echo.HandlerFunc, query ...string) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Policy: web.Cached, Query: query, Handle: f}
	}
	return append(h.libraryRoutes(), []web.Route{
		get("/", h.Home),
		{Method: http.MethodGet, Path: "/search", Policy: web.Public, Handle: h.Search},
		{Method: http.MethodGet, Path: "/search.xml", Policy: web.Public, Handle: h.SearchFeed},
		{Method: http.MethodGet, Path: "/search/suggest", Policy: web.Public, Handle: h.Suggest},
		get("/feed/:name", h.Feed),
		get("/sitemap.xml", h.SitemapXML),
		get("/sitemap/", h.Sitemap),
		get("/sitemap/:part", h.SitemapPart),
		get("/a11y/", h.Access),
		get("/a11y", slashed),
		get("/privacy/", h.Privacy),
		get("/privacy", slashed),
		get("/contact/", h.Contact),
		get("/contact", slashed),
		get("/rss/", h.Feeds),
		get("/rss", slashed),
		get("/sitemap", slashed),
		get("/robots.txt", h.Robots),
		get("/favicon.ico", h.Icon),
		get("/about", h.About),
		get("/about/", h.About),
		get("/"+applyPath+"/", h.Apply),
		get("/s/:code", h.Short),
		{Method: http.MethodGet, Path: "/files/:key/:name", Policy: web.Shared, Handle: h.File},
		{Method: http.MethodGet, Path: "/files/:key/:width/:name", Policy: web.Shared, Handle: h.File},
		{Method: http.MethodPost, Path: "/pref", Policy: web.Public, Handle: h.Prefer},
		{Method: http.MethodGet, Path: "/*", Policy: web.Cached, Query: append([]string{"year", "version"}, sheets.RollQuery...), Words: libraryWords(), Handle: h.Page},
	}...)
}

var (
	articleForm = regexp.MustCompile(`^(.+)/([0-9]{6})/t([0-9]{8})_([0-9]{1,19})\.html$`)
	yearForm    = regexp.MustCompile(`^(.+)/(20[0-9]{2})$`)
	indexForm   = regexp.MustCompile(`^(?:(.*)/)?index(?:_([0-9]{1,6}))?\.html$`)
)

// Page handles GET /*: a column, a report of a year or a document.
func (h *Handler) Page(c echo.Context) error {
	path := strings.TrimPrefix(strings.TrimPrefix(c.Request().URL.Path, h.cfg.BasePath), "/")
	if m := articleForm.FindStringSubmatch(path); m != nil {
		id, err := strconv.ParseUint(m[4], 10, 63)
		if err != nil {
			return notFound()
		}
		return h.article(c, id, path)
	}
	if m := rollForm.FindStringSubmatch(path); m != nil {
		return h.rollFile(c, m)
	}
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	if m := tableForm.FindStringSubmatch(path); m != nil {
		return h.table(c, s, m)
	}
	if m := reportForm.FindStringSubmatch(path); m != nil {
		return h.reportFile(c, s, m)
	}
	name := strings.TrimSuffix(path, "/")
	if m := indexForm.FindStringSubmatch(path); m != nil && (m[1] == "" || s.tree.ByPath(m[1]) != nil) {
		n, _ := strconv.Atoi(m[2])
		return web.Moved(c, columnPage(c, m[1], max(n, 1)))
	}
	col, year := s.tree.ByPath(name), 0
	if m := yearForm.FindStringSubmatch(name); col == nil && m != nil {
		if up := s.tree.ByPath(m[1]); up != nil && up.PageType == site.Reports {
			col = up
			year, _ = strconv.Atoi(m[2])
		}
	}
	switch {
	case col == nil:
		return h.neat(c, s, path)
	case !strings.HasSuffix(path, "/"):
		return web.Moved(c, withQuery(h.cfg.BasePath+"/"+name+"/", c.QueryString()))
	case year != 0 && c.QueryString() != "" && versionAsked(c, col) == 0:
		return web.Moved(c, c.Request().URL.EscapedPath())
	case year != 0:
		return h.report(c, s, col, year)
	}
	return h.column(c, s, col)
}

// neat leads to the page whose address differs only in capitals, doubled slashes
// or dots; there is none for what is simply not there.
func (h *Handler) neat(c echo.Context, s *scene, path string) error {
	neat := strings.ToLower(strings.Trim(paths.Clean("/"+path), "/"))
	switch {
	case neat == strings.TrimSuffix(path, "/"):
		return notFound()
	case articleForm.MatchString(neat):
		return web.Moved(c, h.cfg.BasePath+"/"+neat)
	case neat == "" || s.tree.ByPath(neat) != nil || yearForm.MatchString(neat):
		return web.Moved(c, href.Column(s.ctx, neat))
	}
	return notFound()
}

func columnPage(c echo.Context, path string, n int) string {
	if path == "" {
		return href.Home(c.Request().Context())
	}
	return href.ColumnPage(c.Request().Context(), path, n)
}

func withQuery(address, query string) string {
	if query == "" {
		return address
	}
	return address + "?" + query
}

func notFound() error { return fault.New(fault.NotFound, "没有这个页面。") }

// nearby is the cause of a fault that knows a page to go to instead.
type nearby struct{ page ui.Link }

// Error names that page.
func (n *nearby) Error() string { return "portal: instead " + n.page.Href }

// beyond is the fault of a page behind the last one, which it names.
func beyond(pages int, last string) error {
	return fault.Wrap(fault.NotFound, &nearby{ui.Link{Text: fmt.Sprintf("到最后一页（第 %d 页）", pages), Href: last}},
		"这个列表只有 %d 页。", pages)
}
