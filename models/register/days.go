package register

import (
	"context"
	"fmt"
	"strconv"

	"gongkai/models/calendar"
	"gongkai/models/roll"
)

// firstDay is the first day that a row may have: the bodies that keep registers are
// no older than the state.
const firstDay = "1949-10-01"

// today is the day in China Standard Time. Counting never asks for it.
func (s *Service) today(ctx context.Context) string { return calendar.Day(s.store.Now(ctx)) }

// misdated says of each day of a row that cannot be why: what has happened did not
// happen after today, nor before firstDay.
func misdated(k *Kind, r *Row, today string, say func(key, why string)) {
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Type != roll.Day {
			continue
		}
		switch v := f.get(r); {
		case v == "":
		case v < firstDay:
			say(f.Key, fmt.Sprintf("“%s”（%s）早于 %s，请核对。", f.Title, v, firstDay))
		case v > today && !f.Ahead:
			say(f.Key, fmt.Sprintf("“%s”（%s）晚于今天（%s），还没有发生的事不能登记。", f.Title, v, today))
		}
	}
}

// misdated is the first thing that is wrong with the days of a stored row.
func (r *Row) misdated(k *Kind, today string) (first string) {
	misdated(k, r, today, func(_, why string) {
		if first == "" {
			first = why
		}
	})
	return first
}

// dayYear is the year of a canonical day, 0 for none.
func dayYear(day string) int {
	if len(day) < 4 {
		return 0
	}
	year, _ := strconv.Atoi(day[:4])
	return year
}
