package site

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// holidays is a notice that was entered on the desk. It goes before what the
// program was built with.
type holidays struct {
	Year    int    `gorm:"primaryKey;autoIncrement:false"`
	Number  string `gorm:"size:120"`
	Off     string `gorm:"size:1000"` // days separated by spaces
	Worked  string `gorm:"size:500"`
	Version int
}

// TableName implements gorm's Tabler.
func (holidays) TableName() string { return "site_holidays" }

func (h *holidays) row() audit.Row {
	return audit.NewRow("site_holidays", h.Year, h.Number, h.Off, h.Worked, h.Version)
}

// days is the calendar in force, as this process knows it.
type days struct{ known atomic.Pointer[dated] }

type dated struct {
	epoch uint64
	cal   *calendar.Calendar
}

// Calendar is the calendar of working days in force: the notices that the program
// was built with, and those entered since. It is read once an epoch; while the
// database is away it is the last one known.
func (s *Service) Calendar(ctx context.Context) (*calendar.Calendar, error) {
	epoch, known := s.Epoch(), s.days.known.Load()
	if known != nil && epoch != 0 && known.epoch == epoch && !store.InTx(ctx) {
		return known.cal, nil
	}
	var rows []holidays
	if err := s.store.DB(ctx).Find(&rows).Error; err != nil {
		if known != nil && store.Away(err) {
			return known.cal, nil
		}
		return nil, fmt.Errorf("site: holidays: %w", err)
	}
	var entered []calendar.Notice
	for i := range rows {
		entered = append(entered, rows[i].notice())
	}
	cal := calendar.Official().With(entered...)
	if !store.InTx(ctx) { // what a transaction has not committed is nobody else's
		s.days.known.Store(&dated{epoch: epoch, cal: cal})
	}
	return cal, nil
}

func (h *holidays) notice() calendar.Notice {
	return calendar.Notice{Year: h.Year, Number: h.Number, Off: strings.Fields(h.Off), Work: strings.Fields(h.Worked)}
}

// NoticeVersion is the version of what was entered for a year; 0 when nothing was.
func (s *Service) NoticeVersion(ctx context.Context, year int) (int, error) {
	h, err := s.entered(ctx, year)
	return h.Version, err
}

func (s *Service) entered(ctx context.Context, year int) (holidays, error) {
	var rows []holidays
	if err := s.store.DB(ctx).Where("year = ?", year).Limit(1).Find(&rows).Error; err != nil || len(rows) == 0 {
		return holidays{}, err
	}
	return rows[0], nil
}

// NoticeForm is what an administrator copies from a notice, as typed: days or
// spans of days, one a line or separated by commas.
type NoticeForm struct {
	Year   int
	Number string
	Off    string
	Work   string
}

// SetNotice stores the notice of a year, seen at a version (0 when nothing was
// entered before). Only system administrators. Faults: Forbidden, Invalid, Stale.
func (s *Service) SetNotice(ctx context.Context, seen int, f NoticeForm, by identity.Actor) error {
	if !by.Has(identity.SysAdmin) {
		return fault.New(fault.Forbidden, "只有系统管理员可以录入放假安排。")
	}
	n, err := f.check(s.store.Now(ctx))
	if err != nil {
		return err
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		h := holidays{Year: n.Year, Number: n.Number, Off: strings.Join(n.Off, " "), Worked: strings.Join(n.Work, " "), Version: seen + 1}
		if err := s.putNotice(ctx, seen, &h); err != nil {
			return err
		}
		if err := s.Turn(ctx); err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.CalendarSet, Object: fmt.Sprintf("calendar/%d", h.Year), Detail: h.Number, Rows: []audit.Row{h.row()}})
	})
}

func (s *Service) putNotice(ctx context.Context, seen int, h *holidays) error {
	stale := fault.New(fault.Stale, "这一年的放假安排刚刚被别人改过，请看过现在的内容后再改。")
	if seen == 0 {
		err := s.store.DB(ctx).Create(h).Error
		if store.Duplicate(err) {
			return stale
		}
		return err
	}
	won, err := store.Changed(s.store.DB(ctx).Model(&holidays{}).Where("year = ? AND version = ?", h.Year, seen).Select("Number", "Off", "Worked", "Version").Updates(h))
	if err == nil && !won {
		return stale
	}
	return err
}

// noticeRows yields the digests of the notices.
func (s *Service) noticeRows(ctx context.Context, yield func(audit.Row) error) error {
	var rows []holidays
	if err := s.store.DB(ctx).Find(&rows).Error; err != nil {
		return err
	}
	for i := range rows {
		if err := yield(rows[i].row()); err != nil {
			return err
		}
	}
	return nil
}

// FirstNotice is the first year for which a notice may be entered: the rules of 2025 are the ones that
// the check knows.
const FirstNotice = 2025

// mostOff is more days than any notice gives or takes.
const mostOff = 45

var numberForm = regexp.MustCompile(`^\p{Han}{2,12}〔20[0-9]{2}〕[1-9][0-9]{0,3}号$`)

// check reads the form; days come out sorted, weekends that are off anyway left out.
func (f NoticeForm) check(now time.Time) (n calendar.Notice, err error) {
	var c fault.Check
	last := calendar.Year(now) + 1
	c.If(f.Year < FirstNotice || f.Year > last, "year", "可以录入 %d 年至 %d 年的放假安排。", FirstNotice, last)
	n = calendar.Notice{Year: f.Year, Number: tidyNumber(f.Number)}
	for one := range strings.SplitSeq(n.Number, "、") {
		c.If(!numberForm.MatchString(one), "number", "文号的样子是“国办发明电〔2026〕9号”，方括号是六角括号；有几个的用顿号隔开。")
	}
	off, bad := spans(f.Off)
	c.If(bad != "", "off", "看不懂“%s”，请写成 2027-02-05，或 2027-02-05 至 2027-02-11。", bad)
	c.If(len(off) == 0, "off", "请填写放假的日期。")
	c.If(len(off) > mostOff, "off", "放假的日期有 %d 天，多于 %d 天，请检查年份和起止日期。", len(off), mostOff)
	n.Work, bad = spans(f.Work)
	c.If(bad != "", "work", "看不懂“%s”，请写成 2027-02-13，一天一行。", bad)
	for _, d := range slices.Concat(off, n.Work) {
		field := "off"
		if slices.Contains(n.Work, d) {
			field = "work"
		}
		c.If(!about(d, f.Year), field, "%s 不在 %d 年（可以包括上一年最后三天）。", d, f.Year)
	}
	for _, d := range n.Work {
		c.If(!onWeekend(d), "work", "%s 不是周六、周日，不用调休上班。", d)
		c.If(slices.Contains(off, d), "work", "%s 同时列为放假和上班。", d)
	}
	if len(off) > 0 && bad == "" {
		for _, d := range calendar.Statutory(f.Year) {
			c.If(!slices.Contains(off, d) && !onWeekend(d) || slices.Contains(n.Work, d), "off", "%s 是法定节日，应当列为放假。", d)
		}
	}
	n.Off = slices.DeleteFunc(off, onWeekend)
	return n, c.Err()
}

// tidyNumber writes a number as it is printed: no spaces, hexagonal brackets.
func tidyNumber(v string) string {
	return strings.NewReplacer(" ", "", "　", "", "[", "〔", "]", "〕", "［", "〔", "］", "〕", "（", "〔", "）", "〕", "(", "〔", ")", "〕", ",", "、", "，", "、", "\r", "", "\n", "").Replace(strings.TrimSpace(v))
}

// about reports whether a notice of a year may speak of a day.
func about(day string, year int) bool {
	return strings.HasPrefix(day, fmt.Sprintf("%04d-", year)) || day >= fmt.Sprintf("%04d-12-29", year-1) && day < fmt.Sprintf("%04d", year)
}

func onWeekend(day string) bool {
	t, err := calendar.ParseDay(day)
	w := t.In(calendar.Shanghai).Weekday()
	return err == nil && (w == time.Saturday || w == time.Sunday)
}

// spans reads days and spans of days, sorted, each once; bad is the first piece
// that is neither.
func spans(text string) (list []string, bad string) {
	for piece := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("\r\n,，、;；", r) }) {
		if piece = strings.TrimSpace(piece); piece == "" {
			continue
		}
		all, err := span(piece)
		if err != nil {
			return list, piece
		}
		list = append(list, all...)
	}
	slices.Sort(list)
	return slices.Compact(list), ""
}

var errSpan = errors.New("not a span of days")

func span(piece string) (list []string, err error) {
	first, last, two := strings.Cut(piece, "至")
	from, err := calendar.ParseDay(strings.TrimSpace(first))
	if err != nil {
		return nil, err
	}
	to := from
	if two {
		if to, err = calendar.ParseDay(strings.TrimSpace(last)); err != nil {
			return nil, err
		}
	}
	if to.Before(from) || to.Sub(from) > mostOff*24*time.Hour {
		return nil, errSpan
	}
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		list = append(list, calendar.Day(d))
	}
	return list, nil
}
