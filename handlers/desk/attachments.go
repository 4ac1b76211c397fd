package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/files"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// maxUpload is how many bytes one form with files may have: several of the
// largest.
const maxUpload = 4*files.MaxFile + 1<<20

// attachmentRoutes lists the addresses of a document's attachments.
func (h *Handler) attachmentRoutes() []web.Route {
	const at = "/desk/documents/:id/attachments"
	rs := []web.Route{
		{Method: http.MethodGet, Path: at, Policy: web.Staff, Handle: h.ShowAttachments},
		{Method: http.MethodPost, Path: at, Policy: web.Staff, Limit: maxUpload, Handle: h.Attach},
	}
	for _, verb := range []string{"rename", "remove", "move"} {
		rs = append(rs, web.Route{Method: http.MethodGet, Path: at + "/:key/" + verb, Policy: web.Staff, Handle: h.showAttachment(verb)},
			web.Route{Method: http.MethodPost, Path: at + "/:key/" + verb, Policy: web.Staff, Handle: h.doAttachment(verb)})
	}
	return rs
}

// wantsJSON reports whether a script asks, which reads no pages.
func wantsJSON(c echo.Context) bool {
	return strings.HasPrefix(c.Request().Header.Get("Accept"), "application/json")
}

// fileStates says of each file of a document whether the public can read it now.
func fileStates(rows []deskview.FileRow, live *content.Revision) []deskview.FileRow {
	public := map[string]bool{}
	if live != nil {
		for _, a := range live.Attachments {
			public[a.Key] = true
		}
	}
	for i := range rows {
		rows[i].State = deskview.FilePrivate
		if public[rows[i].Key] {
			rows[i].State = deskview.FilePublic
		}
	}
	return rows
}

// fileRows shows the attachments of r.
func (k *cast) fileRows(r *content.Revision) []deskview.FileRow {
	shown := content.Keys(r.Body)
	var rows []deskview.FileRow
	for i, a := range r.Attachments {
		row := deskview.FileRow{Key: a.Key, Name: a.Name, Alt: a.Alt, Type: strings.ToUpper(a.Type), Note: ui.FileNote(a.Type, a.Size), Href: href.File(k.ctx, a.Key, a.Name),
			Picture: a.Kind == content.Picture, Used: slices.Contains(shown, a.Key), First: i == 0, Last: i+1 == len(r.Attachments)}
		if row.Picture {
			row.Note += fmt.Sprintf(" · %d×%d", a.Width, a.Height)
			row.Thumb = row.Href
			if z := a.Smaller(); len(z) > 0 {
				row.Thumb = href.FileSize(k.ctx, a.Key, z[0].Width, a.Name)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// ShowAttachments handles GET /desk/documents/:id/attachments.
func (h *Handler) ShowAttachments(c echo.Context) error {
	v, err := h.mayDo(c, review.Edit)
	if err != nil {
		return err
	}
	return h.attachmentsPage(c, http.StatusOK, v, nil)
}

func (h *Handler) attachmentsPage(c echo.Context, code int, v *content.View, problem error, also ...deskview.Remark) error {
	k, err := h.cast(c, v.Track.AuthorID)
	if err != nil {
		return err
	}
	p := deskview.AttachmentsPage{Frame: h.frame(c, "附件和图片", documentsLink(k), documentLink(k, v)), ID: v.Document.ID, Title: v.Revision.Title,
		Rows: fileStates(k.fileRows(&v.Revision), v.Live), Accept: files.Accept(), Limits: fmt.Sprintf("每个文件不超过 %d MB，一篇稿件合计不超过 %d MB。", files.MaxFile>>20, files.MaxPerDocument>>20),
		Form: deskview.Form{Version: v.Track.Version, Errors: fault.FieldsOf(problem)}, Remarks: append(also, voids(v)...)}
	return web.Render(c, code, deskview.Attachments(p))
}

// voids warns that a change makes the signatures void.
func voids(v *content.View) []deskview.Remark {
	if s := v.Track.State; s == review.Draft || s == review.Returned {
		return nil
	}
	return []deskview.Remark{{Tone: "warn", Title: "这篇稿件正在审核。", Text: "改动附件后，已有的签名全部作废，稿件回到草稿，需要重新提交。"}}
}

// Attach handles POST /desk/documents/:id/attachments.
func (h *Handler) Attach(c echo.Context) error {
	v, f, seen, err := h.post(c)
	if err != nil {
		return err
	}
	sent, done, err := f.Files("file")
	if err != nil {
		return err
	}
	defer done()
	var ups []content.Upload
	for _, x := range sent {
		ups = append(ups, content.Upload{Upload: files.Upload{Name: x.Name, Size: x.Size, Data: x}})
	}
	if len(ups) == 1 { // the words are about one picture, not about each of several
		ups[0].Alt = f.Get("alt")
	}
	added, err := h.attach(c, f, v.Document.ID, seen, ups)
	switch {
	case wantsJSON(c):
		return h.attached(c, added, seen+1, err)
	case fault.KindOf(err) == fault.Invalid:
		return h.attachmentsPage(c, http.StatusUnprocessableEntity, v, err)
	case err != nil:
		return h.decided(c, v, f, err, "attached")
	}
	return h.done(c, "attached", href.Attachments(c.Request().Context(), v.Document.ID))
}

// enclose adds the files that came with a document's own form, which is stored
// already. It answers itself, and returns true, when a file was refused: with the
// page of attachments and the reason.
func (h *Handler) enclose(c echo.Context, f *web.Values, id uint64) (refused bool, err error) {
	sent, done, err := f.Files("file")
	if err != nil || len(sent) == 0 {
		return false, err
	}
	defer done()
	ctx, by := c.Request().Context(), web.Actor(c)
	v, err := h.app.Content.Open(ctx, id, by)
	if err != nil {
		return false, err
	}
	var ups []content.Upload
	for _, x := range sent {
		ups = append(ups, content.Upload{Upload: files.Upload{Name: x.Name, Size: x.Size, Data: x}})
	}
	_, _, err = h.app.Content.Attach(ctx, id, v.Track.Version, ups, by)
	if fault.KindOf(err) == fault.Invalid {
		return true, h.attachmentsPage(c, http.StatusUnprocessableEntity, v, err,
			deskview.Remark{Tone: "ok", Title: "稿件已经保存。", Text: "附件没有加上，原因见上面。可以换一个文件再上传，也可以不加附件，回到稿件提交。"})
	}
	return false, err
}

// attach adds files once for each form and its files: sent again, it finds those
// of the first time. Another file in the same form, after going back, is another
// request.
func (h *Handler) attach(c echo.Context, f *web.Values, id uint64, seen int, ups []content.Upload) ([]content.Attachment, error) {
	ctx, by := c.Request().Context(), web.Actor(c)
	key, err := uploadKey(f.Get("once"), ups)
	if err != nil {
		return nil, err
	}
	in, err := h.app.Content.Receive(ctx, id, seen, ups, by)
	if err != nil {
		return nil, err
	}
	revision, err := h.app.Once.Do(ctx, key, by.ID, func(ctx context.Context) (uint64, error) {
		revision, _, err := h.app.Content.Enclose(ctx, id, seen, in, by)
		return revision, err
	})
	if err != nil {
		return nil, err
	}
	return h.app.Content.Added(ctx, id, revision)
}

// uploadKey is a form's key together with the bytes that it brings; "" without a
// key.
func uploadKey(once string, ups []content.Upload) (string, error) {
	if once == "" {
		return "", nil
	}
	sum := sha256.New()
	fmt.Fprintf(sum, "%d %s", len(once), once)
	for _, u := range ups {
		fmt.Fprintf(sum, " %d %s %d ", len(u.Name), u.Name, u.Size)
		if _, err := io.Copy(sum, io.NewSectionReader(u.Data, 0, u.Size)); err != nil {
			return "", fmt.Errorf("desk: upload: %w", err)
		}
	}
	return hex.EncodeToString(sum.Sum(nil)[:20]), nil
}

// fileAnswer tells a script of one file that was added; with several, of the
// last, and of all of them in Files.
type fileAnswer struct {
	Version int          `json:"version,omitempty"` // of the document now: the next form carries it
	Key     string       `json:"key"`
	Name    string       `json:"name"`
	Href    string       `json:"href"`
	Kind    string       `json:"kind"`
	Size    int64        `json:"size"`
	Width   int          `json:"width"`
	Height  int          `json:"height"`
	Alt     string       `json:"alt"`
	Files   []fileAnswer `json:"files,omitempty"`
}

// attached answers a script.
func (h *Handler) attached(c echo.Context, added []content.Attachment, version int, err error) error {
	if why := fault.FieldsOf(err)["file"]; why != "" {
		return c.JSON(http.StatusUnprocessableEntity, map[string]string{"error": why})
	}
	if err != nil {
		return err // the page of the problem answers scripts too
	}
	var all []fileAnswer
	for _, a := range added {
		all = append(all, fileAnswer{Key: a.Key, Name: a.Name, Href: href.File(c.Request().Context(), a.Key, a.Name), Kind: a.Kind, Size: a.Size, Width: a.Width, Height: a.Height, Alt: a.Alt})
	}
	last := all[len(all)-1]
	last.Version = version
	if len(all) > 1 {
		last.Files = all
	}
	return c.JSON(http.StatusOK, last)
}

// showAttachment handles GET /desk/documents/:id/attachments/:key/{verb}.
func (h *Handler) showAttachment(verb string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, err := h.mayDo(c, review.Edit)
		if err != nil {
			return err
		}
		return h.attachmentPage(c, http.StatusOK, verb, v, nil, nil)
	}
}

func (h *Handler) attachmentPage(c echo.Context, code int, verb string, v *content.View, typed url.Values, problem error) error {
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	rows := fileStates(k.fileRows(&v.Revision), v.Live)
	i := slices.IndexFunc(rows, func(r deskview.FileRow) bool { return r.Key == c.Param("key") })
	if i < 0 {
		return fault.New(fault.NotFound, "没有这个附件，或者它已经移除。")
	}
	if typed == nil {
		typed = url.Values{"name": {rows[i].Name}, "alt": {rows[i].Alt}}
	}
	list := ui.Link{Text: "附件和图片", Href: href.Attachments(k.ctx, v.Document.ID)}
	p := deskview.AttachmentPage{Frame: h.frame(c, deskview.AttachmentTitle(verb), documentsLink(k), documentLink(k, v), list), Verb: verb, ID: v.Document.ID, File: rows[i],
		Form: deskview.Form{Version: v.Track.Version, Values: typed, Errors: fault.FieldsOf(problem)}, Remarks: voids(v)}
	return web.Render(c, code, deskview.AttachmentForm(p))
}

// doAttachment handles POST /desk/documents/:id/attachments/:key/{verb}.
func (h *Handler) doAttachment(verb string) echo.HandlerFunc {
	return func(c echo.Context) error {
		v, f, seen, err := h.post(c)
		if err != nil {
			return err
		}
		ctx, id, key, by, word := c.Request().Context(), v.Document.ID, c.Param("key"), web.Actor(c), "saved"
		switch verb {
		case "rename":
			err = h.app.Content.Rename(ctx, id, seen, key, f.Get("name"), f.Get("alt"), by)
		case "remove":
			word = "detached"
			err = h.app.Content.Detach(ctx, id, seen, key, by)
		case "move":
			err = h.app.Content.Shift(ctx, id, seen, key, f.Get("to") == "up", by)
		}
		if fault.KindOf(err) == fault.Invalid {
			return h.attachmentPage(c, http.StatusUnprocessableEntity, verb, v, f.Values, err)
		}
		if err != nil {
			return h.decided(c, v, f, err, word)
		}
		return h.done(c, word, href.Attachments(ctx, id))
	}
}
