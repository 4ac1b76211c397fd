package identity

import (
	"context"
	"encoding/base32"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gorm.io/gorm/clause"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/store"
)

// PersonForm is what an administrator says of a person.
type PersonForm struct {
	Username string // only when creating
	Name     string
	Section  uint64 // 0 for administrators
	Roles    []Role
	Password string // only when creating or resetting
	TOTP     string // base32 secret; only when creating
}

var usernameForm = regexp.MustCompile(`^[a-z][a-z0-9._-]{1,63}$`)

// CreatePerson adds an account. The system (zero Actor: the command line, the
// set-up page) may give roles at once; a system administrator creates accounts
// without rights, which a security administrator then grants.
func (s *Service) CreatePerson(ctx context.Context, f PersonForm, by Actor) (*Person, error) {
	if err := mayManage(by, SysAdmin); err != nil {
		return nil, err
	}
	if by.ID != 0 && len(f.Roles) > 0 {
		return nil, fault.New(fault.Forbidden, "岗位由安全管理员授予。请先建账号，再请安全管理员授权。")
	}
	f.Username = strings.ToLower(strings.TrimSpace(f.Username))
	var c fault.Check
	c.If(!usernameForm.MatchString(f.Username), "username", "用户名用小写字母开头，只含小写字母、数字、点、横线，2 至 64 个字符。")
	checkName(&c, f.Name)
	checkPassword(&c, "password", f.Password, f.Username)
	if err := c.Err(); err != nil {
		return nil, err
	}
	if err := checkRoles(f.Roles, f.Section); err != nil {
		return nil, err
	}
	hash, err := s.hash(ctx, f.Password)
	if err != nil {
		return nil, err
	}
	var p Person
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		now := s.store.Now(ctx)
		p = Person{Username: f.Username, Name: strings.TrimSpace(f.Name), SectionID: optional(f.Section), PasswordHash: hash,
			PasswordAt: now, TOTPSecret: f.TOTP, Version: 1, CreatedAt: now}
		if err := s.checkSection(ctx, f.Section); err != nil {
			return err
		}
		if err := s.store.DB(ctx).Create(&p).Error; store.Duplicate(err) {
			return &fault.Error{Kind: fault.Invalid, Message: "请先更正标出的问题，再提交。", Fields: map[string]string{"username": "这个用户名已经有人用了。"}}
		} else if err != nil {
			return err
		}
		if err := s.setRoles(ctx, &p, f.Roles); err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: audit.PersonCreate, Object: object(p.ID), Rows: []audit.Row{p.row()}})
	})
	return &p, err
}

// ChangePerson changes name and section (system administrator) or roles
// (security administrator). What the administrator may not change is left as it
// is. The change is in force with the person's next request.
func (s *Service) ChangePerson(ctx context.Context, id uint64, seen int, f PersonForm, by Actor) error {
	return s.alter(ctx, id, seen, by, audit.PersonChange, func(ctx context.Context, p *Person) error {
		if err := notSelf(by, id); err != nil {
			return err
		}
		if by.Has(SysAdmin) || by.ID == 0 {
			var c fault.Check
			checkName(&c, f.Name)
			if err := c.Err(); err != nil {
				return err
			}
			p.Name, p.SectionID = strings.TrimSpace(f.Name), optional(f.Section)
			if err := s.checkSection(ctx, f.Section); err != nil {
				return err
			}
		}
		roles := p.Roles
		if by.Has(SecAdmin) || by.ID == 0 {
			roles = f.Roles
		}
		if err := s.keepsAdmin(ctx, p, roles, by); err != nil {
			return err
		}
		if err := checkRoles(roles, deref(p.SectionID)); err != nil {
			return err
		}
		return s.setRoles(ctx, p, roles)
	}, SysAdmin, SecAdmin)
}

// SetDisabled switches an account off or on. Its sessions die at once.
func (s *Service) SetDisabled(ctx context.Context, id uint64, seen int, disabled bool, by Actor) error {
	act := audit.PersonEnable
	if disabled {
		act = audit.PersonDisable
	}
	return s.alter(ctx, id, seen, by, act, func(ctx context.Context, p *Person) error {
		if err := notSelf(by, id); err != nil {
			return err
		}
		if disabled {
			if err := s.keepsAdmin(ctx, p, nil, by); err != nil {
				return err
			}
		}
		p.Disabled = disabled
		p.Epoch++
		return nil
	}, SysAdmin, SecAdmin)
}

// Unlock lifts a lock after failed logins.
func (s *Service) Unlock(ctx context.Context, id uint64, seen int, by Actor) error {
	return s.alter(ctx, id, seen, by, audit.PersonUnlock, func(_ context.Context, p *Person) error {
		p.Failures, p.LockedUntil = 0, nil
		return nil
	}, SecAdmin)
}

// ResetPassword gives a person a new password; all sessions die.
func (s *Service) ResetPassword(ctx context.Context, id uint64, seen int, password string, by Actor) error {
	if err := mayManage(by, SecAdmin); err != nil {
		return err
	}
	return s.setPassword(ctx, id, seen, password, "password", by, SecAdmin)
}

// ChangeOwnPassword changes the actor's password; all the actor's sessions die.
// A wrong old password is fault.Invalid on "old" and counts towards the lock.
func (s *Service) ChangeOwnPassword(ctx context.Context, old, password, again, ip string, by Actor) error {
	p, err := s.person(ctx, by.ID)
	if err != nil {
		return err
	}
	if err := s.Reauthenticate(ctx, by, old, ip); err != nil {
		if f := fault.FieldsOf(err); f["password"] != "" {
			f["old"] = f["password"]
			delete(f, "password")
		}
		return err
	}
	var c fault.Check
	c.If(password != again, "again", "两次输入的新密码不一样。")
	c.If(password == old, "new", "新密码不能与原密码相同。")
	if err := c.Err(); err != nil {
		return err
	}
	return s.setPassword(ctx, by.ID, p.Version, password, "new", by)
}

func (s *Service) setPassword(ctx context.Context, id uint64, seen int, password, field string, by Actor, need ...Role) error {
	p, err := s.person(ctx, id)
	if err != nil {
		return err
	}
	var c fault.Check
	checkPassword(&c, field, password, p.Username)
	if err := c.Err(); err != nil {
		return err
	}
	hash, err := s.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.alter(ctx, id, seen, by, audit.PersonPassword, func(ctx context.Context, p *Person) error {
		p.PasswordHash, p.PasswordAt = hash, s.store.Now(ctx)
		p.Failures, p.LockedUntil = 0, nil
		p.Epoch++
		return nil
	}, need...)
}

// ResetTOTP switches the second factor off, or on with a new secret, which is
// returned once, to be handed to the person.
func (s *Service) ResetTOTP(ctx context.Context, id uint64, seen int, on bool, by Actor) (secretText string, err error) {
	if on {
		secretText = base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte(secret())[:20])
	}
	err = s.alter(ctx, id, seen, by, audit.PersonTOTP, func(_ context.Context, p *Person) error {
		p.TOTPSecret, p.TOTPStep = secretText, 0
		p.Epoch++
		return nil
	}, SecAdmin)
	return secretText, err
}

// alter loads a person, lets change change the copy and stores it by
// compare-and-set with one ledger entry. need lists the roles that may; none
// means that the caller has checked.
func (s *Service) alter(ctx context.Context, id uint64, seen int, by Actor, act audit.Action,
	change func(context.Context, *Person) error, need ...Role) error {
	if len(need) > 0 {
		if err := mayManage(by, need...); err != nil {
			return err
		}
	}
	return s.store.Tx(ctx, func(ctx context.Context) error {
		p, err := s.person(ctx, id)
		if err != nil {
			return err
		}
		if p.Version != seen {
			return fault.New(fault.Stale, "%s的资料刚刚被别人改过，请看过现在的内容后再改。", p.Name)
		}
		if err := change(ctx, p); err != nil {
			return err
		}
		rows, err := s.endDelegations(ctx, p)
		if err != nil {
			return err
		}
		p.Version = seen + 1
		won, err := store.Changed(s.store.DB(ctx).Model(&Person{}).Where("id = ? AND version = ?", id, seen).
			Select("Name", "SectionID", "PasswordHash", "PasswordAt", "TOTPSecret", "TOTPStep", "Disabled", "Failures", "LockedUntil", "Epoch", "Version").
			Updates(p))
		if err == nil && !won {
			err = fault.New(fault.Stale, "%s的资料刚刚被别人改过，请看过现在的内容后再改。", p.Name)
		}
		if err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: by.ID, Action: act, Object: object(id), Rows: append(rows, p.row())})
	})
}

// setRoles replaces the roles of p and keeps them in the order of Roles().
func (s *Service) setRoles(ctx context.Context, p *Person, roles []Role) error {
	db := s.store.DB(ctx)
	if err := db.Where("person_id = ?", p.ID).Delete(&personRole{}).Error; err != nil {
		return err
	}
	p.Roles = nil
	for _, r := range Roles() {
		if !slices.Contains(roles, r) {
			continue
		}
		if err := db.Create(&personRole{PersonID: p.ID, Role: r}).Error; err != nil {
			return err
		}
		p.Roles = append(p.Roles, r)
	}
	return nil
}

// keepsAdmin refuses to leave the installation without one of the three
// administrators: nobody may switch off the last eye on his own acts. roles are
// what p keeps. The system, at the command line, may do it to repair.
func (s *Service) keepsAdmin(ctx context.Context, p *Person, roles []Role, by Actor) error {
	if by.ID == 0 || p.Disabled {
		return nil
	}
	for _, r := range p.Roles {
		if !r.admin() || slices.Contains(roles, r) {
			continue
		}
		// Locked, so that two people cannot each remove the other one's last but one.
		var others []uint64
		err := s.store.DB(ctx).Model(&Person{}).Clauses(clause.Locking{Strength: "UPDATE"}).Joins("JOIN people_roles r ON r.person_id = people.id AND r.role = ?", r).
			Where("people.disabled = ?", false).Order("people.id").Pluck("people.id", &others).Error
		if err != nil {
			return fmt.Errorf("identity: other administrators: %w", err)
		}
		if !slices.ContainsFunc(others, func(id uint64) bool { return id != p.ID }) {
			return fault.New(fault.Forbidden, "%s是最后一位在用的%s，不能停用，也不能取消这个岗位。请先授权另一位%s。", p.Name, r.Title(), r.Title())
		}
	}
	return nil
}

// mayManage lets the system and the named administrators through.
func mayManage(by Actor, need ...Role) error {
	if by.ID == 0 {
		return nil
	}
	var who []string
	for _, r := range need {
		if by.Has(r) {
			return nil
		}
		who = append(who, r.Title())
	}
	return fault.New(fault.Forbidden, "只有%s可以这样做。", strings.Join(who, "、"))
}

func notSelf(by Actor, id uint64) error {
	if by.ID == id {
		return fault.New(fault.Forbidden, "不能更改自己的账号权限，请另一位管理员办理。")
	}
	return nil
}

func checkName(c *fault.Check, name string) {
	n := utf8.RuneCountInString(strings.TrimSpace(name))
	c.If(n < 1 || n > 60, "name", "请填写姓名，不超过 60 个字。")
}

func (s *Service) checkSection(ctx context.Context, id uint64) error {
	if id == 0 {
		return nil
	}
	if _, err := s.Section(ctx, id); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return &fault.Error{Kind: fault.Invalid, Message: "请先更正标出的问题，再提交。", Fields: map[string]string{"section": "请选择列出的科室。"}}
		}
		return fmt.Errorf("identity: section %d: %w", id, err)
	}
	return nil
}

func optional(id uint64) *uint64 {
	if id == 0 {
		return nil
	}
	return &id
}

func deref(id *uint64) uint64 {
	if id == nil {
		return 0
	}
	return *id
}
