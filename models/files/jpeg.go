package files

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"io"
)

// jpegFacts is what the head of a JPEG says that image/jpeg keeps to itself.
type jpegFacts struct {
	progressive bool
	components  int
	turned      int // EXIF orientation
}

// jpegHead reads the segments before the pixels. What it cannot read it leaves
// at the safe value.
func jpegHead(in *io.SectionReader) jpegFacts {
	f := jpegFacts{components: 3, turned: 1}
	at, head := int64(2), make([]byte, 4)
	for range 1000 {
		if _, err := in.ReadAt(head, at); err != nil || head[0] != 0xFF {
			return f
		}
		marker, n := head[1], int64(binary.BigEndian.Uint16(head[2:]))
		if marker == 0xFF {
			at++
			continue
		}
		if marker == 0xDA || n < 2 {
			return f
		}
		body := make([]byte, min(n-2, 64<<10))
		if _, err := in.ReadAt(body, at+4); err != nil {
			return f
		}
		switch {
		case marker == 0xE1:
			if o := orientation(body); o != 0 {
				f.turned = o
			}
		case marker == 0xC0 || marker == 0xC1 || marker == 0xC2:
			f.progressive = marker == 0xC2
			if len(body) > 5 {
				f.components = int(body[5])
			}
		}
		at += 2 + n
	}
	return f
}

// orientation reads tag 0x0112 of the first directory of an EXIF segment; 0 when
// there is none.
func orientation(seg []byte) int {
	tiff, ok := bytes.CutPrefix(seg, []byte("Exif\x00\x00"))
	if !ok || len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(tiff[4:]))
	if at+2 > int64(len(tiff)) {
		return 0
	}
	n := int64(order.Uint16(tiff[at:]))
	for i := range n {
		e := at + 2 + 12*i
		if e+12 > int64(len(tiff)) {
			return 0
		}
		if order.Uint16(tiff[e:]) == 0x0112 {
			if v := int(order.Uint16(tiff[e+8:])); v >= 1 && v <= 8 {
				return v
			}
			return 0
		}
	}
	return 0
}

// upright turns a picture the way its camera was held.
func upright(img image.Image, turned int) image.Image {
	if turned <= 1 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	if turned >= 5 {
		out = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch turned {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			out.SetNRGBA(tx, ty, color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA))
		}
	}
	return out
}

// kept are the JPEG segments that pictures inside other files keep: tables,
// frames, JFIF and Adobe's colour transform.
func kept(marker byte) bool {
	return marker < 0xE0 || marker > 0xEF && marker != 0xFE || marker == 0xE0 || marker == 0xEE
}

// stripJPEG takes the comments and camera data out of a JPEG without touching a
// pixel; false when it is none.
func stripJPEG(b []byte) ([]byte, bool) {
	if len(b) < 4 || b[0] != 0xFF || b[1] != 0xD8 {
		return nil, false
	}
	out := append(make([]byte, 0, len(b)), 0xFF, 0xD8)
	for at := 2; at+4 <= len(b); {
		if b[at] != 0xFF {
			return nil, false
		}
		marker := b[at+1]
		if marker == 0xFF {
			at++
			continue
		}
		if marker == 0xD9 {
			return append(out, 0xFF, 0xD9), true
		}
		n := int(binary.BigEndian.Uint16(b[at+2:]))
		if n < 2 || at+2+n > len(b) {
			return nil, false
		}
		if kept(marker) {
			out = append(out, b[at:at+2+n]...)
		}
		at += 2 + n
		if marker == 0xDA {
			end := scanEnd(b, at)
			out = append(out, b[at:end]...)
			if end+2 > len(b) {
				return append(out, 0xFF, 0xD9), true
			}
			at = end
		}
		if at+2 <= len(b) && b[at] == 0xFF && b[at+1] == 0xD9 {
			return append(out, 0xFF, 0xD9), true
		}
	}
	return nil, false
}

// scanEnd finds where the compressed pixels that start at from end: at the next
// marker that is neither a stuffed byte nor a restart.
func scanEnd(b []byte, from int) int {
	for at := from; at+1 < len(b); at++ {
		if b[at] == 0xFF && b[at+1] != 0 && b[at+1] != 0xFF && (b[at+1] < 0xD0 || b[at+1] > 0xD7) {
			return at
		}
	}
	return len(b)
}
