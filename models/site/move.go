package site

import (
	"context"
	"fmt"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/store"
)

// step is the distance between the positions of siblings after a move, so that
// somebody who types a position finds room between two of them.
const step = 10

// MoveColumn moves a column one place up or down among its siblings. Only system
// administrators. Stale when the column was changed meanwhile, Conflict at the
// end of the list.
func (s *Service) MoveColumn(ctx context.Context, id uint64, seen int, up bool, by identity.Actor) error {
	if err := mayEdit(by); err != nil {
		return err
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		t, err := s.Tree(ctx)
		if err != nil {
			return err
		}
		col := t.ByID(id)
		if col == nil {
			return fault.New(fault.NotFound, "没有这个栏目。")
		}
		if col.Version != seen {
			return staleColumn()
		}
		store.Forget(ctx, treeKey{})
		list := append([]*Column(nil), t.kids[deref(col.ParentID)]...)
		at := 0
		for list[at] != col {
			at++
		}
		to := at + 1
		if up {
			to = at - 1
		}
		if to < 0 || to >= len(list) {
			return fault.New(fault.Conflict, "“%s”已经在这一级的尽头。", col.Name)
		}
		list[at], list[to] = list[to], list[at]
		return s.order(ctx, col, list, by)
	})
}

// order numbers siblings anew and stores those whose position changes, in one
// entry of the ledger for moved.
func (s *Service) order(ctx context.Context, moved *Column, list []*Column, by identity.Actor) error {
	var rows []audit.Row
	for i, c := range list {
		if c.Position == (i+1)*step {
			continue
		}
		was := c.Version
		c.Position, c.Version = (i+1)*step, was+1
		won, err := store.Changed(s.store.DB(ctx).Model(&Column{}).Where("id = ? AND version = ?", c.ID, was).Select("Position", "Version").Updates(c))
		if err == nil && !won {
			err = staleColumn()
		}
		if err != nil {
			return err
		}
		rows = append(rows, c.row())
	}
	if err := s.Turn(ctx); err != nil {
		return err
	}
	return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.ColumnChange, Object: fmt.Sprintf("column/%d", moved.ID), Detail: moved.Path + " moved", Rows: rows})
}

func staleColumn() error {
	return fault.New(fault.Stale, "这个栏目刚刚被别人改过，请看过现在的内容后再改。")
}
