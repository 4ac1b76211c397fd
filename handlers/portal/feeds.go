package portal

import (
	"encoding/xml"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/feeds"
	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/site"
	"gongkai/views/href"
)

const (
	feedSize    = 20
	sitemapSize = 50000 // the most addresses one sitemap may hold (sitemaps.org)
)

// Feed handles GET /feed/{column-with-dashes}.xml: the newest documents of a
// column and of those below it, as Atom.
func (h *Handler) Feed(c echo.Context) error {
	name, ok := strings.CutSuffix(c.Param("name"), ".xml")
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	col := feedColumn(s.tree, name)
	if !ok || col == nil {
		return notFound()
	}
	items, err := h.app.Content.Newest(s.ctx, s.tree.Branch(col), feedSize)
	if err != nil {
		return err
	}
	self := href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	f := &feeds.Feed{Title: s.words.Get(site.SiteName) + " - " + col.Name, Link: &feeds.Link{Href: self}, Id: self, Description: col.Description}
	for _, i := range items {
		page, err := h.app.Content.Live(s.ctx, i.DocumentID)
		if err != nil {
			continue // withdrawn in this very moment
		}
		at := href.Abs(s.ctx, s.address(i))
		f.Items = append(f.Items, &feeds.Item{Title: i.Title, Link: &feeds.Link{Href: at}, Id: at, Created: i.PublishedAt, Updated: i.RevisedAt,
			Description: markup.Excerpt(markup.HTML(page.Body), 200), Author: &feeds.Author{Name: page.Source}})
		if i.RevisedAt.After(f.Updated) {
			f.Updated = i.RevisedAt
		}
	}
	if f.Updated.IsZero() {
		f.Updated = col.CreatedAt
	}
	text, err := f.ToAtom()
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/atom+xml; charset=utf-8", []byte(text))
}

// feedColumn finds a column by its path written with dashes. Slugs may hold
// dashes themselves, so every path is compared.
func feedColumn(tree *site.Tree, name string) *site.Column {
	for _, c := range tree.All() {
		if strings.ReplaceAll(c.Path, "/", "-") == name {
			return c
		}
	}
	return nil
}

type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// SitemapXML handles GET /sitemap.xml.
func (h *Handler) SitemapXML(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	set := urlset{URLs: []sitemapURL{{Loc: href.Abs(s.ctx, href.Home(s.ctx))}}}
	for _, col := range s.tree.All() {
		if s.visible(col) {
			set.URLs = append(set.URLs, sitemapURL{Loc: href.Abs(s.ctx, href.Column(s.ctx, col.Path))})
		}
	}
	items, err := h.app.Content.Newest(s.ctx, nil, sitemapSize-len(set.URLs))
	if err != nil {
		return err
	}
	for _, i := range items {
		set.URLs = append(set.URLs, sitemapURL{Loc: href.Abs(s.ctx, s.address(i)), LastMod: i.RevisedAt.In(calendar.Shanghai).Format(time.RFC3339)})
	}
	text, err := xml.Marshal(set)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, "application/xml; charset=utf-8", append([]byte(xml.Header), text...))
}

// Robots handles GET /robots.txt.
func (h *Handler) Robots(c echo.Context) error {
	ctx := c.Request().Context()
	return c.String(http.StatusOK, "User-agent: *\nDisallow: "+href.Desk(ctx)+"\nDisallow: "+h.cfg.BasePath+"/search\nSitemap: "+href.Abs(ctx, href.SitemapXML(ctx))+"\n")
}

// newestOf is the time of the newest document of a column's branch.
func (h *Handler) newestOf(s *scene, col *site.Column) (content.Item, error) {
	items, err := h.app.Content.Newest(s.ctx, s.tree.Branch(col), 1)
	if err != nil || len(items) == 0 {
		return content.Item{}, err
	}
	return items[0], nil
}
