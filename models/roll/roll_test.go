package roll

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"gongkai/models/docx"
	"gongkai/models/fault"
)

var update = flag.Bool("update", false, "write the golden files anew")

// hints are the rows that the templates show, which must be right.
func hints(k *Kind) (row []string) {
	for _, c := range k.Columns {
		row = append(row, c.Hint)
	}
	return row
}

// sample is a list of a kind with n rows like the template's.
func sample(t testing.TB, k *Kind, n int) *Roll {
	t.Helper()
	var rows [][]string
	for i := range n {
		row := hints(k)
		if k == execution { // months must differ, and add up
			row[0] = fmt.Sprintf("2026-%02d", i+1)
			row[3], row[8] = fmt.Sprint(30120.5*float64(i+1)), fmt.Sprint(48210*(i+1))
			row[4], row[9] = fmt.Sprintf("%.2f", 30120.5*float64(i+1)/3600), fmt.Sprintf("%.2f", 48210*float64(i+1)/6200)
		}
		rows = append(rows, row)
	}
	out := FromRows(k, rows, Options{})
	if !out.OK() {
		t.Fatalf("%s: %+v", k.ID, out.Findings)
	}
	return out.Roll
}

// What the templates show as an example can be stored, and what is stored comes
// back the same: from its canonical form, from the workbook, from CSV.
func TestRoundTrips(t *testing.T) {
	for _, k := range Kinds() {
		r := sample(t, k, 3)
		text, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := Decode(text)
		if err != nil {
			t.Fatalf("%s: %v", k.ID, err)
		}
		sum1, _ := r.Sum()
		if sum2, _ := again.Sum(); sum1 != sum2 {
			t.Errorf("%s: %s, then %s", k.ID, sum1, sum2)
		}
		book, err := r.XLSX("标题", true)
		if err != nil {
			t.Fatal(err)
		}
		same(t, k, book, r)
		if k != catalogue { // its CSV has no inner columns, which it demands
			same(t, k, r.CSV(), r)
		}
	}
}

func same(t *testing.T, k *Kind, file []byte, want *Roll) {
	t.Helper()
	out, err := Read(k, file, Options{})
	if err != nil || !out.OK() {
		t.Fatalf("%s: %v %+v", k.ID, err, out)
	}
	a, _ := want.Encode()
	if b, _ := out.Roll.Encode(); a != b {
		t.Errorf("%s:\n%s\n%s", k.ID, a, b)
	}
}

// Whatever a list holds, its canonical form is read back to the same bytes.
func TestCanonicalForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := rapid.SampledFrom(Kinds()).Draw(t, "kind")
		var rows [][]string
		for range rapid.IntRange(0, 4).Draw(t, "rows") {
			row := make([]string, len(k.Columns))
			for i := range row {
				row[i] = rapid.String().Draw(t, "cell")
			}
			rows = append(rows, row)
		}
		r := FromRows(k, rows, Options{Until: "2027-01-01"}).Roll
		a, err := r.Encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := Decode(a)
		if err != nil {
			t.Fatal(err)
		}
		if b, _ := back.Encode(); a != b {
			t.Fatalf("%q\n%q", a, b)
		}
	})
}

func TestDecodeRefuses(t *testing.T) {
	text, _ := sample(t, subsidies, 1).Encode()
	for _, bad := range []string{"", "{}", "null", text + " ", strings.Replace(text, `"edition":1`, `"edition":2`, 1), strings.Replace(text, `"rows":[[`, `"rows":[["x",`, 1),
		strings.Replace(text, `{"edition"`, `{"x":1,"edition"`, 1)} {
		if _, err := Decode(bad); err == nil {
			t.Errorf("%.60q is read", bad)
		}
	}
}

// A template is read as a list without rows: its example is none.
func TestTemplate(t *testing.T) {
	for _, k := range Kinds() {
		file, err := Template(k)
		if err != nil {
			t.Fatal(err)
		}
		out, err := Read(k, file, Options{})
		if err != nil || len(out.Roll.Rows) != 0 || len(out.Findings) != 1 || !strings.Contains(out.Findings[0].Message, "没有读到") {
			t.Errorf("%s: %v %+v", k.ID, err, out)
		}
	}
}

func TestChoose(t *testing.T) {
	row := func(village, item, amount, day string) []string {
		r := hints(subsidies)
		r[4], r[5], r[6], r[8], r[9] = village, item, "", amount, day
		return r
	}
	r := FromRows(subsidies, [][]string{row("甲村", "耕地", "1.1", "2025-01-01"), row("乙村", "耕地", "2.2", "2026-01-01"), row("甲村", "种粮", "3.3", "2026-01-01")}, Options{}).Roll
	f := r.Facets()
	if len(f) != 3 || f[0].Key != "village" || !slices.Equal(f[0].Values, []string{"甲村", "乙村"}) || !slices.Equal(f[2].Values, []string{"2026 年", "2025 年"}) {
		t.Fatalf("%+v", f)
	}
	rows := r.Choose(map[string]int{"village": 1, "day": 1})
	if !slices.Equal(rows, []int{2}) || r.Totals(rows)["amount"] != "3.3" || r.Totals(nil)["amount"] != "6.6" {
		t.Errorf("%v %v", rows, r.Totals(nil))
	}
	for _, none := range []map[string]int{{"village": 3}, {"village": -1}, {"name": 1}} {
		if got := r.Choose(none); got != nil {
			t.Errorf("%v: %v", none, got)
		}
	}
	if table := r.Table(rows, false); len(table.Rows) != 1 || table.Total != nil || !strings.Contains(strings.Join(table.Rows[0], "|"), "3.30") {
		t.Errorf("%+v", table)
	}
	if !r.Shown("9999-01-01") || (&Roll{Until: "2026-01-01"}).Shown("2026-01-02") {
		t.Error("until")
	}
}

// K-03: the official order of columns under the merged header, in every format.
func TestGolden(t *testing.T) {
	out, err := Read(catalogue, official(t), Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := out.Roll
	r.Rows[1][4] = "=收支总表"
	book, err := r.XLSX("区财政局基层政务公开标准目录", false)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "catalogue.xlsx.txt", cells(t, book))
	golden(t, "catalogue.csv", string(r.CSV()))
	data, err := r.JSON("目录")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "catalogue.json", string(data))
	doc, err := r.DOCX("区财政局基层政务公开标准目录")
	if err != nil {
		t.Fatal(err)
	}
	read, err := docx.Read(doc)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "catalogue.docx.html", read.HTML)
}

// cells writes a workbook down: merged cells, then one line a cell with its type.
func cells(t *testing.T, file []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b strings.Builder
	name := f.GetSheetList()[0]
	merged, _ := f.GetMergeCells(name)
	for _, m := range merged {
		fmt.Fprintf(&b, "%s:%s %q\n", m.GetStartAxis(), m.GetEndAxis(), m.GetCellValue())
	}
	rows, _ := f.GetRows(name)
	for y, row := range rows {
		for x, text := range row {
			at, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if kind, _ := f.GetCellType(name, at); text != "" {
				fmt.Fprintf(&b, "%s %d %q\n", at, kind, text)
			}
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil || string(want) != got {
		t.Errorf("%s differs (%v); go test ./models/roll -update\n%s", name, err, got)
	}
}

// Whatever comes, there is an answer: a list that can be stored, findings, or an
// Invalid fault; and no number that a mask hides is in what is stored.
func FuzzRead(f *testing.F) {
	f.Add([]byte(subsidyCSV))
	f.Add([]byte("姓名;村;补贴项目;金额\n甲;乙;丙;1"))
	if file, err := Template(subsidies); err == nil {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		out, err := Read(subsidies, file, Options{})
		if err != nil {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
			return
		}
		if text, err := out.Roll.Encode(); out.OK() {
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Decode(text); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(text, "11010519491231002X") || strings.Contains(text, "6222021234567890123") {
				t.Fatal("a number is stored as it was")
			}
		}
	})
}
