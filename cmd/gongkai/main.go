// Command gongkai runs the portal and looks after its data.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"gongkai/config"
)

// version is set by the linker of release builds.
var version = "dev"

// place is where the data lies: flags of every command that touches it.
type place struct {
	Data     string `help:"Folder private to this process (GONGKAI_DATA, default ./data; of the demo ./demo-data)." placeholder:"DIR"`
	Database string `help:"user:pass@tcp(host:3306)/name of a MySQL or MariaDB database; empty is the embedded SQLite (GONGKAI_DATABASE)." placeholder:"DSN"`
}

// config reads the environment; flags win over it.
func (p place) config(addr, data string) (config.Config, error) {
	c := config.Load(os.Getenv)
	if data != "" && os.Getenv("GONGKAI_DATA") == "" {
		c.Data = data
	}
	for _, f := range []struct {
		into *string
		flag string
	}{{&c.Data, p.Data}, {&c.Database, p.Database}, {&c.Addr, addr}} {
		if f.flag != "" {
			*f.into = f.flag
		}
	}
	var errs []error
	for _, problem := range c.Complete() {
		errs = append(errs, errors.New(problem))
	}
	return c, errors.Join(errs...)
}

// cli is every command. A command appears when it is built; none is a stub.
type cli struct {
	Serve    serveCmd    `cmd:"" help:"Run the site. Until its three administrators exist, each start prints a set-up link."`
	Demo     demoCmd     `cmd:"" help:"Run an example bureau on this machine, with people, columns and documents."`
	Migrate  migrateCmd  `cmd:"" help:"Bring the database to this program's schema, or ask how it stands."`
	User     userCmd     `cmd:"" help:"Add, list and reset accounts."`
	Ledger   ledgerCmd   `cmd:"" help:"Check the ledger (操作日志) against the data."`
	Report   reportCmd   `cmd:"" help:"Check annual reports (政府信息公开年报), and bring them in."`
	Backup   backupCmd   `cmd:"" help:"Write everything into one file, while servers go on."`
	Restore  restoreCmd  `cmd:"" help:"Build a portal from a backup in an empty place, and verify it."`
	Doctor   doctorCmd   `cmd:"" help:"Examine an installation: settings, disk, database, ledger, snapshot. Changes nothing."`
	Takedown takedownCmd `cmd:"" help:"Take a public page down at once, also while the database is away."`
	Search   searchCmd   `cmd:"" help:"Look after this server's search index."`
	Fill     fillCmd     `cmd:"" help:"Write published sample documents through the real verbs, for load tests."`
	Version  versionCmd  `cmd:"" help:"Print the version."`
}

// failure ends the program with a status of its own.
type failure struct {
	code int
	err  error
}

func (f failure) Error() string { return f.err.Error() }

func main() {
	var c cli
	parser := kong.Must(&c, kong.Name("gongkai"), kong.UsageOnError(),
		kong.Description("Gongkai (公开): a government portal in which nothing becomes public before three people have signed it."))
	k, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k.BindTo(ctx, (*context.Context)(nil))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "gongkai:", err)
		code := 1
		if f, ok := errors.AsType[failure](err); ok {
			code = f.code
		}
		os.Exit(code)
	}
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run() error {
	fmt.Println("gongkai", version)
	return nil
}
