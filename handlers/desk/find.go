package desk

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui"
	"gongkai/web"
)

// findSize is the most documents that a search of the desk shows.
const findSize = 30

// Find handles GET /desk/search: documents that this person may read, and pages
// of the desk that this person may open.
func (h *Handler) Find(c echo.Context) error {
	by, ctx := web.Actor(c), c.Request().Context()
	query := strings.Join(strings.Fields(strings.ToValidUTF8(c.QueryParam("q"), "")), " ")
	if utf8.RuneCountInString(query) > content.MaxQuery {
		query = string([]rune(query)[:content.MaxQuery])
	}
	p := deskview.FindPage{Frame: h.frame(c, "搜索"), Query: query}
	p.Frame.Query, p.Pages = query, pagesNamed(p.Frame.Nav, ui.Link{Text: "提醒与通知", Href: href.Notices(ctx)}, query)
	found, err := h.app.Content.Find(ctx, query, findSize, by)
	if err != nil {
		return err
	}
	tracks := make([]review.Track, 0, len(found))
	for _, f := range found {
		t, err := h.app.Review.Track(ctx, content.Ref(f.DocumentID), by)
		if err != nil {
			return err
		}
		tracks = append(tracks, *t)
	}
	k, heads, err := h.named(c, tracks)
	if err != nil {
		return err
	}
	for i := range tracks {
		p.Rows = append(p.Rows, deskview.FoundRow{Row: k.row(&tracks[i], heads[tracks[i].SubjectID]), Own: found[i].Own})
	}
	p.Full = len(found) == findSize
	return web.Render(c, http.StatusOK, deskview.Find(p))
}

// nameable is one document in the answer of FindDocuments.
type nameable struct {
	ID    uint64 `json:"id"`
	Title string `json:"title"`
	Note  string `json:"note"` // 发文字号, or that it is not public yet
}

// FindDocuments handles GET /desk/search/documents?q=: what this person may name
// in a relation, for the script that helps to choose.
func (h *Handler) FindDocuments(c echo.Context) error {
	query := c.QueryParam("q")
	if utf8.RuneCountInString(query) > content.MaxQuery {
		return fault.New(fault.Invalid, "请少写几个字。")
	}
	found, err := h.app.Content.Nameable(c.Request().Context(), query, pickSize, web.Actor(c))
	if err != nil {
		return err
	}
	list := []nameable{}
	for _, f := range found {
		n := nameable{ID: f.DocumentID, Title: f.Title, Note: f.Number}
		if !f.Public {
			n.Note = "还没有公开"
		}
		list = append(list, n)
	}
	return c.JSON(http.StatusOK, list)
}

// pickSize is how many documents a script gets to choose from.
const pickSize = 8

// pagesNamed are the entries of the menu, and one more, whose names hold a query.
func pagesNamed(nav []layout.NavGroup, more ui.Link, query string) (pages []ui.Link) {
	if query == "" {
		return nil
	}
	for _, g := range nav {
		for _, it := range g.Items {
			if strings.Contains(it.Text, query) {
				pages = append(pages, ui.Link{Text: it.Text, Href: it.Href})
			}
		}
	}
	if strings.Contains(more.Text, query) {
		pages = append(pages, more)
	}
	return pages
}
