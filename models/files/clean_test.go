package files

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"gongkai/models/fault"
)

// What is taken in no longer holds what its maker or his programs wrote beside
// the content, and still holds the content.
func TestCleaned(t *testing.T) {
	word := `<w:p><w:r><w:t>预算说明</w:t></w:r></w:p>`
	template := relsHead + `<Relationship Id="rId1" Type="` + relType + `attachedTemplate" Target="file:///C:\Users\` + canary + `\a.dotm" TargetMode="External"/>` +
		`<Relationship Id="rId2" Type="` + relType + `hyperlink" Target="https://www.gov.cn/" TargetMode="External"/></Relationships>`
	for name, c := range map[string]struct {
		data []byte
		keep string
	}{
		"a.jpg": {camera(64, 48, 1), "\xff\xd8"}, "b.png": {program(), "\x89PNG"},
		"c.pdf": {onePage("", ""), "Budget 2026"}, "d.pdf": {packedPDF(false), "Budget 2026"}, "e.pdf": {packedPDF(true), "Budget 2026"},
		"scan.pdf":    {onePage("", "/Resources <</XObject <</I 7 0 R>>>>", fmt.Sprintf("<</Subtype /Image /Filter /DCTDecode /Length %d>>\nstream\n%s\nendstream", len(camera(8, 8, 1)), camera(8, 8, 1))), "Budget 2026"},
		"revised.pdf": {revisedPDF(), "Budget 2027"},
		"stamp.pdf":   {onePage("", "/Annots [<</Type /Annot /Subtype /Stamp /Rect [0 0 1 1] /T ("+canary+")>>]"), "Budget 2026"},
		"f.docx":      {docx(word, nil), "预算说明"},
		"g.docx": {docx(word, map[string]string{"word/_rels/document.xml.rels": template, "word/settings.xml": `<w:settings><w:attachedTemplate r:id="rId1"/><w:docVars><w:docVar w:name="x" w:val="` + canary + `"/></w:docVars><w:zoom/></w:settings>`,
			"word/media/image1.jpeg": string(camera(8, 8, 1)), "word/media/image2.png": string(program()), "word/people.xml": "<w:people>" + canary + "</w:people>",
			"word/comments.xml": "<w:comments/>", "word/printerSettings/p.bin": canary, "word/styles.xml": `<w:styles><!-- ` + canary + ` --><?mso ` + canary + `?><w:style/></w:styles>`}), "https://www.gov.cn/"},
		"shape.docx": {docx(word+`<w:drawing><a:path><a:moveTo><a:pt x="0" y="0"/></a:moveTo></a:path></w:drawing>`, map[string]string{"word/intelligence2.xml": canary}), "a:moveTo"},
		"h.xlsx": {xlsx(`<sheet name="表一" sheetId="1"/><x15ac:absPath url="C:\Users\`+canary+`\"/>`, map[string]string{"xl/worksheets/sheet1.xml": `<worksheet><pageSetup r:id="rId9" orientation="portrait"/><hyperlink location="C:\Users\` + canary + `"/></worksheet>`,
			"xl/printerSettings/printerSettings1.bin": canary, "xl/persons/person.xml": canary}), "表一"},
		"i.pptx": {pptx(map[string]string{"ppt/slides/slide1.xml": `<p:sld><a:t>要点</a:t></p:sld>`, "ppt/notesSlides/notesSlide1.xml": canary, "ppt/commentAuthors.xml": canary, "ppt/changesInfos/c.xml": canary}), "要点"},
		"j.txt":  {[]byte("\xef\xbb\xbf名单"), "名单"}, "k.csv": {[]byte("\xc3\xfb\xb3\xc6,\xbd\xf0\xb6\xee\r\n"), "名称,金额"},
	} {
		t.Run(name, func(t *testing.T) {
			s, x, err := take(t, name, c.data)
			if err != nil {
				t.Fatal(err)
			}
			got := bytesOf(t, s, x.Facts)
			if strings.Contains(got, canary) {
				t.Errorf("it still says who made it: %q", got[max(0, strings.Index(got, canary)-80):strings.Index(got, canary)])
			}
			if !strings.Contains(got, c.keep) {
				t.Errorf("its content is gone:\n%.2000s", got)
			}
			if !s.Whole(x.Facts) || x.Size == 0 {
				t.Error("what was stored is not whole")
			}
			again, err := s.Take(t.Context(), Upload{Name: name, Size: x.Size, Data: blob(t, s, x.Digest)})
			if err != nil || again.Digest != x.Digest && x.Type != "jpg" {
				t.Errorf("cleaned twice: %v", err)
			}
		})
	}
}

// revisedPDF has an earlier revision, which nobody sees, before the present one.
func revisedPDF() []byte {
	b := onePage("", "")
	start := bytes.LastIndex(b, []byte("xref\n0"))
	text := "BT (Budget 2027) Tj ET"
	at := len(b)
	b = fmt.Appendf(b, "4 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n", len(text), text)
	table := len(b)
	return fmt.Appendf(b, "xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 7 /Root 1 0 R /Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at, start, table)
}

// The earlier text of a PDF is not in what is served.
func TestEarlierRevisionsStayOut(t *testing.T) {
	s, x, err := take(t, "a.pdf", revisedPDF())
	if err != nil {
		t.Fatal(err)
	}
	if got := bytesOf(t, s, x.Facts); strings.Contains(got, "Budget 2026") {
		t.Error("the earlier revision can be read")
	}
}

// Hostile files are refused at once, cheaply, and with a reason.
func TestHostile(t *testing.T) {
	zeros := strings.Repeat("\x00", 30<<20)
	many := map[string]string{}
	for i := range 5000 {
		many[fmt.Sprintf("word/media/%d.png", i)] = "x"
	}
	action := func(a string) []byte { return onePage("/OpenAction <<"+a+">>", "") }
	for name, c := range map[string]struct {
		file, why string
		data      []byte
	}{
		"bomb":                {"a.docx", "压缩炸弹", docx("", map[string]string{"word/media/a.png": zeros})},
		"many entries":        {"a.docx", "压缩炸弹", docx("", many)},
		"nested":              {"a.docx", "嵌有", docx("", map[string]string{"word/media/a.zip": "PK\x03\x04"})},
		"traversal":           {"a.docx", "损坏", docx("", map[string]string{"../../etc/passwd": "x"})},
		"absolute":            {"a.docx", "损坏", docx("", map[string]string{"/etc/passwd": "x"})},
		"backslash":           {"a.docx", "损坏", docx("", map[string]string{`word\..\..\x`: "x"})},
		"twice":               {"a.docx", "损坏", docx("", map[string]string{"word/Document.xml": "x"})},
		"60,000 squared":      {"a.png", "太大", vast(60000, 60000)},
		"cost of decoding":    {"a.png", "太大", vast(29999, 2000)},
		"cut picture":         {"a.png", "损坏", pngOf(checked(50, 50))[:100]},
		"svg":                 {"a.svg", "SVG", []byte("<svg onload=alert(1)>")},
		"svg as png":          {"a.png", "不符", []byte("<svg onload=alert(1)>")},
		"html as pdf":         {"a.pdf", "不符", []byte("<html>")},
		"exe as txt":          {"a.txt", "不符", []byte("MZ\x90\x00")},
		"binary text":         {"a.txt", "纯文本", []byte("abc\x00def")},
		"zip behind pdf":      {"a.pdf", "结尾之后", append(onePage("", ""), zipped(map[string]string{"a": "b"})...)},
		"moving picture":      {"a.gif", "会动", moving()},
		"zip":                 {"a.zip", "压缩包", zipped(map[string]string{"a": "b"})},
		"old word":            {"a.doc", "docx", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
		"password":            {"a.docx", "密码", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")},
		"unknown":             {"a.xyz", "不接收", []byte("x")},
		"no extension":        {"passwd", "不接收", []byte("x")},
		"empty":               {"a.pdf", "空的", nil},
		"word as excel":       {"a.xlsx", "不符", docx("", nil)},
		"corrupt":             {"a.docx", "损坏", append([]byte("PK\x03\x04"), make([]byte, 500)...)},
		"corrupt xml":         {"a.docx", "损坏", docx("<w:p>", nil)},
		"cut archive":         {"a.docx", "损坏", docx("", nil)[:300]},
		"doctype":             {"a.docx", "文档类型", bookOf("docx", `<!DOCTYPE x [<!ENTITY a "b">]><w:document/>`, nil)},
		"utf-16":              {"a.docx", "损坏", bookOf("docx", "<\x00w\x00:\x00d\x00/\x00>\x00", nil)},
		"tracked":             {"a.docx", "修订", docx(`<w:p><w:ins w:author="`+canary+`"><w:r/></w:ins></w:p>`, nil)},
		"tracked, header":     {"a.docx", "修订", docx("", map[string]string{"word/header1.xml": `<w:hdr><w:del/></w:hdr>`})},
		"comments":            {"a.docx", "批注", docx("", map[string]string{"word/comments.xml": `<w:comments><w:comment/></w:comments>`})},
		"hidden text":         {"a.docx", "隐藏的文字", docx(`<w:r><w:rPr><w:vanish/></w:rPr></w:r>`, nil)},
		"macro":               {"a.docx", "宏", docx("", map[string]string{"word/vbaProject.bin": "x"})},
		"macro by type":       {"a.docx", "宏", docx("", map[string]string{typesPart: `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>`})},
		"embedded":            {"a.docx", "嵌有", docx("", map[string]string{"word/embeddings/o.bin": "x"})},
		"linked":              {"a.docx", "外部文件", docx("", map[string]string{"word/_rels/document.xml.rels": relsHead + `<Relationship Id="r" Type="` + relType + `image" Target="\\server\share\a.png" TargetMode="External"/></Relationships>`})},
		"emf":                 {"a.docx", "EMF", docx("", map[string]string{"word/media/image1.emf": "\x01\x00\x00\x00"})},
		"unknown part":        {"a.docx", "无法识别", docx("", map[string]string{"word/secret.bin": "x"})},
		"hidden sheets":       {"a.xlsx", "“工资”、“底稿”", xlsx(`<sheet name="表一"/><sheet name="工资" state="hidden"/><sheet name="底稿" state="veryHidden"/>`, nil)},
		"pivot":               {"a.xlsx", "透视表", xlsx("", map[string]string{"xl/pivotCache/pivotCacheRecords1.xml": "<x/>"})},
		"external book":       {"a.xlsx", "外部", xlsx("", map[string]string{"xl/externalLinks/externalLink1.xml": "<x/>"})},
		"sheet comments":      {"a.xlsx", "批注", xlsx("", map[string]string{"xl/comments1.xml": "<comments><commentList><comment/></commentList></comments>"})},
		"hidden slide":        {"a.pptx", "隐藏的幻灯片", pptx(map[string]string{"ppt/slides/slide1.xml": `<p:sld show="0"/>`})},
		"film":                {"a.pptx", "音频或视频", pptx(map[string]string{"ppt/media/a.mp4": "x"})},
		"pdf, encrypted":      {"a.pdf", "密码", pdfOf("/Encrypt 2 0 R", "<</Pages 2 0 R>>", "<<>>")},
		"pdf, script":         {"a.pdf", "脚本", action("/S /JavaScript /JS (app.alert(1))")},
		"pdf, script, masked": {"a.pdf", "脚本", action("/S /J#61vaScript")},
		"pdf, launch":         {"a.pdf", "自动执行", action("/S /Launch /F (cmd.exe)")},
		"pdf, embedded":       {"a.pdf", "嵌有", onePage("/Names <</EmbeddedFiles <<>>>>", "")},
		"pdf, notes":          {"a.pdf", "批注", onePage("", "/Annots [<</Subtype /Highlight /Rect [0 0 1 1]>>]")},
		"pdf, signed":         {"a.pdf", "电子签名", onePage("/AcroForm <</Fields [<</FT /Sig /V <</Type /Sig>>>>]>>", "")},
		"pdf, no table":       {"a.pdf", "损坏", []byte("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF")},
		"pdf, deep":           {"a.pdf", "损坏", onePage("/X "+strings.Repeat("[", 5000)+strings.Repeat("]", 5000), "")},
		"pdf, bomb":           {"a.pdf", "损坏", pdfOf("", "<</Pages 2 0 R>>", "["+strings.Repeat("1 ", 3<<20)+"]")},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			s, x, err := take(t, c.file, c.data)
			took := time.Since(start)
			runtime.ReadMemStats(&after)
			if err == nil {
				t.Fatalf("taken in: %.300q", bytesOf(t, s, x.Facts))
			}
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.MessageOf(err), c.why) {
				t.Errorf("%v, want %q", err, c.why)
			}
			if took > time.Second {
				t.Errorf("took %v", took)
			}
			if grown := int64(after.TotalAlloc - before.TotalAlloc); grown > 64<<20 {
				t.Errorf("took %d MB of memory", grown>>20)
			}
			if err := s.blobs.Walk(func(string, int64, time.Time) error { return io.EOF }); err != nil {
				t.Error("something of it was stored")
			}
		})
	}
}

// A picture is stored the way up it is looked at, and its smaller forms are its
// own.
func TestPictureSizes(t *testing.T) {
	s, x, err := take(t, "a.jpeg", camera(3000, 1000, 6))
	if err != nil {
		t.Fatal(err)
	}
	if x.Width != 1000 || x.Height != 3000 || x.Name != "a.jpeg" || x.Type != "jpg" {
		t.Errorf("%+v", x)
	}
	z := x.Smaller()
	if len(z) != 2 || z[0].Width != 480 || z[0].Height != 1440 || z[1].Width != 960 {
		t.Fatalf("%+v", z)
	}
	img, _, err := image.Decode(blob(t, s, z[0].Digest))
	if err != nil || img.Bounds().Dx() != 480 {
		t.Fatal(err)
	}
	// Red grew from left to right, so it must now grow downwards, green to the left.
	top, bottom := img.At(240, 20).(color.YCbCr), img.At(240, 1420).(color.YCbCr)
	r1, _, _, _ := top.RGBA()
	r2, _, _, _ := bottom.RGBA()
	if r1 > 0x2000 || r2 < 0xe000 {
		t.Errorf("red is %x above and %x below", r1, r2)
	}
}

// Transparent pixels stay so and do not darken their neighbours.
func TestResampleKeepsTransparency(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 1000, 10))
	for x := range 500 {
		for y := range 10 {
			img.SetNRGBA(x, y, color.NRGBA{R: 255, G: 255, B: 255, A: 255})
		}
	}
	s, x, err := take(t, "a.png", pngOf(img))
	if err != nil {
		t.Fatal(err)
	}
	small, err := png.Decode(blob(t, s, x.Smaller()[0].Digest))
	if err != nil {
		t.Fatal(err)
	}
	for px := range 480 {
		if c := color.NRGBAModel.Convert(small.At(px, 2)).(color.NRGBA); c.A > 40 && c.R < 240 {
			t.Fatalf("pixel %d is %v", px, c)
		}
	}
	if _, _, _, a := small.At(470, 2).RGBA(); a != 0 {
		t.Error("nothing became something")
	}
}

// A workbook that Excel's own kind of library wrote can be read by it after
// cleaning.
func TestWorkbookOpens(t *testing.T) {
	f := excelize.NewFile()
	_ = f.SetDocProps(&excelize.DocProperties{Creator: canary, LastModifiedBy: canary})
	_ = f.SetAppProps(&excelize.AppProperties{Company: canary})
	_ = f.SetCellValue("Sheet1", "A1", "合计")
	_ = f.SetCellValue("Sheet1", "B1", 1286.4)
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	s, x, err := take(t, "表.xlsx", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(bytesOf(t, s, x.Facts), canary) {
		t.Error("it says who made it")
	}
	g, err := excelize.OpenReader(blob(t, s, x.Digest))
	if err != nil {
		t.Fatal(err)
	}
	if v, _ := g.GetCellValue("Sheet1", "B1"); v != "1286.4" {
		t.Errorf("B1 is %q", v)
	}
}

func TestName(t *testing.T) {
	for said, want := range map[string]string{
		"预算表.XLSX": "预算表.xlsx", `C:\Users\张三\桌面\公告.pdf`: "公告.pdf", "../../etc/passwd": "passwd", "a\u202Egnp.exe.pdf": "agnp.exe.pdf",
		"\x00a\nb.pdf": "ab.pdf", "  . .pdf": "pdf", "": "附件", "CON.pdf": "附件CON.pdf", "a:b*c?.pdf": "a_b_c_.pdf", "附件 1 .docx": "附件 1.docx",
		strings.Repeat("长", 300) + ".pdf": strings.Repeat("长", 58) + ".pdf", "a.b.c.tar": "a.b.c.tar", "..": "附件", "名\xff称.pdf": "名称.pdf",
	} {
		if got := Name(said); got != want {
			t.Errorf("%q becomes %q, want %q", said, got, want)
		}
	}
	for _, c := range [][3]string{{"新名", "旧.pdf", "新名.pdf"}, {"新名.pdf", "旧.pdf", "新名.pdf"}, {"新名.exe", "旧.pdf", "新名.exe.pdf"}, {" ", "旧.pdf", "旧.pdf"}, {"a/b", "旧.pdf", "b.pdf"}} {
		if got := Renamed(c[0], c[1]); got != c[2] {
			t.Errorf("%q for %q becomes %q", c[0], c[1], got)
		}
	}
}
