// Package extract reads the text of attachments, for the search.
//
// What it reads comes from anywhere. For every file it promises an answer or an
// error with a Chinese sentence, within Timeout, with memory bounded by the
// limits below, and it never panics.
package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"gongkai/models/docx"
	"gongkai/models/fault"
	"gongkai/models/files"
	"gongkai/models/markup"
)

// Limits.
const (
	Timeout  = 20 * time.Second // of one file
	MaxFile  = 30 << 20         // bytes of a file
	maxText  = 1 << 20          // bytes of text of one file; what is behind is not found
	maxParts = 3000             // pages, sheets, slides
	maxXML   = 16 << 20         // bytes of one part of an archive, unpacked
	maxRows  = 20000            // of one sheet
)

// Part is the text of a place in a file.
type Part struct {
	Place string // "第 3 页"; "" where there are no places
	Text  string
}

// Read reads a file of a type ("pdf", "docx", "xlsx", "pptx", "txt", "csv").
// A file of which nothing can be read is an error.
func Read(ctx context.Context, kind string, file []byte) ([]Part, error) {
	if len(file) > MaxFile {
		return nil, fmt.Errorf("文件超过 %d MB，内容不检索", MaxFile>>20)
	}
	ctx, cancel := context.WithTimeout(ctx, Timeout)
	defer cancel()
	type answer struct {
		parts []Part
		err   error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if r := recover(); r != nil {
				a = answer{nil, errors.New("文件已损坏，无法读取")}
			}
			done <- a
		}()
		a.parts, a.err = read(ctx, kind, file)
	}()
	select {
	case a := <-done:
		return bounded(a.parts, a.err)
	case <-ctx.Done():
		return nil, errors.New("读取超时，文件可能已损坏")
	}
}

func read(ctx context.Context, kind string, file []byte) ([]Part, error) {
	switch kind {
	case "pdf":
		pages, err := files.PDFText(ctx, file)
		return places(pages, "第 %d 页"), err
	case "docx":
		r, err := docx.Read(file)
		if err != nil {
			return nil, err
		}
		return []Part{{Text: r.Title + "\n" + markup.Text(markup.HTML(r.HTML))}}, nil
	case "xlsx":
		return sheets(ctx, file)
	case "pptx":
		return slides(ctx, file)
	case "csv":
		return []Part{{Text: table(file)}}, nil
	case "txt":
		return []Part{{Text: strings.ToValidUTF8(string(file), "")}}, nil
	}
	return nil, errors.New("这种文件的内容不检索")
}

// bounded keeps the text within its limits and says why there is none.
func bounded(parts []Part, err error) ([]Part, error) {
	if err != nil {
		text := err.Error()
		if fault.KindOf(err) == fault.Invalid {
			text = fault.MessageOf(err)
		} else if r, _ := utf8.DecodeRuneInString(text); r < 0x4E00 || r > 0x9FFF {
			text = "文件已损坏，无法读取"
		}
		return nil, errors.New(text)
	}
	left := maxText
	var out []Part
	for _, p := range parts[:min(len(parts), maxParts)] {
		if p.Text = strings.TrimSpace(p.Text); p.Text == "" {
			continue
		}
		if len(p.Text) > left {
			p.Text = strings.ToValidUTF8(p.Text[:left], "")
		}
		left -= len(p.Text)
		out = append(out, p)
		if left <= 0 {
			break
		}
	}
	if len(out) == 0 {
		return nil, errors.New("文件里没有文字")
	}
	return out, nil
}

func places(texts []string, form string) (parts []Part) {
	for i, t := range texts {
		parts = append(parts, Part{fmt.Sprintf(form, i+1), t})
	}
	return parts
}

// sheets reads a workbook: the cells of a row apart by spaces.
func sheets(ctx context.Context, file []byte) (parts []Part, err error) {
	x, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: 100 << 20, UnzipXMLSizeLimit: maxXML})
	if err != nil {
		return nil, err
	}
	defer x.Close()
	size := 0
	for _, name := range x.GetSheetList() {
		if visible, err := x.GetSheetVisible(name); err == nil && !visible {
			continue
		}
		rows, err := x.Rows(name)
		if err != nil {
			return nil, err
		}
		var b strings.Builder
		for n := 0; rows.Next() && n < maxRows && size+b.Len() < maxText && ctx.Err() == nil; n++ {
			cells, err := rows.Columns()
			if err != nil {
				break
			}
			if line := strings.Join(slices.DeleteFunc(cells, func(s string) bool { return s == "" }), " "); line != "" {
				b.WriteString(line + "\n")
			}
		}
		rows.Close()
		size += b.Len()
		parts = append(parts, Part{"工作表“" + name + "”", b.String()})
	}
	return parts, nil
}

var slideName = regexp.MustCompile(`^ppt/slides/slide([0-9]{1,5})\.xml$`)

// slides reads a presentation.
func slides(ctx context.Context, file []byte) (parts []Part, err error) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	byNumber := map[int]*zip.File{}
	for _, f := range z.File {
		if m := slideName.FindStringSubmatch(f.Name); m != nil && len(byNumber) < maxParts {
			n, _ := strconv.Atoi(m[1])
			byNumber[n] = f
		}
	}
	size := 0
	for n := 1; n < 100_000 && len(parts) < len(byNumber) && size < maxText && ctx.Err() == nil; n++ {
		f := byNumber[n]
		if f == nil {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, err
		}
		text := paragraphs(io.LimitReader(in, maxXML))
		in.Close()
		size += len(text)
		parts = append(parts, Part{fmt.Sprintf("第 %d 张幻灯片", n), text})
	}
	return parts, nil
}

// paragraphs is the text of DrawingML: runs joined, paragraphs on lines. What
// follows a mistake is not read.
func paragraphs(r io.Reader) string {
	var b strings.Builder
	d := xml.NewDecoder(r)
	text := false
	for b.Len() < maxText {
		t, err := d.RawToken()
		if err != nil {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			text = t.Name.Local == "t"
		case xml.EndElement:
			text = false
			if t.Name.Local == "p" {
				b.WriteByte('\n')
			}
		case xml.CharData:
			if text {
				b.Write(t)
			}
		}
	}
	return b.String()
}

// table is the text of a CSV file: cells apart by spaces. What is no CSV is read
// as it stands.
func table(file []byte) string {
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	var b strings.Builder
	for b.Len() < maxText {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			return strings.ToValidUTF8(string(file), "")
		}
		b.WriteString(strings.Join(cells, " ") + "\n")
	}
	return b.String()
}
