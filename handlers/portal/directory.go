package portal

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// directory shows 法定主动公开内容: how the bureau keeps every item of 条例第二十条,
// and the newest documents of the columns below.
func (h *Handler) directory(c echo.Context, s *scene, col *site.Column) error {
	p := portalview.DirectoryPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	sections, err := h.app.People.Sections(s.ctx)
	if err != nil {
		return err
	}
	owners := map[uint64]string{}
	for _, x := range sections {
		owners[x.ID] = x.Name
	}
	duties, err := h.app.Content.Duties(s.ctx)
	if err != nil {
		return err
	}
	said := false
	for _, d := range duties {
		item := s.duty(d, col, owners)
		p.Items, said = append(p.Items, item), said || len(item.Rows) > 0
	}
	if !said {
		p.Items = nil
	}
	p.Coverage = content.Coverage(duties)
	newest, err := h.app.Content.Newest(s.ctx, s.holding(col), 10)
	if err != nil {
		return err
	}
	p.Newest = s.rows(newest)
	return web.Render(c, http.StatusOK, portalview.Directory(p))
}

// dutyTags are the states of an item in words, with the kind of their tag.
var dutyTags = map[content.DutyState][2]string{content.DutyKept: {"ok", "已公开"}, content.DutyLate: {"warn", "超过更新期限"}, content.DutyEmpty: {"", "暂无内容"}, content.DutyAbsent: {"", "不涉及"}}

func (s *scene) duty(d content.Duty, under *site.Column, owners map[uint64]string) portalview.DirectoryItem {
	item := portalview.DirectoryItem{Item: d.Item, Law: d.Law, Kind: dutyTags[d.State][0], State: dutyTags[d.State][1]}
	if d.Item == "" {
		item.Law, item.State = "其他栏目", ""
	}
	for _, p := range d.Parts {
		if p.Count == 0 && p.Column.Absent == "" {
			continue // an empty column stands in no navigation
		}
		row := portalview.DirectoryRow{Column: ui.Link{Text: p.Column.Name, Href: href.Column(s.ctx, p.Column.Path)}, Basis: p.Column.Basis, At: ui.Day(p.Newest), Rule: updateRule(p.Column.UpdateDays)}
		if !strings.HasPrefix(p.Column.Path, under.Path+"/") {
			row.Column.Text = s.tree.FullName(p.Column)
		}
		if p.Column.OwnerID != nil {
			row.Owner = owners[*p.Column.OwnerID]
		}
		if p.Count > 0 {
			row.Count = fmt.Sprintf("%d 条", p.Count)
		}
		switch p.State {
		case content.DutyAbsent:
			row.Reason = strings.TrimSuffix(p.Column.Absent, "。") + "。"
		case content.DutyLate:
			row.Late = "应于 " + calendar.Day(p.Due) + " 前更新"
		}
		item.Rows = append(item.Rows, row)
	}
	return item
}
