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

// blanks: a cell of the tables holds a number; 0 is written as 0.
func (c *checking) blanks() {
	at := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(c.Cells)) {
		section, _, _ := strings.Cut(id, ".")
		v := c.Cells[id]
		whole := true
		if n, ok := number(c.Cells, id); ok && (section == "s3" || section == "s4") {
			whole = n.IsInt() && n.Sign() >= 0
		}
		if v.Kind != report.Number || !whole {
			at[section] = append(at[section], id)
		}
	}
	for _, s := range []struct{ section, rule, name string }{{"s2", "EMPTY", "表二"}, {"s3", "S3-5", "表三"}, {"s4", "S4-5", "表四"}} {
		ids := at[s.section]
		f := Finding{Rule: s.rule, Severity: Error, Status: Pass, At: s.section, Cells: ids}
		if len(ids) > 0 {
			n := float64(len(ids))
			f.Status, f.Left, f.Right = Fail, &n, new(float64)
			f.Message = fmt.Sprintf("%s有 %d 格空白、写“/”或者不是非负整数，没有的应写 0。", s.name, len(ids))
		}
		if len(ids) > 0 || c.any(s.section) {
			c.put(f)
		}
	}
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
func (c *checking) making() {
	may := c.Making
	if may == nil && slices.ContainsFunc([]string{"county", "town", "street"}, func(k string) bool { return strings.HasPrefix(c.OrgKind, k) }) {
		may = new(bool)
	}
	if may == nil || *may {
		return
	}
	f := Finding{Rule: "A1-7", Severity: Error, Status: Unknown, At: "rules", Message: "没有规章制定权的机关，表二“规章”一行应为 0；有数字空缺，无法核对。"}
	known := 0
	for _, col := range []string{"made", "newpub", "total", "issued", "repealed", "valid"} {
		id := "s2.rules." + col
		v, ok := number(c.Cells, id)
		if !ok {
			continue
		}
		known++
		if v.Sign() != 0 {
			x, _ := v.Float64()
			f.Status, f.Cells, f.Left, f.Right = Fail, append(f.Cells, id), &x, new(float64)
			f.Message = "没有规章制定权的机关（立法法第九十一条、第九十三条），表二“规章”一行应全部为 0。"
		}
	}
	if f.Status != Fail && known == 3 {
		f.Status = Pass
	}
	if known > 0 {
		c.put(f)
	}
}

// inForce is the format in force for a year.
func inForce(year int) string {
	if year <= 2020 {
		return "2019"
	}
	return "2021"
}

// formats: a report is in the format in force for its year.
func (c *checking) formats() {
	want := cmp.Or(c.Expected, inForce(c.Year))
	f := Finding{Rule: "FORMAT", Severity: Error, Status: Pass, At: fmt.Sprint(c.Year)}
	if want != c.Format {
		f.Status = Fail
		f.Message = fmt.Sprintf("%d 年的报告应使用 %s 年格式，这份报告用的是 %s 年格式。", c.Year, want, c.Format)
	}
	c.put(f)
}

// sums: the parts of an enumeration make up the whole, or at least do not exceed
// it. Of several channels (渠道) each may hold the same item again.
func (c *checking) sums() {
	for _, s := range c.Sums {
		sum := new(big.Rat)
		most := new(big.Rat)
		for _, p := range s.Parts {
			sum.Add(sum, p)
			if p.Cmp(most) > 0 {
				most = p
			}
		}
		f := Finding{Rule: "T-2", Severity: Warning, Status: Pass, At: s.What}
		left, ok := sum, sum.Cmp(s.N) == 0
		if !s.Exhaustive {
			if ok = sum.Cmp(s.N) <= 0; strings.Contains(s.What, "渠道") {
				left, ok = most, most.Cmp(s.N) <= 0
			}
		}
		if !ok {
			x, _ := left.Float64()
			y, _ := s.N.Float64()
			f.Status, f.Left, f.Right = Fail, &x, &y
			f.Message = fmt.Sprintf("正文“%s”：分项之和 %s，与总数 %s 不符。", s.What, decimal(left), decimal(s.N))
		}
		c.put(f)
	}
}

// said: a number in the text is that of the table.
func (c *checking) said() {
	for _, s := range c.Said {
		f := Finding{Rule: "T-1", Severity: Warning, Status: Pass, At: s.What}
		if s.Text.Cmp(s.Table) != 0 {
			x, _ := s.Text.Float64()
			y, _ := s.Table.Float64()
			f.Status, f.Left, f.Right = Fail, &x, &y
			f.Message = fmt.Sprintf("正文“%s”写的是 %s，表中是 %s。", s.What, decimal(s.Text), decimal(s.Table))
		}
		c.put(f)
	}
}
