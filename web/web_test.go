package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"gongkai/config"
	"gongkai/models/fault"
)

// A redirect never leaves the site, whatever the form says.
func TestLocalPath(t *testing.T) {
	for v, want := range map[string]string{
		"/b/": "/b/", "/b/x?y=1": "/b/x?y=1", "": "F", "/": "F", "/c/": "F", "//evil.example/b/": "F", "https://evil.example/b/": "F", "/b/\\evil": "F",
		"/b//evil": "/b//evil", "javascript:alert(1)": "F", "/b/\r\nSet-Cookie: x": "F", "\t/b/": "F", "/b": "F", "http:/b/": "F",
		"/b/../x": "F", "/b/x/../..": "F", "/b/%2e%2e/x": "F", "/b/x/../y": "/b/x/../y",
	} {
		if got := LocalPath(v, "/b", "F"); got != want {
			t.Errorf("%q leads to %q, want %q", v, got, want)
		}
	}
	for v, want := range map[string]string{"/": "/", "/x": "/x", "//evil.example": "F", "/\\evil": "F", "///evil": "F"} {
		if got := LocalPath(v, "", "F"); got != want {
			t.Errorf("without a base %q leads to %q, want %q", v, got, want)
		}
	}
}

func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/b/x", "//evil", "/b/%2f%2fevil", "/b/\\x", "http://evil/b/"} {
		f.Add(s)
	}
	here, _ := url.Parse("https://site.example/b/page")
	f.Fuzz(func(t *testing.T, v string) {
		got := LocalPath(v, "/b", "/b/")
		u, err := here.Parse(got)
		if err != nil || u.Host != "site.example" || u.Scheme != "https" || !strings.HasPrefix(got, "/b/") {
			t.Errorf("%q leads to %q", v, got)
		}
	})
}

// Every kind of fault has its status; an unknown error is a 500 and a database
// that is away a 503.
func TestStatus(t *testing.T) {
	for err, want := range map[error]int{
		fault.New(fault.Invalid, ""): 422, fault.New(fault.NotFound, ""): 404, fault.New(fault.Gone, ""): 410, fault.New(fault.Forbidden, ""): 403,
		fault.New(fault.Stale, ""): 409, fault.New(fault.Conflict, ""): 409, fault.New(fault.Unavailable, ""): 503, fault.New(fault.Internal, ""): 500,
		errors.New("x"): 500, context.DeadlineExceeded: 503, echo.ErrMethodNotAllowed: 405, echo.ErrNotFound: 404,
	} {
		if got := Status(err); got != want {
			t.Errorf("%v: %d, want %d", err, got, want)
		}
	}
	for k := fault.Internal; k <= fault.Unavailable; k++ {
		if status[k] == 0 {
			t.Errorf("kind %d has no status", k)
		}
	}
}

// Cookies carry the prefix that fits: __Host- only at the root, __Secure- below
// a base path, none where the site is reached without TLS.
func TestCookieNames(t *testing.T) {
	for _, x := range []struct{ base, url, name, path string }{
		{"", "https://a.gov.cn", "__Host-gk", "/"}, {"/bm/qczj", "https://a.gov.cn", "__Secure-gk", "/bm/qczj/"}, {"", "http://127.0.0.1:1", "gk", "/"},
	} {
		rec := httptest.NewRecorder()
		c := echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), rec)
		SessionCookie(config.Config{BasePath: x.base, BaseURL: x.url}).Write(c, "v")
		k := rec.Result().Cookies()[0]
		if k.Name != x.name || k.Path != x.path || !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Secure != strings.HasPrefix(x.url, "https") {
			t.Errorf("%+v", k)
		}
	}
}

// What is no form, or a broken one, is refused with a sentence.
func TestForm(t *testing.T) {
	for name, x := range map[string]struct {
		ct, body string
		ok       bool
	}{
		"form":             {"application/x-www-form-urlencoded", "a=1&a=2&b=%E4%B8%AD", true},
		"bad escape":       {"application/x-www-form-urlencoded", "a=%zz", false},
		"semicolons":       {"application/x-www-form-urlencoded", "a=1;b=2", false},
		"json":             {"application/json", "{}", false},
		"nothing":          {"", "", false},
		"broken multipart": {"multipart/form-data; boundary=x", "--x\r\nnot a part", false},
		"no boundary":      {"multipart/form-data", "x", false},
	} {
		r := httptest.NewRequest(http.MethodPost, "/?a=query", strings.NewReader(x.body))
		r.Header.Set("Content-Type", x.ct)
		f, err := Form(echo.New().NewContext(r, httptest.NewRecorder()))
		if (err == nil) != x.ok || err != nil && (fault.KindOf(err) != fault.Invalid || fault.MessageOf(err) == "") {
			t.Errorf("%s: %v", name, err)
		}
		if x.ok && (f.Get("a") != "1" || f.Get("b") != "中") {
			t.Errorf("%s: %v", name, f.Values)
		}
	}
}
