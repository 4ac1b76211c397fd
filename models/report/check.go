package report

import (
	"fmt"
	"math/big"
	"strings"
)

// Outcome says how the numbers of a section stood up to the relations
// (勾稽关系) that the format itself states between them.
type Outcome int

// The outcomes. A number that is missing is never taken for zero: what needs it
// is Unknown.
const (
	Unchecked Outcome = iota // the section has no tables
	Passed                   // every relation holds
	Differs                  // at least one does not hold
	Unknown                  // none is broken, but a number is missing
)

// A Verdict is the outcome of a section with one plain sentence for readers.
type Verdict struct {
	Outcome Outcome
	Text    string
}

// Consistency checks the tables of a section against each other. It only looks:
// figures are published as the report gave them, right or wrong.
func Consistency(f *Format, fig Figures, section string) Verdict {
	rs := f.relations(section)
	if len(rs) == 0 {
		return Verdict{}
	}
	broken, missing := []relation{}, false
	for _, r := range rs {
		switch holds, known := r.check(fig); {
		case !known:
			missing = true
		case !holds:
			broken = append(broken, r)
		}
	}
	switch {
	case len(broken) > 0:
		return Verdict{Differs, published(broken, fig)}
	case missing:
		return Verdict{Unknown, "表中有空缺的数字，无法核对勾稽关系。"}
	}
	return Verdict{Passed, "勾稽核对通过：" + passed(f, fig, section)}
}

// passed words what was found right.
func passed(f *Format, fig Figures, section string) string {
	switch section {
	case "s3":
		n, _ := fig.numbers("s3.new.sum", "s3.carry_in.sum", "s3.total.sum", "s3.carry_out.sum")
		return fmt.Sprintf("%s + %s = %s + %s（新收加上年结转，等于办结加结转下年），分项之和与总计一致。", n[0], n[1], n[2], n[3])
	case "s4":
		return "分项之和与总计一致。"
	}
	if f.ID == "2019" {
		return "新公开数量不超过对外公开总数量，项目增减后不为负数。"
	}
	return "制发、废止与现行有效的件数相符。"
}

// published words what does not add up, without touching it.
func published(broken []relation, fig Figures) string {
	s := "按原文发布：" + broken[0].words(fig) + "。"
	if n := len(broken) - 1; n > 0 {
		s += fmt.Sprintf("另有 %d 处不一致。", n)
	}
	return s + "编者注：数字与报告原文相同，本站没有改动。"
}

// A relation is left = right, or left ≤ right, between sums of cells.
type relation struct {
	where       string // names the place, "" where the labels say it
	left, right []operand
	atMost      bool
}

// operand is one cell of a sum and what it is called in a sentence.
type operand struct{ id, name string }

// check reports whether the relation holds, and whether all its numbers are there.
func (r relation) check(fig Figures) (holds, known bool) {
	left, ok := total(fig, r.left)
	right, also := total(fig, r.right)
	if !ok || !also {
		return false, false
	}
	if r.atMost {
		return left.Cmp(right) <= 0, true
	}
	return left.Cmp(right) == 0, true
}

func total(fig Figures, ops []operand) (*big.Rat, bool) {
	sum := new(big.Rat)
	for _, o := range ops {
		v := fig.Cells[o.id]
		n, ok := new(big.Rat).SetString(v.Number)
		if v.Kind != Number || !ok {
			return nil, false
		}
		sum.Add(sum, n)
	}
	return sum, true
}

// words says of a broken relation what stands on its two sides.
func (r relation) words(fig Figures) string {
	sign := "不等于"
	if len(r.left) == 0 {
		return r.where + r.side(fig, r.right) + " 小于 0"
	}
	if r.atMost {
		sign = "大于"
	}
	return r.where + r.side(fig, r.left) + " " + sign + r.side(fig, r.right)
}

// side lists the operands with their numbers; of a long sum only the result.
func (r relation) side(fig Figures, ops []operand) string {
	if len(ops) > 4 {
		sum, _ := total(fig, ops)
		return "分项之和 " + strings.TrimSuffix(sum.FloatString(0), ".")
	}
	var parts []string
	for _, o := range ops {
		n, _ := fig.numbers(o.id)
		name := ""
		if o.name != "" {
			name = o.name + " "
		}
		if len(n) == 1 {
			parts = append(parts, name+n[0])
		}
	}
	return strings.Join(parts, " + ")
}

// relations lists what must hold within a section, the most telling first.
func (f *Format) relations(section string) (rs []relation) {
	for i := range f.Grids {
		g := &f.Grids[i]
		if g.Section != section {
			continue
		}
		switch section {
		case "s2":
			rs = append(rs, g.disclosed()...)
		case "s3":
			rs = append(rs, g.handled()...)
		case "s4":
			rs = append(rs, g.disputed()...)
		}
	}
	return rs
}

// disclosed is what must hold in the small tables of section two.
func (g *Grid) disclosed() (rs []relation) {
	cols := map[string]bool{}
	for _, c := range g.Cols {
		cols[c.ID] = true
	}
	for _, r := range g.Rows {
		cell := func(col, name string) operand { return operand{g.Section + "." + r.ID + "." + col, name} }
		where := "“" + r.Label + "”一行，"
		switch {
		case cols["newpub"]:
			rs = append(rs, relation{where, []operand{cell("newpub", "新公开")}, []operand{cell("total", "对外公开总数")}, true})
		case cols["delta"]:
			rs = append(rs, relation{where, nil, []operand{cell("prev", "上一年项目"), cell("delta", "本年增减")}, true})
		case cols["valid"]:
			rs = append(rs, relation{where, []operand{cell("issued", "本年制发")}, []operand{cell("valid", "现行有效"), cell("repealed", "本年废止")}, true})
		}
	}
	return rs
}

// handled is what must hold in the table of requests: the relation that the form
// prints in its corner, the sum of the results, and the sum over applicants.
func (g *Grid) handled() (rs []relation) {
	cell := func(row, col, name string) operand { return operand{g.Section + "." + row + "." + col, name} }
	order := append([]Column{g.Cols[len(g.Cols)-1]}, g.Cols[:len(g.Cols)-1]...) // 总计 first
	for _, c := range order {
		where := "“" + c.Label + "”一列，"
		rs = append(rs, relation{where, []operand{cell("new", c.ID, "新收"), cell("carry_in", c.ID, "上年结转")},
			[]operand{cell("total", c.ID, "办结"), cell("carry_out", c.ID, "结转下年")}, false})
	}
	for _, c := range order {
		r := relation{where: "“" + c.Label + "”一列，", left: []operand{cell("total", c.ID, "办结总计")}}
		for _, row := range g.Rows {
			if len(row.Under) > 0 && !row.Total {
				r.right = append(r.right, cell(row.ID, c.ID, ""))
			}
		}
		rs = append(rs, r)
	}
	for _, row := range g.Rows {
		r := relation{where: "“" + row.Label + "”一行，", left: []operand{cell(row.ID, "sum", "总计")}}
		for _, c := range order[1:] {
			r.right = append(r.right, cell(row.ID, c.ID, ""))
		}
		rs = append(rs, r)
	}
	return rs
}

// disputed is what must hold in the table of reviews and lawsuits: each total is
// the sum of its four outcomes.
func (g *Grid) disputed() (rs []relation) {
	var r relation
	for _, c := range g.Cols {
		o := operand{g.Section + "." + c.ID, c.Label}
		if !strings.HasSuffix(c.ID, ".total") {
			r.right = append(r.right, o)
			continue
		}
		r.where, r.left = "“"+strings.Join(c.Under, "·")+"”", []operand{o}
		rs = append(rs, r)
		r = relation{}
	}
	return rs
}
