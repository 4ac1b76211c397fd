package models_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// remark is a remark of budget.head on the first block of what is under review.
func remark(t *testing.T, b *modeltest.Bureau, id uint64) uint64 {
	t.Helper()
	m, err := b.Content.Remark(t.Context(), id, 1, 1, "金额与附表不一致。", b.Who("budget.head"))
	modeltest.Must(t, err)
	return m
}

// TestCommentRights: who may read a document may remark on it, in every state;
// everybody else gets the answer for an unknown one.
func TestCommentRights(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		states := []func() uint64{
			func() uint64 { return b.Draft("草稿") },
			func() uint64 { id := b.Draft("在审"); b.Submit(id); return id },
			func() uint64 { id := b.Draft("保密审查"); b.Submit(id); b.PassSection(id); return id },
			func() uint64 { return b.Publish("公开") },
		}
		for _, make := range states {
			id := make()
			thread := remark(t, b, id)
			for _, name := range modeltest.Cast() {
				by := b.Who(name)
				_, unseen := b.Review.Track(t.Context(), content.Ref(id), by)
				_, err := b.Content.Remark(t.Context(), id, 1, 1, "我有意见。", by)
				_, answer := b.Review.Note(t.Context(), content.Ref(id), review.Comment{ParentID: &thread, Text: "答复。"}, by)
				settle := b.Review.Settle(t.Context(), content.Ref(id), thread, true, by)
				for what, got := range map[string]error{"remark": err, "answer": answer} {
					if fault.KindOf(got) != fault.KindOf(unseen) || (got == nil) != (unseen == nil) {
						t.Errorf("%s in %s: %s: %v, reading: %v", name, b.State(id), what, got, unseen)
					}
				}
				may := b.Track(id).MaySettle(&review.Comment{AuthorID: b.Who("budget.head").ID}, by)
				switch {
				case unseen != nil && fault.KindOf(settle) != fault.KindOf(unseen):
					t.Errorf("%s settles what he may not read: %v", name, settle)
				case unseen == nil && may != (settle == nil):
					t.Errorf("%s in %s: settle %v, told %t", name, b.State(id), settle, may)
				}
				if settle == nil {
					modeltest.Must(t, b.Review.Settle(t.Context(), content.Ref(id), thread, false, by))
				}
			}
			if _, err := b.Content.Remark(t.Context(), id+1000, 1, 1, "没有这一篇。", b.Who("budget.head")); fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
		}
		b.Whole()
	})
}

// TestCommentsBlockApproval: what is unsettled blocks 通过 until it is settled or
// known; a return needs neither.
func TestCommentsBlockApproval(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("稿件")
		b.Submit(id)
		thread := remark(t, b, id)
		head, ref := b.Who("budget.head"), content.Ref(id)
		pass := review.SectionForm{Approve: true, Checks: review.Points}
		b.Unchanged(id, func() {
			err := b.Review.DecideSection(t.Context(), ref, b.Version(id), pass, head)
			modeltest.Want(t, err, fault.Invalid)
			if fault.FieldsOf(err)["noted"] == "" {
				t.Error(err)
			}
		})
		modeltest.Must(t, b.Review.Settle(t.Context(), ref, thread, true, head))
		modeltest.Want(t, b.Review.Settle(t.Context(), ref, thread, true, head), fault.Conflict)
		modeltest.Must(t, b.Review.DecideSection(t.Context(), ref, b.Version(id), pass, head))

		other := b.Draft("另一篇")
		b.Submit(other)
		remark(t, b, other)
		pass.Noted = true
		modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(other), b.Version(other), pass, head))

		third := b.Draft("退回")
		b.Submit(third)
		remark(t, b, third)
		modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(third), b.Version(third), review.SectionForm{Note: "请按批注修改。"}, head))
		b.Whole()
	})
}

// TestCommentForms: what is no remark is refused, and an answer belongs to the
// first of its thread.
func TestCommentForms(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id, head := b.Draft("稿件"), b.Who("budget.head")
		for field, try := range map[string]struct {
			block int
			text  string
		}{"text": {1, " "}, "block": {99, "有内容"}} {
			b.Unchanged(id, func() {
				_, err := b.Content.Remark(t.Context(), id, 1, try.block, try.text, head)
				if fault.FieldsOf(err)[field] == "" {
					t.Errorf("%s: %v", field, err)
				}
			})
		}
		_, err := b.Content.Remark(t.Context(), id, 1, 0, strings.Repeat("长", 1001), head)
		modeltest.Want(t, err, fault.Invalid)
		before := b.Entries()
		thread := remark(t, b, id)
		last, err := b.Ledger.List(t.Context(), audit.Filter{}, 0, 1)
		modeltest.Must(t, err)
		if e := last[0]; b.Entries() != before+1 || e.ActorID != head.ID || e.Action != audit.CommentCreate || e.Object != content.Ref(id).String() {
			t.Errorf("%d entries, the last %+v", b.Entries()-before, e)
		}
		first, err := b.Review.Note(t.Context(), content.Ref(id), review.Comment{ParentID: &thread, Text: "已改。"}, b.Who("budget.author"))
		modeltest.Must(t, err)
		_, err = b.Review.Note(t.Context(), content.Ref(id), review.Comment{ParentID: &first, Text: "好。"}, head)
		modeltest.Must(t, err)
		all, err := b.Review.Comments(t.Context(), b.Track(id))
		modeltest.Must(t, err)
		if len(all) != 3 || *all[2].ParentID != thread || all[2].Quote != "正文内容。" {
			t.Errorf("%+v", all)
		}
		stranger := b.Draft("别的稿件")
		_, err = b.Review.Note(t.Context(), content.Ref(stranger), review.Comment{ParentID: &thread, Text: "串了。"}, head)
		modeltest.Want(t, err, fault.NotFound)
	})
}

// TestSettleOnce: of eight people who settle a thread at once one does.
func TestSettleOnce(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("稿件")
		thread := remark(t, b, id)
		var wg sync.WaitGroup
		won := make(chan bool, 8)
		for range 8 {
			wg.Go(func() {
				won <- b.Review.Settle(context.WithoutCancel(t.Context()), content.Ref(id), thread, true, b.Who("budget.head")) == nil
			})
		}
		wg.Wait()
		close(won)
		n := 0
		for w := range won {
			if w {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d settled it", n)
		}
		b.Whole()
	})
}

// TestLastSeen: the newest text before this one that a person decided or remarked
// on.
func TestLastSeen(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id, head := b.Draft("稿件"), b.Who("budget.head")
		b.Submit(id)
		open := func() (now uint64, number int) {
			v, err := b.Content.Open(t.Context(), id, head)
			modeltest.Must(t, err)
			return v.Revision.ID, v.Revision.Number
		}
		first, _ := open()
		seen := func(person string, now, want uint64) {
			t.Helper()
			if got, err := b.Review.LastSeen(t.Context(), b.Track(id), now, b.Who(person).ID); err != nil || got != want {
				t.Errorf("%s saw %d, want %d (%v)", person, got, want, err)
			}
		}
		seen("budget.head", first, 0)
		modeltest.Must(t, b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Note: "请核对金额。"}, head))
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), modeltest.Article("改过"), b.Who("budget.author")))
		second, number := open()
		seen("budget.head", second, first)
		seen("budget.head", first, 0) // not the text itself, though he decided on it
		seen("office.secrecy", second, 0)
		_, err := b.Content.Remark(t.Context(), id, number, 0, "第二稿的意见。", b.Who("office.secrecy"))
		modeltest.Must(t, err)
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), modeltest.Article("又改"), b.Who("budget.author")))
		third, _ := open()
		seen("office.secrecy", third, second)
		seen("budget.author", third, 0)
	})
}
