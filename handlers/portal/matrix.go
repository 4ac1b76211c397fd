package portal

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"gongkai/models/content"
	"gongkai/models/policy"
	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// budgetSize bounds the documents that the matrix reads, matrixRows the rows that
// one page of it shows: a year is never cut.
const (
	budgetSize = 3000
	matrixRows = 60
)

// matrix shows 财政预决算 by year and unit, as the newest budgetSize documents or
// their titles say; what says neither is listed below. Years that do not fit on
// the page are reached by ?year=.
func (h *Handler) matrix(c echo.Context, s *scene, col *site.Column) error {
	docs, err := h.app.Content.Budgets(s.ctx, s.holding(col), budgetSize)
	if err != nil {
		return err
	}
	p := portalview.MatrixPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Bound: older(budgetSize, s.total(col)), Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	var placed []content.BudgetDoc
	for _, d := range docs {
		if d.Budget.Placed() {
			placed = append(placed, d)
		} else if len(p.Other) < listSize {
			p.Other = append(p.Other, s.item(d.Item))
		}
	}
	all := s.matrixYears(placed)
	p.Years = fitting(all, yearParam(c))
	if year := yearParam(c); year != 0 {
		if len(p.Years) == 0 {
			return web.Moved(c, href.Column(s.ctx, col.Path))
		}
		p.Other, p.Frame.Title = nil, listTitle(col.Name, year, 1)
		p.Canonical = href.Abs(s.ctx, href.List(s.ctx, col.Path, year, 1))
	}
	p.Links = s.matrixLinks(col, all, p.Years, yearParam(c))
	p.Three = s.threeYears(placed, p.Years)
	return web.Render(c, http.StatusOK, portalview.Matrix(p))
}

// yearly reports a page of the matrix for one year.
func yearly(c echo.Context, col *site.Column) bool {
	return col.PageType == site.Matrix && yearParam(c) != 0 && len(c.QueryParams()) == 1
}

// fitting are the years that a page shows: the chosen one, else the newest that
// fit, at least one.
func fitting(all []portalview.MatrixYear, year int) (shown []portalview.MatrixYear) {
	rows := 0
	for _, y := range all {
		switch {
		case year != 0 && y.Year != strconv.Itoa(year):
			continue
		case year == 0 && len(shown) > 0 && rows+len(y.Units) > matrixRows:
			return shown
		}
		rows += len(y.Units)
		shown = append(shown, y)
	}
	return shown
}

// matrixLinks lead to every year: on the page, or to its own. On the page of one
// year they lead to the pages of the others and back to all.
func (s *scene) matrixLinks(col *site.Column, all, shown []portalview.MatrixYear, chosen int) (links []ui.Link) {
	if chosen != 0 {
		links = append(links, ui.Link{Text: "全部年度", Href: href.Column(s.ctx, col.Path)})
	}
	for _, y := range all {
		year, _ := strconv.Atoi(y.Year)
		l := ui.Link{Text: y.Year + " 年", Href: href.List(s.ctx, col.Path, year, 1), Current: year == chosen}
		if chosen == 0 && slices.ContainsFunc(shown, func(x portalview.MatrixYear) bool { return x.Year == y.Year }) {
			l.Href = "#" + y.ID()
		}
		links = append(links, l)
	}
	return links
}

// matrixYears orders years from the newest, the district's own figures before
// the departments'.
func (s *scene) matrixYears(docs []content.BudgetDoc) (years []portalview.MatrixYear) {
	rows := map[string]map[string]*portalview.MatrixUnit{}
	for i := range docs {
		d := &docs[i]
		b := &d.Budget
		if rows[b.Year] == nil {
			rows[b.Year] = map[string]*portalview.MatrixUnit{}
		}
		u := rows[b.Year][b.Unit]
		if u == nil {
			u = &portalview.MatrixUnit{Unit: b.Unit}
			rows[b.Year][b.Unit] = u
		}
		cell := map[policy.BudgetKind]*[]portalview.MatrixDoc{policy.Plan: &u.Budget, policy.Final: &u.Final, policy.Three: &u.Three}[b.Kind]
		*cell = append(*cell, s.matrixDoc(d))
		if b.Kind != policy.Three && b.Total != "" {
			u.Figures = append(u.Figures, b.Kind.Title()+" "+b.Total+" 万元")
		}
	}
	for year, units := range rows {
		y := portalview.MatrixYear{Year: year}
		for _, u := range units {
			slices.Reverse(u.Figures) // the budget comes before the final account
			y.Units = append(y.Units, *u)
		}
		slices.SortFunc(y.Units, func(a, b portalview.MatrixUnit) int { return byUnit(a.Unit, b.Unit) })
		years = append(years, y)
	}
	slices.SortFunc(years, func(a, b portalview.MatrixYear) int { return cmp.Compare(b.Year, a.Year) })
	return years
}

// matrixDoc is a document in its cell, with what a reader asks of the set.
func (s *scene) matrixDoc(d *content.BudgetDoc) portalview.MatrixDoc {
	x := portalview.MatrixDoc{Title: d.Title, Href: s.address(d.Item), Published: ui.Day(d.PublishedAt)}
	x.Package, x.Missing = packageWords(&d.Budget)
	if n := d.Late(); n > 0 {
		x.Late = fmt.Sprintf("迟 %d 天公开", n)
	}
	return x
}

// packageWords say how complete a set of tables is: “8/8 张表”, and what lacks.
func packageWords(b *content.Budget) (words, missing string) {
	there, all, lack := b.Package()
	if all == 0 {
		return "", ""
	}
	var names []string
	for _, t := range lack {
		names = append(names, t.Name)
	}
	return fmt.Sprintf("%d/%d 张表", there, all), strings.Join(names, "、")
}

// byUnit orders units: the district itself first.
func byUnit(a, b string) int { return cmp.Or(cmp.Compare(unitRank(a), unitRank(b)), cmp.Compare(a, b)) }

func unitRank(unit string) int {
	if policy.WholeDistrict(unit) {
		return 0
	}
	return 1
}
