package pagecache

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

// Page is one finished answer: the bytes, and what a client must know of them.
// It never changes, except that it makes its packed forms when they are first
// asked for.
type Page struct {
	epoch uint64
	until time.Time
	shows []uint64 // documents whose words stand on it
	kind  []string // Content-Type
	named []string // Content-Disposition, for a file that has a name of its own
	plain body
	gzip  packed
	br    packed
	// Viewed is called with each GET that is answered with the whole page, before
	// the answer; nil for none. It is set before the page is put into a cache.
	Viewed func(*http.Request)
}

// body is one form of a page, with its headers ready to be sent.
type body struct {
	bytes  []byte
	tag    []string // ETag, strong: it names exactly these bytes
	length []string // Content-Length
}

type packed struct {
	once sync.Once
	body body
}

// NewPage finishes an answer. Of header it keeps Content-Type and
// Content-Disposition; shows are the documents it shows.
func NewPage(epoch uint64, made time.Time, header http.Header, bytes []byte, shows []uint64) *Page {
	return &Page{epoch: epoch, until: expiry(made), kind: header["Content-Type"], named: header["Content-Disposition"], shows: shows, plain: newBody(bytes, "")}
}

// Shows are the documents whose words stand on the page.
func (p *Page) Shows() []uint64 { return p.shows }

func newBody(b []byte, suffix string) body {
	sum := sha256.Sum256(b)
	return body{bytes: b, tag: []string{`"` + hex.EncodeToString(sum[:9]) + suffix + `"`}, length: []string{strconv.Itoa(len(b))}}
}

// weight is about what the page takes in memory when all its forms are made.
func (p *Page) weight() uint32 { return uint32(len(p.plain.bytes)*3/2 + 1024) }

// smallest is the least size at which packing pays.
const smallest = 512

// form is the page in an encoding: "", "gzip" or "br".
func (p *Page) form(encoding string) (*body, string) {
	if len(p.plain.bytes) < smallest {
		return &p.plain, ""
	}
	switch encoding {
	case "br":
		p.br.once.Do(func() { p.br.body = newBody(packBrotli(p.plain.bytes), "-br") })
		return &p.br.body, "br"
	case "gzip":
		p.gzip.once.Do(func() { p.gzip.body = newBody(packGzip(p.plain.bytes), "-gz") })
		return &p.gzip.body, "gzip"
	}
	return &p.plain, ""
}

// The levels: a page is packed once an epoch while somebody waits for it, some
// two milliseconds for 30 KB; higher levels would win a few per cent.
const (
	gzipLevel   = 6
	brotliLevel = 5
)

func packGzip(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzipLevel) // the level is right
	_, _ = w.Write(b)                            // a buffer does not fail
	_ = w.Close()
	return out.Bytes()
}

func packBrotli(b []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriterLevel(&out, brotliLevel)
	_, _ = w.Write(b) // a buffer does not fail
	_ = w.Close()
	return out.Bytes()
}
