package main

import (
	"context"

	"github.com/a-h/templ"

	"gongkai/views/layout"
	"gongkai/views/portal"
	"gongkai/views/portal/sample"
)

func init() {
	pages = append(pages,
		show("home", sample.Home, portal.Home),
		show("home-bare", sample.HomeBare, portal.Home),
		show("hub", sample.Hub, portal.Hub),
		show("library", sample.Library, portal.Library),
		show("list", sample.List, portal.List),
		show("list-empty", sample.ListEmpty, portal.List),
		show("list-year", sample.ListYear, portal.List),
		show("people", sample.People, portal.People),
		show("matrix", sample.Matrix, portal.Matrix),
		show("directory", sample.Directory, portal.Directory),
		show("disclosure", sample.Disclosure, portal.Disclosure),
		show("consultation", sample.Consultation, portal.Consultation),
		show("topics", sample.Topics, portal.Topics),
		show("special", sample.Special, portal.Special),
		show("special-ended", sample.SpecialEnded, portal.Special),
		show("report-list", sample.ReportList, portal.ReportList),
		show("article", sample.Article, portal.Article),
		show("single", sample.Single, portal.Single),
		show("report", sample.Report, portal.Report),
		show("search", sample.Search, portal.Search),
		show("search-none", sample.SearchNone, portal.Search),
		show("sitemap", sample.Sitemap, portal.Sitemap),
		show("apply", sample.Apply, portal.Apply),
		show("access", sample.Access, portal.Access),
		show("privacy", sample.Privacy, portal.Privacy),
		show("contact", sample.Contact, portal.Contact),
		show("feeds", sample.Feeds, portal.Feeds),
		show("not-found", sample.NotFound, portal.NotFound),
		show("past-the-end", sample.PastTheEnd, portal.NotFound),
		show("gone", sample.Gone, portal.Gone),
		show("problem", sample.Problem, portal.Problem),
	)
}

// show joins canned data and the component that shows it.
func show[P any](name string, data func(context.Context, layout.Prefs) P, view func(P) templ.Component) page {
	return page{"/portal/" + name, func(ctx context.Context, prefs layout.Prefs) templ.Component { return view(data(ctx, prefs)) }}
}
