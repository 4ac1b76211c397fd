package search

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"gongkai/models/store"
)

// What stands in attachments is read beside the indexing of documents: a text is
// found within a second, what its files hold a little later. A file is read once;
// what was read, or why nothing could be, is kept under its digest and goes from
// one index to the next.

// todo is a set of documents whose attachments were not read yet.
type todo struct {
	mu  sync.Mutex
	ids map[uint64]bool
}

func (t *todo) add(ids ...uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ids == nil {
		t.ids = map[uint64]bool{}
	}
	for _, id := range ids {
		t.ids[id] = true
	}
}

func (t *todo) take() (id uint64, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for id = range t.ids {
		delete(t.ids, id)
		return id, true
	}
	return 0, false
}

// all takes everything.
func (t *todo) all() (ids []uint64) {
	for id, ok := t.take(); ok; id, ok = t.take() {
		ids = append(ids, id)
	}
	return ids
}

func (t *todo) len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.ids)
}

// Readable reports whether files of a type hold text that can be read.
func Readable(kind string) bool { return formatOf(kind) != "" }

// recall gives the documents what was read of their files before, and remembers
// which have files that nobody has read.
func (k *Keeper) recall(ctx context.Context, x *Index, docs []Doc) error {
	for i := range docs {
		for j := range docs[i].Attachments {
			a := &docs[i].Attachments[j]
			if !Readable(a.Type) {
				continue
			}
			parts, known, err := x.extract(ctx, a.Digest)
			if err != nil {
				return err
			}
			if a.Parts = parts; !known {
				k.unread.add(docs[i].ID)
			}
		}
	}
	return nil
}

// remind is recall by the present index.
func (k *Keeper) remind(ctx context.Context, docs []Doc) error {
	return k.with(func(x *Index) error { return k.recall(ctx, x, docs) })
}

// extract is what was read of a file; known says whether anybody tried.
func (x *Index) extract(ctx context.Context, digest string) (parts []Part, known bool, err error) {
	var b []byte
	err = x.db.Each(ctx, func(scan func(...any) error) error { known = true; return scan(&b) }, "SELECT parts FROM extracts WHERE digest = ?", digest)
	if err != nil || len(b) == 0 {
		return nil, known, err
	}
	return parts, known, json.Unmarshal(b, &parts)
}

func (x *Index) keepExtract(ctx context.Context, digest string, parts []Part, trouble string) error {
	b := []byte{}
	if len(parts) > 0 {
		var err error
		if b, err = json.Marshal(parts); err != nil {
			return err
		}
	}
	x.writing.Lock()
	defer x.writing.Unlock()
	return x.db.Write(ctx, func(t *store.Batch) error {
		return t.Exec(ctx, "INSERT INTO extracts (digest, parts, trouble, seen) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET parts = excluded.parts, trouble = excluded.trouble, seen = excluded.seen",
			digest, b, trouble, time.Now().Unix())
	})
}

// inherit copies what was read of files from the present index to a new one.
func (k *Keeper) inherit(ctx context.Context, to *Index) error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.index == nil {
		return nil
	}
	return to.db.Write(ctx, func(b *store.Batch) error {
		return k.index.db.Each(ctx, func(scan func(...any) error) error {
			var digest, trouble string
			var parts []byte
			var seen int64
			if err := scan(&digest, &parts, &trouble, &seen); err != nil {
				return err
			}
			return b.Exec(ctx, "INSERT INTO extracts (digest, parts, trouble, seen) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", digest, parts, trouble, seen)
		}, "SELECT digest, parts, trouble, seen FROM extracts")
	})
}

// readAll reads attachments until ctx ends.
func (k *Keeper) readAll(ctx context.Context) {
	for ctx.Err() == nil {
		id, ok := k.unread.take()
		if !ok {
			pause(ctx, 200*time.Millisecond)
			continue
		}
		if err := k.readOne(ctx, id); err != nil && ctx.Err() == nil {
			k.log.ErrorContext(ctx, "attachments of a document", "document", id, "err", err)
			pause(ctx, time.Second)
		}
	}
}

// with runs f on the present index, which nobody replaces meanwhile; f is quick.
func (k *Keeper) with(f func(x *Index) error) error {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.index == nil {
		return ErrAway
	}
	return f(k.index)
}

// readOne reads the files of a document that nobody has read, and writes it again
// if there were any.
func (k *Keeper) readOne(ctx context.Context, id uint64) error {
	docs, err := k.source.Docs(ctx, []uint64{id})
	if err != nil || len(docs) == 0 {
		return err
	}
	fresh := false
	for _, a := range docs[0].Attachments {
		read, err := k.readFile(ctx, a)
		if err != nil {
			k.unread.add(id)
			return err
		}
		fresh = fresh || read
	}
	if !fresh {
		return nil
	}
	if err := k.with(func(x *Index) error { return k.renew(ctx, x, []uint64{id}, x.Epoch) }); err != nil || k.remote == nil {
		return err
	}
	k.read.add(id)
	k.Wake()
	return nil
}

// readFile reads a file unless that was tried before.
func (k *Keeper) readFile(ctx context.Context, a Attachment) (fresh bool, err error) {
	known := !Readable(a.Type)
	if !known {
		err = k.with(func(x *Index) (err error) { _, known, err = x.extract(ctx, a.Digest); return err })
	}
	if known || err != nil {
		return false, err
	}
	parts, why := k.source.Read(ctx, a)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	trouble := ""
	if why != nil {
		trouble = why.Error()
	}
	return true, k.with(func(x *Index) error { return x.keepExtract(ctx, a.Digest, parts, trouble) })
}

// Trouble is an attachment in which nothing could be read.
type Trouble struct {
	Document uint64
	Title    string
	File     Attachment
	Why      string
}

// Troubles lists the attachments of public documents in which nothing could be
// read, newest documents first, at most n.
func (k *Keeper) Troubles(ctx context.Context, n int) (all []Trouble, err error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.index == nil {
		return nil, nil
	}
	why := map[string]string{}
	err = k.index.db.Each(ctx, func(scan func(...any) error) error {
		var digest, text string
		if err := scan(&digest, &text); err != nil {
			return err
		}
		why[digest] = text
		return nil
	}, "SELECT digest, trouble FROM extracts WHERE trouble <> ''")
	if err != nil || len(why) == 0 {
		return nil, err
	}
	err = k.index.db.Each(ctx, func(scan func(...any) error) error {
		var t Trouble
		var b []byte
		if err := scan(&t.Document, &t.Title, &b); err != nil || len(all) >= n {
			return err
		}
		s, err := unpack(b)
		if err != nil {
			return fmt.Errorf("search: text of %d: %w", t.Document, err)
		}
		for _, a := range s.Files {
			if text := why[a.Digest]; text != "" && len(all) < n {
				a.Parts = nil
				t.File, t.Why = a, text
				all = append(all, t)
			}
		}
		return nil
	}, "SELECT d.id, d.title, t.text FROM docs d JOIN texts t ON t.at = d.at WHERE d.files > 0 ORDER BY d.published DESC, d.id DESC LIMIT 5000")
	return all, err
}
