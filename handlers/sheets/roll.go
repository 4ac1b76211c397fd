package sheets

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"gongkai/models/fault"
	"gongkai/models/markup"
	"gongkai/models/roll"
	rollview "gongkai/views/roll"
	"gongkai/views/ui"
)

// RollQuery are the parameters of a page with a list: its page, and the numbers of
// the values chosen in its filters.
var RollQuery = []string{"page", "f1", "f2", "f3", "f4"}

// RollView says how a page shows a list.
type RollView struct {
	Title   string
	Day     string              // today, "2026-11-24"; "" shows rows whose time is over, too
	Address string              // of the page; "" has no filter, no pages and no downloads
	Inner   bool                // with the columns that are the bureau's own
	Query   func(string) int    // a parameter as a number, 0 for none
	Column  func(string) string // address of a column by its path, "" for none
}

// Roll shows a stored list; nil when there is none, or none that this program can
// read. Portal and desk both use it, so reviewers sign exactly what citizens will
// see.
func Roll(stored string, v RollView) *rollview.Roll {
	r, k := list(stored)
	if r == nil {
		return nil
	}
	out := &rollview.Roll{ID: "roll", Caption: v.Title}
	if v.Day != "" && !r.Shown(v.Day) {
		out.Gone = "公示期已于 " + r.Until + " 结束，名单不再显示。需要查询的，请联系本单位。"
		return out
	}
	if v.Address == "" {
		shape(out, r, k, nil, v)
		out.Count = fmt.Sprintf("共 %d 行。", len(r.Rows))
		return out
	}
	chosen, values := choices(out, r, v)
	rows := r.Choose(chosen)
	size, page := pageSize(r), max(v.Query("page"), 1)
	pages := max(1, (len(rows)+size-1)/size)
	page = min(page, pages)
	part := rows[(page-1)*size : min(page*size, len(rows))]
	shape(out, r, k, append([]int{}, part...), v)
	if out.Total != nil || len(rows) > 1 {
		out.Total = totals(r, rows, v)
	}
	out.Count = counted(len(r.Rows), len(rows), (page-1)*size, len(part))
	out.Pager = ui.PagerProps{Page: page, Pages: pages, Href: func(n int) string {
		q := url.Values{}
		for key, vs := range values {
			q[key] = vs
		}
		if n > 1 {
			q.Set("page", strconv.Itoa(n))
		}
		return address(v.Address, q)
	}}
	for _, ext := range RollFormats {
		out.Files = append(out.Files, rollview.File{Text: strings.ToUpper(ext), Name: "下载整份清单（" + strings.ToUpper(ext) + "）", Href: RollAddress(v.Address, ext)})
	}
	return out
}

func list(stored string) (*roll.Roll, *roll.Kind) {
	if stored == "" {
		return nil, nil
	}
	r, err := roll.Decode(stored)
	if err != nil {
		return nil, nil
	}
	k := roll.KindOf(r.Kind)
	if k == nil {
		k = &roll.Kind{ID: r.Kind}
	}
	return r, k
}

func address(page string, q url.Values) string {
	if len(q) == 0 {
		return page
	}
	return page + "?" + q.Encode()
}

// counted says how many rows there are, were chosen and are shown.
func counted(all, chosen, from, shown int) string {
	text := fmt.Sprintf("共 %d 行", all)
	if chosen != all {
		text += fmt.Sprintf("，符合条件的 %d 行", chosen)
	}
	if shown < chosen {
		text += fmt.Sprintf("，本页为第 %d 至 %d 行", from+1, from+shown)
	}
	return text + "。"
}

// pageSize is how many rows stand on a page: as many as keep it light, at least
// five and at most fifty.
func pageSize(r *roll.Roll) int {
	bytes := 0
	for _, row := range r.Rows {
		for _, text := range row {
			if text != "" {
				bytes += len(text) + 60 // the cell's own markup
			}
		}
	}
	return max(5, min(50, 30_000*len(r.Rows)/max(bytes, 1)))
}

// choices fills the filter from the parameters; a number that names no value
// counts as none.
func choices(out *rollview.Roll, r *roll.Roll, v RollView) (map[string]int, url.Values) {
	chosen, values := map[string]int{}, url.Values{}
	out.Filter = rollview.Filter{Action: v.Address}
	for i, f := range r.Facets() {
		if i+1 >= len(RollQuery) {
			break
		}
		name := RollQuery[i+1]
		c := rollview.Choice{Name: name, Title: f.Title, Options: []ui.Option{{Text: "全部"}}}
		for n, text := range f.Values {
			c.Options = append(c.Options, ui.Option{Value: strconv.Itoa(n + 1), Text: text})
		}
		if n := v.Query(name); n > 0 && n <= len(f.Values) {
			chosen[f.Key], c.Chosen = n, strconv.Itoa(n)
			values.Set(name, c.Chosen)
		}
		out.Filter.Choices = append(out.Filter.Choices, c)
	}
	if len(values) > 0 {
		out.Filter.Clear = v.Address
	}
	return chosen, values
}

// shape lays rows out as the component wants them; nil is all rows.
func shape(out *rollview.Roll, r *roll.Roll, k *roll.Kind, rows []int, v RollView) {
	t := r.Table(rows, v.Inner)
	name := 0
	for i := range t.Columns {
		c := &t.Columns[i]
		out.Columns = append(out.Columns, rollview.Column{Label: c.Name(), Numeric: c.Numeric(), Wide: c.Type == roll.Long, Narrow: c.Type == roll.Tick || c.Type == roll.Serial})
		if c.Key == k.Name {
			name = i
		}
	}
	for _, row := range t.Head {
		var heads []rollview.Head
		for _, h := range row {
			heads = append(heads, rollview.Head{Text: h.Text, ColSpan: h.ColSpan, RowSpan: h.RowSpan, Group: h.ColSpan > 1})
		}
		out.Head = append(out.Head, heads)
	}
	for i, texts := range t.Rows {
		row := rollview.Row{Name: name}
		for _, text := range texts {
			row.Cells = append(row.Cells, rollview.Cell{Lines: strings.Split(text, "\n")})
		}
		at := i
		if rows != nil {
			at = rows[i]
		}
		if to := published(r, at, v); to != "" && texts[name] != "" {
			row.Cells[name].Links = []ui.Link{{Text: texts[name], Href: to}}
		}
		out.Rows = append(out.Rows, row)
	}
	out.Total = t.Total
}

// published is where what a row speaks of is published: the first of its columns
// that is there (K-02).
func published(r *roll.Roll, row int, v RollView) string {
	if v.Column == nil {
		return ""
	}
	for _, path := range strings.Split(r.Cell(row, "paths"), "、") {
		if path != "" {
			if to := v.Column(path); to != "" {
				return to
			}
		}
	}
	return ""
}

// totals are the sums over all rows that were chosen, not only those of the page.
func totals(r *roll.Roll, rows []int, v RollView) []string {
	return r.Table(append([]int{}, rows...), v.Inner).Total
}

// RollRows is a whole list as HTML that can be cut into blocks and compared; ""
// when there is none.
func RollRows(ctx context.Context, stored string) (markup.HTML, error) {
	list := Roll(stored, RollView{Title: "清单", Inner: true})
	if list == nil {
		return "", nil
	}
	var out bytes.Buffer
	if err := rollview.Table(*list).Render(ctx, &out); err != nil {
		return "", fmt.Errorf("sheets: %w", err)
	}
	return markup.HTML(out.String()), nil
}

// RollFormats are the formats in which a list is offered.
var RollFormats = []string{"xlsx", "csv", "docx", "json"}

// RollAddress is a list as a file: page is the address of the page that shows it.
func RollAddress(page, ext string) string {
	if strings.HasSuffix(page, "/") {
		return page + "roll." + ext
	}
	return strings.TrimSuffix(page, ".html") + "." + ext
}

// RollFile makes the file of a stored list. NotFound for what is none, for a list
// whose time is over on day, and for other formats.
func RollFile(stored, title, ext, day string) (*File, error) {
	r, _ := list(stored)
	if r == nil || !r.Shown(day) {
		return nil, noTable()
	}
	out := &File{Name: title + "." + ext}
	var err error
	switch ext {
	case "csv":
		out.Type, out.Data = "text/csv; charset=utf-8", r.CSV()
	case "json":
		out.Type = "application/json; charset=utf-8"
		out.Data, err = r.JSON(title)
	case "xlsx":
		out.Type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		out.Data, err = r.XLSX(title, false)
	case "docx":
		out.Type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
		out.Data, err = r.DOCX(title)
	default:
		return nil, noTable()
	}
	if fault.KindOf(err) == fault.Invalid {
		return nil, noTable()
	}
	return out, err
}
