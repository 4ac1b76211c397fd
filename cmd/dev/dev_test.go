package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// The table of mutants names lines and tests that exist, so that it cannot rot
// between two runs of the mutants.
func TestMutantsFit(t *testing.T) {
	found, err := testsNear("package ")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range found {
		for _, name := range f.names {
			known[f.pkg+" "+name] = true
		}
	}
	guarded := map[string]bool{}
	for _, m := range mutants {
		if _, err := m.mutate(); err != nil {
			t.Errorf("%s: %v: %s", m.guards, err, brief(m.old))
		}
		if top, _, _ := strings.Cut(m.test, "/"); !known["./"+m.pkg+" "+top] {
			t.Errorf("%s: there is no test %s in %s", m.guards, top, m.pkg)
		}
		number, _, _ := strings.Cut(m.guards, " ")
		guarded[number] = true
	}
	for _, n := range strings.Fields("1 2 3 4 5 6 7 8 9 10") {
		if !guarded[n] {
			t.Errorf("invariant %s has no mutant", n)
		}
	}
}

func TestMigrationFindings(t *testing.T) {
	now := map[string]string{"mysql/1_a.sql": "x", "sqlite/1_a.sql": "y", "mysql/2_b.sql": "z"}
	if got := unpaired(now); !slices.Equal(got, []string{"sqlite/2_b.sql is missing"}) {
		t.Errorf("unpaired: %v", got)
	}
	known := map[string]string{"mysql/1_a.sql": "x", "sqlite/1_a.sql": "changed", "mysql/0_z.sql": "w"}
	got := broken(now, known)
	slices.Sort(got)
	if !slices.Equal(got, []string{"mysql/0_z.sql is gone", "sqlite/1_a.sql was changed"}) {
		t.Errorf("broken: %v", got)
	}
}

func TestReplacedKeepsTheRest(t *testing.T) {
	text := "a\n<!-- x -->\nold\n<!-- /x -->\nb\n"
	got, err := replaced(text, "x", "new\n")
	if err != nil || got != strings.Replace(text, "old", "new", 1) {
		t.Errorf("%q %v", got, err)
	}
	if _, err := replaced(text, "y", ""); err == nil {
		t.Error("a section that is not there was written")
	}
	sections := []string{"bench-growth-million", "fuzz", "mutants", "lighthouse"}
	for _, p := range parts() {
		sections = append(sections, "bench-"+p.name)
	}
	for _, section := range sections {
		file, err := os.ReadFile(measurementsFile)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := replaced(string(file), section, ""); err != nil {
			t.Error(err)
		}
	}
}

// A run of go test is told in one line a package, and counted.
func TestReportCounts(t *testing.T) {
	r := report{tally: &tally{}, said: map[string][]string{}}
	for _, e := range []event{
		{Action: "output", Package: "p", Test: "TestA", Output: "noise\n"},
		{Action: "pass", Package: "p", Test: "TestA"},
		{Action: "pass", Package: "p", Test: "TestB/mariadb"},
		{Action: "skip", Package: "p", Test: "TestC"},
		{Action: "pass", Package: "p"},
	} {
		r.take(&e)
	}
	if got := r.tally.String(); got != "2 passed, 0 failed, 1 skipped" || r.tally.mariadb != 1 {
		t.Error(got, r.tally.mariadb)
	}
}
