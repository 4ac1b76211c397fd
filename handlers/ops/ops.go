// Package ops answers the probes of balancers and watchdogs.
package ops

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models"
	"gongkai/web"
)

// Routes lists the probes. They reveal nothing but whether the program can
// serve.
func Routes(app *models.App) []web.Route {
	return []web.Route{
		{Method: http.MethodGet, Path: "/healthz", Policy: web.Probe, Handle: func(c echo.Context) error {
			return c.String(http.StatusOK, "ok\n")
		}},
		{Method: http.MethodGet, Path: "/readyz", Policy: web.Probe, Handle: func(c echo.Context) error {
			ctx, cancel := context.WithTimeout(c.Request().Context(), 3*time.Second)
			defer cancel()
			if _, err := app.Ledger.Now(ctx); err != nil {
				return c.String(http.StatusServiceUnavailable, "the database does not answer\n")
			}
			return c.String(http.StatusOK, "ok\n")
		}},
	}
}
