package search

import (
	"encoding/binary"
	"slices"
)

// A posting says where a token stands in a document. Those of one token in one
// chunk of documents lie one behind the other, in the order of the documents:
// the document's number in the chunk (two bytes), the length of the places in
// bytes, the places, each as its distance from the one before. What is added
// later is simply written behind.

const (
	chunkBits = 12
	chunkSize = 1 << chunkBits // documents of a chunk
)

// appendPosting writes a posting.
func appendPosting(to []byte, doc uint16, places []uint32) []byte {
	to = binary.LittleEndian.AppendUint16(to, doc)
	size, last := 0, uint32(0)
	for _, p := range places {
		size += varintSize(p - last)
		last = p
	}
	to = binary.AppendUvarint(to, uint64(size))
	last = 0
	for _, p := range places {
		to = binary.AppendUvarint(to, uint64(p-last))
		last = p
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
	c := &cursor{data: data}
	c.step()
	return c
}

// step goes to the next document.
func (c *cursor) step() {
	if len(c.data) < 3 {
		c.doc, c.places, c.data = chunkSize, nil, nil
		return
	}
	doc := int(binary.LittleEndian.Uint16(c.data))
	n, used := uint64(c.data[2]), 1
	if n >= 0x80 {
		n, used = binary.Uvarint(c.data[2:])
	}
	if used <= 0 || n > uint64(len(c.data)-2-used) || doc >= chunkSize {
		c.doc, c.places, c.data = chunkSize, nil, nil
		return
	}
	from := 2 + used
	c.doc, c.places, c.data = doc, c.data[from:from+int(n)], c.data[from+int(n):]
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
	for i := 0; i < len(all); {
		j := i
		buf = buf[:0]
		for ; j < len(all) && all[j].doc == all[i].doc; j++ {
			buf = decodePlaces(buf, all[j].places, 0)
		}
		if j > i+1 {
			slices.Sort(buf)
		}
		out = appendPosting(out, uint16(all[i].doc), buf)
		i = j
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
