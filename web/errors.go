package web

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/store"
)

// status is the one place where the domain's kinds meet HTTP.
var status = map[fault.Kind]int{
	fault.Internal:    http.StatusInternalServerError,
	fault.Invalid:     http.StatusUnprocessableEntity,
	fault.NotFound:    http.StatusNotFound,
	fault.Gone:        http.StatusGone,
	fault.Forbidden:   http.StatusForbidden,
	fault.Stale:       http.StatusConflict,
	fault.Conflict:    http.StatusConflict,
	fault.Unavailable: http.StatusServiceUnavailable,
}

// Status is the HTTP status of an error.
func Status(err error) int {
	if h, ok := errors.AsType[*echo.HTTPError](err); ok && fault.KindOf(err) == fault.Internal {
		return h.Code
	}
	if k := fault.KindOf(err); k != fault.Internal {
		return status[k]
	}
	if store.Away(err) {
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// retryAfter is when a client may ask again, in seconds.
const retryAfter = "10"

// fail answers a request that failed: one table decides the status, the pages
// say it in words, the log keeps the cause.
func (s *Server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	ctx := c.Request().Context()
	if errors.Is(err, context.Canceled) {
		return // the visitor has gone; nobody reads an answer
	}
	code := Status(err)
	if code >= http.StatusInternalServerError {
		s.log.ErrorContext(ctx, "request failed", "id", RequestID(c), "err", err, "method", c.Request().Method, "path", c.Request().URL.Path)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if code == http.StatusServiceUnavailable {
		c.Response().Header().Set("Retry-After", retryAfter)
	}
	if err := s.pages.Problem(c, code, err); err != nil && !c.Response().Committed {
		s.log.ErrorContext(ctx, "error page failed", "id", RequestID(c), "err", err)
		_ = Outage(c, code)
	}
}
