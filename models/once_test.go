package models_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"gongkai/models/fault"
	"gongkai/models/modeltest"
)

// However often and however many at once a request comes, its act happens once.
func TestOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		const key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		form := b.Later("只建立一次", 0)
		form.PublishAt = ""
		by := b.Who("budget.author")
		create := func(ctx context.Context) (uint64, error) {
			d, err := b.Content.Create(ctx, form, by)
			if err != nil {
				return 0, err
			}
			return d.ID, nil
		}
		before := b.Number(t.Context(), "SELECT COUNT(*) FROM content_documents")
		ids := make([]uint64, 8)
		var wg sync.WaitGroup
		for i := range ids {
			wg.Go(func() {
				id, err := b.Once.Do(t.Context(), key, by.ID, create)
				if err != nil {
					t.Error(err)
				}
				ids[i] = id
			})
		}
		wg.Wait()
		for _, id := range ids {
			if id != ids[0] || id == 0 {
				t.Fatalf("%v", ids)
			}
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM content_documents"); n != before+1 {
			t.Errorf("%d documents", n-before)
		}
		_, err := b.Once.Do(t.Context(), key, by.ID+1, create)
		modeltest.Want(t, err, fault.Forbidden)
		// What failed may be tried again.
		broken := errors.New("broken")
		if _, err := b.Once.Do(t.Context(), key+"2", by.ID, func(context.Context) (uint64, error) { return 0, broken }); !errors.Is(err, broken) {
			t.Error(err)
		}
		if id, err := b.Once.Do(t.Context(), key+"2", by.ID, create); err != nil || id == ids[0] {
			t.Error(id, err)
		}
		b.Clock.Add(8 * 24 * 3600e9)
		modeltest.Must(t, b.Once.Forget(t.Context()))
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM once_uses"); n != 0 {
			t.Errorf("%d keys are remembered", n)
		}
		b.Whole()
	})
}
