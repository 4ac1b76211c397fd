package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"
	"gorm.io/gorm"

	"gongkai/models/audit"
	"gongkai/models/fault"
	"gongkai/models/store"
)

// Limits of logins and sessions.
const (
	maxFailures = 5                // failures in a row that lock an account
	lockTime    = 15 * time.Minute // how long it stays locked
	IdleLimit   = time.Hour        // a session unused for so long is dead
	AbsLimit    = 12 * time.Hour   // no session lives longer
	seenEvery   = time.Minute      // how exactly SeenAt is kept: one write a minute at most
)

// refused is the one answer to every failed login, so that it tells nobody
// which names exist, are locked or are disabled.
func refused() error {
	return &fault.Error{Kind: fault.Invalid, Message: "用户名、密码或动态口令不正确。连续 5 次失败后，账号会锁定 15 分钟。"}
}

// Login opens a session and returns the cookie's value. A wrong name, password
// or code, a locked and a disabled account all give the same fault.Invalid.
func (s *Service) Login(ctx context.Context, username, password, code, ip string) (token string, err error) {
	p, err := s.byUsername(ctx, username)
	if err != nil {
		return "", err
	}
	good, err := s.proves(ctx, p, password, code)
	if err != nil {
		return "", err
	}
	if p == nil {
		return "", refused()
	}
	if !good {
		return "", s.fail(ctx, p, ip)
	}
	return s.open(ctx, p, ip)
}

// proves checks the password, then the code. p may be nil.
func (s *Service) proves(ctx context.Context, p *Person, password, code string) (bool, error) {
	hash := ""
	if p != nil {
		hash = p.PasswordHash
	}
	ok, err := s.matches(ctx, password, hash)
	if err != nil || !ok {
		return false, err
	}
	if p.Disabled || (p.LockedUntil != nil && s.store.Now(ctx).Before(*p.LockedUntil)) {
		return false, nil
	}
	if p.TOTPSecret == "" {
		return true, nil
	}
	return s.useCode(ctx, p, code)
}

// useCode accepts a one-time code of this or a neighbouring half minute, once.
func (s *Service) useCode(ctx context.Context, p *Person, code string) (ok bool, err error) {
	const period = 30
	now := s.store.Now(ctx)
	for _, skew := range []int64{0, -1, 1} {
		step := now.Unix()/period + skew
		want, err := totp.GenerateCodeCustom(p.TOTPSecret, time.Unix(step*period, 0), totp.ValidateOpts{Period: period, Digits: otp.DigitsSix})
		if err != nil {
			return false, fmt.Errorf("identity: second factor of %d: %w", p.ID, err)
		}
		if want != code || step <= p.TOTPStep {
			continue
		}
		err = s.store.Tx(ctx, func(ctx context.Context) (err error) {
			ok, err = store.Changed(s.store.DB(ctx).Model(&Person{}).Where("id = ? AND totp_step < ?", p.ID, step).UpdateColumn("totp_step", step))
			return err
		})
		return ok, err
	}
	return false, nil
}

// fail counts a failure and locks the account at the fifth.
func (s *Service) fail(ctx context.Context, p *Person, ip string) error {
	err := s.store.Tx(ctx, func(ctx context.Context) error {
		db, now := s.store.DB(ctx), s.store.Now(ctx)
		if err := db.Create(&Attempt{PersonID: p.ID, At: now, IP: ip}).Error; err != nil {
			return err
		}
		// Trying during a lock does not prolong it, or anybody could keep somebody out for ever.
		const open = "id = ? AND (locked_until IS NULL OR locked_until <= ?)"
		if err := db.Model(&Person{}).Where(open, p.ID, now).UpdateColumn("failures", gorm.Expr("failures + 1")).Error; err != nil {
			return err
		}
		until := now.Add(lockTime)
		locked, err := store.Changed(db.Model(&Person{}).Where(open+" AND failures >= ?", p.ID, now, maxFailures).
			Select("Failures", "LockedUntil").Updates(Person{LockedUntil: &until}))
		if err != nil || !locked {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Action: audit.PersonLock, Object: object(p.ID)})
	})
	if err != nil {
		return err
	}
	return refused()
}

// open stores a new session; a login always gets a new token.
func (s *Service) open(ctx context.Context, p *Person, ip string) (token string, err error) {
	token = secret()
	err = s.store.Tx(ctx, func(ctx context.Context) error {
		db, now := s.store.DB(ctx), s.store.Now(ctx)
		x := Session{TokenHash: hashToken(token), PersonID: p.ID, Epoch: p.Epoch, CSRF: secret(), IP: ip, CreatedAt: now, SeenAt: now}
		if err := db.Create(&x).Error; err != nil {
			return err
		}
		if err := db.Create(&Attempt{PersonID: p.ID, At: now, OK: true, IP: ip}).Error; err != nil {
			return err
		}
		if err := db.Model(&Person{}).Where("id = ?", p.ID).Select("Failures", "LockedUntil").Updates(Person{}).Error; err != nil {
			return err
		}
		if err := db.Where("seen_at < ?", now.Add(-AbsLimit)).Delete(&Session{}).Error; err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: p.ID, Action: audit.PersonLogin, Object: object(p.ID)})
	})
	return token, err
}

// Resume returns the session and the person behind a cookie's value with the
// rights of this moment; fault.NotFound when there is none, or no more.
func (s *Service) Resume(ctx context.Context, token string) (*Session, Actor, error) {
	none := fault.New(fault.NotFound, "登录已过期，请重新登录。")
	var xs []Session
	if err := s.store.DB(ctx).Where("token_hash = ?", hashToken(token)).Limit(1).Find(&xs).Error; err != nil {
		return nil, Actor{}, err
	}
	if len(xs) == 0 {
		return nil, Actor{}, none
	}
	x, now := xs[0], s.store.Now(ctx)
	if now.Sub(x.SeenAt) > IdleLimit || now.Sub(x.CreatedAt) > AbsLimit || x.CreatedAt.After(now.Add(time.Minute)) {
		return nil, Actor{}, none
	}
	p, err := s.person(ctx, x.PersonID)
	if err != nil {
		return nil, Actor{}, err
	}
	if p.Disabled || p.Epoch != x.Epoch {
		return nil, Actor{}, none
	}
	if now.Sub(x.SeenAt) >= seenEvery {
		err = s.store.Tx(ctx, func(ctx context.Context) error {
			return s.store.DB(ctx).Model(&Session{}).Where("token_hash = ?", x.TokenHash).UpdateColumn("seen_at", now).Error
		})
		if err != nil {
			return nil, Actor{}, err
		}
	}
	a, err := s.actor(ctx, p)
	return &x, a, err
}

// Logout ends one session.
func (s *Service) Logout(ctx context.Context, x *Session) error {
	return s.store.Tx(ctx, func(ctx context.Context) error {
		if err := s.store.DB(ctx).Where("token_hash = ?", x.TokenHash).Delete(&Session{}).Error; err != nil {
			return err
		}
		return s.ledger.Append(ctx, audit.Act{Actor: x.PersonID, Action: audit.PersonLogout, Object: object(x.PersonID)})
	})
}

// Reauthenticate asks a signed-in person for the password again before a
// signature. A wrong one is fault.Invalid on the field "password" and counts
// towards the lock.
func (s *Service) Reauthenticate(ctx context.Context, by Actor, password, ip string) error {
	p, err := s.person(ctx, by.ID)
	if err != nil {
		return err
	}
	if p.LockedUntil != nil && s.store.Now(ctx).Before(*p.LockedUntil) {
		return wrongPassword("密码连续输错，账号已锁定 15 分钟。您填写的内容没有丢失。")
	}
	ok, err := s.matches(ctx, password, p.PasswordHash)
	if err != nil {
		return err
	}
	if ok {
		return nil
	}
	if err := s.fail(ctx, p, ip); fault.KindOf(err) != fault.Invalid {
		return err
	}
	return wrongPassword("密码不正确，请重新输入。")
}

func wrongPassword(message string) error {
	return &fault.Error{Kind: fault.Invalid, Message: "请先更正标出的问题，再提交。", Fields: map[string]string{"password": message}}
}

// Attempts lists the latest logins of one person, newest first.
func (s *Service) Attempts(ctx context.Context, person uint64, limit int) (as []Attempt, err error) {
	err = s.store.DB(ctx).Where("person_id = ?", person).Order("at DESC, id DESC").Limit(limit).Find(&as).Error
	return as, err
}

// secret returns 256 random bits.
func secret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashToken(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

func object(id uint64) string { return fmt.Sprintf("person/%d", id) }
