package content

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/store"
)

// index is the 索引号 of a document. It is given with the first publication, in
// its transaction: what is never published leaves no gap, and what was withdrawn
// keeps its number for ever.
type index struct {
	DocumentID uint64 `gorm:"primaryKey;autoIncrement:false"`
	Year       int
	Serial     int
	Text       string `gorm:"size:40"` // as it was given; a later change of the bureau's code does not alter it
	CreatedAt  time.Time
}

// TableName implements gorm's Tabler.
func (index) TableName() string { return "content_indexes" }

func (x *index) row() audit.Row {
	return audit.NewRow("content_indexes", x.DocumentID, x.Year, x.Serial, x.Text, x.CreatedAt)
}

// indexCounter is the last serial of a year. Its row is locked by whoever takes
// the next one, until the publication is stored or given up.
type indexCounter struct {
	Year int `gorm:"primaryKey;autoIncrement:false"`
	Last int
}

// TableName implements gorm's Tabler.
func (indexCounter) TableName() string { return "content_index_counters" }

// indexed reports whether the documents of a column get a 索引号: official
// documents and all of the statutory section.
func indexed(col *site.Column) bool { return col.Holds.Policy() || col.Statutory() }

// number gives a document its 索引号, if it has none yet.
func (s *Service) number(ctx context.Context, t *review.Transition, id uint64) error {
	db := s.store.DB(ctx)
	var n int64
	if err := db.Model(&index{}).Where("document_id = ?", id).Count(&n).Error; err != nil || n > 0 {
		return err
	}
	words, err := s.site.Settings(ctx)
	if err != nil {
		return err
	}
	x := index{DocumentID: id, Year: calendar.Year(t.At), CreatedAt: t.At}
	err = db.Clauses(clause.OnConflict{DoNothing: true}).Create(&indexCounter{Year: x.Year}).Error
	if err != nil {
		return fmt.Errorf("content: counter of %d: %w", x.Year, err)
	}
	won, err := store.Changed(db.Model(&indexCounter{}).Where("year = ?", x.Year).Update("last", gorm.Expr("last + 1")))
	if err == nil && !won {
		err = fmt.Errorf("content: counter of %d is gone", x.Year)
	}
	if err != nil {
		return err
	}
	if err := db.Model(&indexCounter{}).Where("year = ?", x.Year).Pluck("last", &x.Serial).Error; err != nil {
		return err
	}
	x.Text = fmt.Sprintf("%d-%05d", x.Year, x.Serial)
	if code := words.Get(site.OrgCode); code != "" {
		x.Text = code + "/" + x.Text
	}
	if err := db.Create(&x).Error; err != nil {
		return fmt.Errorf("content: index of %d: %w", id, err)
	}
	t.Wrote(x.row())
	return nil
}
