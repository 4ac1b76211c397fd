package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"gongkai/config"
	"gongkai/models"
	"gongkai/models/store"
)

// open opens the database of cfg, migrated, and builds the domain on it.
func open(ctx context.Context, cfg config.Config, log *slog.Logger) (*models.App, func(), error) {
	s, err := store.Open(ctx, store.Options{Database: cfg.Database, File: cfg.SQLiteFile()})
	if err != nil {
		return nil, nil, err
	}
	if err := s.Migrate(ctx); err != nil {
		s.Close()
		return nil, nil, err
	}
	app := models.New(s, cfg.Files, log)
	app.Search.In(cfg.SearchFile())
	if err := useEngine(app, &cfg); err != nil {
		s.Close()
		return nil, nil, err
	}
	return app, func() {
		if err := s.Close(); err != nil {
			log.Error("close the database", "err", err)
		}
	}, nil
}

// existing refuses a data folder without a database: a mistyped path must not
// be answered with an empty one that is "whole".
func existing(cfg config.Config) error {
	if cfg.Database != "" {
		return nil
	}
	if _, err := os.Stat(cfg.SQLiteFile()); err != nil {
		return fmt.Errorf("there is no database at %s: name its folder with --data or GONGKAI_DATA", cfg.SQLiteFile())
	}
	return nil
}

// logger writes to standard error, so that standard output stays for answers.
func logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// migrateCmd is "gongkai migrate up|status|check".
type migrateCmd struct {
	place
	Do string `arg:"" enum:"up,status,check" help:"up: apply what is missing. status: print it. check: exit 1 when something is missing."`
}

// Run migrates, or says what is missing.
func (m migrateCmd) Run(ctx context.Context) error {
	cfg, err := m.config("", "")
	if err != nil {
		return err
	}
	if m.Do != "up" {
		if err := existing(cfg); err != nil {
			return err
		}
	}
	s, err := store.Open(ctx, store.Options{Database: cfg.Database, File: cfg.SQLiteFile()})
	if err != nil {
		return err
	}
	defer s.Close()
	if m.Do == "up" {
		if err := s.Migrate(ctx); err != nil {
			return err
		}
	}
	st, err := s.Status(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("schema %d of %d, %d pending\n", st.Current, st.Target, len(st.Pending))
	for _, p := range st.Pending {
		fmt.Println(" ", p)
	}
	if m.Do == "check" && len(st.Pending) > 0 {
		return fmt.Errorf("%d migrations are missing: run gongkai migrate up", len(st.Pending))
	}
	return nil
}
