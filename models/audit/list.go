package audit

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/fault"
)

// Filter narrows the ledger for its readers. Zero fields do not narrow.
type Filter struct {
	Actor  uint64
	Action Action
	Object string
	From   time.Time // inclusive
	Until  time.Time // exclusive
	Before uint64    // only entries with a smaller number: the next page
}

// List returns up to limit entries, newest first.
func (l *Ledger) List(ctx context.Context, f Filter, limit int) (es []Entry, err error) {
	q := l.store.DB(ctx).Order("seq DESC").Limit(limit)
	if f.Actor != 0 {
		q = q.Where("actor_id = ?", f.Actor)
	}
	if f.Action != "" {
		q = q.Where("action = ?", f.Action)
	}
	if f.Object != "" {
		q = q.Where("object = ?", f.Object)
	}
	if !f.From.IsZero() {
		q = q.Where("at >= ?", f.From)
	}
	if !f.Until.IsZero() {
		q = q.Where("at < ?", f.Until)
	}
	if f.Before != 0 {
		q = q.Where("seq < ?", f.Before)
	}
	if err := q.Find(&es).Error; err != nil {
		return nil, fmt.Errorf("audit: list: %w", err)
	}
	return es, nil
}

// Entry returns one entry, or fault.NotFound.
func (l *Ledger) Entry(ctx context.Context, seq uint64) (*Entry, error) {
	var es []Entry
	if err := l.store.DB(ctx).Where("seq = ?", seq).Limit(1).Find(&es).Error; err != nil {
		return nil, fmt.Errorf("audit: entry %d: %w", seq, err)
	}
	if len(es) == 0 {
		return nil, fault.New(fault.NotFound, "没有这条记录。")
	}
	return &es[0], nil
}
