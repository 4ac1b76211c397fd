// Package public owns the files a browser fetches as they are: style sheets,
// pictures and a few small scripts. They are embedded, joined into declared
// bundles, and served only under names that contain a hash of their bytes, so a
// browser may keep them for ever and a changed file can never be mistaken for an
// old one.
package public

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed css img js vendor
var files embed.FS

// bundle is one style sheet or script module made of several source files. Every part is a
// pattern; parts are joined in the order listed, files of one pattern in name order.
type bundle struct {
	name  string
	parts []string
}

// bundles is the whole list of style sheets and scripts the site knows.
var bundles = []bundle{
	{"site.css", []string{"css/tokens.css", "css/base.css", "css/parts.css", "css/prose.css", "css/portal-*.css", "css/chart.css", "css/sheet.css", "css/roll.css", "css/print.css"}},
	{"desk.css", []string{"css/tokens.css", "css/base.css", "css/parts.css", "css/prose.css", "css/chart.css", "css/desk/*.css", "css/sheet.css", "css/roll.css"}},
	{"dark.css", []string{"css/dark.css"}},
	{"reading.js", []string{"js/*.js"}},
	{"search.js", []string{"js/search/*.js"}},
	{"review.js", []string{"js/desk/review/*.js"}},
	{"desk.js", []string{"js/desk/shell/*.js"}},          // on every page of the desk
	{"workbench.js", []string{"js/desk/workbench/*.js"}}, // 年报工作台
	{"contrast.css", []string{"css/contrast.css"}},
	// The editor (写稿件): our script, the vendored editor, its looks, and the look of what is written in it.
	{"editor.js", []string{"js/desk/editor/*.js"}},
	{"hugerte.js", []string{"vendor/hugerte/*.js"}},
	{"hugerte.css", []string{"vendor/hugerte/skin.min.css"}},
	{"editor-text.css", []string{"css/tokens.css", "css/base.css", "css/prose.css", "vendor/hugerte/content.min.css", "css/editor/*.css"}},
}

// asset is one servable file, ready to be written.
type asset struct {
	plain  []byte
	packed []byte // gzip; nil where it would not be smaller
	kind   string // media type
	hash   string // 12 hex digits of the plain bytes
}

var assets, names = load(files, bundles)

// load builds every servable file from fsys and returns them by hashed name,
// together with the table from plain to hashed names.
func load(fsys fs.FS, bundles []bundle) (map[string]asset, map[string]string) {
	byHash, byName := map[string]asset{}, map[string]string{}
	add := func(name string, data []byte) {
		a := newAsset(name, data)
		ext := path.Ext(name)
		hashed := strings.TrimSuffix(name, ext) + "-" + a.hash + ext
		byHash[hashed], byName[name] = a, hashed
	}
	for _, b := range bundles {
		text := join(fsys, b.parts)
		if path.Ext(b.name) == ".css" {
			text = shrink(text)
		}
		add(b.name, text)
	}
	for _, name := range match(fsys, "img/*") {
		add(path.Base(name), read(fsys, name))
	}
	return byHash, byName
}

func newAsset(name string, data []byte) asset {
	sum := sha256.Sum256(data)
	a := asset{plain: data, kind: mime.TypeByExtension(path.Ext(name)), hash: hex.EncodeToString(sum[:6])}
	switch path.Ext(name) { // not from the machine's own table, which differs between systems
	case ".css":
		a.kind = "text/css; charset=utf-8"
	case ".js":
		a.kind = "text/javascript; charset=utf-8"
	case ".svg":
		a.kind = "image/svg+xml"
	}
	if packed := pack(data); len(packed) < len(data) {
		a.packed = packed
	}
	return a
}

// join concatenates the files the patterns name.
func join(fsys fs.FS, parts []string) []byte {
	var all bytes.Buffer
	for _, pattern := range parts {
		for _, name := range match(fsys, pattern) {
			all.Write(read(fsys, name))
			all.WriteByte('\n')
		}
	}
	return all.Bytes()
}

func match(fsys fs.FS, pattern string) []string {
	found, err := fs.Glob(fsys, pattern)
	if err != nil {
		panic(fmt.Sprintf("public: bad pattern %q: %v", pattern, err))
	}
	return found
}

func read(fsys fs.FS, name string) []byte {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		panic(fmt.Sprintf("public: %v", err)) // the name came from the same file system
	}
	return data
}

func pack(data []byte) []byte {
	var buf bytes.Buffer
	w, err := gzip.NewWriterLevel(&buf, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	if _, err := w.Write(data); err != nil {
		panic(err) // a buffer does not fail
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

// Name returns the hashed name of a bundle or picture, e.g. "site.css" →
// "site-0123456789ab.css". It panics on an unknown name: a page that links to a
// file we do not ship is a mistake in the program, and tests render every page.
func Name(name string) string {
	hashed, ok := names[name]
	if !ok {
		panic("public: no file " + name)
	}
	return hashed
}

// Handler serves the hashed names, and nothing else; whoever mounts it strips
// the prefix. Answers never change and may be cached for ever.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := assets[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			absent(w, http.StatusNotFound)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			absent(w, http.StatusMethodNotAllowed)
			return
		}
		a.serve(w, r)
	})
}

// nothing answers an address that is no file. Mostly it is an old name in a page
// that somebody has kept open.
const nothing = `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">` +
	`<title>没有这个文件</title></head><body><main><h1>没有这个文件</h1><p>网页可能已经更新，请返回原来的页面并刷新。</p></main></body></html>`

func absent(w http.ResponseWriter, code int) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	_, _ = io.WriteString(w, nothing) // a reader who has gone needs no answer
}

func (a asset) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Content-Type", a.kind)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	body, tag := a.plain, a.hash
	if a.packed != nil && Accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		body, tag = a.packed, a.hash+"-gz" // a strong tag names exact bytes
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	if strings.Contains(r.Header.Get("If-None-Match"), `"`+tag+`"`) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method == http.MethodHead {
		return
	}
	// A failed write means the reader has gone; there is nobody left to tell.
	_, _ = w.Write(body)
}

// Accepts reads an Accept-Encoding header: whether the client takes a coding.
// "gzip;q=0", in all its spellings, is a refusal.
func Accepts(header, coding string) bool {
	for entry := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(entry, ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q, found := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(params, " ", "")), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !found || err == nil && weight > 0
		}
	}
	return false
}
