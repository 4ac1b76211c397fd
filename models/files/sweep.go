package files

import (
	"context"
	"time"
)

// Grace is how long a blob is kept that nothing refers to: an upload is stored
// before the revision that holds it, and a backup may be under way.
const Grace = 7 * 24 * time.Hour

// Sweep removes the blobs that nothing needs and that were last put before a
// time. needed is asked for all digests that something refers to, after the
// blobs were listed: what is put meanwhile is new, and stays.
func (s *Service) Sweep(ctx context.Context, before time.Time, needed func(context.Context) (map[string]bool, error)) (removed int, err error) {
	var old []string
	err = s.blobs.Walk(func(digest string, _ int64, at time.Time) error {
		if at.Before(before) {
			old = append(old, digest)
		}
		return ctx.Err()
	})
	if err != nil || len(old) == 0 {
		return 0, err
	}
	keep, err := needed(ctx)
	if err != nil {
		return 0, err
	}
	for _, d := range old {
		if keep[d] {
			continue
		}
		if _, at, err := s.blobs.Stat(d); err != nil || !at.Before(before) {
			continue // it was put again meanwhile
		}
		if err := s.blobs.Remove(d); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}
