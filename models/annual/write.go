package annual

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
)

// Limits of what is typed, in runes.
const (
	minReason = 5
	maxReason = 500
	maxProse  = 20000
)

// Enter stores values by hand, with one reason for all of them. values holds what
// was typed, by cell id; a value that is what the cell shows already is left out.
// Faults: Forbidden, Stale, Conflict, Invalid (fields are cell ids, and reason).
func (s *Service) Enter(ctx context.Context, year, seen int, values map[string]string, reason string, by identity.Actor) error {
	if err := mayWrite(by); err != nil {
		return err
	}
	f, err := s.formatOf(ctx, year)
	if err != nil {
		return err
	}
	reason = tidy(reason)
	var c fault.Check
	c.If(len(values) == 0, "value", "请填写数字。")
	read := map[string]report.Value{}
	for _, id := range slices.Sorted(maps.Keys(values)) {
		cell, ok := f.CellOf(id)
		if !ok {
			return fault.New(fault.Invalid, "报告格式中没有“%s”这一格。", id)
		}
		v, err := report.ReadCell(values[id], cell.Kind)
		if err != nil {
			c.Say(id, "%s：%s。", cell.Place, fault.MessageOf(err))
			continue
		}
		c.If(v.Kind != report.Number, id, "%s：请填写数字，没有的写 0。", cell.Place)
		read[id] = v
	}
	checkReason(&c, "reason", reason)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, year, seen, audit.ReportEnter, reason, by, func(ctx context.Context, _ *work) (rows []audit.Row, err error) {
		b, err := s.open(ctx, year, by)
		if err != nil {
			return nil, err
		}
		for _, id := range slices.Sorted(maps.Keys(read)) {
			if now := b.Cells[id]; now.Origin != Missing && now.Value.Number == read[id].Number && (len(read) > 1 || now.Hand == nil || now.Hand.Reason == reason) {
				continue
			}
			h := hand{Year: year, Cell: id, Kind: report.Number, Number: read[id].Number, Reason: reason, By: by.ID, At: s.store.Now(ctx)}
			if err := s.keep(ctx, &h, "year = ? AND cell = ?", year, id); err != nil {
				return nil, err
			}
			rows = append(rows, h.row())
		}
		if len(rows) == 0 {
			return nil, fault.New(fault.Conflict, "没有改动：填写的数字与现在的相同。")
		}
		return rows, nil
	})
}

// Clear takes an entry by hand back: the cell is counted again.
func (s *Service) Clear(ctx context.Context, year, seen int, cell string, by identity.Actor) error {
	return s.change(ctx, year, seen, audit.ReportClear, cell, by, func(ctx context.Context, _ *work) ([]audit.Row, error) {
		h := hand{Year: year, Cell: cell}
		done := s.store.DB(ctx).Where("year = ? AND cell = ?", year, cell).Delete(&hand{})
		if done.Error == nil && done.RowsAffected == 0 {
			return nil, fault.New(fault.Conflict, "这一格没有手工填写的数字。")
		}
		return []audit.Row{audit.Deleted("annual_hands", h.key())}, done.Error
	})
}

// Write stores the text of one section, "" for what stands before the first.
func (s *Service) Write(ctx context.Context, year, seen int, section, text string, by identity.Actor) error {
	if err := mayWrite(by); err != nil {
		return err
	}
	f, err := s.formatOf(ctx, year)
	if err != nil {
		return err
	}
	if section != "" && !slices.ContainsFunc(f.Sections, func(x report.Section) bool { return x.ID == section }) {
		return fault.New(fault.NotFound, "没有这一章。")
	}
	text = strings.TrimSpace(visible(strings.ReplaceAll(text, "\r\n", "\n")))
	var c fault.Check
	c.If(utf8.RuneCountInString(text) > maxProse, "text", "这一章不超过 %d 个字。", maxProse)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, year, seen, audit.ReportWrite, section, by, func(_ context.Context, w *work) ([]audit.Row, error) {
		m, err := w.prose()
		if err != nil {
			return nil, err
		}
		m[section] = text
		out, err := json.Marshal(m)
		w.Prose = string(out)
		return nil, err
	})
}

// Explain stores why a warning may stand. It holds as long as the rule says the
// same: with other numbers it is asked again.
func (s *Service) Explain(ctx context.Context, year, seen int, rule, at, text string, by identity.Actor) error {
	if err := mayWrite(by); err != nil {
		return err
	}
	text = tidy(text)
	var c fault.Check
	checkReason(&c, "text", text)
	if err := c.Err(); err != nil {
		return err
	}
	return s.change(ctx, year, seen, audit.ReportExplain, rule+" "+at, by, func(ctx context.Context, _ *work) ([]audit.Row, error) {
		b, err := s.open(ctx, year, by)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(b.Findings, func(f Finding) bool { return f.Rule == rule && f.At == at && (f.Asks() || f.Said != "") })
		if i < 0 {
			return nil, fault.New(fault.Conflict, "这一条提示已经没有了，或者不能用说明代替改正。")
		}
		x := word{Year: year, Place: digest(rule, at), Rule: rule, At: at, About: digest(b.Findings[i].Message), Text: text, By: by.ID, Said: s.store.Now(ctx)}
		return []audit.Row{x.row()}, s.keep(ctx, &x, "year = ? AND place = ?", year, x.Place)
	})
}

func checkReason(c *fault.Check, field, text string) {
	n := utf8.RuneCountInString(text)
	c.If(n < minReason, field, "请写明理由，至少 %d 个字。", minReason)
	c.If(n > maxReason, field, "理由不超过 %d 个字。", maxReason)
}

// tidy makes one line of what was typed.
func tidy(s string) string { return strings.Join(strings.Fields(visible(s)), " ") }

// visible drops what nobody sees: marks of direction, characters of no width.
func visible(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unicode.In(r, unicode.Cf, unicode.Cc, unicode.Co, unicode.Cs) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(s, ""))
}
