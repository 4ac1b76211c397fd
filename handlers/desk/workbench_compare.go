package desk

import (
	"cmp"
	"math/big"
	"strings"

	"gongkai/models/annual"
	"gongkai/models/report"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
)

// compare lists the numbers of the chapter that people look at first, beside last
// year's.
func (x *benching) compare(p *deskview.WorkbenchPage) {
	if x.Previous == nil {
		return
	}
	p.Before = x.Year - 1
	for _, id := range []string{"s2.normdocs.issued", "s2.normdocs.valid", "s2.license.decisions", "s2.penalty.decisions", "s2.fee.amount_wan",
		"s3.new.sum", "s3.open.sum", "s3.partial.sum", "s3.total.sum", "s3.carry_out.sum", "s4.review.total", "s4.suit_direct.total", "s4.suit_after.total"} {
		cell, ok := x.Cells[id]
		before, known := x.Previous.Figures.Cells[id]
		if !ok || !known || before.Kind != report.Number || x.section != cell.Section && strings.HasPrefix(x.section, "s") && len(p.Bounds) == 0 {
			continue
		}
		row := deskview.CompareRow{Name: annual.Short(cell.Cell), Before: before.Number, Now: cmp.Or(cell.Value.Number, "空缺")}
		row.Change, row.Rate = growth(before.Number, cell.Value.Number)
		p.Compare = append(p.Compare, row)
	}
}

// growth is the difference of two numbers, and in per cent where there is a base.
func growth(before, now string) (change, rate string) {
	a, ok := new(big.Rat).SetString(before)
	b, also := new(big.Rat).SetString(now)
	if !ok || !also {
		return "", ""
	}
	d := new(big.Rat).Sub(b, a)
	sign := map[int]string{1: "+", -1: "−", 0: ""}[d.Sign()]
	d.Abs(d)
	change = sign + d.RatString()
	if !d.IsInt() {
		change = sign + strings.TrimRight(d.FloatString(4), "0")
	}
	if a.Sign() > 0 && d.Sign() != 0 {
		rate = sign + new(big.Rat).Quo(new(big.Rat).Mul(d, big.NewRat(100, 1)), a).FloatString(0) + "%"
	}
	return change, rate
}

// noteLines are what was said about a report's figures while they were made: it is
// signed with them, so reviewers read it.
func noteLines(figures string) (list []deskview.Fact) {
	fig, err := report.DecodeFigures(figures)
	if err != nil {
		return nil
	}
	f, _ := report.ByID(fig.Format)
	for _, n := range fig.Notes {
		switch n.Kind {
		case report.Hand:
			cell, _ := f.CellOf(n.Cell)
			text := fig.Cells[n.Cell].Number + "，" + n.Text
			if n.Counted != "" {
				text += "（台账计算为 " + n.Counted + "）"
			}
			list = append(list, deskview.Fact{Name: "手工填写：" + annual.Short(cell), Text: text})
		case report.Explained:
			list = append(list, deskview.Fact{Name: "已说明的提示 " + n.Rule, Text: n.Text})
		case report.Original:
			list = append(list, deskview.Fact{Name: "按原文导入", Text: n.Text})
		}
	}
	return list
}

// changes says what a correction would change: cells, and chapters of the text.
func (x *benching) changes() (list []deskview.Fact) {
	if x.Public == nil {
		return nil
	}
	for _, id := range x.Bench.Format.CellIDs() {
		cell, was := x.Cells[id], x.Public.Figures.Cells[id]
		if cell.Value.Number != was.Number {
			list = append(list, deskview.Fact{Name: annual.Short(cell.Cell), Text: "已公开 " + cmp.Or(was.Number, "空缺") + "，改为 " + cmp.Or(cell.Value.Number, "空缺"), Href: href.WorkbenchAt(x.ctx, x.Year, cell.Section, id)})
		}
	}
	names := map[string]string{"": "开头说明"}
	for _, s := range x.Bench.Format.Sections {
		names[s.ID] = s.Heading()
	}
	for _, id := range append([]string{""}, sectionIDs(x.Bench.Format)...) {
		if plainText(x.Read(id)) != plainText(x.Public.HTML[id]) {
			list = append(list, deskview.Fact{Name: names[id], Text: "正文有改动", Href: href.WorkbenchAt(x.ctx, x.Year, cmp.Or(id, "intro"), "")})
		}
	}
	return list
}

func sectionIDs(f *report.Format) (ids []string) {
	for _, s := range f.Sections {
		ids = append(ids, s.ID)
	}
	return ids
}

func plainText(html string) string {
	return strings.Join(strings.Fields(report.TextFromHTML(html)), " ")
}
