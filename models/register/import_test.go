package register_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/register"
	"gongkai/models/roll"
)

func lockedBefore(first int) func(context.Context, int) (bool, error) {
	return func(_ context.Context, year int) (bool, error) { return year < first, nil }
}

const sheet = "申请编号,申请人类别,收到日期,处理结果,办结日期\n〔2026〕第 1 号,自然人,2026-01-05,予以公开,2026-01-20\n〔2026〕第 2 号,商业企业,2026/2/6,,\n〔2026〕第 3 号,自然人,上个月,,\n〔2026〕第 2 号,自然人,2026-03-01,,\n"

// A sheet is shown row by row before anything is stored; rows with errors are named
// by their line; what was imported once is not imported again.
func TestImport(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), b.Who("office.foi")
		p, err := b.Register.Read(ctx, register.Case, []byte(sheet), by)
		modeltest.Must(t, err)
		if p.N[register.Fresh] != 2 || p.N[register.Wrong] != 2 || p.Lines[2].At != 4 || !strings.Contains(p.Lines[2].Why[0], "收到日期") || !strings.Contains(p.Lines[3].Why[0], "第 3 行") {
			t.Errorf("%+v", p)
		}
		if cell(t, b, 2026, "s3.new.sum") != "unknown" {
			t.Error("reading stored something")
		}
		for n, want := range []register.Done{{Added: 2}, {Skipped: 2}} {
			if d, err := b.Register.Import(ctx, register.Case, p.Good, false, "", by); err != nil || d != want {
				t.Errorf("time %d: %+v, %v", n+1, d, err)
			}
		}
		again := strings.Replace(sheet, "〔2026〕第 2 号,商业企业,2026/2/6,,", "〔2026〕第 2 号,商业企业,2026/2/6,重复申请,2026-02-09", 1)
		p, err = b.Register.Read(ctx, register.Case, []byte(again), by)
		modeltest.Must(t, err)
		if p.Lines[0].Fate != register.Here || p.Lines[1].Row == 0 {
			t.Errorf("%+v", p.Lines)
		}
		if d, err := b.Register.Import(ctx, register.Case, p.Good, true, "", by); err != nil || d.Updated != 2 {
			t.Errorf("%+v, %v", d, err)
		}
		if got := cell(t, b, 2026, "s3.rej_repeat.biz"); got != "1" {
			t.Errorf("repeated: %s", got)
		}
		_, err = b.Register.Read(ctx, register.Case, []byte(sheet), b.Who("budget.author"))
		modeltest.Want(t, err, fault.Forbidden)
		_, err = b.Register.Import(ctx, register.Case, strings.Replace(p.Good, "2026-01-05", "long ago", 1), false, "", by)
		modeltest.Want(t, err, fault.Invalid)
		b.Whole()
	})
}

// What stands right of the head belongs to no column: the row is wrong, and nothing
// of it is dropped in silence. Empty cells there say nothing.
func TestMoreColumnsThanTheHead(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		by := b.Who("office.foi")
		book := excelize.NewFile()
		for y, row := range [][]any{{"申请编号", "申请人类别", "收到日期"}, {"1", "自然人", "2026-01-05", "x", "y", "z"}, {"2", "自然人", "2026-01-06", "", " "}, {"3", "自然人", "2026-01-06", "", "w"}} {
			modeltest.Must(t, book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", y+1), &row))
		}
		xlsx, err := book.WriteToBuffer()
		modeltest.Must(t, err)
		csv := "申请编号,申请人类别,收到日期\n1,自然人,2026-01-05,x,y,z\n2,自然人,2026-01-06,, \n3,自然人,2026-01-06,,w\n"
		for _, file := range [][]byte{[]byte(csv), xlsx.Bytes()} {
			p, err := b.Register.Read(t.Context(), register.Case, file, by)
			modeltest.Must(t, err)
			if p.N[register.Fresh] != 1 || p.Lines[1].Fate != register.Fresh || !strings.Contains(strings.Join(p.Lines[0].Why, ""), "第 2 行多出 3 列") || !strings.Contains(strings.Join(p.Lines[2].Why, ""), "第 4 行多出 1 列") {
				t.Errorf("%+v", p)
			}
		}
		_, err = b.Register.Read(t.Context(), register.Case, []byte("申请编号,申请人类别,收到日期\n1,自然人,2026-01-05\n,,,x\n"), by)
		if modeltest.Want(t, err, fault.Invalid); !strings.Contains(fault.MessageOf(err), "第 3 行多出 1 列") {
			t.Error(err)
		}
	})
}

// An amount is more than nothing and written out; a count that a sheet leaves open is
// one, and the template says so. A form shows the one, and takes no empty count.
func TestAmountsAndCounts(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), b.Who("office.publisher")
		for _, kind := range []string{register.Fee, register.Procurement} {
			for amount, want := range map[string]string{"0": "应大于 0", "0.00": "应大于 0", "1e3": "科学计数法", "1E+03": "科学计数法", "0.01": ""} {
				_, err := b.Register.Add(ctx, kind, typed("name", "一项", "opened_on", "2026-03-01", "amount", amount), by)
				if say := fault.FieldsOf(err)["amount"]; (say == "") != (want == "") || !strings.Contains(say, want) {
					t.Errorf("%s of %s: %q, %v", kind, amount, say, err)
				}
				k := register.KindOf(kind)
				p, err := b.Register.Read(ctx, kind, []byte(k.Field("name").Title+","+k.Day+","+k.Field("amount").Title+"\n另一项,2026-03-01,"+amount+"\n"), by)
				modeltest.Must(t, err)
				if (p.N[register.Wrong] == 0) != (want == "") || !strings.Contains(strings.Join(p.Lines[0].Why, ""), want) {
					t.Errorf("sheet of %s, %s: %+v", kind, amount, p.Lines)
				}
			}
		}
		fine := typed("sort", "行政处罚", "name", "一件", "opened_on", "2026-03-01")
		r, err := b.Register.Add(ctx, register.Decision, fine, by)
		if modeltest.Must(t, err); r.N != 1 {
			t.Errorf("%d", r.N)
		}
		fine.Values["n"] = " "
		_, err = b.Register.Add(ctx, register.Decision, fine, by)
		if say := fault.FieldsOf(err)["n"]; !strings.Contains(say, "件数") {
			t.Errorf("an empty count: %q, %v", say, err)
		}
		p, err := b.Register.Read(ctx, register.Decision, []byte("类别,事项名称,决定日期,件数\n行政处罚,另一件,2026-03-01,\n"), by)
		if modeltest.Must(t, err); p.N[register.Fresh] != 1 {
			t.Errorf("%+v", p.Lines)
		}
		if hint := register.KindOf(register.Decision).Field("n").Hint; !strings.Contains(hint, "不填为 1") {
			t.Errorf("the template says %q", hint)
		}
	})
}

// What is exported is read back as it stands, by every register.
func TestExportReadsBack(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), b.Who("office.publisher")
		for _, k := range register.Kinds() {
			f := register.Form{Values: map[string]string{"document": ""}}
			for _, x := range k.Fields {
				if x.Required {
					f.Values[x.Key] = x.Hint
				}
			}
			_, err := b.Register.Add(ctx, k.ID, f, by)
			modeltest.Must(t, err)
			list, err := b.Register.Export(ctx, k.ID, register.Query{}, by)
			modeltest.Must(t, err)
			book, err := list.XLSX(k.Title, true)
			modeltest.Must(t, err)
			for name, file := range map[string][]byte{"xlsx": book, "csv": list.CSV()} {
				p, err := b.Register.Read(ctx, k.ID, file, by)
				if err != nil || len(p.Lines) != 1 || p.Lines[0].Fate != register.Here {
					t.Errorf("%s as %s: %+v, %v", k.ID, name, p, err)
				}
			}
			empty, err := roll.Template(k.Sheet())
			modeltest.Must(t, err)
			if p, err := b.Register.Read(ctx, k.ID, empty, by); err == nil && len(p.Lines) > 0 {
				t.Errorf("the template of %s has rows: %+v", k.ID, p.Lines)
			}
		}
	})
}

// Formulas, merged cells and files that are none are refused with the place.
func TestBadSheets(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		by := b.Who("office.publisher")
		book := func(change func(f *excelize.File)) []byte {
			f := excelize.NewFile()
			for i, v := range []string{"收费项目", "收费日期", "收费金额（元）"} {
				at, _ := excelize.CoordinatesToCellName(i+1, 1)
				modeltest.Must(t, f.SetCellStr("Sheet1", at, v))
			}
			modeltest.Must(t, f.SetSheetRow("Sheet1", "A2", &[]any{"考务费", "2026-03-01", 120}))
			change(f)
			out, err := f.WriteToBuffer()
			modeltest.Must(t, err)
			return out.Bytes()
		}
		for want, file := range map[string][]byte{
			"C3 单元格是公式": book(func(f *excelize.File) {
				_ = f.SetCellStr("Sheet1", "A3", "报名费")
				_ = f.SetCellFormula("Sheet1", "C3", "=C2*2")
			}),
			"A2 是合并的单元格": book(func(f *excelize.File) { _ = f.MergeCell("Sheet1", "A2", "A3") }),
			"没有找到表头":     []byte("a,b\n1,2\n"),
			"文件是空的":      nil,
			"设了密码":       append([]byte{0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1}, make([]byte, 600)...),
		} {
			_, err := b.Register.Read(t.Context(), register.Fee, file, by)
			if modeltest.Want(t, err, fault.Invalid); !strings.Contains(fault.MessageOf(err), want) {
				t.Errorf("want %q, got %q", want, fault.MessageOf(err))
			}
		}
	})
}
