package annual

import (
	"context"
	"fmt"
	"math/big"
	"strings"

	"gongkai/models/report"
)

// Origin says where a cell's value comes from.
type Origin string

// The origins, in the order in which they are asked.
const (
	ByHand  Origin = "hand"    // entered, with a reason
	Counted Origin = "counted" // by a source
	Carried Origin = "carried" // from the report of the year before
	Summed  Origin = "sum"     // of other cells
	Missing Origin = "missing"
)

// Cell is one cell of a year on the workbench.
type Cell struct {
	report.Cell
	Value   report.Value
	Origin  Origin
	Words   string          // how the value comes about
	Counted *report.Counted // what the source counts, also below an entry by hand
	Hand    *Entry
}

// Entry is a value entered by hand.
type Entry struct {
	Reason string
	By     uint64
	At     int64 // milliseconds since 1970
}

// cells gives every cell of a format its value.
type cells struct {
	format  *report.Format
	counted map[string]report.Counted
	hands   map[string]hand
	before  map[string]report.Value // of last year's report, nil when there is none
	all     map[string]*Cell
}

func (s *Service) cells(ctx context.Context, f *report.Format, year int, hands map[string]hand, before map[string]report.Value) (*cells, error) {
	c := &cells{format: f, counted: map[string]report.Counted{}, hands: hands, before: before, all: map[string]*Cell{}}
	for _, x := range s.sources {
		n, err := x.Count(ctx, f, year)
		if err != nil {
			return nil, fmt.Errorf("annual: %d: %w", year, err)
		}
		for id, v := range n {
			if _, twice := c.counted[id]; !twice {
				c.counted[id] = v
			}
		}
	}
	for _, id := range f.CellIDs() {
		c.first(id)
	}
	for i := range f.Grids {
		c.sums(&f.Grids[i])
	}
	return c, nil
}

// first takes what was entered, else what was counted, else what last year left.
func (c *cells) first(id string) {
	place, _ := c.format.CellOf(id)
	x := &Cell{Cell: place, Origin: Missing, Words: "没有台账可以计算，需要手工填写并说明来源。"}
	c.all[id] = x
	if n, ok := c.counted[id]; ok {
		x.Counted, x.Value, x.Origin, x.Words = &n, report.NumberOf(n.Number), Counted, n.Words
	}
	if h, ok := c.hands[id]; ok {
		x.Hand = &Entry{Reason: h.Reason, By: h.By, At: h.At.UnixMilli()}
		x.Value, x.Origin, x.Words = report.Value{Kind: h.Kind, Number: h.Number}, ByHand, "手工填写："+h.Reason
		return
	}
	if x.Origin != Missing || !strings.HasPrefix(id, "s3.carry_in.") {
		return
	}
	if v, ok := c.before["s3.carry_out."+strings.TrimPrefix(id, "s3.carry_in.")]; ok && v.Kind == report.Number {
		x.Value, x.Origin, x.Words = report.NumberOf(v.Number), Carried, "等于上一年报告的“结转下年度继续办理”。"
	}
}

// sums fills what is missing where the form itself says of what it is the sum:
// 总计 of a row, then （七）总计 of a column; in 表四 the four results.
func (c *cells) sums(g *report.Grid) {
	switch g.Section {
	case "s3":
		last := g.Cols[len(g.Cols)-1]
		for _, r := range g.Rows {
			if r.Total {
				continue
			}
			c.sum(g.Section+"."+r.ID+"."+last.ID, "六类申请人之和。", columnsOf(g, r))
		}
		for _, r := range g.Rows {
			if r.Total && len(r.Under) > 0 {
				for _, col := range g.Cols {
					c.sum(g.Section+"."+r.ID+"."+col.ID, "各项办理结果之和。", resultsOf(g, col))
				}
			}
		}
		for _, r := range g.Rows {
			c.sum(g.Section+"."+r.ID+"."+last.ID, "六类申请人之和。", columnsOf(g, r))
		}
	case "s4":
		var parts []string
		for _, col := range g.Cols {
			id := g.Section + "." + col.ID
			if strings.HasSuffix(col.ID, ".total") {
				c.sum(id, "四种结果之和。", parts)
				parts = nil
				continue
			}
			parts = append(parts, id)
		}
	}
}

// Sum reports whether a cell is one that the form itself calls a sum: 总计.
func Sum(id string) bool {
	return strings.HasPrefix(id, "s3.") && (strings.HasSuffix(id, ".sum") || strings.HasPrefix(id, "s3.total.")) || strings.HasPrefix(id, "s4.") && strings.HasSuffix(id, ".total")
}

func columnsOf(g *report.Grid, r report.Row) (ids []string) {
	for _, col := range g.Cols[:len(g.Cols)-1] {
		ids = append(ids, g.Section+"."+r.ID+"."+col.ID)
	}
	return ids
}

func resultsOf(g *report.Grid, col report.Column) (ids []string) {
	for _, r := range g.Rows {
		if len(r.Under) > 0 && !r.Total {
			ids = append(ids, g.Section+"."+r.ID+"."+col.ID)
		}
	}
	return ids
}

func (c *cells) sum(id, words string, parts []string) {
	x := c.all[id]
	if x == nil || x.Origin != Missing {
		return
	}
	total := new(big.Rat)
	for _, p := range parts {
		n, ok := new(big.Rat).SetString(c.all[p].Value.Number)
		if c.all[p].Value.Kind != report.Number || !ok {
			return
		}
		total.Add(total, n)
	}
	x.Value, x.Origin, x.Words = report.NumberOf(total.RatString()), Summed, words
}

// values are the cells as a report prints them; what is missing is a blank.
func (c *cells) values() map[string]report.Value {
	m := make(map[string]report.Value, len(c.all))
	for id, x := range c.all {
		if x.Origin == Missing {
			m[id] = report.Value{Kind: report.Empty}
			continue
		}
		m[id] = x.Value
	}
	return m
}
