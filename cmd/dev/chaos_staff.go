package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gongkai/models/sample"
)

// staff are the demo's people at work over HTTP: they write, attach, submit
// and sign, and keep what the program has acknowledged.
type staff struct {
	base atomic.Pointer[string] // with a slash at its end; changes with each start

	author, head, officer *client

	mu           sync.Mutex
	acknowledged []paper
	begun        []uint64 // documents that may or may not have got anywhere
}

// paper is a document whose last signature was answered with success.
type paper struct {
	id    uint64
	files []string // addresses of its attachments
}

// client is one person's browser.
type client struct {
	http *http.Client
	name string
	csrf string
	of   *staff
}

// newStaff logs the people in.
func newStaff(ctx context.Context, base string) (*staff, error) {
	p := &staff{}
	p.base.Store(&base)
	for _, x := range []struct {
		into **client
		name string
	}{{&p.author, "budget.author"}, {&p.head, "budget.head"}, {&p.officer, "office.secrecy"}} {
		c, err := p.logIn(ctx, x.name)
		if err != nil {
			return nil, err
		}
		*x.into = c
	}
	return p, nil
}

var (
	csrfForm    = regexp.MustCompile(`name="_csrf" value="([^"]+)"`)
	versionForm = regexp.MustCompile(`name="version" value="([0-9]+)"`)
	fileForm    = regexp.MustCompile(`href="(/files/([0-9a-zA-Z]+)/[^"]+)"`)
	idForm      = regexp.MustCompile(`/desk/documents/([0-9]+)`)
)

func (p *staff) logIn(ctx context.Context, name string) (*client, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	c := &client{name: name, of: p, http: &http.Client{Jar: jar, Timeout: 20 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	_, page, err := c.get(ctx, "desk/login")
	if err != nil {
		return nil, err
	}
	m := csrfForm.FindStringSubmatch(page)
	if m == nil {
		return nil, errors.New("the login page has no form")
	}
	c.csrf = m[1]
	if _, err := c.post(ctx, "desk/login", url.Values{"username": {name}, "password": {sample.Password}}); err != nil {
		return nil, fmt.Errorf("log in as %s: %w", name, err)
	}
	_, page, err = c.get(ctx, "desk/account")
	if err != nil {
		return nil, err
	}
	if m = csrfForm.FindStringSubmatch(page); m == nil {
		return nil, fmt.Errorf("%s is not logged in", name)
	}
	c.csrf = m[1]
	return c, nil
}

func (c *client) get(ctx context.Context, path string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, *c.of.base.Load()+path, nil)
	if err != nil {
		return 0, "", err
	}
	code, _, body, err := c.do(r)
	return code, body, err
}

func (c *client) do(r *http.Request) (code int, location, body string, err error) {
	a, err := c.http.Do(r)
	if err != nil {
		return 0, "", "", err
	}
	defer a.Body.Close()
	text, err := io.ReadAll(a.Body)
	return a.StatusCode, a.Header.Get("Location"), string(text), err
}

// post sends a form; every answer but 303 is an error.
func (c *client) post(ctx context.Context, path string, form url.Values) (location string, err error) {
	form.Set("_csrf", c.csrf)
	return c.send(ctx, path, "application/x-www-form-urlencoded", strings.NewReader(form.Encode()))
}

func (c *client) send(ctx context.Context, path, kind string, body io.Reader) (location string, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, *c.of.base.Load()+path, body)
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", kind)
	code, location, text, err := c.do(r)
	if err == nil && code != http.StatusSeeOther {
		err = fmt.Errorf("%s answers %d: %.300s", path, code, text)
	}
	return location, err
}

// version reads the version that a form of a document's page carries, and the
// addresses of its attachments.
func (c *client) version(ctx context.Context, path string) (version string, files [][]string, err error) {
	code, page, err := c.get(ctx, path)
	if err != nil {
		return "", nil, err
	}
	m := versionForm.FindStringSubmatch(page)
	if code != http.StatusOK || m == nil {
		return "", nil, fmt.Errorf("%s answers %d without a version", path, code)
	}
	return m[1], fileForm.FindAllStringSubmatch(page, -1), nil
}

// publish takes one document with an attachment through the three levels. An
// error means that it stopped somewhere; the document is remembered as begun.
func (p *staff) publish(ctx context.Context, title string) error {
	location, err := p.author.post(ctx, "desk/documents", url.Values{"column": {"xwdt/gzdt"}, "title": {title}, "body": {"<p>" + title + "的正文。</p>"}, "source": {"预算科"}})
	if err != nil {
		return err
	}
	m := idForm.FindStringSubmatch(location)
	if m == nil {
		return fmt.Errorf("no document in %q", location)
	}
	var id uint64
	if _, err := fmt.Sscan(m[1], &id); err != nil {
		return err
	}
	p.mu.Lock()
	p.begun = append(p.begun, id)
	p.mu.Unlock()
	at := fmt.Sprintf("desk/documents/%d", id)
	if err := p.author.attach(ctx, at+"/attachments", title); err != nil {
		return err
	}
	v, _, err := p.author.version(ctx, at+"/submit")
	if err != nil {
		return err
	}
	if _, err := p.author.post(ctx, at+"/submit", url.Values{"version": {v}, "selfcheck": {"1"}}); err != nil {
		return err
	}
	if v, _, err = p.head.version(ctx, at+"/section"); err != nil {
		return err
	}
	checks := []string{"politics", "law", "policy", "secrecy", "text", "opinion"}
	if _, err := p.head.post(ctx, at+"/section", url.Values{"version": {v}, "decision": {"approve"}, "checks": checks}); err != nil {
		return err
	}
	v, files, err := p.officer.version(ctx, at+"/confidentiality")
	if err != nil {
		return err
	}
	form := url.Values{"version": {v}, "decision": {"approve"}, "conclusion": {"open"}, "password": {sample.Password}}
	for q := 1; q <= 7; q++ {
		form.Set(fmt.Sprintf("q%d", q), "no")
	}
	done := paper{id: id}
	for _, f := range files {
		form.Add("attachments", f[2])
		done.files = append(done.files, strings.TrimPrefix(f[1], "/"))
	}
	if len(done.files) == 0 {
		return errors.New("the attachment is not beside the form")
	}
	if _, err := p.officer.post(ctx, at+"/confidentiality", form); err != nil {
		return err
	}
	p.mu.Lock()
	p.acknowledged = append(p.acknowledged, done)
	p.mu.Unlock()
	return nil
}

// attach uploads a small text of its own.
func (c *client) attach(ctx context.Context, path, text string) error {
	v, _, err := c.version(ctx, path)
	if err != nil {
		return err
	}
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	_ = w.WriteField("_csrf", c.csrf) // a buffer does not fail
	_ = w.WriteField("version", v)
	part, err := w.CreateFormFile("file", "附件.txt")
	if err != nil {
		return err
	}
	_, _ = io.WriteString(part, text)
	_ = w.Close()
	_, err = c.send(ctx, path, w.FormDataContentType(), &body)
	return err
}
