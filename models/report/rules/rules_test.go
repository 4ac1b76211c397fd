package rules

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/models/report"
)

// failing are the rules that fail; the three on empty cells count as one.
func failing(r *Result) (ids []string) {
	for _, f := range r.Findings {
		if f.Status == Fail {
			ids = append(ids, one(f.Rule))
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func one(rule string) string {
	if strings.HasPrefix(rule, "S3-5") || strings.HasPrefix(rule, "S4-5") || rule == "EMPTY" {
		return "EMPTY"
	}
	return rule
}

// Figures of real reports: the rules that fail are those which people found to
// fail, and none where they found none. What only the wording shows is not in the
// figures.
func TestRealReports(t *testing.T) {
	files, err := filepath.Glob("testdata/reports/*.json")
	if err != nil || len(files) < 30 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var notes struct {
			Checks struct {
				Fails []struct{ Rule string }
			}
			Meta []struct{ Rule string } `json:"meta_fail"`
		}
		if err := json.Unmarshal(data, &notes); err != nil {
			t.Fatal(err)
		}
		var want []string
		for _, f := range notes.Checks.Fails {
			wording := slices.ContainsFunc(notes.Meta, func(m struct{ Rule string }) bool { return m.Rule == f.Rule })
			if !wording || f.Rule == "FORMAT" {
				want = append(want, one(f.Rule))
			}
		}
		slices.Sort(want)
		r, err := ReadJSON(data)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if got := failing(Check(r)); !slices.Equal(got, slices.Compact(want)) {
			t.Errorf("%s: %v, want %v", filepath.Base(file), got, want)
		}
	}
}

// The bureau's own report of 2020 has no failure at all.
func TestSeed(t *testing.T) {
	data, err := os.ReadFile("testdata/seed.json")
	if err != nil {
		t.Fatal(err)
	}
	r, err := ReadJSON(data)
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	res := Check(r)
	if took := time.Since(began); took > 20*time.Millisecond {
		t.Logf("the check took %s", took)
	}
	if len(failing(res)) != 0 || res.Errors() || res.Counts[Pass] < 62 {
		t.Errorf("%v %v", failing(res), res.Counts)
	}
}

// full is a report of a format in which every number is 0.
func full(format string, year int) Report {
	r := Report{Format: format, Year: year, OrgKind: "county_dept", Cells: map[string]report.Value{}}
	f, _ := report.ByID(format)
	for _, id := range f.CellIDs() {
		r.Cells[id] = report.NumberOf("0")
	}
	return r
}

// A number that is missing makes a rule unknown, never right and never wrong.
func TestMissingNumbers(t *testing.T) {
	r := full("2021", 2024)
	delete(r.Cells, "s3.new.nat")
	r.Cells["s3.total.nat"] = report.NumberOf("5")
	res := Check(r)
	for _, f := range res.Findings {
		if f.Rule == "S3-1" && f.At == "nat" && f.Status != Unknown {
			t.Errorf("%+v", f)
		}
		if f.Rule == "S3-4" && f.Status != Unknown {
			t.Errorf("without the year before: %+v", f)
		}
	}
}

// Channels repeat one another: 776 and 183 of 919 are no mistake.
func TestChannels(t *testing.T) {
	r := full("2019", 2019)
	r.Sums = []Sum{{"公开919条(渠道可重复)", big.NewRat(919, 1), []*big.Rat{big.NewRat(776, 1), big.NewRat(183, 1)}, false}}
	if ids := failing(Check(r)); len(ids) != 0 {
		t.Errorf("%v", ids)
	}
}

func TestReadJSONRefuses(t *testing.T) {
	for _, text := range []string{"", "[]", "{", `{"format":"2020"}`, `{"format":"2021","cells":{"s3.new.nat":1e30}}`, `{"format":"2021","sums":[{"what":"a"}]}`} {
		if _, err := ReadJSON([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
