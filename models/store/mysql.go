package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	driver "github.com/go-sql-driver/mysql"
	"gorm.io/driver/mysql"
	"gorm.io/gorm"
)

// openMySQL fixes the connection's settings, whatever the address says, and
// refuses a server that would change values silently.
func (s *Store) openMySQL(ctx context.Context, address string) error {
	c, err := driver.ParseDSN(address)
	if err != nil {
		return fmt.Errorf("store: the database address is not of the form user:pass@tcp(host:3306)/name: %w", err)
	}
	if c.DBName == "" {
		return fmt.Errorf("store: the database address names no database")
	}
	c.ParseTime, c.Loc, c.ClientFoundRows, c.InterpolateParams = true, time.UTC, true, true
	c.Collation = "utf8mb4_bin"
	c.Timeout, c.ReadTimeout, c.WriteTimeout = 5*time.Second, 60*time.Second, 60*time.Second
	if c.Params == nil {
		c.Params = map[string]string{}
	}
	c.Params["time_zone"] = "'+00:00'"
	c.Params["sql_mode"] = "'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION'"
	db, err := s.gorm(mysql.New(mysql.Config{DSNConfig: c}), false)
	if err != nil {
		return fmt.Errorf("store: open %s/%s: %w", c.Addr, c.DBName, err)
	}
	pool, _ := db.DB()
	pool.SetMaxOpenConns(32)
	pool.SetMaxIdleConns(16)
	pool.SetConnMaxLifetime(30 * time.Minute)
	s.write, s.read = db, db
	return trustworthy(db.WithContext(ctx))
}

// trustworthy refuses a server that is not strict (it would cut values that are
// too long) or a database that is not utf8mb4 (it could not hold every name).
func trustworthy(db *gorm.DB) error {
	var v struct{ Mode, Charset string }
	err := db.Raw("SELECT @@GLOBAL.sql_mode AS mode, @@character_set_database AS charset").Scan(&v).Error
	if err != nil {
		return fmt.Errorf("store: ask the server for its settings: %w", err)
	}
	if !strings.Contains(v.Mode, "STRICT_TRANS_TABLES") && !strings.Contains(v.Mode, "STRICT_ALL_TABLES") {
		return fmt.Errorf("store: the server's sql_mode is not strict (%q); set STRICT_TRANS_TABLES", v.Mode)
	}
	if v.Charset != "utf8mb4" {
		return fmt.Errorf("store: the database's character set is %s, not utf8mb4", v.Charset)
	}
	return nil
}
