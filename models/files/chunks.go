package files

import (
	"encoding/binary"
	"io"
)

// still refuses a moving GIF, and one that does not end where its blocks do.
func still(in *io.SectionReader) error {
	r := &cursor{in: in, at: 6}
	screen := r.take(7)
	if screen == nil {
		return damaged("gif: no screen")
	}
	if screen[4]&0x80 != 0 {
		r.at += 3 << (1 + screen[4]&7)
	}
	for frames := 0; ; {
		b := r.take(1)
		if b == nil {
			return damaged("gif: no end")
		}
		switch b[0] {
		case 0x3B:
			return nil
		case 0x21:
			r.at++
		case 0x2C:
			if frames++; frames > 1 {
				return refuse("不接收会动的图片，它会分散阅读的注意力，请换成静态图片。")
			}
			d := r.take(9)
			if d == nil {
				return damaged("gif: no frame")
			}
			if d[8]&0x80 != 0 {
				r.at += 3 << (1 + d[8]&7)
			}
			r.at++
		default:
			return damaged("gif: unknown block")
		}
		for {
			n := r.take(1)
			if n == nil {
				return damaged("gif: cut")
			}
			if n[0] == 0 {
				break
			}
			r.at += int64(n[0])
		}
	}
}

// cursor reads on through a file in small pieces.
type cursor struct {
	in *io.SectionReader
	at int64
}

func (c *cursor) take(n int) []byte {
	b := make([]byte, n)
	if _, err := c.in.ReadAt(b, c.at); err != nil {
		return nil
	}
	c.at += int64(n)
	return b
}

// pixels are the chunks that a PNG inside another file keeps.
var pixels = map[string]bool{"IHDR": true, "PLTE": true, "IDAT": true, "IEND": true, "tRNS": true, "gAMA": true, "cHRM": true, "sRGB": true, "sBIT": true,
	"bKGD": true, "pHYs": true}

// stripPNG takes everything but pixels out of a PNG; false when it is none.
func stripPNG(b []byte) ([]byte, bool) {
	if len(b) < 8 || string(b[:4]) != "\x89PNG" {
		return nil, false
	}
	out := append(make([]byte, 0, len(b)), b[:8]...)
	for at := 8; at+12 <= len(b); {
		n := int64(binary.BigEndian.Uint32(b[at:]))
		if n > int64(len(b)-at-12) {
			return nil, false
		}
		end, name := at+12+int(n), string(b[at+4:at+8])
		if pixels[name] {
			out = append(out, b[at:end]...)
		}
		if name == "IEND" {
			return out, true
		}
		at = end
	}
	return nil, false
}
