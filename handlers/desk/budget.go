package desk

import (
	"fmt"
	"net/url"
	"strings"

	"gongkai/models/content"
	"gongkai/models/policy"
	deskview "gongkai/views/desk"
	"gongkai/views/ui"
)

// budgetFields says which facts of a budget the form asks for.
func budgetFields(values url.Values) *deskview.BudgetFields {
	x := &deskview.BudgetFields{Kinds: budgetKindOptions("按标题"), Scopes: budgetScopeOptions("按单位"), Marks: tableOptions()}
	for _, s := range policy.BudgetScopes() {
		set := deskview.BudgetSet{Name: fmt.Sprintf("%s全套表格（%d 张）", s.Title(), len(s.Tables())), Open: values.Get("budget_scope") == string(s)}
		for _, t := range s.Tables() {
			f := deskview.BudgetTable{Field: content.BudgetTableField(t), Name: t.Name}
			set.Open = set.Open || values.Get(f.Field) != ""
			set.Tables = append(set.Tables, f)
		}
		x.Sets = append(x.Sets, set)
	}
	return x
}

func budgetKindOptions(none string) []ui.Option {
	list := []ui.Option{{Text: none}}
	for _, k := range policy.BudgetKinds() {
		list = append(list, ui.Option{Value: string(k), Text: k.Title()})
	}
	return list
}

func budgetScopeOptions(none string) []ui.Option {
	list := []ui.Option{{Text: none}}
	for _, s := range policy.BudgetScopes() {
		list = append(list, ui.Option{Value: string(s), Text: s.Title()})
	}
	return list
}

func tableOptions() []ui.Option {
	return []ui.Option{{Text: "没有附上"}, {Value: string(content.TableThere), Text: "已附上"}, {Value: string(content.TableEmpty), Text: "空表并说明"}}
}

// budgetChoices are the options of a field of a budget, nil of one that is typed.
func budgetChoices(name string) []ui.Option {
	switch {
	case name == "budget_kind":
		return budgetKindOptions("没有选择")
	case name == "budget_scope":
		return budgetScopeOptions("没有选择")
	case strings.HasPrefix(name, "budget_d") || strings.HasPrefix(name, "budget_g"):
		return tableOptions()
	}
	return nil
}

// budgetLines are the facts of a budget as people read them.
func budgetLines(b *content.Budget, add func(name, text string)) {
	if b == nil {
		b = &content.Budget{}
	}
	add("预决算单位", b.Unit)
	add("预决算年度", b.Year)
	add("预决算种类", b.Kind.Title())
	add("预决算范围", b.Scope.Title())
	add("批复（批准）日期", b.ApprovedOn)
	add("“三公”经费", threeText(b))
	add("上年“三公”经费", tenThousand(b.Before))
	add("增减变化说明", b.Why)
	add("全套表格", tablesText(b))
	add("空表说明", b.Note)
}

func tenThousand(amount string) string {
	if amount == "" {
		return ""
	}
	return amount + " 万元"
}

// threeText is the “三公” figures in one line.
func threeText(b *content.Budget) string {
	var words []string
	for _, x := range []struct{ name, amount string }{{"合计", b.Total}, {"因公出国（境）", b.Abroad}, {"公务用车购置及运行", b.Vehicles}, {"其中购置", b.Purchase}, {"运行", b.Running}, {"公务接待", b.Reception}} {
		if x.amount != "" {
			words = append(words, x.name+" "+tenThousand(x.amount))
		}
	}
	return strings.Join(words, "，")
}

// tablesText tells which tables are there, which empty and which lack.
func tablesText(b *content.Budget) string {
	if len(b.Tables) == 0 {
		return ""
	}
	var there, empty, missing []string
	for _, s := range policy.BudgetScopes() {
		if b.Scope != "" && s != b.Scope {
			continue
		}
		for _, t := range s.Tables() {
			switch b.Tables[t.Key] {
			case content.TableThere:
				there = append(there, t.Name)
			case content.TableEmpty:
				empty = append(empty, t.Name)
			default:
				if b.Scope != "" {
					missing = append(missing, t.Name)
				}
			}
		}
	}
	var words []string
	for _, x := range []struct {
		name  string
		names []string
	}{{"已附上", there}, {"空表", empty}, {"缺", missing}} {
		if len(x.names) > 0 {
			words = append(words, fmt.Sprintf("%s %d 张：%s", x.name, len(x.names), strings.Join(x.names, "、")))
		}
	}
	return strings.Join(words, "；")
}
