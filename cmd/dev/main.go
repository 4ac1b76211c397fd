// Command dev is the one command that developers and CI run. It owns how the
// project is checked, generated, attacked and measured; what is checked lies
// in the tests of the packages.
//
//	go run ./cmd/dev test       everything that must be right before a change lands
//	go run ./cmd/dev gen        write every generated file
//	go run ./cmd/dev fuzz       fuzz targets and the long random sequences
//	go run ./cmd/dev mutants    delete guarding lines, demand that tests notice
//	go run ./cmd/dev bench      how fast it is, against the limits it must keep
//	go run ./cmd/dev chaos      kill it, take its database away, restore its backup
//	go run ./cmd/dev lighthouse how the public pages do on a slow phone
//	go run ./cmd/dev shots      pictures of every public page and of the manual
//
// Each of them explains itself with -h.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
)

// A command is one word after "dev".
type command struct {
	name string
	does string // one line for the overview
	more string // what -h adds to it
	run  func(ctx context.Context, flags *flag.FlagSet, args []string) error
}

func commands() []command {
	return []command{testCommand, genCommand, fuzzCommand, mutantsCommand, benchCommand, chaosCommand, lighthouseCommand, shotsCommand, bareCommand}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := dispatch(ctx, os.Args[1:])
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

// dispatch runs the command that args name, from the project's top folder.
func dispatch(ctx context.Context, args []string) error {
	if err := toTop(ctx); err != nil {
		return err
	}
	for _, c := range commands() {
		if len(args) > 0 && args[0] == c.name {
			return c.run(ctx, c.flags(), args[1:])
		}
	}
	overview()
	if len(args) == 0 || strings.TrimLeft(args[0], "-") == "h" || strings.TrimLeft(args[0], "-") == "help" {
		return flag.ErrHelp
	}
	return fmt.Errorf("there is no command %q", args[0])
}

func overview() {
	fmt.Println("usage: go run ./cmd/dev COMMAND [flags]")
	for _, c := range commands() {
		fmt.Printf("  %-10s %s\n", c.name, c.does)
	}
	fmt.Println("\nEach command explains itself with -h.")
}

func (c command) flags() *flag.FlagSet {
	f := flag.NewFlagSet(c.name, flag.ContinueOnError)
	f.SetOutput(os.Stdout)
	f.Usage = func() {
		fmt.Printf("usage: go run ./cmd/dev %s [flags]\n\n%s.\n%s", c.name, c.does, c.more)
		f.PrintDefaults()
	}
	return f
}

// parse reads the flags and refuses what is left over.
func parse(f *flag.FlagSet, args []string) error {
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		return fmt.Errorf("%s takes no %q", f.Name(), f.Arg(0))
	}
	return nil
}

// toTop changes to the folder of go.mod, so that every path below is the same
// wherever the command was called.
func toTop(ctx context.Context) error {
	mod, err := read(ctx, "go", "env", "GOMOD")
	if err != nil {
		return err
	}
	top := filepath.Dir(mod)
	if filepath.Base(mod) != "go.mod" {
		return errors.New("run this inside the project")
	}
	return os.Chdir(top)
}
