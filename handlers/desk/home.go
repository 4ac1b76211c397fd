package desk

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/identity"
	"gongkai/models/review"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// Sizes of the lists on one's own desk.
const (
	homeMine    = 8
	homeNotices = 5
	homeRecent  = 5
	homeColumns = 6
	homeIssue   = 10 // 待签发 is read on a phone: ten at a time
	homeGroup   = 20 // more things to do than this are grouped by kind
)

// Terms of the desk in working days; the day on which something came does not count.
const (
	overdueDays = 3 // at one step, before it is late
	confirmDays = 1 // for the second look at a withdrawal
)

// homing is what the cards of one desk share.
type homing struct {
	*cast
	c       echo.Context
	p       *deskview.HomePage
	waiting []review.Waiting
}

// Home handles GET /desk/: what this person must do, first of all. Each card is
// fetched by itself, and one that fails leaves the others.
func (h *Handler) Home(c echo.Context) error {
	by := web.Actor(c)
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	p := deskview.HomePage{Frame: h.frame(c, "我的工作台"), Greeting: greeting(by.Name, k.now), Today: today(k.now), Tasks: !by.Admin()}
	d := &homing{cast: k, c: c, p: &p}
	for _, card := range h.cards(by) {
		if err := card.fill(d); err != nil {
			slog.ErrorContext(k.ctx, "card of the desk", "card", card.name, "err", err)
			p.Failed = append(p.Failed, card.name)
		}
	}
	return web.Render(c, http.StatusOK, deskview.Home(p))
}

type homeCard struct {
	name string
	fill func(*homing) error
}

// cards lists the cards of a person's desk, in the order in which they need each
// other.
func (h *Handler) cards(by identity.Actor) []homeCard {
	if by.Admin() {
		return []homeCard{{"health", h.health}}
	}
	return []homeCard{{"todo", h.todos}, {"clocks", h.clocks}, {"tiles", h.tiles}, {"mine", h.mine}, {"notices", h.homeNotices}, {"columns", h.columnHealth}, {"recent", h.recent}}
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
	return fmt.Sprintf("%d 月 %d 日 星期%s", t.Month(), t.Day(), weekdays[t.Weekday()])
}

// todos fills 要我办的: what came back, what waits for a decision, what was begun.
func (h *Handler) todos(d *homing) error {
	var err error
	if d.waiting, err = h.app.Review.Queue(d.ctx, content.Kind, d.by, queueSize); err != nil {
		return err
	}
	var back review.Page
	if d.by.Has(identity.Author) {
		d.p.Acts = []deskview.Button{{Text: "写稿件", Href: href.NewDocument(d.ctx, ""), Icon: "square-pen", Kind: deskview.Main}}
		f := review.Filter{Kind: content.Kind, Author: d.by.ID, States: []review.State{review.Returned, review.Held, review.Draft}}
		if back, err = h.app.Review.List(d.ctx, f, 1, queueSize, d.by); err != nil {
			return err
		}
	}
	k, heads, err := h.named(d.c, append(tracksOf(d.waiting), back.Tracks...))
	if err != nil {
		return err
	}
	var rows []deskview.Todo
	for i := range back.Tracks {
		item, err := h.ownTodo(k, &back.Tracks[i], heads)
		if err != nil {
			return err
		}
		rows = append(rows, item)
	}
	for _, w := range d.waiting {
		rows = append(rows, k.todo(w, heads[w.Track.SubjectID]))
	}
	d.p.Groups, d.p.More = grouped(rows, d.by), ui.Link{}
	if total := len(d.waiting); total > 0 {
		d.p.More = ui.Link{Text: fmt.Sprintf("待办列表（%d）", total), Href: href.Queue(d.ctx)}
	}
	return nil
}

// grouped puts what is overdue first, and more than can be read at a glance into
// groups by kind. The deputy director sees ten.
func grouped(rows []deskview.Todo, by identity.Actor) []deskview.TodoGroup {
	slices.SortStableFunc(rows, func(x, y deskview.Todo) int {
		switch {
		case x.Late == y.Late:
			return 0
		case x.Late:
			return -1
		}
		return 1
	})
	if by.Has(identity.Director) && !by.Has(identity.Author) {
		rows = rows[:min(len(rows), homeIssue)]
	}
	if len(rows) == 0 {
		return nil
	}
	if len(rows) <= homeGroup {
		return []deskview.TodoGroup{{Rows: rows}}
	}
	var groups []deskview.TodoGroup
	for _, r := range rows {
		i := slices.IndexFunc(groups, func(g deskview.TodoGroup) bool { return g.Title == r.Kind })
		if i < 0 {
			i, groups = len(groups), append(groups, deskview.TodoGroup{Title: r.Kind})
		}
		groups[i].Rows = append(groups[i].Rows, r)
	}
	return groups
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

// ownTodo is a returned, held or unfinished document of the person's own, with
// the reason that came with it.
func (h *Handler) ownTodo(k *cast, t *review.Track, heads map[uint64]content.Head) (deskview.Todo, error) {
	item := deskview.Todo{Kind: "继续写", Tone: "info", Title: heads[t.SubjectID].Title, Href: href.Document(k.ctx, t.SubjectID), Why: "草稿，还没有提交",
		Do: deskview.Button{Text: "去修改", Href: href.DocumentDo(k.ctx, t.SubjectID, "edit")}}
	if t.State != review.Draft {
		last, who, err := h.lastStep(k, t)
		if err != nil {
			return item, err
		}
		item.Kind, item.Tone, item.Why, item.Quote = "退回修改", "bad", who+" 退回：", last.Note
		item.Do.Kind = deskview.Main
		if t.State == review.Held {
			item.Kind, item.Why, item.Do = "暂停发布", "发布前复核没有通过：", deskview.Button{Text: "查看", Href: item.Href}
		}
	}
	item.Age, item.Late = k.age(t.MovedAt)
	if t.State == review.Draft {
		item.Age, item.Late = strings.Replace(item.Age, "已等", "放了", 1), false // nobody waits for a draft
	}
	return item, nil
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
		Why: k.column(head.ColumnID) + " · " + k.sections[w.Track.SectionID] + " " + k.names[w.Track.AuthorID] + "拟稿",
		Do:  deskview.Button{Text: "去办理", Href: href.DocumentDo(k.ctx, w.Track.SubjectID, verb), Kind: deskview.Main}}
	t.Age, t.Late = k.age(w.Track.MovedAt)
	if w.Do == review.Confirm {
		until := k.days.Add(w.Track.MovedAt, confirmDays)
		t.Why, t.Late = "已撤下，请在 "+calendar.Day(until)+" 下班前复核 · "+t.Why, !k.now.Before(until.AddDate(0, 0, 1))
	}
	return t
}
