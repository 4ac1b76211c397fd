package portal

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/search"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/views/layout"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// applyPath is the address of 依申请公开: an action, not a list, so it is never
// empty.
const applyPath = site.StatutoryRoot + "/ysq"

// scene is what every page needs to know of the site.
type scene struct {
	*ground
	ctx   context.Context
	prefs layout.Prefs
	back  string
}

func (h *Handler) scene(c echo.Context) (*scene, error) {
	g, err := h.ground(c.Request().Context())
	if err != nil {
		return nil, err
	}
	return h.on(c, g), nil
}

// on is the scene of a request on what is known of the site.
func (h *Handler) on(c echo.Context, g *ground) *scene {
	return &scene{ctx: c.Request().Context(), ground: g, prefs: web.Prefs(c.Request()), back: back(c)}
}

// ground is what all pages of an epoch know of the site.
type ground struct {
	epoch    uint64
	tree     *site.Tree
	counts   map[uint64]int64
	words    site.Settings
	same     search.Synonyms   // words that mean the same to a search
	sections map[uint64]string // names of sections
	newest   time.Time         // when something was last published or corrected
}

// ground reads it once an epoch. Nobody changes it.
func (h *Handler) ground(ctx context.Context) (*ground, error) {
	epoch := h.app.Site.Epoch()
	if g := h.last.Load(); g != nil && g.epoch == epoch && epoch != 0 {
		return g, nil
	}
	g := &ground{epoch: epoch}
	var err error
	if g.tree, err = h.app.Site.Tree(ctx); err != nil {
		return nil, err
	}
	if g.counts, err = h.app.Content.Counts(ctx); err != nil {
		return nil, err
	}
	if g.words, err = h.app.Site.Settings(ctx); err != nil {
		return nil, err
	}
	if g.sections, err = h.app.People.SectionNames(ctx); err != nil {
		return nil, err
	}
	g.same = search.ParseSynonyms(g.words.Get(site.Synonyms))
	newest, err := h.app.Content.Newest(content.Aside(ctx), nil, 1)
	if err != nil {
		return nil, err
	}
	if len(newest) > 0 {
		g.newest = newest[0].RevisedAt
	}
	h.last.Store(g)
	return g, nil
}

// back is the address of this page, for the display settings to return to: its
// path and the parameters that pages know. What else a link may carry is not
// repeated, because the page is kept for readers who came without it.
func back(c echo.Context) string {
	known := url.Values{}
	for _, name := range []string{"page", "q", "year", "t", "y", "valid", "col", "ft", "sort"} {
		if v := c.QueryParam(name); v != "" {
			known.Set(name, strings.ToValidUTF8(v, ""))
		}
	}
	return withQuery(c.Request().URL.EscapedPath(), known.Encode())
}

// visible reports whether a column has something to show: an empty one stands
// in no navigation, hub, map or feed.
func (s *scene) visible(c *site.Column) bool {
	if c == nil {
		return false
	}
	return c.Path == applyPath || s.filled(c)
}

// filled reports whether a column or one below it holds a document.
func (s *scene) filled(c *site.Column) bool {
	for _, id := range s.tree.Branch(c) {
		if s.counts[id] > 0 {
			return true
		}
	}
	return false
}

func (s *scene) site() layout.Site {
	l := SiteOf(s.words)
	if !s.newest.IsZero() {
		l.Updated = ui.Minute(s.newest)
	}
	for _, word := range s.words.Words(site.HotWords) {
		l.HotWords = append(l.HotWords, ui.Link{Text: word, Href: href.Search(s.ctx, word)})
	}
	return l
}

// SiteOf is what every public page says of the site by its settings.
func SiteOf(words site.Settings) layout.Site {
	w := words.Get
	l := layout.Site{
		Name: w(site.SiteName), NameEN: w(site.SiteEnglish), Kind: w(site.District),
		Sponsor: w(site.Host), Operator: w(site.Keeper), Address: w(site.Address), Phone: w(site.Phone), Hours: w(site.Hours),
		ConacID: w(site.Conac), IDCode: w(site.IDCode), ICP: w(site.ICP), Police: w(site.Police), IPv6: w(site.IPv6) == site.Yes,
	}
	if w(site.ParentName) != "" && w(site.ParentAddress) != "" {
		l.Parent = ui.Link{Text: w(site.ParentName), Href: w(site.ParentAddress)}
	}
	return l
}

// frame builds what surrounds a page; col is the column the page stands in, nil
// for pages that stand in none.
func (s *scene) frame(title string, col *site.Column) layout.Frame {
	f := layout.Frame{Title: title, Site: s.site(), Prefs: s.prefs, Back: s.back, Nav: s.nav(col)}
	s.siteTags(&f)
	f.Description = s.words.Get(site.SiteName)
	if col == nil && title != "" {
		f.Crumbs = []ui.Link{{Text: s.words.Get(site.SiteShort), Href: href.Home(s.ctx)}, {Text: title, Current: true}}
	}
	if col != nil {
		f.Description = col.Description
		f.Group = s.tree.Ancestors(col)[0].Name
		columnTags(&f, col)
		f.Crumbs = s.crumbs(col)
		if s.visible(col) { // an empty column is in no feed
			f.Feed = ui.Link{Text: col.Name, Href: href.Feed(s.ctx, col.Path)}
		}
		f.Data = append(f.Data, s.crumbNode(f.Crumbs))
	}
	if title == "" {
		f.Data = s.siteNodes()
	}
	return f
}

// nav is the main navigation: the front page and the roots that show something.
func (s *scene) nav(current *site.Column) []ui.Link {
	links := []ui.Link{{Text: "首页", Href: href.Home(s.ctx), Current: current == nil && s.back == href.Home(s.ctx)}}
	var root *site.Column
	if current != nil {
		root = s.tree.Ancestors(current)[0]
	}
	for _, c := range s.tree.Children(nil) {
		if s.visible(c) {
			links = append(links, ui.Link{Text: c.Name, Href: href.Column(s.ctx, c.Path), Current: c == root})
		}
	}
	return links
}

// crumbs is the column's own breadcrumb text, or the path of its names; every
// part that names a column links to it.
func (s *scene) crumbs(col *site.Column) []ui.Link {
	links := []ui.Link{{Text: s.words.Get(site.SiteShort), Href: href.Home(s.ctx)}}
	if col.Crumb == "" {
		for _, a := range s.tree.Ancestors(col) {
			links = append(links, ui.Link{Text: a.Name, Href: href.Column(s.ctx, a.Path), Current: a == col})
		}
		return links
	}
	names := strings.Split(col.Crumb, ">")
	links[0].Text = strings.TrimSpace(names[0])
	for i, name := range names[1:] {
		l := ui.Link{Text: strings.TrimSpace(name), Current: i == len(names)-2}
		for _, c := range s.tree.All() {
			if c.Name == l.Text && (c.ParentID == nil || c == col) {
				l.Href = href.Column(s.ctx, c.Path)
				break
			}
		}
		links = append(links, l)
	}
	return links
}

// side is the column tree beside a page: the root's columns, and those below.
func (s *scene) side(col *site.Column) portalview.Side {
	root := s.tree.Ancestors(col)[0]
	side := portalview.Side{Title: root.Name}
	if root.Path == site.StatutoryRoot {
		side.Apply = href.Apply(s.ctx)
	}
	for _, k := range s.tree.Children(root) {
		if !s.visible(k) || k.Path == applyPath && side.Apply != "" {
			continue
		}
		item := portalview.SideItem{Link: s.link(k, col)}
		for _, g := range s.tree.Children(k) {
			if s.visible(g) {
				item.Children = append(item.Children, s.link(g, col))
			}
		}
		side.Items = append(side.Items, item)
	}
	return side
}

func (s *scene) link(c, current *site.Column) ui.Link {
	return ui.Link{Text: c.Name, Href: href.Column(s.ctx, c.Path), Current: c == current}
}

func (s *scene) address(i content.Item) string {
	return Address(s.ctx, s.tree, i)
}

// Address is where citizens find a public document: its year's address for an
// annual report, else its permanent one.
func Address(ctx context.Context, tree *site.Tree, i content.Item) string {
	col := tree.ByID(i.ColumnID)
	if col == nil {
		return ""
	}
	if i.ReportYear != nil && col.PageType == site.Reports {
		return href.Column(ctx, fmt.Sprintf("%s/%d", col.Path, *i.ReportYear))
	}
	return href.Article(ctx, col.Path, i.PublishedAt, i.DocumentID)
}

func (s *scene) item(i content.Item) portalview.Item {
	return marked(portalview.Item{Title: i.Title, Href: s.address(i), At: ui.Day(i.PublishedAt)}, i)
}

func (s *scene) items(list []content.Item) []portalview.Item {
	out := make([]portalview.Item, len(list))
	for i := range list {
		out[i] = s.item(list[i])
	}
	return out
}

// pubDate is the PubDate tag: to the minute, in China Standard Time.
func pubDate(i content.Item) string { return calendar.Minute(i.PublishedAt) }
