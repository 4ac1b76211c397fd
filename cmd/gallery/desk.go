package main

import (
	"context"

	"github.com/a-h/templ"

	"gongkai/views/desk/sample"
	"gongkai/views/layout"
)

// The desk has one look, so the reader's display settings mean nothing here.
func init() {
	for _, p := range sample.Pages() {
		pages = append(pages, page{"/desk/" + p.Name, func(ctx context.Context, _ layout.Prefs) templ.Component {
			return p.Show(ctx, nil)
		}})
	}
}
