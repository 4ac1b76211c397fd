package docx

import (
	"html"
	"strconv"
	"strings"
)

var alignments = map[string]string{"center": "ta-c", "right": "ta-r", "end": "ta-r", "distribute": "ta-j"}

// write writes a paragraph as what it is: title, heading, item of a list, or
// text.
func (r *reader) write(p *para) {
	plain := strings.TrimSpace(p.plain.String())
	heading := p.outline
	if heading == 0 {
		heading = p.style.heading
	}
	defer func() {
		for _, b := range p.boxes {
			r.close(0)
			r.html.WriteString(b)
		}
	}()
	if plain == "" {
		return // an empty paragraph is space, which is the style's business
	}
	kind, number := "", ""
	if p.list != "" && p.list != "0" {
		kind, number = r.lists.next(p.list, p.level)
	}
	if p.style.title && r.inCell == 0 && r.title == "" {
		r.title = plain
		return
	}
	if heading > 0 && r.inCell == 0 {
		kind = ""
	}
	if kind != "" {
		r.item(kind, p)
		return
	}
	r.close(0)
	tag, class := "p", alignments[p.align]
	if class == "" {
		class = alignments[p.style.align]
	}
	if heading > 0 && r.inCell == 0 {
		tag, class = "h"+strconv.Itoa(min(heading+1, 4)), ""
	}
	r.html.WriteString("<" + tag)
	if class != "" {
		r.html.WriteString(` class="` + class + `"`)
	}
	r.html.WriteString(">" + html.EscapeString(number) + p.text.String() + "</" + tag + ">\n")
}

// item writes a list item, opening and closing lists as its level asks.
func (r *reader) item(kind string, p *para) {
	depth := min(p.level+1, len(r.open)+1)
	r.close(depth)
	if len(r.open) == depth && r.open[depth-1] != kind {
		r.close(depth - 1)
	}
	if len(r.open) < depth {
		r.html.WriteString("<" + kind + ">")
		r.open = append(r.open, kind)
	} else {
		r.html.WriteString("</li>")
	}
	r.html.WriteString("<li>" + p.text.String())
}

// close closes the lists that are open deeper than depth.
func (r *reader) close(depth int) {
	for len(r.open) > depth {
		last := len(r.open) - 1
		r.html.WriteString("</li></" + r.open[last] + ">\n")
		r.open = r.open[:last]
	}
}
