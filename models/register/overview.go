package register

import (
	"context"

	"gongkai/models/report"
)

// Overview is how all registers stand for a year, read once.
type Overview struct {
	States   []State          // see State
	Suspects []report.Suspect // see Suspects
	Counters []Counter        // see Counters
}

// Overview is State, Suspects and Counters of one reading of the registers.
func (s *Service) Overview(ctx context.Context, f *report.Format, year int) (*Overview, error) {
	books, err := s.everything(ctx)
	if err != nil {
		return nil, err
	}
	v := &Overview{Suspects: suspectsIn(f, year, s.today(ctx), books)}
	if v.States, err = s.states(ctx, year, books); err != nil {
		return nil, err
	}
	v.Counters, err = s.countersOf(ctx, year, books[Channel])
	return v, err
}

// everything is books, with the one that counts in no cell.
func (s *Service) everything(ctx context.Context) (books, error) {
	all, err := s.books(ctx)
	if err != nil {
		return nil, err
	}
	all[Channel], err = s.book(ctx, Channel)
	return all, err
}
