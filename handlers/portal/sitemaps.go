package portal

import (
	"encoding/xml"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/views/href"
)

// sitemapSize is the most addresses one file may hold (sitemaps.org).
const sitemapSize = 50000

// sitemapWhole is up to how many addresses the site map is one file; a test
// lowers it.
var sitemapWhole = 5000

type urlset struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []sitemapURL `xml:"url"`
}

type sitemapindex struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 sitemapindex"`
	Parts   []sitemapURL `xml:"sitemap"`
}

type sitemapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// SitemapXML handles GET /sitemap.xml: every address while they are few, an
// index of parts when they are many (docs/adr/0015).
func (h *Handler) SitemapXML(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	set := s.columnAddresses()
	total := int64(len(set.URLs))
	for _, n := range s.counts {
		total += n
	}
	if total > int64(sitemapWhole) {
		return h.sitemapIndex(c, s)
	}
	items, err := h.app.Content.Newest(s.ctx, nil, sitemapWhole)
	if err != nil {
		return err
	}
	set.add(s, items)
	return xmlBlob(c, sitemapType, set)
}

const sitemapType = "application/xml; charset=utf-8"

func (h *Handler) sitemapIndex(c echo.Context, s *scene) error {
	index := sitemapindex{Parts: []sitemapURL{{Loc: href.Abs(s.ctx, href.SitemapColumns(s.ctx))}}}
	months, err := h.app.Content.Months(s.ctx)
	if err != nil {
		return err
	}
	for _, m := range months {
		index.Parts = append(index.Parts, sitemapURL{Loc: href.Abs(s.ctx, href.SitemapMonth(s.ctx, m))})
	}
	return xmlBlob(c, sitemapType, index)
}

var monthForm = regexp.MustCompile(`^20[0-9]{4}$`)

// SitemapPart handles GET /sitemap/columns.xml and /sitemap/{YYYYMM}.xml, the
// parts of a large site map. A month without documents has none.
func (h *Handler) SitemapPart(c echo.Context) error {
	name, ok := strings.CutSuffix(c.Param("part"), ".xml")
	if !ok {
		return notFound()
	}
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	if name == "columns" {
		return xmlBlob(c, sitemapType, s.columnAddresses())
	}
	month, err := time.ParseInLocation("200601", name, calendar.Shanghai)
	if err != nil || !monthForm.MatchString(name) {
		return notFound()
	}
	items, err := h.app.Content.Month(s.ctx, month, sitemapSize)
	if err != nil {
		return err
	}
	if len(items) == 0 {
		return notFound()
	}
	set := &urlset{}
	set.add(s, items)
	return xmlBlob(c, sitemapType, set)
}

// columnAddresses are the front page, the pages that every site has, and every
// column that shows something.
func (s *scene) columnAddresses() *urlset {
	set := &urlset{}
	for _, at := range []string{href.Home(s.ctx), href.SitemapPage(s.ctx), href.Contact(s.ctx), href.Access(s.ctx), href.Privacy(s.ctx), href.Feeds(s.ctx)} {
		set.URLs = append(set.URLs, sitemapURL{Loc: href.Abs(s.ctx, at)})
	}
	for _, col := range s.tree.All() {
		if s.visible(col) {
			set.URLs = append(set.URLs, sitemapURL{Loc: href.Abs(s.ctx, href.Column(s.ctx, col.Path))})
		}
	}
	return set
}

func (u *urlset) add(s *scene, items []content.Item) {
	for _, i := range items {
		if col := s.tree.ByID(i.ColumnID); col != nil && col.PageType == site.Single {
			continue // its column's page shows it
		}
		if at := s.address(i); at != "" {
			u.URLs = append(u.URLs, sitemapURL{Loc: href.Abs(s.ctx, at), LastMod: stamp(i.RevisedAt)})
		}
	}
}

// Robots handles GET /robots.txt: everything public may be read, search results
// and the desk need not be.
func (h *Handler) Robots(c echo.Context) error {
	ctx := c.Request().Context()
	lines := []string{"User-agent: *", "Disallow: " + href.Desk(ctx), "Disallow: " + href.Search(ctx, ""), "Sitemap: " + href.Abs(ctx, href.SitemapXML(ctx)), ""}
	return c.String(http.StatusOK, strings.Join(lines, "\n"))
}

// newestOf is the time of the newest document of a column's branch.
func (h *Handler) newestOf(s *scene, col *site.Column) (content.Item, error) {
	items, err := h.app.Content.Newest(content.Aside(s.ctx), s.holding(col), 1)
	if err != nil || len(items) == 0 {
		return content.Item{}, err
	}
	return items[0], nil
}
