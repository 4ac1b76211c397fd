package report

import (
	"html"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gongkai/models/fault"
)

// MaxText is the longest text, in bytes, that Parse takes.
const MaxText = 2 << 20

// Import is what Parse found in the text of a report.
type Import struct {
	Title    string
	Year     int
	Date     string // 发布日期 in the text (2006-01-02) or "": for information, publishing sets its own
	Figures  Figures
	Body     string   // the prose as HTML: h2 per section, h3, p
	Warnings []string // what a person should look at, complete sentences
}

// Parse recognises the flattened text of a published report: prose in lines and
// tables either with one cell per line or with one row per line. year says
// which year it reports on; 0 takes it from the title. Text that does not fit
// the format of its year exactly is refused with an Invalid fault that names
// the table, the row and what was found: a number is never guessed.
func Parse(text string, year int) (*Import, error) {
	if len(text) > MaxText {
		return nil, fault.New(fault.Invalid, "文本过长，最多%d万字节。", MaxText>>20*100)
	}
	r := &reader{lines: textLines(text)}
	r.findTitle()
	switch {
	case year == 0 && r.titleYear == 0:
		return nil, fault.New(fault.Invalid, "没有在文本中找到带年度的标题（例如“某某局2020年政府信息公开工作年度报告”），请填写年度。")
	case year == 0:
		year = r.titleYear
	case r.titleYear != 0 && r.titleYear != year:
		return nil, fault.New(fault.Invalid, "标题写的是%d年，填写的年度是%d年，请核对。", r.titleYear, year)
	}
	format, err := ForYear(year)
	if err != nil {
		return nil, err
	}
	found, err := r.read(format)
	if err != nil {
		if found = r.readOtherwise(format); found == nil {
			return nil, err
		}
	}
	found.Title, found.Year, found.Figures.Year = r.title, year, year
	r.checkPeriod(found)
	if r.title == "" {
		found.warn("没有找到标题，请补写。")
	}
	if r.skipped > 0 {
		found.warn("标题之前有%d行文字没有收入正文。", r.skipped)
	}
	return found, nil
}

// readOtherwise tries the other editions after the right one did not fit.
func (r *reader) readOtherwise(right *Format) *Import {
	for _, f := range formats {
		if f == right {
			continue
		}
		if found, err := r.read(f); err == nil {
			found.warn("表格用的是%s的格式，该年度应使用%s的格式。", f.Basis, right.Basis)
			return found
		}
	}
	return nil
}

// read reads the lines after the title in one format.
func (r *reader) read(f *Format) (*Import, error) {
	found := &Import{Figures: Figures{Format: f.ID, Cells: map[string]Value{}}, Date: r.date}
	body := &prose{}
	starts := r.sectionStarts(f)
	for _, line := range f.afterContents(r.lines[r.body:r.nextStart(starts)]) {
		if !r.isClutter(line, found) {
			body.line(line)
		}
	}
	for i, s := range f.Sections {
		switch {
		case starts[i] >= 0:
			body.heading(r.lines[starts[i]])
			if err := r.readSection(f, s, starts[i]+1, r.nextStart(starts[i+1:]), body, found); err != nil {
				return nil, err
			}
		case s.Table != "":
			return nil, fault.New(fault.Invalid, "没有找到标题“%s”，无法确定%s的位置。", s.Heading(), s.Table)
		default:
			found.warn("没有找到“%s”这一部分。", s.Heading())
		}
	}
	found.Body = body.String()
	return found, nil
}

// readSection reads the lines from one heading to the next.
func (r *reader) readSection(f *Format, s Section, from, to int, body *prose, found *Import) (err error) {
	lines := r.lines[from:to]
	if s.Table != "" {
		if lines, err = readTables(f, s, lines, found); err != nil {
			return err
		}
	}
	for i, line := range lines {
		if s.ID == f.Sections[len(f.Sections)-1].ID && pageFoot.MatchString(norm.NFKC.String(strings.TrimSpace(line))) {
			found.warn("正文之后有%d行网页上的文字没有收入正文。", len(lines)-i)
			break
		}
		if !r.isBreadcrumb(line) && (r.title == "" || key(line) != key(r.title)) && !f.names(s, line, found.Figures) {
			body.line(line)
		}
	}
	return nil
}

// names reports a line beside the tables of a section that only names them or
// says in words what they hold, as our own pages do.
func (f *Format) names(s Section, line string, fig Figures) bool {
	if s.Table == "" {
		return false
	}
	k := strings.TrimPrefix(key(line), key("一句话读表"))
	switch k {
	case key(s.Table), key(s.Table + s.Title), key(s.Title), key(Summary(f, fig, s.ID)), "xlsx", "csv", key(f.gridOf(s.ID).Corner):
		return true
	}
	return strings.HasPrefix(k, key("勾稽核对")) || len(k) < 100 && strings.Contains(k, "下载"+s.Table)
}

// nextStart returns the first line that starts a section, or the end.
func (r *reader) nextStart(starts []int) int {
	for _, at := range starts {
		if at >= 0 {
			return at
		}
	}
	return len(r.lines)
}

// sectionStarts finds the headings after the title.
func (r *reader) sectionStarts(f *Format) []int {
	starts := f.Starts(r.lines[r.body:], Section.headedBy)
	for i := range starts {
		if starts[i] >= 0 {
			starts[i] += r.body
		}
	}
	return starts
}

// headedBy reports whether a line is the heading of the section.
func (s Section) headedBy(line string) bool {
	rest, ok := strings.CutPrefix(traditional.Replace(strings.TrimSpace(line)), s.No)
	if !ok || len(rest) > 150 {
		return false
	}
	title := strings.TrimLeft(rest, "、．.,，:： \u3000\t")
	if title == rest || strings.ContainsAny(title, "。；;") {
		return false
	}
	for _, k := range s.Keys {
		if strings.Contains(title, k) {
			return true
		}
	}
	return false
}

// prose collects the body.
type prose struct{ strings.Builder }

func (p *prose) heading(line string) { p.block("h2", line) }

// line adds a paragraph, or a small heading for a short line that starts with a
// number in brackets and is no sentence.
func (p *prose) line(line string) {
	if numbered.MatchString(line) && len([]rune(line)) <= 30 && !strings.ContainsAny(line, "。；;，,") {
		p.block("h3", line)
		return
	}
	p.block("p", line)
}

func (p *prose) block(tag, line string) {
	line = strings.Join(strings.Fields(line), " ")
	if line == "" {
		return
	}
	if p.Len() > 0 {
		p.WriteByte('\n')
	}
	p.WriteString("<" + tag + ">" + html.EscapeString(line) + "</" + tag + ">")
}
