package portal

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/site"
	"gongkai/views/href"
	"gongkai/views/layout"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// goneReasons says in a sentence for the public why a page was withdrawn.
var goneReasons = map[string]string{
	"mistake":       "该信息因内容有误或误发已撤下。",
	"personal-data": "该信息因含有个人信息已撤下。",
	"superseded":    "该信息已被新的内容替代。",
	"merged":        "该信息已并入其他页面。",
	"order":         "该信息已按上级要求撤下。",
	"other":         "该信息已撤下。",
}

// advice is what to do about a status for which the fault has no words.
var advice = map[int]string{
	http.StatusForbidden:             "这项内容不向公众开放。如果您是工作人员，请从工作台登录。",
	http.StatusMethodNotAllowed:      "请返回原来的页面，从页面上的链接或按钮进入。",
	http.StatusRequestEntityTooLarge: "请缩短或拆分后再提交。",
	http.StatusTooManyRequests:       "请过几分钟再试。",
}

// Problem shows an error page of the public site. What the site cannot help (5xx)
// is told by a page that needs nothing, neither database nor template.
func (h *Handler) Problem(c echo.Context, status int, cause error) error {
	if status >= http.StatusInternalServerError {
		return web.Outage(c, status)
	}
	s, err := h.scene(c)
	if err != nil && status == http.StatusGone {
		return web.Outage(c, status)
	}
	if err != nil {
		return web.Outage(c, web.Status(err))
	}
	f := s.frame(problemTitle(status), nil)
	f.NoIndex, f.Back = true, href.Home(s.ctx)
	f.Crumbs = []ui.Link{{Text: s.words.Get(site.SiteShort), Href: href.Home(s.ctx)}, {Text: problemTitle(status), Current: true}}
	gone, _ := errors.AsType[*content.Gone](cause)
	switch {
	case status == http.StatusNotFound:
		return web.Render(c, status, portalview.NotFound(h.notFoundPage(c, s, f, cause)))
	case status == http.StatusGone && gone != nil:
		reason := goneReasons[gone.Reason]
		if reason == "" {
			reason = goneReasons["other"]
		}
		p := portalview.GonePage{Frame: f, Reason: reason, At: ui.Minute(gone.At), RequestID: web.RequestID(c)}
		if to, err := h.app.Content.Follow(s.ctx, gone.Replacement); err == nil { // without the database the page has said what it must
			p.Instead = s.onward(to)
		}
		return web.Render(c, status, portalview.Gone(p))
	}
	return web.Render(c, status, portalview.Problem(portalview.ProblemPage{Frame: f, Status: status, Message: cmp.Or(fault.MessageOf(cause), advice[status]), RequestID: web.RequestID(c)}))
}

func problemTitle(status int) string {
	switch status {
	case http.StatusNotFound:
		return "没有找到这个页面"
	case http.StatusGone:
		return "该信息已撤下"
	}
	return "暂时无法显示"
}

func (h *Handler) notFoundPage(c echo.Context, s *scene, f layout.Frame, cause error) portalview.NotFoundPage {
	path := strings.TrimPrefix(c.Request().URL.Path, h.cfg.BasePath)
	p := portalview.NotFoundPage{Frame: f, RequestID: web.RequestID(c)}
	if e, ok := errors.AsType[*nearby](cause); ok {
		p.Message, p.Hint = fault.MessageOf(cause), e.page
	}
	near := s.resembling(path)
	p.Guess = guess(path, near)
	p.Maybe = h.maybe(s, near)
	if no := s.words.Get(site.IDCode); no != "" {
		p.Report = href.FaultReport(no, href.Abs(s.ctx, (&url.URL{Path: c.Request().URL.Path}).EscapedPath()))
	}
	return p
}

// guesses is how many things a page that was not found offers.
const guesses = 5

// maybe offers the columns that the address resembles, then the newest
// documents; what is away is left out.
func (h *Handler) maybe(s *scene, near []*site.Column) (items []portalview.Item) {
	for _, col := range near[:min(len(near), guesses-2)] {
		items = append(items, portalview.Item{Title: s.tree.FullName(col), Href: href.Column(s.ctx, col.Path), Tag: "栏目"})
	}
	newest, err := h.app.Content.Newest(s.ctx, nil, guesses-len(items))
	if err != nil {
		return items
	}
	return append(items, s.items(newest)...)
}

// chinese and slugs are the two kinds of words in an address.
var (
	chinese = regexp.MustCompile(`\p{Han}{2,}`)
	slugs   = regexp.MustCompile(`[a-z]{2,}`)
	years   = regexp.MustCompile(`(?:^|[^0-9])(20[0-9]{2})(?:[^0-9]|$)`)
)

// resembling lists the visible columns whose names or paths share words with an
// address, the nearest first.
func (s *scene) resembling(path string) []*site.Column {
	path = strings.ToLower(strings.ToValidUTF8(path, ""))
	path = path[:min(len(path), 500)]
	words, parts := chinese.FindAllString(path, 20), slugs.FindAllString(path, 20)
	score := map[*site.Column]int{}
	for _, col := range s.tree.All() {
		if !s.visible(col) {
			continue
		}
		own := slugs.FindAllString(col.Path, -1)
		for i, slug := range own {
			if slices.Contains(parts, slug) {
				score[col] += 1 + 2*i // the deeper part says more
				if i == len(own)-1 {
					score[col] += 2
				}
			}
		}
		for _, w := range words {
			if strings.Contains(col.Name, w) || strings.Contains(w, col.Name) {
				score[col] += 5
			}
		}
	}
	var near []*site.Column
	for _, col := range s.tree.All() {
		if score[col] > 0 {
			near = append(near, col)
		}
	}
	slices.SortStableFunc(near, func(a, b *site.Column) int { return cmp.Compare(score[b], score[a]) })
	return near
}

// guess reads words for the search box from an address: what is Chinese in it,
// else the name of the column it resembles most, and a year.
func guess(path string, near []*site.Column) string {
	path = strings.ToValidUTF8(path, "")
	words := chinese.FindAllString(path, 6)
	if len(words) == 0 && len(near) > 0 {
		words = []string{near[0].Name}
	}
	if m := years.FindStringSubmatch(path); m != nil && len(words) > 0 {
		words = append(words, m[1])
	}
	text := []rune(strings.Join(words, " "))
	return string(text[:min(len(text), 40)])
}
