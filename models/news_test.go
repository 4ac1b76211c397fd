package models_test

import (
	"slices"
	"testing"

	"gongkai/models/content"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// Who wrote or signed hears what others did with it, and nobody else does.
func TestNews(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("被退回的一篇")
		b.Submit(id)
		b.Return(id)
		hears := func(who string) (acts []review.Action) {
			list, err := b.Review.News(t.Context(), content.Kind, b.Who(who), 20)
			modeltest.Must(t, err)
			for _, n := range list {
				acts = append(acts, n.Act)
			}
			return acts
		}
		if got := hears("budget.author"); !slices.Equal(got, []review.Action{review.Return}) {
			t.Errorf("the author hears %v", got)
		}
		for _, who := range []string{"budget.author2", "treasury.author", "office.publisher", "sys.admin"} {
			if got := hears(who); len(got) != 0 {
				t.Errorf("%s hears %v", who, got)
			}
		}
		b.Pass(id)
		if got := hears("budget.head"); !slices.Contains(got, review.Publish) {
			t.Errorf("the head who signed hears %v", got)
		}
		author := b.Who("budget.author")
		unread := func() int64 {
			n, err := b.Review.Unread(t.Context(), content.Kind, author)
			modeltest.Must(t, err)
			return n
		}
		list, err := b.Review.News(t.Context(), content.Kind, author, 20)
		modeltest.Must(t, err)
		if n := unread(); n == 0 || int(n) != len(list) || !list[0].Mine || !list[0].Unread {
			t.Errorf("%d unread of %+v", n, list)
		}
		modeltest.Must(t, b.Review.ReadNews(t.Context(), list[0].Mark, author))
		modeltest.Must(t, b.Review.ReadNews(t.Context(), list[len(list)-1].Mark, author)) // an older page sent late
		if n := unread(); n != 0 {
			t.Errorf("%d unread after reading", n)
		}
		// Who leaves the section hears nothing more of what he may not read.
		b.Disable("budget.head")
		b.Clock.Add(61 * 24 * 3600e9)
		if got := hears("budget.author"); len(got) != 0 {
			t.Errorf("old news: %v", got)
		}
		b.Whole()
	})
}
