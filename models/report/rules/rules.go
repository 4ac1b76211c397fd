package rules

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

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
	Cause    string   `json:"cause,omitempty"` // the likely cause in one sentence
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

	PreviousText string      // of the report of the year before, "" for none
	PublishedOn  string      // "2006-01-02"; "" is read from the text
	Direct       []Challenge // lawsuits without review before; nil is unknown
	Own          *Report     // what the body itself reported, beside Members; nil is nothing
	Members      []Report    // reports that this one sums up; nil is not asked
	Unread       []string    // what of its tables could not be read, in sentences
}

// Challenge is a lawsuit filed without review (未经复议直接起诉) against the answer to
// a request.
type Challenge struct {
	Case      string // what people call it
	Row       string // of 表三 in which the answer counts, e.g. deny_third
	DecidedOn string // day of the answer, "2006-01-02"
	FiledOn   string // day of the lawsuit
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

// Check asks every rule about a report.
func Check(r Report) *Result { return check(r).result }

func check(r Report) *checking {
	c := &checking{Report: r, passed: map[string]bool{}, result: &Result{Findings: []Finding{}, Counts: map[Status]int{}}}
	c.format, _ = report.ByID(r.Format)
	c.script = scriptOf(r.Text, c.format)
	for _, i := range instances()[r.Format] {
		c.ask(i)
	}
	for i := range theBook().Rules {
		if q := &theBook().Rules[i]; q.Holds == "" {
			c.judge(q, functions()[q.ID])
		}
	}
	slices.SortStableFunc(c.result.Findings, func(a, b Finding) int { return cmp.Compare(rank(a), rank(b)) })
	return c
}

// A ruling is what a rule that is a function found at all the places it looked at.
type ruling struct {
	wrong   []Finding
	right   int    // places where it holds
	unknown string // why it cannot be asked, a clause; "" when it can
}

// judge asks a rule that is a function and puts down what it found.
func (c *checking) judge(q *rule, ask func(*checking) ruling) {
	if q.Format != "" && q.Format != c.Format || c.Year < q.FromYear || q.Scope != "" && !c.government() {
		return
	}
	got := ask(c)
	for range got.right {
		c.put(Finding{Rule: q.ID, Severity: q.Severity, Status: Pass})
	}
	for _, f := range got.wrong {
		f.Rule, f.Severity = q.ID, cmp.Or(f.Severity, q.Severity)
		if f.Status == "" {
			f.Status = Fail
		}
		if f.Severity == Hint {
			f.Status = Asked
		}
		c.put(f)
	}
	switch {
	case len(got.wrong)+got.right > 0:
	case got.unknown != "":
		c.put(Finding{Rule: q.ID, Severity: q.Severity, Status: Unknown, Message: q.Says + "；" + got.unknown + "，无法核对。"})
	default:
		c.put(Finding{Rule: q.ID, Severity: q.Severity, Status: Pass})
	}
}

// rank puts failures first, the grave ones before the others.
func rank(f Finding) int {
	n := map[Status]int{Fail: 0, Asked: 10, Unknown: 20}[f.Status]
	return n + map[Severity]int{Error: 0, Warning: 1, Hint: 2}[f.Severity]
}

type checking struct {
	Report
	format *report.Format
	script *script
	passed map[string]bool // rules that hold somewhere
	result *Result
}

func (c *checking) put(f Finding) {
	c.result.Counts[f.Status]++
	if f.Status == Pass {
		c.passed[f.Rule] = true
	} else {
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
		f.Status = Fail
		if f.Severity == Hint {
			f.Status = Asked
		}
		f.Left, f.Right = c.side(i.sides[0]), c.side(i.sides[1])
		f.Message, f.Cause = c.words(i, says)
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

func decimal(v *big.Rat) string {
	if v.IsInt() {
		return v.Num().String()
	}
	return strings.TrimRight(v.FloatString(8), "0")
}
