package desk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/review"
	"gongkai/models/roll"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// ShowRollImport handles GET /desk/documents/roll.
func (h *Handler) ShowRollImport(c echo.Context) error {
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	return h.rollPage(c, http.StatusOK, nil, url.Values{"kind": {c.QueryParam("kind")}, "column": {c.QueryParam("column")}}, nil, nil)
}

// RollTemplate handles GET /desk/documents/roll/:kind: the empty workbook.
func (h *Handler) RollTemplate(c echo.Context) error {
	k := roll.KindOf(strings.TrimSuffix(c.Param("kind"), ".xlsx"))
	if k == nil {
		return fault.New(fault.NotFound, "没有这种清单。")
	}
	data, err := roll.Template(k)
	if err != nil {
		return err
	}
	c.Response().Header().Set("Content-Disposition", sheets.Disposition(k.Title+"导入模板.xlsx", k.ID+".xlsx"))
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", data)
}

// rollPage shows what was read, what is wrong with it, and the form to read again.
// v is the document whose list it is, nil for a new one.
func (h *Handler) rollPage(c echo.Context, code int, v *content.View, f url.Values, read *roll.Result, problem error) error {
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.RollPage{Frame: h.frame(c, "导入清单", documentsLink(k)), Form: deskview.Form{Values: f, Errors: fault.FieldsOf(problem)}, Columns: k.columnOptions("", "")}
	var list *roll.Roll
	if v != nil {
		p.Frame = h.frame(c, "修改清单", documentsLink(k), documentLink(k, v))
		p.ID, p.Title, p.Version, list = v.Document.ID, v.Revision.Title, v.Track.Version, v.Revision.List()
	}
	for _, x := range roll.Kinds() {
		if list == nil || list.Kind == x.ID {
			p.Kinds = append(p.Kinds, deskview.RollKind{Option: ui.Option{Value: x.ID, Text: x.Title}, About: x.About, Template: href.RollTemplate(k.ctx, x.ID)})
		}
	}
	if read != nil {
		list = read.Roll
		p.Findings, p.More = findings(read)
	}
	if list == nil || len(list.Rows) == 0 {
		return web.Render(c, code, deskview.RollImport(p))
	}
	text, err := list.Encode()
	if err != nil {
		return err
	}
	title := f.Get("title")
	if v != nil {
		title = v.Revision.Title
	}
	p.Read = sheets.Roll(text, sheets.RollView{Title: title, Inner: true})
	switch {
	case read == nil && v != nil:
		p.Rows = rowLinks(k.ctx, v.Document.ID, list)
	case read != nil && read.OK() && problem == nil:
		p.Carry = text
	}
	return web.Render(c, code, deskview.RollImport(p))
}

// findings are what reading found, errors first.
func findings(read *roll.Result) (all []deskview.RollFinding, more string) {
	for _, wrong := range []bool{true, false} {
		for _, f := range read.Findings {
			if f.Error == wrong {
				all = append(all, deskview.RollFinding{Place: f.Place(), Text: f.Message, Error: f.Error})
			}
		}
	}
	if read.More > 0 {
		more = fmt.Sprintf("另有 %d 处没有列出", read.More)
	}
	return all, more
}

// rowLinks leads to the form of every row.
func rowLinks(ctx context.Context, id uint64, list *roll.Roll) (links []ui.Link) {
	name := "seq"
	if k := roll.KindOf(list.Kind); k != nil {
		name = k.Name
	}
	for i := range list.Rows {
		links = append(links, ui.Link{Text: fmt.Sprintf("第 %d 行 %s", i+1, list.Cell(i, name)), Href: href.RollRow(ctx, id, i+1)})
	}
	return links
}

// rollOptions are what every reading of a list knows of the bureau.
func (h *Handler) rollOptions(c echo.Context, k *roll.Kind, f *web.Values) (roll.Options, error) {
	cast, err := h.cast(c)
	if err != nil {
		return roll.Options{}, err
	}
	o := roll.Options{Until: strings.TrimSpace(f.Get("until")), HideNames: f.Get("names") != "", Sections: []string{}, Paths: []string{}}
	for _, name := range cast.sections {
		o.Sections = append(o.Sections, name)
	}
	for _, col := range cast.tree.All() {
		o.Paths = append(o.Paths, col.Path)
	}
	var check fault.Check
	if o.Until == "" && k.Keep > 0 {
		o.Until = calendar.Day(cast.now.AddDate(0, 0, k.Keep))
	} else if _, err := calendar.ParseDay(o.Until); o.Until != "" && err != nil {
		check.Say("until", "请填写一个日期，例如 2027-06-30。")
	}
	return o, check.Err()
}

// readRoll reads the list that a form brings: a file, or what was read from it the
// time before.
func (h *Handler) readRoll(c echo.Context, k *roll.Kind, f *web.Values) (*roll.Result, error) {
	o, err := h.rollOptions(c, k, f)
	if err != nil {
		return nil, err
	}
	var check fault.Check
	if carried := f.Get("roll"); carried != "" {
		list, err := roll.Decode(carried)
		if err != nil || list.Kind != k.ID {
			check.Say("file", "读取的清单已失效，请重新选择文件。")
			return nil, check.Err()
		}
		o.Exact = true
		return roll.FromRows(k, list.Rows, o), nil
	}
	file, _, err := f.File("file", roll.MaxFile)
	if err == nil && len(file) == 0 {
		check.Say("file", "请选择表格文件。")
		return nil, check.Err()
	}
	if err == nil {
		var read *roll.Result
		if read, err = roll.Read(k, file, o); err == nil {
			return read, nil
		}
	}
	if fault.KindOf(err) == fault.Invalid {
		check.Say("file", "%s", fault.MessageOf(err))
		return nil, check.Err()
	}
	return nil, err
}

// RollImport handles POST /desk/documents/roll: a file is read and shown; what was
// shown without errors becomes a draft.
func (h *Handler) RollImport(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	var check fault.Check
	k := roll.KindOf(f.Get("kind"))
	check.If(k == nil, "kind", "请选择清单种类。")
	check.If(strings.TrimSpace(f.Get("title")) == "", "title", "请填写标题。")
	check.If(f.Get("column") == "", "column", "请选择栏目。")
	if err := check.Err(); err != nil {
		return h.rollPage(c, http.StatusUnprocessableEntity, nil, f.Values, nil, err)
	}
	read, err := h.readRoll(c, k, f)
	if fault.KindOf(err) == fault.Invalid {
		return h.rollPage(c, http.StatusUnprocessableEntity, nil, f.Values, nil, err)
	}
	if err != nil {
		return err
	}
	if !read.OK() {
		return h.rollPage(c, http.StatusUnprocessableEntity, nil, f.Values, read, nil)
	}
	if f.Get("roll") == "" {
		return h.rollPage(c, http.StatusOK, nil, f.Values, read, nil)
	}
	id, err := h.once(c, f, func(ctx context.Context) (uint64, error) { return h.createRoll(ctx, c, f, read.Roll) })
	if fault.KindOf(err) == fault.Invalid {
		return h.rollPage(c, http.StatusUnprocessableEntity, nil, f.Values, read, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "imported", href.Document(c.Request().Context(), id))
}

// createRoll stores a draft with a list and one sentence above it.
func (h *Handler) createRoll(ctx context.Context, c echo.Context, f *web.Values, list *roll.Roll) (uint64, error) {
	by := web.Actor(c)
	names, err := h.app.People.SectionNames(ctx)
	if err != nil {
		return 0, err
	}
	body := fmt.Sprintf("<p>本清单共 %d 行，可以按条件筛选，也可以整份下载。</p>", len(list.Rows))
	d, err := h.app.Content.CreateRoll(ctx, content.Form{Column: strings.Trim(f.Get("column"), "/"), Title: f.Get("title"), Body: body, Source: names[by.SectionID]}, list, by)
	if err != nil {
		return 0, err
	}
	return d.ID, nil
}

// ShowRoll handles GET /desk/documents/:id/roll: the list of a document, or with
// row= the form of one of its rows.
func (h *Handler) ShowRoll(c echo.Context) error {
	v, list, err := h.rollOf(c)
	if err != nil {
		return err
	}
	if c.QueryParam("row") != "" {
		return h.rowPage(c, http.StatusOK, v, list, nil, nil)
	}
	return h.rollPage(c, http.StatusOK, v, url.Values{"until": {list.Until}}, nil, nil)
}

func (h *Handler) rollOf(c echo.Context) (*content.View, *roll.Roll, error) {
	v, err := h.mayDo(c, review.Edit)
	if err != nil {
		return nil, nil, err
	}
	list := v.Revision.List()
	if list == nil || roll.KindOf(list.Kind) == nil {
		return nil, nil, fault.New(fault.NotFound, "这篇稿件没有清单。")
	}
	return v, list, nil
}

// Roll handles POST /desk/documents/:id/roll: other rows from a file, or one row.
func (h *Handler) Roll(c echo.Context) error {
	v, list, err := h.rollOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	var read *roll.Result
	if c.QueryParam("row") != "" {
		if read, err = h.changedRow(c, list, f); err == nil && !read.OK() {
			return h.rowPage(c, http.StatusUnprocessableEntity, v, list, f.Values, read)
		}
	} else if read, err = h.readRoll(c, roll.KindOf(list.Kind), f); err == nil && (!read.OK() || f.Get("roll") == "") {
		code := http.StatusOK
		if !read.OK() {
			code = http.StatusUnprocessableEntity
		}
		return h.rollPage(c, code, v, f.Values, read, nil)
	}
	if err == nil {
		err = h.app.Content.SetRoll(c.Request().Context(), v.Document.ID, seen, read.Roll, web.Actor(c))
	}
	if fault.KindOf(err) == fault.Invalid {
		if fault.FieldsOf(err) == nil {
			err = &fault.Error{Kind: fault.Invalid, Fields: map[string]string{"file": fault.MessageOf(err)}}
		}
		return h.rollPage(c, http.StatusUnprocessableEntity, v, f.Values, nil, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.Roll(c.Request().Context(), v.Document.ID))
}

// rowNumber is the row that the address names, from 1; 0 is a new one.
func rowNumber(c echo.Context, list *roll.Roll) (int, error) {
	n, err := strconv.Atoi(c.QueryParam("row"))
	if err != nil || n < 0 || n > len(list.Rows) {
		return 0, fault.New(fault.NotFound, "清单里没有这一行。")
	}
	return n, nil
}

// changedRow is the list with one row changed, added or removed, read anew: the
// rules over rows hold for all of them.
func (h *Handler) changedRow(c echo.Context, list *roll.Roll, f *web.Values) (*roll.Result, error) {
	n, err := rowNumber(c, list)
	if err != nil {
		return nil, err
	}
	k := roll.KindOf(list.Kind)
	o, err := h.rollOptions(c, k, f)
	if err != nil {
		return nil, err
	}
	o.Until, o.Exact = list.Until, true
	row, at := make([]string, len(k.Columns)), 0
	for i, col := range k.Columns {
		if col.Type != roll.Serial {
			row[i] = f.Get(fmt.Sprint("c", at))
			at++
		}
	}
	rows := append([][]string{}, list.Rows...)
	switch {
	case n == 0:
		rows = append(rows, row)
	case f.Get("do") == "remove":
		rows = append(rows[:n-1], rows[n:]...)
	default:
		rows[n-1] = row
	}
	return roll.FromRows(k, rows, o), nil
}

// rowPage is the form of one row, with what is wrong with it.
func (h *Handler) rowPage(c echo.Context, code int, v *content.View, list *roll.Roll, typed url.Values, read *roll.Result) error {
	n, err := rowNumber(c, list)
	if err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.RollPage{Frame: h.frame(c, "修改清单", documentsLink(k), documentLink(k, v)), Form: deskview.Form{Version: v.Track.Version, Values: typed},
		ID: v.Document.ID, Title: v.Revision.Title, Row: n, Single: true}
	wrong := map[string]string{}
	if read != nil {
		for _, f := range read.Findings {
			if f.Error {
				wrong[f.Key] = f.Message
				p.Findings = append(p.Findings, deskview.RollFinding{Place: f.Place(), Text: f.Message, Error: true})
			}
		}
	}
	kind := roll.KindOf(list.Kind)
	for i := range kind.Columns {
		col := &kind.Columns[i]
		if col.Type == roll.Serial {
			continue
		}
		field := deskview.RollField{Label: col.Name(), Error: wrong[col.Key], Long: col.Type == roll.Long || col.Type == roll.Multi}
		if col.Hint != "" {
			field.Hint = "例如：" + col.Hint
		}
		if typed != nil {
			field.Value = typed.Get(p.Name(len(p.RowFields)))
		} else if n > 0 {
			field.Value = list.Cell(n-1, col.Key)
		}
		if col.Type == roll.Enum {
			field.Options = []ui.Option{{Text: "请选择"}}
			for _, o := range col.Options {
				field.Options = append(field.Options, ui.Option{Value: o, Text: o})
			}
		}
		p.RowFields = append(p.RowFields, field)
	}
	return web.Render(c, code, deskview.RollImport(p))
}
