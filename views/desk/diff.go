package desk

import (
	"context"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// diffSpans writes pieces of text with nothing between them: a template would put
// white space there, and in a comparison white space means something.
func diffSpans(list []DiffSpan) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		var b strings.Builder
		b.WriteString(`<span class="said">`)
		for _, s := range list {
			text := templ.EscapeString(s.Text)
			switch s.Tone {
			case "ins", "del":
				b.WriteString("<" + s.Tone + ">" + text + "</" + s.Tone + ">")
			default:
				b.WriteString(text)
			}
		}
		b.WriteString("</span>")
		_, err := io.WriteString(w, b.String())
		return err
	})
}
