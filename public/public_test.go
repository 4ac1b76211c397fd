package public

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

func get(t *testing.T, method, target string, header map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, target, nil)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	Handler().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r *http.Response) []byte {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestNames(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]+-[0-9a-f]{12}\.(css|svg|js)$`)
	for _, name := range []string{"reading.js", "site.css", "desk.css", "dark.css", "contrast.css", "favicon.svg", "lead.svg"} {
		if got := Name(name); !form.MatchString(got) {
			t.Errorf("Name(%q) = %q", name, got)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown name does not panic")
		}
	}()
	Name("no-such.css")
}

func TestNameFollowsBytes(t *testing.T) {
	list := []bundle{{"a.css", []string{"css/*.css"}}}
	name := func(text string) string {
		_, names := load(fstest.MapFS{"css/a.css": {Data: []byte(text)}}, list)
		return names["a.css"]
	}
	if name("a{color:red}") == name("a{color:blue}") {
		t.Error("different bytes have the same name")
	}
	if name("a{color:red}") != name("a { color: red; }") {
		t.Error("white space changes the name")
	}
}

func TestBundleOrderAndMissingParts(t *testing.T) {
	files := fstest.MapFS{
		"css/b.css":      {Data: []byte("b{}")},
		"css/desk/2.css": {Data: []byte("two{}")},
		"css/desk/1.css": {Data: []byte("one{}")},
	}
	got := string(shrink(join(files, []string{"css/b.css", "css/desk/*.css", "css/none.css", "css/none/*.css"})))
	if want := "b{}one{}two{}"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The bundles are made of patterns; a renamed file must not fall out unseen.
func TestBundlesAreWhole(t *testing.T) {
	for name, marks := range map[string][]string{
		"site.css":     {"--ink:", "box-sizing", ".btn", ".strip", ".lead", ".side", ".prose", ".ta-r", ".hits", ".elderbar", "@media print"},
		"desk.css":     {"--ink:", "box-sizing", ".btn", ".prose", ".ta-r", ".table-frame"},
		"dark.css":     {`[data-theme="dark"]`},
		"contrast.css": {`[data-theme="contrast"]`},
	} {
		css := string(assets[Name(name)].plain)
		for _, mark := range marks {
			if !strings.Contains(css, mark) {
				t.Errorf("%s has no %s", name, mark)
			}
		}
		if strings.Contains(css, "/*") || strings.Contains(css, "\n") {
			t.Errorf("%s is not shrunk", name)
		}
		if strings.Count(css, "{") != strings.Count(css, "}") {
			t.Errorf("%s: braces do not match", name)
		}
		if strings.Contains(strings.ReplaceAll(css, `url("data:image/svg+xml,`, ""), "url(") || strings.Contains(css, "@import") {
			t.Errorf("%s loads something", name)
		}
	}
}

func TestServe(t *testing.T) {
	name := "/" + Name("site.css")
	r := get(t, "GET", name, nil)
	for header, want := range map[string]string{
		"Cache-Control":          "public, max-age=31536000, immutable",
		"Content-Type":           "text/css; charset=utf-8",
		"X-Content-Type-Options": "nosniff",
		"Vary":                   "Accept-Encoding",
		"Content-Encoding":       "",
	} {
		if got := r.Header.Get(header); got != want {
			t.Errorf("%s: %q, want %q", header, got, want)
		}
	}
	if r.StatusCode != http.StatusOK || !bytes.Equal(body(t, r), assets[Name("site.css")].plain) {
		t.Errorf("status %d or wrong bytes", r.StatusCode)
	}
	if got := get(t, "GET", "/"+Name("favicon.svg"), nil).Header.Get("Content-Type"); got != "image/svg+xml" {
		t.Errorf("favicon is %q", got)
	}
}

func TestServeGzip(t *testing.T) {
	name := "/" + Name("site.css")
	for accept, want := range map[string]bool{
		"": false, "gzip": true, "br, gzip;q=0.8": true, "GZIP": true, "gzip;q=0": false, "gzip; q=0.0": false, "br": false, "gzipx": false,
	} {
		r := get(t, "GET", name, map[string]string{"Accept-Encoding": accept})
		if got := r.Header.Get("Content-Encoding") == "gzip"; got != want {
			t.Errorf("Accept-Encoding %q: gzip %v", accept, got)
		}
		if !want {
			continue
		}
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := io.ReadAll(z); err != nil || !bytes.Equal(plain, assets[Name("site.css")].plain) {
			t.Errorf("packed bytes differ (%v)", err)
		}
	}
}

func TestServeConditional(t *testing.T) {
	name := "/" + Name("site.css")
	plain := get(t, "GET", name, nil).Header.Get("ETag")
	packed := get(t, "GET", name, map[string]string{"Accept-Encoding": "gzip"}).Header.Get("ETag")
	if plain == packed || strings.HasPrefix(plain, "W/") {
		t.Errorf("tags %s and %s", plain, packed)
	}
	if r := get(t, "GET", name, map[string]string{"If-None-Match": plain}); r.StatusCode != http.StatusNotModified || len(body(t, r)) != 0 {
		t.Errorf("known tag: %d", r.StatusCode)
	}
	if r := get(t, "GET", name, map[string]string{"If-None-Match": `"other"`}); r.StatusCode != http.StatusOK {
		t.Errorf("unknown tag: %d", r.StatusCode)
	}
	if r := get(t, "HEAD", name, nil); r.StatusCode != http.StatusOK || len(body(t, r)) != 0 || r.Header.Get("Content-Length") == "" {
		t.Errorf("HEAD: %d", r.StatusCode)
	}
}

func TestServeNothingElse(t *testing.T) {
	for _, target := range []string{"/", "/site.css", "/css/tokens.css", "/site-000000000000.css", "/../public.go", "/" + Name("site.css") + "/"} {
		if r := get(t, "GET", target, nil); r.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", target, r.StatusCode)
		}
	}
	if r := get(t, "POST", "/"+Name("site.css"), nil); r.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", r.StatusCode)
	}
}

func TestShrink(t *testing.T) {
	for css, want := range map[string]string{
		"a { color : red ; }\n":                      "a{color :red}",
		"/* x */ a{} /* y */ b {}":                   "a{}b{}",
		"a > b , c .d { margin : 0 1px }":            "a > b,c .d{margin :0 1px}",
		"a :focus { }":                               "a :focus{}",
		`a::before { content: " /* not */  ; }" ; }`: `a::before{content:" /* not */  ; }"}`,
		`a { content: "\"  x" ; b: c }`:              `a{content:"\"  x";b:c}`,
		"a { width: calc( 1px + 2px ) }":             "a{width:calc(1px + 2px)}",
		"@media (max-width: 40em) and (x) { a{} }":   "@media (max-width:40em) and (x){a{}}",
		"a { margin: -1px -2px }":                    "a{margin:-1px -2px}",
		"a{} /* open":                                "a{}",
		`a{b:"open`:                                  `a{b:"open`,
	} {
		if got := string(shrink([]byte(css))); got != want {
			t.Errorf("shrink(%q)\n got %q\nwant %q", css, got, want)
		}
	}
}

// The first view of a page may cost 45 KB; its sheet must leave room for the page.
// The rich-text editor comes after its page is usable, and only to staff; the sheet
// of the desk is theirs too.
func TestWeight(t *testing.T) {
	for name := range names {
		if name == "hugerte.js" {
			continue
		}
		a := assets[Name(name)]
		size := len(a.plain)
		if a.packed != nil {
			size = len(a.packed)
		}
		limit := map[string]int{".css": 16_000, ".js": 15_000, ".svg": 4_000}[path.Ext(name)]
		if name == "desk.css" {
			limit = 20_000
		}
		if size > limit {
			t.Errorf("%s: %d bytes on the wire, at most %d", name, size, limit)
		}
	}
}
