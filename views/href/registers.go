package href

import (
	"context"
	"net/url"
	"strconv"
)

// Registers is the page of all registers (台账), of this year when year is 0.
func Registers(ctx context.Context, year int) string {
	q := url.Values{}
	if year > 0 {
		q.Set("year", strconv.Itoa(year))
	}
	return withQuery(Base(ctx)+"/desk/registers/", q)
}

// Register is the page of one register; query has year, q, removed, page.
func Register(ctx context.Context, kind string, query url.Values) string {
	return withQuery(RegisterDo(ctx, kind, ""), query)
}

// RegisterRow is the page of one row of a register.
func RegisterRow(ctx context.Context, kind string, id uint64) string {
	return RegisterDo(ctx, kind, number(id))
}

// RegisterRowDo is the address of a verb about one row: remove, restore.
func RegisterRowDo(ctx context.Context, kind string, id uint64, verb string) string {
	return RegisterRow(ctx, kind, id) + "/" + verb
}

// RegisterDo is the address of something about one register: new, import, none,
// checked, template.xlsx, export.csv, export.xlsx.
func RegisterDo(ctx context.Context, kind, what string) string {
	at := Base(ctx) + "/desk/registers/" + url.PathEscape(kind)
	if what != "" {
		at += "/" + what
	}
	return at
}

// RegisterYear is the page of one register with the rows of a year.
func RegisterYear(ctx context.Context, kind string, year int) string {
	return Register(ctx, kind, url.Values{"year": {strconv.Itoa(year)}})
}

// RegisterCounter is the list of what a number of the prose counts in a year.
func RegisterCounter(ctx context.Context, counter string, year int) string {
	return Base(ctx) + "/desk/registers/counters/" + url.PathEscape(counter) + "?year=" + strconv.Itoa(year)
}
