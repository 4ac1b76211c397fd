package report

import (
	"slices"
	"strings"
	"testing"
)

// What real pages do to the form, and what is read of it all the same.
func TestParserTraps(t *testing.T) {
	for _, c := range []struct {
		name   string
		format int
		change [][2]string
		cell   string
		want   string
	}{
		{"减44", 0, [][2]string{{"行政许可\n0\n0\n", "行政许可\n44\n减44\n"}}, "s2.license.delta", "-44"},
		{"+19", 0, [][2]string{{"行政许可\n0\n0\n", "行政许可\n21\n+19\n"}}, "s2.license.delta", "19"},
		{"-3", 0, [][2]string{{"行政许可\n0\n0\n", "行政许可\n8\n-3\n"}}, "s2.license.delta", "-3"},
		{"增加3", 0, [][2]string{{"行政许可\n0\n0\n", "行政许可\n8\n增加3\n"}}, "s2.license.delta", "3"},
		{"240万元", 0, [][2]string{{"政府集中采购\n0\n0\n", "政府集中采购\n3\n240万元\n"}}, "s2.procurement.amount_yuan", "2400000"},
		{"251000元", 0, [][2]string{{"政府集中采购\n0\n0\n", "政府集中采购\n3\n251000元\n"}}, "s2.procurement.amount_yuan", "251000"},
		{"万元 in the head", 0, [][2]string{{"采购总金额", "采购总金额（万元）"}, {"政府集中采购\n0\n0\n", "政府集中采购\n3\n477.35\n"}}, "s2.procurement.amount_yuan", "4773500"},
		{"元 in the head of fees", 1, [][2]string{{"本年收费金额（单位：万元）", "本年收费金额（单位：元）"}, {"行政事业性收费\n0\n", "行政事业性收费\n2511000\n"}}, "s2.fee.amount_wan", "251.1"},
		{"a head cut off", 0, [][2]string{{"本年增/减", "本年增/"}, {"规章\n0", "规章\n7"}}, "s2.rules.made", "7"},
		{"all heads cut off", 0, [][2]string{{"本年新制作数量\n本年新公开数量\n对外公开总数量", "本年新\n本年新\n对外公开总"}, {"规章\n0\n0", "规章\n7\n8"}}, "s2.rules.newpub", "8"},
		{"现行有效件", 1, [][2]string{{"现行有效件数", "现行有效件"}, {"规章\n0\n0\n0", "规章\n0\n0\n5"}}, "s2.rules.valid", "5"},
		{"a broken head", 0, [][2]string{{"商业企业", "商业\n企业"}, {"申请数量\n0", "申请数量\n6"}}, "s3.new.nat", "6"},
		{"第二十条 第(一)项", 0, [][2]string{{"第二十条第（一）项", "第二十条 第(一)项"}, {"规章\n0", "规章\n7"}}, "s2.rules.made", "7"},
		{"规范性文件", 1, [][2]string{{"行政规范性文件\n0", "规范性文件\n9"}}, "s2.normdocs.issued", "9"},
		{"行政规范性文件", 0, [][2]string{{"规范性文件\n0", "行政规范性文件\n9"}}, "s2.normdocs.made", "9"},
		{"another heading", 1, [][2]string{{"三、收到和处理政府信息公开申请情况", "三、行政机关收到和处理政府信息公开申请情况"}, {"申请数量\n0", "申请数量\n6"}}, "s3.new.nat", "6"},
		{"a row more", 0, [][2]string{{"规范性文件\n0\n0\n0\n", "规范性文件\n4\n0\n0\n其他主动公开文件\n12\n12\n12\n"}}, "s2.normdocs.made", "4"},
		{"a gloss", 1, [][2]string{{"行政规范性文件\n0", "行政规范性文件（含联合发文）\n9"}}, "s2.normdocs.issued", "9"},
		{"a gloss on its own line", 1, [][2]string{{"行政规范性文件\n0", "行政规范性文件\n（含联合\n发文）\n9"}}, "s2.normdocs.issued", "9"},
		{"a slash", 0, [][2]string{{"行政强制\n0\n0\n0", "行政强制\n/\n/\n/"}}, "s2.coercion.prev", ""},
		{"traditional", 0, [][2]string{{"规范性文件", "規範性文件"}, {"行政处罚\n0", "行政處罰\n3"}, {"三、收到和处理", "三、收到和處理"}}, "s2.penalty.prev", "3"},
		{"full-width digits", 0, [][2]string{{"规章\n0", "规章\n１２"}}, "s2.rules.made", "12"},
		{"the year behind", 0, [][2]string{{"某某局2020年政府信息公开工作年度报告", "某某局政府信息公开工作年度报告（2020年）"}, {"规章\n0", "规章\n7"}}, "s2.rules.made", "7"},
		{"the year inside", 0, [][2]string{{"某某局2020年政府信息公开工作年度报告", "某某局政府信息公开2020年度报告"}, {"规章\n0", "规章\n7"}}, "s2.rules.made", "7"},
	} {
		f := formats[c.format]
		text := flatten(f, zeros(f, []int{2020, 2024}[c.format]), style{})
		for _, change := range c.change {
			if !strings.Contains(text, change[0]) {
				t.Fatalf("%s: no %q in the text", c.name, change[0])
			}
			text = strings.Replace(text, change[0], change[1], 1)
		}
		for kind, src := range map[string]string{"text": text, "page": "<html><body><p>" + strings.ReplaceAll(text, "\n", "</p><p>") + "</p></body></html>"} {
			got, err := TextOf([]byte(src))
			if err != nil {
				t.Fatal(err)
			}
			in, err := Parse(got, 0)
			if err != nil {
				t.Errorf("%s in %s: %v", c.name, kind, err)
				continue
			}
			if v := in.Figures.Cells[c.cell]; v.Number != c.want || len(in.Figures.Cells) != len(f.order) {
				t.Errorf("%s in %s: %+v of %d cells", c.name, kind, v, len(in.Figures.Cells))
			}
		}
	}
}

// Rows between bars, as texts for the web are written.
func TestParserBars(t *testing.T) {
	f := formats[1]
	fig := zeros(f, 2024)
	fig.Cells["s3.open.law"] = NumberOf("4")
	fig.Cells["s3.open.sci"] = Value{Kind: Empty}
	var lines []string
	for l := range strings.Lines(flatten(f, fig, style{tabs: true})) {
		if l = strings.TrimRight(l, "\n"); strings.Contains(l, "\t") {
			l = "| " + strings.ReplaceAll(l, "\t", " | ") + " |"
			lines = append(lines, l, "|---|:--:|---|")
			continue
		}
		lines = append(lines, l)
	}
	in, err := Parse(strings.Join(lines, "\n"), 0)
	if err != nil {
		t.Fatal(err)
	}
	sameFigures(t, in.Figures, fig)
}

// A copy without its equal lines has lost numbers: they are unknown, never 0 and
// never wrong. One number that is missing is refused, with its place.
func TestParsePartly(t *testing.T) {
	f := formats[1]
	text := flatten(f, zeros(f, 2024), style{})
	var once []string
	for l := range strings.Lines(text) {
		if !slices.Contains(once, l) {
			once = append(once, l)
		}
	}
	in, unread, err := ParsePartly(strings.Join(once, ""), 0)
	if err != nil || len(in.Figures.Cells) != 0 || len(unread) != 3 || in.Year != 2024 {
		t.Errorf("%+v %v %v", in, unread, err)
	}
	if _, _, err := ParsePartly(strings.Replace(text, "（一）予以公开\n0\n", "（一）予以公开\n", 1), 0); err == nil || !strings.Contains(err.Error(), "应有7个数字") {
		t.Errorf("a number less: %v", err)
	}
	pictures := "某局2024年政府信息公开工作年度报告\n一、总体情况\n有。\n二、主动公开政府信息情况\n[图片]\n三、收到和处理政府信息公开申请情况\n[图片]\n四、政府信息公开行政复议、行政诉讼情况\n[图片]\n五、存在的主要问题及改进情况\n有。\n六、其他需要报告的事项\n无。"
	if in, unread, err := ParsePartly(pictures, 0); err != nil || len(in.Figures.Cells) != 0 || len(unread) != 0 {
		t.Errorf("pictures: %v %v", unread, err)
	}
	if _, _, err := ParsePartly(strings.Repeat("\uFFFD锟斤拷", 100), 0); err == nil || !strings.Contains(err.Error(), "乱码") {
		t.Errorf("garbled: %v", err)
	}
}

func FuzzParsePartly(f *testing.F) {
	for _, format := range formats {
		f.Add(flatten(format, zeros(format, format.From), style{}))
		f.Add(strings.ReplaceAll(flatten(format, zeros(format, format.From), style{tabs: true}), "\t0", ""))
	}
	f.Fuzz(func(t *testing.T, text string) {
		in, _, err := ParsePartly(text, 0)
		if err != nil {
			return
		}
		format, ok := ByID(in.Figures.Format)
		if !ok {
			t.Fatal(in.Figures.Format)
		}
		for id, v := range in.Figures.Cells {
			if _, known := format.CellOf(id); !known || !v.valid() {
				t.Fatalf("%s %+v", id, v)
			}
		}
	})
}
