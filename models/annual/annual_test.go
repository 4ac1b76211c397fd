package annual_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/models/annual"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/register"
	"gongkai/models/report"
	"gongkai/models/review"
)

// kept is a source that counts what it is told.
type kept struct {
	cells map[string]string
	rows  []report.Suspect
}

func (k *kept) Count(context.Context, *report.Format, int) (map[string]report.Counted, error) {
	m := map[string]report.Counted{}
	for id, n := range k.cells {
		m[id] = report.Counted{Number: n, Words: "台账中的行"}
	}
	return m, nil
}

func (k *kept) Rows(context.Context, *report.Format, int, string) ([]report.SourceRow, error) {
	return nil, nil
}

func (k *kept) Suspects(context.Context, *report.Format, int) ([]report.Suspect, error) {
	return k.rows, nil
}

// zeros are all leaf cells of a format but the sums of sections three and four.
func zeros(t *testing.T, year int) map[string]string {
	t.Helper()
	f, err := report.ForYear(year)
	modeltest.Must(t, err)
	m := map[string]string{}
	for _, id := range f.CellIDs() {
		if strings.HasPrefix(id, "s3.total.") || strings.HasSuffix(id, ".sum") || strings.HasSuffix(id, ".total") {
			continue
		}
		m[id] = "0"
	}
	return m
}

const year = 2026

// bench is a bureau whose source counts nothing but zeros; its clock stands in
// January of the year after.
func bench(t *testing.T, b *modeltest.Bureau) (*kept, identity.Actor) {
	t.Helper()
	b.Clock.Add(time.Date(year+1, 1, 8, 2, 0, 0, 0, time.UTC).Sub(b.Clock.Now()))
	k := &kept{cells: zeros(t, year)}
	b.Annual.Read(k)
	return k, b.Who("office.publisher")
}

func open(t *testing.T, b *modeltest.Bureau) *annual.Bench {
	t.Helper()
	x, err := b.Annual.Open(t.Context(), year, b.Who("office.publisher"))
	modeltest.Must(t, err)
	return x
}

func finding(x *annual.Bench, rule, at string) *annual.Finding {
	for i := range x.Findings {
		if f := &x.Findings[i]; f.Rule == rule && (at == "" || f.At == at) && f.Status == "FAIL" {
			return f
		}
	}
	return nil
}

// write stores texts in which nothing is missing.
func write(t *testing.T, b *modeltest.Bureau) {
	t.Helper()
	for section, text := range map[string]string{
		"s1": "（一）主动公开情况\n\n全年新收到政府信息公开申请{{s3.new.sum}}件。", "s5": "（一）解读形式单一。今后多用图解。", "s6": "本年度没有收取信息处理费。"} {
		modeltest.Must(t, b.Annual.Write(t.Context(), year, open(t, b).Version, section, text, b.Who("office.publisher")))
	}
}

// The way of a year: sums follow the counts, a wrong sum stops it, a value by hand
// needs a reason, the text says what the tables say, and what is submitted does not
// follow the registers any more.
func TestYear(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		k, who := bench(t, b)
		ctx := t.Context()
		k.cells["s3.new.nat"], k.cells["s3.open.nat"] = "3", "2"
		write(t, b)
		x := open(t, b)
		if c := x.Cells["s3.new.sum"]; c.Value.Number != "3" || c.Origin != annual.Summed || x.Cells["s3.total.sum"].Value.Number != "2" {
			t.Fatalf("%+v %+v", c, x.Cells["s3.total.sum"])
		}
		if f := finding(x, "S3-1", "sum"); f == nil || !f.Blocks() || f.Section != "s3" {
			t.Fatalf("3 + 0 = 2 + 0 passed: %+v", x.Findings)
		}
		_, err := b.Annual.Submit(ctx, year, x.Version, annual.Sending{Selfcheck: true}, who)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.FieldsOf(err)["findings"], "错误") {
			t.Fatal(err)
		}
		enter := func(seen int, values map[string]string, reason string) error {
			return b.Annual.Enter(ctx, year, seen, values, reason, who)
		}
		if err := enter(x.Version, map[string]string{"s3.carry_out.nat": "1"}, ""); fault.KindOf(err) != fault.Invalid {
			t.Fatal("a value without a reason:", err)
		}
		if err := enter(x.Version, map[string]string{"s3.carry_out.nat": "一"}, "在办的一件。"); fault.KindOf(err) != fault.Invalid || fault.FieldsOf(err)["s3.carry_out.nat"] == "" {
			t.Fatal(err)
		}
		modeltest.Must(t, enter(x.Version, map[string]string{"s3.carry_out.nat": "1"}, "在办的一件还没有登记。"))
		if err := enter(x.Version, map[string]string{"s3.carry_out.nat": "2"}, "在办的两件还没有登记。"); fault.KindOf(err) != fault.Stale {
			t.Fatal(err)
		}
		x = open(t, b)
		if x.Errors() != 0 || x.Cells["s3.carry_out.sum"].Value.Number != "1" {
			t.Fatalf("%+v", x.Findings)
		}
		if !strings.Contains(x.Body(), "申请3件") {
			t.Fatal(x.Body())
		}
		id, err := b.Annual.Submit(ctx, year, x.Version, annual.Sending{Selfcheck: true}, who)
		modeltest.Must(t, err)
		k.cells["s3.new.nat"] = "9" // the register goes on
		if x = open(t, b); x.Written || x.State != review.Section {
			t.Fatalf("%s, open %v", x.State, x.Written)
		}
		if err := enter(x.Version, map[string]string{"s3.new.nat": "8"}, "审核中不能改。"); fault.KindOf(err) != fault.Conflict {
			t.Fatal(err)
		}
		modeltest.Must(t, passBoth(ctx, b, id))
		p, err := b.Content.Live(ctx, id)
		modeltest.Must(t, err)
		fig, err := report.DecodeFigures(p.Figures)
		modeltest.Must(t, err)
		if fig.Cells["s3.new.nat"].Number != "3" || !strings.Contains(p.Body, "申请3件") || len(fig.Cells) != 200 {
			t.Fatalf("%+v %s", fig.Cells["s3.new.nat"], p.Body)
		}
		if !slices.Contains(fig.Notes, report.Note{Kind: report.Hand, Cell: "s3.carry_out.nat", Counted: "0", Text: "在办的一件还没有登记。"}) {
			t.Fatalf("%+v", fig.Notes)
		}
		corrects(t, b, id, k)
		b.Whole()
	})
}

// corrects sends the public year once more: the public text stays until the
// correction is signed, and the public is told what changed.
func corrects(t *testing.T, b *modeltest.Bureau, id uint64, k *kept) {
	t.Helper()
	ctx := t.Context()
	k.cells["s3.new.nat"], k.cells["s3.open.nat"] = "9", "8"
	x := open(t, b)
	if !x.Written || x.Public == nil || x.Public.Figures.Cells["s3.new.nat"].Number != "3" {
		t.Fatalf("%+v", x.Public)
	}
	again, err := b.Annual.Submit(ctx, year, x.Version, annual.Sending{Selfcheck: true, Note: "补计了六件申请。"}, b.Who("office.publisher"))
	if err != nil || again != id {
		t.Fatal(again, err)
	}
	if p, err := b.Content.Live(ctx, id); err != nil || !strings.Contains(p.Body, "申请3件") {
		t.Fatalf("%v", err)
	}
	modeltest.Must(t, passBoth(ctx, b, id))
	p, err := b.Content.Live(ctx, id)
	modeltest.Must(t, err)
	notes, err := b.Content.Notes(ctx, id)
	if err != nil || !strings.Contains(p.Body, "申请9件") || len(notes) != 1 || notes[0].Note != "补计了六件申请。" {
		t.Fatalf("%+v %v", notes, err)
	}
}

func passBoth(ctx context.Context, b *modeltest.Bureau, id uint64) error {
	if err := b.Review.DecideSection(ctx, content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who("office.head")); err != nil {
		return err
	}
	return b.Review.DecideConfidentiality(ctx, content.Ref(id), b.Version(id), modeltest.Clean(), b.Who("office.secrecy"))
}

// A warning is explained or it stops the report; with other numbers it is asked
// again. An error cannot be explained away.
func TestExplain(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		k, who := bench(t, b)
		ctx := t.Context()
		write(t, b)
		k.rows = []report.Suspect{{SourceRow: report.SourceRow{Register: "case", ID: 9, Title: "〔2026〕第 9 号"}, Cells: []string{"s3.total.nat"}, Why: "已经办结，没有选择办理结果。"}}
		x := open(t, b)
		f := finding(x, "B-4", "case/9/0")
		if f == nil || !f.Asks() || x.Questions() != 1 {
			t.Fatalf("%+v", x.Findings)
		}
		_, err := b.Annual.Submit(ctx, year, x.Version, annual.Sending{Selfcheck: true}, who)
		if fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
		if err := b.Annual.Explain(ctx, year, x.Version, "B-4", "case/9/0", "好", who); fault.KindOf(err) != fault.Invalid {
			t.Fatal(err)
		}
		modeltest.Must(t, b.Annual.Explain(ctx, year, x.Version, "B-4", "case/9/0", "结果在另一本台账里。", who))
		if x = open(t, b); x.Questions() != 0 || finding(x, "B-4", "").Said == "" {
			t.Fatalf("%+v", x.Findings)
		}
		k.rows[0].Why = "收到日期晚于办结日期。"
		if x = open(t, b); x.Questions() != 1 {
			t.Fatal("what was said of another sentence still counts")
		}
		k.rows[0].Why = "已经办结，没有选择办理结果。"
		k.cells["s3.new.nat"] = "3"
		x = open(t, b)
		if err := b.Annual.Explain(ctx, year, x.Version, "S3-1", "sum", "就是这样，不改了。", who); fault.KindOf(err) != fault.Conflict {
			t.Fatal("an error was explained away:", err)
		}
		delete(k.cells, "s3.open.nat") // nobody counts it: a hole, not a zero
		x = open(t, b)
		if c := x.Cells["s3.open.nat"]; c.Origin != annual.Missing || x.Cells["s3.total.nat"].Origin != annual.Missing || finding(x, "S3-5", "") == nil {
			t.Fatalf("%+v", c)
		}
		modeltest.Must(t, b.Annual.Enter(ctx, year, x.Version, map[string]string{"s3.open.nat": "3"}, "按纸质登记簿统计。", who))
		if x = open(t, b); x.Errors() != 0 {
			t.Fatalf("%+v", x.Findings)
		}
		modeltest.Must(t, b.Annual.Clear(ctx, year, x.Version, "s3.open.nat", who))
		if err := b.Annual.Clear(ctx, year, open(t, b).Version, "s3.open.nat", who); fault.KindOf(err) != fault.Conflict {
			t.Fatal(err)
		}
		b.Whole()
	})
}

// A name in the text stands for a number that is known, or the report stops; the
// text of readers has the numbers.
func TestBinding(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		k, who := bench(t, b)
		k.cells["s3.new.nat"] = "3"
		write(t, b)
		put := func(text string) *annual.Bench {
			t.Helper()
			modeltest.Must(t, b.Annual.Write(t.Context(), year, open(t, b).Version, "s1", text, who))
			return open(t, b)
		}
		x := put("（一）依申请公开\n\n收到{{ s3.new.sum }}件，写错的{{s3.nwe.sum}}件。")
		if f := finding(x, "B-1", "s3.nwe.sum"); f == nil || !f.Blocks() || !strings.Contains(x.Body(), "收到3件") {
			t.Fatalf("%+v %s", x.Findings, x.Body())
		}
		delete(k.cells, "s3.new.nat") // nobody counts it any more
		if x = put("收到{{s3.new.sum}}件。"); finding(x, "B-1", "s3.new.sum") == nil {
			t.Fatalf("a number that is missing is taken for known: %s", x.Body())
		}
	})
}

// What is bound must be whole: half a binding, an unknown name, and marks that nobody
// sees do not become public. The finding stands with its chapter.
func TestHalfBindings(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		bench(t, b)
		write(t, b)
		for _, x := range []struct{ text, at string }{{"收费0元{{s3.new.sum}件。", ""}, {"按季度{{}}检查。", ""}, {"新收{{no.such}}件。", "no.such"}} {
			modeltest.Must(t, b.Annual.Write(t.Context(), year, open(t, b).Version, "s6", x.text, b.Who("office.publisher")))
			if f := finding(open(t, b), "B-1", x.at); f == nil || !f.Blocks() || f.Section != "s6" {
				t.Errorf("%s: %+v", x.text, f)
			}
		}
		modeltest.Must(t, b.Annual.Write(t.Context(), year, open(t, b).Version, "s6", "没有\u202e收取\u200b费用。", b.Who("office.publisher")))
		if got := open(t, b).Prose["s6"]; got != "没有收取费用。" {
			t.Errorf("%q", got)
		}
	})
}

// A register that nobody has checked is asked for when the year is over.
func TestUncheckedRegisters(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		bench(t, b)
		write(t, b)
		who := b.Who("office.foi")
		_, err := b.Register.Add(t.Context(), register.Case, register.Form{Values: map[string]string{"number": "〔2026〕第 1 号", "applicant": "自然人", "opened_on": "2026-03-01"}}, who)
		modeltest.Must(t, err)
		if f := finding(open(t, b), "B-5", ""); f == nil || !f.Asks() || !strings.Contains(f.Message, "依申请公开") {
			t.Fatalf("%+v", open(t, b).Findings)
		}
		modeltest.Must(t, b.Register.Check(t.Context(), register.Case, year, true, who))
		if f := finding(open(t, b), "B-5", ""); f != nil {
			t.Fatal(f.Message)
		}
	})
}

// A report that is late is public late: it says why.
func TestLate(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		_, who := bench(t, b)
		write(t, b)
		if f := finding(open(t, b), "T-6", ""); f != nil {
			t.Fatalf("in time: %+v", f)
		}
		b.Clock.Add(30 * 24 * time.Hour)
		x := open(t, b)
		f := finding(x, "T-6", "")
		if f == nil || !f.Asks() || x.Errors() != 0 {
			t.Fatalf("%+v", x.Findings)
		}
		modeltest.Must(t, b.Annual.Explain(t.Context(), year, x.Version, f.Rule, f.At, "系统迁移，推迟了十天。", who))
		_, err := b.Annual.Submit(t.Context(), year, open(t, b).Version, annual.Sending{Selfcheck: true}, who)
		modeltest.Must(t, err)
	})
}

// Who may do what on the workbench.
func TestRights(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		bench(t, b)
		want := map[string]string{"office.publisher": "rw", "budget.author": "", "budget.head": "r", "office.secrecy": "r", "sys.admin": "", "audit.admin": ""}
		for _, name := range slices.Sorted(maps.Keys(want)) {
			who, got := b.Who(name), ""
			if _, err := b.Annual.Open(t.Context(), year, who); err == nil {
				got = "r"
			} else if fault.KindOf(err) != fault.Forbidden {
				t.Fatal(name, err)
			}
			x := open(t, b)
			if err := b.Annual.Write(t.Context(), year, x.Version, "s5", "改为"+name, who); err == nil {
				got += "w"
			} else if fault.KindOf(err) != fault.Forbidden {
				t.Fatal(name, err)
			}
			if got != want[name] {
				t.Errorf("%s: %q, want %q", name, got, want[name])
			}
		}
	})
}

// A report from a file: an error stops it, wherever it was written; one that was
// public before may be published as it was.
func TestImportedReports(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		who := b.Who("office.publisher")
		file, err := os.ReadFile("../report/rules/testdata/seed.txt")
		modeltest.Must(t, err)
		text := string(file)
		wrong := strings.Replace(text, "行政许可\n\n1\n\n0\n\n7", "行政许可\n\n1\n\n-2\n\n7", 1)
		if wrong == text {
			t.Fatal("the text has no licences")
		}
		id, _, err := b.Report.Import(t.Context(), report.ImportForm{Column: "zfxxgk/nb", Text: wrong, Source: "办公室"}, who)
		modeltest.Must(t, err)
		err = b.Content.Submit(t.Context(), id, b.Version(id), true, who)
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(fault.FieldsOf(err)["body"], "A5-1") {
			t.Fatal(err)
		}
		before := b.Number(t.Context(), "SELECT COUNT(*) FROM content_documents")
		_, _, err = b.Report.Import(t.Context(), report.ImportForm{Column: "zfxxgk/nb", Text: strings.ReplaceAll(text, "2020", "2022"), Source: "办公室"}, who)
		if !strings.Contains(fault.FieldsOf(err)["text"], "2021 年格式") || b.Number(t.Context(), "SELECT COUNT(*) FROM content_documents") != before {
			t.Fatal("the form of another year was stored:", err)
		}
		original := report.ImportForm{Column: "zfxxgk/nb", Text: wrong, Source: "办公室", Original: true}
		if _, _, err = b.Report.Import(t.Context(), original, who); fault.FieldsOf(err)["reason"] == "" {
			t.Fatal(err)
		}
		original.Reason = "2021 年 1 月 29 日在原网站发布。"
		id, _, err = b.Report.Import(t.Context(), original, who)
		modeltest.Must(t, err)
		modeltest.Must(t, b.Content.Submit(t.Context(), id, b.Version(id), true, who))

		id, _, err = b.Report.Import(t.Context(), report.ImportForm{Column: "zfxxgk/nb", Text: strings.ReplaceAll(text, "2020", "2019"), Source: "办公室"}, who)
		modeltest.Must(t, err)
		modeltest.Must(t, b.Content.Submit(t.Context(), id, b.Version(id), true, who))
	})
}
