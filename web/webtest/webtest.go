// Package webtest is a small browser for tests: it keeps cookies, reads forms
// from pages and sends them as a browser would, hidden fields and defaults
// included.
package webtest

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// Browser is one person's browser.
type Browser struct {
	T      *testing.T
	base   string
	client *http.Client
}

// Page is an answer.
type Page struct {
	*goquery.Document
	Code    int
	Path    string // after redirects
	Text    string
	Headers http.Header
}

// Serve starts the site for one test and returns its address.
func Serve(t *testing.T, site http.Handler) string {
	t.Helper()
	srv := httptest.NewServer(site)
	t.Cleanup(srv.Close)
	return srv.URL
}

// Open returns a fresh browser on a site.
func Open(t *testing.T, base string) *Browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &Browser{T: t, base: base, client: &http.Client{Jar: jar}}
}

// SignIn returns a browser in which somebody has logged in.
func SignIn(t *testing.T, base, path, username, password string) *Browser {
	t.Helper()
	b := Open(t, base)
	p := b.Get(path+"/desk/login").Submit(b, "form[action$='/desk/login']", url.Values{"username": {username}, "password": {password}})
	if p.Code != http.StatusOK || strings.HasSuffix(p.Path, "/login") {
		t.Fatalf("%s cannot log in: %d %s", username, p.Code, p.Path)
	}
	return b
}

// Get reads a page, following redirects.
func (b *Browser) Get(path string) *Page {
	b.T.Helper()
	r, err := b.client.Get(b.base + path)
	return b.page(r, err)
}

// Post sends a form, following redirects.
func (b *Browser) Post(path string, form url.Values) *Page {
	b.T.Helper()
	r, err := b.client.PostForm(b.base+path, form)
	return b.page(r, err)
}

// Do sends any request, without following redirects.
func (b *Browser) Do(req *http.Request) *Page {
	b.T.Helper()
	c := *b.client
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	r, err := c.Do(req)
	return b.page(r, err)
}

// Request builds a request for Do.
func (b *Browser) Request(method, path, contentType, body string) *http.Request {
	b.T.Helper()
	req, err := http.NewRequestWithContext(b.T.Context(), method, b.base+path, strings.NewReader(body))
	if err != nil {
		b.T.Fatal(err)
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	return req
}

func (b *Browser) page(r *http.Response, err error) *Page {
	b.T.Helper()
	if err != nil {
		b.T.Fatal(err)
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		b.T.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(text)))
	if err != nil {
		b.T.Fatal(err)
	}
	return &Page{Document: doc, Code: r.StatusCode, Path: r.Request.URL.Path, Text: string(text), Headers: r.Header}
}

// Form reads a form's fields as a browser would send them: hidden and filled
// fields, ticked boxes, chosen options. A button is sent only when clicked.
func (p *Page) Form(selector string) (action string, values url.Values, ok bool) {
	f := p.Find(selector).First()
	if f.Length() == 0 {
		return "", nil, false
	}
	values = url.Values{}
	f.Find("input[name]").Each(func(_ int, s *goquery.Selection) {
		kind := s.AttrOr("type", "text")
		_, ticked := s.Attr("checked")
		if kind == "submit" || kind == "file" || (kind == "checkbox" || kind == "radio") && !ticked {
			return
		}
		values.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	f.Find("textarea[name]").Each(func(_ int, s *goquery.Selection) { values.Add(s.AttrOr("name", ""), s.Text()) })
	f.Find("select[name]").Each(func(_ int, s *goquery.Selection) {
		chosen := s.Find("option[selected]").First()
		if chosen.Length() == 0 {
			chosen = s.Find("option").First()
		}
		values.Add(s.AttrOr("name", ""), chosen.AttrOr("value", ""))
	})
	return f.AttrOr("action", ""), values, true
}

// Submit sends a form of the page with some fields filled in. An override with
// no value removes the field.
func (p *Page) Submit(b *Browser, selector string, fill url.Values) *Page {
	b.T.Helper()
	action, values, ok := p.Form(selector)
	if !ok {
		b.T.Fatalf("%s has no form %q:\n%s", p.Path, selector, p.Find("main").Text())
	}
	for k, v := range fill {
		if len(v) == 0 {
			values.Del(k)
		} else {
			values[k] = v
		}
	}
	return b.Post(action, values)
}

// State is the page's data-state.
func (p *Page) State() string { return p.Find("[data-state]").AttrOr("data-state", "") }

// Has reports whether the page's source holds a text.
func (p *Page) Has(text string) bool { return strings.Contains(p.Text, text) }
