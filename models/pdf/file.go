package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// file is a PDF in the making: numbered objects, written in their order.
type file struct{ objects [][]byte }

// ref names an object.
type ref int

func (r ref) String() string { return strconv.Itoa(int(r)) + " 0 R" }

// reserve gives out a number for an object that is written later.
func (f *file) reserve() ref {
	f.objects = append(f.objects, nil)
	return ref(len(f.objects))
}

func (f *file) set(r ref, body string) { f.objects[r-1] = []byte(body) }

func (f *file) add(body string) ref {
	r := f.reserve()
	f.set(r, body)
	return r
}

// stream adds packed data; dict is what its dictionary says besides.
func (f *file) stream(dict string, data []byte) ref {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write(data) // a Buffer does not fail
	_ = z.Close()
	return f.raw(dict+" /Filter /FlateDecode", b.Bytes())
}

// raw adds data as it is, for who looks into the file without unpacking it.
func (f *file) raw(dict string, data []byte) ref {
	r := f.reserve()
	f.objects[r-1] = append([]byte(fmt.Sprintf("<< %s /Length %d >>\nstream\n", dict, len(data))), append(data, "\nendstream"...)...)
	return r
}

// bytes is the finished file. Its identifier is taken from its content, so the same
// document has the same bytes.
func (f *file) bytes(root, info ref) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n%\xe5\x85\xac\xe5\xbc\x80\n")
	at := make([]int, len(f.objects))
	for i, o := range f.objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	sum := sha256.Sum256(b.Bytes())
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %s /Info %s /ID [<%x> <%x>] >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, root, info, sum[:16], sum[:16], start)
	return b.Bytes()
}

// text is a string for people: UTF-16 with a byte order mark.
func text(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

// num is a number as a PDF writes it, to a thousandth of a point.
func num(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
