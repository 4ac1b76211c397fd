// Package files takes in what people upload and keeps it: attachments (附件)
// and pictures (图片).
//
// Invariants: what is stored has been cleaned (clean.go says of what), or it was
// refused with a reason; a blob lies under the SHA-256 of its bytes and never
// changes; a file is known by a key that nobody can guess. The package decides
// nothing about who may read a file: a file is as private as the revision that
// holds it, and models/content knows that.
package files

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// Limits of what is taken in.
const (
	MaxFile        = 50 << 20  // bytes of one file
	MaxPerDocument = 200 << 20 // bytes of all attachments of one revision
	MaxCount       = 300       // attachments and pictures of one revision
	maxTotal       = 200 << 30 // bytes of everything that was ever taken in
)

// Facts is what is known of a cleaned file. Revisions copy it, so that it is
// signed with them.
type Facts struct {
	Digest string `gorm:"size:64"` // SHA-256 of the cleaned bytes, in hex
	Type   string `gorm:"size:10"` // one of the keys of types: "pdf", "docx", "jpg" …
	Size   int64  // bytes
	Width  int    // pixels of a picture as it is shown; 0 for anything else
	Height int
	Sizes  string `gorm:"size:1000"` // smaller pictures, as Smaller reads them; "" for none
}

// File is one upload that was taken in.
type File struct {
	ID        uint64
	Key       string `gorm:"column:file_key;size:32"` // 130 random bits: /files/{key}/{name}
	Facts     `gorm:"embedded"`
	Name      string `gorm:"size:200"` // as Name cleans it
	PersonID  uint64 // who uploaded it
	CreatedAt time.Time
}

// TableName implements gorm's Tabler.
func (File) TableName() string { return "files" }

// Tables lists what the package stores.
func Tables() []any { return []any{&File{}} }

// Service is the package's door.
type Service struct {
	store *store.Store
	blobs Blobs
	turn  chan struct{} // held by who decodes a picture or reads a PDF: memory for one at a time
}

// New returns the service that keeps its rows in s and its bytes in b.
func New(s *store.Store, b Blobs) *Service {
	return &Service{store: s, blobs: b, turn: make(chan struct{}, 1)}
}

// Taken is an upload whose bytes are stored and which no row knows yet.
type Taken struct {
	Facts
	Name string
}

// Record stores the row of a taken file, in the caller's transaction, and
// returns it with what the ledger must be told. Every blob of it is there.
func (s *Service) Record(ctx context.Context, t *Taken, by identity.Actor) (*File, audit.Row, error) {
	if !store.InTx(ctx) {
		panic("files: Record outside a transaction")
	}
	if why := s.Missing(t.Facts); why != nil {
		return nil, audit.Row{}, why
	}
	var total int64
	if err := s.store.DB(ctx).Model(&File{}).Select("COALESCE(SUM(size), 0)").Scan(&total).Error; err != nil {
		return nil, audit.Row{}, err
	}
	if total+t.Size > maxTotal {
		return nil, audit.Row{}, fault.New(fault.Invalid, "网站的附件空间已满，请联系系统管理员。")
	}
	f := &File{Key: strings.ToLower(rand.Text()), Facts: t.Facts, Name: t.Name, PersonID: by.ID, CreatedAt: s.store.Now(ctx)}
	if err := s.store.DB(ctx).Create(f).Error; err != nil {
		return nil, audit.Row{}, fmt.Errorf("files: record: %w", err)
	}
	return f, f.row(), nil
}

// Missing says that a blob of a file is not there, or nil.
func (s *Service) Missing(f Facts) error {
	for _, d := range f.Digests() {
		if _, _, err := s.blobs.Stat(d); err != nil {
			return fault.Wrap(fault.Invalid, err, "文件没有保存成功，请重新上传。")
		}
	}
	return nil
}

// Digests lists the blobs a file is made of: its own and its smaller pictures'.
func (f Facts) Digests() []string {
	all := []string{f.Digest}
	for _, z := range f.Smaller() {
		all = append(all, z.Digest)
	}
	return all
}

// Whole reports whether every blob of a file is there and has the bytes that
// its digest says.
func (s *Service) Whole(f Facts) bool {
	for _, d := range f.Digests() {
		in, err := s.blobs.Open(d)
		if err != nil {
			return false
		}
		h := sha256.New()
		_, err = io.Copy(h, in)
		in.Close()
		if err != nil || hex.EncodeToString(h.Sum(nil)) != d {
			return false
		}
	}
	return true
}

// Open returns the bytes of a blob. A blob that is not there is fault.NotFound.
func (s *Service) Open(digest string) (io.ReadSeekCloser, error) {
	in, err := s.blobs.Open(digest)
	if err != nil {
		return nil, fault.Wrap(fault.NotFound, err, "没有这个页面。")
	}
	return in, nil
}

func (f *File) row() audit.Row {
	return audit.NewRow("files", f.ID, f.Key, f.Digest, f.Type, f.Size, f.Width, f.Height, f.Sizes, f.Name, f.PersonID, f.CreatedAt)
}

// Source yields the digests of everything the package stores, for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	return audit.Each(ctx, s.store, "id", func(f *File) uint64 { return f.ID }, func(f *File) error { return yield(f.row()) })
}
