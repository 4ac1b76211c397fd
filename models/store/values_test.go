package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gongkai/models/identity"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// What the databases must agree on: times to the millisecond and in order,
// capital and small letters, every character, foreign keys.
func TestDatabasesAgreeOnValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		base := time.Date(2026, 1, 31, 23, 59, 59, 0, time.FixedZone("CST", 8*3600))
		var want []string
		offsets := []time.Duration{0, time.Millisecond, 10 * time.Millisecond, 100 * time.Millisecond, 120 * time.Millisecond, 999 * time.Millisecond, time.Second, time.Hour, 24 * time.Hour}
		for _, i := range []int{3, 0, 8, 1, 6, 4, 2, 7, 5} {
			must(t, s.Tx(t.Context(), func(ctx context.Context) error {
				return s.DB(ctx).Create(&identity.Section{Name: fmt.Sprint(i), CreatedAt: base.Add(offsets[i])}).Error
			}))
		}
		var xs []identity.Section
		must(t, s.DB(t.Context()).Order("created_at").Find(&xs).Error)
		for i, x := range xs {
			want = append(want, x.Name)
			if x.Name != fmt.Sprint(i) || !x.CreatedAt.Equal(base.Add(offsets[i])) || x.CreatedAt.Location() != time.UTC {
				t.Errorf("at %d: %s %s, want %s", i, x.Name, x.CreatedAt, base.Add(offsets[i]).UTC())
			}
			var n int64
			must(t, s.DB(t.Context()).Model(&identity.Section{}).Where("created_at < ?", base.Add(offsets[i])).Count(&n).Error)
			if n != int64(i) {
				t.Errorf("%d before %s, want %d", n, x.CreatedAt, i)
			}
		}
		if !slices.IsSorted(want) {
			t.Error(want)
		}
	})
}

// Unique keys tell Abc from abc, refuse the same again, and hold every
// character.
func TestDatabasesAgreeOnLetters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		all := []string{"Abc", "abc", "ABC", "Äbc", "科", "𠮷", "😀", "a%_'\"\\"}
		for _, name := range all {
			must(t, s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, name) }))
		}
		for _, name := range all {
			err := s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, name) })
			if !store.Duplicate(err) {
				t.Errorf("%q twice: %v", name, err)
			}
			var n int64
			must(t, s.DB(t.Context()).Model(&identity.Section{}).Where("name = ?", name).Count(&n).Error)
			if n != 1 {
				t.Errorf("%q is found %d times", name, n)
			}
		}
		if got := strings.Join(names(t, s), " "); got != strings.Join(all, " ") {
			t.Error(got)
		}
		var missing identity.Section
		if err := s.DB(t.Context()).Where("id = ?", 1<<40).Take(&missing).Error; !store.Missing(err) {
			t.Error(err)
		}
		section := uint64(1 << 40)
		err := s.Tx(t.Context(), func(ctx context.Context) error {
			return s.DB(ctx).Create(&identity.Person{Username: "x", SectionID: &section, PasswordAt: s.Now(ctx), CreatedAt: s.Now(ctx)}).Error
		})
		if err == nil {
			t.Error("a person of no section was stored: foreign keys are off")
		}
	})
}
