package desk

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/report/rules"
	deskview "gongkai/views/desk"
	"gongkai/views/ui"
	"gongkai/web"
)

// ShowReportCheck handles GET /desk/reports/check.
func (h *Handler) ShowReportCheck(c echo.Context) error {
	return h.reportCheckPage(c, http.StatusOK, deskview.ReportCheckPage{})
}

// ReportCheck handles POST /desk/reports/check: the findings come back on the
// same page. Nothing is stored.
func (h *Handler) ReportCheck(c echo.Context) error {
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	if err := mayCheck(web.Actor(c)); err != nil {
		return err
	}
	p := deskview.ReportCheckPage{Form: deskview.Form{Values: f.Values}}
	in, name, err := checkedReport(f)
	if fault.KindOf(err) == fault.Invalid {
		p.Errors = fault.FieldsOf(err)
		return h.reportCheckPage(c, http.StatusUnprocessableEntity, p)
	}
	if err != nil {
		return err
	}
	p.Result = verdict(in, rules.Check(in), name)
	return h.reportCheckPage(c, http.StatusOK, p)
}

func (h *Handler) reportCheckPage(c echo.Context, code int, p deskview.ReportCheckPage) error {
	if err := mayCheck(web.Actor(c)); err != nil {
		return err
	}
	p.Frame = h.frame(c, "检查年报")
	return web.Render(c, code, deskview.ReportCheck(p))
}

// mayCheck lets everybody who works with content check a report.
func mayCheck(by identity.Actor) error {
	if by.Admin() {
		return fault.New(fault.Forbidden, "管理员不办理业务，不能检查年报。")
	}
	return nil
}

// checkedReport reads the report and last year's from the form, with the name of
// the file. Invalid names the field.
func checkedReport(f *web.Values) (in rules.Report, name string, err error) {
	var check fault.Check
	read := func(field string, file []byte, year int) (r rules.Report) {
		r, err := rules.ReadFor(file, year)
		if err != nil {
			check.Say(field, "%s", plainly(err))
		}
		return r
	}
	upload := func(field string) (file []byte, name string) {
		file, name, err := f.File(field, report.MaxFile)
		if err != nil {
			check.Say(field, "%s", plainly(err))
		}
		return file, name
	}
	file, name := upload("file")
	field := "file"
	if text := f.Get("text"); len(file) == 0 && strings.TrimSpace(text) != "" {
		file, field, name = []byte(text), "text", "粘贴的文字"
	}
	before, _ := upload("previous")
	year := 0
	if typed := strings.TrimSpace(f.Get("year")); typed != "" {
		year, err = strconv.Atoi(typed)
		check.If(err != nil || year < 2000 || year > 2099, "year", "年度应是四位数字，例如 2025。")
	}
	check.If(len(file) == 0 && name != "" && check.Err() == nil, "file", "文件是空的。")
	check.If(len(file) == 0 && check.Err() == nil, "file", "请选择文件，或粘贴全文。")
	if err := check.Err(); err != nil {
		return in, name, err
	}
	in = read(field, file, year)
	if len(before) > 0 {
		last := read("previous", before, 0)
		if err := in.Follows(last); check.Err() == nil && err != nil {
			check.Say("previous", "%s", plainly(err))
		}
		in.Previous, in.PreviousText = last.Cells, last.Text
	}
	return in, name, check.Err()
}

// plainly is what is wrong with a file, in words for people.
func plainly(err error) string {
	if fault.KindOf(err) == fault.Invalid {
		return fault.MessageOf(err)
	}
	return "文件读不出来，请重新选择。"
}

// verdict makes what a check found ready to be shown.
func verdict(in rules.Report, found *rules.Result, name string) *deskview.ReportVerdict {
	v := &deskview.ReportVerdict{Name: name, Findings: reportFindings(found)}
	count := func(k ui.FindingKind) int { return len(ui.FindingsOf(v.Findings, k)) }
	bad, warn, info, na := count(ui.FindingError), count(ui.FindingWarn), count(ui.FindingInfo), count(ui.FindingUnknown)
	switch {
	case bad > 0:
		v.Tone, v.Title, v.Text = "bad", fmt.Sprintf("有 %d 处错误，不能提交", bad), "改正下面的错误后再检查一次。"
	case warn > 0:
		v.Tone, v.Title, v.Text = "warn", fmt.Sprintf("没有错误，有 %d 处需要说明", warn), "逐条核实：写错的改正，有原因的在提交时写明。"
	default:
		v.Tone, v.Title, v.Text = "ok", "可以提交", "没有发现错误，也没有需要说明的地方。"
	}
	if na > 0 {
		v.Text += fmt.Sprintf("另有 %d 项因为数字空缺没有核对。", na)
	}
	v.Facts = []deskview.Fact{{Name: "报告年度", Text: yearKnown(in.Year)}, {Name: "使用的格式", Text: in.Format + " 年格式"}, {Name: "读到的数字", Text: fmt.Sprintf("%d 个", len(in.Cells))}}
	tone := func(n int, t string) string {
		if n == 0 {
			return ""
		}
		return t
	}
	number := func(n int) string { return fmt.Sprint(n) }
	v.Tiles = []deskview.Tile{{Name: "错误", Icon: "circle-x", N: number(bad), Note: "必须改正", Tone: tone(bad, "bad")}, {Name: "需说明", Icon: "triangle-alert", N: number(warn), Note: "改正或者写明原因", Tone: tone(warn, "warn")},
		{Name: "提示", Icon: "info", N: number(info), Note: "请看一看"}, {Name: "通过", Icon: "circle-check", N: number(found.Counts[rules.Pass]), Note: fmt.Sprintf("未能核对 %d 项", na), Tone: "ok"}}
	if f, ok := report.ByID(in.Format); ok {
		v.Tables = sheets.Checked(f, report.Figures{Format: in.Format, Year: in.Year, Cells: in.Cells}, marks(found))
	}
	return v
}

// yearKnown words the year of a report, which JSON may leave out.
func yearKnown(year int) string {
	if year == 0 {
		return "没有写明"
	}
	return fmt.Sprintf("%d 年", year)
}

// reportFindings makes the findings of a check ready to be shown.
func reportFindings(found *rules.Result) (all []ui.Finding) {
	for i, f := range found.Findings {
		out := ui.Finding{ID: fmt.Sprintf("finding-%d", i+1), Rule: f.Rule, Text: f.Message, Cause: f.Cause, Kind: ui.FindingUnknown}
		if f.Status != rules.Unknown {
			out.Kind = map[rules.Severity]ui.FindingKind{rules.Error: ui.FindingError, rules.Warning: ui.FindingWarn, rules.Hint: ui.FindingInfo}[f.Severity]
		}
		all = append(all, out)
	}
	return all
}

// marks says which cells have to do with a finding.
func marks(found *rules.Result) map[string]string {
	all := map[string]string{}
	for _, f := range found.Findings {
		if f.Status == rules.Unknown || len(f.Cells) > 10 && f.Rule != "S3-5" && f.Rule != "S4-5" && f.Rule != "EMPTY" {
			continue
		}
		for _, id := range f.Cells {
			if all[id] != "err" {
				all[id] = map[bool]string{true: "err", false: "odd"}[f.Severity == rules.Error]
			}
		}
	}
	return all
}
