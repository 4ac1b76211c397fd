// Package chart draws figures as SVG on the server: bars or a line over a row of
// labels, with the same numbers in a table. Nothing in a chart is said by colour
// alone, and its text keeps at least 12 pixels: where the window is narrower than
// that needs, the drawing scrolls by itself. The looks are in css/chart.css.
package chart

import (
	"strconv"
	"strings"
)

// Chart is one row of numbers, none below nought.
type Chart struct {
	ID     string // unique on the page, of letters and digits: ids of the drawing begin with it
	Title  string // what is shown: “2026-11-01 至 2026-11-30 每日浏览量”
	Desc   string // what one should see in it, as a sentence for those who do not
	Axis   string // what the labels are: “日期”
	Unit   string // what the values are: “浏览次数”
	Points []Point
	Line   bool // a line, for many points; else bars
}

// Point is one value.
type Point struct {
	Label string // in full, for the table: “2026-11-23”
	Short string // under the axis: “11-23”
	Value int64
}

// The drawing, in its own units; about 1 is a pixel.
const (
	width  = 800
	height = 270
	left   = 70
	right  = 12
	top    = 16
	bottom = 40
)

const labels = 10 // at most so many stand under the axis

// tick is a line across the drawing.
type tick struct{ y, text string }

// bar is one value as a rectangle, and as a point of the line.
type bar struct {
	x, y, w, h string
	mid        string
	text       string // said by a pointer that rests on it
	label      string // under the axis; "" where there is no room
}

// scale is the value at the top and the step between lines: a round number of
// steps, at most five.
func scale(most int64) (highest, step int64) {
	most = min(max(most, 1), 1<<50)
	for step = 1; ; step *= 10 {
		for _, f := range []int64{1, 2, 5} {
			if s := step * f; (most+s-1)/s <= 5 {
				return (most + s - 1) / s * s, s
			}
		}
	}
}

// id is an id of the drawing's own.
func (c Chart) id(part string) string {
	clean := func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == '-' {
			return r
		}
		return -1
	}
	return "chart-" + strings.Map(clean, c.ID) + "-" + part
}

func (c Chart) most() (most int64) {
	for _, p := range c.Points {
		most = max(most, p.Value)
	}
	return most
}

// Sum is the sum of all values.
func (c Chart) Sum() (sum int64) {
	for _, p := range c.Points {
		sum += p.Value
	}
	return sum
}

func number(f float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
}

func (c Chart) y(v int64) float64 {
	highest, _ := scale(c.most())
	return top + (height-top-bottom)*(1-float64(v)/float64(highest))
}

func (c Chart) ticks() (list []tick) {
	highest, step := scale(c.most())
	for v := int64(0); v <= highest; v += step {
		list = append(list, tick{number(c.y(v)), Group(v)})
	}
	return list
}

// bars lays out the points from left to right.
func (c Chart) bars() []bar {
	n := len(c.Points)
	slot := float64(width-left-right) / float64(max(n, 1))
	every := (n + labels - 1) / labels
	list := make([]bar, n)
	for i, p := range c.Points {
		w := min(slot*.72, 48)
		mid, y := left+slot*(float64(i)+.5), c.y(p.Value)
		list[i] = bar{x: number(mid - w/2), y: number(y), w: number(w), h: number(height - bottom - y), mid: number(mid), text: p.Label + "，" + Group(p.Value)}
		if (n-1-i)%every == 0 { // counted from the end: the last one is always there
			list[i].label = p.Short
		}
	}
	return list
}

// path is the line through all points.
func (c Chart) path() string {
	var b strings.Builder
	for i, x := range c.bars() {
		move := "L"
		if i == 0 {
			move = "M"
		}
		b.WriteString(move + x.mid + " " + x.y)
	}
	return b.String()
}

// Group writes a number with a comma after every three digits.
func Group(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
