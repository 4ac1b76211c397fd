package main

import (
	"context"
	"fmt"
	"os/user"
	"time"

	"gongkai/models"
	"gongkai/models/store"
	"gongkai/models/takedown"
)

// takedownCmd is "gongkai takedown".
type takedownCmd struct {
	place
	Address string `arg:"" help:"Address of the page, as the browser shows it."`
	Reason  string `required:"" help:"Why, in a few words; it goes into the ledger."`
}

// waitForDatabase is how long a take-down waits to be entered in the ledger by
// this process. It holds before that.
const waitForDatabase = 5 * time.Second

// Run takes a page down at once, on every server, with or without a database.
func (t takedownCmd) Run(ctx context.Context) error {
	cfg, err := t.config("", "")
	if err != nil {
		return err
	}
	by := "unknown"
	if u, err := user.Current(); err == nil {
		by = u.Username
	}
	stone, err := takedown.Order(t.Address, cfg.BasePath, t.Reason, by, time.Now())
	if err != nil {
		return err
	}
	folder := takedown.In(cfg.Files)
	if err := folder.Lay(stone); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, waitForDatabase)
	defer cancel()
	document, err := enterTakedown(ctx, store.Options{Database: cfg.Database, File: cfg.SQLiteFile()}, cfg.Files, existing(cfg), stone)
	switch {
	case err != nil:
		fmt.Printf("the order stands: every server stops showing %s within a second.\n", stone.Path)
		fmt.Printf("the database cannot be used now (%v), so nobody could check that a document stands there; the order enters the ledger when it can.\n", err)
		return nil
	case document == 0:
		_ = folder.Lift(stone) // a server would do it as well
		return fmt.Errorf("no public document stands at %s; check the address", stone.Path)
	}
	if err := folder.Lay(takedown.Stone{Path: stone.Path, Document: document, At: time.Now().UTC()}); err != nil {
		return err
	}
	if err := folder.Lift(stone); err != nil {
		return err
	}
	fmt.Printf("taken down: %s. Every server stops showing it within a second.\n", stone.Path)
	fmt.Printf("entered in the ledger: document %d is withdrawn. Somebody of the bureau must confirm it at the desk.\n", document)
	return nil
}

// enterTakedown carries the order out if the database is there.
func enterTakedown(ctx context.Context, o store.Options, files string, missing error, stone takedown.Stone) (uint64, error) {
	if missing != nil {
		return 0, missing
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	return models.New(s, files, logger()).Content.TakeDown(ctx, stone)
}
