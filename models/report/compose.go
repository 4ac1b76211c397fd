package report

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Part is one section of a report as it is read: heading, prose and, where the
// section has tables, the place for them.
type Part struct {
	SectionID string // "" for what stands before the first heading
	Heading   string // plain text
	HTML      string // the prose, without the heading
}

// Compose splits a cleaned body at its headings into the sections of a format,
// in their legal order. A section without a heading in the body gets the
// format's own and no prose, so that its tables have their place; any other
// heading stays inside the section where it stands.
func Compose(f *Format, bodyHTML string) []Part {
	root := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(bodyHTML), root)
	if err != nil { // only for nesting that a cleaned body cannot have
		nodes = []*html.Node{{Type: html.TextNode, Data: bodyHTML}}
	}
	headings := map[string]string{}
	prose := map[string]*strings.Builder{"": {}}
	current := ""
	for _, n := range nodes {
		if id, text := f.sectionOf(n); id != "" && headings[id] == "" {
			current, headings[id], prose[id] = id, text, &strings.Builder{}
			continue
		}
		_ = html.Render(prose[current], n) // a Builder does not fail
	}
	var parts []Part
	if intro := trimmed(prose[""]); intro != "" {
		parts = append(parts, Part{HTML: intro})
	}
	for _, s := range f.Sections {
		p := Part{SectionID: s.ID, Heading: headings[s.ID], HTML: trimmed(prose[s.ID])}
		if p.Heading == "" {
			p.Heading = s.Heading()
		}
		parts = append(parts, p)
	}
	return parts
}

func trimmed(b *strings.Builder) string {
	if b == nil {
		return ""
	}
	return strings.TrimSpace(b.String())
}

// sectionOf returns the section that a node is the heading of, and its text.
func (f *Format) sectionOf(n *html.Node) (id, text string) {
	if n.Type != html.ElementNode || n.DataAtom != atom.H2 {
		return "", ""
	}
	var w strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			w.WriteString(d.Data)
		}
	}
	text = strings.Join(strings.Fields(w.String()), " ")
	for _, s := range f.Sections {
		if s.headedBy(text) {
			return s.ID, text
		}
	}
	return "", ""
}
