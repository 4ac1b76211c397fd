package review

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"gongkai/models/identity"
)

// News is something that somebody else did with what a person wrote, edited or
// signed: a step of its way, or a remark on it. It is read from the history
// itself, under the rights of this moment: who may not read a document any more
// gets no news of it either.
type News struct {
	Mark      Mark `gorm:"-"` // of this piece alone: one of the two is 0
	SubjectID uint64
	At        time.Time
	ActorID   uint64 // 0 is the system
	Act       Action // "" of a remark
	Was       State
	Note      string // reason of a step, words of a remark
	Answer    bool   // a remark that answers another one
	Mine      bool   // the person is the author
	Unread    bool
}

// Mark is how far a person has read: the last step and the last remark.
type Mark struct{ Step, Comment uint64 }

// String is the mark as forms carry it, "12.5".
func (m Mark) String() string { return fmt.Sprintf("%d.%d", m.Step, m.Comment) }

// ParseMark reads what String wrote; anything else is the zero Mark, which
// marks nothing as read.
func ParseMark(v string) (m Mark) {
	step, comment, _ := strings.Cut(v, ".")
	m.Step, _ = strconv.ParseUint(step, 10, 63)
	m.Comment, _ = strconv.ParseUint(comment, 10, 63)
	return m
}

// Latest is the mark behind all of a list.
func Latest(list []News) (m Mark) {
	for _, n := range list {
		m.Step, m.Comment = max(m.Step, n.Mark.Step), max(m.Comment, n.Mark.Comment)
	}
	return m
}

// read is how far a person has read the news.
type read struct {
	PersonID  uint64 `gorm:"primaryKey;autoIncrement:false"`
	StepID    uint64
	CommentID uint64
}

// TableName implements gorm's Tabler.
func (read) TableName() string { return "review_news" }

// newsAge is how long something is news.
const newsAge = 60 * 24 * time.Hour

// maxUnread is as far as unread news are counted.
const maxUnread = 100

// newsworthy are the moves that others hear of. Who saves or submits knows it.
var newsworthy = []Action{Edit, Approve, Return, SendBack, Recall, Publish, Hold, Issue, Decline, Correct, Withdraw, Confirm, Refuse}

// News lists what concerns a person, newest first, at most n.
func (s *Service) News(ctx context.Context, kind string, by identity.Actor, n int) ([]News, error) {
	seen, err := s.seen(ctx, by)
	if err != nil {
		return nil, err
	}
	type row struct {
		News
		StepID, CommentID uint64
	}
	var rows, remarks []row
	err = s.moved(ctx, kind, by).Order("s.id DESC").Limit(n).
		Select("s.id AS step_id, review_tracks.subject_id, s.at, s.actor_id, s.act, s.was, s.note, review_tracks.author_id = ? AS mine", by.ID).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("review: news: %w", err)
	}
	err = s.remarked(ctx, kind, by).Order("m.id DESC").Limit(n).
		Select("m.id AS comment_id, review_tracks.subject_id, m.at, m.author_id AS actor_id, m.text AS note, m.parent_id IS NOT NULL AS answer, review_tracks.author_id = ? AS mine", by.ID).Scan(&remarks).Error
	if err != nil {
		return nil, fmt.Errorf("review: news of remarks: %w", err)
	}
	var list []News
	for _, r := range append(rows, remarks...) {
		r.Mark = Mark{r.StepID, r.CommentID}
		r.Unread = r.StepID > seen.Step || r.CommentID > seen.Comment
		list = append(list, r.News)
	}
	slices.SortStableFunc(list, func(x, y News) int { return y.At.Compare(x.At) })
	return list[:min(n, len(list))], nil
}

// Unread counts the news a person has not read, at most 100.
func (s *Service) Unread(ctx context.Context, kind string, by identity.Actor) (n int64, err error) {
	seen, err := s.seen(ctx, by)
	if err != nil {
		return 0, err
	}
	var steps, remarks []uint64
	err = s.moved(ctx, kind, by).Where("s.id > ?", seen.Step).Limit(maxUnread).Pluck("s.id", &steps).Error
	if err == nil {
		err = s.remarked(ctx, kind, by).Where("m.id > ?", seen.Comment).Limit(maxUnread).Pluck("m.id", &remarks).Error
	}
	if err != nil {
		return 0, fmt.Errorf("review: unread: %w", err)
	}
	return int64(min(maxUnread, len(steps)+len(remarks))), nil
}

// ReadNews marks everything up to a mark as read. Nobody else's reading changes,
// and what was read stays read: a page that was open for long takes nothing back.
func (s *Service) ReadNews(ctx context.Context, to Mark, by identity.Actor) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		seen, err := s.seen(ctx, by)
		if err != nil || to.Step <= seen.Step && to.Comment <= seen.Comment {
			return err
		}
		row := read{PersonID: by.ID, StepID: max(to.Step, seen.Step), CommentID: max(to.Comment, seen.Comment)}
		return s.store.DB(ctx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "person_id"}}, DoUpdates: clause.AssignmentColumns([]string{"step_id", "comment_id"})}).
			Create(&row).Error
	})
}

func (s *Service) seen(ctx context.Context, by identity.Actor) (Mark, error) {
	var rs []read
	if err := s.store.DB(ctx).Where("person_id = ?", by.ID).Limit(1).Find(&rs).Error; err != nil || len(rs) == 0 {
		return Mark{}, err
	}
	return Mark{rs[0].StepID, rs[0].CommentID}, nil
}

// concerns is whose news a track is: its author's and those who signed it.
const concerns = `review_tracks.author_id = ? OR EXISTS (SELECT 1 FROM review_hands h JOIN review_cases c ON c.id = h.case_id WHERE c.track_id = review_tracks.id AND h.person_id = ?)`

// moved are the steps that others made lately with what by wrote, edited or has
// signed, in what by may read today.
func (s *Service) moved(ctx context.Context, kind string, by identity.Actor) *gorm.DB {
	q := visible(s.store.DB(ctx).Table("review_steps s").Joins("JOIN review_tracks ON review_tracks.id = s.track_id"), by)
	return q.Where("review_tracks.kind = ? AND s.at >= ? AND s.actor_id <> ? AND s.act IN ?", kind, s.store.Now(ctx).Add(-newsAge), by.ID, newsworthy).
		Where("("+concerns+")", by.ID, by.ID)
}

// remarked are the remarks that others made lately on what concerns by, or in a
// thread that by takes part in, in what by may read today.
func (s *Service) remarked(ctx context.Context, kind string, by identity.Actor) *gorm.DB {
	q := visible(s.store.DB(ctx).Table("review_comments m").Joins("JOIN review_tracks ON review_tracks.id = m.track_id"), by)
	return q.Where("review_tracks.kind = ? AND m.at >= ? AND m.author_id <> ?", kind, s.store.Now(ctx).Add(-newsAge), by.ID).
		Where("("+concerns+` OR EXISTS (SELECT 1 FROM review_comments o WHERE o.track_id = m.track_id AND o.author_id = ?
			AND COALESCE(o.parent_id, o.id) = COALESCE(m.parent_id, m.id)))`, by.ID, by.ID, by.ID)
}
