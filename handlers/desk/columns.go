package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/fault"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// kindWords are the category words that the ColumnType tag may carry.
var kindWords = []string{"概况信息", "机构职能", "负责人信息", "政策文件", "政务动态", "通知公告", "信息公开指南", "信息公开制度", "法定主动公开内容",
	"信息公开年报", "依申请公开", "数据发布", "政策解读", "回应关切", "办事服务", "咨询投诉", "征集调查", "在线访谈", "专题专栏"}

// Columns handles GET /desk/columns/.
func (h *Handler) Columns(c echo.Context) error {
	if err := sysAdmin(c); err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	counts, err := h.app.Content.Counts(k.ctx)
	if err != nil {
		return err
	}
	p := deskview.ColumnsPage{Frame: h.frame(c, "栏目"), Acts: []deskview.Button{{Text: "新增栏目", Href: href.NewColumn(k.ctx), Icon: "plus", Kind: deskview.Main}}}
	for _, col := range k.tree.All() {
		beside := k.tree.Children(k.tree.ByID(deref(col.ParentID)))
		row := deskview.ColumnRow{ID: col.ID, Version: col.Version, First: beside[0] == col, Final: beside[len(beside)-1] == col, Depth: len(k.tree.Ancestors(col)) - 1, Name: col.Name, Href: href.ColumnEdit(k.ctx, col.ID), Path: col.Path,
			Public: href.Column(k.ctx, col.Path), Type: col.PageType.Title(), Writers: k.writers(col), Item: col.Article20, Issue: col.NeedsIssue, Count: fmt.Sprintf("%d 篇", counts[col.ID])}
		if col.OwnerID != nil {
			row.Owner = k.sections[*col.OwnerID]
		}
		if col.UpdateDays > 0 {
			row.Rule = fmt.Sprintf("%d 天内更新", col.UpdateDays)
			newest, err := h.app.Content.Newest(k.ctx, k.tree.Branch(col), 1)
			if err != nil {
				return err
			}
			if len(newest) > 0 {
				row.Last = ui.Day(newest[0].PublishedAt)
				row.Late = k.now.Sub(newest[0].PublishedAt).Hours() > float64(24*col.UpdateDays)
			}
		}
		p.Rows = append(p.Rows, row)
	}
	return web.Render(c, http.StatusOK, deskview.Columns(p))
}

func (k *cast) writers(col *site.Column) string {
	if !col.Writable() {
		return "不直接投稿"
	}
	if len(col.Writers) == 0 {
		return "全部科室"
	}
	var names []string
	for _, w := range col.Writers {
		names = append(names, k.sections[w])
	}
	return strings.Join(names, "、")
}

// ShowNewColumn handles GET /desk/columns/new.
func (h *Handler) ShowNewColumn(c echo.Context) error {
	return h.columnPage(c, http.StatusOK, nil, deskview.Form{})
}

// ShowColumn handles GET /desk/columns/:id.
func (h *Handler) ShowColumn(c echo.Context) error {
	col, err := h.columnOf(c)
	if err != nil {
		return err
	}
	v := url.Values{"name": {col.Name}, "parent": {idText(col.ParentID)}, "path": {col.Path}, "type": {string(col.PageType)}, "order": {strconv.Itoa(col.Position)},
		"owner": {idText(col.OwnerID)}, "rule_days": {strconv.Itoa(col.UpdateDays)}, "item": {col.Article20}, "crumb": {col.Crumb},
		"description": {col.Description}, "keywords": {col.Keywords}, "kind": {col.KindWord}, "ends_on": {col.EndsOn}, "holds": {string(col.Holds)}}
	if col.NeedsIssue {
		v.Set("issue", "yes")
	}
	v.Set("basis", col.Basis)
	v.Set("absent", col.Absent)
	v.Set("counts", string(col.Counts))
	for _, w := range col.Writers {
		v.Add("writers", strconv.FormatUint(w, 10))
	}
	return h.columnPage(c, http.StatusOK, col, deskview.Form{Version: col.Version, Values: v})
}

func deref(id *uint64) uint64 {
	if id == nil {
		return 0
	}
	return *id
}

func idText(id *uint64) string {
	if id == nil {
		return ""
	}
	return strconv.FormatUint(*id, 10)
}

func (h *Handler) columnOf(c echo.Context) (*site.Column, error) {
	if err := sysAdmin(c); err != nil {
		return nil, err
	}
	id, err := web.PathID(c, "id")
	if err != nil {
		return nil, err
	}
	tree, err := h.app.Site.Tree(c.Request().Context())
	if err != nil {
		return nil, err
	}
	if col := tree.ByID(id); col != nil {
		return col, nil
	}
	return nil, fault.New(fault.NotFound, "没有这个栏目。")
}

func (h *Handler) columnPage(c echo.Context, code int, col *site.Column, f deskview.Form) error {
	if err := sysAdmin(c); err != nil {
		return err
	}
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.ColumnFormPage{Frame: h.frame(c, "栏目资料", ui.Link{Text: "栏目", Href: href.Columns(k.ctx)}), Form: f, Parents: []ui.Option{{Text: "无（一级栏目）"}},
		Items: []ui.Option{{Text: "无"}}}
	if col != nil {
		p.ID, p.Address = col.ID, "/"+col.Path+"/"
		p.Above = "无（一级栏目）"
		if up := k.tree.ByID(deref(col.ParentID)); up != nil {
			p.Above = k.tree.FullName(up)
		}
		documents, below, err := h.columnImpact(k.ctx, k.tree, col)
		if err != nil {
			return err
		}
		p.Effect = impactText(documents, below)
		if p.History, err = h.history(k.ctx, fmt.Sprintf("column/%d", col.ID)); err != nil {
			return err
		}
	}
	for _, x := range k.tree.All() {
		if col == nil {
			p.Parents = append(p.Parents, ui.Option{Value: strconv.FormatUint(x.ID, 10), Text: k.tree.FullName(x)})
		}
	}
	if p.Owners, err = h.sectionOptions(c, "未指定"); err != nil {
		return err
	}
	p.Writers = p.Owners[1:]
	p.Holds = holdOptions()
	p.Counts = countOptions(col)
	for _, t := range site.PageTypes() {
		p.Types = append(p.Types, ui.Option{Value: string(t), Text: t.Title()})
	}
	for _, w := range kindWords {
		p.Kinds = append(p.Kinds, ui.Option{Value: w, Text: w})
	}
	if was := f.Values.Get("kind"); was != "" && !contains(kindWords, was) {
		p.Kinds = append(p.Kinds, ui.Option{Value: was, Text: was})
	}
	for i := range 15 { // 条例第二十条 has fifteen items
		item := "（" + []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五"}[i] + "）"
		p.Items = append(p.Items, ui.Option{Value: item, Text: "第二十条第" + item + "项"})
	}
	return web.Render(c, code, deskview.ColumnForm(p))
}

// countOptions are the classes that yearly reports count a column in; the first is
// what follows from the column itself.
func countOptions(col *site.Column) []ui.Option {
	first := "由栏目类别决定"
	if col != nil {
		derived := *col
		derived.Counts = ""
		first += "（" + derived.Bucket().Title() + "）"
	}
	list := []ui.Option{{Text: first}}
	for _, b := range site.Buckets() {
		list = append(list, ui.Option{Value: string(b), Text: b.Title()})
	}
	return list
}

// impactText says what a change of a column touches.
func impactText(documents int64, below int) string {
	return fmt.Sprintf("改动将影响 %d 篇已公开的稿件、%d 个下级栏目，保存后立即生效。", documents, below)
}

func contains(list []string, v string) bool {
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// CreateColumn handles POST /desk/columns/new.
func (h *Handler) CreateColumn(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	tree, err := h.app.Site.Tree(c.Request().Context())
	if err != nil {
		return err
	}
	_, err = h.app.Site.CreateColumn(c.Request().Context(), columnForm(f, tree), web.Actor(c))
	if fault.KindOf(err) == fault.Invalid {
		return h.columnPage(c, http.StatusUnprocessableEntity, nil, deskview.Form{Values: f.Values, Errors: fault.FieldsOf(err)})
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.Columns(c.Request().Context()))
}

// ChangeColumn handles POST /desk/columns/:id. A new name or page type of a column
// that is in use is shown with its effect first.
func (h *Handler) ChangeColumn(c echo.Context) error {
	col, err := h.columnOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	tree, err := h.app.Site.Tree(c.Request().Context())
	if err != nil {
		return err
	}
	seen, err := f.Version()
	if err != nil {
		return err
	}
	if f.Get("confirm") == "back" {
		return h.columnPage(c, http.StatusOK, col, deskview.Form{Version: seen, Values: f.Values})
	}
	if ask, err := h.askColumn(c, tree, col, seen, f); err != nil || ask != nil {
		return errOr(err, ask)
	}
	was := *col
	err = h.app.Site.ChangeColumn(c.Request().Context(), col.ID, seen, columnForm(f, tree), web.Actor(c))
	switch {
	case fault.KindOf(err) == fault.Stale:
		return h.columnMeanwhile(c, &was, f)
	case fault.KindOf(err) == fault.Invalid && len(fault.FieldsOf(err)) > 0:
		return h.columnPage(c, http.StatusUnprocessableEntity, &was, deskview.Form{Version: seen, Values: f.Values, Errors: fault.FieldsOf(err)})
	case err != nil:
		return err
	}
	return h.done(c, "saved", href.Columns(c.Request().Context()))
}
