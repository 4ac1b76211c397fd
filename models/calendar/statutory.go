package calendar

import (
	"slices"
	"time"
)

// lunar are the first day of the lunar year (春节), 端午 and 中秋 of the years
// ahead, month and day. The lunar calendar is computed by the Purple Mountain
// Observatory (GB/T 33661); the days after this table are not guessed.
var lunar = map[int][3]string{
	2025: {"01-29", "05-31", "10-06"}, 2026: {"02-17", "06-19", "09-25"},
	2027: {"02-06", "06-09", "09-15"}, 2028: {"01-26", "05-28", "10-03"}, 2029: {"02-13", "06-16", "09-22"}, 2030: {"02-03", "06-05", "09-12"},
	2031: {"01-23", "06-24", "10-01"}, 2032: {"02-11", "06-12", "09-19"}, 2033: {"01-31", "06-01", "09-08"}, 2034: {"02-19", "06-20", "09-27"},
	2035: {"02-08", "06-10", "09-16"}, 2036: {"01-28", "05-30", "10-04"},
}

// Statutory lists the holidays of everybody in a year, by 《全国年节及纪念日放假办法》
// as it holds from 2025 (国务院令第795号): 元旦, 除夕 and the first three days of 春节,
// 清明, 1 and 2 May, 端午, 中秋, 1 to 3 October. Days of the lunar calendar are
// among them up to 2036. They are sorted, “2006-01-02”.
func Statutory(year int) []string {
	at := func(m time.Month, d int) string {
		return time.Date(year, m, d, 0, 0, 0, 0, Shanghai).Format(DayLayout)
	}
	days := []string{at(1, 1), at(4, qingming(year)), at(5, 1), at(5, 2), at(10, 1), at(10, 2), at(10, 3)}
	if l, ok := lunar[year]; ok {
		eve, _ := time.ParseInLocation("2006-01-02", at(1, 1)[:5]+l[0], Shanghai)
		for i := range 4 {
			days = append(days, eve.AddDate(0, 0, i-1).Format(DayLayout))
		}
		days = append(days, at(1, 1)[:5]+l[1], at(1, 1)[:5]+l[2])
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// qingming is the day in April on which 清明 falls, by the usual approximation for
// the 21st century.
func qingming(year int) int {
	y := year % 100
	return int(float64(y)*0.2422+4.81) - y/4
}
