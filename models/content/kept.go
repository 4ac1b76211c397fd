package content

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/policy"
)

// Kept is a normative document (行政规范性文件) that is public, as registers count
// it. Days are "2006-01-02" in China Standard Time, "" is none.
type Kept struct {
	DocumentID  uint64
	SectionID   uint64
	Title       string
	Number      string // 发文字号
	FormedOn    string // 成文日期, "" when it does not say
	PublishedOn string // first publication
	OverOn      string // repealed or replaced since
	ExpiresOn   string // last day on which it holds, as it says
}

// Kept lists the normative documents that the public can read, oldest first. A
// document that was repealed by another stands with the day on which that took
// effect; one that says itself that it does not hold any more, with the day on
// which it began to say so.
func (s *Service) Kept(ctx context.Context) ([]Kept, error) {
	var rows []struct {
		DocumentID, SectionID              uint64
		Title, Number, FormedOn, ExpiresOn string
		Standing                           Standing
		StandingBy                         *uint64
		PublishedAt, RevisedAt             time.Time
		FromDay                            *string
		ByAt                               *time.Time
	}
	err := s.store.DB(ctx).Table("content_policies p").Joins("JOIN content_live l ON l.document_id = p.document_id").
		Joins("LEFT JOIN content_links k ON k.document_id = l.standing_by AND k.target_id = l.document_id AND k.kind = ?", Repeals).
		Joins("LEFT JOIN content_documents d ON d.id = l.standing_by").
		Where("p.holds = ? AND p.gone = ?", policy.Normative, false).Order("p.document_id").
		Select("p.document_id, p.section_id, l.title, p.number, p.formed_on, p.expires_on, l.standing, l.standing_by, l.published_at, l.revised_at, k.from_day, d.published_at AS by_at").
		Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("content: normative documents: %w", err)
	}
	list := make([]Kept, 0, len(rows))
	for _, r := range rows {
		x := Kept{DocumentID: r.DocumentID, SectionID: r.SectionID, Title: r.Title, Number: r.Number, FormedOn: r.FormedOn, PublishedOn: calendar.Day(r.PublishedAt), ExpiresOn: r.ExpiresOn}
		switch {
		case !r.Standing.Over():
		case r.StandingBy != nil && r.FromDay != nil && *r.FromDay != "":
			x.OverOn = *r.FromDay
		case r.StandingBy != nil && r.ByAt != nil:
			x.OverOn = calendar.Day(*r.ByAt)
		case r.Standing != Expired || r.ExpiresOn == "":
			x.OverOn = calendar.Day(r.RevisedAt)
		}
		list = append(list, x)
	}
	return list, nil
}
