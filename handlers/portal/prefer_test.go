package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"gongkai/models/modeltest"
)

// Display settings: one cookie, only known values, back to a page of this site
// and nowhere else, and no other site may set them.
func TestPrefer(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		citizen, path := serve(t, b)
		post := func(body string, header ...string) (code int, to, cookie string) {
			r := citizen.Request(http.MethodPost, path+"/pref", "application/x-www-form-urlencoded", body)
			for i := 0; i+1 < len(header); i += 2 {
				r.Header.Set(header[i], header[i+1])
			}
			p := citizen.Do(r)
			return p.Code, p.Headers.Get("Location"), p.Headers.Get("Set-Cookie")
		}
		for body, want := range map[string]string{
			"mode=elder": "ui=elder.m.light;", "theme=contrast": "ui=standard.m.contrast;", "font=xl": "ui=standard.xl.light;", "theme=%22%3E&font=huge&mode=x": "ui=standard.m.light;",
		} {
			fresh, _ := serve(t, b)
			r := fresh.Request(http.MethodPost, path+"/pref", "application/x-www-form-urlencoded", body+"&back="+path+"/xwdt/")
			p := fresh.Do(r)
			if got := p.Headers.Get("Set-Cookie"); p.Code != 303 || !strings.HasPrefix(got, want) || !strings.Contains(got, "HttpOnly") || !strings.Contains(got, "SameSite=Lax") || p.Headers.Get("Location") != path+"/xwdt/" {
				t.Errorf("%s: %d %s %s", body, p.Code, got, p.Headers.Get("Location"))
			}
		}
		for _, back := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "javascript:alert(1)", "/elsewhere/", path + "/../../x", "%0d%0aX: 1", ""} {
			if code, to, _ := post("mode=elder&back=" + back); code != 303 || to != path+"/" {
				t.Errorf("back=%q: %d %q", back, code, to)
			}
		}
		for _, header := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://evil.example"}} {
			if code, _, cookie := post("mode=elder&back="+path+"/", header...); code != 403 || cookie != "" {
				t.Errorf("%v: %d %q", header, code, cookie)
			}
		}
	})
}
