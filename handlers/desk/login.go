package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/time/rate"

	"gongkai/models/fault"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/web"
)

// home leads /desk to /desk/.
func (h *Handler) home(c echo.Context) error {
	return web.Moved(c, href.Desk(c.Request().Context()))
}

// ShowLogin handles GET /desk/login.
func (h *Handler) ShowLogin(c echo.Context) error {
	next := web.LocalPath(c.QueryParam("next"), h.cfg.BasePath, "")
	return h.loginPage(c, http.StatusOK, deskview.LoginPage{Form: deskview.Form{Values: url.Values{"next": {next}}}})
}

func (h *Handler) loginPage(c echo.Context, code int, p deskview.LoginPage) error {
	k := web.LoginCookie(h.cfg)
	p.CSRF = k.Read(c)
	if p.CSRF == "" {
		p.CSRF = web.NewToken()
		k.Write(c, p.CSRF)
	}
	p.Frame = layout.BareFrame{Title: "登录", Site: h.siteName(c)}
	return web.Render(c, code, deskview.Login(p))
}

// Login handles POST /desk/login.
func (h *Handler) Login(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	p := deskview.LoginPage{Form: deskview.Form{Values: url.Values{"username": {clip(f.Get("username"))}, "next": {f.Get("next")}}}, Kept: kept(f)}
	if !web.SameToken(f.Get("_csrf"), web.LoginCookie(h.cfg).Read(c)) {
		p.Message = "页面已过期，请重新填写后登录。"
		return h.loginPage(c, http.StatusForbidden, p)
	}
	if !h.limit.allowed(c.RealIP()) {
		c.Response().Header().Set("Retry-After", "60")
		p.Message = "登录失败的次数太多，请一分钟后再试。"
		return h.loginPage(c, http.StatusTooManyRequests, p)
	}
	ctx := c.Request().Context()
	token, err := h.app.People.Login(ctx, f.Get("username"), f.Get("password"), strings.TrimSpace(f.Get("otp")), c.RealIP())
	if fault.KindOf(err) == fault.Invalid {
		h.limit.failed(c.RealIP())
		p.Message = fault.MessageOf(err)
		return h.loginPage(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	web.SessionCookie(h.cfg).Write(c, token)
	web.LoginCookie(h.cfg).Clear(c)
	if p.Kept != nil {
		return h.resume(c, token, *p.Kept)
	}
	return web.SeeOther(c, web.LocalPath(f.Get("next"), h.cfg.BasePath, href.Desk(ctx)))
}

// clip keeps what is shown again within reason.
func clip(s string) string {
	if r := []rune(s); len(r) > 100 {
		return string(r[:100])
	}
	return s
}

// resume shows the form that the expired session had interrupted.
func (h *Handler) resume(c echo.Context, token string, k deskview.Kept) error {
	ctx := c.Request().Context()
	x, actor, err := h.app.People.Resume(ctx, token)
	if err != nil {
		return err
	}
	web.Enter(c, x, actor)
	if web.LocalPath(k.Action, href.Desk(ctx)[:len(href.Desk(ctx))-1], "") == "" {
		return web.SeeOther(c, href.Desk(ctx))
	}
	return web.Render(c, http.StatusOK, deskview.Resume(deskview.ResumePage{Frame: h.frame(c, "继续提交"), Kept: k}))
}

// Logout handles POST /desk/logout.
func (h *Handler) Logout(c echo.Context) error {
	if err := h.app.People.Logout(c.Request().Context(), web.Session(c)); err != nil {
		return err
	}
	web.SessionCookie(h.cfg).Clear(c)
	return web.SeeOther(c, href.Login(c.Request().Context()))
}

// SignIn answers a request whose session is gone: reading leads to the login
// page and back; a form is kept, so that nothing typed is lost.
func (h *Handler) SignIn(c echo.Context) error {
	r := c.Request()
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		address := href.Login(r.Context())
		if here := r.URL.RequestURI(); here != href.Desk(r.Context()) {
			address += "?next=" + url.QueryEscape(here)
		}
		return web.SeeOther(c, address)
	}
	if wantsJSON(c) {
		return c.JSON(http.StatusUnauthorized, map[string]string{"error": "登录已过期，请重新登录后再试。"})
	}
	p := deskview.LoginPage{Kept: typed(c)}
	return h.loginPage(c, http.StatusUnauthorized, p)
}

// typed is the form of a request that cannot be dealt with now; nil when it has
// none that could be read.
func typed(c echo.Context) *deskview.Kept {
	if n := c.Request().ContentLength; n < 0 || n > maxKept { // files of somebody unknown are not taken in
		return nil
	}
	f, err := web.Form(c)
	if err != nil {
		return nil
	}
	path := c.Request().URL.Path
	k := &deskview.Kept{Action: path, Words: actionWords(path)}
	for _, name := range sortedKeys(f.Values) {
		if slices.Contains(neverKept, name) {
			continue
		}
		label := fieldLabel(name)
		if name == "once" || name == "version" { // nobody typed them
			label = ""
		}
		for _, v := range f.All(name) {
			k.Fields = append(k.Fields, deskview.KeptField{Name: name, Value: v, Label: label})
		}
	}
	k.Lost = strings.Join(f.Filenames(), "、")
	return k
}

// maxKept is how large a form may be, in bytes, that travels through the login
// page.
const maxKept = 16 << 20

// neverKept are fields that do not travel through the login page.
var neverKept = []string{"_csrf", "password", "old", "again", "otp"}

// kept reads back the fields that the login page carried along.
func kept(f *web.Values) *deskview.Kept {
	action := f.Get("kept_action")
	if action == "" {
		return nil
	}
	k := &deskview.Kept{Action: action, Words: actionWords(action)}
	for _, name := range sortedKeys(f.Values) {
		field, ok := strings.CutPrefix(name, "kept.")
		if !ok {
			continue
		}
		for _, v := range f.All(name) {
			k.Fields = append(k.Fields, deskview.KeptField{Name: field, Value: v, Label: fieldLabel(field)})
		}
	}
	return k
}

// attempts slows down guessing from one address: only failures count, and they
// are forgiven one every two seconds.
type attempts struct {
	mu sync.Mutex
	by map[string]*rate.Limiter
}

const (
	failuresAtOnce = 40
	maxAddresses   = 10000
)

func newAttempts() *attempts { return &attempts{by: map[string]*rate.Limiter{}} }

func (a *attempts) of(ip string) *rate.Limiter {
	l := a.by[ip]
	if l == nil {
		if len(a.by) >= maxAddresses {
			clear(a.by)
		}
		l = rate.NewLimiter(rate.Every(2*time.Second), failuresAtOnce)
		a.by[ip] = l
	}
	return l
}

func (a *attempts) allowed(ip string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.of(ip).Tokens() >= 1
}

func (a *attempts) failed(ip string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.of(ip).Allow()
}
