package portal

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/report"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// years shows the annual reports of a column, and when the next one is due.
func (h *Handler) years(c echo.Context, s *scene, col *site.Column) error {
	items, err := h.app.Content.Years(s.ctx, col.ID)
	if err != nil {
		return err
	}
	p := portalview.ReportListPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description, Apply: href.Apply(s.ctx),
		Next:  nextReport(items, h.app.Store.Now(s.ctx)),
		Basis: "依据《中华人民共和国政府信息公开条例》第四十九条：每年 1 月 31 日前公布上一年度的工作年度报告。"}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	for _, i := range items {
		y := portalview.ReportYear{Title: i.Title, Href: s.address(i), At: ui.Day(i.PublishedAt)}
		if i.ReportYear != nil {
			y.Year, y.Form = yearText(*i.ReportYear), formOf(*i.ReportYear)
		}
		p.Years = append(p.Years, y)
	}
	if p.Compare, err = h.compare(s, col); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, portalview.ReportList(p))
}

// formOf names the edition of the statutory format in which a year is reported.
func formOf(year int) string {
	f, err := report.ForYear(year)
	if err != nil {
		return ""
	}
	if f.To == 0 {
		return fmt.Sprintf("%d 年起的格式", f.From)
	}
	return fmt.Sprintf("%d 至 %d 年的格式", f.From, f.To)
}

// nextReport says which report comes next and until when: in January last
// year's, unless it is there, else this year's.
func nextReport(items []content.Item, now time.Time) string {
	year := calendar.Year(now)
	if now.In(calendar.Shanghai).Month() == time.January {
		year--
	}
	for _, i := range items {
		if i.ReportYear != nil && *i.ReportYear >= year {
			year = *i.ReportYear + 1
		}
	}
	return fmt.Sprintf("%d 年年报将于 %d-01-31 前发布", year, year+1)
}
