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
	titlePatterns = []*regexp.Regexp{
		regexp.MustCompile(`((?:19|20)[0-9]{2}|[一二][〇○零Oo一二三四五六七八九]{3})年?度?.*信息公开.*年度?(?:工作)?报告?$`),
		regexp.MustCompile(`信息公开(?:工作)?((?:19|20)[0-9]{2})年度?(?:工作)?报告$`),
		regexp.MustCompile(`信息公开(?:工作)?年度?(?:工作)?报告\s?\(((?:19|20)[0-9]{2})年?度?\)$`),
	}
	numbered    = regexp.MustCompile(`^[（(][一二三四五六七八九十]{1,3}[）)]`)
	breadcrumb  = regexp.MustCompile(`^您?(?:的|所在|现在|当前)*(?:的)?位置\s*[:：>]`)
	dateLine    = regexp.MustCompile(`(?:日期|时间)\s*[:：]\s*([0-9]{4})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})`)
	pageClutter = regexp.MustCompile(`^[【\[]?(?:信息)?(?:来源|发布机构|发布单位|发布|统计期限|格式版本|作者|编辑|浏览次数|访问量|点击数|字体|字号|打印|分享到?|索引号)\s*[:：\]】]`)
	pageFoot    = regexp.MustCompile(`^(?:数据下载|附件下载|经三级审核.*|核对本页内容|[【\[(]?(?:打印|打印本页|关闭|关闭本页|关闭窗口|返回顶部)[】\])]?|上一(?:篇|年度)(?::.*)?|下一(?:篇|年度)(?::.*)?|扫一扫.{0,20}|相关(?:链接|附件|文档|阅读|信息)|网站地图|联系我们|(?:主办|承办)(?:单位)?:.{0,40}|网站标识码.{0,20})$`)
	periodStart = regexp.MustCompile(`((?:19|20)[0-9]{2})年1月1日`)
)

// textLines splits text into lines without surrounding space; tabs inside a
// line stay, they separate cells.
func textLines(text string) []string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n", "\uFEFF", "", "\u200B", "").Replace(text)
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = piped(line); line == "" {
			continue
		}
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

// piped turns a row whose cells stand between bars into one with tabs; a row of
// dashes, which only draws a line, is nothing.
func piped(line string) string {
	plain := strings.ReplaceAll(strings.TrimSpace(line), "｜", "|")
	if strings.Count(plain, "|") < 2 || !strings.HasPrefix(plain, "|") {
		return line
	}
	if strings.Trim(plain, "|-: ") == "" && strings.Contains(plain, "-") {
		return ""
	}
	return strings.ReplaceAll(strings.Trim(plain, "|"), "|", "\t")
}

// traditional gives the simplified forms of characters in labels and headings.
var traditional = strings.NewReplacer(strings.Split("規 规 範 范 總 总 體 体 況 况 動 动 開 开 類 类 項 项 數 数 量 量 製 制 發 发 廢 废 現 现 執 执 處 处 決 决 罰 罚 強 强 業 业 費 费 購 购 採 采 務 务 對 对 將 将 結 结 轉 转 請 请 舉 举 報 报 報 报 複 复 議 议 訴 诉 訟 讼 審 审 維 维 糾 纠 經 经 後 后 構 构 織 织 會 会 機 机 團 团 屬 属 國 国 法 法 規 规 禁 禁 穩 稳 護 护 內 内 過 过 權 权 補 补 無 无 複 复 應 应 關 关 確 确 認 认 重 重 來 来 與 与 進 进 問 问 題 题 報 报 稱 称 掌 掌 錄 录 條 条 收 收 額 额 單 单 萬 万 長 长 區 区 縣 县 財 财 學 学 營 营 據 据 產 产 續 续 辦 办 協 协 實 实 門 门 個 个 獲 获 出 出 現 现 為 为 當 当 產 产", " ")...)

// key is the form in which labels are compared: half-width, without spaces and
// punctuation.
func key(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, traditional.Replace(norm.NFKC.String(s)))
}

// findTitle looks for the title above the first section. Without one, nothing
// is skipped.
func (r *reader) findTitle() {
	defer func() {
		if r.title == "" {
			r.skipped = 0
		}
	}()
	first := formats[0].Starts(r.lines, Section.headedBy)[0]
	for i, line := range r.lines {
		if i == first {
			return
		}
		plain := norm.NFKC.String(strings.TrimSpace(line))
		m := titleIn(plain)
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

// titleIn finds the title in a line, with the year as the first group: before the
// subject, in it, or behind it.
func titleIn(line string) []int {
	for _, p := range titlePatterns {
		if m := p.FindStringSubmatchIndex(traditional.Replace(line)); m != nil {
			return m
		}
	}
	return nil
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
