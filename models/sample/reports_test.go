package sample

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gongkai/models/markup"
	"gongkai/models/report"
)

// reports returns the annual reports as an import reads them, oldest year first.
func reports(t *testing.T) []*report.Import {
	t.Helper()
	var out []*report.Import
	for _, d := range documents(t) {
		if d.Report == "" {
			continue
		}
		in, err := report.Parse(d.Report, 0)
		if err != nil {
			t.Fatalf("%s: %v", d.Key, err)
		}
		if in.Title != d.Title || in.Date != d.At.Format("2006-01-02") || in.Year != d.At.Year()-1 || len(in.Warnings) > 0 {
			t.Errorf("%s: title %q, date %s, year %d, published %v, warnings %q", d.Key, in.Title, in.Date, in.Year, d.At, in.Warnings)
		}
		out = append(out, in)
	}
	return out
}

// Every year is there in the format of its year, with every figure, and its
// tables agree with each other.
func TestReports(t *testing.T) {
	var years []int
	for _, in := range reports(t) {
		years = append(years, in.Year)
		format, err := report.ForYear(in.Year)
		if err != nil || in.Figures.Format != format.ID {
			t.Errorf("%d: format %s, %v", in.Year, in.Figures.Format, err)
			continue
		}
		for _, id := range format.CellIDs() {
			if v := in.Figures.Cells[id]; v.Kind != report.Number {
				t.Errorf("%d: %s is %+v", in.Year, id, v)
			}
		}
		for _, section := range []string{"s2", "s3", "s4"} {
			if v := report.Consistency(format, in.Figures, section); v.Outcome != report.Passed {
				t.Errorf("%d: %s: %s", in.Year, section, v.Text)
			}
		}
		prose(t, in, format)
	}
	if !slices.Equal(years, []int{2019, 2020, 2021, 2022, 2023, 2024, 2025}) {
		t.Errorf("years %v", years)
	}
}

// prose checks that the six sections are written, in clean full-width Chinese,
// and that nothing of the tables has run into them.
func prose(t *testing.T, in *report.Import, format *report.Format) {
	t.Helper()
	if clean := string(markup.Clean(in.Body)); clean != in.Body {
		t.Errorf("%d: cleaning changes the body into\n%s", in.Year, clean)
	}
	if m := halfWidth.FindString(markup.Text(markup.HTML(in.Body))); m != "" {
		t.Errorf("%d: half-width punctuation at %q", in.Year, m)
	}
	parts := report.Compose(format, in.Body)
	if len(parts) != 1+len(format.Sections) {
		t.Errorf("%d: %d parts", in.Year, len(parts))
	}
	for _, p := range parts {
		tables := p.SectionID == "s2" || p.SectionID == "s3" || p.SectionID == "s4"
		if (p.HTML == "") != tables {
			t.Errorf("%d: section %q: %q", in.Year, p.SectionID, p.HTML)
		}
	}
	// What the text says about requests is what the table says.
	for row, words := range map[string]string{"new": "政府信息公开申请%s件", "carry_in": "上年结转%s件", "carry_out": "继续办理%s件", "open": "予以公开%s件", "partial": "部分公开%s件"} {
		if n := in.Figures.Cells["s3."+row+".sum"].Number; n != "0" && !strings.Contains(in.Body, fmt.Sprintf(words, n)) {
			t.Errorf("%d: the text does not say %s", in.Year, fmt.Sprintf(words, n))
		}
	}
}

// What one year hands on is what the next one starts from.
func TestReportsCarryOver(t *testing.T) {
	list := reports(t)
	for i, in := range list[1:] {
		before, now := list[i].Figures, in.Figures
		equal := func(id string, want int) {
			if n := number(t, now, id); n != want {
				t.Errorf("%d: %s is %d, the year before leaves %d", in.Year, id, n, want)
			}
		}
		for _, who := range strings.Fields("nat biz sci ngo law oth sum") {
			equal("s3.carry_in."+who, number(t, before, "s3.carry_out."+who))
		}
		if now.Format == "2019" {
			for _, row := range strings.Fields("license other_svc penalty coercion fee") {
				equal("s2."+row+".prev", number(t, before, "s2."+row+".prev")+number(t, before, "s2."+row+".delta"))
			}
			continue
		}
		for _, row := range []string{"rules", "normdocs"} {
			in := "valid"
			if before.Format == "2019" {
				in = "total"
			}
			equal("s2."+row+".valid", number(t, before, "s2."+row+"."+in)+number(t, now, "s2."+row+".issued")-number(t, now, "s2."+row+".repealed"))
		}
	}
}

// The reports show more than zeros: requests in most years, and in one of them a
// review.
func TestReportsAreNotEmpty(t *testing.T) {
	requests, reviews := 0, 0
	for _, in := range reports(t) {
		if number(t, in.Figures, "s3.new.sum") > 0 {
			requests++
		}
		if number(t, in.Figures, "s4.review.total") > 0 {
			reviews++
		}
	}
	if requests != 6 || reviews != 1 {
		t.Errorf("%d years with requests, %d with reviews", requests, reviews)
	}
}

// number is a cell that holds a whole number.
func number(t *testing.T, fig report.Figures, id string) int {
	t.Helper()
	n, err := strconv.Atoi(fig.Cells[id].Number)
	if err != nil {
		t.Fatalf("%d: %s: %v", fig.Year, id, err)
	}
	return n
}
