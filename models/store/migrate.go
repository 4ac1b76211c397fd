package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/pressly/goose/v3"
)

// One DDL statement to a file on MySQL: DDL there commits at once, so a file
// with two could be left half applied.
//
//go:embed migrations
var migrations embed.FS

// versions is the table in which the applied migrations are noted.
const versions = "schema_migrations"

// Status says which migrations a database has.
type Status struct {
	Current int64    // version of the database, 0 when empty
	Target  int64    // newest version this program knows
	Pending []string // files still to be applied, in order
}

func (s *Store) provider() (*goose.Provider, error) {
	dir, err := fs.Sub(migrations, "migrations/"+s.Dialect())
	if err != nil {
		return nil, err
	}
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	if s.writer != nil {
		if err := s.writer.release(); err != nil {
			return nil, err
		}
	}
	dialect := goose.DialectSQLite3
	if s.mysql {
		dialect = goose.DialectMySQL
	}
	return goose.NewProvider(dialect, pool, dir, goose.WithTableName(versions), goose.WithDisableGlobalRegistry(true))
}

// Status reads the database's version. It refuses a database that a newer
// program has migrated: this one does not know what it would break. It only
// reads, beside whoever is writing.
func (s *Store) Status(ctx context.Context) (Status, error) {
	var st Status
	applied, err := s.applied(ctx)
	if err != nil {
		return st, fmt.Errorf("store: schema version: %w", err)
	}
	files, err := fs.Glob(migrations, "migrations/"+s.Dialect()+"/*.sql")
	if err != nil {
		return st, fmt.Errorf("store: migrations: %w", err)
	}
	for _, f := range files { // sorted by name, so by version
		v, err := goose.NumericComponent(f)
		if err != nil {
			return st, fmt.Errorf("store: migrations: %w", err)
		}
		st.Target = v
		if !applied[v] {
			st.Pending = append(st.Pending, path.Base(f))
		}
	}
	for v := range applied {
		st.Current = max(st.Current, v)
	}
	if st.Current > st.Target {
		return st, fmt.Errorf("store: the database has schema %d, this program knows only %d: start a newer program", st.Current, st.Target)
	}
	return st, nil
}

// applied is the set of versions that a database has.
func (s *Store) applied(ctx context.Context) (map[int64]bool, error) {
	db := s.read.WithContext(ctx)
	if !db.Migrator().HasTable(versions) {
		return nil, nil
	}
	var all []int64
	if err := db.Table(versions).Where("is_applied = ?", true).Pluck("version_id", &all).Error; err != nil {
		return nil, err
	}
	set := make(map[int64]bool, len(all))
	for _, v := range all {
		set[v] = true
	}
	return set, nil
}

// Migrate brings the database to this program's schema. Several servers may
// start at once: the first takes a lock, the others wait for it.
func (s *Store) Migrate(ctx context.Context) error {
	unlock, err := s.lockMigrations(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	st, err := s.Status(ctx)
	if err != nil || len(st.Pending) == 0 {
		return err
	}
	p, err := s.provider()
	if err != nil {
		return fmt.Errorf("store: migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	return nil
}

// lockMigrations takes a server-wide lock on MySQL; SQLite belongs to one
// process and needs none.
func (s *Store) lockMigrations(ctx context.Context) (func(), error) {
	if !s.mysql {
		return func() {}, nil
	}
	pool, err := s.write.DB()
	if err != nil {
		return nil, err
	}
	conn, err := pool.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("store: migration lock: %w", err)
	}
	var got sql.NullInt64
	if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK(CONCAT(DATABASE(), '.gongkai.migrate'), 120)").Scan(&got); err != nil || got.Int64 != 1 {
		conn.Close()
		return nil, fmt.Errorf("store: another server is migrating (lock not granted): %v", err)
	}
	return func() {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "SELECT RELEASE_LOCK(CONCAT(DATABASE(), '.gongkai.migrate'))")
		conn.Close()
	}, nil
}
