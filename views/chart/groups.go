package chart

import "strconv"

// Groups compares up to three numbers over some labels: bars side by side, told
// apart by their filling, each with its number above it.
type Groups struct {
	Title  string
	Desc   string   // what one should see in it, as a sentence for those who do not
	Axis   string   // what the labels are: “年度”
	Unit   string   // of all numbers: “件”
	Series []string // what the numbers are, at most three
	Rows   []Cluster
	Note   string // below the table: what a missing number means
}

// Cluster is the numbers under one label, one for each series.
type Cluster struct {
	Label  string
	Values []Amount
}

// Amount is a number that may be missing; missing is not nought.
type Amount struct {
	N     int64 // not below nought
	There bool
}

// String is the number in digits, or a dash.
func (a Amount) String() string {
	if !a.There {
		return "—"
	}
	return Group(a.N)
}

// column is one bar of a group.
type column struct {
	class      string
	x, y, w, h string
	mid, above string
	text       string // on it
}

// scale is the value at the top and the step between lines.
func (g Groups) scale() (highest, step int64) {
	var most int64
	for _, r := range g.Rows {
		for _, v := range r.Values {
			most = max(most, v.N)
		}
	}
	return scale(most)
}

func (g Groups) y(v int64) float64 {
	highest, _ := g.scale()
	return headroom + (height-headroom-bottom)*(1-float64(v)/float64(highest))
}

// headroom is where the highest bar ends: its number stands above it.
const headroom = 30

func (g Groups) ticks() (list []tick) {
	highest, step := g.scale()
	for v := int64(0); v <= highest; v += step {
		list = append(list, tick{number(g.y(v)), Group(v)})
	}
	return list
}

// slot is the width of one group.
func (g Groups) slot() float64 { return float64(width-left-right) / float64(max(len(g.Rows), 1)) }

// mid is the middle of group i.
func (g Groups) mid(i int) string { return number(left + g.slot()*(float64(i)+.5)) }

// columns lays out the bars of all groups. Of a number that is missing there is
// only a dash at the foot.
func (g Groups) columns() (list []column) {
	n := float64(max(len(g.Series), 1))
	w := min(g.slot()*.8/n, 34)
	for i, r := range g.Rows {
		from := left + g.slot()*(float64(i)+.5) - w*n/2
		for j, v := range r.Values {
			x, y := from+w*float64(j), g.y(v.N)
			list = append(list, column{class: "chart-fill-" + strconv.Itoa(j+1), x: number(x + 1), y: number(y), w: number(w - 2), h: number(height - bottom - y),
				mid: number(x + w/2), above: number(y - 6), text: v.String()})
		}
	}
	return list
}
