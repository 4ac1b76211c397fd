package models_test

import (
	"testing"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
)

// Every text that the public was told of is a version with its time; a small change
// belongs to the text it mends, and what was withdrawn does not come back.
func TestVersions(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Publish("政府信息公开指南")
		change := func(kind, title string) {
			t.Helper()
			modeltest.Must(t, b.Content.Correct(t.Context(), id, b.Version(id), content.Change{Kind: kind, Note: "更新联系方式。"}, b.Who("budget.author")))
			b.Edit(id, title, "budget.author")
			b.Pass(id)
		}
		check := func(titles ...string) {
			t.Helper()
			vs, err := b.Content.Versions(t.Context(), id)
			modeltest.Must(t, err)
			if len(vs) != len(titles) {
				t.Fatalf("%d versions: %+v", len(vs), vs)
			}
			for i, v := range vs {
				if v.Revision.Title != titles[i] || v.Number != len(titles)-i || v.From.IsZero() || v.Until.IsZero() != (i == 0) {
					t.Errorf("%d: %q, number %d, %v to %v", i, v.Revision.Title, v.Number, v.From, v.Until)
				}
			}
		}
		check("政府信息公开指南")
		change(content.Correction, "政府信息公开指南（二）")
		check("政府信息公开指南（二）", "政府信息公开指南")
		change(content.Minor, "政府信息公开指南（二、改字）")
		check("政府信息公开指南（二、改字）", "政府信息公开指南")
		b.Correct(id)
		b.Edit(id, "草稿", "budget.author")
		check("政府信息公开指南（二、改字）", "政府信息公开指南")
		b.Pass(id)
		check("草稿", "政府信息公开指南")
		b.Withdraw(id, "office.publisher")
		if _, err := b.Content.Versions(t.Context(), id); fault.KindOf(err) != fault.Gone {
			t.Errorf("of a withdrawn document: %v", err)
		}
		modeltest.Must(t, b.Review.Confirm(t.Context(), content.Ref(id), b.Version(id), true, "同意撤下。", b.Who("budget.head")))
		b.Correct(id)
		b.Edit(id, "重新公布", "budget.author")
		b.Pass(id)
		check("重新公布")
	})
}
