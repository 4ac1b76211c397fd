package ui

import (
	"time"

	"gongkai/views/href"
)

// Moment is a point in time as a page shows it: for machines and for people.
// The zero Moment shows nothing.
type Moment struct {
	Machine string // RFC 3339 with Beijing's offset, or a bare date
	Shown   string
}

// Minute shows t as "2006-01-02 15:04" in Beijing time, the form the standards
// ask for on a document's page. A zero t gives the zero Moment.
func Minute(t time.Time) Moment { return moment(t, "2006-01-02 15:04") }

// Day shows t as "2006-01-02", for lists.
func Day(t time.Time) Moment { return moment(t, "2006-01-02") }

// MonthDay shows t as "01-02", for the short lists of the front page.
func MonthDay(t time.Time) Moment { return moment(t, "01-02") }

func moment(t time.Time, layout string) Moment {
	if t.IsZero() {
		return Moment{}
	}
	local := t.In(href.Beijing)
	return Moment{Machine: local.Format("2006-01-02T15:04:05-07:00"), Shown: local.Format(layout)}
}

// Zero reports whether there is nothing to show.
func (m Moment) Zero() bool { return m.Shown == "" }

// day and month are the two halves of a date tile.
func (m Moment) day() string {
	if len(m.Machine) < len("2006-01-02") {
		return m.Shown
	}
	return m.Machine[8:10]
}

func (m Moment) month() string {
	if len(m.Machine) < len("2006-01") {
		return ""
	}
	return m.Machine[:7]
}
