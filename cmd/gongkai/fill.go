package main

import (
	"context"
	"fmt"
	"time"

	"gongkai/models"
	"gongkai/models/sample"
)

// fillCmd is "gongkai fill".
type fillCmd struct {
	place
	Documents int    `required:"" help:"How many documents to write."`
	Seed      uint64 `default:"1" help:"The same seed writes the same texts."`
}

// Run writes the documents and prints how long it took.
func (f fillCmd) Run(ctx context.Context) error {
	if f.Documents < 1 || f.Documents > 5_000_000 {
		return fmt.Errorf("--documents must be between 1 and 5000000")
	}
	return with(ctx, f.place, func(app *models.App) error {
		start, next := time.Now(), 10_000
		err := sample.Fill(ctx, app, f.Documents, f.Seed, func(done int) {
			if done >= next {
				fmt.Printf("%d documents, %s\n", done, time.Since(start).Round(time.Second))
				next += 10_000
			}
		})
		if err != nil {
			return err
		}
		fmt.Printf("%d documents in %s\n", f.Documents, time.Since(start).Round(time.Millisecond))
		return nil
	})
}
