package diff

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/models/markup"
)

var update = flag.Bool("update", false, "write the golden file anew")

type pair struct {
	name          string
	before, after []markup.Block
}

func pairs(t *testing.T) (all []pair) {
	t.Helper()
	data, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split(string(data), "# ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		before, after, _ := strings.Cut(rest, "====")
		all = append(all, pair{name, markup.Blocks(markup.HTML(strings.TrimSpace(before))), markup.Blocks(markup.HTML(strings.TrimSpace(after)))})
	}
	return all
}

var kindNames = map[Kind]string{Same: "=", Changed: "~", Dress: "格式", Added: "+", Removed: "-", Moved: "移来", Left: "移走"}

func write(spans []Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString([...]string{"", "[-", "{+"}[s.Op] + s.Text + [...]string{"", "-]", "+}"}[s.Op])
	}
	return b.String()
}

func (l Line) String() string {
	text := write(l.Spans)
	if l.Cells != nil {
		var cells []string
		for _, c := range l.Cells {
			cells = append(cells, kindNames[c.Kind]+" "+write(c.Spans))
		}
		text = strings.Join(cells, " | ")
	}
	if l.Before.Src != l.Block.Src {
		text += " " + l.Before.Src + " → " + l.Block.Src
	}
	return fmt.Sprintf("%s %d %d %s", kindNames[l.Kind], l.Old, l.New, text)
}

// TestPairs holds what twenty typical changes look like.
func TestPairs(t *testing.T) {
	all := pairs(t)
	if len(all) != 20 {
		t.Errorf("%d pairs", len(all))
	}
	var b strings.Builder
	for _, p := range all {
		b.WriteString("# " + p.name + "\n")
		for _, l := range Blocks(p.before, p.after) {
			b.WriteString(l.String() + "\n")
		}
		b.WriteString("\n")
	}
	const file = "testdata/pairs.golden"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("differs from %s; if that is meant, run with -update\n%s", file, b.String())
	}
}

// side puts one text of a comparison together again.
func side(lines []Line, op Op) (out []string) {
	skip, at := Moved, func(l Line) int { return l.Old }
	if op == Put {
		skip, at = Left, func(l Line) int { return l.New }
	}
	for _, l := range lines {
		if at(l) == 0 || l.Kind == skip {
			continue
		}
		text := part(l.Spans, op)
		for _, c := range l.Cells {
			if op == Put && c.Kind != Removed || op == Cut && c.Kind != Added {
				text += "|" + part(c.Spans, op)
			}
		}
		out = append(out, text)
	}
	return out
}

func part(spans []Span, op Op) (text string) {
	for _, s := range spans {
		if s.Op == Keep || s.Op == op {
			text += s.Text
		}
	}
	return text
}

func texts(blocks []markup.Block) (out []string) {
	for _, b := range blocks {
		if b.Cells == nil {
			out = append(out, b.Text)
			continue
		}
		text := ""
		for _, c := range b.Cells {
			text += "|" + c
		}
		out = append(out, text)
	}
	return out
}

func whole2(t interface{ Fatalf(string, ...any) }, before, after []markup.Block) {
	lines := Blocks(before, after)
	if got, want := side(lines, Cut), texts(before); !slices.Equal(got, want) {
		t.Fatalf("old text\n%q\n%q\n%v", got, want, lines)
	}
	if got, want := side(lines, Put), texts(after); !slices.Equal(got, want) {
		t.Fatalf("new text\n%q\n%q\n%v", got, want, lines)
	}
	for i, again := range Blocks(before, after) {
		if again.String() != lines[i].String() {
			t.Fatalf("not the same twice: %v, %v", again, lines[i])
		}
	}
}

func document(t *rapid.T, name string) []markup.Block {
	word := rapid.SampledFrom([]string{"区财政局", "补贴资金", "1,268.40", "万元", "，", "。", "2026年9月1日", "户", "发放", " ", "帐", "账", "〔2026〕15号", "A", "B1"})
	text := func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 0, 9).Draw(t, "text"), "") }
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) markup.Block {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0:
			b := markup.Block{Kind: "tr", Table: 1}
			for range rapid.IntRange(1, 3).Draw(t, "cells") {
				b.Cells = append(b.Cells, text(t))
			}
			b.Text = strings.Join(b.Cells, " | ")
			return b
		case 1:
			return markup.Block{Kind: "img", Text: text(t), Src: rapid.SampledFrom([]string{"/a", "/b", "/c"}).Draw(t, "src")}
		}
		s := text(t)
		return markup.Block{Kind: "p", Text: s, Raw: s}
	}), 0, 14).Draw(t, name)
}

// TestBothTextsAreThere: whatever was changed, both texts can be read off to the
// letter, and the answer is always the same.
func TestBothTextsAreThere(t *testing.T) {
	for _, p := range pairs(t) {
		whole2(t, p.before, p.after)
	}
	rapid.Check(t, func(t *rapid.T) {
		before := document(t, "before")
		after := document(t, "after")
		if rapid.Bool().Draw(t, "related") {
			after = append(slices.Clone(before), after...)
			rapid.Permutation(after).Draw(t, "shuffled")
		}
		whole2(t, before, after)
	})
}

// TestFiguresStayWhole: no figure, date or document number is ever cut apart.
func TestFiguresStayWhole(t *testing.T) {
	figure := rapid.StringMatching(`[1-9][0-9]{0,2}(,[0-9]{3}){0,2}(\.[0-9]{1,2})?%?`)
	rapid.Check(t, func(t *rapid.T) {
		x, y := figure.Draw(t, "x"), figure.Draw(t, "y")
		got := write(Text("共"+x+"万元", "共"+y+"万元"))
		want := "共" + x + "万元"
		if x != y {
			want = "共[-" + x + "-]{+" + y + "+}万元"
		}
		if got != want {
			t.Fatalf("%s, want %s", got, want)
		}
	})
}

func TestFolds(t *testing.T) {
	lines := make([]Line, 10)
	lines[5].Kind = Changed
	var got []string
	for _, f := range Folds(lines) {
		got = append(got, fmt.Sprintf("%d %t", len(f.Lines), f.Hidden))
	}
	if s := strings.Join(got, ", "); s != "4 true, 3 false, 3 true" {
		t.Error(s)
	}
	lines[2].Kind = Changed // one lone line between two changes is not worth a fold
	lines = lines[:7]
	if n := len(Folds(lines)); n != 1 {
		t.Errorf("%d parts: %v", n, Folds(lines))
	}
	if n := len(Folds(nil)); n != 0 {
		t.Errorf("%d parts of nothing", n)
	}
}

func TestFiles(t *testing.T) {
	before := []File{{"表.xlsx", "1", 10, ""}, {"图.png", "2", 20, "流程"}, {"旧.pdf", "3", 30, ""}, {"甲.doc", "4", 1, ""}}
	after := []File{{"图.png", "2", 20, "办理流程"}, {"表.xlsx", "9", 11, ""}, {"乙.doc", "4", 1, ""}, {"新.pdf", "5", 30, ""}}
	var got []string
	for _, f := range Files(before, after) {
		s := ""
		if f.Old != nil {
			s += f.Old.Name
		}
		s += ">"
		if f.New != nil {
			s += f.New.Name
		}
		got = append(got, fmt.Sprint(s, f.Replaced, f.Renamed, f.Described, f.Reorder, f.Changed()))
	}
	want := "图.png>图.pngfalse false true false true; 表.xlsx>表.xlsxtrue false false true true; 甲.doc>乙.docfalse true false false true; " +
		">新.pdffalse false false false true; 旧.pdf>false false false false true"
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

func TestAnchor(t *testing.T) {
	blocks := markup.Blocks("<p>第一段说明来由。</p><p>本批次共下达补贴资金 1,286.40 万元，涉及 32,417 户。</p><p>同样的话。</p><p>同样的话。</p>")
	for _, row := range []struct {
		at    int
		quote string
		want  int
	}{
		{1, "本批次共下达补贴资金 1,268.40 万元，涉及 3.2 万户。", 2}, // it moved and changed
		{3, "同样的话。", 3}, {4, "同样的话。", 4}, {9, "同样的话。", 4},
		{2, "这一段已经整个删去了", 0},
	} {
		if got := Anchor(blocks, row.at, row.quote); got != row.want {
			t.Errorf("%d %s: %d, want %d", row.at, row.quote, got, row.want)
		}
	}
}

// large is 50,000 characters in paragraphs and ten tables of 500 rows.
func large(change func(i int, s string) string) []markup.Block {
	var b strings.Builder
	for i := range 500 {
		b.WriteString("<p>" + change(i, fmt.Sprintf("第 %d 条，各单位应当按照规定及时足额拨付资金 %d.%02d 万元，不得截留、挤占和挪用；年度终了后，将使用情况向社会公开，接受监督，并于每年 %d 月底前报送区财政局备案，逾期不报的予以通报，情节严重的依法追究责任。", i, i*37, i%100, i%12+1)) + "</p>")
	}
	for t := range 10 {
		b.WriteString("<table>")
		for r := range 500 {
			b.WriteString("<tr><td>" + fmt.Sprint(r) + "</td><td>" + fmt.Sprintf("%d 号乡镇%d", t, r) + "</td><td>" + change(t*500+r, fmt.Sprintf("%d.00", r*t)) + "</td></tr>")
		}
		b.WriteString("</table>")
	}
	return markup.Blocks(markup.HTML(b.String()))
}

var changes = map[string]func(i int, s string) string{
	"few": func(i int, s string) string { return strings.Replace(s, fmt.Sprintf("%d", 77), "78", 1) },
	"all": func(i int, s string) string { return "改" + strings.Replace(s, "0", "9", 1) },
	"other": func(i int, s string) string {
		return strings.Repeat(string(rune(0x4e00+i*7%20000)), 60) + fmt.Sprint(i)
	},
}

// TestLarge: the limit is one second; a machine under load is given three.
func TestLarge(t *testing.T) {
	before := large(func(_ int, s string) string { return s })
	for name, change := range changes {
		start := time.Now()
		lines := Blocks(before, large(change))
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("%s: %v for %d lines", name, d, len(lines))
		}
	}
	long := strings.Repeat("各单位应当按照规定拨付资金，不得截留；", 2500)
	start := time.Now()
	Text(long, strings.ReplaceAll(long, "资金", "款项"))
	if d := time.Since(start); d > 3*time.Second {
		t.Errorf("one paragraph: %v", d)
	}
}

func BenchmarkBlocks(b *testing.B) {
	before := large(func(_ int, s string) string { return s })
	for name, change := range changes {
		after := large(change)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Blocks(before, after)
			}
		})
	}
}
