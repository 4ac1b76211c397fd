package annual

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/report/rules"
)

// Freeze stores the year as it stands now as the draft of its document, or as a
// correction of it when it is public, and returns the document. What is counted
// afterwards does not change it. note is what the public is told of a correction, ""
// for a plain sentence. Faults: Forbidden, Stale, Conflict, and Invalid
// while a rule of severity E fails or a warning has no explanation (field
// findings).
func (s *Service) Freeze(ctx context.Context, year, seen int, note string, by identity.Actor) (document uint64, err error) {
	err = s.change(ctx, year, seen, audit.ReportFreeze, "", by, func(ctx context.Context, _ *work) ([]audit.Row, error) {
		b, err := s.open(ctx, year, by)
		if err != nil {
			return nil, err
		}
		if err := b.ready(); err != nil {
			return nil, err
		}
		col, err := s.column(ctx)
		if err != nil {
			return nil, err
		}
		body, _ := b.body()
		document, err = s.content.SaveReport(ctx, col.Path, content.Revision{Title: b.title(), Body: body, Source: b.Host, ReportYear: &year, Figures: b.Figures().Encode(), PublicNote: note}, by)
		return nil, err
	})
	return document, err
}

// Sending is what the form of Submit says.
type Sending struct {
	Selfcheck bool
	Note      string // what the public is told of a correction
}

// Submit freezes the year and signs level 1 of its document: the self-check.
func (s *Service) Submit(ctx context.Context, year, seen int, f Sending, by identity.Actor) (document uint64, err error) {
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		var c fault.Check
		c.If(!f.Selfcheck, "selfcheck", "请先核对并勾选自查声明。")
		c.If(utf8.RuneCountInString(f.Note) > maxReason, "note", "更正说明不超过 %d 个字。", maxReason)
		if err := c.Err(); err != nil {
			return err
		}
		if document, err = s.Freeze(ctx, year, seen, tidy(f.Note), by); err != nil {
			return err
		}
		t, err := s.review.Track(ctx, content.Ref(document), by)
		if err != nil {
			return err
		}
		return s.content.Submit(ctx, document, t.Version, f.Selfcheck, by)
	})
	return document, err
}

// Figures are the year's figures as they would be frozen now, with what was said
// about them.
func (b *Bench) Figures() report.Figures {
	f := report.Figures{Format: b.Format.ID, Year: b.Year, Cells: map[string]report.Value{}, Notes: []report.Note{{Kind: report.Made}}}
	for _, id := range b.Format.CellIDs() {
		c := b.Cells[id]
		if c.Origin == Missing {
			f.Cells[id] = report.Value{Kind: report.Empty}
			continue
		}
		f.Cells[id] = c.Value
		if c.Hand == nil {
			continue
		}
		n := report.Note{Kind: report.Hand, Cell: id, Text: c.Hand.Reason}
		if c.Counted != nil {
			n.Counted = c.Counted.Number
		}
		f.Notes = append(f.Notes, n)
	}
	for _, x := range b.Findings {
		if x.Said != "" {
			f.Notes = append(f.Notes, report.Note{Kind: report.Explained, Rule: x.Rule, At: x.At, Text: x.Said})
		}
	}
	return f
}

// Body is the whole text of the report with its numbers, as it would be frozen now.
func (b *Bench) Body() string { body, _ := b.body(); return body }

// Title is what the report is called.
func (b *Bench) Title() string { return b.title() }

// Errors and Questions count what keeps the report from being submitted: failed
// rules of severity E, and warnings that nobody has explained.
func (b *Bench) Errors() int    { return b.count((*Finding).Blocks) }
func (b *Bench) Questions() int { return b.count((*Finding).Asks) }

func (b *Bench) count(is func(*Finding) bool) (n int) {
	for i := range b.Findings {
		if is(&b.Findings[i]) {
			n++
		}
	}
	return n
}

func (b *Bench) ready() error {
	var c fault.Check
	e, q := b.Errors(), b.Questions()
	c.If(e > 0, "findings", "还有 %d 处错误没有改正，不能提交。", e)
	c.If(e == 0 && q > 0, "findings", "还有 %d 条提示没有说明理由，请改正或者写明理由后再提交。", q)
	return c.Err()
}

// Examine asks the rules about a stored text of a report, as its reviewers read it:
// what was said to a warning is in its signed figures. nil for a text without
// figures.
func (s *Service) Examine(ctx context.Context, r *content.Revision) (list []Finding, err error) {
	if r.Figures == "" {
		return nil, nil
	}
	fig, err := report.DecodeFigures(r.Figures)
	if err != nil {
		return nil, err
	}
	before, err := s.public(ctx, fig.Year-1)
	if err != nil {
		return nil, err
	}
	for _, f := range rules.Check(question(fig.Format, fig.Year, fig.Cells, r.Title, r.Body, before)).Findings {
		list = append(list, Finding{Finding: f, Section: sectionOf(f), Said: fig.Said(f.Rule, f.At)})
	}
	return list, nil
}

// Judge says whether a report may be submitted for review, wherever its text was
// written: no rule of severity E fails, and each warning is explained. A report
// that was imported after its year was due was public elsewhere before; its
// warnings stand as they are (report.Imported), and when it says that it is
// published as it once was (report.Original), its errors do too. models/wire.go
// hangs it into content.
func (s *Service) Judge(ctx context.Context, r *content.Revision) error {
	found, err := s.Examine(ctx, r)
	if err != nil || len(found) == 0 {
		return err
	}
	fig, err := report.DecodeFigures(r.Figures)
	if err != nil || fig.Has(report.Original) {
		return err
	}
	var wrong, open []string
	for i := range found {
		switch f := &found[i]; {
		case f.Blocks():
			wrong = append(wrong, f.Rule+"："+f.Message)
		case f.Asks():
			open = append(open, f.Rule+"："+f.Message)
		}
	}
	return verdict(wrong, open)
}

// mostSaid is how many findings one sentence holds.
const mostSaid = 3

func verdict(wrong, open []string) error {
	var c fault.Check
	list := func(all []string) string {
		s := strings.Join(all[:min(len(all), mostSaid)], "")
		if len(all) > mostSaid {
			s += fmt.Sprintf("另有 %d 处。", len(all)-mostSaid)
		}
		return s
	}
	c.If(len(wrong) > 0, "body", "年报还有 %d 处错误，不能提交。%s过去已经发布的报告，可以在导入时选择“按原文导入”。", len(wrong), list(wrong))
	c.If(len(wrong) == 0 && len(open) > 0, "body", "年报有 %d 条提示需要说明理由。%s请在年报工作台里改正或者写明理由。", len(open), list(open))
	return c.Err()
}
