package desk

import (
	"fmt"
	"strconv"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/register"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/web"
)

// registerMarks tells what was said of the register as a whole, and offers to say
// it or take it back.
func (h *Handler) registerMarks(c echo.Context, k *register.Kind, year int, p *deskview.RegisterPage) error {
	ctx, may := c.Request().Context(), register.KeepsAll(web.Actor(c))
	states, err := h.app.Register.State(ctx, year)
	if err != nil {
		return err
	}
	for _, s := range states {
		if s.Kind != k {
			continue
		}
		names, err := h.app.People.Names(ctx, s.CheckedBy, s.NoneBy)
		if err != nil {
			return err
		}
		if !s.Known() {
			p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: "这本台账还没有登记，报告里相应的数字算不出来。", Text: "没有此类事项的，请在下面声明；不声明的不会当作 0。"})
		}
		p.Marks = registerMarkList(s, year, names)
		if year != h.registerYear(c, strconv.Itoa(year)) {
			p.Marks = p.Marks[1:] // a year without a report is not checked
		}
		for i := range p.Marks {
			if !may {
				p.Marks[i].Button = ""
			}
		}
	}
	return nil
}

func registerMarkList(s register.State, year int, names map[uint64]string) (list []deskview.RegisterMark) {
	checked := deskview.RegisterMark{Text: fmt.Sprintf("%d 年的台账还没有核对。", year), Button: fmt.Sprintf("%d 年台账已核对", year), Verb: "checked", On: true, Year: year}
	if s.Checked {
		checked.Text, checked.Button, checked.On = fmt.Sprintf("%d 年的台账已核对：%s，%s。", year, names[s.CheckedBy], calendar.Minute(s.CheckedAt)), "撤销核对", false
	}
	list = append(list, checked)
	switch {
	case s.None:
		list = append(list, deskview.RegisterMark{Text: fmt.Sprintf("本单位没有此类事项：%s，%s。", names[s.NoneBy], calendar.Minute(s.NoneAt)), Button: "撤销声明", Verb: "none"})
	case s.Rows == 0:
		list = append(list, deskview.RegisterMark{Text: "本单位没有此类事项的，声明以后报告里计 0。", Button: "本单位没有此类事项", Verb: "none", On: true})
	}
	return list
}

// RegisterNone handles POST /desk/registers/:kind/none.
func (h *Handler) RegisterNone(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	if err := h.app.Register.Declare(ctx, k.ID, f.Get("on") == "yes", web.Actor(c)); err != nil {
		return err
	}
	return h.done(c, "marked", href.RegisterDo(ctx, k.ID, ""))
}

// RegisterChecked handles POST /desk/registers/:kind/checked.
func (h *Handler) RegisterChecked(c echo.Context) error {
	k, err := registerOf(c)
	if err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, year := c.Request().Context(), h.registerYear(c, f.Get("year"))
	if err := h.app.Register.Check(ctx, k.ID, year, f.Get("on") == "yes", web.Actor(c)); err != nil {
		return err
	}
	return h.done(c, "marked", href.RegisterYear(ctx, k.ID, year))
}
