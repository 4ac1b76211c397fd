// Package store is the only package that opens a database.
//
// Invariants:
//
//   - A transaction travels in the context. Code below a Tx that calls DB(ctx)
//     is inside it; there is no second handle to use by mistake. On SQLite the
//     handle outside a transaction is read-only, so a write that forgot its
//     transaction fails in tests.
//   - Now(ctx) is fixed for the length of a transaction, in UTC, cut to
//     milliseconds, so that both databases give back what was written.
//   - AfterCommit functions run once, after a successful outermost commit, and
//     never after a rollback. What must survive a crash is a row in jobs.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"
)

// Options say which database to open.
type Options struct {
	// Database is a MySQL/MariaDB address "user:pass@tcp(host:3306)/name".
	// Empty means the embedded SQLite file at File.
	Database string
	// File is the path of the SQLite file; used only when Database is empty.
	File string
	// Clock replaces time.Now in tests.
	Clock func() time.Time
}

// Store is an open database.
type Store struct {
	write  *gorm.DB // transactions
	read   *gorm.DB // everything else; the same as write on MySQL
	writer *writer  // SQLite's one writing connection; nil on MySQL
	mysql  bool
	clock  func() time.Time
	closed []func() error
}

// Open opens the database and checks that it can be trusted with the data.
// It does not migrate it.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := &Store{clock: o.Clock, mysql: o.Database != ""}
	if s.clock == nil {
		s.clock = time.Now
	}
	var err error
	if s.mysql {
		err = s.openMySQL(ctx, o.Database)
	} else {
		err = s.openSQLite(o.File)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// gorm opens a handle; writing says that a writer will keep its statements.
func (s *Store) gorm(d gorm.Dialector, writing bool) (*gorm.DB, error) {
	db, err := gorm.Open(d, &gorm.Config{
		TranslateError:         true,
		SkipDefaultTransaction: true,
		// On MySQL the driver fills in the parameters itself. A cache of prepared
		// statements would let transactions that hold every connection wait for a
		// reader, and the reader for a connection.
		PrepareStmt:        !s.mysql && !writing,
		PrepareStmtMaxSize: 400,
		NowFunc:            s.now,
		Logger:             logger.Discard,
	})
	if err != nil {
		return nil, err
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	s.closed = append(s.closed, pool.Close)
	return db.Omit(clause.Associations).Session(&gorm.Session{}), nil
}

// Close closes the database.
func (s *Store) Close() error {
	var errs []error
	if s.writer != nil {
		errs = append(errs, s.writer.release())
	}
	for _, f := range s.closed {
		errs = append(errs, f())
	}
	s.closed = nil
	return errors.Join(errs...)
}

// Dialect names the database: "sqlite" or "mysql" (MariaDB included).
func (s *Store) Dialect() string {
	if s.mysql {
		return "mysql"
	}
	return "sqlite"
}

func (s *Store) now() time.Time { return s.clock().UTC().Truncate(time.Millisecond) }

// Clock is the time outside every transaction.
func (s *Store) Clock() time.Time { return s.clock() }

type txKey struct{}

type tx struct {
	db    *gorm.DB
	now   time.Time
	after []func()
	doom  error       // an inner Tx failed: the outer one must not commit
	memo  map[any]any // what Once has computed
}

// maxTries bounds how often a transaction that lost a deadlock is run again.
const maxTries = 8

// Tx runs f in a transaction, joining the one already in ctx if there is one.
// When a joined f fails the whole transaction fails, even if its caller
// swallows the error: half an act is never stored. An outermost f may run more
// than once, when the database chose it as a deadlock's victim; it must keep
// its effects in the database and in AfterCommit.
func (s *Store) Tx(ctx context.Context, f func(ctx context.Context) error) error {
	if t, ok := ctx.Value(txKey{}).(*tx); ok {
		err := f(ctx)
		if err != nil && t.doom == nil {
			t.doom = err
		}
		return err
	}
	var err error
	for try := range maxTries {
		var t *tx
		if t, err = s.once(ctx, f); err == nil {
			for _, g := range t.after {
				g()
			}
			return nil
		}
		if !deadlock(err) || !pause(ctx, try) {
			break
		}
	}
	return classify(err)
}

func (s *Store) once(ctx context.Context, f func(ctx context.Context) error) (*tx, error) {
	t := &tx{now: s.Now(ctx)}
	body := func(db *gorm.DB) error {
		t.db = db
		if err := f(context.WithValue(ctx, txKey{}, t)); err != nil {
			return err
		}
		return t.doom
	}
	if s.writer != nil {
		return t, s.writer.run(ctx, s.write, body)
	}
	// Every decision is a compare-and-set or takes its lock by FOR UPDATE, so
	// snapshots add nothing but gap locks and the deadlocks they bring.
	return t, s.write.WithContext(ctx).Transaction(body, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
}

// Snapshot runs f with everything it reads taken from one instant, while others
// go on writing. f writes nothing.
func (s *Store) Snapshot(ctx context.Context, f func(ctx context.Context) error) error {
	opts := &sql.TxOptions{ReadOnly: true}
	if s.mysql {
		opts.Isolation = sql.LevelRepeatableRead
	}
	t := &tx{now: s.Now(ctx)}
	return classify(s.read.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		t.db = db
		return f(context.WithValue(ctx, txKey{}, t))
	}, opts))
}

// DB returns the handle for ctx: the transaction's, if ctx carries one, else a
// handle for reading.
func (s *Store) DB(ctx context.Context) *gorm.DB {
	if t, ok := ctx.Value(txKey{}).(*tx); ok {
		return t.db.WithContext(ctx)
	}
	return s.read.WithContext(ctx)
}

// Fresh returns a handle for reading what is committed, also when ctx carries a
// transaction that has ended or not yet begun to be visible.
func (s *Store) Fresh(ctx context.Context) *gorm.DB { return s.read.WithContext(ctx) }

// AddTo adds delta to a number in each of rows, a slice of structs; a row that
// does not exist yet begins with what it holds. key names the columns of the
// rows' primary key.
func (s *Store) AddTo(ctx context.Context, rows any, column string, delta int64, key ...string) error {
	var names []clause.Column
	for _, k := range key {
		names = append(names, clause.Column{Name: k})
	}
	sum := gorm.Expr("? + ?", clause.Column{Table: clause.CurrentTable, Name: column}, delta)
	return s.DB(ctx).Clauses(clause.OnConflict{Columns: names, DoUpdates: clause.Assignments(map[string]any{column: sum})}).Create(rows).Error
}

// Sum adds rows, a slice of structs, to a table of sums: the columns named in
// columns of a row that is there already rise by what the new row holds. key names
// the columns of the rows' primary key.
func (s *Store) Sum(ctx context.Context, rows any, columns []string, key ...string) error {
	var names []clause.Column
	for _, k := range key {
		names = append(names, clause.Column{Name: k})
	}
	sums := map[string]any{}
	for _, c := range columns {
		now := clause.Column{Table: clause.CurrentTable, Name: c}
		if s.mysql {
			sums[c] = gorm.Expr("? + VALUES(?)", now, clause.Column{Name: c})
		} else {
			sums[c] = gorm.Expr("? + ?", now, clause.Column{Table: "excluded", Name: c})
		}
	}
	return s.DB(ctx).Clauses(clause.OnConflict{Columns: names, DoUpdates: clause.Assignments(sums)}).Create(rows).Error
}

// Now returns the time of the transaction in ctx, or the clock's time: UTC,
// cut to milliseconds.
func (s *Store) Now(ctx context.Context) time.Time {
	if t, ok := ctx.Value(atKey{}).(time.Time); ok {
		return t
	}
	if t, ok := ctx.Value(txKey{}).(*tx); ok {
		return t.now
	}
	return s.now()
}

type atKey struct{}

// At returns a context in which everything happens at t. It exists for sample
// content, which is written years back by the real verbs; models/sample is its
// only caller outside tests (TestLayers looks).
func At(ctx context.Context, t time.Time) context.Context {
	return context.WithValue(ctx, atKey{}, t.UTC().Truncate(time.Millisecond))
}

// Once computes a value with f, at most once in the transaction that ctx
// carries; without one, each time. It is for what an act asks for again and
// again, such as the tree of columns; who changes it calls Forget. Keys are of
// unexported types, as with context.WithValue.
func Once[T any](ctx context.Context, key any, f func(ctx context.Context) (T, error)) (T, error) {
	t, ok := ctx.Value(txKey{}).(*tx)
	if !ok {
		return f(ctx)
	}
	if v, ok := t.memo[key]; ok {
		return v.(T), nil
	}
	v, err := f(ctx)
	if err == nil {
		if t.memo == nil {
			t.memo = map[any]any{}
		}
		t.memo[key] = v
	}
	return v, err
}

// Forget drops what Once has computed for key in the transaction of ctx.
func Forget(ctx context.Context, key any) {
	if t, ok := ctx.Value(txKey{}).(*tx); ok {
		delete(t.memo, key)
	}
}

// InTx reports whether ctx carries a transaction.
func InTx(ctx context.Context) bool { _, ok := ctx.Value(txKey{}).(*tx); return ok }

// AfterCommit runs f once the transaction in ctx has committed.
// Without a transaction it runs f at once.
func AfterCommit(ctx context.Context, f func()) {
	if t, ok := ctx.Value(txKey{}).(*tx); ok {
		t.after = append(t.after, f)
		return
	}
	f()
}

// Changed turns the result of a compare-and-set into (won, error): won says
// that exactly one row was still as it had been seen.
func Changed(r *gorm.DB) (won bool, err error) {
	if r.Error != nil {
		return false, r.Error
	}
	if r.RowsAffected > 1 {
		return false, fmt.Errorf("store: a compare-and-set changed %d rows", r.RowsAffected)
	}
	return r.RowsAffected == 1, nil
}
