package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"gongkai/models"
	"gongkai/models/audit"
	"gongkai/models/store"
)

// Check reads a whole backup and holds every part against its digest. A file
// that is cut, changed or no backup is an error.
func Check(file string) (Summary, error) {
	var sum Summary
	var sums map[string]string
	found := map[string]string{}
	err := parts(file, func(name string, in io.Reader) error {
		var keep bytes.Buffer
		d := sha256.New()
		into := io.Writer(d)
		if name == sumsPart || name == formatPart {
			into = io.MultiWriter(d, &keep)
		}
		if _, err := io.Copy(into, in); err != nil {
			return fmt.Errorf("backup: %s: %w", name, err)
		}
		switch {
		case name == sumsPart:
			return json.Unmarshal(keep.Bytes(), &sums)
		case name == formatPart:
			var f format
			if err := json.Unmarshal(keep.Bytes(), &f); err != nil || f.Name != formatName {
				return errors.New("backup: this is no backup that this program can read")
			}
		case strings.HasPrefix(name, tablesPart):
			sum.Tables++
		case strings.HasPrefix(name, filesPart):
			sum.Files++
		}
		found[name] = hex.EncodeToString(d.Sum(nil))
		return nil
	})
	if err != nil {
		return sum, err
	}
	if sums == nil {
		return sum, errors.New("backup: the file is cut: its last part is missing")
	}
	if !reflect.DeepEqual(found, sums) {
		return sum, errors.New("backup: the file was changed: a part does not agree with its digest")
	}
	info, err := os.Stat(file)
	if err == nil {
		sum.Bytes = info.Size()
	}
	return sum, err
}

// parts calls f with every part in order.
func parts(file string, f func(name string, in io.Reader) error) error {
	in, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer in.Close()
	unpacked, err := gzip.NewReader(bufio.NewReaderSize(in, 1<<20))
	if err != nil {
		return fmt.Errorf("backup: %s is no backup: %w", file, err)
	}
	r := tar.NewReader(unpacked)
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("backup: the file is cut or changed: %w", err)
		}
		if err := f(h.Name, r); err != nil {
			return err
		}
	}
}

// Restore builds the portal of a backup in an empty, not yet migrated database
// and an empty folder, and verifies it. A database that holds anything is
// refused.
func Restore(ctx context.Context, file string, s *store.Store, to Place, log *slog.Logger) (Summary, *audit.Report, error) {
	sum, err := Check(file)
	if err != nil {
		return sum, nil, err
	}
	if err := empty(ctx, s, to); err != nil {
		return sum, nil, err
	}
	l := &loader{store: s, to: to, types: map[string]any{}}
	if err := l.know(ctx); err != nil {
		return sum, nil, err
	}
	if err := parts(file, func(name string, in io.Reader) error { return l.load(ctx, name, in) }); err != nil {
		return sum, nil, err
	}
	if err := s.Migrate(ctx); err != nil {
		return sum, nil, err
	}
	sum.Rows = l.rows
	var points []audit.Checkpoint
	if f, err := os.Open(to.Checkpoints); err == nil {
		defer f.Close()
		if points, err = audit.ReadCheckpoints(f); err != nil {
			return sum, nil, err
		}
	}
	r, err := models.New(s, to.Files, log).Verify(ctx, points)
	return sum, r, err
}

// empty refuses a place that holds something.
func empty(ctx context.Context, s *store.Store, to Place) error {
	st, err := s.Status(ctx)
	if err != nil {
		return err
	}
	if st.Current != 0 {
		return errors.New("backup: there is a portal already: restore into an empty database")
	}
	for _, name := range []string{to.Files, to.Checkpoints} {
		if entries, err := os.ReadDir(name); err == nil && len(entries) > 0 {
			return fmt.Errorf("backup: the folder %s is not empty", name)
		} else if _, err := os.Stat(name); err == nil && name == to.Checkpoints {
			return fmt.Errorf("backup: the file %s is there already", name)
		}
	}
	return nil
}

type loader struct {
	store *store.Store
	to    Place
	types map[string]any // table -> pointer to its row type
	rows  int
}

func (l *loader) know(ctx context.Context) error {
	for _, row := range models.Tables() {
		name, err := tableName(l.store.DB(ctx), row)
		if err != nil {
			return err
		}
		l.types[name] = row
	}
	return nil
}

// load restores one part.
func (l *loader) load(ctx context.Context, name string, in io.Reader) error {
	switch {
	case name == formatPart:
		var f format
		if err := json.NewDecoder(in).Decode(&f); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		if err := l.store.MigrateTo(ctx, f.Schema); err != nil {
			return err
		}
		return l.clear(ctx)
	case name == pointsPart:
		return save(l.to.Checkpoints, in)
	case strings.HasPrefix(name, filesPart):
		rel := filepath.FromSlash(strings.TrimPrefix(name, filesPart))
		if !filepath.IsLocal(rel) {
			return fmt.Errorf("backup: a file outside the folder: %q", name)
		}
		return save(filepath.Join(l.to.Files, rel), in)
	case strings.HasPrefix(name, tablesPart):
		table := strings.TrimSuffix(strings.TrimPrefix(name, tablesPart), ".jsonl")
		row := l.types[table]
		if row == nil {
			return fmt.Errorf("backup: this program knows no table %q", table)
		}
		if err := l.table(ctx, row, in); err != nil {
			return fmt.Errorf("backup: table %s: %w", table, err)
		}
	}
	return nil
}

// clear deletes the rows that migrations begin with: those of the backup come
// in their place.
func (l *loader) clear(ctx context.Context) error {
	return l.store.Load(ctx, func(ctx context.Context) error {
		for name := range l.types {
			if !l.store.DB(ctx).Migrator().HasTable(name) {
				continue // of a later schema
			}
			if err := l.store.DB(ctx).Exec("DELETE FROM " + name).Error; err != nil {
				return fmt.Errorf("backup: %w", err)
			}
		}
		return nil
	})
}

// batch is how many rows are written by one statement: a document's text may be
// a megabyte.
const batch = 50

// table writes the lines of a table; only columns that the backup's schema had.
func (l *loader) table(ctx context.Context, row any, in io.Reader) error {
	return l.store.Load(ctx, func(ctx context.Context) error {
		kind := reflect.TypeOf(row)
		lines := bufio.NewReaderSize(in, 1<<20)
		some := reflect.MakeSlice(reflect.SliceOf(kind), 0, batch)
		var fields []string
		flush := func() error {
			if some.Len() == 0 {
				return nil
			}
			err := l.store.DB(ctx).Select(fields).Create(some.Interface()).Error
			l.rows += some.Len()
			some = reflect.MakeSlice(reflect.SliceOf(kind), 0, batch)
			return err
		}
		for {
			line, err := lines.ReadBytes('\n')
			if len(line) > 0 {
				one := reflect.New(kind.Elem())
				if err := json.Unmarshal(line, one.Interface()); err != nil {
					return err
				}
				if fields == nil {
					if fields, err = keys(line); err != nil {
						return err
					}
				}
				some = reflect.Append(some, one)
			}
			if some.Len() == batch || errors.Is(err, io.EOF) {
				if err := flush(); err != nil {
					return err
				}
			}
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
		}
	})
}

// keys are the fields that a line names.
func keys(line []byte) (names []string, err error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(line, &m); err != nil {
		return nil, err
	}
	for k := range m {
		names = append(names, k)
	}
	return names, nil
}

// save writes a file, whole and synced.
func save(name string, in io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	out, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}
