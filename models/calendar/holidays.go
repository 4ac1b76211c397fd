package calendar

import (
	"time"
)

// Holiday is some days off in a row, and the weekend days worked for them.
type Holiday struct {
	Name     string // 春节
	From, To time.Time
	Work     []time.Time
}

// Days is how many days the holiday has.
func (h Holiday) Days() int { return number(h.To) - number(h.From) + 1 }

// Holidays lists the holidays that end in a year, in order, each with the weekend
// days worked nearest to it.
func (c *Calendar) Holidays(year int) (list []Holiday) {
	first := number(time.Date(year-1, time.December, 1, 0, 0, 0, 0, Shanghai))
	last := number(time.Date(year, time.December, 31, 0, 0, 0, 0, Shanghai))
	for d := first; d <= last; d++ {
		if c.works(d) {
			continue
		}
		from, moved := d, false
		for ; !c.works(d); d++ {
			moved = moved || c.off[d]
		}
		if to := instant(d - 1); moved && to.Year() == year {
			list = append(list, Holiday{Name: festival(instant(from), to), From: instant(from), To: to})
		}
	}
	for d := first; d <= last && len(list) > 0; d++ {
		if weekend(d) && c.work[d] && (instant(d).Year() == year || d >= number(list[0].From)-7) {
			h := nearest(list, d)
			h.Work = append(h.Work, instant(d))
		}
	}
	return list
}

// nearest is the holiday next to a day.
func nearest(list []Holiday, day int) *Holiday {
	best, least := 0, 1000
	for i, h := range list {
		if gap := max(number(h.From)-day, day-number(h.To)); gap < least {
			best, least = i, gap
		}
	}
	return &list[best]
}

// festival names some days off by where they lie in the year. In autumn eight days
// or more hold two festivals.
func festival(from, to time.Time) string {
	switch m, days := to.Month(), number(to)-number(from)+1; {
	case m == time.January && to.Day() <= 4:
		return "元旦"
	case m <= time.March:
		return "春节"
	case m == time.April && to.Day() <= 8:
		return "清明节"
	case m == time.May && to.Day() <= 10:
		return "劳动节"
	case m == time.May || m == time.June:
		return "端午节"
	case m == time.September:
		return "中秋节"
	case m == time.October && days >= 8:
		return "国庆节、中秋节"
	case m == time.October:
		return "国庆节"
	}
	return "放假"
}
