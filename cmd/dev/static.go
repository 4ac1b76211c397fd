package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
)

// staticSteps need neither a database nor a browser.
func staticSteps() []step {
	return []step{
		{"gofmt", "gofmt -s -w .", checkFormat},
		{"go mod", "go mod tidy", checkModules},
		{"generated files", "go run ./cmd/dev gen", checkGenerated},
		{"migrations", "a migration that was released is never changed: write a new one, then go run ./cmd/dev gen", checkMigrations},
		{"go vet", "mend what it names", func(ctx context.Context) error { return quiet(ctx, "go", "vet", "./...") }},
		{"staticcheck", "mend what it names", func(ctx context.Context) error { return quiet(ctx, "go", "tool", "staticcheck", "./...") }},
	}
}

// checkFormat runs the gofmt of the same Go, which need not be on the PATH.
func checkFormat(ctx context.Context) error {
	root, err := read(ctx, "go", "env", "GOROOT")
	if err != nil {
		return err
	}
	gofmt := filepath.Join(root, "bin", "gofmt")
	if _, err := exec.LookPath(gofmt); err != nil {
		gofmt = "gofmt"
	}
	files, err := read(ctx, gofmt, "-l", "-s", ".")
	if err == nil && files != "" {
		err = errors.New("not formatted:\n" + files)
	}
	return err
}

func checkModules(ctx context.Context) error {
	if err := quiet(ctx, "go", "mod", "verify"); err != nil {
		return err
	}
	if err := quiet(ctx, "go", "mod", "tidy", "-diff"); err != nil {
		return fmt.Errorf("go.mod or go.sum is not tidy: %w", err)
	}
	return nil
}
