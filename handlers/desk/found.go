package desk

import (
	"fmt"
	"strconv"

	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/report/rules"
	"gongkai/models/screen"
	deskview "gongkai/views/desk"
	"gongkai/views/ui"
)

// rulesLooked are what a machine looks for, in the words of the pages, with the
// questions of the 保密审查表 that each concerns.
var rulesLooked = []struct {
	rule, name string
	questions  []string
}{
	{"id-number", "公民身份号码", []string{"q4"}},
	{"bank-card", "银行卡号", []string{"q4"}},
	{"phone", "手机号码", []string{"q4"}},
	{"secrecy-mark", "密级标志", []string{"q1"}},
	{"internal-mark", "“内部资料”等字样", []string{"q2", "q6"}},
}

// found is what a machine finds in one text.
type found struct {
	checks []deskview.Check
	at     map[string][]deskview.Check // by question
	must   int
}

// scan looks through a revision; before, when not nil, is the text before it. Links
// lead to paragraphs of the page unless it does not number them.
func scan(r, before *content.Revision, linked bool) found {
	now, was := screen.Scan(parts(r)), []screen.Finding{}
	if before != nil {
		was = screen.Scan(parts(before))
	}
	f := found{at: map[string][]deskview.Check{}, must: len(screen.Blocking(now))}
	for _, rule := range rulesLooked {
		here := of(now, rule.rule)
		c := deskview.Check{Tone: "ok", Text: rule.name + " 0 处"}
		if n := len(of(was, rule.rule)); n > len(here) {
			c.Text = fmt.Sprintf("%s %d 处（上一稿 %d 处）", rule.name, len(here), n)
		}
		if len(here) > 0 {
			c = hits(rule.name, here, linked)
			for _, q := range rule.questions {
				f.at[q] = append(f.at[q], c)
			}
		}
		f.checks = append(f.checks, c)
	}
	return f
}

// advice is what a machine says of a revision's facts (要素) to those who review it.
func (h *Handler) advice(k *cast, r *content.Revision) (list []deskview.Check, err error) {
	found, points, err := h.app.Content.Advice(k.ctx, r)
	if err != nil {
		return nil, err
	}
	if points != nil {
		c := deskview.Check{Tone: "ok", Text: pointsText(points)}
		if len(points.Must) > 0 {
			c.Tone = "warn"
		}
		list = append(list, c)
	}
	for _, f := range found {
		if f.Rule != "headings" { // the line of the parts says it
			list = append(list, deskview.Check{Tone: "warn", Text: f.Message})
		}
	}
	more, err := h.reportChecks(k, r)
	return append(list, more...), err
}

// reportChecks are what the rules of annual reports say of a text, with what was said
// to them.
func (h *Handler) reportChecks(k *cast, r *content.Revision) (list []deskview.Check, err error) {
	found, err := h.app.Annual.Examine(k.ctx, r)
	if err != nil || found == nil {
		return nil, err
	}
	for i := range found {
		f := &found[i]
		if f.Status != rules.Fail {
			continue
		}
		c := deskview.Check{Tone: "warn", Text: "年报核对 " + f.Rule + "：" + f.Message}
		if f.Blocks() {
			c.Tone = "bad"
		}
		if f.Said != "" {
			c.Text += "说明：" + f.Said
		}
		list = append(list, c)
	}
	if len(list) == 0 {
		list = append(list, deskview.Check{Tone: "ok", Text: "年报核对：勾稽关系和文字没有发现问题"})
	}
	return list, nil
}

// parts is everything of a revision that becomes public.
func parts(r *content.Revision) []screen.Part {
	fields := []screen.Part{{Field: "title", Text: r.Title}, {Field: "source", Text: r.Source}, {Field: "public_note", Text: r.PublicNote}}
	return append(append(fields, r.FactParts()...), screen.Body(markup.HTML(r.Body))...)
}

func of(all []screen.Finding, rule string) (out []screen.Finding) {
	for _, f := range all {
		if f.Rule == rule {
			out = append(out, f)
		}
	}
	return out
}

// shownPlaces is how many places of one kind a page names.
const shownPlaces = 5

func hits(name string, all []screen.Finding, linked bool) deskview.Check {
	c := deskview.Check{Tone: "warn", Text: fmt.Sprintf("%s %d 处：", name, len(all))}
	if all[0].Level == screen.Must {
		c.Tone = "bad"
	}
	for i, f := range all {
		if i == shownPlaces {
			c.Text += "等"
			break
		}
		where := place(f)
		if linked && f.Block > 0 {
			c.Links = append(c.Links, ui.Link{Text: where + " " + f.Quote, Href: "#p" + strconv.Itoa(f.Block)})
			continue
		}
		c.Text += where + " " + f.Quote + "；"
	}
	c.Text += all[0].Message
	return c
}

func place(f screen.Finding) string {
	switch f.Field {
	case "title":
		return "标题"
	case "source":
		return "来源"
	case "public_note":
		return "更正说明"
	}
	if f.Block > 0 {
		return fmt.Sprintf("第 %d 段", f.Block)
	}
	return f.Name
}
