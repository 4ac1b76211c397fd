package models

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/site"
	"gongkai/models/sitereport"
	"gongkai/models/stats"
)

// siteYear counts what 政府网站工作年度报表 asks for and this program knows, by the
// names that its form uses.
func (a *App) siteYear(ctx context.Context, year int) (map[string]sitereport.Known, error) {
	known := map[string]sitereport.Known{}
	words, err := a.Site.Settings(ctx)
	if err != nil {
		return nil, err
	}
	for name, setting := range map[string]string{"host": site.Host, "name": site.SiteName, "code": site.IDCode, "icp": site.ICP, "police": site.Police, "phone": site.Phone} {
		if v := words.Get(setting); v != "" {
			known[name] = sitereport.Known{Value: v, Words: "取自网站设置。"}
		}
	}
	known["day"] = sitereport.Known{Value: calendar.Day(a.Store.Now(ctx)), Words: "当天。"}
	if err := a.countVisits(ctx, year, known); err != nil {
		return nil, err
	}
	if err := a.countPublished(ctx, year, known); err != nil {
		return nil, err
	}
	return known, a.countTopics(ctx, year, known)
}

func number(n int64, words string) sitereport.Known {
	return sitereport.Known{Value: strconv.FormatInt(n, 10), Words: words}
}

func (a *App) countVisits(ctx context.Context, year int, known map[string]sitereport.Known) error {
	from := time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Shanghai)
	n, err := a.Stats.Total(ctx, stats.Range{From: from, To: from.AddDate(1, 0, -1)})
	if err != nil {
		return err
	}
	known["visits"] = number(n, fmt.Sprintf("%d 年公众打开页面的次数，不含搜索引擎等自动程序。", year))
	return nil
}

// countPublished counts documents: by the class of their columns, by the form of
// interpretations, and what other channels published.
func (a *App) countPublished(ctx context.Context, year int, known map[string]sitereport.Known) error {
	counters, err := a.Register.Counters(ctx, year)
	if err != nil {
		return err
	}
	media := false
	for _, c := range counters {
		name := map[string]string{"n.overview": "overview", "n.news": "news", "n.catalogue": "catalogue", "n.response": "response", "n.wechat": "wechat", "n.weibo": "weibo"}[c.ID]
		if name != "" {
			k := number(int64(c.N), c.Words)
			k.List = c.ID
			known[name] = k
		}
		media = media || (name == "wechat" || name == "weibo") && c.N > 0
	}
	if media {
		known["media"] = sitereport.Known{Value: "是", Words: "渠道发布台账里有微信公众号或者政务微博的发布。"}
	}
	var total int64
	for _, name := range []string{"overview", "news", "catalogue"} {
		n, _ := strconv.ParseInt(known[name].Value, 10, 64)
		total += n
	}
	known["total"] = number(total, "概况类、政务动态、信息公开目录三类之和。")
	kinds, err := a.Content.Explanations(ctx, year)
	if err != nil {
		return err
	}
	known["material"] = number(int64(kinds.Material), "政策解读栏目里本单位的文字、问答和新闻发布会解读。")
	known["product"] = number(int64(kinds.Product), "政策解读栏目里本单位的图解、视频解读。")
	known["press"] = number(int64(kinds.Press), "政策解读栏目里转载的解读。")
	known["explain"] = number(int64(kinds.Material+kinds.Product+kinds.Press), "政策解读栏目本年首次公开、现在仍然公开的稿件。")
	known["surveys"] = number(int64(kinds.Surveys), "意见征集栏目本年首次公开、现在仍然公开的稿件。")
	return nil
}

// countTopics counts special topics (专题): those that stood open in the year, and
// those that were opened in it.
func (a *App) countTopics(ctx context.Context, year int, known map[string]sitereport.Known) error {
	tree, err := a.Site.Tree(ctx)
	if err != nil {
		return err
	}
	var all, fresh int64
	for _, c := range tree.All() {
		opened := calendar.Year(c.CreatedAt)
		if c.PageType != site.Special || opened > year || c.EndsOn != "" && c.EndsOn < fmt.Sprintf("%04d-01-01", year) {
			continue
		}
		all++
		if opened == year {
			fresh++
		}
	}
	known["topics"] = number(all, fmt.Sprintf("%d 年内开放过的专题栏目。", year))
	known["topics_new"] = number(fresh, fmt.Sprintf("%d 年建立的专题栏目。", year))
	return nil
}
