package search

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"gongkai/models/store"
)

// schema: docs is narrow and read whole when the index is opened; postings lie
// by chunk, so that what is built is written in order.
const schema = `
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS docs (at INTEGER PRIMARY KEY, id INTEGER NOT NULL, published INTEGER NOT NULL, column_id INTEGER NOT NULL,
  title_end INTEGER NOT NULL, text_end INTEGER NOT NULL, year INTEGER NOT NULL, kind TEXT NOT NULL, validity INTEGER NOT NULL,
  formats INTEGER NOT NULL, files INTEGER NOT NULL, size INTEGER NOT NULL, title TEXT NOT NULL, number TEXT NOT NULL, serial TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS texts (at INTEGER PRIMARY KEY, text BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS postings (chunk INTEGER NOT NULL, token TEXT NOT NULL, places BLOB NOT NULL, PRIMARY KEY (chunk, token)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS heads (at INTEGER PRIMARY KEY, chunk INTEGER NOT NULL, part INTEGER NOT NULL, first TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS blocks (at INTEGER PRIMARY KEY, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS extracts (digest TEXT PRIMARY KEY, parts BLOB NOT NULL, trouble TEXT NOT NULL, seen INTEGER NOT NULL) WITHOUT ROWID;
`

// form is the version of what the file holds. Another one is built again.
const form = 2

// row is what the index knows of a document without reading its text.
type row struct {
	id        uint64
	published int64 // milliseconds
	column    uint32
	titleEnd  uint32 // place behind title, 文号 and 索引号
	textEnd   uint32
	size      uint32
	year      uint16
	files     uint16
	kind      uint8 // of Types, from 1
	validity  Validity
	formats   uint8 // bits of Formats
	dead      bool
}

// numbered is a document that has a 文号 or 索引号.
type numbered struct {
	at            uint32
	number, index string // numberForm
}

// Index is the engine that lies in a file of its own. What filters, facets and
// the order need is kept in memory, about 150 bytes a document.
type Index struct {
	db   *store.Derived
	file string

	writing sync.Mutex // one change at a time

	mu      sync.RWMutex
	rows    []row
	titles  []string
	byDoc   map[uint64]uint32
	numbers []numbered
	parts   []part
	blocks  int64 // how many
	single  bool  // something was written token by token
	alive   int
	size    int64 // of the texts
	epoch   uint64
	who     uint64        // of which database
	took    time.Duration // the last change
}

// Open opens the index in a file and makes an empty one when there is none. What
// cannot be read is an error; whoever asked makes it anew.
func Open(ctx context.Context, file string) (*Index, error) {
	db, err := store.Derive(ctx, file, schema)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	x := &Index{db: db, file: file, byDoc: map[uint64]uint32{}}
	if err := x.load(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return x, nil
}

func (x *Index) load(ctx context.Context) error {
	known := 0
	err := x.db.Each(ctx, func(scan func(...any) error) error {
		var name string
		var value uint64
		if err := scan(&name, &value); err != nil {
			return err
		}
		switch name {
		case "epoch":
			x.epoch = value
		case "identity":
			x.who = value
		case "form":
			known = int(value)
		}
		return nil
	}, "SELECT name, value FROM state")
	if err != nil {
		return fmt.Errorf("search: state: %w", err)
	}
	if known == 0 {
		return x.db.Write(ctx, func(b *store.Batch) error {
			return b.Exec(ctx, "INSERT INTO state (name, value) VALUES ('form', ?)", form)
		})
	}
	if known != form {
		return fmt.Errorf("search: the index has form %d, this program writes %d", known, form)
	}
	if err := x.loadParts(ctx); err != nil {
		return err
	}
	return x.loadRows(ctx)
}

func (x *Index) loadRows(ctx context.Context) error {
	err := x.db.Each(ctx, func(scan func(...any) error) error {
		var at uint32
		var r row
		var kind, title, number, serial string
		if err := scan(&at, &r.id, &r.published, &r.column, &r.titleEnd, &r.textEnd, &r.year, &kind, &r.validity, &r.formats, &r.files, &r.size, &title, &number, &serial); err != nil {
			return err
		}
		r.kind = kindOf(Type(kind))
		for uint32(len(x.rows)) < at {
			x.rows, x.titles = append(x.rows, row{dead: true}), append(x.titles, "")
		}
		x.add(r, title, number, serial)
		return nil
	}, "SELECT at, id, published, column_id, title_end, text_end, year, kind, validity, formats, files, size, title, number, serial FROM docs ORDER BY at")
	if err != nil {
		return fmt.Errorf("search: documents: %w", err)
	}
	// Rows behind the last one that is alive may have postings.
	var last uint32
	err = x.db.Each(ctx, func(scan func(...any) error) error { return scan(&last) }, "SELECT COALESCE(MAX(value), 0) FROM state WHERE name = 'rows'")
	for uint32(len(x.rows)) < last {
		x.rows, x.titles = append(x.rows, row{dead: true}), append(x.titles, "")
	}
	return err
}

// add appends a row in memory.
func (x *Index) add(r row, title, number, serial string) {
	at := uint32(len(x.rows))
	x.rows, x.titles = append(x.rows, r), append(x.titles, title)
	x.byDoc[r.id] = at
	x.alive++
	x.size += int64(r.size)
	if number != "" || serial != "" {
		x.numbers = append(x.numbers, numbered{at, numberForm(number), numberForm(serial)})
	}
}

// apply makes a change visible.
func (x *Index) apply(rows []row, put []Doc, gone []uint32, epoch uint64, b *builder) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, at := range gone {
		if r := &x.rows[at]; !r.dead {
			r.dead = true
			delete(x.byDoc, r.id)
			x.alive--
			x.size -= int64(r.size)
			x.titles[at] = ""
		}
	}
	if len(gone) > 0 {
		x.numbers = slices.DeleteFunc(x.numbers, func(n numbered) bool { return x.rows[n.at].dead })
	}
	for i := range rows {
		x.add(rows[i], put[i].Title, put[i].Number, put[i].Index)
	}
	x.parts, x.blocks = append(x.parts, b.parts...), b.next
	x.single = x.single || b.single && len(put) > 0
	x.epoch = epoch
}

func (x *Index) rowOf(d *Doc) row {
	r := row{id: d.ID, published: d.PublishedAt.UnixMilli(), column: uint32(d.Column), year: uint16(d.Year), kind: kindOf(d.Type), validity: d.Validity}
	r.files = uint16(min(len(d.Attachments), 1<<15))
	for _, a := range d.Attachments {
		if i := slices.Index(Formats(), formatOf(a.Type)); i >= 0 {
			r.formats |= 1 << i
		}
	}
	return r
}

func kindOf(t Type) uint8 { return uint8(slices.Index(Types(), t) + 1) }

// Epoch is the epoch up to which the index knows all changes.
func (x *Index) Epoch() uint64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.epoch
}

// Stat implements Engine.
func (x *Index) Stat(context.Context) (Stat, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := Stat{Engine: "内置索引", Docs: x.alive, TextSize: x.size, Epoch: x.epoch}
	for _, suffix := range []string{"", "-wal"} {
		if f, err := os.Stat(x.file + suffix); err == nil {
			s.Bytes += f.Size()
		}
	}
	return s, nil
}

// Worn reports whether so much was replaced that the file should be built again.
func (x *Index) Worn() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return len(x.rows) > 2*x.alive+20000
}

// Close closes the file.
func (x *Index) Close() error { return x.db.Close() }

// Identity names the database that the index was made of.
func (x *Index) Identity() uint64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.who
}

// belongs says of which database the index is made.
func (x *Index) belongs(ctx context.Context, who uint64) error {
	x.mu.Lock()
	x.who = who
	x.mu.Unlock()
	return x.db.Write(ctx, func(b *store.Batch) error { return remember(ctx, b, "identity", who) })
}

// moveTo puts the file in another place. Nobody may use the index meanwhile.
func (x *Index) moveTo(ctx context.Context, file string) error {
	if err := x.db.Tidy(ctx); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	if err := x.db.Close(); err != nil {
		return fmt.Errorf("search: %w", err)
	}
	if err := move(x.file, file); err != nil {
		return err
	}
	db, err := store.Derive(ctx, file, schema)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	x.db, x.file = db, file
	return nil
}

// withFiles lists the documents that have attachments.
func (x *Index) withFiles() (ids []uint64) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, r := range x.rows {
		if !r.dead && r.files > 0 {
			ids = append(ids, r.id)
		}
	}
	return ids
}
