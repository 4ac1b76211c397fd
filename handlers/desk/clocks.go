package desk

import (
	"fmt"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/annual"
	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/web"
)

// homeClocks is how many terms of each kind the desk shows.
const homeClocks = 8

// clocks fills 政策文件时限: interpretations that are due, documents that expire.
func (h *Handler) clocks(d *homing) error {
	list, err := h.app.Content.Clocks(d.ctx, d.by)
	if err != nil {
		return err
	}
	for _, c := range list.Explain[:min(len(list.Explain), homeClocks)] {
		d.p.Clocks = append(d.p.Clocks, d.explainClock(c))
	}
	for _, c := range list.Expire[:min(len(list.Expire), homeClocks)] {
		d.p.Clocks = append(d.p.Clocks, d.expireClock(c))
	}
	next, err := h.app.Annual.Next(d.ctx, d.by)
	if next != nil {
		d.p.Clocks = append(d.p.Clocks, d.reportClock(next))
	}
	return err
}

// reportClock is the annual report that has to be public next.
func (k *cast) reportClock(y *annual.YearState) deskview.Todo {
	state, _ := stageOf(y)
	address := href.Workbench(k.ctx, y.Year)
	return deskview.Todo{Kind: "年报时限", Tone: "warn", Title: fmt.Sprintf("%d 年政府信息公开年报", y.Year), Href: address, Late: calendar.Day(k.now) > y.Due,
		Why: "须在 " + y.Due + " 前公布，现在" + state + "。", Do: deskview.Button{Text: "打开工作台", Href: address}}
}

// explainClock is a document whose interpretation is due.
func (k *cast) explainClock(c content.Clock) deskview.Todo {
	t := deskview.Todo{Kind: "解读时限", Tone: "warn", Title: c.Title, Href: href.Document(k.ctx, c.DocumentID), Late: c.Late,
		Why: fmt.Sprintf("公开后 %d 个工作日内应有解读，%s截止。", content.ExplainDays, monthDay(c.Due)), Do: deskview.Button{Text: "查看", Href: href.Document(k.ctx, c.DocumentID)}}
	if k.by.Has(identity.Author) {
		t.Do = deskview.Button{Text: "写解读", Href: href.Interpret(k.ctx, "", c.DocumentID), Kind: deskview.Main}
	}
	switch n := k.days.Between(k.now, c.Due); {
	case c.Late:
		t.Tone, t.Age = "bad", fmt.Sprintf("%d 个工作日", -n)
	case n <= 0:
		t.Age = "今天截止"
	default:
		t.Age = fmt.Sprintf("还有 %d 个工作日", n)
	}
	return t
}

// expireClock is a document that expires soon.
func (k *cast) expireClock(c content.Clock) deskview.Todo {
	t := deskview.Todo{Kind: "有效期", Tone: "info", Title: c.Title, Href: href.Document(k.ctx, c.DocumentID),
		Why: fmt.Sprintf("%s是有效的最后一天。要延续，请在更正稿里改失效日期；不再需要，可以更正为废止；什么都不做，到期自动标为失效。", monthDay(c.Due)),
		Do:  deskview.Button{Text: "去处理", Href: href.Document(k.ctx, c.DocumentID)}}
	today, _ := calendar.ParseDay(calendar.Day(k.now))
	switch n := int(c.Due.Sub(today).Hours() / 24); n {
	case 0:
		t.Age = "今天是最后一天"
	default:
		t.Age = fmt.Sprintf("还有 %d 天", n)
	}
	if c.Near {
		t.Tone, t.Kind, t.Do.Kind = "bad", "即将失效", deskview.Main
	}
	return t
}

func monthDay(t time.Time) string {
	t = t.In(calendar.Shanghai)
	return fmt.Sprintf("%d 月 %d 日", t.Month(), t.Day())
}

// interpreting begins the explanation of the document that an address names.
func (h *Handler) interpreting(c echo.Context, number string) (content.Form, error) {
	id, err := strconv.ParseUint(number, 10, 63)
	if err != nil {
		return content.Form{}, fault.New(fault.NotFound, "没有这个页面，或者您不能查看它。")
	}
	return h.app.Content.Interpreting(c.Request().Context(), id, c.QueryParam("column"), web.Actor(c))
}
