package content

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gongkai/models/fault"
	"gongkai/models/identity"
	"gongkai/models/review"
	"gongkai/models/site"
	"gongkai/models/takedown"
)

// TakeDown carries out an emergency take-down that was ordered on the server's
// own command line: it withdraws the document that the stone names and says who
// ordered it and why. It implements takedown.Domain.
func (s *Service) TakeDown(ctx context.Context, stone takedown.Stone) (uint64, error) {
	id, err := s.addressed(ctx, stone)
	if err != nil || id == 0 {
		return 0, err
	}
	track, err := s.review.Track(ctx, Ref(id), identity.Actor{})
	if err != nil {
		return 0, settled(err)
	}
	if track.LiveCaseID == nil && track.State != review.Withdrawn && !track.Published {
		return 0, nil // never public: there is nothing to take down, and no mark to leave
	}
	note := fmt.Sprintf("紧急撤下（%s）：%s", stone.By, stone.Reason)
	_, err = s.review.Do(ctx, review.Order{Ref: Ref(id), Seen: track.Version, Do: review.Withdraw, Note: clipped(note)},
		func(ctx context.Context, t *review.Transition) error {
			d, err := s.document(ctx, id)
			if err != nil {
				return err
			}
			d.WithdrawnReason = "order"
			return s.save(ctx, d)
		})
	if fault.KindOf(err) == fault.Conflict {
		return id, nil // withdrawn already, or never public
	}
	return id, err
}

// settled drops the fault of what is not there: nothing is left to do.
func settled(err error) error {
	if fault.KindOf(err) == fault.NotFound || fault.KindOf(err) == fault.Gone {
		return nil
	}
	return err
}

func clipped(note string) string {
	if r := []rune(note); len(r) > 500 {
		return string(r[:500])
	}
	return note
}

// reportPath is the address of an annual report.
var reportPath = regexp.MustCompile(`^/(.+)/(20[0-9]{2})$`)

// addressed is the document that a stone means; 0 is none.
func (s *Service) addressed(ctx context.Context, stone takedown.Stone) (uint64, error) {
	if stone.Document != 0 {
		return stone.Document, nil
	}
	m := reportPath.FindStringSubmatch(strings.TrimSuffix(stone.Path, "/"))
	if m == nil {
		return 0, nil
	}
	tree, err := s.site.Tree(ctx)
	if err != nil {
		return 0, err
	}
	col := tree.ByPath(m[1])
	if col == nil || col.PageType != site.Reports {
		return 0, nil
	}
	year, _ := strconv.Atoi(m[2]) // the pattern says that it is a number
	id, err := s.ReportOf(ctx, col.ID, year)
	return id, settled(err)
}

// AmongLive returns which of the documents are public. It implements
// takedown.Domain.
func (s *Service) AmongLive(ctx context.Context, ids []uint64) (live []uint64, err error) {
	err = s.items(ctx).Where("document_id IN ?", append([]uint64{0}, ids...)).Pluck("document_id", &live).Error
	if err != nil {
		return nil, fmt.Errorf("content: among live: %w", err)
	}
	return live, nil
}
