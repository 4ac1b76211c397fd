package identity_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/modeltest"
)

const secret = "JBSWY3DPEHPK3PXP"

func login(t *testing.T, b *modeltest.Bureau, name, password, code string) (string, error) {
	t.Helper()
	return b.People.Login(t.Context(), name, password, code, "192.0.2.1")
}

func signIn(t *testing.T, b *modeltest.Bureau, name string) string {
	t.Helper()
	token, err := login(t, b, name, modeltest.Password, "")
	modeltest.Must(t, err)
	return token
}

func alive(t *testing.T, b *modeltest.Bureau, token string) bool {
	t.Helper()
	_, _, err := b.People.Resume(t.Context(), token)
	if err != nil {
		modeltest.Want(t, err, fault.NotFound)
	}
	return err == nil
}

// fail tries n wrong passwords.
func fail(t *testing.T, b *modeltest.Bureau, name string, n int) {
	t.Helper()
	for range n {
		_, err := login(t, b, name, "Wrong-2026-password", "")
		modeltest.Want(t, err, fault.Invalid)
	}
}

// A good login opens a session with the person's rights and a token of its own;
// the database holds no token.
func TestLoginOpensASession(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		first, second := signIn(t, b, " Budget.Head "), signIn(t, b, "budget.head")
		if first == second || len(first) < 43 {
			t.Errorf("tokens %q and %q", first, second)
		}
		x, a, err := b.People.Resume(t.Context(), first)
		if err != nil || a.Username != "budget.head" || !a.Has(identity.Head) || a.SectionID != b.Sections["预算科"] || len(x.CSRF) < 43 || x.TokenHash == first {
			t.Errorf("%+v %+v %v", x, a, err)
		}
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM sessions WHERE token_hash IN (?, ?)", first, second); n != 0 {
			t.Error("a token is stored as it is")
		}
		as, err := b.People.Attempts(t.Context(), a.ID, 9)
		if err != nil || len(as) != 2 || !as[0].OK || as[0].IP != "192.0.2.1" {
			t.Error(as, err)
		}
		if alive(t, b, "") || alive(t, b, first[1:]) || alive(t, b, x.TokenHash) {
			t.Error("a made-up token opens a session")
		}
	})
}

// A wrong password, an unknown name, a locked and a disabled account and a
// wrong code get the same words.
func TestLoginAnswersAreAlike(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		b.Disable("budget.author2")
		fail(t, b, "treasury.author", 5)
		withTOTP(t, b, "budget.both")
		answers := map[string][]string{}
		for _, x := range [][3]string{
			{"budget.author", "Wrong-2026-password", ""}, {"budget.author", "", ""}, {"nobody.here", modeltest.Password, ""}, {"", "", ""}, {"\xff' OR 1=1 --", "x", ""},
			{"treasury.author", modeltest.Password, ""}, {"budget.author2", modeltest.Password, ""}, {"budget.both", modeltest.Password, ""},
			{"budget.both", modeltest.Password, "000000"}, {strings.Repeat("長", 5000), strings.Repeat("x", 5000), strings.Repeat("0", 5000)},
		} {
			_, err := login(t, b, x[0], x[1], x[2])
			modeltest.Want(t, err, fault.Invalid)
			answers[err.Error()] = append(answers[err.Error()], fmt.Sprintf("%.20s", x[0]))
		}
		if len(answers) != 1 {
			t.Errorf("%d different answers: %v", len(answers), answers)
		}
	})
}

// Five failures in a row lock for 15 minutes; a good login in between starts
// the count anew.
func TestLoginLocksAfterFiveFailures(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		fail(t, b, "budget.author", 4)
		signIn(t, b, "budget.author")
		fail(t, b, "budget.author", 4)
		signIn(t, b, "budget.author")
		fail(t, b, "budget.author", 5)
		locked := func(want bool) {
			t.Helper()
			if _, err := login(t, b, "budget.author", modeltest.Password, ""); (err != nil) != want {
				t.Fatalf("at %s: %v", b.Clock.Now(), err)
			}
		}
		locked(true)
		b.Clock.Add(15*time.Minute - time.Millisecond)
		locked(true)
		b.Clock.Add(time.Millisecond)
		locked(false)
		if n := b.Number(t.Context(), "SELECT COUNT(*) FROM ledger_entries WHERE action = 'person.lock'"); n != 1 {
			t.Errorf("%d locks in the ledger", n)
		}
		b.Whole()
	})
}

// Trying during the lock does not make it longer, or anybody could keep a
// person out for ever.
func TestLoginLockIsNotProlonged(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		fail(t, b, "budget.author", 5)
		b.Clock.Add(5 * time.Minute)
		fail(t, b, "budget.author", 7)
		for range 6 {
			if _, err := login(t, b, "budget.author", modeltest.Password, ""); err == nil {
				t.Fatal("not locked")
			}
		}
		b.Clock.Add(10 * time.Minute)
		signIn(t, b, "budget.author")
	})
}

// A security administrator lifts a lock.
func TestLoginUnlock(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		fail(t, b, "budget.author", 5)
		p := b.Person("budget.author")
		modeltest.Want(t, b.People.Unlock(t.Context(), p.ID, p.Version, b.Who("sys.admin")), fault.Forbidden)
		modeltest.Must(t, b.People.Unlock(t.Context(), p.ID, p.Version, b.Who("sec.admin")))
		signIn(t, b, "budget.author")
	})
}

// Failures at the same moment are all counted: nobody gets a sixth guess by
// asking in parallel.
func TestLoginCountsParallelFailures(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		const n = 24
		errs := make([]error, n)
		var wg sync.WaitGroup
		for i := range n {
			wg.Go(func() {
				_, errs[i] = b.People.Login(t.Context(), "budget.author", "Wrong-2026-password", "", "192.0.2.1")
			})
		}
		wg.Wait()
		for _, err := range errs {
			modeltest.Want(t, err, fault.Invalid)
		}
		if _, err := login(t, b, "budget.author", modeltest.Password, ""); err == nil {
			t.Error("not locked")
		}
		if got := b.Number(t.Context(), "SELECT COUNT(*) FROM logins WHERE person_id = ?", b.Who("budget.author").ID); got != n+1 {
			t.Errorf("%d attempts are kept of %d", got, n+1)
		}
		b.Whole()
	})
}

// Many people logging in at once all get in.
func TestLoginsInParallel(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		errs := make([]error, 32)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = b.People.Login(t.Context(), modeltest.Cast()[i%4], modeltest.Password, "", "192.0.2.1")
			})
		}
		wg.Wait()
		modeltest.Must(t, errors.Join(errs...))
		b.Whole()
	})
}

func withTOTP(t *testing.T, b *modeltest.Bureau, name string) {
	t.Helper()
	b.Exec("UPDATE people SET totp_secret = ?, totp_step = 0 WHERE username = ?", secret, name)
}

func code(t *testing.T, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, at)
	modeltest.Must(t, err)
	return c
}

// A one-time code works once, half a minute early or late, and never after a
// later one was used.
func TestTOTPOnceAndInTime(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		withTOTP(t, b, "budget.both")
		b.Clock.Add(time.Hour)
		now := b.Clock.Now()
		works := func(what string, at time.Time, want bool) {
			t.Helper()
			_, err := login(t, b, "budget.both", modeltest.Password, code(t, at))
			if (err == nil) != want {
				t.Errorf("%s: %v", what, err)
			}
			b.Exec("UPDATE people SET failures = 0") // this test is not about the lock
		}
		works("a minute old", now.Add(-time.Minute), false)
		works("a minute early", now.Add(time.Minute), false)
		works("half a minute old", now.Add(-30*time.Second), true)
		works("the same again", now.Add(-30*time.Second), false)
		works("now", now, true)
		works("now again", now, false)
		works("half a minute old after a later one", now.Add(-30*time.Second), false)
		works("half a minute early", now.Add(30*time.Second), true)
		works("now after a later one", now, false)
		b.Clock.Add(time.Minute)
		works("a minute later", b.Clock.Now(), true)
		b.Clock.Add(-time.Minute) // the clock jumps back
		works("after a jump back", b.Clock.Now(), false)
	})
}

// The same code at the same moment opens one session.
func TestTOTPParallel(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		withTOTP(t, b, "budget.both")
		c := code(t, b.Clock.Now())
		errs := make([]error, 4)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = b.People.Login(t.Context(), "budget.both", modeltest.Password, c, "192.0.2.1") })
		}
		wg.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			}
		}
		if won != 1 || b.Number(t.Context(), "SELECT COUNT(*) FROM sessions") != 1 {
			t.Errorf("%d logins with one code: %v", won, errs)
		}
	})
}

// A code without the password, and a password without the code, are failures
// that count towards the lock.
func TestTOTPFailuresLock(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		withTOTP(t, b, "budget.both")
		for i := range 5 {
			if i%2 == 0 {
				_, err := login(t, b, "budget.both", modeltest.Password, "")
				modeltest.Want(t, err, fault.Invalid)
			} else {
				_, err := login(t, b, "budget.both", "Wrong-2026-password", code(t, b.Clock.Now()))
				modeltest.Want(t, err, fault.Invalid)
			}
		}
		if _, err := login(t, b, "budget.both", modeltest.Password, code(t, b.Clock.Now())); err == nil {
			t.Error("not locked")
		}
	})
}

// The second factor is switched on with a new secret that works at once, and
// off again; each kills the sessions.
func TestTOTPReset(t *testing.T) {
	modeltest.Each(t, func(t *testing.T, b *modeltest.Bureau) {
		token, p := signIn(t, b, "budget.author"), b.Person("budget.author")
		_, err := b.People.ResetTOTP(t.Context(), p.ID, p.Version, true, b.Who("sys.admin"))
		modeltest.Want(t, err, fault.Forbidden)
		text, err := b.People.ResetTOTP(t.Context(), p.ID, p.Version, true, b.Who("sec.admin"))
		modeltest.Must(t, err)
		if alive(t, b, token) || len(text) < 26 {
			t.Errorf("session alive, secret of %d letters", len(text))
		}
		_, err = login(t, b, "budget.author", modeltest.Password, "")
		modeltest.Want(t, err, fault.Invalid)
		c, err := totp.GenerateCode(text, b.Clock.Now())
		modeltest.Must(t, err)
		if token, err = login(t, b, "budget.author", modeltest.Password, c); err != nil {
			t.Fatal(err)
		}
		if _, err := b.People.ResetTOTP(t.Context(), p.ID, p.Version+1, false, b.Who("sec.admin")); err != nil || alive(t, b, token) {
			t.Error("session alive", err)
		}
		signIn(t, b, "budget.author")
		b.Whole()
	})
}
