package calendar

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"
)

func at(t testing.TB, s string) time.Time {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The vectors were computed by somebody else, with the notices at hand.
func TestVectors(t *testing.T) {
	raw, err := os.ReadFile("testdata/workday_vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Case        string      `json:"case"`
		Day0        string      `json:"day0"`
		Days        int         `json:"working_days"`
		Pauses      [][2]string `json:"paused_after_until"`
		Due         string      `json:"due"`
		WeekendOnly string      `json:"due_weekend_only"`
	}
	if err := json.Unmarshal(raw, &cases); err != nil || len(cases) < 11 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	weekends := (&Calendar{}).With()
	for _, c := range cases {
		var pauses []Pause
		for _, p := range c.Pauses {
			pauses = append(pauses, Pause{at(t, p[0]), at(t, p[1])})
		}
		day0 := at(t, c.Day0).Add(15 * time.Hour)
		if got := Day(Official().Due(day0, c.Days, pauses...)); got != c.Due {
			t.Errorf("%s: %s, want %s", c.Case, got, c.Due)
		}
		if c.Day0 < "2025" { // from then on even a calendar without notices knows the holidays of the law
			if got := Day(weekends.Due(day0, c.Days, pauses...)); got != c.WeekendOnly {
				t.Errorf("%s, weekends only: %s, want %s", c.Case, got, c.WeekendOnly)
			}
		}
		if len(pauses) == 0 {
			if got := Day(Official().Add(day0, c.Days)); got != c.Due {
				t.Errorf("%s: Add %s, want %s", c.Case, got, c.Due)
			}
		}
	}
}

// What Add and Between promise of each other, on random days from 2018 to 2030.
func TestAddBetween(t *testing.T) {
	c := Official()
	r := rand.New(rand.NewPCG(5, 26))
	begin := at(t, "2018-01-01")
	random := func() time.Time { return begin.Add(time.Duration(r.IntN(12*365*24*60)) * time.Minute) }
	for range 5000 {
		a, b, n, m := random(), random(), r.IntN(60), r.IntN(30)
		if d := c.Add(a, n); c.Between(a, d) != n || n > 0 && !c.Workday(d) {
			t.Fatalf("%s + %d = %s", Day(a), n, Day(d))
		}
		if d := c.Add(a, -n); n > 0 && (!c.Workday(d) || c.Between(d, a) != n-1+one(c.Workday(a))) {
			t.Fatalf("%s - %d = %s", Day(a), n, Day(d))
		}
		if !c.Add(c.Add(a, n), m).Equal(c.Add(a, n+m)) {
			t.Fatalf("%s + %d + %d", Day(a), n, m)
		}
		if b.Before(a) {
			a, b = b, a
		}
		if c.Add(b, n).Before(c.Add(a, n)) {
			t.Fatalf("Add is not monotone: %s, %s, %d", Day(a), Day(b), n)
		}
		if k := c.Between(a, b); k < 0 || c.Between(b, a) != -k || c.Add(a, k).After(b) || !c.Add(a, k+1).After(b) {
			t.Fatalf("Between(%s, %s) = %d", Day(a), Day(b), k)
		}
	}
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Every notice moves real days: weekdays are off, weekends are worked, and the
// holidays of the law are free.
func TestNotices(t *testing.T) {
	c := Official()
	if got := c.Years(); !slices.Equal(got, []int{2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026}) {
		t.Fatal(got)
	}
	for _, n := range c.Years() {
		y, _ := c.Known(n)
		if y.Number == "" || len(y.Off) < 18 || len(y.Work) < 5 {
			t.Errorf("%+v", y)
		}
		for _, d := range y.Off {
			if weekend(number(at(t, d))) || c.Workday(at(t, d)) {
				t.Errorf("%s is not a weekday off", d)
			}
		}
		for _, d := range y.Work {
			if !weekend(number(at(t, d))) || !c.Workday(at(t, d)) {
				t.Errorf("%s is not a weekend worked", d)
			}
		}
		if n >= 2025 {
			for _, d := range Statutory(n) {
				if c.Workday(at(t, d)) {
					t.Errorf("%s is a holiday by law", d)
				}
			}
		}
	}
}

func TestParse(t *testing.T) {
	for _, bad := range []string{"off 2026-01-01", "2026 国办发明电〔2025〕7号\nfree 2026-01-01"} {
		if _, err := parse(bad); err == nil {
			t.Errorf("%q is read", bad)
		}
	}
}

func TestProvisional(t *testing.T) {
	c := Official()
	for _, x := range []struct {
		from, to string
		want     bool
	}{{"2026-11-24", "2026-12-28", false}, {"2026-11-24", "2026-12-29", true}, {"2027-01-04", "2027-01-05", true}, {"2018-12-28", "2019-01-02", true}, {"2024-12-20", "2025-01-20", false}} {
		if got := c.Provisional(at(t, x.from), at(t, x.to)); got != x.want {
			t.Errorf("%s to %s: %v", x.from, x.to, got)
		}
	}
	// A guess: the holidays of the law, and a weekday for each that falls on a weekend.
	for day, works := range map[string]bool{"2027-01-01": false, "2027-02-05": false, "2027-02-08": false, "2027-02-09": false, "2027-02-10": false, "2027-02-11": true, "2027-04-05": false,
		"2027-05-03": false, "2027-05-04": false, "2027-05-05": true, "2027-06-09": false, "2027-09-15": false, "2027-10-01": false, "2027-10-04": false, "2027-10-05": false, "2027-10-06": true} {
		if c.Workday(at(t, day)) != works {
			t.Errorf("%s: %v", day, !works)
		}
	}
	next := c.With(Notice{Year: 2027, Number: "国办发明电〔2026〕9号", Off: []string{"2027-02-11", "2026-12-31"}, Work: []string{"2027-02-13"}})
	if next.Provisional(at(t, "2026-12-29"), at(t, "2027-12-28")) || next.Workday(at(t, "2027-02-11")) || !next.Workday(at(t, "2027-02-13")) || next.Workday(at(t, "2026-12-31")) {
		t.Error("a notice does not rule")
	}
	if !next.Workday(at(t, "2027-05-03")) || c.Workday(at(t, "2027-05-03")) {
		t.Error("a notice leaves the guesses standing, or changes the calendar it was added to")
	}
}

// The holidays of 2026 as the notice names them.
func TestHolidays(t *testing.T) {
	var got []string
	for _, h := range Official().Holidays(2026) {
		line := h.Name + " " + Day(h.From)[5:] + " " + Day(h.To)[5:]
		for _, w := range h.Work {
			line += " +" + Day(w)[5:]
		}
		got = append(got, line)
	}
	want := []string{"元旦 01-01 01-03 +01-04", "春节 02-15 02-23 +02-14 +02-28", "清明节 04-04 04-06", "劳动节 05-01 05-05 +05-09",
		"端午节 06-19 06-21", "中秋节 09-25 09-27 +09-20", "国庆节 10-01 10-07 +10-10"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if h := Official().Holidays(2019)[0]; h.Name != "元旦" || Day(h.From) != "2018-12-30" || h.Days() != 3 || len(h.Work) != 1 {
		t.Errorf("%+v", h)
	}
	if h := Official().Holidays(2023); len(h) != 6 || h[5].Name != "国庆节、中秋节" || h[5].Days() != 8 {
		t.Errorf("%+v", h)
	}
}
