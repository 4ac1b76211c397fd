package search

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gongkai/models/store"
)

// What many documents together hold is written as blocks: the tokens of a part of
// a chunk in their order, with their postings, some hundred tokens in a block of
// about one page of the file. Most pairs of characters are rare, so a row for
// each would be mostly the row. What few documents hold is written token by token
// (Index.Change), and read behind the blocks.

const (
	blockSize = 8000 // bytes; what one token needs beyond that has a block of its own
	blockDocs = 200  // documents from which on a change is written as blocks
	mostPosts = 1 << 20
)

// part is what a chunk's blocks of one change begin with, in their order.
type part struct {
	chunk  int
	firsts []string // the first token of each block
	ats    []int64  // where it lies
}

// occurrence is a token at a place of a document: at is the document's number in
// its chunk and the place.
type occurrence struct {
	token string
	at    uint32
}

// placeBits hold a place: maxUnits and the last gap are below.
const placeBits = 20

// builder gathers what many documents hold, and writes it a part at a time.
type builder struct {
	x      *Index
	batch  *store.Batch
	chunk  uint32
	all    []occurrence
	next   int64 // of blocks
	parts  []part
	spare  []byte
	single bool // written token by token
}

// add gathers a document. It returns where its fields end in r.
func (b *builder) add(ctx context.Context, at uint32, d *Doc, r *row) error {
	if chunk := at >> chunkBits; chunk != b.chunk || len(b.all) > mostPosts {
		if err := b.flush(ctx); err != nil {
			return err
		}
		b.chunk = chunk
	}
	doc := (at & (chunkSize - 1)) << placeBits
	place(d, r, func(token string, place uint32) { b.all = append(b.all, occurrence{token, doc | place}) })
	return nil
}

// flush writes a part.
func (b *builder) flush(ctx context.Context) error {
	if len(b.all) == 0 {
		return nil
	}
	slices.SortFunc(b.all, func(a, c occurrence) int {
		if n := strings.Compare(a.token, c.token); n != 0 {
			return n
		}
		return cmp.Compare(a.at, c.at)
	})
	p := part{chunk: int(b.chunk)}
	var block []byte
	first, before := "", ""
	save := func() error {
		if len(block) == 0 {
			return nil
		}
		b.next++
		p.firsts, p.ats = append(p.firsts, strings.Clone(first)), append(p.ats, b.next)
		if err := b.batch.Exec(ctx, "INSERT INTO heads (at, chunk, part, first) VALUES (?, ?, ?, ?)", b.next, p.chunk, len(b.x.parts)+len(b.parts), first); err != nil {
			return err
		}
		return b.batch.Exec(ctx, "INSERT INTO blocks (at, data) VALUES (?, ?)", b.next, block)
	}
	for i := 0; i < len(b.all); {
		token, j := b.all[i].token, i
		for j < len(b.all) && b.all[j].token == token {
			j++
		}
		b.spare = postings(b.spare[:0], b.all[i:j])
		if len(block) > 0 && len(block)+len(token)+len(b.spare)+6 > blockSize {
			if err := save(); err != nil {
				return err
			}
			block, before = block[:0], ""
		}
		if len(block) == 0 {
			first = token
		}
		block = appendToken(block, before, token, b.spare)
		before, i = token, j
	}
	if err := save(); err != nil {
		return err
	}
	clear(b.all) // lets the texts go
	b.all = b.all[:0]
	b.parts = append(b.parts, p)
	return nil
}

// postings writes the occurrences of one token.
func postings(to []byte, all []occurrence) []byte {
	var places []uint32
	last := -1
	for i := 0; i < len(all); {
		doc := int(all[i].at >> placeBits)
		places = places[:0]
		for i < len(all) && int(all[i].at>>placeBits) == doc {
			places = append(places, all[i].at&(1<<placeBits-1))
			i++
		}
		to = appendPosting(to, last, doc, places)
		last = doc
	}
	return to
}

// appendToken writes a token as what it shares with the one before and the rest,
// and its postings.
func appendToken(to []byte, before, token string, posts []byte) []byte {
	shared := 0
	for shared < len(before) && shared < len(token) && before[shared] == token[shared] {
		shared++
	}
	to = append(to, byte(shared), byte(len(token)-shared)) // at most maxWord
	to = append(to, token[shared:]...)
	return append(binary.AppendUvarint(to, uint64(len(posts))), posts...)
}

// eachToken walks through a block until f says that it is enough. Damaged bytes
// are an error.
func eachToken(block []byte, f func(token, posts []byte) (more bool)) error {
	token := make([]byte, 0, 2*maxWord)
	for b := block; len(b) > 0; {
		if len(b) < 3 || int(b[0]) > len(token) || int(b[1]) > len(b)-2 {
			return fmt.Errorf("search: a block is damaged")
		}
		token = append(token[:b[0]], b[2:2+int(b[1])]...)
		b = b[2+int(b[1]):]
		size, used := uvarint(b)
		if used == 0 || size > uint64(len(b)-used) {
			return fmt.Errorf("search: a block is damaged")
		}
		if !f(token, b[used:used+int(size)]) {
			return nil
		}
		b = b[used+int(size):]
	}
	return nil
}

// ahead are the blocks of a part that may hold a token, or one that begins so.
func (p *part) ahead(token string, open bool) []int64 {
	end := token
	if open {
		end += "\U0010FFFF"
	}
	from, exact := slices.BinarySearch(p.firsts, token)
	if !exact {
		from = max(0, from-1)
	}
	to, exact := slices.BinarySearch(p.firsts, end)
	if exact {
		to++
	}
	return p.ats[from:max(to, from)]
}

// inBlocks reads the postings of a token from the blocks, by chunk.
func (x *Index) inBlocks(ctx context.Context, token string, open bool, many [][][]byte) error {
	x.mu.RLock()
	parts := x.parts
	x.mu.RUnlock()
	chunkOf := map[int64]int{}
	var list strings.Builder
	for i := range parts {
		if parts[i].chunk >= len(many) {
			continue
		}
		for _, at := range parts[i].ahead(token, open) {
			chunkOf[at] = parts[i].chunk
			list.WriteString("," + strconv.FormatInt(at, 10))
		}
	}
	if len(chunkOf) == 0 {
		return nil
	}
	want := []byte(token)
	return x.db.Each(ctx, func(scan func(...any) error) error {
		var at int64
		var block store.Raw // of which little is kept
		if err := scan(&at, &block); err != nil {
			return err
		}
		into := &many[chunkOf[at]]
		return eachToken(block, func(token, posts []byte) bool {
			switch c := bytes.Compare(token, want); {
			case c == 0, c > 0 && open && bytes.HasPrefix(token, want):
				*into = append(*into, slices.Clone(posts))
			case c > 0:
				return false
			}
			return true
		})
	}, "SELECT b.at, b.data FROM json_each(?) j CROSS JOIN blocks b WHERE b.at = j.value ORDER BY b.at", "["+list.String()[1:]+"]")
}

// loadParts reads what the blocks begin with.
func (x *Index) loadParts(ctx context.Context) error {
	last := -1
	err := x.db.Each(ctx, func(scan func(...any) error) error {
		var at int64
		var chunk, number int
		var first string
		if err := scan(&at, &chunk, &number, &first); err != nil {
			return err
		}
		if number != last {
			x.parts, last = append(x.parts, part{chunk: chunk}), number
		}
		p := &x.parts[len(x.parts)-1]
		p.firsts, p.ats, x.blocks = append(p.firsts, first), append(p.ats, at), at
		return nil
	}, "SELECT at, chunk, part, first FROM heads ORDER BY at")
	if err != nil {
		return fmt.Errorf("search: blocks: %w", err)
	}
	return x.db.Each(ctx, func(scan func(...any) error) error { return scan(&x.single) }, "SELECT EXISTS (SELECT 1 FROM postings)")
}
