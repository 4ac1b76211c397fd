package portal

import (
	"net/http"
	"regexp"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
)

// tableForm is the address of a statutory table as a file, below its report.
var tableForm = regexp.MustCompile(`^(.+)/(20[0-9]{2})/biao([0-9])\.(csv|xlsx)$`)

// table answers a statutory table of a year's report as a file.
func (h *Handler) table(c echo.Context, s *scene, m []string) error {
	page, err := h.publicReport(s, m[1], m[2])
	if err != nil {
		return err
	}
	file, err := sheets.TableFile(page.Figures, m[3], m[4])
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", sheets.Disposition(file.Name, "biao"+m[3]+"-"+m[2]+"."+m[4]))
	return c.Blob(http.StatusOK, file.Type, file.Data)
}
