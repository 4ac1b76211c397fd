package store_test

import (
	"context"
	"runtime"
	"sync"
	"testing"
	"time"

	"gongkai/models/identity"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// Every connection is taken by a transaction while a reader waits for one: the
// transactions still run the reader's statement and finish. (A cache of prepared
// statements would let them wait for the reader, who waits for them.)
func TestTxDoesNotWaitForReaders(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		if s.Dialect() == "sqlite" {
			return // readers and writers have handles of their own
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		pool, err := s.DB(ctx).DB()
		must(t, err)
		count := func(ctx context.Context) error {
			var n int64
			return s.DB(ctx).Model(&identity.Section{}).Where("position = ?", 7).Count(&n).Error
		}
		size := pool.Stats().MaxOpenConnections
		var hold, done sync.WaitGroup
		hold.Add(size)
		waits := make(chan struct{}) // closed when the reader waits for a connection
		errs := make(chan error, size+1)
		for range size {
			done.Go(func() {
				errs <- s.Tx(ctx, func(ctx context.Context) error {
					hold.Done()
					<-waits
					return count(ctx)
				})
			})
		}
		hold.Wait()
		before := pool.Stats().WaitCount
		done.Go(func() { errs <- count(ctx) })
		for pool.Stats().WaitCount == before {
			runtime.Gosched()
		}
		close(waits)
		done.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
