package markup

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// guard is the last gate. It knows nothing of the builder and lets through only
// the vocabulary of a document; on what the builder wrote it changes nothing.
var guard = policy()

func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("h2", "h3", "h4", "p", "br", "strong", "em", "u", "sub", "sup", "blockquote", "hr",
		"ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
		"colgroup", "col", "figure", "figcaption")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(regexp.MustCompile(`^` + foreignRel + `$`)).OnElements("a")
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^(ta-[crj]|ti-0|ta-j ti-0)$`)).OnElements("p", "h2", "h3", "h4", "td", "th")
	span := regexp.MustCompile(`^[1-9][0-9]{0,2}$`)
	p.AllowAttrs("rowspan", "colspan").Matching(span).OnElements("td", "th")
	p.AllowAttrs("span").Matching(span).OnElements("col", "colgroup")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col)(group)?$`)).OnElements("th")
	p.AllowAttrs("src").Matching(filePath).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(regexp.MustCompile(`^[1-9][0-9]{0,4}$`)).OnElements("img")
	return p
}

// lined lists the elements that stand on lines of their own in the source, so
// that people can edit it and compare it.
var lined = set("h2 h3 h4 p blockquote hr ul ol li dl dt dd table caption colgroup thead tbody tfoot tr figure figcaption")

// skeleton lists the elements that hold only other elements.
var skeleton = set("ul ol dl table thead tbody tfoot blockquote")

// render writes the children of root.
func render(root *node) string {
	var w strings.Builder
	writeKids(&w, root)
	return w.String()
}

func writeKids(w *strings.Builder, n *node) {
	for i := 0; i < len(n.kids); {
		if !n.kids[i].leaf() {
			writeElement(w, n.kids[i])
			i++
			continue
		}
		end := i
		for end < len(n.kids) && n.kids[end].leaf() {
			end++
		}
		writeRun(w, n.kids[i:end])
		i = end
	}
}

func writeElement(w *strings.Builder, n *node) {
	w.WriteByte('<')
	w.WriteString(n.tag)
	writeAttrs(w, n.attrs)
	if n.class != "" {
		writeAttrs(w, []html.Attribute{{Key: "class", Val: n.class}})
	}
	w.WriteByte('>')
	if n.tag != "hr" && n.tag != "col" {
		if skeleton[n.tag] {
			w.WriteByte('\n')
		}
		writeKids(w, n)
		w.WriteString("</" + n.tag + ">")
	}
	if lined[n.tag] {
		w.WriteByte('\n')
	}
}

func writeAttrs(w *strings.Builder, attrs []html.Attribute) {
	for _, a := range attrs {
		w.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
}

// writeRun writes leaves, opening and closing formats where they change.
func writeRun(w *strings.Builder, run []*node) {
	var link string
	var stack []string
	closeTo := func(depth int) {
		for len(stack) > depth {
			w.WriteString("</" + stack[len(stack)-1] + ">")
			stack = stack[:len(stack)-1]
		}
	}
	for _, n := range run {
		want := n.format.elements()
		same := 0
		if n.format.href == link {
			for same < len(want) && same < len(stack) && want[same] == stack[same] {
				same++
			}
		}
		closeTo(same)
		link = n.format.href
		for _, tag := range want[same:] {
			w.WriteByte('<')
			w.WriteString(tag)
			if tag == "a" {
				writeAttrs(w, linkAttrs(link))
			}
			w.WriteByte('>')
			stack = append(stack, tag)
		}
		if n.tag == textTag {
			w.WriteString(html.EscapeString(n.text))
			continue
		}
		w.WriteString("<" + n.tag)
		writeAttrs(w, n.attrs)
		w.WriteByte('>')
	}
	closeTo(0)
}

// elements lists the elements of a format, outermost first.
func (f format) elements() []string {
	var out []string
	if f.href != "" {
		out = append(out, "a")
	}
	for i, tag := range marks {
		if f.marks&(1<<i) != 0 {
			out = append(out, tag)
		}
	}
	return out
}

func linkAttrs(href string) []html.Attribute {
	attrs := []html.Attribute{{Key: "href", Val: href}}
	if foreign(href) {
		attrs = append(attrs, html.Attribute{Key: "rel", Val: foreignRel})
	}
	return attrs
}
