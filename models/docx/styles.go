package docx

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// val is the usual shape of a property: <w:x w:val="…"/>.
type val struct {
	Val string `xml:"val,attr"`
}

func (v *val) num() (int, bool) {
	if v == nil {
		return 0, false
	}
	n, err := strconv.Atoi(v.Val)
	return n, err == nil
}

// style is what matters of a paragraph style, inherited properties included.
type style struct {
	heading int // 1 to 9; 0 is none
	title   bool
	list    string // numId
	level   int
	align   string
}

var headingName = regexp.MustCompile(`^(?i:heading|标题|toc heading) ?([1-9])$`)

func (p *parts) styles() map[string]style {
	type raw struct {
		ID    string `xml:"styleId,attr"`
		Name  val    `xml:"name"`
		Based *val   `xml:"basedOn"`
		Props struct {
			Outline *val   `xml:"outlineLvl"`
			Align   *val   `xml:"jc"`
			Num     *numPr `xml:"numPr"`
		} `xml:"pPr"`
	}
	var doc struct {
		Styles []raw `xml:"style"`
	}
	p.load("word/styles.xml", &doc)
	byID := map[string]raw{}
	for _, s := range doc.Styles {
		byID[s.ID] = s
	}
	found := map[string]style{}
	for _, s := range doc.Styles {
		var st style
		leveled := false
		for at, hops := s, 0; hops < 12; hops++ {
			if m := headingName.FindStringSubmatch(at.Name.Val); m != nil && st.heading == 0 {
				st.heading, _ = strconv.Atoi(m[1])
			}
			if n, ok := at.Props.Outline.num(); ok && n < 9 && st.heading == 0 {
				st.heading = n + 1
			}
			name := strings.ToLower(at.Name.Val)
			st.title = st.title || name == "title"
			if at.Props.Align != nil && st.align == "" {
				st.align = at.Props.Align.Val
			}
			if n := at.Props.Num; n != nil && !leveled {
				if n.ID != nil && st.list == "" {
					st.list = n.ID.Val
				}
				if l, ok := n.Level.num(); ok {
					st.level, leveled = l, true
				}
			}
			next, ok := byID[based(at.Based)]
			if !ok {
				break
			}
			at = next
		}
		found[s.ID] = st
	}
	return found
}

func based(v *val) string {
	if v == nil {
		return ""
	}
	return v.Val
}

type numPr struct {
	Level *val `xml:"ilvl"`
	ID    *val `xml:"numId"`
}

// level is one level of a list as Word numbers it.
type level struct {
	format string // "bullet", "decimal", "chineseCounting" …
	text   string // "%1." and the like
	start  int
}

// lists are the lists of a document: levels by numId, and how far each has come.
type lists struct {
	levels map[string][]level
	base   map[string]string // numId to the list it counts with
	counts map[string][]int
}

func (p *parts) numbering() *lists {
	var doc struct {
		Abstract []struct {
			ID     string `xml:"abstractNumId,attr"`
			Levels []struct {
				N      int  `xml:"ilvl,attr"`
				Start  *val `xml:"start"`
				Format val  `xml:"numFmt"`
				Text   val  `xml:"lvlText"`
			} `xml:"lvl"`
		} `xml:"abstractNum"`
		Num []struct {
			ID       string     `xml:"numId,attr"`
			Abstract val        `xml:"abstractNumId"`
			Override []struct{} `xml:"lvlOverride"`
		} `xml:"num"`
	}
	p.load("word/numbering.xml", &doc)
	l := &lists{levels: map[string][]level{}, base: map[string]string{}, counts: map[string][]int{}}
	abstract := map[string][]level{}
	for _, a := range doc.Abstract {
		all := make([]level, 9)
		for _, v := range a.Levels {
			if v.N < 0 || v.N > 8 {
				continue
			}
			start, ok := v.Start.num()
			if !ok {
				start = 1
			}
			all[v.N] = level{format: v.Format.Val, text: v.Text.Val, start: start}
		}
		abstract[a.ID] = all
	}
	for _, n := range doc.Num {
		l.levels[n.ID] = abstract[n.Abstract.Val]
		l.base[n.ID] = "a" + n.Abstract.Val
		if len(n.Override) > 0 {
			l.base[n.ID] = "n" + n.ID
		}
	}
	return l
}

// next counts an item and says how it is shown: in a list of kind "ul" or "ol"
// when nothing is lost by it, else with its number as text.
func (l *lists) next(id string, n int) (kind, text string) {
	levels := l.levels[id]
	if n < 0 || n >= len(levels) {
		return "", ""
	}
	v := levels[n]
	if v.format == "bullet" {
		return "ul", ""
	}
	if v.format == "none" || v.format == "" {
		return "", ""
	}
	counts := l.counts[l.base[id]]
	if counts == nil {
		counts = make([]int, 9)
		l.counts[l.base[id]] = counts
	}
	if counts[n] == 0 {
		counts[n] = v.start - 1
	}
	counts[n]++
	for i := n + 1; i < len(counts); i++ {
		counts[i] = 0
	}
	if v.format == "decimal" && (v.text == fmt.Sprintf("%%%d.", n+1) || v.text == fmt.Sprintf("%%%d", n+1) || v.text == fmt.Sprintf("%%%d、", n+1)) && v.start == 1 {
		kind = "ol"
	}
	text = v.text
	for i := range n + 1 {
		shown := counts[i]
		if shown == 0 {
			shown = max(1, levels[i].start)
		}
		text = strings.ReplaceAll(text, "%"+strconv.Itoa(i+1), numeral(levels[i].format, shown))
	}
	return kind, text
}

// numeral writes n in one of Word's number formats.
func numeral(format string, n int) string {
	switch format {
	case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand", "ideographDigital", "chineseLegalSimplified":
		return hanNumber(n)
	case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
		if n >= 1 && n <= 20 {
			return string(rune('①' + n - 1))
		}
	case "lowerLetter", "upperLetter":
		if n >= 1 && n <= 26 {
			return string(rune(map[string]int{"lowerLetter": 'a', "upperLetter": 'A'}[format] + n - 1))
		}
	case "lowerRoman", "upperRoman":
		s := roman(n)
		if format == "lowerRoman" {
			s = strings.ToLower(s)
		}
		return s
	}
	return strconv.Itoa(n)
}

var hanDigits = []string{"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"}

func hanNumber(n int) string {
	switch {
	case n < 0 || n > 99:
		return strconv.Itoa(n)
	case n < 10:
		return hanDigits[n]
	}
	s := "十"
	if n >= 20 {
		s = hanDigits[n/10] + s
	}
	if n%10 != 0 {
		s += hanDigits[n%10]
	}
	return s
}

func roman(n int) string {
	if n < 1 || n > 399 {
		return strconv.Itoa(n)
	}
	var s strings.Builder
	for _, r := range []struct {
		n int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for n >= r.n {
			s.WriteString(r.s)
			n -= r.n
		}
	}
	return s.String()
}
