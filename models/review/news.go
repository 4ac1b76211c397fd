package review

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"gongkai/models/identity"
)

// News is something that somebody else did with what a person wrote, edited or
// signed. It is read from the history itself, under the rights of this moment:
// who may not read a document any more gets no news of it either.
type News struct {
	StepID    uint64
	SubjectID uint64
	At        time.Time
	ActorID   uint64 // 0 is the system
	Act       Action
	Was       State
	Note      string
	Mine      bool // the person is the author
	Unread    bool
}

// read is how far a person has read the news.
type read struct {
	PersonID uint64 `gorm:"primaryKey;autoIncrement:false"`
	StepID   uint64
}

// TableName implements gorm's Tabler.
func (read) TableName() string { return "review_news" }

// newsAge is how long something is news.
const newsAge = 60 * 24 * time.Hour

// newsworthy are the moves that others hear of. Who saves or submits knows it.
var newsworthy = []Action{Edit, Approve, Return, SendBack, Recall, Publish, Hold, Issue, Decline, Correct, Withdraw, Confirm, Refuse}

// News lists what concerns a person, newest first, at most n.
func (s *Service) News(ctx context.Context, kind string, by identity.Actor, n int) (list []News, err error) {
	seen, err := s.seen(ctx, by)
	if err != nil {
		return nil, err
	}
	err = s.news(ctx, kind, by).Order("s.id DESC").Limit(n).
		Select("s.id AS step_id, review_tracks.subject_id, s.at, s.actor_id, s.act, s.was, s.note, review_tracks.author_id = ? AS mine, s.id > ? AS unread", by.ID, seen).Scan(&list).Error
	if err != nil {
		return nil, fmt.Errorf("review: news: %w", err)
	}
	return list, nil
}

// Unread counts the news a person has not read, at most 100.
func (s *Service) Unread(ctx context.Context, kind string, by identity.Actor) (n int64, err error) {
	seen, err := s.seen(ctx, by)
	if err != nil {
		return 0, err
	}
	var ids []uint64
	err = s.news(ctx, kind, by).Where("s.id > ?", seen).Limit(100).Pluck("s.id", &ids).Error
	if err != nil {
		return 0, fmt.Errorf("review: unread: %w", err)
	}
	return int64(len(ids)), nil
}

// ReadNews marks everything up to a step as read. Nobody else's reading changes.
func (s *Service) ReadNews(ctx context.Context, step uint64, by identity.Actor) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		seen, err := s.seen(ctx, by)
		if err != nil || step <= seen {
			return err
		}
		return s.store.DB(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "person_id"}}, DoUpdates: clause.AssignmentColumns([]string{"step_id"})}).
			Create(&read{PersonID: by.ID, StepID: step}).Error
	})
}

func (s *Service) seen(ctx context.Context, by identity.Actor) (uint64, error) {
	var rs []read
	if err := s.store.DB(ctx).Where("person_id = ?", by.ID).Limit(1).Find(&rs).Error; err != nil || len(rs) == 0 {
		return 0, err
	}
	return rs[0].StepID, nil
}

// news are the steps that others made lately with what by wrote, edited or has
// signed, in what by may read today.
func (s *Service) news(ctx context.Context, kind string, by identity.Actor) *gorm.DB {
	q := visible(s.store.DB(ctx).Table("review_steps s").Joins("JOIN review_tracks ON review_tracks.id = s.track_id"), by)
	return q.Where("review_tracks.kind = ? AND s.at >= ? AND s.actor_id <> ? AND s.act IN ?", kind, s.store.Now(ctx).Add(-newsAge), by.ID, newsworthy).
		Where(`(review_tracks.author_id = ? OR EXISTS (SELECT 1 FROM review_hands h JOIN review_cases c ON c.id = h.case_id WHERE c.track_id = s.track_id AND h.person_id = ?))`, by.ID, by.ID)
}
