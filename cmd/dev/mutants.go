package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

var mutantsCommand = command{
	name: "mutants",
	does: "Delete guarding lines one at a time and demand that a named test notices",
	more: `
Each row of the table takes one guard of an invariant out of the program, in an
overlay that leaves the tree alone, and runs the test that must go red, on
MariaDB. A mutant that survives means that nothing holds the invariant.

`,
	run: runMutants,
}

// A mutant is one guard taken away.
type mutant struct {
	guards string // the invariant, as docs name it
	file   string
	old    string // occurs once in file
	new    string
	pkg    string // of the test
	test   string // that must go red: "TestX/mariadb", or "TestX" when no database is involved
}

func runMutants(ctx context.Context, flags *flag.FlagSet, args []string) error {
	only := flags.String("only", "", "run the mutants whose invariant, file, guard or test match this `pattern`")
	keep := flags.Bool("record", false, "write the table into "+measurementsFile)
	if err := parse(flags, args); err != nil {
		return err
	}
	chosen, err := choose(mutants, *only)
	if err != nil {
		return err
	}
	if err := provide(ctx, mariadbNeed); err != nil {
		return err
	}
	s, err := startMariaDB(ctx)
	if err != nil {
		return err
	}
	defer s.stop()
	lab := &lab{env: append(os.Environ(), "GONGKAI_TEST_MYSQL="+s.database("main"), "GONGKAI_TEST_REQUIRED=1")}
	rows := &table{head: []string{"invariant", "guard taken away", "test", "seconds", "result"}}
	alive := 0
	for _, m := range chosen {
		if !lab.tell(ctx, m, rows) {
			alive++
		}
		if ctx.Err() != nil {
			return errors.New("interrupted")
		}
	}
	fmt.Print(rows)
	if alive > 0 {
		return fmt.Errorf("%d of %d mutants live", alive, len(chosen))
	}
	if *keep {
		return record("mutants", rows)
	}
	return nil
}

// tell tries one mutant, prints what came of it and reports whether it was
// noticed.
func (l *lab) tell(ctx context.Context, m mutant, rows *table) bool {
	start, verdict := time.Now(), "red"
	err := l.kill(ctx, m)
	if err != nil {
		verdict = "ALIVE"
		fmt.Printf("%s: %s: %v\n", m.file, brief(m.old), err)
	}
	fmt.Printf("%-6s %s, %s\n", verdict, m.guards, m.test)
	rows.add(m.guards, m.file+": `"+brief(m.old)+"`", m.test, fmt.Sprintf("%.0f", time.Since(start).Seconds()), verdict)
	return err == nil
}

func choose(all []mutant, pattern string) (chosen []mutant, err error) {
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if re.MatchString(m.guards + " " + m.file + " " + m.old + " " + m.test) {
			chosen = append(chosen, m)
		}
	}
	if len(chosen) == 0 {
		return nil, fmt.Errorf("no mutant matches %q", pattern)
	}
	return chosen, nil
}

// brief is the guard on one line of a table.
func brief(code string) string {
	words := []rune(strings.Join(strings.Fields(code), " "))
	if len(words) > 90 {
		words = append(words[:89], '…')
	}
	return strings.ReplaceAll(string(words), "|", `\|`)
}

// mutate returns the file's text without the guard.
func (m *mutant) mutate() (string, error) {
	text, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	if n := strings.Count(string(text), m.old); n != 1 {
		return "", fmt.Errorf("the guard occurs %d times in %s, not once: mend the table", n, m.file)
	}
	return strings.Replace(string(text), m.old, m.new, 1), nil
}

// A lab runs tests against mutants.
type lab struct {
	env   []string
	green map[string]error // result of each test without a mutant
}

// kill returns nil when the mutant's test is green without it and red with it.
func (l *lab) kill(ctx context.Context, m mutant) error {
	if err := l.control(ctx, m); err != nil {
		return err
	}
	text, err := m.mutate()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "gongkai-mutant-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	overlay, err := writeOverlay(dir, m.file, text)
	if err != nil {
		return err
	}
	said, err := l.test(ctx, m, "-overlay="+overlay)
	switch {
	case err == nil:
		return errors.New("the test stays green")
	case !failed(said, m.test):
		return fmt.Errorf("the mutant does not build, or another test failed:\n%s", said)
	}
	return nil
}

// writeOverlay writes what go build -overlay reads: file replaced by text.
func writeOverlay(dir, file, text string) (string, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	instead := filepath.Join(dir, filepath.Base(file))
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {path: instead}})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, errors.Join(os.WriteFile(instead, []byte(text), 0o644), os.WriteFile(name, overlay, 0o644))
}

// control demands that the test exists and is green without the mutant.
func (l *lab) control(ctx context.Context, m mutant) error {
	key := m.pkg + " " + m.test
	if err, known := l.green[key]; known {
		return err
	}
	said, err := l.test(ctx, m)
	switch {
	case err != nil:
		err = fmt.Errorf("the test is red without the mutant:\n%s", said)
	case !strings.Contains(said, "--- PASS: "+m.test+" "):
		err = fmt.Errorf("there is no test %s in %s", m.test, m.pkg)
	}
	if l.green == nil {
		l.green = map[string]error{}
	}
	l.green[key] = err
	return err
}

func (l *lab) test(ctx context.Context, m mutant, flags ...string) (string, error) {
	pattern := "^" + strings.ReplaceAll(m.test, "/", "$/^") + "$"
	args := append([]string{"test", "-v", "-vet=off", "-count=1", "-timeout=3m", "-run", pattern}, flags...)
	c := program(ctx, "go", append(args, "./"+m.pkg)...)
	c.Env = l.env
	out, err := c.CombinedOutput()
	return string(out), err
}

// failed reports whether this very test failed. A test that a mutant hangs or
// crashes has failed too.
func failed(said, test string) bool {
	return strings.Contains(said, "--- FAIL: "+test+" ") || strings.Contains(said, "panic: ")
}
