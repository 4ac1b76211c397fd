package content

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gongkai/models/markup"
	"gongkai/models/screen"
)

// Version is one text that a document was public with.
type Version struct {
	Number   int // counts from 1, the first publication
	Revision Revision
	From     time.Time // public since
	Until    time.Time // replaced at; zero for the one that is public
}

// Versions lists the texts that a public document was public with, newest first.
// Small changes (小改), of which the public was told nothing, make no version of
// their own: the text as they left it is what counts. What was public before a
// withdrawal is not listed, and neither is a former text in which the machine finds
// today what may not be public: its correction may have been why it was corrected.
// Documents that are not public have none.
func (s *Service) Versions(ctx context.Context, document uint64) ([]Version, error) {
	page, err := s.Live(Aside(ctx), document)
	if err != nil {
		return nil, err
	}
	shown, err := s.review.Publications(ctx, Ref(document))
	if err != nil {
		return nil, err
	}
	var all []Version
	for _, p := range shown {
		r, err := s.revision(ctx, p.RevisionID)
		if err != nil {
			return nil, fmt.Errorf("content: version of %d: %w", document, err)
		}
		if n := len(all); n > 0 && r.ChangeKind == Minor {
			all[n-1].Revision = *r
			continue
		}
		if n := len(all); n > 0 {
			all[n-1].Until = p.At
		}
		all = append(all, Version{Number: len(all) + 1, Revision: *r, From: p.At})
	}
	all = slices.DeleteFunc(all, func(v Version) bool { return v.Revision.ID != page.RevisionID && v.unfit() })
	slices.Reverse(all)
	return all, nil
}

func (v Version) unfit() bool {
	parts := append(screen.Body(markup.HTML(v.Revision.Body)), screen.Part{Field: "title", Text: v.Revision.Title})
	return len(screen.Blocking(screen.Scan(parts))) > 0
}
