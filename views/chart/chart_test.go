package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"
)

func TestScale(t *testing.T) {
	for most, want := range map[int64][2]int64{0: {1, 1}, 1: {1, 1}, 5: {5, 1}, 6: {6, 2}, 11: {15, 5}, 98: {100, 20}, 100: {100, 20}, 101: {150, 50}, 12345: {15000, 5000}} {
		if highest, step := scale(most); highest != want[0] || step != want[1] {
			t.Errorf("%d: %d by %d, want %v", most, highest, step, want)
		}
	}
	if highest, step := scale(math.MaxInt64); highest <= 0 || step <= 0 {
		t.Errorf("%d by %d", highest, step)
	}
}

func TestGroup(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := Group(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

// Whatever the numbers: the drawing is XML, has a title and a description, every
// value stands in the table, labels do not crowd, and the last one is there.
func TestFigure(t *testing.T) {
	for _, n := range []int{0, 1, 7, 31, 90, 366} {
		for _, line := range []bool{false, true} {
			c := Chart{ID: "c", Title: "每日<浏览>", Desc: "共 1 次", Axis: "日期", Unit: "次数", Line: line}
			for i := range n {
				c.Points = append(c.Points, Point{Label: fmt.Sprintf("第 %d 天", i), Short: fmt.Sprintf("s%d.", i), Value: int64(i * i * 1000)})
			}
			var out bytes.Buffer
			if err := Drawing(c).Render(t.Context(), &out); err != nil {
				t.Fatal(err)
			}
			svg := out.String()
			for d := xml.NewDecoder(strings.NewReader(svg)); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Fatalf("%d points: %v", n, err)
				}
			}
			if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") || strings.Contains(svg, "style=") || !strings.Contains(svg, `aria-labelledby="chart-c-title chart-c-desc"`) {
				t.Errorf("%d points: %s", n, svg)
			}
			if shown := strings.Count(svg, `text-anchor="middle"`); shown > labels || n > 0 && !strings.Contains(svg, fmt.Sprintf(">s%d.<", n-1)) {
				t.Errorf("%d points: %d labels", n, shown)
			}
			out.Reset()
			if err := Table(c).Render(t.Context(), &out); err != nil || strings.Count(out.String(), "<tr>") != n+2 {
				t.Errorf("%d points: %d rows, %v", n, strings.Count(out.String(), "<tr>"), err)
			}
		}
	}
}
