package report

import (
	"strings"
	"testing"
)

// ofYear is the report of a year with 0 in every cell.
func ofYear(t *testing.T, year int) (*Format, Figures) {
	t.Helper()
	f, err := ForYear(year)
	if err != nil {
		t.Fatal(err)
	}
	return f, zeros(f, year)
}

func set(fig Figures, numbers map[string]string) {
	for id, n := range numbers {
		if _, known := fig.Cells[id]; !known {
			panic("no cell " + id)
		}
		fig.Cells[id] = NumberOf(n)
	}
}

// The relations of both editions, with numbers that add up, that do not, and
// that are missing. The figures of requests are those of published reports: a
// city's of 2023 that add up, and one of 2022 that counts a request too many.
func TestConsistency(t *testing.T) {
	city := map[string]string{"s3.new.nat": "3402", "s3.new.biz": "109", "s3.new.sum": "3511", "s3.carry_in.nat": "91", "s3.carry_in.biz": "5", "s3.carry_in.sum": "96",
		"s3.open.nat": "3375", "s3.open.biz": "111", "s3.open.sum": "3486", "s3.total.nat": "3375", "s3.total.biz": "111", "s3.total.sum": "3486",
		"s3.carry_out.nat": "118", "s3.carry_out.biz": "3", "s3.carry_out.sum": "121"}
	tooMany := map[string]string{"s3.new.nat": "60", "s3.new.biz": "2", "s3.new.sum": "62", "s3.open.nat": "61", "s3.open.biz": "2", "s3.open.sum": "63",
		"s3.total.nat": "61", "s3.total.biz": "2", "s3.total.sum": "63"}
	for name, x := range map[string]struct {
		year    int
		section string
		numbers map[string]string
		want    Outcome
		says    string
	}{
		"nothing at all, old form":  {2020, "s3", nil, Passed, "0 + 0 = 0 + 0"},
		"nothing at all, new form":  {2023, "s3", nil, Passed, "0 + 0 = 0 + 0"},
		"a city's year":             {2023, "s3", city, Passed, "3511 + 96 = 3486 + 121"},
		"one request too many":      {2022, "s3", tooMany, Differs, "“总计”一列，新收 62 + 上年结转 0 不等于办结 63 + 结转下年 0。另有 1 处不一致。"},
		"results and total":         {2020, "s3", map[string]string{"s3.deny_law.nat": "1", "s3.deny_law.sum": "1"}, Differs, "“总计”一列，办结总计 0 不等于分项之和 1"},
		"applicants and total":      {2020, "s3", map[string]string{"s3.open.biz": "2", "s3.total.biz": "2", "s3.new.biz": "2"}, Differs, "一行，总计 0 不等于分项之和 2"},
		"three reasons of the new":  {2023, "s3", map[string]string{"s3.other_nopay.nat": "1", "s3.other_nopay.sum": "1"}, Differs, "分项之和 1"},
		"reviews add up":            {2020, "s4", map[string]string{"s4.review.upheld": "1", "s4.review.pending": "1", "s4.review.total": "2"}, Passed, "分项之和与总计一致"},
		"lawsuits do not":           {2023, "s4", map[string]string{"s4.suit_after.total": "1"}, Differs, "“行政诉讼·复议后起诉”总计 1 不等于结果维持 0"},
		"as many as there are":      {2020, "s2", map[string]string{"s2.normdocs.newpub": "2", "s2.normdocs.total": "2", "s2.other_svc.prev": "8", "s2.other_svc.delta": "-8"}, Passed, "不为负数"},
		"more new ones than all":    {2020, "s2", map[string]string{"s2.normdocs.newpub": "3", "s2.normdocs.total": "2"}, Differs, "“规范性文件”一行，新公开 3 大于对外公开总数 2"},
		"fewer than nothing":        {2020, "s2", map[string]string{"s2.penalty.prev": "2", "s2.penalty.delta": "-3"}, Differs, "上一年项目 2 + 本年增减 \u22123 小于 0"},
		"issued and repealed again": {2023, "s2", map[string]string{"s2.normdocs.issued": "3", "s2.normdocs.repealed": "1", "s2.normdocs.valid": "2"}, Passed, "相符"},
		"issued and nowhere":        {2023, "s2", map[string]string{"s2.normdocs.issued": "3", "s2.normdocs.valid": "2"}, Differs, "本年制发 3 大于现行有效 2 + 本年废止 0"},
		"prose":                     {2023, "s1", nil, Unchecked, ""},
	} {
		f, fig := ofYear(t, x.year)
		set(fig, x.numbers)
		before := fig.Encode()
		if got := Consistency(f, fig, x.section); got.Outcome != x.want || !strings.Contains(got.Text, x.says) {
			t.Errorf("%s: %d %q", name, got.Outcome, got.Text)
		}
		if fig.Encode() != before {
			t.Errorf("%s: the check changed a figure", name)
		}
	}
}

// A blank, a slash or an absent number is never taken for zero; a relation that
// is broken elsewhere is still told.
func TestConsistencyWithGaps(t *testing.T) {
	for _, gap := range []Value{{Kind: Empty}, {Kind: Slash}, {}} {
		for section, id := range map[string]string{"s2": "s2.rules.newpub", "s3": "s3.deny_law.law", "s4": "s4.review.other"} {
			f, fig := ofYear(t, 2020)
			fig.Cells[id] = gap
			if got := Consistency(f, fig, section); got.Outcome != Unknown || !strings.Contains(got.Text, "无法核对") {
				t.Errorf("%s with a gap: %d %q", section, got.Outcome, got.Text)
			}
		}
	}
	f, fig := ofYear(t, 2020)
	delete(fig.Cells, "s3.open.sum")
	set(fig, map[string]string{"s3.new.nat": "1"})
	if got := Consistency(f, fig, "s3"); got.Outcome != Differs || !strings.Contains(got.Text, "本站没有改动") {
		t.Errorf("%d %q", got.Outcome, got.Text)
	}
}
