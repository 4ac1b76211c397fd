// Package snapshot keeps the last good rendering of public pages on disk, for
// the time in which the database is slow or away.
//
// Invariants: a file is whole or absent (written beside, synced, renamed); its
// first line carries the digest of its body, and a body that contradicts it is
// not given out; the manifest, written first, holds the digest of every file
// ever put there, so that a changed or foreign file can be found. The folder
// holds nothing that was not public when it was written, and can be deleted at
// any time: it fills again.
package snapshot

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"gongkai/models/durable"
)

// Page is one public page in the standard look.
type Page struct {
	Path  string    `json:"path"` // with the base path
	Query string    `json:"query,omitempty"`
	Kind  string    `json:"kind"`            // Content-Type
	Named string    `json:"named,omitempty"` // Content-Disposition
	Shows []uint64  `json:"shows,omitempty"` // documents whose words stand on it
	Made  time.Time `json:"made"`
	Sum   string    `json:"sum"` // sha256 of Body, in hex
	Body  []byte    `json:"-"`
}

// Store is a folder of pages. Its methods may be called at once.
type Store struct {
	dir      string
	mu       sync.Mutex // one writer
	manifest *os.File
}

// Open opens the folder, making it where it is not there.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if err := compact(dir); err != nil {
		return nil, err
	}
	m, err := os.OpenFile(filepath.Join(dir, "manifest"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o640)
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return &Store{dir: dir, manifest: m}, nil
}

// Close closes the manifest.
func (s *Store) Close() error { return s.manifest.Close() }

// name is the file of a page, in one of 256 folders.
func name(path, query string) string {
	sum := sha256.Sum256([]byte(path + "?" + query))
	h := hex.EncodeToString(sum[:16])
	return filepath.Join(h[:2], h[2:])
}

func digest(b []byte) string { sum := sha256.Sum256(b); return hex.EncodeToString(sum[:]) }

// Put keeps a page, unless the same bytes lie there already.
func (s *Store) Put(p Page) error {
	p.Sum = digest(p.Body)
	file := name(p.Path, p.Query)
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, err := s.head(file); err == nil && old.Sum == p.Sum && slices.Equal(old.Shows, p.Shows) {
		return nil
	}
	text, err := pack(p)
	if err != nil {
		return err
	}
	if err := s.note(file, digest(text)); err != nil {
		return err
	}
	return s.write(file, text)
}

// pack is a page as its file holds it: a line of JSON, then the packed body.
func pack(p Page) ([]byte, error) {
	head, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	out := bytes.NewBuffer(append(head, '\n'))
	w := gzip.NewWriter(out)
	_, _ = w.Write(p.Body) // a buffer does not fail
	_ = w.Close()
	return out.Bytes(), nil
}

// note writes what is about to lie in a file.
func (s *Store) note(file, sum string) error {
	if _, err := fmt.Fprintf(s.manifest, "%s %s\n", sum, filepath.ToSlash(file)); err != nil {
		return fmt.Errorf("snapshot: manifest: %w", err)
	}
	if err := s.manifest.Sync(); err != nil {
		return fmt.Errorf("snapshot: manifest: %w", err)
	}
	return nil
}

func (s *Store) write(file string, text []byte) error {
	if err := durable.Write(filepath.Join(s.dir, file), 0o640, text); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	return nil
}

// head reads a file's first line.
func (s *Store) head(file string) (*Page, error) {
	in, err := os.Open(filepath.Join(s.dir, file))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	var p Page
	return &p, json.NewDecoder(in).Decode(&p)
}

// Has reports whether a page is kept.
func (s *Store) Has(path, query string) bool {
	_, err := os.Stat(filepath.Join(s.dir, name(path, query)))
	return err == nil
}

// Get returns a page, or nil when it is not kept or not whole.
func (s *Store) Get(path, query string) *Page {
	text, err := os.ReadFile(filepath.Join(s.dir, name(path, query)))
	if err != nil {
		return nil
	}
	p, err := unpack(text)
	if err != nil || p.Path != path || p.Query != query {
		return nil
	}
	return p
}

// maxBody bounds what a file may unpack to: no page comes near it.
const maxBody = 64 << 20

func unpack(text []byte) (*Page, error) {
	line, packed, ok := bytes.Cut(text, []byte("\n"))
	if !ok {
		return nil, errors.New("snapshot: a file without a body")
	}
	var p Page
	if err := json.Unmarshal(line, &p); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if p.Body, err = io.ReadAll(io.LimitReader(r, maxBody)); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if digest(p.Body) != p.Sum {
		return nil, errors.New("snapshot: the body is not what it was")
	}
	return &p, nil
}

// Drop deletes a page; one that is not there is no error.
func (s *Store) Drop(path, query string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.Remove(filepath.Join(s.dir, name(path, query))); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("snapshot: %w", err)
	}
	return nil
}
