package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/models/stats"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// single shows the column's newest document at the column's own address.
func (h *Handler) single(c echo.Context, s *scene, col *site.Column) error {
	newest, err := h.app.Content.Newest(s.ctx, []uint64{col.ID}, 1)
	if err != nil {
		return err
	}
	if len(newest) == 0 {
		return h.list(c, s, col)
	}
	page, err := h.app.Content.Live(s.ctx, newest[0].DocumentID)
	if err != nil {
		return err
	}
	doc, err := h.document(s, page)
	if err != nil {
		return err
	}
	h.showRoll(c, s, page, s.address(page.Item()), &doc)
	p := portalview.SinglePage{Frame: s.articleFrame(page, col), Side: s.side(col), Doc: doc, Past: portalview.Past{Version: versionLine(page, corrections(doc.Log))}}
	h.viewed(c, stats.Document, page.DocumentID)
	if err := h.versions(c, s, col, page, versionedPage{href.Column(s.ctx, col.Path), &p.Doc, &p.Past, &p.Frame.Title}); err != nil {
		return err
	}
	p.Doc.Body, p.Contents = outline(p.Doc.Body)
	s.standAt(&p.Frame, href.Column(s.ctx, col.Path))
	return web.Render(c, http.StatusOK, portalview.Single(p))
}

// corrections is how many entries of a document's log came after its first
// publication.
func corrections(log []portalview.LogEntry) int { return max(0, len(log)-1) }

// versionLine says since when a text stands as it does. corrections counts the
// changes that the public was told about.
func versionLine(page *content.Page, corrections int) string {
	if corrections == 0 {
		return "现行版本，" + calendar.Day(page.PublishedAt) + " 起公布，没有更正。"
	}
	return "现行版本，" + calendar.Day(page.RevisedAt) + " 更新；首次公布于 " + calendar.Day(page.PublishedAt) + "，之后更正 " + strconv.Itoa(corrections) + " 次。"
}

// outline gives every second-level heading of a cleaned body an id, unless it
// has one, and returns the list of contents. Nothing else of the body changes.
func outline(body ui.HTML) (ui.HTML, []ui.Link) {
	var out strings.Builder
	var links []ui.Link
	z := html.NewTokenizer(strings.NewReader(string(body)))
	for inside := false; ; {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		raw := string(z.Raw())
		tok := z.Token()
		switch {
		case kind == html.StartTagToken && tok.Data == "h2":
			id := ""
			for _, a := range tok.Attr {
				if a.Key == "id" {
					id = a.Val
				}
			}
			if id == "" {
				id = "part-" + strconv.Itoa(len(links)+1)
				raw = `<h2 id="` + id + `"` + raw[len("<h2"):]
			}
			links, inside = append(links, ui.Link{Href: "#" + id}), true
		case kind == html.EndTagToken && tok.Data == "h2":
			inside = false
		case kind == html.TextToken && inside:
			links[len(links)-1].Text += tok.Data
		}
		out.WriteString(raw)
	}
	return ui.HTML(out.String()), links
}
