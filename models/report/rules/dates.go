package rules

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

var (
	publishedForms = []*regexp.Regexp{
		regexp.MustCompile(`(?:发布|公布|公开|发文)(?:日期|时间)[::]?\]?】?(20[0-9]{2})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})`),
		regexp.MustCompile(`^[\[【]?(?:日期|时间)[:\]】]+(20[0-9]{2})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})`),
		regexp.MustCompile(`(?:成文|生成)(?:日期|时间)[::]?(20[0-9]{2})[-年/.]([0-9]{1,2})[-月/.]([0-9]{1,2})`),
	}
	signedForm = regexp.MustCompile(`^(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日$`)
)

// published is the day on which the report came out, as far as it says.
func (c *checking) published() (day time.Time, known bool) {
	if c.PublishedOn != "" {
		day, err := time.Parse(time.DateOnly, c.PublishedOn)
		return day, err == nil
	}
	for _, form := range publishedForms {
		for _, l := range c.script.head {
			if m := form.FindStringSubmatch(l); m != nil && len([]rune(l)) < 120 {
				return dayOf(m)
			}
		}
	}
	tail := c.script.parts["s6"]
	for _, l := range tail[max(0, len(tail)-3):] {
		for _, form := range []*regexp.Regexp{signedForm, publishedForms[0]} {
			if m := form.FindStringSubmatch(l); m != nil {
				return dayOf(m)
			}
		}
	}
	return time.Time{}, false
}

func dayOf(m []string) (time.Time, bool) {
	day, err := time.Parse("2006-1-2", m[1]+"-"+m[2]+"-"+m[3])
	return day, err == nil
}

// deadline: 部门 publish by 31 January, 政府 by 31 March (条例第四十九条). The law names
// no day for towns and streets. A day more than a year late is that of a site that
// moved, more likely than not.
func deadline(c *checking) ruling {
	day, known := c.published()
	if !known {
		return ruling{unknown: "没有找到公布日期"}
	}
	month, who := 0, ""
	switch c.organ().kind {
	case "government":
		month, who = 3, "县级以上地方人民政府"
	case "dept", "office":
		month, who = 1, "县级以上人民政府部门"
	default:
		return ruling{unknown: "不清楚是部门还是政府的报告"}
	}
	last := time.Date(c.Year+1, time.Month(month), 31, 0, 0, 0, 0, time.UTC)
	switch {
	case !day.After(last):
		return ruling{right: 1}
	case day.Sub(last) > 365*24*time.Hour:
		return ruling{unknown: "公布日期 " + day.Format(time.DateOnly) + " 晚一年以上，可能是网站迁移后的日期"}
	}
	return ruling{wrong: []Finding{{At: day.Format(time.DateOnly), Message: fmt.Sprintf("%s应在 %s 前公布，页面上的日期是 %s。", who, last.Format(time.DateOnly), day.Format(time.DateOnly)),
		Cause: "可能公布晚了，或者页面上的日期是后来更新的。"}}}
}

// straightToCourt: who was refused after 1 January 2024 goes through review first
// (行政复议法第二十三条第一款第四项).
func straightToCourt(c *checking) (r ruling) {
	if c.Direct == nil {
		return ruling{unknown: "没有逐件的诉讼台账"}
	}
	for _, d := range c.Direct {
		day, err := time.Parse(time.DateOnly, d.DecidedOn)
		switch {
		case !strings.HasPrefix(d.Row, "deny_"):
			r.right++
		case err != nil:
			r.unknown = "“" + d.Case + "”没有答复日期"
		case day.Year() < 2024:
			r.right++
		default:
			r.wrong = append(r.wrong, Finding{At: d.Case, Cells: []string{"s4.suit_direct.total"}, Cause: "可能漏登了行政复议，或者答复书没有写明应先申请行政复议。",
				Message: fmt.Sprintf("“%s”对 %s 作出的不予公开决定未经复议直接起诉；2024 年起应先申请行政复议。", d.Case, d.DecidedOn)})
		}
	}
	return r
}
