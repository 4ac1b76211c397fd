package portal

import (
	"fmt"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/site"
	portalview "gongkai/views/portal"
	"gongkai/views/ui"
)

// bodySize bounds the documents that a page reads whole, listSize those it
// reads by title: what a page costs must not grow with what was ever published.
const (
	bodySize = 50
	listSize = 200
)

// cycles name the usual lengths of an update rule.
var cycles = map[int]string{1: "每天", 7: "每周", 14: "每两周", 15: "每半个月", 30: "每月", 31: "每月", 60: "每两个月", 90: "每季度", 180: "每半年", 365: "每年"}

// updateRule says in words how often a column is renewed.
func updateRule(days int) string {
	switch word := cycles[days]; {
	case days <= 0:
		return "有变动时更新"
	case word != "":
		return word + "至少更新一次"
	}
	return fmt.Sprintf("每 %d 天至少更新一次", days)
}

// expected says when something can be expected in a column that is still empty: by
// its own update rule, counted from the day it was set up, else by the rule for
// all (条例第二十六条: twenty working days).
func expected(col *site.Column, now time.Time) string {
	if col.UpdateDays <= 0 {
		return "信息形成或者变更后，20 个工作日内在这里公开。"
	}
	due := col.CreatedAt.AddDate(0, 0, col.UpdateDays)
	if due.Before(now) {
		return "本栏目" + updateRule(col.UpdateDays) + "。"
	}
	return "本栏目" + updateRule(col.UpdateDays) + "，预计 " + calendar.Day(due) + " 前发布。"
}

// older says that a list stops at n documents; "" when it does not.
func older(n int, total int64) string {
	if total <= int64(n) {
		return ""
	}
	return fmt.Sprintf("这里只列出最近 %d 条，更早的可以用页面上方的搜索查找。", n)
}

// total is the number of public documents of a column and those below it.
func (s *scene) total(col *site.Column) (n int64) {
	for _, id := range s.holding(col) {
		n += s.counts[id]
	}
	return n
}

// rows are items as a column lists them: with the minute of publication, which
// the standards for lists ask for.
func (s *scene) rows(list []content.Item) []portalview.Item {
	out := s.items(list)
	for i := range out {
		out[i].At = ui.Minute(list[i].PublishedAt)
	}
	return out
}

// short are items of the front page: without the year as long as it is this one.
func (s *scene) short(list []content.Item, now time.Time) []portalview.Item {
	out := s.items(list)
	for i := range out {
		if calendar.Year(list[i].PublishedAt) == calendar.Year(now) {
			out[i].At = ui.MonthDay(list[i].PublishedAt)
		}
	}
	return out
}

// bodies reads documents whole, in the order of the items; what was withdrawn
// meanwhile is left out.
func (h *Handler) bodies(s *scene, items []content.Item) ([]*content.Page, error) {
	ids := make([]uint64, len(items))
	for i := range items {
		ids[i] = items[i].DocumentID
	}
	byID, err := h.app.Content.Pages(s.ctx, ids)
	if err != nil {
		return nil, err
	}
	var pages []*content.Page
	for _, id := range ids {
		if p := byID[id]; p != nil {
			pages = append(pages, p)
		}
	}
	return pages, nil
}

// holding are the columns of a branch that hold documents: an empty one need not
// be asked. It is never nil, which would mean the whole site.
func (s *scene) holding(col *site.Column) []uint64 {
	ids := []uint64{}
	for _, id := range s.tree.Branch(col) {
		if s.counts[id] > 0 {
			ids = append(ids, id)
		}
	}
	return ids
}
