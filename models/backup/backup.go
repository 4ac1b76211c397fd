// Package backup writes everything that a portal keeps into one file and builds
// a portal from it again, on either database.
//
// Invariants: a backup is taken at one instant while others go on writing; every
// part of it is named with its digest in the last part, and nothing is restored
// from a file whose digests do not agree; a restore goes into an empty place or
// nowhere, and is not called done before the ledger has been verified against
// every restored row and the checkpoints that came along.
//
// Sessions stay behind: nobody is logged in to a restored portal.
package backup

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"gorm.io/gorm"

	"gongkai/models"
	"gongkai/models/store"
)

// format is the first part of a backup.
type format struct {
	Name   string    `json:"name"` // formatName
	Schema int64     `json:"schema"`
	At     time.Time `json:"at"`
}

const formatName = "gongkai-backup-1"

// Names of the parts.
const (
	formatPart = "format.json"
	sumsPart   = "sums.json"
	pointsPart = "ledger.checkpoints"
	tablesPart = "tables/"
	filesPart  = "files/"
)

// Place is where a portal keeps what is not in the database.
type Place struct {
	Files       string // folder of attachments and tombstones
	Checkpoints string // file of the ledger's checkpoints
}

// Summary says what a backup holds.
type Summary struct {
	Tables, Rows, Files int
	Bytes               int64 // of the file
}

// left are tables that stay behind.
var left = map[string]bool{"sessions": true}

// Write writes a backup to a new file; where one is already it refuses.
func Write(ctx context.Context, s *store.Store, from Place, file string) (sum Summary, err error) {
	out, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return sum, fmt.Errorf("backup: %w", err)
	}
	defer func() {
		if err != nil {
			os.Remove(file) // half a backup is none
		}
	}()
	buffered := bufio.NewWriterSize(out, 1<<20)
	packed, _ := gzip.NewWriterLevel(buffered, gzip.BestSpeed) // the level is right
	w := &writer{tar: tar.NewWriter(packed), sums: map[string]string{}}
	err = w.all(ctx, s, from, &sum)
	err = errors.Join(err, w.tar.Close(), packed.Close(), buffered.Flush(), out.Sync(), out.Close())
	if err != nil {
		return sum, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return sum, fmt.Errorf("backup: %w", err)
	}
	sum.Bytes = info.Size()
	return sum, nil
}

type writer struct {
	tar  *tar.Writer
	sums map[string]string // part -> sha256
}

func (w *writer) all(ctx context.Context, s *store.Store, from Place, sum *Summary) error {
	st, err := s.Status(ctx)
	if err != nil {
		return err
	}
	if len(st.Pending) > 0 {
		return fmt.Errorf("backup: the database is at schema %d of %d: migrate it first", st.Current, st.Target)
	}
	head, err := json.Marshal(format{Name: formatName, Schema: st.Current, At: s.Now(ctx)})
	if err != nil {
		return err
	}
	if err := w.part(formatPart, head); err != nil {
		return err
	}
	// Checkpoints first: every one of them lies in the snapshot's past.
	if text, err := os.ReadFile(from.Checkpoints); err == nil {
		if err := w.part(pointsPart, text); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("backup: %w", err)
	}
	err = s.Snapshot(ctx, func(ctx context.Context) error { return w.tables(ctx, s, sum) })
	if err != nil {
		return err
	}
	// Files after the tables: one that a row names is there before the row is.
	if err := w.files(from.Files, sum); err != nil {
		return err
	}
	sums, err := json.Marshal(w.sums)
	if err != nil {
		return err
	}
	return w.part(sumsPart, sums)
}

// part writes a small part.
func (w *writer) part(name string, text []byte) error {
	d := sha256.Sum256(text)
	w.sums[name] = hex.EncodeToString(d[:])
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))}); err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	_, err := w.tar.Write(text)
	return err
}

// from writes a part of known size from a file.
func (w *writer) from(name string, in *os.File) error {
	info, err := in.Stat()
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: info.Size(), ModTime: info.ModTime()}); err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	d := sha256.New()
	if _, err := io.CopyN(io.MultiWriter(w.tar, d), in, info.Size()); err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	w.sums[name] = hex.EncodeToString(d.Sum(nil))
	return nil
}

// tables writes each table as lines of JSON, through a temporary file because an
// archive wants to know sizes beforehand.
func (w *writer) tables(ctx context.Context, s *store.Store, sum *Summary) error {
	for _, row := range models.Tables() {
		name, err := tableName(s.DB(ctx), row)
		if err != nil {
			return err
		}
		if left[name] {
			continue
		}
		n, err := w.table(s.DB(ctx), row, name)
		if err != nil {
			return fmt.Errorf("backup: table %s: %w", name, err)
		}
		sum.Tables, sum.Rows = sum.Tables+1, sum.Rows+n
	}
	return nil
}

func (w *writer) table(db *gorm.DB, row any, name string) (n int, err error) {
	temp, err := os.CreateTemp("", "gongkai-backup-*")
	if err != nil {
		return 0, err
	}
	defer func() { temp.Close(); os.Remove(temp.Name()) }()
	lines := bufio.NewWriterSize(temp, 1<<18)
	rows, err := db.Model(row).Rows()
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	enc := json.NewEncoder(lines)
	for ; rows.Next(); n++ {
		one := reflect.New(reflect.TypeOf(row).Elem()).Interface()
		if err := db.ScanRows(rows, one); err != nil {
			return n, err
		}
		if err := enc.Encode(one); err != nil {
			return n, err
		}
	}
	if err := errors.Join(rows.Err(), lines.Flush()); err != nil {
		return n, err
	}
	if _, err := temp.Seek(0, io.SeekStart); err != nil {
		return n, err
	}
	return n, w.from(tablesPart+name+".jsonl", temp)
}

// files writes every file below the shared folder.
func (w *writer) files(folder string, sum *Summary) error {
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // deleted while we walk, or there is no folder yet
		}
		if err != nil || !d.Type().IsRegular() || strings.HasPrefix(d.Name(), ".") {
			return err
		}
		in, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer in.Close()
		rel, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		sum.Files++
		return w.from(filesPart+filepath.ToSlash(rel), in)
	})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// tableName is the name of the table that holds rows of a type.
func tableName(db *gorm.DB, row any) (string, error) {
	stmt := &gorm.Statement{DB: db}
	if err := stmt.Parse(row); err != nil {
		return "", fmt.Errorf("backup: %T: %w", row, err)
	}
	return stmt.Schema.Table, nil
}
