package calendar

import (
	"maps"
	"slices"
	"time"
)

// Notice is the working days of one year as the State Council's notice (放假安排)
// says them. Days are written “2006-01-02”.
type Notice struct {
	Year   int
	Number string   // number of the notice, “国办发明电〔2025〕7号”; several are joined by “、”
	Off    []string // days off (放假); weekends need not be among them
	Work   []string // Saturdays and Sundays worked instead (调休上班)
}

// Calendar knows which days are worked. It never changes. The zero value is not
// one; see Official and With.
//
// A year without a notice is provisional: weekends are off, and so are the
// holidays fixed by 《全国年节及纪念日放假办法》, but which days are moved is not
// known. What was computed for such a year must be computed again when the
// notice is there; nothing computed is therefore stored.
type Calendar struct {
	years map[int]Notice
	off   map[int]bool // by day number: weekdays that are off
	work  map[int]bool // weekends that are worked
}

// Years of which provisional holidays are known in advance.
const (
	firstGuess = 2025 // the present text of the 放假办法 holds from 2025
	lastGuess  = 2060
)

// With is the calendar with other years, each instead of what it knew of it.
func (c *Calendar) With(years ...Notice) *Calendar {
	n := &Calendar{years: maps.Clone(c.years), off: map[int]bool{}, work: map[int]bool{}}
	if n.years == nil {
		n.years = map[int]Notice{}
	}
	for _, y := range years {
		n.years[y.Year] = y
	}
	for y := firstGuess; y <= lastGuess; y++ {
		if _, known := n.years[y]; !known {
			n.guess(y)
		}
	}
	for _, number := range slices.Sorted(maps.Keys(n.years)) { // the notice of a later year speaks last of its eve
		y := n.years[number]
		for _, d := range y.Off {
			n.mark(d, n.off, n.work)
		}
		for _, d := range y.Work {
			n.mark(d, n.work, n.off)
		}
	}
	return n
}

// mark sets a day; what is no day is not there.
func (c *Calendar) mark(day string, as, not map[int]bool) {
	if t, err := ParseDay(day); err == nil {
		as[number(t)] = true
		delete(not, number(t))
	}
}

// guess marks the holidays of a year without a notice. One on a weekend is made
// up for by the next weekday (放假办法第六条 leaves open by which).
func (c *Calendar) guess(year int) {
	days := Statutory(year)
	for _, d := range days {
		if t, _ := ParseDay(d); !weekend(number(t)) {
			c.off[number(t)] = true
		}
	}
	for _, d := range days {
		t, _ := ParseDay(d)
		if n := number(t); weekend(n) {
			for n++; weekend(n) || c.off[n]; n++ {
			}
			c.off[n] = true
		}
	}
}

// Known is what the calendar knows of a year; ok is false without a notice.
func (c *Calendar) Known(year int) (y Notice, ok bool) { y, ok = c.years[year]; return y, ok }

// Years lists the years with a notice, in order.
func (c *Calendar) Years() []int { return slices.Sorted(maps.Keys(c.years)) }

// Workday reports whether offices work on the day of t in China Standard Time.
func (c *Calendar) Workday(t time.Time) bool { return c.works(number(t)) }

func (c *Calendar) works(n int) bool {
	if weekend(n) {
		return c.work[n]
	}
	return !c.off[n]
}

// Moved says how the day of t differs from its weekday: off is a weekday that is
// free, worked a weekend day that is not.
func (c *Calendar) Moved(t time.Time) (off, worked bool) {
	n := number(t)
	return c.off[n], c.work[n]
}

// Add is the first instant of the nth working day after the day of t, in China
// Standard Time: the day itself does not count (民法典第二百零一条). Below nought
// it is the nth working day before. Of nought it is the day itself.
func (c *Calendar) Add(t time.Time, n int) time.Time {
	day, step := number(t), 1
	if n < 0 {
		n, step = -n, -1
	}
	for n > 0 {
		if day += step; c.works(day) {
			n--
		}
	}
	return instant(day)
}

// Between counts the working days after the day of from up to and with the day
// of to; below nought when to is before from.
func (c *Calendar) Between(from, to time.Time) int {
	a, b, sign := number(from), number(to), 1
	if b < a {
		a, b, sign = b, a, -1
	}
	n := 0
	for d := a + 1; d <= b; d++ {
		if c.works(d) {
			n++
		}
	}
	return sign * n
}

// Pause is a time in which a term does not run: the days after From, up to and
// with Until (条例: 自发出之日的次日起至收到之日不计入期限).
type Pause struct{ From, Until time.Time }

// Due is the last day of a term of n working days that began on the day of t,
// which does not count, without the days of the pauses. It is the day's first
// instant in China Standard Time; the term is over when the next day begins.
func (c *Calendar) Due(t time.Time, n int, pauses ...Pause) time.Time {
	day := number(t)
	for n > 0 {
		if day++; c.works(day) && !paused(day, pauses) {
			n--
		}
	}
	return instant(day)
}

func paused(day int, pauses []Pause) bool {
	return slices.ContainsFunc(pauses, func(p Pause) bool { return day > number(p.From) && day <= number(p.Until) })
}

// Provisional reports whether some day from the day of from to the day of to may
// still be moved, because the notice that would say so is not known. The last
// three days of a year are the next notice's to move.
func (c *Calendar) Provisional(from, to time.Time) bool {
	for d := number(from); d <= number(to); d++ {
		l := instant(d)
		year := l.Year()
		if l.Month() == time.December && l.Day() >= 29 {
			if _, next := c.years[year+1]; !next {
				return true
			}
		}
		if _, known := c.years[year]; !known {
			return true
		}
	}
	return false
}

const (
	daySeconds = 24 * 60 * 60
	thursday   = 4 // 1970-01-01
)

// number counts the days since 1970-01-01 in China Standard Time.
func number(t time.Time) int {
	s := t.Unix() + 8*60*60
	n := s / daySeconds
	if s%daySeconds < 0 {
		n--
	}
	return int(n)
}

// instant is the first instant of a day.
func instant(n int) time.Time { return time.Unix(int64(n)*daySeconds-8*60*60, 0).In(Shanghai) }

func weekend(n int) bool {
	w := ((n+thursday)%7 + 7) % 7
	return w == int(time.Saturday) || w == int(time.Sunday)
}
