package sample

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/models/content"
	"gongkai/models/policy"
)

// account is a department's budget or final account as the file writes it.
type account struct {
	Key, Unit, Kind string
	Year, Total     int
	At, Approved    string
	Three           [4]string
	Before, Why     string
	Lacks           []string
}

// accounts are the departments' budgets and final accounts. The two authors and the
// two officers take turns.
func accounts() (docs []Doc, err error) {
	var list []account
	if err := decode("accounts.yaml", &list); err != nil {
		return nil, err
	}
	for i, a := range list {
		d := Doc{Key: a.Key, Column: "zwgk/yjs", Title: a.title(), Source: "区财政局预算科", Body: a.body(), State: "published", Head: "budget.head", Facts: a.facts(),
			Author: []string{"budget.author", "budget.author2"}[i%2], Officer: []string{"office.secrecy", "office.secrecy2"}[i/2%2]}
		if d.At, err = time.ParseInLocation("2006-01-02 15:04", a.At, zone); err != nil {
			return nil, fmt.Errorf("sample: %s: %w", a.Key, err)
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func (a *account) title() string {
	if a.Kind == "final" {
		return fmt.Sprintf("%s%d年部门决算", a.Unit, a.Year)
	}
	return fmt.Sprintf("%s%d年部门预算", a.Unit, a.Year)
}

// body is the text: the whole, cut into basic spending and projects.
func (a *account) body() string {
	basic := a.Total * 58 / 100
	var b strings.Builder
	fmt.Fprintf(&b, "<p>%s公开如下。本文由%s编制，区财政局汇集发布，数据为演示用的示例。</p>\n<table>\n<caption>%d年收支总体情况（示例）</caption>\n", a.title(), a.Unit, a.Year)
	b.WriteString("<thead>\n<tr><th scope=\"col\">项目</th><th scope=\"col\">金额（万元）</th></tr>\n</thead>\n<tbody>\n")
	for _, r := range []struct {
		name string
		n    int
	}{{"收入总计", a.Total}, {"支出总计", a.Total}, {"其中：基本支出", basic}, {"项目支出", a.Total - basic}} {
		fmt.Fprintf(&b, "<tr><th scope=\"row\">%s</th><td class=\"ta-r\">%s</td></tr>\n", r.name, thousands(r.n))
	}
	b.WriteString("</tbody>\n</table>\n<p>基本支出用于人员经费和日常公用经费；项目支出按绩效目标安排，重点项目的绩效目标和自评结果一并公开。全套表格和“三公”经费的增减原因列在文后。</p>")
	return b.String()
}

// thousands writes 138700 as 138,700.
func thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// facts are what the form says: the sums are made of the parts.
func (a *account) facts() content.Said {
	sum := func(parts ...string) string {
		total := int64(0)
		for _, p := range parts {
			n, _ := policy.Amount(p)
			total += n
		}
		return policy.AmountText(total)
	}
	said := content.Said{"budget_unit": a.Unit, "budget_year": strconv.Itoa(a.Year), "budget_kind": a.Kind, "budget_scope": string(policy.OfDepartment), "approved_on": a.Approved,
		"three_abroad": a.Three[0], "three_purchase": a.Three[1], "three_running": a.Three[2], "three_reception": a.Three[3], "three_vehicles": sum(a.Three[1], a.Three[2]),
		"three_total": sum(a.Three[:]...), "three_before": a.Before, "three_why": a.Why, "budget_note": "本单位没有政府性基金预算安排的支出。"}
	for _, t := range policy.OfDepartment.Tables() {
		mark := content.TableThere
		if t.Key == "d8" {
			mark = content.TableEmpty
		}
		if !slices.Contains(a.Lacks, t.Key) {
			said[content.BudgetTableField(t)] = string(mark)
		}
	}
	return said
}
