package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/identity"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

const passwordRules = "10 至 128 个字符，大写字母、小写字母、数字、符号中至少三种，不能包含用户名。"

// duties says what a role may do, in a sentence.
var duties = map[identity.Role]string{
	identity.Author: "起草、修改本科室的稿件，签第一级", identity.Head: "审核本科室的稿件，签第二级", identity.Officer: "对送审稿件作保密审查，签第三级",
	identity.Publisher: "查看全部稿件，撤下已公开的信息", identity.Clerk: "办理依申请公开", identity.Director: "查看已通过三级审核的稿件，按栏目要求签发",
	identity.SysAdmin: "管理账号、科室和栏目，不接触稿件", identity.SecAdmin: "授予岗位、解除锁定、重置密码，不接触稿件", identity.AuditAdmin: "查阅操作日志，不接触稿件",
}

func does(roles []identity.Role) []string {
	var out []string
	for _, r := range roles {
		out = append(out, r.Title()+"："+duties[r])
	}
	if len(out) == 0 {
		out = []string{"还没有岗位，登录后不能办理任何事项"}
	}
	return out
}

func manages(by identity.Actor) error {
	if by.Has(identity.SysAdmin) || by.Has(identity.SecAdmin) {
		return nil
	}
	return fault.New(fault.Forbidden, "只有系统管理员和安全管理员可以查看机构与用户。")
}

// People handles GET /desk/people/.
func (h *Handler) People(c echo.Context) error {
	by, ctx := web.Actor(c), c.Request().Context()
	if err := manages(by); err != nil {
		return err
	}
	people, err := h.app.People.People(ctx)
	if err != nil {
		return err
	}
	sections, err := h.app.People.Sections(ctx)
	if err != nil {
		return err
	}
	p := deskview.PeoplePage{Frame: h.frame(c, "机构与用户"), Total: fmt.Sprintf("%d 个科室，%d 个账号", len(sections), len(people))}
	if by.Has(identity.SysAdmin) {
		p.Acts = []deskview.Button{{Text: "新增人员", Href: href.NewPerson(ctx), Icon: "plus", Kind: deskview.Main}}
	}
	last, err := h.app.People.LastLogins(ctx)
	if err != nil {
		return err
	}
	now := h.app.Store.Now(ctx)
	for _, x := range append(sections, identity.Section{Name: "三类管理员"}) {
		group := deskview.PeopleSection{Name: x.Name}
		for i := range people {
			if sectionOf(&people[i]) == x.ID {
				group.People = append(group.People, h.personRow(c, &people[i], last, now))
			}
		}
		p.Sections = append(p.Sections, group)
	}
	return web.Render(c, http.StatusOK, deskview.People(p))
}

func sectionOf(p *identity.Person) uint64 {
	if p.SectionID == nil {
		return 0
	}
	return *p.SectionID
}

func (h *Handler) personRow(c echo.Context, p *identity.Person, last map[uint64]time.Time, now time.Time) deskview.PersonRow {
	state, tone := h.personState(c, p)
	if tone == "ok" && p.Dormant(last, now) {
		state, tone = "90 天未登录", "warn"
	}
	return deskview.PersonRow{Name: p.Name, Username: p.Username, Href: href.Person(c.Request().Context(), p.ID), Does: does(p.Roles), State: state, StateTone: tone, Last: ui.Minute(last[p.ID])}
}

func (h *Handler) personState(c echo.Context, p *identity.Person) (text, tone string) {
	switch {
	case p.Disabled:
		return "停用", "bad"
	case p.LockedUntil != nil && p.LockedUntil.After(h.app.Store.Now(c.Request().Context())):
		return "锁定", "warn"
	}
	return "在用", "ok"
}

func (h *Handler) sectionOptions(c echo.Context, first string) ([]ui.Option, error) {
	sections, err := h.app.People.Sections(c.Request().Context())
	options := []ui.Option{{Text: first}}
	for _, x := range sections {
		options = append(options, ui.Option{Value: strconv.FormatUint(x.ID, 10), Text: x.Name})
	}
	return options, err
}

func roleOptions() []ui.Option {
	var options []ui.Option
	for _, r := range identity.Roles() {
		options = append(options, ui.Option{Value: string(r), Text: r.Title(), Hint: duties[r]})
	}
	return options
}

// ShowNewPerson handles GET /desk/people/new.
func (h *Handler) ShowNewPerson(c echo.Context) error {
	return h.newPersonPage(c, http.StatusOK, nil, nil)
}

func (h *Handler) newPersonPage(c echo.Context, code int, f url.Values, problem error) error {
	if !web.Actor(c).Has(identity.SysAdmin) {
		return fault.New(fault.Forbidden, "只有系统管理员可以新增人员。")
	}
	sections, err := h.sectionOptions(c, "不属于科室（三类管理员）")
	if err != nil {
		return err
	}
	p := deskview.NewPersonPage{Frame: h.frame(c, "新增人员", peopleLink(c)), Form: deskview.Form{Values: f, Errors: fault.FieldsOf(problem)}, Sections: sections, Rules: passwordRules}
	return web.Render(c, code, deskview.NewPerson(p))
}

func peopleLink(c echo.Context) ui.Link {
	return ui.Link{Text: "机构与用户", Href: href.People(c.Request().Context())}
}

func personForm(f *web.Values) identity.PersonForm {
	form := identity.PersonForm{Username: f.Get("username"), Name: f.Get("name"), Section: f.ID("section"), Password: f.Get("password")}
	for _, r := range f.All("roles") {
		form.Roles = append(form.Roles, identity.Role(r))
	}
	return form
}

// CreatePerson handles POST /desk/people/new.
func (h *Handler) CreatePerson(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	p, err := h.app.People.CreatePerson(c.Request().Context(), personForm(f), web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.newPersonPage(c, http.StatusUnprocessableEntity, f.Values, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "person", href.Person(c.Request().Context(), p.ID))
}

// Person handles GET /desk/people/:id.
func (h *Handler) Person(c echo.Context) error { return h.personPage(c, http.StatusOK, nil, nil) }

func (h *Handler) personPage(c echo.Context, code int, f url.Values, problem error) error {
	by, ctx := web.Actor(c), c.Request().Context()
	if err := manages(by); err != nil {
		return err
	}
	id, err := web.PathID(c, "id")
	if err != nil {
		return err
	}
	x, err := h.app.People.Person(ctx, id)
	if err != nil {
		return err
	}
	state, tone := h.personState(c, x)
	p := deskview.PersonPage{Frame: h.frame(c, x.Name, peopleLink(c)), ID: id, Name: x.Name, State: state, StateTone: tone, Does: does(x.Roles), Rules: passwordRules,
		Facts: []deskview.Fact{{Name: "用户名", Text: x.Username}, {Name: "建立时间", Text: ui.Minute(x.CreatedAt).Shown}, {Name: "动态口令", Text: onOff(x.TOTPSecret != "")}}}
	if f == nil {
		f = url.Values{"name": {x.Name}, "section": {strconv.FormatUint(sectionOf(x), 10)}, "roles": words(x.Roles)}
	}
	p.Form = deskview.Form{Version: x.Version, Values: f, Errors: fault.FieldsOf(problem)}
	p.Password = deskview.Form{Version: x.Version, Errors: map[string]string{}}
	if e := p.Errors["password"]; e != "" {
		p.Password.Errors["password"] = e
		delete(p.Errors, "password")
	}
	p.Conflicts = sharedDuties(x.Roles)
	if err := h.rights(c, &p, x); err != nil {
		return err
	}
	if by.ID != id {
		h.offer(&p, x, by)
	}
	if p.CanEdit && by.Has(identity.SysAdmin) {
		if p.Sections, err = h.sectionOptions(c, "不属于科室（三类管理员）"); err != nil {
			return err
		}
	}
	return web.Render(c, code, deskview.Person(p))
}

// offer decides which of the person's forms this administrator gets.
func (h *Handler) offer(p *deskview.PersonPage, x *identity.Person, by identity.Actor) {
	p.CanEdit = true
	toggle := "disable"
	if x.Disabled {
		toggle = "enable"
	}
	p.CanAct = append(p.CanAct, toggle)
	if !by.Has(identity.SecAdmin) {
		return
	}
	p.Roles = roleOptions()
	p.CanAct = append(p.CanAct, "password")
	if x.LockedUntil != nil || x.Failures > 0 {
		p.CanAct = append(p.CanAct, "unlock")
	}
	if x.TOTPSecret != "" {
		p.CanAct = append(p.CanAct, "otp")
	}
}

// sharedDuties warns of duties in one hand: allowed, because the three
// signatures still need three people, but narrow.
func sharedDuties(roles []identity.Role) (out []string) {
	a := identity.Actor{Roles: roles}
	if a.Has(identity.Author) && a.Has(identity.Head) {
		out = append(out, "既起草又审核：本人写过或改过的稿件，须由另一位负责人或代办人审核。")
	}
	if a.Has(identity.Author) && a.Has(identity.Officer) {
		out = append(out, "既起草又做保密审查：本人写过或改过的稿件，须由另一位保密审查员审查。")
	}
	if a.Has(identity.Head) && a.Has(identity.Officer) {
		out = append(out, "既做科室审核又做保密审查：同一份稿件只能签其中一级。")
	}
	return out
}

func onOff(on bool) string {
	if on {
		return "已启用"
	}
	return "未启用"
}

func words(roles []identity.Role) []string {
	out := make([]string, len(roles))
	for i, r := range roles {
		out[i] = string(r)
	}
	return out
}

// ChangePerson handles POST /desk/people/:id/edit.
func (h *Handler) changePerson(c echo.Context, id uint64, seen int, f *web.Values) error {
	return h.app.People.ChangePerson(c.Request().Context(), id, seen, personForm(f), web.Actor(c))
}

// personVerbs are the forms of a person's page, each with its own address.
func (h *Handler) personVerbs() map[string]func(echo.Context, uint64, int, *web.Values) error {
	return map[string]func(echo.Context, uint64, int, *web.Values) error{
		"edit": h.changePerson,
		"disable": func(c echo.Context, id uint64, seen int, _ *web.Values) error {
			return h.app.People.SetDisabled(c.Request().Context(), id, seen, true, web.Actor(c))
		},
		"enable": func(c echo.Context, id uint64, seen int, _ *web.Values) error {
			return h.app.People.SetDisabled(c.Request().Context(), id, seen, false, web.Actor(c))
		},
		"unlock": func(c echo.Context, id uint64, seen int, _ *web.Values) error {
			return h.app.People.Unlock(c.Request().Context(), id, seen, web.Actor(c))
		},
		"password": func(c echo.Context, id uint64, seen int, f *web.Values) error {
			return h.app.People.ResetPassword(c.Request().Context(), id, seen, f.Get("password"), web.Actor(c))
		},
		"otp": func(c echo.Context, id uint64, seen int, _ *web.Values) error {
			_, err := h.app.People.ResetTOTP(c.Request().Context(), id, seen, false, web.Actor(c))
			return err
		},
	}
}

// errOr returns the error, or shows the page when there is none.
func errOr(err error, show func() error) error {
	if err != nil {
		return err
	}
	return show()
}

// personVerb handles POST /desk/people/:id/{verb}.
func (h *Handler) personVerb(do func(echo.Context, uint64, int, *web.Values) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		id, err := web.PathID(c, "id")
		if err != nil {
			return err
		}
		if err := manages(web.Actor(c)); err != nil {
			return err
		}
		f, err := web.Form(c)
		if err != nil {
			return err
		}
		seen, err := f.Version()
		edits := strings.HasSuffix(c.Path(), "/edit")
		if err == nil && edits {
			if show, err := h.conflicting(c, id, seen, f); err != nil || show != nil {
				return errOr(err, show)
			}
		}
		if err == nil {
			err = do(c, id, seen, f)
		}
		if edits && fault.KindOf(err) == fault.Stale {
			return h.personMeanwhile(c, id, f)
		}
		if len(fault.FieldsOf(err)) > 0 {
			values := f.Values
			if !edits {
				values = nil
			}
			return h.personPage(c, http.StatusUnprocessableEntity, values, err)
		}
		if err != nil {
			return err
		}
		return h.done(c, "person", href.Person(c.Request().Context(), id))
	}
}
