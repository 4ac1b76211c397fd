package register

import (
	"context"
	"fmt"
	"time"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// State is how one register stands for a year.
type State struct {
	Kind      *Kind
	Rows      int // that count in any year
	InYear    int // that belong to the year by their day, or end in it
	Auto      int // of Rows, those taken from published documents
	None      bool
	NoneBy    uint64
	NoneAt    time.Time
	Checked   bool // 本年台账已核对
	CheckedBy uint64
	CheckedAt time.Time
}

// Known reports whether the register counts: it has rows, or was declared empty.
func (s State) Known() bool { return s.Rows > 0 || s.None }

// State tells of every register how it stands for a year, in the order of Kinds.
func (s *Service) State(ctx context.Context, year int) ([]State, error) {
	books, err := s.everything(ctx)
	if err != nil {
		return nil, err
	}
	return s.states(ctx, year, books)
}

func (s *Service) states(ctx context.Context, year int, books books) ([]State, error) {
	var marks []mark
	if err := s.store.DB(ctx).Where("year IN ?", []int{0, year}).Find(&marks).Error; err != nil {
		return nil, fmt.Errorf("register: marks: %w", err)
	}
	p, list := yearOf(year), make([]State, 0, len(kinds))
	for _, k := range kinds {
		x := State{Kind: k, Rows: len(books[k.ID].rows)}
		for i := range books[k.ID].rows {
			e := &books[k.ID].rows[i]
			if e.Auto {
				x.Auto++
			}
			if e.concerns(p) {
				x.InYear++
			}
		}
		for _, m := range marks {
			switch {
			case m.Kind != k.ID:
			case m.Says == markNone:
				x.None, x.NoneBy, x.NoneAt = true, m.PersonID, m.At
			case m.Says == markChecked && m.Year == year:
				x.Checked, x.CheckedBy, x.CheckedAt = true, m.PersonID, m.At
			}
		}
		list = append(list, x)
	}
	return list, nil
}

// concerns reports whether a row belongs to a year: by its day, or by the day on
// which it ended.
func (r *Row) concerns(p period) bool {
	return p.has(r.OpenedOn) || p.has(r.ClosedOn) || p.has(r.ExpiresOn) || p.has(r.PublicOn)
}

// Declare says that the bureau has nothing to enter in a register (本单位没有此类事
// 项), or takes that back: then its cells are zero, and not unknown. Faults:
// NotFound, Forbidden, Conflict when rows stand in it.
func (s *Service) Declare(ctx context.Context, kind string, none bool, by identity.Actor) error {
	k, err := kindOf(kind)
	if err != nil {
		return err
	}
	if !KeepsAll(by) {
		return forbidden()
	}
	return s.inTurn(ctx, func(ctx context.Context) error {
		b, err := s.book(ctx, k.ID)
		if err != nil {
			return err
		}
		if none && len(b.rows) > 0 {
			return fault.New(fault.Conflict, "“%s”台账里有 %d 行，不能声明没有此类事项。", k.Title, len(b.rows))
		}
		return s.marked(ctx, mark{Kind: k.ID, Says: markNone}, none, audit.RegisterNone, by)
	})
}

// Check says that a year of a register was checked (本年台账已核对), or takes that
// back. Faults: NotFound, Forbidden.
func (s *Service) Check(ctx context.Context, kind string, year int, checked bool, by identity.Actor) error {
	k, err := kindOf(kind)
	if err != nil {
		return err
	}
	if !KeepsAll(by) {
		return forbidden()
	}
	if year < oldestReport || year > 9999 {
		return fault.New(fault.Invalid, "“%d”不是可以核对的年度。", year)
	}
	return s.inTurn(ctx, func(ctx context.Context) error {
		return s.marked(ctx, mark{Kind: k.ID, Year: year, Says: markChecked}, checked, audit.RegisterChecked, by)
	})
}

// marked stores a mark or deletes it; what is so already stays as it is.
func (s *Service) marked(ctx context.Context, m mark, on bool, act audit.Action, by identity.Actor) error {
	var have []mark
	if err := s.store.DB(ctx).Where("kind = ? AND year = ? AND says = ?", m.Kind, m.Year, m.Says).Limit(1).Find(&have).Error; err != nil {
		return fmt.Errorf("register: marks: %w", err)
	}
	if on == (len(have) > 0) {
		return nil
	}
	word, row := "withdrawn", audit.Row{}
	if on {
		m.PersonID, m.At = by.ID, s.store.Now(ctx)
		if err := s.store.DB(ctx).Create(&m).Error; store.Duplicate(err) {
			return fault.New(fault.Conflict, "别人刚刚已经做了同样的标记。")
		} else if err != nil {
			return fmt.Errorf("register: mark: %w", err)
		}
		word, row = "stated", m.row()
	} else {
		if err := s.store.DB(ctx).Delete(&have[0]).Error; err != nil {
			return fmt.Errorf("register: mark: %w", err)
		}
		row = audit.Deleted("register_marks", have[0].ID)
	}
	return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: act, Object: "registers/" + m.Kind, Detail: fmt.Sprintf("%s %d %s", m.Kind, m.Year, word), Rows: []audit.Row{row}})
}
