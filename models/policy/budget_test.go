package policy

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestBudgetTitles(t *testing.T) {
	for title, want := range map[string]BudgetTitle{
		"2026年区级财政预算公开说明":         {2026, "区级财政", Plan},
		"2019年区级财政决算公开说明":         {2019, "区级财政", Final},
		"区教育委员会2026年部门预算（示例）":     {2026, "区教育委员会", Plan},
		"区教育委员会 2025 年度部门决算":      {2025, "区教育委员会", Final},
		"2026年区教育委员会部门预算":         {2026, "区教育委员会", Plan},
		"2026年区级财政“三公”经费预算汇总":     {2026, "区级财政", Three},
		"区卫生健康委员会2024年“三公”经费决算":   {2024, "区卫生健康委员会", Three},
		"关于公布区林业局2023年部门预算的通知":    {2023, "区林业局", Plan},
		"2022年区水利局部门预算及“三公”经费预算表": {2022, "区水利局", Plan},
	} {
		if got, ok := ReadBudgetTitle(title); !ok || got != want {
			t.Errorf("%s: %+v, %v", title, got, ok)
		}
	}
	for _, title := range []string{
		"", "预算公开操作说明", "区教育委员会部门预算", "2026年工作要点", "2026年部门预算", "关于2026年预算", "2026年预算执行情况说明",
		"关于2025年预算执行情况和2026年预算草案的报告", "区教育委员会2025年决算和预算", "区教育委员会2024年和2025年部门决算", "1999年区级财政预算", "区级2026年", "年预算", "2026预算",
		strings.Repeat("很长的单位", 8) + "2026年预算",
	} {
		if got, ok := ReadBudgetTitle(title); ok {
			t.Errorf("%s was read as %+v", title, got)
		}
	}
}

func FuzzBudgetTitle(f *testing.F) {
	for _, s := range []string{"区教育委员会2026年部门预算", "2026年“三公”经费", "\xff2026年预算", "2026年2027年决算"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, title string) {
		got, ok := ReadBudgetTitle(title)
		if !ok {
			return
		}
		if got.Year < 2000 || got.Year > 2099 || got.Unit == "" || utf8.RuneCountInString(got.Unit) > 24 {
			t.Errorf("%q: %+v", title, got)
		}
		if !strings.Contains(title, got.Unit) || !strings.Contains(title, "预算") && !strings.Contains(title, "决算") && !strings.Contains(title, "三公") {
			t.Errorf("%q names neither unit nor kind: %+v", title, got)
		}
	})
}

// An amount is read as it is written, whatever stands around it.
func TestAmounts(t *testing.T) {
	for in, want := range map[string]string{"12.5": "12.5", "012.50": "12.5", " 1,234 万元": "1234", "０．３": "0.3", "0": "0", "0.000001": "0.000001"} {
		if got, ok := MendAmount(in); !ok || got != want {
			t.Errorf("%q became %q, %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "-1", "1.2.3", "十万", "1.0000001", "12345678901", "1e3", "."} {
		if got, ok := MendAmount(in); ok {
			t.Errorf("%q was read as %q", in, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 999_999_999_000_000).Draw(t, "n")
		if got, ok := Amount(AmountText(n)); !ok || got != n {
			t.Fatalf("%d is written %s and read as %d", n, AmountText(n), got)
		}
	})
}

// The sets have the tables that the rules name, each with a key of its own.
func TestBudgetTables(t *testing.T) {
	keys := map[string]bool{}
	for _, s := range BudgetScopes() {
		for _, x := range s.Tables() {
			if keys[x.Key] || x.Name == "" {
				t.Errorf("%+v", x)
			}
			keys[x.Key] = true
		}
	}
	if len(OfDepartment.Tables()) != 8 || len(OfGovernment.Tables()) != 14 || BudgetScope("x").Tables() != nil {
		t.Errorf("%d keys", len(keys))
	}
}
