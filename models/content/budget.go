package content

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/policy"
	"gongkai/models/screen"
)

// Budget is what a document of 财政预决算 says of itself: whose figures they are,
// when they were approved, the “三公” figures, and which tables of the set it
// publishes. Amounts are decimals in 万元, "12.5"; "" is not said.
type Budget struct {
	Unit       string             `json:"unit,omitempty"`        // 单位
	Year       string             `json:"year,omitempty"`        // 年度, "2026"
	Kind       policy.BudgetKind  `json:"kind,omitempty"`        // 预算, 决算 or “三公”经费
	Scope      policy.BudgetScope `json:"scope,omitempty"`       // 部门 or 政府
	ApprovedOn string             `json:"approved_on,omitempty"` // 批复（批准）日期
	Total      string             `json:"total,omitempty"`       // “三公”经费合计
	Abroad     string             `json:"abroad,omitempty"`      // 因公出国（境）费
	Vehicles   string             `json:"vehicles,omitempty"`    // 公务用车购置及运行费
	Purchase   string             `json:"purchase,omitempty"`    // of them 购置
	Running    string             `json:"running,omitempty"`     // of them 运行
	Reception  string             `json:"reception,omitempty"`   // 公务接待费
	Before     string             `json:"before,omitempty"`      // the total of the year before
	Why        string             `json:"why,omitempty"`         // why the total changed
	Note       string             `json:"note,omitempty"`        // why tables are empty
	Tables     map[string]Table   `json:"tables,omitempty"`      // by policy.BudgetTable.Key
}

// Table says how a table of the set is published.
type Table string

// The ways.
const (
	TableThere Table = "yes"   // with figures
	TableEmpty Table = "empty" // 空表: there is nothing of the kind, which a note says
)

// budgetField is one plain field of Budget.
type budgetField struct {
	name, what string
	most       int
	money      bool
	at         func(*Budget) *string
}

// budgetFields are the plain fields in the order of the forms. Names stay.
var budgetFields = []budgetField{
	{"budget_unit", "单位", 24, false, func(b *Budget) *string { return &b.Unit }},
	{"budget_year", "年度", 4, false, func(b *Budget) *string { return &b.Year }},
	{"budget_kind", "预决算种类", 10, false, func(b *Budget) *string { return (*string)(&b.Kind) }},
	{"budget_scope", "预决算范围", 10, false, func(b *Budget) *string { return (*string)(&b.Scope) }},
	{"approved_on", "批复（批准）日期", 10, false, func(b *Budget) *string { return &b.ApprovedOn }},
	{"three_total", "“三公”经费合计", 20, true, func(b *Budget) *string { return &b.Total }},
	{"three_abroad", "因公出国（境）费", 20, true, func(b *Budget) *string { return &b.Abroad }},
	{"three_vehicles", "公务用车购置及运行费", 20, true, func(b *Budget) *string { return &b.Vehicles }},
	{"three_purchase", "公务用车购置费", 20, true, func(b *Budget) *string { return &b.Purchase }},
	{"three_running", "公务用车运行费", 20, true, func(b *Budget) *string { return &b.Running }},
	{"three_reception", "公务接待费", 20, true, func(b *Budget) *string { return &b.Reception }},
	{"three_before", "上年“三公”经费合计", 20, true, func(b *Budget) *string { return &b.Before }},
	{"three_why", "增减变化说明", 300, false, func(b *Budget) *string { return &b.Why }},
	{"budget_note", "空表说明", 300, false, func(b *Budget) *string { return &b.Note }},
}

// tableField is the name of the field of a table of the set.
func tableField(t policy.BudgetTable) string { return "budget_" + t.Key }

// budgetTables are the tables of both sets.
func budgetTables() (all []policy.BudgetTable) {
	for _, s := range policy.BudgetScopes() {
		all = append(all, s.Tables()...)
	}
	return all
}

// budgetNames are the names of all fields of Budget.
func budgetNames() (names []string) {
	for _, f := range budgetFields {
		names = append(names, f.name)
	}
	for _, t := range budgetTables() {
		names = append(names, tableField(t))
	}
	return names
}

// said adds the budget to what a form shows.
func (b *Budget) said(s Said) {
	for _, f := range budgetFields {
		if v := *f.at(b); v != "" {
			s[f.name] = v
		}
	}
	for _, t := range budgetTables() {
		if v := b.Tables[t.Key]; v != "" {
			s[tableField(t)] = string(v)
		}
	}
}

// parts are the words of the budget, to be looked through.
func (b *Budget) parts() (parts []screen.Part) {
	for _, f := range budgetFields {
		if v := *f.at(b); v != "" {
			parts = append(parts, screen.Part{Field: f.name, Name: f.what, Text: v})
		}
	}
	return parts
}

// toldBudget is before with what a form says of it, nil when nothing is left.
func toldBudget(c *fault.Check, before *Budget, said Said) *Budget {
	b := Budget{}
	if before != nil {
		b = *before
		b.Tables = maps.Clone(before.Tables)
	}
	for _, f := range budgetFields {
		if v, ok := said[f.name]; ok {
			*f.at(&b) = f.read(c, v)
		}
	}
	for _, t := range budgetTables() {
		v, ok := said[tableField(t)]
		switch mark := Table(v); {
		case !ok:
		case mark == TableThere || mark == TableEmpty:
			if b.Tables == nil {
				b.Tables = map[string]Table{}
			}
			b.Tables[t.Key] = mark
		default:
			c.If(v != "", tableField(t), "请从列表中选择“%s”的情况。", t.Name)
			delete(b.Tables, t.Key)
		}
	}
	b.keepOwn()
	b.check(c)
	if len(b.Tables) == 0 {
		b.Tables = nil
	}
	if f := (Facts{Budget: &b}); f.text() == `{"budget":{}}` {
		return nil
	}
	return &b
}

// read reads what was typed into a field.
func (f *budgetField) read(c *fault.Check, v string) string {
	v = line(v)
	c.If(utf8.RuneCountInString(v) > f.most, f.name, "%s不超过 %d 个字。", f.what, f.most)
	if f.money && v != "" {
		mended, ok := policy.MendAmount(v)
		c.If(!ok, f.name, "%s应填写以万元为单位的数字，例如 12.5，最多六位小数。", f.what)
		return mended
	}
	if strings.HasSuffix(f.name, "_on") && v != "" {
		_, err := calendar.ParseDay(v)
		c.If(err != nil, f.name, "%s应写成 2026-01-31 这样的日期。", f.what)
	}
	return v
}

// keepOwn drops the marks of tables that are not of the chosen set.
func (b *Budget) keepOwn() {
	own := b.Scope.Tables()
	if own == nil {
		return
	}
	maps.DeleteFunc(b.Tables, func(key string, _ Table) bool {
		return !slices.ContainsFunc(own, func(t policy.BudgetTable) bool { return t.Key == key })
	})
}

// check looks at what no list of the form offers.
func (b *Budget) check(c *fault.Check) {
	year, err := strconv.Atoi(b.Year)
	c.If(b.Year != "" && (err != nil || year < 2000 || year > 2099), "budget_year", "年度应填写四位年份，例如 2026。")
	c.If(b.Kind != "" && b.Kind.Title() == "", "budget_kind", "请从列表中选择预决算种类。")
	c.If(b.Scope != "" && b.Scope.Title() == "", "budget_scope", "请从列表中选择预决算范围。")
}

// complete is the budget with what the title says where it says nothing itself.
func (b *Budget) complete(title string) Budget {
	x := Budget{}
	if b != nil {
		x = *b
	}
	if t, ok := policy.ReadBudgetTitle(title); ok {
		if x.Unit == "" {
			x.Unit = t.Unit
		}
		if x.Year == "" {
			x.Year = strconv.Itoa(t.Year)
		}
		if x.Kind == "" {
			x.Kind = t.Kind
		}
	}
	if x.Scope == "" && x.Unit != "" {
		x.Scope = policy.OfDepartment
		if policy.WholeDistrict(x.Unit) {
			x.Scope = policy.OfGovernment
		}
	}
	return x
}

// Placed reports whether year, unit and kind are known: the document has its
// place among the others.
func (b *Budget) Placed() bool { return b.Unit != "" && b.Year != "" && b.Kind.Title() != "" }

// Package tells how many tables of the set are there, with figures or as empty
// ones, how many there should be, and which lack. all is 0 where no set is asked
// for: of “三公” figures, which are one table of the set, and where nothing is said
// of tables at all.
func (b *Budget) Package() (there, all int, missing []policy.BudgetTable) {
	if b.Kind == policy.Three || len(b.Tables) == 0 {
		return 0, 0, nil
	}
	for _, t := range b.Scope.Tables() {
		all++
		if b.Tables[t.Key] != "" {
			there++
		} else {
			missing = append(missing, t)
		}
	}
	return there, all, missing
}

// Due is the last day of publication, 预算法第十四条: twenty days of the calendar
// after the approval. ok is false without an approval.
func (b *Budget) Due() (due time.Time, ok bool) {
	day, err := calendar.ParseDay(b.ApprovedOn)
	if err != nil {
		return due, false
	}
	return day.AddDate(0, 0, policy.BudgetDays), true
}

// contradicts says in sentences, by field, which sums do not agree. What is not
// said contradicts nothing.
func (b *Budget) contradicts() (found []lack) {
	sum := func(field, whole, text string, parts ...string) {
		n, ok := policy.Amount(whole)
		if !ok {
			return
		}
		total := int64(0)
		for _, p := range parts {
			x, ok := policy.Amount(p)
			if !ok {
				return
			}
			total += x
		}
		if total != n {
			found = append(found, lack{field: field, must: true, text: fmt.Sprintf("%s：各项之和是 %s 万元，填写的是 %s 万元，请核对。", text, policy.AmountText(total), whole)})
		}
	}
	sum("three_vehicles", b.Vehicles, "公务用车购置及运行费应等于购置费加运行费", b.Purchase, b.Running)
	sum("three_total", b.Total, "“三公”经费合计应等于因公出国（境）费、公务用车购置及运行费、公务接待费之和", b.Abroad, b.Vehicles, b.Reception)
	return found
}

// lacks lists what a document of 预决算 does not say of its figures and should.
func (b *Budget) lacks() (all []lack) {
	say := func(bad bool, field, text string) {
		if bad {
			all = append(all, lack{field: field, text: text})
		}
	}
	say(!b.Placed(), "budget_unit", "标题里看不出年度、单位和种类，请在预决算的要素中填写，读者按年度和单位查找。")
	say(b.ApprovedOn == "", "approved_on", fmt.Sprintf("请填写批复（批准）日期，公开期限从这一天起算，共 %d 天。", policy.BudgetDays))
	if b.Kind == policy.Plan || b.Kind == policy.Final {
		say(len(b.Tables) == 0, "budget_scope", "请勾对全套表格：没有数据的表也要公开空表并说明。")
		if _, _, missing := b.Package(); len(missing) > 0 {
			say(true, tableField(missing[0]), "全套表格还缺："+tableNames(missing)+"。没有数据的，公开空表并说明。")
		}
	}
	say(slices.Contains(slices.Collect(maps.Values(b.Tables)), TableEmpty) && b.Note == "", "budget_note", "有空表，请写明为什么没有数据。")
	say(b.Kind == policy.Three && b.Total == "", "three_total", "请填写“三公”经费的各项金额。")
	now, ok := policy.Amount(b.Total)
	before, known := policy.Amount(b.Before)
	say(ok && known && now != before && b.Why == "", "three_why", "“三公”经费比上年有增减，请说明原因。")
	return append(all, b.contradicts()...)
}

func tableNames(tables []policy.BudgetTable) string {
	var names []string
	for _, t := range tables {
		names = append(names, t.Name)
	}
	return strings.Join(names, "、")
}

// BudgetFieldName is the Chinese name of a field of Budget; "" of another field.
func BudgetFieldName(name string) string {
	for _, f := range budgetFields {
		if f.name == name {
			return f.what
		}
	}
	for _, t := range budgetTables() {
		if tableField(t) == name {
			return t.Name
		}
	}
	return ""
}

// BudgetTableField is the name of the form's field of a table of the set.
func BudgetTableField(t policy.BudgetTable) string { return tableField(t) }
