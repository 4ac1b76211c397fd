package content

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"gongkai/models/fault"
	"gongkai/models/review"
	"gongkai/models/takedown"
)

// Standing says whether a public text still holds (有效性).
type Standing string

// The standings. A text that holds has none.
const (
	Holds    Standing = ""
	Replaced Standing = "replaced" // 已被替代
	Repealed Standing = "repealed" // 已废止
	Expired  Standing = "expired"  // 已失效
	Amended  Standing = "amended"  // 已修改: it holds, but not every word of it
)

// Over reports whether a text of this standing does not hold any more.
func (s Standing) Over() bool { return s == Replaced || s == Repealed || s == Expired }

// effective is what a form says for Holds: nothing chosen is something else.
const effective = "effective"

// Title is the standing in Chinese; "" of a text that holds.
func (s Standing) Title() string {
	return map[Standing]string{Replaced: "已被替代", Repealed: "已废止", Expired: "已失效", Amended: "已修改"}[s]
}

// Change is what a writer says of a change to a public text, as the browser sent
// it.
type Change struct {
	Kind      string // Minor, Correction or Superseded
	Note      string // for the public; Minor has none
	Standing  string // of Superseded: a Standing, or "effective" for one that holds again
	Successor string // of Superseded, may be empty: number or address of a document, or an https address
}

// check looks at what needs no database.
func (x Change) check() *fault.Check {
	var c fault.Check
	n := utf8.RuneCountInString(x.Note)
	switch x.Kind {
	case Minor:
	case Correction:
		c.If(n < review.MinReason, "public_note", "请写明更正了什么，至少 %d 个字，将向社会公开。", review.MinReason)
	case Superseded:
		_, known := x.standing()
		c.If(!known, "standing", "请选择这份文件现在的状态。")
		c.If(n < review.MinReason, "public_note", "请写明从什么时候起、为什么不再有效，至少 %d 个字，将向社会公开。", review.MinReason)
		c.If(x.Standing == effective && x.Successor != "", "successor", "恢复有效的文件没有替代它的新文件，请清空这一项。")
	default:
		c.Say("kind", "请选择更正的种类。")
	}
	c.If(n > 200, "public_note", "公开说明不超过 200 个字。")
	return &c
}

func (x Change) standing() (s Standing, known bool) {
	s = Standing(x.Standing)
	if x.Standing == effective {
		return Holds, true
	}
	return s, s.Title() != ""
}

// changedBy is before with a change made to it, not stored yet.
func (s *Service) changedBy(ctx context.Context, x Change, before *Revision) (*Revision, error) {
	c := x.check()
	r := *before
	r.Attachments = append([]Attachment(nil), before.Attachments...)
	r.ChangeKind, r.PublicNote, r.PublishAt, r.Form = x.Kind, x.Note, nil, formVersion
	switch x.Kind {
	case Minor:
		r.PublicNote = ""
	case Superseded:
		r.Standing, _ = x.standing()
		var err error
		if r.Successor, err = s.pointer(ctx, c, "successor", x.Successor, r.DocumentID); err != nil {
			return nil, err
		}
	}
	return &r, c.Err()
}

// A Pointer is where readers are led from a text that does not hold any more or
// is gone: "document/7" for a document of this site, whatever its address will
// be, or an https address; "" leads nowhere.

// maxPointer is the most bytes of a Pointer.
const maxPointer = 500

// pointer reads what a person typed: the number of a public document, its
// address below the base path, or an https address elsewhere. What it cannot
// read it says under field.
func (s *Service) pointer(ctx context.Context, c *fault.Check, field, typed string, self uint64) (string, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return "", nil
	}
	if strings.Contains(typed, "://") {
		u, err := url.Parse(typed)
		if err != nil || u.Scheme != "https" || u.User != nil || !strings.Contains(u.Hostname(), ".") || len(typed) > maxPointer || strings.ContainsFunc(typed, unfit) {
			c.Say(field, "其他网站的网址须以 https:// 开头，并且写完整，不超过 %d 个字符。", maxPointer)
			return "", nil
		}
		return u.String(), nil
	}
	id, err := s.pointed(ctx, typed)
	if err != nil {
		return "", err
	}
	public, err := s.AmongLive(ctx, []uint64{id})
	switch {
	case err != nil:
		return "", err
	case id == self:
		c.Say(field, "不能指向这篇稿件自己。")
	case len(public) == 0:
		c.Say(field, "本站没有这样一篇公开的稿件。请填写已公开页面的网址或编号，或者以 https:// 开头的网址。")
	}
	return Ref(id).String(), nil
}

// pointed reads the number of a document or its address on this site, below the
// base path; 0 is neither.
func (s *Service) pointed(ctx context.Context, typed string) (uint64, error) {
	stone := takedown.Stone{Path: typed}
	if documentNumber.MatchString(typed) {
		stone.Document, _ = strconv.ParseUint(typed, 10, 63)
	} else if m := takedown.ArticleForm.FindStringSubmatch(typed); m != nil {
		stone.Document, _ = strconv.ParseUint(m[1], 10, 63)
	}
	return s.addressed(ctx, stone)
}

func unfit(r rune) bool { return r <= ' ' || r == 0x7f || strings.ContainsRune("<>\"'`\\", r) }

// Target is what a Pointer leads to.
type Target struct {
	Item    *Item  // a public document of this site
	Address string // else an address elsewhere; "" when nothing public is left to lead to
}

// Follow finds what a Pointer leads to. A document that is not public, or not any
// more, is nothing.
func (s *Service) Follow(ctx context.Context, pointer string) (t Target, err error) {
	number, local := strings.CutPrefix(pointer, Kind+"/")
	if !local {
		t.Address = pointer
		return t, nil
	}
	var found []Item
	if err := s.items(ctx).Where("document_id = ?", number).Limit(1).Find(&found).Error; err != nil {
		return t, fmt.Errorf("content: follow: %w", err)
	}
	if len(found) > 0 {
		Show(ctx, found...)
		t.Item = &found[0]
	}
	return t, nil
}
