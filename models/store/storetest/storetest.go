// Package storetest gives tests databases of their own.
//
// Every test runs on SQLite, and on MariaDB (or MySQL) when GONGKAI_TEST_MYSQL
// holds the address of a server where databases may be created. `go run
// ./cmd/dev test` starts one and sets GONGKAI_TEST_REQUIRED=1, which turns a
// missing server into a failure, so CI cannot go green without it.
package storetest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	driver "github.com/go-sql-driver/mysql"

	"gongkai/models/store"
)

// Clock is a clock that tests set. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Start is the time at which a test's clock stands: a working day, 10:00 in
// China Standard Time.
var Start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// NewClock returns a clock that stands at Start.
func NewClock() *Clock { return &Clock{now: Start} }

// Add moves the clock.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Each runs f once per database, each time with an empty, migrated one.
func Each(t *testing.T, f func(t *testing.T, s *store.Store, c *Clock)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		c := &Clock{now: Start}
		f(t, open(t, store.Options{File: SQLite(t), Clock: c.Now}), c)
	})
	if MySQL(t) == "" {
		return
	}
	t.Run("mariadb", func(t *testing.T) {
		c := &Clock{now: Start}
		f(t, open(t, store.Options{Database: database(t), Clock: c.Now}), c)
	})
}

// EachBare runs f once per database, each time with one that was never migrated.
func EachBare(t *testing.T, f func(t *testing.T, s *store.Store)) {
	t.Helper()
	t.Run("into sqlite", func(t *testing.T) { f(t, open(t, store.Options{File: filepath.Join(t.TempDir(), "gongkai.db")})) })
	if MySQL(t) == "" {
		return
	}
	t.Run("into mariadb", func(t *testing.T) { f(t, open(t, store.Options{Database: CreateDatabase(t)})) })
}

// MySQL returns the address of the test server, or "" when there is none and
// none is required.
func MySQL(t *testing.T) string {
	t.Helper()
	address := os.Getenv("GONGKAI_TEST_MYSQL")
	if address == "" && os.Getenv("GONGKAI_TEST_REQUIRED") != "" {
		t.Fatal("GONGKAI_TEST_MYSQL is not set: run the tests with go run ./cmd/dev test")
	}
	return address
}

func open(t *testing.T, o store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

var template struct {
	sync.Once
	bytes []byte
	err   error
}

// SQLite returns the path of a migrated SQLite file: a copy of one that was
// migrated once for the whole test binary.
func SQLite(t *testing.T) string {
	t.Helper()
	template.Do(func() {
		dir, err := os.MkdirTemp("", "gongkai-template-")
		if err != nil {
			template.err = err
			return
		}
		defer os.RemoveAll(dir)
		file := filepath.Join(dir, "t.db")
		if template.err = migrate(store.Options{File: file}); template.err == nil {
			template.bytes, template.err = os.ReadFile(file)
		}
	})
	if template.err != nil {
		t.Fatal(template.err)
	}
	file := filepath.Join(t.TempDir(), "gongkai.db")
	if err := os.WriteFile(file, template.bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func migrate(o store.Options) error {
	s, err := store.Open(context.Background(), o)
	if err != nil {
		return err
	}
	err = s.Migrate(context.Background())
	if cerr := s.Close(); err == nil {
		err = cerr
	}
	return err
}

var pool struct {
	sync.Mutex
	free []string
}

// database returns the address of a migrated MariaDB database that no other
// test uses. It is emptied and kept for the next test, because creating one
// takes longer than most tests.
func database(t *testing.T) string {
	t.Helper()
	pool.Lock()
	if n := len(pool.free); n > 0 {
		address := pool.free[n-1]
		pool.free = pool.free[:n-1]
		pool.Unlock()
		empty(t, address)
		t.Cleanup(func() { release(address) })
		return address
	}
	pool.Unlock()
	address := CreateDatabase(t)
	if err := migrate(store.Options{Database: address}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { release(address) })
	return address
}

func release(address string) {
	pool.Lock()
	defer pool.Unlock()
	pool.free = append(pool.free, address)
}

// CreateDatabase creates an empty database on the test server and returns its
// address. The server is thrown away after the tests, so nobody drops it.
func CreateDatabase(t *testing.T) string {
	t.Helper()
	c, err := driver.ParseDSN(MySQL(t))
	if err != nil {
		t.Fatal(err)
	}
	name := "t_" + strings.ToLower(rand.Text()[:12])
	exec(t, MySQL(t), "CREATE DATABASE "+name+" CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")
	c.DBName = name
	return c.FormatDSN()
}

// empty deletes every row but those that migrations wrote.
func empty(t *testing.T, address string) {
	t.Helper()
	db, err := sql.Open("mysql", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	rows, err := conn.QueryContext(t.Context(), "SHOW TABLES")
	if err != nil {
		t.Fatal(err)
	}
	statements := []string{"SET FOREIGN_KEY_CHECKS = 0"}
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		if !slices.Contains([]string{"schema_migrations", "ledger_heads", "site_epochs"}, name) {
			statements = append(statements, "DELETE FROM "+name)
		}
	}
	rows.Close()
	for _, q := range append(statements, "UPDATE ledger_heads SET seq = 0, hash = ''", "UPDATE site_epochs SET n = 1") {
		if _, err := conn.ExecContext(t.Context(), q); err != nil {
			t.Fatal(q, err)
		}
	}
}

func exec(t *testing.T, address, query string) {
	t.Helper()
	db, err := sql.Open("mysql", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), query); err != nil {
		t.Fatal(query, err)
	}
}
