package backup_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"gongkai/models"
	"gongkai/models/audit"
	"gongkai/models/backup"
	"gongkai/models/modeltest"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

var quiet = slog.New(slog.DiscardHandler)

// A backup taken while people write comes back whole, on either database.
func TestBackupWhileWriting(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		from := backup.Place{Files: t.TempDir(), Checkpoints: filepath.Join(t.TempDir(), "ledger.checkpoints")}
		modeltest.Must(t, os.MkdirAll(filepath.Join(from.Files, "blobs", "ab"), 0o750))
		modeltest.Must(t, os.WriteFile(filepath.Join(from.Files, "blobs", "ab", "cd"), []byte("附件"), 0o600))
		b.Publish("第一篇")
		p, err := b.Ledger.Now(t.Context())
		modeltest.Must(t, err)
		modeltest.Must(t, audit.WriteCheckpoint(from.Checkpoints, p))
		file := filepath.Join(t.TempDir(), "backup.gk")
		var wg sync.WaitGroup
		wg.Go(func() {
			for i := range 30 {
				b.Publish(fmt.Sprintf("备份时写的第 %d 篇", i))
			}
		})
		sum, err := backup.Write(t.Context(), b.Store, from, file)
		wg.Wait()
		if err != nil || sum.Tables < 15 || sum.Rows < 50 || sum.Files != 1 {
			t.Fatalf("%+v %v", sum, err)
		}
		if _, err := backup.Write(t.Context(), b.Store, from, file); err == nil {
			t.Error("written over an older backup")
		}
		storetest.EachBare(t, func(t *testing.T, s *store.Store) { restored(t, s, file) })
	})
}

// restored restores a backup into a database that holds nothing.
func restored(t *testing.T, s *store.Store, file string) {
	t.Helper()
	dir := t.TempDir()
	to := backup.Place{Files: filepath.Join(dir, "files"), Checkpoints: filepath.Join(dir, "ledger.checkpoints")}
	sum, report, err := backup.Restore(t.Context(), file, s, to, quiet)
	if err != nil || !report.Whole() || report.Entries == 0 || sum.Rows == 0 {
		t.Fatalf("%+v %+v %v", sum, report, err)
	}
	app := models.New(s, to.Files, quiet)
	if n, err := app.Content.Count(t.Context()); err != nil || n < 1 {
		t.Errorf("%d documents, %v", n, err)
	}
	if text, err := os.ReadFile(filepath.Join(to.Files, "blobs", "ab", "cd")); err != nil || string(text) != "附件" {
		t.Errorf("%q %v", text, err)
	}
	if _, _, err := backup.Restore(t.Context(), file, s, to, quiet); err == nil {
		t.Error("restored over a portal")
	}
}

// A backup that was cut or changed anywhere is not restored.
func TestBackupDamaged(t *testing.T) {
	clock := storetest.NewClock()
	s, err := store.Open(t.Context(), store.Options{File: storetest.SQLite(t), Clock: clock.Now})
	modeltest.Must(t, err)
	defer s.Close()
	b := modeltest.New(t, s, clock)
	b.Publish("一篇")
	file := filepath.Join(t.TempDir(), "backup.gk")
	_, err = backup.Write(t.Context(), b.Store, backup.Place{Files: t.TempDir()}, file)
	modeltest.Must(t, err)
	text, err := os.ReadFile(file)
	modeltest.Must(t, err)
	if _, err := backup.Check(file); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{"cut": text[:len(text)*2/3], "empty": nil, "foreign": []byte("PK\x03\x04"), "changed": flipped(text)} {
		other := filepath.Join(t.TempDir(), name)
		modeltest.Must(t, os.WriteFile(other, bad, 0o600))
		if _, err := backup.Check(other); err == nil {
			t.Errorf("%s: taken for whole", name)
		}
	}
}

func flipped(text []byte) []byte {
	b := bytes.Clone(text)
	b[len(b)/2] ^= 0x10
	return b
}
