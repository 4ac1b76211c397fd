package docx

import (
	"encoding/xml"
	"html"
	"io"
	"strconv"
	"strings"
)

// reader walks through the main part once and writes HTML as it goes.
type reader struct {
	x      *xml.Decoder
	rels   map[string]string
	styles map[string]style
	lists  *lists
	html   strings.Builder
	out    Result
	open   []string // lists that are open, outermost first
	rows   int
	depth  int
	inCell int    // cells around this place
	title  string // of the paragraph styled as one
}

// each calls f for the children of the element that has just begun, until it
// ends. f must read its element to the end; it returns false to have it skipped.
func (r *reader) each(f func(xml.StartElement) (bool, error)) error {
	if r.depth++; r.depth > maxDepth {
		return refuse("文档里的表格或文本框嵌套得太深，没有导入。", nil)
	}
	defer func() { r.depth-- }()
	for {
		t, err := r.x.Token()
		if err != nil {
			return err
		}
		switch e := t.(type) {
		case xml.StartElement:
			read, err := f(e)
			if err != nil {
				return err
			}
			if !read {
				if err := r.x.Skip(); err != nil {
					return err
				}
			}
		case xml.EndElement:
			return nil
		}
	}
}

func get(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// document finds the body and reads it.
func (r *reader) document() error {
	for {
		t, err := r.x.Token()
		if err == io.EOF {
			return io.ErrUnexpectedEOF
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "body" {
			err := r.blocks()
			r.close(0)
			return err
		}
	}
}

// blocks reads paragraphs and tables until the element that holds them ends.
func (r *reader) blocks() error {
	return r.each(func(e xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "p":
			return true, r.paragraph()
		case "tbl":
			r.close(0)
			return true, r.table()
		case "sdt", "sdtContent", "smartTag", "customXml", "ins", "moveTo":
			r.change(e.Name.Local)
			return true, r.blocks()
		case "del", "moveFrom":
			r.out.Changes++
		}
		return false, nil
	})
}

func (r *reader) change(name string) {
	if name == "ins" || name == "moveTo" {
		r.out.Changes++
	}
}

// para is a paragraph while it is read.
type para struct {
	style   style
	align   string
	list    string
	level   int
	outline int // heading level of its own, 0 is none
	text    strings.Builder
	plain   strings.Builder
	boxes   []string // text boxes that hang on it
}

func (r *reader) paragraph() error {
	p := &para{}
	err := r.each(func(e xml.StartElement) (bool, error) {
		if e.Name.Local == "pPr" {
			return true, r.paraProps(p)
		}
		return r.inline(p, e)
	})
	if err != nil {
		return err
	}
	r.write(p)
	return nil
}

func (r *reader) paraProps(p *para) error {
	return r.each(func(e xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "pStyle":
			p.style = r.styles[get(e, "val")]
			if p.list == "" {
				p.list, p.level = p.style.list, p.style.level
			}
		case "jc":
			p.align = get(e, "val")
		case "outlineLvl":
			if n, err := strconv.Atoi(get(e, "val")); err == nil && n < 9 {
				p.outline = n + 1
			}
		case "numPr":
			return true, r.each(func(e xml.StartElement) (bool, error) {
				switch e.Name.Local {
				case "ilvl":
					p.level, _ = strconv.Atoi(get(e, "val"))
				case "numId":
					p.list = get(e, "val")
				}
				return false, nil
			})
		}
		return false, nil
	})
}

// inline reads what stands in a paragraph.
func (r *reader) inline(p *para, e xml.StartElement) (bool, error) {
	in := func() error { return r.each(func(e xml.StartElement) (bool, error) { return r.inline(p, e) }) }
	switch e.Name.Local {
	case "r":
		return true, r.run(p)
	case "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo":
		r.change(e.Name.Local)
		return true, in()
	case "hyperlink":
		if to := r.rels[get(e, "id")]; to != "" {
			p.text.WriteString(`<a href="` + html.EscapeString(to) + `">`)
			err := in()
			p.text.WriteString("</a>")
			return true, err
		}
		return true, in()
	case "del", "moveFrom":
		r.out.Changes++
	case "commentRangeStart":
		r.out.Comments++
	}
	return false, nil
}

// dress is what the properties of a run say.
type dress struct {
	tags   []string
	hidden bool
}

func (r *reader) run(p *para) error {
	var d dress
	var text strings.Builder
	err := r.each(func(e xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "rPr":
			return true, r.runProps(&d)
		case "t":
			s, err := r.characters()
			text.WriteString(s)
			return true, err
		case "tab":
			text.WriteString(" ")
		case "noBreakHyphen":
			text.WriteString("-")
		case "br":
			if t := get(e, "type"); t == "" || t == "textWrapping" {
				text.WriteString("\n")
			}
		case "cr":
			text.WriteString("\n")
		case "footnoteReference", "endnoteReference":
			r.out.Notes++
		case "drawing", "pict", "object", "AlternateContent":
			return true, r.drawing(p, e.Name.Local != "AlternateContent")
		}
		return false, nil
	})
	if err != nil || text.Len() == 0 {
		return err
	}
	if d.hidden {
		r.out.Hidden = true
		return nil
	}
	p.plain.WriteString(text.String())
	for _, t := range d.tags {
		p.text.WriteString("<" + t + ">")
	}
	p.text.WriteString(strings.ReplaceAll(html.EscapeString(text.String()), "\n", "<br>"))
	for i := len(d.tags) - 1; i >= 0; i-- {
		p.text.WriteString("</" + d.tags[i] + ">")
	}
	return nil
}

func (r *reader) runProps(d *dress) error {
	return r.each(func(e xml.StartElement) (bool, error) {
		on := get(e, "val") != "0" && get(e, "val") != "false" && get(e, "val") != "none"
		switch e.Name.Local {
		case "b":
			d.add(on, "strong")
		case "i":
			d.add(on, "em")
		case "u":
			d.add(on, "u")
		case "vanish":
			d.hidden = on
		case "vertAlign":
			switch get(e, "val") {
			case "superscript":
				d.add(true, "sup")
			case "subscript":
				d.add(true, "sub")
			}
		}
		return false, nil
	})
}

func (d *dress) add(on bool, tag string) {
	if on {
		d.tags = append(d.tags, tag)
	}
}

// characters reads the text of the element that has just begun.
func (r *reader) characters() (string, error) {
	var s strings.Builder
	for {
		t, err := r.x.Token()
		if err != nil {
			return "", err
		}
		switch e := t.(type) {
		case xml.CharData:
			s.Write(e)
		case xml.StartElement:
			if err := r.x.Skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return s.String(), nil
		}
	}
}

// drawing counts a picture, or takes the text of a text box. Of alternatives
// only the first is looked at: the others show the same once more.
func (r *reader) drawing(p *para, here bool) error {
	box, picture := false, false
	var in func(e xml.StartElement) (bool, error)
	in = func(e xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "Fallback":
			return false, nil
		case "txbxContent":
			box = true
			own := &reader{x: r.x, rels: r.rels, styles: r.styles, lists: r.lists, rows: r.rows, depth: r.depth}
			if err := own.blocks(); err != nil {
				return true, err
			}
			own.close(0)
			r.rows = own.rows
			r.merge(&own.out)
			p.boxes = append(p.boxes, own.html.String())
			return true, nil
		case "blip", "imagedata":
			picture = true
		case "drawing", "pict":
			here = true
		}
		return true, r.each(in)
	}
	if err := r.each(in); err != nil {
		return err
	}
	switch {
	case box:
		r.out.Boxes++
	case picture:
		r.out.Pictures++
	}
	return nil
}

func (r *reader) merge(o *Result) {
	r.out.Pictures, r.out.Changes, r.out.Comments = r.out.Pictures+o.Pictures, r.out.Changes+o.Changes, r.out.Comments+o.Comments
	r.out.Notes, r.out.Boxes, r.out.Hidden = r.out.Notes+o.Notes, r.out.Boxes+o.Boxes, r.out.Hidden || o.Hidden
}
