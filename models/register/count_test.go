package register_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gongkai/models/modeltest"
	"gongkai/models/register"
	"gongkai/models/report"
)

// between is a random day of 2018 to 2026, or "" with a chance of one in none.
func between(r *rand.Rand, none int) string {
	if none > 0 && r.IntN(none) == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", 2018+r.IntN(9), 1+r.IntN(12), 1+r.IntN(28))
}

// edge moves a day to the first or the last of its year, where counts go wrong.
func edge(r *rand.Rand, day string) string {
	if day == "" || r.IntN(4) > 0 {
		return day
	}
	return day[:4] + []string{"-01-01", "-12-31"}[r.IntN(2)]
}

func pick[T any](r *rand.Rand, from []T) T { return from[r.IntN(len(from))] }

// random is a row of a kind with random values: also rows without a result, ended
// before they began, or removed.
func random(r *rand.Rand, kind string) register.Row {
	x := register.Row{Kind: kind, Name: "行", N: 1, Version: 1, Removed: r.IntN(9) == 0, OpenedOn: edge(r, between(r, 0))}
	switch kind {
	case register.Document:
		x.Sort, x.PublicOn, x.ClosedOn, x.ExpiresOn = pick(r, []string{"rules", "normdocs"}), edge(r, between(r, 4)), edge(r, between(r, 2)), edge(r, between(r, 2))
	case register.Item:
		x.Sort, x.ClosedOn = pick(r, []string{"license", "other_svc", "penalty", "coercion", "fee"}), edge(r, between(r, 2))
	case register.Decision:
		x.Sort, x.N, x.Flag = pick(r, []string{"license", "other_svc", "penalty", "coercion"}), 1+r.IntN(30), r.IntN(2) == 0
	case register.Fee, register.Procurement:
		x.AmountFen = r.Int64N(10_000_000)
	case register.Case:
		x.Applicant, x.ClosedOn = pick(r, register.Applicants).ID, edge(r, between(r, 3))
		if x.ClosedOn != "" && r.IntN(9) > 0 {
			x.Result = pick(r, register.Results).ID
		}
	case register.Dispute:
		x.Sort, x.ClosedOn = pick(r, []string{"review", "suit_direct", "suit_after"}), edge(r, between(r, 3))
		if x.ClosedOn != "" && r.IntN(9) > 0 {
			x.Result = pick(r, register.Outcomes).ID
		}
	}
	return x
}

// Every cell of random registers, counted by the program and counted again by
// plain SQL from the raw rows, is the same; and what its list of rows adds up to.
func TestEveryCellRecounted(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		r := rand.New(rand.NewPCG(6, 2026))
		for _, k := range register.Kinds() {
			for range 120 {
				x := random(r, k.ID)
				modeltest.Must(t, b.Store.Tx(t.Context(), func(ctx context.Context) error { return b.Store.DB(ctx).Create(&x).Error }))
			}
		}
		checked, some := 0, 0
		for _, year := range []int{2019, 2020, 2021, 2022, 2026} {
			f, err := report.ForYear(year)
			modeltest.Must(t, err)
			all, err := b.Register.Count(t.Context(), f, year)
			modeltest.Must(t, err)
			for _, cell := range f.CellIDs() {
				got, want := all[cell], recount(b, f, year, cell)
				if got.Number != want {
					t.Errorf("%s of %d: counted %q, by SQL %q", cell, year, got.Number, want)
				}
				checked++
				if want != "0" {
					some++
				}
				listed(t, b, f, year, cell, got)
			}
		}
		if checked < 950 || some < 300 {
			t.Errorf("%d cells, %d with something in them", checked, some)
		}
	})
}

// listed looks whether the rows behind a cell are as many, and add up to it.
func listed(t *testing.T, b *modeltest.Bureau, f *report.Format, year int, cell string, want report.Counted) {
	t.Helper()
	rows, err := b.Register.Rows(t.Context(), f, year, cell)
	modeltest.Must(t, err)
	sum := int64(0)
	for _, x := range rows {
		sum += millionths(x.Number)
	}
	if len(rows) != want.Rows || !strings.HasSuffix(cell, "_wan") && sum != millionths(want.Number) {
		t.Errorf("%s of %d: %d rows that add up to %d, said %+v", cell, year, len(rows), sum, want)
	}
	if w := want.Words; w == "" || strings.Contains(w, " 、") || strings.Contains(w, " ，") || strings.Contains(w, "””") {
		t.Errorf("%s of %d in words: %q", cell, year, w)
	}
}

func millionths(s string) int64 {
	sign := int64(1)
	if strings.HasPrefix(s, "-") {
		sign, s = -1, s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	var n int64
	_, _ = fmt.Sscan(whole+(fraction + "000000")[:6], &n)
	return sign * n
}

// recount is a cell by SQL alone, written without a look at how the program counts.
func recount(b *modeltest.Bureau, f *report.Format, year int, cell string) string {
	p := strings.Split(cell, ".")
	from, to := fmt.Sprintf("'%d-01-01'", year), fmt.Sprintf("'%d-12-31'", year)
	in := func(col string) string { return col + " BETWEEN " + from + " AND " + to }
	one := func(what, where string) int64 {
		return b.Number(context.Background(), "SELECT COALESCE("+what+", 0) FROM register_rows WHERE removed = 0 AND "+where)
	}
	// The day on which a document ceased to hold: the earlier of two that may be "".
	end := "(CASE WHEN closed_on = '' THEN expires_on WHEN expires_on = '' THEN closed_on WHEN expires_on < closed_on THEN expires_on ELSE closed_on END)"
	open := func(day string) string { return "(" + day + " = '' OR " + day + " > " + to + ")" }
	sort := "sort = '" + p[1] + "' AND "
	switch p[0] + "." + p[2] {
	case "s2.made", "s2.issued":
		return fmt.Sprint(one("COUNT(*)", "kind = 'document' AND "+sort+in("opened_on")))
	case "s2.newpub":
		return fmt.Sprint(one("COUNT(*)", "kind = 'document' AND "+sort+in("public_on")))
	case "s2.total":
		return fmt.Sprint(one("COUNT(*)", "kind = 'document' AND "+sort+"public_on <> '' AND public_on <= "+to+" AND "+open(end)))
	case "s2.repealed":
		return fmt.Sprint(one("COUNT(*)", "kind = 'document' AND "+sort+in(end)))
	case "s2.valid":
		return fmt.Sprint(one("COUNT(*)", "kind = 'document' AND "+sort+"opened_on <> '' AND opened_on <= "+to+" AND "+open(end)))
	case "s2.prev":
		return fmt.Sprint(one("COUNT(*)", "kind = 'item' AND "+sort+"opened_on < "+from+" AND (closed_on = '' OR closed_on >= "+from+")"))
	case "s2.delta":
		return fmt.Sprint(one("COUNT(*)", "kind = 'item' AND "+sort+in("opened_on")) - one("COUNT(*)", "kind = 'item' AND "+sort+in("closed_on")))
	case "s2.decisions":
		return fmt.Sprint(one("SUM(n)", "kind = 'decision' AND "+sort+in("opened_on")))
	case "s2.amount_wan":
		fen := one("SUM(amount_fen)", "kind = 'fee' AND "+in("opened_on"))
		return trimmed(fmt.Sprintf("%d.%04d", (fen+50)/100/10000, (fen+50)/100%10000))
	case "s2.count":
		return fmt.Sprint(one("COUNT(*)", "kind = 'procurement' AND "+in("opened_on")))
	case "s2.amount_yuan":
		fen := one("SUM(amount_fen)", "kind = 'procurement' AND "+in("opened_on"))
		return trimmed(fmt.Sprintf("%d.%02d", fen/100, fen%100))
	}
	if p[0] == "s4" {
		pending := "opened_on <= " + to + " AND " + open("closed_on")
		where := "kind = 'dispute' AND " + sort
		switch p[2] {
		case "pending":
			return fmt.Sprint(one("COUNT(*)", where+pending))
		case "total":
			return fmt.Sprint(one("COUNT(*)", where+"("+pending+" OR result <> '' AND "+in("closed_on")+")"))
		}
		return fmt.Sprint(one("COUNT(*)", where+in("closed_on")+" AND result = '"+p[2]+"'"))
	}
	where := "kind = 'case' AND "
	if p[2] != "sum" {
		where += "applicant = '" + p[2] + "' AND "
	}
	switch p[1] {
	case "new":
		where += in("opened_on")
	case "carry_in":
		where += "opened_on < " + from + " AND (closed_on = '' OR closed_on >= " + from + ")"
	case "carry_out":
		where += "opened_on <= " + to + " AND " + open("closed_on")
	case "total":
		where += in("closed_on") + " AND result <> ''"
	case "other":
		where += in("closed_on") + " AND result IN ('other_nofix', 'other_nopay', 'other_misc')"
	default:
		where += in("closed_on") + " AND result = '" + p[1] + "'"
	}
	return fmt.Sprint(one("COUNT(*)", where))
}

func trimmed(s string) string { return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") }
