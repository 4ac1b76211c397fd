package portal

import (
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// dutyLength is how much of a leader's 分工 stands on the card, in characters.
const dutyLength = 72

// people shows 领导信息: every document is one leader, called "姓名　职务". Who was
// published first stands first, so the order is the one in which the office
// entered them. At most bodySize people are read.
func (h *Handler) people(c echo.Context, s *scene, col *site.Column) error {
	p := portalview.PeoplePage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	items, err := h.app.Content.Newest(s.ctx, s.holding(col), bodySize)
	if err != nil {
		return err
	}
	slices.Reverse(items)
	pages, err := h.bodies(s, items)
	if err != nil {
		return err
	}
	for _, page := range pages {
		p.People = append(p.People, s.leader(page))
	}
	return web.Render(c, http.StatusOK, portalview.People(p))
}

func (s *scene) leader(page *content.Page) portalview.Leader {
	name, post := splitName(page.Title)
	initial := strings.TrimLeftFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	_, length := utf8.DecodeRuneInString(initial)
	return portalview.Leader{Name: name, Initial: initial[:length], Post: post, Duty: duty(page.Body),
		Href: s.address(page.Item()), Checked: ui.Day(page.RevisedAt)}
}

// duty is the beginning of the first paragraph of a text.
func duty(body string) string {
	first, _, _ := strings.Cut(markup.Text(markup.HTML(body)), "\n")
	text := []rune(first)
	if len(text) <= dutyLength {
		return first
	}
	return string(text[:dutyLength]) + "…"
}

// splitName reads "姓名　职务" from a title. A title that begins with no short
// name is a name as a whole.
func splitName(title string) (name, post string) {
	title = strings.TrimSpace(title)
	i := strings.IndexAny(title, " 　，,")
	if i <= 0 || utf8.RuneCountInString(title[:i]) > 12 {
		return title, ""
	}
	return title[:i], strings.Trim(title[i:], " 　，,")
}
