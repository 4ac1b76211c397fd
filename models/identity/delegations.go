package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/store"
)

// maxDelegation bounds a delegation: who is away longer needs a successor.
const maxDelegation = 92 * 24 * time.Hour

// Delegate lets to sign level 2 for the section of from between two instants.
// The head may do it, or a security administrator. The deputy is never an
// administrator; that the three signatures come from three people is checked
// when signing, not here.
func (s *Service) Delegate(ctx context.Context, from, to uint64, starts, ends time.Time, reason string, by Actor) (*Delegation, error) {
	if by.ID != 0 && by.ID != from && !by.Has(SecAdmin) {
		return nil, fault.New(fault.Forbidden, "只有科室负责人本人或安全管理员可以设置授权代办。")
	}
	var d Delegation
	err := s.store.Tx(ctx, func(ctx context.Context) error {
		head, err := s.checkDelegation(ctx, from, to, starts, ends, reason)
		if err != nil {
			return err
		}
		d = Delegation{SectionID: deref(head.SectionID), FromID: from, ToID: to, StartsAt: starts.UTC(), EndsAt: ends.UTC(),
			Reason: strings.TrimSpace(reason), Version: 1, CreatedAt: s.store.Now(ctx)}
		if err := s.store.DB(ctx).Create(&d).Error; err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.DelegationCreate, Object: fmt.Sprintf("delegation/%d", d.ID),
			Detail: fmt.Sprintf("from=%d to=%d", from, to), Rows: []audit.Row{d.row()}})
	})
	return &d, err
}

func (s *Service) checkDelegation(ctx context.Context, from, to uint64, starts, ends time.Time, reason string) (*Person, error) {
	var c fault.Check
	head, err := s.person(ctx, from)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	if head == nil || !(Actor{Roles: head.Roles}).Has(Head) || head.SectionID == nil {
		c.Say("to", "只有科室负责人可以授权他人代办。")
	}
	deputy, err := s.person(ctx, to)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return nil, err
	}
	if deputy == nil || deputy.Disabled || (Actor{Roles: deputy.Roles}).Admin() || to == from {
		c.Say("to", "请选择一位在用的工作人员代办，不能是本人或管理员。")
	}
	c.If(!ends.After(starts), "until", "结束日期不能早于开始日期。")
	c.If(!ends.After(s.store.Now(ctx)), "until", "结束日期已经过去。")
	c.If(ends.Sub(starts) > maxDelegation, "until", "一次授权最长 92 天。")
	n := utf8.RuneCountInString(strings.TrimSpace(reason))
	c.If(n < 2 || n > 200, "reason", "请写明授权原因，2 至 200 个字。")
	return head, c.Err()
}

// Revoke ends a delegation at once. The head, or a security administrator.
func (s *Service) Revoke(ctx context.Context, id uint64, seen int, by Actor) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		var ds []Delegation
		if err := s.store.DB(ctx).Where("id = ?", id).Limit(1).Find(&ds).Error; err != nil {
			return err
		}
		if len(ds) == 0 {
			return fault.New(fault.NotFound, "没有这条授权。")
		}
		d := ds[0]
		if by.ID != d.FromID && !by.Has(SecAdmin) {
			return fault.New(fault.Forbidden, "只有科室负责人本人或安全管理员可以取消授权。")
		}
		if d.RevokedAt != nil {
			return fault.New(fault.Conflict, "这条授权已经取消。")
		}
		now := s.store.Now(ctx)
		d.RevokedAt, d.Version = &now, seen+1
		won, err := store.Changed(s.store.DB(ctx).Model(&Delegation{}).Where("id = ? AND version = ?", id, seen).
			Select("RevokedAt", "Version").Updates(d))
		if err == nil && !won {
			err = fault.New(fault.Stale, "这条授权刚刚被别人改过，请看过现在的内容后再改。")
		}
		if err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.DelegationRevoke, Object: fmt.Sprintf("delegation/%d", id), Rows: []audit.Row{d.row()}})
	})
}

// endDelegations revokes what p has given and may not give any more, because p
// no longer heads that section. It joins the transaction that changes p.
func (s *Service) endDelegations(ctx context.Context, p *Person) (rows []audit.Row, err error) {
	var ds []Delegation
	now := s.store.Now(ctx)
	if err := s.store.DB(ctx).Where("from_id = ? AND revoked_at IS NULL AND ends_at > ?", p.ID, now).Find(&ds).Error; err != nil {
		return nil, fmt.Errorf("identity: delegations of %d: %w", p.ID, err)
	}
	heads := !p.Disabled && slices.Contains(p.Roles, Head)
	for i := range ds {
		d := &ds[i]
		if heads && deref(p.SectionID) == d.SectionID {
			continue
		}
		d.RevokedAt, d.Version = &now, d.Version+1
		won, err := store.Changed(s.store.DB(ctx).Model(&Delegation{}).Where("id = ? AND version = ?", d.ID, d.Version-1).Select("RevokedAt", "Version").Updates(d))
		if err == nil && !won {
			err = fault.New(fault.Stale, "授权代办刚刚被别人改过，请重新打开后再办理。")
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, d.row())
	}
	return rows, nil
}

// Delegations lists delegations, newest first: those a person gave or got, or
// all of them for a security administrator.
func (s *Service) Delegations(ctx context.Context, by Actor) (ds []Delegation, err error) {
	q := s.store.DB(ctx).Order("id DESC").Limit(200)
	if !by.Has(SecAdmin) {
		q = q.Where("from_id = ? OR to_id = ?", by.ID, by.ID)
	}
	err = q.Find(&ds).Error
	return ds, err
}

// Given counts the delegations that a person has given and that have not ended.
func (s *Service) Given(ctx context.Context, person uint64) (int, error) {
	var n int64
	err := s.store.DB(ctx).Model(&Delegation{}).Where("from_id = ? AND revoked_at IS NULL AND ends_at > ?", person, s.store.Now(ctx)).Count(&n).Error
	return int(n), err
}
