// Command gallery shows every page with canned data, for designers and for
// screenshots. It needs no database and imports nothing but views and assets.
//
//	go run ./cmd/gallery --addr 127.0.0.1:8090
//
// The display settings are taken from the query: ?mode=elder&font=l&theme=dark.
package main

import (
	"bytes"
	"cmp"
	"context"
	"flag"
	"fmt"
	"html"
	"log"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"gongkai/public"
	"gongkai/views/href"
	"gongkai/views/layout"
)

// page is one entry of the gallery.
type page struct {
	path string // below the gallery, e.g. "/portal/home"
	view func(ctx context.Context, prefs layout.Prefs) templ.Component
}

// pages is the whole gallery; each file beside this one adds its own.
var pages []page

func main() {
	addr := flag.String("addr", "127.0.0.1:8090", "where to listen")
	flag.Parse()
	log.Printf("gallery on http://%s/", *addr)
	log.Fatal(http.ListenAndServe(*addr, gallery(pages)))
}

func gallery(pages []page) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", http.StripPrefix("/assets", public.Handler()))
	mux.HandleFunc("POST /pref", setPrefs)
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { writeIndex(w, pages) })
	for _, p := range pages {
		mux.HandleFunc("GET "+p.path, p.show)
	}
	return mux
}

func (p page) show(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	prefs := layout.Prefs{Mode: q.Get("mode"), Font: q.Get("font"), Theme: q.Get("theme")}
	ctx := href.WithOrigin(r.Context(), "https://czj.example.gov.cn")
	var out bytes.Buffer
	if err := p.view(ctx, prefs).Render(ctx, &out); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'self'")
	_, _ = w.Write(out.Bytes()) // the reader may have gone
}

// setPrefs puts the chosen setting into the query of the page it was chosen on.
func setPrefs(w http.ResponseWriter, r *http.Request) {
	back, err := url.Parse(r.Referer())
	if err != nil || r.ParseForm() != nil {
		http.Error(w, "bad form", http.StatusBadRequest)
		return
	}
	q := back.Query()
	for _, name := range []string{"mode", "font", "theme"} {
		if value := r.PostForm.Get(name); value != "" {
			q.Set(name, value)
		}
	}
	http.Redirect(w, r, (&url.URL{Path: cmp.Or(back.Path, "/"), RawQuery: q.Encode()}).String(), http.StatusSeeOther)
}

func writeIndex(w http.ResponseWriter, pages []page) {
	sorted := slices.SortedFunc(slices.Values(pages), func(a, b page) int { return strings.Compare(a.path, b.path) })
	fmt.Fprint(w, `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Gallery</title><h1>Gallery</h1><ul>`)
	for _, p := range sorted {
		path := html.EscapeString(p.path)
		fmt.Fprintf(w, `<li><a href="%s">%s</a></li>`, path, path)
	}
	fmt.Fprint(w, `</ul></html>`)
}
