package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"maps"
	"os"
	"testing"
	"time"

	"gongkai/models/report"
)

// seed is the report of 2020 as a Whole.
func seed(t *testing.T) *report.Whole {
	t.Helper()
	text, err := os.ReadFile("rules/testdata/seed.txt")
	if err != nil {
		t.Fatal(err)
	}
	in, err := report.Parse(string(text), 0)
	if err != nil {
		t.Fatal(err)
	}
	w, ok := report.NewWhole(in.Body, in.Figures.Encode())
	if !ok {
		t.Fatal("no report")
	}
	w.Title, w.Org, w.URL = in.Title, "重庆市黔江区财政局", "https://czj.example.gov.cn/zfxxgk/nb/2020/"
	w.Published = time.Date(2021, 1, 29, 8, 5, 0, 0, time.UTC)
	w.Revised = w.Published
	return w
}

// What is written to a file reads back as the same report: figures, title, prose.
func TestWholeReadsBack(t *testing.T) {
	w := seed(t)
	for name, make := range map[string]func() ([]byte, error){"docx": w.DOCX, "xlsx": w.XLSX} {
		data, err := make()
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := make(); !bytes.Equal(again, data) {
			t.Errorf("%s: the same report gives other bytes", name)
		}
		text, err := report.TextOf(data)
		if err != nil {
			t.Fatal(err)
		}
		in, err := report.Parse(text, 0)
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, text)
		}
		if !maps.EqualFunc(in.Figures.Cells, w.Figures.Cells, func(a, b report.Value) bool { return a.Kind == b.Kind && a.Number == b.Number }) || in.Title != w.Title || in.Year != 2020 {
			t.Errorf("%s: %s %d, %d cells", name, in.Title, in.Year, len(in.Figures.Cells))
		}
		back, _ := report.NewWhole(in.Body, in.Figures.Encode())
		for i, p := range w.Parts {
			if back.Parts[i].Heading != p.Heading || back.Parts[i].HTML != p.HTML {
				t.Errorf("%s: part %d is\n%s\nwant\n%s", name, i, back.Parts[i].HTML, p.HTML)
			}
		}
	}
}

// The machine formats hold every cell once, exactly.
func TestWholeForMachines(t *testing.T) {
	w := seed(t)
	data, err := w.JSON()
	if err != nil {
		t.Fatal(err)
	}
	var in struct {
		Year     int                    `json:"year"`
		Cells    map[string]json.Number `json:"cells"`
		Sections []struct{ Heading, Text string }
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if err := d.Decode(&in); err != nil {
		t.Fatal(err)
	}
	want := map[string]json.Number{}
	for id, v := range w.Figures.Cells {
		want[id] = json.Number(v.Number)
	}
	if !maps.Equal(in.Cells, want) || in.Year != 2020 || len(in.Sections) != 7 {
		t.Errorf("%d cells, %d sections", len(in.Cells), len(in.Sections))
	}
	rows, err := csv.NewReader(bytes.NewReader(w.CSV()[3:])).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]json.Number{}
	for _, r := range rows[1:] {
		got[r[3]] = json.Number(r[4])
	}
	if !maps.Equal(got, want) || len(rows) != len(want)+1 {
		t.Errorf("%d rows", len(rows))
	}
}
