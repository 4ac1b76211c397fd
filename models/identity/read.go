package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"gongkai/models/audit"
	"gongkai/models/fault"
)

func (s *Service) byUsername(ctx context.Context, name string) (*Person, error) {
	var ps []Person
	err := s.store.DB(ctx).Where("username = ?", strings.ToLower(strings.TrimSpace(name))).Limit(1).Find(&ps).Error
	if err != nil || len(ps) == 0 {
		return nil, err
	}
	return &ps[0], s.loadRoles(ctx, ps)
}

// person loads one account with its roles, or fault.NotFound.
func (s *Service) person(ctx context.Context, id uint64) (*Person, error) {
	var ps []Person
	if err := s.store.DB(ctx).Where("id = ?", id).Limit(1).Find(&ps).Error; err != nil {
		return nil, fmt.Errorf("identity: person %d: %w", id, err)
	}
	if len(ps) == 0 {
		return nil, fault.New(fault.NotFound, "没有这个账号。")
	}
	return &ps[0], s.loadRoles(ctx, ps)
}

// loadRoles fills in the roles of ps in one query.
func (s *Service) loadRoles(ctx context.Context, ps []Person) error {
	ids := make([]uint64, len(ps))
	for i := range ps {
		ids[i] = ps[i].ID
	}
	var rs []personRole
	if err := s.store.DB(ctx).Where("person_id IN ?", ids).Find(&rs).Error; err != nil {
		return fmt.Errorf("identity: roles: %w", err)
	}
	for i := range ps {
		for _, r := range Roles() {
			if slices.Contains(rs, personRole{ps[i].ID, r}) {
				ps[i].Roles = append(ps[i].Roles, r)
			}
		}
	}
	return nil
}

// actor turns an account into the actor of this moment, delegations included: those
// whose giver still heads the section. alter revokes the others when that ends;
// this is the second lock.
func (s *Service) actor(ctx context.Context, p *Person) (Actor, error) {
	a := Actor{ID: p.ID, Username: p.Username, Name: p.Name, SectionID: deref(p.SectionID), Roles: p.Roles}
	if a.Admin() {
		return a, nil
	}
	now := s.store.Now(ctx)
	var ds []Delegation
	err := s.store.DB(ctx).Where("to_id = ? AND starts_at <= ? AND ends_at > ? AND revoked_at IS NULL", p.ID, now, now).
		Where("EXISTS (SELECT 1 FROM people h JOIN people_roles r ON r.person_id = h.id AND r.role = ? WHERE h.id = delegations.from_id AND h.section_id = delegations.section_id AND h.disabled = ?)", Head, false).
		Find(&ds).Error
	for _, d := range ds {
		a.HeadOf = append(a.HeadOf, d.SectionID)
	}
	return a, err
}

// Actor returns a person as an actor, for the command line and sample content.
func (s *Service) Actor(ctx context.Context, username string) (Actor, error) {
	p, err := s.byUsername(ctx, username)
	if err != nil {
		return Actor{}, err
	}
	if p == nil || p.Disabled {
		return Actor{}, fault.New(fault.NotFound, "没有“%s”这个账号，或者已经停用。", username)
	}
	return s.actor(ctx, p)
}

// Person returns one account, or fault.NotFound.
func (s *Service) Person(ctx context.Context, id uint64) (*Person, error) { return s.person(ctx, id) }

// People lists every account by section and name.
func (s *Service) People(ctx context.Context) (ps []Person, err error) {
	if err := s.store.DB(ctx).Order("section_id, id").Find(&ps).Error; err != nil {
		return nil, fmt.Errorf("identity: people: %w", err)
	}
	return ps, s.loadRoles(ctx, ps)
}

// Unfilled lists, in the order of Roles, the administrators that no account
// was ever given; none means that the installation is set up.
func (s *Service) Unfilled(ctx context.Context) (missing []Role, err error) {
	var have []Role
	if err := s.store.DB(ctx).Model(&personRole{}).Distinct().Pluck("role", &have).Error; err != nil {
		return nil, fmt.Errorf("identity: administrators: %w", err)
	}
	for _, r := range Roles() {
		if r.admin() && !slices.Contains(have, r) {
			missing = append(missing, r)
		}
	}
	return missing, nil
}

// LastLogins returns when each person last logged in with success; who never did
// is absent.
func (s *Service) LastLogins(ctx context.Context) (map[uint64]time.Time, error) {
	var ids []uint64
	err := s.store.DB(ctx).Model(&Attempt{}).Where("ok = ?", true).Select("MAX(id)").Group("person_id").Pluck("MAX(id)", &ids).Error
	var as []Attempt
	if err == nil {
		err = s.store.DB(ctx).Where("id IN ?", append(ids, 0)).Find(&as).Error
	}
	last := make(map[uint64]time.Time, len(as))
	for _, a := range as {
		last[a.PersonID] = a.At
	}
	if err != nil {
		return nil, fmt.Errorf("identity: last logins: %w", err)
	}
	return last, nil
}

// Dormancy is how long an account may lie unused before administrators are told.
const Dormancy = 90 * 24 * time.Hour

// Dormant reports whether an account in use was not logged in with for Dormancy,
// counted from its beginning when it never was. last is of LastLogins.
func (p *Person) Dormant(last map[uint64]time.Time, now time.Time) bool {
	since := p.CreatedAt
	if at, ok := last[p.ID]; ok {
		since = at
	}
	return !p.Disabled && now.Sub(since) >= Dormancy
}

// Names returns the names of people by id, in one query; unknown ids are absent
// and 0 is the system.
func (s *Service) Names(ctx context.Context, ids ...uint64) (map[uint64]string, error) {
	var ps []Person
	err := s.store.DB(ctx).Select("id", "name").Where("id IN ?", append(ids, 0)).Find(&ps).Error
	names := map[uint64]string{0: "系统"}
	for _, p := range ps {
		names[p.ID] = p.Name
	}
	return names, err
}

// Enabled reports which of ids are accounts that can still log in as authors of
// their section; a document whose author has left is in the hands of the
// author's section.
func (s *Service) Enabled(ctx context.Context, id, section uint64) (bool, error) {
	var n int64
	err := s.store.DB(ctx).Model(&Person{}).Joins("JOIN people_roles r ON r.person_id = people.id AND r.role = ?", Author).
		Where("people.id = ? AND people.section_id = ? AND people.disabled = ?", id, section, false).Count(&n).Error
	return n > 0, err
}

// Source yields the digests of people, sections and delegations for the ledger.
func (s *Service) Source(ctx context.Context, yield func(audit.Row) error) error {
	people, err := s.People(ctx)
	if err != nil {
		return err
	}
	for i := range people {
		if err := yield(people[i].row()); err != nil {
			return err
		}
	}
	err = audit.Each(ctx, s.store, "id", func(x *Section) uint64 { return x.ID }, func(x *Section) error { return yield(x.row()) })
	if err != nil {
		return err
	}
	return audit.Each(ctx, s.store, "id", func(d *Delegation) uint64 { return d.ID }, func(d *Delegation) error { return yield(d.row()) })
}
