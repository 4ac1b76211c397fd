package register

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"gongkai/models/report"
)

// Count implements report.Source. A cell of a register that is kept has a number,
// zero among them; a cell of one that is unknown is absent.
func (s *Service) Count(ctx context.Context, f *report.Format, year int) (map[string]report.Counted, error) {
	books, err := s.books(ctx)
	if err != nil {
		return nil, err
	}
	return countAll(f, year, books), nil
}

// countAll counts every cell. It is a pure function.
func countAll(f *report.Format, year int, books books) map[string]report.Counted {
	p, sums, rows := yearOf(year), map[string]int64{}, map[string]int{}
	for _, k := range kinds {
		b := books[k.ID]
		for i := range b.rows {
			adds(f, p, &b.rows[i].Row, func(cell string, n int64) {
				sums[cell] += n
				rows[cell]++
			})
		}
	}
	all := map[string]report.Counted{}
	for _, id := range f.CellIDs() {
		if books[keeper(id)].known() {
			all[id] = report.Counted{Number: unitOf(id).text(sums[id]), Words: words(p, id), Rows: rows[id]}
		}
	}
	return all
}

// Rows implements report.Source: the newest first by the day they count by.
func (s *Service) Rows(ctx context.Context, f *report.Format, year int, cell string) ([]report.SourceRow, error) {
	kind := keeper(cell)
	if _, ok := f.CellOf(cell); !ok || kind == "" {
		return nil, nil
	}
	b, err := s.book(ctx, kind)
	if err != nil {
		return nil, err
	}
	return rowsOf(f, year, cell, b), nil
}

func rowsOf(f *report.Format, year int, cell string, b book) (list []report.SourceRow) {
	p, u := yearOf(year), unitOf(cell)
	for i := range b.rows {
		e := &b.rows[i]
		adds(f, p, &e.Row, func(id string, n int64) {
			if id != cell {
				return
			}
			x := e.source(p)
			x.Number = u.exact(n)
			x.Day = dayFor(p, cell, n, &e.Row)
			list = append(list, x)
		})
	}
	newest(list)
	return list
}

// newest sorts rows by their day, the newest first.
func newest(list []report.SourceRow) {
	slices.SortStableFunc(list, func(a, b report.SourceRow) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(b.ID, a.ID)) })
}

// exact writes what one row adds, unrounded: 万元 with six places.
func (u unit) exact(n int64) string {
	if u == inWan {
		return scaled(n, 6)
	}
	return u.text(n)
}

// dayFor is the day by which a row counts in a cell.
func dayFor(p period, cell string, n int64, r *Row) string {
	_, col, _ := cutCell(cell)
	switch {
	case r.Kind == Document && col == "repealed":
		return r.ended()
	case r.Kind == Document && (col == "newpub" || col == "total"):
		return r.PublicOn
	case r.Kind == Item && n < 0:
		return r.ClosedOn
	case r.Kind == Case && isResult(cell), r.Kind == Dispute && p.has(r.ClosedOn):
		return r.ClosedOn
	}
	return r.OpenedOn
}

// source is a row as the report shows it.
func (e *entry) source(p period) report.SourceRow {
	x := report.SourceRow{Register: e.Kind, ID: e.ID, Title: e.Title(), Day: e.OpenedOn, Says: e.says(p)}
	if e.DocumentID != nil {
		x.Document = *e.DocumentID
	}
	return x
}

// Title is what a row is called: its name, a request and a dispute by its number.
func (r *Row) Title() string {
	switch {
	case r.Kind == Case && r.Name != "":
		return r.Number + " " + r.Name
	case r.Kind == Case || r.Kind == Dispute || r.Name == "":
		return r.Number
	}
	return r.Name
}

// over reports whether a document or an item is over when a year ends.
func (r *Row) over(p period) bool {
	return r.Kind == Document && p.over(r.ended()) || r.Kind == Item && p.over(r.ClosedOn)
}

// says is a row's state when a year ends, in a few words.
func (r *Row) says(p period) string {
	switch r.Kind {
	case Document:
		return map[bool]string{false: "现行有效", true: "已废止或失效"}[r.over(p)]
	case Item:
		return map[bool]string{false: "现有", true: "已取消"}[r.over(p)]
	case Decision:
		return map[bool]string{true: "已公开", false: "依法未公开"}[r.Flag]
	case Fee, Procurement:
		return yuan(r.AmountFen) + " 元"
	case Case:
		return ending(r, Results, "办理中", "已办结，没有填写结果")
	case Dispute:
		return ending(r, Outcomes, "尚未审结", "已审结，没有填写结果")
	}
	return sortTitles[r.Sort]
}

func ending(r *Row, from []Choice, open, none string) string {
	if i := slices.IndexFunc(from, func(c Choice) bool { return c.ID == r.Result }); i >= 0 {
		return from[i].Title
	}
	if r.ClosedOn == "" {
		return open
	}
	return none
}

// CountedIn says in which cells of a year a row counts, for the row's own page.
func CountedIn(f *report.Format, year int, r *Row) (cells []string) {
	adds(f, yearOf(year), r, func(cell string, _ int64) { cells = append(cells, cell) })
	return cells
}

// Challenge is a lawsuit that was filed without a review before.
type Challenge struct {
	Case      string // number of the request
	Row       string // how the request ended: a row of table three, "" when it is not known
	DecidedOn string // when the request was answered, "" when it is not known
	FiledOn   string
}

// Challenges lists the lawsuits without review that were filed in a year, with how
// the requests that they are about ended.
func (s *Service) Challenges(ctx context.Context, year int) (list []Challenge, err error) {
	var rows []struct {
		About, OpenedOn  string
		Result, ClosedOn *string
	}
	err = s.store.DB(ctx).Table("register_rows d").Joins("LEFT JOIN register_rows c ON c.kind = ? AND c.removed = ? AND c.number = d.about", Case, false).
		Where("d.kind = ? AND d.sort = ? AND d.removed = ? AND d.opened_on BETWEEN ? AND ?", Dispute, "suit_direct", false, yearOf(year).from, yearOf(year).to).
		Select("d.about, d.opened_on, c.result, c.closed_on").Order("d.opened_on, d.id").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("register: challenges: %w", err)
	}
	for _, r := range rows {
		x := Challenge{Case: r.About, FiledOn: r.OpenedOn}
		if r.Result != nil && r.ClosedOn != nil {
			x.Row, x.DecidedOn = *r.Result, *r.ClosedOn
		}
		list = append(list, x)
	}
	return list, nil
}
