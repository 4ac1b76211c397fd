package portal_test

import (
	"context"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"gongkai/views/href"
	"gongkai/views/layout"
	"gongkai/views/ui/uitest"
)

// own are the elements that only one kind of page has: a list template under
// many names would have none.
var own = map[string][]string{
	"article":   {`nav[aria-label="相邻文章"]`, `section[aria-labelledby="related"]`, `section[aria-labelledby="files"]`},
	"report":    {".yearnav", "nav.toc", ".sheet-matrix", `section[aria-labelledby="data"]`, `nav[aria-label="相邻年度"]`},
	"not-found": {"#q-again", "#maybe"},
}

func TestDocumentsAndProblemsHaveTheirOwn(t *testing.T) {
	ctx := href.WithOrigin(context.Background(), "https://www.example.gov.cn")
	for _, k := range kinds() {
		page, err := goquery.NewDocumentFromReader(strings.NewReader(uitest.Render(t, ctx, k.full(ctx, layout.Prefs{}))))
		if err != nil {
			t.Fatal(err)
		}
		for kind, selectors := range own {
			for _, s := range selectors {
				there := page.Find(s).Length() > 0
				if k.name == kind && !there || k.name != kind && there && k.name != "past-the-end" {
					t.Errorf("%s: %s is there: %v, and belongs to %s", k.name, s, there, kind)
				}
			}
		}
	}
}
