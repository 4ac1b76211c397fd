package sitereport

import (
	"context"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/store"
)

// minReason is the shortest reason, in runes.
const minReason = 5

// change is one act on a year.
func (s *Service) change(ctx context.Context, year, seen int, action audit.Action, detail string, by identity.Actor, do func(ctx context.Context, w *work, x *Sheet) ([]audit.Row, error)) error {
	if err := mayWrite(by); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		x, err := s.open(ctx, year, by)
		if err != nil {
			return err
		}
		if x.Why != "" {
			return fault.New(fault.Conflict, "%s", x.Why)
		}
		if x.Version != seen {
			return late()
		}
		w := work{Year: year, Version: seen + 1, DocumentID: x.Document}
		rows, err := do(ctx, &w, x)
		if err != nil {
			return err
		}
		if err := s.put(ctx, &w, seen); err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: action, Object: fmt.Sprintf("site-report/%d", year), Detail: detail, Rows: append(rows, w.row())})
	})
}

func late() error {
	return fault.New(fault.Stale, "这一年的报表刚刚被别人改过。您填写的内容还在下面，请看过现在的数字后再保存一次。")
}

func (s *Service) put(ctx context.Context, w *work, seen int) error {
	if seen == 0 {
		err := s.store.DB(ctx).Create(w).Error
		if store.Duplicate(err) {
			return late()
		}
		return err
	}
	won, err := store.Changed(s.store.DB(ctx).Model(&work{}).Where("year = ? AND version = ?", w.Year, seen).Select("Version", "DocumentID").Updates(w))
	if err == nil && !won {
		return late()
	}
	return err
}

// Fill stores what was typed, by field; what is counted and left as it is stays
// counted. reason is asked for when a counted number is changed. Faults: Forbidden,
// NotFound, Conflict, Stale, Invalid (fields by id, and reason).
func (s *Service) Fill(ctx context.Context, year, seen int, values map[string]string, reason string, by identity.Actor) error {
	reason = strings.Join(strings.Fields(reason), " ")
	return s.change(ctx, year, seen, audit.SiteReportFill, reason, by, func(ctx context.Context, _ *work, x *Sheet) (rows []audit.Row, err error) {
		var c fault.Check
		var fresh []entry
		var counted []string
		for _, id := range slices.Sorted(maps.Keys(values)) {
			f, ok := fieldOf(id)
			if !ok {
				return nil, fault.New(fault.Invalid, "报表里没有“%s”这一项。", id)
			}
			v, l := strings.Join(strings.Fields(strings.ToValidUTF8(values[id], "")), " "), x.Lines[id]
			if p := f.problem(v); p != "" {
				c.Say(id, "“%s”%s。", f.Label, p)
			}
			if v == l.Value && (l.Hand || l.Known != nil) {
				continue
			}
			if l.Known != nil && v != l.Known.Value {
				counted = append(counted, f.Label)
			}
			fresh = append(fresh, entry{Year: year, Field: id, Value: v, By: by.ID, At: s.store.Now(ctx)})
		}
		c.If(len(counted) > 0 && utf8.RuneCountInString(reason) < minReason, "reason", "“%s”是自动计算的，改动要写明理由，至少 %d 个字。", strings.Join(counted, "、"), minReason)
		c.If(utf8.RuneCountInString(reason) > 500, "reason", "理由不超过 500 个字。")
		if err := c.Err(); err != nil {
			return nil, err
		}
		for i := range fresh {
			if x.Lines[fresh[i].Field].Known != nil {
				fresh[i].Reason = reason
			}
			row, err := s.keep(ctx, &fresh[i], x.Lines[fresh[i].Field])
			if err != nil {
				return nil, err
			}
			rows = append(rows, row)
		}
		return rows, nil
	})
}

// keep stores an entry; one that says what is counted is taken back instead.
func (s *Service) keep(ctx context.Context, e *entry, l *Line) (audit.Row, error) {
	if err := s.store.DB(ctx).Where("year = ? AND field = ?", e.Year, e.Field).Delete(&entry{}).Error; err != nil {
		return audit.Row{}, fmt.Errorf("sitereport: %w", err)
	}
	if l != nil && l.Known != nil && l.Known.Value == e.Value {
		return audit.Deleted("site_report_entries", fmt.Sprintf("%d.%s", e.Year, e.Field)), nil
	}
	if err := s.store.DB(ctx).Create(e).Error; err != nil {
		return audit.Row{}, fmt.Errorf("sitereport: %w", err)
	}
	return e.row(), nil
}

// Explain stores why a finding may stand, as long as it says the same.
func (s *Service) Explain(ctx context.Context, year, seen int, rule, text string, by identity.Actor) error {
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	var c fault.Check
	n := utf8.RuneCountInString(text)
	c.If(n < minReason || n > 500, "text", "请写明理由，%d 至 500 个字。", minReason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, year, seen, audit.SiteReportExplain, rule, by, func(ctx context.Context, _ *work, x *Sheet) ([]audit.Row, error) {
		i := slices.IndexFunc(x.Findings, func(f Finding) bool { return f.Rule == rule && !f.Stops })
		if i < 0 {
			return nil, fault.New(fault.Conflict, "这一条提示已经没有了，或者不能用说明代替填写。")
		}
		row, err := s.keep(ctx, &entry{Year: year, Field: rule, Value: x.Findings[i].Text, Reason: text, By: by.ID, At: s.store.Now(ctx)}, nil)
		return []audit.Row{row}, err
	})
}

// Submit freezes the form into a document of a column and signs its level 1. A year
// that is public already becomes a correction.
func (s *Service) Submit(ctx context.Context, year, seen int, column string, selfcheck bool, by identity.Actor) (document uint64, err error) {
	err = s.change(ctx, year, seen, audit.SiteReportFreeze, column, by, func(ctx context.Context, w *work, x *Sheet) ([]audit.Row, error) {
		var c fault.Check
		c.If(x.Stops() > 0, "findings", "还有 %d 项没有填写，不能提交。", x.Stops())
		c.If(x.Stops() == 0 && x.Questions() > 0, "findings", "还有 %d 条提示没有说明理由。", x.Questions())
		c.If(!selfcheck, "selfcheck", "请先核对并勾选自查声明。")
		if err := c.Err(); err != nil {
			return nil, err
		}
		f := content.Form{Column: column, Title: x.Title(), Body: x.Body(), Source: x.Host}
		if document, err = s.freeze(ctx, x, f, by); err != nil {
			return nil, err
		}
		w.DocumentID = document
		t, err := s.review.Track(ctx, content.Ref(document), by)
		if err != nil {
			return nil, err
		}
		return nil, s.content.Submit(ctx, document, t.Version, selfcheck, by)
	})
	return document, err
}

// freeze stores the form as the text of its document.
func (s *Service) freeze(ctx context.Context, x *Sheet, f content.Form, by identity.Actor) (uint64, error) {
	if x.Document == 0 {
		d, err := s.content.CreateFrom(ctx, f, by)
		if err != nil {
			return 0, err
		}
		return d.ID, nil
	}
	t, err := s.review.Track(ctx, content.Ref(x.Document), by)
	if err != nil {
		return 0, err
	}
	if t.State == review.Published || t.State == review.Withdrawn {
		if err := s.content.Correct(ctx, x.Document, t.Version, content.Change{Kind: content.Correction, Note: "更新了报表的数据。"}, by); err != nil {
			return 0, err
		}
		if t, err = s.review.Track(ctx, content.Ref(x.Document), by); err != nil {
			return 0, err
		}
	}
	return x.Document, s.content.Edit(ctx, x.Document, t.Version, f, by)
}

// Title is what the form is called.
func (x *Sheet) Title() string {
	return fmt.Sprintf("政府网站工作年度报表（%d年度）", x.Year)
}

// Body is the form as a table, as it would be frozen now.
func (x *Sheet) Body() string {
	var b strings.Builder
	fmt.Fprintf(&b, "<p>根据《政府网站发展指引》和国办函〔2018〕12号的要求，现公布%s%d年度工作报表。</p>", html.EscapeString(x.Site), x.Year)
	fmt.Fprintf(&b, `<table><caption>%s</caption><thead><tr><th scope="col">序号</th><th scope="col">指标</th><th scope="col">数据</th></tr></thead><tbody>`, x.Title())
	for _, block := range form.Blocks {
		fmt.Fprintf(&b, `<tr><th colspan="3" scope="colgroup">%s</th></tr>`, block.Title)
		for _, f := range block.Fields {
			v := x.Lines[f.ID].Value
			switch {
			case v == "":
				v = "—"
			case f.Unit != "":
				v += " " + f.Unit
			}
			fmt.Fprintf(&b, `<tr><td>%d</td><th scope="row">%s</th><td>%s</td></tr>`, f.No, f.Label, html.EscapeString(v))
		}
	}
	b.WriteString("</tbody></table>")
	return b.String()
}

// Stops and Questions count what keeps the form from being submitted.
func (x *Sheet) Stops() int     { return x.count(func(f *Finding) bool { return f.Stops }) }
func (x *Sheet) Questions() int { return x.count((*Finding).Asks) }

func (x *Sheet) count(is func(*Finding) bool) (n int) {
	for i := range x.Findings {
		if is(&x.Findings[i]) {
			n++
		}
	}
	return n
}
