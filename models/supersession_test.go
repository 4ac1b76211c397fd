package models_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// supersede takes a change of kind Superseded through all three levels.
func supersede(t *testing.T, b *modeltest.Bureau, id uint64, x content.Change) {
	t.Helper()
	x.Kind = content.Superseded
	modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), x, b.Who("budget.author")))
	b.Pass(id)
}

// A text that was superseded stays public and says so: on its page, in lists, in
// its log. It says so on after a correction, until it holds again.
func TestSupersession(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		old, fresh := b.Publish("关于补贴标准的旧通知"), b.Publish("关于补贴标准的新通知")
		modeltest.Must(t, b.Content.Correct(t.Context(), old, b.Version(old), content.Change{Kind: content.Superseded, Note: "自下月起执行新的标准。", Standing: "repealed",
			Successor: strconv.FormatUint(fresh, 10)}, b.Who("budget.author")))
		if p, err := b.Content.Live(t.Context(), old); err != nil || p.Standing != content.Holds {
			t.Fatalf("before the three levels: %+v %v", p, err)
		}
		b.Pass(old)
		check := func(want content.Standing, successor string) {
			t.Helper()
			p, err := b.Content.Live(t.Context(), old)
			modeltest.Must(t, err)
			if p.Standing != want || p.Successor != successor {
				t.Errorf("page: %q %q", p.Standing, p.Successor)
			}
			hits, err := b.Content.Search(t.Context(), "旧通知", 1, 10)
			modeltest.Must(t, err)
			list, err := b.Content.List(t.Context(), []uint64{p.ColumnID}, 0, 1, 20)
			modeltest.Must(t, err)
			for _, i := range append(hits.Items, list.Items...) {
				if i.DocumentID == old && i.Standing != want || i.DocumentID == fresh && i.Standing != content.Holds {
					t.Errorf("list: %+v", i)
				}
			}
			b.Whole()
		}
		check(content.Repealed, "document/"+strconv.FormatUint(fresh, 10))
		notes, err := b.Content.Notes(t.Context(), old)
		modeltest.Must(t, err)
		if len(notes) != 1 || notes[0].Standing != content.Repealed || notes[0].ChangeKind != content.Superseded {
			t.Errorf("log: %+v", notes)
		}
		b.Correct(old)
		b.Edit(old, "关于补贴标准的旧通知", "budget.author")
		b.Pass(old)
		check(content.Repealed, "document/"+strconv.FormatUint(fresh, 10))
		to, err := b.Content.Follow(t.Context(), "document/"+strconv.FormatUint(fresh, 10))
		if err != nil || to.Item == nil || to.Item.DocumentID != fresh {
			t.Errorf("successor: %+v %v", to, err)
		}
		b.Withdraw(fresh, "office.publisher")
		if to, err = b.Content.Follow(t.Context(), "document/"+strconv.FormatUint(fresh, 10)); err != nil || to.Item != nil || to.Address != "" {
			t.Errorf("a withdrawn successor is shown: %+v %v", to, err)
		}
		supersede(t, b, old, content.Change{Note: "上级决定继续执行。", Standing: "effective"})
		check(content.Holds, "")
	})
}

// The stored standing is part of what was signed: by hand it cannot be changed,
// not in the revision and not in the row that lists read.
func TestSupersessionIsSigned(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("一份文件")
		for _, sql := range []string{"UPDATE content_revisions SET standing = ? WHERE document_id = ?", "UPDATE content_revisions SET successor = ? WHERE document_id = ?",
			"UPDATE content_live SET standing = ? WHERE document_id = ?", "UPDATE content_documents SET replacement = ? WHERE id = ?"} {
			b.Exec(sql, "repealed", id)
			if b.Verified().Whole() {
				t.Errorf("not noticed: %s", sql)
			}
			b.Exec(sql, "", id)
			b.Whole()
		}
	})
}

// What leads nowhere is refused with a sentence at its field, for a successor and
// for a replacement alike.
func TestPointers(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id, other, draft := b.Publish("这一篇"), b.Publish("那一篇"), b.Draft("草稿")
		number := func(n uint64) string { return strconv.FormatUint(n, 10) }
		article := "/xwdt/gzdt/202611/t20261123_" + number(other) + ".html"
		for typed, want := range map[string]string{
			"": "", number(other): "document/" + number(other), article: "document/" + number(other), "https://www.example.gov.cn/a?b=1": "https://www.example.gov.cn/a?b=1",
			number(id): "!", number(draft): "!", "9999": "!", "0": "!", "/xwdt/": "!", "新文件": "!", "http://www.example.gov.cn/": "!", "javascript://x.y/%0aalert(1)": "!",
			"https://u:p@www.example.gov.cn/": "!", "https://localhost/": "!", "https://www.example.gov.cn/\"><script>": "!", "https://www.example.gov.cn/" + strings.Repeat("a", 500): "!",
		} {
			x := content.Change{Kind: content.Superseded, Note: "已由新的文件替代。", Standing: "replaced", Successor: typed}
			b.Unchanged(id, func() {
				err := b.Content.Correct(t.Context(), id, 0, x, b.Who("budget.author"))
				modeltest.Want(t, err, fault.Stale)
			})
			if want == "!" {
				b.Unchanged(id, func() {
					err := b.Content.Correct(t.Context(), id, b.Version(id), x, b.Who("budget.author"))
					if fault.FieldsOf(err)["successor"] == "" {
						t.Errorf("%q: %v", typed, err)
					}
					err = b.Content.Withdraw(t.Context(), id, b.Version(id), content.Withdrawal{Reason: "merged", Replacement: typed}, b.Who("office.publisher"))
					if fault.FieldsOf(err)["replacement"] == "" {
						t.Errorf("%q: %v", typed, err)
					}
				})
				continue
			}
			modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), x, b.Who("budget.author")))
			v, err := b.Content.Open(t.Context(), id, b.Who("budget.author"))
			modeltest.Must(t, err)
			if v.Revision.Successor != want {
				t.Errorf("%q is %q, want %q", typed, v.Revision.Successor, want)
			}
			modeltest.Must(t, b.Review.Discard(t.Context(), content.Ref(id), b.Version(id), b.Who("budget.author")))
		}
		for _, x := range []struct {
			change content.Change
			field  string
		}{
			{content.Change{Note: "已由新的文件替代。"}, "standing"}, {content.Change{Standing: "in force", Note: "已由新的文件替代。"}, "standing"},
			{content.Change{Standing: "repealed", Note: "短"}, "public_note"}, {content.Change{Standing: "effective", Note: "上级决定继续执行。", Successor: number(other)}, "successor"},
		} {
			x.change.Kind = content.Superseded
			if err := b.Content.Correct(t.Context(), id, b.Version(id), x.change, b.Who("budget.author")); fault.FieldsOf(err)[x.field] == "" {
				t.Errorf("%+v: %v", x.change, err)
			}
		}
	})
}

// A withdrawn page names where readers go on; coming back, it forgets that.
func TestReplacement(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id, other := b.Publish("并入别处的一篇"), b.Publish("新的一篇")
		modeltest.Must(t, b.Content.Withdraw(t.Context(), id, b.Version(id), content.Withdrawal{Reason: "merged", Replacement: strconv.FormatUint(other, 10)}, b.Who("office.publisher")))
		_, err := b.Content.Live(t.Context(), id)
		if g := goneOf(err); g == nil || g.Replacement != "document/"+strconv.FormatUint(other, 10) || g.Reason != "merged" {
			t.Fatalf("%+v %v", g, err)
		}
		b.Whole()
		b.Correct(id)
		b.Pass(id)
		b.Withdraw(id, "office.publisher")
		_, err = b.Content.Live(t.Context(), id)
		if g := goneOf(err); g == nil || g.Replacement != "" {
			t.Errorf("%+v %v", g, err)
		}
		b.Whole()
	})
}

// A correction that is begun before anybody confirmed the withdrawal brings
// nothing back by itself: it takes three people, two of whom see that the
// withdrawal stands unconfirmed.
func TestCorrectionBeforeConfirmation(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("撤下后马上更正")
		b.Withdraw(id, "budget.author")
		b.Correct(id)
		if b.Public(id) || b.State(id) != review.Draft {
			t.Fatal("the correction alone made it public")
		}
		b.Submit(id)
		modeltest.Want(t, b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who("budget.author")), fault.Forbidden)
		b.PassSection(id)
		if b.Public(id) {
			t.Error("public after two signatures")
		}
		for _, who := range []string{"budget.head", "office.secrecy"} {
			v, err := b.Content.Open(t.Context(), id, b.Who(who))
			modeltest.Must(t, err)
			if v.Document.WithdrawnAt == nil || v.Track.ConfirmedBy != nil || v.Document.WithdrawnReason != "mistake" {
				t.Errorf("%s does not learn of the withdrawal: %+v", who, v.Document)
			}
		}
		b.PassConfidentiality(id)
		if !b.Public(id) {
			t.Error("three signatures do not bring it back")
		}
		b.Whole()
	})
}

func goneOf(err error) *content.Gone {
	g, _ := errors.AsType[*content.Gone](err)
	return g
}
