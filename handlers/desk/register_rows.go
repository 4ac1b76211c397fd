package desk

import (
	"context"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/register"
	"gongkai/models/report"
	"gongkai/models/roll"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// registerFields are the fields of a register's form.
func (h *Handler) registerFields(c echo.Context, k *register.Kind) (list []deskview.RegisterField, err error) {
	for _, f := range k.Fields {
		x := deskview.RegisterField{Name: f.Key, Label: f.Title, Kind: "text", Required: f.Required, Long: f.Key == "note", Short: f.Type == roll.Money || f.Type == roll.Number || f.Key == "number"}
		if f.Hint != "" {
			x.Hint = "例如 " + f.Hint + "。"
		}
		switch f.Type {
		case roll.Day:
			x.Kind, x.Hint = "date", ""
		case roll.Enum:
			x.Hint, x.Options = "", []ui.Option{{Text: "请选择"}}
			for _, o := range f.Options {
				x.Options = append(x.Options, ui.Option{Value: o, Text: o})
			}
		case roll.Section:
			if !register.KeepsAll(web.Actor(c)) {
				continue // it is the own one
			}
			x.Hint, x.Options = "", []ui.Option{{Text: "不指定"}}
			sections, err := h.app.People.Sections(c.Request().Context())
			if err != nil {
				return nil, err
			}
			for _, s := range sections {
				x.Options = append(x.Options, ui.Option{Value: s.Name, Text: s.Name})
			}
		}
		switch f.Key {
		case "document":
			x.Hint = "同一件事在本站有公开稿件的，填写稿件的编号或网址。"
		case "n":
			x.Hint, x.Required = "", true // the form shows the one that a sheet may leave open
		}
		list = append(list, x)
	}
	return list, nil
}

// registerReason says whether a form asks why, and whether it must be said: rows of a
// year whose report is public are changed with a reason only. A new row's year is
// typed yet.
func (h *Handler) registerReason(ctx context.Context, r *register.Row, f deskview.Form) (asks, must bool, err error) {
	if r != nil {
		must, err = h.app.Register.Locked(ctx, r)
	}
	if must = must || f.Errors["reason"] != ""; must || err != nil {
		return must, must, err
	}
	asks, err = h.app.Register.AnyLocked(ctx)
	return asks, false, err
}

// ShowNewRegisterRow handles GET /desk/registers/:kind/new.
func (h *Handler) ShowNewRegisterRow(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	if !register.Keeps(k, web.Actor(c)) {
		return fault.New(fault.Forbidden, "只有发布员、依申请公开经办和有关科室的联络员可以登记这本台账。")
	}
	return h.registerNew(c, http.StatusOK, k, deskview.Form{Values: url.Values{"n": {"1"}, "flag": {"是"}}})
}

func (h *Handler) registerNew(c echo.Context, code int, k *register.Kind, f deskview.Form) (err error) {
	ctx := c.Request().Context()
	p := deskview.RegisterRowPage{Frame: h.frame(c, "登记"+k.Title, registersLink(ctx), registerLink(ctx, k)), Kind: k.ID, Title: k.Title, Form: f}
	if p.Reason, p.MustReason, err = h.registerReason(ctx, nil, f); err != nil {
		return err
	}
	if p.Fields, err = h.registerFields(c, k); err != nil {
		return err
	}
	return web.Render(c, code, deskview.RegisterRow(p))
}

func registerForm(k *register.Kind, f *web.Values) register.Form {
	x := register.Form{Values: map[string]string{}, Reason: f.Get("reason")}
	for _, field := range k.Fields {
		if f.Values.Has(field.Key) {
			x.Values[field.Key] = f.Get(field.Key)
		}
	}
	return x
}

// AddRegisterRow handles POST /desk/registers/:kind/new.
func (h *Handler) AddRegisterRow(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	_, err = h.once(c, f, func(ctx context.Context) (uint64, error) {
		r, err := h.app.Register.Add(ctx, k.ID, registerForm(k, f), web.Actor(c))
		if err != nil {
			return 0, err
		}
		return r.ID, nil
	})
	if fault.KindOf(err) == fault.Invalid {
		return h.registerNew(c, http.StatusUnprocessableEntity, k, deskview.Form{Values: f.Values, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if f.Get("next") != "" {
		return h.done(c, "entered", href.RegisterDo(ctx, k.ID, "new"))
	}
	return h.done(c, "entered", href.RegisterDo(ctx, k.ID, ""))
}

// registerRowOf is the row that a request is about.
func (h *Handler) registerRowOf(c echo.Context) (*register.Kind, *register.Row, error) {
	k, err := registerOf(c)
	if err != nil {
		return nil, nil, err
	}
	id, err := web.PathID(c, "id")
	if err != nil {
		return nil, nil, err
	}
	r, err := h.app.Register.Get(c.Request().Context(), id, web.Actor(c))
	if err == nil && r.Kind != k.ID {
		err = fault.New(fault.NotFound, "台账里没有这一行。")
	}
	return k, r, err
}

// ShowRegisterRow handles GET /desk/registers/:kind/:id.
func (h *Handler) ShowRegisterRow(c echo.Context) error {
	k, r, err := h.registerRowOf(c)
	if err != nil {
		return err
	}
	values, err := h.app.Register.Values(c.Request().Context(), k, r)
	if err != nil {
		return err
	}
	v := url.Values{}
	for key, text := range values {
		v.Set(key, text)
	}
	return h.registerRow(c, http.StatusOK, k, r, deskview.Form{Version: r.Version, Values: v})
}

func (h *Handler) registerRow(c echo.Context, code int, k *register.Kind, r *register.Row, f deskview.Form) (err error) {
	ctx := c.Request().Context()
	p := deskview.RegisterRowPage{Frame: h.frame(c, r.Title(), registersLink(ctx), registerLink(ctx, k)), Kind: k.ID, Title: k.Title, ID: r.ID, Name: r.Title(), Form: f,
		Removed: r.Removed, CanAct: register.Changes(k, r, web.Actor(c)), WhereOf: calendar.Year(h.app.Store.Now(ctx))}
	names, err := h.app.People.Names(ctx, r.AuthorID)
	if err != nil {
		return err
	}
	p.Entered = names[r.AuthorID] + " " + calendar.Minute(r.CreatedAt) + " 登记"
	if p.Facts, err = h.registerFacts(ctx, k, r); err != nil {
		return err
	}
	if p.CanAct && !r.Removed {
		if p.Fields, err = h.registerFields(c, k); err != nil {
			return err
		}
		if p.Reason, p.MustReason, err = h.registerReason(ctx, r, f); err != nil {
			return err
		}
	}
	if r.Removed {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: "这一行已经移除，不再计数。"})
	}
	if doc, err := h.app.Register.Document(ctx, r); err != nil {
		return err
	} else if doc != nil {
		p.Document = ui.Link{Text: "看本站的稿件", Href: href.Document(ctx, doc.DocumentID)}
	}
	if err := h.registerWhere(ctx, r, &p); err != nil {
		return err
	}
	if p.History, err = h.history(ctx, register.Object(r.ID)); err != nil {
		return err
	}
	return web.Render(c, code, deskview.RegisterRow(p))
}

// registerWhere says where a row counts: in this year's report, and what looks wrong
// with it.
func (h *Handler) registerWhere(ctx context.Context, r *register.Row, p *deskview.RegisterRowPage) error {
	f, err := report.ForYear(p.WhereOf)
	if err != nil || r.Removed {
		return err
	}
	for _, id := range register.CountedIn(f, p.WhereOf, r) {
		if cell, ok := f.CellOf(id); ok {
			p.Where = append(p.Where, ui.Link{Text: cell.Place, Href: href.WorkbenchAt(ctx, p.WhereOf, cell.Section, id)})
		}
	}
	if why := r.Wrong(calendar.Day(h.app.Store.Now(ctx))); why != "" {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "bad", Title: "请核对这一行。", Text: why})
	}
	return nil
}

func (h *Handler) registerFacts(ctx context.Context, k *register.Kind, r *register.Row) (list []deskview.Fact, err error) {
	sections, err := h.app.People.SectionNames(ctx)
	if err != nil {
		return nil, err
	}
	for i := range k.Fields {
		if text := k.Show(r, &k.Fields[i], sections); text != "" {
			list = append(list, deskview.Fact{Name: k.Fields[i].Title, Text: text})
		}
	}
	return list, nil
}

// EditRegisterRow handles POST /desk/registers/:kind/:id.
func (h *Handler) EditRegisterRow(c echo.Context) error {
	k, r, err := h.registerRowOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	err = h.app.Register.Edit(ctx, r.ID, seen, registerForm(k, f), web.Actor(c))
	switch fault.KindOf(err) {
	case fault.Invalid:
		return h.registerRow(c, http.StatusUnprocessableEntity, k, r, deskview.Form{Version: seen, Values: f.Values, Errors: fault.FieldsOf(err)})
	case fault.Stale:
		return h.registerMeanwhile(c, k, r, f)
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.RegisterDo(ctx, k.ID, ""))
}

// registerMeanwhile shows what was typed of a row beside what is stored now.
func (h *Handler) registerMeanwhile(c echo.Context, k *register.Kind, r *register.Row, f *web.Values) error {
	ctx := c.Request().Context()
	values, err := h.app.Register.Values(ctx, k, r)
	if err != nil {
		return err
	}
	fields, err := h.registerFields(c, k)
	if err != nil {
		return err
	}
	p := deskview.ConflictPage{What: "“" + r.Title() + "”", Action: href.RegisterRow(ctx, k.ID, r.ID), Version: r.Version, Back: ui.Link{Text: "放弃我的修改", Href: href.RegisterRow(ctx, k.ID, r.ID)}}
	for _, x := range fields {
		p.Fields = append(p.Fields, deskview.ConflictField{Name: x.Name, Label: x.Label, Mine: f.Get(x.Name), Theirs: values[x.Name], Kind: x.Kind, Options: x.Options})
	}
	return h.meanwhile(c, p, register.Object(r.ID))
}

// ShowRegisterRemove handles GET /desk/registers/:kind/:id/remove.
func (h *Handler) ShowRegisterRemove(c echo.Context) error {
	k, r, err := h.registerRowOf(c)
	if err != nil {
		return err
	}
	return h.registerRemove(c, http.StatusOK, k, r, deskview.Form{Version: r.Version})
}

func (h *Handler) registerRemove(c echo.Context, code int, k *register.Kind, r *register.Row, f deskview.Form) (err error) {
	if !register.Changes(k, r, web.Actor(c)) || r.Removed {
		return fault.New(fault.NotFound, "台账里没有可以由您移除的这一行。")
	}
	ctx := c.Request().Context()
	p := deskview.RegisterRemovePage{Frame: h.frame(c, "移除这一行", registersLink(ctx), registerLink(ctx, k)), Kind: k.ID, ID: r.ID, Name: r.Title(), Form: f}
	if p.Facts, err = h.registerFacts(ctx, k, r); err != nil {
		return err
	}
	return web.Render(c, code, deskview.RegisterRemove(p))
}

// RegisterRemove handles POST /desk/registers/:kind/:id/remove.
func (h *Handler) RegisterRemove(c echo.Context) error {
	k, r, err := h.registerRowOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	err = h.app.Register.Remove(ctx, r.ID, seen, f.Get("reason"), web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.registerRemove(c, http.StatusUnprocessableEntity, k, r, deskview.Form{Version: seen, Values: f.Values, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	return h.done(c, "removed", href.RegisterDo(ctx, k.ID, ""))
}

// RegisterRestore handles POST /desk/registers/:kind/:id/restore.
func (h *Handler) RegisterRestore(c echo.Context) error {
	k, r, err := h.registerRowOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	err = h.app.Register.Restore(ctx, r.ID, seen, f.Get("reason"), web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.registerRow(c, http.StatusUnprocessableEntity, k, r, deskview.Form{Version: seen, Values: f.Values, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	return h.done(c, "restored", href.RegisterRow(ctx, k.ID, r.ID))
}
