package docx

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// cell is one cell of a table while it is read.
type cell struct {
	html  string
	from  int // first column
	span  int
	rows  int
	goes  bool // goes on with the one above (vMerge)
	heads bool // all its text is bold
}

// maxColumns bounds the columns that one cell may cover.
const maxColumns = 200

// table reads a table and writes it with merged cells.
func (r *reader) table() error {
	var rows [][]cell
	heads := 0 // rows marked as repeated headings, from the top
	err := r.each(func(e xml.StartElement) (bool, error) { return r.tableRows(e, &rows, &heads) })
	if err != nil {
		return err
	}
	merge(rows)
	if heads == 0 && len(rows) > 1 && bold(rows[0]) {
		heads = 1
	}
	r.html.WriteString("<table>")
	for i, row := range rows {
		tag := "td"
		if i == 0 && heads > 0 {
			r.html.WriteString("<thead>")
		}
		if i < heads {
			tag = "th"
		}
		r.html.WriteString("<tr>")
		for _, c := range row {
			if c.goes {
				continue
			}
			r.html.WriteString("<" + tag)
			if c.span > 1 {
				r.html.WriteString(` colspan="` + strconv.Itoa(c.span) + `"`)
			}
			if c.rows > 1 {
				r.html.WriteString(` rowspan="` + strconv.Itoa(c.rows) + `"`)
			}
			if i < heads && c.span > 1 {
				r.html.WriteString(` scope="colgroup"`)
			} else if i < heads {
				r.html.WriteString(` scope="col"`)
			}
			r.html.WriteString(">" + c.html + "</" + tag + ">")
		}
		r.html.WriteString("</tr>")
		if i == heads-1 {
			r.html.WriteString("</thead>")
		}
	}
	r.html.WriteString("</table>\n")
	return nil
}

func (r *reader) tableRows(e xml.StartElement, rows *[][]cell, heads *int) (bool, error) {
	switch e.Name.Local {
	case "tr":
		if r.rows++; r.rows > maxRows {
			return true, refuse("文档里的表格太长（超过 5000 行），请拆分，或作为附件发布。", nil)
		}
		row, head, err := r.row()
		if head && *heads == len(*rows) {
			*heads++
		}
		*rows = append(*rows, row)
		return true, err
	case "sdt", "sdtContent", "customXml", "ins":
		r.change(e.Name.Local)
		return true, r.each(func(e xml.StartElement) (bool, error) { return r.tableRows(e, rows, heads) })
	}
	return false, nil
}

func (r *reader) row() (row []cell, head bool, err error) {
	at := 0
	var in func(e xml.StartElement) (bool, error)
	in = func(e xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "tc":
			c, err := r.cell()
			c.from = at
			at += c.span
			row = append(row, c)
			return true, err
		case "trPr":
			return true, r.each(func(e xml.StartElement) (bool, error) {
				switch v := get(e, "val"); e.Name.Local {
				case "tblHeader":
					head = v != "0" && v != "false"
				case "gridBefore":
					n, _ := strconv.Atoi(v)
					at += min(max(n, 0), maxColumns)
				}
				return false, nil
			})
		case "sdt", "sdtContent", "customXml":
			return true, r.each(in)
		}
		return false, nil
	}
	err = r.each(in)
	return row, head, err
}

func (r *reader) cell() (cell, error) {
	c := cell{span: 1, rows: 1}
	own := &reader{x: r.x, rels: r.rels, styles: r.styles, lists: r.lists, rows: r.rows, depth: r.depth, inCell: r.inCell + 1}
	err := own.each(func(e xml.StartElement) (bool, error) {
		switch e.Name.Local {
		case "tcPr":
			return true, own.each(func(e xml.StartElement) (bool, error) {
				switch e.Name.Local {
				case "gridSpan":
					if n, err := strconv.Atoi(get(e, "val")); err == nil {
						c.span = min(max(n, 1), maxColumns)
					}
				case "vMerge":
					c.goes = get(e, "val") != "restart"
				}
				return false, nil
			})
		case "p":
			return true, own.paragraph()
		case "tbl":
			own.close(0)
			return true, own.table()
		case "sdt", "sdtContent":
			return true, own.blocks()
		}
		return false, nil
	})
	own.close(0)
	r.rows = own.rows
	r.merge(&own.out)
	c.html = strings.TrimSpace(own.html.String())
	c.heads = strings.HasPrefix(c.html, "<p") && !strings.Contains(stripBold(c.html), "#")
	return c, err
}

// stripBold leaves "#" where text stands outside of <strong>.
func stripBold(h string) string {
	var out strings.Builder
	strong, tag := 0, false
	for i := 0; i < len(h); i++ {
		switch {
		case strings.HasPrefix(h[i:], "<strong>"):
			strong++
			tag = true
		case strings.HasPrefix(h[i:], "</strong>"):
			strong--
			tag = true
		case h[i] == '<':
			tag = true
		case h[i] == '>':
			tag = false
		case !tag && strong == 0 && h[i] > ' ':
			out.WriteByte('#')
		}
	}
	return out.String()
}

func bold(row []cell) bool {
	for _, c := range row {
		if !c.heads {
			return false
		}
	}
	return len(row) > 0
}

// merge counts the rows that a merged cell covers. A cell that goes on with
// nothing stands by itself.
func merge(rows [][]cell) {
	above := map[int]*cell{} // by first column, the cell that a next row may go on with
	for i := range rows {
		now := map[int]*cell{}
		for j := range rows[i] {
			c := &rows[i][j]
			if up := above[c.from]; c.goes && up != nil && up.span == c.span {
				up.rows++
				now[c.from] = up
				continue
			}
			c.goes = false
			now[c.from] = c
		}
		above = now
	}
}
