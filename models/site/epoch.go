package site

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"gongkai/models/store"
)

// An epoch is a time in which nothing that the public reads changes: a page
// rendered in it is right until it ends. Whatever changes something for the
// public ends it by Turn, in its own transaction; every server asks for the
// present one several times a second.

// epoch is the one row that holds the number of the present epoch.
type epoch struct {
	ID uint64
	N  uint64
}

// TableName implements gorm's Tabler.
func (epoch) TableName() string { return "site_epochs" }

// change says that a document was published, changed or withdrawn at the
// beginning of an epoch.
type change struct {
	Epoch      uint64 `gorm:"primaryKey;autoIncrement:false"`
	DocumentID uint64 `gorm:"primaryKey;autoIncrement:false"`
	Gone       bool   // withdrawn
}

// TableName implements gorm's Tabler.
func (change) TableName() string { return "site_changes" }

// Turned tells of new epochs: the number of the present one, and the documents
// withdrawn since the call before, of which no old copy may be shown again.
type Turned func(epoch uint64, withdrawn []uint64)

// epochs is what this process knows of the epoch.
type epochs struct {
	known  atomic.Uint64 // 0: never asked
	mu     sync.Mutex    // one look at a time
	turned []Turned
}

// Turn ends the epoch in the caller's transaction. withdrawn are documents that
// the public must not read any more, not even while the database is away.
func (s *Service) Turn(ctx context.Context, withdrawn ...uint64) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		n, err := store.Once(ctx, epoch{}, s.turn)
		if err != nil {
			return err
		}
		return s.note(ctx, n, true, withdrawn)
	})
}

// Touch is Turn for documents that the public reads, and what is shown of them
// elsewhere is another than before.
func (s *Service) Touch(ctx context.Context, documents ...uint64) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		n, err := store.Once(ctx, epoch{}, s.turn)
		if err != nil {
			return err
		}
		return s.note(ctx, n, false, documents)
	})
}

// note stores what begins with an epoch. What is withdrawn stays so, whatever
// else the same act says of it.
func (s *Service) note(ctx context.Context, n uint64, gone bool, documents []uint64) error {
	for _, id := range documents {
		on := clause.OnConflict{DoNothing: true}
		if gone {
			on = clause.OnConflict{UpdateAll: true}
		}
		if err := s.store.DB(ctx).Clauses(on).Create(&change{Epoch: n, DocumentID: id, Gone: gone}).Error; err != nil {
			return fmt.Errorf("site: change of %d: %w", id, err)
		}
	}
	return nil
}

// Changes lists the documents that were published, changed or withdrawn behind
// an epoch and until another, each once.
func (s *Service) Changes(ctx context.Context, after, until uint64) (ids []uint64, err error) {
	err = s.store.Fresh(ctx).Model(&change{}).Where("epoch > ? AND epoch <= ?", after, until).Distinct().Order("document_id").Pluck("document_id", &ids).Error
	if err != nil {
		return nil, fmt.Errorf("site: changes: %w", err)
	}
	return ids, nil
}

// Latest asks the database for the present epoch.
func (s *Service) Latest(ctx context.Context) (uint64, error) {
	var e epoch
	if err := s.store.Fresh(ctx).Where("id = 1").Take(&e).Error; err != nil {
		return 0, fmt.Errorf("site: epoch: %w", err)
	}
	return e.N, nil
}

// Turning ends the epoch as Turn does and returns the number of the next one.
// Numbers are in the order of commits: who has seen everything up to one misses
// nothing by asking for what is later.
func (s *Service) Turning(ctx context.Context) (n uint64, err error) {
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		n, err = store.Once(ctx, epoch{}, s.turn)
		return err
	})
	return n, err
}

// turn raises the number, which locks the row until the commit: what an epoch
// begins with and its number become visible together.
func (s *Service) turn(ctx context.Context) (uint64, error) {
	db := s.store.DB(ctx)
	if err := db.Model(&epoch{}).Where("id = 1").UpdateColumn("n", gorm.Expr("n + 1")).Error; err != nil {
		return 0, fmt.Errorf("site: epoch: %w", err)
	}
	var e epoch
	if err := db.Where("id = 1").Take(&e).Error; err != nil {
		return 0, fmt.Errorf("site: epoch: %w", err)
	}
	// Who publishes sees it published, before the next look. A look that fails
	// is made up for by that one.
	store.AfterCommit(ctx, func() { _ = s.Look(context.WithoutCancel(ctx)) })
	return e.N, nil
}

// Epoch is the number of the present epoch as far as this process knows.
func (s *Service) Epoch() uint64 { return s.epochs.known.Load() }

// OnTurn adds a listener and tells it the present epoch, if it is known.
// Listeners are called one at a time.
func (s *Service) OnTurn(f Turned) {
	s.epochs.mu.Lock()
	defer s.epochs.mu.Unlock()
	s.epochs.turned = append(s.epochs.turned, f)
	if n := s.Epoch(); n != 0 {
		f(n, nil)
	}
}

// Look asks the database for the epoch and tells the listeners of a new one.
func (s *Service) Look(ctx context.Context) error {
	s.epochs.mu.Lock()
	defer s.epochs.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	db := s.store.Fresh(ctx)
	var e epoch
	if err := db.Where("id = 1").Take(&e).Error; err != nil {
		return fmt.Errorf("site: epoch: %w", err)
	}
	known := s.Epoch()
	if e.N == known {
		return nil
	}
	var withdrawn []uint64
	if known != 0 {
		err := s.store.Fresh(ctx).Model(&change{}).Where("epoch > ? AND epoch <= ? AND gone = ?", known, e.N, true).Pluck("document_id", &withdrawn).Error
		if err != nil {
			return fmt.Errorf("site: withdrawn: %w", err)
		}
	}
	s.epochs.known.Store(e.N)
	for _, f := range s.epochs.turned {
		f(e.N, withdrawn)
	}
	return nil
}

// Follow looks each interval until ctx ends. While the database is away it goes
// on asking: what is known stays.
func (s *Service) Follow(ctx context.Context, every time.Duration) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		_ = s.Look(ctx)
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
