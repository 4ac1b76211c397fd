package models_test

import (
	"slices"
	"testing"

	"gongkai/models"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/stats"
)

// Who sees which numbers: the publisher and the deputy director those of the whole
// site, a head those of the own section, nobody else any.
func TestWhoSeesStatistics(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx := t.Context()
		ours := b.Publish("预算科的一篇")
		b.Stats.Counter(stats.Document, ours).Hit()
		b.Stats.Counter(stats.Home, 0).Hit()
		b.Stats.Downloaded(ours, "key")
		for range 3 {
			b.Stats.Searched("预算", 0)
		}
		modeltest.Must(t, b.Finish(ctx))
		r := stats.Range{From: b.Clock.Now(), To: b.Clock.Now()}
		views := func(s *models.Statistics) (n int64) {
			for _, d := range s.Days {
				n += d.N
			}
			return n
		}
		for who, want := range map[string]struct {
			views, files int64
			whole        bool
		}{"office.publisher": {2, 1, true}, "deputy": {2, 1, true}, "budget.head": {1, 1, false}, "budget.both": {1, 1, false}, "treasury.head": {}} {
			s, err := b.Statistics(ctx, r, b.Who(who))
			modeltest.Must(t, err)
			if views(s) != want.views || s.Downloads != want.files || s.Whole != want.whole || len(s.Documents) != int(want.files) || (len(s.Lost) == 1) != want.whole || (s.Searches == 3) != want.whole {
				t.Errorf("%s: %+v", who, s)
			}
		}
		seers := []string{"office.publisher", "deputy", "budget.head", "budget.both", "budget.multi", "treasury.head", "office.head"}
		for _, who := range modeltest.Cast() {
			_, err := b.Statistics(ctx, r, b.Who(who))
			if sees := slices.Contains(seers, who); sees && err != nil || !sees && fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%s: %v", who, err)
			}
		}
		if _, err := b.Statistics(ctx, r, identity.Actor{}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("nobody: %v", err)
		}
		// Who stands in for a head sees what the head sees.
		b.Delegate("treasury.head", "budget.author2", 0, 1e15)
		b.Clock.Add(1)
		if s, err := b.Statistics(ctx, r, b.Reload("budget.author2")); err != nil || views(s) != 1 {
			t.Errorf("the deputy of a head: %+v, %v", s, err)
		}
	})
}
