package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"gongkai/config"
	"gongkai/models"
	"gongkai/models/audit"
	"gongkai/models/store"
	"gongkai/models/takedown"
	"gongkai/web/snapshot"
)

// doctorCmd is "gongkai doctor".
type doctorCmd struct {
	place
	Quick bool `help:"Leave out what reads everything: ledger and snapshot."`
}

// examination is a list of findings: good, to be looked at, broken.
type examination struct{ warned, broken int }

func (x *examination) good(format string, args ...any) {
	fmt.Printf("ok    %s\n", fmt.Sprintf(format, args...))
}

func (x *examination) warn(format string, args ...any) {
	x.warned++
	fmt.Printf("look  %s\n", fmt.Sprintf(format, args...))
}

func (x *examination) bad(format string, args ...any) {
	x.broken++
	fmt.Printf("BAD   %s\n", fmt.Sprintf(format, args...))
}

// Run examines an installation and changes nothing. Exit 1 when something is
// broken.
func (d doctorCmd) Run(ctx context.Context) error {
	cfg, err := d.config("", "")
	if err != nil {
		return err
	}
	x := &examination{}
	x.settings(cfg)
	x.folder("data folder", cfg.Data)
	x.folder("folder of attachments", cfg.Files)
	x.stones(cfg)
	x.database(ctx, cfg, d.Quick)
	if !d.Quick {
		x.snapshot(cfg)
	}
	fmt.Printf("%d to look at, %d broken\n", x.warned, x.broken)
	if x.broken > 0 {
		return failure{1, errors.New("something is broken")}
	}
	return nil
}

func (x *examination) settings(cfg config.Config) {
	if cfg.Secure() {
		x.good("citizens reach the site by https: %s", cfg.BaseURL)
	} else {
		x.warn("GONGKAI_BASE_URL is %s: without https the desk's cookies travel in the clear", cfg.BaseURL)
	}
	if cfg.Database == "" && cfg.Loopback() {
		x.good("embedded SQLite, listening on %s behind a proxy", cfg.Addr)
	}
}

// Space below which a folder is worth a look, and below which it is broken.
const (
	lowSpace = 2 << 30
	noSpace  = 100 << 20
)

// folder looks whether a folder can be written to and has room.
func (x *examination) folder(what, dir string) {
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		x.warn("%s %s is not there yet; a server makes it", what, dir)
		return
	}
	probe, err := os.CreateTemp(dir, ".doctor-*")
	if err != nil {
		x.bad("%s %s cannot be written to: %v", what, dir, err)
		return
	}
	_, err = probe.WriteString("gongkai")
	err = errors.Join(err, probe.Sync(), probe.Close(), os.Remove(probe.Name()))
	if err != nil {
		x.bad("%s %s: %v", what, dir, err)
		return
	}
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		x.warn("%s %s: %v", what, dir, err)
		return
	}
	free := int64(st.Bavail) * st.Bsize
	switch {
	case free < noSpace:
		x.bad("%s %s has %d MB left", what, dir, free>>20)
	case free < lowSpace:
		x.warn("%s %s has %d MB left", what, dir, free>>20)
	default:
		x.good("%s %s can be written to, %d GB left", what, dir, free>>30)
	}
}

func (x *examination) stones(cfg config.Config) {
	all, err := takedown.In(cfg.Files).All()
	if err != nil {
		x.bad("tombstones: %v", err)
	}
	waiting := 0
	for _, s := range all {
		if s.Order {
			waiting++
		}
	}
	if waiting > 0 {
		x.warn("%d take-downs wait to be entered in the ledger: is a server running, is its database there?", waiting)
	} else if err == nil {
		x.good("%d tombstones, none waits", len(all))
	}
}

// database looks at the database, its clock, its schema, its people and its
// ledger.
func (x *examination) database(ctx context.Context, cfg config.Config, quick bool) {
	if err := existing(cfg); err != nil {
		x.bad("%v", err)
		return
	}
	s, err := store.Open(ctx, store.Options{Database: cfg.Database, File: cfg.SQLiteFile()})
	if err != nil {
		x.bad("the database cannot be used: %v", err)
		return
	}
	defer s.Close()
	st, err := s.Status(ctx)
	switch {
	case err != nil:
		x.bad("%v", err)
		return
	case len(st.Pending) > 0:
		x.bad("%d migrations are missing: run gongkai migrate up", len(st.Pending))
		return
	}
	x.good("%s database at schema %d, the newest", s.Dialect(), st.Current)
	app := models.New(s, cfg.Files, logger())
	if missing, err := app.People.Unfilled(ctx); err != nil {
		x.bad("accounts: %v", err)
	} else if len(missing) > 0 {
		x.warn("%d of the three administrators are missing: open the set-up link", len(missing))
	} else {
		x.good("the three administrators exist")
	}
	x.checkpoints(cfg)
	if !quick {
		x.ledger(ctx, cfg, app)
		x.attachments(ctx, app)
	}
}

func (x *examination) attachments(ctx context.Context, app *models.App) {
	bad, whole, err := app.Damaged(ctx)
	switch {
	case err != nil:
		x.bad("attachments: %v", err)
	case len(bad) > 0:
		x.bad("%d attachments are missing or not what was signed, such as %s; bring the folder back from a backup", len(bad), bad[0])
	default:
		x.good("attachments whole: %d files", whole)
	}
}

func (x *examination) checkpoints(cfg config.Config) {
	info, err := os.Stat(cfg.CheckpointFile())
	switch {
	case errors.Is(err, os.ErrNotExist):
		x.warn("no checkpoint of the ledger yet: a running server writes one every ten minutes")
	case err != nil:
		x.bad("checkpoints: %v", err)
	case time.Since(info.ModTime()) > 48*time.Hour:
		x.warn("the last checkpoint of the ledger is of %s: is a server running?", info.ModTime().Format(time.DateTime))
	default:
		x.good("the ledger's last checkpoint is of %s", info.ModTime().Format(time.DateTime))
	}
}

func (x *examination) ledger(ctx context.Context, cfg config.Config, app *models.App) {
	points, err := verifyCmd{}.points(cfg)
	var r *audit.Report
	if err == nil {
		r, err = app.Verify(ctx, points)
	}
	switch {
	case err != nil:
		x.bad("ledger: %v", err)
	case !r.Whole():
		x.bad("the ledger is broken: %s (gongkai ledger verify names all)", r.Findings[0].Message)
	default:
		x.good("ledger whole: %d entries, %d rows, %d checkpoints", r.Entries, r.Rows, len(points))
	}
}

func (x *examination) snapshot(cfg config.Config) {
	v, err := snapshot.Verify(cfg.SnapshotFolder())
	switch {
	case errors.Is(err, os.ErrNotExist):
		x.warn("no snapshot yet in %s: a running server fills it", filepath.Clean(cfg.SnapshotFolder()))
	case err != nil:
		x.bad("%v", err)
	case len(v.Bad) > 0:
		x.bad("%d files of the snapshot are not what was written, such as %s; delete the folder, it fills again", len(v.Bad), v.Bad[0])
	default:
		x.good("snapshot whole: %d pages", v.Pages)
	}
}
