package portal

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/content"
	"gongkai/models/files"
	"gongkai/models/store"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// fileSecurity lets an opened file do nothing, whatever is in it.
const fileSecurity = "sandbox; default-src 'none'; frame-ancestors 'self'"

// File handles GET /files/:key/:name and /files/:key/:width/:name: whoever may
// read the revision that holds the file gets it, all others what they would get
// for a key that never was. The database is asked each time, so that what was
// withdrawn is gone everywhere at once; while it is away, what is known to be
// public is still given out.
func (h *Handler) File(c echo.Context) error {
	key := c.Param("key")
	f, err := h.known.file(key, func() (*content.File, error) { return h.app.Content.File(c.Request().Context(), key, web.Actor(c)) }, store.Away)
	if err != nil {
		return err
	}
	digest, typ := f.Digest, f.Type
	if w := c.Param("width"); w != "" {
		n, _ := strconv.Atoi(w)
		z, ok := f.At(n)
		if !ok || strconv.Itoa(n) != w {
			return notFound()
		}
		digest, typ = z.Digest, z.Type
	}
	in, err := h.app.Files.Open(digest)
	if err != nil {
		return err
	}
	defer in.Close()
	head := c.Response().Header()
	head.Set("Content-Type", files.MIME(typ))
	head.Set("Content-Disposition", disposition(f))
	head.Set("Content-Security-Policy", fileSecurity)
	if f.Public { // kept by readers, asked about each time
		head.Set("Cache-Control", "no-cache")
		head.Set("ETag", `"`+digest+`"`)
	}
	_ = http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(fileTimeout))
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, in)
	if f.Public && f.Kind != content.Picture && c.Request().Method == http.MethodGet && c.Response().Status == http.StatusOK && web.Human(c.Request()) {
		h.app.Stats.Downloaded(f.DocumentID, key)
	}
	return nil
}

// fileTimeout is how long a slow line may take for the largest file.
const fileTimeout = 10 * time.Minute

// disposition shows pictures where they stand and lets everything else be saved
// under its own name.
func disposition(f *content.File) string {
	d := sheets.Disposition(f.Name, "file."+f.Type)
	if f.Kind == content.Picture {
		return "inline" + strings.TrimPrefix(d, "attachment")
	}
	return d
}

// enclosures lists what a page offers to download: everything but the pictures
// that stand in its text.
func enclosures(ctx context.Context, page *content.Page) (list []portalview.File) {
	shown := content.Keys(page.Body)
	for _, a := range page.Attachments {
		if a.Kind == content.Picture && slices.Contains(shown, a.Key) {
			continue
		}
		list = append(list, portalview.File{Name: strings.TrimSuffix(a.Name, "."+a.Type), Type: strings.ToUpper(a.Type), Note: ui.FileNote(a.Type, a.Size), Href: href.File(ctx, a.Key, a.Name)})
	}
	return list
}
