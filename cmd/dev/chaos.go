package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

var chaosCommand = command{
	name: "chaos",
	does: "Kill the built program, take its database away, restore its backup",
	more: `
kill     kill -9 again and again while people publish with attachments, on both databases
outage   MariaDB stopped for half a minute under load
backup   a backup while people publish, restored on the other database and verified

Fails when something acknowledged is lost, something unsigned is public, or a
limit is passed.

`,
	run: runChaos,
}

// chaosRun is how hard the program is treated.
type chaosRun struct {
	kills, publications, documents int
	away                           time.Duration
}

var chaos = chaosRun{}

func runChaos(ctx context.Context, flags *flag.FlagSet, args []string) error {
	only := flags.String("only", "", "one `part`")
	flags.IntVar(&chaos.kills, "kills", 200, "how often the program is killed")
	flags.IntVar(&chaos.publications, "publications", 2000, "how many documents are published meanwhile, at least")
	flags.IntVar(&chaos.documents, "documents", 10_000, "documents in the portal that is backed up")
	flags.DurationVar(&chaos.away, "away", 30*time.Second, "how long the database is away")
	keep := flags.Bool("record", false, "write the figures into "+measurementsFile)
	if err := parse(flags, args); err != nil {
		return err
	}
	if err := provide(ctx, mariadbNeed); err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "gongkai-chaos-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	program := filepath.Join(temp, "gongkai")
	if err := build(ctx, program); err != nil {
		return err
	}
	var errs []error
	for _, p := range []part{{"kill", chaosKill}, {"outage", chaosOutage}, {"backup", chaosBackup}} {
		if *only != "" && *only != p.name {
			continue
		}
		rows, err := p.run(ctx, program, temp)
		errs = append(errs, err)
		if rows == nil {
			continue
		}
		fmt.Println(rows)
		if *keep {
			errs = append(errs, record("chaos-"+p.name, rows))
		}
	}
	return errors.Join(errs...)
}

// chaosKill kills the program on each database.
func chaosKill(ctx context.Context, program, temp string) (*table, error) {
	server, err := startMariaDB(ctx)
	if err != nil {
		return nil, err
	}
	defer server.stop()
	rows := &table{head: []string{"database", "kills", "acknowledged", "lost", "half public", "public without entry", "restart p50", "slowest", "limit of p50"}}
	var errs []error
	for _, db := range []struct{ name, dsn string }{{"SQLite", ""}, {"MariaDB", server.database("demo")}} {
		k := &killing{program: program, data: filepath.Join(temp, "kill-"+db.name), dsn: db.dsn}
		if err := k.run(ctx); err != nil {
			return nil, err
		}
		slices.Sort(k.restarts)
		half := k.restarts[len(k.restarts)/2]
		rows.add(db.name, fmt.Sprint(len(k.restarts)), fmt.Sprint(len(k.people.acknowledged)), fmt.Sprint(k.lost), fmt.Sprint(k.half), fmt.Sprint(k.unproved),
			fmt.Sprintf("%d ms", half.Milliseconds()), fmt.Sprintf("%d ms", k.restarts[len(k.restarts)-1].Milliseconds()), "1000 ms")
		if k.lost+k.half+k.unproved > 0 || half > time.Second {
			errs = append(errs, fmt.Errorf("%s: %d lost, %d half public, %d without an entry, restart %s: %v", db.name, k.lost, k.half, k.unproved, half, k.why))
		}
	}
	return rows, errors.Join(errs...)
}
