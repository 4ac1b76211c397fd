package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/review"
	"gongkai/models/sitereport"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// siteReportRoutes are the addresses of 政府网站工作年度报表.
func (h *Handler) siteReportRoutes() []web.Route {
	const at = "/desk/reports/:year/site"
	return []web.Route{
		{Method: http.MethodGet, Path: at, Policy: web.Staff, Handle: h.SiteReport},
		{Method: http.MethodPost, Path: at, Policy: web.Staff, Handle: h.siteReportDo(h.siteFill)},
		{Method: http.MethodPost, Path: at + "/explain", Policy: web.Staff, Handle: h.siteReportDo(h.siteExplain)},
		{Method: http.MethodPost, Path: at + "/submit", Policy: web.Staff, Handle: h.siteReportDo(h.siteSubmit)},
	}
}

// SiteReport handles GET /desk/reports/{year}/site.
func (h *Handler) SiteReport(c echo.Context) error {
	return h.siteReportPage(c, http.StatusOK, nil, nil)
}

// siteReportDo does what a form of the page asks for; address is where to go on, ""
// is the page itself.
func (h *Handler) siteReportDo(do func(ctx context.Context, c echo.Context, year int, f *web.Values) (address string, err error)) echo.HandlerFunc {
	return func(c echo.Context) error {
		year, err := benchYear(c)
		if err != nil {
			return err
		}
		f, err := web.Form(c)
		if err != nil {
			return err
		}
		ctx := c.Request().Context()
		address, err := do(ctx, c, year, f)
		switch fault.KindOf(err) {
		case fault.Invalid:
			return h.siteReportPage(c, http.StatusUnprocessableEntity, f, err)
		case fault.Stale, fault.Conflict:
			return h.siteReportPage(c, http.StatusConflict, f, err)
		}
		if err != nil {
			return err
		}
		if address != "" {
			return h.done(c, "submitted", address)
		}
		return h.done(c, "saved", href.SiteReport(ctx, year))
	}
}

func (h *Handler) siteFill(ctx context.Context, c echo.Context, year int, f *web.Values) (string, error) {
	values := map[string]string{}
	for _, b := range sitereport.Blocks() {
		for _, x := range b.Fields {
			if f.Values.Has(x.ID) {
				values[x.ID] = f.Get(x.ID)
			}
		}
	}
	return "", h.app.SiteReport.Fill(ctx, year, f.Int("version"), values, f.Get("reason"), web.Actor(c))
}

func (h *Handler) siteExplain(ctx context.Context, c echo.Context, year int, f *web.Values) (string, error) {
	return "", h.app.SiteReport.Explain(ctx, year, f.Int("version"), f.Get("rule"), f.Get("text"), web.Actor(c))
}

func (h *Handler) siteSubmit(ctx context.Context, c echo.Context, year int, f *web.Values) (string, error) {
	id, err := h.app.SiteReport.Submit(ctx, year, f.Int("version"), f.Get("column"), f.Get("selfcheck") != "", web.Actor(c))
	return href.Document(ctx, id), err
}

func (h *Handler) siteReportPage(c echo.Context, code int, f *web.Values, why error) error {
	year, err := benchYear(c)
	if err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	x, err := h.app.SiteReport.Open(k.ctx, year, k.by)
	if err != nil {
		return err
	}
	p := deskview.SiteReportPage{Frame: h.frame(c, strconv.Itoa(year)+" 年网站年度报表", ui.Link{Text: "信息公开年报", Href: href.Reports(k.ctx)}),
		Form: deskview.Form{Version: x.Version}, Year: year, Address: href.SiteReport(k.ctx, year), State: string(x.State), Stage: "编制中，须在 " + strconv.Itoa(year+1) + "-01-31 前发布", Tone: "warn",
		Open: x.Open, Ready: x.Stops() == 0 && x.Questions() == 0}
	if f != nil {
		p.Values, p.Errors = url.Values(f.Values), fault.FieldsOf(why)
		if fault.KindOf(why) != fault.Invalid || len(p.Errors) == 0 {
			p.Errors = map[string]string{"": fault.MessageOf(why)}
		}
	}
	if x.State != "" {
		p.Stage, p.Tone = stateText(x.State), tones[x.State]
		p.Acts = append(p.Acts, deskview.Button{Text: "查看稿件", Href: href.Document(k.ctx, x.Document), Icon: "file-text"})
	}
	if x.State == review.Published {
		address, err := h.publicReport(k, x.Document)
		if err != nil {
			return err
		}
		p.Acts = append(p.Acts, deskview.Button{Text: "看网站上的页面", Href: address, Icon: "external-link"})
	}
	p.Acts = append(p.Acts, deskview.Button{Text: "信息公开年报", Href: href.Workbench(k.ctx, year), Icon: "chart-column"})
	if x.Why != "" {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "info", Title: x.Why})
	}
	p.Blocks, p.Findings = siteBlocks(k.ctx, x, &p), siteFindings(x, p)
	p.Columns = k.columnOptions(siteColumn(k, p.Values.Get("column")), "")
	return web.Render(c, code, deskview.SiteReport(p))
}

// siteColumn is the column that is chosen: what was sent, else the one whose name
// says that it holds these reports.
func siteColumn(k *cast, sent string) string {
	if sent != "" {
		return sent
	}
	for _, c := range k.tree.All() {
		if strings.Contains(c.Name, "年度报表") && c.Open(k.by.SectionID) {
			return c.Path
		}
	}
	return ""
}

func siteBlocks(ctx context.Context, x *sitereport.Sheet, p *deskview.SiteReportPage) (list []deskview.SiteBlock) {
	for _, b := range sitereport.Blocks() {
		block := deskview.SiteBlock{Title: b.Title}
		for _, f := range b.Fields {
			line := siteLine(x.Lines[f.ID], p)
			if k := x.Lines[f.ID].Known; k != nil && k.List != "" {
				line.List = href.RegisterCounter(ctx, k.List, x.Year)
			}
			block.Lines = append(block.Lines, line)
		}
		list = append(list, block)
	}
	return list
}

func siteLine(l *sitereport.Line, p *deskview.SiteReportPage) deskview.SiteLine {
	out := deskview.SiteLine{No: l.No, Numeric: l.Kind == sitereport.Count || l.Kind == sitereport.Decimal,
		Field: ui.Field{Name: l.ID, Label: strconv.Itoa(l.No) + ". " + l.Label, Hint: l.Hint, Value: l.Value, Error: p.Errors[l.ID]}}
	if l.Unit != "" {
		out.Field.Label += "（" + l.Unit + "）"
	}
	if p.Values.Has(l.ID) {
		out.Field.Value = p.Values.Get(l.ID)
	}
	switch {
	case l.Known != nil && l.Hand:
		out.Origin, out.Tone, out.Words = "手工改动", "warn", "自动计算为 "+l.Known.Value+"。"+l.Reason
	case l.Known != nil:
		out.Origin, out.Tone, out.Words = "自动", "info", l.Known.Words
	case l.Value == "" && !l.Optional:
		out.Origin, out.Tone = "待填", "warn"
	}
	options := l.Choices
	if l.Kind == sitereport.YesNo {
		options = []string{"是", "否"}
	}
	if options != nil {
		out.Options = []ui.Option{{Value: "", Text: "请选择"}}
		for _, o := range options {
			out.Options = append(out.Options, ui.Option{Value: o, Text: o})
		}
	}
	return out
}

// siteFindings lists what the rules say; what is missing stands in one line, with a
// link to each field.
func siteFindings(x *sitereport.Sheet, p deskview.SiteReportPage) (list []ui.Finding) {
	missing := ui.Finding{Rule: "YR-0", Kind: ui.FindingError}
	for i := range x.Findings {
		f := &x.Findings[i]
		if f.Stops {
			missing.Links = append(missing.Links, ui.Link{Text: x.Lines[f.Fields[0]].Label, Href: "#f-" + f.Fields[0]})
			continue
		}
		out := ui.Finding{Rule: f.Rule, Kind: ui.FindingWarn, Text: f.Text, Note: f.Said}
		if f.Said != "" {
			out.Kind = ui.FindingInfo
		}
		if x.Open {
			out.Below = deskview.SiteExplain(p, "why-"+f.Rule, f.Rule, f.Said)
			out.Links = []ui.Link{{Text: "到这一项", Href: "#f-" + f.Fields[0]}}
		}
		list = append(list, out)
	}
	if n := len(missing.Links); n > 0 {
		missing.Text = fmt.Sprintf("还有 %d 项没有填写，没有的写 0 或者“否”。", n)
		if !x.Open {
			missing.Links = nil
		}
		list = append([]ui.Finding{missing}, list...)
	}
	return list
}
