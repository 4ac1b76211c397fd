package main

import (
	"context"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"time"
)

var fuzzCommand = command{
	name: "fuzz",
	does: "Attack parsers with random bytes, the review with random acts, the site with spoiled requests",
	more: `
Each fuzz target runs for a while; then random sequences of acts run against a
small model on both databases ("what is visible is what was signed"), and
requests of everybody to every route, spoiled in some ways, against the whole
site. The test command runs the seeds, 500 sequences and 2,000 requests; this is
the long run before a release.

`,
	run: runFuzz,
}

// The variables that tell tests how much of something to run on each database.
const (
	sequencesVariable = "GONGKAI_SEQUENCES"
	requestsVariable  = "GONGKAI_REQUESTS"
)

func runFuzz(ctx context.Context, flags *flag.FlagSet, args []string) error {
	each := flags.Duration("time", time.Minute, "how long each fuzz target runs")
	sequences := flags.Int("sequences", 10_000, "random sequences for each database")
	requests := flags.Int("requests", 10_000, "spoiled requests for each database")
	keep := flags.Bool("record", false, "write the figures into "+measurementsFile)
	if err := parse(flags, args); err != nil {
		return err
	}
	rows := &table{head: []string{"run", "amount", "seconds", "result"}}
	all := []step{
		{"fuzz targets", "go test stored the input under testdata/fuzz: it is a test now; mend the code", func(ctx context.Context) error {
			return fuzzTargets(ctx, *each, rows)
		}},
		{"what is needed", "install it, or run as root on Debian", func(ctx context.Context) error { return provide(ctx, mariadbNeed) }},
		{"random sequences", "the sequence is printed above, shortened", func(ctx context.Context) error {
			return long(ctx, sequencesVariable, "sequences", *sequences, rows)
		}},
		{"spoiled requests", "the request and its seed are printed above", func(ctx context.Context) error {
			return long(ctx, requestsVariable, "requests", *requests, rows)
		}},
	}
	if err := steps(ctx, all); err != nil {
		return err
	}
	fmt.Print(rows)
	if *keep {
		return record("fuzz", rows)
	}
	return nil
}

func fuzzTargets(ctx context.Context, each time.Duration, rows *table) error {
	found, err := testsNear("\nfunc Fuzz")
	if err != nil {
		return err
	}
	for _, f := range found {
		for _, name := range f.names {
			if !strings.HasPrefix(name, "Fuzz") {
				continue
			}
			fmt.Printf("   %s %s\n", f.pkg, name)
			if err := quiet(ctx, "go", "test", "-vet=off", "-run", "^$", "-fuzz", "^"+name+"$", "-fuzztime", each.String(), f.pkg); err != nil {
				return err
			}
			rows.add(name, "until time is up", fmt.Sprintf("%.0f", each.Seconds()), "nothing found")
		}
	}
	return nil
}

// long runs the tests that count by a variable, n times on each database.
func long(ctx context.Context, variable, what string, n int, rows *table) error {
	s, err := startMariaDB(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	found, err := testsNear(variable)
	if err != nil {
		return err
	}
	env := []string{"GONGKAI_TEST_MYSQL=" + s.database("main"), "GONGKAI_TEST_REQUIRED=1", variable + "=" + strconv.Itoa(n)}
	for _, f := range found {
		start := time.Now()
		var t tally
		if err := goTest(ctx, &t, env, false, "-count=1", "-timeout=3h", "-run", f.pattern(), f.pkg); err != nil {
			return err
		}
		rows.add(strings.Join(f.names, ", "), fmt.Sprintf("%d %s on SQLite, as many on MariaDB", n, what), fmt.Sprintf("%.0f", time.Since(start).Seconds()), t.String())
	}
	return nil
}
