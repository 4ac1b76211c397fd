package content

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/files"
	"gongkai/models/identity"
	"gongkai/models/review"
)

// Attachment is one file of one revision. It never changes once stored; another
// name or order is another revision.
type Attachment struct {
	ID          uint64
	RevisionID  uint64
	Position    int    // from 1
	Kind        string `gorm:"size:20"`                 // Picture or Enclosure
	Key         string `gorm:"column:file_key;size:32"` // of the file, in its address
	Name        string `gorm:"size:200"`                // as readers see it
	Alt         string `gorm:"size:300"`                // what a picture shows, in words
	files.Facts `gorm:"embedded"`
}

// TableName implements gorm's Tabler.
func (Attachment) TableName() string { return "content_attachments" }

// Kinds of attachments.
const (
	Picture   = "picture"    // may stand in the text
	Enclosure = "attachment" // is downloaded
)

// maxAlt bounds the words for a picture, in runes.
const maxAlt = 200

// attached writes the list for the canonical form: order, and all that a reader
// gets of each file.
func attached(list []Attachment) string {
	var b strings.Builder
	for _, a := range list {
		for _, f := range []string{a.Kind, a.Key, a.Name, a.Alt, a.Digest, a.Type, fmt.Sprint(a.Size), fmt.Sprint(a.Width), fmt.Sprint(a.Height), a.Sizes} {
			fmt.Fprintf(&b, "%d:%s", len(f), f)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// load reads the attachments of some revisions, each list in its order.
func (s *Service) load(ctx context.Context, rs ...*Revision) error {
	byID := map[uint64]*Revision{}
	ids := make([]uint64, len(rs))
	for i, r := range rs {
		byID[r.ID], ids[i] = r, r.ID
	}
	var list []Attachment
	if err := s.store.DB(ctx).Where("revision_id IN ?", append(ids, 0)).Order("revision_id, position").Find(&list).Error; err != nil {
		return fmt.Errorf("content: attachments: %w", err)
	}
	for _, a := range list {
		r := byID[a.RevisionID]
		r.Attachments = append(r.Attachments, a)
	}
	return nil
}

// Upload is one file that a writer adds. Alt may be empty until the document is
// submitted.
type Upload struct {
	files.Upload
	Alt string
}

// Received is one cleaned upload, not part of any document yet.
type Received struct {
	taken *files.Taken
	alt   string
}

// Receive cleans uploads for a document; Enclose adds them to it. Cleaning takes
// its time, so it is no part of the transaction. Invalid with the reason under
// "file". When by may not edit now, or saw another version, nothing is cleaned:
// Enclose says why not.
func (s *Service) Receive(ctx context.Context, id uint64, seen int, ups []Upload, by identity.Actor) (in []Received, err error) {
	t, err := s.review.Track(ctx, Ref(id), by)
	if err != nil || t.Version != seen || s.review.May(ctx, Ref(id), review.Edit, by) != nil {
		return nil, err
	}
	taken, err := s.take(ctx, ups)
	for i, x := range taken {
		in = append(in, Received{x, ups[i].Alt})
	}
	return in, err
}

// Enclose adds received files to a document: all of them or none. They make a new
// revision, whose number and version are returned. Faults as Edit's.
func (s *Service) Enclose(ctx context.Context, id uint64, seen int, in []Received, by identity.Actor) (revision uint64, version int, err error) {
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		err := s.relist(ctx, id, seen, by, func(ctx context.Context, r *Revision, wrote func(audit.Row)) error {
			var c fault.Check
			if c.If(len(in) == 0, "file", "请选择要上传的文件。"); c.Err() != nil {
				return c.Err()
			}
			for _, x := range in {
				f, row, err := s.files.Record(ctx, x.taken, by)
				if err != nil {
					return err
				}
				wrote(row)
				a := Attachment{Kind: Enclosure, Key: f.Key, Name: f.Name, Facts: f.Facts}
				if files.Picture(f.Type) {
					a.Kind, a.Alt = Picture, altText(x.alt)
				}
				r.Attachments = append(r.Attachments, a)
			}
			return fits(r.Attachments)
		})
		if err != nil {
			return err
		}
		d, err := s.document(ctx, id)
		if err == nil {
			revision = *d.LatestID
		}
		return err
	})
	return revision, seen + 1, err
}

// Attach is Receive and Enclose; it returns the files added.
func (s *Service) Attach(ctx context.Context, id uint64, seen int, ups []Upload, by identity.Actor) (added []Attachment, version int, err error) {
	in, err := s.Receive(ctx, id, seen, ups, by)
	if err != nil {
		return nil, 0, err
	}
	revision, version, err := s.Enclose(ctx, id, seen, in, by)
	if err != nil {
		return nil, 0, err
	}
	added, err = s.Added(ctx, id, revision)
	return added, version, err
}

// Added lists the files that a revision of a document has and the one before it
// had not. The caller has checked that the document may be read.
func (s *Service) Added(ctx context.Context, id, revision uint64) ([]Attachment, error) {
	r, err := s.revision(ctx, revision)
	if err != nil {
		return nil, err
	}
	if r.DocumentID != id {
		return nil, fault.New(fault.NotFound, "没有这一稿。")
	}
	before := Revision{}
	if err := s.store.DB(ctx).Omit("Body", "Figures").Where("document_id = ? AND number = ?", r.DocumentID, r.Number-1).Limit(1).Find(&before).Error; err != nil {
		return nil, fmt.Errorf("content: added: %w", err)
	}
	if err := s.load(ctx, &before); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(r.Attachments, func(a Attachment) bool {
		_, err := find(before.Attachments, a.Key)
		return err == nil
	}), nil
}

// take cleans uploads. The sentence about one that is refused names it.
func (s *Service) take(ctx context.Context, ups []Upload) ([]*files.Taken, error) {
	var c fault.Check
	if len(ups) == 0 {
		c.Say("file", "请选择要上传的文件。")
		return nil, c.Err()
	}
	var taken []*files.Taken
	var reasons []string
	for _, u := range ups {
		x, err := s.files.Take(ctx, u.Upload)
		switch {
		case fault.KindOf(err) == fault.Invalid:
			reasons = append(reasons, fmt.Sprintf("“%s”没有上传：%s", files.Name(u.Name), fault.MessageOf(err)))
		case err != nil:
			return nil, err
		}
		taken = append(taken, x)
	}
	c.If(len(reasons) > 0, "file", "%s", strings.Join(reasons, ""))
	return taken, c.Err()
}

// fits refuses more files than a document may have.
func fits(list []Attachment) error {
	var c fault.Check
	var size int64
	for _, a := range list {
		size += a.Size
	}
	c.If(len(list) > files.MaxCount, "file", "一篇稿件最多 %d 个附件和图片。", files.MaxCount)
	c.If(size > files.MaxPerDocument, "file", "一篇稿件的附件和图片合计不超过 %d MB。", files.MaxPerDocument>>20)
	return c.Err()
}

// relist stores a revision that differs from the latest in its attachments.
func (s *Service) relist(ctx context.Context, id uint64, seen int, by identity.Actor, change func(context.Context, *Revision, func(audit.Row)) error) error {
	var rows []audit.Row
	return s.revise(ctx, id, seen, review.Edit, "", by, func(ctx context.Context, before *Revision) (*Revision, error) {
		rows = nil
		r := *before
		r.AuthorID, r.Form, r.Attachments = by.ID, formVersion, slices.Clone(before.Attachments)
		err := change(ctx, &r, func(row audit.Row) { rows = append(rows, row) })
		r.wrote = rows
		return &r, err
	})
}

// find returns where the file with a key stands in a list.
func find(list []Attachment, key string) (int, error) {
	i := slices.IndexFunc(list, func(a Attachment) bool { return a.Key == key })
	if i < 0 {
		return 0, fault.New(fault.NotFound, "没有这个附件。")
	}
	return i, nil
}

// Detach removes a file from a document. A picture that stands in the text is
// refused: the text goes first.
func (s *Service) Detach(ctx context.Context, id uint64, seen int, key string, by identity.Actor) error {
	return s.relist(ctx, id, seen, by, func(_ context.Context, r *Revision, _ func(audit.Row)) error {
		i, err := find(r.Attachments, key)
		if err != nil {
			return err
		}
		var c fault.Check
		c.If(slices.Contains(Keys(r.Body), key), "file", "正文里用到了“%s”，请先从正文中删除这张图片。", r.Attachments[i].Name)
		r.Attachments = slices.Delete(r.Attachments, i, i+1)
		return c.Err()
	})
}

// Rename gives a file another name, whose extension stays, and a picture other
// words.
func (s *Service) Rename(ctx context.Context, id uint64, seen int, key, name, alt string, by identity.Actor) error {
	return s.relist(ctx, id, seen, by, func(_ context.Context, r *Revision, _ func(audit.Row)) error {
		i, err := find(r.Attachments, key)
		if err != nil {
			return err
		}
		var c fault.Check
		a := &r.Attachments[i]
		c.If(line(name) == "", "name", "请填写附件的名称。")
		c.If(utf8.RuneCountInString(alt) > maxAlt, "alt", "图片说明不超过 %d 个字。", maxAlt)
		a.Name, a.Alt = files.Renamed(line(name), a.Name), ""
		if a.Kind == Picture {
			a.Alt = altText(alt)
		}
		return c.Err()
	})
}

// Shift moves a file one place up or down in the list.
func (s *Service) Shift(ctx context.Context, id uint64, seen int, key string, up bool, by identity.Actor) error {
	return s.relist(ctx, id, seen, by, func(_ context.Context, r *Revision, _ func(audit.Row)) error {
		i, err := find(r.Attachments, key)
		if err != nil {
			return err
		}
		j := i + 1
		if up {
			j = i - 1
		}
		if j < 0 || j >= len(r.Attachments) {
			return fault.New(fault.Conflict, "已经在最前或最后，不能再移动。")
		}
		r.Attachments[i], r.Attachments[j] = r.Attachments[j], r.Attachments[i]
		return nil
	})
}

// altText makes one line of the words for a picture.
func altText(said string) string {
	r := []rune(line(said))
	return string(r[:min(len(r), maxAlt)])
}

var keyForm = regexp.MustCompile(`<img src="/files/([0-9A-Za-z_-]+)`)

// Keys lists the keys of the pictures that stand in a cleaned body.
func Keys(body string) (keys []string) {
	for _, m := range keyForm.FindAllStringSubmatch(body, -1) {
		keys = append(keys, m[1])
	}
	return keys
}

// own refuses pictures in the text that are none of the document's: they would
// be gone with the document that they belong to.
func own(c *fault.Check, r *Revision) {
	n := 0
	for _, key := range Keys(r.Body) {
		i, err := find(r.Attachments, key)
		if err != nil || r.Attachments[i].Kind != Picture {
			n++
		}
	}
	c.If(n > 0, "body", "正文里有 %d 张图片不是这篇稿件的附件。请先把图片上传到这篇稿件，再放进正文。", n)
}

// described asks for words for every picture, in the text or in the list.
func described(c *fault.Check, r *Revision) {
	for _, a := range r.Attachments {
		c.If(a.Kind == Picture && a.Alt == "", "attachments", "图片“%s”还没有文字说明，请补充它画的是什么，供看不见图片的读者使用。", a.Name)
	}
}

// damagedFile says which file of a revision is not what was signed, or "".
func (s *Service) damagedFile(r *Revision) string {
	for _, a := range r.Attachments {
		if !s.files.Whole(a.Facts) {
			return fmt.Sprintf("附件“%s”缺失或与签名时不一致，请撤回后重新上传、重新送审。", a.Name)
		}
	}
	return ""
}

func (a *Attachment) row() audit.Row {
	return audit.NewRow("content_attachments", a.ID, a.RevisionID, a.Position, attached([]Attachment{*a}))
}

// Parts lists the files of r that must be examined before level 3 is signed.
func (r *Revision) Parts() (list []review.Part) {
	for _, a := range r.Attachments {
		list = append(list, review.Part{Key: a.Key, Name: a.Name})
	}
	return list
}
