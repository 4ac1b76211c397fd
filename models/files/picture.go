package files

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strconv"
	"strings"

	"golang.org/x/image/webp"
)

// Limits of a picture.
const (
	maxSide   = 30000     // pixels
	maxPixels = 40 << 20  // of the whole picture
	maxDecode = 160 << 20 // bytes that decoding it may take
)

// widths are those of the smaller pictures made of a large one.
var widths = []int{480, 960, 1600}

// Size is one smaller picture.
type Size struct {
	Width, Height int
	Type          string
	Bytes         int64
	Digest        string
}

// Smaller reads the smaller pictures of a file, narrowest first.
func (f Facts) Smaller() (all []Size) {
	for word := range strings.FieldsSeq(f.Sizes) {
		p := strings.Split(word, ":")
		if len(p) != 5 {
			continue
		}
		z := Size{Type: p[2], Digest: p[4]}
		z.Width, _ = strconv.Atoi(p[0])
		z.Height, _ = strconv.Atoi(p[1])
		z.Bytes, _ = strconv.ParseInt(p[3], 10, 64)
		all = append(all, z)
	}
	return all
}

// At returns the smaller picture of a width.
func (f Facts) At(width int) (Size, bool) {
	for _, z := range f.Smaller() {
		if z.Width == width {
			return z, true
		}
	}
	return Size{}, false
}

// cleanPicture decodes a picture and writes it anew, so that nothing but pixels
// remains: no camera, place, author, comment, and nothing behind its end.
func cleanPicture(ctx context.Context, s *Service, in *io.SectionReader) (Facts, error) {
	h, err := look(in)
	if err != nil {
		return Facts{}, err
	}
	if why := h.tooLarge(); why != "" {
		return Facts{}, refuse("%s", why)
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return Facts{}, ctx.Err()
	}
	img, err := h.decode(in)
	if err != nil {
		return Facts{}, damage(err)
	}
	img = upright(img, h.turned)
	f := Facts{Type: h.written(img), Width: img.Bounds().Dx(), Height: img.Bounds().Dy()}
	if f.Digest, f.Size, err = s.blobs.Put(func(w io.Writer) error { return encode(w, img, f.Type, 90) }); err != nil {
		return Facts{}, err
	}
	return f, s.shrink(ctx, &f, img)
}

// shrink stores the smaller pictures, each made from the next larger one.
func (s *Service) shrink(ctx context.Context, f *Facts, img image.Image) error {
	if f.Type == "gif" {
		return nil
	}
	var words []string
	for i := len(widths) - 1; i >= 0; i-- {
		w := widths[i]
		if w >= f.Width {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		h := max(1, (f.Height*w+f.Width/2)/f.Width)
		img = resample(img, w, h)
		digest, size, err := s.blobs.Put(func(out io.Writer) error { return encode(out, img, f.Type, 82) })
		if err != nil {
			return err
		}
		words = append([]string{fmt.Sprintf("%d:%d:%s:%d:%s", w, h, f.Type, size, digest)}, words...)
	}
	f.Sizes = strings.Join(words, " ")
	return nil
}

// seen is what the head of a picture says of it.
type seen struct {
	typ    string
	w, h   int
	cost   int64 // bytes that decoding takes, at most
	turned int   // EXIF orientation, 1 to 8
}

// look reads the head of a picture without decoding it.
func look(in *io.SectionReader) (*seen, error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	head := make([]byte, 12)
	if _, err := in.ReadAt(head, 0); err != nil {
		return nil, damage(err)
	}
	h := &seen{turned: 1}
	var err error
	var c image.Config
	r := bufio.NewReader(in)
	switch {
	case head[0] == 0xFF:
		h.typ = "jpg"
		c, err = jpeg.DecodeConfig(r)
	case head[0] == 0x89:
		h.typ = "png"
		c, err = png.DecodeConfig(r)
	case head[0] == 'G':
		h.typ = "gif"
		c, err = gif.DecodeConfig(r)
	default:
		h.typ = "webp"
		c, err = webp.DecodeConfig(r)
	}
	if err != nil {
		return nil, damage(err)
	}
	h.w, h.h, h.cost = c.Width, c.Height, int64(c.Width)*int64(c.Height)*depth(c.ColorModel)
	if h.typ == "jpg" {
		j := jpegHead(in)
		h.turned = j.turned
		if j.progressive { // its coefficients are kept until the end
			h.cost += int64(c.Width) * int64(c.Height) * 4 * int64(j.components)
		}
		if h.turned > 1 { // there are two of them while it is turned
			h.cost += int64(c.Width) * int64(c.Height) * 4
		}
	}
	if h.typ == "gif" {
		return h, still(in)
	}
	return h, nil
}

// depth is how many bytes of memory a decoded pixel takes.
func depth(m color.Model) int64 {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.YCbCrModel:
		return 3
	case color.GrayModel:
		return 1
	case color.Gray16Model:
		return 2
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 4
}

func (h *seen) tooLarge() string {
	switch {
	case h.w <= 0 || h.h <= 0:
		return "图片没有内容。"
	case h.w > maxSide || h.h > maxSide || int64(h.w)*int64(h.h) > maxPixels || h.cost > maxDecode:
		return fmt.Sprintf("图片太大（%d×%d 像素），请缩小到 4000 万像素以内后再上传。", h.w, h.h)
	}
	return ""
}

func (h *seen) decode(in *io.SectionReader) (image.Image, error) {
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	r := bufio.NewReader(in)
	switch h.typ {
	case "jpg":
		return jpeg.Decode(r)
	case "png":
		return png.Decode(r)
	case "gif":
		return gif.Decode(r)
	}
	return webp.Decode(r)
}

// written is the type in which a picture is stored: WebP, which this program
// reads and does not write, becomes JPEG, or PNG where it is transparent.
func (h *seen) written(img image.Image) string {
	if h.typ != "webp" {
		return h.typ
	}
	if o, ok := img.(interface{ Opaque() bool }); ok && o.Opaque() {
		return "jpg"
	}
	return "png"
}

func encode(w io.Writer, img image.Image, typ string, quality int) error {
	out := bufio.NewWriterSize(w, 64<<10)
	var err error
	switch typ {
	case "jpg":
		err = jpeg.Encode(out, img, &jpeg.Options{Quality: quality})
	case "gif":
		err = gif.Encode(out, img, nil)
	default:
		err = png.Encode(out, img)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}
