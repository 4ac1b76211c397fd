package main

import (
	"context"

	"github.com/a-h/templ"

	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/portal/sample"
	"gongkai/views/roll"
	rolls "gongkai/views/roll/sample"
)

// Structured lists where they stand: in their document.
func init() {
	in := func(r roll.Roll) func(context.Context, layout.Prefs) templ.Component {
		return func(ctx context.Context, prefs layout.Prefs) templ.Component {
			p := sample.Article(ctx, prefs)
			p.Doc.Title, p.Doc.Body, p.Doc.Figures = r.Caption, "", roll.List(r)
			return portal.Article(p)
		}
	}
	pages = append(pages, page{"/roll/subsidies", in(rolls.Subsidies())}, page{"/roll/catalogue", in(rolls.Catalogue())}, page{"/roll/gone", in(rolls.Gone())}, page{"/roll/empty", in(rolls.Empty())})
}
