package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/identity"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/web"
)

// setupSteps are the accounts that the set-up page makes, in order: three
// people for the three administrators (三员分立).
var setupSteps = []struct {
	role identity.Role
	does string
}{
	{identity.SysAdmin, "负责账号、科室和栏目。"}, {identity.SecAdmin, "负责授予岗位、解除锁定。"}, {identity.AuditAdmin, "负责查阅操作日志。"},
}

// setupStep is the first administrator that does not exist yet. Somebody without
// the link's token gets a 404, and so does everybody once all three exist.
func (h *Handler) setupStep(c echo.Context) (n int, err error) {
	none := fault.New(fault.NotFound, "没有这个页面。")
	if !web.SameToken(c.Param("token"), h.setup) {
		return 0, none
	}
	missing, err := h.app.People.Unfilled(c.Request().Context())
	if err != nil {
		return 0, err
	}
	for i, s := range setupSteps {
		if slices.Contains(missing, s.role) {
			return i, nil
		}
	}
	return 0, none
}

// ShowSetup handles GET /desk/setup/:token.
func (h *Handler) ShowSetup(c echo.Context) error {
	n, err := h.setupStep(c)
	if err != nil {
		return err
	}
	return h.setupPage(c, http.StatusOK, n, nil, nil)
}

func (h *Handler) setupPage(c echo.Context, code, n int, f url.Values, problem error) error {
	s := setupSteps[n]
	p := deskview.SetupPage{Frame: layout.BareFrame{Title: "首次设置", Site: h.siteName(c)}, Form: deskview.Form{Values: f, Errors: fault.FieldsOf(problem)},
		CSRF: h.setup, Token: h.setup, Rules: passwordRules, Role: s.role.Title(), Does: s.does, Step: fmt.Sprintf("第 %d 步，共 %d 步", n+1, len(setupSteps))}
	return web.Render(c, code, deskview.Setup(p))
}

// Setup handles POST /desk/setup/:token.
func (h *Handler) Setup(c echo.Context) error {
	n, err := h.setupStep(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	form := identity.PersonForm{Username: f.Get("username"), Name: f.Get("name"), Password: f.Get("password"), Roles: []identity.Role{setupSteps[n].role}}
	if form.Password != f.Get("again") {
		err = &fault.Error{Kind: fault.Invalid, Fields: map[string]string{"again": "两次输入的密码不一样。"}}
	} else {
		_, err = h.app.People.CreatePerson(c.Request().Context(), form, identity.Actor{})
	}
	if fault.KindOf(err) == fault.Invalid {
		return h.setupPage(c, http.StatusUnprocessableEntity, n, f.Values, err)
	}
	if err != nil {
		return err
	}
	if n+1 < len(setupSteps) {
		return web.SeeOther(c, href.Setup(c.Request().Context(), h.setup))
	}
	return web.SeeOther(c, href.Login(c.Request().Context()))
}
