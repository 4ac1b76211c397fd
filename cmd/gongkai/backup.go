package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"gongkai/config"
	"gongkai/models"
	"gongkai/models/backup"
	"gongkai/models/store"
)

// backupCmd is "gongkai backup".
type backupCmd struct {
	place
	File string `arg:"" help:"New file to write; an existing one is never written over."`
}

// Run writes a backup while servers go on, and reads it back.
func (b backupCmd) Run(ctx context.Context) error {
	cfg, err := b.config("", "")
	if err != nil {
		return err
	}
	if err := existing(cfg); err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Database: cfg.Database, File: cfg.SQLiteFile()})
	if err != nil {
		return err
	}
	defer s.Close()
	start := time.Now()
	sum, err := backup.Write(ctx, s, backup.Place{Files: cfg.Files, Checkpoints: cfg.CheckpointFile()}, b.File)
	if err != nil {
		return err
	}
	if _, err := backup.Check(b.File); err != nil {
		return fmt.Errorf("the backup was written and cannot be read back: %w", err)
	}
	fmt.Printf("%s: %d tables, %d rows, %d files, %d bytes, %s; read back and whole\n", b.File, sum.Tables, sum.Rows, sum.Files, sum.Bytes, time.Since(start).Round(time.Millisecond))
	return nil
}

// restoreCmd is "gongkai restore".
type restoreCmd struct {
	File  string `arg:"" help:"Backup to read."`
	Into  string `required:"" help:"Folder for an embedded database, or address of an empty MySQL or MariaDB database." placeholder:"DIR|DSN"`
	Data  string `help:"With an address: folder of this server's own data (default ./data)." placeholder:"DIR"`
	Files string `help:"Folder of attachments; default: files in the data folder." placeholder:"DIR"`
}

// config is the place that the flags name.
func (r restoreCmd) config() (config.Config, error) {
	cfg := config.Config{Addr: "127.0.0.1:0", CacheMB: 64, Data: r.Into, Files: r.Files}
	if strings.Contains(r.Into, "@") && strings.Contains(r.Into, "/") {
		cfg.Database, cfg.Data = r.Into, r.Data
		if cfg.Data == "" {
			cfg.Data = "./data"
		}
	}
	if cfg.Files == "" {
		cfg.Files = filepath.Join(cfg.Data, "files")
	}
	var errs []error
	for _, problem := range cfg.Complete() {
		errs = append(errs, errors.New(problem))
	}
	return cfg, errors.Join(errs...)
}

// Run restores and verifies. It never touches a place that holds something.
func (r restoreCmd) Run(ctx context.Context) error {
	cfg, err := r.config()
	if err != nil {
		return err
	}
	if _, err := backup.Check(r.File); err != nil {
		return err
	}
	s, err := store.Open(ctx, store.Options{Database: cfg.Database, File: cfg.SQLiteFile()})
	if err != nil {
		return err
	}
	defer s.Close()
	start := time.Now()
	sum, report, err := backup.Restore(ctx, r.File, s, backup.Place{Files: cfg.Files, Checkpoints: cfg.CheckpointFile()}, logger())
	if err != nil {
		return err
	}
	fmt.Printf("%d tables, %d rows, %d files restored in %s\n", sum.Tables, sum.Rows, sum.Files, time.Since(start).Round(time.Millisecond))
	print(report, 0)
	if !report.Whole() {
		return failure{1, errors.New("the restored ledger is broken: " + report.Findings[0].Message)}
	}
	bad, whole, err := models.New(s, cfg.Files, logger()).Damaged(ctx)
	if err != nil {
		return err
	}
	if len(bad) > 0 {
		return failure{1, fmt.Errorf("%d attachments are missing or damaged, such as %s", len(bad), bad[0])}
	}
	fmt.Printf("%d attachments whole\n", whole)
	return nil
}
