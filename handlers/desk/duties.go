package desk

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// seesDuties reports whether somebody answers for what must be public.
func seesDuties(by identity.Actor) bool {
	return by.Has(identity.Publisher) || by.Has(identity.Head) || by.Has(identity.SysAdmin)
}

// Duties handles GET /desk/disclosure: how the bureau keeps 条例第二十条, and what is
// late or missing.
func (h *Handler) Duties(c echo.Context) error {
	by := web.Actor(c)
	if !seesDuties(by) {
		return fault.New(fault.Forbidden, "只有发布员、科室负责人和系统管理员可以查看法定公开事项。")
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	duties, err := h.app.Content.Duties(k.ctx)
	if err != nil {
		return err
	}
	p := deskview.DutiesPage{Frame: h.frame(c, "法定公开事项"), Coverage: content.Coverage(duties)}
	var due []content.DutyPart
	item := map[uint64]string{}
	for _, d := range duties {
		shown := deskview.DutyItem{Item: d.Item, Law: d.Law, Kind: dutyTags[d.State][0], State: dutyTags[d.State][1]}
		if d.Item == "" {
			shown.Law = "不属于任何一项的栏目"
		}
		for _, part := range d.Parts {
			shown.Rows = append(shown.Rows, k.duty(part, by))
			if part.State == content.DutyLate || part.State == content.DutyEmpty {
				if item[part.Column.ID] == "" {
					due = append(due, part)
				}
				item[part.Column.ID] += d.Item
			}
		}
		p.Items = append(p.Items, shown)
	}
	slices.SortStableFunc(due, func(a, b content.DutyPart) int { return cmp.Compare(a.Due.Unix(), b.Due.Unix()) })
	for _, part := range due {
		row := k.duty(part, by)
		row.Item = item[part.Column.ID]
		p.Todo = append(p.Todo, row)
	}
	return web.Render(c, http.StatusOK, deskview.Duties(p))
}

// dutyTags are the states in words, with the kind of their tag.
var dutyTags = map[content.DutyState][2]string{content.DutyKept: {"ok", "已公开"}, content.DutyLate: {"warn", "超过更新期限"}, content.DutyEmpty: {"warn", "暂无内容"}, content.DutyAbsent: {"", "不涉及"}}

func (k *cast) duty(p content.DutyPart, by identity.Actor) deskview.DutyRow {
	r := deskview.DutyRow{Column: ui.Link{Text: k.tree.FullName(p.Column)}, Basis: p.Column.Basis, Last: ui.Day(p.Newest), Count: fmt.Sprintf("%d 条", p.Count),
		State: dutyTags[p.State][1], Kind: dutyTags[p.State][0], Due: "有变动时更新"}
	switch {
	case by.Has(identity.Author) && p.Column.Open(by.SectionID):
		r.Column.Href = href.NewDocument(k.ctx, p.Column.Path)
	case p.Count > 0:
		r.Column.Href = href.Column(k.ctx, p.Column.Path)
	}
	if p.Column.OwnerID != nil {
		r.Owner = k.sections[*p.Column.OwnerID]
	}
	if p.Column.UpdateDays > 0 {
		r.Due = fmt.Sprintf("%d 天内更新", p.Column.UpdateDays)
	}
	if !p.Due.IsZero() {
		r.Due += "，应于 " + calendar.Day(p.Due) + " 前"
	}
	if p.State == content.DutyAbsent {
		r.Reason, r.Due, r.Count = p.Column.Absent, "", ""
	}
	return r
}
