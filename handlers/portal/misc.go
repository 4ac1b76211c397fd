package portal

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/fault"
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
		for _, id := range s.tree.Branch(col) {
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
	p := prefs(c)
	for _, x := range []struct {
		into    *string
		name    string
		choices []string
	}{
		{&p.Mode, "mode", []string{"standard", "elder"}}, {&p.Font, "font", []string{"m", "l", "xl"}}, {&p.Theme, "theme", []string{"light", "dark", "auto", "contrast"}},
	} {
		*x.into = choice(f.Get(x.name), *x.into, x.choices)
	}
	c.SetCookie(&http.Cookie{Name: prefsCookie, Value: p.Mode + "." + p.Font + "." + p.Theme, Path: h.cfg.BasePath + "/", MaxAge: 365 * 24 * 3600,
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

// goneReasons says in a sentence for the public why a page was withdrawn.
var goneReasons = map[string]string{
	"mistake":       "该信息因内容有误或误发已撤下。",
	"personal-data": "该信息因含有个人信息已撤下。",
	"superseded":    "该信息已被新的内容替代。",
	"merged":        "该信息已并入其他页面。",
	"order":         "该信息已按上级要求撤下。",
	"other":         "该信息已撤下。",
}

// Problem shows an error page of the public site. When even the frame cannot be
// read, the page has none.
func (h *Handler) Problem(c echo.Context, status int, cause error) error {
	s, err := h.scene(c)
	if err != nil {
		s = &scene{ctx: c.Request().Context(), tree: &site.Tree{}, prefs: prefs(c), words: site.Settings{site.SiteName: "政府网站"}, back: href.Home(c.Request().Context())}
	}
	f := s.frame(problemTitle(status), nil)
	f.NoIndex, f.Back = true, href.Home(s.ctx)
	gone, _ := errors.AsType[*content.Gone](cause)
	switch {
	case status == http.StatusNotFound:
		return web.Render(c, status, portalview.NotFound(portalview.NotFoundPage{Frame: f, Guess: guess(c, h.cfg.BasePath), Maybe: h.maybe(s), RequestID: web.RequestID(c)}))
	case status == http.StatusGone && gone != nil:
		return web.Render(c, status, portalview.Gone(portalview.GonePage{Frame: f, Reason: goneReasons[gone.Reason], At: ui.Minute(gone.At), RequestID: web.RequestID(c)}))
	}
	return web.Render(c, status, portalview.Problem(portalview.ProblemPage{Frame: f, Status: status, Message: fault.MessageOf(cause), RequestID: web.RequestID(c)}))
}

func problemTitle(status int) string {
	switch status {
	case http.StatusNotFound:
		return "没有找到这个页面"
	case http.StatusGone:
		return "该信息已撤下"
	}
	return "暂时无法显示"
}

// guess reads words from the address, for the search box of the 404 page.
func guess(c echo.Context, base string) string {
	path, err := url.PathUnescape(strings.TrimPrefix(c.Request().URL.Path, base))
	if err != nil {
		return ""
	}
	words := strings.FieldsFunc(strings.ToValidUTF8(path, ""), func(r rune) bool { return r < 0x2e80 })
	if text := []rune(strings.Join(words, " ")); len(text) <= 40 {
		return string(text)
	}
	return ""
}

// maybe offers the newest documents; what is away is left out.
func (h *Handler) maybe(s *scene) []portalview.Item {
	if len(s.tree.All()) == 0 {
		return nil
	}
	items, err := h.app.Content.Newest(s.ctx, nil, 5)
	if err != nil {
		return nil
	}
	return s.items(items)
}
