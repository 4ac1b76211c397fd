package report

import (
	"strings"
	"testing"

	"gongkai/models/fault"
)

func TestFormats(t *testing.T) {
	for _, c := range []struct {
		id     string
		counts map[string]int
		years  []int
	}{
		{"2019", map[string]int{"s2": 22, "s3": 161, "s4": 15}, []int{2019, 2020}},
		{"2021", map[string]int{"s2": 10, "s3": 175, "s4": 15}, []int{2021, 2026, 2050}},
	} {
		f, ok := ByID(c.id)
		if !ok {
			t.Fatalf("no format %s", c.id)
		}
		got := map[string]int{}
		for _, id := range f.CellIDs() {
			cell, ok := f.CellOf(id)
			if !ok || cell.ID != id || !strings.HasPrefix(id, cell.Section+".") || cell.Place == "" {
				t.Errorf("cell %q: %+v", id, cell)
			}
			got[cell.Section]++
		}
		for s, n := range c.counts {
			if got[s] != n {
				t.Errorf("format %s has %d cells in %s, want %d", c.id, got[s], s, n)
			}
		}
		for _, y := range c.years {
			if in, err := ForYear(y); err != nil || in != f {
				t.Errorf("year %d: %v", y, err)
			}
		}
		if len(f.Sections) != 6 || !strings.Contains(f.Basis, "国办公开办函") {
			t.Errorf("format %s: %d sections, basis %q", c.id, len(f.Sections), f.Basis)
		}
	}
	for _, y := range []int{-1, 0, 2018, 10000} {
		if _, err := ForYear(y); fault.KindOf(err) != fault.Invalid {
			t.Errorf("year %d: %v", y, err)
		}
	}
	if _, ok := ByID("2020"); ok {
		t.Error("there is no format 2020")
	}
	if c, _ := formats[0].CellOf("s3.deny_secret.biz"); c.Place != "表三“1.属于国家秘密”一行的“申请人情况·法人或其他组织·商业企业”" {
		t.Errorf("place %q", c.Place)
	}
	if c, _ := formats[0].CellOf("s4.suit_after.upheld"); c.Place != "表四的“行政诉讼·复议后起诉·结果维持”" {
		t.Errorf("place %q", c.Place)
	}
}

// Every table is a full rectangle: no cell missing, none covered twice.
func TestTablesAreRectangles(t *testing.T) {
	for _, f := range formats {
		seen := map[string]bool{}
		for _, tab := range Tables(f, zeros(f, f.From)) {
			if seen[tab.ID] {
				t.Errorf("two tables %s", tab.ID)
			}
			seen[tab.ID] = true
			width := len(tab.Cols)
			if len(tab.Rows[0].Heads) > 0 {
				last := tab.Rows[0].Heads[len(tab.Rows[0].Heads)-1]
				width += last.ColSpan + len(tab.Rows[0].Heads) - 1
			}
			covered(t, f.ID+" "+tab.ID+" head", tab.Head, width)
			var body [][]HeadCell
			for _, r := range tab.Rows {
				row := append([]HeadCell{}, r.Heads...)
				for range r.Cells {
					row = append(row, HeadCell{ColSpan: 1, RowSpan: 1})
				}
				body = append(body, row)
			}
			covered(t, f.ID+" "+tab.ID+" body", body, width)
		}
	}
}

func covered(t *testing.T, name string, rows [][]HeadCell, width int) {
	t.Helper()
	grid := make([][]int, len(rows))
	for i := range grid {
		grid[i] = make([]int, width)
	}
	for y, row := range rows {
		x := 0
		for _, c := range row {
			for x < width && grid[y][x] > 0 {
				x++
			}
			for dy := range c.RowSpan {
				for dx := range c.ColSpan {
					if y+dy >= len(grid) || x+dx >= width {
						t.Fatalf("%s: %q reaches out", name, c.Text)
					}
					grid[y+dy][x+dx]++
				}
			}
		}
	}
	for y, row := range grid {
		for x, n := range row {
			if n != 1 {
				t.Errorf("%s: place %d,%d is covered %d times", name, y, x, n)
			}
		}
	}
}

func TestTablesText(t *testing.T) {
	fig := zeros(formats[0], 2020)
	fig.Cells["s2.other_svc.delta"] = Value{Number, "-3", "减3"}
	fig.Cells["s2.other_svc.decisions"] = Value{Number, "1234", "1,234"}
	fig.Cells["s2.procurement.amount_yuan"] = Value{Number, "2400000", "240万元"}
	fig.Cells["s3.new.nat"] = Value{Kind: Slash, Raw: "／"}
	fig.Cells["s3.new.biz"] = Value{Kind: Empty}
	delete(fig.Cells, "s3.new.sci")
	want := map[string]string{
		"s2.other_svc.delta": "\u22123", "s2.other_svc.decisions": "1234", "s2.procurement.amount_yuan": "240万元",
		"s3.new.nat": "/", "s3.new.biz": "", "s3.new.sci": "", "s3.new.sum": "0", "s4.review.total": "0",
	}
	zero := 0
	for _, tab := range Tables(formats[0], fig) {
		for _, r := range tab.Rows {
			for i, c := range r.Cells {
				if text, ok := want[c.ID]; ok && c.Text != text {
					t.Errorf("%s prints %q, want %q", c.ID, c.Text, text)
				}
				if c.Zero {
					zero++
				}
				if c.Col != i || c.Zero != (c.Text == "0") {
					t.Errorf("%s: %+v", c.ID, c)
				}
			}
		}
	}
	if zero != 198-6 {
		t.Errorf("%d zeros", zero)
	}
}

func TestSummary(t *testing.T) {
	fig := zeros(formats[1], 2024)
	for section, want := range map[string]string{
		"s1": "",
		"s2": "本年制发规章0件、行政规范性文件0件；现行有效的规章0件、行政规范性文件0件；作出行政许可决定0件、行政处罚决定0件、行政强制决定0件；收取行政事业性收费0万元。",
		"s3": "本年度新收申请0件，上年结转0件；本年度办结0件，结转下年度0件。表中各项均为0。",
		"s4": "本年度没有因政府信息公开引起的行政复议、行政诉讼。",
	} {
		if got := Summary(formats[1], fig, section); got != want {
			t.Errorf("%s: %q", section, got)
		}
	}
	fig.Cells["s3.new.sum"], fig.Cells["s4.review.total"] = NumberOf("3"), NumberOf("1")
	if got := Summary(formats[1], fig, "s3"); got != "本年度新收申请3件，上年结转0件；本年度办结0件，结转下年度0件。" {
		t.Errorf("s3: %q", got)
	}
	if got := Summary(formats[1], fig, "s4"); got != "因政府信息公开引起的行政复议1件；行政诉讼中，未经复议直接起诉0件，复议后起诉0件。" {
		t.Errorf("s4: %q", got)
	}
	fig.Cells["s3.new.sum"] = Value{Kind: Slash}
	delete(fig.Cells, "s4.review.total")
	fig.Cells["s2.rules.issued"], fig.Cells["s2.fee.amount_wan"] = Value{Kind: Empty}, NumberOf("1.5")
	if got := Summary(formats[1], fig, "s2"); !strings.HasPrefix(got, "现行有效的规章0件") || !strings.HasSuffix(got, "收费1.5万元。") {
		t.Errorf("s2: %q", got)
	}
	if got := Summary(formats[1], fig, "s3") + Summary(formats[1], fig, "s4"); got != "" {
		t.Errorf("with numbers missing: %q", got)
	}
}
