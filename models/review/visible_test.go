package review_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/modeltest/spec"
	"gongkai/models/review"
)

// crowd is every combination of roles, in two sections and none, with and
// without a delegation: the people there could ever be, and some there could
// not.
func crowd(sections []uint64) (as []identity.Actor) {
	roles := identity.Roles()
	for set := range 1 << len(roles) {
		a := identity.Actor{ID: uint64(set + 1)}
		for i, r := range roles {
			if set&(1<<i) != 0 {
				a.Roles = append(a.Roles, r)
			}
		}
		for i, section := range append(sections, 0) {
			a.SectionID = section
			if i == 0 {
				a.HeadOf = sections[1:]
			}
			as = append(as, a)
			a.HeadOf = nil
		}
	}
	return append(as, identity.Actor{})
}

// tracks stores a track for every state, section and history.
func tracks(t *testing.T, b *modeltest.Bureau, sections []uint64) (ts []review.Track) {
	t.Helper()
	modeltest.Must(t, b.Store.Tx(t.Context(), func(ctx context.Context) error {
		for _, s := range review.States() {
			for _, section := range sections {
				for _, submitted := range []bool{false, true} {
					x := review.Track{Kind: content.Kind, SubjectID: uint64(len(ts) + 1000), State: s, Version: 1, SectionID: section, Submitted: submitted,
						CreatedAt: b.Clock.Now(), MovedAt: b.Clock.Now().Add(time.Duration(len(ts)) * time.Millisecond)}
					if err := b.Store.DB(ctx).Create(&x).Error; err != nil {
						return err
					}
					ts = append(ts, x)
				}
			}
		}
		return nil
	}))
	return ts
}

// kindsOf says which kinds of the specification an actor is of to a track.
func kindsOf(a identity.Actor, x *review.Track) (kinds []string, own bool) {
	if _, deputy := a.Heads(x.SectionID); deputy && len(a.HeadOf) > 0 && a.HeadOf[0] == x.SectionID {
		kinds = append(kinds, "deputy")
	}
	for role, kind := range map[identity.Role]string{identity.Officer: "officer", identity.Publisher: "publisher", identity.Director: "director"} {
		if a.Has(role) {
			kinds = append(kinds, kind)
		}
	}
	return kinds, a.SectionID == x.SectionID
}

// One function decides who may read: Readable, the list, its count, and the
// single subject agree for every actor and track, and with the specification.
func TestVisibleEverywhereAlike(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sections := []uint64{b.Sections["预算科"], b.Sections["国库科"], b.Sections["办公室"]}
		ts := tracks(t, b, sections[:2])
		r := rand.New(rand.NewPCG(2026, 7))
		seen, compared := 0, 0
		for _, a := range crowd(sections[1:]) {
			p, err := b.Review.List(t.Context(), review.Filter{Kind: content.Kind}, 1, len(ts)+1, a)
			modeltest.Must(t, err)
			listed := map[uint64]bool{}
			for _, x := range p.Tracks {
				listed[x.ID] = true
			}
			if int(p.Total) != len(listed) {
				t.Errorf("%v: %d counted, %d listed", a.Roles, p.Total, len(listed))
			}
			for i := range ts {
				x := &ts[i]
				kinds, own := kindsOf(a, x)
				want := a.ID != 0 && !a.Admin() && spec.Reads(string(x.State), x.Submitted, own, kinds...)
				if got := x.Readable(a); got != want || listed[x.ID] != want {
					t.Fatalf("%+v, %s submitted %v: readable %v, listed %v, want %v", a, x.State, x.Submitted, got, listed[x.ID], want)
				}
				compared++
				if want {
					seen++
				}
			}
			one(t, b, a, &ts[r.IntN(len(ts))])
		}
		if len(ts) != 36 || compared != 36*(512*3+1) || seen == 0 || seen == compared {
			t.Errorf("%d tracks, %d compared, %d seen", len(ts), compared, seen)
		}
	})
}

// one asks for a single subject: what is not readable does not exist;
// administrators are told that they never read; the system reads.
func one(t *testing.T, b *modeltest.Bureau, a identity.Actor, x *review.Track) {
	t.Helper()
	_, err := b.Review.Track(t.Context(), x.Ref(), a)
	var want fault.Kind
	switch {
	case x.State == review.Discarded:
		want = fault.NotFound
	case a.ID == 0 || x.Readable(a):
		if err != nil {
			t.Errorf("%v: %v", a, err)
		}
		return
	case a.Admin():
		want = fault.Forbidden
	default:
		want = fault.NotFound
	}
	modeltest.Want(t, err, want)
	if _, never := b.Review.Track(t.Context(), content.Ref(1<<40), a); want == fault.NotFound && err.Error() != never.Error() {
		t.Errorf("%q differs from the answer for what never was, %q", err, never)
	}
}

// Filters and pages narrow what may be read and never widen it.
func TestVisibleFiltersNarrow(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		sections := []uint64{b.Sections["预算科"], b.Sections["国库科"]}
		ts := tracks(t, b, sections)
		a := identity.Actor{ID: 1, SectionID: sections[1], Roles: []identity.Role{identity.Director}}
		list := func(f review.Filter, page, size int) string {
			p, err := b.Review.List(t.Context(), f, page, size, a)
			modeltest.Must(t, err)
			var ids []uint64
			for _, x := range p.Tracks {
				if !x.Readable(a) {
					t.Errorf("%+v: %s of another section", f, x.State)
				}
				ids = append(ids, x.ID)
			}
			return fmt.Sprint(p.Total, ids)
		}
		// Of the other section: four states approved onward, submitted or not; of the own: all but discarded.
		f := review.Filter{Kind: content.Kind, Section: sections[0]}
		var want []uint64
		for i := len(ts) - 1; i >= 0; i-- {
			if ts[i].SectionID == sections[0] && ts[i].Readable(a) {
				want = append(want, ts[i].ID)
			}
		}
		if got := list(f, 1, 99); got != fmt.Sprint(8, want) {
			t.Errorf("%s, want %v", got, want)
		}
		if got := list(f, 2, 3); got != fmt.Sprint(8, want[3:6]) {
			t.Errorf("page 2: %s", got)
		}
		if got := list(review.Filter{Kind: content.Kind, States: []review.State{review.Draft, review.Discarded}}, 1, 99); got[:2] != "2 " {
			t.Errorf("drafts: %s", got)
		}
		if got := list(review.Filter{Kind: "reply"}, 1, 99); got != "0 []" {
			t.Errorf("another kind: %s", got)
		}
	})
}
