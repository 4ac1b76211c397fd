package identity

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/store"
)

// Sections lists every section in its order.
func (s *Service) Sections(ctx context.Context) (xs []Section, err error) {
	err = s.store.DB(ctx).Order("position, id").Find(&xs).Error
	return xs, err
}

// Section returns one section, or fault.NotFound.
func (s *Service) Section(ctx context.Context, id uint64) (*Section, error) {
	var xs []Section
	if err := s.store.DB(ctx).Where("id = ?", id).Limit(1).Find(&xs).Error; err != nil {
		return nil, fmt.Errorf("identity: section %d: %w", id, err)
	}
	if len(xs) == 0 {
		return nil, fault.New(fault.NotFound, "没有这个科室。")
	}
	return &xs[0], nil
}

// SectionNames returns the names of all sections by id.
func (s *Service) SectionNames(ctx context.Context) (map[uint64]string, error) {
	xs, err := s.Sections(ctx)
	names := make(map[uint64]string, len(xs))
	for _, x := range xs {
		names[x.ID] = x.Name
	}
	return names, err
}

// SaveSection adds a section (id 0) or changes one. Only system administrators.
func (s *Service) SaveSection(ctx context.Context, id uint64, seen int, name string, position int, by Actor) (*Section, error) {
	if err := mayManage(by, SysAdmin); err != nil {
		return nil, err
	}
	name = strings.TrimSpace(name)
	var c fault.Check
	n := utf8.RuneCountInString(name)
	c.If(n < 1 || n > 60, "name", "请填写科室名称，不超过 60 个字。")
	c.If(position < 0 || position > 9999, "order", "顺序应为 0 至 9999 的整数。")
	if err := c.Err(); err != nil {
		return nil, err
	}
	var x *Section
	err := s.store.Tx(ctx, func(ctx context.Context) (err error) {
		act := audit.SectionChange
		if id == 0 {
			act = audit.SectionCreate
			x = &Section{Name: name, Position: position, Version: 1, CreatedAt: s.store.Now(ctx)}
			err = s.store.DB(ctx).Create(x).Error
		} else {
			x, err = s.changeSection(ctx, id, seen, name, position)
		}
		if store.Duplicate(err) {
			return &fault.Error{Kind: fault.Invalid, Message: "请先更正标出的问题，再提交。", Fields: map[string]string{"name": "已经有同名的科室。"}}
		}
		if err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: act, Object: fmt.Sprintf("section/%d", x.ID), Rows: []audit.Row{x.row()}})
	})
	return x, err
}

func (s *Service) changeSection(ctx context.Context, id uint64, seen int, name string, position int) (*Section, error) {
	x, err := s.Section(ctx, id)
	if err != nil {
		return nil, err
	}
	x.Name, x.Position, x.Version = name, position, seen+1
	won, err := store.Changed(s.store.DB(ctx).Model(&Section{}).Where("id = ? AND version = ?", id, seen).
		Select("Name", "Position", "Version").Updates(x))
	if err == nil && !won {
		err = fault.New(fault.Stale, "这个科室刚刚被别人改过，请看过现在的内容后再改。")
	}
	return x, err
}
