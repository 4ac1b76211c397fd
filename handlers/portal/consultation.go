package portal

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// callTime finds "征集时间：2026年11月1日至11月30日" and the same under a heading.
var callTime = regexp.MustCompile(`(?:征集|征求意见|意见反馈|反馈意见)[^。；\n]{0,6}(?:时间|期限)[：:\s为自从是]{0,8}` +
	`(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日起?\s*(?:至|到|—{1,2}|－|-|~|～)\s*(?:(20[0-9]{2})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})日`)

// longestCall is the longestCall time that a consultation may take, in days; what is
// longer was misread.
const longestCall = 400

// parseCall reads the first and the last day of a consultation from its text,
// both as the first instant of the day in China Standard Time. A last day
// without a year or month takes them from the first, or the next year when it
// would lie before it.
func parseCall(text string) (from, to time.Time, ok bool) {
	m := callTime.FindStringSubmatch(text)
	if m == nil {
		return from, to, false
	}
	n := func(i int, instead int) int {
		if m[i] == "" {
			return instead
		}
		v, _ := strconv.Atoi(m[i]) // the pattern lets digits only through
		return v
	}
	from, ok = calendarDay(n(1, 0), n(2, 0), n(3, 0))
	if !ok {
		return from, to, false
	}
	year := n(4, n(1, 0))
	to, ok = calendarDay(year, n(5, n(2, 0)), n(6, 0))
	if ok && to.Before(from) && m[4] == "" && m[5] != "" {
		to, ok = calendarDay(year+1, n(5, 0), n(6, 0))
	}
	return from, to, ok && !to.Before(from) && to.Sub(from) <= longestCall*24*time.Hour
}

// calendarDay is a date that the calendar has.
func calendarDay(year, month, d int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), d, 0, 0, 0, 0, calendar.Shanghai)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == d
}

// dayOf is the first instant of the day of t in China Standard Time.
func dayOf(t time.Time) time.Time {
	y, m, d := t.In(calendar.Shanghai).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, calendar.Shanghai)
}

// call is a consultation with its last day, for sorting.
type call struct {
	portalview.Call
	open bool
	to   time.Time
}

// call reads one document of the column as it stands on the day of now.
func (s *scene) call(page *content.Page, now time.Time) call {
	c := call{Call: portalview.Call{Title: page.Title, Href: s.address(page.Item()), At: ui.Day(page.PublishedAt)}}
	from, to, ok := parseCall(markup.Text(markup.HTML(page.Body)))
	switch {
	case strings.Contains(page.Title, "采纳情况") || strings.Contains(page.Title, "征集结果") || strings.Contains(page.Title, "反馈情况"):
		c.State, c.StateKind = "结果公布", "info"
		return c
	case !ok:
		return c
	}
	c.From, c.To, c.to = calendar.Day(from), calendar.Day(to), to
	switch t := dayOf(now); {
	case t.Before(from):
		c.State, c.StateKind, c.open = "未开始", "info", true
	case t.After(to):
		c.State = "已结束"
	case t.Equal(to):
		c.State, c.StateKind, c.open, c.Left = "征集中", "ok", true, "今天截止"
	default:
		c.State, c.StateKind, c.open, c.Left = "征集中", "ok", true, fmt.Sprintf("还剩 %d 天", int(to.Sub(t).Hours()/24))
	}
	return c
}

// calls reads the newest n documents of the column, the open ones apart.
func (h *Handler) calls(s *scene, col *site.Column, n int) (open, past []portalview.Call, err error) {
	items, err := h.app.Content.Newest(s.ctx, s.holding(col), n)
	if err != nil {
		return nil, nil, err
	}
	pages, err := h.bodies(s, items)
	if err != nil {
		return nil, nil, err
	}
	now := h.app.Store.Now(s.ctx)
	var going []call
	for _, page := range pages {
		if c := s.call(page, now); c.open {
			going = append(going, c)
		} else {
			past = append(past, c.Call)
		}
	}
	slices.SortStableFunc(going, func(a, b call) int { return cmp.Compare(a.to.Unix(), b.to.Unix()) })
	for _, c := range going {
		open = append(open, c.Call)
	}
	return open, past, nil
}

// consultation shows 意见征集: what is going on, how to take part, and what was.
// States are those of the day on which the page is made.
func (h *Handler) consultation(c echo.Context, s *scene, col *site.Column) error {
	w := s.words.Get
	p := portalview.ConsultationPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Bound: older(bodySize, s.total(col)), Office: w(site.SiteName), Address: w(site.Address), Phone: w(site.Phone), Hours: w(site.Hours),
		Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	var err error
	if p.Open, p.Past, err = h.calls(s, col, bodySize); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, portalview.Consultation(p))
}
