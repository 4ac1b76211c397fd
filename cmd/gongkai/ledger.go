package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"gongkai/config"
	"gongkai/models/audit"
)

// ledgerCmd is "gongkai ledger …".
type ledgerCmd struct {
	Verify verifyCmd `cmd:"" help:"Check the chain, and every row it speaks of. Exit 0 whole, 1 broken."`
}

type verifyCmd struct {
	place
	Checkpoint string `help:"File of checkpoints kept outside the database; default: ledger.checkpoints in the data folder." placeholder:"FILE"`
	JSON       bool   `help:"Print one JSON object."`
}

// Run checks the ledger and names the first bad entry.
func (v verifyCmd) Run(ctx context.Context) error {
	cfg, err := v.config("", "")
	if err != nil {
		return err
	}
	if err := existing(cfg); err != nil {
		return err
	}
	points, err := v.points(cfg)
	if err != nil {
		return err
	}
	app, done, err := open(ctx, cfg, logger())
	if err != nil {
		return err
	}
	defer done()
	r, err := app.Verify(ctx, points)
	if err != nil {
		return err
	}
	if r.Entries == 0 && len(points) == 0 {
		return errors.New("the ledger is empty: this database was never used")
	}
	if v.JSON {
		if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
			return err
		}
	} else {
		print(r, len(points))
	}
	if !r.Whole() {
		return failure{1, errors.New("the ledger is broken: " + r.Findings[0].Message)}
	}
	return nil
}

// points reads the checkpoints: those named, or those of the data folder when
// there are any.
func (v verifyCmd) points(cfg config.Config) ([]audit.Checkpoint, error) {
	file := v.Checkpoint
	if file == "" {
		file = cfg.CheckpointFile()
	}
	f, err := os.Open(file)
	if errors.Is(err, os.ErrNotExist) && v.Checkpoint == "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return audit.ReadCheckpoints(f)
}

func print(r *audit.Report, points int) {
	fmt.Printf("%d entries, %d rows compared, %d checkpoints, head %s\n", r.Entries, r.Rows, points, r.Head)
	for _, f := range r.Findings {
		if f.Seq > 0 {
			fmt.Printf("entry %d: %s\n", f.Seq, f.Message)
		} else {
			fmt.Println(f.Message)
		}
	}
	if r.Whole() {
		fmt.Println("whole: no entry is contradicted")
	}
}
