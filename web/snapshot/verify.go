package snapshot

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"gongkai/models/durable"
)

// Verified is what Verify found.
type Verified struct {
	Pages int
	Bad   []string // files that are not what was written, with the reason
}

// Verify reads every file of the folder and holds it against the manifest and
// against the digest it carries.
func Verify(dir string) (Verified, error) {
	var v Verified
	known, err := manifest(dir)
	if err != nil {
		return v, err
	}
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), "manifest") || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		file, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		v.Pages++
		file = filepath.ToSlash(file)
		line := digest(text) + " " + file
		if !known[line] { // a running server may have written it meanwhile: its line came first
			if known, err = manifest(dir); err != nil {
				return err
			}
		}
		if !known[line] {
			v.Bad = append(v.Bad, file+": not in the manifest")
		} else if _, err := unpack(text); err != nil {
			v.Bad = append(v.Bad, file+": "+err.Error())
		}
		return nil
	})
	if err != nil {
		return v, fmt.Errorf("snapshot: verify: %w", err)
	}
	return v, nil
}

// manifest reads the lines "digest file" that were ever noted.
func manifest(dir string) (map[string]bool, error) {
	in, err := os.Open(filepath.Join(dir, "manifest"))
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	defer in.Close()
	known := map[string]bool{}
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		known[lines.Text()] = true
	}
	return known, lines.Err()
}

// compact leaves in the manifest one line for each file, the last, once most of
// its lines speak of files written over since.
func compact(dir string) error {
	name := filepath.Join(dir, "manifest")
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	last, lines := map[string]string{}, 0
	for line := range strings.Lines(string(text)) {
		if sum, file, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			last[file] = sum
			lines++
		}
	}
	if lines < 2*len(last)+1000 {
		return nil
	}
	var b strings.Builder
	for file, sum := range last {
		fmt.Fprintf(&b, "%s %s\n", sum, file)
	}
	if err := durable.Write(name, 0o640, []byte(b.String())); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return nil
}
