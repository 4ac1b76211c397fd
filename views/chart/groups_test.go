package chart

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// A number that is missing has no bar and is not nought; every drawing is whole.
func TestGroups(t *testing.T) {
	g := Groups{Title: "历年<比较>", Desc: "两年。", Axis: "年度", Unit: "件", Series: []string{"新收", "办结"}, Rows: []Cluster{
		{Label: "2019", Values: []Amount{{}, {N: 0, There: true}}}, {Label: "2020", Values: []Amount{{N: 1204, There: true}, {N: 7, There: true}}}}}
	var out bytes.Buffer
	if err := Compared(g).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	s := out.String()
	for d := xml.NewDecoder(strings.NewReader(s)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	drawing := s[strings.Index(s, "chart-scroll"):]
	if n := strings.Count(drawing, "<rect"); n != 3 || strings.Count(s, "<td>—</td>") != 1 || !strings.Contains(s, "<td>1,204</td>") || strings.Contains(s, "NaN") {
		t.Errorf("%d bars: %s", n, s)
	}
	for _, empty := range []Groups{{}, {Rows: []Cluster{{Label: "x"}}}} {
		if err := Compared(empty).Render(t.Context(), io.Discard); err != nil {
			t.Error(err)
		}
	}
}
