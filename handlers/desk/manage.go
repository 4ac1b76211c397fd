package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/policy"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

func sysAdmin(c echo.Context) error {
	if web.Actor(c).Has(identity.SysAdmin) {
		return nil
	}
	return fault.New(fault.Forbidden, "只有系统管理员可以管理科室和栏目。")
}

// Sections handles GET /desk/sections/.
func (h *Handler) Sections(c echo.Context) error {
	if err := sysAdmin(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	sections, err := h.app.People.Sections(ctx)
	if err != nil {
		return err
	}
	people, err := h.app.People.People(ctx)
	if err != nil {
		return err
	}
	p := deskview.SectionsPage{Frame: h.frame(c, "科室"), Acts: []deskview.Button{{Text: "新增科室", Href: href.NewSection(ctx), Icon: "plus", Kind: deskview.Main}}}
	for _, x := range sections {
		row := deskview.SectionRow{Name: x.Name, Href: href.Section(ctx, x.ID), Order: strconv.Itoa(x.Position)}
		var heads []string
		n := 0
		for i := range people {
			if sectionOf(&people[i]) != x.ID || people[i].Disabled {
				continue
			}
			n++
			if slices.Contains(people[i].Roles, identity.Head) {
				heads = append(heads, people[i].Name)
			}
		}
		row.Heads, row.People = strings.Join(heads, "、"), fmt.Sprintf("%d 人", n)
		p.Rows = append(p.Rows, row)
	}
	return web.Render(c, http.StatusOK, deskview.Sections(p))
}

// ShowNewSection handles GET /desk/sections/new.
func (h *Handler) ShowNewSection(c echo.Context) error {
	return h.sectionForm(c, http.StatusOK, 0, deskview.Form{Values: url.Values{"order": {"100"}}})
}

// ShowSectionForm handles GET /desk/sections/:id.
func (h *Handler) ShowSectionForm(c echo.Context) error {
	x, err := h.section(c)
	if err != nil {
		return err
	}
	return h.sectionForm(c, http.StatusOK, x.ID, deskview.Form{Version: x.Version, Values: url.Values{"name": {x.Name}, "order": {strconv.Itoa(x.Position)}}})
}

func (h *Handler) section(c echo.Context) (*identity.Section, error) {
	if err := sysAdmin(c); err != nil {
		return nil, err
	}
	id, err := web.PathID(c, "id")
	if err != nil {
		return nil, err
	}
	return h.app.People.Section(c.Request().Context(), id)
}

func (h *Handler) sectionForm(c echo.Context, code int, id uint64, f deskview.Form) error {
	if err := sysAdmin(c); err != nil {
		return err
	}
	link := ui.Link{Text: "科室", Href: href.Sections(c.Request().Context())}
	return web.Render(c, code, deskview.SectionForm(deskview.SectionFormPage{Frame: h.frame(c, "科室资料", link), Form: f, ID: id}))
}

// CreateSection handles POST /desk/sections/new.
func (h *Handler) CreateSection(c echo.Context) error { return h.saveSection(c, 0, 0) }

// ChangeSection handles POST /desk/sections/:id.
func (h *Handler) ChangeSection(c echo.Context) error {
	x, err := h.section(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	return h.saveSection(c, x.ID, seen)
}

func (h *Handler) saveSection(c echo.Context, id uint64, seen int) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	_, err = h.app.People.SaveSection(c.Request().Context(), id, seen, f.Get("name"), f.Int("order"), web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.sectionForm(c, http.StatusUnprocessableEntity, id, deskview.Form{Version: seen, Values: f.Values, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.Sections(c.Request().Context()))
}

// Delegations handles GET /desk/delegations/.
func (h *Handler) Delegations(c echo.Context) error {
	return h.delegationsPage(c, http.StatusOK, nil, nil)
}

func (h *Handler) delegationsPage(c echo.Context, code int, f url.Values, problem error) error {
	by, ctx := web.Actor(c), c.Request().Context()
	if !by.Has(identity.Head) && !by.Has(identity.SecAdmin) && len(by.HeadOf) == 0 {
		return fault.New(fault.Forbidden, "只有科室负责人和安全管理员可以查看授权代办。")
	}
	list, err := h.app.People.Delegations(ctx, by)
	if err != nil {
		return err
	}
	people, err := h.app.People.People(ctx)
	if err != nil {
		return err
	}
	sections, err := h.app.People.SectionNames(ctx)
	if err != nil {
		return err
	}
	names := map[uint64]string{}
	p := deskview.DelegationsPage{Frame: h.frame(c, "授权代办"), Form: deskview.Form{Values: f, Errors: fault.FieldsOf(problem)}, Can: by.Has(identity.Head), People: []ui.Option{{Text: "请选择"}}}
	for i := range people {
		x := &people[i]
		names[x.ID] = x.Name
		if !x.Disabled && x.ID != by.ID && !(identity.Actor{Roles: x.Roles}).Admin() {
			p.People = append(p.People, ui.Option{Value: strconv.FormatUint(x.ID, 10), Text: x.Name})
		}
	}
	now := h.app.Store.Now(ctx)
	for _, d := range list {
		row := deskview.DelegationRow{ID: d.ID, Version: d.Version, From: names[d.FromID], To: names[d.ToID], Begins: ui.Day(d.StartsAt), Ends: ui.Day(d.EndsAt.Add(-time.Second)), Reason: d.Reason}
		row.State, row.StateTone = delegationState(&d, now)
		if row.StateTone == "ok" {
			p.Now = append(p.Now, fmt.Sprintf("%s在 %s 至 %s 期间，可以代%s审核%s的稿件，签第二级；自己写过、改过的除外", row.To, row.Begins.Shown, row.Ends.Shown, row.From, sections[d.SectionID]))
		}
		row.CanRevoke = d.RevokedAt == nil && d.EndsAt.After(now) && (by.ID == d.FromID || by.Has(identity.SecAdmin))
		p.Rows = append(p.Rows, row)
	}
	return web.Render(c, code, deskview.Delegations(p))
}

func delegationState(d *identity.Delegation, now time.Time) (text, tone string) {
	switch {
	case d.RevokedAt != nil:
		return "已收回", ""
	case d.StartsAt.After(now):
		return "未开始", "info"
	case !d.EndsAt.After(now):
		return "已到期", ""
	}
	return "生效中", "ok"
}

// Delegate handles POST /desk/delegations/. The last day counts whole.
func (h *Handler) Delegate(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	by := web.Actor(c)
	var check fault.Check
	starts, err1 := calendar.ParseDay(f.Get("from"))
	ends, err2 := calendar.ParseDay(f.Get("until"))
	check.If(err1 != nil, "from", "请填写开始日期。")
	check.If(err2 != nil, "until", "请填写结束日期。")
	if err = check.Err(); err == nil {
		_, err = h.app.People.Delegate(c.Request().Context(), by.ID, f.ID("to"), starts, ends.AddDate(0, 0, 1), f.Get("reason"), by)
	}
	if fault.KindOf(err) == fault.Invalid {
		return h.delegationsPage(c, http.StatusUnprocessableEntity, f.Values, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "delegated", href.Delegations(c.Request().Context()))
}

// Revoke handles POST /desk/delegations/:id/revoke.
func (h *Handler) Revoke(c echo.Context) error {
	id, err := web.PathID(c, "id")
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	if err := h.app.People.Revoke(c.Request().Context(), id, seen, web.Actor(c)); err != nil {
		return err
	}
	return h.done(c, "revoked", href.Delegations(c.Request().Context()))
}

// columnForm takes from a posted form what a column's form may say. A path
// written from the root names its parent by itself.
func columnForm(f *web.Values, tree *site.Tree) site.ColumnForm {
	form := site.ColumnForm{Parent: f.ID("parent"), Name: f.Get("name"), PageType: site.PageType(f.Get("type")), Owner: f.ID("owner"),
		UpdateDays: number(f, "rule_days"), Article20: f.Get("item"), Crumb: f.Get("crumb"), Description: f.Get("description"), Keywords: f.Get("keywords"),
		KindWord: f.Get("kind"), Position: number(f, "order"), NeedsIssue: f.Get("issue") != "", EndsOn: f.Get("ends_on"), Holds: policy.Holding(f.Get("holds"))}
	path := strings.Trim(strings.TrimSpace(f.Get("path")), "/")
	form.Slug = path
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		form.Slug = path[i+1:]
		if up := tree.ByPath(path[:i]); up != nil && form.Parent == 0 {
			form.Parent = up.ID
		} else if up == nil || up.ID != form.Parent {
			form.Slug = path // does not fit the chosen parent: refused as a name
		}
	}
	form.Basis, form.Absent, form.Counts = f.Get("basis"), f.Get("absent"), site.Bucket(f.Get("counts"))
	for _, w := range f.All("writers") {
		id, _ := strconv.ParseUint(w, 10, 63)
		form.Writers = append(form.Writers, id)
	}
	return form
}

// number reads an integer; what is none becomes one that no rule accepts.
func number(f *web.Values, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(f.Get(name)))
	if err != nil {
		return -1
	}
	return n
}
