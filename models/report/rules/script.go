package rules

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"gongkai/models/report"
)

// A script is the text of a report as the rules on the wording read it: lines in
// compatibility form (full-width signs are half-width ones), without spaces, taken
// apart at the six headings.
type script struct {
	title  string
	organ  string              // as the title names it
	head   []string            // lines above the first heading, without the title
	parts  map[string][]string // prose of each section by its id
	found  map[string]bool     // headings that are there, in their order
	tables bool                // the labels of the tables stand in the text
	raw    []string            // every line
}

// newRequestsLabel is the first label of 表三 in every edition.
const newRequestsLabel = "本年新收政府信息公开申请数量"

var (
	titleForm   = regexp.MustCompile(`(20[0-9]{2})年.{0,30}信息公开.{0,14}报告|信息公开.{0,14}报告.{0,3}\(?(20[0-9]{2})年?度?\)?`)
	organBefore = regexp.MustCompile(`^(.{2,40}?)(?:关于)?20[0-9]{2}年`)
	organInside = regexp.MustCompile(`20[0-9]{2}年度?(.{2,30}?(?:局|委|委员会|办公室|厅|政府|街道|街道办事处|镇|乡|中心))(?:政府)?信息公开`)
)

// scriptOf takes a text apart. Without a text it is empty, never nil.
func scriptOf(text string, f *report.Format) *script {
	s := &script{parts: map[string][]string{}, found: map[string]bool{}}
	for line := range strings.Lines(text) {
		if plain := plainLine(line); plain != "" {
			s.raw = append(s.raw, plain)
		}
	}
	s.tables = strings.Contains(strings.Join(s.raw, ""), newRequestsLabel)
	if f == nil {
		return s
	}
	section := ""
	first := f.Starts(s.raw, func(s report.Section, line string) bool { return heads(line) && isHeading(s, line) })
	begin := slices.IndexFunc(first, func(i int) bool { return i >= 0 })
	for i, line := range s.raw {
		id := nextHeading(f, line, section)
		if id != "" && begin >= 0 && i < first[begin] { // in a table of contents
			continue
		}
		if id != "" {
			section = id
			s.found[id] = true
			continue
		}
		switch {
		case section == "" && s.title == "" && isTitle(line):
			s.setTitle(line)
		case section == "":
			s.head = append(s.head, line)
		case section == "s2" || section == "s3" || section == "s4":
			if isProse(line) {
				s.parts[section] = append(s.parts[section], line)
			}
		default:
			s.parts[section] = append(s.parts[section], line)
		}
	}
	if len(s.found) == 0 { // nothing to take apart by: all of it is one part
		s.parts["s1"], s.head = s.head, nil
	}
	return s
}

func plainLine(line string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u200b' || r == '\ufeff' {
			return -1
		}
		return r
	}, norm.NFKC.String(line))
}

func isTitle(line string) bool {
	return len([]rune(line)) <= 60 && titleForm.MatchString(line) && !strings.ContainsAny(line, "。;>")
}

func (s *script) setTitle(line string) {
	s.title = line
	if m := organBefore.FindStringSubmatch(line); m != nil {
		s.organ = m[1]
	} else if m := organInside.FindStringSubmatch(line); m != nil {
		s.organ = m[1]
	} else if n := len(s.head); n > 0 && organOf(s.head[n-1]).kind != "" && len([]rune(s.head[n-1])) <= 30 {
		s.organ = s.head[n-1]
	}
}

// nextHeading tells which section a line is the heading of, of those that may
// come after the one we are in. The number may be missing: Word writes it itself.
func nextHeading(f *report.Format, line, section string) string {
	if !heads(line) {
		return ""
	}
	after := section == ""
	for _, s := range f.Sections {
		if after && isHeading(s, line) {
			return s.ID
		}
		after = after || s.ID == section
	}
	return ""
}

// heads reports a line short enough for a heading.
func heads(line string) bool {
	return len([]rune(line)) <= 45 && !strings.ContainsAny(line, "。;")
}

// isHeading reports whether a line is the heading of the section, its number may
// be missing.
func isHeading(s report.Section, line string) bool {
	if !containsAny(line, s.Keys) {
		return false
	}
	rest, numbered := strings.CutPrefix(line, s.No)
	title := strings.TrimLeft(rest, "、.,:")
	return numbered && title != rest && title != "" && containsAny(title, s.Keys) && !isRowLabel(title) || sameTitle(line, s.Title)
}

func sameTitle(line, title string) bool {
	line = strings.TrimLeft(line, "一二三四五六、第部分"+".(:)")
	return line == plainLine(title)
}

// isRowLabel reports a label of 表三 that begins as a heading does.
func isRowLabel(title string) bool {
	return strings.HasPrefix(title, "本年") || strings.HasPrefix(title, "上年") || strings.HasPrefix(title, "结转")
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// isProse reports a line beside the tables of a section that is a sentence, not
// a label.
func isProse(line string) bool {
	if strings.Contains(line, "只计这一情形") || strings.Contains(line, "勾稽关系") {
		return false
	}
	return strings.ContainsAny(line, "。;") || len([]rune(line)) > 25 && strings.Contains(line, ",")
}

// lines are the prose of the sections with these ids, one after the other.
func (s *script) lines(ids ...string) (all []string) {
	for _, id := range ids {
		all = append(all, s.parts[id]...)
	}
	return all
}

// prose is the whole prose below the first heading, a line for each paragraph.
func (s *script) prose() string {
	return strings.Join(s.lines("s1", "s2", "s3", "s4", "s5", "s6"), "\n")
}

// longSentence is more, in bytes, than anybody writes between two full stops; what
// is longer is no sentence, and nothing is asked of it.
const longSentence = 6000

// sentences takes lines apart at full stops and semicolons.
func sentences(lines []string) (all []string) {
	for _, l := range lines {
		all = append(all, strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune("。;!?", r) })...)
	}
	return slices.DeleteFunc(all, func(s string) bool { return len(s) > longSentence })
}

// An organ is who reports, as far as a name tells.
type organ struct {
	name string
	kind string // "government", "town", "street", "office", "dept"; "" is unknown
}

var departmentSuffix = regexp.MustCompile(`(?:局|委|委员会|厅|办|办公室|中心|处|大队|支队|院|校|馆|站)$`)

// organOf tells the kind of an organ by its name.
func organOf(name string) organ {
	o := organ{name: name}
	ends := func(suffixes ...string) bool {
		for _, s := range suffixes {
			if strings.HasSuffix(name, s) {
				return true
			}
		}
		return false
	}
	switch {
	case ends("街道", "街道办事处", "街道办"):
		o.kind = "street"
	case ends("镇", "乡", "镇人民政府", "乡人民政府", "镇政府", "乡政府"):
		o.kind = "town"
	case ends("政府办公室", "政府办公厅", "政府办"):
		o.kind = "office"
	case ends("人民政府", "市政府", "县政府", "区政府"):
		o.kind = "government"
	case departmentSuffix.MatchString(name):
		o.kind = "dept"
	}
	return o
}

var kindsOfInput = map[string]string{"street": "street", "town": "town", "gov_office": "office"}

// organ is who reports: as the input says, else as the title does.
func (c *checking) organ() organ {
	o := organOf(c.script.organ)
	switch k := c.OrgKind; {
	case k == "":
	case kindsOfInput[k] != "":
		o.kind = kindsOfInput[k]
	case strings.HasSuffix(k, "_gov"):
		o.kind = "government"
	case strings.HasSuffix(k, "_dept"):
		o.kind = "dept"
	default:
		o.kind = ""
	}
	if strings.HasPrefix(c.OrgKind, "county") && o.name == "" {
		o.name = "县"
	}
	return o
}

func (c *checking) government() bool { return c.organ().kind == "government" }

// making tells whether an organ may make 规章 (立法法第九十一条、第九十三条); nil when
// its name does not tell.
func (o organ) making() *bool {
	none := false
	switch o.kind {
	case "street", "town", "office":
		return &none
	case "dept":
		if !strings.HasPrefix(o.name, "国家") && !strings.HasPrefix(o.name, "中华人民共和国") {
			return &none
		}
	case "government":
		if strings.HasSuffix(o.name, "县人民政府") || o.name == "县" {
			return &none
		}
	}
	return nil
}

// functions are the rules that are functions, by id.
var functions = sync.OnceValue(func() map[string]func(*checking) ruling {
	return map[string]func(*checking) ruling{
		"S3-5": blanks("s3", "表三"), "S4-5": blanks("s4", "表四"), "EMPTY": blanks("s2", "表二"),
		"FORMAT": formats, "A1-7": making, "CELL": foreign,
		"S3-6": noRequests, "S3-7": unpaid, "S4-4": straightToCourt, "G-1": members,
		"T-1": said, "T-2": sums, "T-3": percents, "T-4": period, "T-5": basis, "T-6": deadline,
		"T-7": leftover, "T-8": headings, "T-9": twice, "T-10": otherOrgan, "T-11": assessed, "T-12": problems,
		"X-1": unnamedRules, "X-2": procurement, "X-3": unitOfAmount, "X-4": licences, "X-5": breadcrumbs, "X-6": unnumbered,
		"X-7": lookAlike, "X-8": tooLong, "X-9": growth, "X-10": yuanOrWan, "X-11": balance, "X-12": repeated,
		"X-13": assessedWhole, "X-14": unread,
	}
})
