package content

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/markup"
	"gongkai/models/screen"
)

// Checked is what the machine has to say of a text before people read it (检查).
type Checked struct {
	Findings []screen.Finding // what blocks submission first
	Blocks   []markup.Block   // of the body as it would be stored
	Points   *Points          // of a written interpretation; nil of anything else
}

// Musts is how many findings block submission.
func (c *Checked) Musts() int { return len(screen.Blocking(c.Findings)) }

// Check looks through a form as it stands, stored or not, with the rules that
// submission has and with advice on the wording. It stores nothing. id is the
// document that the form is of, 0 for a new one; one that by may not read is 0.
func (s *Service) Check(ctx context.Context, id uint64, f Form, by identity.Actor) (*Checked, error) {
	if err := mayWrite(by); err != nil {
		return nil, err
	}
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	r := &Revision{Title: line(f.Title), Source: line(f.Source)}
	if _, err := s.review.Track(ctx, Ref(id), by); err == nil {
		r.DocumentID = id
	} else if fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	if len(f.Body) <= maxCopy {
		r.Body = string(markup.Clean(f.Body))
	}
	if col := tree.ByPath(f.Column); col != nil {
		r.ColumnID = col.ID
	}
	c := &Checked{Blocks: markup.Blocks(markup.HTML(r.Body))}
	missing, err := s.missing(ctx, r)
	if err != nil {
		return nil, err
	}
	if len(r.Body) > maxBody {
		missing["body"] = "正文太长（超过 1 MB），请拆分或去掉粘贴带来的多余格式。"
	}
	for _, field := range slices.Sorted(maps.Keys(missing)) {
		c.Findings = append(c.Findings, screen.Finding{Rule: "missing", Level: screen.Must, Field: field, Message: missing[field]})
	}
	if col := tree.ByPath(f.Column); col != nil {
		found, points, err := s.advise(ctx, col, r, c.Blocks, f.Said, by)
		if err != nil {
			return nil, err
		}
		c.Findings, c.Points = append(c.Findings, found...), points
	}
	c.Findings = append(c.Findings, screen.Scan(r.parts(c.Blocks))...)
	c.Findings = append(c.Findings, screen.Wording(r.Title, markup.HTML(r.Body), c.Blocks)...)
	slices.SortStableFunc(c.Findings, func(a, b screen.Finding) int { return weight(a) - weight(b) })
	return c, nil
}

func weight(f screen.Finding) int {
	if f.Level == screen.Must {
		return 0
	}
	return 1
}

// parts are the words of a revision that are looked through; blocks are those
// of its body.
func (r *Revision) parts(blocks []markup.Block) []screen.Part {
	head := append([]screen.Part{{Field: "title", Text: r.Title}, {Field: "source", Text: r.Source}}, r.FactParts()...)
	return append(append(head, screen.Parts(blocks)...), r.rollParts()...)
}

// barred says in one sentence what in a revision may not become public, or "".
func (r *Revision) barred() (field, why string) {
	found := screen.Blocking(screen.Scan(r.parts(markup.Blocks(markup.HTML(r.Body)))))
	if len(found) == 0 {
		return "", ""
	}
	f := found[0]
	if f.Block > 0 {
		return f.Field, fmt.Sprintf("正文第 %d 段（%s）%s", f.Block, f.Quote, f.Message)
	}
	return f.Field, fmt.Sprintf("%s（%s）", f.Message, f.Quote)
}

// missing lists, by field, what a revision lacks to be submitted.
func (s *Service) missing(ctx context.Context, r *Revision) (map[string]string, error) {
	var c fault.Check
	c.If(r.Title == "", "title", "请填写标题。")
	c.If(r.Source == "", "source", "请填写来源。")
	c.If(markup.Empty(markup.HTML(r.Body)), "body", "请填写正文。")
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	col := tree.ByID(r.ColumnID)
	c.If(col == nil || !col.Writable(), "column", "请选择栏目。")
	why, err := s.rival(ctx, r)
	if err != nil {
		return nil, err
	}
	c.If(why != "", "column", "%s", why)
	described(&c, r)
	fields := fault.FieldsOf(c.Err())
	if fields == nil {
		fields = map[string]string{}
	}
	return fields, nil
}

// requirements says what a revision needs before it may be submitted.
func (s *Service) requirements(ctx context.Context, r *Revision) error {
	missing, err := s.missing(ctx, r)
	if err != nil {
		return err
	}
	var c fault.Check
	for field, text := range missing {
		c.Say(field, "%s", text)
	}
	if field, why := r.barred(); why != "" {
		c.Say(field, "%s", why)
	}
	return c.Err()
}

// MaxPaste is the longest text, in bytes, that is cleaned at once.
const MaxPaste = maxCopy

// Draft is a form as it would be stored, for a preview: of document id, which by
// must be allowed to edit, or of a new one when id is 0. Fields that submission
// asks for may be missing; a column that is none is fault.Invalid.
func (s *Service) Draft(ctx context.Context, id uint64, f Form, by identity.Actor) (*Revision, error) {
	r := &Revision{}
	if id == 0 {
		if err := mayWrite(by); err != nil {
			return nil, err
		}
	} else {
		v, err := s.Open(ctx, id, by)
		if err != nil {
			return nil, err
		}
		*r = v.Revision
	}
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	var c fault.Check
	col := tree.ByPath(f.Column)
	c.If(col == nil || !col.Writable(), "column", "选好栏目后才能预览。")
	c.If(len(f.Body) > maxCopy, "body", "正文太长，不能预览。")
	if err := c.Err(); err != nil {
		return nil, err
	}
	before := *r
	if err := s.tellFacts(ctx, &fault.Check{}, r, &before, f.Said, by); err != nil { // what cannot be read is said elsewhere
		return nil, err
	}
	r.ColumnID, r.Title, r.Source, r.Body = col.ID, line(f.Title), line(f.Source), string(markup.Clean(f.Body))
	if r.Title == "" {
		r.Title = "（还没有标题）"
	}
	return r, nil
}
