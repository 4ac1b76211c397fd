package audit

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gongkai/models/fault"
)

// Filter narrows the ledger for its readers. Zero fields do not narrow.
type Filter struct {
	Actor  uint64
	Action Action
	Object string
	From   time.Time // inclusive
	Until  time.Time // exclusive
}

func (l *Ledger) filtered(ctx context.Context, f Filter) *gorm.DB {
	q := l.store.DB(ctx).Model(&Entry{})
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
	return q
}

// Count returns how many entries a filter lets through.
func (l *Ledger) Count(ctx context.Context, f Filter) (n int64, err error) {
	if err = l.filtered(ctx, f).Count(&n).Error; err != nil {
		err = fmt.Errorf("audit: count: %w", err)
	}
	return n, err
}

// List returns up to limit entries after skipping some, newest first.
func (l *Ledger) List(ctx context.Context, f Filter, skip, limit int) (es []Entry, err error) {
	if err = l.filtered(ctx, f).Order("seq DESC").Offset(skip).Limit(limit).Find(&es).Error; err != nil {
		err = fmt.Errorf("audit: list: %w", err)
	}
	return es, err
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
