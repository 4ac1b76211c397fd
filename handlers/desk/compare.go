package desk

import (
	"net/http"
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// Compare handles GET /desk/documents/:id/compare: any two revisions; without
// numbers the newest and the one before it.
func (h *Handler) Compare(c echo.Context) error {
	v, err := h.open(c)
	if err != nil {
		return err
	}
	number := func(name string, other int) int {
		if n, err := strconv.Atoi(c.QueryParam(name)); err == nil {
			return n
		}
		return other
	}
	to := number("to", v.Revision.Number)
	pair := [2]int{number("from", max(1, to-1)), to}
	var texts [2]*content.Revision
	for i, n := range pair {
		if texts[i], err = h.app.Content.RevisionOf(c.Request().Context(), v.Document.ID, n, web.Actor(c)); err != nil {
			return err
		}
	}
	return h.comparePage(c, v, texts[0], texts[1])
}

func (h *Handler) comparePage(c echo.Context, v *content.View, from, to *content.Revision) error {
	k, err := h.cast(c, from.AuthorID, to.AuthorID)
	if err != nil {
		return err
	}
	revisions, err := h.app.Content.Revisions(k.ctx, v.Document.ID)
	if err != nil {
		return err
	}
	name := func(r *content.Revision) ui.Link {
		return ui.Link{Text: revisionName(r.Number) + " · " + ui.Minute(r.CreatedAt).Shown, Href: href.Revision(k.ctx, v.Document.ID, r.Number)}
	}
	at := href.DocumentDo(k.ctx, v.Document.ID, "compare")
	with := func(key, value string) string {
		q := url.Values{"from": {strconv.Itoa(from.Number)}, "to": {strconv.Itoa(to.Number)}}
		if key != "" {
			q.Set(key, value)
		}
		return at + "?" + q.Encode()
	}
	d := &difference{k: k, from: from, to: to, old: name(from), new: name(to), all: c.QueryParam("all") != "", open: c.QueryParam("open"),
		fold: func(first string) string { return with("open", first) }}
	table, err := d.page()
	if err != nil {
		return err
	}
	p := deskview.ComparePage{Frame: h.frame(c, "版本对照", documentsLink(k), documentLink(k, v)), Document: documentLink(k, v), Action: at, Diff: table,
		Form:     deskview.Form{Values: url.Values{"from": {strconv.Itoa(from.Number)}, "to": {strconv.Itoa(to.Number)}}},
		Versions: k.versions(revisions), Only: onlyLink(d.all, with)}
	p.Frame.Scripts = []string{"review.js"}
	for _, r := range []*content.Revision{from, to} {
		p.Facts = append(p.Facts, deskview.Fact{Name: revisionName(r.Number), Text: k.names[r.AuthorID] + "，" + ui.Minute(r.CreatedAt).Shown + " 保存"},
			deskview.Fact{Name: "内容指纹", Text: r.Sum, Code: true})
	}
	return web.Render(c, http.StatusOK, deskview.Compare(p))
}

// onlyLink shows everything, or only what was changed.
func onlyLink(all bool, with func(key, value string) string) ui.Link {
	if all {
		return ui.Link{Text: "只看改动", Href: with("", "")}
	}
	return ui.Link{Text: "显示全部段落", Href: with("all", "1")}
}

// versionNames are a document's revisions by number alone, newest first.
func (k *cast) versionNames(revisions []content.Revision) (out []ui.Option) {
	for _, r := range revisions {
		out = append(out, ui.Option{Value: strconv.Itoa(r.Number), Text: revisionName(r.Number)})
	}
	return out
}

// versions are a document's revisions to choose from, newest first.
func (k *cast) versions(revisions []content.Revision) (out []ui.Option) {
	for _, r := range revisions {
		out = append(out, ui.Option{Value: strconv.Itoa(r.Number), Text: revisionName(r.Number) + " · " + ui.Minute(r.CreatedAt).Shown})
	}
	return out
}
