package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path"
	"regexp"
	"strings"
)

var genCommand = command{
	name: "gen",
	does: "Write every generated file",
	more: `
The Go code of the views (templ), the digests of new migrations, and the golden
files that tests compare with. Look at the difference before you commit it: a
golden file that changed is a contract that changed.

`,
	run: func(ctx context.Context, flags *flag.FlagSet, args []string) error {
		if err := parse(flags, args); err != nil {
			return err
		}
		return steps(ctx, []step{
			{"views", "mend the .templ file it names", writeViews},
			{"migrations", "a released migration is never changed: put it back and write a new one", recordMigrations},
			{"golden files", "mend the test it names", writeGolden},
		})
	},
}

// writeViews writes the files that differ, and only those, so that nothing else
// is built again.
func writeViews(ctx context.Context) error {
	want, err := generated(ctx)
	if err != nil {
		return err
	}
	for f, text := range want {
		if now, err := os.ReadFile(f); err == nil && bytes.Equal(now, text) {
			continue
		}
		if err := os.WriteFile(f, text, 0o644); err != nil {
			return err
		}
		fmt.Println("  ", f)
	}
	return nil
}

// writeGolden runs the tests that know -update, with it.
func writeGolden(ctx context.Context) error {
	found, err := testsNear(`flag.Bool("update"`)
	if err != nil {
		return err
	}
	for _, f := range found {
		if err := quiet(ctx, "go", "test", "-vet=off", "-count=1", "-run", f.pattern(), f.pkg, "-update"); err != nil {
			return err
		}
	}
	return nil
}

// A testFile is one file of tests.
type testFile struct {
	pkg   string   // "./models/review"
	names []string // of its Test and Fuzz functions
}

// pattern matches the file's tests for go test -run.
func (f *testFile) pattern() string { return "^(" + strings.Join(f.names, "|") + ")$" }

var testFunc = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)

// testsNear finds the test files that contain mark.
func testsNear(mark string) ([]testFile, error) {
	return testFiles(func(_ string, text []byte) bool { return bytes.Contains(text, []byte(mark)) })
}

// testFiles finds the files of tests that are wanted.
func testFiles(wanted func(path string, text []byte) bool) (found []testFile, err error) {
	all, err := files(".", "_test.go")
	if err != nil {
		return nil, err
	}
	for _, f := range all {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		if !wanted(f, text) {
			continue
		}
		t := testFile{pkg: "./" + path.Dir(f)}
		for _, m := range testFunc.FindAllSubmatch(text, -1) {
			t.names = append(t.names, string(m[1]))
		}
		if len(t.names) > 0 {
			found = append(found, t)
		}
	}
	return found, nil
}
