package identity

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"gongkai/models/fault"
)

type cost = argon2id.Params

// fullCost follows the OWASP minimum for argon2id: 19 MiB, two passes.
var fullCost = cost{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

var testCost = cost{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 8, KeyLength: 16}

// decoy is compared when there is no account, so that an unknown name takes as
// long as a known one. One for each cost.
var decoy sync.Map

// hash makes a password hash, waiting for one of the two places.
func (s *Service) hash(ctx context.Context, password string) (string, error) {
	if err := s.hashing.Acquire(ctx, 1); err != nil {
		return "", fault.Wrap(fault.Unavailable, err, "系统繁忙，请稍后再试。")
	}
	defer s.hashing.Release(1)
	h, err := argon2id.CreateHash(password, &s.cost)
	if err != nil {
		return "", fmt.Errorf("identity: hash: %w", err)
	}
	return h, nil
}

// matches compares password with a hash; an empty hash is compared with a decoy
// and never matches.
func (s *Service) matches(ctx context.Context, password, hash string) (bool, error) {
	known := hash != ""
	if !known {
		h, ok := decoy.Load(s.cost.Memory)
		if !ok {
			made, err := s.hash(ctx, "decoy")
			if err != nil {
				return false, err
			}
			h, _ = decoy.LoadOrStore(s.cost.Memory, made)
		}
		hash = h.(string)
	}
	if err := s.hashing.Acquire(ctx, 1); err != nil {
		return false, fault.Wrap(fault.Unavailable, err, "系统繁忙，请稍后再试。")
	}
	defer s.hashing.Release(1)
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, fmt.Errorf("identity: compare: %w", err)
	}
	return ok && known, nil
}

// Limits of a password, in runes.
const (
	minPassword = 10
	maxPassword = 128
)

// checkPassword says what is wrong with a new password: 10 to 128 characters,
// three of the four kinds (GB/T 22239-2019 asks for complexity), not the name.
func checkPassword(c *fault.Check, field, password, username string) {
	n := utf8.RuneCountInString(password)
	c.If(n < minPassword || n > maxPassword, field, "密码应为 %d 至 %d 个字符。", minPassword, maxPassword)
	var upper, lower, digit, other int
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			upper = 1
		case unicode.IsLower(r):
			lower = 1
		case unicode.IsDigit(r):
			digit = 1
		default:
			other = 1
		}
	}
	c.If(upper+lower+digit+other < 3, field, "密码应包含大写字母、小写字母、数字、符号中的至少三种。")
	c.If(username != "" && strings.Contains(strings.ToLower(password), username), field, "密码不能包含用户名。")
}
