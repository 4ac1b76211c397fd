package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

// A tally counts tests over several runs of go test.
type tally struct {
	passed, failed, skipped int
	mariadb                 int // of the passed ones: on MariaDB
}

// String is a line that people and CI systems read the same way.
func (t *tally) String() string {
	return fmt.Sprintf("%d passed, %d failed, %d skipped", t.passed, t.failed, t.skipped)
}

// event is one line of go test -json.
type event struct {
	Action, Package, Test, Output string
	ImportPath                    string // of build output
}

// A report prints a run of go test while it happens: one line for a package
// that is right, everything that was said for a test that failed.
type report struct {
	tally *tally
	loud  bool                // print all that tests say
	said  map[string][]string // output so far, by package and test
}

// goTest runs go test with args, prints what matters and counts.
func goTest(ctx context.Context, t *tally, env []string, loud bool, args ...string) error {
	c := program(ctx, "go", append([]string{"test", "-json", "-vet=off", "-shuffle=on"}, args...)...)
	c.Env = append(os.Environ(), env...)
	c.Stderr = os.Stderr
	pipe, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	r := report{tally: t, loud: loud, said: map[string][]string{}}
	lines := bufio.NewScanner(pipe)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Println(lines.Text())
			continue
		}
		r.take(&e)
	}
	if err := c.Wait(); err != nil {
		return fmt.Errorf("go test: %w", err)
	}
	return lines.Err()
}

func (r *report) take(e *event) {
	key := e.Package + " " + e.Test
	switch e.Action {
	case "build-output":
		fmt.Print("   ", e.Output)
	case "output":
		if r.loud && e.Test != "" {
			if !noise(e) {
				fmt.Print(e.Output)
			}
			return
		}
		r.said[key] = append(r.said[key], e.Output)
	case "pass", "fail", "skip":
		if e.Test == "" {
			r.endPackage(e, key)
		} else {
			r.endTest(e, key)
		}
		delete(r.said, key)
	}
}

// noise reports whether a line says no more than that a part of a test began or
// went well.
func noise(e *event) bool {
	return strings.HasPrefix(e.Output, "=== ") || strings.Contains(e.Test, "/") && strings.HasPrefix(strings.TrimSpace(e.Output), "--- PASS")
}

func (r *report) endTest(e *event, key string) {
	switch e.Action {
	case "pass":
		r.tally.passed++
		if strings.Contains(e.Test+"/", "/mariadb/") {
			r.tally.mariadb++
		}
	case "skip":
		r.tally.skipped++
	case "fail":
		r.tally.failed++
		fmt.Print(strings.Join(r.said[key], ""))
	}
}

// endPackage prints go test's own last line of the package, or all it said
// when it failed. Packages without tests are passed over in silence.
func (r *report) endPackage(e *event, key string) {
	said := r.said[key]
	if e.Action == "fail" {
		fmt.Print(strings.Join(said, ""))
		return
	}
	for _, line := range said {
		if strings.HasPrefix(line, "ok ") {
			fmt.Print(line)
		}
	}
}

// packages lists the packages of the project.
func packages(ctx context.Context) ([]string, error) {
	list, err := read(ctx, "go", "list", "./...")
	return strings.Fields(list), err
}
