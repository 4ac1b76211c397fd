package portal

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/views/layout"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// standing is the frame of a page that every site has and that stands in no
// column.
func (s *scene) standing(title, description, address string) layout.Frame {
	f := s.frame(title, nil)
	f.Description, f.Canonical = description, href.Abs(s.ctx, address)
	return f
}

// faultReport is where a reader reports a fault on a page; nothing without the
// site's code.
func (s *scene) faultReport(address string) string {
	if code := s.words.Get(site.IDCode); code != "" {
		return href.FaultReport(code, href.Abs(s.ctx, address))
	}
	return ""
}

// About handles GET /about: who runs the site stands with how to reach them.
func (h *Handler) About(c echo.Context) error {
	return web.Moved(c, href.Contact(c.Request().Context()))
}

// Icon handles GET /favicon.ico, which some programs ask for without having read
// a page.
func (h *Handler) Icon(c echo.Context) error {
	return web.Moved(c, href.Asset(c.Request().Context(), "favicon.svg"))
}

// Access handles GET /a11y/: the accessibility statement.
func (h *Handler) Access(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	here, w := href.Access(s.ctx), s.words.Get
	p := portalview.AccessPage{Frame: s.standing("无障碍说明", "本站的无障碍设计、长辈版、键盘操作、已知的不足和意见反馈渠道。", here),
		Phone: w(site.Phone), Email: w(site.Email), Report: s.faultReport(here)}
	if day, err := calendar.ParseDay(w(site.AccessChecked)); err == nil {
		p.Checked = ui.Day(day)
	}
	return web.Render(c, http.StatusOK, portalview.Access(p))
}

// Privacy handles GET /privacy/: what the site knows of its readers.
func (h *Handler) Privacy(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	w := s.words.Get
	p := portalview.PrivacyPage{Frame: s.standing("隐私说明", "本站使用的唯一一个 Cookie、服务器日志和个人信息保护说明。", href.Privacy(s.ctx)),
		Operator: w(site.Keeper), Phone: w(site.Phone), Email: w(site.Email)}
	return web.Render(c, http.StatusOK, portalview.Privacy(p))
}

// errands are what people come for, and the columns that answer it.
var errands = []struct{ path, need string }{
	{"zwgk/jgzn", "找科室、查职责"}, {"bsfw", "办事要带什么、怎么办"}, {"hdjl", "咨询和提建议"},
}

// Contact handles GET /contact/: addresses and telephone numbers.
func (h *Handler) Contact(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	here, w := href.Contact(s.ctx), s.words.Get
	p := portalview.ContactPage{Frame: s.standing("联系方式", w(site.SiteName)+"的地址、电话、电子邮箱和办公时间。", here),
		Sponsor: w(site.Host), Operator: w(site.Keeper), Address: w(site.Address), Postcode: w(site.Postcode),
		Phone: w(site.Phone), Email: w(site.Email), Hours: w(site.Hours), Report: s.faultReport(here)}
	for _, e := range errands {
		if col := s.tree.ByPath(e.path); s.visible(col) {
			p.Onward = append(p.Onward, portalview.Errand{Need: e.need, Link: ui.Link{Text: col.Name, Href: href.Column(s.ctx, e.path)}})
		}
	}
	return web.Render(c, http.StatusOK, portalview.Contact(p))
}

// Feeds handles GET /rss/: every feed that holds something.
func (h *Handler) Feeds(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	p := portalview.FeedsPage{Frame: s.standing("订阅", "各栏目的 Atom 订阅地址和使用方法。", href.Feeds(s.ctx)), All: s.feed("全部栏目", href.AllFeed(s.ctx))}
	for _, root := range s.tree.Children(nil) {
		g := portalview.FeedGroup{Title: root.Name}
		for _, id := range s.tree.Branch(root) {
			if col := s.tree.ByID(id); s.filled(col) {
				f := s.feed(col.Name, href.Feed(s.ctx, col.Path))
				f.Page = href.Column(s.ctx, col.Path)
				g.Feeds = append(g.Feeds, f)
			}
		}
		if len(g.Feeds) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return web.Render(c, http.StatusOK, portalview.Feeds(p))
}

func (s *scene) feed(title, address string) portalview.FeedItem {
	return portalview.FeedItem{Title: title, Href: address, Address: href.Abs(s.ctx, address)}
}

// slashed answers a standing page's address without its last slash.
func slashed(c echo.Context) error { return web.Moved(c, c.Request().URL.EscapedPath()+"/") }
