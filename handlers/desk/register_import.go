package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/register"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/web"
)

// shownRows is how many rows of a sheet are shown before it is stored: those with
// errors first, all others are counted.
const shownRows = 300

// ShowRegisterImport handles GET /desk/registers/:kind/import.
func (h *Handler) ShowRegisterImport(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	if !register.KeepsAll(web.Actor(c)) {
		return fault.New(fault.Forbidden, "只有发布员和依申请公开经办可以导入台账。")
	}
	return h.registerImport(c, http.StatusOK, k, nil, deskview.Form{})
}

func (h *Handler) registerImport(c echo.Context, code int, k *register.Kind, read *register.Preview, f deskview.Form) error {
	ctx := c.Request().Context()
	p := deskview.RegisterImportPage{Frame: h.frame(c, "导入"+k.Title+"台账", registersLink(ctx), registerLink(ctx, k)), Form: f, Kind: k.ID, Title: k.Title, About: k.About,
		Template: href.RegisterDo(ctx, k.ID, "template.xlsx")}
	var err error
	if p.Reason, p.MustReason, err = h.registerReason(ctx, nil, f); err != nil {
		return err
	}
	for _, x := range k.Fields {
		text := "选填"
		if x.Required {
			text = "必填"
		}
		if x.Key == "n" {
			text += "，不填为 1"
		}
		if len(x.Options) > 0 && len(x.Options) < 8 {
			for i, o := range x.Options {
				text += []string{"：", "、"}[min(i, 1)] + o
			}
		}
		p.Columns = append(p.Columns, deskview.Fact{Name: x.Title, Text: text})
	}
	if read != nil {
		registerPreview(&p, read)
	}
	return web.Render(c, code, deskview.RegisterImport(p))
}

// registerPreview shows what would become of every row.
func registerPreview(p *deskview.RegisterImportPage, read *register.Preview) {
	p.Asked, p.Carry, p.Notes = true, read.Good, read.Notes
	for _, f := range read.Kind.Fields {
		p.Head = append(p.Head, f.Title)
	}
	fresh, here, wrong := read.N[register.Fresh], read.N[register.Here], read.N[register.Wrong]
	p.Tiles = []deskview.Tile{
		{Name: "新增", Icon: "plus", N: fmt.Sprint(fresh), Note: "台账里还没有", Tone: "ok"},
		{Name: "已有", Icon: "copy", N: fmt.Sprint(here), Note: "台账里已有，可以跳过或更新"},
		{Name: "错误", Icon: "circle-alert", N: fmt.Sprint(wrong), Note: "改正后才能导入", Tone: map[bool]string{true: "bad"}[wrong > 0]},
	}
	p.Button = fmt.Sprintf("导入这 %d 行", fresh+here)
	if wrong > 0 {
		p.Button = fmt.Sprintf("只导入没有错误的 %d 行", fresh+here)
	}
	if fresh+here == 0 {
		p.Carry = ""
	}
	for _, first := range []bool{true, false} {
		for _, l := range read.Lines {
			if (l.Fate == register.Wrong) == first && len(p.Rows) < shownRows {
				p.Rows = append(p.Rows, registerImportRow(l))
			}
		}
	}
	if n := len(read.Lines) - len(p.Rows); n > 0 {
		p.More = fmt.Sprintf("另有 %d 行没有显示", n)
	}
}

func registerImportRow(l register.Line) deskview.RegisterImportRow {
	row := deskview.RegisterImportRow{At: fmt.Sprintf("第 %d 行", l.At), State: "新增", Tone: "ok", Cells: l.Cells, Why: l.Why}
	switch {
	case l.Fate == register.Wrong:
		row.State, row.Tone = "错误", "bad"
	case l.Fate == register.Here && l.Row == 0:
		row.State, row.Tone, row.Why = "已有", "info", []string{"本站已经公开，自动计入，不用导入。"}
	case l.Fate == register.Here:
		row.State, row.Tone = "已有", "info"
	}
	return row
}

// RegisterImport handles POST /desk/registers/:kind/import: a file is read and shown;
// what was shown without errors is stored.
func (h *Handler) RegisterImport(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	if good := f.Get("rows"); good != "" {
		return h.registerTake(c, k, f, good)
	}
	var check fault.Check
	file, _, err := f.File("file", register.MaxImport)
	if err == nil && len(file) == 0 {
		check.Say("file", "请选择表格文件。")
		err = check.Err()
	}
	var read *register.Preview
	if err == nil {
		read, err = h.app.Register.Read(c.Request().Context(), k.ID, file, web.Actor(c))
	}
	if fault.KindOf(err) == fault.Invalid {
		if check.Err() == nil {
			check.Say("file", "%s", fault.MessageOf(err))
		}
		return h.registerImport(c, http.StatusUnprocessableEntity, k, nil, deskview.Form{Values: url.Values{}, Errors: fault.FieldsOf(check.Err())})
	}
	if err != nil {
		return err
	}
	code := http.StatusOK
	if read.N[register.Wrong] > 0 {
		code = http.StatusUnprocessableEntity
	}
	return h.registerImport(c, code, k, read, deskview.Form{Values: url.Values{}})
}

// registerTake stores what was read before.
func (h *Handler) registerTake(c echo.Context, k *register.Kind, f *web.Values, good string) error {
	ctx, by := c.Request().Context(), web.Actor(c)
	_, err := h.once(c, f, func(ctx context.Context) (uint64, error) {
		_, err := h.app.Register.Import(ctx, k.ID, good, f.Get("existing") == "update", f.Get("reason"), by)
		return 1, err
	})
	if fault.KindOf(err) == fault.Invalid {
		errors := fault.FieldsOf(err)
		read, again := h.app.Register.Reread(ctx, k.ID, good, by)
		if again != nil || errors == nil {
			read, errors = nil, map[string]string{"file": fault.MessageOf(err)}
		}
		return h.registerImport(c, http.StatusUnprocessableEntity, k, read, deskview.Form{Values: f.Values, Errors: errors})
	}
	if err != nil {
		return err
	}
	return h.done(c, "taken", href.RegisterDo(ctx, k.ID, ""))
}
