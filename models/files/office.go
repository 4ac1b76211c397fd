package files

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"
)

// Limits of an Office file, which is a ZIP archive of XML.
const (
	maxEntries  = 4000
	maxListing  = 2 << 20   // bytes of the list of entries
	maxUnpacked = 200 << 20 // bytes of all entries together
	maxRatio    = 250       // unpacked to packed, of an entry of more than a megabyte
	maxMedia    = 30 << 20  // bytes of one picture or font inside
	maxSmall    = 4 << 20   // bytes of a part that is read as a whole
)

// office writes an Office file anew from the parts that a reader needs:
// properties, thumbnails, names of people, data of programs and printers stay
// out. What is hidden or acts by itself is refused: tracked changes, comments,
// hidden sheets and slides, macros, embedded and linked files.
func office(typ string) func(context.Context, *Service, *io.SectionReader) (Facts, error) {
	return func(ctx context.Context, s *Service, in *io.SectionReader) (Facts, error) {
		select {
		case s.turn <- struct{}{}:
			defer func() { <-s.turn }()
		case <-ctx.Done():
			return Facts{}, ctx.Err()
		}
		b, err := openBook(in, typ)
		if err != nil {
			return Facts{}, err
		}
		digest, size, err := s.blobs.Put(func(w io.Writer) error { return b.write(ctx, w) })
		return Facts{Digest: digest, Type: typ, Size: size}, err
	}
}

// book is an Office file that is being cleaned.
type book struct {
	family *family
	parts  map[string]*zip.File
	order  []string
	kept   map[string]bool
}

// openBook looks at the list of a file's parts before any of them is read.
func openBook(in *io.SectionReader, typ string) (*book, error) {
	if err := listing(in); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(in, in.Size())
	if err != nil {
		return nil, damage(err)
	}
	b := &book{family: families[typ], parts: map[string]*zip.File{}, kept: map[string]bool{}}
	seen, unpacked := map[string]bool{}, uint64(0)
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 {
			continue
		}
		if err := entry(f); err != nil {
			return nil, err
		}
		if unpacked += f.UncompressedSize64; unpacked > maxUnpacked {
			return nil, bomb()
		}
		low := strings.ToLower(f.Name)
		if seen[low] {
			return nil, damaged("zip: the same name twice")
		}
		seen[low] = true
		b.parts[f.Name] = f
		b.order = append(b.order, f.Name)
	}
	return b, b.sort()
}

func bomb() error {
	return refuse("文件展开后过大，疑似压缩炸弹，请重新另存后再上传。")
}

// listing reads the end of the archive, so that a list of a million entries is
// refused before it is read.
func listing(in *io.SectionReader) error {
	tail := make([]byte, min(in.Size(), 22+64<<10))
	from := in.Size() - int64(len(tail))
	if _, err := in.ReadAt(tail, from); err != nil {
		return err
	}
	at := bytes.LastIndex(tail, []byte("PK\x05\x06"))
	if at < 0 || len(tail)-at < 22 {
		return damaged("zip: no end")
	}
	end := tail[at:]
	n, start := int(binary.LittleEndian.Uint16(end[10:])), int64(binary.LittleEndian.Uint32(end[16:]))
	size := from + int64(at) - start
	switch {
	case n > maxEntries || size > maxListing:
		return bomb()
	case size < 0 || start >= in.Size() || int(binary.LittleEndian.Uint16(end[20:])) != len(end)-22:
		return damaged("zip: end")
	}
	return nil
}

// entry refuses names that lead elsewhere, and bombs by what they say of
// themselves; archive/zip stops an entry that is longer than it says.
func entry(f *zip.File) error {
	clean := path.Clean("/" + f.Name)[1:]
	switch {
	case clean != f.Name || strings.ContainsAny(f.Name, "\\:\x00") || !utf8.ValidString(f.Name) || len(f.Name) > 250:
		return damaged("zip: name")
	case f.Flags&1 != 0:
		return refuse("文件加了密码，请去掉密码后再上传。")
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return damaged("zip: method")
	case f.UncompressedSize64 > 1<<20 && f.UncompressedSize64/max(f.CompressedSize64, 1) > maxRatio:
		return bomb()
	}
	return nil
}

// sort decides of every part whether it is kept, before any is written.
func (b *book) sort() error {
	if b.parts[b.family.main] == nil || b.parts[typesPart] == nil {
		return refuse("文件内容与扩展名不符，请检查是否改过扩展名。")
	}
	for _, name := range b.order {
		if why := b.family.refused(name); why != "" {
			return refuse("%s", why)
		}
	}
	for _, name := range b.order {
		switch {
		case b.family.kept(name):
			b.kept[name] = true
		case b.family.droppable(name):
		default:
			return refuse("文件里有无法识别的内容（%s），不能确认其中没有隐藏信息。请另存为 PDF，或把内容复制到新文件后再上传。", path.Base(name))
		}
	}
	return b.commented()
}

// commented refuses comments. A part that lists none is what deleting them
// leaves behind.
func (b *book) commented() error {
	for _, name := range b.order {
		if !commentPart.MatchString(name) {
			continue
		}
		err := b.read(name, func(r io.Reader) error {
			return filterXML(io.Discard, r, func(t *xmlTag) (xmlVerdict, error) {
				if t.name == "comment" || t.name == "threadedComment" || t.name == "cm" {
					return xmlVerdict{}, refuse("%s", officeNoted)
				}
				return xmlVerdict{}, nil
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *book) read(name string, f func(io.Reader) error) error {
	in, err := b.parts[name].Open()
	if err != nil {
		return damage(err)
	}
	defer in.Close()
	return f(&faulty{in})
}

// faulty turns what the archive cannot give into damage of the file.
type faulty struct{ in io.Reader }

// Read implements io.Reader.
func (f *faulty) Read(b []byte) (int, error) {
	n, err := f.in.Read(b)
	if err != nil && err != io.EOF {
		err = damage(err)
	}
	return n, err
}

// write writes the kept parts. No entry has a time, so the same content is the
// same file.
func (b *book) write(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	for _, name := range b.order {
		if !b.kept[name] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		out, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if err := b.part(name, out); err != nil {
			return err
		}
	}
	return z.Close()
}

// part writes one part, cleaned.
func (b *book) part(name string, w io.Writer) error {
	switch {
	case name == typesPart:
		return b.read(name, func(r io.Reader) error { return b.contentTypes(w, r) })
	case properties[name] != "":
		_, err := io.WriteString(w, properties[name])
		return err
	case strings.HasSuffix(name, ".rels"):
		return b.read(name, func(r io.Reader) error { return b.relations(name, w, r) })
	case strings.Contains(name, "/media/"):
		return b.read(name, func(r io.Reader) error { return media(w, r) })
	case strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".vml"):
		c := &censor{family: b.family, part: name}
		if err := b.read(name, func(r io.Reader) error { return filterXML(w, r, c.look) }); err != nil {
			return err
		}
		return c.verdict()
	}
	return b.read(name, func(r io.Reader) error {
		_, err := io.Copy(w, io.LimitReader(r, maxMedia))
		return err
	})
}

// media copies a picture without what its camera or program wrote into it.
func media(w io.Writer, r io.Reader) error {
	b, err := io.ReadAll(io.LimitReader(r, maxMedia+1))
	if err != nil {
		return err
	}
	if len(b) > maxMedia {
		return refuse("文件里有一张图片超过 %d MB，请压缩图片后再上传。", maxMedia>>20)
	}
	out, ok := stripJPEG(b)
	if !ok {
		out, ok = stripPNG(b)
	}
	if !ok {
		out, ok = stripGIF(b)
	}
	if !ok {
		return refuse("文件里有不是 jpg、png、gif 格式的图片（例如 EMF、WMF、SVG 图形），其中可能带有作者信息。请把它们换成截图后再上传，或另存为 PDF。")
	}
	_, err = w.Write(out)
	return err
}

// contentTypes copies the list of parts without those that are dropped.
func (b *book) contentTypes(w io.Writer, r io.Reader) error {
	found := false
	err := filterXML(w, r, func(t *xmlTag) (xmlVerdict, error) {
		typ := t.attr("ContentType")
		if strings.Contains(typ, "macroEnabled") || strings.Contains(typ, "vbaProject") {
			return xmlVerdict{}, refuse("%s", officeMacro)
		}
		if t.name != "Override" {
			return xmlVerdict{}, nil
		}
		name := strings.TrimPrefix(t.attr("PartName"), "/")
		if name == b.family.main {
			if typ != b.family.mime {
				return xmlVerdict{}, refuse("文件内容与扩展名不符，请检查是否改过扩展名。")
			}
			found = true
		}
		return xmlVerdict{drop: !b.kept[name]}, nil
	})
	if err == nil && !found {
		err = damaged(fmt.Sprintf("office: %s has no type", b.family.main))
	}
	return err
}
