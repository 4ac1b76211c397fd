package docx

import (
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"gongkai/models/paper"
)

// Fonts of official documents. They are named, not embedded: an office has them,
// and a program that does not takes the one named for it in the font table.
const (
	titleFont   = "方正小标宋简体"
	textFont    = "仿宋_GB2312"
	headingFont = "黑体"
	secondFont  = "楷体_GB2312"
	tableFont   = "宋体"
)

// others are the fonts to take where one is not there.
var others = [][2]string{{titleFont, "宋体"}, {textFont, "仿宋"}, {headingFont, "SimHei"}, {secondFont, "楷体"}, {tableFont, "SimSun"}}

// Paper writes a document in the form of official documents: A4 with the margins of
// GB/T 9704, its fonts and sizes, the page number in the foot. Its styles are the
// program's own headings, so that a reader can walk through them. The same document
// gives the same bytes, and Read reads it.
func Paper(d *paper.Document) ([]byte, error) {
	return zipped([]part{
		{"[Content_Types].xml", paperTypes}, {"_rels/.rels", paperRels}, {"word/_rels/document.xml.rels", documentRels},
		{"docProps/core.xml", coreOf(d)}, {"word/document.xml", paperBody(d)}, {"word/styles.xml", paperStyles()},
		{"word/fontTable.xml", fontTable()}, {"word/settings.xml", paperSettings},
		{"word/footer1.xml", footer("right")}, {"word/footer2.xml", footer("left")},
	})
}

const (
	wordNS   = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	officeNS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml."

	paperTypes = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + wordType + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + wordType + `styles+xml"/>` +
		`<Override PartName="/word/fontTable.xml" ContentType="` + wordType + `fontTable+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="` + wordType + `settings+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="` + wordType + `footer+xml"/>` +
		`<Override PartName="/word/footer2.xml" ContentType="` + wordType + `footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	paperRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + officeNS + `/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentRels = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + officeNS + `/styles" Target="styles.xml"/>` +
		`<Relationship Id="rId2" Type="` + officeNS + `/fontTable" Target="fontTable.xml"/>` +
		`<Relationship Id="rId3" Type="` + officeNS + `/settings" Target="settings.xml"/>` +
		`<Relationship Id="rId4" Type="` + officeNS + `/footer" Target="footer1.xml"/>` +
		`<Relationship Id="rId5" Type="` + officeNS + `/footer" Target="footer2.xml"/></Relationships>`

	// The page number stands on the outer side (GB/T 9704, 7.5).
	paperSettings = `<w:settings ` + wordNS + `><w:defaultTabStop w:val="640"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>` +
		`<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/></w:settings>`
)

// twips are twentieths of a point.
func twips(mm float64) int { return int(math.Round(mm / 25.4 * 1440)) }

// halves are half points, the unit of letter sizes.
func halves(points float64) string { return strconv.Itoa(int(math.Round(points * 2))) }

func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder does not fail
	return b.String()
}

func coreOf(d *paper.Document) string {
	stamp := func(name string, t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return `<dcterms:` + name + ` xsi:type="dcterms:W3CDTF">` + t.UTC().Format("2006-01-02T15:04:05Z") + `</dcterms:` + name + `>`
	}
	return `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>` + escaped(d.Title) + `</dc:title><dc:creator>` +
		escaped(d.Author) + `</dc:creator><dc:language>zh-CN</dc:language>` + stamp("created", d.Created) + stamp("modified", d.Modified) + `</cp:coreProperties>`
}

func fontTable() string {
	var b strings.Builder
	b.WriteString(`<w:fonts ` + wordNS + `>`)
	for _, f := range others {
		b.WriteString(`<w:font w:name="` + f[0] + `"><w:altName w:val="` + f[1] + `"/><w:charset w:val="86"/></w:font>`)
	}
	return b.String() + `</w:fonts>`
}

// footer is the page number between dashes, 宋体 14 pt.
func footer(side string) string {
	run := `<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>`
	return `<w:ftr ` + wordNS + `><w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="` + side + `"/></w:pPr><w:r>` + run + `<w:t xml:space="preserve">— </w:t></w:r>` +
		`<w:fldSimple w:instr=" PAGE "><w:r>` + run + `<w:t>1</w:t></w:r></w:fldSimple><w:r>` + run + `<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>`
}

// paperStyle is a paragraph style.
type paperStyle struct {
	id, name, font string
	size           float64
	outline        int  // level of a heading, 0 for none
	indent         bool // two characters, first line
	align          string
	line           float64 // points, 0 for what the letters need
	keep           bool    // with the next paragraph
}

func paperStyles() string {
	list := []paperStyle{
		{id: "Normal", name: "Normal", font: textFont, size: paper.TextSize, indent: true, align: "both", line: paper.LineSize},
		{id: "Title", name: "Title", font: titleFont, size: paper.TitleSize, align: "center", line: 36, keep: true},
		{id: "Subtitle", name: "Subtitle", font: secondFont, size: paper.TextSize, align: "center", line: paper.LineSize},
		{id: "Heading1", name: "heading 1", font: headingFont, size: paper.TextSize, indent: true, outline: 1, line: paper.LineSize, keep: true},
		{id: "Heading2", name: "heading 2", font: secondFont, size: paper.TextSize, indent: true, outline: 2, line: paper.LineSize, keep: true},
		{id: "Table", name: "Table Text", font: tableFont, size: paper.TableSize, align: "center"},
		{id: "TableKept", name: "Table Text Kept", font: tableFont, size: paper.TableSize, align: "center", keep: true},
		{id: "Footer", name: "footer", font: tableFont, size: 14},
	}
	var b strings.Builder
	b.WriteString(`<w:styles ` + wordNS + `><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="zh-CN" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>`)
	for _, s := range list {
		b.WriteString(s.xml())
	}
	return b.String() + `</w:styles>`
}

func (s paperStyle) xml() string {
	var b strings.Builder
	b.WriteString(`<w:style w:type="paragraph" w:styleId="` + s.id + `"`)
	if s.id == "Normal" {
		b.WriteString(` w:default="1"`)
	}
	b.WriteString(`><w:name w:val="` + s.name + `"/><w:qFormat/><w:pPr>`)
	if s.keep {
		b.WriteString(`<w:keepNext/>`)
	}
	if s.line > 0 {
		b.WriteString(`<w:spacing w:before="0" w:after="0" w:line="` + strconv.Itoa(int(math.Round(s.line*20))) + `" w:lineRule="exact"/>`)
	} else {
		b.WriteString(`<w:spacing w:before="0" w:after="0"/>`)
	}
	if s.indent {
		b.WriteString(`<w:ind w:firstLineChars="200" w:firstLine="640"/>`)
	}
	if s.align != "" {
		b.WriteString(`<w:jc w:val="` + s.align + `"/>`)
	}
	if s.outline > 0 {
		b.WriteString(`<w:outlineLvl w:val="` + strconv.Itoa(s.outline-1) + `"/>`)
	}
	b.WriteString(`</w:pPr><w:rPr><w:rFonts w:ascii="` + s.font + `" w:hAnsi="` + s.font + `" w:eastAsia="` + s.font + `"/><w:sz w:val="` + halves(s.size) + `"/><w:szCs w:val="` + halves(s.size) + `"/></w:rPr></w:style>`)
	return b.String()
}

func paperBody(d *paper.Document) string {
	var b strings.Builder
	b.WriteString(`<w:document ` + wordNS + ` xmlns:r="` + officeNS + `"><w:body>`)
	styled(&b, "Title", d.Title, false, "")
	if d.Subtitle != "" {
		styled(&b, "Subtitle", d.Subtitle, false, "")
	}
	for _, x := range d.Blocks {
		switch x.Kind {
		case paper.Heading:
			styled(&b, "Heading"+strconv.Itoa(min(max(x.Level, 1), 2)), x.Text, false, "")
		case paper.Tabular:
			paperTable(&b, x.Table)
			b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Table"/></w:pPr></w:p>`) // two tables that touch become one
		default:
			styled(&b, "Normal", x.Text, false, "")
		}
	}
	fmt.Fprintf(&b, `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/><w:pgSz w:w="%d" w:h="%d"/>`+
		`<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/></w:sectPr></w:body></w:document>`,
		twips(paper.Width), twips(paper.Height), twips(paper.Top), twips(paper.Right), twips(paper.Bottom), twips(paper.Left), twips(paper.Bottom-7-7))
	return b.String()
}

// styled is a paragraph in a style.
func styled(b *strings.Builder, style, text string, bold bool, align string) {
	b.WriteString(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>`)
	if align != "" {
		b.WriteString(`<w:jc w:val="` + align + `"/>`)
	}
	b.WriteString(`</w:pPr><w:r>`)
	if bold {
		b.WriteString(`<w:rPr><w:b/></w:rPr>`)
	}
	b.WriteString(`<w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r></w:p>`)
}
