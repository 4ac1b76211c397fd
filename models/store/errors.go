package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"math/rand/v2"
	"net"
	"time"

	mysqldriver "github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"gongkai/models/fault"
)

// mysqlCode returns the server's error number, or 0.
func mysqlCode(err error) uint16 {
	if e, ok := errors.AsType[*mysqldriver.MySQLError](err); ok {
		return e.Number
	}
	return 0
}

// sqliteCode returns SQLite's primary result code, or 0.
func sqliteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code() & 0xff
	}
	return 0
}

// deadlock reports whether the server rolled the transaction back in favour of
// another one, so that running it again may succeed.
func deadlock(err error) bool {
	const deadlocked, lockWait = 1213, 1205
	c := mysqlCode(err)
	return c == deadlocked || c == lockWait
}

// pause waits a little longer with every try, with jitter; false when ctx ended.
func pause(ctx context.Context, try int) bool {
	t := time.NewTimer(time.Duration(1+rand.IntN(8<<try)) * time.Millisecond)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// Away reports whether err says that the database cannot be used now: it is
// not reachable, refuses more connections, is locked for too long or its disk
// is full. Nothing is wrong with the request.
func Away(err error) bool {
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, mysqldriver.ErrInvalidConn) || errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	switch mysqlCode(err) {
	case 1040, 1053, 1203, 1205, 1213, 1290, 1836, 1021, 3100: // too many connections, shutdown, read-only, lock wait, disk full
		return true
	}
	switch sqliteCode(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN:
		return true
	}
	return false
}

// classify gives a plain database error its place in the fault vocabulary.
func classify(err error) error {
	if err == nil || fault.KindOf(err) != fault.Internal || !Away(err) {
		return err
	}
	return fault.Wrap(fault.Unavailable, err, "系统繁忙，请稍后再试。您填写的内容没有丢失。")
}

// Missing reports whether err says that no row was found.
func Missing(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// Duplicate reports whether err says that a unique key is taken.
func Duplicate(err error) bool { return errors.Is(err, gorm.ErrDuplicatedKey) }
