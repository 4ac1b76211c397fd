package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"gongkai/config"
	"gongkai/models"
	"gongkai/models/store"
	"gongkai/models/takedown"
	"gongkai/web"
	"gongkai/web/snapshot"
)

// askAgain is how often a server without a database looks for it.
const askAgain = time.Second

// openOrStandBy opens the database. While that is away the snapshot answers
// citizens; a portal that never served has none, and waits all the same.
func openOrStandBy(ctx context.Context, cfg config.Config, log *slog.Logger) (*models.App, func(), error) {
	app, done, err := open(ctx, cfg, log)
	if err == nil || !store.Away(err) || cfg.Database == "" {
		return app, done, err
	}
	log.Error("the database is away: the snapshot answers until it is back", "err", err)
	srv, err := standBy(ctx, cfg, log)
	if err != nil {
		return nil, nil, err
	}
	defer srv.Close()
	t := time.NewTicker(askAgain)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-t.C:
		}
		if app, done, err = open(ctx, cfg, log); err == nil || !store.Away(err) {
			return app, done, err
		}
	}
}

// standBy begins to answer with the snapshot.
func standBy(ctx context.Context, cfg config.Config, log *slog.Logger) (*http.Server, error) {
	ln, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return nil, err
	}
	kept, err := snapshot.Open(cfg.SnapshotFolder())
	if err != nil {
		return nil, errors.Join(err, ln.Close())
	}
	down := takedown.NewWatch(time.Now, func(err error) { log.Error("take-down", "err", err) })
	down.Open(takedown.In(cfg.Files), nil)
	ctx, cancel := context.WithCancel(ctx)
	go down.Follow(ctx, time.Second)
	srv := &http.Server{Handler: web.Standby(cfg, kept, down), ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout, WriteTimeout: 60 * time.Second,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	go func() {
		defer cancel()
		defer kept.Close()
		if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			log.Error("snapshot", "err", err)
		}
	}()
	fmt.Printf("standing by on http://%s%s/\n", ln.Addr(), cfg.BasePath)
	return srv, nil
}
