package register_test

import (
	"context"
	"maps"
	"strings"
	"testing"
	"time"

	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/register"
)

// tomorrow is the day after that on which the clock of tests stands, in China.
const tomorrow = "2026-11-24"

// filled is a form of a kind with all that must be filled in.
func filled(k *register.Kind) register.Form {
	f := typed()
	for _, x := range k.Fields {
		if x.Required {
			f.Values[x.Key] = x.Hint
		}
	}
	return f
}

// What has happened did not happen tomorrow, nor before there was a state to do it:
// forms and sheets refuse such days beside their field. Only how long a document
// holds and when an item ends may lie ahead.
func TestDaysOfWhatHasHappened(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), b.Who("office.publisher")
		days := 0
		for _, k := range register.Kinds() {
			for _, x := range k.Fields {
				if x.Hint != "2026-01-31" {
					continue
				}
				days++
				ahead := x.Key == "expires_on" || k.ID == register.Item && x.Key == "closed_on"
				for day, refused := range map[string]bool{tomorrow: !ahead, "2099-08-01": !ahead, "1949-09-30": true, "2026-11-23": false} {
					f := filled(k)
					f.Values[x.Key] = day
					_, err := b.Register.Add(ctx, k.ID, f, by)
					if got := fault.FieldsOf(err)[x.Key] != ""; got != refused || err != nil && fault.KindOf(err) != fault.Invalid {
						t.Errorf("%s %s = %s: %v, %v", k.ID, x.Key, day, err, fault.FieldsOf(err))
					}
					sheetRefuses(t, b, k, f, refused)
					b.Exec("DELETE FROM register_rows")
				}
			}
		}
		if days != 14 {
			t.Errorf("%d fields of days", days)
		}
		_, err := b.Register.Add(ctx, register.Case, request("1", "1949-09-30"), by)
		if say := fault.FieldsOf(err)["opened_on"]; !strings.Contains(say, "收到日期") || !strings.Contains(say, "1949-10-01") {
			t.Errorf("says %q", say)
		}
		_, err = b.Register.Add(ctx, register.Case, request("1", tomorrow), by)
		if say := fault.FieldsOf(err)["opened_on"]; !strings.Contains(say, "收到日期") || !strings.Contains(say, "今天（2026-11-23）") {
			t.Errorf("says %q", say)
		}
	})
}

// sheetRefuses brings the row of a form in as a sheet.
func sheetRefuses(t *testing.T, b *modeltest.Bureau, k *register.Kind, f register.Form, want bool) {
	t.Helper()
	b.Exec("DELETE FROM register_rows")
	var head, cells []string
	for _, x := range k.Fields {
		head, cells = append(head, x.Title), append(cells, f.Values[x.Key])
	}
	file := strings.Join(head, "\t") + "\n" + strings.Join(cells, "\t") + "\n"
	p, err := b.Register.Read(t.Context(), k.ID, []byte(file), b.Who("office.publisher"))
	modeltest.Must(t, err)
	if got := p.N[register.Wrong] == 1; got != want {
		t.Errorf("sheet of %s %v: %+v", k.ID, f.Values, p.Lines)
	}
}

// Today is the day in China: what is tomorrow there in the evening of Greenwich is
// taken.
func TestTodayIsInChina(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Clock.Add(15 * time.Hour) // 17:00 UTC, 01:00 of the next day
		_, err := b.Register.Add(t.Context(), register.Case, request("1", tomorrow), b.Who("office.foi"))
		modeltest.Must(t, err)
	})
}

// A sheet that was good when it was read is looked at again when it is stored.
func TestForgedSheetWithDayAhead(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		by := b.Who("office.foi")
		p, err := b.Register.Read(t.Context(), register.Case, []byte("申请编号,申请人类别,收到日期\n1,自然人,2026-01-05\n"), by)
		modeltest.Must(t, err)
		_, err = b.Register.Import(t.Context(), register.Case, strings.Replace(p.Good, "2026-01-05", "2035-01-05", 1), false, "", by)
		modeltest.Want(t, err, fault.Invalid)
	})
}

// Rows with a day ahead that stand in the registers already are suspected in the
// report of this year, and no others are.
func TestSuspectsOfDaysAhead(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, x := range []register.Row{
			{Kind: register.Case, Number: "1", Applicant: "nat", OpenedOn: "2026-03-02", ClosedOn: "2099-08-01", Result: "open"},
			{Kind: register.Case, Number: "2", Applicant: "nat", OpenedOn: "2026-12-30"},
			{Kind: register.Fee, Name: "考务费", OpenedOn: "2035-03-02", AmountFen: 900000},
			{Kind: register.Decision, Name: "处罚", Sort: "penalty", N: 1, OpenedOn: "2027-03-02"},
			{Kind: register.Document, Name: "规章", Sort: "rules", OpenedOn: "2026-03-02", ExpiresOn: "2031-01-01"},
			{Kind: register.Item, Name: "事项", Sort: "penalty", OpenedOn: "2026-03-02", ClosedOn: "2027-01-01"},
		} {
			modeltest.Must(t, b.Store.Tx(t.Context(), func(ctx context.Context) error { return b.Store.DB(ctx).Create(&x).Error }))
		}
		list, err := b.Register.Suspects(t.Context(), format(t, 2026), 2026)
		modeltest.Must(t, err)
		got := map[string]string{}
		for _, x := range list {
			got[x.Title] = x.Cells[0]
			if !strings.Contains(x.Why, "晚于今天") {
				t.Errorf("%s: %s", x.Title, x.Why)
			}
		}
		if want := map[string]string{"1": "s3.carry_out.nat", "2": "s3.carry_out.nat", "考务费": "s2.fee.amount_wan", "处罚": "s2.penalty.decisions"}; !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
		if list, err = b.Register.Suspects(t.Context(), format(t, 2025), 2025); err != nil || len(list) > 0 {
			t.Errorf("2025: %+v, %v", list, err)
		}
	})
}
