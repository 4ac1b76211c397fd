package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"gorm.io/gorm"
)

// maxStatements bounds the prepared statements that a writer keeps.
const maxStatements = 400

// writer is the one connection that writes to SQLite, with the statements
// prepared on it. database/sql forgets what a transaction has prepared at its
// end, and parsing the same forty statements for every act took more time than
// running them.
//
// It is the connection pool of the transaction that holds it: one at a time.
type writer struct {
	pool  *sql.DB
	turn  chan struct{} // holds one token
	conn  *sql.Conn
	mu    sync.Mutex // gorm may ask from several goroutines of one transaction
	ready map[string]*sql.Stmt
}

func newWriter(pool *sql.DB) *writer {
	w := &writer{pool: pool, turn: make(chan struct{}, 1), ready: map[string]*sql.Stmt{}}
	w.turn <- struct{}{}
	return w
}

// run runs f in a transaction on the connection, after those who came before.
func (w *writer) run(ctx context.Context, db *gorm.DB, f func(db *gorm.DB) error) (err error) {
	select {
	case <-w.turn:
		defer func() { w.turn <- struct{}{} }()
	case <-ctx.Done():
		return fmt.Errorf("store: wait for the writer: %w", ctx.Err())
	}
	if w.conn == nil {
		if w.conn, err = w.pool.Conn(ctx); err != nil {
			return err
		}
	}
	// IMMEDIATE: who will write takes the lock before reading what it decides on.
	if _, err := w.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	done := false
	defer func() {
		if !done { // f failed or panicked; a rollback that fails as well has nothing to undo
			_, _ = w.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		}
	}()
	tx := db.Session(&gorm.Session{Context: ctx, NewDB: true})
	tx.Statement.ConnPool = w
	if err := f(tx); err != nil {
		return err
	}
	if _, err := w.ExecContext(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		return err
	}
	done = true
	return nil
}

// release gives the connection back to the pool, for a migration; the next
// transaction takes it again.
func (w *writer) release() error {
	<-w.turn
	defer func() { w.turn <- struct{}{} }()
	var errs []error
	for _, s := range w.ready {
		errs = append(errs, s.Close())
	}
	clear(w.ready)
	if w.conn != nil {
		errs = append(errs, w.conn.Close())
		w.conn = nil
	}
	return errors.Join(errs...)
}

// PrepareContext implements gorm.ConnPool. The statement stays the writer's.
func (w *writer) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s := w.ready[query]; s != nil {
		return s, nil
	}
	// Not ctx: it ends with the request, the statement does not.
	s, err := w.conn.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, err
	}
	if len(w.ready) >= maxStatements {
		for q, old := range w.ready {
			_ = old.Close() // it is only a cache
			delete(w.ready, q)
			break
		}
	}
	w.ready[query] = s
	return s, nil
}

// ExecContext implements gorm.ConnPool.
func (w *writer) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := w.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

// QueryContext implements gorm.ConnPool.
func (w *writer) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := w.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// QueryRowContext implements gorm.ConnPool.
func (w *writer) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s, err := w.PrepareContext(ctx, query)
	if err != nil {
		return w.conn.QueryRowContext(ctx, query, args...) // gives the same error to Scan
	}
	return s.QueryRowContext(ctx, args...)
}
