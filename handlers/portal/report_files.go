package portal

import (
	"net/http"
	"regexp"
	"strconv"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/report"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// reportForm is the address of a whole report as a file: that of its page with
// another ending, or below it, which moves there.
var reportForm = regexp.MustCompile(`^(.+)/(20[0-9]{2})((?:/|/report|/index)?)\.(json|csv|xlsx|docx|pdf)$`)

// reportFile answers the report of a year as a file, in the version in force.
func (h *Handler) reportFile(c echo.Context, s *scene, m []string) error {
	page, err := h.publicReport(s, m[1], m[2])
	if err != nil {
		return err
	}
	if here := href.ReportFile(s.address(page.Item()), m[4]); here != c.Request().URL.Path || c.QueryString() != "" {
		return web.Moved(c, here)
	}
	w, ok := s.whole(page)
	if !ok {
		return fault.New(fault.NotFound, "这份报告没有统计表，不提供文件下载。")
	}
	file, err := sheets.ReportFile(w, m[4])
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", sheets.Disposition(file.Name, "report-"+m[2]+"."+m[4]))
	return c.Blob(http.StatusOK, file.Type, file.Data)
}

// publicReport is the report of a year below a column of reports. NotFound and Gone
// as its page.
func (h *Handler) publicReport(s *scene, path, digits string) (*content.Page, error) {
	col := s.tree.ByPath(path)
	year, err := strconv.Atoi(digits)
	if col == nil || col.PageType != site.Reports || err != nil {
		return nil, notFound()
	}
	id, err := h.app.Content.ReportOf(s.ctx, col.ID, year)
	if fault.KindOf(err) == fault.NotFound {
		return nil, h.noReport(s, col, year)
	}
	if err != nil {
		return nil, err
	}
	return h.app.Content.Live(s.ctx, id)
}

// whole is a public report as its files hold it.
func (s *scene) whole(page *content.Page) (*report.Whole, bool) {
	w, ok := report.NewWhole(page.Body, page.Figures)
	if !ok {
		return nil, false
	}
	w.Title, w.Org, w.URL = page.Title, s.words.Get(site.Host), href.Abs(s.ctx, s.address(page.Item()))
	w.Published, w.Revised = page.PublishedAt, page.RevisedAt
	return w, true
}

// reportFormats says what each file is good for.
var reportFormats = map[string][2]string{
	"docx": {"Word", "公文版式"}, "xlsx": {"Excel", "法定表格"}, "pdf": {"PDF", "打印、无障碍阅读"}, "json": {"JSON", "供程序读取"}, "csv": {"CSV", "全部数据一张表"},
}

// wholeFiles offers the whole report as files.
func wholeFiles(address string) (files []portalview.WholeFile) {
	for _, ext := range sheets.ReportFormats {
		f := reportFormats[ext]
		files = append(files, portalview.WholeFile{Link: ui.Link{Text: f[0], Href: href.ReportFile(address, ext)}, Note: f[1]})
	}
	return files
}
