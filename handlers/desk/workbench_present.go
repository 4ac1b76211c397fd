package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/handlers/sheets"
	"gongkai/models/annual"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/report"
	"gongkai/models/report/rules"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/sheet"
	"gongkai/views/ui"
	"gongkai/web"
)

// benchPage shows one chapter of the workbench.
func (h *Handler) benchPage(c echo.Context, code int, x *benching) error {
	p := deskview.WorkbenchPage{Frame: h.frame(c, strconv.Itoa(x.Year)+" 年", ui.Link{Text: "信息公开年报", Href: href.Reports(x.ctx)}), Form: x.form, Year: x.Year,
		Address: href.Workbench(x.ctx, x.Year), Format: x.Bench.Format.ID + " 版格式", State: string(x.State), Counts: x.all()}
	p.Frame.Mini, p.Frame.Scripts = true, []string{"workbench.js"}
	p.Stage, p.Tone = "编制中，须在 "+report.DueDay(x.Year)+" 前公布", "warn"
	if x.State != "" {
		p.Stage, p.Tone = stateText(x.State), tones[x.State]
	}
	if err := h.benchActs(x, &p); err != nil {
		return err
	}
	p.Chapters = x.steps()
	for i := range x.Findings {
		f := &x.Findings[i]
		if p.Alert == nil && f.Blocks() {
			one := x.finding(f, nil)
			p.Alert = &one
			continue // it stands above the chapters
		}
		if x.section == "all" || f.Section == x.section || f.Section == "" && x.section == "intro" {
			if f.Status == rules.Unknown && x.section != "all" {
				continue
			}
			p.Findings = append(p.Findings, x.finding(f, &p))
		}
	}
	x.chapter(&p)
	if err := h.cellPanel(x, &p); err != nil {
		return err
	}
	x.compare(&p)
	return web.Render(c, code, deskview.Workbench(p))
}

// benchActs are what may be done with the year as a whole.
func (h *Handler) benchActs(x *benching, p *deskview.WorkbenchPage) error {
	if x.Why != "" {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "info", Title: x.Why, More: ui.Link{Text: "查看稿件", Href: href.Document(x.ctx, x.Document)}})
	}
	if x.Imported && x.Written && x.State != review.Published {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: "这一年的稿件是由文件导入的，不是在这里编制的。", Text: "这里的数字来自台账，与稿件可能不同。要用导入的稿件，请打开稿件提交；在这里提交，会用这里的数字和正文替换它。",
			More: ui.Link{Text: "打开稿件", Href: href.Document(x.ctx, x.Document)}})
	}
	if x.State == review.Published {
		if x.Written {
			p.Remarks = append(p.Remarks, deskview.Remark{Tone: "info", Title: "这一年的年报已经公开。", Text: "在这里改动的内容，要“更正后提交审核”并通过三级审核才会公开。"})
		}
		address, err := h.publicReport(x.cast, x.Document)
		if err != nil {
			return err
		}
		p.Acts = append(p.Acts, deskview.Button{Text: "看网站上的页面", Href: address, Icon: "external-link"})
		if n := x.changed(); n > 0 {
			p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: fmt.Sprintf("已发布的年报有 %d 格与现在的计算结果不同。", n),
				Text: "公开的数字不会自动改变。确需更正的，核对后重新提交审核，成为对已发布年报的更正，前后两个版本都可以查看。"})
		}
	} else if x.Document != 0 {
		p.Acts = append(p.Acts, deskview.Button{Text: "查看稿件", Href: href.Document(x.ctx, x.Document), Icon: "file-text"})
	}
	p.Acts = append(p.Acts, deskview.Button{Text: "预览全文", Href: href.WorkbenchDo(x.ctx, x.Year, "submit"), Icon: "eye"})
	if x.Written {
		text := "提交审核"
		if x.State == review.Published {
			text = "更正后提交审核"
		}
		if n := x.Errors(); n > 0 {
			text += fmt.Sprintf("（%d 处错误）", n)
		} else if n := x.Questions(); n > 0 {
			text += fmt.Sprintf("（%d 条待说明）", n)
		}
		p.Acts = append(p.Acts, deskview.Button{Text: text, Href: href.WorkbenchDo(x.ctx, x.Year, "submit"), Icon: "send", Kind: deskview.Main})
	}
	return nil
}

// changed is how many cells are not what is public.
func (x *benching) changed() (n int) {
	if x.Public == nil || x.Public.Figures.Format != x.Bench.Format.ID {
		return 0
	}
	for id, cell := range x.Cells {
		if cell.Origin != annual.Missing && cell.Value.Number != x.Public.Figures.Cells[id].Number {
			n++
		}
	}
	return n
}

// publicReport is where the public reads a document.
func (h *Handler) publicReport(k *cast, id uint64) (string, error) {
	item, err := h.app.Content.Live(content.Aside(k.ctx), id)
	if err != nil {
		return "", err
	}
	return portal.Address(k.ctx, k.tree, item.Item()), nil
}

// steps are the chapters with how far each has come.
func (x *benching) steps() (list []deskview.Chapter) {
	add := func(id, text string) {
		s := deskview.Chapter{Text: text, Href: href.WorkbenchAt(x.ctx, x.Year, id, ""), Current: id == x.section}
		s.State, s.Tone, s.Icon = x.chapterState(id)
		list = append(list, s)
	}
	add("intro", "开头说明")
	for _, sec := range x.Bench.Format.Sections {
		add(sec.ID, sec.No+"、"+short(sec))
	}
	all := deskview.Chapter{Text: "全部核对结果", Href: href.WorkbenchAt(x.ctx, x.Year, "all", ""), Icon: "list", Current: x.section == "all"}
	return append(list, all)
}

// short is a chapter's name for the list of chapters.
func short(s report.Section) string {
	return map[string]string{"s2": "主动公开", "s3": "依申请公开", "s4": "复议诉讼", "s5": "问题与改进", "s6": "其他事项"}[s.ID] + map[string]string{"s1": s.Title}[s.ID]
}

func (x *benching) chapterState(id string) (text, tone, icon string) {
	errors, asks := 0, 0
	for i := range x.Findings {
		if f := &x.Findings[i]; f.Section == id || f.Section == "" && id == "intro" {
			if f.Blocks() {
				errors++
			} else if f.Asks() {
				asks++
			}
		}
	}
	hand := false
	for _, cell := range x.Cells {
		hand = hand || cell.Section == id && cell.Origin == annual.ByHand
	}
	_, written := x.Prose[strings.TrimPrefix(id, "intro")]
	written = written || x.Public != nil
	switch {
	case errors > 0:
		return fmt.Sprintf("%d 错", errors), "bad", "triangle-alert"
	case asks > 0:
		return fmt.Sprintf("%d 待说明", asks), "warn", "triangle-alert"
	case id == "s2" || id == "s3" || id == "s4":
		if hand {
			return "有手工", "warn", "circle-check"
		}
		return "自动", "ok", "circle-check"
	case !written && id != "intro":
		return "待写", "warn", "square-pen"
	}
	return "完成", "ok", "circle-check"
}

// all are the findings of the year, for counting.
func (x *benching) all() (list []ui.Finding) {
	for i := range x.Findings {
		if f := &x.Findings[i]; f.Said == "" {
			list = append(list, ui.Finding{Kind: kindOf(f)})
		}
	}
	return list
}

func kindOf(f *annual.Finding) ui.FindingKind {
	switch {
	case f.Status == rules.Unknown:
		return ui.FindingUnknown
	case f.Blocks():
		return ui.FindingError
	case f.Asks():
		return ui.FindingWarn
	}
	return ui.FindingInfo
}

// finding is a finding as the page lists it; with p, a form below those that may be
// explained.
func (x *benching) finding(f *annual.Finding, p *deskview.WorkbenchPage) ui.Finding {
	out := ui.Finding{Rule: f.Rule, Kind: kindOf(f), Text: f.Message, Note: f.Said}
	for _, s := range f.Suspects {
		out.Cause = cmp.Or(out.Cause, s.Title+"："+s.Why)
		if address := x.rowHref(s.SourceRow); address != "" {
			out.Links = append(out.Links, ui.Link{Text: "打开" + s.Title, Href: address})
		}
	}
	if f.Rule == "B-5" {
		out.Links = append(out.Links, ui.Link{Text: "打开台账", Href: href.Registers(x.ctx, x.Year)})
	}
	if len(f.Cells) > 0 {
		if _, ok := x.Cells[f.Cells[0]]; ok {
			out.Links = append(out.Links, ui.Link{Text: "查看这一格和明细", Href: href.WorkbenchAt(x.ctx, x.Year, f.Section, f.Cells[0])})
		}
	} else if f.Section != "" && f.Section != x.section {
		out.Links = append(out.Links, ui.Link{Text: "到这一章修改", Href: href.WorkbenchAt(x.ctx, x.Year, f.Section, "")})
	}
	if p != nil && x.Written && f.Status == rules.Fail && f.Severity == rules.Warning {
		out.Below = deskview.ExplainForm(*p, "why-"+strconv.Itoa(slices.IndexFunc(x.Findings, func(o annual.Finding) bool { return o.Rule == f.Rule && o.At == f.At })), f.Rule, f.At, x.section, f.Said)
	}
	return out
}

// rowHref is where a row behind a number can be read or put right.
func (x *benching) rowHref(r report.SourceRow) string {
	switch {
	case r.ID != 0:
		return href.RegisterRow(x.ctx, r.Register, r.ID)
	case r.Document != 0:
		return href.Document(x.ctx, r.Document)
	}
	return ""
}

// chapter fills in what the chapter shown consists of.
func (x *benching) chapter(p *deskview.WorkbenchPage) {
	id := strings.TrimPrefix(x.section, "intro")
	switch x.section {
	case "all":
		p.Title, p.Hint = "全部核对结果", "每一条都写明算式，可以点到出错的地方"
		return
	case "intro":
		p.Title = "开头说明"
	}
	for _, s := range x.Bench.Format.Sections {
		if s.ID == x.section {
			p.Title = s.Heading()
		}
	}
	if s, ok := sheets.Section(x.Bench.Format, report.Figures{Format: x.Bench.Format.ID, Year: x.Year, Cells: x.Bench.Figures().Cells}, x.section); ok {
		p.Hint = "点数字看它从哪里来"
		s.Check = sheet.Check{} // the findings below say more
		x.mark(&s)
		s.First = x.fill // the sums at the end are not filled in
		p.Sheet, p.Fill = &s, x.fill
		if x.Written {
			p.FillHref = href.WorkbenchAt(x.ctx, x.Year, x.section, "") + "&fill=yes"
		}
		return
	}
	_, saved := x.Prose[id]
	saved = saved || x.Public != nil
	box := deskview.ProseBox{Section: x.section, Text: x.Text(id), Open: x.Written, Draft: !saved, Read: ui.HTML(x.Read(id))}
	if x.form.Values.Has("text") && x.form.Values.Get("rule") == "" {
		box.Text = x.form.Values.Get("text")
	}
	p.Prose = &box
	if x.Written {
		for _, b := range x.Bounds() {
			row := deskview.BoundRow{Name: "{{" + b.Name + "}}", Label: b.Label, Value: cmp.Or(b.Value, "空缺")}
			if strings.HasPrefix(b.Name, "n.") {
				row.Href = href.RegisterCounter(x.ctx, b.Name, x.Year)
			}
			p.Bounds = append(p.Bounds, row)
			if len(p.Bounds) == mostBounds {
				break
			}
		}
	}
}

// mostBounds is how many numbers the list beside a text offers.
const mostBounds = 28

// mark says of each cell of a sheet where it comes from and what is wrong with it.
func (x *benching) mark(s *sheet.Sheet) {
	bad := map[string]string{}
	for i := range x.Findings {
		f := &x.Findings[i]
		for _, id := range f.Cells {
			if f.Blocks() {
				bad[id] = "err"
			} else if f.Asks() && bad[id] == "" {
				bad[id] = "odd"
			}
		}
	}
	for t := range s.Tables {
		for r := range s.Tables[t].Rows {
			for i := range s.Tables[t].Rows[r].Cells {
				x.markCell(&s.Tables[t].Rows[r].Cells[i], bad)
			}
		}
	}
}

func (x *benching) markCell(c *sheet.Cell, bad map[string]string) {
	cell := x.Cells[c.ID]
	c.Mark = bad[c.ID]
	switch {
	case c.Mark == "" && cell.Origin == annual.ByHand:
		c.Mark = "hand"
	case cell.Origin == annual.Missing:
		c.Mark = "gap"
	}
	if !x.fill {
		c.Href, c.Chosen = href.WorkbenchAt(x.ctx, x.Year, cell.Section, c.ID), c.ID == x.cell
		return
	}
	if annual.Sum(c.ID) && cell.Origin != annual.ByHand {
		c.Mark = bad[c.ID]
		return
	}
	c.Input, c.Label, c.Error = "cell."+c.ID, cell.Place, x.form.Errors[c.ID]
	if x.form.Values.Has(c.Input) {
		c.Text = x.form.Values.Get(c.Input)
	}
}

// Origins in words.
var originWords = map[annual.Origin][2]string{
	annual.ByHand: {"手工填写", "warn"}, annual.Counted: {"台账自动汇总", "info"}, annual.Carried: {"上年结转", "info"}, annual.Summed: {"自动求和", "info"}, annual.Missing: {"空缺", "bad"},
}

// mostRows is how many rows behind a number the page lists.
const mostRows = 20

func (h *Handler) cellPanel(x *benching, p *deskview.WorkbenchPage) error {
	if x.cell == "" || x.fill {
		return nil
	}
	cell := x.Cells[x.cell]
	panel := deskview.CellPanel{ID: x.cell, Place: cell.Place, Value: strings.Replace(cell.Value.Number, "-", "−", 1), Origin: originWords[cell.Origin][0], Tone: originWords[cell.Origin][1],
		Words: cell.Words, Open: x.Written, Hand: cell.Hand != nil}
	if cell.Hand != nil {
		names, err := h.app.People.Names(x.ctx, cell.Hand.By)
		if err != nil {
			return err
		}
		panel.Facts = append(panel.Facts, deskview.Fact{Name: "填写人", Text: names[cell.Hand.By]}, deskview.Fact{Name: "时间", Text: time.UnixMilli(cell.Hand.At).In(calendar.Shanghai).Format("2006-01-02 15:04")})
		if cell.Counted != nil {
			panel.Facts = append(panel.Facts, deskview.Fact{Name: "台账计算", Text: cell.Counted.Number})
		}
	}
	rows, err := h.app.Annual.Rows(x.ctx, x.Year, x.cell, x.by)
	if err != nil {
		return err
	}
	for _, r := range rows[:min(len(rows), mostRows)] {
		row := deskview.CellRow{Title: r.Title, Href: x.rowHref(r), Day: r.Day, Says: r.Says}
		for _, s := range x.Suspects {
			if s.Register == r.Register && s.ID == r.ID && s.Document == r.Document {
				row.Tone = "bad"
			}
		}
		if r.Number != "1" {
			row.Adds = "计 " + r.Number
		}
		panel.Rows = append(panel.Rows, row)
	}
	panel.More = max(0, len(rows)-mostRows)
	if x.form.Values == nil || x.form.Values.Get("cell") != x.cell {
		p.Values = map[string][]string{"value": {cell.Value.Number}}
		if cell.Hand != nil {
			p.Values.Set("reason", cell.Hand.Reason)
		}
	}
	p.Cell = &panel
	return nil
}
