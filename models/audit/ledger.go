// Package audit is the append-only ledger (操作日志).
//
// Invariants: entries are numbered without gaps; each holds the hash of the one
// before it; Append works only inside the transaction of the act it records, so
// an act and its entry are stored together or not at all. An entry also carries
// digests of the rows its act wrote: what somebody changes later by hand, in
// this table or another, contradicts an entry, and Verify names it.
package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm/clause"

	"gongkai/models/store"
)

// Entry is one line of the ledger. Person data stands in it by id only.
type Entry struct {
	Seq      uint64 `gorm:"primaryKey;autoIncrement:false"`
	At       time.Time
	ActorID  uint64 // 0 is the system
	Action   Action `gorm:"size:40"`
	Object   string `gorm:"size:80"` // what the act was about: "document/12", "person/3"
	Digest   string `gorm:"size:64"` // sha256 of the signed bytes, where the act is about some
	Detail   string `gorm:"size:500"`
	Written  string // digests of the rows the act wrote: "key=sum key=sum"
	PrevHash string `gorm:"size:64"`
	Hash     string `gorm:"size:64"`
}

// TableName implements gorm's Tabler.
func (Entry) TableName() string { return "ledger_entries" }

// Head is the single row that serialises writers; a migration creates it.
type Head struct {
	ID   uint64
	Seq  uint64
	Hash string `gorm:"size:64"`
}

// TableName implements gorm's Tabler.
func (Head) TableName() string { return "ledger_heads" }

// Tables lists what the package stores.
func Tables() []any { return []any{&Entry{}, &Head{}} }

// Ledger writes, reads and checks the ledger.
type Ledger struct{ store *store.Store }

// New returns the ledger kept in s.
func New(s *store.Store) *Ledger { return &Ledger{store: s} }

// Act is what a caller tells the ledger.
type Act struct {
	Actor  uint64
	Action Action
	Object string
	Digest string
	Detail string // machine-readable words; cut to 500 runes
	Rows   []Row
}

// Append adds one entry. It panics outside a transaction: that is a bug in the
// caller, and a ledger that can miss an act is worse than a crash.
func (l *Ledger) Append(ctx context.Context, a Act) error {
	if !store.InTx(ctx) {
		panic("audit: Append outside a transaction")
	}
	h, err := l.lockHead(ctx)
	if err != nil {
		return err
	}
	e := Entry{
		Seq: h.Seq + 1, At: l.store.Now(ctx), ActorID: a.Actor, Action: a.Action, Object: a.Object,
		Digest: a.Digest, Detail: cut(a.Detail, 500), Written: encodeRows(a.Rows), PrevHash: h.Hash,
	}
	e.Hash = e.sum()
	db := l.store.DB(ctx)
	if err := db.Create(&e).Error; err != nil {
		return fmt.Errorf("audit: entry %d: %w", e.Seq, err)
	}
	won, err := store.Changed(db.Model(&Head{}).Where("id = 1 AND seq = ?", h.Seq).
		Select("Seq", "Hash").Updates(Head{Seq: e.Seq, Hash: e.Hash}))
	if err == nil && !won {
		err = fmt.Errorf("audit: the ledger's head moved under entry %d", e.Seq)
	}
	return err
}

// lockHead reads the head row FOR UPDATE: writers queue here. An act that
// publishes at once takes it twice; who loses a deadlock over that runs again.
func (l *Ledger) lockHead(ctx context.Context) (h Head, err error) {
	err = l.store.DB(ctx).Clauses(clause.Locking{Strength: "UPDATE"}).Where("id = 1").Take(&h).Error
	if err != nil {
		err = fmt.Errorf("audit: head: %w", err)
	}
	return h, err
}

// Queue takes the turn of the act's entry before Append does: what the act reads from
// now on, every act before it has written and no other one changes. For acts that
// must see what they add to. It panics outside a transaction, as Append does.
func (l *Ledger) Queue(ctx context.Context) error {
	if !store.InTx(ctx) {
		panic("audit: Queue outside a transaction")
	}
	_, err := l.lockHead(ctx)
	return err
}

// sum is the entry's hash: sha256 over every field with its length, the
// previous hash last. The first word names the form, so that it can be
// recomputed when a later program writes another one.
func (e Entry) sum() string {
	var b strings.Builder
	b.WriteString("gongkai-ledger-1\n")
	for _, f := range []any{e.Seq, e.At, e.ActorID, string(e.Action), e.Object, e.Digest, e.Detail, e.Written, e.PrevHash} {
		s := canonical(f)
		b.WriteString(strconv.Itoa(len(s)))
		b.WriteByte(':')
		b.WriteString(s)
	}
	h := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(h[:])
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}
