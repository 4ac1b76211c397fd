package desk

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/identity"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// abilities says in sentences what a person may do on which columns, and what
// not. a is the person as the domain sees one today, delegations included.
func (k *cast) abilities(a identity.Actor) (out []string) {
	if a.Admin() {
		return append(does(a.Roles), "不能查看、起草、审核任何稿件，也不能担任其他岗位")
	}
	if len(a.Roles) == 0 {
		return does(nil)
	}
	own := k.sections[a.SectionID]
	if a.Has(identity.Author) {
		out = append(out, k.writes(a.SectionID)...)
	}
	for _, id := range headed(a) {
		s := "可以审核" + k.sections[id] + "的稿件，签第二级"
		if may, deputy := a.Heads(id); may && deputy {
			s = "授权期内可以代" + k.sections[id] + "负责人审核稿件，签第二级"
		}
		out = append(out, s)
	}
	for _, r := range []identity.Role{identity.Officer, identity.Publisher, identity.Director, identity.Clerk} {
		if a.Has(r) {
			out = append(out, "可以"+duties[r])
		}
	}
	out = append(out, "可以查看"+own+"的全部稿件")
	if !a.Has(identity.Publisher) {
		out = append(out, "不能查看其他科室还没有公开的稿件，除非岗位要求办理")
	}
	return append(out, "不能审核自己写过、改过的稿件，也不能在同一份稿件上签两级")
}

func headed(a identity.Actor) []uint64 {
	ids := slices.Clone(a.HeadOf)
	if a.Has(identity.Head) {
		ids = append([]uint64{a.SectionID}, ids...)
	}
	return slices.Compact(ids)
}

// writes says in which columns a section writes, and in which not.
func (k *cast) writes(section uint64) (out []string) {
	var open, shut []string
	for _, col := range k.tree.All() {
		switch {
		case col.Open(section):
			open = append(open, k.tree.FullName(col))
		case col.Writable():
			shut = append(shut, k.tree.FullName(col))
		}
	}
	if len(shut) == 0 {
		return []string{"可以在全部栏目写稿件，签第一级"}
	}
	out = []string{"没有可以写稿件的栏目"}
	if len(open) > 0 {
		out[0] = "可以在" + several(open, 4) + "写稿件，签第一级"
	}
	return append(out, "不能在"+several(shut, 3)+"写稿件，这些栏目只限指定的科室")
}

// several lists names, at most n of them.
func several(names []string, n int) string {
	if len(names) <= n {
		return "“" + strings.Join(names, "、") + "”"
	}
	return "“" + strings.Join(names[:n], "、") + fmt.Sprintf("”等 %d 个栏目", len(names))
}

// leaving says what has to be handed over before an account is disabled, by what
// administrators may know: no documents, only duties.
func leaving(x *identity.Person, people []identity.Person, given int) (out []string) {
	if x.Disabled {
		return nil
	}
	a := identity.Actor{Roles: x.Roles}
	if a.Has(identity.Author) {
		out = append(out, "没有写完的稿件留在科室里：请本科室另一位联络员在“稿件”里选“本科室”接着写，签名和历史都保留")
	}
	if a.Has(identity.Head) && alone(x, people, identity.Head, true) {
		out = append(out, "是本科室唯一的负责人：请先给另一人这个岗位，否则本科室的稿件没有人审核")
	}
	if a.Has(identity.Officer) && alone(x, people, identity.Officer, false) {
		out = append(out, "是唯一的保密审查员：请先给另一人这个岗位，否则全部稿件停在保密审查")
	}
	if given > 0 {
		out = append(out, fmt.Sprintf("本人给出的 %d 项授权代办随岗位一起结束", given))
	}
	return out
}

// alone reports whether nobody else in use holds a role, in the same section when
// asked so.
func alone(x *identity.Person, people []identity.Person, r identity.Role, section bool) bool {
	return !slices.ContainsFunc(people, func(o identity.Person) bool {
		return o.ID != x.ID && !o.Disabled && slices.Contains(o.Roles, r) && (!section || sectionOf(&o) == sectionOf(x))
	})
}

// rights fills what a person's page says of the person's rights, logins and
// duties.
func (h *Handler) rights(c echo.Context, p *deskview.PersonPage, x *identity.Person) error {
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	a := identity.Actor{ID: x.ID, SectionID: sectionOf(x), Roles: x.Roles}
	if !x.Disabled {
		if a, err = h.app.People.Actor(k.ctx, x.Username); err != nil {
			return err
		}
	}
	p.Does = k.abilities(a)
	if x.Disabled {
		p.Does = []string{"账号已停用，不能登录，不能办理任何事项"}
	}
	people, err := h.app.People.People(k.ctx)
	if err != nil {
		return err
	}
	given, err := h.app.People.Given(k.ctx, x.ID)
	if err != nil {
		return err
	}
	p.Leaving = leaving(x, people, given)
	last, err := h.app.People.LastLogins(k.ctx)
	if err != nil {
		return err
	}
	login := "从未登录"
	if at, ok := last[x.ID]; ok {
		login = ui.Minute(at).Shown
	}
	if x.Dormant(last, k.now) {
		login += "（90 天以上没有登录）"
	}
	p.Facts = append(p.Facts, deskview.Fact{Name: "最近登录", Text: login})
	return nil
}

// conflicting shows, before anything is stored, which duties would come into one
// hand that were not there before; nil when there is nothing to say.
func (h *Handler) conflicting(c echo.Context, id uint64, seen int, f *web.Values) (func() error, error) {
	by, ctx := web.Actor(c), c.Request().Context()
	if !by.Has(identity.SecAdmin) || f.Get("confirm") == "yes" {
		return nil, nil
	}
	x, err := h.app.People.Person(ctx, id)
	if err != nil {
		return nil, err
	}
	if f.Get("confirm") == "back" {
		return func() error { return h.personPage(c, http.StatusOK, f.Values, nil) }, nil
	}
	after := personForm(f).Roles
	was := sharedDuties(x.Roles)
	var fresh []string
	for _, s := range sharedDuties(after) {
		if !slices.Contains(was, s) {
			fresh = append(fresh, s)
		}
	}
	if len(fresh) == 0 || x.Version != seen {
		return nil, nil
	}
	p := deskview.ConfirmPage{Frame: h.frame(c, "确认岗位", peopleLink(c), ui.Link{Text: x.Name, Href: href.Person(ctx, id)}), Title: "请确认：" + x.Name + "的岗位", Warnings: fresh,
		Changes: []deskview.Difference{{Name: "岗位", Before: roleTitles(x.Roles), After: strings.Join(optionTexts(roleOptions(), words(after)), "、")}},
		Action:  href.PersonDo(ctx, id, "edit"), Version: seen, Carry: carried(f.Values), Back: ui.Link{Text: "取消", Href: href.Person(ctx, id)}}
	return func() error { return web.Render(c, http.StatusOK, deskview.Confirm(p)) }, nil
}

// personMeanwhile shows what was typed of a person beside what is stored now.
func (h *Handler) personMeanwhile(c echo.Context, id uint64, f *web.Values) error {
	by, ctx := web.Actor(c), c.Request().Context()
	x, err := h.app.People.Person(ctx, id)
	if err != nil {
		return err
	}
	p := deskview.ConflictPage{What: x.Name + "的资料", Action: href.PersonDo(ctx, id, "edit"), Version: x.Version, Back: ui.Link{Text: "放弃我的修改", Href: href.Person(ctx, id)}}
	if by.Has(identity.SysAdmin) {
		sections, err := h.sectionOptions(c, "不属于科室（三类管理员）")
		if err != nil {
			return err
		}
		p.Fields = append(p.Fields, deskview.ConflictField{Name: "name", Label: "姓名", Mine: f.Get("name"), Theirs: x.Name},
			deskview.ConflictField{Name: "section", Label: "科室", Mine: f.Get("section"), Theirs: idText(x.SectionID), Options: sections})
	}
	if by.Has(identity.SecAdmin) {
		p.Fields = append(p.Fields, deskview.ConflictField{Name: "roles", Label: "岗位", Theirs: roleTitles(x.Roles), Options: roleOptions(), Ticked: append([]string{}, f.All("roles")...)})
	}
	return h.meanwhile(c, p, fmt.Sprintf("person/%d", id))
}

// columnImpact counts what a change of a column touches.
func (h *Handler) columnImpact(ctx context.Context, tree *site.Tree, col *site.Column) (documents int64, below int, err error) {
	counts, err := h.app.Content.Counts(ctx)
	branch := tree.Branch(col)
	for _, id := range branch {
		documents += counts[id]
	}
	return documents, len(branch) - 1, err
}
