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
// document that another one repeals is over from the day on which that takes effect,
// whether or not the day has come; one that says itself that it does not hold any
// more, from the day on which it began to say so.
func (s *Service) Kept(ctx context.Context) ([]Kept, error) {
	var rows []struct {
		DocumentID, SectionID              uint64
		Title, Number, FormedOn, ExpiresOn string
		Standing                           Standing
		StandingBy                         *uint64
		PublishedAt, RevisedAt             time.Time
	}
	err := s.store.DB(ctx).Table("content_policies p").Joins("JOIN content_live l ON l.document_id = p.document_id").
		Where("p.holds = ? AND p.gone = ?", policy.Normative, false).Order("p.document_id").
		Select("p.document_id, p.section_id, l.title, p.number, p.formed_on, p.expires_on, l.standing, l.standing_by, l.published_at, l.revised_at").
		Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("content: normative documents: %w", err)
	}
	over, err := s.repeals(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Kept, 0, len(rows))
	for _, r := range rows {
		x := Kept{DocumentID: r.DocumentID, SectionID: r.SectionID, Title: r.Title, Number: r.Number, FormedOn: r.FormedOn, PublishedOn: calendar.Day(r.PublishedAt), ExpiresOn: r.ExpiresOn, OverOn: over[r.DocumentID]}
		said := r.Standing.Over() && r.StandingBy == nil && (r.Standing != Expired || r.ExpiresOn == "")
		if x.OverOn == "" && said {
			x.OverOn = calendar.Day(r.RevisedAt)
		}
		list = append(list, x)
	}
	return list, nil
}

// repeals are the days on which documents are repealed by others, the earliest of
// each.
func (s *Service) repeals(ctx context.Context) (map[uint64]string, error) {
	var rows []struct {
		TargetID    uint64
		FromDay     string
		PublishedAt *time.Time
	}
	err := s.store.DB(ctx).Table("content_links k").Joins("JOIN content_documents d ON d.id = k.document_id").
		Where("k.kind = ?", Repeals).Select("k.target_id, k.from_day, d.published_at").Find(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("content: repeals: %w", err)
	}
	over := map[uint64]string{}
	for _, r := range rows {
		day := r.FromDay
		if day == "" && r.PublishedAt != nil {
			day = calendar.Day(*r.PublishedAt)
		}
		if was := over[r.TargetID]; was == "" || day < was {
			over[r.TargetID] = day
		}
	}
	return over, nil
}
