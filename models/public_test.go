package models_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// Invariants 6, 7 and 9: what the public sees.

// seen names every reader of the public that shows a document.
func seen(t *testing.T, b *modeltest.Bureau, id uint64, title string) (where []string) {
	t.Helper()
	ctx := t.Context()
	shows := func(name string, items []content.Item, err error) {
		modeltest.Must(t, err)
		if slices.ContainsFunc(items, func(i content.Item) bool { return i.DocumentID == id }) {
			where = append(where, name)
		}
	}
	if p, err := b.Content.Live(ctx, id); err == nil && p.DocumentID == id {
		where = append(where, "Live")
	}
	tree, err := b.Site.Tree(ctx)
	modeltest.Must(t, err)
	for _, c := range tree.All() {
		l, err := b.Content.List(ctx, []uint64{c.ID}, 0, 1, 50)
		shows("List", l.Items, err)
		if l.Total != int64(len(l.Items)) {
			t.Errorf("List counts %d of %d", l.Total, len(l.Items))
		}
		years, err := b.Content.Years(ctx, c.ID)
		shows("Years", years, err)
		if y, err := b.Content.ReportOf(ctx, c.ID, 2020); err == nil && y == id {
			where = append(where, "ReportOf")
		}
	}
	newest, err := b.Content.Newest(ctx, nil, 50)
	shows("Newest", newest, err)
	h, err := b.Content.Search(ctx, title, 1, 50)
	found, total := h.Items, h.Total
	shows("Search", found, err)
	if total != len(found) {
		t.Errorf("Search counts %d of %d", total, len(found))
	}
	beside := func(p *content.Page) {
		older, newer, err := b.Content.Beside(ctx, p)
		modeltest.Must(t, err)
		if older != nil && older.DocumentID == id || newer != nil && newer.DocumentID == id {
			where = append(where, "Beside")
		}
	}
	for _, i := range newest {
		if p, err := b.Content.Live(ctx, i.DocumentID); err == nil && i.DocumentID != id {
			beside(p)
		}
	}
	if ns, err := b.Content.Notes(ctx, id); err != nil || len(ns) > 0 {
		where = append(where, "Notes")
	}
	return slices.Compact(where)
}

func counted(t *testing.T, b *modeltest.Bureau) (n int64) {
	counts, err := b.Content.Counts(t.Context())
	modeltest.Must(t, err)
	for _, c := range counts {
		n += c
	}
	return n
}

// In every state before publication no reader of the public shows a byte, and
// the answer is the one for an address that never was.
func TestUnpublishedIsNowhere(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ss := situations()
		for i := range ss {
			s := &ss[i]
			if s.world.WasPublic {
				continue
			}
			form := modeltest.Article("未公开的标题")
			if s.form != nil {
				form = s.form(b)
				form.Title = "未公开的标题"
			}
			id := b.In(form)
			s.build(b, id)
			if where := seen(t, b, id, "未公开"); len(where) > 0 {
				t.Errorf("%s: seen in %v", s.name, where)
			}
			_, err := b.Content.Live(t.Context(), id)
			_, never := b.Content.Live(t.Context(), 1<<40)
			modeltest.Want(t, err, fault.NotFound)
			if err.Error() != never.Error() {
				t.Errorf("%s: %q, for an unknown address %q", s.name, err, never)
			}
			if s.state == review.Approved {
				b.Recall(id) // the next situation moves the clock
			}
		}
		if n := counted(t, b); n != 0 {
			t.Errorf("%d documents are counted", n)
		}
	})
}

// A withdrawal removes the document from every reader at once; its address is
// gone, and stays gone while a correction is written.
func TestWithdrawalRemovesEverywhere(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Publish("邻居一")
		b.Clock.Add(time.Minute)
		id := report(t, b, 2020)
		passReport(t, b, id)
		b.Clock.Add(time.Minute)
		news := b.Publish("会撤下的新闻")
		modeltest.Must(t, b.Content.Correct(t.Context(), news, b.Version(news), content.Change{Kind: content.Correction, Note: "更正了时间。"}, b.Who("budget.author")))
		b.Pass(news)
		b.Clock.Add(time.Minute)
		b.Publish("邻居二")
		if got, want := fmt.Sprint(seen(t, b, news, "会撤下")), "[Live List Years Newest Search Beside Notes]"; got != want {
			t.Fatalf("the news is seen in %s, want %s", got, want)
		}
		if got, want := fmt.Sprint(seen(t, b, id, "2020")), "[Live List Years ReportOf Newest Search]"; got != want {
			t.Fatalf("the report is seen in %s, want %s", got, want)
		}
		before := counted(t, b)
		b.Clock.Add(time.Minute)
		for n, x := range []uint64{news, id} {
			b.Withdraw(x, "office.publisher")
			if where := append(seen(t, b, x, "会撤下"), seen(t, b, x, "2020")...); len(where) > 0 {
				t.Errorf("document %d is still seen in %v", x, where)
			}
			if got := counted(t, b); got != before-int64(n)-1 {
				t.Errorf("%d documents are counted, before %d", got, before)
			}
		}
		isGone := func(x uint64) {
			_, err := b.Content.Live(t.Context(), x)
			modeltest.Want(t, err, fault.Gone)
			if g, ok := errors.AsType[*content.Gone](err); !ok || g.Reason != "mistake" || !g.At.Equal(b.Clock.Now()) {
				t.Errorf("gone: %+v", g)
			}
		}
		isGone(news)
		isGone(id)
		_, err := b.Content.ReportOf(t.Context(), columnID(t, b, "zfxxgk/nb"), 2020)
		modeltest.Want(t, err, fault.Gone)
		b.Correct(news)
		b.Submit(news)
		isGone(news)
		b.Whole()
	})
}

func columnID(t *testing.T, b *modeltest.Bureau, path string) uint64 {
	t.Helper()
	tree, err := b.Site.Tree(t.Context())
	modeltest.Must(t, err)
	return tree.ByPath(path).ID
}

// published_at is the clock's time of the first publication and stays over
// corrections and withdrawals; only a public correction moves the second date.
func TestPublishedAtIsSetOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("日期")
		b.Clock.Add(time.Hour)
		b.Pass(id)
		first := b.Clock.Now()
		check := func(step string, revised time.Time) {
			t.Helper()
			p, err := b.Content.Live(t.Context(), id)
			modeltest.Must(t, err)
			items, err := b.Content.Newest(t.Context(), nil, 1)
			modeltest.Must(t, err)
			if !p.PublishedAt.Equal(first) || !p.RevisedAt.Equal(revised) || len(items) != 1 || !items[0].PublishedAt.Equal(first) || !items[0].RevisedAt.Equal(revised) {
				t.Errorf("%s: published %s revised %s, want %s %s (list %v)", step, p.PublishedAt, p.RevisedAt, first, revised, items)
			}
		}
		check("first", first)
		b.Clock.Add(24 * time.Hour)
		b.Correct(id)
		b.Pass(id)
		check("minor", first)
		b.Clock.Add(24 * time.Hour)
		modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: content.Correction, Note: "更正了数字。"}, b.Who("budget.author")))
		b.Clock.Add(time.Hour)
		b.Pass(id)
		revised := b.Clock.Now()
		check("correction", revised)
		b.Clock.Add(24 * time.Hour)
		b.Correct(id)
		b.Pass(id)
		check("minor after a correction", revised)
		b.Withdraw(id, "office.publisher")
		b.Clock.Add(24 * time.Hour)
		b.Correct(id)
		b.Pass(id)
		check("after a withdrawal", b.Clock.Now())
		ns, err := b.Content.Notes(t.Context(), id)
		if err != nil || len(ns) != 1 || ns[0].Note != "更正了数字。" || !ns[0].At.Equal(revised) {
			t.Errorf("notes %v %v", ns, err)
		}
	})
}

// A scheduled document's date is the time it really went public, not a date
// from the form that has passed.
func TestPublishedAtIsNotTheFormsDate(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		f := modeltest.Article("倒填日期")
		f.PublishAt = "2020-01-01T09:00"
		id := b.In(f)
		b.Pass(id)
		p, err := b.Content.Live(t.Context(), id)
		if err != nil || !p.PublishedAt.Equal(b.Clock.Now()) {
			t.Fatalf("%v %v", p, err)
		}
	})
}

// While a correction is under way the public reads the old text, in its old
// column; with the last signature all readers change together.
func TestCorrectionKeepsLiveText(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("旧稿")
		old, now := columnID(t, b, "xwdt/gzdt"), columnID(t, b, "xwdt/tzgg")
		stands := func(title string, column uint64) {
			t.Helper()
			p, err := b.Content.Live(t.Context(), id)
			modeltest.Must(t, err)
			l, err := b.Content.List(t.Context(), []uint64{column}, 0, 1, 9)
			items := l.Items
			if err != nil || p.Title != title || p.ColumnID != column || len(items) != 1 || items[0].Title != title {
				t.Fatalf("in %s: %s in %d, list %v (%v)", b.State(id), p.Title, p.ColumnID, items, err)
			}
		}
		b.Correct(id)
		stands("旧稿", old)
		f := modeltest.Article("新稿")
		f.Column = "xwdt/tzgg"
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), f, b.Who("budget.author")))
		for _, act := range []func(uint64){b.Submit, b.PassSection} {
			stands("旧稿", old)
			if h, _ := b.Content.Search(t.Context(), "新稿", 1, 9); h.Total != 0 {
				t.Fatal("the correction is found before it is signed")
			}
			act(id)
		}
		stands("旧稿", old)
		b.PassConfidentiality(id)
		stands("新稿", now)
	})
}

// A dropped correction leaves the live text and the address as they were, and
// the next correction starts from the live text.
func TestDiscardedCorrectionLeavesLiveText(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("线上稿")
		for _, returned := range []bool{false, true} {
			b.Correct(id)
			b.Edit(id, "写坏了", "budget.author")
			if returned {
				b.Submit(id)
				b.Return(id)
			}
			modeltest.Want(t, b.Review.Discard(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author2")), fault.Forbidden)
			modeltest.Must(t, b.Review.Discard(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")))
			v, err := b.Content.Open(t.Context(), id, b.Who("budget.author"))
			modeltest.Must(t, err)
			if v.Track.State != review.Published || v.Revision.Title != "线上稿" || v.Live == nil || !b.Public(id) {
				t.Fatalf("%s %s", v.Track.State, v.Revision.Title)
			}
		}
		b.Correct(id)
		b.Pass(id)
		if p, err := b.Content.Live(t.Context(), id); err != nil || p.Title != "线上稿" {
			t.Fatal(p, err)
		}
		b.Whole()
	})
}

// A discarded draft is unknown to everybody, the public and the staff.
func TestDiscardedDraftIsUnknown(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("删去")
		modeltest.Must(t, b.Review.Discard(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")))
		for _, who := range modeltest.Cast() {
			_, err := b.Content.Open(t.Context(), id, b.Who(who))
			modeltest.Want(t, err, fault.NotFound)
			p, err := b.Review.List(t.Context(), review.Filter{Kind: content.Kind}, 1, 10, b.Who(who))
			if err != nil || p.Total != 0 {
				t.Errorf("%s lists %d (%v)", who, p.Total, err)
			}
		}
	})
}

// The same search finds the same documents on every database: letters of
// either case, and the wildcards of SQL as ordinary characters.
func TestSearchIsTheSameEverywhere(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, title := range []string{"关于PPP项目的通知", "增长100%的说明", "附件_一览", "叹号!与反斜杠\\", "ＣＢＤ与CAFÉ的介绍"} {
			b.Publish(title)
		}
		for query, want := range map[string]int{"PPP": 1, "ppp": 1, "Ppp": 1, "100%": 1, "%": 1, "_": 1, "!": 1, "\\": 1, "的": 3, "ＣＢＤ": 1, "CAFÉ": 1, "caf": 1, "的 通知": 1, "通知 说明": 0,
			"": 0, " ": 0, "\xff": 0, "的\x00": 0, "'": 0, "\"": 0} {
			if h, err := b.Content.Search(t.Context(), query, 1, 10); err != nil || h.Total != want {
				t.Errorf("%q finds %d (%v), want %d", query, h.Total, err, want)
			}
		}
	})
}
