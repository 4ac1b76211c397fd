package desk

import (
	"fmt"
	"slices"
	"time"

	"gongkai/handlers/portal"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// mine fills 我的稿件, for the publisher 全部在途; both name whom each waits for.
func (h *Handler) mine(d *homing) error {
	f := review.Filter{Kind: content.Kind, Author: d.by.ID}
	d.p.MineHead = "我的稿件"
	query := "?scope=mine"
	switch {
	case d.by.Has(identity.Publisher):
		f.Author, f.States, d.p.MineHead, query = 0, underwayStates, "全部在途稿件", "?scope=all&state="+underway
	case d.by.Has(identity.Author):
	case d.by.Has(identity.Head):
		f.Author, f.Section, f.States, d.p.MineHead, query = 0, d.by.SectionID, underwayStates, "本科在途稿件", "?scope=section&state="+underway
	default:
		return nil
	}
	page, err := h.app.Review.List(d.ctx, f, 1, homeMine, d.by)
	if err != nil {
		return err
	}
	k, heads, err := h.named(d.c, page.Tracks)
	if err != nil {
		return err
	}
	if err := h.call(k); err != nil {
		return err
	}
	for i := range page.Tracks {
		t := &page.Tracks[i]
		d.p.Mine = append(d.p.Mine, k.row(t, heads[t.SubjectID]))
	}
	if int(page.Total) > len(d.p.Mine) {
		d.p.MineMore = ui.Link{Text: fmt.Sprintf("全部 %d 篇", page.Total), Href: href.Documents(d.ctx) + query}
	}
	h.quick(d)
	return nil
}

// quick offers the columns that this person writes in most likely.
func (h *Handler) quick(d *homing) {
	if !d.by.Has(identity.Author) {
		return
	}
	for _, q := range []struct{ path, icon string }{{"xwdt/gzdt", "square-pen"}, {"xwdt/tzgg", "bell"}, {"zcwj/gfx", "file-text"}, {"zcjd", "book-open"}, {"zwgk/yjs", "table"}} {
		if col := d.tree.ByPath(q.path); col != nil && col.Open(d.by.SectionID) {
			d.p.Quick = append(d.p.Quick, deskview.Button{Text: col.Name, Href: href.NewDocument(d.ctx, col.Path), Icon: q.icon})
		}
	}
	for _, t := range content.Templates("") { // a template from here saves the page of choices
		if col := d.tree.ByPath(t.Column); col != nil && col.Open(d.by.SectionID) {
			d.p.Quick = append(d.p.Quick, deskview.Button{Text: "模板：" + t.Name, Href: href.NewFrom(d.ctx, t.Column, t.Key), Icon: "file-text"})
		}
	}
	d.p.Quick = append(d.p.Quick, deskview.Button{Text: "导入文稿", Href: href.Import(d.ctx), Icon: "upload"})
}

func (h *Handler) homeNotices(d *homing) error {
	list, err := h.app.Review.News(d.ctx, content.Kind, d.by, homeNotices)
	if err != nil {
		return err
	}
	d.p.Notices, err = h.noticeRows(d.c, list)
	for i, n := range list[:min(len(list), len(d.p.Notices))] {
		d.p.Notices[i].When = ui.MonthDay(n.At)
	}
	return err
}

func (h *Handler) recent(d *homing) error {
	items, err := h.app.Content.Newest(d.ctx, nil, homeRecent)
	for _, i := range items {
		d.p.Recent = append(d.p.Recent, deskview.RecentRow{Title: i.Title, Href: portal.Address(d.ctx, d.tree, i), When: ui.MonthDay(i.PublishedAt)})
	}
	if len(d.p.Recent) > 0 {
		d.p.Latest = ui.Link{Text: d.p.Recent[0].Title, Href: d.p.Recent[0].Href}
	}
	return err
}

// columnHealth says when the columns that the section answers for, or which it
// alone writes in, were last published in; the longest overdue first.
func (h *Handler) columnHealth(d *homing) error {
	var cols []*site.Column
	var ids []uint64
	for _, col := range d.tree.All() {
		owns := col.OwnerID != nil && *col.OwnerID == d.by.SectionID
		if col.Writable() && (owns || slices.Contains(col.Writers, d.by.SectionID)) && !col.Ended(d.now) {
			cols, ids = append(cols, col), append(ids, col.ID)
		}
	}
	last, err := h.app.Content.LastPublished(d.ctx, ids)
	if err != nil {
		return err
	}
	slices.SortStableFunc(cols, func(x, y *site.Column) int {
		return late(x, last, d.now) - late(y, last, d.now)
	})
	for _, col := range cols[:min(len(cols), homeColumns)] {
		row := deskview.HealthRow{Name: d.tree.FullName(col), Href: href.Column(d.ctx, col.Path)}
		row.Text, row.Tone = freshness(col, last, d.now)
		d.p.Columns = append(d.p.Columns, row)
	}
	d.p.Section = d.sections[d.by.SectionID]
	return h.overdueTerms(d)
}

// late orders columns: -1 for those that are over their time.
func late(col *site.Column, last map[uint64]time.Time, now time.Time) int {
	if _, tone := freshness(col, last, now); tone != "ok" {
		return -1
	}
	return 0
}

// freshness says in words how a column stands against its rule.
func freshness(col *site.Column, last map[uint64]time.Time, now time.Time) (text, tone string) {
	at, ok := last[col.ID]
	if !ok {
		return "还没有内容", "warn"
	}
	days := int(now.Sub(at).Hours() / 24)
	switch {
	case col.UpdateDays > 0 && days > col.UpdateDays:
		return span(days) + "未更新", "bad"
	case col.UpdateDays > 0 && days > col.UpdateDays*4/5:
		return span(days) + "未更新，快到期", "warn"
	case days == 0:
		return "今天更新", "ok"
	}
	return span(days) + "前更新", "ok"
}

// span is a number of days as people say it.
func span(days int) string {
	switch {
	case days >= 730:
		return fmt.Sprintf("%d 年", days/365)
	case days >= 60:
		return fmt.Sprintf("%d 个月", days/30)
	}
	return fmt.Sprintf("%d 天", days)
}

// figure is one tile that counts documents of a filter.
type figure struct {
	name, icon, tone, note, to string
	f                          review.Filter
}

// figures are the tiles that count, by what the person is.
func (d *homing) figures() (list []figure) {
	late := d.days.Add(d.now, -overdueDays)
	back := figure{"退回我修改", "undo-2", "bad", "改好后重新提交", "?scope=mine&state=returned", review.Filter{Author: d.by.ID, States: []review.State{review.Returned}}}
	switch {
	case d.by.Has(identity.Author) && d.by.Has(identity.Publisher): // what is underway everywhere is more to the point
		list = append(list, back)
	case d.by.Has(identity.Author):
		list = append(list, back,
			figure{"我的草稿", "square-pen", "", "写好后提交审核", "?scope=mine&state=draft", review.Filter{Author: d.by.ID, States: []review.State{review.Draft}}},
			figure{"我的在途稿件", "clock", "", "正在审核或等待发布", "?scope=mine&state=" + underway, review.Filter{Author: d.by.ID, States: underwayStates}},
			figure{"我已公开的", "circle-check", "ok", "我写的、现在公开的", "?scope=mine&state=published", review.Filter{Author: d.by.ID, States: []review.State{review.Published}}})
	}
	if d.by.Has(identity.Head) {
		list = append(list,
			figure{"本科稿件", "file-text", "", "正在审核或等待发布", "?scope=section&state=" + underway, review.Filter{Section: d.by.SectionID, States: underwayStates}},
			figure{"本科超期", "triangle-alert", "bad", "在同一步等了 3 个工作日以上", "?scope=section&state=" + underway, review.Filter{Section: d.by.SectionID, States: underwayStates, Before: late}})
	}
	if d.by.Has(identity.Publisher) {
		list = append(list,
			figure{"全局在途", "layers", "", "各科室正在审核的", "?state=" + underway, review.Filter{States: underwayStates}},
			figure{"全局超期", "triangle-alert", "bad", "在同一步等了 3 个工作日以上", "?state=" + underway, review.Filter{States: underwayStates, Before: late}},
			figure{"暂停发布", "ban", "warn", "发布前复核没有通过", "?state=held", review.Filter{States: []review.State{review.Held}}})
	}
	if d.by.Has(identity.Director) {
		list = append(list,
			figure{"待公开", "clock", "", "已通过三级审核", "?state=approved", review.Filter{States: []review.State{review.Approved}}})
	}
	return list
}

// tiles fills the figures of the first line.
func (h *Handler) tiles(d *homing) error {
	if reviews(d.by, len(d.waiting)) {
		t := deskview.Tile{Name: waitingTitle(d.by), Icon: "inbox", N: fmt.Sprint(len(d.waiting)), Note: "等得最久的在前", Href: href.Queue(d.ctx)}
		if len(d.waiting) > 0 {
			t.Tone = "warn"
		}
		d.p.Tiles = append(d.p.Tiles, t)
	}
	if d.by.Has(identity.Head) || d.by.Has(identity.Officer) {
		day, _ := calendar.ParseDay(calendar.Day(d.now))
		n, err := h.app.Review.Signed(d.ctx, d.by.ID, day)
		if err != nil {
			return err
		}
		if d.by.Has(identity.Officer) {
			d.p.Tiles = append(d.p.Tiles, deskview.Tile{Name: "今日签名", Icon: "stamp", N: fmt.Sprint(n), Note: "每次签名都记入操作日志", Href: href.Documents(d.ctx)})
		}
	}
	for _, x := range d.figures() {
		x.f.Kind = content.Kind
		page, err := h.app.Review.List(d.ctx, x.f, 1, 1, d.by)
		if err != nil {
			return err
		}
		if page.Total == 0 {
			x.tone = ""
		}
		d.p.Tiles = append(d.p.Tiles, deskview.Tile{Name: x.name, Icon: x.icon, N: fmt.Sprint(page.Total), Note: x.note, Tone: x.tone, Href: href.Documents(d.ctx) + x.to})
	}
	return nil
}

// waitingTitle names what waits by what the person is.
func waitingTitle(by identity.Actor) string {
	switch {
	case by.Has(identity.Officer) && !by.Has(identity.Head):
		return "待保密审查"
	case by.Has(identity.Head) && !by.Has(identity.Officer):
		return "待我审核"
	case by.Has(identity.Director):
		return "待签发"
	case by.Has(identity.Publisher):
		return "待复核撤下"
	}
	return "待我办理"
}
