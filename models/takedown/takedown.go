// Package takedown keeps tombstones: small files that say of a public address
// that nobody may be shown it any more, whatever a cache, a snapshot or a
// database that is away says. They lie in the folder that all servers share, so
// they need no database.
//
// Two kinds of stone stand there. An order (紧急撤下) is laid by hand, holds at
// once, and is carried out through the review engine, with its ledger entry, as
// soon as the database is there. A mark is laid by every withdrawal before it is
// committed, so that no crash leaves an old copy to be shown.
package takedown

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"gongkai/models/durable"
)

// Stone is one tombstone.
type Stone struct {
	Path     string    `json:"path,omitempty"`     // public path below the base path, "/…"; "" where only the document is known
	Document uint64    `json:"document,omitempty"` // 0 when the address does not tell
	Reason   string    `json:"reason,omitempty"`   // of an order, in the operator's words
	By       string    `json:"by,omitempty"`       // of an order: the operator's account on the machine
	At       time.Time `json:"at"`
	Order    bool      `json:"order"` // still to be carried out
}

// Folder holds the stones. The zero Folder holds none and takes none.
type Folder struct{ dir string }

// In is the folder of stones below the shared folder of files.
func In(files string) Folder { return Folder{dir: filepath.Join(files, "tombstones")} }

// ArticleForm is an article's address; its number is the document's.
var ArticleForm = regexp.MustCompile(`/[0-9]{6}/t[0-9]{8}_([0-9]{1,19})\.html$`)

// shortForm is a document's short address; its code is the number in base 36.
var shortForm = regexp.MustCompile(`^/s/([0-9a-z]{1,12})$`)

// Order makes the stone of an address as a person copies it: whole or only its
// path, with or without base path, query and fragment.
func Order(address, basePath, reason, by string, at time.Time) (Stone, error) {
	path := strings.TrimSpace(address)
	if _, rest, ok := strings.Cut(path, "://"); ok {
		_, path, _ = strings.Cut(rest, "/")
		path = "/" + path
	}
	path, _, _ = strings.Cut(path, "?")
	path, _, _ = strings.Cut(path, "#")
	path = "/" + strings.TrimLeft(path, "/")
	if rest, ok := strings.CutPrefix(path, basePath+"/"); ok && basePath != "" {
		path = "/" + rest
	}
	s := Stone{Path: path, Reason: strings.TrimSpace(reason), By: by, At: at.UTC(), Order: true}
	if m := ArticleForm.FindStringSubmatch(path); m != nil {
		s.Document, _ = strconv.ParseUint(m[1], 10, 63)
	} else if m := shortForm.FindStringSubmatch(path); m != nil {
		s.Document, _ = strconv.ParseUint(m[1], 36, 63)
	}
	switch {
	case path == "/":
		return s, errors.New("name the address of the page to take down; the front page cannot be taken down")
	case s.Reason == "":
		return s, errors.New("say why with --reason")
	}
	return s, nil
}

// name is the stone's file: one for each address, one for each document.
func (s Stone) name() string {
	if s.Order {
		sum := sha256.Sum256([]byte(s.Path))
		return "order-" + hex.EncodeToString(sum[:12]) + ".json"
	}
	return fmt.Sprintf("mark-%d.json", s.Document)
}

// Lay writes a stone so that it survives a power cut before Lay returns.
func (f Folder) Lay(s Stone) error {
	if f.dir == "" {
		return nil
	}
	text, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("takedown: %w", err)
	}
	// Several servers read it, perhaps under several accounts of one group.
	if err := durable.Write(filepath.Join(f.dir, s.name()), 0o640, append(text, '\n')); err != nil {
		return fmt.Errorf("takedown: %w", err)
	}
	return durable.Settle(f.dir)
}

// Lift removes a stone; one that is not there is no error.
func (f Folder) Lift(s Stone) error {
	if f.dir == "" {
		return nil
	}
	if err := os.Remove(filepath.Join(f.dir, s.name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("takedown: %w", err)
	}
	return durable.Settle(f.dir)
}

// All reads the stones, oldest first. A file that is no stone is reported, the
// others are returned all the same.
func (f Folder) All() ([]Stone, error) {
	if f.dir == "" {
		return nil, nil
	}
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, fmt.Errorf("takedown: %w", err)
	}
	var all []Stone
	var bad []error
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ".") || !strings.HasSuffix(e.Name(), ".json") {
			continue
		}
		var s Stone
		text, err := os.ReadFile(filepath.Join(f.dir, e.Name()))
		if errors.Is(err, fs.ErrNotExist) {
			continue // lifted in this moment
		}
		if err == nil {
			err = json.Unmarshal(text, &s)
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("takedown: %s: %w", e.Name(), err))
			continue
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b Stone) int { return a.At.Compare(b.At) })
	return all, errors.Join(bad...)
}
