package sample

import (
	"context"
	"fmt"
	"time"

	"gongkai/views/chart"
	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// Statistics is a month of a busy site.
func Statistics(ctx context.Context) desk.StatisticsPage {
	p := desk.StatisticsPage{
		Frame: head(ctx, "访问统计"), Scope: "全站，2026-10-25 至 2026-11-23", CSV: href.StatisticsCSV(ctx, nil),
		Tiles: []desk.Tile{{Name: "浏览次数", Icon: "eye", N: "12,480", Note: "平均每天 416 次"}, {Name: "附件下载", Icon: "download", N: "931", Note: "不含正文中的图片"},
			{Name: "站内搜索", Icon: "search", N: "604", Note: "不含可能涉及个人的检索词"}, {Name: "没有结果的搜索", Icon: "circle-help", N: "37", Note: "占 6.1%"}},
		Chart: chart.Chart{ID: "views", Title: "2026-10-25 至 2026-11-23 每日浏览次数", Desc: "共 12,480 次，最多的是 2026-11-17，902 次。", Axis: "日期", Unit: "浏览次数"},
		Left: []desk.StatTable{
			{Title: "浏览最多的稿件", Head: []string{"稿件", "浏览次数"}, CSV: href.StatisticsCSV(ctx, nil), Rows: []desk.StatRow{
				{Text: notice, Href: href.Document(ctx, id), Note: "政务公开 / 通知公告", Numbers: []string{"1,204"}}, {Text: "2026 年区级部门预算", Href: href.Document(ctx, 12), Numbers: []string{"860"}}}},
		},
		Right: []desk.StatTable{
			{Title: "搜不到结果的词", Aside: "3 次以上的", Head: []string{"检索词", "搜索次数", "其中没有结果"}, CSV: href.StatisticsCSV(ctx, nil), Rows: []desk.StatRow{{Text: "养老金发放时间", Numbers: []string{"19", "19"}}}},
			{Title: "下载最多的附件", Empty: "这段时间没有附件被下载。", Head: []string{"附件", "下载次数"}},
		},
		Notes: []string{"一次浏览是公众打开一次稿件页、栏目页或首页。", "不使用浏览器标识，不保存访问者的网络地址。"},
	}
	for _, s := range []string{"最近 7 天", "最近 30 天", "最近 90 天", "最近一年"} {
		p.Periods = append(p.Periods, ui.Link{Text: s, Href: href.Statistics(ctx, nil), Current: s == "最近 30 天"})
	}
	for i := range 30 {
		d := time.Date(2026, time.October, 25+i, 0, 0, 0, 0, href.Beijing)
		p.Chart.Points = append(p.Chart.Points, chart.Point{Label: d.Format("2006-01-02"), Short: d.Format("01-02"), Value: int64(300 + i*i*37%600)})
	}
	return p
}

// StatisticsLine is a quarter, as a line.
func StatisticsLine(ctx context.Context) desk.StatisticsPage {
	p := Statistics(ctx)
	p.Chart.Line, p.Chart.Points = true, nil
	for i := range 90 {
		p.Chart.Points = append(p.Chart.Points, chart.Point{Label: fmt.Sprintf("第 %d 天", i+1), Short: fmt.Sprint(i + 1), Value: int64(120 + i*i*11%500)})
	}
	return p
}

// StatisticsNone is a site nobody has read yet.
func StatisticsNone(ctx context.Context) desk.StatisticsPage {
	p := Statistics(ctx)
	p.Chart.Points, p.Left = nil, []desk.StatTable{{Title: "浏览最多的稿件", Empty: "这段时间没有稿件被浏览。"}}
	return p
}
