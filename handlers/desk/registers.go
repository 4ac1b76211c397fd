package desk

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/register"
	"gongkai/models/report"
	"gongkai/models/roll"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// registerRoutes lists the addresses of the registers (台账).
func (h *Handler) registerRoutes() []web.Route {
	get := func(path string, f echo.HandlerFunc) web.Route {
		return web.Route{Method: http.MethodGet, Path: "/desk/registers/" + path, Policy: web.Staff, Handle: f}
	}
	post := func(path string, f echo.HandlerFunc) web.Route {
		return web.Route{Method: http.MethodPost, Path: "/desk/registers/" + path, Policy: web.Staff, Handle: f}
	}
	return []web.Route{
		get("", h.Registers), get(":kind", h.Register), get("counters/:counter", h.RegisterCounter),
		get(":kind/new", h.ShowNewRegisterRow), post(":kind/new", h.AddRegisterRow),
		get(":kind/import", h.ShowRegisterImport), post(":kind/import", h.RegisterImport),
		get(":kind/template.xlsx", h.RegisterTemplate), get(":kind/export.csv", h.RegisterCSV), get(":kind/export.xlsx", h.RegisterXLSX),
		post(":kind/none", h.RegisterNone), post(":kind/checked", h.RegisterChecked),
		get(":kind/:id", h.ShowRegisterRow), post(":kind/:id", h.EditRegisterRow),
		get(":kind/:id/remove", h.ShowRegisterRemove), post(":kind/:id/remove", h.RegisterRemove), post(":kind/:id/restore", h.RegisterRestore),
	}
}

// firstYear is the first year that registers are shown for.
const firstYear = 2019

// registerYear is the year that a request is about: this one, or the one asked for.
func (h *Handler) registerYear(c echo.Context, asked string) int {
	now := calendar.Year(h.app.Store.Now(c.Request().Context()))
	year, err := strconv.Atoi(asked)
	if err != nil || year < firstYear || year > now+1 {
		return now
	}
	return year
}

// registersRead refuses who has nothing to do with the registers, at each of their
// addresses alike.
func registersRead(c echo.Context) error {
	if !register.Reads(web.Actor(c)) {
		return fault.New(fault.Forbidden, "只有办理业务的人员可以查看台账。")
	}
	return nil
}

// registerOf is the register that a request is about, for who may read it.
func registerOf(c echo.Context) (*register.Kind, error) {
	if err := registersRead(c); err != nil {
		return nil, err
	}
	k := register.KindOf(c.Param("kind"))
	if k == nil {
		return nil, fault.New(fault.NotFound, "没有这本台账。")
	}
	return k, nil
}

// suspectsOf lists the rows of a register that look wrong. A year before there was a
// form of reports has no cells that they could make wrong.
func (h *Handler) suspectsOf(ctx context.Context, year int, kind string) (list []deskview.RegisterSuspect, err error) {
	if year < firstYear {
		return nil, nil
	}
	f, err := report.ForYear(year)
	if err != nil {
		return nil, err
	}
	all, err := h.app.Register.Suspects(ctx, f, year)
	for _, x := range all {
		if kind == x.Register {
			list = append(list, registerSuspect(ctx, x))
		}
	}
	return list, err
}

func registerSuspect(ctx context.Context, x report.Suspect) deskview.RegisterSuspect {
	return deskview.RegisterSuspect{Title: x.Title, Href: registerRowLink(ctx, x.SourceRow), Why: x.Why}
}

func registerRowLink(ctx context.Context, x report.SourceRow) string {
	if x.ID == 0 && x.Document != 0 {
		return href.Document(ctx, x.Document)
	}
	return href.RegisterRow(ctx, x.Register, x.ID)
}

// Registers handles GET /desk/registers/?year=.
func (h *Handler) Registers(c echo.Context) error {
	if err := registersRead(c); err != nil {
		return err
	}
	ctx, year := c.Request().Context(), h.registerYear(c, c.QueryParam("year"))
	f, err := report.ForYear(year)
	if err != nil {
		return err
	}
	all, err := h.app.Register.Overview(ctx, f, year)
	if err != nil {
		return err
	}
	p, n := deskview.RegistersPage{Frame: h.frame(c, "台账"), Year: year}, map[string]int{}
	for _, x := range all.Suspects {
		n[x.Register]++
		p.Suspects = append(p.Suspects, registerSuspect(ctx, x))
	}
	var people []uint64
	for _, s := range all.States {
		people = append(people, s.CheckedBy, s.NoneBy)
	}
	names, err := h.app.People.Names(ctx, people...)
	if err != nil {
		return err
	}
	for _, s := range all.States {
		row := registerState(s, names)
		row.Href, row.Suspects = href.RegisterYear(ctx, s.Kind.ID, year), n[s.Kind.ID]
		p.Rows = append(p.Rows, row)
	}
	for _, x := range all.Counters {
		p.Counters = append(p.Counters, deskview.Counter{Label: x.Label, N: strconv.Itoa(x.N), Words: x.Words, Href: href.RegisterCounter(ctx, x.ID, year)})
	}
	for y := calendar.Year(h.app.Store.Now(ctx)); y >= firstYear; y-- {
		p.Years = append(p.Years, ui.Link{Text: fmt.Sprintf("%d 年", y), Href: href.Registers(ctx, y), Current: y == year})
	}
	return web.Render(c, http.StatusOK, deskview.Registers(p))
}

// RegisterCounter handles GET /desk/registers/counters/:counter?year=: what a number
// of the prose counts.
func (h *Handler) RegisterCounter(c echo.Context) error {
	if err := registersRead(c); err != nil {
		return err
	}
	ctx, year := c.Request().Context(), h.registerYear(c, c.QueryParam("year"))
	all, err := h.app.Register.Counters(ctx, year)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(x register.Counter) bool { return x.ID == c.Param("counter") })
	if i < 0 {
		return fault.New(fault.NotFound, "没有这个数字。")
	}
	rows, err := h.app.Register.CounterRows(ctx, year, all[i].ID)
	if err != nil {
		return err
	}
	p := deskview.RegisterCounterPage{Frame: h.frame(c, all[i].Label, registersLink(ctx)), Label: all[i].Label, N: strconv.Itoa(all[i].N), Words: all[i].Words}
	pages := max(1, (len(rows)+listSize-1)/listSize)
	page := min(web.PageNumber(c), pages)
	for _, r := range rows[(page-1)*listSize : min(page*listSize, len(rows))] {
		row := deskview.RegisterCounted{Title: r.Title, Day: r.Day, Says: r.Says, N: r.Number, Href: href.Document(ctx, r.Document)}
		if r.Register != "" {
			row.Href = href.RegisterRow(ctx, r.Register, r.ID)
		}
		p.Rows = append(p.Rows, row)
	}
	p.Pager = ui.PagerProps{Page: page, Pages: pages, Href: func(n int) string {
		return href.RegisterCounter(ctx, all[i].ID, year) + "&page=" + strconv.Itoa(n)
	}}
	return web.Render(c, http.StatusOK, deskview.RegisterCounter(p))
}

// registerState is one line of the page of all registers.
func registerState(s register.State, names map[uint64]string) deskview.RegisterState {
	row := deskview.RegisterState{Title: s.Kind.Title, About: s.Kind.About, Year: fmt.Sprintf("%d 行", s.InYear), All: fmt.Sprintf("共 %d 行", s.Rows), State: "未核对", Tone: "warn"}
	if s.Auto > 0 {
		row.All += fmt.Sprintf("，其中自动计入 %d 行", s.Auto)
	}
	switch {
	case s.Checked:
		row.State, row.Tone, row.Note = "已核对", "ok", names[s.CheckedBy]+" "+calendar.Minute(s.CheckedAt)
	case !s.Known():
		row.State, row.Tone, row.Note = "还没有登记", "bad", "报告里相应的数字算不出来"
	case s.None && s.Rows == 0:
		row.State, row.Tone, row.Note = "没有此类事项", "info", names[s.NoneBy]+" "+calendar.Minute(s.NoneAt)
	}
	return row
}

// Register handles GET /desk/registers/:kind?year=&q=&removed=&page=.
func (h *Handler) Register(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	ctx, by := c.Request().Context(), web.Actor(c)
	q, years, err := h.registerQuery(c, k)
	if err != nil {
		return err
	}
	rows, total, err := h.app.Register.List(ctx, k.ID, q, by)
	if err != nil {
		return err
	}
	p := deskview.RegisterPage{Frame: h.frame(c, k.Title+"台账", registersLink(ctx)), Kind: k.ID, Title: k.Title, About: k.About, Removed: q.Removed, Total: fmt.Sprintf("共 %d 行", total),
		Form: deskview.Form{Values: url.Values{"year": {c.QueryParam("year")}, "q": {q.Words}, "removed": {c.QueryParam("removed")}}}, Years: registerYears(years)}
	year := cmp.Or(q.Year, calendar.Year(h.app.Store.Now(ctx)))
	if p.Suspects, err = h.suspectsOf(ctx, year, k.ID); err != nil {
		return err
	}
	if err := h.registerMarks(c, k, year, &p); err != nil {
		return err
	}
	sections, err := h.app.People.SectionNames(ctx)
	if err != nil {
		return err
	}
	columns := columnsOf(k)
	p.Head = append(p.Head, deskview.RegisterHead{Text: "名称"})
	for _, x := range columns {
		p.Head = append(p.Head, deskview.RegisterHead{Text: x.title, Number: x.number})
	}
	for i := range rows {
		p.Rows = append(p.Rows, registerLine(ctx, k, columns, &rows[i], sections))
	}
	p.Acts = registerActs(ctx, k, by)
	p.Files = registerFiles(ctx, k, q)
	p.Pager = registerPager(ctx, k, p.Form.Values, q.Page, total)
	return web.Render(c, http.StatusOK, deskview.Register(p))
}

func registersLink(ctx context.Context) ui.Link {
	return ui.Link{Text: "台账", Href: href.Registers(ctx, 0)}
}

func registerLink(ctx context.Context, k *register.Kind) ui.Link {
	return ui.Link{Text: k.Title, Href: href.RegisterDo(ctx, k.ID, "")}
}

// registerQuery is what a request narrows a register to, and the years that it may
// narrow it to: those of reports, and those that rows have.
func (h *Handler) registerQuery(c echo.Context, k *register.Kind) (q register.Query, years []int, err error) {
	q = register.Query{Words: strings.TrimSpace(c.QueryParam("q")), Removed: c.QueryParam("removed") == "yes", Page: min(web.PageNumber(c), 10000), Size: listSize}
	ctx := c.Request().Context()
	if years, err = h.app.Register.Years(ctx, k.ID, web.Actor(c)); err != nil {
		return q, nil, err
	}
	for y := calendar.Year(h.app.Store.Now(ctx)); y >= firstYear; y-- {
		years = append(years, y)
	}
	slices.Sort(years)
	years = slices.Compact(years)
	slices.Reverse(years)
	if asked := c.QueryParam("year"); asked != "" {
		if q.Year, err = strconv.Atoi(asked); err != nil || !slices.Contains(years, q.Year) {
			q.Year = h.registerYear(c, asked)
		}
	}
	return q, years, nil
}

func registerYears(years []int) []ui.Option {
	list := []ui.Option{{Text: "全部年度"}}
	for _, y := range years {
		list = append(list, ui.Option{Value: strconv.Itoa(y), Text: fmt.Sprintf("%d 年", y)})
	}
	return list
}

func registerActs(ctx context.Context, k *register.Kind, by identity.Actor) (acts []deskview.Button) {
	if register.Keeps(k, by) {
		acts = append(acts, deskview.Button{Text: "登记一行", Href: href.RegisterDo(ctx, k.ID, "new"), Icon: "plus", Kind: deskview.Main})
	}
	if register.KeepsAll(by) {
		acts = append(acts, deskview.Button{Text: "从表格导入", Href: href.RegisterDo(ctx, k.ID, "import"), Icon: "upload"})
	}
	return acts
}

func registerFiles(ctx context.Context, k *register.Kind, q register.Query) []ui.Link {
	year, what := "", "全部年度"
	if q.Year > 0 {
		year, what = "?year="+strconv.Itoa(q.Year), fmt.Sprintf("%d 年", q.Year)
	}
	return []ui.Link{{Text: "导出 Excel（" + what + "）", Href: href.RegisterDo(ctx, k.ID, "export.xlsx") + year}, {Text: "导出 CSV（" + what + "）", Href: href.RegisterDo(ctx, k.ID, "export.csv") + year},
		{Text: "导入模板", Href: href.RegisterDo(ctx, k.ID, "template.xlsx")}}
}

func registerPager(ctx context.Context, k *register.Kind, v url.Values, page, total int) ui.PagerProps {
	pages := max(1, (total+listSize-1)/listSize)
	return ui.PagerProps{Page: min(page, pages), Pages: pages, Href: func(n int) string {
		q := url.Values{"page": {strconv.Itoa(n)}}
		for name := range v {
			if v.Get(name) != "" {
				q.Set(name, v.Get(name))
			}
		}
		return href.Register(ctx, k.ID, q)
	}}
}

// registerColumn is one column of a register's table, beside the name and the state.
type registerColumn struct {
	title  string
	number bool
	field  *register.Field
}

// columnsOf are the columns that a table has room for.
func columnsOf(k *register.Kind) (list []registerColumn) {
	for i := range k.Fields {
		f := &k.Fields[i]
		switch f.Key {
		case "name", "number", "note", "document", "about", "result", "flag", "public_on":
			continue
		}
		list = append(list, registerColumn{f.Title, f.Type == roll.Money || f.Type == roll.Number, f})
	}
	return list
}

// registerTone is the tone of a row's state.
func registerTone(r *register.Listed) string {
	switch {
	case r.Removed:
		return "info"
	case r.Kind == register.Case || r.Kind == register.Dispute:
		if r.ClosedOn != "" && r.Result == "" {
			return "bad"
		}
		if r.ClosedOn == "" {
			return "warn"
		}
	}
	if r.Over {
		return "info"
	}
	return "ok"
}

func registerLine(ctx context.Context, k *register.Kind, columns []registerColumn, r *register.Listed, sections map[uint64]string) deskview.RegisterLine {
	x := deskview.RegisterLine{Title: r.Title, Href: href.RegisterRow(ctx, k.ID, r.ID), State: r.Says, Tone: registerTone(r), Auto: r.Auto}
	if r.Auto {
		x.Href = href.Document(ctx, *r.DocumentID)
	}
	if r.Number != "" && !strings.Contains(r.Title, r.Number) {
		x.Below = r.Number
	}
	if r.Removed {
		x.State = "已移除"
	}
	for _, col := range columns {
		x.Cells = append(x.Cells, cmp.Or(k.Show(&r.Row, col.field, sections), "—"))
	}
	return x
}

// RegisterTemplate handles GET /desk/registers/:kind/template.xlsx.
func (h *Handler) RegisterTemplate(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	data, err := roll.Template(k.Sheet())
	if err != nil {
		return err
	}
	return workbook(c, k.Title+"台账导入模板", k.ID+"-template", data)
}

func workbook(c echo.Context, name, plain string, data []byte) error {
	c.Response().Header().Set("Content-Disposition", sheets.Disposition(name+".xlsx", plain+".xlsx"))
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data)
}

// RegisterXLSX handles GET /desk/registers/:kind/export.xlsx?year=.
func (h *Handler) RegisterXLSX(c echo.Context) error {
	k, list, err := h.registerExport(c)
	if err != nil {
		return err
	}
	data, err := list.XLSX(k.Title+"台账", true)
	if err != nil {
		return err
	}
	return workbook(c, k.Title+"台账", k.ID, data)
}

// RegisterCSV handles GET /desk/registers/:kind/export.csv?year=.
func (h *Handler) RegisterCSV(c echo.Context) error {
	k, list, err := h.registerExport(c)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", sheets.Disposition(k.Title+"台账.csv", k.ID+".csv"))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", list.CSV())
}

func (h *Handler) registerExport(c echo.Context) (*register.Kind, *roll.Roll, error) {
	k, err := registerOf(c)
	if err != nil {
		return nil, nil, err
	}
	q, _, err := h.registerQuery(c, k)
	if err != nil {
		return nil, nil, err
	}
	list, err := h.app.Register.Export(c.Request().Context(), k.ID, q, web.Actor(c))
	return k, list, err
}
