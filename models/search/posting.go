package search

import (
	"encoding/binary"
	"slices"
)

// A posting says where a token stands in a document. Those of one token in one
// chunk of documents lie one behind the other, in the order of the documents:
// twice the distance from the document before, plus one when there are several
// places; then the place, or the length of the places in bytes and the places,
// each as its distance from the one before. A zero begins anew at the first
// document, so that what is added later is simply written behind.

const (
	chunkBits = 12
	chunkSize = 1 << chunkBits // documents of a chunk
)

// appendPosting writes the posting of a document behind that of last; last is -1
// for the first one.
func appendPosting(to []byte, last, doc int, places []uint32) []byte {
	head := uint64(doc-last) << 1
	if len(places) == 1 {
		return binary.AppendUvarint(binary.AppendUvarint(to, head), uint64(places[0]))
	}
	to = binary.AppendUvarint(to, head|1)
	size, before := 0, uint32(0)
	for _, p := range places {
		size += varintSize(p - before)
		before = p
	}
	to = binary.AppendUvarint(to, uint64(size))
	before = 0
	for _, p := range places {
		to = binary.AppendUvarint(to, uint64(p-before))
		before = p
	}
	return to
}

func varintSize(n uint32) int {
	size := 1
	for ; n >= 0x80; n >>= 7 {
		size++
	}
	return size
}

// cursor walks through the postings of a token. Damaged bytes end it early.
type cursor struct {
	data   []byte
	doc    int    // where it stands; chunkSize is the end
	places []byte // of doc
}

func newCursor(data []byte) *cursor {
	c := &cursor{data: data, doc: -1}
	c.step()
	return c
}

// step goes to the next document.
func (c *cursor) step() {
	for len(c.data) > 0 && c.data[0] == 0 {
		c.data, c.doc = c.data[1:], -1
	}
	head, used := uvarint(c.data)
	c.data = c.data[used:]
	doc := c.doc + int(head>>1)
	size := uint64(0)
	if head&1 != 0 {
		size, used = uvarint(c.data)
		c.data = c.data[used:]
	} else {
		for int(size) < len(c.data) && c.data[size] >= 0x80 {
			size++
		}
		size++
	}
	if used == 0 || head < 2 || head > 2*chunkSize+1 || doc >= chunkSize || size > uint64(len(c.data)) {
		c.doc, c.places, c.data = chunkSize, nil, nil
		return
	}
	c.doc, c.places, c.data = doc, c.data[:size], c.data[size:]
}

// uvarint reads a number; used is 0 when there is none.
func uvarint(b []byte) (n uint64, used int) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	n, used = binary.Uvarint(b)
	return n, max(used, 0)
}

// read decodes the places of the present document into buf, less shift.
func (c *cursor) read(buf []uint32, shift uint32) []uint32 {
	return decodePlaces(buf, c.places, shift)
}

func decodePlaces(buf []uint32, b []byte, shift uint32) []uint32 {
	last := uint32(0)
	for i := 0; i < len(b); {
		d := uint32(b[i])
		i++
		if d >= 0x80 {
			d &= 0x7f
			for s := 7; i < len(b); s += 7 {
				x := b[i]
				i++
				d |= uint32(x&0x7f) << s
				if x < 0x80 {
					break
				}
			}
		}
		last += d
		if last >= shift {
			buf = append(buf, last-shift)
		}
	}
	return buf
}

// merge joins the postings of several tokens as if they were one.
func merge(lists [][]byte) []byte {
	type entry struct {
		doc    int
		places []byte
	}
	var all []entry
	for _, l := range lists {
		for c := newCursor(l); c.doc < chunkSize; c.step() {
			all = append(all, entry{c.doc, c.places})
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.doc - b.doc })
	var out []byte
	var buf []uint32
	last := -1
	for i := 0; i < len(all); {
		j := i
		buf = buf[:0]
		for ; j < len(all) && all[j].doc == all[i].doc; j++ {
			buf = decodePlaces(buf, all[j].places, 0)
		}
		if j > i+1 {
			slices.Sort(buf)
		}
		out = appendPosting(out, last, all[i].doc, buf)
		last, i = all[i].doc, j
	}
	return out
}

// both keeps the numbers that stand in a and in b; both ascend. It writes into a.
func both(a, b []uint32) []uint32 {
	out := a[:0]
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			out = append(out, a[i])
			i++
			j++
		}
	}
	return out
}
