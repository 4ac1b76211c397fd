package main

import (
	"context"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"testing"

	"gongkai/config"
	"gongkai/models/sample"
)

// A new demo is sound; the doctor finds what somebody did to it behind its back.
func TestDoctor(t *testing.T) {
	dir := t.TempDir()
	p := place{Data: dir}
	cfg, err := p.config("", "")
	if err != nil {
		t.Fatal(err)
	}
	filled(t, cfg)
	doctor := func() error { return doctorCmd{place: p}.Run(context.Background()) }
	if err := doctor(); err != nil {
		t.Fatalf("a new demo: %v", err)
	}
	broken := 0
	err = filepath.WalkDir(cfg.Files, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || broken > 0 {
			return err
		}
		broken++
		return os.WriteFile(path, []byte("something else"), 0o600)
	})
	if err != nil || broken == 0 {
		t.Fatal("the demo has no attachment", err)
	}
	if err := doctor(); err == nil {
		t.Error("a changed attachment was not found")
	}
}

// A backup comes back in another place, and the doctor has nothing against it.
func TestBackupCommand(t *testing.T) {
	dir := t.TempDir()
	p := place{Data: filepath.Join(dir, "one")}
	cfg, err := p.config("", "")
	if err != nil {
		t.Fatal(err)
	}
	filled(t, cfg)
	file, to := filepath.Join(dir, "x.backup"), filepath.Join(dir, "two")
	if err := (backupCmd{place: p, File: file}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := (restoreCmd{File: file, Into: to}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := (doctorCmd{place: place{Data: to}}).Run(t.Context()); err != nil {
		t.Error(err)
	}
	if err := (restoreCmd{File: file, Into: to}).Run(t.Context()); err == nil {
		t.Error("restored over a portal")
	}
}

// filled makes the example bureau in a place.
func filled(t *testing.T, cfg config.Config) {
	t.Helper()
	app, done, err := open(t.Context(), cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	app.People.Cheap()
	if err := sample.Bureau(t.Context(), app); err != nil {
		t.Fatal(err)
	}
}
