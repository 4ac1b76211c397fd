package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func archive(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pdf is a file of one page with a font that has a map, one that names its
// encoding, and one of Latin letters.
func pdf(t *testing.T) []byte {
	t.Helper()
	content := "BT /F1 12 Tf 50 700 Td <00010002> Tj 0 -14 Td [<0003> -20 <0004>] TJ ET\nBT /F2 12 Tf 1 0 0 1 50 600 Tm <B2C6D5FE> Tj ET BT /F3 9 Tf 0 -20 Td (PPP \\(2026\\)) Tj ET"
	cmap := "/CIDInit /ProcSet findresource begin begincmap 2 beginbfchar <0001> <9884> <0002> <7B97> endbfchar 1 beginbfrange <0003> <0004> [<516C> <5F00>] endbfrange endcmap"
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1/Resources<</Font<</F1 5 0 R/F2 7 0 R/F3 8 0 R>>>>>>", "<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content), "<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(cmap), cmap), "<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H>>", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := make([]int, len(objects))
	for i, o := range objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF", len(objects)+1, xref)
	return b.Bytes()
}

func workbook(t *testing.T) []byte {
	t.Helper()
	x := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "项目", "B1": "金额（万元）", "A2": "耕地地力保护补贴", "B2": 1200} {
		if err := x.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	if err := x.SetSheetName("Sheet1", "清单"); err != nil {
		t.Fatal(err)
	}
	b, err := x.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReads(t *testing.T) {
	slide := `<p:sld xmlns:a="a" xmlns:p="p"><a:p><a:r><a:t>绩效</a:t></a:r><a:r><a:t>评价</a:t></a:r></a:p></p:sld>`
	word := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>实施细则</w:t></w:r></w:p></w:body></w:document>`
	for _, row := range []struct {
		kind        string
		file        []byte
		place, want string
	}{
		{"pdf", pdf(t), "第 1 页", "预算公开财政\nPPP (2026)"},
		{"xlsx", workbook(t), "工作表“清单”", "项目 金额（万元）\n耕地地力保护补贴 1200"},
		{"pptx", archive(t, map[string]string{"ppt/slides/slide1.xml": slide}), "第 1 张幻灯片", "绩效评价"},
		{"docx", archive(t, map[string]string{"word/document.xml": word, "[Content_Types].xml": "<Types/>"}), "", "实施细则"},
		{"csv", []byte("单位,金额\n区医院,\"1,200\"\n"), "", "单位 金额\n区医院 1,200"},
		{"txt", []byte("办事指南"), "", "办事指南"},
	} {
		parts, err := Read(t.Context(), row.kind, row.file)
		if err != nil || len(parts) != 1 || parts[0] != (Part{row.place, row.want}) {
			t.Errorf("%s: %q %v", row.kind, parts, err)
		}
	}
}

// A PDF that a browser printed, when there is one to try.
func TestReadsForeign(t *testing.T) {
	file, err := os.ReadFile("testdata/printed.pdf")
	if err != nil {
		t.Fatal(err)
	}
	parts, err := Read(t.Context(), "pdf", file)
	if err != nil || !strings.Contains(parts[0].Text, "惠民惠农财政补贴资金") || !strings.Contains(parts[len(parts)-1].Text, "农机购置") {
		t.Errorf("%q %v", parts, err)
	}
}

// Broken files are errors in Chinese, soon.
func TestBroken(t *testing.T) {
	good := map[string][]byte{"pdf": pdf(t), "xlsx": workbook(t), "docx": archive(t, map[string]string{"word/document.xml": "<w"}), "pptx": archive(t, map[string]string{"ppt/slides/slide1.xml": "<a:t>"})}
	for kind, file := range good {
		for _, cut := range []int{0, 1, 10, len(file) / 3, len(file) / 2, len(file) - 30} {
			for _, bad := range [][]byte{file[:cut], append(bytes.Repeat([]byte{0xFF}, cut), file...), append(bytes.Clone(file[:cut]), bytes.Repeat([]byte("[<("), 5000)...)} {
				began := time.Now()
				parts, err := Read(context.Background(), kind, bad)
				if err == nil && len(parts) == 0 {
					t.Errorf("%s cut at %d: nothing and no error", kind, cut)
				}
				if err != nil && !strings.ContainsAny(err.Error(), "，件字") {
					t.Errorf("%s cut at %d: %v", kind, cut, err)
				}
				if took := time.Since(began); took > 5*time.Second {
					t.Errorf("%s cut at %d took %v", kind, cut, took)
				}
			}
		}
	}
}
