package uitest

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Check parses a whole page and reports every rule it breaks: one h1 and no
// skipped heading level, landmarks, labels, alternative texts, unique ids, and
// nothing that the content security policy forbids.
func Check(t testing.TB, markup string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	c := checker{t: t, ids: map[string]int{}, labels: map[string]bool{}, navs: map[string]int{}, count: map[string]int{}}
	c.collect(root)
	c.visit(root)
	for _, once := range []string{"h1", "main", "title"} {
		if c.count[once] != 1 {
			t.Errorf("%d <%s>, want 1", c.count[once], once)
		}
	}
	for id, n := range c.ids {
		if n > 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	for name, n := range c.navs {
		if n > 1 {
			t.Errorf("%d <nav> are called %q", n, name)
		}
	}
}

// Text is the text a page shows, as a machine that reads it would see it.
func Text(t testing.TB, markup string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(markup))
	if err != nil {
		t.Fatalf("parse: %v", err)
	}
	return text(root)
}

type checker struct {
	t      testing.TB
	ids    map[string]int
	labels map[string]bool // ids that a label names
	navs   map[string]int
	count  map[string]int
	level  int // of the last heading
}

// collect notes what other elements refer to.
func (c *checker) collect(n *html.Node) {
	if id := attr(n, "id"); id != "" {
		c.ids[id]++
	}
	if n.Data == "label" {
		c.labels[attr(n, "for")] = true
	}
	for child := range n.ChildNodes() {
		c.collect(child)
	}
}

func (c *checker) visit(n *html.Node) {
	if n.Type == html.ElementNode {
		c.count[n.Data]++
		c.attributes(n)
		c.element(n)
	}
	for child := range n.ChildNodes() {
		c.visit(child)
	}
}

// attributes refuses what the policy blocks and links that run code.
func (c *checker) attributes(n *html.Node) {
	for _, a := range n.Attr {
		value := strings.ToLower(strings.TrimSpace(a.Val))
		switch {
		case a.Key == "style" || strings.HasPrefix(a.Key, "on"):
			c.t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
		case strings.HasPrefix(value, "javascript:") && slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key):
			c.t.Errorf("<%s %s> runs code", n.Data, a.Key)
		case a.Key == "src" && !strings.HasPrefix(value, "/"):
			c.t.Errorf("<%s> loads %q", n.Data, a.Val)
		case a.Key == "aria-labelledby" || a.Key == "aria-describedby":
			for _, id := range strings.Fields(a.Val) {
				if c.ids[id] == 0 {
					c.t.Errorf("%s names the missing id %q", a.Key, id)
				}
			}
		}
	}
}

func (c *checker) element(n *html.Node) {
	switch n.Data {
	case "script", "style":
		// A block of data is no script: browsers neither run nor block it.
		if attr(n, "src") == "" && attr(n, "type") != "application/ld+json" {
			c.t.Errorf("inline <%s>", n.Data)
		}
	case "link":
		if attr(n, "rel") == "stylesheet" && !strings.HasPrefix(attr(n, "href"), "/") {
			c.t.Errorf("foreign style sheet %q", attr(n, "href"))
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		level := int(n.Data[1] - '0')
		if c.level > 0 && level > c.level+1 {
			c.t.Errorf("<%s> %q after <h%d>", n.Data, text(n), c.level)
		}
		c.level = level
		c.named(n)
	case "img":
		if !has(n, "alt") {
			c.t.Errorf("<img> without alt")
		}
	case "nav":
		c.named(n)
		c.navs[attr(n, "aria-label")+attr(n, "aria-labelledby")]++
	case "input", "select", "textarea":
		c.labelled(n)
	case "a", "button", "summary", "label", "legend", "caption":
		c.named(n)
	}
}

// labelled asks for a label of every field a person can see.
func (c *checker) labelled(n *html.Node) {
	if n.Data == "input" && slices.Contains([]string{"hidden", "submit"}, attr(n, "type")) {
		return
	}
	if c.labels[attr(n, "id")] && attr(n, "id") != "" || attr(n, "aria-label") != "" || attr(n, "aria-labelledby") != "" {
		return
	}
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == "label" {
			return
		}
	}
	c.t.Errorf("<%s name=%q> has no label", n.Data, attr(n, "name"))
}

// named asks for a name that can be read aloud. A nav's text is its content, so
// only an attribute names it.
func (c *checker) named(n *html.Node) {
	if attr(n, "aria-label") != "" || attr(n, "aria-labelledby") != "" {
		return
	}
	if n.Data == "nav" || strings.TrimSpace(text(n)) == "" {
		c.t.Errorf("<%s %v> has no name", n.Data, n.Attr)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func text(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for child := range n.ChildNodes() {
		b.WriteString(text(child))
	}
	return b.String()
}
