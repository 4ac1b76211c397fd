package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
)

// Derived is an SQLite file of its own, made of what stands in the database and
// made again from it when it is lost: an index. Its writes survive a crash of the
// program, not a power cut.
type Derived struct {
	write, read *sql.DB
}

// Derive opens the derived file and makes it when it is not there; schema is run
// each time. A damaged file is an error: the caller removes it and begins again.
func Derive(ctx context.Context, file, schema string) (*Derived, error) {
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return nil, fmt.Errorf("store: derived: %w", err)
	}
	path := "file:" + (&url.URL{Path: file}).EscapedPath()
	const common = "_pragma=page_size(8192)&_pragma=busy_timeout(10000)&_pragma=temp_store(2)&_pragma=journal_mode(wal)&_pragma=synchronous(normal)"
	d := &Derived{}
	var err error
	if d.write, err = sql.Open("sqlite", path+"?"+common+"&_pragma=cache_size(-16000)"); err != nil {
		return nil, fmt.Errorf("store: derived: %w", err)
	}
	d.write.SetMaxOpenConns(1)
	if _, err = d.write.ExecContext(ctx, schema); err != nil {
		return nil, fmt.Errorf("store: derived %s: %w", filepath.Base(file), errors.Join(err, d.Close()))
	}
	if d.read, err = sql.Open("sqlite", path+"?"+common+"&_pragma=query_only(1)&_pragma=cache_size(-8000)"); err != nil {
		return nil, fmt.Errorf("store: derived: %w", errors.Join(err, d.Close()))
	}
	d.read.SetMaxOpenConns(4)
	d.read.SetMaxIdleConns(4)
	return d, nil
}

// Raw is a column's bytes as they lie there, until the next row is read.
type Raw = sql.RawBytes

// Each runs a query and calls row with the scanner of each of its rows.
func (d *Derived) Each(ctx context.Context, row func(scan func(...any) error) error, query string, args ...any) error {
	rows, err := d.read.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("store: derived: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Batch is a transaction on a derived file.
type Batch struct {
	tx    *sql.Tx
	stmts map[string]*sql.Stmt
}

// Exec runs one statement, which is prepared once for the batch.
func (b *Batch) Exec(ctx context.Context, query string, args ...any) error {
	s := b.stmts[query]
	if s == nil {
		var err error
		if s, err = b.tx.PrepareContext(ctx, query); err != nil {
			return fmt.Errorf("store: derived: %w", err)
		}
		b.stmts[query] = s
	}
	if _, err := s.ExecContext(ctx, args...); err != nil {
		return fmt.Errorf("store: derived: %w", err)
	}
	return nil
}

// Write runs f in one transaction.
func (d *Derived) Write(ctx context.Context, f func(b *Batch) error) error {
	tx, err := d.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("store: derived: %w", err)
	}
	if err := f(&Batch{tx: tx, stmts: map[string]*sql.Stmt{}}); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// Tidy writes what the journal holds into the file, before it is moved.
func (d *Derived) Tidy(ctx context.Context) error {
	_, err := d.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return err
}

// Close closes the file.
func (d *Derived) Close() error {
	var err error
	if d.read != nil {
		err = d.read.Close()
	}
	return errors.Join(err, d.write.Close())
}
