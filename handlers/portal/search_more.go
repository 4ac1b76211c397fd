package portal

import (
	"errors"
	"net/http"
	"time"

	"github.com/gorilla/feeds"
	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/search"
	"gongkai/models/site"
	"gongkai/views/href"
)

// SearchFeed handles GET /search.xml?q=: the newest documents that a search
// finds, as Atom.
func (h *Handler) SearchFeed(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	a := s.readSearch(c)
	if a.words == "" {
		return notFound()
	}
	items, err := h.newest(s, &a)
	if err != nil {
		return err
	}
	page, title := href.Abs(s.ctx, href.SearchFor(s.ctx, a.at)), s.words.Get(site.SiteName)+" - “"+a.words+"”的搜索结果"
	f := atomFeed{Links: []feeds.AtomLink{
		{Href: href.Abs(s.ctx, href.SearchFeed(s.ctx, a.at)), Rel: "self", Type: "application/atom+xml"}, {Href: page, Rel: "alternate", Type: "text/html"},
	}}
	f.Xmlns, f.Title, f.Id, f.Author = "http://www.w3.org/2005/Atom", title, page, author(s.words.Get(site.Host))
	if f.Entries, err = h.entries(s, items); err != nil {
		return err
	}
	since := time.Unix(0, 0)
	for _, i := range items {
		if i.RevisedAt.After(since) {
			since = i.RevisedAt
		}
	}
	f.Updated = stamp(since)
	return xmlBlob(c, "application/atom+xml; charset=utf-8", f)
}

// newest are the newest documents that a search finds; by their titles while
// there is no index.
func (h *Handler) newest(s *scene, a *asked) ([]content.Item, error) {
	q := a.query
	q.Sort, q.Page, q.Size, q.Synonyms = search.Newest, 1, feedSize, s.same
	res, err := h.app.Search.Search(s.ctx, q)
	if errors.Is(err, search.ErrAway) {
		hits, err := h.app.Content.Search(s.ctx, a.words, 1, feedSize)
		return hits.Items, err
	}
	if err != nil {
		return nil, err
	}
	ids := make([]uint64, len(res.Hits))
	for i := range res.Hits {
		ids[i] = res.Hits[i].ID
	}
	return h.app.Content.Items(s.ctx, ids)
}

// suggested is how many suggestions somebody gets who is typing.
const suggested = 8

// Suggest handles GET /search/suggest?q=: a JSON list of titles.
func (h *Handler) Suggest(c echo.Context) error {
	s, err := h.scene(c)
	if err != nil {
		return err
	}
	texts := []string{}
	found, err := h.app.Search.Suggest(s.ctx, s.readSearch(c).words, suggested)
	if err != nil {
		return err
	}
	ids := make([]uint64, len(found))
	for i := range found {
		ids[i] = found[i].Document
	}
	items, err := h.app.Content.Items(s.ctx, ids)
	if err != nil {
		return err
	}
	for _, i := range items {
		texts = append(texts, i.Title)
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	return c.JSON(http.StatusOK, texts)
}
