package report

import (
	"maps"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"gongkai/models/fault"
)

func TestParseReadsBackWhatWasPrinted(t *testing.T) {
	for _, f := range formats {
		t.Run(f.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s := drawStyle(t)
				fig := drawFigures(t, f, s.tabs)
				text := flatten(f, fig, s)
				got, err := Parse(text, rapid.SampledFrom([]int{0, fig.Year}).Draw(t, "given"))
				if err != nil {
					t.Fatalf("%v in\n%s", err, text)
				}
				sameFigures(t, got.Figures, fig)
				if want := strconv.Itoa(fig.Year+1) + "-01-29"; got.Date != want {
					t.Fatalf("date %q, want %q", got.Date, want)
				}
				for _, not := range []string{"您当前的位置", "日期", "年度报告", "信息内容", "自然人", "行政许可"} {
					if strings.Contains(got.Body, not) {
						t.Fatalf("body holds %q:\n%s", not, got.Body)
					}
				}
			})
		})
	}
}

func TestParseReadsPages(t *testing.T) {
	for _, f := range formats {
		t.Run(f.ID, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				fig := drawFigures(t, f, true)
				got, err := Parse(TextFromHTML(webPage(f, fig)), 0)
				if err != nil {
					t.Fatalf("%v in\n%s", err, TextFromHTML(webPage(f, fig)))
				}
				sameFigures(t, got.Figures, fig)
				if strings.Contains(got.Body, "首页") || strings.Contains(got.Body, "主办") {
					t.Fatalf("body holds the page around the report:\n%s", got.Body)
				}
			})
		})
	}
}

func sameFigures(t interface{ Fatalf(string, ...any) }, got, want Figures) {
	if got.Format != want.Format || got.Year != want.Year || !maps.Equal(got.Cells, want.Cells) {
		for id, v := range want.Cells {
			if got.Cells[id] != v {
				t.Fatalf("%s is %+v, want %+v", id, got.Cells[id], v)
			}
		}
		t.Fatalf("got %s %d with %d cells, want %s %d with %d", got.Format, got.Year, len(got.Cells), want.Format, want.Year, len(want.Cells))
	}
}

// zeros returns figures of all zeros, which tests then change.
func zeros(f *Format, year int) Figures {
	fig := Figures{Format: f.ID, Year: year, Cells: map[string]Value{}}
	for _, id := range f.order {
		fig.Cells[id] = NumberOf("0")
	}
	return fig
}

func TestParseBody(t *testing.T) {
	fig := zeros(formats[0], 2020)
	got, err := Parse(flatten(formats[0], fig, style{crumbs: true, named: true}), 0)
	if err != nil {
		t.Fatal(err)
	}
	want := "<p>本报告为测试而写，共有 3 条内容。</p>\n" +
		"<h2>一、总体情况</h2>\n<h3>（一）小标题</h3>\n<p>这一段说明情况，数量为一项。</p>\n<p>二、不是标题的一行。</p>\n" +
		"<h2>二、主动公开政府信息情况</h2>\n<h2>三、收到和处理政府信息公开申请情况</h2>\n<h2>四、政府信息公开行政复议、行政诉讼情况</h2>\n" +
		"<h2>五、存在的主要问题及改进情况</h2>\n<h3>（一）小标题</h3>\n<p>这一段说明情况，数量为五项。</p>\n<p>二、不是标题的一行。</p>\n" +
		"<h2>六、其他需要报告的事项</h2>\n<h3>（一）小标题</h3>\n<p>这一段说明情况，数量为六项。</p>\n<p>二、不是标题的一行。</p>"
	if got.Body != want {
		t.Errorf("body\n%s\nwant\n%s", got.Body, want)
	}
	if got.Title != "某某局2020年政府信息公开工作年度报告" || got.Year != 2020 || len(got.Warnings) != 0 {
		t.Errorf("title %q, year %d, warnings %q", got.Title, got.Year, got.Warnings)
	}
}

// Prose around the tables of a section stays where it stands.
func TestParseProseBesideTables(t *testing.T) {
	text := flatten(formats[0], zeros(formats[0], 2020), style{})
	text = strings.Replace(text, "第二十条第（一）项", "本部分数据由各科室报送。\n第二十条第（一）项", 1)
	text = strings.Replace(text, "五、存在", "注：本年度没有案件。<无>\n五、存在", 1)
	got, err := Parse(text, 2020)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"<h2>二、主动公开政府信息情况</h2>\n<p>本部分数据由各科室报送。</p>", "诉讼情况</h2>\n<p>注：本年度没有案件。&lt;无&gt;</p>\n<h2>五"} {
		if !strings.Contains(got.Body, want) {
			t.Errorf("body lacks %q:\n%s", want, got.Body)
		}
	}
}

func TestParseHead(t *testing.T) {
	text := flatten(formats[0], zeros(formats[0], 2020), style{})
	title := "某某局2020年政府信息公开工作年度报告"
	for _, c := range []struct {
		name, old, new       string
		title, date, warning string
	}{
		{"organ on its own line", title, "某某区财政局\n二〇二〇年政府信息公开年度报告", "某某区财政局二〇二〇年政府信息公开年度报告", "2021-01-29", ""},
		{"lines before the title", title, "首页\n索引号：1\n" + title, title, "2021-01-29", "标题之前有2行"},
		{"page marks", "日期：2021-01-29", "【字体：大 中 小】\n来源：某局 发布时间：2021年1月9日 浏览次数：3", title, "2021-01-09", ""},
		{"a date that is none", "日期：2021-01-29", "日期：2021-02-30", title, "", ""},
		{"another period", "本报告为", "统计期限自2019年1月1日起。本报告为", title, "2021-01-29", "统计期限自2019年"},
		{"a part is missing", "五、存在的主要问题及改进情况", "存在的主要问题", title, "2021-01-29", "没有找到“五、存在的主要问题及改进情况”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse(strings.Replace(text, c.old, c.new, 1), 0)
			if err != nil {
				t.Fatal(err)
			}
			warnings := strings.Join(got.Warnings, "")
			if got.Title != c.title || got.Date != c.date || !strings.Contains(warnings, c.warning) || c.warning == "" && warnings != "" {
				t.Errorf("title %q, date %q, warnings %q", got.Title, got.Date, got.Warnings)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	text := flatten(formats[0], zeros(formats[0], 2020), style{})
	tabs := flatten(formats[0], zeros(formats[0], 2020), style{tabs: true})
	for _, c := range []struct {
		name     string
		text     string
		year     int
		contains []string
	}{
		{"nothing", "", 0, []string{"没有在文本中找到带年度的标题"}},
		{"nothing, with a year", "", 2020, []string{"没有找到标题“二、主动公开政府信息情况”", "表二"}},
		{"a year before the format", "", 2018, []string{"2018", "2019年度"}},
		{"another year than the title's", text, 2019, []string{"标题写的是2020年", "填写的年度是2019年"}},
		{"a number less", strings.Replace(text, "（一）予以公开\n0\n", "（一）予以公开\n", 1), 0, []string{"表三“（一）予以公开”一行", "应有7个数字", "实际有6个"}},
		{"a number more", strings.Replace(text, "行政许可\n", "行政许可\n5\n", 1), 0, []string{"表二第二十条第（五）项“行政许可”一行", "应有3个数字", "实际有4个"}},
		{"a number less in the last table", strings.Replace(text, "0\n五、存在", "五、存在", 1), 0, []string{"表四应有15个数字", "实际有14个"}},
		{"a row less", strings.Replace(text, "2.重复申请\n0\n0\n0\n0\n0\n0\n0\n", "", 1), 0, []string{"应为表三“2.重复申请”一行", "实际是“3.要求提供公开出版物”"}},
		{"a row more", strings.Replace(text, "行政强制\n", "行政检查\n0\n0\n0\n行政强制\n", 1), 0, []string{"应为表二第二十条第（六）项“行政强制”一行", "行政检查"}},
		{"a column less", strings.Replace(text, "科研机构\n", "", 1), 0, []string{"表三的表头与格式不符", "应有7列，识别出6列"}},
		{"columns changed about", strings.Replace(text, "本年新制作数量\n本年新公开数量", "本年新公开数量\n本年新制作数量", 1), 0, []string{"表二第二十条第（一）项的表头与格式不符"}},
		{"a table less", strings.Replace(text, "第二十条第（九）项", "第二十条", 1), 0, []string{"表二第二十条第（九）项"}},
		{"a negative count", strings.Replace(text, "行政许可\n0\n", "行政许可\n-1\n", 1), 0, []string{"“行政许可”一行第1个数字", "“-1”不能是负数"}},
		{"half a case", strings.Replace(text, "行政许可\n0\n", "行政许可\n1.5\n", 1), 0, []string{"“1.5”应是整数"}},
		{"money among cases", strings.Replace(text, "行政许可\n0\n", "行政许可\n3万元\n", 1), 0, []string{"“3万元”不是这一列的数字"}},
		{"a dash", strings.Replace(tabs, "规章\t0", "规章\t—", 1), 0, []string{"规章"}},
		{"a heading less", strings.Replace(text, "四、政府信息公开行政复议、行政诉讼情况", "", 1), 0, []string{"没有找到标题“四、政府信息公开行政复议、行政诉讼情况”"}},
		{"too long", strings.Repeat("甲", MaxText), 2020, []string{"文本过长"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Parse(c.text, c.year)
			if err == nil || fault.KindOf(err) != fault.Invalid {
				t.Fatalf("got %+v, %v", got, err)
			}
			for _, want := range c.contains {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("message %q lacks %q", err, want)
				}
			}
			if !strings.HasSuffix(err.Error(), "。") {
				t.Errorf("message %q is no sentence", err)
			}
		})
	}
}

// A report of a later year in the old tables is read as it is, with a warning.
func TestParseOtherEdition(t *testing.T) {
	fig := zeros(formats[0], 2022)
	got, err := Parse(flatten(formats[0], fig, style{}), 0)
	if err != nil {
		t.Fatal(err)
	}
	sameFigures(t, got.Figures, fig)
	if w := strings.Join(got.Warnings, ""); !strings.Contains(w, "〔2019〕60号") || !strings.Contains(w, "〔2021〕30号") {
		t.Errorf("warnings %q", got.Warnings)
	}
}

func TestParseWarnsOfGaps(t *testing.T) {
	fig := zeros(formats[0], 2020)
	fig.Cells["s3.new.sci"] = Value{Kind: Empty}
	fig.Cells["s3.new.law"] = Value{Kind: Slash}
	fig.Cells["s2.procurement.amount_yuan"] = NumberOf("251000")
	for _, cell := range []string{"made", "newpub", "total"} {
		fig.Cells["s2.rules."+cell] = Value{Kind: Empty}
	}
	for _, s := range []style{{tabs: true}, {tabs: true, filler: true}} {
		got, err := Parse(flatten(formats[0], fig, s), 0)
		if err != nil {
			t.Fatal(err)
		}
		sameFigures(t, got.Figures, fig)
		warnings := strings.Join(got.Warnings, "")
		for _, want := range []string{"“规章”一行有3格空白", "有2格空白或为“/”，已照原样记录：科研机构、法律服务机构", "“采购总金额”没有写明单位，按元记录"} {
			if !strings.Contains(warnings, want) {
				t.Errorf("warnings %q lack %q", got.Warnings, want)
			}
		}
	}
}

// An amount's unit may stand in the head of its column.
func TestParseUnitInHead(t *testing.T) {
	fig := zeros(formats[0], 2020)
	fig.Cells["s2.procurement.amount_yuan"] = NumberOf("477.35")
	text := strings.Replace(flatten(formats[0], fig, style{}), "采购总金额", "采购总金额（万元）", 1)
	got, err := Parse(text, 0)
	if err != nil {
		t.Fatal(err)
	}
	if v := got.Figures.Cells["s2.procurement.amount_yuan"]; v != (Value{Number, "4773500", "477.35万元"}) {
		t.Errorf("amount %+v", v)
	}
}

func FuzzParse(f *testing.F) {
	for _, format := range formats {
		f.Add(flatten(format, zeros(format, format.From), style{}))
		f.Add(flatten(format, zeros(format, format.From), style{tabs: true, filler: true, half: true, crlf: true, crumbs: true}))
		f.Add(webPage(format, zeros(format, format.From)))
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, src := range []string{text, TextFromHTML(text)} {
			got, err := Parse(src, 0)
			if err != nil {
				if fault.KindOf(err) != fault.Invalid || fault.MessageOf(err) == "" {
					t.Fatalf("error %v", err)
				}
				continue
			}
			format, ok := ByID(got.Figures.Format)
			if !ok || len(got.Figures.Cells) != len(format.order) {
				t.Fatalf("%d cells of %q", len(got.Figures.Cells), got.Figures.Format)
			}
			if again, err := DecodeFigures(got.Figures.Encode()); err != nil || !maps.Equal(again.Cells, got.Figures.Cells) {
				t.Fatalf("figures do not come back: %v", err)
			}
			Compose(format, got.Body)
		}
	})
}

func TestParseIsLinear(t *testing.T) {
	whole := flatten(formats[0], zeros(formats[0], 2020), style{})
	at := strings.Index(whole, "自然人")
	for _, unit := range []string{"甲", "甲\n", "0\n", "\t", "其他\n", "总计 ", "自然人\t\t", "2020年信息公开报\n", "一、总体情况\n", "（三）不予公开\n", "<table><tr><td>", "</td>"} {
		for _, src := range []string{strings.Repeat(unit, 1<<20/len(unit)), whole[:at] + strings.Repeat(unit, 1<<20/len(unit)) + whole[at:]} {
			start := time.Now()
			_, _ = Parse(src, 2020)
			_ = TextFromHTML(src)
			if d := time.Since(start); d > 10*time.Second {
				t.Errorf("%q repeated took %v", unit, d)
			}
		}
	}
}
