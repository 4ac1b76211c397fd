package desk

import (
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/docx"
	"gongkai/models/fault"
	"gongkai/models/markup"
	"gongkai/models/screen"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// Check handles POST /desk/documents/check: the card of findings for a form as
// it stands, stored or not.
func (h *Handler) Check(c echo.Context) error {
	posted, err := web.Form(c)
	if err != nil {
		return err
	}
	found, err := h.checks(c, posted.ID("id"), documentForm(posted))
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, deskview.ChecksCard(found))
}

func (h *Handler) checks(c echo.Context, id uint64, f content.Form) (deskview.Checks, error) {
	found, err := h.app.Content.Check(c.Request().Context(), id, f, web.Actor(c))
	if err != nil {
		return deskview.Checks{}, err
	}
	return checked(found), nil
}

// unready is what keeps a text from being submitted, by field.
func unready(c *content.Checked) map[string]string {
	var check fault.Check
	for _, f := range screen.Blocking(c.Findings) {
		text := f.Message
		if f.Block > 0 {
			text = fmt.Sprintf("正文第 %d 段：%s", f.Block, f.Message)
		}
		check.Say(f.Field, "%s", text)
	}
	return fault.FieldsOf(check.Err())
}

const shownFindings = 30

// checked is the card of what the machine found.
func checked(c *content.Checked) deskview.Checks {
	d := deskview.Checks{Musts: c.Musts()}
	d.Advices = len(c.Findings) - d.Musts
	for i, f := range c.Findings {
		if i == shownFindings {
			d.Facts = append(d.Facts, fmt.Sprintf("还有 %d 处没有列出，改好上面的再看", len(c.Findings)-i))
			break
		}
		d.Items = append(d.Items, item(f))
	}
	if c.Points != nil {
		d.Facts = append(d.Facts, pointsText(c.Points))
	}
	letters, pictures, tables, links := 0, 0, 0, 0
	for _, b := range c.Blocks {
		said := b.Text
		if b.Kind == "tr" {
			said = strings.Join(b.Cells, "")
		}
		letters += utf8.RuneCountInString(strings.Join(strings.Fields(said), ""))
		links += strings.Count(b.Raw, "<a ")
		tables = max(tables, b.Table)
		if b.Kind == "img" {
			pictures++
		}
	}
	d.Facts = append(d.Facts, fmt.Sprintf("%d 字 · %d 段", letters, len(c.Blocks)), fmt.Sprintf("链接 %d · 图片 %d · 表格 %d", links, pictures, tables))
	return d
}

// pointsText says how complete an interpretation is.
func pointsText(p *content.Points) string {
	text := fmt.Sprintf("解读要点 %d/%d", p.Have, p.All)
	if len(p.Missing) > 0 {
		text += "，还没有：" + strings.Join(p.Missing, "、")
	}
	return text
}

func item(f screen.Finding) deskview.CheckItem {
	i := deskview.CheckItem{Must: f.Level == screen.Must, Text: f.Message, Quote: f.Quote, Field: f.Field, Block: f.Block, Href: "#f-" + f.Field, From: f.From, To: f.To}
	switch {
	case f.Block > 0:
		i.Where = fmt.Sprintf("第 %d 段", f.Block)
	case f.Rule == "missing":
		i.Where = "去填写"
	default:
		i.Where = "去修改"
	}
	switch {
	case f.From != "":
		i.Quote, i.Fix, i.Kind = "", "改", "replace"
	case f.Rule == "table-head":
		i.Fix, i.Kind = "设为表头", "head"
	case f.Rule == "id-number" || f.Rule == "bank-card" || f.Rule == "phone":
		i.Fix, i.Kind, i.From = "遮盖", "mask", f.Quote
	}
	return i
}

// PreviewForm handles POST /desk/documents/preview: a form as the public would
// see it, without storing it.
func (h *Handler) PreviewForm(c echo.Context) error {
	posted, err := web.Form(c)
	if err != nil {
		return err
	}
	r, err := h.app.Content.Draft(c.Request().Context(), posted.ID("id"), documentForm(posted), web.Actor(c))
	if err != nil {
		return err
	}
	return h.portal.Preview(c, r, nil)
}

// cleaned is the answer of Clean.
type cleaned struct {
	HTML  string `json:"html"`
	Title string `json:"title,omitempty"` // of an imported file
	Said  string `json:"said"`            // one sentence about what went
	Error string `json:"error,omitempty"`
}

// Clean handles POST /desk/clean: pasted text, or a file to read one from, comes
// back as a document may hold it.
func (h *Handler) Clean(c echo.Context) error {
	if err := mayWrite(web.Actor(c)); err != nil {
		return err
	}
	posted, err := web.Form(c)
	if err != nil {
		return err
	}
	file, _, err := posted.File("file", docx.MaxFile)
	switch body := posted.Get("body"); {
	case err != nil:
	case file != nil:
		var in *content.Imported
		if in, err = content.ReadText(file); err == nil {
			return c.JSON(http.StatusOK, cleaned{HTML: string(in.Body), Title: in.Title, Said: in.Said})
		}
	case len(body) > content.MaxPaste:
		err = fault.New(fault.Invalid, "粘贴的内容太长，请分几次粘贴，或使用 Word 导入。")
	default:
		text, gone := markup.CleanReport(body)
		return c.JSON(http.StatusOK, cleaned{HTML: string(text), Said: removed(gone)})
	}
	if fault.KindOf(err) == fault.Invalid {
		return c.JSON(http.StatusUnprocessableEntity, cleaned{Error: fault.MessageOf(err)})
	}
	return err
}

// removed says what cleaning took away; "" when nothing.
func removed(r markup.Removed) string {
	var parts []string
	if r.Dress > 0 {
		parts = append(parts, fmt.Sprintf("已清除 %d 处多余格式", r.Dress))
	}
	var kept []string
	if r.Tables > 0 {
		kept = append(kept, fmt.Sprintf("%d 个表格", r.Tables))
	}
	if r.Lists > 0 {
		kept = append(kept, fmt.Sprintf("%d 个列表", r.Lists))
	}
	if len(kept) > 0 {
		parts = append(parts, "保留 "+strings.Join(kept, "、"))
	}
	text := strings.Join(parts, "，")
	if r.Pictures > 0 {
		if text != "" {
			text += "；"
		}
		text += fmt.Sprintf("%d 张图片未粘贴，请用“插入图片”补传", r.Pictures)
	}
	if text != "" {
		text += "。"
	}
	return text
}

// starts are what a new document of a column may begin from.
func (h *Handler) starts(k *cast, path string) (list []deskview.Start, err error) {
	var columns []uint64
	for _, col := range k.tree.All() {
		if col.Open(k.by.SectionID) && (path == "" || col.Path == path) {
			columns = append(columns, col.ID)
		}
	}
	last, err := h.app.Content.Last(k.ctx, columns, 1, k.by)
	if err != nil {
		return nil, err
	}
	for _, i := range last {
		list = append(list, deskview.Start{Name: "和上次一样写", Hint: k.tree.ByID(i.ColumnID).Name + " · 《" + i.Title + "》，" + ui.MonthDay(i.PublishedAt).Shown + "发布", Href: href.NewLike(k.ctx, i.DocumentID)})
	}
	for _, t := range content.Templates(path) {
		if col := k.tree.ByPath(t.Column); col != nil && col.Open(k.by.SectionID) {
			list = append(list, deskview.Start{Name: t.Name, Hint: t.Hint, Href: href.NewFrom(k.ctx, t.Column, t.Key)})
		}
	}
	return list, nil
}
