package identity_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
)

// The three administrators exclude each other and every other role; everybody
// else has a section.
func TestAdministratorsAreExclusive(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		n := 0
		give := func(section uint64, roles ...identity.Role) error {
			n++
			_, err := b.People.CreatePerson(t.Context(), identity.PersonForm{Username: fmt.Sprint("p", n, "x"), Name: "某人", Section: section, Roles: roles, Password: modeltest.Password}, identity.Actor{})
			return err
		}
		admins := []identity.Role{identity.SysAdmin, identity.SecAdmin, identity.AuditAdmin}
		for _, a := range admins {
			modeltest.Must(t, give(0, a))
			for _, r := range identity.Roles() {
				if r == a {
					continue
				}
				for _, section := range []uint64{0, b.Sections["办公室"]} {
					if err := give(section, a, r); fault.FieldsOf(err)["roles"] == "" {
						t.Errorf("%s and %s: %v", a, r, err)
					}
				}
			}
		}
		for _, r := range identity.Roles() {
			if slices.Contains(admins, r) {
				continue
			}
			if err := give(0, r); fault.FieldsOf(err)["section"] == "" {
				t.Errorf("%s without a section: %v", r, err)
			}
		}
		if err := give(b.Sections["办公室"], "king"); fault.FieldsOf(err)["roles"] == "" {
			t.Error(err)
		}
		modeltest.Must(t, give(b.Sections["办公室"], identity.Author, identity.Head, identity.Officer, identity.Publisher, identity.Clerk, identity.Director))
	})
}

// Who holds content roles cannot be made an administrator beside them, and an
// administrator is given none.
func TestAdministratorsStayExclusive(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for who, roles := range map[string][]identity.Role{
			"budget.author": {identity.Author, identity.AuditAdmin}, "sys.admin": {identity.SysAdmin, identity.SecAdmin}, "audit.admin": {identity.AuditAdmin, identity.Author},
		} {
			p := b.Person(who)
			err := b.People.ChangePerson(t.Context(), p.ID, p.Version, identity.PersonForm{Name: p.Name, Roles: roles}, b.Who("sec.admin"))
			modeltest.Want(t, err, fault.Invalid)
			if !slices.Equal(b.Reload(who).Roles, p.Roles) {
				t.Errorf("%s holds %v", who, b.Who(who).Roles)
			}
		}
	})
}

// Nobody changes the own rights, the administrators neither.
func TestNobodyChangesTheOwnRights(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, who := range []string{"sys.admin", "sec.admin", "audit.admin", "budget.author"} {
			p, by := b.Person(who), b.Who(who)
			form := identity.PersonForm{Name: p.Name, Roles: []identity.Role{identity.SecAdmin}}
			modeltest.Want(t, b.People.ChangePerson(t.Context(), p.ID, p.Version, form, by), fault.Forbidden)
			modeltest.Want(t, b.People.SetDisabled(t.Context(), p.ID, p.Version, true, by), fault.Forbidden)
			if now := b.Person(who); now.Version != p.Version || !slices.Equal(now.Roles, p.Roles) {
				t.Errorf("%s: %+v", who, now)
			}
		}
	})
}

// Every verb on people × every person: only the administrators that the verb
// names.
func TestWhoManagesPeople(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		n := 0
		target := func() *identity.Person { return b.Person("treasury.author") }
		for _, v := range []struct {
			name string
			may  string
			run  func(by identity.Actor) error
		}{
			{"create", "sys.admin", func(by identity.Actor) error {
				n++
				_, err := b.People.CreatePerson(t.Context(), identity.PersonForm{Username: fmt.Sprint("new", n), Name: "新人", Section: b.Sections["办公室"], Password: modeltest.Password}, by)
				return err
			}},
			{"create with roles", "", func(by identity.Actor) error {
				_, err := b.People.CreatePerson(t.Context(), identity.PersonForm{Username: "roles", Name: "新人", Section: b.Sections["办公室"], Password: modeltest.Password, Roles: []identity.Role{identity.Author}}, by)
				return err
			}},
			{"change", "sys.admin sec.admin", func(by identity.Actor) error {
				p := target()
				return b.People.ChangePerson(t.Context(), p.ID, p.Version, identity.PersonForm{Name: p.Name, Section: *p.SectionID, Roles: p.Roles}, by)
			}},
			{"disable", "sys.admin sec.admin", func(by identity.Actor) error {
				p := target()
				return b.People.SetDisabled(t.Context(), p.ID, p.Version, true, by)
			}},
			{"enable", "sys.admin sec.admin", func(by identity.Actor) error {
				p := target()
				return b.People.SetDisabled(t.Context(), p.ID, p.Version, false, by)
			}},
			{"unlock", "sec.admin", func(by identity.Actor) error { p := target(); return b.People.Unlock(t.Context(), p.ID, p.Version, by) }},
			{"password", "sec.admin", func(by identity.Actor) error {
				p := target()
				return b.People.ResetPassword(t.Context(), p.ID, p.Version, "Another-2026-Pass", by)
			}},
			{"second factor", "sec.admin", func(by identity.Actor) error {
				p := target()
				_, err := b.People.ResetTOTP(t.Context(), p.ID, p.Version, false, by)
				return err
			}},
			{"section", "sys.admin", func(by identity.Actor) error {
				n++
				_, err := b.People.SaveSection(t.Context(), 0, 0, fmt.Sprint("新科", n), 1, by)
				return err
			}},
		} {
			for _, who := range modeltest.Cast() {
				err := v.run(b.Who(who))
				if slices.Contains(strings.Fields(v.may), who) {
					if err != nil {
						t.Errorf("%s by %s: %v", v.name, who, err)
					}
				} else if fault.KindOf(err) != fault.Forbidden {
					t.Errorf("%s by %s: %v", v.name, who, err)
				}
			}
		}
		b.Whole()
	})
}

// The system administrator changes name and section and no role; the security
// administrator changes roles and nothing else.
func TestAdministratorsShareTheWork(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		p := b.Person("budget.author")
		form := identity.PersonForm{Name: "改名", Section: b.Sections["国库科"], Roles: []identity.Role{identity.Head}}
		modeltest.Must(t, b.People.ChangePerson(t.Context(), p.ID, p.Version, form, b.Who("sys.admin")))
		now := b.Person("budget.author")
		if now.Name != "改名" || *now.SectionID != b.Sections["国库科"] || !slices.Equal(now.Roles, []identity.Role{identity.Author}) {
			t.Errorf("%+v", now)
		}
		form = identity.PersonForm{Name: "又改名", Section: b.Sections["办公室"], Roles: []identity.Role{identity.Head, identity.Officer, identity.Head}}
		modeltest.Must(t, b.People.ChangePerson(t.Context(), p.ID, now.Version, form, b.Who("sec.admin")))
		now = b.Person("budget.author")
		if now.Name != "改名" || *now.SectionID != b.Sections["国库科"] || !slices.Equal(now.Roles, []identity.Role{identity.Head, identity.Officer}) {
			t.Errorf("%+v", now)
		}
		for field, f := range map[string]identity.PersonForm{"name": {Name: " ", Section: *p.SectionID}, "section": {Name: "某", Section: 1 << 30}} {
			if err := b.People.ChangePerson(t.Context(), p.ID, now.Version, f, b.Who("sys.admin")); fault.FieldsOf(err)[field] == "" {
				t.Errorf("%s: %v", field, err)
			}
		}
		b.Whole()
	})
}

// Two administrators change one person: the second is told.
func TestChangePersonStale(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		p := b.Person("budget.author")
		const n = 8
		errs := make([]error, n)
		var wg sync.WaitGroup
		sec := b.Who("sec.admin")
		for i := range n {
			wg.Go(func() {
				errs[i] = b.People.ChangePerson(t.Context(), p.ID, p.Version, identity.PersonForm{Roles: []identity.Role{identity.Roles()[i%6]}}, sec)
			})
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if fault.KindOf(err) != fault.Stale {
				t.Error(err)
			}
		}
		if now := b.Person("budget.author"); won != 1 || now.Version != p.Version+1 || len(now.Roles) != 1 {
			t.Errorf("%d winners, %+v", won, now)
		}
		modeltest.Want(t, b.People.SetDisabled(t.Context(), p.ID, p.Version, true, sec), fault.Stale)
		modeltest.Want(t, b.People.ChangePerson(t.Context(), 1<<40, 1, identity.PersonForm{}, sec), fault.NotFound)
		b.Whole()
	})
}

// A username is lower case, of a narrow alphabet, and taken once.
func TestUsernames(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		create := func(name string) error {
			_, err := b.People.CreatePerson(t.Context(), identity.PersonForm{Username: name, Name: "某人", Section: b.Sections["办公室"], Password: modeltest.Password}, b.Who("sys.admin"))
			return err
		}
		for _, name := range []string{"", "a", "1abc", "王某", "a b", "a'b", "-ab", "a" + strings.Repeat("b", 64), "budget.author", "Budget.Author", " BUDGET.AUTHOR "} {
			if err := create(name); fault.FieldsOf(err)["username"] == "" {
				t.Errorf("%q: %v", name, err)
			}
		}
		for _, name := range []string{"ab", "Wang.Xiao_1-2", "a" + strings.Repeat("b", 63)} {
			modeltest.Must(t, create(name))
		}
		if a, err := b.People.Actor(t.Context(), "WANG.xiao_1-2"); err != nil || a.Username != "wang.xiao_1-2" {
			t.Error(a, err)
		}
	})
}

// Section names are unique; capital and small letters differ on every database.
func TestSectionNames(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		save := func(id uint64, seen int, name string) (*identity.Section, error) {
			return b.People.SaveSection(t.Context(), id, seen, name, 5, b.Who("sys.admin"))
		}
		x, err := save(0, 0, "Abc")
		modeltest.Must(t, err)
		_, err = save(0, 0, "abc")
		modeltest.Must(t, err)
		for _, name := range []string{"Abc", " abc ", "预算科", "", strings.Repeat("长", 61)} {
			if _, err := save(0, 0, name); fault.FieldsOf(err)["name"] == "" {
				t.Errorf("%q: %v", name, err)
			}
		}
		if _, err = save(x.ID, x.Version, "abc"); fault.FieldsOf(err)["name"] == "" {
			t.Error(err)
		}
		_, err = save(x.ID, x.Version, "ABC")
		modeltest.Must(t, err)
		_, err = save(x.ID, x.Version, "AbC")
		modeltest.Want(t, err, fault.Stale)
		_, err = save(1<<40, 1, "无")
		modeltest.Want(t, err, fault.NotFound)
		b.Whole()
	})
}

// What a delegation must be, and who may give and take one.
func TestDelegationChecks(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Disable("treasury.author")
		id, now := func(who string) uint64 { return b.Who(who).ID }, b.Clock.Now()
		give := func(from, to uint64, starts, ends time.Duration, reason string, by identity.Actor) error {
			_, err := b.People.Delegate(t.Context(), from, to, now.Add(starts), now.Add(ends), reason, by)
			return err
		}
		head, deputy, sec := id("budget.head"), id("budget.author2"), b.Who("sec.admin")
		const day = 24 * time.Hour
		for name, err := range map[string]error{
			"to herself":         give(head, head, 0, day, "外出开会", sec),
			"to nobody":          give(head, 1<<40, 0, day, "外出开会", sec),
			"to a disabled one":  give(head, id("treasury.author"), 0, day, "外出开会", sec),
			"to an admin":        give(head, id("audit.admin"), 0, day, "外出开会", sec),
			"from no head":       give(deputy, id("deputy"), 0, day, "外出开会", sec),
			"from nobody":        give(1<<40, deputy, 0, day, "外出开会", sec),
			"ends before":        give(head, deputy, day, 0, "外出开会", sec),
			"ends when starting": give(head, deputy, day, day, "外出开会", sec),
			"already over":       give(head, deputy, -2*day, -day, "外出开会", sec),
			"over right now":     give(head, deputy, -2*day, 0, "外出开会", sec),
			"too long":           give(head, deputy, 0, 92*day+time.Millisecond, "外出开会", sec),
			"no reason":          give(head, deputy, 0, day, " 短 ", sec),
			"a long reason":      give(head, deputy, 0, day, strings.Repeat("长", 201), sec),
		} {
			if fault.KindOf(err) != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		for _, who := range modeltest.Cast() {
			if who != "budget.head" && who != "sec.admin" {
				modeltest.Want(t, give(head, deputy, 0, day, "外出开会", b.Who(who)), fault.Forbidden)
			}
		}
		modeltest.Must(t, give(head, deputy, 0, 92*day, "外出开会", b.Who("budget.head")))
		modeltest.Must(t, give(head, deputy, 0, day, "外出开会", sec))
		revoking(t, b)
		b.Whole()
	})
}

func revoking(t *testing.T, b *modeltest.Bureau) {
	t.Helper()
	ds, err := b.People.Delegations(t.Context(), b.Who("budget.author2"))
	if err != nil || len(ds) != 2 {
		t.Fatal(ds, err)
	}
	if none, err := b.People.Delegations(t.Context(), b.Who("treasury.head")); err != nil || len(none) != 0 {
		t.Error(none, err)
	}
	modeltest.Want(t, b.People.Revoke(t.Context(), ds[0].ID, ds[0].Version, b.Who("budget.author2")), fault.Forbidden)
	modeltest.Want(t, b.People.Revoke(t.Context(), ds[0].ID, ds[0].Version+1, b.Who("budget.head")), fault.Stale)
	modeltest.Must(t, b.People.Revoke(t.Context(), ds[0].ID, ds[0].Version, b.Who("budget.head")))
	modeltest.Want(t, b.People.Revoke(t.Context(), ds[0].ID, ds[0].Version+1, b.Who("budget.head")), fault.Conflict)
	modeltest.Must(t, b.People.Revoke(t.Context(), ds[1].ID, ds[1].Version, b.Who("sec.admin")))
	modeltest.Want(t, b.People.Revoke(t.Context(), 1<<40, 1, b.Who("sec.admin")), fault.NotFound)
	if a := b.Reload("budget.author2"); len(a.HeadOf) != 0 {
		t.Errorf("still stands in for %v", a.HeadOf)
	}
}

// Words of every language and kind are stored as they are, and what no database
// can hold is no internal error.
func TestOddNames(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		for _, name := range []string{"𠮷田", "欧阳·娜娜", "O'Brien", `a"b\c`, "😀", "Ω≈ç"} {
			x, err := b.People.SaveSection(t.Context(), 0, 0, name, 1, b.Who("sys.admin"))
			modeltest.Must(t, err)
			if got, err := b.People.Section(t.Context(), x.ID); err != nil || got.Name != name {
				t.Errorf("%q became %q (%v)", name, got.Name, err)
			}
		}
	})
}
