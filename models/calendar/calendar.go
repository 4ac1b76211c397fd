// Package calendar knows the bureau's time zone, how dates are written and which
// days are worked.
// Instants are stored and passed in UTC; only people see China Standard Time.
package calendar

import "time"

// Shanghai is China Standard Time, UTC+8 all year (no summer time since 1991).
// A fixed zone, so that the program needs no time zone files.
var Shanghai = time.FixedZone("CST", 8*60*60)

// Layouts of dates as people read and browsers send them.
const (
	DayLayout    = "2006-01-02"
	MinuteLayout = "2006-01-02 15:04"
	FormLayout   = "2006-01-02T15:04" // <input type="datetime-local">
)

// Day writes t as a date in China Standard Time.
func Day(t time.Time) string { return t.In(Shanghai).Format(DayLayout) }

// Minute writes t to the minute in China Standard Time.
func Minute(t time.Time) string { return t.In(Shanghai).Format(MinuteLayout) }

// Form writes t for a datetime-local field, in China Standard Time.
func Form(t time.Time) string { return t.In(Shanghai).Format(FormLayout) }

// ParseForm reads a datetime-local value as China Standard Time and returns UTC.
// Seconds, which some browsers add, are accepted.
func ParseForm(s string) (time.Time, error) {
	t, err := time.ParseInLocation(FormLayout, s, Shanghai)
	if err != nil {
		t, err = time.ParseInLocation(FormLayout+":05", s, Shanghai)
	}
	return t.UTC(), err
}

// ParseDay reads a date as its first instant in China Standard Time, in UTC.
func ParseDay(s string) (time.Time, error) {
	t, err := time.ParseInLocation(DayLayout, s, Shanghai)
	return t.UTC(), err
}

// Year is the calendar year of t in China Standard Time.
func Year(t time.Time) int { return t.In(Shanghai).Year() }

// Month is the first instant of t's month.
func Month(t time.Time) time.Time {
	l := t.In(Shanghai)
	return time.Date(l.Year(), l.Month(), 1, 0, 0, 0, 0, Shanghai)
}
