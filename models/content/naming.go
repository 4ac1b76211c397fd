package content

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/policy"
)

// apart cuts what was typed into a field of a relation: numbers or addresses, as
// a person separates them; no more than a relation may have.
func apart(typed string) []string {
	words := strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(" \t\r\n、，,；;", r) })
	return words[:min(len(words), maxLinks+1)]
}

// Named are the documents that a relation's field names, as far as by may know of
// them, in the order typed.
func (s *Service) Named(ctx context.Context, typed string, by identity.Actor) (ids []uint64, err error) {
	for _, w := range apart(typed) {
		id, err := s.pointed(ctx, w)
		if err != nil {
			return nil, err
		}
		if id == 0 || slices.Contains(ids, id) {
			continue
		}
		if known, err := s.knows(ctx, id, by); err != nil {
			return nil, err
		} else if known {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Nameable is a document that a relation may name.
type Nameable struct {
	DocumentID uint64
	Title      string
	Number     string // 发文字号 of what is public, or ""
	Public     bool
}

// Nameable finds documents that by may name in a relation: those that by may read
// on the desk, as Find does, then what is public, by words of the title or a part
// of the 发文字号. At most n.
func (s *Service) Nameable(ctx context.Context, query string, n int, by identity.Actor) (list []Nameable, err error) {
	found, err := s.Find(ctx, query, n, by)
	if err != nil {
		return nil, err
	}
	var ids []uint64
	for _, f := range found {
		ids = append(ids, f.DocumentID)
	}
	public, err := s.publicTitled(ctx, query, n)
	if err != nil {
		return nil, err
	}
	heads, err := s.Heads(ctx, ids)
	if err != nil {
		return nil, err
	}
	live, err := s.AmongLive(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		list = append(list, Nameable{DocumentID: id, Title: heads[id].Title, Public: slices.Contains(live, id)})
	}
	for _, p := range public {
		if i := slices.Index(ids, p.DocumentID); i >= 0 {
			list[i].Number = p.Number
			continue
		}
		p.Public = true
		list = append(list, p)
	}
	return list[:min(n, len(list))], nil
}

// publicTitled are the newest public documents whose title holds every word of a
// query, or whose 发文字号 holds all of it.
func (s *Service) publicTitled(ctx context.Context, query string, n int) (list []Nameable, err error) {
	query = strings.TrimSpace(strings.ToValidUTF8(query, ""))
	words := strings.Fields(query)
	if len(words) == 0 {
		return nil, nil
	}
	db := s.store.DB(ctx)
	err = db.Table("content_live r").Joins("LEFT JOIN content_policies p ON p.document_id = r.document_id AND NOT p.gone").
		Where(titled(db, words[:min(len(words), maxWords)]).Or("INSTR(p.number, ?) > 0", query)).
		Select("r.document_id, r.title, COALESCE(p.number, '') AS number").Order("r.published_at DESC, r.document_id DESC").Limit(n).Find(&list).Error
	if err != nil {
		err = fmt.Errorf("content: nameable: %w", err)
	}
	return list, err
}

// Interpreting is the form of a new document that explains the one with id: it
// names it, is called after it, and has the parts that an explanation should have.
// column is where it goes, "" for the first of by's section that holds
// interpretations. A document that by does not know of is fault.NotFound.
func (s *Service) Interpreting(ctx context.Context, id uint64, column string, by identity.Actor) (Form, error) {
	known, err := s.Known(ctx, id, by)
	if err != nil {
		return Form{}, err
	}
	if known.Title == "" {
		return Form{}, fault.New(fault.NotFound, "没有这篇稿件，或者您不能查看它。")
	}
	f := Form{Column: column, Title: "《" + inner.Replace(known.Title) + "》解读", Said: Said{string(Interprets): fmt.Sprint(id), "explains": string(policy.Text)}}
	var body strings.Builder
	for i, h := range policy.Headings {
		fmt.Fprintf(&body, "<h2>%s、%s</h2>\n<p>%s</p>\n", strings.Split("一二三四五六七八九", "")[i], h.Name, h.Hint)
	}
	f.Body = body.String()
	if column != "" {
		return f, nil
	}
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return f, err
	}
	for _, col := range tree.All() {
		if col.Holds == policy.Interpretation && col.Open(by.SectionID) {
			f.Column = col.Path
			break
		}
	}
	return f, nil
}

// inner writes title marks as they stand within title marks (GB/T 15834).
var inner = strings.NewReplacer("《", "〈", "》", "〉")
