package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gongkai/models"
)

// searchCmd is "gongkai search".
type searchCmd struct {
	Rebuild searchRebuild `cmd:"" help:"Build this server's search index anew; a running server takes it over within a second."`
	Status  searchStatus  `cmd:"" help:"Say how the search index stands, and which attachments cannot be read."`
}

// searchRebuild is "gongkai search rebuild".
type searchRebuild struct{ place }

// Run builds the index beside the one that is in use.
func (r searchRebuild) Run(ctx context.Context) error {
	app, done, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	began := time.Now()
	if err := app.Search.Build(ctx); err != nil {
		return err
	}
	fmt.Printf("built in %.1f s: a running server takes it over within a second, else the next start\n", time.Since(began).Seconds())
	return nil
}

func (p place) open(ctx context.Context) (*models.App, func(), error) {
	cfg, err := p.config("", "")
	if err != nil {
		return nil, nil, err
	}
	if err := existing(cfg); err != nil {
		return nil, nil, err
	}
	return open(ctx, cfg, logger())
}

// searchStatus is "gongkai search status".
type searchStatus struct{ place }

// Run prints how the index stands. Its status is 1 when there is none, or when
// it is behind.
func (r searchStatus) Run(ctx context.Context) error {
	app, done, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer done()
	if err := app.Search.Look(ctx); err != nil {
		return fmt.Errorf("there is no index that can be read: %w", err)
	}
	defer app.Search.Close()
	s, err := app.Search.State(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d documents, %.1f MB for %.1f MB of text\n", s.Engine, s.Docs, float64(s.Bytes)/1e6, float64(s.TextSize)/1e6)
	fmt.Printf("known up to change %d, the site is at %d\n", s.Epoch, s.Latest)
	bad, err := app.Search.Troubles(ctx, 1000)
	if err != nil {
		return err
	}
	fmt.Printf("%d attachments cannot be read\n", len(bad))
	for _, t := range bad {
		fmt.Printf("  document %d %s: %s: %s\n", t.Document, t.Title, t.File.Name, t.Why)
	}
	if s.Epoch != s.Latest {
		return errors.New("the index is behind: a running server brings it up to date")
	}
	return nil
}
