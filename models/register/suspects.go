package register

import (
	"context"
	"slices"
	"strings"

	"gongkai/models/report"
)

// cutCell splits the id of a cell: section, row, column.
func cutCell(cell string) (section, col, row string) {
	p := strings.Split(cell, ".")
	return p[0], p[2], p[1]
}

// isResult reports whether a cell counts requests by how they ended.
func isResult(cell string) bool {
	_, _, row := cutCell(cell)
	return row == "total" || slices.ContainsFunc(Results, func(c Choice) bool { return strings.HasPrefix(c.ID, row) })
}

// Suspects implements report.Source. It is slow to suspect: a row that may well be
// right is left alone.
func (s *Service) Suspects(ctx context.Context, f *report.Format, year int) ([]report.Suspect, error) {
	books, err := s.books(ctx)
	if err != nil {
		return nil, err
	}
	return suspectsIn(f, year, s.today(ctx), books), nil
}

// suspectsIn looks through the rows that concern a year. Rows that are dated ahead
// of today are this year's to look at. It is a pure function.
func suspectsIn(f *report.Format, year int, today string, books books) (list []report.Suspect) {
	p := yearOf(year)
	seen, items := map[string]*entry{}, map[string]bool{}
	for i := range books[Item].rows {
		items[books[Item].rows[i].Sort] = true
	}
	for _, k := range kinds {
		b := books[k.ID]
		for i := range b.rows {
			e := &b.rows[i]
			in := p
			if p.has(today) && e.OpenedOn > p.to {
				in = yearOf(dayYear(e.OpenedOn))
			}
			why := e.wrong(k, today)
			if e.OpenedOn > in.to || in != p && why == "" {
				continue // it is the next years' to look at
			}
			cells, again := touched(f, in, &e.Row), twice(seen, e)
			if why == "" {
				why = again
			}
			if why == "" && e.Kind == Decision && len(cells) > 0 && len(items) > 0 && !items[e.Sort] {
				why = "事项台账中没有任何“" + sortTitles[e.Sort] + "”事项，却登记了处理决定。"
			}
			if why != "" && len(cells) > 0 {
				list = append(list, report.Suspect{SourceRow: e.source(p), Cells: cells, Why: why})
			}
		}
	}
	return list
}

// touched are the cells of a year that a row counts in, or would count in if what
// it lacks were there.
func touched(f *report.Format, p period, r *Row) (cells []string) {
	cells = CountedIn(f, p.year, r)
	if r.Kind == Case && p.has(r.ClosedOn) && r.Result == "" {
		cells = append(cells, "s3.total."+r.Applicant, "s3.total.sum")
	}
	if r.Kind == Case && r.Result != "" && r.ClosedOn == "" {
		cells = append(cells, "s3.total."+r.Applicant, "s3.total.sum")
	}
	if r.Kind == Dispute && p.has(r.ClosedOn) && r.Result == "" {
		cells = append(cells, "s4."+r.Sort+".total")
	}
	slices.Sort(cells)
	return slices.Compact(cells)
}

// wrong is Wrong of what somebody typed: the site may well know of a repeal that
// takes effect later.
func (e *entry) wrong(k *Kind, today string) string {
	typed := e.Row
	if e.OverBySite {
		typed.ClosedOn = ""
	}
	if why := typed.misdated(k, today); why != "" && !e.Auto {
		return why
	}
	return e.odd()
}

// Wrong says in one sentence what is wrong with a row by itself on a day, "" for
// nothing.
func (r *Row) Wrong(today string) string {
	if why := r.misdated(KindOf(r.Kind), today); why != "" {
		return why
	}
	return r.odd()
}

// odd looks at how the fields of a row fit each other.
func (r *Row) odd() string {
	switch r.Kind {
	case Case, Dispute:
		return r.unfinished()
	case Document:
		if end := r.ended(); end != "" && end < r.OpenedOn {
			return "废止（失效）日期 " + end + " 早于制发日期 " + r.OpenedOn + "。"
		}
		if r.PublicOn != "" && r.PublicOn < r.OpenedOn {
			return "首次公开日期 " + r.PublicOn + " 早于制发日期 " + r.OpenedOn + "。"
		}
	case Item:
		if r.ClosedOn != "" && r.ClosedOn < r.OpenedOn {
			return "取消日期 " + r.ClosedOn + " 早于开始日期 " + r.OpenedOn + "。"
		}
	case Fee, Procurement:
		if r.AmountFen > 0 && r.AmountFen < 1000 {
			return "金额只有 " + yuan(r.AmountFen) + " 元，可能把万元填成了元。"
		}
	}
	return ""
}

// unfinished looks at a request or a dispute: the end and the result belong
// together.
func (r *Row) unfinished() string {
	what, opened, ended := "申请", "收到日期", "办结日期"
	if r.Kind == Dispute {
		what, opened, ended = "案件", "受理日期", "审结日期"
	}
	switch {
	case r.ClosedOn != "" && r.ClosedOn < r.OpenedOn:
		return ended + " " + r.ClosedOn + " 早于" + opened + " " + r.OpenedOn + "。"
	case r.ClosedOn != "" && r.Result == "":
		return what + r.Number + "在 " + r.ClosedOn + " 已经办结，但没有填写结果。"
	case r.ClosedOn == "" && r.Result != "":
		return what + r.Number + "填写了结果，但没有填写" + ended + "。"
	}
	return ""
}

// twice finds a row with the number of another one of the same register.
func twice(seen map[string]*entry, e *entry) string {
	if e.Number == "" || e.Kind != Document && e.Kind != Case && e.Kind != Dispute {
		return ""
	}
	key := e.Kind + "/" + folded(e.Number)
	if first := seen[key]; first != nil {
		return "与“" + first.Title() + "”的编号相同（" + e.Number + "），可能重复登记。"
	}
	seen[key] = e
	return ""
}
