package web

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/a-h/templ"
	"github.com/labstack/echo/v4"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// Render writes a page, or nothing: it renders to memory first, so that a
// failure can still become a proper error page.
func Render(c echo.Context, code int, page templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	b.Reset()
	defer buffers.Put(b)
	if err := page.Render(c.Request().Context(), b); err != nil {
		return err
	}
	return c.HTMLBlob(code, b.Bytes())
}

// SeeOther answers a successful POST.
func SeeOther(c echo.Context, address string) error { return c.Redirect(http.StatusSeeOther, address) }

// Moved answers an address that has another, lasting one.
func Moved(c echo.Context, address string) error {
	return c.Redirect(http.StatusMovedPermanently, address)
}
