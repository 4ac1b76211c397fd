package desk

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/files"
	"gongkai/models/identity"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// documentForm takes from a posted form what a document's form may say.
func documentForm(f *web.Values) content.Form {
	return content.Form{Column: f.Get("column"), Title: f.Get("title"), Body: f.Get("body"), Source: f.Get("source"), PublishAt: f.Get("publish_at"), Said: said(f)}
}

func values(f content.Form) url.Values {
	return withSaid(url.Values{"column": {f.Column}, "title": {f.Title}, "body": {f.Body}, "source": {f.Source}, "publish_at": {f.PublishAt}}, f.Said)
}

// stored is a revision as its form shows it.
func (k *cast) stored(r *content.Revision) content.Form {
	facts := r.Said()
	f := content.Form{Title: r.Title, Body: r.Body, Source: r.Source, Said: facts.Said()}
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

// ShowNew handles GET /desk/documents/new: empty, from a template (from=), like
// another document (like=), or with the working copy (copy=).
func (h *Handler) ShowNew(c echo.Context) error {
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	ctx, by := c.Request().Context(), web.Actor(c)
	f, err := h.beginning(c)
	if err != nil {
		return err
	}
	if path := c.QueryParam("column"); path != "" {
		f.Column = path
	}
	if names, err := h.app.People.SectionNames(ctx); err == nil && f.Source == "" {
		f.Source = names[by.SectionID]
	}
	if err := h.organ(ctx, &f); err != nil {
		return err
	}
	copied, err := h.app.Content.Copy(ctx, 0, by)
	if err != nil {
		return err
	}
	var note *deskview.CopyNote
	if copied != nil {
		note = &deskview.CopyNote{When: ui.Minute(copied.SavedAt), Exists: true, Shown: c.QueryParam("copy") != "", Lines: differences(copied.Form, content.Form{})}
		if note.Shown {
			f = copied.Form
		}
	}
	return h.newPage(c, http.StatusOK, f, note, nil)
}

// beginning is what the form of a new document starts with.
func (h *Handler) beginning(c echo.Context) (content.Form, error) {
	if key, ok := strings.CutPrefix(c.QueryParam("from"), "template:"); ok {
		return content.FromTemplate(key)
	}
	if v := c.QueryParam("interprets"); v != "" {
		return h.interpreting(c, v)
	}
	if v := c.QueryParam("like"); v != "" {
		id, err := strconv.ParseUint(v, 10, 63)
		if err != nil {
			return content.Form{}, fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
		}
		return h.app.Content.Like(c.Request().Context(), id, web.Actor(c))
	}
	return content.Form{}, nil
}

func (h *Handler) newPage(c echo.Context, code int, f content.Form, note *deskview.CopyNote, problem error) error {
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.EditPage{Frame: h.frame(c, "写稿件", documentsLink(k)), Heading: "写稿件", Columns: k.columnOptions("", ""), Copy: note,
		Form: deskview.Form{Values: values(f), Errors: fault.FieldsOf(problem)}}
	p.Frame.Scripts, p.Accept = editorScripts, files.Accept()
	if p.Facts, err = k.factFields(k.tree.ByPath(f.Column), p.Values); err != nil {
		return err
	}
	if col := k.tree.ByPath(f.Column); col != nil {
		p.Heading = "写稿件 · " + col.Name
	}
	if f.Title == "" && f.Body == "" && problem == nil {
		if p.Starts, err = h.starts(k, f.Column); err != nil {
			return err
		}
	}
	if p.Checks, err = h.checks(c, 0, f); err != nil {
		return err
	}
	return web.Render(c, code, deskview.Edit(p))
}

// editorScripts are the assets that make the form an editor.
var editorScripts = []string{"editor.js"}

// Create handles POST /desk/documents.
func (h *Handler) Create(c echo.Context) error {
	posted, err := web.Form(c)
	if err != nil {
		return err
	}
	f := documentForm(posted)
	create := h.app.Content.Create
	if posted.Get("keep") != "" { // another text waits as the working copy
		create = h.app.Content.CreateFrom
	}
	stored := false // by this request, not by one before it with the same key
	id, err := h.once(c, posted, func(ctx context.Context) (uint64, error) {
		d, err := create(ctx, f, web.Actor(c))
		if err != nil {
			return 0, err
		}
		stored = true
		return d.ID, nil
	})
	if fault.KindOf(err) == fault.Invalid {
		return h.newPage(c, http.StatusUnprocessableEntity, f, nil, err)
	}
	if err != nil {
		return err
	}
	if stored {
		if refused, err := h.enclose(c, posted, id); refused || err != nil {
			return err
		}
	}
	return h.saved(c, posted, id, f)
}

// saved answers a document that has been stored: with its page, or on the way to
// submission, which begins with what the machine finds.
func (h *Handler) saved(c echo.Context, posted *web.Values, id uint64, f content.Form) error {
	ctx := c.Request().Context()
	if posted.Get("then") != "submit" {
		return h.done(c, "saved", href.Document(ctx, id))
	}
	found, err := h.app.Content.Check(ctx, id, f, web.Actor(c))
	if err != nil {
		return err
	}
	if found.Musts() > 0 {
		return h.done(c, "saved", href.Unready(ctx, id))
	}
	return h.done(c, "saved", href.DocumentDo(ctx, id, "submit"))
}

// ShowEdit handles GET /desk/documents/:id/edit: what is stored, or the working
// copy (copy=).
func (h *Handler) ShowEdit(c echo.Context) error {
	v, err := h.mayDo(c, review.Edit)
	if err != nil {
		return err
	}
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	f, version := k.stored(&v.Revision), v.Track.Version
	note, err := h.copyNote(c, v, f)
	if err != nil {
		return err
	}
	if note != nil && c.QueryParam("copy") != "" {
		copied, err := h.app.Content.Copy(k.ctx, v.Document.ID, web.Actor(c))
		if err != nil || copied == nil {
			return err
		}
		// The version that the copy was made from: saving it later than somebody
		// else's change leads to both side by side.
		note.Shown, f, version = true, copied.Form, copied.Version
	}
	return h.editPage(c, http.StatusOK, v, version, f, note, nil)
}

// mayDo opens the document of the address when this person may make a move now.
func (h *Handler) mayDo(c echo.Context, do review.Action) (*content.View, error) {
	v, err := h.open(c)
	if err != nil {
		return nil, err
	}
	return v, h.app.Review.May(c.Request().Context(), content.Ref(v.Document.ID), do, web.Actor(c))
}

func (h *Handler) editPage(c echo.Context, code int, v *content.View, version int, f content.Form, note *deskview.CopyNote, problem error) error {
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
	p := deskview.EditPage{Frame: h.frame(c, "编辑", documentsLink(k), documentLink(k, v)), ID: v.Document.ID, Heading: "写稿件 · " + keep.Name,
		Columns: k.columnOptions(keep.Path, ""), Copy: note, Revision: revisionName(v.Revision.Number),
		Form: deskview.Form{Version: version, Values: values(f), Errors: fault.FieldsOf(problem)}}
	p.Frame.Scripts, p.Accept = editorScripts, files.Accept()
	if p.Facts, err = k.factFields(cmp.Or(k.tree.ByPath(f.Column), keep), p.Values); err != nil {
		return err
	}
	p.Files = fileStates(k.fileRows(&v.Revision), v.Live)
	k.standing(&p, v, history)
	found, err := h.app.Content.Check(k.ctx, v.Document.ID, f, web.Actor(c))
	if err != nil {
		return err
	}
	p.Checks = checked(found)
	if c.QueryParam("ready") == "no" && problem == nil {
		p.Errors = unready(found)
	}
	return web.Render(c, code, deskview.Edit(p))
}

// standing says on the editor's page where the document stands.
func (k *cast) standing(p *deskview.EditPage, v *content.View, history []review.Step) {
	for _, r := range k.remarks(&v.Track, history) {
		if v.Track.State == review.Returned {
			p.Returned, p.Compare = &r, ui.Link{Text: "看对比", Href: href.DocumentDo(k.ctx, v.Document.ID, "compare")}
			continue
		}
		p.Remarks = append(p.Remarks, r)
	}
	times := 0
	for _, s := range history {
		if s.Act == review.Return {
			times++
		}
	}
	p.Tag, p.TagTone = stateText(v.Track.State), tones[v.Track.State]
	if v.Track.State == review.Returned && times > 0 {
		p.Tag = fmt.Sprintf("被退回 · 第 %d 次修改", times)
	}
	if s := v.Track.State; s != review.Draft && s != review.Returned {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: "这篇稿件正在审核。", Text: "保存修改后，已有的签名全部作废，稿件回到草稿，需要重新提交。"})
	}
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
		return h.editPage(c, http.StatusUnprocessableEntity, v, v.Track.Version, f, nil, err)
	case fault.Stale:
		return h.conflict(c, f, err)
	}
	if err != nil {
		return err
	}
	if refused, err := h.enclose(c, posted, v.Document.ID); refused || err != nil {
		return err
	}
	return h.saved(c, posted, v.Document.ID, f)
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
	p.Fields = append(p.Fields, factConflicts(mine.Said, theirs.Said)...)
	return web.Render(c, http.StatusConflict, deskview.Conflict(p))
}
