package sample

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/register"
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
		if _, err := b.Register.Import(ctx, k.ID, read.Good, false, "从原来的电子表格迁入。", by); err != nil {
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

// Report is the text of the report of a year that the example bureau publishes.
func Report(year int) (string, error) {
	text, err := texts.ReadFile(fmt.Sprintf("texts/report%d.txt", year))
	return string(text), err
}
