package docx

import (
	"archive/zip"
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"gongkai/models/fault"
	"gongkai/models/markup"
)

const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
	`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

const stylesPart = `<w:styles ` + ns + `><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="mine"><w:name w:val="我的标题"/><w:basedOn w:val="2"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="mid"><w:name w:val="居中"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style></w:styles>`

const numberingPart = `<w:numbering ` + ns + `><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>` +
	`<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>` +
	`<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`

const linksPart = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://www.gov.cn/" TargetMode="External"/></Relationships>`

// file packs a document with body as its text.
func file(t testing.TB, body string) []byte {
	t.Helper()
	return pack(t, map[string]string{"word/document.xml": `<?xml version="1.0" encoding="UTF-8"?><w:document ` + ns + `><w:body>` + body + `<w:sectPr/></w:body></w:document>`,
		"word/styles.xml": stylesPart, "word/numbering.xml": numberingPart, "word/_rels/document.xml.rels": linksPart, "[Content_Types].xml": "<Types/>"})
}

func pack(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func p(props, text string) string {
	return "<w:p><w:pPr>" + props + "</w:pPr><w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>"
}

func numbered(list, level, text string) string {
	return p(`<w:numPr><w:ilvl w:val="`+level+`"/><w:numId w:val="`+list+`"/></w:numPr>`, text)
}

func tc(props, text string) string {
	return "<w:tc><w:tcPr>" + props + "</w:tcPr>" + p("", text) + "</w:tc>"
}

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, in, title, want string }{
		{"paragraphs", p("", "甲") + p("", "") + p(`<w:jc w:val="center"/>`, "乙") + p(`<w:pStyle w:val="mid"/>`, "丙"), "", `<p>甲</p>` + "\n" + `<p class="ta-c">乙</p>` + "\n" + `<p class="ta-c">丙</p>`},
		{"title and headings", p(`<w:pStyle w:val="T"/>`, "关于 甲") + p(`<w:pStyle w:val="1"/>`, "一") + p(`<w:pStyle w:val="mine"/>`, "二") + p(`<w:outlineLvl w:val="2"/>`, "三"), "关于 甲", "<h2>一</h2>\n<h3>二</h3>\n<h4>三</h4>"},
		{"runs", `<w:p><w:r><w:rPr><w:b/><w:u w:val="single"/></w:rPr><w:t>粗</w:t></w:r><w:r><w:rPr><w:b w:val="0"/><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:t>a&lt;b</w:t><w:br/><w:t>下</w:t><w:br w:type="page"/></w:r></w:p>`, "",
			"<p><strong><u>粗</u></strong><sup>2</sup>a&lt;b<br>下</p>"},
		{"links", `<w:p><w:hyperlink r:id="r1"><w:r><w:t>国务院</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="x"><w:r><w:t>本文</w:t></w:r></w:hyperlink></w:p>`, "", `<p><a href="https://www.gov.cn/" rel="external noopener">国务院</a>本文</p>`},
		{"lists", numbered("1", "0", "甲") + numbered("1", "1", "子") + numbered("1", "0", "乙") + p("", "后"), "", "<ol>\n<li>甲<ul>\n<li>子</li>\n</ul>\n</li>\n<li>乙</li>\n</ol>\n<p>后</p>"},
		{"numbers that are words", numbered("2", "0", "资金安排") + numbered("2", "1", "对象") + numbered("2", "1", "标准") + numbered("2", "0", "发放") + numbered("2", "1", "时间"), "",
			"<p>一、资金安排</p>\n<p>（一）对象</p>\n<p>（二）标准</p>\n<p>二、发放</p>\n<p>（一）时间</p>"},
		{"numbered heading", p(`<w:pStyle w:val="1"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>`, "总则"), "", "<h2>一、总则</h2>"},
		{"table", `<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>` + tc("", "项目") + tc(`<w:gridSpan w:val="2"/>`, "金额") + `</w:tr><w:tr>` + tc(`<w:vMerge w:val="restart"/>`, "甲") + tc("", "1") + tc("", "2") +
			`</w:tr><w:tr>` + tc(`<w:vMerge/>`, "") + tc("", "3") + tc("", "4") + `</w:tr></w:tbl>`, "",
			"<table>\n<thead>\n<tr><th scope=\"col\">项目</th><th colspan=\"2\" scope=\"colgroup\">金额</th></tr>\n</thead>\n<tbody>\n<tr><td rowspan=\"2\">甲</td><td>1</td><td>2</td></tr>\n<tr><td>3</td><td>4</td></tr>\n</tbody>\n</table>"},
		{"tracked changes", `<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t>文</w:t></w:r></w:p>`, "", "<p>新文</p>"},
		{"hidden", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:t>文</w:t></w:r></w:p>`, "", "<p>文</p>"},
		{"content controls", `<w:sdt><w:sdtContent>` + p("", "甲") + `</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent><w:r><w:t>乙</w:t></w:r></w:sdtContent></w:sdt></w:p>`, "", "<p>甲</p>\n<p>乙</p>"},
		{"text box", `<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>` + p("", "框") + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + p("", "框") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent><w:t>文</w:t></w:r></w:p>`, "", "<p>文</p>\n<p>框</p>"},
	} {
		r, err := Read(file(t, c.in))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := string(markup.Clean(r.HTML)); got != c.want || r.Title != c.title {
			t.Errorf("%s: title %q\n got %q\nwant %q", c.name, r.Title, got, c.want)
		}
	}
}

// What is left out is counted, so that the writer can be told.
func TestCounts(t *testing.T) {
	r, err := Read(file(t, `<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>文</w:t><w:footnoteReference w:id="1"/><w:drawing><a:blip/></w:drawing></w:r><w:ins><w:r><w:t>新</w:t></w:r></w:ins></w:p>`+
		`<w:tbl><w:tr><w:tc><w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p></w:tc></w:tr></w:tbl>`))
	if err != nil || r.Pictures != 2 || r.Comments != 1 || r.Notes != 1 || r.Changes != 1 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestRefusals(t *testing.T) {
	good := file(t, p("", "甲"))
	for name, in := range map[string][]byte{
		"nothing": nil, "text": []byte("不是文档"), "cut off": good[:len(good)/2], "old": append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...),
		"no text": pack(t, map[string]string{"xl/workbook.xml": "<x/>"}), "no end": pack(t, map[string]string{"word/document.xml": `<w:document ` + ns + `><w:body><w:p>`}),
		"broken styles": pack(t, map[string]string{"word/document.xml": "<d><body></body></d>", "word/styles.xml": "<x"}),
		"too deep":      file(t, strings.Repeat("<w:tbl><w:tr><w:tc>", 200)+strings.Repeat("</w:tc></w:tr></w:tbl>", 200)),
		"too many rows": file(t, "<w:tbl>"+strings.Repeat("<w:tr/>", maxRows+1)+"</w:tbl>"),
	} {
		if _, err := Read(in); fault.KindOf(err) != fault.Invalid || !strings.HasSuffix(fault.MessageOf(err), "。") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A bomb is refused at once, at the cost of what the limits allow.
func TestBomb(t *testing.T) {
	bomb := pack(t, map[string]string{"word/document.xml": "<w:document " + ns + "><w:body>" + strings.Repeat(" ", 64<<20)})
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	_, err := Read(bomb)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	if fault.KindOf(err) != fault.Invalid || took > time.Second {
		t.Errorf("%v after %v", err, took)
	}
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 64<<20 {
		t.Errorf("%d MB for a bomb of %d KB", grown>>20, len(bomb)>>10)
	}
}

// A long document of tables is read in a moment.
func TestLong(t *testing.T) {
	var b strings.Builder
	for i := range 8 {
		b.WriteString("<w:tbl>")
		for j := range 500 {
			b.WriteString("<w:tr>" + tc("", fmt.Sprint(i)) + tc("", fmt.Sprint(j)) + tc("", "金额") + "</w:tr>")
		}
		b.WriteString("</w:tbl>" + p("", "之间的段落"))
	}
	in := file(t, b.String())
	start := time.Now()
	r, err := Read(in)
	if err != nil || strings.Count(r.HTML, "<tr>") != 4000 || time.Since(start) > 2*time.Second {
		t.Errorf("%v after %v", err, time.Since(start))
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("<w:p/>"))
	f.Add([]byte(p("", "甲") + numbered("1", "0", "乙") + numbered("2", "1", "丙")))
	f.Add([]byte("<w:tbl><w:tr>" + tc(`<w:vMerge/><w:gridSpan w:val="3"/>`, "甲") + "</w:tr></w:tbl>"))
	f.Add([]byte(`<w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>` + p("", "框") + `</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := Read(file(t, string(body)))
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if h := markup.Clean(r.HTML); markup.Clean(string(h)) != h {
			t.Fatalf("not clean after cleaning: %q", h)
		}
	})
}
