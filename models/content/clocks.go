package content

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/identity"
	"gongkai/models/policy"
)

// The clocks of official documents.
const (
	ExplainDays = 3   // working days after publication in which the interpretation follows (国办发〔2017〕42号)
	ExpirySoon  = 90  // days before its last one on which a document is first spoken of
	ExpiryNear  = 30  // days before its last one on which it is urgent
	explainYear = 365 // days after which a document without interpretation is no news any more; the library's filter finds it
	clocksMost  = 200 // of each kind; beyond that nobody reads a list
)

// Clock is a term that runs for a public document.
type Clock struct {
	DocumentID uint64
	Title      string
	ColumnID   uint64
	Own        bool      // written by who asks
	Due        time.Time // last day of the term: its first instant in China Standard Time
	Late       bool      // the term is over
	Near       bool      // a document that expires within ExpiryNear days
}

// Clocks are the terms that a person must know of, the first to end first.
type Clocks struct {
	Explain []Clock // public documents whose interpretation is due (解读时限)
	Expire  []Clock // documents that soon expire (有效期)
}

// clockRow is what the terms of one public document follow from.
type clockRow struct {
	DocumentID  uint64
	ColumnID    uint64
	Title       string
	PublishedAt time.Time
	ExpiresOn   string
	AuthorID    uint64
	SectionID   uint64
	Facts       string
}

// Clocks finds the terms that concern by: an author's own documents that need an
// interpretation, those of a section for its head, all for the publisher; what
// expires, for the whole section and the publisher. What by may not read is not
// among them. A document that nobody explained within a year is left out.
func (s *Service) Clocks(ctx context.Context, by identity.Actor) (c Clocks, err error) {
	now := s.store.Now(ctx)
	days, err := s.site.Calendar(ctx)
	if err != nil {
		return c, err
	}
	rows, err := s.clockRows(ctx, by, "p.holds IN ? AND NOT p.interpreted AND p.published_at > ?",
		[]policy.Holding{policy.Normative, policy.Document}, now.AddDate(0, 0, -explainYear))
	if err != nil {
		return c, err
	}
	for _, r := range rows {
		f, err := readFacts(r.Facts)
		if err != nil || f.Exemption != "" || !r.concerns(by, r.AuthorID == by.ID) {
			continue
		}
		due := days.Due(r.PublishedAt, ExplainDays)
		c.Explain = append(c.Explain, Clock{DocumentID: r.DocumentID, Title: r.Title, ColumnID: r.ColumnID, Own: r.AuthorID == by.ID, Due: due, Late: !now.Before(due.AddDate(0, 0, 1))})
	}
	today := calendar.Day(now)
	rows, err = s.clockRows(ctx, by, "p.expires_on >= ? AND p.expires_on <= ?", today, calendar.Day(now.AddDate(0, 0, ExpirySoon)))
	if err != nil {
		return c, err
	}
	near := calendar.Day(now.AddDate(0, 0, ExpiryNear))
	for _, r := range rows {
		due, err := calendar.ParseDay(r.ExpiresOn)
		if err != nil || !r.concerns(by, r.SectionID == by.SectionID) {
			continue
		}
		c.Expire = append(c.Expire, Clock{DocumentID: r.DocumentID, Title: r.Title, ColumnID: r.ColumnID, Own: r.AuthorID == by.ID, Due: due, Near: r.ExpiresOn <= near})
	}
	for _, list := range [][]Clock{c.Explain, c.Expire} {
		slices.SortStableFunc(list, func(a, b Clock) int { return a.Due.Compare(b.Due) })
	}
	return c, nil
}

// concerns reports whether a document is by's to look after: mine says so for an
// author.
func (r *clockRow) concerns(by identity.Actor, mine bool) bool {
	heads, _ := by.Heads(r.SectionID)
	return by.Has(identity.Publisher) || heads || by.Has(identity.Author) && mine
}

// clockRows are the documents of the library that hold, that by may read, and
// that a condition on them (p) picks; the oldest first.
func (s *Service) clockRows(ctx context.Context, by identity.Actor, where string, args ...any) (rows []clockRow, err error) {
	err = s.store.DB(ctx).Table("content_policies p").Joins("JOIN content_live l ON l.document_id = p.document_id").
		Joins("JOIN content_revisions r ON r.id = l.revision_id").Joins("JOIN review_tracks t ON t.kind = ? AND t.subject_id = p.document_id", Kind).
		Where("NOT p.gone AND l.standing IN ?", []Standing{Holds, Amended}).Where("p.document_id IN (?)", s.review.Subjects(ctx, Kind, by)).Where(where, args...).
		Select("p.document_id, l.column_id, l.title, l.published_at, p.expires_on, t.author_id, t.section_id, r.facts").
		Order("l.published_at DESC, p.document_id DESC").Limit(clocksMost).Find(&rows).Error
	if err != nil {
		err = fmt.Errorf("content: clocks: %w", err)
	}
	return rows, err
}
