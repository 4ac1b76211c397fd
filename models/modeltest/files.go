package modeltest

import (
	"bytes"

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
