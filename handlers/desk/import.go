package desk

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/docx"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/web"
)

// ShowImport handles GET /desk/documents/import.
func (h *Handler) ShowImport(c echo.Context) error {
	return h.importPage(c, http.StatusOK, nil, nil)
}

func (h *Handler) importPage(c echo.Context, code int, f url.Values, problem error) error {
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.ImportPage{Frame: h.frame(c, "导入文稿", documentsLink(k)), Form: deskview.Form{Values: f, Errors: fault.FieldsOf(problem)},
		Columns: k.columnOptions("", ""), Reports: h.importsReports(c, web.Actor(c))}
	if f == nil {
		p.Values = url.Values{"column": {c.QueryParam("column")}}
	}
	return web.Render(c, code, deskview.Import(p))
}

// Import handles POST /desk/documents/import.
func (h *Handler) Import(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	in, err := h.importForm(c, f)
	var id uint64
	if err == nil {
		id, err = h.once(c, f, func(ctx context.Context) (uint64, error) { return h.imported(ctx, in, web.Actor(c)) }, in.File)
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return h.importPage(c, http.StatusUnprocessableEntity, f.Values, err)
	case fault.Conflict:
		return h.importPage(c, http.StatusConflict, f.Values, &fault.Error{Kind: fault.Invalid, Fields: map[string]string{"year": fault.MessageOf(err)}})
	}
	if err != nil {
		return err
	}
	return h.done(c, "imported", href.Document(c.Request().Context(), id))
}

// imported stores what came in: an annual report with its figures in a column of
// reports, a draft anywhere else.
func (h *Handler) imported(ctx context.Context, in report.ImportForm, by identity.Actor) (id uint64, err error) {
	reports, err := h.app.Content.Reports(ctx, in.Column)
	if err != nil {
		return 0, err
	}
	if reports {
		id, _, err = h.app.Report.Import(ctx, in, by)
		return id, err
	}
	file, field := in.File, "file"
	if len(file) == 0 {
		file, field = []byte(in.Text), "text"
	}
	var check fault.Check
	check.If(len(strings.TrimSpace(string(file))) == 0, "file", "请选择文件，或粘贴文字。")
	if err := check.Err(); err != nil {
		return 0, err
	}
	read, err := content.ReadText(file)
	if fault.KindOf(err) == fault.Invalid {
		check.Say(field, "%s", fault.MessageOf(err))
		return 0, check.Err()
	}
	if err != nil {
		return 0, err
	}
	if read.Title == "" {
		read.Title = "（导入的文稿，请填写标题）"
	}
	d, err := h.app.Content.CreateFrom(ctx, content.Form{Column: in.Column, Title: read.Title, Body: string(read.Body), Source: in.Source}, by)
	if err != nil {
		return 0, err
	}
	return d.ID, nil
}

func (h *Handler) importForm(c echo.Context, f *web.Values) (report.ImportForm, error) {
	in := report.ImportForm{Column: strings.Trim(f.Get("column"), "/"), Text: f.Get("text"), Original: f.Get("original") == "yes", Reason: strings.TrimSpace(f.Get("reason"))}
	var check fault.Check
	if y := strings.TrimSpace(f.Get("year")); y != "" {
		n, err := strconv.Atoi(y)
		check.If(err != nil || n <= 0, "year", "年度应为四位数字，例如 2020。")
		in.Year = n
	}
	file, _, err := f.File("file", docx.MaxFile)
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return in, err
		}
		check.Say("file", "%s", fault.MessageOf(err))
	}
	in.File = file
	names, err := h.app.People.SectionNames(c.Request().Context())
	if err != nil {
		return in, err
	}
	in.Source = names[web.Actor(c).SectionID]
	return in, check.Err()
}
