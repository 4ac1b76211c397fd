package models_test

import (
	"testing"

	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// The main job: three people sign, exactly those bytes become public, and the
// ledger agrees.
func TestThreeSignaturesMakePublic(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("第一篇")
		for _, step := range []struct {
			do   func(uint64)
			then review.State
		}{{b.Submit, review.Section}, {b.PassSection, review.Confidentiality}, {b.PassConfidentiality, review.Published}} {
			if _, err := b.Content.Live(t.Context(), id); err == nil {
				t.Fatalf("public in state %s", b.State(id))
			}
			step.do(id)
			if got := b.State(id); got != step.then {
				t.Fatalf("state %s, want %s", got, step.then)
			}
		}
		p, err := b.Content.Live(t.Context(), id)
		if err != nil || p.Title != "第一篇" {
			t.Fatal(p, err)
		}
		r, err := b.Verify(t.Context(), nil)
		if err != nil || !r.Whole() {
			t.Fatalf("ledger: %v %+v", err, r)
		}
		if r.Entries == 0 || r.Rows == 0 {
			t.Fatalf("nothing verified: %+v", r)
		}
	})
}
