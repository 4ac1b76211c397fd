package report

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// reader holds the lines of a text and what was found at its head.
type reader struct {
	lines     []string
	body      int // index of the first line after the title
	title     string
	titleYear int
	date      string
	skipped   int // lines before the title that say something
}

var (
	titlePattern = regexp.MustCompile(`((?:19|20)[0-9]{2}|[一二][〇○零Oo一二三四五六七八九]{3})年?度?.*信息公开.*年度?(?:工作)?报告?$`)
	numbered     = regexp.MustCompile(`^[（(][一二三四五六七八九十]{1,3}[）)]`)
	breadcrumb   = regexp.MustCompile(`^您?(?:的|所在|现在|当前)*(?:的)?位置\s*[:：>]`)
	dateLine     = regexp.MustCompile(`(?:日期|时间)\s*[:：]\s*([0-9]{4})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})`)
	pageClutter  = regexp.MustCompile(`^[【\[]?(?:信息)?(?:来源|发布机构|发布单位|作者|编辑|浏览次数|访问量|点击数|字体|字号|打印|分享到?|索引号)\s*[:：\]】]`)
	periodStart  = regexp.MustCompile(`((?:19|20)[0-9]{2})年1月1日`)
)

// textLines splits text into lines without surrounding space; tabs inside a
// line stay, they separate cells.
func textLines(text string) []string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n", "\uFEFF", "", "\u200B", "").Replace(text)
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\t' {
				return -1
			}
			return r
		}, line)
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines = append(lines, strings.TrimFunc(line, func(r rune) bool { return r != '\t' && unicode.IsSpace(r) }))
	}
	return lines
}

// key is the form in which labels are compared: half-width, without spaces and
// punctuation.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(s))
}

// findTitle looks for the title above the first section. Without one, nothing
// is skipped.
func (r *reader) findTitle() {
	defer func() {
		if r.title == "" {
			r.skipped = 0
		}
	}()
	for i, line := range r.lines {
		if formats[0].Sections[0].headedBy(line) {
			return
		}
		plain := norm.NFKC.String(strings.TrimSpace(line))
		m := titlePattern.FindStringSubmatchIndex(plain)
		if m == nil || len([]rune(plain)) > 60 || r.isBreadcrumb(line) {
			if d := dateLine.FindStringSubmatch(plain); d != nil {
				r.date = isoDate(d)
			} else if !r.isBreadcrumb(line) {
				r.skipped++
			}
			continue
		}
		r.title, r.titleYear, r.body = strings.TrimSpace(line), yearOf(plain[m[2]:m[3]]), i+1
		if m[0] == 0 && i > 0 && isOrgan(r.lines[i-1]) { // the name of the organ on a line of its own
			r.title = strings.TrimSpace(r.lines[i-1]) + r.title
			r.skipped--
		}
		return
	}
}

// isOrgan reports a short line that names a public body.
func isOrgan(line string) bool {
	line = strings.TrimSpace(line)
	for _, suffix := range []string{"局", "委", "委员会", "办", "办公室", "政府", "厅", "处", "中心", "院", "街道办事处"} {
		if strings.HasSuffix(line, suffix) {
			return len([]rune(line)) <= 30 && !strings.ContainsAny(line, ":：>。，,")
		}
	}
	return false
}

// yearOf reads a year in Arabic or Chinese digits.
func yearOf(s string) int {
	for i, names := range []string{"〇○零Oo", "一", "二", "三", "四", "五", "六", "七", "八", "九"} {
		for _, n := range names {
			s = strings.ReplaceAll(s, string(n), strconv.Itoa(i))
		}
	}
	y, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return y
}

// isoDate returns a date that exists as 2006-01-02, else "".
func isoDate(m []string) string {
	d, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	if err != nil {
		return ""
	}
	return d.Format(time.DateOnly)
}

func (r *reader) isBreadcrumb(line string) bool {
	return breadcrumb.MatchString(strings.TrimSpace(line))
}

// isClutter reports a line above the first section that belongs to the page
// around the report, and takes the date from it.
func (r *reader) isClutter(line string, found *Import) bool {
	plain := norm.NFKC.String(strings.TrimSpace(line))
	if r.isBreadcrumb(line) || r.title != "" && key(line) == key(r.title) {
		return true
	}
	if len([]rune(plain)) > 80 {
		return false
	}
	if d := dateLine.FindStringSubmatch(plain); d != nil {
		if found.Date == "" {
			found.Date = isoDate(d)
		}
		return true
	}
	return pageClutter.MatchString(plain)
}

// checkPeriod compares the statistical period named above the first section
// with the year.
func (r *reader) checkPeriod(found *Import) {
	for _, line := range r.lines[r.body:] {
		if formats[0].Sections[0].headedBy(line) {
			return
		}
		if m := periodStart.FindStringSubmatch(norm.NFKC.String(line)); m != nil && m[1] != strconv.Itoa(found.Year) {
			found.warn("正文写明的统计期限自%s年1月1日起，与%d年度不一致，请核对。", m[1], found.Year)
			return
		}
	}
}

func (i *Import) warn(format string, args ...any) {
	i.Warnings = append(i.Warnings, fmt.Sprintf(format, args...))
}
