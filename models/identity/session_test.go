package identity_test

import (
	"testing"
	"time"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
)

// A session that is used lives on, an unused one dies after an hour, none lives
// longer than twelve.
func TestSessionLimits(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		token, idle := signIn(t, b, "budget.author"), signIn(t, b, "budget.author")
		b.Clock.Add(identity.IdleLimit)
		if !alive(t, b, token) {
			t.Fatal("dead within the hour")
		}
		b.Clock.Add(time.Millisecond)
		if alive(t, b, idle) {
			t.Error("an unused session lives on")
		}
		for b.Clock.Now().Sub(b.Person("budget.author").CreatedAt) < identity.AbsLimit-time.Hour {
			b.Clock.Add(50 * time.Minute)
			if !alive(t, b, token) {
				t.Fatalf("a used session died at %s", b.Clock.Now())
			}
		}
		for range 3 {
			b.Clock.Add(50 * time.Minute)
			alive(t, b, token)
		}
		if alive(t, b, token) {
			t.Error("a session lives longer than the absolute limit")
		}
	})
}

// A clock that jumps back opens no session again.
func TestSessionClockJumpsBack(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		token := signIn(t, b, "budget.author")
		b.Clock.Add(-2 * time.Hour)
		if alive(t, b, token) {
			t.Error("a session from the future lives")
		}
	})
}

// Logout ends that session and no other.
func TestSessionLogout(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		here, there := signIn(t, b, "budget.author"), signIn(t, b, "budget.author")
		x, _, err := b.People.Resume(t.Context(), here)
		modeltest.Must(t, err)
		modeltest.Must(t, b.People.Logout(t.Context(), x))
		if alive(t, b, here) || !alive(t, b, there) {
			t.Error("the wrong session died")
		}
	})
}

// Disabling kills the sessions at once, and switching the account on again does
// not bring them back.
func TestSessionDiesWithTheAccount(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		token := signIn(t, b, "budget.author")
		b.Disable("budget.author")
		if alive(t, b, token) {
			t.Error("alive after disabling")
		}
		if _, err := login(t, b, "budget.author", modeltest.Password, ""); err == nil {
			t.Error("a disabled account logs in")
		}
		p := b.Person("budget.author")
		modeltest.Must(t, b.People.SetDisabled(t.Context(), p.ID, p.Version, false, b.Who("sec.admin")))
		if alive(t, b, token) {
			t.Error("alive again")
		}
		signIn(t, b, "budget.author")
	})
}

// A role given or taken is in force with the session's next request.
func TestSessionHasTheRightsOfThisMoment(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		token := signIn(t, b, "budget.author")
		has := func(r identity.Role) bool {
			_, a, err := b.People.Resume(t.Context(), token)
			modeltest.Must(t, err)
			return a.Has(r)
		}
		b.Grant("budget.author", identity.Officer)
		if has(identity.Author) || !has(identity.Officer) {
			t.Error("old rights")
		}
		b.Grant("budget.author")
		if has(identity.Officer) {
			t.Error("a right that was taken away")
		}
	})
}

// A new password, the own or one that was reset, kills every session.
func TestSessionDiesWithThePassword(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		const next, third = "Another-2026-Pass", "Third-2026-Password"
		one, two, p := signIn(t, b, "budget.author"), signIn(t, b, "budget.author"), b.Person("budget.author")
		modeltest.Must(t, b.People.ChangeOwnPassword(t.Context(), modeltest.Password, next, next, "192.0.2.1", b.Who("budget.author")))
		if alive(t, b, one) || alive(t, b, two) {
			t.Error("alive after a new password")
		}
		if _, err := login(t, b, "budget.author", modeltest.Password, ""); err == nil {
			t.Error("the old password works")
		}
		token, err := login(t, b, "budget.author", next, "")
		modeltest.Must(t, err)
		modeltest.Want(t, b.People.ResetPassword(t.Context(), p.ID, p.Version+1, third, b.Who("sys.admin")), fault.Forbidden)
		modeltest.Must(t, b.People.ResetPassword(t.Context(), p.ID, p.Version+1, third, b.Who("sec.admin")))
		if alive(t, b, token) {
			t.Error("alive after a reset")
		}
		_, err = login(t, b, "budget.author", third, "")
		modeltest.Must(t, err)
		b.Whole()
	})
}

// The own password: the old one is asked for, the new one typed twice and
// checked; a wrong old one counts towards the lock.
func TestPasswordChangeOwn(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		const good = "Another-2026-Pass"
		by := b.Who("budget.author")
		for _, x := range []struct{ old, new, again, field string }{
			{"wrong", good, good, "old"}, {modeltest.Password, good, good + "x", "again"}, {modeltest.Password, modeltest.Password, modeltest.Password, "new"},
			{modeltest.Password, "short", "short", "new"},
		} {
			err := b.People.ChangeOwnPassword(t.Context(), x.old, x.new, x.again, "192.0.2.1", by)
			if fault.FieldsOf(err)[x.field] == "" {
				t.Errorf("%+v: %v", x, err)
			}
		}
		for range 4 {
			modeltest.Want(t, b.People.ChangeOwnPassword(t.Context(), "wrong", good, good, "192.0.2.1", by), fault.Invalid)
		}
		if _, err := login(t, b, "budget.author", modeltest.Password, ""); err == nil {
			t.Error("five wrong old passwords did not lock")
		}
		if err := b.People.ChangeOwnPassword(t.Context(), modeltest.Password, good, good, "192.0.2.1", by); err == nil {
			t.Error("a locked person changed the password")
		}
	})
}

// Before a signature the password is asked again; wrong ones count and lock.
func TestReauthenticate(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		by := b.Who("office.secrecy")
		modeltest.Must(t, b.People.Reauthenticate(t.Context(), by, modeltest.Password, "192.0.2.1"))
		for range 5 {
			if err := b.People.Reauthenticate(t.Context(), by, "wrong", "192.0.2.1"); fault.FieldsOf(err)["password"] == "" {
				t.Fatal(err)
			}
		}
		if err := b.People.Reauthenticate(t.Context(), by, modeltest.Password, "192.0.2.1"); fault.FieldsOf(err)["password"] == "" {
			t.Errorf("a locked person signs: %v", err)
		}
		b.Clock.Add(15 * time.Minute)
		modeltest.Must(t, b.People.Reauthenticate(t.Context(), by, modeltest.Password, "192.0.2.1"))
		if err := b.People.Reauthenticate(t.Context(), identity.Actor{}, "", ""); err == nil {
			t.Error("the system has a password")
		}
	})
}

// What a new password must be.
func TestPasswordRules(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		long := ""
		for range 32 {
			long += "Aa1-"
		}
		for password, good := range map[string]bool{
			"Abcdef-123": true, "abcdef-123": true, "ABCDEFG123a": true, "密码密码密码Aa1甲": true, long: true,
			"": false, "Abcd-1234": false, "abcdefghij": false, "abcdefgh12": false, "ABCDEFGH12": false, "1234567890-": false, "Budget.Author-1": false,
			"x-BUDGET.AUTHOR-1": false, long + "x": false,
		} {
			p := b.Person("budget.author")
			err := b.People.ResetPassword(t.Context(), p.ID, p.Version, password, b.Who("sec.admin"))
			if good != (err == nil) || !good && fault.FieldsOf(err)["password"] == "" {
				t.Errorf("%q: %v", password, err)
			}
		}
	})
}
