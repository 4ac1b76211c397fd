package report

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
)

// Service turns reports that were written elsewhere into documents.
type Service struct{ content *content.Service }

// New returns the service on c.
func New(c *content.Service) *Service { return &Service{content: c} }

// ImportForm is what comes in: a file or pasted text, for a column of annual
// reports. Year 0 is read from the text.
type ImportForm struct {
	Column string
	Year   int
	File   []byte
	Text   string
	Source string // 来源 of the document
	// Original says that the report was public before and is published again as it
	// was, right or wrong; Reason says where it was. A report that is not due yet
	// cannot have been.
	Original bool
	Reason   string
}

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 2 << 20

// Import stores a report as a draft with its figures, and returns the document's
// id and sentences about what a person should look at. A year that is public
// already becomes a correction of it. Faults: Invalid (fields column, year,
// file, text), Conflict, Forbidden.
func (s *Service) Import(ctx context.Context, f ImportForm, by identity.Actor) (id uint64, warnings []string, err error) {
	in, err := s.read(ctx, f)
	if err != nil {
		return 0, nil, err
	}
	year := in.Year
	switch {
	case f.Original:
		in.Figures.Notes = []Note{{Kind: Original, Text: strings.Join(strings.Fields(f.Reason), " ")}}
	case Due(year, s.content.Now(ctx)): // it stood somewhere else before: that is what there is to say of its warnings
		in.Figures.Notes = []Note{{Kind: Imported, Text: "过去年度的报告，由文件导入，内容未作改动。"}}
	}
	id, err = s.content.SaveReport(ctx, f.Column, content.Revision{Title: in.Title, Body: in.Body, Source: f.Source, ReportYear: &year, Figures: in.Figures.Encode()}, by)
	return id, in.Warnings, err
}

func (s *Service) read(ctx context.Context, f ImportForm) (*Import, error) {
	var c fault.Check
	reports, err := s.content.Reports(ctx, f.Column)
	if err != nil {
		return nil, err
	}
	c.If(!reports, "column", "请选择年报栏目。")
	c.If(len(f.File) > MaxFile, "file", "报告文件超过 %d MB，请拆分后再上传。", MaxFile>>20)
	field, file := "text", []byte(f.Text)
	if len(f.File) > 0 {
		field, file = "file", f.File[:min(len(f.File), MaxFile)]
	}
	text, err := TextOf(file)
	if err != nil {
		if fault.KindOf(err) != fault.Invalid {
			return nil, err
		}
		c.Say(field, "%s", fault.MessageOf(err))
	}
	c.If(strings.TrimSpace(text) == "", field, "请粘贴报告文本，或选择文件。")
	c.If(f.Year != 0 && (f.Year < 2008 || f.Year > 2100), "year", "年度应为四位数字，例如 2020。")
	c.If(strings.Count(text, "本年新收政府信息公开申请数量") > 1, field, "文本里有两份报告（表三出现了不止一次），请只保留一份。")
	c.If(f.Original && utf8.RuneCountInString(f.Reason) < 5, "reason", "请写明原来在哪里、什么时候发布，至少 5 个字。")
	c.If(utf8.RuneCountInString(f.Reason) > 500, "reason", "说明不超过 500 个字。")
	if err := c.Err(); err != nil {
		return nil, err
	}
	in, err := Parse(text, f.Year)
	if fault.KindOf(err) == fault.Invalid {
		c.Say(field, "%s", fault.MessageOf(err))
		return nil, c.Err()
	}
	if err == nil && !f.Original {
		if f, problem := ForYear(in.Year); problem == nil && f.ID != in.Figures.Format {
			c.Say(field, "%d 年的报告应使用 %s 年格式（%s），这份报告的表格是 %s 年格式。过去已经这样发布的，可以选择按原文导入。", in.Year, f.ID, f.Basis, in.Figures.Format)
			return nil, c.Err()
		}
	}
	if err == nil && f.Original && !Due(in.Year, s.content.Now(ctx)) {
		c.Say("original", "%d 年的年报还没有到公布期限，不能按原文导入。", in.Year)
		return nil, c.Err()
	}
	return in, err
}

// Due reports whether the day is past until which the report of a year had to be
// public: the following 31 January, China Standard Time (条例第四十九条).
func Due(year int, now time.Time) bool { return calendar.Day(now) > DueDay(year) }

// DueDay is the last day for the report of a year, "2027-01-31" for 2026.
func DueDay(year int) string { return fmt.Sprintf("%04d-01-31", year+1) }
