package desk

import (
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/handlers/portal"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// Home handles GET /desk/: what this person must do, first of all.
func (h *Handler) Home(c echo.Context) error {
	by, ctx := web.Actor(c), c.Request().Context()
	now := h.app.Store.Now(ctx)
	p := deskview.HomePage{Frame: h.frame(c, "我的工作台"), Greeting: greeting(by.Name, now), Today: today(now)}
	var err error
	switch {
	case by.Admin():
		err = h.adminHome(c, &p)
	default:
		err = h.staffHome(c, &p)
	}
	if err != nil {
		return err
	}
	return web.Render(c, http.StatusOK, deskview.Home(p))
}

func greeting(name string, now time.Time) string {
	hour := now.In(calendar.Shanghai).Hour()
	word := "晚上好"
	switch {
	case hour >= 5 && hour < 12:
		word = "上午好"
	case hour >= 12 && hour < 18:
		word = "下午好"
	}
	return name + "，" + word
}

func today(now time.Time) string {
	t := now.In(calendar.Shanghai)
	return fmt.Sprintf("%d 月 %d 日 星期%s", t.Month(), t.Day(), []string{"日", "一", "二", "三", "四", "五", "六"}[t.Weekday()])
}

// staffHome fills the desk of everybody who works on documents.
func (h *Handler) staffHome(c echo.Context, p *deskview.HomePage) error {
	by, ctx := web.Actor(c), c.Request().Context()
	waiting, err := h.app.Review.Queue(ctx, content.Kind, by, queueSize)
	if err != nil {
		return err
	}
	var back, mine review.Page
	if by.Has(identity.Author) {
		p.Acts = []deskview.Button{{Text: "写稿件", Href: href.NewDocument(ctx, ""), Icon: "square-pen", Kind: deskview.Main}}
		back, err = h.app.Review.List(ctx, review.Filter{Kind: content.Kind, Author: by.ID, States: []review.State{review.Returned, review.Held, review.Draft}}, 1, 20, by)
		if err != nil {
			return err
		}
		if mine, err = h.app.Review.List(ctx, review.Filter{Kind: content.Kind, Author: by.ID}, 1, 8, by); err != nil {
			return err
		}
	}
	k, heads, err := h.named(c, append(tracksOf(waiting), append(back.Tracks, mine.Tracks...)...))
	if err != nil {
		return err
	}
	for i := range back.Tracks {
		if err := h.addMine(k, p, &back.Tracks[i], heads); err != nil {
			return err
		}
	}
	for _, w := range waiting {
		p.Todo = append(p.Todo, k.todo(w, heads[w.Track.SubjectID]))
	}
	for i := range mine.Tracks {
		t := &mine.Tracks[i]
		p.Mine = append(p.Mine, k.row(t, heads[t.SubjectID]))
	}
	if int(mine.Total) > len(p.Mine) {
		p.MineMore = ui.Link{Text: fmt.Sprintf("全部 %d 篇", mine.Total), Href: href.Documents(ctx) + "?scope=mine"}
	}
	h.quick(k, p)
	if err := h.recent(k, p); err != nil {
		return err
	}
	return h.tiles(c, p, len(waiting))
}

func tracksOf(ws []review.Waiting) (ts []review.Track) {
	for _, w := range ws {
		ts = append(ts, w.Track)
	}
	return ts
}

// named loads the names and titles that some tracks need.
func (h *Handler) named(c echo.Context, ts []review.Track) (*cast, map[uint64]content.Head, error) {
	var docs, people []uint64
	for _, t := range ts {
		docs, people = append(docs, t.SubjectID), append(people, t.AuthorID)
	}
	k, err := h.cast(c, people...)
	if err != nil {
		return nil, nil, err
	}
	heads, err := h.app.Content.Heads(c.Request().Context(), docs)
	return k, heads, err
}

// addMine puts a returned, held or unfinished document of the person's own on
// the list of what is to be done, with the reason that came with it.
func (h *Handler) addMine(k *cast, p *deskview.HomePage, t *review.Track, heads map[uint64]content.Head) error {
	item := deskview.Todo{Kind: "继续写", Tone: "info", Title: heads[t.SubjectID].Title, Href: href.Document(k.ctx, t.SubjectID), Why: "草稿，还没有提交",
		Do: deskview.Button{Text: "去修改", Href: href.DocumentDo(k.ctx, t.SubjectID, "edit")}}
	if t.State != review.Draft {
		last, who, err := h.lastStep(k, t)
		if err != nil {
			return err
		}
		item.Kind, item.Tone, item.Why, item.Quote = "退回修改", "bad", who+" 退回：", last.Note
		if t.State == review.Held {
			item.Kind, item.Why, item.Do = "暂停发布", "发布前复核没有通过：", deskview.Button{Text: "查看", Href: item.Href}
		}
	}
	item.Age, item.Late = k.age(t.MovedAt)
	p.Todo = append(p.Todo, item)
	return nil
}

// lastStep is the last step of a document's history and who made it.
func (h *Handler) lastStep(k *cast, t *review.Track) (review.Step, string, error) {
	list, err := h.app.Review.Steps(k.ctx, t)
	if err != nil || len(list) == 0 {
		return review.Step{}, "", err
	}
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].Became == t.State && list[i].Was != t.State {
			names, err := h.app.People.Names(k.ctx, list[i].ActorID)
			return list[i], names[list[i].ActorID], err
		}
	}
	return list[len(list)-1], "", nil
}

// decisions are the words and the page of each thing that may wait.
func decisions(w review.Waiting) (kind, verb string) {
	switch {
	case w.Do == review.Issue:
		return "签发", "issue"
	case w.Do == review.Confirm:
		return "复核撤下", "confirm"
	case w.Track.State == review.Section:
		return "科室审核", "section"
	}
	return "保密审查", "confidentiality"
}

func (k *cast) todo(w review.Waiting, head content.Head) deskview.Todo {
	kind, verb := decisions(w)
	t := deskview.Todo{Kind: kind, Tone: "warn", Title: head.Title, Href: href.DocumentDo(k.ctx, w.Track.SubjectID, verb),
		Why: k.column(head.ColumnID) + " · " + k.sections[w.Track.SectionID] + " " + k.names[w.Track.AuthorID],
		Do:  deskview.Button{Text: "去办理", Href: href.DocumentDo(k.ctx, w.Track.SubjectID, verb)}}
	t.Age, t.Late = k.age(w.Track.MovedAt)
	if w.Do == review.Confirm {
		until := calendar.Workday(w.Track.MovedAt)
		t.Why, t.Late = "已撤下，请在 "+calendar.Day(until)+" 下班前复核 · "+t.Why, !k.now.Before(until.AddDate(0, 0, 1))
	}
	return t
}

func (h *Handler) quick(k *cast, p *deskview.HomePage) {
	if !k.by.Has(identity.Author) {
		return
	}
	for _, q := range []struct{ path, icon string }{{"xwdt/gzdt", "square-pen"}, {"xwdt/tzgg", "bell"}, {"zcwj/gfx", "file-text"}, {"zcjd", "book-open"}, {"zwgk/yjs", "table"}} {
		if col := k.tree.ByPath(q.path); col != nil && col.Open(k.by.SectionID) {
			p.Quick = append(p.Quick, deskview.Button{Text: col.Name, Href: href.NewDocument(k.ctx, col.Path), Icon: q.icon})
		}
	}
	for _, t := range content.Templates("") { // a template from here saves the page of choices
		if col := k.tree.ByPath(t.Column); col != nil && col.Open(k.by.SectionID) {
			p.Quick = append(p.Quick, deskview.Button{Text: "模板：" + t.Name, Href: href.NewFrom(k.ctx, t.Column, t.Key), Icon: "file-text"})
		}
	}
}

func (h *Handler) recent(k *cast, p *deskview.HomePage) error {
	items, err := h.app.Content.Newest(k.ctx, nil, 5)
	for _, i := range items {
		p.Recent = append(p.Recent, deskview.RecentRow{Title: i.Title, Href: portal.Address(k.ctx, k.tree, i), When: ui.Day(i.PublishedAt)})
	}
	return err
}

func (h *Handler) tiles(c echo.Context, p *deskview.HomePage, waiting int) error {
	by, ctx := web.Actor(c), c.Request().Context()
	count := func(f review.Filter) (int64, error) {
		f.Kind = content.Kind
		page, err := h.app.Review.List(ctx, f, 1, 1, by)
		return page.Total, err
	}
	if by.Has(identity.Author) {
		for _, x := range []struct {
			name, icon, tone, state, note string
			states                        []review.State
		}{
			{"退回我修改", "undo-2", "bad", "returned", "改好后重新提交", []review.State{review.Returned}},
			{"在途稿件", "clock", "", underway, "正在审核或等待发布", underwayStates},
			{"已发布", "circle-check", "ok", "published", "我写的、现在公开的", []review.State{review.Published}},
		} {
			n, err := count(review.Filter{Author: by.ID, States: x.states})
			if err != nil {
				return err
			}
			if n == 0 {
				x.tone = ""
			}
			p.Tiles = append(p.Tiles, deskview.Tile{Name: x.name, Icon: x.icon, N: fmt.Sprint(n), Note: x.note, Tone: x.tone, Href: href.Documents(ctx) + "?scope=mine&state=" + x.state})
		}
	}
	if reviews(by, waiting) {
		tone := ""
		if waiting > 0 {
			tone = "warn"
		}
		p.Tiles = append(p.Tiles, deskview.Tile{Name: "待我办理", Icon: "inbox", N: fmt.Sprint(waiting), Note: "按等待时间排序", Tone: tone, Href: href.Queue(ctx)})
	}
	if by.Has(identity.Head) || by.Has(identity.Officer) {
		day, _ := calendar.ParseDay(calendar.Day(h.app.Store.Now(ctx)))
		n, err := h.app.Review.Signed(ctx, by.ID, day)
		if err != nil {
			return err
		}
		p.Tiles = append(p.Tiles, deskview.Tile{Name: "今日签名", Icon: "stamp", N: fmt.Sprint(n), Note: "每次签名都写入操作日志", Href: href.Documents(ctx)})
	}
	return nil
}

// adminHome offers an administrator the own work: no content.
func (h *Handler) adminHome(c echo.Context, p *deskview.HomePage) error {
	by, ctx := web.Actor(c), c.Request().Context()
	people, err := h.app.People.People(ctx)
	if err != nil {
		return err
	}
	locked := 0
	for _, x := range people {
		if x.LockedUntil != nil && x.LockedUntil.After(h.app.Store.Now(ctx)) {
			locked++
		}
	}
	if !by.Has(identity.AuditAdmin) {
		p.Tiles = append(p.Tiles, deskview.Tile{Name: "账号", Icon: "users", N: fmt.Sprint(len(people)), Note: "含停用账号", Href: href.People(ctx)})
		tone := ""
		if locked > 0 {
			tone = "warn"
		}
		p.Tiles = append(p.Tiles, deskview.Tile{Name: "锁定中", Icon: "lock", N: fmt.Sprint(locked), Note: "连续输错密码", Tone: tone, Href: href.People(ctx)})
		p.Quick = append(p.Quick, deskview.Button{Text: "机构与用户", Href: href.People(ctx), Icon: "users"})
	}
	if by.Has(identity.SysAdmin) {
		p.Quick = append(p.Quick, deskview.Button{Text: "栏目", Href: href.Columns(ctx), Icon: "list"}, deskview.Button{Text: "科室", Href: href.Sections(ctx), Icon: "building-2"})
	}
	if by.Has(identity.AuditAdmin) {
		head, err := h.app.Ledger.Now(ctx)
		if err != nil {
			return err
		}
		p.Tiles = append(p.Tiles, deskview.Tile{Name: "日志记录", Icon: "history", N: fmt.Sprint(head.Seq), Note: "最新指纹 " + shortHash(head.Hash), Href: href.Ledger(ctx)})
		p.Quick = append(p.Quick, deskview.Button{Text: "操作日志", Href: href.Ledger(ctx), Icon: "history"})
	}
	return nil
}
