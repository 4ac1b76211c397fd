package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/views/layout"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// article shows a document at its permanent address; every other address that
// names it moves there for good.
func (h *Handler) article(c echo.Context, id uint64, path string) error {
	page, err := h.app.Content.Live(c.Request().Context(), id)
	if err != nil {
		return err
	}
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	if here := s.address(page.Item()); here != h.cfg.BasePath+"/"+path {
		return web.Moved(c, here)
	}
	doc, err := h.document(s, page)
	if err != nil {
		return err
	}
	col := s.tree.ByID(page.ColumnID)
	older, newer, err := h.app.Content.Beside(s.ctx, page)
	if err != nil {
		return err
	}
	p := portalview.ArticlePage{Frame: s.articleFrame(page, col), Side: s.side(col), Doc: doc, Prev: s.neighbour(older), Next: s.neighbour(newer)}
	return web.Render(c, http.StatusOK, portalview.Article(p))
}

func (s *scene) neighbour(i *content.Item) ui.Link {
	if i == nil {
		return ui.Link{}
	}
	return ui.Link{Text: i.Title, Href: s.address(*i)}
}

// document is what is the same on every page that shows a document. A page
// without a case is a preview: it has no review number and no log.
func (h *Handler) document(s *scene, page *content.Page) (portalview.Document, error) {
	body, tables := sheets.Whole(s.ctx, page.Body, page.Figures)
	d := portalview.Document{Title: page.Title, Published: ui.Minute(page.PublishedAt), Source: page.Source, Body: body, Figures: tables}
	if page.RevisedAt.After(page.PublishedAt) {
		d.Updated = ui.Minute(page.RevisedAt)
	}
	if page.CaseID == 0 {
		return d, nil
	}
	cs, err := h.app.Review.CaseByID(s.ctx, page.CaseID)
	if err != nil {
		return d, err
	}
	d.ReviewNo = cs.Number()
	notes, err := h.app.Content.Notes(s.ctx, page.DocumentID)
	for _, n := range notes {
		d.Log = append(d.Log, portalview.LogEntry{At: ui.Minute(n.At), Text: "更正：" + n.Note})
	}
	return d, err
}

// articleFrame adds a document's own tags to its column's.
func (s *scene) articleFrame(page *content.Page, col *site.Column) layout.Frame {
	f := s.frame(page.Title, col)
	i := page.Item()
	f.Canonical = href.Abs(s.ctx, s.address(i))
	f.Description = markup.Excerpt(markup.HTML(page.Body), 110)
	f.Updated = ui.Minute(page.RevisedAt)
	f.Meta = append(f.Meta,
		layout.Meta{Name: "ArticleTitle", Content: page.Title}, layout.Meta{Name: "PubDate", Content: pubDate(i)},
		layout.Meta{Name: "ContentSource", Content: page.Source}, layout.Meta{Name: "Description", Content: f.Description},
		layout.Meta{Name: "Url", Content: strings.TrimPrefix(f.Canonical, href.Abs(s.ctx, ""))})
	return f
}

// report shows the annual report of one year.
func (h *Handler) report(c echo.Context, s *scene, col *site.Column, year int) error {
	id, err := h.app.Content.ReportOf(s.ctx, col.ID, year)
	if err != nil {
		return err
	}
	page, err := h.app.Content.Live(s.ctx, id)
	if err != nil {
		return err
	}
	p, err := h.reportPage(s, page, col)
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, portalview.Report(p))
}

func (h *Handler) reportPage(s *scene, page *content.Page, col *site.Column) (p portalview.ReportPage, err error) {
	doc, err := h.document(s, page)
	if err != nil {
		return p, err
	}
	p = portalview.ReportPage{Frame: s.articleFrame(page, col), Side: s.side(col), Doc: doc}
	if r := sheets.Report(s.ctx, page.Body, page.Figures); r != nil {
		p.Doc.Body, p.Doc.Figures, p.Period, p.Form = r.Intro, nil, r.Period, r.Form
		for _, part := range r.Parts {
			p.Sections = append(p.Sections, portalview.ReportSection{ID: part.ID, Heading: part.Heading, Prose: part.Prose, Tables: part.Tables})
		}
	}
	years, err := h.app.Content.Years(s.ctx, col.ID)
	if err != nil {
		return p, err
	}
	for n, i := range years {
		if i.ReportYear == nil {
			continue
		}
		p.Years = append(p.Years, ui.Link{Text: yearText(*i.ReportYear), Href: s.address(i), Current: i.DocumentID == page.DocumentID})
		if i.DocumentID != page.DocumentID {
			continue
		}
		if n+1 < len(years) {
			p.Prev = s.neighbour(&years[n+1])
		}
		if n > 0 {
			p.Next = s.neighbour(&years[n-1])
		}
	}
	return p, nil
}

func yearText(year int) string { return strconv.Itoa(year) }
