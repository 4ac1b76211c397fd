package web

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// documentForm is how an article's address ends; its number is the document's.
var documentForm = regexp.MustCompile(`/t[0-9]{8}_([0-9]{1,19})\.html$`)

// isDocument reports whether a path is the page of a document.
func isDocument(path string, id uint64) bool {
	m := documentForm.FindStringSubmatch(path)
	return m != nil && m[1] == strconv.FormatUint(id, 10)
}

// holders are the elements that go with a link to what was taken down.
var holders = map[string]bool{"li": true, "tr": true, "article": true, "dt": true}

// holder is what goes with a link: the smallest list item, row or article around
// it, or else the link alone.
func holder(link *html.Node) *html.Node {
	for n := link.Parent; n != nil; n = n.Parent {
		if holders[n.Data] {
			return n
		}
	}
	return link
}

// without takes out of a finished HTML page everything that leads to a document,
// and what tells machines of it. ok is false when the page speaks of it in
// another way, so that it cannot be shown.
func without(page []byte, id uint64) (out []byte, ok bool) {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, false
	}
	tail := fmt.Sprintf("_%d.html", id)
	var hit []*html.Node
	for n := range root.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "a" && slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "href" && strings.HasSuffix(a.Val, tail) }):
			hit = append(hit, holder(n))
		case n.Data == "script" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, tail):
			hit = append(hit, n)
		}
	}
	for _, n := range hit {
		if n.Parent != nil { // not gone already with another
			n.Parent.RemoveChild(n)
		}
	}
	var b bytes.Buffer
	if len(hit) == 0 || html.Render(&b, root) != nil || bytes.Contains(b.Bytes(), []byte(tail)) {
		return nil, false
	}
	return b.Bytes(), true
}
