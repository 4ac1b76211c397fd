package store

import (
	"context"
	"fmt"
)

// MigrateTo brings an empty database to one schema version, older or equal to
// this program's: what was saved by an older program is loaded into its own
// schema and then migrated as that program's database would have been.
func (s *Store) MigrateTo(ctx context.Context, version int64) error {
	unlock, err := s.lockMigrations(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	p, err := s.provider()
	if err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	if _, err := p.UpTo(ctx, version); err != nil {
		return fmt.Errorf("store: migrate to %d: %w", version, err)
	}
	return nil
}

// Load runs f in a transaction in which rows may refer to rows that come later.
// SQLite looks at the end; MySQL cannot, so the caller proves what it has loaded.
func (s *Store) Load(ctx context.Context, f func(ctx context.Context) error) error {
	return s.Tx(ctx, func(ctx context.Context) error {
		off, on := "PRAGMA defer_foreign_keys = ON", ""
		if s.mysql {
			off, on = "SET FOREIGN_KEY_CHECKS = 0", "SET FOREIGN_KEY_CHECKS = 1"
		}
		db := s.DB(ctx)
		if err := db.Exec(off).Error; err != nil {
			return fmt.Errorf("store: load: %w", err)
		}
		if on != "" { // of the connection, which others will use
			defer db.Exec(on)
		}
		return f(ctx)
	})
}
