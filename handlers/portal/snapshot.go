package portal

import (
	"context"

	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/web"
)

// front is how many of the newest documents are rendered again after each change.
const front = 20

// Sources are the pages that the snapshot on disk should hold.
func (h *Handler) Sources() web.Sources { return web.Sources{Fronts: h.fronts, Documents: h.documents} }

// fronts are the pages that a publication changes: home, columns, standing pages
// and the newest documents.
func (h *Handler) fronts(ctx context.Context) ([]string, error) {
	ctx = href.WithOrigin(href.With(ctx, h.cfg.BasePath), h.cfg.BaseURL)
	tree, err := h.app.Site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	paths := []string{href.Home(ctx)}
	for _, p := range []string{"sitemap/", applyPath + "/", "a11y/", "privacy/", "contact/", "rss/", "sitemap.xml"} {
		paths = append(paths, h.cfg.BasePath+"/"+p)
	}
	for _, c := range tree.All() {
		paths = append(paths, href.Column(ctx, c.Path))
	}
	items, err := h.app.Content.Newest(ctx, nil, front)
	return append(paths, h.addresses(ctx, tree, items)...), err
}

func (h *Handler) addresses(ctx context.Context, tree *site.Tree, items []content.Item) (paths []string) {
	for _, i := range items {
		if p := Address(ctx, tree, i); p != "" {
			paths = append(paths, p)
		}
	}
	return paths
}

// part is how many documents are looked at at a time.
const part = 50

// documents lists the next addresses of a walk through all public documents.
func (h *Handler) documents(ctx context.Context, after uint64) ([]string, uint64, error) {
	ctx = href.WithOrigin(href.With(ctx, h.cfg.BasePath), h.cfg.BaseURL)
	tree, err := h.app.Site.Tree(ctx)
	if err != nil {
		return nil, 0, err
	}
	items, err := h.app.Content.After(ctx, after, part)
	if err != nil || len(items) == 0 {
		return nil, 0, err
	}
	return h.addresses(ctx, tree, items), items[len(items)-1].DocumentID, nil
}
