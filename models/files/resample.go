package files

import (
	"image"
	"image/color"
	"math"
)

// resample makes a smaller picture with the Catmull-Rom kernel. It holds only
// the rows that it needs at one time, so that a large picture costs little
// memory beside its own.
func resample(src image.Image, w, h int) image.Image {
	b := src.Bounds()
	across, down := weights(b.Dx(), w), weights(b.Dy(), h)
	out := image.NewNRGBA(image.Rect(0, 0, w, h))
	rows := map[int][]float32{} // of the source, already as narrow as the target
	line := make([]float32, 4*b.Dx())
	for y := range h {
		sum := make([]float32, 4*w)
		for row := range rows {
			if row < down[y].from {
				delete(rows, row)
			}
		}
		for i, k := range down[y].share {
			row := down[y].from + i
			if rows[row] == nil {
				load(line, src, b, row)
				rows[row] = narrow(line, across)
			}
			for j, v := range rows[row] {
				sum[j] += k * v
			}
		}
		store8(out.Pix[y*out.Stride:], sum)
	}
	return out
}

// part is what one target pixel takes of the source pixels from from on.
type part struct {
	from  int
	share []float32
}

// weights divides n source pixels among m targets.
func weights(n, m int) []part {
	scale := float64(n) / float64(m)
	reach := 2 * math.Max(scale, 1)
	all := make([]part, m)
	for i := range all {
		centre := (float64(i) + 0.5) * scale
		from, to := max(0, int(math.Floor(centre-reach))), min(n, int(math.Ceil(centre+reach)))
		p, total := part{from: from}, 0.0
		for s := from; s < to; s++ {
			k := catmullRom((float64(s) + 0.5 - centre) / math.Max(scale, 1))
			total += k
			p.share = append(p.share, float32(k))
		}
		for s := range p.share {
			p.share[s] /= float32(total)
		}
		all[i] = p
	}
	return all
}

func catmullRom(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return 1.5*x*x*x - 2.5*x*x + 1
	case x < 2:
		return -0.5*x*x*x + 2.5*x*x - 4*x + 2
	}
	return 0
}

// load reads one row as red, green, blue and alpha, the colours multiplied by
// alpha, so that transparent pixels do not bleed.
func load(line []float32, src image.Image, b image.Rectangle, row int) {
	y := b.Min.Y + row
	set := func(x int, r, g, b, a float32) { line[4*x], line[4*x+1], line[4*x+2], line[4*x+3] = r, g, b, a }
	switch p := src.(type) {
	case *image.YCbCr:
		for x := range b.Dx() {
			yi, ci := p.YOffset(b.Min.X+x, y), p.COffset(b.Min.X+x, y)
			r, g, bl := color.YCbCrToRGB(p.Y[yi], p.Cb[ci], p.Cr[ci])
			set(x, float32(r), float32(g), float32(bl), 255)
		}
	case *image.NRGBA:
		at := p.PixOffset(b.Min.X, y)
		for x := range b.Dx() {
			c := p.Pix[at+4*x : at+4*x+4]
			a := float32(c[3]) / 255
			set(x, float32(c[0])*a, float32(c[1])*a, float32(c[2])*a, float32(c[3]))
		}
	default:
		for x := range b.Dx() {
			r, g, bl, a := src.At(b.Min.X+x, y).RGBA()
			set(x, float32(r)/257, float32(g)/257, float32(bl)/257, float32(a)/257)
		}
	}
}

func narrow(line []float32, across []part) []float32 {
	out := make([]float32, 4*len(across))
	for i, p := range across {
		for s, k := range p.share {
			at := 4 * (p.from + s)
			for c := range 4 {
				out[4*i+c] += k * line[at+c]
			}
		}
	}
	return out
}

// store8 writes a row of sums as bytes, the colours divided by alpha again.
func store8(pix []uint8, sum []float32) {
	for i := 0; i < len(sum); i += 4 {
		a := sum[i+3]
		for c := range 3 {
			v := sum[i+c]
			if a > 0 && a < 255 {
				v = v * 255 / a
			}
			pix[i+c] = clip(v)
		}
		pix[i+3] = clip(a)
	}
}

func clip(v float32) uint8 { return uint8(min(max(v+0.5, 0), 255)) }
