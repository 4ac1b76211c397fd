package audit

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"gongkai/models/store"
)

// Finding is one contradiction.
type Finding struct {
	Seq     uint64 `json:"seq"` // the entry that is contradicted; 0 when no entry speaks of the row
	Row     string `json:"row,omitempty"`
	Message string `json:"message"`
}

// Report is what Verify found. It is whole when Findings is empty.
type Report struct {
	Entries  uint64    `json:"entries"` // entries read
	Head     string    `json:"head"`    // hash of the last one
	Rows     int       `json:"rows"`    // rows compared with their entries
	Findings []Finding `json:"findings"`
}

// Whole reports whether nothing contradicts the ledger.
func (r *Report) Whole() bool { return len(r.Findings) == 0 }

// maxFindings bounds a report: a re-hashed ledger contradicts every entry.
const maxFindings = 100

func (r *Report) say(seq uint64, row, format string, args ...any) {
	if len(r.Findings) < maxFindings {
		r.Findings = append(r.Findings, Finding{Seq: seq, Row: row, Message: fmt.Sprintf(format, args...)})
	}
}

// Source yields the present digest of every row of some tables.
type Source func(ctx context.Context, yield func(Row) error) error

// Checkpoint is the ledger's state at one time, kept outside the database: with
// it a cut tail or a wholly re-hashed ledger is found.
type Checkpoint struct {
	At   time.Time `json:"at"`
	Seq  uint64    `json:"seq"`
	Hash string    `json:"hash"`
}

type proof struct {
	seq uint64
	sum string
}

// Verify walks the chain, compares it with the checkpoints and then every row
// that sources yield with the last entry that wrote it, all at one instant while
// others go on writing. An error means that the ledger could not be read, not
// that it is broken.
func (l *Ledger) Verify(ctx context.Context, points []Checkpoint, sources ...Source) (r *Report, err error) {
	err = l.store.Snapshot(ctx, func(ctx context.Context) (err error) {
		r, err = l.verify(ctx, points, sources)
		return err
	})
	return r, err
}

func (l *Ledger) verify(ctx context.Context, points []Checkpoint, sources []Source) (*Report, error) {
	r := &Report{Findings: []Finding{}}
	last := map[string]proof{}
	at := map[uint64]Checkpoint{}
	for _, p := range points {
		at[p.Seq] = p
	}
	prev := ""
	err := l.each(ctx, func(e *Entry) {
		r.link(e, prev)
		if p, ok := at[e.Seq]; ok && p.Hash != e.Hash {
			r.say(e.Seq, "", "第 %d 条与 %s 的校验点不一致", e.Seq, p.At.Format(time.RFC3339))
		}
		for _, row := range decodeRows(e.Written) {
			last[row.Key] = proof{e.Seq, row.Sum}
		}
		r.Entries, prev = e.Seq, e.Hash
	})
	if err != nil {
		return nil, err
	}
	r.Head = prev
	if err := l.checkHead(ctx, r, points); err != nil {
		return nil, err
	}
	return r, r.compare(ctx, last, sources)
}

// Recent checks the chain of the newest n entries and their head, not the data.
func (l *Ledger) Recent(ctx context.Context, n int) (r *Report, err error) {
	err = l.store.Snapshot(ctx, func(ctx context.Context) (err error) {
		r, err = l.recent(ctx, n)
		return err
	})
	return r, err
}

func (l *Ledger) recent(ctx context.Context, n int) (*Report, error) {
	es, err := l.List(ctx, Filter{}, 0, n+1)
	if err != nil || len(es) == 0 {
		return &Report{}, err
	}
	slices.Reverse(es)
	r, prev := &Report{}, ""
	if es[0].Seq > 1 {
		r.Entries, prev = es[0].Seq, es[0].Hash
		es = es[1:]
	}
	for i := range es {
		r.link(&es[i], prev)
		r.Entries, prev = es[i].Seq, es[i].Hash
	}
	r.Head = prev
	return r, l.checkHead(ctx, r, nil)
}

// link checks one entry against the one before it.
func (r *Report) link(e *Entry, prev string) {
	switch {
	case e.Seq != r.Entries+1:
		r.say(e.Seq, "", "第 %d 条之后缺少记录（下一条是第 %d 条）", r.Entries, e.Seq)
	case e.PrevHash != prev:
		r.say(e.Seq, "", "第 %d 条与上一条不衔接", e.Seq)
	case e.Hash != e.sum():
		r.say(e.Seq, "", "第 %d 条的内容被改动过", e.Seq)
	}
}

func (l *Ledger) checkHead(ctx context.Context, r *Report, points []Checkpoint) error {
	var h Head
	if err := l.store.DB(ctx).Where("id = 1").Take(&h).Error; err != nil {
		return fmt.Errorf("audit: head: %w", err)
	}
	if h.Seq != r.Entries || h.Hash != r.Head {
		r.say(r.Entries, "", "末尾被截断或改动：应有 %d 条，现有 %d 条", h.Seq, r.Entries)
	}
	for _, p := range points {
		if p.Seq > r.Entries {
			r.say(r.Entries, "", "末尾被截断：%s 的校验点已有 %d 条，现有 %d 条", p.At.Format(time.RFC3339), p.Seq, r.Entries)
		}
	}
	return nil
}

// compare holds the present rows against the entries that wrote them.
func (r *Report) compare(ctx context.Context, last map[string]proof, sources []Source) error {
	read := map[string]bool{}
	for _, src := range sources {
		err := src(ctx, func(row Row) error {
			r.Rows++
			table, _, _ := strings.Cut(row.Key, "/")
			read[table] = true
			p, ok := last[row.Key]
			delete(last, row.Key)
			switch {
			case !ok:
				r.say(0, row.Key, "数据行 %s 没有任何记录", row.Key)
			case p.sum == "":
				r.say(p.seq, row.Key, "第 %d 条已删除的数据行 %s 又出现了", p.seq, row.Key)
			case p.sum != row.Sum:
				r.say(p.seq, row.Key, "数据行 %s 与第 %d 条的记录不一致", row.Key, p.seq)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("audit: read rows: %w", err)
		}
	}
	for key, p := range last {
		if p.sum != "" {
			r.say(p.seq, key, "第 %d 条写入的数据行 %s 不见了", p.seq, key)
		}
	}
	return nil
}

// each reads the ledger in order, a thousand entries at a time.
func (l *Ledger) each(ctx context.Context, f func(*Entry)) error {
	const batch = 1000
	var after uint64
	for first := true; ; first = false {
		var es []Entry
		q := l.store.DB(ctx).Order("seq").Limit(batch)
		if !first {
			q = q.Where("seq > ?", after)
		}
		if err := q.Find(&es).Error; err != nil {
			return fmt.Errorf("audit: read after %d: %w", after, err)
		}
		for i := range es {
			f(&es[i])
		}
		if len(es) < batch {
			return nil
		}
		after = es[len(es)-1].Seq
	}
}

// Each calls f with every row of T, read in the order of key, which must be the
// table's unique numeric column. Packages use it to write their Source.
func Each[T any](ctx context.Context, s *store.Store, key string, id func(*T) uint64, f func(*T) error) error {
	const batch = 500
	var after uint64
	for {
		var rows []T
		if err := s.DB(ctx).Where(key+" > ?", after).Order(key).Limit(batch).Find(&rows).Error; err != nil {
			return err
		}
		for i := range rows {
			if err := f(&rows[i]); err != nil {
				return err
			}
		}
		if len(rows) < batch {
			return nil
		}
		after = id(&rows[len(rows)-1])
	}
}

// Now returns a checkpoint of the ledger as it stands.
func (l *Ledger) Now(ctx context.Context) (Checkpoint, error) {
	var h Head
	if err := l.store.DB(ctx).Where("id = 1").Take(&h).Error; err != nil {
		return Checkpoint{}, fmt.Errorf("audit: head: %w", err)
	}
	return Checkpoint{At: l.store.Now(ctx), Seq: h.Seq, Hash: h.Hash}, nil
}

// WriteCheckpoint appends p to a file of checkpoints, one JSON object a line.
func WriteCheckpoint(file string, p Checkpoint) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o640)
	if err != nil {
		return fmt.Errorf("audit: checkpoint: %w", err)
	}
	defer f.Close()
	if err := json.NewEncoder(f).Encode(p); err != nil {
		return fmt.Errorf("audit: checkpoint: %w", err)
	}
	return f.Sync()
}

// ReadCheckpoints reads a file of checkpoints.
func ReadCheckpoints(in io.Reader) (points []Checkpoint, err error) {
	d := json.NewDecoder(in)
	for {
		var p Checkpoint
		switch err := d.Decode(&p); err {
		case nil:
			points = append(points, p)
		case io.EOF:
			return points, nil
		default:
			return points, fmt.Errorf("audit: checkpoint %d: %w", len(points)+1, err)
		}
	}
}
