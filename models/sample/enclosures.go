package sample

import (
	"bytes"
	"context"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"regexp"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"gongkai/models/content"
	"gongkai/models/files"
	"gongkai/models/identity"
	"gongkai/models/markup"
)

// tabled are the documents whose table can also be downloaded, by key, with the
// name of the files.
var tabled = map[string]string{
	"three2026": "2026年“三公”经费预算汇总表", "budget2025": "2025年区级一般公共预算安排表", "final2025": "2025年区级决算情况表",
}

// A meter is a picture made of shares, for a document without a table.
type meter struct {
	name, alt, caption string
	shares             []float64 // percent
}

var meters = map[string]meter{
	"income2026": {"前十个月收入完成情况.png", "两条横条：上面一条表示完成年初预算的85.7%，下面一条表示税收收入占比63.1%。", "上：完成年初预算的比例；下：税收收入占比。（示例）", []float64{85.7, 63.1}},
}

// enclose adds the files of a document to its draft, through the verbs that
// people use.
func (b *bureau) enclose(ctx context.Context, id uint64, d *Doc, author identity.Actor) error {
	ups := original(d)
	if name := tabled[d.Key]; name != "" {
		rows := tableOf(d.Body)
		book, err := bookOf(rows)
		if err != nil {
			return err
		}
		ups = append(ups, upload(name+".pdf", pageOf(name, rows), ""), upload(name+".xlsx", book, ""))
	}
	m, drawn := meters[d.Key]
	if drawn {
		data, err := m.draw()
		if err != nil {
			return err
		}
		ups = append(ups, upload(m.name, data, m.alt))
	}
	if len(ups) == 0 {
		return nil
	}
	added, version, err := b.Content.Attach(ctx, id, b.version(ctx, id), ups, author)
	if err != nil || !drawn {
		return err
	}
	figure := fmt.Sprintf(`<figure><img src="/files/%s/%s" alt="%s"><figcaption>%s</figcaption></figure>`, added[0].Key, added[0].Name, m.alt, m.caption)
	return b.Content.Edit(ctx, id, version, content.Form{Column: d.Column, Title: d.Title, Body: d.Body + figure, Source: d.Source}, author)
}

// examined lists the keys of a document's files.
func (b *bureau) examined(ctx context.Context, id uint64, by identity.Actor) (keys []string) {
	v, err := b.Content.Open(ctx, id, by)
	if err != nil {
		return nil // the decision itself says why
	}
	for _, a := range v.Revision.Attachments {
		keys = append(keys, a.Key)
	}
	return keys
}

func upload(name string, data []byte, alt string) content.Upload {
	return content.Upload{Upload: files.Upload{Name: name, Size: int64(len(data)), Data: bytes.NewReader(data)}, Alt: alt}
}

var (
	rowForm  = regexp.MustCompile(`(?s)<tr[^>]*>(.*?)</tr>`)
	cellForm = regexp.MustCompile(`(?s)<t[hd][^>]*>(.*?)</t[hd]>`)
)

// tableOf reads the rows of a body's tables.
func tableOf(body string) (rows [][]string) {
	for _, r := range rowForm.FindAllStringSubmatch(body, -1) {
		var row []string
		for _, c := range cellForm.FindAllStringSubmatch(r[1], -1) {
			row = append(row, strings.TrimSpace(html.UnescapeString(markup.Text(markup.HTML(c[1])))))
		}
		rows = append(rows, row)
	}
	return rows
}

// bookOf is a workbook of rows.
func bookOf(rows [][]string) ([]byte, error) {
	f := excelize.NewFile()
	for y, row := range rows {
		for x, v := range row {
			cell, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return nil, err
			}
			if err := f.SetCellStr("Sheet1", cell, v); err != nil {
				return nil, err
			}
		}
	}
	if err := f.SetColWidth("Sheet1", "A", "F", 24); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// pageOf is a PDF of one page with a title and rows. It names a font that every
// reader of Chinese has and embeds none.
func pageOf(title string, rows [][]string) []byte {
	var text strings.Builder
	line := func(size, x, y int, s string) {
		fmt.Fprintf(&text, "BT /F1 %d Tf %d %d Td <%s> Tj ET\n", size, x, y, ucs2(s))
	}
	line(18, 60, 770, title)
	for i, row := range rows {
		for j, cell := range row {
			line(12, 60+j*200, 730-i*26, cell)
		}
		fmt.Fprintf(&text, "0.8 w 60 %d m 535 %d l S\n", 722-i*26, 722-i*26)
	}
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, o := range []string{
		"<</Type /Catalog /Pages 2 0 R /Lang (zh-CN)>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>",
		"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", text.Len(), text.String()),
		"<</Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R]>>",
		"<</Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>> /FontDescriptor 7 0 R /DW 1000 /W [1 95 500]>>",
		"<</Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// ucs2 writes a text as hexadecimal UTF-16, as the font's encoding reads it.
func ucs2(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}

// draw paints the shares as bars with their numbers.
func (m meter) draw() ([]byte, error) {
	const width, bar, gap = 1200, 96, 48
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 52, DPI: 72})
	if err != nil {
		return nil, err
	}
	img := image.NewRGBA(image.Rect(0, 0, width, gap+len(m.shares)*(bar+gap)))
	paint := func(r image.Rectangle, c color.Color) {
		draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
	}
	paint(img.Bounds(), color.White)
	for i, share := range m.shares {
		y := gap + i*(bar+gap)
		paint(image.Rect(40, y, width-240, y+bar), color.RGBA{0xe9, 0xed, 0xf3, 0xff})
		paint(image.Rect(40, y, 40+int(share/100*(width-280)), y+bar), color.RGBA{0x0b, 0x4f, 0x9e, 0xff})
		label := font.Drawer{Dst: img, Src: image.NewUniform(color.RGBA{0x1a, 0x22, 0x30, 0xff}), Face: face, Dot: fixed.P(width-210, y+bar/2+18)}
		label.DrawString(fmt.Sprintf("%.1f%%", share))
	}
	var b bytes.Buffer
	err = png.Encode(&b, img)
	return b.Bytes(), err
}
