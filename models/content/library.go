package content

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"gongkai/models/audit"
	"gongkai/models/calendar"
	"gongkai/models/policy"
	"gongkai/models/review"
	"gongkai/models/site"
)

// linked is one relation that a public document's signed facts name.
type linked struct {
	DocumentID uint64   `gorm:"primaryKey;autoIncrement:false"` // public
	Kind       Relation `gorm:"primaryKey;size:20"`
	TargetID   uint64   `gorm:"primaryKey;autoIncrement:false"` // public or not
	FromDay    string   `gorm:"size:10"`                        // when it takes effect, "" is at once
}

// TableName implements gorm's Tabler.
func (linked) TableName() string { return "content_links" }

// policyRow is what the library's lists read of one public policy document.
// Everything in it stands elsewhere, signed; it is made again by relate. The row
// of a document that is not public any more stays, with Gone set: so every server
// learns of it.
type policyRow struct {
	DocumentID   uint64 `gorm:"primaryKey;autoIncrement:false"`
	ColumnID     uint64
	SectionID    uint64         // that answers for it
	Holds        policy.Holding `gorm:"size:20"`
	Number       string         `gorm:"size:60"` // 发文字号
	NumberOrgan  string         `gorm:"size:30"` // its parts, "" and 0 when it has none
	NumberYear   int
	NumberSerial int
	Organ        string   `gorm:"size:100"`
	Subject      string   `gorm:"size:60"`
	Genre        string   `gorm:"size:20"`
	FormedOn     string   `gorm:"size:10"`
	EffectiveOn  string   `gorm:"size:10"`
	ExpiresOn    string   `gorm:"size:10"`
	Year         int      // of FormedOn, else of publication
	Standing     Standing `gorm:"size:20"`
	Interpreted  bool
	PublishedAt  time.Time
	Gone         bool
	Epoch        uint64 // of the last change, as site.Turning numbers it
}

// TableName implements gorm's Tabler.
func (policyRow) TableName() string { return "content_policies" }

// StandJob is the kind of job that looks again at how a document stands, on the
// day it expires or a repeal takes effect; its ref is the document's number.
const StandJob = "content.stand"

// relate stores what follows from the facts of a text that became public: its
// relations, its 索引号, its row in the library, and how it and the documents it
// speaks of stand now.
func (s *Service) relate(ctx context.Context, t *review.Transition, r *Revision, l *live) error {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return err
	}
	col, f := tree.ByID(r.ColumnID), r.Said()
	touched, err := s.relink(ctx, l.DocumentID, &f)
	if err != nil {
		return err
	}
	if col != nil && indexed(col) {
		if err := s.number(ctx, t, l.DocumentID); err != nil {
			return err
		}
	}
	if err := s.shelve(ctx, t, col, &f, l); err != nil {
		return err
	}
	if err := s.dates(ctx, &f, l.DocumentID); err != nil {
		return err
	}
	rows, err := s.restand(ctx, append(touched, l.DocumentID), l.DocumentID)
	t.Wrote(rows...)
	return err
}

// relink replaces the relations of a public document and returns the documents
// that they name or named, and those that name it.
func (s *Service) relink(ctx context.Context, id uint64, f *Facts) (touched []uint64, err error) {
	db := s.store.DB(ctx)
	if touched, err = s.neighbours(ctx, id); err != nil {
		return nil, err
	}
	if err := db.Where("document_id = ?", id).Delete(&linked{}).Error; err != nil {
		return nil, err
	}
	if f == nil {
		return touched, nil
	}
	for _, x := range f.Links {
		touched = append(touched, x.To)
		if err := db.Create(&linked{DocumentID: id, Kind: x.Kind, TargetID: x.To, FromDay: f.EffectiveOn}).Error; err != nil {
			return nil, fmt.Errorf("content: link: %w", err)
		}
	}
	return touched, nil
}

// neighbours are the documents that a public document names or that name it.
func (s *Service) neighbours(ctx context.Context, id uint64) (ids []uint64, err error) {
	var rows []linked
	if err := s.store.DB(ctx).Where("document_id = ? OR target_id = ?", id, id).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("content: links of %d: %w", id, err)
	}
	for _, x := range rows {
		if x.DocumentID == id {
			ids = append(ids, x.TargetID)
		} else {
			ids = append(ids, x.DocumentID)
		}
	}
	return ids, nil
}

// shelve stores the document's row in the library, or removes it.
func (s *Service) shelve(ctx context.Context, t *review.Transition, col *site.Column, f *Facts, l *live) error {
	db := s.store.DB(ctx)
	if col == nil || !col.Holds.Policy() {
		return s.offShelf(ctx, l.DocumentID)
	}
	epoch, err := s.site.Turning(ctx)
	if err != nil {
		return err
	}
	row := policyRow{DocumentID: l.DocumentID, ColumnID: col.ID, Holds: col.Holds, Number: f.Number, Organ: f.Organ, Subject: f.Subject, Genre: f.Genre,
		FormedOn: f.FormedOn, EffectiveOn: f.EffectiveOn, ExpiresOn: f.ExpiresOn, Year: calendar.Year(l.PublishedAt), PublishedAt: l.PublishedAt, SectionID: t.Track.SectionID, Epoch: epoch}
	if n, ok := policy.ParseNumber(f.Number); ok {
		row.NumberOrgan, row.NumberYear, row.NumberSerial = n.Organ, n.Year, n.Serial
	}
	if day, err := calendar.ParseDay(f.FormedOn); err == nil {
		row.Year = calendar.Year(day)
	}
	if row.Genre == "" {
		row.Genre = policy.GenreOf(l.Title)
	}
	return db.Clauses(clause.OnConflict{UpdateAll: true}).Create(&row).Error
}

// offShelf marks a document's row, if it has one, as gone.
func (s *Service) offShelf(ctx context.Context, id uint64) error {
	epoch, err := s.site.Turning(ctx)
	if err != nil {
		return err
	}
	return s.store.DB(ctx).Model(&policyRow{}).Where("document_id = ?", id).Select("Gone", "Epoch").Updates(policyRow{Gone: true, Epoch: epoch}).Error
}

// dates asks for a second look on the days that change how documents stand.
func (s *Service) dates(ctx context.Context, f *Facts, id uint64) error {
	now := s.store.Now(ctx)
	later := func(day string, after int, ids ...uint64) error {
		at, err := calendar.ParseDay(day)
		if err != nil {
			return nil // no day was said
		}
		if at = at.AddDate(0, 0, after); !at.After(now) {
			return nil
		}
		for _, id := range ids {
			if err := s.jobs.Add(ctx, StandJob, id, at); err != nil {
				return err
			}
		}
		return nil
	}
	if err := later(f.ExpiresOn, 1, id); err != nil {
		return err
	}
	return later(f.EffectiveOn, 0, append(f.To(Repeals), f.To(Amends)...)...)
}

// restand looks how public documents stand now and stores what has changed; the
// row of fresh is new and always told to the ledger. It returns the ledger's rows.
func (s *Service) restand(ctx context.Context, ids []uint64, fresh uint64) (rows []audit.Row, err error) {
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		var ls []live
		if err := s.store.DB(ctx).Where("document_id = ?", id).Limit(1).Find(&ls).Error; err != nil || len(ls) == 0 {
			if err != nil {
				return nil, err
			}
			continue // not public
		}
		changed, err := s.stand(ctx, &ls[0])
		if err != nil {
			return nil, err
		}
		if changed || id == fresh {
			rows = append(rows, ls[0].row())
		}
	}
	return rows, nil
}

// stand stores how one public document stands: as its own text says, else as the
// newest document that repeals it, else by its own last day, else amended.
func (s *Service) stand(ctx context.Context, l *live) (changed bool, err error) {
	r, err := s.revision(ctx, l.RevisionID)
	if err != nil {
		return false, err
	}
	f := r.Said()
	today := calendar.Day(s.store.Now(ctx))
	standing, by := r.Standing, (*uint64)(nil)
	if standing == Holds || standing == Amended {
		if by, err = s.saidBy(ctx, Repeals, l.DocumentID, today); err != nil {
			return false, err
		}
		switch {
		case by != nil:
			standing = Repealed
		case f.ExpiresOn != "" && f.ExpiresOn < today:
			standing = Expired
		case standing == Holds:
			if by, err = s.saidBy(ctx, Amends, l.DocumentID, today); err != nil {
				return false, err
			}
			if by != nil {
				standing = Amended
			}
		}
	}
	explained, err := s.explained(ctx, l.DocumentID)
	if err != nil {
		return false, err
	}
	db := s.store.DB(ctx)
	epoch, err := s.site.Turning(ctx)
	if err != nil {
		return false, err
	}
	err = db.Model(&policyRow{}).Where("document_id = ? AND gone = ?", l.DocumentID, false).Select("Standing", "Interpreted", "Epoch").
		Updates(policyRow{Standing: standing, Interpreted: len(explained) > 0, Epoch: epoch}).Error
	if err != nil || standing == l.Standing && equal(by, l.StandingBy) {
		return false, err
	}
	l.Standing, l.StandingBy = standing, by
	if err := s.changed(ctx, l.DocumentID, false); err != nil {
		return false, err
	}
	return true, db.Model(&live{}).Where("document_id = ?", l.DocumentID).Select("Standing", "StandingBy").Updates(*l).Error
}

func equal(a, b *uint64) bool { return a == b || a != nil && b != nil && *a == *b }

// saidBy is the document that changed another one last, nil when none did by
// today: a public one, or one whose effect outlives its page (lasts).
func (s *Service) saidBy(ctx context.Context, kind Relation, id uint64, today string) (*uint64, error) {
	var ids []uint64
	err := s.store.DB(ctx).Table("content_links k").Joins("JOIN content_documents d ON d.id = k.document_id").
		Where("k.target_id = ? AND k.kind = ? AND k.from_day <= ?", id, kind, today).
		Order("d.published_at DESC, d.id DESC").Limit(1).Pluck("k.document_id", &ids).Error
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return &ids[0], nil
}

// explained lists the public documents that explain one, by number: those that
// say so and those of which it says so. A response to a concern (回应关切) is no
// interpretation.
func (s *Service) explained(ctx context.Context, id uint64) ([]uint64, error) {
	var there, here []uint64
	db := s.store.DB(ctx)
	if err := db.Model(&linked{}).Where("target_id = ? AND kind = ?", id, Interprets).Pluck("document_id", &there).Error; err != nil {
		return nil, err
	}
	if err := db.Model(&linked{}).Where("document_id = ? AND kind = ?", id, Interpreted).Pluck("target_id", &here).Error; err != nil {
		return nil, err
	}
	ids := append(there, here...)
	if len(ids) == 0 {
		return nil, nil
	}
	responses, err := s.responses(ctx)
	if err != nil {
		return nil, err
	}
	var explain []uint64
	err = db.Model(&live{}).Where("document_id IN ? AND column_id NOT IN ?", ids, responses).Order("document_id").Pluck("document_id", &explain).Error
	return explain, err
}

// responses are the columns of responses to concerns; never empty, for IN.
func (s *Service) responses(ctx context.Context) ([]uint64, error) {
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return nil, err
	}
	ids := []uint64{0}
	for _, col := range tree.All() {
		if col.Holds == policy.Response {
			ids = append(ids, col.ID)
		}
	}
	return ids, nil
}

// lasts reports whether what a withdrawn document repealed or amended stays so: a
// page may go for other reasons than that it was wrong.
func lasts(reason string) bool {
	return reason == "superseded" || reason == "merged" || reason == "order" || reason == "personal-data"
}

// unrelate forgets the relations of a document that is not public any more.
func (s *Service) unrelate(ctx context.Context, t *review.Transition, id uint64) error {
	d, err := s.document(ctx, id)
	if err != nil {
		return err
	}
	touched, err := s.neighbours(ctx, id)
	if err != nil {
		return err
	}
	gone := s.store.DB(ctx).Where("document_id = ?", id)
	if lasts(d.WithdrawnReason) {
		gone = gone.Where("kind NOT IN ?", []Relation{Amends, Repeals})
	}
	if err := gone.Delete(&linked{}).Error; err != nil {
		return err
	}
	if err := s.offShelf(ctx, id); err != nil {
		return err
	}
	rows, err := s.restand(ctx, touched, 0)
	t.Wrote(rows...)
	return err
}

// Stand looks again at how a document stands. It is the function of StandJob and
// may run any number of times.
func (s *Service) Stand(ctx context.Context, id uint64) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		rows, err := s.restand(ctx, []uint64{id}, 0)
		if err != nil || len(rows) == 0 {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Action: audit.DocumentStand, Object: Ref(id).String(), Rows: rows})
	})
}
