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

// Sitemap handles GET /sitemap/.
func (h *Handler) Sitemap(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	p := portalview.SitemapPage{Frame: s.frame("网站地图", nil)}
	p.Canonical = href.Abs(s.ctx, href.SitemapPage(s.ctx))
	if p.Tree, err = h.nodes(s, nil); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, portalview.Sitemap(p))
}

func (h *Handler) nodes(s *scene, parent *site.Column) (nodes []portalview.SitemapNode, err error) {
	for _, col := range s.tree.Children(parent) {
		if !s.visible(col) {
			continue
		}
		n := portalview.SitemapNode{Title: col.Name, Href: href.Column(s.ctx, col.Path)}
		var total int64
		for _, id := range s.holding(col) {
			total += s.counts[id]
		}
		if total > 0 {
			n.Count = fmt.Sprintf("%d 条", total)
			newest, err := h.newestOf(s, col)
			if err != nil {
				return nil, err
			}
			n.Updated = ui.Day(newest.PublishedAt)
		}
		if n.Children, err = h.nodes(s, col); err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

// Apply handles GET /zfxxgk/ysq/: the ways to ask for information that is not
// published (条例第二十九条).
func (h *Handler) Apply(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	col := s.tree.ByPath(applyPath)
	w := s.words.Get
	p := portalview.ApplyPage{Frame: s.frame("依申请公开", col), Office: w(site.Keeper), Address: w(site.Address), Phone: w(site.Phone), Hours: w(site.Hours), Days: "20"}
	if col != nil {
		p.Side = s.side(col)
	}
	if guide := s.tree.ByPath(site.StatutoryRoot + "/zn"); s.visible(guide) {
		p.Guide = ui.Link{Text: guide.Name, Href: href.Column(s.ctx, guide.Path)}
	}
	p.Canonical = href.Abs(s.ctx, href.Apply(s.ctx))
	return web.Render(c, http.StatusOK, portalview.Apply(p))
}

// Prefer handles POST /pref: one cookie for the reader's display settings, and
// back to the page. It carries no token, because it stands on cached pages; the
// origin check guards it.
func (h *Handler) Prefer(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	p := web.Prefs(c.Request())
	for _, x := range []struct {
		into    *string
		name    string
		choices []string
	}{
		{&p.Mode, "mode", []string{"standard", "elder"}}, {&p.Font, "font", []string{"m", "l", "xl"}}, {&p.Theme, "theme", []string{"light", "dark", "auto", "contrast"}},
	} {
		*x.into = choice(f.Get(x.name), *x.into, x.choices)
	}
	c.SetCookie(&http.Cookie{Name: web.PrefsCookie, Value: p.String(), Path: h.cfg.BasePath + "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: h.cfg.Secure(), SameSite: http.SameSiteLaxMode})
	return web.SeeOther(c, web.LocalPath(f.Get("back"), h.cfg.BasePath, h.cfg.BasePath+"/"))
}

// choice is v if it is one of the choices, else what it was, else the first.
func choice(v, was string, choices []string) string {
	for _, x := range []string{v, was} {
		for _, k := range choices {
			if x == k {
				return k
			}
		}
	}
	return choices[0]
}
