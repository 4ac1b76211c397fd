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

// feedSize is the number of entries of a feed.
const feedSize = 20

// atomFeed is an Atom feed (RFC 4287) with the two links that a feed should
// have; the library knows one.
type atomFeed struct {
	feeds.AtomFeed
	Links []feeds.AtomLink
}

// Feed handles GET /feed/{column-with-dashes}.xml: the newest documents of a
// column and of those below it, as Atom; GET /feed/all.xml: of the whole site.
// An empty column has an empty feed.
func (h *Handler) Feed(c echo.Context) error {
	name, ok := strings.CutSuffix(c.Param("name"), ".xml")
	if !ok {
		return notFound()
	}
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	title, page, since := s.words.Get(site.SiteName), href.Home(s.ctx), time.Unix(0, 0)
	var branch []uint64
	if name != "all" {
		col := feedColumn(s.tree, name)
		if col == nil {
			return notFound()
		}
		title, page, since, branch = title+" - "+col.Name, href.Column(s.ctx, col.Path), col.CreatedAt, s.holding(col)
	}
	items, err := h.app.Content.Newest(s.ctx, branch, feedSize)
	if err != nil {
		return err
	}
	f := atomFeed{Links: []feeds.AtomLink{
		{Href: href.Abs(s.ctx, href.Base(s.ctx)+"/feed/"+name+".xml"), Rel: "self", Type: "application/atom+xml"},
		{Href: href.Abs(s.ctx, page), Rel: "alternate", Type: "text/html"},
	}}
	f.Xmlns, f.Title, f.Id, f.Author = "http://www.w3.org/2005/Atom", title, href.Abs(s.ctx, page), author(s.words.Get(site.Host))
	if f.Entries, err = h.entries(s, items); err != nil {
		return err
	}
	for _, i := range items {
		if i.RevisedAt.After(since) {
			since = i.RevisedAt
		}
	}
	f.Updated = stamp(since)
	return xmlBlob(c, "application/atom+xml; charset=utf-8", f)
}

// entries are documents as a feed lists them. One withdrawn in this very moment
// is left out.
func (h *Handler) entries(s *scene, items []content.Item) (list []*feeds.AtomEntry, err error) {
	if len(items) == 0 {
		return nil, nil
	}
	texts, err := h.app.Content.Beginnings(s.ctx, items)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		text, there := texts[i.DocumentID]
		if !there {
			continue
		}
		at, title := href.Abs(s.ctx, s.address(i)), i.Title
		if i.Standing != content.Holds {
			title += "（" + i.Standing.Title() + "）"
		}
		list = append(list, &feeds.AtomEntry{
			Title: title, Id: at, Published: stamp(i.PublishedAt), Updated: stamp(i.RevisedAt), Author: author(text.Source),
			Links:   []feeds.AtomLink{{Href: at, Rel: "alternate", Type: "text/html"}},
			Summary: &feeds.AtomSummary{Type: "text", Content: markup.Excerpt(markup.HTML(text.Body), 200)},
		})
	}
	return list, nil
}

func author(name string) *feeds.AtomAuthor {
	return &feeds.AtomAuthor{AtomPerson: feeds.AtomPerson{Name: name}}
}

// stamp is a time as feeds and site maps write it.
func stamp(t time.Time) string { return t.In(calendar.Shanghai).Format(time.RFC3339) }

// xmlBlob answers a document of XML.
func xmlBlob(c echo.Context, kind string, document any) error {
	text, err := xml.Marshal(document)
	if err != nil {
		return err
	}
	return c.Blob(http.StatusOK, kind, append([]byte(xml.Header), text...))
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
