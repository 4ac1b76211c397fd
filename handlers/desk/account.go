package desk

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// ShowAccount handles GET /desk/account.
func (h *Handler) ShowAccount(c echo.Context) error { return h.accountPage(c, http.StatusOK, nil) }

func (h *Handler) accountPage(c echo.Context, code int, problem error) error {
	by, ctx := web.Actor(c), c.Request().Context()
	x, err := h.app.People.Person(ctx, by.ID)
	if err != nil {
		return err
	}
	tries, err := h.app.People.Attempts(ctx, by.ID, 20)
	if err != nil {
		return err
	}
	names, err := h.app.People.SectionNames(ctx)
	if err != nil {
		return err
	}
	p := deskview.AccountPage{Frame: h.frame(c, "账号与密码"), Form: deskview.Form{Version: x.Version, Errors: fault.FieldsOf(problem)}, Rules: passwordRules,
		Facts: []deskview.Fact{{Name: "用户名", Text: x.Username}, {Name: "科室", Text: names[by.SectionID]}, {Name: "岗位", Text: roleTitles(by.Roles)},
			{Name: "动态口令", Text: onOff(x.TOTPSecret != "")}, {Name: "密码更改时间", Text: ui.Minute(x.PasswordAt).Shown}}}
	for _, a := range tries {
		row := deskview.LoginRow{When: ui.Minute(a.At), Where: a.IP, Result: "成功", Tone: "ok", Current: a.OK && a.At.Equal(web.Session(c).CreatedAt)}
		if !a.OK {
			row.Result, row.Tone = "失败", "bad"
		}
		p.Logins = append(p.Logins, row)
	}
	return web.Render(c, code, deskview.Account(p))
}

// Account handles POST /desk/account: the own password. Every session of the
// person ends, this one too.
func (h *Handler) Account(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	err = h.app.People.ChangeOwnPassword(c.Request().Context(), f.Get("old"), f.Get("new"), f.Get("again"), c.RealIP(), web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.accountPage(c, http.StatusUnprocessableEntity, err)
	}
	if err != nil {
		return err
	}
	web.SessionCookie(h.cfg).Clear(c)
	return web.SeeOther(c, href.Login(c.Request().Context()))
}
