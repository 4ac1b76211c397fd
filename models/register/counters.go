package register

import (
	"context"
	"fmt"
	"strconv"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/policy"
	"gongkai/models/report"
	"gongkai/models/site"
)

// Counter is a number that the prose of a report needs.
type Counter struct {
	ID    string // "n.portal"; bound numbers name it
	Label string // 官网公开信息
	N     int
	Words string // the formula for people
}

// counter is how one is counted: from documents of some columns, from reprints or
// from the register of channels.
type counter struct {
	id, label string
	words     string // behind “…年1月1日至12月31日首次公开、现在仍然公开的”
	columns   func(*site.Column) bool
	reprints  bool
	formed    bool   // of reprints: interpretations
	channel   string // sort of the register of channels
}

func anywhere(*site.Column) bool  { return true }
func news(c *site.Column) bool    { return c.Bucket() == site.News }
func notNews(c *site.Column) bool { return c.Bucket() != site.News }

var counters = []counter{
	{id: "n.portal", label: "官网公开政务信息", words: "稿件，不含政务动态类栏目", columns: notNews},
	{id: "n.news", label: "官网动态信息", words: "稿件，限于政务动态类栏目", columns: news},
	{id: "n.total", label: "官网公开信息总数", words: "全部稿件", columns: anywhere},
	{id: "n.overview", label: "概况类信息", words: "稿件，限于计入概况类的栏目", columns: func(c *site.Column) bool { return c.Bucket() == site.Overview }},
	{id: "n.catalogue", label: "信息公开目录信息", words: "稿件，限于计入信息公开目录的栏目", columns: func(c *site.Column) bool { return c.Bucket() == site.Catalogue }},
	{id: "n.normdocs", label: "规范性文件", words: "稿件，限于存放规范性文件的栏目", columns: func(c *site.Column) bool { return c.Holds == policy.Normative }},
	{id: "n.explain", label: "政策解读", words: "稿件，限于政策解读栏目", columns: func(c *site.Column) bool { return c.Holds == policy.Interpretation }},
	{id: "n.response", label: "回应关切", words: "稿件，限于回应关切栏目", columns: func(c *site.Column) bool { return c.Holds == policy.Response }},
	{id: "n.reprint", label: "转载信息", words: "稿件，限于注明了转载来源的", columns: anywhere, reprints: true},
	{id: "n.reprint_explain", label: "转载解读", words: "稿件，限于注明了转载来源，并且在政策解读栏目或者注明了解读形式的", columns: anywhere, reprints: true, formed: true},
	{id: "n.wechat", label: "微信公众号推送", channel: "wechat"},
	{id: "n.weibo", label: "政务微博发布", channel: "weibo"},
	{id: "n.douyin", label: "政务抖音发布", channel: "douyin"},
	{id: "n.channels", label: "其他渠道发布", channel: "other"},
}

// Counters counts what the prose of a year's report needs, in a fixed order. What
// counts from the register of channels is left out while nobody keeps that.
func (s *Service) Counters(ctx context.Context, year int) ([]Counter, error) {
	channel, err := s.book(ctx, Channel)
	if err != nil {
		return nil, err
	}
	return s.countersOf(ctx, year, channel)
}

func (s *Service) countersOf(ctx context.Context, year int, channel book) (list []Counter, err error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	published, err := s.content.PublishedIn(ctx, year)
	if err != nil {
		return nil, err
	}
	reprints, err := s.content.ReprintsIn(ctx, year)
	if err != nil {
		return nil, err
	}
	for i := range counters {
		x := &counters[i]
		c := Counter{ID: x.id, Label: x.label, Words: x.formula(year)}
		switch {
		case x.channel != "":
			if !channel.known() {
				continue
			}
			c.N = x.pushed(yearOf(year), channel)
		case x.reprints:
			c.N = x.reprinted(reprints)
		default:
			for _, col := range tree.All() {
				if x.columns(col) {
					c.N += published[col.ID]
				}
			}
		}
		list = append(list, c)
	}
	return list, nil
}

func (x *counter) formula(year int) string {
	if x.channel != "" {
		return fmt.Sprintf("渠道发布台账中，发布日期在 %d-01-01 至 %d-12-31 的%s篇数之和", year, year, sortTitles[x.channel])
	}
	return fmt.Sprintf("%d-01-01 至 %d-12-31 首次公开、现在仍然公开的%s", year, year, x.words)
}

func (x *counter) pushed(p period, b book) (n int) {
	for i := range b.rows {
		if r := &b.rows[i]; r.Sort == x.channel && p.has(r.OpenedOn) {
			n += r.N
		}
	}
	return n
}

func (x *counter) reprinted(list []content.Reprints) (n int) {
	for _, r := range list {
		if x.formed {
			n += r.Explain
		} else {
			n += r.N
		}
	}
	return n
}

// CounterRows lists what a counter counts, the newest first; nothing for one that
// is unknown. The numbers of the rows make up its number.
func (s *Service) CounterRows(ctx context.Context, year int, id string) (list []report.SourceRow, err error) {
	for i := range counters {
		switch x := &counters[i]; {
		case x.id != id:
		case x.channel != "":
			return s.pushes(ctx, yearOf(year), x.channel)
		default:
			return s.documents(ctx, year, x)
		}
	}
	return nil, nil
}

// pushes are the rows of one channel.
func (s *Service) pushes(ctx context.Context, p period, channel string) (list []report.SourceRow, err error) {
	b, err := s.book(ctx, Channel)
	for i := range b.rows {
		if e := &b.rows[i]; e.Sort == channel && p.has(e.OpenedOn) {
			row := e.source(p)
			row.Number = strconv.Itoa(e.N)
			list = append(list, row)
		}
	}
	newest(list)
	return list, err
}

// documents are the public documents that a counter counts.
func (s *Service) documents(ctx context.Context, year int, x *counter) (list []report.SourceRow, err error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var plain, formed []uint64
	for _, col := range tree.All() {
		switch {
		case !x.columns(col):
		case x.formed && col.Holds != policy.Interpretation:
			formed = append(formed, col.ID)
		default:
			plain = append(plain, col.ID)
		}
	}
	items, err := s.content.Published(ctx, year, plain, x.reprints, false)
	if err != nil {
		return nil, err
	}
	if x.formed {
		more, err := s.content.Published(ctx, year, formed, true, true)
		if err != nil {
			return nil, err
		}
		items = append(items, more...)
	}
	for _, it := range items {
		row := report.SourceRow{Document: it.DocumentID, Title: it.Title, Day: calendar.Day(it.PublishedAt), Number: "1"}
		if col := tree.ByID(it.ColumnID); col != nil {
			row.Says = tree.FullName(col)
		}
		list = append(list, row)
	}
	newest(list)
	return list, nil
}
