package web

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/config"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

const (
	actorKey   = "actor"
	sessionKey = "session"
)

// Actor is the signed-in person; only Staff routes have one.
func Actor(c echo.Context) identity.Actor { a, _ := c.Get(actorKey).(identity.Actor); return a }

// Session is the signed-in person's session; nil on other routes.
func Session(c echo.Context) *identity.Session {
	x, _ := c.Get(sessionKey).(*identity.Session)
	return x
}

// CSRF is the token that every form of this session carries.
func CSRF(c echo.Context) string {
	if x := Session(c); x != nil {
		return x.CSRF
	}
	return ""
}

// signedIn lets only signed-in people through, with the rights of this moment,
// and demands the session's token on everything but reading.
func (s *Server) signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		token := SessionCookie(s.cfg).read(c)
		if token == "" {
			return s.pages.SignIn(c)
		}
		x, actor, err := s.people.Resume(c.Request().Context(), token)
		if fault.KindOf(err) == fault.NotFound {
			return s.pages.SignIn(c)
		}
		if err != nil {
			return err
		}
		Enter(c, x, actor)
		if m := c.Request().Method; m != http.MethodGet && m != http.MethodHead {
			f, err := Form(c)
			if err != nil {
				return err
			}
			if subtle.ConstantTimeCompare([]byte(f.Get("_csrf")), []byte(x.CSRF)) != 1 {
				return forged()
			}
		}
		return next(c)
	}
}

// recognised lets everybody through and says who is signed in, if anybody is.
func (s *Server) recognised(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if token := SessionCookie(s.cfg).read(c); token != "" {
			x, actor, err := s.people.Resume(c.Request().Context(), token)
			switch {
			case err == nil:
				Enter(c, x, actor)
			case fault.KindOf(err) != fault.NotFound && !store.Away(err): // without a database everybody is a citizen
				return err
			}
		}
		return next(c)
	}
}

// Enter makes x the session of this request.
func Enter(c echo.Context, x *identity.Session, actor identity.Actor) {
	c.Set(sessionKey, x)
	c.Set(actorKey, actor)
}

func forged() error {
	return fault.New(fault.Forbidden, "页面已过期或不是从本站提交的，操作没有执行。请返回刷新页面后重试。")
}

// Cookie is one of the desk's cookies: HttpOnly, SameSite=Lax, for the base
// path, and with the prefix that fits when the site is reached by https.
type Cookie struct {
	name   string
	path   string
	secure bool
}

func cookie(cfg config.Config, name string) Cookie {
	k := Cookie{name: name, path: cfg.BasePath + "/", secure: cfg.Secure()}
	switch {
	case k.secure && cfg.BasePath == "":
		k.name = "__Host-" + name
	case k.secure:
		k.name = "__Secure-" + name
	}
	return k
}

// SessionCookie holds a session's token.
func SessionCookie(cfg config.Config) Cookie { return cookie(cfg, "gk") }

// LoginCookie holds the token that the login form must carry, so that no other
// site can sign somebody in.
func LoginCookie(cfg config.Config) Cookie { return cookie(cfg, "gkl") }

// FlashCookie holds the code of one sentence to be shown on the next page.
func FlashCookie(cfg config.Config) Cookie { return cookie(cfg, "gkf") }

func (k Cookie) read(c echo.Context) string {
	v, err := c.Request().Cookie(k.name)
	if err != nil || len(v.Value) > 200 {
		return ""
	}
	return v.Value
}

// Read returns the cookie's value, or "".
func (k Cookie) Read(c echo.Context) string { return k.read(c) }

// Write sets the cookie for the browser's session.
func (k Cookie) Write(c echo.Context, value string) { k.set(c, value, 0) }

// Clear removes the cookie.
func (k Cookie) Clear(c echo.Context) { k.set(c, "", -1) }

func (k Cookie) set(c echo.Context, value string, age int) {
	v := &http.Cookie{Name: k.name, Value: value, Path: k.path, HttpOnly: true, Secure: k.secure, SameSite: http.SameSiteLaxMode, MaxAge: age}
	if age < 0 {
		v.Expires = time.Unix(1, 0)
	}
	c.SetCookie(v)
}

// NewToken returns a random token for a form outside a session.
func NewToken() string { return rand.Text() }

// SameToken compares two tokens in constant time; empty ones never match.
func SameToken(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
