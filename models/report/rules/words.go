package rules

import (
	"cmp"
	"math/big"
	"strings"
)

// words say what is wrong with the numbers of an arithmetic rule, and the likely
// cause: 第一项 + 第二项 = 11 + 1 = 12，第三项总计 + 第四项 = 8 + 3 = 11，相差 1。
func (c *checking) words(i instance, says string) (message, cause string) {
	more := i.More
	if i.Left == "" {
		return says + "；" + c.numbers(i.reads) + "。", sentence(more)
	}
	left, x := c.sum(i.Left, i.reads[:i.split[0]], i.sides[0])
	right, y := c.sum(i.Right, i.reads[i.split[0]:i.split[1]], i.sides[1])
	message = says + "；" + left + "，" + right
	if x == nil || y == nil {
		return message + "。", sentence(more)
	}
	by := new(big.Rat).Sub(x, y)
	if by.Sign() < 0 {
		more = i.Less
	}
	by.Abs(by)
	unit := ""
	if counted(i.reads) {
		unit = " 件"
	}
	return message + "，相差 " + decimal(by) + unit + "。", sentence(strings.ReplaceAll(more, "{n}", decimal(by)))
}

// counted reports whether a rule adds up cases and documents, not items or money.
func counted(reads []read) bool {
	for _, r := range reads {
		if !strings.HasPrefix(r.id, "s3.") && !strings.HasPrefix(r.id, "s4.") && !strings.HasPrefix(r.id, "s2.normdocs") && !strings.HasPrefix(r.id, "s2.rules") {
			return false
		}
	}
	return true
}

func sentence(s string) string {
	if s == "" {
		return ""
	}
	return s + "。"
}

// sum words one side of a comparison with its numbers and the result.
func (c *checking) sum(name string, reads []read, side node) (string, *big.Rat) {
	total, known := side(c.get)
	if !known {
		return name, nil
	}
	var parts strings.Builder
	shown := 0
	for _, r := range reads {
		v, _ := c.get(r.id, r.previous)
		if v == nil || len(reads) > 3 && v.Sign() == 0 {
			continue
		}
		if shown > 0 || r.minus {
			parts.WriteString(map[bool]string{true: " - ", false: " + "}[r.minus])
		}
		parts.WriteString(decimal(v))
		shown++
	}
	if shown < 2 {
		return name + " = " + decimal(total), total
	}
	return name + " = " + parts.String() + " = " + decimal(total), total
}

// numbers says which numbers a rule read; of many only those that are not 0.
func (c *checking) numbers(reads []read) string {
	var words []string
	seen := map[string]bool{}
	for _, r := range reads {
		v, known := c.get(r.id, r.previous)
		if !known || len(reads) > 6 && v.Sign() == 0 {
			continue
		}
		name := c.place(r.id)
		if r.previous {
			name = "上一年" + name
		}
		if word := name + " " + decimal(v); !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	return strings.Join(words, "，")
}

// place is what people call a cell.
func (c *checking) place(id string) string {
	if c.format != nil {
		if cell, ok := c.format.CellOf(id); ok {
			return cell.Place
		}
	}
	return id
}

// label is what people call the member of a set.
func (c *checking) label(i instance) string {
	if c.format == nil || i.at == "" {
		return i.at
	}
	for _, g := range c.format.Grids {
		for _, col := range g.Cols {
			if col.ID == i.at && i.For == "C" {
				return col.Label
			}
		}
		for _, row := range g.Rows {
			if row.ID == i.at && i.For != "C" && i.For != "B" {
				return row.Label
			}
		}
	}
	return cmp.Or(map[string]string{"review": "行政复议", "suit_direct": "未经复议直接起诉", "suit_after": "复议后起诉"}[i.at], i.at)
}
