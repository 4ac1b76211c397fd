package portal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/models/content"
	"gongkai/models/policy"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

// threeKey names one set of “三公” figures: of a year's budget or final account.
type threeKey struct {
	year  string
	final bool
	unit  string
}

// threeKeyOf tells what the figures of a document are; ok is false of one that
// says none.
func threeKeyOf(d *content.BudgetDoc) (k threeKey, ok bool) {
	_, ok = policy.Amount(d.Budget.Total)
	final := d.Budget.Kind == policy.Final || d.Budget.Kind == policy.Three && strings.Contains(d.Title, "决算")
	return threeKey{d.Budget.Year, final, d.Budget.Unit}, ok
}

// threeYears are the “三公” figures of the years on the page. Of two documents
// with the same figures the one about “三公” alone counts, then the newer.
func (s *scene) threeYears(docs []content.BudgetDoc, shown []portalview.MatrixYear) (groups []portalview.ThreeGroup) {
	by := map[threeKey]*content.BudgetDoc{}
	for i := range docs {
		d := &docs[i]
		k, ok := threeKeyOf(d)
		if was := by[k]; ok && (was == nil || was.Budget.Kind != policy.Three && d.Budget.Kind == policy.Three) {
			by[k] = d
		}
	}
	for _, y := range shown {
		for _, final := range []bool{false, true} {
			if g := s.threeGroup(by, y.Year, final); len(g.Rows) > 0 {
				groups = append(groups, g)
			}
		}
	}
	return groups
}

// threeGroup are the figures of one year's budgets or final accounts, and the
// departments' sum: the district's own figures have them in already.
func (s *scene) threeGroup(by map[threeKey]*content.BudgetDoc, year string, final bool) portalview.ThreeGroup {
	g := portalview.ThreeGroup{Name: year + " 年预算"}
	if final {
		g.Name = year + " 年决算"
	}
	var keys []threeKey
	for k := range by {
		if k.year == year && k.final == final {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b threeKey) int { return byUnit(a.unit, b.unit) })
	var sum threeSum
	for _, k := range keys {
		d := by[k]
		before := beforeOf(by, k, d)
		g.Rows = append(g.Rows, threeRow(d, before, s.address(d.Item)))
		if !policy.WholeDistrict(k.unit) {
			sum.add(&d.Budget, before)
		}
	}
	if sum.units > 1 {
		g.Rows = append(g.Rows, sum.row())
	}
	return g
}

// threeSum adds up departments. What one of them does not say has no sum.
type threeSum struct {
	units   int
	cells   [5]int64
	before  int64
	unsaid  [5]bool
	unknown bool // of the year before
}

func (x *threeSum) add(b *content.Budget, before string) {
	x.units++
	for i, v := range figures(b) {
		n, ok := policy.Amount(v)
		x.cells[i] += n
		x.unsaid[i] = x.unsaid[i] || !ok
	}
	n, ok := policy.Amount(before)
	x.before += n
	x.unknown = x.unknown || !ok
}

func (x *threeSum) row() portalview.ThreeRow {
	r := portalview.ThreeRow{Unit: ui.Link{Text: fmt.Sprintf("%d 个部门合计", x.units)}, Sum: true}
	for i, n := range x.cells {
		text := policy.AmountText(n)
		if x.unsaid[i] {
			text = unsaid
		}
		r.Cells = append(r.Cells, text)
	}
	if !x.unknown {
		r.Change = changeWords(x.cells[0], x.before)
	}
	return r
}

// unsaid stands for a figure that a document does not say.
const unsaid = "未说明"

// figures are the columns of the table: total and its parts.
func figures(b *content.Budget) []string {
	return []string{b.Total, b.Abroad, b.Purchase, b.Running, b.Reception}
}

// beforeOf is the total of the year before: what the document says, else that of
// the same unit's document.
func beforeOf(by map[threeKey]*content.BudgetDoc, k threeKey, d *content.BudgetDoc) string {
	if d.Budget.Before != "" {
		return d.Budget.Before
	}
	year, _ := strconv.Atoi(k.year)
	if was := by[threeKey{strconv.Itoa(year - 1), k.final, k.unit}]; was != nil {
		return was.Budget.Total
	}
	return ""
}

func threeRow(d *content.BudgetDoc, before, address string) portalview.ThreeRow {
	r := portalview.ThreeRow{Unit: ui.Link{Text: d.Budget.Unit, Href: address}, Why: d.Budget.Why}
	for _, v := range figures(&d.Budget) {
		r.Cells = append(r.Cells, cmp.Or(v, unsaid))
	}
	now, _ := policy.Amount(d.Budget.Total)
	if was, ok := policy.Amount(before); ok {
		r.Change = changeWords(now, was)
	}
	return r
}

// changeWords compares two amounts: “减少 1.2（−8.3%）”.
func changeWords(now, was int64) string {
	diff := now - was
	word := "增加"
	switch {
	case diff == 0:
		return "持平"
	case diff < 0:
		word, diff = "减少", -diff
	}
	text := word + " " + policy.AmountText(diff)
	if was > 0 {
		text += fmt.Sprintf("（%.1f%%）", float64(diff)/float64(was)*100)
	}
	return text
}

// threeOf are the figures of one document, nil when it says none.
func threeOf(b *content.Budget) *portalview.Three {
	now, ok := policy.Amount(b.Total)
	if !ok {
		return nil
	}
	x := &portalview.Three{Why: b.Why}
	for _, l := range []portalview.ThreeLine{{Name: "合计", Amount: b.Total}, {Name: "因公出国（境）费", Amount: b.Abroad}, {Name: "公务用车购置及运行费", Amount: b.Vehicles},
		{Name: "其中：购置费", Amount: b.Purchase, Part: true}, {Name: "运行费", Amount: b.Running, Part: true}, {Name: "公务接待费", Amount: b.Reception}} {
		if l.Amount != "" {
			x.Lines = append(x.Lines, l)
		}
	}
	if was, ok := policy.Amount(b.Before); ok {
		x.Change = changeWords(now, was)
	}
	return x
}
