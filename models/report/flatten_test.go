package report

import (
	"fmt"
	"html"
	"strings"

	"pgregory.net/rapid"
)

// style says how a report is put into text.
type style struct {
	tabs   bool // one row per line, cells apart by tabs
	filler bool // a merged label leaves blank cells behind, as a spreadsheet does
	spaces bool // one row per line, cells apart by spaces
	half   bool // half-width punctuation
	crlf   bool
	broken bool // labels broken over two lines
	crumbs bool
	named  bool // tables have names and a sentence above them
}

func drawStyle(t *rapid.T) style {
	b := func(name string) bool { return rapid.Bool().Draw(t, name) }
	s := style{half: b("half"), crlf: b("crlf"), crumbs: b("crumbs"), named: b("named")}
	switch rapid.IntRange(0, 3).Draw(t, "layout") {
	case 1:
		s.tabs, s.filler = true, b("filler")
	case 2:
		s.spaces = true
	case 3:
		s.broken = true
	}
	return s
}

var halfWidth = strings.NewReplacer("（", "(", "）", ")", "，", ",", "：", ":", "“", `"`, "”", `"`)

// flatten writes a report as the text of a published page.
func flatten(f *Format, fig Figures, s style) string {
	var lines []string
	add := func(line ...string) { lines = append(lines, line...) }
	if s.crumbs {
		add("您当前的位置: 某局>政务公开>年报", "您当前的位置: 某局>政务公开>年报")
	}
	add(fmt.Sprintf("某某局%d年政府信息公开工作年度报告", fig.Year))
	if s.crumbs {
		add("您当前的位置: 某局>政务公开>年报", fmt.Sprintf("某某局%d年政府信息公开工作年度报告", fig.Year))
	}
	add(fmt.Sprintf("日期：%d-01-29", fig.Year+1), "本报告为测试而写，共有 3 条内容。")
	for _, sec := range f.Sections {
		add(sec.Heading())
		if sec.Table == "" {
			add("（一）小标题", "这一段说明情况，数量为"+sec.No+"项。", "二、不是标题的一行。")
			continue
		}
		if s.named {
			add(Summary(f, fig, sec.ID), sec.Table+" "+sec.Title)
		}
		for _, t := range Tables(f, Figures{}) {
			if t.Section == sec.ID {
				add(s.table(t, fig)...)
			}
		}
	}
	text := strings.Join(lines, map[bool]string{true: "\r\n\r\n", false: "\n"}[s.crlf])
	if s.half {
		text = halfWidth.Replace(text)
	}
	return text
}

func (s style) table(t Table, fig Figures) []string {
	var rows [][]string
	if strings.HasPrefix(t.Caption, "第") {
		rows = append(rows, []string{t.Caption})
	}
	for _, head := range t.Head {
		var row []string
		for _, c := range head {
			row = append(row, s.label(c)...)
		}
		rows = append(rows, row)
	}
	for _, r := range t.Rows {
		var row []string
		for _, c := range r.Heads {
			row = append(row, s.label(c)...)
		}
		for _, c := range r.Cells {
			v := fig.Cells[c.ID]
			printed := v.Raw
			if printed == "" {
				printed = map[Kind]string{Number: v.Number, Slash: "/"}[v.Kind]
			}
			row = append(row, printed)
		}
		rows = append(rows, row)
	}
	var lines []string
	for _, row := range rows {
		switch {
		case s.tabs:
			lines = append(lines, strings.Join(row, "\t"))
		case s.spaces:
			lines = append(lines, strings.Join(row, "  "))
		default:
			lines = append(lines, row...)
		}
	}
	return lines
}

// label writes a head the way the style breaks it.
func (s style) label(c HeadCell) []string {
	switch r := []rune(c.Text); {
	case s.broken && len(r) > 5:
		return []string{string(r[:3]) + "\n" + string(r[3:])}
	case s.filler:
		return append([]string{c.Text}, make([]string, c.ColSpan-1)...)
	}
	return []string{c.Text}
}

// webPage writes the report as a page with real tables inside a layout table.
func webPage(f *Format, fig Figures) string {
	var w strings.Builder
	w.WriteString("<html><head><title>x</title><style>p{}</style></head><body><nav>首页</nav><table><tr><td>")
	fmt.Fprintf(&w, "<p>您当前的位置：某局&gt;年报</p><h1>某某局%d年政府信息公开工作年度报告</h1><p>发布时间：%d年1月9日&nbsp;来源：某局</p>", fig.Year, fig.Year+1)
	for _, sec := range f.Sections {
		fmt.Fprintf(&w, "<p><b>%s、</b>%s</p><p>这一段说明情况。</p>", sec.No, sec.Title)
		for _, t := range Tables(f, fig) {
			if t.Section != sec.ID {
				continue
			}
			w.WriteString("<table>")
			if strings.HasPrefix(t.Caption, "第") {
				fmt.Fprintf(&w, "<tr><td colspan=9>%s</td></tr>", t.Caption)
			}
			for _, head := range t.Head {
				w.WriteString("<tr>")
				for _, c := range head {
					fmt.Fprintf(&w, "<td><p>%s</p></td>", html.EscapeString(c.Text))
				}
				w.WriteString("</tr>")
			}
			for _, r := range t.Rows {
				w.WriteString("<tr>")
				for _, c := range r.Heads {
					text := []rune(c.Text)
					fmt.Fprintf(&w, "<td>%s<br>%s</td>", string(text[:2]), string(text[2:]))
				}
				for _, c := range r.Cells {
					v := fig.Cells[c.ID]
					printed := v.Raw
					if printed == "" {
						printed = map[Kind]string{Number: v.Number, Slash: "/", Empty: "&nbsp;"}[v.Kind]
					}
					fmt.Fprintf(&w, "<td>\n  <p>%s</p>\n</td>", printed)
				}
				w.WriteString("</tr>")
			}
			w.WriteString("</table>")
		}
	}
	w.WriteString("</td></tr></table><footer>主办：某局</footer></body></html>")
	return w.String()
}

// drawFigures draws figures for every cell of a format. Blank cells only where
// the layout can show them.
func drawFigures(t *rapid.T, f *Format, blanks bool) Figures {
	year := rapid.IntRange(f.From, max(f.To, f.From+3)).Draw(t, "year")
	fig := Figures{Format: f.ID, Year: year, Cells: map[string]Value{}}
	seed := rapid.SliceOfN(rapid.IntRange(0, 99999), len(f.order), len(f.order)).Draw(t, "numbers")
	for i, id := range f.order {
		fig.Cells[id] = drawValue(f.cells[id].Kind, seed[i], blanks)
	}
	return fig
}

func drawValue(kind ColumnKind, n int, blanks bool) Value {
	number := fmt.Sprint(n / 10)
	switch pick := n % 10; {
	case pick < 3:
		return NumberOf("0")
	case pick == 3:
		return Value{Kind: Slash}
	case pick == 4 && blanks:
		return Value{Kind: Empty}
	case pick == 5 && kind == Change && number != "0":
		return Value{Kind: Number, Number: "-" + number, Raw: "减" + number}
	case pick == 6 && kind == Change:
		return Value{Kind: Number, Number: number, Raw: "+" + number}
	case pick == 5 && kind == Yuan:
		return Value{Kind: Number, Number: decimal(number, "5", 4), Raw: number + ".5万元"}
	case pick == 6 && (kind == Yuan || kind == Wan):
		return NumberOf(decimal(number, "25", 0))
	case pick == 7 && kind == Count && len(number) == 4:
		return Value{Kind: Number, Number: number, Raw: number[:1] + "," + number[1:]}
	}
	return NumberOf(number)
}
