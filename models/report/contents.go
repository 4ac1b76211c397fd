package report

import "strings"

// maxRuns is how often the first heading may stand in a text before the rest of
// its places are left alone.
const maxRuns = 24

// Starts finds the line of each section's heading, -1 where there is none. Headings
// come in order, so the numbered rows of the tables, which look alike, are never
// taken for one. A table of contents (本页目录) above the report names all of them
// too: of several runs of headings the one with tables behind it counts, then the
// one that is most complete.
func (f *Format) Starts(lines []string, headedBy func(s Section, line string) bool) []int {
	var best []int
	most := [3]int{-1}
	runs := 0
	for i, line := range lines {
		if runs > 0 && !headedBy(f.Sections[0], line) {
			continue
		}
		run := f.run(lines, i, headedBy)
		if n := f.weigh(lines, run); less(most, n) {
			best, most = run, n
		}
		if runs++; runs > maxRuns {
			break
		}
	}
	if best == nil {
		best = f.run(nil, 0, headedBy)
	}
	return best
}

func less(a, b [3]int) bool {
	for i := range a {
		if a[i] != b[i] {
			return a[i] < b[i]
		}
	}
	return false
}

// run takes the headings in their order from a line on.
func (f *Format) run(lines []string, from int, headedBy func(s Section, line string) bool) []int {
	starts := make([]int, len(f.Sections))
	for i := range starts {
		starts[i] = -1
	}
	next := 0
	for i := from; i < len(lines) && next < len(f.Sections); i++ {
		for j := next; j < len(f.Sections); j++ {
			if headedBy(f.Sections[j], lines[i]) {
				starts[j] = i
				next = j + 1
				break
			}
		}
	}
	return starts
}

// weigh counts the sections of a run in which a table begins, the headings that
// are there, and those that are followed by anything.
func (f *Format) weigh(lines []string, run []int) (n [3]int) {
	for i, at := range run {
		if at < 0 {
			continue
		}
		to := len(lines)
		for _, later := range run[i+1:] {
			if later >= 0 {
				to = later
				break
			}
		}
		n[1]++
		if to > at+1 {
			n[2]++
		}
		if g := f.gridOf(f.Sections[i].ID); g != nil && g.begins(lines[at+1:to]) {
			n[0]++
		}
	}
	return n
}

// begins reports whether the label of the table's first row stands in the lines,
// or its header where rows have no label.
func (g *Grid) begins(lines []string) bool {
	want := key(g.Rows[0].Label)
	if want == "" {
		want = key(g.Cols[0].Label)
	}
	for _, line := range lines {
		if len(line) < 1000 && strings.Contains(key(line), want) {
			return true
		}
	}
	return false
}

// afterContents leaves out what stands above the last line of a table of contents:
// it belongs to the page around the report.
func (f *Format) afterContents(lines []string) []string {
	for i := len(lines) - 1; i >= 0; i-- {
		for _, s := range f.Sections {
			if s.headedBy(lines[i]) {
				return lines[i+1:]
			}
		}
	}
	return lines
}
