package content

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"gorm.io/gorm"

	"gongkai/models/identity"
)

// Found is one document that a search of the staff found.
type Found struct {
	DocumentID uint64
	Own        bool // written by who searches
}

var (
	caseNumber     = regexp.MustCompile(`^SH[0-9]{4}-([0-9]{1,18})$`)
	documentNumber = regexp.MustCompile(`^[0-9]{1,18}$`)
)

// Find looks for documents that by may read: by number, by the number of a review
// form (审核单号), or by words that all stand in the title, where a letter's number
// (文号) mostly stands too. One's own come first, then what moved last; at most n.
// What by may not read is never found, and nothing says that there is more.
func (s *Service) Find(ctx context.Context, query string, n int, by identity.Actor) ([]Found, error) {
	query = strings.TrimSpace(strings.ToValidUTF8(query, ""))
	words := strings.Fields(query)
	if len(words) == 0 {
		return nil, nil
	}
	base := s.review.Readers(ctx, Kind, by).Joins("JOIN content_documents d ON d.id = review_tracks.subject_id JOIN content_revisions r ON r.id = d.latest_id")
	base = base.Where(titled(s.store.DB(ctx), words[:min(len(words), maxWords)]).Or(s.numbered(ctx, query))).Session(&gorm.Session{})
	var mine, others []uint64
	err := base.Where("review_tracks.author_id = ?", by.ID).Order("moved_at DESC, d.id DESC").Limit(n).Pluck("d.id", &mine).Error
	if err == nil {
		err = base.Where("review_tracks.author_id <> ?", by.ID).Order("moved_at DESC, d.id DESC").Limit(n).Pluck("d.id", &others).Error
	}
	if err != nil {
		return nil, fmt.Errorf("content: find: %w", err)
	}
	var found []Found
	for i, id := range append(mine, others...) {
		found = append(found, Found{DocumentID: id, Own: i < len(mine)})
	}
	return found[:min(n, len(found))], nil
}

// titled is the condition that every word stands in the title r.title.
func titled(db *gorm.DB, words []string) *gorm.DB {
	q := db
	for _, w := range words {
		if cased(w) {
			q = q.Where("(INSTR(LOWER(r.title), ?) > 0 OR INSTR(r.title, ?) > 0)", strings.ToLower(w), w)
		} else {
			q = q.Where("INSTR(r.title, ?) > 0", w)
		}
	}
	return q
}

// numbered is the condition that a query is the number of the document, or of one
// of its review forms; a query that is no number fits nothing.
func (s *Service) numbered(ctx context.Context, query string) *gorm.DB {
	q := s.store.DB(ctx)
	if m := caseNumber.FindStringSubmatch(strings.ToUpper(query)); m != nil {
		id, _ := strconv.ParseUint(m[1], 10, 63)
		return q.Where("EXISTS (SELECT 1 FROM review_cases c WHERE c.track_id = review_tracks.id AND c.id = ?)", id)
	}
	if documentNumber.MatchString(query) {
		id, _ := strconv.ParseUint(query, 10, 63)
		return q.Where("d.id = ?", id)
	}
	return q.Where("1 = 0")
}
