package annual

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/store"
)

// work is a year on the workbench. Its version rises with every change of the
// year, so a form that is late anywhere on the page is found out.
type work struct {
	Year    int `gorm:"primaryKey;autoIncrement:false"`
	Version int
	Prose   string // JSON: text as typed by section id, "" is what stands before the first
}

// TableName implements gorm's Tabler.
func (work) TableName() string { return "annual_works" }

func (w *work) row() audit.Row { return audit.NewRow("annual_works", w.Year, w.Version, w.Prose) }

// prose reads the texts; a year that nobody wrote for has none.
func (w *work) prose() (map[string]string, error) {
	m := map[string]string{}
	if w.Prose == "" {
		return m, nil
	}
	if err := json.Unmarshal([]byte(w.Prose), &m); err != nil {
		return nil, fmt.Errorf("annual: prose of %d: %w", w.Year, err)
	}
	return m, nil
}

// hand is a cell entered by hand.
type hand struct {
	Year   int         `gorm:"primaryKey;autoIncrement:false"`
	Cell   string      `gorm:"primaryKey;size:60"`
	Kind   report.Kind `gorm:"size:10"`
	Number string      `gorm:"size:30"`
	Reason string      `gorm:"size:500"`
	By     uint64      `gorm:"column:person_id"`
	At     time.Time
}

// TableName implements gorm's Tabler.
func (hand) TableName() string { return "annual_hands" }

func (h *hand) key() string { return fmt.Sprintf("%d.%s", h.Year, h.Cell) }
func (h *hand) row() audit.Row {
	return audit.NewRow("annual_hands", h.key(), string(h.Kind), h.Number, h.Reason, h.By, h.At)
}

// word is what was said to a warning.
type word struct {
	Year  int    `gorm:"primaryKey;autoIncrement:false"`
	Place string `gorm:"primaryKey;size:64"` // digest of rule and place
	Rule  string `gorm:"size:20"`
	At    string `gorm:"size:500"`
	About string `gorm:"size:64"` // digest of what the rule said: other numbers need other words
	Text  string `gorm:"size:1000"`
	By    uint64 `gorm:"column:person_id"`
	Said  time.Time
}

// TableName implements gorm's Tabler.
func (word) TableName() string { return "annual_words" }

func (w *word) row() audit.Row {
	return audit.NewRow("annual_words", fmt.Sprintf("%d.%s", w.Year, w.Place), w.Rule, w.At, w.About, w.Text, w.By, w.Said)
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

// Tables lists what the package stores.
func Tables() []any { return []any{&work{}, &hand{}, &word{}} }

// Source yields the digests of everything the package stores, for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	var works []work
	var hands []hand
	var words []word
	db := s.store.DB(ctx)
	for _, list := range []any{&works, &hands, &words} {
		if err := db.Find(list).Error; err != nil {
			return fmt.Errorf("annual: %w", err)
		}
	}
	var rows []audit.Row
	for i := range works {
		rows = append(rows, works[i].row())
	}
	for i := range hands {
		rows = append(rows, hands[i].row())
	}
	for i := range words {
		rows = append(rows, words[i].row())
	}
	for _, r := range rows {
		if err := yield(r); err != nil {
			return err
		}
	}
	return nil
}

// stored reads a year; one that nobody touched has version 0.
func (s *Service) stored(ctx context.Context, year int) (w work, hands map[string]hand, words map[string]word, err error) {
	db := s.store.DB(ctx)
	var ws []work
	var hs []hand
	var xs []word
	for _, list := range []any{&ws, &hs, &xs} {
		if err := db.Where("year = ?", year).Find(list).Error; err != nil {
			return w, nil, nil, fmt.Errorf("annual: %d: %w", year, err)
		}
	}
	w, hands, words = work{Year: year}, map[string]hand{}, map[string]word{}
	if len(ws) > 0 {
		w = ws[0]
	}
	for _, h := range hs {
		hands[h.Cell] = h
	}
	for _, x := range xs {
		words[x.Place] = x
	}
	return w, hands, words, nil
}

// change is one act on a year: do stores what it changes and returns the rows that
// it wrote.
func (s *Service) change(ctx context.Context, year, seen int, action audit.Action, detail string, by identity.Actor,
	do func(ctx context.Context, w *work) ([]audit.Row, error)) error {
	if err := mayWrite(by); err != nil {
		return err
	}
	if _, err := s.formatOf(ctx, year); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		w, _, _, err := s.stored(ctx, year)
		if err != nil {
			return err
		}
		if w.Version != seen {
			return late()
		}
		if err := s.unlocked(ctx, year, by); err != nil {
			return err
		}
		w.Version++
		rows, err := do(ctx, &w)
		if err != nil {
			return err
		}
		if err := s.put(ctx, &w, seen); err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: action, Object: fmt.Sprintf("annual/%d", year), Detail: detail, Rows: append(rows, w.row())})
	})
}

// keep stores the newest of what was said in one place, instead of what was said
// there before.
func (s *Service) keep(ctx context.Context, row any, key string, args ...any) error {
	if err := s.store.DB(ctx).Where(key, args...).Delete(row).Error; err != nil {
		return fmt.Errorf("annual: %w", err)
	}
	if err := s.store.DB(ctx).Create(row).Error; err != nil {
		return fmt.Errorf("annual: %w", err)
	}
	return nil
}

func late() error {
	return fault.New(fault.Stale, "这一年的年报刚刚被别人改过。您填写的内容还在下面，请看过现在的数字后再保存一次。")
}

func (s *Service) put(ctx context.Context, w *work, seen int) error {
	if seen == 0 {
		err := s.store.DB(ctx).Create(w).Error
		if store.Duplicate(err) {
			return late()
		}
		return err
	}
	won, err := store.Changed(s.store.DB(ctx).Model(&work{}).Where("year = ? AND version = ?", w.Year, seen).Select("Version", "Prose").Updates(w))
	if err == nil && !won {
		return late()
	}
	return err
}

func (s *Service) thisYear(ctx context.Context) int { return calendar.Year(s.store.Now(ctx)) }
