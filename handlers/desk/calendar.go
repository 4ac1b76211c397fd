package desk

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/site"
	deskview "gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
	"gongkai/web"
)

// noticeDue is the month in which next year's notice is usually there.
const noticeDue = time.November

// calendarHealth warns from November when next year's notice has not been entered,
// and as long as this year's is missing.
func calendarHealth(d *homing) deskview.HealthRow {
	year := calendar.Year(d.now)
	row := deskview.HealthRow{Name: "放假安排", Text: fmt.Sprintf("%d 年的已录入", year), Tone: "ok", Href: href.Calendar(d.ctx)}
	if _, known := d.days.Known(year); !known {
		return deskview.HealthRow{Name: row.Name, Text: fmt.Sprintf("%d 年的还没有录入，期限按推算的工作日计算", year), Tone: "bad", Href: href.CalendarYear(d.ctx, year)}
	}
	if _, known := d.days.Known(year + 1); !known && d.now.In(calendar.Shanghai).Month() >= noticeDue {
		return deskview.HealthRow{Name: row.Name, Text: fmt.Sprintf("%d 年的还没有录入，通知一般在 11 月印发", year+1), Tone: "warn", Href: href.CalendarYear(d.ctx, year+1)}
	}
	return row
}

// ShowCalendar handles GET /desk/calendar?year=: this year, or the one asked for.
func (h *Handler) ShowCalendar(c echo.Context) error {
	if err := sysAdmin(c); err != nil {
		return err
	}
	ctx := c.Request().Context()
	year := h.calendarYear(c)
	version, err := h.app.Site.NoticeVersion(ctx, year)
	if err != nil {
		return err
	}
	days, err := h.app.Site.Calendar(ctx)
	if err != nil {
		return err
	}
	v := url.Values{}
	if n, known := days.Known(year); known {
		v.Set("number", n.Number)
		v.Set("off", strings.Join(n.Off, "\n"))
		v.Set("work", strings.Join(n.Work, "\n"))
	}
	return h.calendarPage(c, http.StatusOK, year, deskview.Form{Version: version, Values: v}, nil)
}

// calendarYear is the year a request is about: one of those that have a page.
func (h *Handler) calendarYear(c echo.Context) int {
	now := calendar.Year(h.app.Store.Now(c.Request().Context()))
	year, err := strconv.Atoi(c.QueryParam("year"))
	if err != nil || year < calendar.Official().Years()[0] || year > now+1 {
		return now
	}
	return year
}

// SetCalendar handles POST /desk/calendar?year=.
func (h *Handler) SetCalendar(c echo.Context) error {
	if err := sysAdmin(c); err != nil {
		return err
	}
	f, err := web.Form(c)
	if err != nil {
		return err
	}
	ctx, year := c.Request().Context(), h.calendarYear(c)
	n := site.NoticeForm{Year: year, Number: f.Get("number"), Off: f.Get("off"), Work: f.Get("work")}
	err = h.app.Site.SetNotice(ctx, f.Int("version"), n, web.Actor(c))
	form := deskview.Form{Version: f.Int("version"), Values: f.Values, Errors: fault.FieldsOf(err)}
	switch fault.KindOf(err) {
	case fault.Invalid:
		return h.calendarPage(c, http.StatusUnprocessableEntity, year, form, nil)
	case fault.Stale:
		stored, e := h.app.Site.NoticeVersion(ctx, year)
		if e != nil {
			return e
		}
		form.Version = stored
		return h.calendarPage(c, http.StatusConflict, year, form, err)
	}
	if err != nil {
		return err
	}
	return h.done(c, "saved", href.CalendarYear(ctx, year))
}

func (h *Handler) calendarPage(c echo.Context, code, year int, f deskview.Form, stale error) error {
	k, err := h.cast(c)
	if err != nil {
		return err
	}
	now := calendar.Year(k.now)
	p := deskview.CalendarPage{Frame: h.frame(c, "工作日历"), Form: f, Year: year, CanSet: year >= site.FirstNotice, Months: months(k.days, year)}
	if stale != nil {
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "bad", Title: fault.MessageOf(stale), Text: "上面是现在的安排，下面的表单里是您填写的内容；仍要用您填写的，请再保存一次。"})
	}
	for y := now + 1; y >= k.days.Years()[0]; y-- {
		p.Years = append(p.Years, ui.Link{Text: fmt.Sprintf("%d 年", y), Href: href.CalendarYear(k.ctx, y), Current: y == year})
	}
	notice, known := k.days.Known(year)
	if known {
		p.Facts = append(p.Facts, deskview.Fact{Name: "依据", Text: notice.Number})
	} else {
		p.Facts = append(p.Facts, deskview.Fact{Name: "依据", Text: "推算：周末和《全国年节及纪念日放假办法》规定的节日"})
		p.Remarks = append(p.Remarks, deskview.Remark{Tone: "warn", Title: fmt.Sprintf("%d 年的放假安排还没有录入。", year),
			Text: "现在的日期是推算的，调休上班的日期还不知道，据此算出的期限可能变化。国务院办公厅印发通知后，请在下面录入。"})
	}
	from := time.Date(year, 1, 1, 0, 0, 0, 0, calendar.Shanghai)
	p.Facts = append(p.Facts, deskview.Fact{Name: "全年工作日", Text: fmt.Sprintf("%d 天", k.days.Between(from.AddDate(0, 0, -1), from.AddDate(1, 0, -1)))})
	for _, x := range k.days.Holidays(year) {
		p.Spans = append(p.Spans, holidaySpan(x))
	}
	return web.Render(c, code, deskview.Calendar(p))
}

// weekdays by time.Weekday.
var weekdays = []string{"日", "一", "二", "三", "四", "五", "六"}

func holidaySpan(x calendar.Holiday) deskview.HolidaySpan {
	day := func(t time.Time) string { return fmt.Sprintf("%d 月 %d 日", t.Month(), t.Day()) }
	s := deskview.HolidaySpan{Name: x.Name, Days: day(x.From)}
	if x.Days() > 1 {
		s.Days += "至 " + day(x.To)
	}
	s.Days += fmt.Sprintf("，共 %d 天", x.Days())
	var work []string
	for _, w := range x.Work {
		work = append(work, day(w)+"（周"+weekdays[w.Weekday()]+"）")
	}
	s.Work = strings.Join(work, "、")
	return s
}

// months lays a year out by weeks, Monday first.
func months(days *calendar.Calendar, year int) (list []deskview.CalendarMonth) {
	for m := time.January; m <= time.December; m++ {
		month := deskview.CalendarMonth{Name: fmt.Sprintf("%d 月", m)}
		var week [7]deskview.CalendarDay
		for d := time.Date(year, m, 1, 0, 0, 0, 0, calendar.Shanghai); d.Month() == m; d = d.AddDate(0, 0, 1) {
			i := (int(d.Weekday()) + 6) % 7
			week[i] = deskview.CalendarDay{Number: strconv.Itoa(d.Day()), Rest: !days.Workday(d)}
			if off, worked := days.Moved(d); off {
				week[i].Mark = "休"
			} else if worked {
				week[i].Mark = "班"
			}
			if i == 6 || d.AddDate(0, 0, 1).Month() != m {
				month.Weeks = append(month.Weeks, week)
				week = [7]deskview.CalendarDay{}
			}
		}
		list = append(list, month)
	}
	return list
}
