package policy

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// BudgetKind is what a document of 财政预决算 is about.
type BudgetKind string

// The kinds.
const (
	Plan  BudgetKind = "budget" // 预算
	Final BudgetKind = "final"  // 决算
	Three BudgetKind = "three"  // “三公”经费
)

// BudgetKinds lists the kinds in the order people see them.
func BudgetKinds() []BudgetKind { return []BudgetKind{Plan, Final, Three} }

// Title is the kind's Chinese name; "" of one that is unknown.
func (k BudgetKind) Title() string {
	return map[BudgetKind]string{Plan: "预算", Final: "决算", Three: "“三公”经费"}[k]
}

// BudgetScope is whose money it is. It decides which tables are asked for and
// from which act the days are counted.
type BudgetScope string

// The scopes.
const (
	OfDepartment BudgetScope = "department" // approved by the finance bureau (批复)
	OfGovernment BudgetScope = "government" // approved by the people's congress (批准)
)

// BudgetScopes lists the scopes in the order people see them.
func BudgetScopes() []BudgetScope { return []BudgetScope{OfDepartment, OfGovernment} }

// Title is the scope's Chinese name; "" of one that is unknown.
func (s BudgetScope) Title() string {
	return map[BudgetScope]string{OfDepartment: "部门预决算", OfGovernment: "政府预决算"}[s]
}

// BudgetTable is one table (表) of the set that must be published. An empty one is
// published too, with a note.
type BudgetTable struct {
	Key  string // "d1", part of the signed bytes
	Name string
}

// departmentTables are the eight tables of a department's set, governmentTables
// those of the government's (财预〔2016〕143号; debts 财预〔2018〕209号).
var (
	departmentTables = []BudgetTable{
		{"d1", "部门收支总体情况表"}, {"d2", "部门收入总体情况表"}, {"d3", "部门支出总体情况表"}, {"d4", "财政拨款收支总体情况表"},
		{"d5", "一般公共预算支出情况表"}, {"d6", "一般公共预算基本支出情况表"}, {"d7", "一般公共预算“三公”经费支出情况表"}, {"d8", "政府性基金预算支出情况表"},
	}
	governmentTables = []BudgetTable{
		{"g1", "一般公共预算收入表"}, {"g2", "一般公共预算支出表"}, {"g3", "一般公共预算本级支出表"}, {"g4", "一般公共预算本级基本支出表"},
		{"g5", "税收返还和转移支付表"}, {"g6", "政府一般债务限额和余额情况表"}, {"g7", "政府性基金收入表"}, {"g8", "政府性基金支出表"},
		{"g9", "政府性基金转移支付表"}, {"g10", "政府专项债务限额和余额情况表"}, {"g11", "国有资本经营预算收入表"}, {"g12", "国有资本经营预算支出表"},
		{"g13", "社会保险基金收入表"}, {"g14", "社会保险基金支出表"},
	}
)

// Tables are the tables of a scope's set in their order, nil of an unknown one.
func (s BudgetScope) Tables() []BudgetTable {
	switch s {
	case OfDepartment:
		return departmentTables
	case OfGovernment:
		return governmentTables
	}
	return nil
}

// BudgetDays is how many days, each of the calendar, lie at most between the
// approval of a budget and its publication (预算法第十四条).
const BudgetDays = 20

// A BudgetTitle is what a title like “区教育委员会2026年部门预算” says.
type BudgetTitle struct {
	Year int
	Unit string
	Kind BudgetKind
}

var (
	yearWord = regexp.MustCompile(`20[0-9]{2}\s*年度?`)
	// A report on how a budget was carried out or changed is no budget.
	notBudgets = regexp.MustCompile(`预算(执行|调整|调剂|绩效|编制|管理)`)
	leadIn     = regexp.MustCompile(`^(关于)?(公布|公开|批复|印发|报送)?`)
	tailWords  = regexp.MustCompile(`(部门|单位)$`)
)

// ReadBudgetTitle reads year, unit and kind of a title. It gives up rather than
// guess: two years, both 预算 and 决算, or no unit.
func ReadBudgetTitle(title string) (t BudgetTitle, ok bool) {
	years := yearWord.FindAllStringIndex(title, -1)
	if len(years) != 1 || notBudgets.MatchString(title) {
		return t, false
	}
	before, rest := title[:years[0][0]], title[years[0][1]:]
	year, err := strconv.Atoi(title[years[0][0] : years[0][0]+4])
	kind, at, found := firstKind(rest)
	if err != nil || !found {
		return t, false
	}
	unit := UnitName(before)
	if unit == "" {
		unit = UnitName(rest[:at])
	}
	if n := utf8.RuneCountInString(unit); n == 0 || n > 24 {
		return t, false
	}
	return BudgetTitle{Year: year, Unit: unit, Kind: kind}, true
}

// firstKind finds what the text is about: 三公 in front of the other words, else
// the one of 预算 and 决算 that stands there.
func firstKind(text string) (kind BudgetKind, at int, ok bool) {
	b, f, t := strings.Index(text, "预算"), strings.Index(text, "决算"), strings.Index(text, "三公")
	switch {
	case t >= 0 && (b < 0 || t < b) && (f < 0 || t < f):
		return Three, t, true
	case b >= 0 && f < 0:
		return Plan, b, true
	case f >= 0 && b < 0:
		return Final, f, true
	}
	return "", 0, false
}

// UnitName takes off what stands around a unit's name in a title.
func UnitName(s string) string {
	s = strings.Trim(s, " 　“”\"《》〈〉（）()·、，,：:-—")
	s = strings.TrimSpace(leadIn.ReplaceAllString(s, ""))
	s = strings.TrimSuffix(s, "的")
	return tailWords.ReplaceAllString(s, "")
}

// WholeDistrict reports whether a unit is the district itself, whose figures are
// the government's.
func WholeDistrict(unit string) bool {
	for _, whole := range []string{"区级", "县级", "市级", "全区", "全县", "全市", "本级"} {
		if strings.HasPrefix(unit, whole) {
			return true
		}
	}
	return false
}

// amountScale is how many decimals an amount in 万元 may have: that of a 分.
const amountScale = 6

var amountForm = regexp.MustCompile(`^[0-9]{1,9}(\.[0-9]{1,6})?$`)

// Amount reads an amount in 万元 as it is written, "12.5", in units of 0.01 元.
func Amount(s string) (n int64, ok bool) {
	if !amountForm.MatchString(s) {
		return 0, false
	}
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", amountScale-len(fraction)), 10, 64)
	return n, err == nil
}

// AmountText writes an amount as Amount reads it, without zeros at its end.
func AmountText(n int64) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n, 10)
	s = strings.Repeat("0", max(0, amountScale+1-len(s))) + s
	s = s[:len(s)-amountScale] + "." + s[len(s)-amountScale:]
	return sign + strings.TrimRight(strings.TrimRight(s, "0"), ".")
}

// MendAmount writes an amount as it must stand: digits alone, no zeros around it.
func MendAmount(s string) (string, bool) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case strings.ContainsRune(",， 　", r):
			return -1
		}
		return r
	}, strings.TrimSuffix(strings.TrimSpace(s), "万元"))
	n, ok := Amount(s)
	if !ok {
		return s, false
	}
	return AmountText(n), true
}
