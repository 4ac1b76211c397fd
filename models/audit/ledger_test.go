package audit_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/modeltest"
	"gongkai/models/store"
	"gongkai/models/store/storetest"
)

type book struct {
	*audit.Ledger
	t    *testing.T
	s    *store.Store
	acts int
}

// each runs f with an empty ledger on every database.
func each(t *testing.T, f func(t *testing.T, b *book)) {
	storetest.Each(t, func(t *testing.T, s *store.Store, _ *storetest.Clock) { f(t, &book{audit.New(s), t, s, 0}) })
}

// write appends n entries; no two of a book are alike.
func (b *book) write(n int) {
	b.t.Helper()
	for i := range n {
		modeltest.Must(b.t, b.s.Tx(b.t.Context(), func(ctx context.Context) error {
			b.acts++
			return b.Append(ctx, audit.Act{Actor: uint64(i), Action: audit.SettingChange, Object: fmt.Sprint("site/", b.acts), Detail: "记事"})
		}))
	}
}

func (b *book) exec(sql string, args ...any) {
	b.t.Helper()
	modeltest.Must(b.t, b.s.Tx(b.t.Context(), func(ctx context.Context) error { return b.s.DB(ctx).Exec(sql, args...).Error }))
}

func (b *book) verify(points ...audit.Checkpoint) *audit.Report {
	b.t.Helper()
	r, err := b.Verify(b.t.Context(), points)
	modeltest.Must(b.t, err)
	return r
}

func (b *book) now() audit.Checkpoint {
	b.t.Helper()
	p, err := b.Now(b.t.Context())
	modeltest.Must(b.t, err)
	return p
}

// broken demands that the first finding names an entry.
func broken(t *testing.T, what string, r *audit.Report, seq uint64) {
	t.Helper()
	if r.Whole() {
		t.Errorf("%s: not found", what)
	} else if r.Findings[0].Seq != seq || r.Findings[0].Message == "" {
		t.Errorf("%s: %+v, want entry %d", what, r.Findings[0], seq)
	}
}

// An untouched ledger is whole; so is an empty one.
func TestChainIsWhole(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		if r := b.verify(b.now()); !r.Whole() || r.Entries != 0 {
			t.Fatalf("%+v", r)
		}
		b.write(7)
		first := b.now()
		b.write(5)
		r := b.verify(first, b.now())
		if !r.Whole() || r.Entries != 12 || r.Head != b.now().Hash {
			t.Fatalf("%+v", r)
		}
		e, err := b.Entry(t.Context(), 7)
		if err != nil || e.Hash != first.Hash {
			t.Error(e, err)
		}
		_, err = b.Entry(t.Context(), 13)
		modeltest.Want(t, err, fault.NotFound)
	})
}

// A change of any column of any entry is found and names that entry.
func TestChainEveryColumnCounts(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.write(6)
		for column, value := range map[string]any{
			"at": storetest.Start.AddDate(0, 0, 1), "actor_id": 99, "action": "person.login", "object": "site/9", "digest": "ff",
			"detail": "记亊", "written": "site_columns/1=ff", "prev_hash": "ff", "hash": "ff",
		} {
			for _, seq := range []uint64{1, 3, 6} {
				e, err := b.Entry(t.Context(), seq)
				modeltest.Must(t, err)
				b.exec("UPDATE ledger_entries SET "+column+" = ? WHERE seq = ?", value, seq)
				broken(t, column, b.verify(), seq)
				b.exec("UPDATE ledger_entries SET at = ?, actor_id = ?, action = ?, object = ?, digest = ?, detail = ?, written = ?, prev_hash = ?, hash = ? WHERE seq = ?",
					e.At, e.ActorID, string(e.Action), e.Object, e.Digest, e.Detail, e.Written, e.PrevHash, e.Hash, seq)
			}
		}
		if r := b.verify(); !r.Whole() {
			t.Fatalf("not put back: %+v", r.Findings)
		}
	})
}

// Deleting, swapping, inserting and renumbering entries is found.
func TestChainOrderAndNumber(t *testing.T) {
	for name, x := range map[string]struct {
		seq uint64
		sql []string
	}{
		"delete in the middle": {4, []string{"DELETE FROM ledger_entries WHERE seq = 3"}},
		"delete the first":     {2, []string{"DELETE FROM ledger_entries WHERE seq = 1"}},
		"swap": {3, []string{"UPDATE ledger_entries SET seq = 100 WHERE seq = 3", "UPDATE ledger_entries SET seq = 3 WHERE seq = 4",
			"UPDATE ledger_entries SET seq = 4 WHERE seq = 100"}},
		"insert": {5, []string{"UPDATE ledger_entries SET seq = 7 WHERE seq = 6", "UPDATE ledger_entries SET seq = 6 WHERE seq = 5",
			"INSERT INTO ledger_entries (seq, at, actor_id, action, object, digest, detail, written, prev_hash, hash) SELECT 5, at, actor_id, action, object, digest, detail, written, prev_hash, hash FROM ledger_entries WHERE seq = 4"}},
		"delete and renumber": {3, []string{"DELETE FROM ledger_entries WHERE seq = 3", "UPDATE ledger_entries SET seq = 3 WHERE seq = 4",
			"UPDATE ledger_entries SET seq = 4 WHERE seq = 5", "UPDATE ledger_entries SET seq = 5 WHERE seq = 6", "UPDATE ledger_heads SET seq = 5"}},
		"renumber": {9, []string{"UPDATE ledger_entries SET seq = 9 WHERE seq = 6"}},
		"append":   {7, []string{"INSERT INTO ledger_entries (seq, at, actor_id, action, object, digest, detail, written, prev_hash, hash) SELECT 7, at, actor_id, action, object, digest, detail, written, hash, hash FROM ledger_entries WHERE seq = 6"}},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, b *book) {
				b.write(6)
				for _, sql := range x.sql {
					b.exec(sql)
				}
				broken(t, name, b.verify(), x.seq)
			})
		})
	}
}

// A cut tail is found by the head; with the head cut too, only by a checkpoint
// that was kept outside.
func TestChainCutTail(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.write(9)
		point := b.now()
		e, err := b.Entry(t.Context(), 6)
		modeltest.Must(t, err)
		b.exec("DELETE FROM ledger_entries WHERE seq > 6")
		broken(t, "cut tail", b.verify(), 6)
		b.exec("UPDATE ledger_heads SET seq = 6, hash = ?", e.Hash)
		if r := b.verify(); !r.Whole() {
			t.Fatalf("a chain alone cannot tell, but said %+v", r.Findings)
		}
		broken(t, "cut tail and head", b.verify(point), 6)
		b.write(5) // growing past the checkpoint does not heal it
		broken(t, "cut tail, grown again", b.verify(point), 9)
	})
}

// A ledger that was wholly rewritten with right hashes is found by the first
// checkpoint that it contradicts.
func TestChainRehashed(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.write(3)
		early := b.now()
		b.write(3)
		late := b.now()
		b.exec("DELETE FROM ledger_entries WHERE seq > 3")
		b.exec("UPDATE ledger_heads SET seq = 3, hash = ?", early.Hash)
		b.write(4) // other acts, honest hashes
		if r := b.verify(early); !r.Whole() {
			t.Fatalf("%+v", r.Findings)
		}
		broken(t, "rehashed", b.verify(early, late), 6)
	})
}

// The head's own row changed by hand is found.
func TestChainHeadCounts(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.write(3)
		b.exec("UPDATE ledger_heads SET hash = 'ff'")
		broken(t, "hash", b.verify(), 3)
		b.exec("UPDATE ledger_heads SET seq = 9")
		broken(t, "number", b.verify(), 3)
		b.exec("DELETE FROM ledger_heads")
		if _, err := b.Verify(t.Context(), nil); err == nil {
			t.Error("a ledger without a head was verified")
		}
		b.exec("INSERT INTO ledger_heads (id, seq, hash) VALUES (1, 0, '')") // only a migration writes it
	})
}

// 60 writers at once: 60 entries, no gap, none written over another.
func TestChainConcurrentAppends(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		var wg sync.WaitGroup
		errs := make([]error, 60)
		for i := range errs {
			wg.Go(func() {
				errs[i] = b.s.Tx(t.Context(), func(ctx context.Context) error {
					return b.Append(ctx, audit.Act{Actor: uint64(i + 1), Action: audit.PersonLogin, Object: "person/1"})
				})
			})
		}
		wg.Wait()
		modeltest.Must(t, errors.Join(errs...))
		es, err := b.List(t.Context(), audit.Filter{}, 0, 100)
		modeltest.Must(t, err)
		actors := map[uint64]bool{}
		for i, e := range es {
			actors[e.ActorID] = true
			if e.Seq != uint64(len(es)-i) {
				t.Errorf("entry %d stands at %d", e.Seq, i)
			}
		}
		if len(es) != 60 || len(actors) != 60 {
			t.Errorf("%d entries of %d people", len(es), len(actors))
		}
		if r := b.verify(); !r.Whole() || r.Entries != 60 {
			t.Errorf("%+v", r)
		}
	})
}

// An act that fails leaves no entry and no gap; an entry is written only inside
// a transaction.
func TestChainRollsBackWithTheAct(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		b.write(2)
		refusal := errors.New("the act failed")
		err := b.s.Tx(t.Context(), func(ctx context.Context) error {
			modeltest.Must(t, b.Append(ctx, audit.Act{Action: audit.SettingChange, Object: "site"}))
			return refusal
		})
		if !errors.Is(err, refusal) || b.now().Seq != 2 {
			t.Fatal(err, b.now().Seq)
		}
		b.write(1)
		if r := b.verify(); !r.Whole() || r.Entries != 3 {
			t.Errorf("%+v", r)
		}
		defer func() {
			if recover() == nil {
				t.Error("Append outside a transaction did not panic")
			}
		}()
		_ = b.Append(t.Context(), audit.Act{})
	})
}

// What is too long for a column fails the act instead of being cut, but for the
// detail, which is cut by the program.
func TestChainLongValues(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		modeltest.Must(t, b.s.Tx(t.Context(), func(ctx context.Context) error {
			rows := make([]audit.Row, 400)
			for i := range rows {
				rows[i] = audit.NewRow("content_revisions", i, "x")
			}
			return b.Append(ctx, audit.Act{Object: strings.Repeat("o", 80), Detail: strings.Repeat("长", 600), Rows: rows})
		}))
		e, err := b.Entry(t.Context(), 1)
		if err != nil || len([]rune(e.Detail)) != 500 {
			t.Fatal(err, len([]rune(e.Detail)))
		}
		if r := b.verify(); len(r.Findings) != 100 || r.Findings[0].Seq != 1 { // 400 rows that no table holds
			t.Errorf("%d findings", len(r.Findings))
		}
	})
}

// Checkpoints survive their file; a broken file is an error, not a blank.
func TestCheckpointFile(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		file := filepath.Join(t.TempDir(), "points")
		var want []audit.Checkpoint
		for range 3 {
			b.write(1)
			want = append(want, b.now())
			modeltest.Must(t, audit.WriteCheckpoint(file, b.now()))
		}
		got := readPoints(t, file)
		for i := range want {
			if got[i].Seq != want[i].Seq || got[i].Hash != want[i].Hash || !got[i].At.Equal(want[i].At) {
				t.Errorf("%+v, want %+v", got[i], want[i])
			}
		}
		if !b.verify(got...).Whole() {
			t.Error("its own checkpoints contradict it")
		}
		if ps, err := audit.ReadCheckpoints(bytes.NewReader([]byte(`{"seq":1,"hash":"a"}` + "\n{"))); err == nil || len(ps) != 1 {
			t.Error(ps, err)
		}
	})
}

// The check of the newest entries finds what is wrong among them and at the
// head.
func TestRecentChecksTheTail(t *testing.T) {
	each(t, func(t *testing.T, b *book) {
		recent := func(n int) *audit.Report {
			t.Helper()
			r, err := b.Recent(t.Context(), n)
			modeltest.Must(t, err)
			return r
		}
		if !recent(10).Whole() {
			t.Error("an empty ledger is not whole")
		}
		b.write(20)
		for _, n := range []int{1, 5, 19, 20, 100} {
			if r := recent(n); !r.Whole() || r.Entries != 20 {
				t.Errorf("the newest %d: %+v", n, r)
			}
		}
		b.exec("UPDATE ledger_entries SET object = 'x' WHERE seq = 15")
		broken(t, "altered", recent(10), 15)
		if !recent(3).Whole() {
			t.Error("an older entry was looked at")
		}
		b.exec("DELETE FROM ledger_entries WHERE seq = 20")
		broken(t, "cut", recent(3), 19)
	})
}
