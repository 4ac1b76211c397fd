package rules

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	"gongkai/models/report"
)

// Severity says what a failed rule means.
type Severity string

// The severities.
const (
	Error   Severity = "E" // may not be submitted
	Warning Severity = "W" // needs a recorded explanation
	Hint    Severity = "I"
)

// Status is what came of one rule at one place.
type Status string

// The statuses. A rule whose numbers are not all there is Unknown, never Pass.
const (
	Pass    Status = "PASS"
	Fail    Status = "FAIL"
	Unknown Status = "NA"
	Asked   Status = "HINT" // a rule of severity Hint that does not hold
)

// Finding is one rule at one place.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Status   Status   `json:"status"`
	At       string   `json:"at"` // the member of the rule's set, or what the text is about
	Cells    []string `json:"cells"`
	Left     *float64 `json:"lhs"` // of the comparison; null where there is none
	Right    *float64 `json:"rhs"`
	Message  string   `json:"message"`
}

// Result is what a check found. Findings holds everything that did not pass.
type Result struct {
	Findings []Finding
	Counts   map[Status]int
}

// Errors reports whether a rule of severity Error failed.
func (r *Result) Errors() bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Status == Fail && f.Severity == Error })
}

// Report is what is checked: the figures of a report and what its text says.
type Report struct {
	Format   string // id of the format it is in
	Expected string // of the format in force for the year; "" is told by the year
	Year     int
	OrgKind  string                  // "county_dept", "street", …; "" is unknown
	Making   *bool                   // may the body make 规章; nil is told by OrgKind
	Cells    map[string]report.Value // a cell that is absent is unknown
	Sums     []Sum                   // enumerations in the text
	Said     []Said                  // numbers in the text that stand in a table too
	Text     string                  // of the whole report, "" when there is only its figures
	Foreign  []string                // cells that the format does not have
	Previous map[string]report.Value // the report of the year before, nil when there is none
}

// Sum is an enumeration: 公开信息 28 条，其中…
type Sum struct {
	What       string
	N          *big.Rat
	Parts      []*big.Rat
	Exhaustive bool // the parts are all there are
}

// Said is a number of the text beside the cells it repeats.
type Said struct {
	What        string
	Text, Table *big.Rat
}

//go:embed rules.yaml
var source []byte

// rule is one arithmetic rule of the file.
type rule struct {
	ID       string   `yaml:"id"`
	Severity Severity `yaml:"severity"`
	Format   string   `yaml:"format"` // "" is every one
	For      string   `yaml:"for"`    // name of a set
	Only     string   `yaml:"only"`   // elsewhere the severity is Warning
	Holds    string   `yaml:"holds"`
	Says     string   `yaml:"says"`
}

// instance is a rule at one member of its set, ready to be asked.
type instance struct {
	*rule
	at string
	*expr
}

type book struct {
	Sets  map[string][]string `yaml:"sets"`
	Rules []rule              `yaml:"rules"`
}

// instances are the rules of each format, expanded once.
var instances = sync.OnceValue(func() map[string][]instance {
	var b book
	d := yaml.NewDecoder(bytes.NewReader(source))
	d.KnownFields(true)
	if err := d.Decode(&b); err != nil {
		panic(err) // embedded: the tests read it
	}
	all := map[string][]instance{}
	for _, format := range []string{"2019", "2021"} {
		for i := range b.Rules {
			r := &b.Rules[i]
			if r.Format != "" && r.Format != format {
				continue
			}
			members := []string{""}
			if r.For != "" {
				members = b.set(r.For, format)
			}
			for _, at := range members {
				e, err := parse(b.expand(r.Holds, at, format))
				if err != nil {
					panic(fmt.Errorf("%s: %w", r.ID, err))
				}
				all[format] = append(all[format], instance{r, at, e})
			}
		}
	}
	return all
})

// set lists the members of a set, of the format's own where there is one.
func (b *book) set(name, format string) (members []string) {
	list, ok := b.Sets[name]
	if !ok {
		list = b.Sets[name+"_"+format]
	}
	for _, m := range list {
		if inner, ok := strings.CutPrefix(m, "@"); ok {
			members = append(members, b.set(inner, format)...)
		} else {
			members = append(members, m)
		}
	}
	return members
}

// expand puts a member in the places of {} and every member of a set in that of
// [SET], as a list.
func (b *book) expand(text, at, format string) string {
	text = strings.ReplaceAll(text, "{}", at)
	words := strings.Fields(text)
	for i, w := range words {
		open, shut := strings.IndexByte(w, '['), strings.IndexByte(w, ']')
		if open < 0 || shut < open {
			continue
		}
		head, tail := w[:open], w[shut+1:]
		before := ""
		if n := strings.LastIndexByte(head, '('); n >= 0 {
			before, head = head[:n+1], head[n+1:]
		}
		after := ""
		if n := strings.IndexByte(tail, ')'); n >= 0 {
			tail, after = tail[:n], tail[n:]
		}
		var list []string
		for _, m := range b.set(w[open+1:shut], format) {
			list = append(list, head+m+tail)
		}
		words[i] = before + strings.Join(list, ", ") + after
	}
	return strings.Join(words, " ")
}

// Check asks every rule about a report.
func Check(r Report) *Result {
	c := &checking{Report: r, result: &Result{Findings: []Finding{}, Counts: map[Status]int{}}}
	c.format, _ = report.ByID(r.Format)
	for _, i := range instances()[r.Format] {
		c.ask(i)
	}
	c.blanks()
	c.making()
	c.formats()
	c.sums()
	c.said()
	for _, id := range c.Foreign {
		c.put(Finding{Rule: "CELL", Severity: Hint, Status: Asked, At: id, Cells: []string{id}, Message: "格式中没有“" + id + "”这一格，没有参加核对。"})
	}
	for _, w := range wordings {
		w.ask(c)
	}
	slices.SortStableFunc(c.result.Findings, func(a, b Finding) int { return cmp.Compare(rank(a), rank(b)) })
	return c.result
}

// rank puts failures first, the grave ones before the others.
func rank(f Finding) int {
	n := map[Status]int{Fail: 0, Asked: 10, Unknown: 20}[f.Status]
	return n + map[Severity]int{Error: 0, Warning: 1, Hint: 2}[f.Severity]
}

type checking struct {
	Report
	format *report.Format
	result *Result
}

func (c *checking) put(f Finding) {
	c.result.Counts[f.Status]++
	if f.Status != Pass {
		if f.Cells == nil {
			f.Cells = []string{}
		}
		c.result.Findings = append(c.result.Findings, f)
	}
}

// number gives the number in a cell. A blank or a slash is no number.
func number(cells map[string]report.Value, id string) (*big.Rat, bool) {
	v, ok := cells[id]
	if !ok || v.Kind != report.Number {
		return nil, false
	}
	return new(big.Rat).SetString(v.Number)
}

func (c *checking) get(id string, previous bool) (*big.Rat, bool) {
	if previous {
		return number(c.Previous, id)
	}
	return number(c.Cells, id)
}

// ask asks one arithmetic rule at one place.
func (c *checking) ask(i instance) {
	f := Finding{Rule: i.ID, Severity: i.Severity, At: i.at}
	if i.Only != "" && i.at != i.Only {
		f.Severity = Warning // applicants may be counted under another kind than last year
	}
	for _, r := range i.reads {
		if !r.previous {
			f.Cells = append(f.Cells, r.id)
		}
	}
	v, known := i.eval(c.get)
	says := strings.Replace(i.Says, "{}", c.label(i), 1)
	switch {
	case !known:
		f.Status, f.Message = Unknown, says+"；有数字空缺，无法核对。"
	case v.Sign() != 0:
		f.Status = Pass
	default:
		f.Status, f.Message = Fail, says+"；"
		if f.Severity == Hint {
			f.Status = Asked
		}
		f.Left, f.Right = c.side(i.sides[0]), c.side(i.sides[1])
		f.Message += c.numbers(i.reads) + "。"
	}
	c.put(f)
}

func (c *checking) side(n node) *float64 {
	if n == nil {
		return nil
	}
	v, known := n(c.get)
	if !known {
		return nil
	}
	x, _ := v.Float64()
	return &x
}

// numbers says which numbers a rule read; of many only those that are not 0.
func (c *checking) numbers(reads []read) string {
	var words []string
	for _, r := range reads {
		v, known := c.get(r.id, r.previous)
		if !known || len(reads) > 6 && v.Sign() == 0 {
			continue
		}
		name := r.id
		if c.format != nil {
			if cell, ok := c.format.CellOf(r.id); ok {
				name = cell.Place
			}
		}
		if r.previous {
			name = "上一年" + name
		}
		if word := name + " " + decimal(v); !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, "，")
}

func decimal(v *big.Rat) string {
	if v.IsInt() {
		return v.Num().String()
	}
	return strings.TrimRight(v.FloatString(8), "0")
}

// label is what people call the member of a set.
func (c *checking) label(i instance) string {
	if c.format == nil || i.at == "" {
		return i.at
	}
	for _, g := range c.format.Grids {
		for _, col := range g.Cols {
			if col.ID == i.at && i.For == "C" {
				return col.Label
			}
		}
		for _, row := range g.Rows {
			if row.ID == i.at && i.For != "C" && i.For != "B" {
				return row.Label
			}
		}
	}
	return cmp.Or(map[string]string{"review": "行政复议", "suit_direct": "未经复议直接起诉", "suit_after": "复议后起诉"}[i.at], i.at)
}

// blanks: a cell of the tables holds a number; 0 is written as 0.
func (c *checking) blanks() {
	at := map[string][]string{}
	for _, id := range slices.Sorted(maps.Keys(c.Cells)) {
		section, _, _ := strings.Cut(id, ".")
		v := c.Cells[id]
		whole := true
		if n, ok := number(c.Cells, id); ok && (section == "s3" || section == "s4") {
			whole = n.IsInt() && n.Sign() >= 0
		}
		if v.Kind != report.Number || !whole {
			at[section] = append(at[section], id)
		}
	}
	for _, s := range []struct{ section, rule, name string }{{"s2", "EMPTY", "表二"}, {"s3", "S3-5", "表三"}, {"s4", "S4-5", "表四"}} {
		ids := at[s.section]
		f := Finding{Rule: s.rule, Severity: Error, Status: Pass, At: s.section, Cells: ids}
		if len(ids) > 0 {
			n := float64(len(ids))
			f.Status, f.Left, f.Right = Fail, &n, new(float64)
			f.Message = fmt.Sprintf("%s有 %d 格空白、写“/”或者不是非负整数，没有的应写 0。", s.name, len(ids))
		}
		if len(ids) > 0 || c.any(s.section) {
			c.put(f)
		}
	}
}

// any reports whether a section has a known cell.
func (c *checking) any(section string) bool {
	for id := range c.Cells {
		if strings.HasPrefix(id, section+".") {
			return true
		}
	}
	return false
}

// making: who may not make 规章 has none (立法法第九十一条、第九十三条).
func (c *checking) making() {
	may := c.Making
	if may == nil && slices.ContainsFunc([]string{"county", "town", "street"}, func(k string) bool { return strings.HasPrefix(c.OrgKind, k) }) {
		may = new(bool)
	}
	if may == nil || *may {
		return
	}
	f := Finding{Rule: "A1-7", Severity: Error, Status: Unknown, At: "rules", Message: "没有规章制定权的机关，表二“规章”一行应为 0；有数字空缺，无法核对。"}
	known := 0
	for _, col := range []string{"made", "newpub", "total", "issued", "repealed", "valid"} {
		id := "s2.rules." + col
		v, ok := number(c.Cells, id)
		if !ok {
			continue
		}
		known++
		if v.Sign() != 0 {
			x, _ := v.Float64()
			f.Status, f.Cells, f.Left, f.Right = Fail, append(f.Cells, id), &x, new(float64)
			f.Message = "没有规章制定权的机关（立法法第九十一条、第九十三条），表二“规章”一行应全部为 0。"
		}
	}
	if f.Status != Fail && known == 3 {
		f.Status = Pass
	}
	if known > 0 {
		c.put(f)
	}
}

// inForce is the format in force for a year.
func inForce(year int) string {
	if year <= 2020 {
		return "2019"
	}
	return "2021"
}

// formats: a report is in the format in force for its year.
func (c *checking) formats() {
	want := cmp.Or(c.Expected, inForce(c.Year))
	f := Finding{Rule: "FORMAT", Severity: Error, Status: Pass, At: fmt.Sprint(c.Year)}
	if want != c.Format {
		f.Status = Fail
		f.Message = fmt.Sprintf("%d 年的报告应使用 %s 年格式，这份报告用的是 %s 年格式。", c.Year, want, c.Format)
	}
	c.put(f)
}

// sums: the parts of an enumeration make up the whole, or at least do not exceed
// it. Of several channels (渠道) each may hold the same item again.
func (c *checking) sums() {
	for _, s := range c.Sums {
		sum := new(big.Rat)
		most := new(big.Rat)
		for _, p := range s.Parts {
			sum.Add(sum, p)
			if p.Cmp(most) > 0 {
				most = p
			}
		}
		f := Finding{Rule: "T-2", Severity: Warning, Status: Pass, At: s.What}
		left, ok := sum, sum.Cmp(s.N) == 0
		if !s.Exhaustive {
			if ok = sum.Cmp(s.N) <= 0; strings.Contains(s.What, "渠道") {
				left, ok = most, most.Cmp(s.N) <= 0
			}
		}
		if !ok {
			x, _ := left.Float64()
			y, _ := s.N.Float64()
			f.Status, f.Left, f.Right = Fail, &x, &y
			f.Message = fmt.Sprintf("正文“%s”：分项之和 %s，与总数 %s 不符。", s.What, decimal(left), decimal(s.N))
		}
		c.put(f)
	}
}

// said: a number in the text is that of the table.
func (c *checking) said() {
	for _, s := range c.Said {
		f := Finding{Rule: "T-1", Severity: Warning, Status: Pass, At: s.What}
		if s.Text.Cmp(s.Table) != 0 {
			x, _ := s.Text.Float64()
			y, _ := s.Table.Float64()
			f.Status, f.Left, f.Right = Fail, &x, &y
			f.Message = fmt.Sprintf("正文“%s”写的是 %s，表中是 %s。", s.What, decimal(s.Text), decimal(s.Table))
		}
		c.put(f)
	}
}
