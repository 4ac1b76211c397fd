package rules

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// A wording is a rule on the text of a report. It says nothing of a report of
// which only the figures are known.
type wording struct {
	id       string
	severity Severity
	find     func(c *checking) (wrong []Finding)
}

func (w wording) ask(c *checking) {
	if c.Text == "" {
		return
	}
	wrong := w.find(c)
	if len(wrong) == 0 {
		c.put(Finding{Rule: w.id, Severity: w.severity, Status: Pass})
	}
	for _, f := range wrong {
		f.Rule, f.Severity, f.Status = w.id, w.severity, Fail
		c.put(f)
	}
}

// wordings are the rules on the text, by their ids.
var wordings = []wording{
	{"T-4", Error, period}, {"T-5", Warning, basis}, {"T-7", Error, leftover}, {"T-8", Error, headings}, {"T-12", Warning, problems},
}

var periodForm = regexp.MustCompile(`(20[0-9]{2,4})\s*年\s*1\s*月\s*1\s*日(?:起)?\s*(?:至|到|—|-|－)\s*(20[0-9]{2,4})?\s*年?\s*12\s*月\s*31\s*日`)

// period: the time reported on is the whole year.
func period(c *checking) (wrong []Finding) {
	for _, m := range periodForm.FindAllStringSubmatch(c.Text, -1) {
		for _, y := range m[1:] {
			if n, _ := strconv.Atoi(y); y != "" && n != c.Year {
				wrong = append(wrong, Finding{At: m[0], Message: fmt.Sprintf("报告的统计期限写的是“%s”，与 %d 年不符。", m[0], c.Year)})
				break
			}
		}
	}
	return wrong
}

// basis: the format cited is the one in force. 61号 is the notice on the platform.
func basis(c *checking) (wrong []Finding) {
	right, others := "〔2019〕60号", []string{"〔2021〕30号", "〔2019〕61号"}
	if inForce(c.Year) == "2021" {
		right, others = "〔2021〕30号", []string{"〔2019〕60号", "〔2019〕61号"}
	}
	text := strings.NewReplacer("[", "〔", "]", "〕", "（", "〔", "）", "〕", "(", "〔", ")", "〕", " ", "", "第", "").Replace(c.Text)
	if strings.Contains(text, right) {
		return nil
	}
	for _, o := range others {
		if strings.Contains(text, "国办公开办函"+o) {
			wrong = append(wrong, Finding{At: o, Message: fmt.Sprintf("报告依据的格式应为国办公开办函%s，文中写的是%s。", right, o)})
		}
	}
	return wrong
}

var leftovers = regexp.MustCompile(`编写说明|请填写|此处填写|×{2,}|X{2,}(?:年|月|日|件|条|个|局|部门|单位)|_{3,}|模板文字`)

// leftover: nothing of a template is left.
func leftover(c *checking) (wrong []Finding) {
	for _, m := range leftovers.FindAllString(c.Text, 5) {
		wrong = append(wrong, Finding{At: m, Message: "正文中残留模板文字“" + m + "”，请删去。"})
	}
	return wrong
}

// headings: the six parts are there, in their order.
func headings(c *checking) (wrong []Finding) {
	if c.format == nil {
		return nil
	}
	at := 0
	for _, s := range c.format.Sections {
		found := -1
		for _, k := range s.Keys {
			if m := regexp.MustCompile(s.No + `[、．.]\s*[^\n]{0,30}` + regexp.QuoteMeta(k)).FindStringIndex(c.Text[at:]); m != nil {
				found = at + m[1]
				break
			}
		}
		if found < 0 {
			wrong = append(wrong, Finding{At: s.ID, Message: "没有按顺序找到“" + s.Heading() + "”一节。"})
			continue
		}
		at = found
	}
	for _, s := range []string{"s2", "s3", "s4"} {
		if !c.any(s) {
			wrong = append(wrong, Finding{At: s, Message: "第" + map[string]string{"s2": "二", "s3": "三", "s4": "四"}[s] + "节没有可以读取的表格。"})
		}
	}
	return wrong
}

var problemsForm = regexp.MustCompile(`五[、．.][^\n]*问题[^\n]*\n\s*(?:无|没有|暂无)?[。．.]?\s*\n?\s*六[、．.]`)

// problems: the part on problems says something.
func problems(c *checking) (wrong []Finding) {
	if problemsForm.MatchString(c.Text) {
		wrong = append(wrong, Finding{At: "s5", Message: "“存在的主要问题及改进情况”没有内容，请如实说明。"})
	}
	return wrong
}
