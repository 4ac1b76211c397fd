package models_test

import (
	"strings"
	"testing"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/modeltest/spec"
	"gongkai/models/review"
)

// Invariant 5, for one person after another; race_test.go has them all at once.

// possible calls f with every situation × person × ask that the specification
// allows.
func possible(b *modeltest.Bureau, f func(s *situation, id uint64, who string, a ask)) (n int) {
	ss := situations()
	for i := range ss {
		s := &ss[i]
		form := modeltest.Article(s.name)
		if s.form != nil {
			form = s.form(b)
		}
		id := b.In(form)
		s.build(b, id)
		for _, who := range modeltest.Cast() {
			for _, a := range asks {
				switch s.expect(b, who, a) {
				case spec.Conflict, spec.Forbidden, spec.NotFound:
				default:
					n++
					f(s, id, who, a)
				}
			}
		}
	}
	return n
}

// Whatever somebody may do, done with another version than the present one, is
// refused as stale and changes nothing.
func TestStaleVersionsChangeNothing(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		n := possible(b, func(s *situation, id uint64, who string, a ask) {
			version := b.Version(id)
			for _, seen := range []int{version - 1, version + 1, 0} {
				b.Unchanged(id, func() {
					if err := a.run(t.Context(), b, id, seen, b.Who(who)); fault.KindOf(err) != fault.Stale {
						t.Errorf("%s: %s by %s with version %d of %d: %v", s.name, a.name, who, seen, version, err)
					}
				})
			}
		})
		if n < 100 {
			t.Errorf("only %d asks were tried", n)
		}
	})
}

// The version rises with every stored change and is never used twice, over
// corrections and withdrawals too.
func TestVersionsOnlyRise(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("版本")
		last := b.Version(id)
		for i, act := range []func(){
			func() { b.Edit(id, "改", "budget.author") }, func() { b.Submit(id) }, func() { b.Return(id) }, func() { b.Submit(id) },
			func() { b.Recall(id) }, func() { b.Pass(id) }, func() { b.Correct(id) }, func() { b.Submit(id) }, func() { b.PassSection(id) },
			func() { sendBack(b, id) }, func() { b.Withdraw(id, "office.publisher") }, func() { b.Correct(id) }, func() { b.Pass(id) },
		} {
			act()
			if v := b.Version(id); v <= last {
				t.Fatalf("act %d: version %d after %d", i, v, last)
			}
			last = b.Version(id)
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) - COUNT(DISTINCT version) FROM review_steps WHERE track_id = ?", b.Track(id).ID); n != 0 {
			t.Errorf("%d steps share a version", n)
		}
	})
}

// A page that was open while somebody else acted gets “已被处理” and says where
// the document stands now.
func TestStalePageIsTold(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("两人同审")
		b.Submit(id)
		seen := b.Version(id)
		b.PassSection(id)
		for name, err := range map[string]error{
			"approve": b.Review.DecideSection(t.Context(), content.Ref(id), seen, review.SectionForm{Approve: true, Checks: review.Points}, b.Who("budget.both")),
			"return":  b.Review.DecideSection(t.Context(), content.Ref(id), seen, review.SectionForm{Note: "请补充依据。"}, b.Who("budget.both")),
			"recall":  b.Review.Recall(t.Context(), content.Ref(id), seen, b.Who("budget.author")),
			"edit":    b.Content.Edit(t.Context(), id, seen, modeltest.Article("改"), b.Who("budget.author")),
			"submit":  b.Content.Submit(t.Context(), id, seen, true, b.Who("budget.author")),
		} {
			modeltest.Want(t, err, fault.Stale)
			if m := fault.MessageOf(err); !strings.Contains(m, "已被处理") || !strings.Contains(m, "保密审查") {
				t.Errorf("%s: %s", name, m)
			}
		}
	})
}
