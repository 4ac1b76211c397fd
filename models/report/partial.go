package report

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gongkai/models/fault"
)

// ParsePartly reads what Parse reads, for those who only check a report. A copy
// that has lost numbers of a table, as when equal lines were removed, leaves the
// cells of that section out; unread says so in a sentence for each. A text
// without tables at all has no cells. Anything else that does not fit is refused
// as Parse refuses it: a number is never guessed. year is as Parse takes it.
func ParsePartly(text string, year int) (found *Import, unread []string, err error) {
	found, err = Parse(text, year)
	if err == nil || len(text) > MaxText {
		return found, nil, err
	}
	if n := strings.Count(text, "\uFFFD"); n > 20 && n*50 > len([]rune(text)) {
		return nil, nil, fault.New(fault.Invalid, "文字大多是乱码，请用 UTF-8 或 GB18030 编码另存后再试。")
	}
	r := &reader{lines: textLines(text)}
	r.findTitle()
	if year != 0 && r.titleYear != 0 && year != r.titleYear {
		return nil, nil, err
	}
	year = max(year, r.titleYear)
	if names := tablesAlone(r.lines); len(names) > 0 && r.title == "" {
		return readAlone(r.lines, names, year)
	}
	format, problem := ForYear(year)
	if year == 0 || problem != nil {
		return nil, nil, err
	}
	found = &Import{Title: r.title, Year: year, Date: r.date, Figures: Figures{Format: format.ID, Year: year, Cells: map[string]Value{}}}
	starts := r.sectionStarts(format)
	if r.title == "" && slices.Max(starts) < 0 {
		return nil, nil, err // no report at all
	}
	for i, s := range format.Sections {
		if s.Table == "" {
			continue
		}
		if starts[i] < 0 {
			if first := key(format.gridOf(s.ID).Rows[0].Label); first != "" && strings.Contains(key(strings.Join(r.lines, "")), first) {
				return nil, nil, err // the table is there, its heading is not
			}
			continue
		}
		why, lost := format.readPart(s, r.lines[starts[i]+1:r.nextStart(starts[i+1:])], found)
		if !lost {
			return nil, nil, err
		}
		if why != "" {
			unread = append(unread, why)
		}
	}
	return found, unread, nil
}

// readPart reads the tables of a section into found, all of them or nothing. why
// says what is missing; ok is false when numbers are there and do not fit.
func (f *Format) readPart(s Section, lines []string, found *Import) (why string, ok bool) {
	section := &Import{Figures: Figures{Cells: map[string]Value{}}}
	if _, err := readTables(f, s, lines, section); err != nil {
		narrow := &Import{Figures: Figures{Cells: map[string]Value{}}}
		if f.readNarrow(s, lines, narrow) {
			maps.Copy(found.Figures.Cells, narrow.Figures.Cells)
			if len(narrow.Figures.Cells) < f.count(s.ID) {
				why = s.Table + "只有一列数字，其余各列没有读到：可能是从手机上复制的。"
			}
			return why, true
		}
		if f.absent(s, lines) {
			return "", f.lost(s, lines)
		}
		return s.Table + "有标题而缺少大部分数字，没有读出：可能是复制时丢失了重复的行，或者整张表是空白的。", f.lost(s, lines)
	}
	maps.Copy(found.Figures.Cells, section.Figures.Cells)
	return "", true
}

func (f *Format) gridOf(section string) *Grid {
	for i := range f.Grids {
		if f.Grids[i].Section == section {
			return &f.Grids[i]
		}
	}
	return nil
}

// lost reports whether the lines hold less than half of a section's numbers.
func (f *Format) lost(s Section, lines []string) bool {
	values := 0
	for _, t := range tokens(lines) {
		if t.kind == value {
			values++
		}
	}
	return 2*values < f.count(s.ID)
}

// count is how many cells the tables of a section have.
func (f *Format) count(section string) (n int) {
	for _, c := range f.cells {
		if c.Section == section {
			n++
		}
	}
	return n
}

// absent reports whether the lines hold no label of the section's tables either.
func (f *Format) absent(s Section, lines []string) bool {
	all := key(norm.NFKC.String(strings.Join(lines, "")))
	for _, g := range f.Grids {
		if g.Section != s.ID {
			continue
		}
		for _, c := range g.Cols {
			if len([]rune(c.Label)) > 2 && strings.Contains(all, key(c.Label)) {
				return false
			}
		}
	}
	return true
}

var captionYear = regexp.MustCompile(`[(（]((?:19|20)[0-9]{2})年度[)）]`)

// tablesAlone names the tables in lines without any heading of a report, as in the
// file of one table.
func tablesAlone(lines []string) (names []string) {
	for _, f := range formats {
		if slices.ContainsFunc(f.Starts(lines, Section.headedBy), func(at int) bool { return at >= 0 }) {
			return nil
		}
		for _, s := range f.Sections {
			if g := f.gridOf(s.ID); g != nil && g.begins(lines) && !slices.Contains(names, s.Table) {
				names = append(names, s.Table)
			}
		}
	}
	return names
}

// readAlone reads tables without the report around them.
func readAlone(lines, names []string, year int) (*Import, []string, error) {
	for _, l := range lines {
		if m := captionYear.FindStringSubmatch(l); m != nil && year == 0 {
			year = yearOf(m[1])
		}
	}
	if year == 0 {
		return nil, nil, fault.New(fault.Invalid, "文件里只有%s，没有写明年度，也没有其余部分。请填写年度，或者改用整份年报。", strings.Join(names, "、"))
	}
	f, err := ForYear(year)
	if err != nil {
		return nil, nil, err
	}
	found := &Import{Year: year, Figures: Figures{Format: f.ID, Year: year, Cells: map[string]Value{}}}
	for _, s := range f.Sections {
		if slices.Contains(names, s.Table) && s.Table != "" {
			if _, err := readTables(f, s, lines, found); err != nil {
				return nil, nil, err
			}
		}
	}
	return found, nil, nil
}
