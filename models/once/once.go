// Package once makes an act happen once although its request may come twice:
// after a double click, or when the answer was lost on its way and a browser or
// proxy asked again. A form carries a key; the key is stored in the transaction
// of the act, so either both are there or neither is.
package once

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"gongkai/models/fault"
	"gongkai/models/store"
)

// use is one key that has been used.
type use struct {
	Key      string `gorm:"column:once_key;primaryKey;size:40"`
	PersonID uint64
	Ref      uint64 // what the act made or changed
	At       time.Time
}

// TableName implements gorm's Tabler.
func (use) TableName() string { return "once_uses" }

// Tables lists what the package stores.
func Tables() []any { return []any{&use{}} }

// Service remembers keys.
type Service struct{ store *store.Store }

// New returns the service kept in s.
func New(s *store.Store) *Service { return &Service{store: s} }

var keyForm = regexp.MustCompile(`^[0-9A-Za-z_-]{16,40}$`)

// Do runs act, whose result is the id of what it made or changed, unless the
// person has used the key before: then it returns that id and runs nothing. What
// is no key at all protects nothing.
func (s *Service) Do(ctx context.Context, key string, person uint64, act func(ctx context.Context) (uint64, error)) (uint64, error) {
	if !keyForm.MatchString(key) {
		return act(ctx)
	}
	var ref uint64
	err := s.store.Tx(ctx, func(ctx context.Context) (err error) {
		if ref, err = s.used(ctx, key, person); err != nil || ref != 0 {
			return err
		}
		if ref, err = act(ctx); err != nil {
			return err
		}
		return s.store.DB(ctx).Create(&use{Key: key, PersonID: person, Ref: ref, At: s.store.Now(ctx)}).Error
	})
	if err != nil { // perhaps because the other request was faster by a hair: then it has done the act
		if done, asked := s.used(ctx, key, person); asked == nil && done != 0 {
			return done, nil
		}
	}
	return ref, err
}

// used is what a key has done, or 0.
func (s *Service) used(ctx context.Context, key string, person uint64) (uint64, error) {
	var us []use
	if err := s.store.DB(ctx).Where("once_key = ?", key).Limit(1).Find(&us).Error; err != nil {
		return 0, fmt.Errorf("once: %w", err)
	}
	switch {
	case len(us) == 0:
		return 0, nil
	case us[0].PersonID != person:
		return 0, fault.New(fault.Forbidden, "页面已过期，操作没有执行。请返回刷新页面后重试。")
	}
	return us[0].Ref, nil
}

// keep is how long a key is remembered: longer than any browser asks again.
const keep = 7 * 24 * time.Hour

// Forget forgets old keys.
func (s *Service) Forget(ctx context.Context) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		return s.store.DB(ctx).Where("at < ?", s.store.Now(ctx).Add(-keep)).Delete(&use{}).Error
	})
}
