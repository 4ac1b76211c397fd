package sample

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/register"
	"gongkai/models/review"
	"gongkai/models/store"
)

// moved is when the bureau moved its registers here from its spreadsheets.
var moved = time.Date(2026, time.November, 13, 16, 40, 0, 0, calendar.Shanghai)

// registers imports the registers of 2024 to 2026 as the office does: from sheets.
// Those of 2024 and 2025 agree with the reports that are public; in that of 2026 one
// request, 〔2026〕第 9 号, was answered without a result.
func (b *bureau) registers(ctx context.Context) error {
	ctx = store.At(ctx, moved)
	by := b.cast["office.foi"]
	for _, k := range register.Kinds() {
		file, err := texts.ReadFile("texts/registers/" + k.ID + ".csv")
		if err != nil {
			return err
		}
		read, err := b.Register.Read(ctx, k.ID, file, by)
		if err != nil {
			return fmt.Errorf("register %s: %w", k.ID, err)
		}
		for _, l := range read.Lines {
			if l.Fate == register.Wrong {
				return fmt.Errorf("register %s, line %d: %v", k.ID, l.At, l.Why)
			}
		}
		if _, err := b.Register.Import(ctx, k.ID, read.Good, false, "从原来的电子表格迁入历年台账。", by); err != nil {
			return fmt.Errorf("register %s: %w", k.ID, err)
		}
		for _, year := range []int{2024, 2025} {
			if err := b.Register.Check(ctx, k.ID, year, true, by); err != nil {
				return err
			}
		}
	}
	return nil
}

// sent is when the office published 政府网站工作年度报表 of 2025.
var sent = time.Date(2026, time.January, 26, 10, 0, 0, 0, calendar.Shanghai)

// siteReport fills in, sends and signs the yearly form of the site for 2025.
func (b *bureau) siteReport(ctx context.Context) error {
	values := map[string]string{}
	if err := decode("site2025.yaml", &values); err != nil {
		return err
	}
	by := b.cast["office.publisher"]
	at := func(d time.Duration) context.Context { return store.At(ctx, sent.Add(d)) }
	if err := b.SiteReport.Fill(at(0), 2025, 0, values, "按网站统计系统的数据填写。", by); err != nil {
		return fmt.Errorf("site report: %w", err)
	}
	id, err := b.SiteReport.Submit(at(toSubmit), 2025, 1, "zwgk/wznb", true, by)
	if err != nil {
		return fmt.Errorf("site report: %w", err)
	}
	ref := content.Ref(id)
	if err := b.Review.DecideSection(at(toSubmit+toSection), ref, b.version(ctx, id), review.SectionForm{Approve: true, Checks: review.Points}, b.cast["office.head"]); err != nil {
		return err
	}
	return b.Review.DecideConfidentiality(at(toSubmit+toSection+toSecrecy), ref, b.version(ctx, id), clean(), b.cast["office.secrecy"])
}

// workbench writes what stands on the workbench for 2026: the text is finished, the
// registers are not.
func (b *bureau) workbench(ctx context.Context) error {
	prose := map[string]string{}
	if err := decode("workbench2026.yaml", &prose); err != nil {
		return err
	}
	for i, section := range []string{"s1", "s5", "s6"} {
		at := store.At(ctx, moved.Add(time.Duration(i+1)*10*time.Minute))
		if err := b.Annual.Write(at, 2026, i, section, prose[section], b.cast["office.publisher"]); err != nil {
			return fmt.Errorf("workbench: %w", err)
		}
	}
	return nil
}

// Report is the text of the report of a year that the example bureau publishes.
func Report(year int) (string, error) {
	text, err := texts.ReadFile(fmt.Sprintf("texts/report%d.txt", year))
	return string(text), err
}
