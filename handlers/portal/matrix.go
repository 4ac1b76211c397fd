package portal

import (
	"cmp"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"gongkai/models/site"
	"gongkai/views/href"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
	"gongkai/web"
)

// A budgetKind is what a document of 财政预决算 is about.
type budgetKind int

const (
	kindBudget budgetKind = iota // 预算
	kindFinal                    // 决算
	kindThree                    // “三公”经费
)

// A budgetTitle is what a title like "区教育委员会2026年部门预算" says.
type budgetTitle struct {
	year int
	unit string
	kind budgetKind
}

var (
	yearWord = regexp.MustCompile(`20[0-9]{2}\s*年度?`)
	// A report on how a budget was carried out or changed is no budget.
	notBudgets = regexp.MustCompile(`预算(执行|调整|调剂|绩效|编制|管理)`)
	leadIn     = regexp.MustCompile(`^(关于)?(公布|公开|批复|印发|报送)?`)
	tailWords  = regexp.MustCompile(`(部门|单位)$`)
)

// parseBudgetTitle reads year, unit and kind of a title. It gives up rather
// than guess: two years, both 预算 and 决算, or no unit.
func parseBudgetTitle(title string) (t budgetTitle, ok bool) {
	years := yearWord.FindAllStringIndex(title, -1)
	if len(years) != 1 || notBudgets.MatchString(title) {
		return t, false
	}
	before, rest := title[:years[0][0]], title[years[0][1]:]
	year, err := strconv.Atoi(title[years[0][0] : years[0][0]+4])
	kind, at, found := firstKind(rest)
	if err != nil || !found {
		return t, false
	}
	unit := unitName(before)
	if unit == "" {
		unit = unitName(rest[:at])
	}
	if n := utf8.RuneCountInString(unit); n == 0 || n > 24 {
		return t, false
	}
	return budgetTitle{year: year, unit: unit, kind: kind}, true
}

// firstKind finds what the text is about: 三公 in front of the other words, else
// the one of 预算 and 决算 that stands there.
func firstKind(text string) (kind budgetKind, at int, ok bool) {
	b, f, t := strings.Index(text, "预算"), strings.Index(text, "决算"), strings.Index(text, "三公")
	switch {
	case t >= 0 && (b < 0 || t < b) && (f < 0 || t < f):
		return kindThree, t, true
	case b >= 0 && f < 0:
		return kindBudget, b, true
	case f >= 0 && b < 0:
		return kindFinal, f, true
	}
	return 0, 0, false
}

// unitName takes off what stands around a unit's name.
func unitName(s string) string {
	s = strings.Trim(s, " 　“”\"《》〈〉（）()·、，,：:-—")
	s = strings.TrimSpace(leadIn.ReplaceAllString(s, ""))
	s = strings.TrimSuffix(s, "的")
	return tailWords.ReplaceAllString(s, "")
}

// matrix shows 财政预决算 by year and unit, read from the titles of the newest
// listSize documents; what cannot be read is listed below.
func (h *Handler) matrix(c echo.Context, s *scene, col *site.Column) error {
	items, err := h.app.Content.Newest(s.ctx, s.holding(col), listSize)
	if err != nil {
		return err
	}
	p := portalview.MatrixPage{Frame: s.frame(col.Name, col), Side: s.side(col), Title: col.Name, Intro: col.Description,
		Bound: older(listSize, s.total(col)), Next: expected(col, h.app.Store.Now(s.ctx)), Apply: href.Apply(s.ctx)}
	p.Canonical = href.Abs(s.ctx, href.Column(s.ctx, col.Path))
	rows := map[int]map[string]*portalview.MatrixUnit{}
	for _, i := range items {
		t, ok := parseBudgetTitle(i.Title)
		if !ok {
			p.Other = append(p.Other, s.item(i))
			continue
		}
		if rows[t.year] == nil {
			rows[t.year] = map[string]*portalview.MatrixUnit{}
		}
		u := rows[t.year][t.unit]
		if u == nil {
			u = &portalview.MatrixUnit{Unit: t.unit}
			rows[t.year][t.unit] = u
		}
		cell := map[budgetKind]*[]ui.Link{kindBudget: &u.Budget, kindFinal: &u.Final, kindThree: &u.Three}[t.kind]
		*cell = append(*cell, ui.Link{Text: i.Title, Href: s.address(i)})
	}
	p.Years = matrixYears(rows)
	return web.Render(c, http.StatusOK, portalview.Matrix(p))
}

// matrixYears orders years from the newest, the district's own figures before
// the departments'.
func matrixYears(rows map[int]map[string]*portalview.MatrixUnit) (years []portalview.MatrixYear) {
	for year, units := range rows {
		y := portalview.MatrixYear{Year: strconv.Itoa(year)}
		for _, u := range units {
			y.Units = append(y.Units, *u)
		}
		slices.SortFunc(y.Units, func(a, b portalview.MatrixUnit) int {
			return cmp.Or(cmp.Compare(unitRank(a.Unit), unitRank(b.Unit)), cmp.Compare(a.Unit, b.Unit))
		})
		years = append(years, y)
	}
	slices.SortFunc(years, func(a, b portalview.MatrixYear) int { return cmp.Compare(b.Year, a.Year) })
	return years
}

func unitRank(unit string) int {
	for _, whole := range []string{"区级", "县级", "市级", "全区", "全县", "全市", "本级"} {
		if strings.HasPrefix(unit, whole) {
			return 0
		}
	}
	return 1
}
