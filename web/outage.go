package web

import (
	"embed"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/views/href"
)

//go:embed outage/*.html
var outages embed.FS

// Outage answers what the site cannot help with a page made beforehand: no
// database, no template, nothing that could be away as well. 503 says that it
// will pass, 410 that the page was taken down, every other status that something
// is broken.
func Outage(c echo.Context, status int) error {
	name := "outage/500.html"
	switch status {
	case http.StatusServiceUnavailable:
		name = "outage/503.html"
		c.Response().Header().Set("Retry-After", retryAfter)
	case http.StatusGone:
		name = "outage/410.html"
	}
	page, err := outages.ReadFile(name)
	if err != nil {
		return err // the file is part of the program
	}
	ctx := c.Request().Context()
	text := strings.NewReplacer("{{sheet}}", href.Asset(ctx, "site.css"), "{{home}}", href.Home(ctx), "{{number}}", RequestID(c)).Replace(string(page))
	return c.HTML(status, text)
}
