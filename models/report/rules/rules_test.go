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

// Each rule passes on a report of zeros, with a year before it of zeros, and fails
// after one change.
func TestEveryRule(t *testing.T) {
	set := func(pairs ...string) func(*Report) {
		return func(r *Report) {
			for i := 0; i+1 < len(pairs); i += 2 {
				r.Cells[pairs[i]] = report.NumberOf(pairs[i+1])
			}
		}
	}
	before := func(pairs ...string) func(*Report) {
		return func(r *Report) {
			for i := 0; i+1 < len(pairs); i += 2 {
				r.Previous[pairs[i]] = report.NumberOf(pairs[i+1])
			}
		}
	}
	for _, c := range []struct {
		rule, format string
		break_       func(*Report)
	}{
		{"S3-1", "2019", set("s3.new.nat", "1")}, {"S3-2", "2021", set("s3.open.biz", "2")}, {"S3-3", "2021", set("s3.partial.oth", "1")},
		{"S3-4", "2021", before("s3.carry_out.sum", "3")}, {"S4-1", "2019", set("s4.review.upheld", "1")}, {"S4-2", "2021", before("s4.review.pending", "1")},
		{"S4-3", "2021", set("s4.suit_after.total", "1")}, {"A1-1", "2019", set("s2.normdocs.newpub", "1")}, {"A1-2", "2019", set("s2.normdocs.newpub", "1")},
		{"A1-3", "2019", set("s2.normdocs.made", "87")}, {"A1-4", "2019", set("s2.normdocs.total", "1")}, {"A1-5", "2021", set("s2.normdocs.issued", "1")},
		{"A1-6", "2021", set("s2.normdocs.valid", "1")}, {"A1-7", "2021", set("s2.rules.valid", "1")}, {"A5-1", "2019", set("s2.fee.delta", "-1")},
		{"A5-2", "2019", set("s2.license.prev", "1")}, {"A5-3", "2019", set("s2.penalty.decisions", "1")}, {"A5-4", "2019", set("s2.license.prev", "21", "s2.license.delta", "19", "s2.license.decisions", "40")},
		{"A8-1", "2021", set("s2.fee.amount_wan", "0.12345")}, {"A9-1", "2019", set("s2.procurement.count", "1")},
		{"S3-5", "2021", func(r *Report) { r.Cells["s3.new.nat"] = report.Value{Kind: report.Slash} }},
		{"S4-5", "2021", func(r *Report) { r.Cells["s4.review.other"] = report.Value{Kind: report.Empty} }},
		{"EMPTY", "2021", func(r *Report) { r.Cells["s2.fee.amount_wan"] = report.Value{Kind: report.Empty} }},
		{"FORMAT", "2019", func(r *Report) { r.Year = 2022 }},
		{"T-1", "2021", func(r *Report) { r.Said = []Said{{"新收", big.NewRat(3, 1), big.NewRat(4, 1)}} }},
		{"T-2", "2021", func(r *Report) {
			r.Sums = []Sum{{"公开28条", big.NewRat(28, 1), []*big.Rat{big.NewRat(20, 1), big.NewRat(9, 1)}, false}}
		}},
	} {
		year := map[string]int{"2019": 2020, "2021": 2024}[c.format]
		r := full(c.format, year)
		r.Previous = full(c.format, year-1).Cells
		if ids := failing(Check(r)); len(ids) != 0 {
			t.Fatalf("zeros: %v", ids)
		}
		c.break_(&r)
		res := Check(r)
		if !slices.Contains(failing(res), one(c.rule)) {
			t.Errorf("%s does not fail: %v", c.rule, failing(res))
		}
		for _, f := range res.Findings {
			if f.Status == Fail && (f.Message == "" || strings.Contains(f.Message, "{")) {
				t.Errorf("%s says %q", f.Rule, f.Message)
			}
		}
	}
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

func TestWordings(t *testing.T) {
	good := "报告\n按照国办公开办函〔2021〕30号的格式，统计期限自2024年1月1日至2024年12月31日。\n一、总体情况\n有。\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n有不足。\n六、其他需要报告的事项\n无。\n"
	for rule, change := range map[string][2]string{
		"T-4": {"自2024年1月1日", "自2023年1月1日"}, "T-5": {"〔2021〕30号", "〔2019〕60号"}, "T-7": {"有不足。", "编写说明：请填写"}, "T-8": {"四、政府信息公开行政复议", "其他"}, "T-12": {"有不足。", "无。"},
	} {
		r := full("2021", 2024)
		r.Text = good
		if ids := failing(Check(r)); len(ids) != 0 {
			t.Fatalf("%v", ids)
		}
		r.Text = strings.Replace(good, change[0], change[1], 1)
		if ids := failing(Check(r)); !slices.Equal(ids, []string{rule}) {
			t.Errorf("%s: %v", rule, ids)
		}
	}
}

func TestReadJSONRefuses(t *testing.T) {
	for _, text := range []string{"", "[]", "{", `{"format":"2020"}`, `{"format":"2021","cells":{"s3.new.nat":"x"}}`, `{"format":"2021","sums":[{"what":"a"}]}`} {
		if _, err := ReadJSON([]byte(text)); err == nil {
			t.Errorf("%q is read", text)
		}
	}
}
