// Package markup owns what HTML a document may hold.
//
// Clean turns whatever an author pasted (Word, WPS, another site, plain text)
// into a small fixed vocabulary, always written the same way. The result is
// what people sign, so three things hold for every input:
//
//   - it is deterministic, and cleaning it again changes nothing;
//   - it holds no script, no style, no foreign resource and no address with a
//     scheme other than http, https, mailto and tel;
//   - it costs time and memory in proportion to the input, however deeply the
//     input is nested.
//
// Running text is never dropped, only its dress; controls, scripts and embedded
// objects go with what is in them.
package markup

import "strings"

// HTML is a fragment that Clean has produced. Stored bodies are of this type;
// nothing else may be written to a page unescaped.
type HTML string

// MaxBody is the largest body, in bytes, that callers may pass on. Clean itself
// works on any size; callers refuse larger input with a sentence of their own.
const MaxBody = 1 << 20

// Clean returns src reduced to the vocabulary of a document. A source without
// any tag is plain text: a blank line starts a paragraph, a newline is a break.
func Clean(src string) HTML {
	src = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(strings.ToValidUTF8(src, "\uFFFD"))
	tokens, tagged := scan(src)
	var root *node
	if tagged {
		root = build(officeLists(tokens))
	} else {
		root = paragraphs(tokens)
	}
	tidy(root)
	outline(root)
	scopes(root)
	return HTML(strings.TrimSpace(guard.Sanitize(render(root))))
}

// paragraphs builds the tree of a source without any markup.
func paragraphs(tokens []token) *node {
	root := &node{tag: "root"}
	var p *node
	for _, t := range tokens {
		for line := range strings.SplitSeq(t.text, "\n") {
			if line = plainText(line); strings.TrimFunc(line, isEdge) == "" {
				p = nil
				continue
			}
			if p == nil {
				p = &node{tag: "p"}
				root.kids = append(root.kids, p)
			} else {
				p.kids = append(p.kids, &node{tag: "br"})
			}
			p.kids = append(p.kids, &node{tag: textTag, text: line})
		}
	}
	return root
}
