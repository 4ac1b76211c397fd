package ui

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// crumbLine writes "您当前的位置: 区财政局>政务公开" with no white space but the one
// after the colon, which a template cannot promise: machines that inspect
// government sites compare the text letter by letter. The signs between the
// links are real text, but hidden from screen readers.
func crumbLine(trail []Link) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		b.WriteString("您当前的位置: ")
		for i, link := range trail {
			if i > 0 {
				b.WriteString(`<span class="gt" aria-hidden="true">&gt;</span>`)
			}
			text := templ.EscapeString(link.Text)
			switch {
			case link.Current:
				b.WriteString(`<span aria-current="page">` + text + `</span>`)
			case link.Href == "":
				b.WriteString(`<span>` + text + `</span>`)
			default:
				b.WriteString(`<a href="` + templ.EscapeString(string(templ.URL(link.Href))) + `">` + text + `</a>`)
			}
		}
		_, err := io.WriteString(w, b.String())
		return err
	})
}
