package portal

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/site"
	portalview "gongkai/views/portal"
	"gongkai/web"
)

// Preview shows a revision as the public page would show it, with a banner that
// says that it is none. The caller has checked the right to read it. first is
// the document's first publication; nil when it never was public.
func (h *Handler) Preview(c echo.Context, r *content.Revision, first *time.Time) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	page := &content.Page{DocumentID: r.DocumentID, RevisionID: r.ID, ColumnID: r.ColumnID, Title: r.Title, Body: r.Body, Source: r.Source,
		ReportYear: r.ReportYear, Figures: r.Figures, Sum: r.Sum, Standing: r.Standing, Facts: r.Facts, Roll: r.Roll, Successor: r.Successor, PublishedAt: h.app.Store.Now(s.ctx), Attachments: r.Attachments}
	if r.PublishAt != nil {
		page.PublishedAt = *r.PublishAt
	}
	if first != nil {
		page.PublishedAt = *first
	}
	page.RevisedAt = page.PublishedAt
	banner := portalview.State{Kind: "info", Text: "预览：这一稿没有公开，只有有权限的工作人员能看到。发布时间为预计时间。"}
	if page.Standing != content.Holds {
		said, err := s.standingOf(h.app.Content, page)
		if err != nil {
			return err
		}
		banner = portalview.State{Kind: said.Kind, Text: banner.Text + "公开后这里写着：" + said.Text, More: said.More}
	}
	col := s.tree.ByID(r.ColumnID)
	if col.PageType == site.Reports && r.Figures != "" {
		p, err := h.reportPage(s, page, col)
		if err != nil {
			return err
		}
		p.Doc.State, p.NoIndex, p.Canonical = banner, true, ""
		return web.Render(c, http.StatusOK, portalview.Report(p))
	}
	doc, err := h.document(s, page)
	if err != nil {
		return err
	}
	h.showRoll(c, s, page, "", &doc)
	doc.State = banner
	p := portalview.ArticlePage{Frame: s.articleFrame(page, col), Side: s.side(col), Doc: doc}
	p.NoIndex, p.Canonical = true, ""
	return web.Render(c, http.StatusOK, portalview.Article(p))
}
