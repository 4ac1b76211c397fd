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
	k.duties(&p, duties, by)
	if p.Terms, err = h.terms(k, by); err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, deskview.Duties(p))
}

// duties fills in the items with their columns, and what is late or missing.
func (k *cast) duties(p *deskview.DutiesPage, duties []content.Duty, by identity.Actor) {
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
}

// terms are the documents that run against a term, those on their way first.
func (h *Handler) terms(k *cast, by identity.Actor) (rows []deskview.TermRow, err error) {
	waiting, late, err := h.app.Content.Terms(k.ctx, by)
	for _, t := range append(waiting, late...) {
		r := deskview.TermRow{Title: ui.Link{Text: t.Title, Href: href.Document(k.ctx, t.DocumentID)}, Column: k.column(t.ColumnID), From: calendar.Day(t.From) + " 成文", Due: ui.Day(t.Due)}
		if t.Approval {
			r.From = calendar.Day(t.From) + " 批复（批准）"
		}
		r.State, r.Kind = termWords(&t)
		if !t.Published.IsZero() {
			r.Title.Href = href.Short(k.ctx, t.DocumentID)
		}
		rows = append(rows, r)
	}
	return rows, err
}

// termWords say how a document stands against its term, with the kind of the tag.
func termWords(t *content.Term) (words, kind string) {
	switch {
	case !t.Published.IsZero():
		return fmt.Sprintf("迟 %d 天公开", t.Days), "warn"
	case t.Late():
		return fmt.Sprintf("超期 %d 天，没有公开", t.Days), "bad"
	case t.Days == 0:
		return "今天最后一天", "warn"
	}
	return fmt.Sprintf("还有 %d 天", -t.Days), "ok"
}

// overdueTerms is a line of the office's own desk: how many documents are over the
// time that the law leaves for them; nothing is said when none is.
func (h *Handler) overdueTerms(d *homing) error {
	if !seesDuties(d.by) {
		return nil
	}
	waiting, _, err := h.app.Content.Terms(d.ctx, d.by)
	n := 0
	for _, t := range waiting {
		if t.Late() {
			n++
		}
	}
	if n > 0 {
		row := deskview.HealthRow{Name: "公开期限", Href: href.Duties(d.ctx), Text: fmt.Sprintf("%d 篇超过法定期限，还没有公开", n), Tone: "bad"}
		d.p.Columns = append([]deskview.HealthRow{row}, d.p.Columns...)
	}
	return err
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
