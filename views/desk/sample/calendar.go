package sample

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"gongkai/views/desk"
	"gongkai/views/href"
	"gongkai/views/ui"
)

// Calendar is a year with its notice.
func Calendar(ctx context.Context) desk.CalendarPage {
	p := desk.CalendarPage{
		Frame: admin(ctx, "工作日历"), Year: 2026, CanSet: true,
		Form:  desk.Form{Version: 1, Values: url.Values{"number": {"国办发明电〔2025〕7号"}, "off": {"2026-01-01\n2026-01-02"}, "work": {"2026-01-04"}}},
		Facts: []desk.Fact{{Name: "依据", Text: "国办发明电〔2025〕7号"}, {Name: "全年工作日", Text: "248 天"}},
		Spans: []desk.HolidaySpan{
			{Name: "元旦", Days: "1 月 1 日至 1 月 3 日，共 3 天", Work: "1 月 4 日（周日）"},
			{Name: "清明节", Days: "4 月 4 日至 4 月 6 日，共 3 天"},
		},
	}
	for y := 2027; y >= 2019; y-- {
		p.Years = append(p.Years, ui.Link{Text: fmt.Sprintf("%d 年", y), Href: href.CalendarYear(ctx, y), Current: y == 2026})
	}
	for m := time.January; m <= time.December; m++ {
		p.Months = append(p.Months, month(m))
	}
	return p
}

func month(m time.Month) desk.CalendarMonth {
	month, week := desk.CalendarMonth{Name: fmt.Sprintf("%d 月", m)}, [7]desk.CalendarDay{}
	for d := time.Date(2026, m, 1, 0, 0, 0, 0, href.Beijing); d.Month() == m; d = d.AddDate(0, 0, 1) {
		i := (int(d.Weekday()) + 6) % 7
		week[i] = desk.CalendarDay{Number: fmt.Sprint(d.Day()), Rest: i > 4}
		switch {
		case m == time.January && d.Day() < 3:
			week[i].Mark, week[i].Rest = "休", true
		case m == time.January && d.Day() == 4:
			week[i].Mark, week[i].Rest = "班", false
		}
		if i == 6 || d.AddDate(0, 0, 1).Month() != m {
			month.Weeks, week = append(month.Weeks, week), [7]desk.CalendarDay{}
		}
	}
	return month
}

// CalendarRefused is a year without a notice, and one that was copied with mistakes.
func CalendarRefused(ctx context.Context) desk.CalendarPage {
	p := Calendar(ctx)
	p.Remarks = []desk.Remark{{Tone: "warn", Title: "2026 年的放假安排还没有录入。", Text: "现在的日期是推算的。"}}
	p.Form = desk.Form{Values: url.Values{"number": {"国办2026年9号"}, "off": {"2026-01-01"}, "work": {"2026-01-05"}},
		Errors: map[string]string{"number": "文号的样子是“国办发明电〔2026〕9号”。", "work": "2026-01-05 不是周六、周日，不用调休上班。"}}
	return p
}
