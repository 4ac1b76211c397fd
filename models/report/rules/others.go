package rules

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"gongkai/models/report"
)

// blanks: a cell of a section's tables holds a number; 0 is written as 0.
func blanks(section, name string) func(*checking) ruling {
	return func(c *checking) ruling { return c.blanks(section, name) }
}

func (c *checking) blanks(section, name string) ruling {
	if !c.any(section) {
		return ruling{unknown: "没有读到这张表"}
	}
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(c.Cells)) {
		if !strings.HasPrefix(id, section+".") {
			continue
		}
		v := c.Cells[id]
		whole := true
		if n, ok := number(c.Cells, id); ok && section != "s2" {
			whole = n.IsInt() && n.Sign() >= 0
		}
		if v.Kind != report.Number || !whole {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return ruling{right: 1}
	}
	words := slices.IndexFunc(ids, func(id string) bool { return c.Cells[id].Kind == report.Empty && c.Cells[id].Raw != "" })
	n := float64(len(ids))
	message := fmt.Sprintf("%s有 %d 格空白、写“/”或者不是非负整数，没有的应写 0：%s", name, len(ids), c.place(ids[0]))
	if len(ids) > 1 {
		message += "等"
	}
	if words >= 0 {
		message += "；" + c.place(ids[words]) + "写的是“" + clip(c.Cells[ids[words]].Raw) + "”，不是数字"
	}
	return ruling{wrong: []Finding{{At: section, Cells: ids, Left: &n, Right: new(float64), Message: message + "。"}}}
}

// any reports whether a section has a known cell.
func (c *checking) any(section string) bool {
	for id := range c.Cells {
		if strings.HasPrefix(id, section+".") {
			return true
		}
	}
	return false
}

// making: who may not make 规章 has none (立法法第九十一条、第九十三条).
func making(c *checking) ruling {
	may := c.Making
	if may == nil {
		may = c.organ().making()
	}
	switch {
	case may == nil:
		return ruling{unknown: "不清楚机关有没有规章制定权"}
	case *may:
		return ruling{right: 1}
	}
	var wrong []string
	known := 0
	for _, col := range []string{"made", "newpub", "total", "issued", "repealed", "valid"} {
		v, ok := number(c.Cells, "s2.rules."+col)
		if !ok {
			continue
		}
		known++
		if v.Sign() != 0 {
			wrong = append(wrong, "s2.rules."+col)
		}
	}
	switch {
	case len(wrong) > 0:
		v, _ := number(c.Cells, wrong[0])
		x, _ := v.Float64()
		return ruling{wrong: []Finding{{At: "rules", Cells: wrong, Left: &x, Right: new(float64), Cause: "可能把规范性文件填在了“规章”一行。",
			Message: "没有规章制定权的机关（立法法第九十一条、第九十三条），表二“规章”一行应全部为 0；" + c.place(wrong[0]) + "是 " + decimal(v) + "。"}}}
	case known == 3:
		return ruling{right: 1}
	}
	return ruling{unknown: "表二“规章”一行有数字空缺"}
}

// inForce is the format in force for a year.
func inForce(year int) string {
	if year <= 2020 {
		return "2019"
	}
	return "2021"
}

// formats: a report is in the format in force for its year.
func formats(c *checking) ruling {
	if c.Expected == "" && c.Year == 0 {
		return ruling{unknown: "年度不明"}
	}
	want := cmp.Or(c.Expected, inForce(c.Year))
	if want == c.Format {
		return ruling{right: 1}
	}
	return ruling{wrong: []Finding{{At: fmt.Sprint(c.Year), Cause: "可能沿用了往年的模板。",
		Message: fmt.Sprintf("%d 年的报告应使用 %s 年格式，这份报告用的是 %s 年格式。", c.Year, want, c.Format)}}}
}

// foreign lists numbers for cells that the format does not have.
func foreign(c *checking) (r ruling) {
	for _, id := range c.Foreign {
		r.wrong = append(r.wrong, Finding{At: id, Cells: []string{id}, Message: "格式中没有“" + id + "”这一格，没有参加核对。"})
	}
	return r
}

// sums: the parts of an enumeration make up the whole, or at least do not exceed
// it. Of several channels (渠道) each may hold the same item again.
func sums(c *checking) (r ruling) {
	for _, s := range append(slices.Clone(c.Sums), c.script.lists()...) {
		sum, most := new(big.Rat), new(big.Rat)
		var parts []string
		for _, p := range s.Parts {
			sum.Add(sum, p)
			parts = append(parts, decimal(p))
			if p.Cmp(most) > 0 {
				most = p
			}
		}
		left, ok := sum, sum.Cmp(s.N) == 0
		if !s.Exhaustive {
			if ok = sum.Cmp(s.N) <= 0; strings.Contains(s.What, "渠道") {
				left, ok = most, most.Cmp(s.N) <= 0
			}
		}
		if ok {
			r.right++
			continue
		}
		x, _ := left.Float64()
		y, _ := s.N.Float64()
		by := new(big.Rat).Sub(left, s.N)
		r.wrong = append(r.wrong, Finding{At: s.What, Left: &x, Right: &y, Cause: "可能漏列或者重复列了一项，或者总数没有更新。",
			Message: fmt.Sprintf("正文“%s”：分项 %s = %s，总数 %s，相差 %s。", s.What, strings.Join(parts, " + "), decimal(sum), decimal(s.N), decimal(by.Abs(by)))})
	}
	if c.Text == "" && len(c.Sums) == 0 {
		r.unknown = noText
	}
	return r
}

// said: a number in the text is that of the table.
func said(c *checking) (r ruling) {
	for _, s := range c.Said {
		if s.Text.Cmp(s.Table) == 0 {
			r.right++
			continue
		}
		x, _ := s.Text.Float64()
		y, _ := s.Table.Float64()
		r.wrong = append(r.wrong, Finding{At: s.What, Left: &x, Right: &y,
			Message: fmt.Sprintf("正文“%s”写的是 %s，表中是 %s。", s.What, decimal(s.Text), decimal(s.Table))})
	}
	told := c.told()
	r.wrong, r.right = append(r.wrong, told.wrong...), r.right+told.right
	if c.Text == "" && len(c.Said) == 0 {
		r.unknown = noText
	}
	return r
}

const noText = "没有正文"
