package desk

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/audit"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// MoveColumn handles POST /desk/columns/:id/move: one place up or down.
func (h *Handler) MoveColumn(c echo.Context) error {
	col, err := h.columnOf(c)
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
	ctx := c.Request().Context()
	if err := h.app.Site.MoveColumn(ctx, col.ID, seen, f.Get("to") == "up", web.Actor(c)); err != nil {
		return err
	}
	return h.done(c, "moved", href.Columns(ctx))
}

// askColumn returns the page that asks once more, when a column in use would get
// another name or page type; nil when there is nothing to ask.
func (h *Handler) askColumn(c echo.Context, tree *site.Tree, col *site.Column, seen int, f *web.Values) (func() error, error) {
	if f.Get("confirm") == "yes" || col.Version != seen {
		return nil, nil
	}
	ctx := c.Request().Context()
	documents, below, err := h.columnImpact(ctx, tree, col)
	if err != nil || documents == 0 && below == 0 {
		return nil, err
	}
	form := columnForm(f, tree)
	p := deskview.ConfirmPage{Title: "请确认：栏目“" + col.Name + "”的改动", Warnings: []string{impactText(documents, below)}, Action: href.ColumnEdit(ctx, col.ID),
		Version: seen, Carry: carried(f.Values), Back: ui.Link{Text: "取消", Href: href.Columns(ctx)}}
	if name := strings.TrimSpace(form.Name); name != col.Name {
		p.Changes = append(p.Changes, deskview.Difference{Name: "栏目名称", Before: col.Name, After: name})
	}
	if form.PageType != col.PageType {
		p.Changes = append(p.Changes, deskview.Difference{Name: "页面类型", Before: col.PageType.Title(), After: form.PageType.Title()})
	}
	if len(p.Changes) == 0 || form.PageType.Title() == "" || strings.TrimSpace(form.Name) == "" {
		return nil, nil // nothing grave, or the form is refused anyway
	}
	return func() error {
		p.Frame = h.frame(c, "确认改动", ui.Link{Text: "栏目", Href: href.Columns(ctx)})
		return web.Render(c, http.StatusOK, deskview.Confirm(p))
	}, nil
}

// columnMeanwhile shows what was typed of a column beside what is stored now.
func (h *Handler) columnMeanwhile(c echo.Context, col *site.Column, f *web.Values) error {
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	sections, err := h.sectionOptions(c, "未指定")
	if err != nil {
		return err
	}
	var types []ui.Option
	for _, t := range site.PageTypes() {
		types = append(types, ui.Option{Value: string(t), Text: t.Title()})
	}
	one := func(name, label, theirs string, options ...ui.Option) deskview.ConflictField {
		return deskview.ConflictField{Name: name, Label: label, Mine: f.Get(name), Theirs: theirs, Options: options}
	}
	var writers []string
	for _, id := range col.Writers {
		writers = append(writers, strconv.FormatUint(id, 10))
	}
	issue := ""
	if col.NeedsIssue {
		issue = "yes"
	}
	p := deskview.ConflictPage{What: "栏目“" + col.Name + "”", Action: href.ColumnEdit(k.ctx, col.ID), Version: col.Version, Back: ui.Link{Text: "放弃我的修改", Href: href.Columns(k.ctx)},
		Fields: []deskview.ConflictField{
			one("name", "栏目名称", col.Name), one("type", "页面类型", string(col.PageType), types...), one("order", "排列顺序", strconv.Itoa(col.Position)),
			one("owner", "责任科室", idText(col.OwnerID), sections...), one("rule_days", "更新期限（天）", strconv.Itoa(col.UpdateDays)),
			{Name: "writers", Label: "可投稿科室", Theirs: strings.Join(optionTexts(sections[1:], writers), "、"), Options: sections[1:], Ticked: append([]string{}, f.All("writers")...)},
			one("ends_on", "专题结束日期", col.EndsOn), one("holds", "稿件种类", string(col.Holds), holdOptions()...), one("counts", "计入年度报表", string(col.Counts), countOptions(col)...), one("item", "公开依据", col.Article20), one("issue", "需要签发", issue, ui.Option{Text: "否"}, ui.Option{Value: "yes", Text: "是"}),
			one("crumb", "面包屑", col.Crumb), one("description", "栏目简介", col.Description), one("keywords", "关键词", col.Keywords), one("kind", "栏目类别", col.KindWord),
		}}
	p.Fields = append(p.Fields, one("basis", "法律依据", col.Basis), one("absent", "不适用的理由", col.Absent))
	return h.meanwhile(c, p, fmt.Sprintf("column/%d", col.ID))
}

// history are the latest changes of a thing, from the ledger: who and when, never
// what stood there.
func (h *Handler) history(ctx context.Context, object string) ([]deskview.HistoryRow, error) {
	entries, err := h.app.Ledger.List(ctx, audit.Filter{Object: object}, 0, 5)
	if err != nil {
		return nil, err
	}
	var people []uint64
	for _, e := range entries {
		people = append(people, e.ActorID)
	}
	names, err := h.app.People.Names(ctx, people...)
	var rows []deskview.HistoryRow
	for _, e := range entries {
		rows = append(rows, deskview.HistoryRow{When: ui.Minute(e.At), Text: names[e.ActorID] + " " + actionTitles[e.Action], Number: strconv.FormatUint(e.Seq, 10)})
	}
	return rows, err
}
