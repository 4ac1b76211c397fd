package content

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"

	"gongkai/models/fault"
)

// Page is a public document. Everything here reads content_live first; nothing
// else reads for the public.
type Page struct {
	DocumentID  uint64
	RevisionID  uint64
	CaseID      uint64 // the case whose three signatures made it public
	ColumnID    uint64
	Title       string
	Body        string
	Source      string
	ReportYear  *int
	Figures     string
	Sum         string
	Standing    Standing
	StandingBy  *uint64 // the public document that makes it so, nil when the text says so itself
	Successor   string  // a Pointer
	Facts       string  // canonical JSON; see Facts of the page
	Roll        string
	IndexText   string // 索引号, "" when it has none
	PublishedAt time.Time
	RevisedAt   time.Time
	Attachments []Attachment `gorm:"-"`
}

// Item is a public document in a list.
type Item struct {
	DocumentID  uint64
	ColumnID    uint64
	Title       string
	ReportYear  *int
	PublishedAt time.Time
	RevisedAt   time.Time
	Standing    Standing
}

// Item is the page as a list shows it.
func (p *Page) Item() Item {
	return Item{DocumentID: p.DocumentID, ColumnID: p.ColumnID, Title: p.Title, ReportYear: p.ReportYear, PublishedAt: p.PublishedAt, RevisedAt: p.RevisedAt, Standing: p.Standing}
}

// Gone is the fault of a withdrawn document's address. Reason is one of
// Reasons.
type Gone struct {
	Reason      string
	At          time.Time
	Replacement string // a Pointer
}

// Error says that the document was withdrawn.
func (g *Gone) Error() string { return "content: withdrawn: " + g.Reason }

// Live returns a public document. NotFound when it never was public, Gone with
// a *Gone as its cause when it was withdrawn.
func (s *Service) Live(ctx context.Context, id uint64) (*Page, error) {
	var ps []Page
	err := s.store.DB(ctx).Table("content_live l").Joins("JOIN content_revisions r ON r.id = l.revision_id").
		Joins("LEFT JOIN content_indexes x ON x.document_id = l.document_id").
		Select("l.standing_by, r.facts, r.roll, COALESCE(x.text, '') AS index_text, l.document_id, l.revision_id, l.case_id, l.column_id, l.published_at, l.revised_at, l.report_year, r.title, r.body, r.source, r.figures, r.sum, l.standing, r.successor").
		Where("l.document_id = ?", id).Limit(1).Find(&ps).Error
	if err != nil {
		return nil, fmt.Errorf("content: live %d: %w", id, err)
	}
	if len(ps) == 0 {
		return nil, s.absent(ctx, id)
	}
	Show(ctx, ps[0].Item())
	r := Revision{ID: ps[0].RevisionID}
	err = s.load(ctx, &r)
	ps[0].Attachments = r.Attachments
	return &ps[0], err
}

// absent tells a withdrawn document from one that never was public.
func (s *Service) absent(ctx context.Context, id uint64) error {
	var ds []Document
	err := s.store.DB(ctx).Where("id = ? AND withdrawn_at IS NOT NULL", id).Limit(1).Find(&ds).Error
	if err != nil {
		return fmt.Errorf("content: document %d: %w", id, err)
	}
	if len(ds) == 0 {
		return fault.New(fault.NotFound, "没有这个页面。")
	}
	return fault.Wrap(fault.Gone, &Gone{Reason: ds[0].WithdrawnReason, At: *ds[0].WithdrawnAt, Replacement: ds[0].Replacement}, "该信息已撤下。")
}

func (s *Service) items(ctx context.Context) *gorm.DB {
	return s.store.DB(ctx).Model(&live{}).Select("document_id", "column_id", "title", "report_year", "published_at", "revised_at", "standing")
}

// Beside returns the documents before and after p in its column; nil at the
// ends. The first condition alone bounds the index: with OR alone the database
// would read the column from its end.
func (s *Service) Beside(ctx context.Context, p *Page) (older, newer *Item, err error) {
	one := func(cond, order string) (*Item, error) {
		var items []Item
		err := s.items(ctx).Where("column_id = ?", p.ColumnID).Where(cond, p.PublishedAt, p.PublishedAt, p.DocumentID).
			Order(order).Limit(1).Find(&items).Error
		if err != nil || len(items) == 0 {
			return nil, err
		}
		Show(ctx, items...)
		return &items[0], nil
	}
	older, err = one("published_at <= ? AND (published_at < ? OR document_id < ?)", "published_at DESC, document_id DESC")
	if err != nil {
		return nil, nil, err
	}
	newer, err = one("published_at >= ? AND (published_at > ? OR document_id > ?)", "published_at, document_id")
	return older, newer, err
}

// Years lists the annual reports of a column, newest year first.
func (s *Service) Years(ctx context.Context, column uint64) (items []Item, err error) {
	err = s.items(ctx).Where("column_id = ?", column).Order("report_year DESC, published_at DESC").Limit(100).Find(&items).Error
	Show(ctx, items...)
	return items, err
}

// ReportOf returns the id of the public report of a year. For a year whose
// report was withdrawn it returns the Gone fault, else NotFound.
func (s *Service) ReportOf(ctx context.Context, column uint64, year int) (uint64, error) {
	var ids []uint64
	err := s.store.DB(ctx).Model(&live{}).Where("column_id = ? AND report_year = ?", column, year).Pluck("document_id", &ids).Error
	if err != nil {
		return 0, err
	}
	if len(ids) > 0 {
		return ids[0], nil
	}
	id, err := s.ofYear(ctx, column, year)
	if err != nil {
		return 0, err
	}
	return 0, s.absent(ctx, id)
}

// Note is one public line of a document's revision log.
type Note struct {
	At         time.Time
	Note       string
	ChangeKind string   // Correction or Superseded
	Standing   Standing // since then
}

// Notes lists the public revision log of a live document, newest first.
func (s *Service) Notes(ctx context.Context, document uint64) (ns []Note, err error) {
	err = s.store.DB(ctx).Table("content_notes n").Joins("JOIN content_revisions r ON r.id = n.revision_id").Select("n.at, n.note, r.change_kind, r.standing").
		Where("n.document_id = ? AND n.document_id IN (SELECT document_id FROM content_live)", document).Order("n.at DESC, n.id DESC").Find(&ns).Error
	return ns, err
}
