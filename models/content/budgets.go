package content

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/calendar"
)

// BudgetDoc is a public document of 财政预决算 with what it says of itself, what
// its title says filled in. Budget.Placed tells whether it has a place by year
// and unit.
type BudgetDoc struct {
	Item
	Budget Budget
}

// Late is how many days after the last day of 预算法第十四条 the document became
// public; 0 when it was in time or the approval is not said.
func (d *BudgetDoc) Late() int {
	due, ok := d.Budget.Due()
	if !ok {
		return 0
	}
	return max(0, daysBehind(d.PublishedAt, due))
}

// daysBehind is how many days of the calendar a moment lies behind a day, below
// nought before it.
func daysBehind(at, day time.Time) int {
	on, _ := calendar.ParseDay(calendar.Day(at)) // what Day writes
	return int(on.Sub(day).Round(time.Hour).Hours() / 24)
}

// Budgets lists the newest n public documents of columns of 财政预决算, newest
// first.
func (s *Service) Budgets(ctx context.Context, columns []uint64, n int) ([]BudgetDoc, error) {
	items, err := s.Newest(ctx, columns, n)
	if err != nil {
		return nil, err
	}
	ids := []uint64{0}
	for _, i := range items {
		ids = append(ids, i.DocumentID)
	}
	var rows []struct {
		DocumentID uint64
		Facts      string
	}
	err = s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
		Select("l.document_id, r.facts").Where("l.document_id IN ? AND r.facts <> ''", ids).Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("content: budgets: %w", err)
	}
	facts := make(map[uint64]Facts, len(rows))
	for _, r := range rows {
		if facts[r.DocumentID], err = readFacts(r.Facts); err != nil {
			return nil, err
		}
	}
	docs := make([]BudgetDoc, len(items))
	for i := range items {
		docs[i] = BudgetDoc{items[i], facts[items[i].DocumentID].Budget.complete(items[i].Title)}
	}
	return docs, nil
}

// BudgetOf is what a public page of 财政预决算 says of its figures.
func (p *Page) BudgetOf() Budget { return p.Said().Budget.complete(p.Title) }

// BudgetOf is what a revision of 财政预决算 says of its figures.
func (r *Revision) BudgetOf() Budget { return r.Said().Budget.complete(r.Title) }
