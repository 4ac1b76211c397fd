package store_test

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// put stores a section in the transaction of ctx.
func put(ctx context.Context, s *store.Store, name string) error {
	return s.DB(ctx).Create(&identity.Section{Name: name, CreatedAt: s.Now(ctx)}).Error
}

// names lists the stored sections.
func names(t *testing.T, s *store.Store) (ns []string) {
	t.Helper()
	must(t, s.DB(t.Context()).Model(&identity.Section{}).Order("id").Pluck("name", &ns).Error)
	return ns
}

var errNo = errors.New("no")

// A transaction is stored whole or not at all, also when it panics.
func TestTxAllOrNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		must(t, s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, "甲") }))
		err := s.Tx(t.Context(), func(ctx context.Context) error { return errors.Join(put(ctx, s, "乙"), errNo) })
		if !errors.Is(err, errNo) {
			t.Error(err)
		}
		func() {
			defer func() { _ = recover() }()
			_ = s.Tx(t.Context(), func(ctx context.Context) error { must(t, put(ctx, s, "丙")); panic("boom") })
		}()
		must(t, s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, "丁") })) // the connection was given back
		if got := fmt.Sprint(names(t, s)); got != "[甲 丁]" {
			t.Error(got)
		}
	})
}

// An inner transaction joins the outer one: both are stored or neither, even
// when the outer one swallows the inner one's error.
func TestTxJoinsAndDooms(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		inner := func(ctx context.Context, name string, err error) error {
			return s.Tx(ctx, func(ctx context.Context) error { return errors.Join(put(ctx, s, name), err) })
		}
		must(t, s.Tx(t.Context(), func(ctx context.Context) error {
			if !store.InTx(ctx) || store.InTx(t.Context()) {
				t.Error("InTx is wrong")
			}
			return errors.Join(put(ctx, s, "外"), inner(ctx, "内", nil))
		}))
		err := s.Tx(t.Context(), func(ctx context.Context) error { return errors.Join(inner(ctx, "内二", nil), errNo) })
		if !errors.Is(err, errNo) {
			t.Error(err)
		}
		err = s.Tx(t.Context(), func(ctx context.Context) error {
			must(t, put(ctx, s, "外三"))
			_ = inner(ctx, "内三", errNo)
			return nil
		})
		if !errors.Is(err, errNo) {
			t.Errorf("a swallowed error did not doom the transaction: %v", err)
		}
		if got := fmt.Sprint(names(t, s)); got != "[外 内]" {
			t.Error(got)
		}
	})
}

// AfterCommit runs in order after the outermost commit, once, and never after
// a rollback.
func TestTxAfterCommit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		var ran []string
		note := func(ctx context.Context, what string) { store.AfterCommit(ctx, func() { ran = append(ran, what) }) }
		act := func(err error) error {
			return s.Tx(t.Context(), func(ctx context.Context) error {
				note(ctx, "a")
				_ = s.Tx(ctx, func(ctx context.Context) error { note(ctx, "b"); return err })
				if len(ran) > 0 {
					t.Error("before the commit")
				}
				return nil
			})
		}
		if err := act(errNo); err == nil || len(ran) > 0 {
			t.Error(err, ran)
		}
		must(t, act(nil))
		note(t.Context(), "c")
		if got := fmt.Sprint(ran); got != "[a b c]" {
			t.Error(got)
		}
	})
}

// The time stands still within a transaction, in UTC, cut to milliseconds.
func TestTxTimeStandsStill(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, c *storetest.Clock) {
		c.Add(123456789 * time.Nanosecond)
		must(t, s.Tx(t.Context(), func(ctx context.Context) error {
			now := s.Now(ctx)
			c.Add(time.Hour)
			must(t, s.Tx(ctx, func(ctx context.Context) error {
				if !s.Now(ctx).Equal(now) {
					t.Error("the inner transaction has another time")
				}
				return nil
			}))
			if !s.Now(ctx).Equal(now) || now.Location() != time.UTC || now.Nanosecond() != 123000000 {
				t.Errorf("%s, then %s", now, s.Now(ctx))
			}
			return nil
		}))
		if got := s.Now(t.Context()); !got.Equal(storetest.Start.Add(time.Hour + 123*time.Millisecond)) {
			t.Error(got)
		}
		past := time.Date(2020, 5, 1, 8, 0, 0, 999999, time.FixedZone("CST", 8*3600))
		must(t, s.Tx(store.At(t.Context(), past), func(ctx context.Context) error {
			if want := time.Date(2020, 5, 1, 0, 0, 0, 0, time.UTC); s.Now(ctx) != want {
				t.Errorf("%s, want %s", s.Now(ctx), want)
			}
			return nil
		}))
	})
}

// On SQLite what is written outside a transaction is refused.
func TestReadHandleRefusesWrites(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		if s.Dialect() != "sqlite" {
			return // MySQL has one handle
		}
		if err := put(t.Context(), s, "旁路"); err == nil {
			t.Error("a write without a transaction was stored")
		}
		err := s.Snapshot(t.Context(), func(ctx context.Context) error { return put(ctx, s, "旁路") })
		if err == nil || len(names(t, s)) != 0 {
			t.Errorf("a snapshot wrote: %v", err)
		}
	})
}

// A snapshot writes nothing and sees one instant, whatever others write.
func TestSnapshotSeesOneInstant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		must(t, s.Snapshot(t.Context(), func(ctx context.Context) error {
			count := func() (n int64) { must(t, s.DB(ctx).Model(&identity.Section{}).Count(&n).Error); return n }
			before := count()
			must(t, s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, "后来") }))
			if count() != before || before != 0 {
				t.Errorf("%d, then %d", before, count())
			}
			return nil
		}))
		if err := s.Snapshot(t.Context(), func(context.Context) error { return errNo }); !errors.Is(err, errNo) {
			t.Error(err)
		}
		if len(names(t, s)) != 1 {
			t.Error(names(t, s))
		}
	})
}

// Two transactions that lock two rows in opposite order: the victim is run
// again, both are stored, what the failed try wanted after its commit is not
// done twice.
func TestTxDeadlockIsRunAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		if s.Dialect() == "sqlite" {
			return // SQLite has one writer
		}
		must(t, s.Tx(t.Context(), func(ctx context.Context) error { return errors.Join(put(ctx, s, "甲"), put(ctx, s, "乙")) }))
		var meet sync.WaitGroup // both hold their first row
		meet.Add(2)
		var mu sync.Mutex
		tries, after := 0, 0
		cross := func(first, second string) error {
			mine := 0
			return s.Tx(t.Context(), func(ctx context.Context) error {
				mu.Lock()
				tries++
				mu.Unlock()
				mine++
				store.AfterCommit(ctx, func() { mu.Lock(); after++; mu.Unlock() })
				for i, name := range []string{first, second} {
					r := s.DB(ctx).Exec("UPDATE sections SET position = position + 1 WHERE name = ?", name)
					if r.Error != nil {
						return fmt.Errorf("wrapped: %w", r.Error)
					}
					if i == 0 && mine == 1 {
						meet.Done()
						meet.Wait()
					}
				}
				return nil
			})
		}
		errs := make([]error, 2)
		var wg sync.WaitGroup
		wg.Go(func() { errs[0] = cross("甲", "乙") })
		wg.Go(func() { errs[1] = cross("乙", "甲") })
		wg.Wait()
		must(t, errors.Join(errs...))
		var sum int
		must(t, s.DB(t.Context()).Raw("SELECT SUM(position) FROM sections").Scan(&sum).Error)
		if sum != 4 || tries < 3 || after != 2 {
			t.Errorf("positions %d, %d tries, %d after", sum, tries, after)
		}
	})
}

// A deadlock is tried again, but not for ever and not after the request ended;
// what is over then is "busy", which people may read.
func TestTxGivesUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		deadlock := &mysqldriver.MySQLError{Number: 1213}
		n := 0
		must(t, s.Tx(t.Context(), func(context.Context) error {
			if n++; n < 3 {
				return deadlock
			}
			return nil
		}))
		ctx, cancel := context.WithCancel(t.Context())
		n = 0
		err := s.Tx(ctx, func(context.Context) error {
			if n++; n == 2 {
				cancel()
			}
			return fmt.Errorf("inside: %w", deadlock)
		})
		if n != 2 || fault.KindOf(err) != fault.Unavailable || fault.MessageOf(err) == "" {
			t.Errorf("%d tries, %v", n, err)
		}
	})
}

// An error that means "the database is away" becomes Unavailable; faults and
// bugs stay what they are.
func TestTxClassifiesErrors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		for _, x := range []struct {
			err  error
			want fault.Kind
		}{
			{context.DeadlineExceeded, fault.Unavailable}, {&mysqldriver.MySQLError{Number: 1040}, fault.Unavailable}, {mysqldriver.ErrInvalidConn, fault.Unavailable},
			{fmt.Errorf("inside: %w", driver.ErrBadConn), fault.Unavailable}, {&mysqldriver.MySQLError{Number: 1406}, fault.Internal},
			{errNo, fault.Internal}, {fault.New(fault.Stale, "旧了。"), fault.Stale}, {fault.Wrap(fault.Forbidden, driver.ErrBadConn, "不可以。"), fault.Forbidden},
		} {
			err := s.Tx(t.Context(), func(context.Context) error { return x.err })
			if fault.KindOf(err) != x.want || !errors.Is(err, x.err) {
				t.Errorf("%v became %v", x.err, err)
			}
		}
	})
}

// 30 people add one to a number that they have read before, by compare-and-set:
// nothing is lost, and losers know it.
func TestCompareAndSetLosesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		must(t, s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, "数") }))
		won := make([]bool, 30)
		var wg sync.WaitGroup
		for i := range won {
			wg.Go(func() {
				err := s.Tx(t.Context(), func(ctx context.Context) (err error) {
					var x identity.Section
					if err := s.DB(ctx).Where("name = ?", "数").Take(&x).Error; err != nil {
						return err
					}
					won[i], err = store.Changed(s.DB(ctx).Model(&identity.Section{}).Where("name = ? AND version = ?", "数", x.Version).
						Select("Version").Updates(identity.Section{Version: x.Version + 1}))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		n := 0
		for _, w := range won {
			if w {
				n++
			}
		}
		var x identity.Section
		must(t, s.DB(t.Context()).Take(&x).Error)
		if x.Version != n || n == 0 {
			t.Errorf("%d told that they won, the number is %d", n, x.Version)
		}
	})
}

// Changed counts the rows that matched, not those that became different, on
// both databases; two rows are a bug.
func TestChangedCountsMatchedRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		must(t, s.Tx(t.Context(), func(ctx context.Context) error { return errors.Join(put(ctx, s, "甲"), put(ctx, s, "乙")) }))
		set := func(where string) (won bool, err error) {
			_ = s.Tx(t.Context(), func(ctx context.Context) error {
				won, err = store.Changed(s.DB(ctx).Model(&identity.Section{}).Where(where).Select("Position").Updates(identity.Section{}))
				return nil
			})
			return won, err
		}
		if won, err := set("name = '甲'"); !won || err != nil {
			t.Error("nothing new was written, but the row was there:", won, err)
		}
		if won, err := set("name = '丙'"); won || err != nil {
			t.Error(won, err)
		}
		if won, err := set("1 = 1"); won || err == nil {
			t.Error(won, err)
		}
		if _, err := set("nonsense = 1"); err == nil {
			t.Error("no error")
		}
	})
}
