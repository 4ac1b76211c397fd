package desk

import (
	"context"

	"github.com/labstack/echo/v4"

	"gongkai/web"
)

// once runs an act once for each form, whatever how often it is sent; act
// returns the id of what it made or changed.
func (h *Handler) once(c echo.Context, f *web.Values, act func(ctx context.Context) (uint64, error)) (uint64, error) {
	return h.app.Once.Do(c.Request().Context(), f.Get("once"), web.Actor(c).ID, act)
}
