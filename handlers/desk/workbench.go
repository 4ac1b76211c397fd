package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/annual"
	"gongkai/models/fault"
	"gongkai/models/report"
	"gongkai/models/review"
	"gongkai/models/sitereport"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// workbenchRoutes are the addresses of 年报工作台.
func (h *Handler) workbenchRoutes() []web.Route {
	get := func(path string, f echo.HandlerFunc) web.Route {
		return web.Route{Method: http.MethodGet, Path: path, Policy: web.Staff, Handle: f}
	}
	post := func(verb string, f benchVerb) web.Route {
		return web.Route{Method: http.MethodPost, Path: "/desk/reports/:year/" + verb, Policy: web.Staff, Handle: h.benchDo(f)}
	}
	return []web.Route{
		get("/desk/reports", h.Reports), get("/desk/reports/", h.Reports),
		get("/desk/reports/:year", h.Workbench),
		get("/desk/reports/:year/submit", h.ShowReportSubmit),
		get("/desk/reports/:year/draft/:format", h.ReportDraft),
		{Method: http.MethodPost, Path: "/desk/reports/:year/submit", Policy: web.Staff, Handle: h.ReportSubmit},
		post("cells", benchEnter), post("clear", benchClear), post("prose", benchWrite), post("explain", benchExplain),
	}
}

// Reports handles GET /desk/reports/: the years.
func (h *Handler) Reports(c echo.Context) error {
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	years, err := h.app.Annual.Years(k.ctx, k.by)
	if err != nil {
		return err
	}
	p := deskview.ReportsPage{Frame: h.frame(c, "信息公开年报")}
	for _, y := range years {
		row := deskview.ReportYearRow{Year: strconv.Itoa(y.Year) + " 年", Href: href.Workbench(k.ctx, y.Year), Format: y.Format.ID + " 版格式"}
		row.State, row.Tone = stageOf(&y)
		if sitereport.Reads(k.by) {
			row.Site = href.SiteReport(k.ctx, y.Year)
		}
		switch {
		case y.State == review.Published:
			if row.Public, err = h.publicReport(k, y.Document); err != nil {
				return err
			}
		case y.State == "":
			row.Note = "须在 " + y.Due + " 前公布"
		}
		p.Years = append(p.Years, row)
	}
	p.Acts = append(p.Acts, deskview.Button{Text: "检查年报", Href: href.ReportCheck(k.ctx), Icon: "circle-check"}, deskview.Button{Text: "台账", Href: href.Registers(k.ctx, 0), Icon: "book-open"})
	if h.importsReports(c, k.by) {
		p.Acts = append(p.Acts, deskview.Button{Text: "导入过去的年报", Href: href.Import(k.ctx), Icon: "upload"})
	}
	return web.Render(c, http.StatusOK, deskview.Reports(p))
}

// stageOf is how far a year has come, in a word.
func stageOf(y *annual.YearState) (word, tone string) {
	switch {
	case y.State != "":
		return stateText(y.State), tones[y.State]
	case y.Begun:
		return "编制中", "warn"
	}
	return "未开始", ""
}

// benching is one request about a year on the workbench.
type benching struct {
	*cast
	*annual.Bench
	section string // chapter shown: "intro", "s1" … "s6" or "all"
	cell    string
	fill    bool
	form    deskview.Form
}

// benchYear reads the year of an address; an unknown one is a page that is not there.
func benchYear(c echo.Context) (int, error) {
	year, err := strconv.Atoi(c.Param("year"))
	if err != nil || len(c.Param("year")) != 4 {
		return 0, fault.New(fault.NotFound, "没有这个页面。")
	}
	return year, nil
}

func (h *Handler) benched(c echo.Context, section, cell string) (*benching, error) {
	year, err := benchYear(c)
	if err != nil {
		return nil, err
	}
	k, err := h.cast(c)
	if err != nil {
		return nil, err
	}
	b, err := h.app.Annual.Open(k.ctx, year, k.by)
	if err != nil {
		return nil, err
	}
	x := &benching{cast: k, Bench: b, section: section, cell: cell}
	if _, ok := b.Cells[cell]; !ok {
		x.cell = ""
	} else if section == "" {
		x.section = b.Cells[cell].Section
	}
	if !slices.Contains(x.chapters(), x.section) {
		x.section = x.first()
	}
	return x, nil
}

// chapters are the parts of the workbench in their order.
func (x *benching) chapters() []string {
	list := []string{"intro"}
	for _, s := range x.Bench.Format.Sections {
		list = append(list, s.ID)
	}
	return append(list, "all")
}

// first is the chapter that needs somebody most.
func (x *benching) first() string {
	for _, f := range x.Findings {
		if (f.Blocks() || f.Asks()) && f.Section != "" {
			return f.Section
		}
	}
	return "s1"
}

// Workbench handles GET /desk/reports/{year}?section=&cell=&fill=.
func (h *Handler) Workbench(c echo.Context) error {
	x, err := h.benched(c, c.QueryParam("section"), c.QueryParam("cell"))
	if err != nil {
		return err
	}
	x.fill = c.QueryParam("fill") != "" && x.Written
	x.form.Version = x.Version
	return h.benchPage(c, http.StatusOK, x)
}

// benchVerb does what a form of the workbench asks for, and says where to go on.
type benchVerb func(h *Handler, c echo.Context, year int, f *web.Values) error

func (h *Handler) benchDo(do benchVerb) echo.HandlerFunc {
	return func(c echo.Context) error {
		year, err := benchYear(c)
		if err != nil {
			return err
		}
		f, err := web.Form(c)
		if err != nil {
			return err
		}
		section, cell := f.Get("section"), f.Get("cell")
		err = do(h, c, year, f)
		switch fault.KindOf(err) {
		case fault.Invalid:
			return h.benchAgain(c, http.StatusUnprocessableEntity, f, err)
		case fault.Stale, fault.Conflict:
			return h.benchAgain(c, http.StatusConflict, f, err)
		}
		if err != nil {
			return err
		}
		if section == "" && cell == "" {
			section = "intro"
		}
		ctx := c.Request().Context()
		if section == "" {
			return h.done(c, "saved", href.WorkbenchAt(ctx, year, sectionOfCell(cell), cell))
		}
		return h.done(c, "saved", href.WorkbenchAt(ctx, year, section, cell))
	}
}

func sectionOfCell(cell string) string {
	section, _, _ := strings.Cut(cell, ".")
	return section
}

// benchAgain shows the workbench with what was typed and why it was refused.
func (h *Handler) benchAgain(c echo.Context, code int, f *web.Values, why error) error {
	section := f.Get("section")
	if section == "" && f.Get("cell") == "" {
		section = "intro"
	}
	x, err := h.benched(c, section, f.Get("cell"))
	if err != nil {
		return err
	}
	x.fill = f.Get("fill") != "" && x.Written
	x.form = deskview.Form{Version: x.Version, Values: f.Values, Errors: fault.FieldsOf(why)}
	if fault.KindOf(why) != fault.Invalid || len(x.form.Errors) == 0 {
		x.form.Errors = map[string]string{"findings": fault.MessageOf(why)}
	}
	return h.benchPage(c, code, x)
}

func benchEnter(h *Handler, c echo.Context, year int, f *web.Values) error {
	values := map[string]string{}
	if cell := f.Get("cell"); cell != "" {
		values[cell] = f.Get("value")
	}
	for name := range f.Values {
		id, ok := strings.CutPrefix(name, "cell.")
		switch blank := strings.TrimSpace(f.Get(name)) == ""; {
		case !ok, blank && f.Get("zeros") == "":
		case blank:
			values[id] = "0"
		default:
			values[id] = f.Get(name)
		}
	}
	err := h.app.Annual.Enter(c.Request().Context(), year, f.Int("version"), values, f.Get("reason"), web.Actor(c))
	if e := fault.FieldsOf(err); f.Get("cell") != "" && e[f.Get("cell")] != "" {
		e["value"] = e[f.Get("cell")]
	}
	return err
}

func benchClear(h *Handler, c echo.Context, year int, f *web.Values) error {
	return h.app.Annual.Clear(c.Request().Context(), year, f.Int("version"), f.Get("cell"), web.Actor(c))
}

func benchWrite(h *Handler, c echo.Context, year int, f *web.Values) error {
	section := f.Get("section")
	if section == "intro" {
		section = ""
	}
	return h.app.Annual.Write(c.Request().Context(), year, f.Int("version"), section, f.Get("text"), web.Actor(c))
}

func benchExplain(h *Handler, c echo.Context, year int, f *web.Values) error {
	return h.app.Annual.Explain(c.Request().Context(), year, f.Int("version"), f.Get("rule"), f.Get("at"), f.Get("text"), web.Actor(c))
}

// ReportDraft handles GET /desk/reports/{year}/draft/{format}: the report as it
// stands now, as a file to be circulated. Its name says that it is not published.
func (h *Handler) ReportDraft(c echo.Context) error {
	x, err := h.benched(c, "all", "")
	if err != nil {
		return err
	}
	w, ok := report.NewWhole(x.Body(), x.Figures().Encode())
	if !ok {
		return fault.New(fault.NotFound, "没有这个页面。")
	}
	w.Title, w.Org = x.Title(), x.Host
	file, err := sheets.ReportFile(w, c.Param("format"))
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", sheets.Disposition("（未发布）"+file.Name, "draft-"+strconv.Itoa(x.Year)+"."+c.Param("format")))
	return c.Blob(http.StatusOK, file.Type, file.Data)
}

// ShowReportSubmit handles GET /desk/reports/{year}/submit.
func (h *Handler) ShowReportSubmit(c echo.Context) error {
	x, err := h.benched(c, "all", "")
	if err != nil {
		return err
	}
	x.form.Version = x.Version
	return h.reportSubmitPage(c, http.StatusOK, x)
}

// ReportSubmit handles POST /desk/reports/{year}/submit: freezes and signs level 1.
func (h *Handler) ReportSubmit(c echo.Context) error {
	year, err := benchYear(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	id, err := h.app.Annual.Submit(ctx, year, f.Int("version"), annual.Sending{Selfcheck: f.Get("selfcheck") != "", Note: f.Get("note")}, web.Actor(c))
	kind := fault.KindOf(err)
	if kind != fault.Invalid && kind != fault.Stale && kind != fault.Conflict {
		if err != nil {
			return err
		}
		return h.done(c, "submitted", href.Document(ctx, id))
	}
	x, e := h.benched(c, "all", "")
	if e != nil {
		return e
	}
	x.form = deskview.Form{Version: x.Version, Values: url.Values(f.Values), Errors: fault.FieldsOf(err)}
	code := http.StatusUnprocessableEntity
	if kind != fault.Invalid {
		code, x.form.Errors = http.StatusConflict, map[string]string{"findings": fault.MessageOf(err)}
	}
	return h.reportSubmitPage(c, code, x)
}

func (h *Handler) reportSubmitPage(c echo.Context, code int, x *benching) error {
	p := deskview.ReportSubmitPage{Frame: h.frame(c, "提交年报", ui.Link{Text: "信息公开年报", Href: href.Reports(x.ctx)}, ui.Link{Text: strconv.Itoa(x.Year) + " 年", Href: href.Workbench(x.ctx, x.Year)}),
		Form: x.form, Year: x.Year, Address: href.Workbench(x.ctx, x.Year), Title: x.Title(), Replaces: x.State == review.Published}
	for i := range x.Findings {
		if f := &x.Findings[i]; f.Blocks() || f.Asks() {
			p.Stops = append(p.Stops, x.finding(f, nil))
		} else if f.Said != "" {
			p.Said = append(p.Said, deskview.Fact{Name: f.Message, Text: f.Said})
		}
	}
	for _, id := range x.Bench.Format.CellIDs() {
		if cell := x.Cells[id]; cell.Hand != nil {
			text := cell.Value.Number + "：" + cell.Hand.Reason
			if cell.Counted != nil {
				text += "（台账计算为 " + cell.Counted.Number + "）"
			}
			p.Hands = append(p.Hands, deskview.Fact{Name: cell.Place, Text: text, Href: href.WorkbenchAt(x.ctx, x.Year, cell.Section, id)})
		}
	}
	p.Open = x.Written && len(p.Stops) == 0
	if p.Replaces {
		p.Changed = x.changes()
		if p.Values == nil {
			p.Values = url.Values{"note": {"更新了报告的文字和数据。"}}
		}
	}
	if x.Why != "" {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "info", Title: x.Why})
	}
	for _, f := range []string{"docx", "xlsx", "pdf"} {
		p.Files = append(p.Files, deskview.Button{Text: map[string]string{"docx": "Word", "xlsx": "Excel", "pdf": "PDF"}[f], Href: href.WorkbenchDo(x.ctx, x.Year, "draft/"+f), Icon: "download"})
	}
	p.Body, p.Tables = sheets.Whole(x.ctx, x.Body(), x.Figures().Encode())
	return web.Render(c, code, deskview.ReportSubmit(p))
}
