package search

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// remoteDoc is a document as an engine keeps it. Title, Text and Files are tokens
// with spaces between them.
type remoteDoc struct {
	ID        uint64   `json:"id"`
	Title     string   `json:"title"` // with 文号 and 索引号
	Text      string   `json:"text"`
	Files     string   `json:"files"`
	Number    string   `json:"number,omitempty"` // numberForm
	Serial    string   `json:"serial,omitempty"`
	Name      string   `json:"name"` // the title in small letters
	Kind      Type     `json:"kind"`
	Formats   []Format `json:"formats,omitempty"`
	Published int64    `json:"published"` // milliseconds
	Column    uint64   `json:"column"`
	Year      int      `json:"year"`
	Validity  Validity `json:"validity"`
	Size      int      `json:"size"`
	Shown     *shown   `json:"shown"`
}

// shown is what is kept to show where something was found.
type shown struct {
	Title  string `json:"title"`
	Number string `json:"number,omitempty"`
	stored
}

// gap stands between tokens that do not follow each other. No token is like it.
const gap = "."

// tokensOf writes what f walks through as tokens with spaces between them.
func (w *walker) tokensOf(f func()) string {
	var b strings.Builder
	next := w.at
	w.emit = func(token string, at uint32) {
		if at > next {
			b.WriteString(gap + " ")
		}
		b.WriteString(token + " ")
		next = at + 1
	}
	f()
	return strings.TrimSpace(b.String())
}

// maxName bounds what a keyword may be: Lucene takes 32,766 bytes.
const maxName = 8000

func remoteOf(d *Doc) *remoteDoc {
	var w walker
	r := &remoteDoc{ID: d.ID, Number: numberForm(d.Number), Serial: numberForm(d.Index), Kind: d.Type, Published: d.PublishedAt.UnixMilli(), Column: d.Column,
		Year: d.Year, Validity: d.Validity, Shown: &shown{d.Title, d.Number, stored{d.Text, d.Attachments}}}
	r.Name = strings.ToLower(strings.ToValidUTF8(d.Title[:min(len(d.Title), maxName)], ""))
	r.Title = w.tokensOf(func() { w.head(d) })
	r.Text = w.tokensOf(func() { w.field(d.Text) })
	r.Files = w.tokensOf(func() { w.files(d) })
	seen := map[Format]bool{"": true}
	r.Size = len(d.Text)
	for _, a := range d.Attachments {
		if f := formatOf(a.Type); !seen[f] {
			seen[f] = true
			r.Formats = append(r.Formats, f)
		}
		for _, p := range a.Parts {
			r.Size += len(p.Text)
		}
	}
	return r
}

// bulkSize is about how many bytes are sent at once.
const bulkSize = 4 << 20

// bulk is a batch of changes on its way to an engine.
type bulk struct {
	r     *Remote
	index string
	body  bytes.Buffer
	seen  bool // by searches at once
}

type bulkLine struct {
	ID      string `json:"_id"`
	Version uint64 `json:"version"`
	Type    string `json:"version_type"`
}

// add appends a change: a document, or nil for its removal. Versions begin with 1.
func (b *bulk) add(ctx context.Context, id string, version uint64, doc any) error {
	do, line := "delete", bulkLine{id, version + 1, "external_gte"}
	if doc != nil {
		do = "index"
	}
	e := json.NewEncoder(&b.body)
	if err := e.Encode(map[string]bulkLine{do: line}); err != nil {
		return err
	}
	if doc != nil {
		if err := e.Encode(doc); err != nil {
			return err
		}
	}
	if b.body.Len() > bulkSize {
		return b.flush(ctx)
	}
	return nil
}

func (b *bulk) flush(ctx context.Context) error {
	if b.body.Len() == 0 {
		return nil
	}
	path := b.index + "/_bulk"
	if b.seen {
		path += "?refresh=true"
	}
	var res struct {
		Errors bool `json:"errors"`
		Items  []map[string]struct {
			ID     string          `json:"_id"`
			Status int             `json:"status"`
			Error  json.RawMessage `json:"error"`
		} `json:"items"`
	}
	if err := b.r.send(ctx, "POST", path, "application/x-ndjson", b.body.Bytes(), &res); err != nil {
		return err
	}
	b.body.Reset()
	if !res.Errors {
		return nil
	}
	for _, item := range res.Items {
		for do, i := range item {
			// 409: something newer is there. 404: what is to go is not there.
			if i.Status >= 300 && i.Status != 409 && (do != "delete" || i.Status != 404) {
				return fmt.Errorf("search: document %s: %w", i.ID, &refused{i.Status, string(i.Error[:min(len(i.Error), 300)])})
			}
		}
	}
	return nil
}

// Change implements Engine.
func (r *Remote) Change(ctx context.Context, put []Doc, drop []uint64, epoch uint64) error {
	index := r.index.Load()
	if index == nil {
		return ErrAway
	}
	if err := r.write(ctx, *index, put, drop, epoch, true); err != nil {
		return err
	}
	return r.remember(ctx, *index, remoteState{epoch, true})
}

func (r *Remote) write(ctx context.Context, index string, put []Doc, drop []uint64, epoch uint64, seen bool) error {
	b := &bulk{r: r, index: index, seen: seen}
	for _, id := range drop {
		if err := b.add(ctx, strconv.FormatUint(id, 10), epoch, nil); err != nil {
			return err
		}
	}
	for i := range put {
		if err := b.add(ctx, strconv.FormatUint(put[i].ID, 10), epoch, remoteOf(&put[i])); err != nil {
			return err
		}
	}
	return b.flush(ctx)
}

// remember writes what the index knows of itself, unless a server that is
// further has done so.
func (r *Remote) remember(ctx context.Context, index string, s remoteState) error {
	version := 2 * s.Epoch
	if s.Whole {
		version++
	}
	b := &bulk{r: r, index: index}
	if err := b.add(ctx, stateID, version, map[string]any{"state": s}); err != nil {
		return err
	}
	return b.flush(ctx)
}

// Follow tells the engine what has changed in the database, and everything when
// it has no index of it yet.
func (r *Remote) Follow(ctx context.Context, k *Keeper) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	err := r.follow(ctx, k)
	if err != nil {
		r.ready.Store(false)
	}
	return err
}

func (r *Remote) follow(ctx context.Context, k *Keeper) error {
	who, err := k.source.Identity(ctx)
	if err != nil {
		return err
	}
	index := r.named(who)
	r.index.Store(&index)
	now, err := k.source.Latest(ctx)
	if err != nil {
		return err
	}
	s, known, err := r.state(ctx, index)
	if err != nil {
		return err
	}
	if known && s.Epoch > now { // the database was restored from a copy
		if err := r.ask(ctx, "DELETE", index, nil, nil); err != nil && statusOf(err) != 404 {
			return err
		}
		known = false
	}
	if !known || !s.Whole {
		r.ready.Store(false)
		if s, err = r.fill(ctx, k, index, s, known); err != nil {
			return err
		}
	}
	if err := r.catchUp(ctx, k, index, s.Epoch, now); err != nil {
		return err
	}
	r.ready.Store(true)
	read := k.read.all()
	err = r.renew(ctx, k, index, read, now)
	if err != nil {
		k.read.add(read...)
	}
	return err
}

// fill writes every public document. The state is written first, and not whole:
// whoever begins again applies all changes since then.
func (r *Remote) fill(ctx context.Context, k *Keeper, index string, s remoteState, begun bool) (remoteState, error) {
	if err := r.create(ctx, index); err != nil {
		return s, err
	}
	if !begun {
		now, err := k.source.Latest(ctx)
		if err != nil {
			return s, err
		}
		s = remoteState{Epoch: now}
		if err := r.remember(ctx, index, s); err != nil {
			return s, err
		}
	}
	for last := uint64(0); ; {
		docs, err := k.source.After(ctx, last, portion)
		if err != nil {
			return s, err
		}
		if len(docs) == 0 {
			break
		}
		last = docs[len(docs)-1].ID
		if err := k.remind(ctx, docs); err != nil {
			return s, err
		}
		if err := r.write(ctx, index, docs, nil, s.Epoch, false); err != nil {
			return s, err
		}
	}
	s.Whole = true
	return s, r.ask(ctx, "POST", index+"/_refresh", nil, nil)
}

func (r *Remote) catchUp(ctx context.Context, k *Keeper, index string, from, now uint64) error {
	if from < now {
		ids, err := k.source.Changes(ctx, from, now)
		if err != nil {
			return err
		}
		if err := r.renew(ctx, k, index, ids, now); err != nil {
			return err
		}
	}
	s, _, err := r.state(ctx, index)
	if err != nil || s.Whole && s.Epoch >= now {
		return err
	}
	return r.remember(ctx, index, remoteState{now, true})
}

// renew writes some documents as they are now. The epoch was asked for before
// they are read.
func (r *Remote) renew(ctx context.Context, k *Keeper, index string, ids []uint64, epoch uint64) error {
	for len(ids) > 0 {
		some := ids[:min(len(ids), portion)]
		ids = ids[len(some):]
		docs, err := k.source.Docs(ctx, some)
		if err != nil {
			return err
		}
		if err := k.remind(ctx, docs); err != nil {
			return err
		}
		if err := r.write(ctx, index, docs, missing(some, docs), epoch, true); err != nil {
			return err
		}
	}
	return nil
}
