package roll_test

import (
	"context"
	"strings"
	"testing"

	"gongkai/views/roll"
	"gongkai/views/roll/sample"
	"gongkai/views/ui"
	"gongkai/views/ui/uitest"
)

// page puts lists into the least page that the rules accept.
func page(t *testing.T, rolls ...roll.Roll) string {
	t.Helper()
	var w strings.Builder
	w.WriteString(`<!DOCTYPE html><html lang="zh-CN"><head><title>清单</title></head><body><main><h1>清单</h1>`)
	for _, r := range rolls {
		w.WriteString(uitest.Render(t, context.Background(), roll.List(r)))
	}
	w.WriteString(`</main></body></html>`)
	return w.String()
}

func TestList(t *testing.T) {
	const x = uitest.Hostile
	hostile := roll.Roll{ID: "x", Caption: x, Count: x, Columns: []roll.Column{{Label: x}, {Label: x}}, Head: [][]roll.Head{{{Text: x}, {Text: x}}}, Total: []string{x, x},
		Rows:   []roll.Row{{Cells: []roll.Cell{{Lines: []string{x}}, {Links: []ui.Link{{Text: x, Href: "javascript:alert(1)"}}}}}},
		Filter: roll.Filter{Action: "javascript:alert(1)", Clear: "javascript:alert(1)", Choices: []roll.Choice{{Name: "x", Title: x, Options: []ui.Option{{Value: x, Text: x}}}}},
		Files:  []roll.File{{Text: x, Name: x, Href: "/x"}}}
	for name, rolls := range map[string][]roll.Roll{"full": {sample.Subsidies(), sample.Catalogue()}, "none": {sample.Gone(), sample.Empty()}, "hostile": {hostile}} {
		t.Run(name, func(t *testing.T) {
			markup := page(t, rolls...)
			uitest.Check(t, markup)
			uitest.Golden(t, name, markup)
		})
	}
}
