// Package pdf writes documents as PDF files that everybody can read: A4, tagged
// (PDF/UA-1, ISO 14289-1) with a structure tree of headings, paragraphs and tables,
// in Chinese, with its own font inside, and with the text as text for who copies or
// searches. It follows PDF/A-2a (ISO 19005-2) so that an archive can keep the file.
//
// It needs nothing but this program: no browser, no font of the machine, no
// network. The same document gives the same bytes.
package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"

	"gongkai/models/calendar"
	"gongkai/models/paper"
)

// writer is a PDF in the making.
type writer struct {
	file
	font  *font
	cids  map[rune]int // numbers of the characters drawn, in the order of their first use
	runes []rune       // by that number; 0 is none
	pages []*page
	y     float64 // from the top of the page to where the next line begins
	root  *elem
	open  *elem   // whose marked content is open
	marks []entry // bookmarks
}

// page is the content of a page.
type page struct {
	ref   ref
	ops   bytes.Buffer
	marks []*elem // by the number of the mark
}

// entry is a bookmark.
type entry struct {
	text string
	page int
	y    float64
}

// Paper writes a document on A4.
func Paper(d *paper.Document) []byte {
	w := &writer{font: song(), cids: map[rune]int{}, runes: []rune{0}, root: &elem{kind: "Document"}}
	w.turn()
	w.document(d)
	return w.finish(d)
}

const (
	point  = 72 / 25.4 // of a millimetre
	width  = paper.Width * point
	height = paper.Height * point
	left   = paper.Left * point
	inner  = (paper.Width - paper.Left - paper.Right) * point
	top    = paper.Top * point
	bottom = height - paper.Bottom*point
)

// turn begins a page.
func (w *writer) turn() {
	again := w.open
	w.end()
	p := &page{}
	w.pages, w.y = append(w.pages, p), top
	p.ops.WriteString("/G cs 0 scn /G CS 0 SCN 0.5 w\n")
	n := strconv.Itoa(len(w.pages))
	label := "— " + n + " —"
	x := left + 14.0
	if len(w.pages)%2 == 1 {
		x = left + inner - w.em(label)*14 - 14
	}
	p.ops.WriteString("/Artifact << /Type /Pagination /Subtype /Footer >> BDC\n")
	w.text(x, bottom+7*point+14, 14, 0, false, []rune(label))
	p.ops.WriteString("EMC\n")
	if again != nil {
		w.begin(again)
	}
}

func (w *writer) page() *page { return w.pages[len(w.pages)-1] }

// room reports whether so many points fit on the page.
func (w *writer) room(points float64) bool { return w.y+points <= bottom+.01 }

// begin opens the marked content of an element, end closes it.
func (w *writer) begin(e *elem) {
	w.end()
	p := w.page()
	e.kids = append(e.kids, mark{len(w.pages) - 1, len(p.marks)})
	fmt.Fprintf(&p.ops, "/%s << /MCID %d >> BDC\n", e.kind, len(p.marks))
	p.marks, w.open = append(p.marks, e), e
}

func (w *writer) end() {
	if w.open != nil {
		w.page().ops.WriteString("EMC\n")
		w.open = nil
	}
}

// em is the width of a text in ems.
func (w *writer) em(s string) (sum float64) {
	for _, r := range s {
		sum += w.font.width(r)
	}
	return sum
}

// text draws characters from x on, on the line y points below the top of the page;
// apart is what stands between them besides. Strong ones are drawn with an outline:
// the font has one weight.
func (w *writer) text(x, y, size, apart float64, strong bool, s []rune) {
	ops := &w.page().ops
	fmt.Fprintf(ops, "BT /F %s Tf %s Tc ", num(size), num(apart))
	if strong {
		fmt.Fprintf(ops, "2 Tr %s w ", num(size/36))
	}
	fmt.Fprintf(ops, "%s %s Td <", num(x), num(height-y))
	for _, r := range s {
		fmt.Fprintf(ops, "%04X", w.cid(r))
	}
	ops.WriteString("> Tj")
	if strong {
		ops.WriteString(" 0 Tr 0.5 w")
	}
	ops.WriteString(" ET\n")
}

// cid is the number of a character in this file.
func (w *writer) cid(r rune) int {
	if n, ok := w.cids[r]; ok {
		return n
	}
	w.cids[r] = len(w.runes)
	w.runes = append(w.runes, r)
	return len(w.runes) - 1
}

// clean leaves out what is not drawn: marks of direction and width, and controls.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != '\u3000':
			return ' '
		case unicode.Is(unicode.Cf, r) || unicode.IsControl(r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
}

// embed adds the font with only the glyphs that are drawn.
func (w *writer) embed() ref {
	sub := &subset{font: w.font, used: map[uint16]bool{}}
	for _, r := range w.runes[1:] {
		id, _ := w.font.glyph(r)
		sub.used[id] = true
	}
	order, number := sub.close()
	data := sub.file(order, number)
	program := w.stream(fmt.Sprintf("/Length1 %d", len(data)), data)
	glyphs, widths := make([]byte, 2*len(w.runes)), make([]string, len(w.runes))
	widths[0] = strconv.Itoa(w.font.advance(0))
	for cid, r := range w.runes[1:] {
		id, _ := w.font.glyph(r)
		glyphs[2*cid+2], glyphs[2*cid+3] = byte(number[id]>>8), byte(number[id])
		widths[cid+1] = strconv.Itoa(w.font.advance(id))
	}
	const name = "GONGKA+NotoSerifSC-Regular"
	descriptor := w.add("<< /Type /FontDescriptor /FontName /" + name + " /Flags 4 /FontBBox [-997 -1049 2929 1809] /ItalicAngle 0 /Ascent 880 /Descent -120" +
		" /CapHeight 733 /StemV 80 /FontFile2 " + program.String() + " >>")
	cid := w.add(fmt.Sprintf("<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor %s"+
		" /CIDToGIDMap %s /DW 1000 /W [0 [%s]] >>", name, descriptor, w.stream("", glyphs), strings.Join(widths, " ")))
	return w.add(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%s] /ToUnicode %s >>", name, cid, w.stream("", w.unicode())))
}

// unicode says which characters the numbers in the content stand for.
func (w *writer) unicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	const most = 100 // in one block
	for from := 1; from < len(w.runes); from += most {
		part := w.runes[from:min(from+most, len(w.runes))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for i, r := range part {
			fmt.Fprintf(&b, "<%04X> <", from+i)
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// finish writes what the pages lean on and returns the file.
func (w *writer) finish(d *paper.Document) []byte {
	w.end()
	all := w.reserve()
	font := w.embed()
	for _, p := range w.pages {
		p.ref = w.reserve()
	}
	var kids []string
	for i, p := range w.pages {
		content := w.stream("", p.ops.Bytes())
		w.set(p.ref, fmt.Sprintf("<< /Type /Page /Parent %s /MediaBox [0 0 %s %s] /Contents %s /StructParents %d /Tabs /S /Resources << /Font << /F %s >>"+
			" /ColorSpace << /G [/CalGray << /WhitePoint [0.9505 1 1.089] /Gamma 2.2 >>] >> >> >>", all, num(width), num(height), content, i, font))
		kids = append(kids, p.ref.String())
	}
	w.set(all, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " ")))
	meta := w.raw("/Type /Metadata /Subtype /XML", []byte(xmp(d)))
	root := w.add(fmt.Sprintf("<< /Type /Catalog /Pages %s /Lang (zh-CN) /MarkInfo << /Marked true >> /StructTreeRoot %s /Metadata %s"+
		" /ViewerPreferences << /DisplayDocTitle true >> /Outlines %s >>", all, w.tree(), meta, w.outlines()))
	info := "<< /Title " + text(d.Title) + " /Author " + text(d.Author) + " /Creator " + text(producer) + " /Producer " + text(producer)
	info += infoDate("CreationDate", d.Created) + infoDate("ModDate", d.Modified)
	return w.bytes(root, w.add(info+" >>"))
}

// producer names the program in the file.
const producer = "Gongkai"

func infoDate(name string, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " /" + name + " (D:" + t.In(calendar.Shanghai).Format("20060102150405") + "+08'00')"
}

// outlines are the bookmarks: the title and the headings of the sections.
func (w *writer) outlines() ref {
	top := w.reserve()
	refs := make([]ref, len(w.marks))
	for i := range refs {
		refs[i] = w.reserve()
	}
	for i, m := range w.marks {
		body := fmt.Sprintf("<< /Title %s /Parent %s /Dest [%s /XYZ 0 %s 0]", text(m.text), top, w.pages[m.page].ref, num(height-m.y))
		if i > 0 {
			body += " /Prev " + refs[i-1].String()
		}
		if i+1 < len(refs) {
			body += " /Next " + refs[i+1].String()
		}
		w.set(refs[i], body+" >>")
	}
	body := fmt.Sprintf("<< /Type /Outlines /Count %d", len(refs))
	if len(refs) > 0 {
		body += fmt.Sprintf(" /First %s /Last %s", refs[0], refs[len(refs)-1])
	}
	w.set(top, body+" >>")
	return top
}
