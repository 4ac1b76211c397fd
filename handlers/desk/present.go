package desk

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	rollview "gongkai/views/roll"
	"gongkai/views/ui"
	"gongkai/web"
)

// cast is what pages need to write ids as words.
type cast struct {
	ctx      context.Context
	by       identity.Actor
	docs     *content.Service
	tree     *site.Tree
	names    map[uint64]string
	sections map[uint64]string
	days     *calendar.Calendar
	signers  signers // filled by who names them
	now      time.Time
}

func (h *Handler) cast(c echo.Context, people ...uint64) (*cast, error) {
	k := &cast{ctx: c.Request().Context(), by: web.Actor(c), docs: h.app.Content}
	k.now = h.app.Store.Now(k.ctx)
	var err error
	if k.days, err = h.app.Site.Calendar(k.ctx); err != nil {
		return nil, err
	}
	if k.tree, err = h.app.Site.Tree(k.ctx); err != nil {
		return nil, err
	}
	if k.names, err = h.app.People.Names(k.ctx, people...); err != nil {
		return nil, err
	}
	k.sections, err = h.app.People.SectionNames(k.ctx)
	return k, err
}

func (k *cast) column(id uint64) string {
	if c := k.tree.ByID(id); c != nil {
		return k.tree.FullName(c)
	}
	return ""
}

var tones = map[review.State]string{
	review.Section: "info", review.Confidentiality: "info", review.Returned: "bad", review.Approved: "ok", review.Held: "warn",
	review.Published: "ok", review.Withdrawn: "bad",
}

// stateText is the state as a sentence's predicate.
func stateText(s review.State) string {
	switch s {
	case review.Section, review.Confidentiality:
		return s.Title() + "中"
	}
	return s.Title()
}

// steps are the five dots of a document's way.
func steps(s review.State) []deskview.Step {
	at := map[review.State]int{review.Draft: 0, review.Returned: 0, review.Section: 1, review.Confidentiality: 2, review.Approved: 3, review.Held: 3,
		review.Published: 5, review.Withdrawn: 5}[s]
	var out []deskview.Step
	for i, name := range []string{"拟稿", "科室审核", "保密审查", "待发布", "公开"} {
		st := deskview.Step{Name: name, Mark: deskview.Ahead}
		switch {
		case i < at:
			st.Mark = deskview.Done
		case i == at && (s == review.Returned || s == review.Held):
			st.Mark = deskview.Back
		case i == at:
			st.Mark = deskview.Now
		}
		out = append(out, st)
	}
	return out
}

// waits says whom a document waits for.
func (k *cast) waits(t *review.Track) string {
	switch t.State {
	case review.Draft:
		return "等待" + k.names[t.AuthorID] + "提交"
	case review.Returned:
		return "等待" + k.names[t.AuthorID] + "修改"
	case review.Section:
		return "等待" + k.sections[t.SectionID] + "负责人" + listed(k.signers.heads[t.SectionID])
	case review.Confidentiality:
		return "等待保密审查员" + listed(k.signers.officers)
	case review.Approved:
		return "等待发布时间或签发"
	case review.Held:
		return "等待作者或发布员撤回"
	case review.Withdrawn:
		if t.ConfirmedBy == nil {
			return "等待另一人复核撤下"
		}
	}
	return ""
}

// signers are the names of those who may sign, to say whom a document waits for.
type signers struct {
	heads    map[uint64][]string // by section
	officers []string
}

// call fills in the signers in use today.
func (h *Handler) call(k *cast) error {
	people, err := h.app.People.People(k.ctx)
	k.signers.heads = map[uint64][]string{}
	for i := range people {
		p := &people[i]
		if p.Disabled {
			continue
		}
		if a := (identity.Actor{Roles: p.Roles}); a.Has(identity.Head) {
			k.signers.heads[sectionOf(p)] = append(k.signers.heads[sectionOf(p)], p.Name)
		} else if a.Has(identity.Officer) {
			k.signers.officers = append(k.signers.officers, p.Name)
		}
	}
	return err
}

// listed writes at most two names after a duty.
func listed(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1, 2:
		return " " + strings.Join(names, "、")
	}
	return " " + strings.Join(names[:2], "、") + "等"
}

func (k *cast) row(t *review.Track, head content.Head) deskview.DocumentRow {
	note := stateText(t.State)
	if w := k.waits(t); w != "" {
		note += " · " + w
	}
	return deskview.DocumentRow{Title: head.Title, Href: href.Document(k.ctx, t.SubjectID), Column: k.column(head.ColumnID), Section: k.sections[t.SectionID],
		Author: k.names[t.AuthorID], Steps: steps(t.State), Note: note, Updated: ui.Minute(t.MovedAt)}
}

// age says how long something has waited; late when three working days are over.
func (k *cast) age(since time.Time) (text string, late bool) {
	d := k.now.Sub(since)
	switch {
	case d < time.Hour:
		return "刚刚", false
	case d < 24*time.Hour:
		return fmt.Sprintf("已等 %d 小时", int(d.Hours())), false
	}
	return fmt.Sprintf("已等 %d 天", int(d.Hours()/24)), since.Before(k.days.Add(k.now, -overdueDays))
}

// text is a revision as reviewers read it, with everything that is signed.
func (k *cast) text(r *content.Revision) deskview.Text {
	body, tables := sheets.Whole(k.ctx, sheets.Pictured(k.ctx, r.Body, r.Attachments), r.Figures)
	if list := sheets.Roll(r.Roll, sheets.RollView{Title: r.Title + "（清单）", Inner: true}); list != nil {
		tables = rollview.Table(*list)
	}
	t := deskview.Text{Title: r.Title, Body: body, Figures: tables, Facts: []deskview.Fact{
		{Name: "栏目", Text: k.column(r.ColumnID)}, {Name: "来源", Text: r.Source}, {Name: "发布时间", Text: publishText(r.PublishAt)},
	}}
	t.Files = k.fileRows(r)
	if r.ReportYear != nil {
		t.Facts = append(t.Facts, deskview.Fact{Name: "报告年度", Text: fmt.Sprintf("%d 年", *r.ReportYear)})
	}
	t.Facts = append(t.Facts, k.factLines(r, false)...)
	switch r.ChangeKind {
	case content.Minor:
		t.Facts = append(t.Facts, deskview.Fact{Name: "更正性质", Text: "小改，不另作公开说明"})
	case content.Correction:
		t.Facts = append(t.Facts, deskview.Fact{Name: "更正说明（公开）", Text: r.PublicNote})
	case content.Superseded:
		t.Facts = append(t.Facts, deskview.Fact{Name: "公开说明", Text: r.PublicNote})
	}
	t.Facts = append(t.Facts, k.validity(r)...)
	return t
}

func publishText(at *time.Time) string {
	if at == nil {
		return "三级审核通过后立即发布"
	}
	return calendar.Minute(*at) + " 定时发布"
}

func shortHash(sum string) string {
	if len(sum) < 12 {
		return sum
	}
	return sum[:4] + "…" + sum[len(sum)-4:]
}

func revisionName(n int) string { return fmt.Sprintf("第 %d 版", n) }

// signatures shows the three levels of a case, signed or waiting.
func (h *Handler) signatures(k *cast, t *review.Track, cs *review.Case) ([]deskview.Signature, error) {
	if cs == nil {
		return nil, nil
	}
	signed, err := h.app.Review.Signatures(k.ctx, cs)
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, g := range signed {
		ids = append(ids, g.PersonID)
	}
	names, err := h.app.People.Names(k.ctx, ids...)
	if err != nil {
		return nil, err
	}
	levels := []deskview.Signature{
		{Level: "第一级 拟稿", Waits: "等待作者提交"}, {Level: "第二级 科室审核", Waits: "等待" + k.sections[t.SectionID] + "负责人"}, {Level: "第三级 保密审查", Waits: "等待保密审查员"},
	}
	for _, g := range signed {
		s := deskview.Signature{Level: levels[g.Level-1].Level, Signed: true, Person: names[g.PersonID], Section: k.sections[g.SectionID],
			When: ui.Minute(g.At), Note: g.Note, Hash: shortHash(g.Sum)}
		if g.Deputy {
			s.For = "代" + k.sections[t.SectionID] + "负责人签"
		}
		levels[g.Level-1] = s
	}
	if cs.Fate != review.Open && cs.Fate != review.Done {
		for i := range levels {
			if !levels[i].Signed {
				levels[i].Waits = "本次审核已结束"
			}
		}
	}
	return levels, nil
}

// columnOptions lists the columns this person's section may write in.
func (k *cast) columnOptions(keep string, only site.PageType) []ui.Option {
	options := []ui.Option{{Text: "请选择栏目"}}
	for _, c := range k.tree.All() {
		if only != "" && c.PageType != only || !c.Open(k.by.SectionID) && c.Path != keep {
			continue
		}
		up := k.tree.Ancestors(c)
		o := ui.Option{Value: c.Path, Text: c.Name}
		if len(up) > 1 {
			o.Group = k.tree.FullName(up[len(up)-2])
		}
		options = append(options, o)
	}
	return options
}
