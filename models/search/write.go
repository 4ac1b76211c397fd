package search

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"gongkai/models/store"
)

// maxUnits bounds the units of one document that are looked for.
const maxUnits = 1_000_000

// tokens are the postings of a batch: chunk, token, bytes.
type tokens map[uint32]map[string][]byte

// walker gives the units of a document's fields their places, one behind the other.
type walker struct {
	at   uint32 // the next place
	emit func(token string, at uint32)
}

// field adds the units of a text, none of them next to those before it.
func (w *walker) field(text string) {
	s := scanner{text: text}
	u, ok := s.next()
	for ok && w.at < maxUnits {
		v, more := s.next()
		if u.apart {
			w.at++
		}
		token := u.text
		if u.char && more && v.char && !v.apart {
			token = text[u.at:v.end]
		}
		w.emit(token, w.at)
		w.at++
		u, ok = v, more
	}
	w.at++
}

// head walks through what stands above the text, files through what lies beside it.
func (w *walker) head(d *Doc) {
	w.field(d.Title)
	w.field(d.Number)
	w.field(d.Index)
}

func (w *walker) files(d *Doc) {
	for _, a := range d.Attachments {
		w.field(a.Name)
		for _, part := range a.Parts {
			w.field(part.Text)
		}
	}
}

// place finds the tokens of a document and where its fields end.
func place(d *Doc, row *row, emit func(token string, at uint32)) {
	w := walker{emit: emit}
	w.head(d)
	row.titleEnd = w.at
	w.field(d.Text)
	row.textEnd = w.at
	w.files(d)
}

// stored is what is kept of a document to show where something was found.
type stored struct {
	Text  string       `json:"x"`
	Files []Attachment `json:"f,omitempty"`
}

// pack compresses what is kept.
func pack(d *Doc) ([]byte, int, error) {
	b, err := json.Marshal(stored{d.Text, d.Attachments})
	if err != nil {
		return nil, 0, err
	}
	var out bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&out)
	if _, err = w.Write(b); err == nil {
		err = w.Close()
	}
	return out.Bytes(), len(b), err
}

// packers are kept because each needs a megabyte.
var packers = sync.Pool{New: func() any {
	w, _ := flate.NewWriter(io.Discard, flate.DefaultCompression) // the level is one
	return w
}}

func unpack(b []byte) (s stored, err error) {
	r := flate.NewReader(bytes.NewReader(b))
	b, err = io.ReadAll(r)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal(b, &s)
}

// Change implements Engine.
func (x *Index) Change(ctx context.Context, put []Doc, drop []uint64, epoch uint64) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	began := time.Now()
	rows := make([]row, len(put))
	first := uint32(len(x.rows))
	for i := range put {
		rows[i] = x.rowOf(&put[i])
	}
	blocks := &builder{x: x, next: x.blocks}
	gone := x.gone(put, drop)
	err := x.db.Write(ctx, func(b *store.Batch) error {
		for _, at := range gone {
			if err := forget(ctx, b, at); err != nil {
				return err
			}
		}
		if err := blocks.write(ctx, b, first, put, rows); err != nil {
			return err
		}
		for i := range put {
			if err := keep(ctx, b, first+uint32(i), &put[i], &rows[i]); err != nil {
				return err
			}
		}
		if err := remember(ctx, b, "rows", uint64(first)+uint64(len(put))); err != nil {
			return err
		}
		return remember(ctx, b, "epoch", epoch)
	})
	if err != nil {
		return fmt.Errorf("search: store: %w", err)
	}
	x.apply(rows, put, gone, epoch, blocks)
	x.took = time.Since(began)
	return nil
}

// gone lists the rows that are replaced or removed.
func (x *Index) gone(put []Doc, drop []uint64) (rows []uint32) {
	for _, id := range drop {
		if at, ok := x.byDoc[id]; ok {
			rows = append(rows, at)
		}
	}
	for i := range put {
		if at, ok := x.byDoc[put[i].ID]; ok {
			rows = append(rows, at)
		}
	}
	return rows
}

// write writes the tokens of documents: many as blocks, few token by token. Once
// that was done there are no more blocks, because they are read first.
func (b *builder) write(ctx context.Context, batch *store.Batch, first uint32, put []Doc, rows []row) error {
	b.batch = batch
	if b.single = b.x.single || len(put) < blockDocs; b.single {
		words := tokens{}
		for i := range put {
			words.add(first+uint32(i), &put[i], &rows[i])
		}
		return words.save(ctx, batch)
	}
	size := 0
	for i := range put {
		size += len(put[i].Text)/3 + 64
	}
	b.all = make([]occurrence, 0, min(size, mostPosts))
	for i := range put {
		if err := b.add(ctx, first+uint32(i), &put[i], &rows[i]); err != nil {
			return err
		}
	}
	return b.flush(ctx)
}

// add writes the postings of a document behind those that are there.
func (t tokens) add(at uint32, d *Doc, r *row) {
	chunk := t[at>>chunkBits]
	if chunk == nil {
		chunk = map[string][]byte{}
		t[at>>chunkBits] = chunk
	}
	places := map[string][]uint32{}
	place(d, r, func(token string, at uint32) { places[token] = append(places[token], at) })
	for token, ps := range places {
		chunk[token] = appendPosting(append(chunk[token], 0), -1, int(at&(chunkSize-1)), ps)
	}
}

// save writes the postings behind those that are there.
func (t tokens) save(ctx context.Context, b *store.Batch) error {
	for _, chunk := range slices.Sorted(maps.Keys(t)) {
		for _, token := range slices.Sorted(maps.Keys(t[chunk])) {
			err := b.Exec(ctx, "INSERT INTO postings (chunk, token, places) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET places = CAST(places || excluded.places AS BLOB)",
				chunk, token, t[chunk][token])
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func forget(ctx context.Context, b *store.Batch, at uint32) error {
	if err := b.Exec(ctx, "DELETE FROM docs WHERE at = ?", at); err != nil {
		return err
	}
	return b.Exec(ctx, "DELETE FROM texts WHERE at = ?", at)
}

func keep(ctx context.Context, b *store.Batch, at uint32, d *Doc, r *row) error {
	text, size, err := pack(d)
	if err != nil {
		return err
	}
	r.size = uint32(size)
	err = b.Exec(ctx, `INSERT INTO docs (at, id, published, column_id, title_end, text_end, year, kind, validity, formats, files, size, title, number, serial)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, at, d.ID, r.published, d.Column, r.titleEnd, r.textEnd, d.Year, string(d.Type), d.Validity, r.formats, r.files, size, d.Title, d.Number, d.Index)
	if err != nil {
		return err
	}
	return b.Exec(ctx, "INSERT INTO texts (at, text) VALUES (?, ?)", at, text)
}

func remember(ctx context.Context, b *store.Batch, name string, value uint64) error {
	return b.Exec(ctx, "INSERT INTO state (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value)
}
