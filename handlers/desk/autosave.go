package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// Autosave handles POST /desk/documents/:id/autosave: 204, or 409 when the
// document has changed meanwhile. drop=yes gives the working copy up.
func (h *Handler) Autosave(c echo.Context) error {
	v, posted, seen, err := h.post(c)
	if err != nil {
		return err
	}
	return h.keep(c, posted, v.Document.ID, seen)
}

// AutosaveNew handles POST /desk/documents/new/autosave.
func (h *Handler) AutosaveNew(c echo.Context) error {
	posted, err := web.Form(c)
	if err != nil {
		return err
	}
	return h.keep(c, posted, 0, 0)
}

func (h *Handler) keep(c echo.Context, posted *web.Values, id uint64, seen int) error {
	ctx, by := c.Request().Context(), web.Actor(c)
	if posted.Get("drop") == "yes" {
		if err := h.app.Content.DropCopy(ctx, id, by); err != nil {
			return err
		}
		if id == 0 {
			return h.done(c, "dropped", href.NewDocument(ctx, ""))
		}
		return h.done(c, "dropped", href.DocumentDo(ctx, id, "edit"))
	}
	if err := h.app.Content.KeepCopy(ctx, id, seen, documentForm(posted), by); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// ShowAutosave handles GET /desk/documents/:id/autosave.
func (h *Handler) ShowAutosave(c echo.Context) error {
	v, err := h.mayDo(c, review.Edit)
	if err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	f := k.stored(&v.Revision)
	p := deskview.AutosavePage{Frame: h.frame(c, "自动保存的内容", documentsLink(k), documentLink(k, v)), ID: v.Document.ID, Title: v.Revision.Title,
		Columns: k.columnOptions(f.Column, ""), Form: deskview.Form{Version: v.Track.Version, Values: values(f)}}
	copied, err := h.app.Content.Copy(k.ctx, v.Document.ID, web.Actor(c))
	if err != nil {
		return err
	}
	if copied != nil {
		p.Copy = deskview.CopyNote{When: ui.Minute(copied.SavedAt), Exists: true, Moved: copied.Version != v.Track.Version, Lines: differences(copied.Form, f)}
		p.Values, f = values(copied.Form), copied.Form
	}
	if p.Facts, err = k.factFields(k.tree.ByPath(f.Column), p.Values); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, deskview.Autosave(p))
}

// ShowAutosaveNew handles GET /desk/documents/new/autosave.
func (h *Handler) ShowAutosaveNew(c echo.Context) error {
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.AutosavePage{Frame: h.frame(c, "自动保存的内容", documentsLink(k)), Title: "新稿件", Columns: k.columnOptions("", "")}
	copied, err := h.app.Content.Copy(k.ctx, 0, web.Actor(c))
	if err != nil {
		return err
	}
	column := ""
	if copied != nil {
		p.Copy, p.Values = deskview.CopyNote{When: ui.Minute(copied.SavedAt), Exists: true}, values(copied.Form)
		column = copied.Form.Column
	}
	if p.Facts, err = k.factFields(k.tree.ByPath(column), p.Values); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, deskview.Autosave(p))
}

// copyNote tells of this person's working copy of a document that says something
// else than what is stored; nil when there is none.
func (h *Handler) copyNote(c echo.Context, v *content.View, stored content.Form) (*deskview.CopyNote, error) {
	copied, err := h.app.Content.Copy(c.Request().Context(), v.Document.ID, web.Actor(c))
	if err != nil || copied == nil {
		return nil, err
	}
	same := copied.Form
	same.Body = string(markup.Clean(same.Body))
	if same.Same(stored) {
		return nil, nil
	}
	return &deskview.CopyNote{When: ui.Minute(copied.SavedAt), Exists: true, Moved: copied.Version != v.Track.Version, Lines: differences(copied.Form, stored)}, nil
}

const (
	shownLines = 6  // of a difference
	lineLength = 90 // characters of each
)

// differences are the first paragraphs that only one of two texts has.
func differences(mine, stored content.Form) (lines []deskview.Line) {
	if mine.Title != stored.Title {
		if stored.Title != "" {
			lines = append(lines, deskview.Line{Text: clip(stored.Title)})
		}
		lines = append(lines, deskview.Line{Mine: true, Text: clip(mine.Title)})
	}
	a, b := paragraphs(stored.Body), paragraphs(mine.Body)
	only := func(list, other []string, own bool) {
		known := map[string]bool{"": true}
		for _, text := range other {
			known[text] = true
		}
		for _, text := range list {
			if len(lines) < shownLines && !known[text] {
				known[text] = true
				if r := []rune(text); len(r) > lineLength {
					text = string(r[:lineLength]) + "…"
				}
				lines = append(lines, deskview.Line{Mine: own, Text: text})
			}
		}
	}
	only(b, a, true)
	only(a, b, false)
	return lines
}

func paragraphs(body string) (all []string) {
	for _, b := range markup.Blocks(markup.Clean(body)) {
		all = append(all, b.Text)
	}
	return all
}
