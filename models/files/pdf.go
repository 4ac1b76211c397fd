package files

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
)

// cleanPDF writes a PDF anew from what can be reached from its first page on:
// properties, XMP, thumbnails, private data of programs and everything that an
// earlier revision left behind stay out. What acts by itself, and what people
// wrote on the margin, is refused.
func cleanPDF(ctx context.Context, s *Service, in *io.SectionReader) (Facts, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return Facts{}, ctx.Err()
	}
	b := make([]byte, in.Size())
	if _, err := in.ReadAt(b, 0); err != nil {
		return Facts{}, err
	}
	if err := alone(b); err != nil {
		return Facts{}, err
	}
	f, err := readPDF(b)
	if err != nil {
		return Facts{}, err
	}
	if f.trailer["Encrypt"] != nil {
		return Facts{}, refuse("PDF 加了密码或限制，请去掉后再上传。")
	}
	root, ok := f.trailer["Root"].(pdfRef)
	if !ok {
		return Facts{}, damaged("pdf: no root")
	}
	digest, size, err := s.blobs.Put(func(w io.Writer) error {
		p := &pdfWriter{file: f, out: &counter{w: bufio.NewWriterSize(w, 64<<10)}, numbers: map[int]int{}}
		return p.write(root)
	})
	return Facts{Digest: digest, Type: "pdf", Size: size}, err
}

// alone refuses a file that is something else besides: nothing may follow the
// end of the PDF.
func alone(b []byte) error {
	end := bytes.LastIndex(b, []byte("%%EOF"))
	if end < 0 {
		return damaged("pdf: no end")
	}
	if rest := bytes.Trim(b[end+5:], "\r\n\t \x00\x1a"); len(rest) > 0 {
		return refuse("PDF 的结尾之后还有别的内容，请重新导出或打印为 PDF 后再上传。")
	}
	return nil
}

// pdfWriter writes the objects that can be reached, in the order in which they
// are met, under new numbers.
type pdfWriter struct {
	file    *pdfFile
	out     *counter
	numbers map[int]int // new number by old
	queue   []int       // old numbers, in the order of the new ones
	offsets []int64
}

func (p *pdfWriter) write(root pdfRef) error {
	fmt.Fprint(p.out, "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	p.number(root)
	var buf bytes.Buffer
	for i := 0; i < len(p.queue); i++ {
		v, err := p.file.get(p.queue[i])
		if err != nil {
			return err
		}
		if i == 0 {
			if d, ok := v.(pdfDict); !ok || d["Pages"] == nil {
				return damaged("pdf: no pages")
			}
		}
		if err := check(v); err != nil {
			return err
		}
		buf.Reset()
		p.offsets = append(p.offsets, p.out.n)
		fmt.Fprintf(&buf, "%d 0 obj\n", i+1)
		data := p.object(&buf, v)
		for _, part := range [][]byte{buf.Bytes(), data, []byte("\nendobj\n")} {
			if _, err := p.out.Write(part); err != nil {
				return err
			}
		}
		if len(p.queue) > pdfObjects {
			return damaged("pdf: too many objects")
		}
	}
	return p.end()
}

// number gives an object its new number.
func (p *pdfWriter) number(r pdfRef) string {
	n, ok := p.numbers[r.num]
	if !ok {
		p.queue = append(p.queue, r.num)
		n = len(p.queue)
		p.numbers[r.num] = n
	}
	return fmt.Sprintf("%d 0 R", n)
}

// object writes an object up to the bytes of its stream, which it returns with
// the word that ends them.
func (p *pdfWriter) object(w *bytes.Buffer, v any) []byte {
	s, ok := v.(*pdfStream)
	if !ok {
		if v = trim(v); v == nil {
			v = pdfRaw("null")
		}
		writePDF(w, v, p.number)
		return nil
	}
	data := s.data
	if only(s.dict["Filter"]) == "DCTDecode" {
		if b, ok := stripJPEG(data); ok {
			data = b
		}
	}
	d, _ := trim(s.dict).(pdfDict)
	d["Length"] = pdfRaw(fmt.Sprint(len(data)))
	writePDF(w, d, p.number)
	w.WriteString("\nstream\n")
	return slices.Concat(data, []byte("\nendstream"))
}

// only is the name of a filter that stands alone.
func only(filter any) pdfName {
	if a, ok := filter.(pdfArray); ok && len(a) == 1 {
		filter = a[0]
	}
	n, _ := filter.(pdfName)
	return n
}

func (p *pdfWriter) end() error {
	at := p.out.n
	fmt.Fprintf(p.out, "xref\n0 %d\n0000000000 65535 f \n", len(p.offsets)+1)
	for _, o := range p.offsets {
		fmt.Fprintf(p.out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(p.out, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(p.offsets)+1, at)
	return p.out.w.(*bufio.Writer).Flush()
}

// dropped are the keys that readers do not need and that say who, when and with
// what a file was made.
var dropped = map[pdfName]bool{"Metadata": true, "PieceInfo": true, "LastModified": true, "Thumb": true, "SpiderInfo": true, "CreatorInfo": true,
	"Threads": true, "Legal": true, "DPartRoot": true, "DPart": true, "Info": true, "Perms": true}

// trim copies an object without what is dropped.
func trim(v any) any {
	switch v := v.(type) {
	case pdfArray:
		out := make(pdfArray, len(v))
		for i, x := range v {
			out[i] = trim(x)
		}
		return out
	case pdfDict:
		out := pdfDict{}
		for k, x := range v {
			if !dropped[k] && !private(v, k) {
				out[k] = trim(x)
			}
		}
		return out
	}
	return v
}

// private reports keys that are dropped from one kind of object only: who wrote
// an annotation, and the articles of a page, which have authors too.
func private(d pdfDict, k pdfName) bool {
	switch k {
	case "T", "M", "CreationDate", "NM":
		return d["Rect"] != nil && d["Subtype"] != pdfName("Widget")
	case "B":
		return d["Type"] == pdfName("Page")
	}
	return false
}

// forbiddenKeys are refused with a reason wherever they stand.
var forbiddenKeys = map[pdfName]string{
	"JS": pdfScript, "JavaScript": pdfScript, "EmbeddedFiles": pdfEmbedded, "EF": pdfEmbedded, "AF": pdfEmbedded, "Collection": pdfEmbedded,
	"RichMedia": pdfActive, "RichMediaContent": pdfActive, "XFA": "PDF 里有动态表单（XFA），请打印为普通 PDF 后再上传。",
	"ByteRange": pdfSigned,
}

const (
	pdfScript   = "PDF 里有脚本（JavaScript），请打印为普通 PDF 后再上传。"
	pdfEmbedded = "PDF 里嵌有别的文件，请把它们取出来单独上传。"
	pdfActive   = "PDF 里有多媒体或会自动执行的内容，请打印为普通 PDF 后再上传。"
	pdfSigned   = "PDF 带有电子签名，清除作者信息后签名会失效；请打印为不带签名的 PDF 后再上传。"
	pdfNoted    = "PDF 里有批注或标记，请删除批注后再上传。"
)

// forbiddenActions are the actions that are refused.
var forbiddenActions = map[pdfName]string{
	"JavaScript": pdfScript, "Launch": pdfActive, "SubmitForm": pdfActive, "ImportData": pdfActive, "GoToE": pdfEmbedded, "Rendition": pdfActive,
	"Movie": pdfActive, "Sound": pdfActive, "RichMediaExecute": pdfActive, "GoToR": "PDF 里有指向本机其他文件的链接，请删除后再上传。",
}

// notes are annotations that people leave for each other. Links and the fields
// of a form are none.
var notes = map[pdfName]string{}

func init() {
	for _, n := range []pdfName{"Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly", "StrikeOut", "Caret", "Ink", "Redact"} {
		notes[n] = pdfNoted
	}
	for _, n := range []pdfName{"FileAttachment"} {
		notes[n] = pdfEmbedded
	}
	for _, n := range []pdfName{"Sound", "Movie", "Screen", "3D", "RichMedia"} {
		notes[n] = pdfActive
	}
}

// check refuses an object that acts, hides something, or was left by a reviewer.
func check(v any) error {
	switch v := v.(type) {
	case *pdfStream:
		if v.dict["F"] != nil {
			return refuse("%s", pdfEmbedded)
		}
		return check(v.dict)
	case pdfArray:
		for _, x := range v {
			if err := check(x); err != nil {
				return err
			}
		}
	case pdfDict:
		for k, x := range v {
			if why := forbiddenKeys[k]; why != "" {
				return refuse("%s", why)
			}
			if err := check(x); err != nil {
				return err
			}
		}
		return checkDict(v)
	}
	return nil
}

func checkDict(d pdfDict) error {
	action, _ := d["S"].(pdfName)
	kind, _ := d["Subtype"].(pdfName)
	typ, _ := d["Type"].(pdfName)
	field, _ := d["FT"].(pdfName)
	switch {
	case forbiddenActions[action] != "" && (typ == "" || typ == "Action"):
		return refuse("%s", forbiddenActions[action])
	case notes[kind] != "" && d["Rect"] != nil:
		return refuse("%s", notes[kind])
	case typ == "Sig" || typ == "DocTimeStamp" || field == "Sig" && d["V"] != nil:
		return refuse("%s", pdfSigned)
	}
	return nil
}
