package models_test

import (
	"strings"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/policy"
	"gongkai/models/review"
	"gongkai/models/site"
)

// budgets adds a column of 财政预决算 to a bureau.
func budgets(t *testing.T, b *modeltest.Bureau) *site.Column {
	t.Helper()
	col, err := b.Site.CreateColumn(t.Context(), site.ColumnForm{Slug: "yjs", Name: "财政预决算", PageType: site.Matrix, Holds: policy.Budget, Description: "公开预算和决算。", Keywords: "预算", KindWord: "信息公开目录"}, identity.Actor{})
	modeltest.Must(t, err)
	return col
}

// What a form says of a budget is kept, in the spelling of amounts; what a later
// form leaves out stays, and the title says what nothing else says.
func TestBudgetFacts(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		col := budgets(t, b)
		who := b.Who("budget.author")
		said := content.Said{"approved_on": "2026-02-10", "three_total": "012.50 万元", "three_abroad": "0", "three_vehicles": "8.3", "three_purchase": "0", "three_running": "8.3",
			"three_reception": "4.2", "budget_d1": "yes", "budget_d2": "empty", "budget_note": "没有政府性基金预算。"}
		id := b.In(official("yjs", "区教育委员会2026年部门预算", said))
		read := func() content.Budget {
			t.Helper()
			v, err := b.Content.Open(t.Context(), id, who)
			modeltest.Must(t, err)
			return v.Revision.BudgetOf()
		}
		x := read()
		if there, all, missing := x.Package(); x.Unit != "区教育委员会" || x.Year != "2026" || x.Scope != policy.OfDepartment || x.Total != "12.5" || there != 2 || all != 8 || len(missing) != 6 {
			t.Errorf("%+v, %d of %d", x, there, all)
		}
		f := official("yjs", "区教育委员会2026年部门预算", content.Said{"budget_d2": "", "three_why": "公务接待减少。"})
		modeltest.Must(t, b.Content.Edit(t.Context(), id, b.Version(id), f, who))
		if x = read(); x.Tables["d2"] != "" || x.Tables["d1"] != content.TableThere || x.Why == "" || x.Reception != "4.2" {
			t.Errorf("%+v", x)
		}
		for field, bad := range map[string]string{"three_total": "很多", "budget_year": "二〇二六", "budget_kind": "x", "approved_on": "昨天", "budget_g3": "maybe", "budget_scope": "x"} {
			f.Said = content.Said{field: bad}
			err := b.Content.Edit(t.Context(), id, b.Version(id), f, who)
			if modeltest.Want(t, err, fault.Invalid); fault.FieldsOf(err)[field] == "" {
				t.Errorf("%s: %v", field, fault.FieldsOf(err))
			}
		}
		b.Pass(id)
		docs, err := b.Content.Budgets(t.Context(), []uint64{col.ID}, 10)
		modeltest.Must(t, err)
		if len(docs) != 1 || !docs[0].Budget.Placed() || docs[0].Budget.Total != "12.5" || docs[0].Late() < 1 {
			t.Errorf("%+v", docs)
		}
		b.Whole()
	})
}

// Sums that contradict each other stop at level 2; what is only missing is advice.
func TestBudgetSums(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		budgets(t, b)
		decide := func(said content.Said) string {
			t.Helper()
			id := b.In(official("yjs", "区水利局2026年部门预算", said))
			b.Submit(id)
			err := b.Review.DecideSection(t.Context(), content.Ref(id), b.Version(id), review.SectionForm{Approve: true, Checks: review.Points}, b.Who("budget.head"))
			if err == nil {
				return ""
			}
			return fault.FieldsOf(err)["decision"]
		}
		good := content.Said{"three_total": "12.5", "three_abroad": "0", "three_vehicles": "8.3", "three_purchase": "0", "three_running": "8.3", "three_reception": "4.2"}
		if why := decide(good); why != "" {
			t.Errorf("%q", why)
		}
		if why := decide(content.Said{}); why != "" {
			t.Errorf("nothing said: %q", why)
		}
		for field, bad := range map[string]string{"three_total": "12.6", "three_running": "8.2"} {
			said := content.Said{}
			for k, v := range good {
				said[k] = v
			}
			said[field] = bad
			if why := decide(said); !strings.Contains(why, "请核对") {
				t.Errorf("%s: %q", field, why)
			}
		}
		c, err := b.Content.Check(t.Context(), 0, official("yjs", "区水利局2026年部门预算", content.Said{"three_total": "12.5", "three_before": "14"}), b.Who("budget.author"))
		modeltest.Must(t, err)
		fields := map[string]bool{}
		for _, x := range c.Findings {
			fields[x.Field] = true
		}
		if !fields["three_why"] || !fields["approved_on"] || !fields["budget_scope"] || fields["three_total"] {
			t.Errorf("%v", fields)
		}
	})
}

// The clocks: twenty days of the calendar after an approval, twenty working days
// after 成文. What nobody but its section may read is nobody else's to count.
func TestTerms(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		budgets(t, b)
		_, err := b.Site.CreateColumn(t.Context(), site.ColumnForm{Slug: "fd", Name: "公开目录", PageType: site.List, Article20: "（一）", Description: "公开文件。", Keywords: "文件", KindWord: "文件资料"}, identity.Actor{})
		modeltest.Must(t, err)
		now := b.Store.Now(t.Context())
		ago := func(days int) string { return now.AddDate(0, 0, -days).Format("2006-01-02") }
		early := b.In(official("yjs", "区林业局2026年部门预算", content.Said{"approved_on": ago(20)}))
		over := b.In(official("yjs", "区水利局2026年部门预算", content.Said{"approved_on": ago(21)}))
		formed := b.In(official("fd", "一份文件", content.Said{"formed_on": ago(60)}))
		b.In(official("xwdt/gzdt", "没有期限的一篇", content.Said{"formed_on": ago(60)}))
		waiting, late, err := b.Content.Terms(t.Context(), b.Who("budget.author"))
		modeltest.Must(t, err)
		if len(waiting) != 3 || len(late) != 0 || waiting[0].DocumentID != formed || waiting[1].DocumentID != over || waiting[1].Days != 1 || waiting[2].DocumentID != early || waiting[2].Late() {
			t.Errorf("%+v", waiting)
		}
		if waiting, _, err = b.Content.Terms(t.Context(), b.Who("treasury.author")); err != nil || len(waiting) != 0 {
			t.Errorf("another section: %+v, %v", waiting, err)
		}
		b.Pass(early)
		b.Pass(over)
		b.Clock.Add(24 * time.Hour)
		waiting, late, err = b.Content.Terms(t.Context(), b.Who("treasury.author"))
		modeltest.Must(t, err)
		if len(waiting) != 0 || len(late) != 1 || late[0].DocumentID != over || late[0].Days != 1 || late[0].Published.IsZero() {
			t.Errorf("%+v %+v", waiting, late)
		}
	})
}
