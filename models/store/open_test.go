package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	driver "github.com/go-sql-driver/mysql"

	"gongkai/models/identity"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

// server skips the test where there is no MariaDB.
func server(t *testing.T) string {
	t.Helper()
	address := storetest.MySQL(t)
	if address == "" {
		t.Skip("no MariaDB")
	}
	return address
}

// refuses demands that a database cannot be opened, with a word that says why.
func refuses(t *testing.T, o store.Options, word string) {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	if err == nil {
		s.Close()
		t.Fatalf("%q was opened, want a refusal about %q", o.Database, word)
	}
	if !strings.Contains(err.Error(), word) {
		t.Errorf("%v, want a word about %q", err, word)
	}
}

// Addresses that make no sense, and servers that are not there, are named.
func TestOpenRefusesBadAddresses(t *testing.T) {
	refuses(t, store.Options{Database: "nonsense"}, "form")
	refuses(t, store.Options{Database: "u:p@tcp(127.0.0.1:1)/"}, "names no database")
	refuses(t, store.Options{Database: "u:geheim@tcp(127.0.0.1:1)/x"}, "127.0.0.1:1")
	s, err := store.Open(t.Context(), store.Options{Database: "u:geheim@tcp(127.0.0.1:1)/x"})
	if err == nil {
		s.Close()
	} else if strings.Contains(err.Error(), "geheim") {
		t.Error("the password is in the message")
	}
}

// A database that is not utf8mb4 is refused.
func TestOpenRefusesOtherCharacterSets(t *testing.T) {
	c, err := driver.ParseDSN(server(t))
	must(t, err)
	address := storetest.CreateDatabase(t)
	made, err := driver.ParseDSN(address)
	must(t, err)
	db, err := sql.Open("mysql", c.FormatDSN())
	must(t, err)
	defer db.Close()
	_, err = db.ExecContext(t.Context(), "ALTER DATABASE "+made.DBName+" CHARACTER SET latin1 COLLATE latin1_bin")
	must(t, err)
	refuses(t, store.Options{Database: address}, "utf8mb4")
}

// Whatever the address says, a value that is too long is never cut silently:
// the session is strict or the address is refused.
func TestOpenIsStrictWhateverTheAddressSays(t *testing.T) {
	server(t)
	address := storetest.CreateDatabase(t)
	s, err := store.Open(t.Context(), store.Options{Database: address + "?sql_mode=%27%27"})
	if err != nil {
		if !strings.Contains(err.Error(), "strict") {
			t.Error(err)
		}
		return
	}
	defer s.Close()
	must(t, s.Migrate(t.Context()))
	err = s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, strings.Repeat("长", 61)) })
	if err == nil {
		t.Errorf("a name of 61 characters was stored as %d", len([]rune(names(t, s)[0])))
	}
}

// Too long a value is an error on MariaDB.
func TestMySQLRefusesLongValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		if s.Dialect() == "sqlite" {
			return // SQLite knows no lengths; the program checks them
		}
		if err := s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, strings.Repeat("长", 61)) }); err == nil {
			t.Error("stored")
		}
	})
}

// The address's own settings do not change how times are read.
func TestOpenFixesTheSession(t *testing.T) {
	server(t)
	s, err := store.Open(t.Context(), store.Options{Database: storetest.CreateDatabase(t) + "?loc=Local&parseTime=false&time_zone=%27%2B05%3A00%27&clientFoundRows=false"})
	must(t, err)
	defer s.Close()
	must(t, s.Migrate(t.Context()))
	must(t, s.Tx(t.Context(), func(ctx context.Context) error {
		return s.DB(ctx).Create(&identity.Section{Name: "时", CreatedAt: storetest.Start}).Error
	}))
	var x identity.Section
	must(t, s.DB(t.Context()).Take(&x).Error)
	var zone string
	must(t, s.DB(t.Context()).Raw("SELECT @@session.time_zone").Scan(&zone).Error)
	if !x.CreatedAt.Equal(storetest.Start) || zone != "+00:00" {
		t.Errorf("%s, time zone %s", x.CreatedAt, zone)
	}
}

// A database that a newer program has migrated is refused; migrating twice
// changes nothing.
func TestMigrateRefusesNewerSchema(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) {
		before, err := s.Status(t.Context())
		must(t, err)
		if before.Current != before.Target || len(before.Pending) != 0 || before.Current == 0 {
			t.Fatalf("%+v", before)
		}
		must(t, s.Migrate(t.Context()))
		write := func(sql string) {
			t.Helper()
			must(t, s.Tx(t.Context(), func(ctx context.Context) error { return s.DB(ctx).Exec(sql).Error }))
		}
		write("INSERT INTO schema_migrations (version_id, is_applied) VALUES (299912312359, 1)")
		if _, err := s.Status(t.Context()); err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Errorf("status: %v", err)
		}
		if err := s.Migrate(t.Context()); err == nil || !strings.Contains(err.Error(), "newer program") {
			t.Errorf("migrate: %v", err)
		}
		write("DELETE FROM schema_migrations WHERE version_id = 299912312359")
		must(t, s.Migrate(t.Context()))
	})
}

// An empty database says what is pending; several servers that start at once
// bring it up together.
func TestMigrateByManyServers(t *testing.T) {
	server(t)
	address := storetest.CreateDatabase(t)
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			s, err := store.Open(t.Context(), store.Options{Database: address})
			if err == nil {
				err = errors.Join(s.Migrate(t.Context()), s.Close())
			}
			errs[i] = err
		})
	}
	wg.Wait()
	must(t, errors.Join(errs...))
}

// A new SQLite file appears with its folder; any file name is a file name.
func TestOpenSQLiteFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new folder", "a?b#c%20d.db")
	s, err := store.Open(t.Context(), store.Options{File: file})
	must(t, err)
	st, err := s.Status(t.Context())
	if err != nil || st.Current != 0 || len(st.Pending) < 20 {
		t.Errorf("%+v %v", st, err)
	}
	must(t, s.Migrate(t.Context()))
	must(t, s.Tx(t.Context(), func(ctx context.Context) error { return put(ctx, s, "甲") }))
	must(t, s.Close())
	must(t, s.Close())
	again, err := store.Open(t.Context(), store.Options{File: file})
	must(t, err)
	defer again.Close()
	if got := names(t, again); len(got) != 1 {
		t.Error(got)
	}
	var mode struct{ Journal, Sync string }
	must(t, again.Tx(t.Context(), func(ctx context.Context) error {
		return errors.Join(again.DB(ctx).Raw("PRAGMA journal_mode").Scan(&mode.Journal).Error, again.DB(ctx).Raw("PRAGMA synchronous").Scan(&mode.Sync).Error)
	}))
	if mode.Journal != "wal" || mode.Sync != "2" {
		t.Errorf("%+v: an acknowledged act might be lost", mode)
	}
}
