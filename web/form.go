package web

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
)

const formKey = "form"

// Values is a posted form: what the body said and nothing else. Handlers take
// the fields they know by name, so a form can never say more than that. Of a
// doubled field the first counts.
type Values struct {
	url.Values
	files *multipart.Form
}

// Form reads the posted form once. What is no form, too large or broken is
// fault.Invalid.
func Form(c echo.Context) (*Values, error) {
	if f, ok := c.Get(formKey).(*Values); ok {
		return f, nil
	}
	r := c.Request()
	ct, _, _ := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
	f := &Values{}
	var err error
	switch ct {
	case echo.MIMEApplicationForm:
		if err = r.ParseForm(); err == nil {
			f.Values = r.PostForm
		}
	case echo.MIMEMultipartForm:
		if err = r.ParseMultipartForm(1 << 20); err == nil {
			f.Values, f.files = r.MultipartForm.Value, r.MultipartForm
		}
	default:
		return nil, fault.New(fault.Invalid, "提交的内容不是表单，请在页面上填写后提交。")
	}
	if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, fault.New(fault.Invalid, "提交的内容超过 %d MB，请缩短或拆分后再提交。", large.Limit>>20)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, err, "提交的内容不完整或格式有误，请返回页面重新提交。")
	}
	for k, vs := range f.Values {
		for i, v := range vs {
			f.Values[k][i] = strings.ReplaceAll(strings.ToValidUTF8(v, "\uFFFD"), "\x00", "")
		}
	}
	c.Set(formKey, f)
	return f, nil
}

// All returns every value of a repeated field.
func (f *Values) All(name string) []string { return f.Values[name] }

// Int reads a number; 0 when it is missing or none.
func (f *Values) Int(name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(f.Get(name)))
	if err != nil {
		return 0
	}
	return n
}

// ID reads an id; 0 when it is missing or none.
func (f *Values) ID(name string) uint64 {
	n, err := strconv.ParseUint(strings.TrimSpace(f.Get(name)), 10, 63)
	if err != nil {
		return 0
	}
	return n
}

// Version reads the version that the form was made from. A form without one is
// fault.Invalid.
func (f *Values) Version() (int, error) {
	n, err := strconv.Atoi(f.Get("version"))
	if err != nil || n <= 0 {
		return 0, fault.New(fault.Invalid, "表单不完整（缺少版本号），请刷新页面后重新提交。")
	}
	return n, nil
}

// Filenames are the names of the files that came along, as the browser said them.
func (f *Values) Filenames() (names []string) {
	if f.files == nil {
		return nil
	}
	for _, list := range f.files.File {
		for _, h := range list {
			if h.Filename != "" {
				names = append(names, h.Filename)
			}
		}
	}
	return names
}

// File reads an uploaded file, at most limit bytes; nil when none was sent.
func (f *Values) File(name string, limit int64) (content []byte, filename string, err error) {
	if f.files == nil || len(f.files.File[name]) == 0 {
		return nil, "", nil
	}
	h := f.files.File[name][0]
	if h.Size > limit {
		return nil, h.Filename, fault.New(fault.Invalid, "文件超过 %d MB，请拆分后再上传。", limit>>20)
	}
	in, err := h.Open()
	if err != nil {
		return nil, h.Filename, err
	}
	defer in.Close()
	content, err = io.ReadAll(io.LimitReader(in, limit))
	return content, h.Filename, err
}

// Files opens every file that was sent under a name, in the order in which the
// browser sent them. What is larger than a megabyte lies on disk, not in memory.
// The caller calls done.
func (f *Values) Files(name string) (all []File, done func(), err error) {
	done = func() {
		for _, x := range all {
			x.Close()
		}
	}
	if f.files == nil {
		return nil, done, nil
	}
	for _, h := range f.files.File[name] {
		if h.Filename == "" && h.Size == 0 {
			continue // a file field that was left empty
		}
		in, err := h.Open()
		if err != nil {
			done()
			return nil, func() {}, err
		}
		all = append(all, File{in, h.Filename, h.Size})
	}
	return all, done, nil
}

// File is an uploaded file and what the browser calls it.
type File struct {
	multipart.File
	Name string
	Size int64
}

// PathID reads a decimal id from the path; what is none names nothing.
func PathID(c echo.Context, name string) (uint64, error) {
	v := c.Param(name)
	n, err := strconv.ParseUint(v, 10, 63)
	if err != nil || n == 0 || strconv.FormatUint(n, 10) != v {
		return 0, fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
	}
	return n, nil
}

// PageNumber reads ?page=; what is no page number is page 1.
func PageNumber(c echo.Context) int {
	n, err := strconv.Atoi(c.QueryParam("page"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// LocalPath returns a path of this site that may be redirected to, or fallback.
func LocalPath(v, base, fallback string) string {
	u, err := url.Parse(v)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(v, base+"/") ||
		!strings.HasPrefix(path.Clean(u.Path)+"/", base+"/") || strings.HasPrefix(v, "//") || strings.ContainsAny(v, "\\\r\n\t") {
		return fallback
	}
	u.RawQuery = u.Query().Encode() // a header holds ASCII
	return u.String()
}
