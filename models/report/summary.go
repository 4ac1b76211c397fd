package report

import (
	"fmt"
	"strings"
)

// Summary returns a plain sentence that reads the tables of a section to
// someone who does not read tables, made from the same figures. It is "" where
// there is nothing to say or a number it needs is missing.
func Summary(f *Format, fig Figures, section string) string {
	switch section {
	case "s2":
		return disclosed(fig)
	case "s3":
		n, ok := fig.numbers("s3.new.sum", "s3.carry_in.sum", "s3.total.sum", "s3.carry_out.sum")
		if !ok {
			return ""
		}
		s := fmt.Sprintf("本年度新收申请%s件，上年结转%s件；本年度办结%s件，结转下年度%s件。", n[0], n[1], n[2], n[3])
		if fig.allZero(f, section) {
			s += "表中各项均为0。"
		}
		return s
	case "s4":
		n, ok := fig.numbers("s4.review.total", "s4.suit_direct.total", "s4.suit_after.total")
		switch {
		case !ok:
			return ""
		case fig.allZero(f, section):
			return "本年度没有因政府信息公开引起的行政复议、行政诉讼。"
		}
		return fmt.Sprintf("因政府信息公开引起的行政复议%s件；行政诉讼中，未经复议直接起诉%s件，复议后起诉%s件。", n[0], n[1], n[2])
	}
	return ""
}

// disclosed sums up section two. Its tables differ between the editions, so each
// clause is said when its numbers are there.
func disclosed(fig Figures) string {
	var said []string
	for _, c := range []struct {
		words string
		cells []string
	}{
		{"本年新公开规章%s件、规范性文件%s件", []string{"s2.rules.newpub", "s2.normdocs.newpub"}},
		{"本年制发规章%s件、行政规范性文件%s件", []string{"s2.rules.issued", "s2.normdocs.issued"}},
		{"现行有效的规章%s件、行政规范性文件%s件", []string{"s2.rules.valid", "s2.normdocs.valid"}},
		{"作出行政许可决定%s件、行政处罚决定%s件、行政强制决定%s件", []string{"s2.license.decisions", "s2.penalty.decisions", "s2.coercion.decisions"}},
		{"收取行政事业性收费%s万元", []string{"s2.fee.amount_wan"}},
		{"政府集中采购%s个项目", []string{"s2.procurement.count"}},
	} {
		n, ok := fig.numbers(c.cells...)
		if !ok {
			continue
		}
		args := make([]any, len(n))
		for i := range n {
			args[i] = n[i]
		}
		said = append(said, fmt.Sprintf(c.words, args...))
	}
	if len(said) == 0 {
		return ""
	}
	return strings.Join(said, "；") + "。"
}

// numbers returns the numbers of the cells, and whether all of them are there.
func (f Figures) numbers(ids ...string) ([]string, bool) {
	var out []string
	for _, id := range ids {
		v := f.Cells[id]
		if v.Kind != Number {
			return nil, false
		}
		out = append(out, strings.Replace(v.Number, "-", "\u2212", 1))
	}
	return out, true
}

// allZero reports whether every cell of a section is there and zero.
func (f Figures) allZero(format *Format, section string) bool {
	for _, id := range format.order {
		if format.cells[id].Section == section && f.Cells[id].Number != "0" {
			return false
		}
	}
	return true
}
