package register

import (
	"context"

	"gongkai/models/report"
)

// Unchecked names the registers that count cells of a format and of which nobody has
// marked a year as checked (本年台账已核对), in the order of Kinds. A register that
// does not count yet, and one that was declared empty, has nothing to be checked.
func (s *Service) Unchecked(ctx context.Context, f *report.Format, year int) (names []string, err error) {
	states, err := s.State(ctx, year)
	if err != nil {
		return nil, err
	}
	counting := map[string]bool{Document: true, Decision: true, Fee: true, Case: true, Dispute: true}
	if f.ID == "2019" {
		counting[Item], counting[Procurement], counting[Fee] = true, true, false
	}
	for _, x := range states {
		if counting[x.Kind.ID] && x.Known() && !x.None && !x.Checked {
			names = append(names, x.Kind.Title)
		}
	}
	return names, nil
}
