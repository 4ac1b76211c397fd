package portal

import (
	"net/http"
	"regexp"
	"strconv"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	rollview "gongkai/views/roll"
	"gongkai/web"
)

// rollForm is the address of a document's list as a file: the document's own with
// another ending.
var rollForm = regexp.MustCompile(`^(.+)/([0-9]{6})/t([0-9]{8})_([0-9]{1,19})\.(xlsx|csv|docx|json)$`)

// showRoll puts the list of a document below its text: the rows that the address
// chooses, out of those that were signed.
func (h *Handler) showRoll(c echo.Context, s *scene, page *content.Page, address string, doc *portalview.Document) {
	v := s.rollView(h, page)
	v.Address = address
	v.Query = func(name string) int { n, _ := strconv.Atoi(c.QueryParam(name)); return n }
	if list := sheets.Roll(page.Roll, v); list != nil {
		doc.Figures = rollview.List(*list)
	}
}

func (s *scene) rollView(h *Handler, page *content.Page) sheets.RollView {
	return sheets.RollView{Title: page.Title, Day: calendar.Day(h.app.Store.Now(s.ctx)), Column: func(path string) string {
		if col := s.tree.ByPath(path); s.visible(col) {
			return href.Column(s.ctx, path)
		}
		return ""
	}}
}

// rollFile answers the list of a public document as a file.
func (h *Handler) rollFile(c echo.Context, m []string) error {
	id, err := strconv.ParseUint(m[4], 10, 63)
	if err != nil {
		return notFound()
	}
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	page, err := h.app.Content.Live(s.ctx, id)
	if err != nil {
		return err
	}
	if here := sheets.RollAddress(s.address(page.Item()), m[5]); here != c.Request().URL.Path || c.QueryString() != "" {
		return web.Moved(c, here)
	}
	file, err := sheets.RollFile(page.Roll, page.Title, m[5], calendar.Day(h.app.Store.Now(s.ctx)))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", sheets.Disposition(file.Name, m[4]+"."+m[5]))
	return c.Blob(http.StatusOK, file.Type, file.Data)
}
