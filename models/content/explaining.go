package content

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/markup"
	"gongkai/models/policy"
	"gongkai/models/review"
	"gongkai/models/screen"
	"gongkai/models/site"
)

// Shortfall says what a revision lacks before a level may be signed, or "". Level 2
// asks for the facts that its kind must have, and for a normative document for its
// interpretation or the reason why there is none; level 3, after which a text is
// public, for what it explains to be public before it. It implements review.Owner.
func (s *Service) Shortfall(ctx context.Context, revision uint64, level review.State) (string, error) {
	r, err := s.revision(ctx, revision)
	if err != nil {
		return "", err
	}
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return "", err
	}
	col := tree.ByID(r.ColumnID)
	if col == nil {
		return "", nil
	}
	f := r.Said()
	if level == review.Confidentiality {
		return s.premature(ctx, col, r, &f)
	}
	var why []string
	for _, l := range f.lacks(col.Holds, r.Title) {
		if l.must {
			why = append(why, l.text)
		}
	}
	if col.Holds == policy.Normative && f.Exemption == "" {
		there, err := s.interpretation(ctx, r.DocumentID, &f)
		if err != nil {
			return "", err
		}
		if !there {
			why = append(why, "规范性文件须与解读一起送审：请先写好解读稿，在解读稿里填写“解读的文件”并提交审核；确实不需要解读的，在本稿写明“不解读的理由”。")
		}
	}
	taken, err := s.numberTaken(ctx, col, &f, r.DocumentID)
	if err != nil {
		return "", err
	}
	origin, err := s.barredOrigin(ctx, f.OriginAt) // the list may have become shorter
	if err != nil {
		return "", err
	}
	for _, more := range []string{taken, origin} {
		if more != "" {
			why = append(why, more)
		}
	}
	return strings.Join(why, ""), nil
}

// premature says why a text would be public too early, or "": what it explains is
// not public yet, or another document has become public with its number.
func (s *Service) premature(ctx context.Context, col *site.Column, r *Revision, f *Facts) (string, error) {
	named := f.To(Interprets)
	public, err := s.AmongLive(ctx, named)
	if err != nil {
		return "", err
	}
	for _, id := range named {
		if !slices.Contains(public, id) {
			return fmt.Sprintf("解读的文件（稿件 %d）还没有公开，请先办完那份文件的审核，或者退回解读。", id), nil
		}
	}
	return s.numberTaken(ctx, col, f, r.DocumentID)
}

// interpretation reports whether a document has an interpretation that is public
// or on its way: named by the document, or naming it, and at least submitted.
func (s *Service) interpretation(ctx context.Context, id uint64, f *Facts) (bool, error) {
	public, err := s.explained(ctx, id)
	if err != nil || len(public) > 0 {
		return len(public) > 0, err
	}
	responses, err := s.responses(ctx)
	if err != nil {
		return false, err
	}
	named := append(f.To(Interpreted), 0)
	var rows []struct {
		DocumentID uint64
		Facts      string
	}
	err = s.store.DB(ctx).Table("content_documents d").Joins("JOIN content_revisions r ON r.id = d.latest_id").
		Joins("JOIN review_tracks t ON t.kind = ? AND t.subject_id = d.id", Kind).
		Where("t.state IN ? AND r.column_id NOT IN ? AND (d.id IN ? OR r.facts LIKE ?)", underReview, responses, named, fmt.Sprintf(`%%{"kind":"interprets","to":%d}%%`, id)).
		Select("d.id AS document_id, r.facts").Find(&rows).Error
	if err != nil {
		return false, fmt.Errorf("content: interpretation of %d: %w", id, err)
	}
	return len(rows) > 0, nil
}

// underReview are the states of what has been submitted.
var underReview = []review.State{review.Section, review.Confidentiality, review.Approved, review.Published}

// numberTaken says in a sentence that another public document has the same
// document number, or "".
func (s *Service) numberTaken(ctx context.Context, col *site.Column, f *Facts, self uint64) (string, error) {
	if !col.Holds.Own() || f.Number == "" {
		return "", nil
	}
	var titles []string
	err := s.store.DB(ctx).Table("content_policies p").Joins("JOIN content_live l ON l.document_id = p.document_id").
		Where("p.number = ? AND p.document_id <> ? AND NOT p.gone AND p.holds IN ?", f.Number, self, []policy.Holding{policy.Normative, policy.Document}).Limit(1).Pluck("l.title", &titles).Error
	if err != nil || len(titles) == 0 {
		return "", err
	}
	return fmt.Sprintf("发文字号“%s”已经用于《%s》，请核对。", f.Number, titles[0]), nil
}

// advise says what a machine can tell of a form's facts: what cannot be read in
// them, and what Advice says. r.DocumentID is 0 for a new document.
func (s *Service) advise(ctx context.Context, col *site.Column, r *Revision, blocks []markup.Block, said Said, by identity.Actor) (found []screen.Finding, points *Points, err error) {
	var c fault.Check
	f, err := s.told(ctx, &c, Facts{}, said, r.DocumentID, by)
	if err != nil {
		return nil, nil, err
	}
	for field, text := range fault.FieldsOf(c.Err()) {
		found = append(found, screen.Finding{Rule: "fact", Level: screen.Must, Field: field, Message: text})
	}
	slices.SortFunc(found, func(a, b screen.Finding) int { return strings.Compare(a.Field, b.Field) })
	more, points, err := s.adviseFacts(ctx, col, r, blocks, &f)
	return append(found, more...), points, err
}

// Advice says what a machine can tell of a stored revision's facts to those who
// review it: what they lack, and of an interpretation which parts it has (nil of
// anything else) and whether it only repeats its document.
func (s *Service) Advice(ctx context.Context, r *Revision) ([]screen.Finding, *Points, error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, nil, err
	}
	col := tree.ByID(r.ColumnID)
	if col == nil {
		return nil, nil, nil
	}
	f := r.Said()
	return s.adviseFacts(ctx, col, r, markup.Blocks(markup.HTML(r.Body)), &f)
}

// adviseFacts is what facts lack in a column, and what a text lacks beside them.
func (s *Service) adviseFacts(ctx context.Context, col *site.Column, r *Revision, blocks []markup.Block, f *Facts) (found []screen.Finding, points *Points, err error) {
	for _, l := range f.lacks(col.Holds, r.Title) {
		x := screen.Finding{Rule: "fact", Level: screen.Advice, Field: l.field, Message: l.text}
		if l.fix != "" {
			x.From, x.To = f.Number, l.fix
		}
		found = append(found, x)
	}
	if col.Holds == policy.Normative && f.Exemption == "" {
		there := len(f.To(Interpreted)) > 0
		if !there && r.DocumentID != 0 {
			if there, err = s.interpretation(ctx, r.DocumentID, f); err != nil {
				return nil, nil, err
			}
		}
		if !there {
			found = append(found, screen.Finding{Rule: "fact", Level: screen.Advice, Field: "exemption", Message: "规范性文件须与解读一起送审，或者写明不解读的理由。"})
		}
	}
	if col.Holds.Policy() && r.Title != "" && policy.GenreOf(r.Title) == "" {
		found = append(found, screen.Finding{Rule: "genre", Level: screen.Advice, Field: "title", Message: "标题一般以文种结尾，例如“……的通知”“……办法”。"})
	}
	if col.Holds != policy.Interpretation {
		return found, nil, nil
	}
	if f.Explains == "" || f.Explains == policy.Text {
		points = pointsOf(blocks)
	}
	if points != nil && len(points.Must) > 0 {
		found = append(found, screen.Finding{Rule: "headings", Level: screen.Advice, Field: "body", Message: "解读的小标题还没有说到：" + strings.Join(points.Must, "、") + "。"})
	}
	more, err := s.copiedFrom(ctx, f, blocks)
	return append(found, more...), points, err
}

// Points says which of the parts that a written interpretation should have its
// headings name (解读要点).
type Points struct {
	Have, All int
	Missing   []string // names of the parts that are not there
	Must      []string // those of them without which it is incomplete
}

func heading(b markup.Block) bool { return len(b.Kind) == 2 && b.Kind[0] == 'h' && b.Kind != "hr" }

func pointsOf(blocks []markup.Block) *Points {
	var headings []string
	for _, b := range blocks {
		if heading(b) {
			headings = append(headings, b.Text)
		}
	}
	p := &Points{All: len(policy.Headings), Must: policy.Missing(headings)}
	for i, has := range policy.Complete(headings) {
		if has {
			p.Have++
		} else {
			p.Missing = append(p.Missing, policy.Headings[i].Name)
		}
	}
	return p
}

// copiedFrom looks whether an interpretation only repeats what it explains.
func (s *Service) copiedFrom(ctx context.Context, f *Facts, blocks []markup.Block) (found []screen.Finding, err error) {
	var text strings.Builder
	for _, b := range blocks {
		if !heading(b) {
			text.WriteString(b.Text)
		}
	}
	for _, id := range f.To(Interprets) {
		p, err := s.originalText(ctx, id)
		if err != nil {
			return nil, err
		}
		if share := policy.Copied(text.String(), p); share > policy.CopiedLimit {
			found = append(found, screen.Finding{Rule: "copied", Level: screen.Advice, Field: "body",
				Message: fmt.Sprintf("解读有 %.0f%% 的文字与文件原文相同，请用读者听得懂的话来写，不要只摘抄原文。", share*100)})
		}
	}
	return found, nil
}

// originalText is the plain text of the latest revision of a document.
func (s *Service) originalText(ctx context.Context, id uint64) (string, error) {
	_, r, err := s.latest(ctx, id)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return markup.Text(markup.HTML(r.Body)), nil
}
