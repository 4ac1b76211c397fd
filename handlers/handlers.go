// Package handlers mounts every route. Read Routes, and the Routes of portal,
// desk and ops, to know the whole site; testdata/routes.golden lists them.
package handlers

import (
	"log/slog"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/config"
	"gongkai/handlers/desk"
	"gongkai/handlers/ops"
	"gongkai/handlers/portal"
	"gongkai/models"
	"gongkai/models/content"
	"gongkai/web"
)

// Routes lists every address of the site.
func Routes(app *models.App, cfg config.Config, setup string) []web.Route {
	p := portal.New(app, cfg)
	return routes(app, p, desk.New(app, cfg, p, setup))
}

func routes(app *models.App, p *portal.Handler, d *desk.Handler) []web.Route {
	return append(append(ops.Routes(app), d.Routes()...), p.Routes()...)
}

// Sources are the pages that a server's snapshot on disk should hold.
func Sources(app *models.App, cfg config.Config) web.Sources { return portal.New(app, cfg).Sources() }

// New returns the whole site as one http.Handler. setup is the token of the
// one-time set-up page, "" when there is none.
func New(app *models.App, cfg config.Config, setup string, log *slog.Logger) *web.Server {
	p := portal.New(app, cfg)
	d := desk.New(app, cfg, p, setup)
	pages := web.Pages{SignIn: d.SignIn, Problem: func(c echo.Context, status int, err error) error {
		if path := strings.TrimPrefix(c.Request().URL.Path, cfg.BasePath); path == "/desk" || strings.HasPrefix(path, "/desk/") {
			return d.Problem(c, status, err)
		}
		return p.Problem(c, status, err)
	}}
	clock := app.Store.Clock
	server := web.New(cfg, app.People, routes(app, p, d), pages, content.Collect, clock, log)
	app.Site.OnTurn(server.Turn)
	return server
}
