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

// Shortfall says what a revision lacks before level 2 may be signed, or "": the
// facts that its kind must have, and for a normative document its interpretation
// or the reason why there is none. It implements review.Owner.
func (s *Service) Shortfall(ctx context.Context, revision uint64) (string, error) {
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
	if taken != "" {
		why = append(why, taken)
	}
	return strings.Join(why, ""), nil
}

// interpretation reports whether a document has an interpretation that is public
// or on its way: named by the document, or naming it, and at least submitted.
func (s *Service) interpretation(ctx context.Context, id uint64, f *Facts) (bool, error) {
	public, err := s.explained(ctx, id)
	if err != nil || len(public) > 0 {
		return len(public) > 0, err
	}
	named := append(f.To(Interpreted), 0)
	var rows []struct {
		DocumentID uint64
		Facts      string
	}
	err = s.store.DB(ctx).Table("content_documents d").Joins("JOIN content_revisions r ON r.id = d.latest_id").
		Joins("JOIN review_tracks t ON t.kind = ? AND t.subject_id = d.id", Kind).
		Where("t.state IN ? AND (d.id IN ? OR r.facts LIKE ?)", underReview, named, fmt.Sprintf(`%%{"kind":"interprets","to":%d}%%`, id)).
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

// advise says what a machine can tell of a form's facts: what they lack, and for
// an interpretation which parts it has and whether it only repeats its document.
func (s *Service) advise(ctx context.Context, col *site.Column, r *Revision, blocks []markup.Block, said Said, by identity.Actor) (found []screen.Finding, err error) {
	var c fault.Check
	f, err := s.told(ctx, &c, Facts{}, said, 0, by)
	if err != nil {
		return nil, err
	}
	for field, text := range fault.FieldsOf(c.Err()) {
		found = append(found, screen.Finding{Rule: "fact", Level: screen.Must, Field: field, Message: text})
	}
	slices.SortFunc(found, func(a, b screen.Finding) int { return strings.Compare(a.Field, b.Field) })
	for _, l := range f.lacks(col.Holds, r.Title) {
		x := screen.Finding{Rule: "fact", Level: screen.Advice, Field: l.field, Message: l.text}
		if l.fix != "" {
			x.From, x.To = f.Number, l.fix
		}
		found = append(found, x)
	}
	if col.Holds == policy.Normative && f.Exemption == "" && len(f.To(Interpreted)) == 0 {
		found = append(found, screen.Finding{Rule: "fact", Level: screen.Advice, Field: "exemption", Message: "规范性文件须与解读一起送审，或者写明不解读的理由。"})
	}
	if col.Holds.Policy() && r.Title != "" && policy.GenreOf(r.Title) == "" {
		found = append(found, screen.Finding{Rule: "genre", Level: screen.Advice, Field: "title", Message: "标题一般以文种结尾，例如“……的通知”“……办法”。"})
	}
	if col.Holds != policy.Interpretation {
		return found, nil
	}
	more, err := s.adviseOn(ctx, &f, blocks)
	return append(found, more...), err
}

// adviseOn looks through an interpretation.
func (s *Service) adviseOn(ctx context.Context, f *Facts, blocks []markup.Block) (found []screen.Finding, err error) {
	var headings []string
	var text strings.Builder
	for _, b := range blocks {
		if strings.HasPrefix(b.Kind, "h") && len(b.Kind) == 2 {
			headings = append(headings, b.Text)
		}
		text.WriteString(b.Text)
	}
	if f.Explains == "" || f.Explains == policy.Text {
		if missing := policy.Missing(headings); len(missing) > 0 {
			found = append(found, screen.Finding{Rule: "headings", Level: screen.Advice, Field: "body",
				Message: fmt.Sprintf("解读的小标题还没有说到：%s（已有 %d 项，共 %d 项）。", strings.Join(missing, "、"), len(policy.Headings)-countMissing(headings), len(policy.Headings))})
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

func countMissing(headings []string) (n int) {
	for _, has := range policy.Complete(headings) {
		if !has {
			n++
		}
	}
	return n
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
