package files

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
)

// maxTag bounds one tag, in bytes.
const maxTag = 1 << 20

// xmlTag is one tag as it stands in the text.
type xmlTag struct {
	raw    []byte // with its brackets
	prefix string
	name   string // without prefix
	close  bool   // </x>
	empty  bool   // <x/>
}

// attr returns the value of the first attribute with a local name, or "".
func (t *xmlTag) attr(name string) string {
	for _, m := range xmlAttr.FindAllSubmatch(t.raw, -1) {
		key := string(m[1])
		if key[strings.IndexByte(key, ':')+1:] == name {
			return string(m[2][1 : len(m[2])-1])
		}
	}
	return ""
}

var xmlAttr = regexp.MustCompile(`\s([A-Za-z_][\w.:-]*)\s*=\s*("[^"]*"|'[^']*')`)

// without returns the tag without the attributes whose whole name matches.
func (t *xmlTag) without(name *regexp.Regexp) []byte {
	return xmlAttr.ReplaceAllFunc(t.raw, func(a []byte) []byte {
		if m := xmlAttr.FindSubmatch(a); name.Match(m[1]) {
			return nil
		}
		return a
	})
}

// xmlVerdict is what becomes of a tag.
type xmlVerdict struct {
	drop bool   // the element goes, with all that is in it
	as   []byte // the tag is written like this; nil leaves it
}

// filterXML copies XML and asks f about every opening tag. Comments and
// processing instructions stay out; a document type, or any other encoding than
// UTF-8, is refused: both can hide tags from whoever looks for them.
func filterXML(w io.Writer, r io.Reader, f func(*xmlTag) (xmlVerdict, error)) error {
	x := &xmlFilter{in: bufio.NewReaderSize(r, 32<<10), out: bufio.NewWriterSize(w, 32<<10), ask: f}
	if err := x.run(); err != nil {
		return err
	}
	return x.out.Flush()
}

type xmlFilter struct {
	in   *bufio.Reader
	out  *bufio.Writer
	ask  func(*xmlTag) (xmlVerdict, error)
	deep int // open elements
	skip int // depth of the element that is left out; 0 is none
	tag  []byte
}

func (x *xmlFilter) run() error {
	if mark, _ := x.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = x.in.Discard(3)
	}
	for {
		text, err := x.in.ReadSlice('<')
		full := errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !full && !errors.Is(err, io.EOF) {
			return err
		}
		end := err != nil && !full
		if !end && !full {
			text = text[:len(text)-1]
		}
		if bytes.IndexByte(text, 0) >= 0 {
			return damaged("xml: not UTF-8")
		}
		if x.skip == 0 {
			_, _ = x.out.Write(text)
		}
		switch {
		case full:
			continue
		case end && (x.deep != 0 || x.skip != 0):
			return damaged("xml: cut")
		case end:
			return nil
		}
		if err := x.markup(); err != nil {
			return err
		}
	}
}

// markup reads what begins with the bracket just passed.
func (x *xmlFilter) markup() error {
	head, _ := x.in.Peek(8)
	switch {
	case bytes.HasPrefix(head, []byte("!--")):
		_, err := x.until("-->")
		return err
	case bytes.HasPrefix(head, []byte("![CDATA[")):
		b, err := x.until("]]>")
		if err == nil && x.skip == 0 {
			_ = x.out.WriteByte('<')
			_, _ = x.out.Write(b)
		}
		return err
	case bytes.HasPrefix(head, []byte("?")):
		b, err := x.until("?>")
		if err != nil {
			return err
		}
		return x.instruction(b)
	case bytes.HasPrefix(head, []byte("!")):
		return refuse("文件里有不允许的文档类型声明，请重新另存后再上传。")
	}
	return x.element()
}

// instruction keeps the XML declaration and drops all others.
func (x *xmlFilter) instruction(b []byte) error {
	if !bytes.HasPrefix(b, []byte("?xml ")) {
		return nil
	}
	if m := xmlEncoding.FindSubmatch(b); m != nil && !strings.EqualFold(string(m[1]), "utf-8") {
		return damaged("xml: not UTF-8")
	}
	_ = x.out.WriteByte('<')
	_, err := x.out.Write(b)
	return err
}

var xmlEncoding = regexp.MustCompile(`encoding\s*=\s*["']([^"']*)["']`)

// until reads up to and with a mark.
func (x *xmlFilter) until(mark string) ([]byte, error) {
	x.tag = x.tag[:0]
	for {
		b, err := x.in.ReadByte()
		if err != nil {
			return nil, damaged("xml: cut")
		}
		if x.tag = append(x.tag, b); len(x.tag) > maxTag {
			return nil, damaged("xml: too long")
		}
		if b == '>' && bytes.HasSuffix(x.tag, []byte(mark)) {
			return x.tag, nil
		}
	}
}

// element reads a tag, in whose values brackets may stand.
func (x *xmlFilter) element() error {
	x.tag = append(x.tag[:0], '<')
	for quote := byte(0); ; {
		b, err := x.in.ReadByte()
		if err != nil {
			return damaged("xml: cut")
		}
		if x.tag = append(x.tag, b); len(x.tag) > maxTag {
			return damaged("xml: too long")
		}
		switch {
		case quote == 0 && (b == '"' || b == '\''):
			quote = b
		case quote == b:
			quote = 0
		case quote == 0 && b == '>':
			return x.decide()
		}
	}
}

func (x *xmlFilter) decide() error {
	t := &xmlTag{raw: x.tag, close: x.tag[1] == '/', empty: x.tag[len(x.tag)-2] == '/'}
	name := bytes.TrimPrefix(x.tag[1:], []byte("/"))
	if end := bytes.IndexAny(name, " \t\r\n/>"); end >= 0 {
		name = name[:end]
	}
	colon := bytes.IndexByte(name, ':')
	t.prefix, t.name = string(name[:max(colon, 0)]), string(name[colon+1:])
	if t.close {
		if x.deep--; x.deep < 0 {
			return damaged("xml: closed too often")
		}
		if x.skip > x.deep {
			x.skip = 0
			return nil
		}
		return x.write(t.raw)
	}
	if x.skip == 0 {
		v, err := x.ask(t)
		switch {
		case err != nil:
			return err
		case v.drop && t.empty:
			return nil
		case v.drop:
			x.skip = x.deep + 1
		case v.as != nil:
			t.raw = v.as
		}
	}
	if !t.empty {
		if x.deep++; x.deep > 10000 {
			return damaged("xml: too deep")
		}
	}
	return x.write(t.raw)
}

func (x *xmlFilter) write(b []byte) error {
	if x.skip != 0 {
		return nil
	}
	_, err := x.out.Write(b)
	return err
}
