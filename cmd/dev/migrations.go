package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// sumsFile holds the digest of every migration there is. A database that has
// run a migration will never run it again, so a change to an old file would
// reach some databases and not others; the digests make such a change visible.
// While no release holds a migration it may still be changed: delete its lines
// and run gen.
const (
	migrationDir = "models/store/migrations"
	sumsFile     = migrationDir + "/SUMS"
)

// checkMigrations demands that both dialects have the same migrations, and
// that none of them differs from its recorded digest.
func checkMigrations(context.Context) error {
	now, err := digests()
	if err != nil {
		return err
	}
	known, err := recordedDigests()
	if err != nil {
		return err
	}
	wrong := append(unpaired(now), broken(now, known)...)
	for f := range now {
		if known[f] == "" {
			wrong = append(wrong, f+" is not in SUMS (go run ./cmd/dev gen adds it)")
		}
	}
	return listed(wrong)
}

// unpaired names the migrations that one dialect lacks.
func unpaired(now map[string]string) (wrong []string) {
	other := map[string]string{"mysql": "sqlite", "sqlite": "mysql"}
	for f := range now {
		dialect, name := path.Split(f)
		if twin := path.Join(other[path.Clean(dialect)], name); now[twin] == "" {
			wrong = append(wrong, twin+" is missing")
		}
	}
	return wrong
}

// broken names the recorded migrations that are gone or changed.
func broken(now, known map[string]string) (wrong []string) {
	for f, sum := range known {
		switch now[f] {
		case sum:
		case "":
			wrong = append(wrong, f+" is gone")
		default:
			wrong = append(wrong, f+" was changed")
		}
	}
	return wrong
}

// recordMigrations adds new migrations to SUMS. It refuses to record a change.
func recordMigrations(context.Context) error {
	now, err := digests()
	if err != nil {
		return err
	}
	known, err := recordedDigests()
	if err != nil {
		return err
	}
	if err := listed(broken(now, known)); err != nil {
		return err
	}
	var b strings.Builder
	for _, f := range slices.Sorted(maps.Keys(now)) {
		fmt.Fprintf(&b, "%s  %s\n", now[f], f)
	}
	return os.WriteFile(sumsFile, []byte(b.String()), 0o644)
}

// digests returns the sha256 of each migration, by "dialect/name.sql".
func digests() (map[string]string, error) {
	found, err := files(migrationDir, ".sql")
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for _, f := range found {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		name, err := filepath.Rel(migrationDir, f)
		if err != nil {
			return nil, err
		}
		sums[filepath.ToSlash(name)] = fmt.Sprintf("%x", sha256.Sum256(text))
	}
	return sums, nil
}

func recordedDigests() (map[string]string, error) {
	text, err := os.ReadFile(sumsFile)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(text)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			return nil, fmt.Errorf("%s: %q is not a digest and a name", sumsFile, line)
		}
		sums[name] = sum
	}
	return sums, nil
}

// listed turns findings into one error, or nil when there are none.
func listed(wrong []string) error {
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return errors.New(strings.Join(wrong, "\n"))
}
