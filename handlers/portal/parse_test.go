package portal

import (
	"strings"
	"testing"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/markup"
	"gongkai/models/site"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

func TestCallTimes(t *testing.T) {
	for text, want := range map[string]string{
		"征集时间：2026年11月1日至11月30日。":            "2026-11-01 2026-11-30",
		"征集时间：2026年11月18日至2027年1月17日":        "2026-11-18 2027-01-17",
		"一、征求意见的时间\n2022年10月13日至2022年11月12日": "2022-10-13 2022-11-12",
		"征求意见时间为 2026年12月20日起至1月19日":         "2026-12-20 2027-01-19",
		"意见反馈期限：2024年2月1日—29日，逾期不再受理":        "2024-02-01 2024-02-29",
		"本公告自发布之日起生效。意见征集时间自2025年3月3日到4月2日止": "2025-03-03 2025-04-02",
	} {
		from, to, ok := parseCall(text)
		if got := calendar.Day(from) + " " + calendar.Day(to); !ok || got != want {
			t.Errorf("%s: %s, %v", text, got, ok)
		}
	}
	for _, text := range []string{
		"", "征集时间：另行通知", "2026年11月1日至11月30日", "征集时间：2026年13月1日至13月30日", "征集时间：2026年2月30日至3月1日", "征集时间：2026年5月10日至2026年5月1日",
		"征集时间：2026年5月10日至9日", "征集时间：2026年1月1日至2029年1月1日", "征集时间：2026年1月1日。结束时间：2026年2月1日", "征集范围广。时间：2026年1月1日至2月1日",
	} {
		if from, to, ok := parseCall(text); ok {
			t.Errorf("%s was read as %s to %s", text, from, to)
		}
	}
}

func FuzzCallTime(f *testing.F) {
	f.Add("征集时间：2026年11月1日至11月30日")
	f.Add("征集时间：2026年99月99日至99月99日")
	f.Add("征求意见的时间\n2026年12月31日至1月1日")
	f.Fuzz(func(t *testing.T, text string) {
		from, to, ok := parseCall(text)
		if ok && (to.Before(from) || to.Sub(from) > longestCall*24*time.Hour || from.Year() < 2000 || from.Hour() != 0) {
			t.Errorf("%q: %s to %s", text, from, to)
		}
	})
}

// A consultation's state changes at midnight in China, and its last day belongs
// to it.
func TestCallStates(t *testing.T) {
	s := &scene{ctx: t.Context(), ground: &ground{tree: &site.Tree{}}}
	page := &content.Page{Title: "关于公开征求意见的公告", Body: "<p>征集时间：2026年11月10日至11月20日</p>"}
	at := func(day string) time.Time {
		d, err := time.ParseInLocation("2006-01-02 15:04", day, calendar.Shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return d.UTC()
	}
	for when, want := range map[string][2]string{
		"2026-11-09 23:59": {"未开始", ""}, "2026-11-10 00:00": {"征集中", "还剩 10 天"}, "2026-11-19 23:59": {"征集中", "还剩 1 天"},
		"2026-11-20 00:00": {"征集中", "今天截止"}, "2026-11-20 23:59": {"征集中", "今天截止"}, "2026-11-21 00:00": {"已结束", ""},
	} {
		c := s.call(page, at(when))
		if c.State != want[0] || c.Left != want[1] || c.From != "2026-11-10" || c.To != "2026-11-20" || c.open != (want[0] != "已结束") {
			t.Errorf("%s: %+v", when, c)
		}
	}
	page.Title = "《办法》意见采纳情况"
	if c := s.call(page, at("2026-11-15 12:00")); c.State != "结果公布" || c.open {
		t.Errorf("a result: %+v", c)
	}
	page.Title, page.Body = "征求意见", "<p>时间另行通知。</p>"
	if c := s.call(page, at("2026-11-15 12:00")); c.State != "" || c.From != "" || c.open {
		t.Errorf("no time: %+v", c)
	}
}

const goodTable = `<p>说明</p><table><caption>主要指标</caption><thead><tr><th scope="col">指标</th><th scope="col">数值</th><th scope="col">单位</th><th scope="col">说明</th></tr></thead><tbody>` +
	`<tr><th scope="row">收入</th><td class="ta-r">24.86</td><td>亿元</td><td>完成年初预算85.7%，同比增长3.4%</td></tr>` +
	`<tr><th scope="row">占比</th><td>81.2</td><td>%</td><td></td></tr>` +
	`<tr><th scope="row">空</th><td>待定</td><td>亿元</td><td></td></tr>` +
	`<tr><th scope="row">支出</th><td>1,234</td><td>万元</td><td>同比增长3.4%</td></tr></tbody></table>`

func TestTiles(t *testing.T) {
	got := parseTiles("<table><tr><th>项目</th><th>数值</th></tr><tr><td>a</td><td>1</td></tr></table>"+goodTable, 4)
	want := []portalview.Tile{
		{Name: "收入", Value: "24.86", Unit: "亿元", Note: "完成年初预算85.7%，同比增长3.4%", Bar: "85.7"},
		{Name: "占比", Value: "81.2", Unit: "%", Bar: "81.2"},
		{Name: "支出", Value: "1,234", Unit: "万元", Note: "同比增长3.4%"},
	}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	if n := len(parseTiles(goodTable, 2)); n != 2 {
		t.Errorf("%d tiles, want 2", n)
	}
	for _, body := range []string{
		"", "指标", "<table></table>", "<table><tr></tr></table>", "<table><tr><th>指标</th></tr></table>", "<table><tr><th>数值</th><th>指标</th></tr><tr><td>1</td><td>2</td></tr></table>",
		"<table><tr><th>指标</th><th>数值</th></tr><tr><td></td><td>1</td></tr></table>", "<table><tr><th>指标</th><th>数值</th></tr><tr><td>a</td><td>" + strings.Repeat("1", 30) + "</td></tr></table>",
	} {
		if got := parseTiles(body, 4); len(got) != 0 {
			t.Errorf("%s gave %+v", body, got)
		}
	}
	for bar, tile := range map[string]portalview.Tile{"100": {Value: "130", Unit: "%"}, "": {Value: "-3", Unit: "%"}, "12.5": {Value: "x", Note: "已完成全年任务的12.5%"}} {
		if got := share(tile); got != bar {
			t.Errorf("%+v: bar %q, want %q", tile, got, bar)
		}
	}
}

func FuzzTiles(f *testing.F) {
	f.Add(goodTable)
	f.Add("<table><tr><th>指标<th>数值<tr><td>a<td>1<td>%")
	f.Add(strings.Repeat("<table><tr><td>", 50))
	f.Fuzz(func(t *testing.T, src string) {
		for _, x := range parseTiles(string(markup.Clean(src)), 4) {
			if x.Name == "" || !strings.ContainsAny(x.Value, "0123456789") || x.Bar == "0" || len(x.Bar) > 24 || strings.Trim(x.Bar, "0123456789.") != "" {
				t.Errorf("%q: %+v", src, x)
			}
		}
	})
}

func TestNames(t *testing.T) {
	for title, want := range map[string][2]string{
		"张某某　党组书记、局长": {"张某某", "党组书记、局长"}, "李某某 副局长": {"李某某", "副局长"}, "王某某，总会计师": {"王某某", "总会计师"},
		"领导分工": {"领导分工", ""}, " 赵某某 ": {"赵某某", ""}, "关于公布本局领导职务和分工的通知 2026": {"关于公布本局领导职务和分工的通知 2026", ""}, "，": {"，", ""}, "": {"", ""},
	} {
		if name, post := splitName(title); name != want[0] || post != want[1] {
			t.Errorf("%q: %q, %q", title, name, post)
		}
	}
}

func TestOutline(t *testing.T) {
	const body = `<p>前言</p><h2>一、<b>总则</b></h2><p>文</p><h2 class="ta-c">二、分则 &amp; 附则</h2><h3>小节</h3><h2 id="own">三</h2>`
	got, links := outline(ui.HTML(body))
	const want = `<p>前言</p><h2 id="part-1">一、<b>总则</b></h2><p>文</p><h2 id="part-2" class="ta-c">二、分则 &amp; 附则</h2><h3>小节</h3><h2 id="own">三</h2>`
	if string(got) != want {
		t.Errorf("%s", got)
	}
	if len(links) != 3 || links[0] != (ui.Link{Text: "一、总则", Href: "#part-1"}) || links[1].Text != "二、分则 & 附则" || links[2].Href != "#own" {
		t.Errorf("%+v", links)
	}
}

// Only ids are added: what was signed stays as it is.
func FuzzOutline(f *testing.F) {
	f.Add("<h2>一</h2><p>二</p><table><tr><td><h2>三</h2></td></tr></table>")
	f.Add("文字 & <h2 class=x>")
	f.Fuzz(func(t *testing.T, src string) {
		clean := markup.Clean(src)
		got, links := outline(ui.HTML(clean))
		if markup.Text(markup.HTML(got)) != markup.Text(clean) || strings.Count(string(got), "<h2") != len(links) {
			t.Errorf("%q became %q", clean, got)
		}
	})
}

func TestUpdateRules(t *testing.T) {
	for days, want := range map[int]string{0: "有变动时更新", 14: "每两周至少更新一次", 365: "每年至少更新一次", 100: "每 100 天至少更新一次"} {
		if got := updateRule(days); got != want {
			t.Errorf("%d: %s", days, got)
		}
	}
	made := time.Date(2026, 11, 1, 2, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		days, later int
		want        string
	}{
		{30, 5, "本栏目每月至少更新一次，预计 2026-12-01 前发布。"}, {30, 50, "本栏目每月至少更新一次。"}, {0, 5, "信息形成或者变更后，20 个工作日内在这里公开。"},
	} {
		if got := expected(&site.Column{UpdateDays: c.days, CreatedAt: made}, made.AddDate(0, 0, c.later)); got != c.want {
			t.Errorf("%d days, %d later: %s", c.days, c.later, got)
		}
	}
}

func TestNextReport(t *testing.T) {
	year := func(y int) []content.Item { return []content.Item{{ReportYear: &y}} }
	for _, c := range []struct {
		now   string
		items []content.Item
		want  string
	}{
		{"2026-11-23", year(2020), "2026 年年报将于 2027-01-31 前发布"}, {"2027-01-15", year(2025), "2026 年年报将于 2027-01-31 前发布"},
		{"2027-01-15", year(2026), "2027 年年报将于 2028-01-31 前发布"}, {"2027-02-01", nil, "2027 年年报将于 2028-01-31 前发布"},
	} {
		at, err := calendar.ParseDay(c.now)
		if err != nil {
			t.Fatal(err)
		}
		if got := nextReport(c.items, at); got != c.want {
			t.Errorf("%s: %s", c.now, got)
		}
	}
}
