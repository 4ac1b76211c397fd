package models_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/files"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
	"gongkai/models/review"
)

// latest is the revision that staff work on.
func latest(t *testing.T, b *modeltest.Bureau, id uint64) content.Revision {
	t.Helper()
	v, err := b.Content.Open(t.Context(), id, b.Who("budget.author"))
	modeltest.Must(t, err)
	return v.Revision
}

// Names, words, order and bytes are signed: each change is a new revision with
// another digest, ends an open review, and is in the ledger.
func TestAttachmentsAreSigned(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id, by, ctx := b.Draft("附件入签"), b.Who("budget.author"), t.Context()
		list := b.Enclose(id, "甲.txt", "乙.txt")
		sums := []string{latest(t, b, id).Sum}
		change := func(name string, f func(seen int) error) {
			t.Helper()
			b.Submit(id)
			modeltest.Must(t, f(b.Version(id)))
			r := latest(t, b, id)
			if b.State(id) != review.Draft || b.Track(id).CaseID != nil {
				t.Errorf("%s: state %s", name, b.State(id))
			}
			if slices.Contains(sums, r.Sum) || r.Form < 2 {
				t.Errorf("%s is not in the digest", name)
			}
			sums = append(sums, r.Sum)
		}
		change("a name", func(seen int) error { return b.Content.Rename(ctx, id, seen, list[0].Key, "丙", "", by) })
		change("the order", func(seen int) error { return b.Content.Shift(ctx, id, seen, list[1].Key, true, by) })
		change("fewer files", func(seen int) error { return b.Content.Detach(ctx, id, seen, list[1].Key, by) })
		change("more files", func(seen int) error {
			_, _, err := b.Content.Attach(ctx, id, seen, []content.Upload{modeltest.Upload("丁.txt", []byte("丁"))}, by)
			return err
		})
		b.Edit(id, "改了标题", "budget.author")
		if r := latest(t, b, id); len(r.Attachments) != 2 || r.Attachments[0].Name != "丙.txt" || r.Attachments[1].Position != 2 {
			t.Errorf("an edit lost the attachments: %+v", r.Attachments)
		}
		b.Pass(id)
		b.Correct(id)
		if r := latest(t, b, id); len(r.Attachments) != 2 {
			t.Error("a correction lost the attachments")
		}
		b.Whole()
		for _, sql := range []string{"UPDATE content_attachments SET name = 'x' WHERE revision_id = ?", "UPDATE content_attachments SET alt = 'x' WHERE revision_id = ?"} {
			b.Exec(sql, latest(t, b, id).ID)
			if b.Verified().Whole() {
				t.Errorf("%s: the ledger is still whole", sql)
			}
		}
		if n := b.Exec("UPDATE files SET digest = ? WHERE file_key = ?", strings.Repeat("0", 64), list[0].Key); n != 1 || b.Verified().Whole() {
			t.Error("a changed row of files is not found")
		}
	})
}

// What lies on disk must be what was signed, or nothing becomes public.
func TestAttachmentsAreThereBeforePublication(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for name, spoil := range map[string]func(file string) error{
			"gone":    os.Remove,
			"changed": func(file string) error { return os.WriteFile(file, []byte("something else"), 0o600) },
		} {
			id := b.Draft("文件" + name)
			a := b.Enclose(id, "甲"+name+".txt")[0]
			modeltest.Must(t, spoil(filepath.Join(b.Folder, "blobs", a.Digest[:2], a.Digest)))
			b.Pass(id)
			if b.State(id) != review.Held || b.Public(id) {
				t.Errorf("%s: %s", name, b.State(id))
			}
		}
		b.Whole()
	})
}

// Two uploads to the same version: one wins, the other is told, nothing mixes.
func TestUploadRace(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id, seen := b.Draft("同时上传"), 1
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, who := range []string{"budget.author", "budget.author2"} {
			by := b.Who(who)
			wg.Go(func() {
				_, _, errs[i] = b.Content.Attach(t.Context(), id, seen, []content.Upload{modeltest.Upload(who+".txt", []byte(who))}, by)
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || fault.KindOf(errors.Join(errs...)) != fault.Stale {
			t.Fatalf("%v and %v", errs[0], errs[1])
		}
		if r := latest(t, b, id); len(r.Attachments) != 1 || b.Version(id) != 2 {
			t.Errorf("%d files in version %d", len(r.Attachments), b.Version(id))
		}
		b.Whole()
	})
}

// Who may not edit adds nothing, and stores nothing.
func TestWhoMayAttach(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id := b.Draft("谁能上传")
		for who, want := range map[string]fault.Kind{"treasury.author": fault.NotFound, "sys.admin": fault.Forbidden, "budget.head": fault.Forbidden} {
			b.Unchanged(id, func() {
				_, _, err := b.Content.Attach(t.Context(), id, b.Version(id), []content.Upload{modeltest.Upload("甲.txt", []byte("甲"))}, b.Who(who))
				modeltest.Want(t, err, want)
			})
		}
		if blobs, _ := filepath.Glob(filepath.Join(b.Folder, "blobs", "*", "*")); len(blobs) != 0 {
			t.Errorf("%d blobs were stored", len(blobs))
		}
		a := b.Enclose(id, "甲.txt")[0]
		for who, want := range map[string]fault.Kind{"treasury.author": fault.NotFound, "sys.admin": fault.NotFound, "deputy": fault.NotFound, "office.secrecy": fault.NotFound} {
			_, err := b.Content.File(t.Context(), a.Key, b.Who(who))
			modeltest.Want(t, err, want)
		}
		_, err := b.Content.File(t.Context(), a.Key, identity.Actor{})
		modeltest.Want(t, err, fault.NotFound)
		for _, who := range []string{"budget.author", "budget.head", "office.publisher"} {
			if f, err := b.Content.File(t.Context(), a.Key, b.Who(who)); err != nil || f.Public {
				t.Errorf("%s: %v", who, err)
			}
		}
	})
}

// The same bytes are stored once, under keys that differ; a correction that
// drops a file takes it from the public.
func TestDedupeAndDrop(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		id, ctx := b.Draft("同样的文件"), t.Context()
		list := b.Attach(id, modeltest.Upload("甲.txt", []byte("同样")), modeltest.Upload("乙.txt", []byte("同样")))
		if blobs, _ := filepath.Glob(filepath.Join(b.Folder, "blobs", "*", "*")); len(blobs) != 1 || list[0].Key == list[1].Key || list[0].Digest != list[1].Digest {
			t.Errorf("%d blobs for %+v", len(blobs), list)
		}
		b.Pass(id)
		b.Correct(id)
		modeltest.Must(t, b.Content.Detach(ctx, id, b.Version(id), list[1].Key, b.Who("budget.author")))
		if f, err := b.Content.File(ctx, list[1].Key, identity.Actor{}); err != nil || !f.Public {
			t.Fatalf("before the correction is live: %v", err)
		}
		b.Pass(id)
		_, err := b.Content.File(ctx, list[1].Key, identity.Actor{})
		modeltest.Want(t, err, fault.Gone)
		if f, err := b.Content.File(ctx, list[0].Key, identity.Actor{}); err != nil || !f.Public {
			t.Errorf("the file that stayed: %v", err)
		}
	})
}

// What nobody can read any more goes after a while, and nothing else.
func TestSweep(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		ctx, by := t.Context(), b.Who("budget.author")
		public, draft, thrown := b.Draft("公开"), b.Draft("草稿"), b.Draft("丢弃")
		keep := []content.Attachment{b.Enclose(public, "公开.txt")[0], b.Enclose(draft, "在用.txt")[0]}
		gone := []content.Attachment{b.Enclose(draft, "移除.txt")[0], b.Enclose(thrown, "丢弃.txt")[0]}
		modeltest.Must(t, b.Content.Detach(ctx, draft, b.Version(draft), gone[0].Key, by))
		modeltest.Must(t, b.Review.Discard(ctx, content.Ref(thrown), b.Version(thrown), by))
		b.Pass(public)
		b.Withdraw(public, "office.publisher") // staff still read it
		there := func(a content.Attachment) bool { return b.Files.Whole(a.Facts) }
		sweep := func(before time.Time) {
			t.Helper()
			_, err := b.Files.Sweep(ctx, before, b.Content.Needed)
			modeltest.Must(t, err)
		}
		sweep(time.Now().Add(-files.Grace))
		if !there(gone[0]) || !there(gone[1]) {
			t.Error("swept before its time")
		}
		sweep(time.Now().Add(time.Hour))
		for i, a := range keep {
			if !there(a) {
				t.Errorf("file %d was swept", i)
			}
		}
		for i, a := range gone {
			if there(a) {
				t.Errorf("file %d was not swept", i)
			}
		}
		b.Whole()
	})
}
