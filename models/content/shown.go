package content

import (
	"context"
	"sync"
)

type shownKey struct{}

// shown notes which documents were read through a context.
type shown struct {
	mu  sync.Mutex
	ids []uint64
}

// Collect returns a context that notes the public documents read through it,
// and the function that tells them: whoever keeps a page made of them must drop
// it when one of them is withdrawn.
func Collect(ctx context.Context) (context.Context, func() []uint64) {
	s := &shown{}
	return context.WithValue(ctx, shownKey{}, s), func() []uint64 {
		s.mu.Lock()
		defer s.mu.Unlock()
		return s.ids
	}
}

// Aside returns a context through which documents are read without being shown;
// Show tells of those that are shown after all.
func Aside(ctx context.Context) context.Context { return context.WithValue(ctx, shownKey{}, nil) }

// Show tells the collector of ctx, if there is one, that items are shown.
func Show(ctx context.Context, items ...Item) {
	s, ok := ctx.Value(shownKey{}).(*shown)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range items {
		s.ids = append(s.ids, i.DocumentID)
	}
}
