package files

import (
	"bytes"
	"slices"
	"strconv"
)

// What a PDF is made of. Anything else (numbers, strings, true, null) stays the
// bytes that it was.
type (
	pdfName  string // without the slash, escapes undone
	pdfRaw   []byte
	pdfRef   struct{ num, gen int }
	pdfArray []any
	pdfDict  map[pdfName]any
)

// pdfStream is a dictionary and the bytes behind it, still compressed.
type pdfStream struct {
	dict pdfDict
	data []byte
}

// pdfLexer reads PDF syntax from b.
type pdfLexer struct {
	b     []byte
	at    int
	deep  int
	items int
}

const (
	pdfDeep  = 100     // levels of arrays and dictionaries in one object
	pdfItems = 1 << 18 // values in one object
)

func white(c byte) bool {
	return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' '
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// skip passes white space and comments.
func (l *pdfLexer) skip() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case white(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word reads a run of regular characters.
func (l *pdfLexer) word() []byte {
	from := l.at
	for l.at < len(l.b) && !white(l.b[l.at]) && !delimiter(l.b[l.at]) {
		l.at++
	}
	return l.b[from:l.at]
}

// keyword passes w if it stands here.
func (l *pdfLexer) keyword(w string) bool {
	l.skip()
	if !bytes.HasPrefix(l.b[l.at:], []byte(w)) {
		return false
	}
	l.at += len(w)
	return true
}

// number reads a whole number, or returns false and stays.
func (l *pdfLexer) number() (int, bool) {
	l.skip()
	from := l.at
	n, err := strconv.Atoi(string(l.word()))
	if err != nil || n < 0 {
		l.at = from
		return 0, false
	}
	return n, true
}

// value reads one object.
func (l *pdfLexer) value() (any, error) {
	l.skip()
	if l.at >= len(l.b) {
		return nil, damaged("pdf: end of file")
	}
	l.items++
	if l.deep++; l.deep > pdfDeep || l.items > pdfItems {
		return nil, damaged("pdf: too deep or too large")
	}
	defer func() { l.deep-- }()
	switch c := l.b[l.at]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.text()
	case c == '[':
		return l.array()
	case bytes.HasPrefix(l.b[l.at:], []byte("<<")):
		return l.dict()
	case c == '<':
		end := bytes.IndexByte(l.b[l.at:], '>')
		if end < 0 {
			return nil, damaged("pdf: open string")
		}
		l.at += end + 1
		return pdfRaw(l.b[l.at-end-1 : l.at]), nil
	case c >= '0' && c <= '9':
		if r, ok := l.ref(); ok {
			return r, nil
		}
	}
	w := l.word()
	if len(w) == 0 {
		return nil, damaged("pdf: stray character")
	}
	return pdfRaw(w), nil
}

func (l *pdfLexer) ref() (pdfRef, bool) {
	from := l.at
	num, ok := l.number()
	if ok {
		if gen, ok := l.number(); ok {
			l.skip()
			if w := l.word(); string(w) == "R" {
				return pdfRef{num, gen}, true
			}
		}
	}
	l.at = from
	return pdfRef{}, false
}

func (l *pdfLexer) name() pdfName {
	l.at++
	w := l.word()
	if bytes.IndexByte(w, '#') < 0 {
		return pdfName(w)
	}
	var out []byte
	for i := 0; i < len(w); i++ {
		if w[i] == '#' && i+2 < len(w) {
			if n, err := strconv.ParseUint(string(w[i+1:i+3]), 16, 8); err == nil {
				out, i = append(out, byte(n)), i+2
				continue
			}
		}
		out = append(out, w[i])
	}
	return pdfName(out)
}

// text reads a string in parentheses, which may nest.
func (l *pdfLexer) text() (any, error) {
	from, open := l.at, 0
	for ; l.at < len(l.b); l.at++ {
		switch l.b[l.at] {
		case '\\':
			l.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				l.at++
				return pdfRaw(l.b[from:l.at]), nil
			}
		}
	}
	return nil, damaged("pdf: open string")
}

func (l *pdfLexer) array() (any, error) {
	l.at++
	a := pdfArray{}
	for {
		l.skip()
		if l.at < len(l.b) && l.b[l.at] == ']' {
			l.at++
			return a, nil
		}
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		a = append(a, v)
	}
}

func (l *pdfLexer) dict() (any, error) {
	l.at += 2
	d := pdfDict{}
	for {
		if l.keyword(">>") {
			return d, nil
		}
		if l.at >= len(l.b) || l.b[l.at] != '/' {
			return nil, damaged("pdf: dictionary")
		}
		key := l.name()
		v, err := l.value()
		if err != nil {
			return nil, err
		}
		if _, twice := d[key]; twice {
			return nil, damaged("pdf: the same key twice")
		}
		d[key] = v
	}
}

// writePDF writes an object, references by their new numbers.
func writePDF(w *bytes.Buffer, v any, renumber func(pdfRef) string) {
	switch v := v.(type) {
	case pdfName:
		w.WriteByte('/')
		for _, c := range []byte(v) {
			if c <= ' ' || c > '~' || c == '#' || delimiter(c) {
				w.WriteByte('#')
				w.WriteString(string("0123456789ABCDEF"[c>>4]) + string("0123456789ABCDEF"[c&15]))
				continue
			}
			w.WriteByte(c)
		}
	case pdfRaw:
		w.Write(v)
	case pdfRef:
		w.WriteString(renumber(v))
	case pdfArray:
		w.WriteByte('[')
		for i, x := range v {
			if i > 0 {
				w.WriteByte(' ')
			}
			writePDF(w, x, renumber)
		}
		w.WriteByte(']')
	case pdfDict:
		w.WriteString("<<")
		for _, k := range v.keys() {
			writePDF(w, k, renumber)
			w.WriteByte(' ')
			writePDF(w, v[k], renumber)
			w.WriteByte('\n')
		}
		w.WriteString(">>")
	}
}

// keys lists the keys of a dictionary in one order always.
func (d pdfDict) keys() []pdfName {
	keys := make([]pdfName, 0, len(d))
	for k := range d {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
