// Package docx reads Word documents (.docx, ECMA-376) into plain HTML.
//
// It takes what a document of an office is made of: paragraphs, headings,
// lists with the numbers that Word would show, tables with merged cells, bold,
// italic, underline, super- and subscript, links, alignment. It leaves looks to
// the site and pictures to the writer, and counts what it leaves.
//
// What it reads comes from anywhere, so it promises for every input: an answer
// or an Invalid fault with a Chinese sentence, memory bounded by the limits
// below however much the archive claims to hold, and no access to anything but
// the bytes given. The HTML is not clean; callers pass it to markup.Clean.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"

	"gongkai/models/fault"
)

// MaxFile is the largest file that is read, in bytes. Pictures in it cost
// nothing: they are not unpacked.
const MaxFile = 20 << 20

const (
	maxParts = 4000     // entries of the archive
	maxText  = 12 << 20 // bytes of the main part, unpacked
	maxSmall = 2 << 20  // of the parts beside it
	maxDepth = 60       // of nested elements that hold text
	maxRows  = 5000     // rows of all tables
)

// Result is a document that was read.
type Result struct {
	Title    string // of the first paragraph styled as title, which the HTML leaves out; else ""
	HTML     string
	Pictures int  // that were left out
	Changes  int  // tracked changes (修订): insertions are taken in, deletions left out
	Comments int  // that were left out
	Notes    int  // footnotes and endnotes that were left out
	Boxes    int  // text boxes, whose text follows the paragraph they hang on
	Hidden   bool // hidden text was left out
}

// Is reports whether a file may be a .docx: it is a zip archive.
func Is(file []byte) bool { return bytes.HasPrefix(file, []byte("PK\x03\x04")) }

// Old reports a file of the old binary format, which a document with a password
// has too.
func Old(file []byte) bool { return bytes.HasPrefix(file, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) }

// Read reads a document. Faults: Invalid.
func Read(file []byte) (*Result, error) {
	if Old(file) {
		return nil, refuse("这是旧版 Word 文档（.doc）或设了密码的文档，请在 Word 或 WPS 中另存为不加密的 .docx 再导入。", nil)
	}
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, refuse("文件已损坏或不是 Word 文档（.docx），请重新保存后再导入。", err)
	}
	if len(z.File) > maxParts {
		return nil, refuse("文件内部的部件太多，不像正常的 Word 文档，没有导入。", nil)
	}
	p := &parts{z: z}
	r := &reader{rels: p.links(), styles: p.styles(), lists: p.numbering()}
	if p.err != nil {
		return nil, p.err
	}
	body, err := p.open("word/document.xml", maxText)
	if err != nil {
		return nil, err
	}
	if body == nil {
		return nil, refuse("这个文件里没有 Word 正文，请确认它是 .docx 文档。", nil)
	}
	r.x = xml.NewDecoder(bytes.NewReader(body))
	if err := r.document(); err != nil {
		if fault.KindOf(err) == fault.Invalid {
			return nil, err
		}
		return nil, refuse("文件已损坏，Word 正文读不出来，请重新保存后再导入。", err)
	}
	r.out.Title, r.out.HTML = r.title, r.html.String()
	return &r.out, nil
}

func refuse(text string, cause error) error {
	return &fault.Error{Kind: fault.Invalid, Message: text, Cause: cause}
}

// parts reads the parts of a package; the first thing that goes wrong stays.
type parts struct {
	z   *zip.Reader
	err error
}

// open unpacks a part of at most limit bytes; nil when there is none.
func (p *parts) open(name string, limit int64) ([]byte, error) {
	for _, f := range p.z.File {
		if !strings.EqualFold(strings.TrimPrefix(f.Name, "/"), name) {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, refuse("文件已损坏，无法解开，请重新保存后再导入。", err)
		}
		defer in.Close()
		data, err := io.ReadAll(io.LimitReader(in, limit+1))
		if err != nil {
			return nil, refuse("文件已损坏，无法解开，请重新保存后再导入。", err)
		}
		if int64(len(data)) > limit {
			return nil, refuse("文档解开后太大，没有导入。请拆分成几份，或删去不需要的内容。", nil)
		}
		return data, nil
	}
	return nil, nil
}

// load decodes a smaller part into v; a part that is missing leaves v empty.
func (p *parts) load(name string, v any) {
	if p.err != nil {
		return
	}
	data, err := p.open(name, maxSmall)
	if err == nil && data != nil {
		if err = xml.Unmarshal(data, v); err != nil {
			err = refuse("文件已损坏，样式读不出来，请重新保存后再导入。", err)
		}
	}
	p.err = err
}

// links are the addresses of hyperlinks by id.
func (p *parts) links() map[string]string {
	var doc struct {
		Rel []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	p.load("word/_rels/document.xml.rels", &doc)
	found := map[string]string{}
	for _, r := range doc.Rel {
		if strings.HasSuffix(r.Type, "/hyperlink") {
			found[r.ID] = r.Target
		}
	}
	return found
}
