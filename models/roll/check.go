package roll

import (
	"strconv"
	"strings"
)

// micros is a canonical decimal in millionths; whole numbers add up exactly.
// Nine digits before the point and MaxRows rows stay far within 64 bits.
func micros(s string) (n int64, ok bool) {
	neg := strings.HasPrefix(s, "-")
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || len(whole) > 12 || len(fraction) > 6 {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", 6-len(fraction)), 10, 64)
	if neg {
		n = -n
	}
	return n, err == nil
}

// decimalOf writes millionths as a canonical decimal.
func decimalOf(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := sign + strconv.FormatInt(n/1e6, 10)
	if f := strings.TrimRight(strconv.FormatInt(1e6+n%1e6, 10)[1:], "0"); f != "" {
		s += "." + f
	}
	return s
}

func (d *draft) value(row int, key string) (int64, bool) { return micros(d.out.Roll.Cell(row, key)) }

// checkCatalogue demands of every row an object, exactly one mode and a level
// (K-01); the channel is demanded by its column.
func checkCatalogue(d *draft) {
	r := d.out.Roll
	for i := range r.Rows {
		some := func(keys ...string) (n int) {
			for _, k := range keys {
				if r.Cell(i, k) != "" {
					n++
				}
			}
			return n
		}
		if some("everyone", "some") == 0 {
			d.say(d.at(i), "everyone", true, "“公开对象”至少选择一类：全社会或特定群体。")
		}
		if some("active", "request") != 1 {
			d.say(d.at(i), "active", true, "“公开方式”应在主动和依申请中选择一种。")
		}
		if some("city", "county", "town") == 0 {
			d.say(d.at(i), "county", true, "“公开层级”至少选择一级。")
		}
	}
}

// checkSubsidies compares amounts with quantity times rate, and looks for one
// person who is listed twice for the same.
func checkSubsidies(d *draft) {
	r, seen := d.out.Roll, map[string]int{}
	for i := range r.Rows {
		key := strings.Join([]string{r.Cell(i, "name"), r.Cell(i, "idno"), r.Cell(i, "village"), r.Cell(i, "item"), r.Cell(i, "amount"), r.Cell(i, "day")}, "\x00")
		if first, twice := seen[key]; twice {
			d.say(d.at(i), "", false, "与第 %d 行相同，请核对是否重复。", first)
		} else {
			seen[key] = d.at(i)
		}
		count, counted := d.value(i, "count")
		amount, paid := d.value(i, "amount")
		rate, rated := micros(leading(r.Cell(i, "rate")))
		if !counted || !paid || !rated || rate > 1e12 || count > 1e12 {
			continue
		}
		if due := int64(float64(count)*float64(rate)/1e8) * 100; abs(due-amount) > 1e6 {
			d.say(d.at(i), "amount", false, "数量乘以标准是 %s 元，与金额 %s 元不符，请核对。", decimalOf(due), decimalOf(amount))
		}
	}
}

// leading is the number that a text such as “90元/亩” begins with.
func leading(s string) string {
	s = narrow(s)
	end := strings.IndexFunc(s, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
	if end < 0 {
		return s
	}
	return strings.TrimSuffix(s[:end], ".")
}

func abs(n int64) int64 { return max(n, -n) }

// checkExecution follows the cumulated figures from month to month, and compares
// the share of the budget with what it is a share of.
func checkExecution(d *draft) {
	r := d.out.Roll
	for i := range r.Rows {
		month := r.Cell(i, "month")
		for _, side := range []string{"income", "spend"} {
			now, a := d.value(i, side)
			sum, b := d.value(i, side+"_sum")
			if !a || !b || len(month) != 7 {
				continue
			}
			if before, known := d.before(month, side); known && before+now != sum {
				d.say(d.at(i), side+"_sum", true, "累计数应为上月累计加本月，即 %s 万元，填写的是 %s 万元。", decimalOf(before+now), decimalOf(sum))
			}
			budget, c := d.value(i, side+"_budget")
			share, e := d.value(i, side+"_share")
			if c && e && budget > 0 {
				if due := int64(float64(sum) / float64(budget) * 100 * 1e6); abs(due-share) > 60_000 {
					d.say(d.at(i), side+"_share", true, "累计数是年初预算的 %s%%，填写的是 %s%%。", decimalOf((due+50_000)/100_000*100_000), decimalOf(share))
				}
			}
		}
		for j := range i {
			if r.Cell(j, "month") == month && month != "" {
				d.say(d.at(i), "month", true, "这个月份在第 %d 行已经有了。", d.at(j))
			}
		}
	}
}

// before is what was cumulated until the month before, if the list has that
// month; nothing was in January.
func (d *draft) before(month, side string) (int64, bool) {
	if strings.HasSuffix(month, "-01") {
		return 0, true
	}
	n, err := strconv.Atoi(month[5:])
	if err != nil {
		return 0, false
	}
	was := month[:5] + strconv.Itoa(100 + n - 1)[1:]
	for i := range d.out.Roll.Rows {
		if d.out.Roll.Cell(i, "month") == was {
			return d.value(i, side+"_sum")
		}
	}
	return 0, false
}
