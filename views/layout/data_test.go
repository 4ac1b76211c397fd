package layout_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"gongkai/views/layout"
)

// page renders a page about something with that name.
func page(t testing.TB, name string, hidden bool) (*goquery.Document, string) {
	t.Helper()
	f := layout.Frame{Title: "标题", Site: layout.Site{Name: "区财政局"}, NoIndex: hidden, Data: []any{map[string]any{"@type": "Article", "headline": name}}}
	var out strings.Builder
	if err := layout.Portal(f).Render(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc, out.String()
}

// Whatever a title holds, it stays inside the block of data and comes out of it
// as it went in.
func FuzzStructuredData(f *testing.F) {
	for _, s := range []string{"</script><script>alert(1)</script>", "<!--<script>", "\u2028\u2029", `"quote" \\ 'x'`, "&lt;/script&gt;", "标题", "\x00", "]]>", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		doc, markup := page(t, name, false)
		blocks := doc.Find("script")
		if blocks.Length() != 1 || blocks.AttrOr("type", "") != "application/ld+json" || doc.Find("main").Length() != 1 {
			t.Fatalf("%q leaves its block: %s", name, markup)
		}
		var data struct {
			Graph []struct{ Headline string } `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(blocks.Text()), &data); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if utf8.ValidString(name) && data.Graph[0].Headline != name {
			t.Errorf("%q came out as %q", name, data.Graph[0].Headline)
		}
		if strings.ContainsAny(blocks.Text(), "<>&\u2028\u2029") {
			t.Errorf("%q stands bare in %s", name, blocks.Text())
		}
	})
}

// Search engines are told nothing about a page they shall leave out.
func TestHiddenPagesHaveNoData(t *testing.T) {
	if doc, _ := page(t, "标题", true); doc.Find("script").Length() != 0 {
		t.Error("a hidden page describes itself")
	}
}
