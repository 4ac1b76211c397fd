package pagecache

import (
	"net/http"
	"strings"

	"gongkai/public"
)

// Header values that every page shares; net/http only reads them.
var (
	revalidate = []string{"no-cache"}
	vary       = []string{"Accept-Encoding, Cookie"}
	encodings  = map[string][]string{"gzip": {"gzip"}, "br": {"br"}}
	stale      = []string{"gongkai; hit; detail=stale"}
)

// Write answers a GET or HEAD with the page in the best form the client takes.
// Other headers are the caller's. old marks the answer as stale (RFC 9211).
func (p *Page) Write(w http.ResponseWriter, r *http.Request, old bool) {
	b, encoding := p.form(Encoding(first(r.Header["Accept-Encoding"])))
	h := w.Header()
	h["Etag"], h["Vary"], h["Cache-Control"] = b.tag, vary, revalidate
	if old {
		h["Cache-Status"] = stale
	}
	if match(r.Header["If-None-Match"], b.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"], h["Content-Length"] = p.kind, b.length
	if p.named != nil {
		h["Content-Disposition"] = p.named
	}
	if encoding != "" {
		h["Content-Encoding"] = encodings[encoding]
	}
	if r.Method == http.MethodHead {
		return
	}
	if p.Viewed != nil {
		p.Viewed(r)
	}
	_, _ = w.Write(b.bytes) // a failed write means that the reader has gone
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// match reports whether one of the tags a client holds is tag.
func match(held []string, tag string) bool {
	for _, line := range held {
		for t := range strings.SplitSeq(line, ",") {
			t = strings.TrimPrefix(strings.TrimSpace(t), "W/")
			if t == tag || t == "*" {
				return true
			}
		}
	}
	return false
}

// Encoding chooses from an Accept-Encoding header: "br", "gzip" or "" (as they
// are). A coding with weight 0 is refused.
func Encoding(accept string) string {
	switch accept { // what nearly all clients send
	case "":
		return ""
	case "gzip":
		return "gzip"
	case "gzip, deflate, br", "gzip, deflate, br, zstd":
		return "br"
	}
	switch {
	case public.Accepts(accept, "br"):
		return "br"
	case public.Accepts(accept, "gzip"), public.Accepts(accept, "x-gzip"):
		return "gzip"
	}
	return ""
}
