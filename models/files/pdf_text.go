package files

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
)

// Limits of reading the text of a PDF, beside those of its structure.
const (
	pdfPageLimit = 3000
	pdfText      = 4 << 20   // bytes of text of all pages
	pdfWork      = 8_000_000 // values of all pages' content
	pdfForms     = 5         // forms inside forms
	pdfMappings  = 1 << 17   // characters of one font
)

// PDFText reads the text of each page of a PDF. Lines that only the width of the
// page has broken are joined. What a page says that cannot be read is left out;
// an error says that nothing of the file can be.
func PDFText(ctx context.Context, b []byte) (pages []string, err error) {
	f, err := readPDF(b)
	if err != nil {
		return nil, err
	}
	t := &pdfReader{ctx: ctx, f: f, fonts: map[int]*pdfFont{}}
	root, _ := t.resolve(f.trailer["Root"]).(pdfDict)
	for _, p := range t.pages(root["Pages"]) {
		if t.out.Reset(); ctx.Err() != nil || t.work > pdfWork || t.size > pdfText {
			break
		}
		t.page(p)
		text := joinLines(t.out.String())
		t.size += len(text)
		pages = append(pages, text)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if t.size == 0 {
		return nil, errors.New("没有可以读取的文字，可能是扫描件")
	}
	return pages, nil
}

type pdfReader struct {
	ctx   context.Context
	f     *pdfFile
	fonts map[int]*pdfFont // by object number
	out   strings.Builder
	size  int
	work  int

	font *pdfFont
	y    float64 // of the last line
}

func (t *pdfReader) resolve(v any) any {
	for range 8 {
		r, ok := v.(pdfRef)
		if !ok {
			return v
		}
		var err error
		if v, err = t.f.get(r.num); err != nil {
			return nil
		}
	}
	return nil
}

// pages lists the page dictionaries in their order, with the resources they
// inherit.
func (t *pdfReader) pages(top any) (all []pdfDict) {
	seen := map[int]bool{}
	var walk func(v, res any, deep int)
	walk = func(v, res any, deep int) {
		if r, ok := v.(pdfRef); ok {
			if seen[r.num] {
				return
			}
			seen[r.num] = true
		}
		d, ok := t.resolve(v).(pdfDict)
		if !ok || deep > 40 || len(all) >= pdfPageLimit {
			return
		}
		if own := d["Resources"]; own != nil {
			res = own
		}
		kids, ok := t.resolve(d["Kids"]).(pdfArray)
		if !ok {
			all = append(all, pdfDict{"Resources": res, "Contents": d["Contents"]})
			return
		}
		for _, k := range kids {
			walk(k, res, deep+1)
		}
	}
	walk(top, nil, 0)
	return all
}

func (t *pdfReader) page(d pdfDict) {
	var b []byte
	parts, ok := t.resolve(d["Contents"]).(pdfArray)
	if !ok {
		parts = pdfArray{d["Contents"]}
	}
	for _, p := range parts {
		if s, ok := t.resolve(p).(*pdfStream); ok {
			if part, err := t.f.unpack(s); err == nil {
				b = append(append(b, part...), '\n')
			}
		}
	}
	res, _ := t.resolve(d["Resources"]).(pdfDict)
	t.font, t.y = nil, 0
	t.run(b, res, 0)
}

// run goes through the operators of a content stream.
func (t *pdfReader) run(b []byte, res pdfDict, deep int) {
	l := &pdfLexer{b: b}
	var args []any
	for t.work < pdfWork && t.out.Len() < pdfText {
		if l.skip(); l.at >= len(l.b) {
			return
		}
		if t.work++; t.work%4096 == 0 && t.ctx.Err() != nil {
			return
		}
		l.items, l.deep = 0, 0
		v, err := l.value()
		if err != nil {
			l.at++
			continue
		}
		w, ok := v.(pdfRaw)
		if !ok || len(w) == 0 || !operator(w) {
			if args = append(args, v); len(args) > 64 {
				args = args[32:]
			}
			continue
		}
		if string(w) == "ID" { // an image in the text
			end := bytes.Index(l.b[l.at:], []byte("EI"))
			if end < 0 {
				return
			}
			l.at += end + 2
		}
		t.do(string(w), args, res, deep)
		args = args[:0]
	}
}

func operator(w pdfRaw) bool {
	c := w[0]
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '\'' || c == '"'
}

func (t *pdfReader) do(op string, args []any, res pdfDict, deep int) {
	last := func() any {
		if len(args) == 0 {
			return nil
		}
		return args[len(args)-1]
	}
	switch op {
	case "Tf":
		if len(args) >= 2 {
			if name, ok := args[len(args)-2].(pdfName); ok {
				t.font = t.fontOf(res, name)
			}
		}
	case "Tj":
		t.show(last())
	case "'", "\"":
		t.line()
		t.show(last())
	case "TJ":
		list, _ := last().(pdfArray)
		for _, v := range list {
			t.show(v)
		}
	case "T*":
		t.line()
	case "Td", "TD":
		if decimal(last()) != 0 {
			t.line()
		}
	case "Tm":
		if y := decimal(last()); y != t.y {
			t.y = y
			t.line()
		}
	case "Do":
		t.form(res, last(), deep)
	}
}

// form runs the content of a form that is drawn.
func (t *pdfReader) form(res pdfDict, name any, deep int) {
	objects, _ := t.resolve(res["XObject"]).(pdfDict)
	n, _ := name.(pdfName)
	s, ok := t.resolve(objects[n]).(*pdfStream)
	if !ok || s.dict["Subtype"] != pdfName("Form") || deep >= pdfForms {
		return
	}
	b, err := t.f.unpack(s)
	if err != nil {
		return
	}
	if own, ok := t.resolve(s.dict["Resources"]).(pdfDict); ok {
		res = own
	}
	t.line()
	t.run(b, res, deep+1)
}

func (t *pdfReader) line() {
	if t.out.Len() > 0 {
		t.out.WriteByte('\n')
	}
}

func (t *pdfReader) show(v any) {
	raw, ok := v.(pdfRaw)
	if !ok || len(raw) < 2 || raw[0] != '(' && raw[0] != '<' || t.font == nil {
		return
	}
	t.out.WriteString(t.font.text(pdfString(raw)))
}

func decimal(v any) float64 {
	raw, _ := v.(pdfRaw)
	n, _ := strconv.ParseFloat(string(raw), 64)
	return n
}

// pdfString is what a string in either notation holds.
func pdfString(raw pdfRaw) []byte {
	if raw[0] == '<' {
		digits := bytes.Map(func(r rune) rune {
			if white(byte(r)) {
				return -1
			}
			return r
		}, bytes.Trim(raw, "<>"))
		if len(digits)%2 == 1 {
			digits = append(digits, '0')
		}
		out := make([]byte, len(digits)/2)
		n, _ := hex.Decode(out, digits)
		return out[:n]
	}
	in, out := raw[1:len(raw)-1], make([]byte, 0, len(raw))
	for i := 0; i < len(in); i++ {
		c := in[i]
		if c != '\\' || i+1 >= len(in) {
			out = append(out, c)
			continue
		}
		i++
		switch c = in[i]; c {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case '\n':
		case '\r':
			if i+1 < len(in) && in[i+1] == '\n' {
				i++
			}
		default:
			if c < '0' || c > '7' {
				out = append(out, c)
				continue
			}
			n := 0
			j := i
			for ; j < len(in) && j < i+3 && in[j] >= '0' && in[j] <= '7'; j++ {
				n = n*8 + int(in[j]-'0')
			}
			i = j - 1
			out = append(out, byte(n))
		}
	}
	return out
}
