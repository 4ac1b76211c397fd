package calendar

import (
	_ "embed" // the notices
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed holidays.txt
var notices string

// Official is the calendar of the notices that the program was built with, 2019
// to 2026. Later notices are entered on the desk; see site.Service.Calendar.
var Official = sync.OnceValue(func() *Calendar {
	years, err := parse(notices)
	if err != nil {
		panic(err) // a test reads the file
	}
	return (&Calendar{}).With(years...)
})

// parse reads the form of holidays.txt.
func parse(text string) (years []Notice, err error) {
	for i, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		if len(words) < 2 || words[0] == "#" {
			continue
		}
		if n, err := strconv.Atoi(words[0]); err == nil {
			years = append(years, Notice{Year: n, Number: words[1]})
			continue
		}
		if len(years) == 0 {
			return nil, fmt.Errorf("calendar: line %d stands before every year", i+1)
		}
		y := &years[len(years)-1]
		switch words[0] {
		case "off":
			y.Off = append(y.Off, words[1:]...)
		case "work":
			y.Work = append(y.Work, words[1:]...)
		default:
			return nil, fmt.Errorf("calendar: line %d begins with %q", i+1, words[0])
		}
	}
	return years, nil
}
