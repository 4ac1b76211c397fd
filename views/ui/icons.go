package ui

import (
	"context"
	"embed"
	"io"
	"path"
	"strings"

	"github.com/a-h/templ"
)

// The drawings are Lucide's (ISC licence, see icons/LICENSE), unchanged.
//
//go:embed icons/*.svg
var drawings embed.FS

var icons = readIcons()

// readIcons keeps what stands inside each drawing's <svg> element, on one line;
// the element itself is written by Icon so that all icons look alike.
func readIcons() map[string]string {
	entries, err := drawings.ReadDir("icons")
	if err != nil {
		panic(err) // embedded: cannot be away
	}
	found := make(map[string]string, len(entries))
	for _, entry := range entries {
		data, err := drawings.ReadFile("icons/" + entry.Name())
		if err != nil {
			panic(err)
		}
		_, rest, _ := strings.Cut(string(data), "<svg")
		_, inner, _ := strings.Cut(rest, ">")
		inner, _, ok := strings.Cut(inner, "</svg>")
		if !ok {
			panic("ui: no drawing in " + entry.Name())
		}
		shapes := strings.Split(inner, "\n")
		for i := range shapes {
			shapes[i] = strings.ReplaceAll(strings.TrimSpace(shapes[i]), " />", "/>")
		}
		found[strings.TrimSuffix(entry.Name(), path.Ext(entry.Name()))] = strings.Join(shapes, "")
	}
	return found
}

// Icon draws the Lucide icon of that name in the colour and size of the text
// around it. It is hidden from assistive technology: the word beside it says
// what it means, and a control without a word needs an aria-label of its own.
// It panics on a name that is not shipped.
func Icon(name string) templ.Component {
	shapes, ok := icons[name]
	if !ok {
		panic("ui: no icon " + name)
	}
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, `<svg class="i" viewBox="0 0 24 24" aria-hidden="true" focusable="false">`+shapes+`</svg>`)
		return err
	})
}
