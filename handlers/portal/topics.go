package portal

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// topicState says whether a topic goes on on the day of now.
func topicState(col *site.Column, now time.Time) string {
	if col.Ended(now) {
		return "已结束（存档）"
	}
	return "进行中"
}

// topicsOf lists the topics below a column that show something.
func (s *scene) topicsOf(col *site.Column) (topics []*site.Column) {
	for _, k := range s.tree.Children(col) {
		if k.PageType == site.Special && s.visible(k) {
			topics = append(topics, k)
		}
	}
	return topics
}

// topics shows 专题专栏: every topic below the column with its state.
func (h *Handler) topics(c echo.Context, s *scene, col *site.Column) error {
	now := h.app.Store.Now(s.ctx)
	p := portalview.TopicsPage{Frame: s.frame(col.Name, col), Title: col.Name, Intro: col.Description, Next: expected(col, now), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	for _, k := range s.topicsOf(col) {
		newest, err := h.newestOf(s, k)
		if err != nil {
			return err
		}
		t := portalview.Topic{Title: k.Name, Href: href.Column(s.ctx, k.Path), Intro: k.Description, State: topicState(k, now), Ended: k.Ended(now),
			Count: fmt.Sprintf("%d 条", s.total(k)), At: ui.Day(newest.PublishedAt)}
		if t.Ended {
			p.Past = append(p.Past, t)
		} else {
			p.Open = append(p.Open, t)
		}
	}
	return web.Render(c, http.StatusOK, portalview.Topics(p))
}

// special shows one topic.
func (h *Handler) special(c echo.Context, s *scene, col *site.Column) error {
	now := h.app.Store.Now(s.ctx)
	p := portalview.SpecialPage{Frame: s.frame(col.Name, col), Title: col.Name, Intro: col.Description, State: topicState(col, now), Ended: col.Ended(now),
		Ends: col.EndsOn, Bound: older(listSize, s.total(col)), Next: expected(col, now), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	if n := s.total(col); n > 0 {
		p.Count = fmt.Sprintf("%d 条", n)
	}
	if up := s.tree.Ancestors(col); len(up) > 1 {
		p.Up = ui.Link{Text: "查看全部专题", Href: href.Column(s.ctx, up[len(up)-2].Path)}
	}
	var err error
	if p.Groups, err = h.topicGroups(s, col); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, portalview.Special(p))
}

// topicGroups are a topic's columns with their newest documents and, of what
// stands in the topic itself, the newest listSize documents: in one group beside
// columns, else by year.
func (h *Handler) topicGroups(s *scene, col *site.Column) (groups []portalview.Block, err error) {
	own, err := h.app.Content.Newest(s.ctx, []uint64{col.ID}, listSize)
	if err != nil {
		return nil, err
	}
	for _, k := range s.tree.Children(col) {
		if !s.visible(k) {
			continue
		}
		newest, err := h.app.Content.Newest(s.ctx, s.holding(k), hubSize)
		if err != nil {
			return nil, err
		}
		groups = append(groups, portalview.Block{Title: k.Name, Href: href.Column(s.ctx, k.Path), Items: s.items(newest)})
	}
	switch {
	case len(groups) == 0:
		return s.byYear(own), nil
	case len(own) > 0:
		groups = append([]portalview.Block{{Title: "专题概况", Items: s.items(own)}}, groups...)
	}
	return groups, nil
}

// byYear groups items, which come newest first, by year of publication.
func (s *scene) byYear(items []content.Item) (groups []portalview.Block) {
	for _, i := range items {
		title := strconv.Itoa(calendar.Year(i.PublishedAt)) + " 年"
		if n := len(groups); n == 0 || groups[n-1].Title != title {
			groups = append(groups, portalview.Block{Title: title})
		}
		g := &groups[len(groups)-1]
		g.Items = append(g.Items, s.item(i))
	}
	return groups
}
