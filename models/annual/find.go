package annual

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gongkai/models/calendar"
	"gongkai/models/report"
	"gongkai/models/report/rules"
)

// ruleLate asks whether a report is public by the day that the law names.
const ruleLate = "T-6"

// Rules of the workbench itself, beside those of models/report/rules: what can only
// be wrong while a report is being made.
const (
	ruleBound  = "B-1" // E: a number that the text names is unknown
	ruleEarly  = "B-2" // W: the year is not over
	ruleHollow = "B-3" // W: a heading without text
	ruleRow    = "B-4" // W: a row of a register looks wrong
	ruleOpen   = "B-5" // W: nobody has said that a register is complete
)

// find asks every rule about the year as it stands now.
func (s *Service) find(ctx context.Context, b *Bench, values map[string]report.Value, said map[string]word) error {
	body, unknown := b.body()
	today := s.store.Now(ctx)
	asked := question(b.Format.ID, b.Year, values, b.title(), body, b.Previous)
	if asked.PublishedOn = calendar.Day(today); b.Public != nil {
		asked.PublishedOn = b.Public.Day
	}
	if s.challenges != nil {
		var err error
		if asked.Direct, err = s.challenges(ctx, b.Year); err != nil {
			return err
		}
	}
	found := rules.Check(asked).Findings
	for i := range found {
		if found[i].Rule == ruleLate { // what is late must be published all the same, and say why
			found[i].Severity = rules.Warning
		}
	}
	slices.Sort(unknown)
	for _, name := range slices.Compact(unknown) {
		found = append(found, fail(ruleBound, rules.Error, name, "正文里的“{{"+name+"}}”没有对应的数字，请补上数字，或者改用别的写法。"))
	}
	for _, sec := range b.chapters() {
		if left := brace.FindString(binding.ReplaceAllString(b.Text(sec), "")); left != "" {
			found = append(found, fail(ruleBound, rules.Error, left, "正文里的“"+left+"”不是完整的数字代号，代号的样子是“{{s3.new.sum}}”，前后各两个花括号。"))
		}
	}
	if s.unchecked != nil && calendar.Year(today) > b.Year { // before, the year itself is not complete
		names, err := s.unchecked(ctx, b.Format, b.Year)
		if err != nil {
			return err
		}
		if len(names) > 0 {
			found = append(found, fail(ruleOpen, rules.Warning, strings.Join(names, "、"), fmt.Sprintf("“%s”台账还没有标明“%d 年台账已核对”，漏登的会少计，没有登记的按 0 计。", strings.Join(names, "、"), b.Year)))
		}
	}
	if calendar.Year(today) == b.Year {
		found = append(found, fail(ruleEarly, rules.Warning, fmt.Sprint(b.Year), fmt.Sprintf("%d 年还没有结束，现在的数字到年底可能变化。", b.Year)))
	}
	for _, sec := range b.Format.Sections {
		for _, line := range hollow(b.Text(sec.ID)) {
			found = append(found, fail(ruleHollow, rules.Warning, line, "第"+sec.No+"部分“"+line+"”只有标题，没有内容。"))
		}
	}
	b.Findings = nil
	used := map[string]bool{}
	for _, f := range found {
		x := Finding{Finding: f, Section: b.sectionOf(f)}
		if f.Status == rules.Fail {
			x.Suspects = suspects(b.Suspects, f.Cells)
			for _, r := range x.Suspects {
				used[rowKey(r)] = true
			}
		}
		b.Findings = append(b.Findings, x)
	}
	for _, r := range b.Suspects {
		if !used[rowKey(r)] {
			f := fail(ruleRow, rules.Warning, rowKey(r), r.Title+"："+r.Why)
			f.Cells = r.Cells
			b.Findings = append(b.Findings, Finding{Finding: f, Section: sectionOf(f), Suspects: []report.Suspect{r}})
		}
	}
	for i := range b.Findings {
		f := &b.Findings[i]
		if w, ok := said[digest(f.Rule, f.At)]; ok && w.About == digest(f.Message) {
			f.Said = w.Text
		}
	}
	slices.SortStableFunc(b.Findings, func(x, y Finding) int { return weight(x) - weight(y) })
	return nil
}

// orgKind is what the bureaus are that this program is made for: a department of a
// county's or district's government. It may not make 规章 (立法法第九十一条、第九十三条).
const orgKind = "county_dept"

// question puts a report to the rules.
func question(format string, year int, cells map[string]report.Value, title, body string, before *Previous) rules.Report {
	r := rules.Report{Format: format, Year: year, OrgKind: orgKind, Cells: cells, Text: title + "\n" + report.TextFromHTML(body)}
	if before != nil {
		r.Previous, r.PreviousText = before.Figures.Cells, before.Text
	}
	return r
}

func fail(rule string, sev rules.Severity, at, message string) rules.Finding {
	return rules.Finding{Rule: rule, Severity: sev, Status: rules.Fail, At: at, Cells: []string{}, Message: message}
}

// weight puts what stops the report first, and what cannot be told last.
func weight(f Finding) int {
	switch {
	case f.Status == rules.Unknown:
		return 9
	case f.Blocks():
		return 0
	case f.Asks():
		return 1
	case f.Status == rules.Fail:
		return 2
	}
	return 3
}

func rowKey(r report.Suspect) string { return fmt.Sprintf("%s/%d/%d", r.Register, r.ID, r.Document) }

// suspects are the rows that make one of some cells wrong.
func suspects(all []report.Suspect, cells []string) (list []report.Suspect) {
	for _, r := range all {
		if slices.ContainsFunc(r.Cells, func(id string) bool { return slices.Contains(cells, id) }) {
			list = append(list, r)
		}
	}
	return list
}

// sectionOf is the chapter that a finding is about.
func sectionOf(f rules.Finding) string {
	for _, place := range append(slices.Clone(f.Cells), f.At) {
		if len(place) >= 2 && place[0] == 's' && place[1] >= '1' && place[1] <= '6' && (len(place) == 2 || place[2] == '.') {
			return place[:2]
		}
	}
	if strings.HasPrefix(f.Rule, "T-") || f.Rule == ruleBound || f.Rule == ruleHollow {
		return "s1"
	}
	return ""
}

// brace is a piece of a binding that is none.
var brace = regexp.MustCompile(`.{0,12}(?:\{\{|\}\}).{0,12}`)

// chapters are the parts that a text may stand in, "" for what comes first.
func (b *Bench) chapters() []string {
	list := []string{""}
	for _, s := range b.Format.Sections {
		list = append(list, s.ID)
	}
	return list
}

// sectionOf is the chapter that a finding is about: of a finding on the wording, the
// one in which its words stand.
func (b *Bench) sectionOf(f rules.Finding) string {
	first := sectionOf(f)
	if f.Rule == ruleEarly || f.Rule == ruleOpen || len(f.Cells) > 0 && first != "" && !strings.HasPrefix(f.Rule, "T-") && !strings.HasPrefix(f.Rule, "X-") || f.At == "" {
		return first
	}
	m := b.bounds()
	for _, id := range b.chapters() {
		text, _ := bind(b.Text(id), m)
		if strings.Contains(text, f.At) || strings.Contains(b.Text(id), "{{"+f.At+"}}") {
			return id
		}
	}
	return first
}

// hollow lists the headings of a text that nothing follows.
func hollow(text string) (list []string) {
	last := ""
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(strings.Trim(line, "\u3000"))
		if line == "" {
			continue
		}
		heading := strings.HasPrefix(markup(line), "<h3>")
		if heading && last != "" {
			list = append(list, last)
		}
		last = ""
		if heading {
			last = line
		}
	}
	if last != "" {
		list = append(list, last)
	}
	return list
}

// title is how the report is called.
func (b *Bench) title() string {
	return fmt.Sprintf("%s%d年政府信息公开工作年度报告", b.Host, b.Year)
}
