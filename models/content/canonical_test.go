package content

import (
	"testing"
	"time"

	"gongkai/models/files"
)

// The bytes of each form are pinned: a signature under them must still be
// recomputed in ten years.
func TestCanonicalForms(t *testing.T) {
	at, year := time.UnixMilli(1_700_000_000_123).UTC(), 2020
	r := Revision{DocumentID: 7, ColumnID: 3, Title: "标题", Source: "预算科", PublishAt: &at, ReportYear: &year, Figures: `{"v":1}`, ChangeKind: Minor, Body: "<p>正文</p>",
		Attachments: []Attachment{
			{Kind: Picture, Key: "k1", Name: "图.png", Alt: "一张图", Facts: files.Facts{Digest: "d1", Type: "png", Size: 5, Width: 800, Height: 600, Sizes: "480:360:png:3:d2"}},
			{Kind: Enclosure, Key: "k2", Name: "表.xlsx", Facts: files.Facts{Digest: "d3", Type: "xlsx", Size: 9}},
		}}
	rest := "document 1\n7\ncolumn 1\n3\ntitle 6\n标题\nsource 9\n预算科\npublish_at 13\n1700000000123\nreport_year 4\n2020\nfigures 7\n{\"v\":1}\nchange 5\nminor\nnote 0\n\n"
	list := "7:picture2:k17:图.png9:一张图2:d13:png1:53:8003:60016:480:360:png:3:d2\n10:attachment2:k28:表.xlsx0:2:d34:xlsx1:91:01:00:\n"
	three := r
	three.Standing, three.Successor = Repealed, "document/9"
	body := "body 13\n<p>正文</p>\n"
	four := three
	four.Facts, four.Roll = `{"number":"财发〔2026〕1号"}`, "{}"
	for form, want := range map[int]string{
		1: "gongkai-document-1\n" + rest + "attachments 0\n\n" + body,
		2: "gongkai-document-2\n" + rest + "attachments 126\n" + list + "\n" + body,
		3: "gongkai-document-3\n" + rest + "attachments 126\n" + list + "\n" + body + "standing 8\nrepealed\nsuccessor 10\ndocument/9\n",
		4: "gongkai-document-4\n" + rest + "attachments 126\n" + list + "\n" + body + "standing 8\nrepealed\nsuccessor 10\ndocument/9\n" +
			"facts 33\n" + `{"number":"财发〔2026〕1号"}` + "\nroll 2\n{}\n",
	} {
		said := r
		if form == 3 {
			said = three
		}
		if form == 4 {
			said = four
		}
		got, err := said.canonical(form)
		if err != nil || got != want {
			t.Errorf("form %d: %v\n%q, want\n%q", form, err, got, want)
		}
	}
	for _, form := range []int{0, 5} {
		if _, err := r.canonical(form); err == nil {
			t.Errorf("form %d is known", form)
		}
	}
	for _, form := range []int{1, 2} {
		if _, err := three.canonical(form); err == nil {
			t.Errorf("form %d says nothing of the standing, and yet is signed", form)
		}
	}
	if _, err := four.canonical(3); err == nil {
		t.Error("form 3 says nothing of the facts, and yet is signed")
	}
}
