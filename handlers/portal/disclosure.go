package portal

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// Paths of the fixed parts of 政府信息公开专栏, below site.StatutoryRoot
// (国办公开办函〔2019〕61号).
const (
	guidePart   = site.StatutoryRoot + "/zn"
	rulesPart   = site.StatutoryRoot + "/zd"
	dutiesPart  = site.StatutoryRoot + "/fd"
	reportsPart = site.StatutoryRoot + "/nb"
)

// disclosure shows 政府信息公开专栏 with its fixed parts.
func (h *Handler) disclosure(c echo.Context, s *scene, col *site.Column) error {
	w := s.words.Get
	p := portalview.DisclosurePage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Office: w(site.Keeper), Address: w(site.Address), Phone: w(site.Phone), Hours: w(site.Hours)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	p.Apply = portalview.Part{Link: ui.Link{Text: "依申请公开", Href: href.Apply(s.ctx)},
		Note: "没有主动公开的政府信息，可以依法申请，20 个工作日内答复（条例第三十三条）。"}
	for _, fill := range []func(*scene, *portalview.DisclosurePage) error{h.guidePart, h.rulesPart, h.dutiesPart, h.reportsPart} {
		if err := fill(s, &p); err != nil {
			return err
		}
	}
	return web.Render(c, http.StatusOK, portalview.Disclosure(p))
}

// part is the column of a fixed part, nil when there is nothing in it.
func (s *scene) part(path string) (*site.Column, ui.Link) {
	col := s.tree.ByPath(path)
	if !s.visible(col) {
		return nil, ui.Link{}
	}
	return col, ui.Link{Text: col.Name, Href: href.Column(s.ctx, col.Path)}
}

func (h *Handler) guidePart(s *scene, p *portalview.DisclosurePage) error {
	col, link := s.part(guidePart)
	if col == nil {
		return nil
	}
	newest, err := h.newestOf(s, col)
	p.Guide = portalview.Part{Link: link, Note: col.Description, At: ui.Day(newest.RevisedAt)}
	return err
}

func (h *Handler) rulesPart(s *scene, p *portalview.DisclosurePage) error {
	col, link := s.part(rulesPart)
	if col == nil {
		return nil
	}
	newest, err := h.app.Content.Newest(s.ctx, s.holding(col), 5)
	p.Rules = portalview.Part{Link: link, Items: s.items(newest)}
	return err
}

func (h *Handler) dutiesPart(s *scene, p *portalview.DisclosurePage) error {
	col, link := s.part(dutiesPart)
	if col == nil {
		return nil
	}
	p.Duties.Link = link
	for _, k := range s.tree.Children(col) {
		if s.visible(k) {
			p.Duties.Links = append(p.Duties.Links, ui.Link{Text: fmt.Sprintf("%s（%d 条）", k.Name, s.total(k)), Href: href.Column(s.ctx, k.Path)})
		}
	}
	return nil
}

func (h *Handler) reportsPart(s *scene, p *portalview.DisclosurePage) error {
	col, link := s.part(reportsPart)
	if col == nil {
		return nil
	}
	items, err := h.app.Content.Years(s.ctx, col.ID)
	p.Reports = portalview.Part{Link: link, Note: nextReport(items, h.app.Store.Now(s.ctx)) + "。"}
	for _, i := range items {
		if i.ReportYear != nil {
			p.Reports.Links = append(p.Reports.Links, ui.Link{Text: yearText(*i.ReportYear), Href: s.address(i)})
		}
	}
	return err
}
