package desk

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/diff"
	"gongkai/models/fault"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// talk is every remark on a document, as one page shows them.
type talk struct {
	all  []deskview.Thread
	at   map[int][]deskview.Thread // by block of the text that is shown
	lost []deskview.Thread         // of the whole, or of a paragraph that is gone
	open []ui.Link                 // unsettled
}

// talk gathers the remarks on v as they stand to the text r. back says where the
// forms lead back to.
func (h *Handler) talk(c echo.Context, v *content.View, r *content.Revision, back string) (*talk, error) {
	ctx, by := c.Request().Context(), web.Actor(c)
	comments, err := h.app.Review.Comments(ctx, &v.Track)
	if err != nil || len(comments) == 0 {
		return &talk{}, err
	}
	var people []uint64
	for _, m := range comments {
		people = append(people, m.AuthorID)
		if m.SettledBy != nil {
			people = append(people, *m.SettledBy)
		}
	}
	names, err := h.app.People.Names(ctx, people...)
	if err != nil {
		return nil, err
	}
	t, blocks := &talk{at: map[int][]deskview.Thread{}}, r.Blocks()
	for i := range comments {
		m := &comments[i]
		if m.ParentID != nil {
			continue
		}
		block := m.Block
		if m.RevisionID != r.ID && block > 0 {
			block = diff.Anchor(blocks, m.Block, m.Quote)
		}
		x := deskview.Thread{ID: m.ID, Lost: m.Block > 0 && block == 0, Reply: href.Comment(ctx, v.Document.ID, m.ID), Back: back,
			CSRF: web.CSRF(c), Version: v.Track.Version, Notes: notes(comments, m, names, v.Track.AuthorID)}
		if v.Track.MaySettle(m, by) {
			x.Settle = href.CommentSettle(ctx, v.Document.ID, m.ID)
		}
		if m.SettledAt != nil {
			x.Settled = names[*m.SettledBy] + " " + ui.Minute(*m.SettledAt).Shown + " 标记为已解决"
		}
		t.place(x, m, block)
	}
	return t, nil
}

// place puts a thread where it belongs in the text.
func (t *talk) place(x deskview.Thread, m *review.Comment, block int) {
	if block > 0 {
		x.Where = ui.Link{Text: fmt.Sprintf("第 %d 段", block), Href: "#p" + strconv.Itoa(block)}
		t.at[block] = append(t.at[block], x)
	} else {
		x.Quote = m.Quote
		t.lost = append(t.lost, x)
	}
	if x.Settled == "" {
		t.open = append(t.open, ui.Link{Text: openText(x, m.Text), Href: "#c" + strconv.FormatUint(x.ID, 10)})
	}
	x.Quote = m.Quote
	t.all = append(t.all, x)
}

// openText names an unsettled remark in one line.
func openText(x deskview.Thread, text string) string {
	where := x.Where.Text
	if where == "" {
		where = "全文"
	}
	if n := 0; utf8.RuneCountInString(text) > 40 {
		for i := range text {
			if n == 40 {
				text = text[:i] + "…"
				break
			}
			n++
		}
	}
	return where + "：" + text
}

// notes are a thread's remarks, the first one and its answers.
func notes(all []review.Comment, first *review.Comment, names map[uint64]string, author uint64) (out []deskview.ThreadNote) {
	for _, m := range all {
		if m.ID != first.ID && (m.ParentID == nil || *m.ParentID != first.ID) {
			continue
		}
		n := deskview.ThreadNote{Who: names[m.AuthorID], When: ui.Minute(m.At), Text: m.Text}
		if m.AuthorID == author {
			n.As = "拟稿人"
		}
		if r, size := utf8.DecodeRuneInString(n.Who); size > 0 {
			n.Initial = string(r)
		}
		out = append(out, n)
	}
	return out
}

func (h *Handler) remarkForm(c echo.Context, v *content.View, back string) deskview.RemarkForm {
	return deskview.RemarkForm{Action: href.Comments(c.Request().Context(), v.Document.ID, 0), Back: back, CSRF: web.CSRF(c), Version: v.Track.Version,
		Revision: strconv.Itoa(v.Revision.Number), Last: strconv.Itoa(len(v.Revision.Blocks()))}
}

// ShowComments handles GET /desk/documents/:id/comments.
func (h *Handler) ShowComments(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	f := h.remarkForm(c, v, "comments")
	f.Block = c.QueryParam("block")
	return h.remarksPage(c, http.StatusOK, v, f, 0)
}

// ShowComment handles GET /desk/documents/:id/comments/:comment and the page of
// its other form.
func (h *Handler) ShowComment(c echo.Context) error {
	v, thread, err := h.thread(c)
	if err != nil {
		return err
	}
	return h.remarksPage(c, http.StatusOK, v, deskview.RemarkForm{}, thread)
}

func (h *Handler) thread(c echo.Context) (*content.View, uint64, error) {
	v, err := h.open(c)
	if err != nil {
		return nil, 0, err
	}
	id, err := web.PathID(c, "comment")
	return v, id, err
}

func (h *Handler) remarksPage(c echo.Context, code int, v *content.View, f deskview.RemarkForm, only uint64) error {
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	t, err := h.talk(c, v, &v.Revision, "comments")
	if err != nil {
		return err
	}
	p := deskview.RemarksPage{Frame: h.frame(c, "批注", documentsLink(k), documentLink(k, v)), Document: documentLink(k, v), Remark: f}
	p.Frame.Scripts = []string{"review.js"}
	for _, x := range t.all {
		x.Where.Href = ""
		if only == 0 || x.ID == only {
			p.Threads = append(p.Threads, x)
		}
	}
	if only != 0 && len(p.Threads) == 0 {
		return fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
	}
	blocks := v.Revision.Blocks()
	if n, err := strconv.Atoi(f.Block); err == nil && n > 0 && n <= len(blocks) {
		p.About = diff.Quote(blocks[n-1])
	}
	return web.Render(c, code, deskview.Remarks(p))
}

// Comment handles POST /desk/documents/:id/comments. A remark is kept even when
// the document has moved on meanwhile: it speaks of the text that its writer saw.
func (h *Handler) Comment(c echo.Context) error {
	v, f, _, err := h.post(c)
	if err != nil {
		return err
	}
	number := f.Int("revision")
	if number == 0 {
		number = v.Revision.Number
	}
	id, err := h.once(c, f, func(ctx context.Context) (uint64, error) {
		return h.app.Content.Remark(ctx, v.Document.ID, number, f.Int("block"), f.Get("text"), web.Actor(c))
	})
	if fields := fault.FieldsOf(err); len(fields) > 0 {
		form := h.remarkForm(c, v, f.Get("back"))
		form.Block, form.Text, form.Errors = f.Get("block"), f.Get("text"), fields
		return h.remarksPage(c, http.StatusUnprocessableEntity, v, form, 0)
	}
	if err != nil {
		return err
	}
	return h.done(c, "noted", h.backTo(c, v, f, id))
}

// Answer handles POST /desk/documents/:id/comments/:comment.
func (h *Handler) Answer(c echo.Context) error {
	v, thread, err := h.thread(c)
	if err != nil {
		return err
	}
	_, f, _, err := h.post(c)
	if err != nil {
		return err
	}
	_, err = h.app.Review.Note(c.Request().Context(), content.Ref(v.Document.ID), review.Comment{RevisionID: v.Revision.ID, ParentID: &thread, Text: f.Get("text")}, web.Actor(c))
	if fields := fault.FieldsOf(err); len(fields) > 0 {
		return h.remarksPage(c, http.StatusUnprocessableEntity, v, deskview.RemarkForm{Errors: fields}, thread)
	}
	if err != nil {
		return err
	}
	return h.done(c, "noted", h.backTo(c, v, f, thread))
}

// Settle handles POST /desk/documents/:id/comments/:comment/settle.
func (h *Handler) Settle(c echo.Context) error {
	v, thread, err := h.thread(c)
	if err != nil {
		return err
	}
	_, f, _, err := h.post(c)
	if err != nil {
		return err
	}
	if err := h.app.Review.Settle(c.Request().Context(), content.Ref(v.Document.ID), thread, f.Get("settled") != "no", web.Actor(c)); err != nil {
		return err
	}
	return h.done(c, "settled", h.backTo(c, v, f, thread))
}

// backTo is the page that a remark's form stood on, at the remark.
func (h *Handler) backTo(c echo.Context, v *content.View, f *web.Values, thread uint64) string {
	ctx, at := c.Request().Context(), "#c"+strconv.FormatUint(thread, 10)
	switch f.Get("back") {
	case "section":
		return href.DocumentDo(ctx, v.Document.ID, "section") + at
	case "document":
		return href.Document(ctx, v.Document.ID) + at
	}
	return href.Comments(ctx, v.Document.ID, 0) + at
}
