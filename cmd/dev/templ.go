package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// checkGenerated generates all views into a copy and compares. The tree stays
// as it is, so that a check never hides what it found.
func checkGenerated(ctx context.Context) error {
	want, err := generated(ctx)
	if err != nil {
		return err
	}
	have, err := files(".", "_templ.go")
	if err != nil {
		return err
	}
	var wrong []string
	for _, f := range have {
		if _, ok := want[f]; !ok {
			wrong = append(wrong, f+" has no .templ file")
		}
	}
	for f, text := range want {
		if now, err := os.ReadFile(f); err != nil || !bytes.Equal(now, text) {
			wrong = append(wrong, f+" is not what its .templ file makes")
		}
	}
	return listed(wrong)
}

// generated is what templ makes of the tree's views: path to content.
func generated(ctx context.Context) (map[string][]byte, error) {
	// The tool runs in the copy, where "go tool" would have to build it again.
	tool, err := read(ctx, "go", "tool", "-n", "templ")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "gongkai-templ-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	sources, err := files(".", ".templ")
	if err != nil {
		return nil, err
	}
	for _, f := range append(sources, "go.mod") {
		if err := copyFile(filepath.Join(dir, f), f); err != nil {
			return nil, err
		}
	}
	c := program(ctx, tool, "generate")
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("templ generate: %w\n%s", err, out)
	}
	made := map[string][]byte{}
	for _, f := range sources {
		name := strings.TrimSuffix(f, ".templ") + "_templ.go"
		if made[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return made, nil
}

func copyFile(to, from string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o644)
}

// files lists the files below dir whose name ends in suffix, hidden folders
// and the data of a local demo left out.
func files(dir, suffix string) (found []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && path != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "demo-data") {
			return fs.SkipDir
		}
		if !d.IsDir() && strings.HasSuffix(path, suffix) {
			found = append(found, filepath.ToSlash(path))
		}
		return nil
	})
	return found, err
}
