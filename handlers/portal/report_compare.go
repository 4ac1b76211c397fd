package portal

import (
	"fmt"
	"strconv"

	"gongkai/models/content"
	"gongkai/models/report"
	"gongkai/models/site"
	"gongkai/views/chart"
)

// comparison is one chart over the published reports: cells by what they are called
// for readers.
type comparison struct {
	title string
	names []string
	cells []string
}

var comparisons = []comparison{
	{"历年政府信息公开申请办理情况", []string{"本年新收", "本年办结", "结转下年"}, []string{"s3.new.sum", "s3.total.sum", "s3.carry_out.sum"}},
	{"历年行政规范性文件情况", []string{"本年制发", "本年废止", "现行有效"}, []string{"s2.normdocs.issued", "s2.normdocs.repealed", "s2.normdocs.valid"}},
}

// absent says what a dash in a comparison means.
const absent = "数据取自各年度已经发布的年报。“—”表示该年度适用的报告格式没有这一项，或者年报没有填写，不等于 0。"

// compare draws what the reports of several years say of the same cells. A cell that
// a year's format does not have is missing, not nought.
func (h *Handler) compare(s *scene, col *site.Column) ([]chart.Groups, error) {
	years, err := h.app.Content.FiguresByYear(s.ctx, col.ID)
	if err != nil {
		return nil, err
	}
	return compareYears(years), nil
}

func compareYears(years []content.YearFigures) (all []chart.Groups) {
	const most = 10 // years in one drawing
	years = years[max(0, len(years)-most):]
	for _, c := range comparisons {
		g := chart.Groups{Title: c.title, Axis: "年度", Unit: "件", Series: c.names, Note: absent}
		said := 0 // years with a number
		for _, y := range years {
			fig, err := report.DecodeFigures(y.Figures)
			if err != nil {
				continue
			}
			row := chart.Cluster{Label: strconv.Itoa(y.ReportYear)}
			there := false
			for _, id := range c.cells {
				v := amount(fig.Cells[id])
				row.Values = append(row.Values, v)
				there = there || v.There
			}
			if there {
				said++
			}
			g.Rows = append(g.Rows, row)
		}
		if said < 2 { // nothing to compare
			continue
		}
		first, last := g.Rows[0].Label, g.Rows[len(g.Rows)-1]
		g.Desc = fmt.Sprintf("%s 至 %s 年，每年一组。最近一年（%s 年）", first, last.Label, last.Label)
		for i, name := range c.names {
			if i > 0 {
				g.Desc += "，"
			}
			g.Desc += name + " " + last.Values[i].String() + " 件"
		}
		g.Desc += "。全部数字在下面的表格里。"
		all = append(all, g)
	}
	return all
}

func amount(v report.Value) chart.Amount {
	n, err := strconv.ParseInt(v.Number, 10, 64)
	return chart.Amount{N: n, There: v.Kind == report.Number && err == nil && n >= 0}
}
