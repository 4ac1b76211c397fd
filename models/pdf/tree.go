package pdf

import (
	"fmt"
	"strings"
)

// elem is an element of the structure tree: what a piece of the document is, for
// those who have it read to them.
type elem struct {
	kind string // P, H1, Table …
	attr string // attributes of a table's cell, "" for none
	up   *elem
	kids []any // *elem or mark, in reading order
	ref  ref
}

// mark is a piece of a page's content that belongs to an element.
type mark struct{ page, id int }

func (e *elem) add(kind, attr string) *elem {
	kid := &elem{kind: kind, attr: attr, up: e}
	e.kids = append(e.kids, kid)
	return kid
}

// reserve numbers an element and all below it.
func (e *elem) reserve(f *file) {
	e.ref = f.reserve()
	for _, k := range e.kids {
		if kid, ok := k.(*elem); ok {
			kid.reserve(f)
		}
	}
}

// write writes an element and all below it. A mark on another page than the
// element's first names its page.
func (e *elem) write(f *file, up ref, pages []*page) {
	var kids []string
	on := -1
	for _, k := range e.kids {
		switch k := k.(type) {
		case *elem:
			k.write(f, e.ref, pages)
			kids = append(kids, k.ref.String())
		case mark:
			if on < 0 {
				on = k.page
			}
			if k.page == on {
				kids = append(kids, fmt.Sprint(k.id))
			} else {
				kids = append(kids, fmt.Sprintf("<< /Type /MCR /Pg %s /MCID %d >>", pages[k.page].ref, k.id))
			}
		}
	}
	body := "<< /Type /StructElem /S /" + e.kind + " /P " + up.String()
	if on >= 0 {
		body += " /Pg " + pages[on].ref.String()
	}
	if len(kids) > 0 {
		body += " /K [" + strings.Join(kids, " ") + "]"
	}
	if e.attr != "" {
		body += " /A << " + e.attr + " >>"
	}
	f.set(e.ref, body+" >>")
}

// tree writes the structure tree of the document and returns its root.
func (w *writer) tree() ref {
	root := w.reserve()
	w.root.reserve(&w.file)
	w.root.write(&w.file, root, w.pages)
	var nums strings.Builder
	for i, p := range w.pages {
		fmt.Fprintf(&nums, "%d [", i)
		for _, e := range p.marks {
			nums.WriteString(e.ref.String() + " ")
		}
		nums.WriteString("] ")
	}
	parents := w.add("<< /Nums [ " + nums.String() + "] >>")
	w.set(root, fmt.Sprintf("<< /Type /StructTreeRoot /K [%s] /ParentTree %s /ParentTreeNextKey %d >>", w.root.ref, parents, len(w.pages)))
	return root
}
