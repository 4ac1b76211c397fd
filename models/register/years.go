package register

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"gongkai/models/calendar"
	"gongkai/models/identity"
)

// years are those that a row concerns, each once.
func (r *Row) years() (list []int) {
	for _, day := range []string{r.OpenedOn, r.PublicOn, r.ClosedOn, r.ExpiresOn} {
		if y := dayYear(day); y > 0 && !slices.Contains(list, y) {
			list = append(list, y)
		}
	}
	return list
}

// Years lists the years that rows of a register concern, removed ones and published
// documents too, the newest first. Faults: NotFound.
func (s *Service) Years(ctx context.Context, kind string, by identity.Actor) ([]int, error) {
	k, err := kindOf(kind)
	if err != nil {
		return nil, err
	}
	if !Reads(by) && by.ID != 0 {
		return nil, absent()
	}
	var rows []Row
	const year = "DISTINCT SUBSTR(opened_on, 1, 4) AS opened_on, SUBSTR(public_on, 1, 4) AS public_on, SUBSTR(closed_on, 1, 4) AS closed_on, SUBSTR(expires_on, 1, 4) AS expires_on"
	if err := s.store.DB(ctx).Model(&Row{}).Select(year).Where("kind = ?", k.ID).Find(&rows).Error; err != nil {
		return nil, fmt.Errorf("register: years of %s: %w", kind, err)
	}
	if k.ID == Document {
		kept, err := s.content.Kept(ctx)
		if err != nil {
			return nil, err
		}
		for _, x := range kept {
			rows = append(rows, published(x).Row)
		}
	}
	all := map[int]bool{}
	for i := range rows {
		for _, y := range rows[i].years() {
			all[y] = true
		}
	}
	list := slices.Sorted(maps.Keys(all))
	slices.Reverse(list)
	return list, nil
}

// Locked reports whether the report of a year that a row concerns is public: who
// changes the row says why.
func (s *Service) Locked(ctx context.Context, r *Row) (bool, error) {
	for _, y := range r.years() {
		if locked, err := s.locked(ctx, y); locked || err != nil {
			return locked, err
		}
	}
	return false, nil
}

// oldestReport is the first year that the law had reports for.
const oldestReport = 2008

// AnyLocked reports whether the report of any year is public.
func (s *Service) AnyLocked(ctx context.Context) (bool, error) {
	for y := calendar.Year(s.store.Now(ctx)); y >= oldestReport; y-- {
		if locked, err := s.locked(ctx, y); locked || err != nil {
			return locked, err
		}
	}
	return false, nil
}
