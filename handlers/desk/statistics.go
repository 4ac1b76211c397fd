package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/sheets"
	"gongkai/models"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/stats"
	"gongkai/views/chart"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// periods are the spans of time that statistics are shown for, in days.
var periods = []struct {
	days int
	text string
}{{7, "最近 7 天"}, {30, "最近 30 天"}, {90, "最近 90 天"}, {365, "最近一年"}}

const usualPeriod = 30

// counting is a statistic with what is needed to write it in words.
type counting struct {
	*cast
	*models.Statistics
	days int // of the period
	from time.Time
	list []deskview.StatTable
}

// counted asks for the statistics of the period that a request names.
func (h *Handler) counted(c echo.Context) (*counting, error) {
	k, err := h.cast(c)
	if err != nil {
		return nil, err
	}
	x := &counting{cast: k, days: usualPeriod}
	for _, p := range periods {
		if c.QueryParam("days") == strconv.Itoa(p.days) {
			x.days = p.days
		}
	}
	today, _ := calendar.ParseDay(calendar.Day(k.now))
	x.from = today.In(calendar.Shanghai).AddDate(0, 0, 1-x.days)
	if x.Statistics, err = h.app.Statistics(k.ctx, stats.Range{From: x.from, To: today}, k.by); err != nil {
		return nil, err
	}
	return x, h.statTables(x)
}

// Statistics handles GET /desk/statistics?days=.
func (h *Handler) Statistics(c echo.Context) error {
	x, err := h.counted(c)
	if err != nil {
		return err
	}
	p := deskview.StatisticsPage{Frame: h.frame(c, "访问统计"), Scope: x.scope(), Chart: x.trend(), Left: x.shown("documents", "files", "reprints"), Right: x.shown("columns", "terms", "missed"), Notes: countingRules}
	for _, s := range periods {
		p.Periods = append(p.Periods, ui.Link{Text: s.text, Href: href.Statistics(x.ctx, url.Values{"days": {strconv.Itoa(s.days)}}), Current: s.days == x.days})
	}
	p.CSV = x.file("views")
	views := p.Chart.Sum()
	p.Tiles = []deskview.Tile{
		{Name: "浏览次数", Icon: "eye", N: chart.Group(views), Note: fmt.Sprintf("平均每天 %s 次", chart.Group((views+int64(x.days)/2)/int64(x.days)))},
		{Name: "附件下载", Icon: "download", N: chart.Group(x.Downloads), Note: "不含正文中的图片"},
	}
	if x.Whole {
		p.Tiles = append(p.Tiles, deskview.Tile{Name: "站内搜索", Icon: "search", N: chart.Group(x.Searches), Note: "不含可能涉及个人的检索词"},
			deskview.Tile{Name: "没有结果的搜索", Icon: "circle-help", N: chart.Group(x.Missed), Note: share(x.Missed, x.Searches)})
	}
	return web.Render(c, http.StatusOK, deskview.Statistics(p))
}

// onPage is how many rows of a list the page shows; its file has all.
const onPage = 10

// shown are some of the lists, as the page shows them.
func (x *counting) shown(names ...string) (list []deskview.StatTable) {
	for _, name := range names {
		for _, t := range x.list {
			if t.Name == name {
				t.Rows = t.Rows[:min(len(t.Rows), onPage)]
				list = append(list, t)
			}
		}
	}
	return list
}

// countingRules say to staff what the numbers are.
var countingRules = []string{
	"一次浏览是公众打开一次稿件页、栏目页或首页；搜索引擎等自动程序、工作台里的预览不计。浏览器直接使用已有副本的，也不计。",
	"不使用浏览器标识，不保存访问者的网络地址，因此没有“访客人数”，也不能知道是谁看的。",
	"检索词含有长数字（可能是证件号、电话、账号）或电子邮箱的不记录；搜索不满 3 次的词不显示。检索词最多保留 14 个月。",
	"数字每几秒汇总一次。浏览和下载按天保留 13 个月以上，之后按月合并。",
}

func (x *counting) scope() string {
	if x.Whole {
		return "全站，" + x.span()
	}
	return "本科室的稿件和栏目，" + x.span()
}

func (x *counting) span() string { return calendar.Day(x.from) + " 至 " + calendar.Day(x.now) }

// file is where one of the tables can be had as a file.
func (x *counting) file(what string) string {
	return href.StatisticsCSV(x.ctx, url.Values{"days": {strconv.Itoa(x.days)}, "table": {what}})
}

func share(part, whole int64) string {
	if whole == 0 {
		return "还没有搜索"
	}
	return fmt.Sprintf("占 %.1f%%", float64(part)*100/float64(whole))
}

// trend draws the views: a bar for each day, a line for a quarter, and months for
// a year.
func (x *counting) trend() chart.Chart {
	c := chart.Chart{ID: "views", Title: x.span() + " 每日浏览次数", Axis: "日期", Unit: "浏览次数", Line: x.days == 90}
	if len(x.Days) == 0 {
		return c
	}
	byDay := map[string]int64{}
	for _, d := range x.Days {
		byDay[calendar.Day(d.At())] += d.N
	}
	for i := range x.days {
		at := x.from.AddDate(0, 0, i)
		p := chart.Point{Label: calendar.Day(at), Short: at.Format("01-02"), Value: byDay[calendar.Day(at)]}
		if x.days <= 90 {
			c.Points = append(c.Points, p)
			continue
		}
		p.Label, p.Short = at.Format("2006-01"), at.Format("06-01")
		if n := len(c.Points); n > 0 && c.Points[n-1].Label == p.Label {
			c.Points[n-1].Value += p.Value
		} else {
			c.Points = append(c.Points, p)
		}
	}
	if x.days > 90 {
		c.Title, c.Axis = x.span()+" 每月浏览次数", "月份"
	}
	most := c.Points[0]
	for _, p := range c.Points {
		if p.Value > most.Value {
			most = p
		}
	}
	c.Desc = fmt.Sprintf("共 %s 次，最多的是 %s，%s 次。全部数字在下面的表格里。", chart.Group(c.Sum()), most.Label, chart.Group(most.Value))
	return c
}

// statTables writes the lists with names.
func (h *Handler) statTables(x *counting) error {
	ids, keys := []uint64{}, []string{}
	for _, d := range x.Documents {
		ids = append(ids, d.Object)
	}
	for _, f := range x.Files {
		ids, keys = append(ids, f.DocumentID), append(keys, f.FileKey)
	}
	heads, err := h.app.Content.Heads(x.ctx, ids)
	if err != nil {
		return err
	}
	names, err := h.app.Content.FileNames(x.ctx, keys)
	if err != nil {
		return err
	}
	x.list = []deskview.StatTable{x.documents(heads), x.columns(), x.files(heads, names)}
	reprints, err := h.reprints(x)
	if err != nil {
		return err
	}
	x.list = append(x.list, reprints)
	if x.Whole {
		x.list = append(x.list, x.terms("大家在搜什么", "terms", x.Terms), x.terms("搜不到结果的词", "missed", x.Lost))
	}
	return nil
}

func (x *counting) documents(heads map[uint64]content.Head) deskview.StatTable {
	t := deskview.StatTable{Title: "浏览最多的稿件", Empty: "这段时间没有稿件被浏览。", Head: []string{"稿件", "浏览次数"}, Name: "documents", CSV: x.file("documents")}
	for _, d := range x.Documents {
		t.Rows = append(t.Rows, deskview.StatRow{Text: heads[d.Object].Title, Href: href.Document(x.ctx, d.Object), Note: x.column(heads[d.Object].ColumnID), Numbers: []string{chart.Group(d.N)}})
	}
	return t
}

func (x *counting) columns() deskview.StatTable {
	t := deskview.StatTable{Title: "浏览最多的栏目", Empty: "这段时间没有栏目页被浏览。", Head: []string{"栏目", "浏览次数"}, Name: "columns", CSV: x.file("columns")}
	for _, d := range x.Columns {
		if col := x.tree.ByID(d.Object); col != nil {
			t.Rows = append(t.Rows, deskview.StatRow{Text: x.tree.FullName(col), Href: href.Column(x.ctx, col.Path), Numbers: []string{chart.Group(d.N)}})
		}
	}
	return t
}

func (x *counting) files(heads map[uint64]content.Head, names map[string]string) deskview.StatTable {
	t := deskview.StatTable{Title: "下载最多的附件", Empty: "这段时间没有附件被下载。", Head: []string{"附件", "下载次数"}, Name: "files", CSV: x.file("files")}
	for _, f := range x.Files {
		t.Rows = append(t.Rows, deskview.StatRow{Text: names[f.FileKey], Href: href.Document(x.ctx, f.DocumentID), Note: heads[f.DocumentID].Title, Numbers: []string{chart.Group(f.N)}})
	}
	return t
}

// reprints counts what was published first elsewhere, this year and by column.
func (h *Handler) reprints(x *counting) (deskview.StatTable, error) {
	year := calendar.Year(x.now)
	t := deskview.StatTable{Title: fmt.Sprintf("%d 年转载的信息", year), Aside: "现在公开的", Empty: "今年没有转载。", Head: []string{"栏目", "转载", "其中解读"}, Name: "reprints", CSV: x.file("reprints")}
	list, err := h.app.Content.ReprintsIn(x.ctx, year)
	for _, r := range list {
		if col := x.tree.ByID(r.ColumnID); col != nil {
			t.Rows = append(t.Rows, deskview.StatRow{Text: x.tree.FullName(col), Href: href.Column(x.ctx, col.Path), Numbers: []string{chart.Group(int64(r.N)), chart.Group(int64(r.Explain))}})
		}
	}
	return t, err
}

// terms is a list of search terms.
func (x *counting) terms(title, name string, list []stats.TermCount) deskview.StatTable {
	t := deskview.StatTable{Title: title, Name: name, Aside: "3 次以上的", Empty: "这段时间没有搜索满 3 次的词。", Head: []string{"检索词", "搜索次数", "平均结果"}, CSV: x.file(name)}
	if name == "missed" {
		t.Head, t.Empty = []string{"检索词", "搜索次数", "其中没有结果"}, "没有，大家搜的都找到了结果。"
	}
	for _, s := range list {
		r := deskview.StatRow{Text: s.Term, Numbers: []string{chart.Group(s.N), chart.Group((s.Found + s.N/2) / s.N)}}
		if name == "missed" {
			r.Numbers[1] = chart.Group(s.Missed)
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

// StatisticsCSV handles GET /desk/statistics.csv?days=&table=: one of the tables,
// UTF-8 with a byte order mark.
func (h *Handler) StatisticsCSV(c echo.Context) error {
	x, err := h.counted(c)
	if err != nil {
		return err
	}
	name := c.QueryParam("table")
	rows := x.rows(name)
	if rows == nil {
		return fault.New(fault.NotFound, "没有这张表。")
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf(`attachment; filename="%s-%s-%d.csv"`, name, calendar.Day(x.now), x.days))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", sheets.CSV(rows[0], rows[1:]))
}

// rows are a table's rows with plain numbers, headings first; nil for a table that
// does not exist for this person.
func (x *counting) rows(name string) [][]string {
	number := func(n int64) string { return strconv.FormatInt(n, 10) }
	if name == "views" {
		c := x.trend()
		rows := [][]string{{c.Axis, c.Unit}}
		for _, p := range c.Points {
			rows = append(rows, []string{p.Label, number(p.Value)})
		}
		return rows
	}
	for _, t := range x.list {
		if t.Name != name {
			continue
		}
		rows := [][]string{append([]string{t.Head[0], "说明"}, t.Head[1:]...)}
		for _, r := range t.Rows {
			line := []string{r.Text, r.Note}
			for _, n := range r.Numbers {
				line = append(line, strings.ReplaceAll(n, ",", ""))
			}
			rows = append(rows, line)
		}
		return rows
	}
	return nil
}
