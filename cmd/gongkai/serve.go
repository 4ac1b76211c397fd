package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"gongkai/config"
	"gongkai/handlers"
	"gongkai/models"
	"gongkai/models/audit"
	"gongkai/models/sample"
	"gongkai/web/snapshot"
)

// serveCmd is "gongkai serve".
type serveCmd struct {
	place
	Addr string `help:"Address to listen on (GONGKAI_ADDR, default 127.0.0.1:8080)." placeholder:"HOST:PORT"`
}

// Run serves until the process is told to stop.
func (s serveCmd) Run(ctx context.Context) error {
	cfg, err := s.config(s.Addr, "")
	if err != nil {
		return err
	}
	log := logger()
	app, done, err := openOrStandBy(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer done()
	setup, err := setupToken(ctx, app)
	if err != nil {
		return err
	}
	if setup != "" {
		fmt.Printf("set up the three administrators: %s%s/desk/setup/%s\n", cfg.BaseURL, cfg.BasePath, setup)
	}
	return run(ctx, cfg, app, setup, log)
}

// setupToken is the secret of the set-up link until the three administrators
// exist; every start makes a new one.
func setupToken(ctx context.Context, app *models.App) (string, error) {
	missing, err := app.People.Unfilled(ctx)
	if err != nil || len(missing) == 0 {
		return "", err
	}
	return strings.ToLower(rand.Text()), nil
}

// demoCmd is "gongkai demo".
type demoCmd struct {
	place
	Addr string `help:"Address to listen on; loopback only." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
}

// Run serves the example bureau, creating it first when the database holds no
// documents.
func (d demoCmd) Run(ctx context.Context) error {
	cfg, err := d.config(d.Addr, "./demo-data")
	if err != nil {
		return err
	}
	if !cfg.Loopback() {
		return fmt.Errorf("the demo's passwords are public: it listens on loopback only, not on %s", cfg.Addr)
	}
	log := logger()
	app, done, err := openOrStandBy(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer done()
	if err := sample.Bureau(ctx, app); err != nil {
		return fmt.Errorf("create the example bureau: %w", err)
	}
	fmt.Printf("demo accounts: budget.author, budget.head, office.secrecy, office.publisher … password %s\n", sample.Password)
	return run(ctx, cfg, app, "", log)
}

// checkpointEvery is how often the ledger's head is written outside the
// database, so that a cut tail can be found.
const checkpointEvery = 10 * time.Minute

// headerTimeout is how long a request without a body may take to arrive. Both
// limits are the same, so that net/http sets one deadline and not two.
const headerTimeout = 10 * time.Second

// run is the program without the process: it serves app until ctx ends, then
// lets requests under way finish.
func run(ctx context.Context, cfg config.Config, app *models.App, setup string, log *slog.Logger) error {
	ln, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return err
	}
	if cfg.BaseURL == "http://"+cfg.Addr { // port 0 is any port
		cfg.BaseURL = "http://" + ln.Addr().String()
	}
	memory(cfg)
	site := handlers.New(app, cfg, setup, log)
	kept, err := snapshot.Open(cfg.SnapshotFolder())
	if err != nil {
		return err
	}
	defer kept.Close()
	site.Keep(kept, app.Takedowns)
	srv := &http.Server{Handler: site, ReadHeaderTimeout: headerTimeout, ReadTimeout: headerTimeout,
		WriteTimeout: 60 * time.Second, IdleTimeout: 90 * time.Second, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug)}
	var work sync.WaitGroup
	work.Go(func() { app.Work(ctx) })
	work.Go(func() { checkpoints(ctx, cfg, app, log) })
	work.Go(func() { site.Sweep(ctx, handlers.Sources(app, cfg)) })
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.Background(), 15*time.Second)
		defer cancel()
		stopped <- srv.Shutdown(grace)
	}()
	log.Info("serving", "config", cfg.Dump())
	fmt.Printf("listening on http://%s%s/\n", ln.Addr(), cfg.BasePath)
	if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	err = <-stopped
	work.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return errors.Join(err, app.Finish(last))
}

// memory lets the garbage collector rest while there is room, and work harder
// when the cache is full. GOGC and GOMEMLIMIT have the last word.
func memory(cfg config.Config) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(int64(cfg.CacheMB+48) << 20)
	}
}

// checkpoints appends the ledger's head to a file now and then, and at the end.
func checkpoints(ctx context.Context, cfg config.Config, app *models.App, log *slog.Logger) {
	t := time.NewTicker(checkpointEvery)
	defer t.Stop()
	var last uint64
	write := func(ctx context.Context) {
		p, err := app.Ledger.Now(ctx)
		if err == nil && p.Seq != last {
			if err = os.MkdirAll(cfg.Data, 0o750); err == nil {
				err = audit.WriteCheckpoint(cfg.CheckpointFile(), p)
			}
			last = p.Seq
		}
		if err != nil && ctx.Err() == nil {
			log.Error("ledger checkpoint", "err", err)
		}
	}
	for {
		write(ctx)
		select {
		case <-ctx.Done():
			end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			write(end)
			return
		case <-t.C:
		}
	}
}
