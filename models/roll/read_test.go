package roll

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"gongkai/models/fault"
)

const subsidyCSV = "2026年耕地地力保护补贴公示表,,,,,,\n填报单位：示例镇,,,,,,\n序号,户主姓名,身份证号码,村,补贴项目,补贴面积,补贴标准,补贴金额,发放时间,银行卡号,家庭人口\n" +
	"1,张某某,11010519491231002X,示例村,耕地地力保护补贴,3.2,90元/亩,288.00,2026年6月30日,6222021234567890123,4\n" +
	"2,李某,110105 19491231 002X,,,\"1,000\",90,\"90,000元\",2026/7/1,62220212 34567890 123,\n" +
	"合计,,,,,,,90288,,,\n,,,,,,,,,,\n"

// One list in every encoding that offices send, with titles above its header,
// merged cells gone empty, a row of totals, and a column nobody asked for.
func TestReadCSV(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(subsidyCSV)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(strings.ReplaceAll(subsidyCSV, `"1,000"`, "1000"), `"90,000元"`, "90000元"))
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{"utf-8": subsidyCSV, "bom": "\ufeff" + subsidyCSV, "gbk": gbk, "utf-16 tab": wide, "crlf": strings.ReplaceAll(subsidyCSV, "\n", "\r\n")} {
		out, err := Read(subsidies, []byte(file), Options{HideNames: name == "bom"})
		if err != nil || !out.OK() || len(out.Roll.Rows) != 2 {
			t.Fatalf("%s: %v %+v", name, err, out)
		}
		r := out.Roll
		want := map[string]string{"seq": "2", "name": "李某", "idno": "110105**********2X", "village": "示例村", "item": "耕地地力保护补贴", "count": "1000", "rate": "90", "amount": "90000",
			"day": "2026-07-01", "card": strings.Repeat("*", 15) + "0123"}
		if name == "bom" {
			want["name"] = "李*"
		}
		for key, v := range want {
			if got := r.Cell(1, key); got != v {
				t.Errorf("%s: %s is %q, not %q", name, key, got, v)
			}
		}
		text, _ := r.Encode()
		for _, secret := range []string{"002X", "19491231", "6222021234567890123"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: %s is kept", name, secret)
			}
		}
		if len(out.Findings) != 1 || !strings.Contains(out.Findings[0].Message, "家庭人口") || out.At[1] != 5 {
			t.Errorf("%s: %+v", name, out.Findings)
		}
	}
}

// Errors are told by the row and column of the sheet, and nothing secret is in
// their words.
func TestFindings(t *testing.T) {
	for _, c := range []struct{ change, to, place, say string }{
		{"288.00", "贰佰", "第 4 行 H 列", "应填写数字"},
		{"288.00", "2.888", "第 4 行 H 列", "最多 2 位小数"},
		{"2026年6月30日", "2026年2月30日", "第 4 行 I 列", "没有这一天"},
		{"11010519491231002X", "5.00239E+17", "第 4 行 C 列", "存成了数字"},
		{"张某某", "", "第 4 行 B 列", "没有填写"},
		{"张某某", "张某某11010519491231002X", "第 4 行 B 列", "疑似公民身份号码"},
		{",90288", ",90289", "第 6 行 H 列", "以上各行相加是 90288"},
		{"补贴金额", "多少", "第 3 行", "表头缺少“金额（元）”"},
	} {
		out, err := Read(subsidies, []byte(strings.Replace(subsidyCSV, c.change, c.to, 1)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		at := slices.IndexFunc(out.Findings, func(f Finding) bool { return f.Error && f.Place() == c.place && strings.Contains(f.Message, c.say) })
		if at < 0 || out.OK() {
			t.Errorf("%s: %+v", c.to, out.Findings)
		}
		if s := fmt.Sprintf("%+v %+v", out, out.Roll); strings.Contains(s, "19491231") {
			t.Errorf("%s: the number is in %s", c.to, s)
		}
	}
}

// official is a workbook as ministries hand it out: merged groups, one cell merged
// down, boxes for channels, ticks.
func official(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	rows := [][]any{
		{"财政预决算领域基层政务公开标准目录"},
		{"序号", "公开事项", "", "公开内容\n（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体", "公开对象", "", "公开方式", "", "公开层级", "", "责任科室", "公开栏目"},
		{"", "一级事项", "二级事项", "", "", "", "", "", "全社会", "特定群体", "主动", "依申请公开", "县级", "乡级"},
		{1, "财政预决算", "政府预算", "收入表\n支出表", "《预算法》", "20日内", "区财政局", "■政府网站 □政府公报\n□两微一端 ■公开查阅点", "√", "", "√", "", "√", "", "预算科", "/zwgk/yjs/"},
		{2, "", "部门预算", "=CONCATENATE(\"收支\",\"总表\")", "《预算法》", "20日内", "区财政局", "■政府网站", "", "预算单位", "", "√", "√", "√", "预算科", "zwgk/yjs"},
	}
	for y, row := range rows {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", y+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.SetCellFormula("Sheet1", "D5", `CONCATENATE("收支","总表")`); err != nil {
		t.Fatal(err)
	}
	for _, m := range []string{"A1:P1", "A2:A3", "B2:C2", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "I2:J2", "K2:L2", "M2:N2", "O2:O3", "P2:P3", "B4:B5"} {
		from, to, _ := strings.Cut(m, ":")
		if err := f.MergeCell("Sheet1", from, to); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadOfficialForm(t *testing.T) {
	out, err := Read(catalogue, official(t), Options{Sections: []string{"预算科"}, Paths: []string{"zwgk/yjs"}})
	if err != nil || !out.OK() || len(out.Findings) != 0 {
		t.Fatalf("%v %+v", err, out)
	}
	want := [][]string{
		{"1", "财政预决算", "政府预算", "", "收入表\n支出表", "《预算法》", "20日内", "区财政局", "政府网站、公开查阅点", "√", "", "√", "", "", "√", "", "预算科", "zwgk/yjs"},
		{"2", "财政预决算", "部门预算", "", "收支总表", "《预算法》", "20日内", "区财政局", "政府网站", "", "预算单位", "", "√", "", "√", "√", "预算科", "zwgk/yjs"},
	}
	want[1][4] = out.Roll.Rows[1][4] // a formula without a stored value; its value is tested below
	for i := range want {
		if !slices.Equal(out.Roll.Rows[i], want[i]) {
			t.Errorf("%q\n%q", out.Roll.Rows[i], want[i])
		}
	}
	out, _ = Read(catalogue, official(t), Options{Sections: []string{"国库科"}, Paths: []string{"zcwj"}})
	if out.OK() || out.Findings[0].Place() != "第 4 行 O 列" || !strings.Contains(out.Findings[1].Message, "zwgk/yjs") {
		t.Errorf("%+v", out.Findings)
	}
}

// K-01.
func TestCatalogueRules(t *testing.T) {
	for key, say := range map[string]string{"channels": "没有填写", "everyone": "公开对象", "active": "公开方式", "county": "公开层级"} {
		row := hints(catalogue)
		row[slices.IndexFunc(catalogue.Columns, func(c Column) bool { return c.Key == key })] = ""
		out := FromRows(catalogue, [][]string{row}, Options{})
		if out.OK() || out.Findings[0].Key != key || !strings.Contains(out.Findings[0].Message, say) {
			t.Errorf("%s: %+v", key, out.Findings)
		}
	}
	row := hints(catalogue)
	row[slices.IndexFunc(catalogue.Columns, func(c Column) bool { return c.Key == "request" })] = "√"
	if FromRows(catalogue, [][]string{row}, Options{}).OK() {
		t.Error("two modes at once")
	}
}

func TestExecutionSums(t *testing.T) {
	rows := [][]string{hints(execution), hints(execution)}
	rows[1][0], rows[1][3], rows[1][4], rows[1][8], rows[1][9] = "2026年2月", "60241", "16.7", "96421", "15.6"
	out := FromRows(execution, rows, Options{})
	if out.OK() || len(out.Findings) != 1 || out.Findings[0].Key != "spend_sum" || !strings.Contains(out.Findings[0].Message, "96420 万元") {
		t.Errorf("%+v", out.Findings)
	}
	rows[1][8], rows[1][9] = "96420", "25.6"
	if out = FromRows(execution, rows, Options{}); out.OK() || out.Findings[0].Key != "spend_share" || !strings.Contains(out.Findings[0].Message, "15.6%") {
		t.Errorf("%+v", out.Findings)
	}
	rows[1][9] = "15.6"
	if out = FromRows(execution, rows, Options{}); !out.OK() || out.Roll.Totals(nil)["income"] != "60241" {
		t.Errorf("%+v", out)
	}
}

// How numbers, dates and choices are written.
func TestSpelling(t *testing.T) {
	money, share := &Column{Type: Money, Unit: "元", Places: 2}, &Column{Type: Percent, Places: 2, Negative: true}
	for _, c := range []struct {
		col             *Column
		text, raw, want string
	}{
		{money, "1,235", "1234.5600000000001", "1234.56"}, {money, "￥ 12.00 元", "", "12"}, {money, "１２，３４５．６", "", "12345.6"}, {money, "-1", "", "!"}, {money, "1.2万元", "", "!"},
		{money, "1e3", "", "!"}, {money, "1E+03", "1000", "1000"}, {money, "1234567890", "", "!"}, {share, "12.34%", "0.12340000000000001", "12.34"}, {share, "12.3%", "", "12.3"}, {share, "(1.5)", "", "-1.5"}, {share, "−1.5", "", "-1.5"},
		{&Column{Type: Day}, "2026年1月5日", "", "2026-01-05"}, {&Column{Type: Day}, "2026.1.5", "", "2026-01-05"}, {&Column{Type: Day}, "20260105", "", "2026-01-05"}, {&Column{Type: Day}, "1/5/26", "46027", "2026-01-05"},
		{&Column{Type: Day}, "2026-01-05 00:00:00", "", "2026-01-05"}, {&Column{Type: Day}, "5日", "", "!"}, {&Column{Type: Month}, "2026年 10 月", "", "2026-10"}, {&Column{Type: Month}, "2026.1", "2026.1", "!"},
		{&Column{Type: Month}, "2026-13", "", "!"}, {&Column{Type: Year}, "2026年度", "", "2026"}, {&Column{Type: Tick}, "是", "", "√"}, {&Column{Type: Tick}, "也许", "", "!"}, {&Column{Type: Tick}, "□", "", ""},
		{&Column{Type: Multi, Options: Channels}, "公开查阅点，政府网站", "", "政府网站、公开查阅点"}, {&Column{Type: Multi, Options: Channels}, "☑发布会/听证会 ☐其他", "", "发布会/听证会"},
		{&Column{Type: Multi, Options: Channels}, "社区/企事业单位/村公示栏(电子屏)", "", "社区/企事业单位/村公示栏（电子屏）"}, {&Column{Type: Multi, Options: Channels}, "报纸", "", "!"},
		{&Column{Type: Paths}, "/zfxxgk/fd/，zwgk/yjs", "", "zfxxgk/fd、zwgk/yjs"}, {&Column{Type: Text}, " 一\t\n二\u200b ", "", "一 二"}, {&Column{Type: Long}, "一\r\n\r\n 二", "", "一\n二"},
	} {
		in := Cell{Text: c.text, Raw: c.raw}
		if c.raw == "" {
			in.Raw = c.text
		}
		got, say := c.col.spell(in)
		if (say != "") != (c.want == "!") || say == "" && got != c.want {
			t.Errorf("%s %q: %q %s", c.col.Type, c.text, got, say)
		}
		if say == "" && got != "" {
			if again, say := c.col.spell(Cell{Text: got, Raw: got}); again != got || say != "" {
				t.Errorf("%s %q is no canonical spelling: %q %s", c.col.Type, got, again, say)
			}
		}
	}
}

func TestMasks(t *testing.T) {
	for _, c := range []struct {
		mask          Mask
		text, want    string
		names, refuse bool
	}{
		{IDMask, "11010519491231002X", "110105**********2X", false, false}, {IDMask, "１１０１０５１９４９１２３１００２ｘ", "110105**********2X", false, false}, {IDMask, "110105491231002", "110105*******02", false, false},
		{IDMask, "110105**********2X", "110105**********2X", false, false}, {IDMask, "110105194912******", "110105************", false, false}, {IDMask, "12345", "*****", false, true}, {IDMask, "护照E1234567", "**********", false, true},
		{PhoneMask, "138 1234 5678", "138****5678", false, false}, {PhoneMask, "023-79221234", "023****1234", false, false}, {CardMask, "6222 0212 3456 7890 123", "***************0123", false, false}, {CardMask, "12", "**", false, true},
		{NameMask, "张敏", "张敏", false, false}, {NameMask, "张敏", "张*", true, false}, {NameMask, "欧阳小敏", "欧阳**", true, false}, {NoMask, "甲", "甲", true, false},
	} {
		got, say := c.mask.hide(c.text, c.names)
		if got != c.want || (say != "") != c.refuse {
			t.Errorf("%s %s: %q %s", c.mask, c.text, got, say)
		}
		if again, _ := c.mask.hide(got, c.names); say == "" && again != got {
			t.Errorf("%s masks %q again: %q", c.mask, got, again)
		}
	}
}

// Files that are none, or too much, are refused with a sentence.
func TestRefusedFiles(t *testing.T) {
	large := "年度,专项资金名称,管理办法,支持方向,预算安排（万元）\n" + strings.Repeat("2026,甲,乙,丙,1\n", maxLines+1)
	for name, file := range map[string][]byte{"nothing": nil, "zip": []byte("PK\x03\x04xxxx"), "old": []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "picture": []byte("\x89PNG\r\n\x1a\n\x00\x00\x00"),
		"large": make([]byte, MaxFile+1), "rows": []byte(large), "wide": []byte(strings.Repeat(",", maxWidth+1))} {
		if _, err := Read(funds, file, Options{}); fault.KindOf(err) != fault.Invalid || fault.MessageOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	out, err := Read(funds, []byte(strings.Replace(large, strings.Repeat("2026,甲,乙,丙,1\n", 199), "", 1)), Options{})
	if err != nil || out.OK() || len(out.Roll.Rows) != MaxRows {
		t.Errorf("%v %d", err, len(out.Roll.Rows))
	}
}
