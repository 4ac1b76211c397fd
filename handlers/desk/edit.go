package desk

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// documentForm takes from a posted form what a document's form may say.
func documentForm(f *web.Values) content.Form {
	return content.Form{Column: f.Get("column"), Title: f.Get("title"), Body: f.Get("body"), Source: f.Get("source"), PublishAt: f.Get("publish_at")}
}

func values(f content.Form) url.Values {
	return url.Values{"column": {f.Column}, "title": {f.Title}, "body": {f.Body}, "source": {f.Source}, "publish_at": {f.PublishAt}}
}

// stored is a revision as its form shows it.
func (k *cast) stored(r *content.Revision) content.Form {
	f := content.Form{Title: r.Title, Body: r.Body, Source: r.Source}
	if col := k.tree.ByID(r.ColumnID); col != nil {
		f.Column = col.Path
	}
	if r.PublishAt != nil {
		f.PublishAt = calendar.Form(*r.PublishAt)
	}
	return f
}

func mayWrite(by identity.Actor) error {
	if !by.Has(identity.Author) {
		return fault.New(fault.Forbidden, "只有联络员可以写稿件。")
	}
	return nil
}

// ShowNew handles GET /desk/documents/new.
func (h *Handler) ShowNew(c echo.Context) error {
	f := content.Form{Column: c.QueryParam("column")}
	if names, err := h.app.People.SectionNames(c.Request().Context()); err == nil {
		f.Source = names[web.Actor(c).SectionID]
	}
	return h.newPage(c, http.StatusOK, f, nil)
}

func (h *Handler) newPage(c echo.Context, code int, f content.Form, problem error) error {
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.EditPage{Frame: h.frame(c, "写稿件", documentsLink(k)), Heading: "写稿件", Columns: k.columnOptions("", ""),
		Form: deskview.Form{Values: values(f), Errors: fault.FieldsOf(problem)}}
	return web.Render(c, code, deskview.Edit(p))
}

// Create handles POST /desk/documents.
func (h *Handler) Create(c echo.Context) error {
	posted, err := web.Form(c)
	if err != nil {
		return err
	}
	f := documentForm(posted)
	d, err := h.app.Content.Create(c.Request().Context(), f, web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.newPage(c, http.StatusUnprocessableEntity, f, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.Document(c.Request().Context(), d.ID))
}

// ShowEdit handles GET /desk/documents/:id/edit.
func (h *Handler) ShowEdit(c echo.Context) error {
	v, err := h.mayDo(c, review.Edit)
	if err != nil {
		return err
	}
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	return h.editPage(c, http.StatusOK, v, v.Track.Version, k.stored(&v.Revision), nil)
}

// mayDo opens the document of the address when this person may make a move now.
func (h *Handler) mayDo(c echo.Context, do review.Action) (*content.View, error) {
	v, err := h.open(c)
	if err != nil {
		return nil, err
	}
	return v, h.app.Review.May(c.Request().Context(), content.Ref(v.Document.ID), do, web.Actor(c))
}

func (h *Handler) editPage(c echo.Context, code int, v *content.View, version int, f content.Form, problem error) error {
	history, err := h.app.Review.Steps(c.Request().Context(), &v.Track)
	if err != nil {
		return err
	}
	people := []uint64{v.Track.AuthorID}
	for _, s := range history {
		people = append(people, s.ActorID)
	}
	k, err := h.cast(c, people...)
	if err != nil {
		return err
	}
	keep := k.tree.ByID(v.Revision.ColumnID)
	p := deskview.EditPage{Frame: h.frame(c, "编辑", documentsLink(k), documentLink(k, v)), ID: v.Document.ID, Heading: "编辑 · " + keep.Name,
		Columns: k.columnOptions(keep.Path, ""), Form: deskview.Form{Version: version, Values: values(f), Errors: fault.FieldsOf(problem)}, Remarks: k.remarks(&v.Track, history)}
	if s := v.Track.State; s != review.Draft && s != review.Returned {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: "这篇稿件正在审核。", Text: "保存修改后，已有的签名全部作废，稿件回到草稿，需要重新提交。"})
	}
	p.Files = fileStates(k.fileRows(&v.Revision), v.Live)
	saved := k.text(&v.Revision)
	p.Saved = &saved
	return web.Render(c, code, deskview.Edit(p))
}

// Edit handles POST /desk/documents/:id/edit.
func (h *Handler) Edit(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	posted, err := web.Form(c)
	if err != nil {
		return err
	}
	f := documentForm(posted)
	seen, err := posted.Version()
	if err == nil {
		err = h.app.Content.Edit(c.Request().Context(), v.Document.ID, seen, f, web.Actor(c))
	}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return h.editPage(c, http.StatusUnprocessableEntity, v, v.Track.Version, f, err)
	case fault.Stale:
		return h.conflict(c, f, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.Document(c.Request().Context(), v.Document.ID))
}

// conflict shows what was typed beside what somebody else has saved meanwhile.
func (h *Handler) conflict(c echo.Context, mine content.Form, cause error) error {
	v, err := h.mayDo(c, review.Edit)
	if err != nil {
		return cause // it cannot be edited any more: the 409 page says so
	}
	k, err := h.cast(c, v.Revision.AuthorID)
	if err != nil {
		return err
	}
	theirs := k.stored(&v.Revision)
	keep := k.tree.ByID(v.Revision.ColumnID)
	p := deskview.ConflictPage{Frame: h.frame(c, "内容已被别人修改", documentsLink(k), documentLink(k, v)), What: "稿件《" + v.Revision.Title + "》",
		Who: k.names[v.Revision.AuthorID], When: ui.Minute(v.Revision.CreatedAt), Action: href.DocumentDo(k.ctx, v.Document.ID, "edit"), Version: v.Track.Version,
		Fields: []deskview.ConflictField{
			{Name: "title", Label: "标题", Mine: mine.Title, Theirs: theirs.Title},
			{Name: "column", Label: "栏目", Mine: mine.Column, Theirs: theirs.Column, Options: k.columnOptions(keep.Path, "")},
			{Name: "source", Label: "来源", Mine: mine.Source, Theirs: theirs.Source},
			{Name: "body", Label: "正文", Mine: mine.Body, Theirs: theirs.Body, Rows: 18},
			{Name: "publish_at", Label: "定时发布", Mine: mine.PublishAt, Theirs: theirs.PublishAt, Kind: "datetime-local"},
		},
		Back: ui.Link{Text: "放弃我的修改", Href: href.Document(k.ctx, v.Document.ID)}}
	return web.Render(c, http.StatusConflict, deskview.Conflict(p))
}
