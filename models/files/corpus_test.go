package files

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// canary is what must never be served.
const canary = "ZHANG-SAN-CANARY"

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func checked(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.SetNRGBA(x, y, color.NRGBA{R: uint8(x * 255 / w), G: uint8(y * 255 / h), B: 90, A: 255})
		}
	}
	return img
}

func jpg(img image.Image) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func pngOf(img image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// exif is a camera's segment: an orientation, and the canary as its maker.
func exif(turned int) string {
	var t bytes.Buffer
	t.WriteString("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02")
	entry := func(tag, typ uint16, n, v uint32) {
		for _, x := range []any{tag, typ, n, v} {
			_ = binary.Write(&t, binary.BigEndian, x)
		}
	}
	entry(0x010F, 2, uint32(len(canary)), 38)
	entry(0x0112, 3, 1, uint32(turned)<<16)
	t.WriteString("\x00\x00\x00\x00" + canary)
	return "\xff\xe1" + string(binary.BigEndian.AppendUint16(nil, uint16(t.Len()+2))) + t.String()
}

// camera is a JPEG with everything a camera and a program write into one.
func camera(w, h, turned int) []byte {
	xmp := "http://ns.adobe.com/xap/1.0/\x00<x>" + canary + "</x>"
	b := "\xff\xd8" + exif(turned) + "\xff\xe1" + string(binary.BigEndian.AppendUint16(nil, uint16(len(xmp)+2))) + xmp +
		"\xff\xfe\x00" + string(rune(len(canary)+2)) + canary + string(jpg(checked(w, h))[2:]) + canary
	return []byte(b)
}

func pngChunk(name, data string) string {
	body := name + data
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(data)))) + body + string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body))))
}

// program is a PNG with text chunks and something behind its end.
func program() []byte {
	b := pngOf(checked(40, 30))
	return []byte(string(b[:33]) + pngChunk("tEXt", "Author\x00"+canary) + pngChunk("eXIf", canary) + string(b[33:]) + canary)
}

// vast is the head of a PNG of any size.
func vast(w, h uint32) []byte {
	head := string(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)) + "\x08\x06\x00\x00\x00"
	var z bytes.Buffer
	d := zlib.NewWriter(&z)
	_, _ = d.Write(make([]byte, 1<<20))
	_ = d.Close()
	return []byte("\x89PNG\r\n\x1a\n" + pngChunk("IHDR", head) + pngChunk("IDAT", z.String()) + pngChunk("IEND", ""))
}

func moving() []byte {
	pal := color.Palette{color.Black, color.White}
	frame := func() *image.Paletted { return image.NewPaletted(image.Rect(0, 0, 8, 8), pal) }
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, &gif.GIF{Image: []*image.Paletted{frame(), frame()}, Delay: []int{1, 1}}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// zipped makes an archive of parts, the list of types first.
func zipped(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		w := must(z.Create(name))
		_ = must(w.Write([]byte(parts[name])))
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const (
	relsHead = `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relType  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

// bookOf is an Office file: its kind's first part, properties, and more parts.
// A part that is "" is left out.
func bookOf(typ, main string, more map[string]string) []byte {
	f := families[typ]
	types := `<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/` + f.main + `" ContentType="` + f.mime + `"/><Override PartName="/docProps/custom.xml" ContentType="application/x"/></Types>`
	parts := map[string]string{
		typesPart: types, f.main: main,
		"_rels/.rels": relsHead + `<Relationship Id="rId1" Type="` + relType + `officeDocument" Target="` + f.main + `"/><Relationship Id="rId2" Type="x/custom-properties" Target="docProps/custom.xml"/>` +
			`<Relationship Id="rId3" Type="x/core-properties" Target="docProps/core.xml"/></Relationships>`,
		"docProps/core.xml":       `<cp:coreProperties><dc:creator>` + canary + `</dc:creator><cp:lastModifiedBy>` + canary + `</cp:lastModifiedBy></cp:coreProperties>`,
		"docProps/app.xml":        `<Properties><Company>` + canary + `</Company></Properties>`,
		"docProps/custom.xml":     `<Properties>` + canary + `</Properties>`,
		"docProps/thumbnail.jpeg": canary,
		"customXml/item1.xml":     `<x>` + canary + `</x>`,
	}
	maps.Copy(parts, more)
	maps.DeleteFunc(parts, func(_, v string) bool { return v == "" })
	return zipped(parts)
}

const wordNS = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`

func docx(body string, more map[string]string) []byte {
	return bookOf("docx", wordNS+body+`</w:body></w:document>`, more)
}

func xlsx(sheets string, more map[string]string) []byte {
	return bookOf("xlsx", `<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>`+sheets+`</sheets></workbook>`, more)
}

func pptx(more map[string]string) []byte { return bookOf("pptx", `<p:presentation/>`, more) }

// pdfOf writes a PDF of objects, numbered from 1, the first of them its root.
func pdfOf(trailer string, objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	for i, o := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, trailer, start)
	return b.Bytes()
}

const (
	pdfRoot  = "<</Type /Catalog /Pages 2 0 R /Metadata 5 0 R %s>>"
	pdfPages = "<</Type /Pages /Kids [3 0 R] /Count 1>>"
	pdfPage  = "<</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /PieceInfo <</X (" + canary + ")>> %s>>"
)

// onePage is a PDF with properties; root and page are added to these objects.
func onePage(root, page string, more ...string) []byte {
	text := "BT /F1 12 Tf (Budget 2026) Tj ET"
	xmp := "<x:xmpmeta>" + canary + "</x:xmpmeta>"
	return pdfOf("/Info 6 0 R", append([]string{
		fmt.Sprintf(pdfRoot, root), pdfPages, fmt.Sprintf(pdfPage, page),
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(text), text),
		fmt.Sprintf("<</Type /Metadata /Subtype /XML /Length %d>>\nstream\n%s\nendstream", len(xmp), xmp),
		"<</Author (" + canary + ") /Creator (" + canary + ")>>",
	}, more...)...)
}

// packedPDF is a PDF whose objects lie in a stream of objects, as many programs
// write them.
func packedPDF(predictor bool) []byte {
	objects := []string{fmt.Sprintf(pdfRoot, ""), pdfPages, fmt.Sprintf(pdfPage, ""), "<</Author (" + canary + ")>>"}
	numbers := []int{1, 2, 3, 6}
	var list, body string
	for i, o := range objects {
		list += fmt.Sprintf("%d %d ", numbers[i], len(body))
		body += o + " "
	}
	deflate := func(s []byte) string {
		var z bytes.Buffer
		d := zlib.NewWriter(&z)
		_, _ = d.Write(s)
		_ = d.Close()
		return z.String()
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	at := map[int]int{}
	stream := func(num int, dict, data string) {
		at[num] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n<<%s /Length %d>>\nstream\n%s\nendstream\nendobj\n", num, dict, len(data), data)
	}
	stream(4, "", "BT (Budget 2026) Tj ET")
	stream(5, "/Type /Metadata", canary)
	stream(7, fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", len(objects), len(list)), deflate([]byte(list+body)))
	var rows []byte
	prev := make([]byte, 4)
	for num := range 9 {
		row := []byte{0, 0, 0, 0}
		switch {
		case slices.Contains(numbers, num):
			row = []byte{2, 0, 7, byte(slices.Index(numbers, num))}
		case at[num] > 0 || num == 8:
			off := at[num]
			if num == 8 {
				off = b.Len()
			}
			row = []byte{1, byte(off >> 8), byte(off), 0}
		}
		if predictor {
			rows = append(rows, 2)
			for i := range row {
				rows = append(rows, row[i]-prev[i])
			}
			prev = row
		} else {
			rows = append(rows, row...)
		}
	}
	parms := ""
	if predictor {
		parms = "/DecodeParms <</Predictor 12 /Columns 4>>"
	}
	start := b.Len()
	stream(8, "/Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R /Info 6 0 R /Filter /FlateDecode "+parms, deflate(rows))
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

// take cleans an upload in a folder of its own.
func take(t testing.TB, name string, data []byte) (*Service, *Taken, error) {
	t.Helper()
	s := New(nil, Folder(t.TempDir()))
	x, err := s.Take(t.Context(), Upload{Name: name, Size: int64(len(data)), Data: bytes.NewReader(data)})
	return s, x, err
}

// bytesOf reads every blob of a file, unpacked as far as it is an archive.
func bytesOf(t testing.TB, s *Service, f Facts) string {
	t.Helper()
	var all strings.Builder
	for _, d := range f.Digests() {
		in := must(s.Open(d))
		var b bytes.Buffer
		_ = must(b.ReadFrom(in))
		in.Close()
		all.Write(b.Bytes())
		if z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len())); err == nil {
			for _, e := range z.File {
				r := must(e.Open())
				_ = must(all.WriteString(e.Name))
				var part bytes.Buffer
				_ = must(part.ReadFrom(r))
				all.Write(part.Bytes())
			}
		}
	}
	return all.String()
}

// memory keeps blobs in memory, for tests that make thousands.
type memory map[string][]byte

func (m memory) Put(write func(io.Writer) error) (string, int64, error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return "", 0, err
	}
	h := sha256.Sum256(b.Bytes())
	digest := hex.EncodeToString(h[:])
	m[digest] = b.Bytes()
	return digest, int64(b.Len()), nil
}

func (m memory) Open(digest string) (io.ReadSeekCloser, error) {
	b, ok := m[digest]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return struct {
		io.ReadSeeker
		io.Closer
	}{bytes.NewReader(b), io.NopCloser(nil)}, nil
}

func (m memory) Stat(digest string) (int64, time.Time, error) {
	return int64(len(m[digest])), time.Time{}, nil
}
func (m memory) Remove(string) error                             { return nil }
func (m memory) Walk(func(string, int64, time.Time) error) error { return nil }
