package models_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/models/site"
)

// sown is a document as the test remembers it.
type sown struct {
	id, column uint64
	at         time.Time
}

// sow publishes n documents at odd times, some at the same instant, some at the
// last instant of a year in China; then withdraws some, brings one back, and
// moves one to another column.
func sow(t *testing.T, b *modeltest.Bureau, rng *rand.Rand, n int) (all []sown) {
	t.Helper()
	columns := []string{"xwdt/gzdt", "xwdt/tzgg"}
	at := time.Date(2019, 12, 31, 15, 59, 59, 0, time.UTC)
	for i := range n {
		b.Clock.Add(at.Sub(b.Clock.Now()))
		f := modeltest.Article(fmt.Sprintf("第%d篇", i))
		f.Column = columns[rng.IntN(2)]
		id := b.In(f)
		b.Pass(id)
		all = append(all, sown{id, columnID(t, b, f.Column), at})
		if rng.IntN(4) > 0 {
			at = at.Add(time.Duration(rng.IntN(200*24)) * time.Hour)
		}
	}
	for _, i := range []int{1, n / 2, n - 1} {
		b.Withdraw(all[i].id, "office.publisher")
	}
	b.Correct(all[n/2].id) // comes back, at its old place
	b.Pass(all[n/2].id)
	all = slices.Delete(slices.Delete(all, n-1, n), 1, 2)
	b.Correct(all[0].id)
	f := modeltest.Article("换了栏目")
	f.Column = columns[0]
	if all[0].column == columnID(t, b, columns[0]) {
		f.Column = columns[1]
	}
	modeltest.Must(t, b.Content.Edit(t.Context(), all[0].id, b.Version(all[0].id), f, b.Who("budget.author")))
	b.Pass(all[0].id)
	all[0].column = columnID(t, b, f.Column)
	return all
}

// Every page of every list, of one column and of several, of all years and of
// one, is what a plain sort of everything gives.
func TestListPagesAgreeWithASort(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		all := sow(t, b, rand.New(rand.NewPCG(7, 7)), 40)
		one, two := columnID(t, b, "xwdt/gzdt"), columnID(t, b, "xwdt/tzgg")
		for _, columns := range [][]uint64{{one}, {two}, {one, two}} {
			for _, year := range []int{0, 2019, 2020, 2022, 2024, 1999} {
				samePages(t, b, columns, year, want(all, columns, year))
			}
			items, err := b.Content.Newest(t.Context(), columns, 7)
			if full := want(all, columns, 0); err != nil || fmt.Sprint(ids(items)) != fmt.Sprint(full[:min(7, len(full))]) {
				t.Errorf("newest of %v: %v, not %v (%v)", columns, ids(items), full, err)
			}
		}
		neighbours(t, b, want(all, []uint64{one}, 0))
		months(t, b, len(all))
	})
}

// want sorts what the test remembers.
func want(all []sown, columns []uint64, year int) (ids []uint64) {
	found := slices.DeleteFunc(slices.Clone(all), func(s sown) bool {
		return !slices.Contains(columns, s.column) || year != 0 && s.at.In(calendar.Shanghai).Year() != year
	})
	slices.SortFunc(found, func(x, y sown) int { return cmp.Or(y.at.Compare(x.at), cmp.Compare(y.id, x.id)) })
	for _, s := range found {
		ids = append(ids, s.id)
	}
	return ids
}

func ids(items []content.Item) (out []uint64) {
	for _, i := range items {
		out = append(out, i.DocumentID)
	}
	return out
}

func samePages(t *testing.T, b *modeltest.Bureau, columns []uint64, year int, full []uint64) {
	t.Helper()
	for _, size := range []int{1, 3, 20} {
		var got []uint64
		for page := 1; ; page++ {
			l, err := b.Content.List(t.Context(), columns, year, page, size)
			modeltest.Must(t, err)
			if l.Total != int64(len(full)) {
				t.Fatalf("%v %d: %d in all, not %d", columns, year, l.Total, len(full))
			}
			if len(l.Items) == 0 {
				break
			}
			got = append(got, ids(l.Items)...)
		}
		if fmt.Sprint(got) != fmt.Sprint(full) {
			t.Errorf("columns %v, year %d, %d a page:\n%v\nnot\n%v", columns, year, size, got, full)
		}
	}
}

// neighbours walks from the newest document of a column to its oldest.
func neighbours(t *testing.T, b *modeltest.Bureau, full []uint64) {
	t.Helper()
	for i, id := range full {
		p, err := b.Content.Live(t.Context(), id)
		modeltest.Must(t, err)
		older, newer, err := b.Content.Beside(t.Context(), p)
		modeltest.Must(t, err)
		if i+1 < len(full) && (older == nil || older.DocumentID != full[i+1]) || i+1 == len(full) && older != nil {
			t.Errorf("older than %d is %v, not %v", id, older, full[i+1:])
		}
		if i > 0 && (newer == nil || newer.DocumentID != full[i-1]) || i == 0 && newer != nil {
			t.Errorf("newer than %d is %v", id, newer)
		}
	}
}

// months reads the whole site month by month.
func months(t *testing.T, b *modeltest.Bureau, n int) {
	t.Helper()
	ms, err := b.Content.TallyMonths(t.Context(), nil)
	modeltest.Must(t, err)
	read := 0
	for _, m := range ms {
		items, err := b.Content.Month(t.Context(), time.Date(m.Span/100, time.Month(m.Span%100), 9, 0, 0, 0, 0, time.UTC), 1000)
		modeltest.Must(t, err)
		if int64(len(items)) != m.N {
			t.Errorf("%d holds %d, its tally says %d", m.Span, len(items), m.N)
		}
		read += len(items)
	}
	if read != n {
		t.Errorf("the months hold %d documents, not %d", read, n)
	}
}

// A publication, a withdrawal, a column and a setting each end the epoch, in
// their own transaction; a withdrawal also names what may not be shown again.
func TestEpoch(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		var seen, gone []uint64
		b.Site.OnTurn(func(n uint64, withdrawn []uint64) { seen, gone = append(seen, n), append(gone, withdrawn...) })
		modeltest.Must(t, b.Site.Look(t.Context()))
		first := b.Site.Epoch()
		same := func(what string, by uint64) {
			t.Helper()
			if got := b.Site.Epoch(); got != first+by {
				t.Errorf("%s: epoch %d, not %d", what, got, first+by)
			}
			first = b.Site.Epoch()
		}
		id := b.Draft("一")
		b.Submit(id)
		b.PassSection(id)
		same("before the third signature", 0)
		b.PassConfidentiality(id)
		same("publication", 1)
		b.Withdraw(id, "office.publisher")
		same("withdrawal", 1)
		if fmt.Sprint(gone) != fmt.Sprint([]uint64{id}) {
			t.Errorf("withdrawn: %v, not %d", gone, id)
		}
		_, err := b.Site.CreateColumn(t.Context(), site.ColumnForm{Slug: "neu", Name: "新栏", PageType: site.List, Description: "新栏的说明", Keywords: "新", KindWord: "新"}, b.Who("sys.admin"))
		modeltest.Must(t, err)
		same("a column", 1)
		wrong := fmt.Errorf("undone")
		err = b.Store.Tx(t.Context(), func(ctx context.Context) error {
			if err := b.Site.Turn(ctx); err != nil {
				return err
			}
			return wrong
		})
		modeltest.Must(t, b.Site.Look(t.Context()))
		if err == nil {
			t.Error("the transaction did not fail")
		}
		same("what was undone", 0)
		if len(seen) != 4 {
			t.Errorf("told of %v", seen)
		}
	})
}

// Another process learns of both by asking.
func TestEpochOfAnotherProcess(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("一")
		other := modeltest.Twin(b)
		var gone []uint64
		other.Site.OnTurn(func(_ uint64, withdrawn []uint64) { gone = append(gone, withdrawn...) })
		modeltest.Must(t, other.Site.Look(t.Context()))
		before := other.Site.Epoch()
		b.Withdraw(id, "office.publisher")
		if other.Site.Epoch() != before {
			t.Fatal("it knows without asking")
		}
		modeltest.Must(t, other.Site.Look(t.Context()))
		if other.Site.Epoch() != before+1 || len(gone) != 1 || gone[0] != id {
			t.Errorf("epoch %d after %d, withdrawn %v", other.Site.Epoch(), before, gone)
		}
	})
}
