package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// A step is one thing that must be right.
type step struct {
	name string
	fix  string // what to do when it is not
	run  func(ctx context.Context) error
}

// steps runs one after another and prints the time of each. It stops at the
// first that fails: what stands behind it would only repeat the bad news.
func steps(ctx context.Context, all []step) error {
	for _, s := range all {
		fmt.Printf("== %s\n", s.name)
		start := time.Now()
		err := s.run(ctx)
		took := time.Since(start).Seconds()
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
		if err != nil {
			return fmt.Errorf("%s failed after %.1f s: %w\n     what to do: %s", s.name, took, err, s.fix)
		}
		fmt.Printf("   %.1f s\n", took)
	}
	return nil
}

// program prepares a program that ends with ctx: it is asked to stop first and
// killed when it does not.
func program(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Cancel = func() error { return c.Process.Signal(os.Interrupt) }
	c.WaitDelay = 10 * time.Second
	return c
}

// quiet runs a program and shows what it said only when it fails.
func quiet(ctx context.Context, name string, args ...string) error {
	out, err := program(ctx, name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", commandLine(name, args), err, bytes.TrimSpace(out))
	}
	return nil
}

// read runs a program and returns what it printed, without the last newline.
func read(ctx context.Context, name string, args ...string) (string, error) {
	c := program(ctx, name, args...)
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", commandLine(name, args), err, bytes.TrimSpace(said.Bytes()))
	}
	return strings.TrimRight(string(out), "\n"), nil
}

func commandLine(name string, args []string) string {
	return strings.Join(append([]string{name}, args...), " ")
}
