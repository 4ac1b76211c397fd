package annual

import (
	"context"
	"slices"
	"time"

	"gongkai/models/calendar"
	"gongkai/models/content"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/report"
	"gongkai/models/review"
)

// YearState is how far the report of one year has come.
type YearState struct {
	Year     int
	Format   *report.Format
	Document uint64       // 0 for none
	State    review.State // of the document, "" for none
	Begun    bool         // something stands on the workbench
	Due      string       // "2006-01-02": until when it must be public
}

// Years lists the years that may stand on the workbench, newest first: from the
// first year of the statutory format to this one.
func (s *Service) Years(ctx context.Context, by identity.Actor) (list []YearState, err error) {
	if err := mayRead(by); err != nil {
		return nil, err
	}
	col, err := s.column(ctx)
	if err != nil {
		return nil, err
	}
	var begun []int
	if err := s.store.DB(ctx).Model(&work{}).Pluck("year", &begun).Error; err != nil {
		return nil, err
	}
	for y := s.thisYear(ctx); ; y-- {
		f, err := report.ForYear(y)
		if err != nil {
			return list, nil // before the first edition
		}
		x := YearState{Year: y, Format: f, Begun: slices.Contains(begun, y), Due: report.DueDay(y)}
		if x.Document, err = s.content.ReportIn(ctx, col.ID, y); err != nil {
			return nil, err
		}
		if x.Document != 0 {
			t, err := s.review.Track(ctx, content.Ref(x.Document), identity.Actor{})
			if err != nil {
				return nil, err
			}
			x.State = t.State
		}
		list = append(list, x)
	}
}

// begins is the month from which the office is reminded of the year's report.
const begins = time.December

// Next is the report that has to be public next: last year's in January, and later
// when somebody has begun it; this year's from December. nil when nothing has to be
// done yet, or not by this person. A site that was set up in spring is not told of a
// report that stood on another.
func (s *Service) Next(ctx context.Context, by identity.Actor) (*YearState, error) {
	if _, write := May(by); !write {
		return nil, nil
	}
	years, err := s.Years(ctx, by)
	if fault.KindOf(err) == fault.Conflict {
		return nil, nil // no column for reports
	}
	if err != nil {
		return nil, err
	}
	now := s.store.Now(ctx).In(calendar.Shanghai)
	for _, y := range []int{now.Year() - 1, now.Year()} {
		for i := range years {
			x := &years[i]
			late := y < now.Year() && (now.Month() == time.January || x.Begun || x.Document != 0)
			if x.Year == y && x.State != review.Published && (late || y == now.Year() && now.Month() >= begins) {
				return x, nil
			}
		}
	}
	return nil, nil
}

// Rows lists the rows behind one cell, the newest first.
func (s *Service) Rows(ctx context.Context, year int, cell string, by identity.Actor) ([]report.SourceRow, error) {
	if err := mayRead(by); err != nil {
		return nil, err
	}
	f, err := s.formatOf(ctx, year)
	if err != nil {
		return nil, err
	}
	for _, x := range s.sources {
		rows, err := x.Rows(ctx, f, year, cell)
		if err != nil || len(rows) > 0 {
			return rows, err
		}
	}
	return nil, nil
}

// IsPublic reports whether the report of a year is public: its registers are closed
// then, and a change of them asks for a reason.
func (s *Service) IsPublic(ctx context.Context, year int) (bool, error) {
	p, err := s.public(ctx, year)
	return p != nil, err
}
