package content

import (
	"context"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/markup"
	"gongkai/models/site"
)

// Form is what a writer says of a document, as the browser sent it.
type Form struct {
	Column    string // path
	Title     string
	Body      string // HTML or plain text
	Source    string
	PublishAt string // "2006-01-02T15:04" in China Standard Time, or ""
	Said      Said   `json:",omitempty"` // of the document's facts
}

// Same reports whether f says nothing else than g; of the facts, f may leave out
// what g says.
func (f Form) Same(g Form) bool {
	for name, text := range f.Said {
		if text != g.Said[name] {
			return false
		}
	}
	f.Said, g.Said = nil, nil
	return reflect.DeepEqual(f, g)
}

// Limits of a document.
const (
	maxTitle  = 200 // runes
	maxSource = 100
	maxBody   = 1 << 20 // bytes, before and after cleaning
)

// draft checks a form for saving and turns it into a revision without number
// and digest. Source and body may still be missing; submitting asks for them.
func (s *Service) draft(ctx context.Context, f Form, before *Revision, by identity.Actor) (*Revision, error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var c fault.Check
	r := &Revision{Title: line(f.Title), Source: line(f.Source), Form: formVersion, AuthorID: by.ID}
	n := utf8.RuneCountInString(r.Title)
	c.If(n == 0, "title", "请填写标题。")
	c.If(n > maxTitle, "title", "标题不超过 %d 个字，现在有 %d 个字。", maxTitle, n)
	c.If(utf8.RuneCountInString(r.Source) > maxSource, "source", "来源不超过 %d 个字。", maxSource)
	if len(f.Body) > maxBody {
		c.Say("body", "正文太长（超过 1 MB），请拆分或去掉粘贴带来的多余格式。")
	} else if r.Body = string(markup.Clean(f.Body)); len(r.Body) > maxBody {
		c.Say("body", "正文太长（超过 1 MB），请拆分或去掉粘贴带来的多余格式。")
	}
	r.PublishAt = s.when(ctx, &c, f.PublishAt)
	col := tree.ByPath(strings.Trim(f.Column, "/"))
	if before != nil {
		r.Attachments = slices.Clone(before.Attachments)
	}
	own(&c, r)
	if err := s.tellFacts(ctx, &c, r, before, f.Said, by); err != nil {
		return nil, err
	}
	moved := before == nil || col == nil || before.ColumnID != col.ID
	switch {
	case f.Column == "":
		c.Say("column", "请选择栏目。")
	case col == nil || !col.Writable():
		c.Say("column", "没有这个栏目，请从列表中选择。")
	case before != nil && before.ReportYear != nil && moved && s.wasPublic(ctx, before.DocumentID):
		c.Say("column", "公开过的年报不能换栏目，网址要长期有效。")
	case moved && !col.Open(by.SectionID):
		c.Say("column", "您所在的科室不能在“%s”发布，请换一个栏目。", col.Name)
	}
	if err := c.Err(); err != nil {
		return nil, err
	}
	r.ColumnID = col.ID
	carry(r, before, col)
	return r, nil
}

// wasPublic reports whether a document ever stood on the public site. When that
// cannot be told, it did.
func (s *Service) wasPublic(ctx context.Context, id uint64) bool {
	d, err := s.document(ctx, id)
	return err != nil || d.PublishedAt != nil
}

// carry takes over from the revision before what a form cannot say: a report's
// year and figures, the kind of a correction under way, and whether the text holds.
func carry(r, before *Revision, col *site.Column) {
	if before != nil {
		r.ChangeKind, r.PublicNote, r.Standing, r.Successor = before.ChangeKind, before.PublicNote, before.Standing, before.Successor
		r.Roll = before.Roll
	}
	if col.PageType != site.Reports {
		return
	}
	if before != nil && before.ReportYear != nil {
		r.ReportYear, r.Figures = before.ReportYear, before.Figures
	} else {
		r.ReportYear = yearOf(r.Title)
	}
}

var yearForm = regexp.MustCompile(`(20[0-9]{2})\s*年`)

// yearOf finds the year in the title of an annual report.
func yearOf(title string) *int {
	m := yearForm.FindStringSubmatch(title)
	if m == nil {
		return nil
	}
	y, _ := strconv.Atoi(m[1])
	return &y
}

// when reads the time of a scheduled publication: at most a year ahead. A time
// that has passed means at once.
func (s *Service) when(ctx context.Context, c *fault.Check, v string) *time.Time {
	v = strings.TrimSpace(v)
	if v == "" {
		return nil
	}
	t, err := calendar.ParseForm(v)
	if err != nil {
		c.Say("publish_at", "定时发布的时间应写成 2026-01-31T09:00 这样的形式。")
		return nil
	}
	now := s.store.Now(ctx)
	c.If(t.After(now.AddDate(1, 0, 0)), "publish_at", "定时发布最多提前一年。")
	c.If(t.Before(now.AddDate(-30, 0, 0)), "publish_at", "定时发布的时间不对，请检查年份。")
	return &t
}

// line makes one line of what was typed into a one-line field: what cannot be
// seen is dropped, so that no title is empty to the eye or turns its neighbours.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs): // zero width, direction marks
			return -1
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}
