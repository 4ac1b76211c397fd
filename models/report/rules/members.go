package rules

import (
	"fmt"
	"math/big"
)

// members: every number of a report that sums up others is the body's own and
// theirs together.
func members(c *checking) (r ruling) {
	if c.Members == nil {
		return ruling{unknown: "没有给出下级单位的报告"}
	}
	if c.format == nil {
		return ruling{unknown: "格式不明"}
	}
	parts := c.Members
	if c.Own != nil {
		parts = append([]Report{*c.Own}, parts...)
	}
	for _, m := range parts {
		if m.Format != c.Format || m.Year != c.Year {
			return ruling{unknown: fmt.Sprintf("下级单位的报告中有 %d 年、%s 年格式的", m.Year, m.Format)}
		}
	}
	missing := 0
	for _, id := range c.format.CellIDs() {
		whole, sum, known := c.summed(id, parts)
		switch {
		case !known:
			missing++
		case whole.Cmp(sum) == 0:
			r.right++
		default:
			r.wrong = append(r.wrong, c.missummed(id, whole, sum, len(parts)))
		}
	}
	if missing > 0 {
		c.put(Finding{Rule: "G-1", Severity: Error, Status: Unknown, At: "cells", Message: fmt.Sprintf("有 %d 格在汇总或者下级单位的报告中空缺，无法核对。", missing)})
	}
	if r.right+len(r.wrong) == 0 {
		r.unknown = "数字都有空缺"
	}
	return r
}

// summed is the number of a cell and what the parts make of it, if all are known.
func (c *checking) summed(id string, parts []Report) (whole, sum *big.Rat, known bool) {
	whole, known = number(c.Cells, id)
	sum = new(big.Rat)
	for _, m := range parts {
		v, ok := number(m.Cells, id)
		if !ok || !known {
			return nil, nil, false
		}
		sum.Add(sum, v)
	}
	return whole, sum, known
}

func (c *checking) missummed(id string, whole, sum *big.Rat, parts int) Finding {
	x, _ := whole.Float64()
	y, _ := sum.Float64()
	by := new(big.Rat).Sub(whole, sum)
	cause := "可能有单位的报告没有汇入，或者汇入后又作了更正。"
	if by.Sign() > 0 {
		cause = "可能有单位没有列入名单，或者重复汇入。"
	}
	return Finding{At: id, Cells: []string{id}, Left: &x, Right: &y, Cause: cause,
		Message: fmt.Sprintf("%s：汇总为 %s，%d 份报告合计 %s，相差 %s。", c.place(id), decimal(whole), parts, decimal(sum), decimal(by.Abs(by)))}
}
