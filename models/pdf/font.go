package pdf

import (
	"bytes"
	_ "embed" // the font
	"encoding/binary"
	"slices"
	"sync"
)

//go:embed font/NotoSerifSC.ttf
var songTTF []byte

// missing is drawn in place of a character that the font does not have: the mark of
// printers for a letter that is not in the case (缺字号).
const missing = '〓'

// font is a TrueType font that was read.
type font struct {
	table   map[string][]byte
	em      int             // units of one
	long    bool            // loca has four bytes an entry
	metrics int             // glyphs with an advance of their own
	glyphs  map[rune]uint16 // by character
}

// song reads the font once. It is part of the program: a fault in it stops the
// first use, which a test makes.
var song = sync.OnceValue(func() *font { return readFont(songTTF) })

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

func readFont(data []byte) *font {
	f := &font{table: map[string][]byte{}, glyphs: map[rune]uint16{}}
	for i := range u16(data, 4) {
		at := 12 + 16*i
		from := u32(data, at+8)
		f.table[string(data[at:at+4])] = data[from : from+u32(data, at+12)]
	}
	f.em, f.long = u16(f.table["head"], 18), u16(f.table["head"], 50) == 1
	f.metrics = u16(f.table["hhea"], 34)
	cmap := f.table["cmap"]
	for i := range u16(cmap, 2) {
		if sub := cmap[u32(cmap, 8+8*i):]; u16(sub, 0) == 12 {
			for g := range u32(sub, 12) {
				from, to, id := u32(sub, 16+12*g), u32(sub, 20+12*g), u32(sub, 24+12*g)
				for r := from; r <= to; r++ {
					f.glyphs[rune(r)] = uint16(id + r - from)
				}
			}
		}
	}
	return f
}

// glyph is what draws a character, and whether the font has it; otherwise it is the
// one of missing.
func (f *font) glyph(r rune) (id uint16, there bool) {
	if id, there = f.glyphs[r]; there {
		return id, true
	}
	return f.glyphs[missing], false
}

// advance is the width of a glyph in thousandths of the letter size.
func (f *font) advance(id uint16) int {
	return u16(f.table["hmtx"], 4*min(int(id), f.metrics-1)) * 1000 / f.em
}

// outline is the drawing of a glyph, empty for a space.
func (f *font) outline(id uint16) []byte {
	loca, at := f.table["loca"], int(id)
	if f.long {
		return f.table["glyf"][u32(loca, 4*at):u32(loca, 4*at+4)]
	}
	return f.table["glyf"][2*u16(loca, 2*at) : 2*u16(loca, 2*at+2)]
}

// parts calls do with the place of each glyph number inside a drawing that is put
// together from others.
func parts(outline []byte, do func(at int)) {
	if len(outline) < 10 || int16(u16(outline, 0)) >= 0 {
		return
	}
	const words, scale, more, xy, two = 1, 8, 32, 64, 128
	for at := 10; ; {
		flags := u16(outline, at)
		do(at + 2)
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&xy != 0:
			at += 4
		case flags&two != 0:
			at += 8
		}
		if flags&more == 0 {
			return
		}
	}
}

// subset is a font of only the glyphs that a document draws, numbered anew in the
// order of their numbers in the whole font.
type subset struct {
	*font
	used map[uint16]bool
}

// close adds the glyphs that drawings are put together from, and numbers them all;
// 0 stays the glyph of no character.
func (s *subset) close() (order []uint16, number map[uint16]int) {
	s.used[0] = true
	todo := make([]uint16, 0, len(s.used))
	for id := range s.used {
		todo = append(todo, id)
	}
	for len(todo) > 0 {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		outline := s.outline(id)
		parts(outline, func(at int) {
			if other := uint16(u16(outline, at)); !s.used[other] {
				s.used[other] = true
				todo = append(todo, other)
			}
		})
	}
	for id := range s.used {
		order = append(order, id)
	}
	slices.Sort(order)
	number = map[uint16]int{}
	for i, id := range order {
		number[id] = i
	}
	return order, number
}

// file is the subset as a TrueType file with the tables that a PDF needs.
func (s *subset) file(order []uint16, number map[uint16]int) []byte {
	var glyf, loca, hmtx bytes.Buffer
	put := func(w *bytes.Buffer, v any) { _ = binary.Write(w, binary.BigEndian, v) } // a Buffer does not fail
	for _, id := range order {
		put(&loca, uint32(glyf.Len()))
		outline := slices.Clone(s.outline(id))
		parts(outline, func(at int) { binary.BigEndian.PutUint16(outline[at:], uint16(number[uint16(u16(outline, at))])) })
		glyf.Write(outline)
		for glyf.Len()%4 != 0 {
			glyf.WriteByte(0)
		}
		put(&hmtx, uint16(s.advance(id)*s.em/1000))
		put(&hmtx, int16(s.bearing(id)))
	}
	put(&loca, uint32(glyf.Len()))
	head, hhea, maxp := slices.Clone(s.table["head"]), slices.Clone(s.table["hhea"]), slices.Clone(s.table["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	return sfnt([]sfntTable{{"glyf", glyf.Bytes()}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx.Bytes()}, {"loca", loca.Bytes()}, {"maxp", maxp}})
}

// bearing is the left side bearing of a glyph, in the font's units.
func (f *font) bearing(id uint16) int {
	hmtx := f.table["hmtx"]
	if int(id) < f.metrics {
		return u16(hmtx, 4*int(id)+2)
	}
	return u16(hmtx, 4*f.metrics+2*(int(id)-f.metrics))
}

type sfntTable struct {
	tag  string
	data []byte
}

// sfnt puts tables, sorted by tag, into a font file.
func sfnt(tables []sfntTable) []byte {
	var head, body bytes.Buffer
	put := func(v any) { _ = binary.Write(&head, binary.BigEndian, v) } // a Buffer does not fail
	n, log := len(tables), 0
	for 1<<(log+1) <= n {
		log++
	}
	put(uint32(0x00010000))
	put([]uint16{uint16(n), uint16(16 << log), uint16(log), uint16(16*n - 16<<log)})
	start := 12 + 16*n
	for _, t := range tables {
		head.WriteString(t.tag)
		put([]uint32{checksum(t.data), uint32(start + body.Len()), uint32(len(t.data))})
		body.Write(t.data)
		for body.Len()%4 != 0 {
			body.WriteByte(0)
		}
	}
	head.Write(body.Bytes())
	out := head.Bytes()
	at := start // of head, after glyf
	for _, t := range tables {
		if t.tag == "head" {
			binary.BigEndian.PutUint32(out[at+8:], 0xB1B0AFBA-checksum(out))
		}
		at += (len(t.data) + 3) / 4 * 4
	}
	return out
}

func checksum(b []byte) (sum uint32) {
	for i, v := range b {
		sum += uint32(v) << (24 - 8*(i%4))
	}
	return sum
}
