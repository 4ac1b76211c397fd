package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

var testCommand = command{
	name: "test",
	does: "Check everything that must be right before a change lands",
	more: `
Formatting, modules, generated files, migrations, vet, staticcheck; then every
test on SQLite and on MariaDB; then the journeys in a headless Chromium.
Servers are its own, on free loopback ports, and end with it. What is missing
(MariaDB, Chromium, a Chinese font, a C compiler for the race detector) is
installed when that is possible (root, apt-get), else named. CI runs this
without flags.

  -only sqlite     the tests on SQLite alone, for the minute between two edits
  -only mariadb    the tests on MariaDB alone
  -only browser    the browser journeys alone

`,
	run: runTest,
}

// racing marks the files of tests in which people act at the same time. They
// run a second time, with the race detector; it makes them some five times
// slower, so the others go without.
const racing = "race_test.go"

// browserPackage holds the journeys. Its tests skip themselves without the
// environment that only this command gives them.
const browserPackage = "gongkai/cmd/dev/browser"

func runTest(ctx context.Context, flags *flag.FlagSet, args []string) error {
	only := flags.String("only", "", "run one `part`: sqlite, mariadb or browser")
	if err := parse(flags, args); err != nil {
		return err
	}
	if !slices.Contains([]string{"", "sqlite", "mariadb", "browser"}, *only) {
		return fmt.Errorf("-only takes sqlite, mariadb or browser, not %q", *only)
	}
	start := time.Now()
	t := &testRun{only: *only, tally: &tally{}}
	defer t.end()
	err := steps(ctx, t.steps())
	if err == nil {
		err = t.suspect()
	}
	fmt.Printf("== %.0f s in all\n", time.Since(start).Seconds())
	fmt.Println(t.tally)
	return err
}

// A testRun is one call of the test command.
type testRun struct {
	only   string
	tally  *tally
	server *server // nil when MariaDB is not asked for
	temp   string  // folder of the built program
}

func (t *testRun) steps() []step {
	const mend = "read the failure above; run one test again with go test -run NAME ./PACKAGE"
	needs := step{"what is needed", "install it, or run as root on Debian", t.provide}
	database := step{"start MariaDB", "read its last words above", t.start}
	tests := []step{
		{"tests", mend, t.tests},
		{"tests with the race detector", mend, t.raced},
	}
	journeys := step{"browser journeys", "read the failure above; -only browser runs them again", t.journeys}
	switch t.only {
	case "sqlite":
		return append([]step{needs}, tests...)
	case "mariadb":
		return append([]step{needs, database}, tests...)
	case "browser":
		return []step{needs, database, journeys}
	}
	all := append([]step{needs}, staticSteps()...)
	return append(append(append(all, database), tests...), journeys)
}

func (t *testRun) provide(ctx context.Context) error {
	needs := map[string][]need{
		"":        {mariadbNeed, compilerNeed, chromiumNeed, fontNeed},
		"sqlite":  {compilerNeed},
		"mariadb": {mariadbNeed, compilerNeed},
		"browser": {mariadbNeed, chromiumNeed, fontNeed},
	}
	return provide(ctx, needs[t.only]...)
}

func (t *testRun) start(ctx context.Context) (err error) {
	t.server, err = startMariaDB(ctx)
	return err
}

// end stops the server and removes what was built.
func (t *testRun) end() {
	if t.server != nil {
		t.server.stop()
	}
	if t.temp != "" {
		_ = os.RemoveAll(t.temp)
	}
}

// environment tells the tests which databases there are.
func (t *testRun) environment() []string {
	if t.server == nil {
		return []string{"GONGKAI_TEST_MYSQL=", "GONGKAI_TEST_REQUIRED="}
	}
	return []string{"GONGKAI_TEST_MYSQL=" + t.server.database("main"), "GONGKAI_TEST_REQUIRED=1"}
}

func (t *testRun) tests(ctx context.Context) error {
	all, err := packages(ctx)
	if err != nil {
		return err
	}
	return t.test(ctx, slices.DeleteFunc(all, func(p string) bool { return p == browserPackage }))
}

func (t *testRun) raced(ctx context.Context) error {
	found, err := testFiles(func(path string, _ []byte) bool { return strings.HasSuffix(path, "/"+racing) })
	if err != nil {
		return err
	}
	for _, f := range found {
		if err := t.test(ctx, []string{"-race", "-run", f.pattern(), f.pkg}); err != nil {
			return err
		}
	}
	return nil
}

func (t *testRun) test(ctx context.Context, args []string) error {
	if t.only == "mariadb" {
		args = append([]string{"-skip", "/^sqlite$"}, args...)
	}
	return goTest(ctx, t.tally, t.environment(), false, args...)
}

// gatesDocuments is how many documents more than the demo's own the gates'
// site has, so that lists have a second page.
const gatesDocuments = "400"

// journeys builds the program as a visitor would, starts the demo on each
// database, lets a browser use it, and asks the ledger afterwards. A third demo
// holds many documents and serves the gates, which look at every page.
func (t *testRun) journeys(ctx context.Context) (err error) {
	if t.temp, err = os.MkdirTemp("", "gongkai-browser-"); err != nil {
		return err
	}
	program := filepath.Join(t.temp, "gongkai")
	if err := build(ctx, program); err != nil {
		return err
	}
	var sites []string
	places := map[string][]string{
		"sqlite":  {"--data", filepath.Join(t.temp, "sqlite")},
		"mariadb": {"--data", filepath.Join(t.temp, "mariadb"), "--database", t.server.database("demo")},
	}
	for name, place := range places {
		d, err := startDemo(ctx, program, place...)
		if err != nil {
			return err
		}
		defer d.stop()
		fmt.Printf("   demo on %s answers after %d ms\n", name, d.took.Milliseconds())
		sites = append(sites, name+"="+d.url)
	}
	many := filepath.Join(t.temp, "gates")
	d, err := startDemo(ctx, program, "--data", many)
	if err != nil {
		return err
	}
	defer d.stop()
	places["gates"] = []string{"--data", many}
	if err := quiet(ctx, program, "fill", "--data", many, "--documents", gatesDocuments); err != nil {
		return err
	}
	env := append(t.environment(), "GONGKAI_TEST_SITES="+strings.Join(sites, " "), "GONGKAI_TEST_GATES="+d.url, "GONGKAI_TEST_CHROMIUM="+browser())
	if err := goTest(ctx, t.tally, env, true, "-count=1", browserPackage); err != nil {
		return err
	}
	for _, place := range places {
		if err := quiet(ctx, program, append([]string{"ledger", "verify"}, place...)...); err != nil {
			return err
		}
	}
	return nil
}

// suspect finds a run that was green because it did not look.
func (t *testRun) suspect() error {
	switch {
	case t.tally.passed == 0:
		return errors.New("no test ran")
	case t.only == "" && t.tally.skipped > 0:
		return fmt.Errorf("%d tests skipped themselves although everything they need is there", t.tally.skipped)
	case t.server != nil && t.tally.mariadb == 0:
		return errors.New("no test ran on MariaDB although the server was there")
	}
	return nil
}
