package store

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"github.com/libtnb/sqlite"
)

// openSQLite opens the file with one writer and several readers. synchronous is
// FULL because an acknowledged act must survive a power cut, not only a crash
// of the program.
func (s *Store) openSQLite(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return fmt.Errorf("store: data folder: %w", err)
	}
	const common = "&_pragma=foreign_keys(1)&_pragma=busy_timeout(10000)&_pragma=temp_store(2)&_timezone=UTC"
	// A path with ? or # must not be read as parameters.
	path := "file:" + (&url.URL{Path: file}).EscapedPath()
	w, err := s.gorm(sqlite.Open(path+"?_pragma=journal_mode(wal)&_pragma=synchronous(full)"+common), true)
	if err != nil {
		return fmt.Errorf("store: open %s: %w", file, err)
	}
	pool, _ := w.DB()
	pool.SetMaxOpenConns(1)
	s.writer = newWriter(pool)
	r, err := s.gorm(sqlite.Open(path+"?_pragma=query_only(1)"+common), false)
	if err != nil {
		return fmt.Errorf("store: open %s for reading: %w", file, err)
	}
	pool, _ = r.DB()
	pool.SetMaxOpenConns(max(4, runtime.NumCPU()))
	pool.SetMaxIdleConns(max(4, runtime.NumCPU()))
	s.write, s.read = w, r
	return nil
}
