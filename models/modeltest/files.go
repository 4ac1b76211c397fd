package modeltest

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"gongkai/models/content"
	"gongkai/models/files"
)

// Upload is a file as a browser sends it.
func Upload(name string, data []byte) content.Upload {
	return content.Upload{Upload: files.Upload{Name: name, Size: int64(len(data)), Data: bytes.NewReader(data)}}
}

// Attach adds files to a document of budget.author and returns them.
func (b *Bureau) Attach(id uint64, ups ...content.Upload) []content.Attachment {
	b.T.Helper()
	added, _, err := b.Content.Attach(b.T.Context(), id, b.Version(id), ups, b.Who("budget.author"))
	b.must(err)
	return added
}

// Enclose adds text files with these names, each with its name as its text.
func (b *Bureau) Enclose(id uint64, names ...string) []content.Attachment {
	b.T.Helper()
	var ups []content.Upload
	for _, n := range names {
		ups = append(ups, Upload(n, []byte(n)))
	}
	return b.Attach(id, ups...)
}

// Pictures adds n small pictures, no two the same, and returns their keys.
func (b *Bureau) Pictures(id uint64, n int) (keys []string) {
	b.T.Helper()
	var ups []content.Upload
	for i := range n {
		img := image.NewRGBA(image.Rect(0, 0, 8, 8))
		img.Set(i%8, i/8%8, color.RGBA{R: byte(i), G: byte(i >> 8), B: 1, A: 255})
		var out bytes.Buffer
		b.must(png.Encode(&out, img))
		ups = append(ups, Upload(fmt.Sprintf("图%d.png", i), out.Bytes()))
	}
	for _, a := range b.Attach(id, ups...) {
		keys = append(keys, a.Key)
	}
	return keys
}
